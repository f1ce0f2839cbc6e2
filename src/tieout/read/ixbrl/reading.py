"""From the pages of one document set to its Document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Document, Problem, RenderedValue, Segment
from tieout.model.filing import ExtractedFact
from tieout.read._html import Walked, walk
from tieout.read._xbrl.build import Origin, build_document
from tieout.read._xbrl.names import LANG, XHTML, Prefixes, qualified_name
from tieout.read._xbrl.taxonomy import Taxonomy, TaxonomyFiles
from tieout.read._xbrl.xml import parse_page
from tieout.read.ixbrl.collect import CONTINUATIONS, FACT_TAGS, Collection, collect, make_page
from tieout.read.source import ReadSettings, Source

HIDDEN_TITLE = "Hidden facts"
"""The heading of the last part of a page's text, which lists what ix:hidden and hidden styles keep from view."""

_LISTING, _LISTED = "{urn:tieout:listing}section", "{urn:tieout:listing}value"
_NOTED = frozenset((*FACT_TAGS, *CONTINUATIONS, _LISTING, _LISTED))
_LISTED_LENGTH = 2_000
"""Characters of a hidden value that are listed."""


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
    walked, visible = _place_facts(found)
    taxonomy = _read_taxonomy(files, found.raw.prefixes, next(iter(contents)), settings)
    extracted: tuple[ExtractedFact, ...] = ()
    rendered: tuple[RenderedValue, ...] = ()
    extracted_file = None
    if not settings.only_facts:
        from tieout.read._xbrl.extracted import find_extracted
        from tieout.read._xbrl.rendered import read_rendered

        extracted, extracted_file = find_extracted(tuple(contents), instances, found.raw.prefixes, found.raw.remarks)
        rendered = read_rendered(files.r_pages)
    origin = Origin(source.name, source.sha256, document_id, "ixbrl", tuple(contents))
    title = next((t.text or "" for p in pages for t in p.root.iter("{*}title")), "").strip()
    document, problems = build_document(
        origin, found.raw, taxonomy, walked.layer, title, extracted, extracted_file, rendered
    )
    if settings.only_facts:
        return document, problems
    blocks = tuple(b for b in walked.blocks if b.span.start < visible)
    return replace(document, blocks=blocks, pages=walked.pages), problems


def _read_taxonomy(files: TaxonomyFiles, prefixes: Prefixes, page: str, settings: ReadSettings) -> Taxonomy:
    """What lies beside the page; a page alone has nothing, and what reads it need not be loaded."""
    if not files and not settings.taxonomies:
        return Taxonomy()
    from tieout.read._xbrl.filer_taxonomy import read_taxonomy

    return read_taxonomy(files, prefixes, page.rpartition("/")[2], settings.taxonomies)


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


def _place_facts(found: Collection) -> tuple[Walked, int]:
    """Lays the pages out and gives every fact its segments; also tells where the visible text ends.

    Facts in ix:hidden and tags without text are listed after the pages. What a style hides is known only after
    laying out: then it is listed too, and the pages are laid out once more.
    """
    facts = found.raw.facts
    unseen = [
        f.tag.hidden or (not f.tag.printed.strip() and not _has_text(p))
        for f, p in zip(facts, found.elements, strict=True)
    ]
    while True:
        listing, listed = _list_unseen(found, unseen)
        walked = walk(*(page.root for page in found.pages), *([listing] if listing is not None else []), noted=_NOTED)
        missed = False
        for i, pieces in enumerate(found.elements):
            places = [listed[i]] if unseen[i] else pieces
            ranges = [r for p in places if (r := walked.range_of(p)) is not None]
            if not ranges and not unseen[i]:
                unseen[i] = missed = True
            facts[i].segments = tuple(Segment(a, b) for a, b in ranges)
        if not missed:
            break
    visible = len(walked.layer.text)
    if listing is not None:
        start = walked.range_of(listing)
        visible = start[0] if start is not None else visible
    _add_paths(found, walked, unseen)
    return walked, visible


def _has_text(pieces: list[etree._Element]) -> bool:
    return any(text.strip() for piece in pieces for text in piece.itertext(etree.Element))


def _list_unseen(found: Collection, unseen: list[bool]) -> tuple[etree._Element | None, dict[int, etree._Element]]:
    """A page of our own that lists the facts no page shows, and the element that holds each one's value."""
    listed: dict[int, etree._Element] = {}
    if not any(unseen):
        return None, listed
    root = etree.Element(_LISTING)
    etree.SubElement(root, f"{{{XHTML}}}p").text = HIDDEN_TITLE
    for i, fact in enumerate(found.raw.facts):
        if unseen[i]:
            line = etree.SubElement(root, f"{{{XHTML}}}p")
            line.text = f"{fact.tag.concept}: "
            value = listed[i] = etree.SubElement(line, _LISTED)
            value.text = " ".join((fact.tag.printed or fact.value or "nil").split())[:_LISTED_LENGTH] or "(empty)"
    return root, listed


def _add_paths(found: Collection, walked: Walked, unseen: list[bool]) -> None:
    """Segments with the xpath of the place on the page; of the tag itself where the page does not show it."""
    paths = _Paths()
    layer = walked.layer
    for fact, pieces, hidden in zip(found.raw.facts, found.elements, unseen, strict=True):
        if hidden:
            path = paths.path(pieces[0])
            fact.segments = tuple(replace(s, xpath=path) for s in fact.segments)
        else:
            fact.segments = tuple(s for own in fact.segments for s in layer.span(own.start, own.end).segments)
        fact.tag = replace(fact.tag, xpath=fact.segments[0].xpath or "")


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
