"""From the pages of one document set to its Document."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Document, Problem, Segment
from tieout.read._xbrl.build import Origin, build_document
from tieout.read._xbrl.extracted import find_extracted
from tieout.read._xbrl.names import LANG
from tieout.read._xbrl.places import PageText, PathLocator, lay_out, qualified_name, trim
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
    said = [page.root.get(LANG) or page.root.get("lang") for page in found.pages]
    said += [f.tag.language for f in found.raw.facts]
    return list(dict.fromkeys(x for x in said if x))


def _place_facts(found: Collection) -> tuple[str, PathLocator]:
    """Lays the pages out and gives every fact its segments; what is not visible is listed after the pages."""
    page_text = PageText()
    wanted = [e for pieces in found.elements for e in pieces]
    for page in found.pages:
        lay_out(page_text, page.root, wanted)
    visible = page_text.text()
    tail: list[str] = []
    paths = _Paths()
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
        fact.segments = (Segment(start, length, xpath=paths.path(pieces[0])),)
    return visible + "".join(tail), page_text.locator()


def _segment(page_text: PageText, visible: str, element: etree._Element) -> Segment:
    start, end = trim(visible, *page_text.ranges[element])
    return Segment(start, end, xpath=page_text.path(page_text.numbers[element]))


class _Paths:
    """Xpaths of elements that were not laid out; the steps of a parent's children are counted once."""

    def __init__(self) -> None:
        self._steps: dict[etree._Element, dict[etree._Element, str]] = {}

    def path(self, element: etree._Element) -> str:
        """The xpath of an element."""
        steps: list[str] = []
        node = element
        while (parent := node.getparent()) is not None:
            known = self._steps.get(parent)
            if known is None:
                known = self._steps[parent] = _steps_of(parent)
            steps.append(known[node])
            node = parent
        steps.append(qualified_name(node))
        return "/" + "/".join(reversed(steps))


def _steps_of(parent: etree._Element) -> dict[etree._Element, str]:
    counts: dict[str, int] = {}
    steps = {}
    for child in parent.iterchildren(etree.Element):
        name = qualified_name(child)
        counts[name] = counts.get(name, 0) + 1
        steps[child] = f"{name}[{counts[name]}]"
    return steps
