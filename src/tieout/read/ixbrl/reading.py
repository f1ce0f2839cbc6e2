"""From the pages of one document set to its Document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Document, Problem, Segment
from tieout.read._html import Ranges, Walked, walk
from tieout.read._xbrl.build import Beside, Origin, build_document
from tieout.read._xbrl.names import LANG, XHTML, Prefixes, qualified_name
from tieout.read._xbrl.taxonomy import Taxonomy, TaxonomyFiles
from tieout.read._xbrl.xml import parse_page
from tieout.read.ixbrl.collect import collect
from tieout.read.ixbrl.collection import CONTINUATIONS, FACT_TAGS, Collection, make_page
from tieout.read.source import ReadSettings, Source

if TYPE_CHECKING:
    from tieout.model import Block, Layer, Page
    from tieout.read._xbrl.raw import RawFiling

HIDDEN_TITLE = "Hidden facts"
"""The heading of the last part of a page's text, which lists what ix:hidden and hidden styles keep from view."""

_LISTING, _LISTED = "{urn:tieout:listing}section", "{urn:tieout:listing}value"
_NOTED = frozenset((*FACT_TAGS, *CONTINUATIONS, _LISTING, _LISTED))
_LOST = "the markup around it is too broken"
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
    raw, layer, blocks, pages, title = _read_pages(source.name, contents, settings.only_facts)
    taxonomy = _read_taxonomy(files, raw.prefixes, next(iter(contents)), settings)
    beside = Beside()
    if not settings.only_facts:
        from tieout.read._xbrl.extracted import find_extracted
        from tieout.read._xbrl.filer_taxonomy import own_pages
        from tieout.read._xbrl.rendered import read_rendered

        extracted, file = find_extracted(tuple(contents), instances, raw.prefixes, raw.remarks)
        beside = Beside(extracted, file, read_rendered(own_pages(files, next(iter(contents)).rpartition("/")[2])))
    origin = Origin(source.name, source.sha256, document_id, "ixbrl", tuple(contents))
    document, problems = build_document(origin, raw, taxonomy, layer, title, beside, settings.only_facts)
    return replace(document, blocks=blocks, pages=pages), problems


def _read_pages(
    name: str, contents: Mapping[str, bytes], only_facts: bool
) -> tuple[RawFiling, Layer, tuple[Block, ...], tuple[Page, ...], str]:
    """The tags of a set with their places, its text, blocks and pages (none with `only_facts`) and its title.

    The trees, which take more memory than all that is made of them, are let go with it.
    """
    pages, remarks, lost = [], [], {}
    for member, content in contents.items():
        parsed = parse_page(content, member)
        remarks += parsed.remarks
        lost[member] = parsed.lost_tags
        pages.append(make_page(member, parsed.root, content.count(b"xmlns")))
    found = collect(pages)
    found.raw.remarks[:0] = remarks
    for member, count in lost.items():
        found.raw.lose(_LOST, member, count)
    _refuse_without_contexts(name, found)
    found.raw.languages = _languages(found)
    walked = _place_facts(found, only_facts)
    title = next((t.text or "" for p in pages for t in p.root.iter("{*}title")), "").strip()
    if only_facts:
        return found.raw, walked.layer, (), (), title
    visible = _end_of_pages(walked)
    blocks = tuple(b for b in walked.blocks if b.span.start < visible)
    return found.raw, walked.layer, blocks, walked.pages, title


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
    one = raw.seen == 1
    if not raw.contexts and _LOST not in raw.refused:
        reason = (
            f"its {'tag refers' if one else f'{raw.seen:,} tags refer'} to an ix:header with contexts and units that "
            "stands in another document of the set, which is not here"
        )
    else:
        most, count = raw.refused.most_common(1)[0]
        reason = f"none of its {raw.seen:,} tags can be read ({count:,} times: {most})"
        if one:
            reason = f"its only tag cannot be read: {most}"
    raise UnreadableError(name, reason)


def _languages(found: Collection) -> list[str]:
    said = [page.root.get(LANG) or page.root.get("lang") for page in found.pages]
    said += [f.tag.language for f in found.raw.facts]
    return list(dict.fromkeys(x for x in said if x))


def _place_facts(found: Collection, text_only: bool) -> Walked:
    """Lays the pages out and gives every fact its segments; `text_only` without blocks.

    Facts in ix:hidden, tags without text and what a style hides have no place: they are listed after the pages.
    """
    listed: dict[int, etree._Element] = {}

    def list_unseen(ranges: Ranges) -> etree._Element | None:
        for i, pieces in enumerate(found.elements):
            if found.raw.facts[i].tag.hidden or not any(p in ranges for p in pieces):
                listed[i] = etree.Element(_LISTED)
        return _make_listing(found, listed)

    walked = walk(*(page.root for page in found.pages), noted=_NOTED, make_last=list_unseen, text_only=text_only)
    paths, layer = _Paths(), walked.layer
    for i, (fact, pieces) in enumerate(zip(found.raw.facts, found.elements, strict=True)):
        places = (listed[i],) if i in listed else pieces
        ranges = [r for p in places if (r := walked.range_of(p)) is not None]
        if i in listed:
            path = paths.path(pieces[0])
            fact.segments = tuple(Segment(a, b, xpath=path) for a, b in ranges)
        else:
            fact.segments = tuple(s for a, b in ranges for s in layer.segments(a, b))
    return walked


def _make_listing(found: Collection, listed: dict[int, etree._Element]) -> etree._Element | None:
    """A page of our own that lists the facts no page shows; the elements in `listed` hold their values."""
    if not listed:
        return None
    root = etree.Element(_LISTING)
    etree.SubElement(root, f"{{{XHTML}}}p").text = HIDDEN_TITLE
    for i, value in listed.items():
        fact = found.raw.facts[i]
        line = etree.SubElement(root, f"{{{XHTML}}}p")
        line.text = f"{fact.tag.concept}: "
        shown = fact.tag.printed or ("nil" if fact.tag.nil else fact.value or "")
        value.text = " ".join(shown.split())[:_LISTED_LENGTH] or "(empty)"
        line.append(value)
    return root


def _end_of_pages(walked: Walked) -> int:
    """Where the pages' own text ends and the listing of hidden facts begins."""
    return min((start for e, (start, _) in walked.ranges.items() if e.tag == _LISTING), default=len(walked.layer.text))


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
