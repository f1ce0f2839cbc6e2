"""From the pages of one document set to its Document."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Document, Problem, Segment
from tieout.read._xbrl.build import Origin, build_document
from tieout.read._xbrl.extracted import find_extracted
from tieout.read._xbrl.places import PageText, lay_out, trim
from tieout.read._xbrl.taxonomy import TaxonomyFiles, read_taxonomy
from tieout.read._xbrl.xml import parse_page
from tieout.read.ixbrl.collect import Collection, collect, make_page
from tieout.read.source import ReadSettings, Source, make_layer

HIDDEN_TITLE = "Hidden facts"
"""The heading of the last part of a page's text, which lists what ix:hidden and hidden styles keep from view."""


def read_set(
    source: Source,
    document_id: str,
    contents: Mapping[str, bytes],
    files: TaxonomyFiles,
    instances: Mapping[str, bytes],
    settings: ReadSettings,
) -> tuple[Document, tuple[Problem, ...]]:
    """One document from the pages of a set; raises UnreadableError when its tags cannot be trusted."""
    pages, remarks = [], []
    for name, content in contents.items():
        root, said = parse_page(content, name)
        remarks += said
        pages.append(make_page(name, root, content.count(b"xmlns")))
    found = collect(pages)
    found.raw.remarks[:0] = remarks
    _refuse_without_contexts(source.name, found)
    found.raw.languages = _languages(found)
    text, locator = _place_facts(found)
    layer = make_layer(text, locator=locator)
    taxonomy = read_taxonomy(files, found.raw.prefixes, next(iter(contents)).rpartition("/")[2], settings.taxonomies)
    extracted, extracted_file = find_extracted(tuple(contents), instances, found.raw.prefixes, found.raw.remarks)
    origin = Origin(source.name, source.sha256, document_id, "ixbrl", tuple(contents))
    title = next((t.text or "" for p in pages for t in p.root.iter("{*}title")), "").strip()
    return build_document(origin, found.raw, taxonomy, layer, title, extracted, extracted_file)


def _refuse_without_contexts(name: str, found: Collection) -> None:
    raw = found.raw
    if raw.facts or not raw.seen:
        return
    if not raw.contexts:
        reason = (
            f"its {raw.seen:,} tags refer to an ix:header with contexts and units that stands in another document "
            "of the set, which is not here"
        )
    else:
        most, count = raw.refused.most_common(1)[0]
        reason = f"none of its {raw.seen:,} tags can be read ({count:,} times: {most})"
    raise UnreadableError(name, reason)


def _languages(found: Collection) -> list[str]:
    from tieout.read._xbrl.names import LANG

    said = [page.root.get(LANG) or page.root.get("lang") for page in found.pages]
    said += [f.tag.language for f in found.raw.facts]
    return list(dict.fromkeys(x for x in said if x))


def _place_facts(found: Collection) -> tuple[str, object]:
    """Lays the pages out and gives every fact its segments; what is not visible is listed after the pages."""
    page_text = PageText()
    wanted = [e for pieces in found.elements for e in pieces]
    for page in found.pages:
        lay_out(page_text, page.root, wanted)
    visible = page_text.text()
    tail: list[str] = []
    length = len(visible)
    for fact, pieces in zip(found.raw.facts, found.elements, strict=True):
        shown = [p for p in pieces if p in page_text.ranges]
        if shown:
            fact.segments = tuple(_segment(page_text, visible, p) for p in shown)
            continue
        printed = " ".join((fact.tag.printed or fact.value or "nil").split())[:2000]
        lead = f"{fact.tag.concept}: "
        if not tail:
            tail.append(f"\n\f\n{HIDDEN_TITLE}")
            length += len(tail[0])
        start = length + 1 + len(lead)
        tail.append(f"\n{lead}{printed}")
        length = start + len(printed)
        fact.segments = (Segment(start, length, xpath=_xpath(pieces[0])),)
    return visible + "".join(tail), page_text.locator()


def _segment(page_text: PageText, visible: str, element: etree._Element) -> Segment:
    start, end = trim(visible, *page_text.ranges[element])
    return Segment(start, end, xpath=page_text.path(page_text.numbers[element]))


def _xpath(element: etree._Element) -> str:
    """The xpath of an element that was not laid out."""
    steps: list[str] = []
    node: etree._Element | None = element
    while node is not None:
        parent = node.getparent()
        name = etree.QName(node).localname if node.prefix is None else f"{node.prefix}:{etree.QName(node).localname}"
        if parent is None:
            steps.append(name)
        else:
            same = [c for c in parent.iterchildren(node.tag)]
            steps.append(f"{name}[{same.index(node) + 1}]")
        node = parent
    return "/" + "/".join(reversed(steps))
