"""Reads a research site's captured page: a company's page with many documents, or the page of one document.

Each document is a title line, a line with date and perhaps publisher, and a body: themed bullets with page
citations, or an outline of linked headings with bullets and flattened tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tieout.errors import UnreadableError
from tieout.model import Block, Company, Document, Layer, Problem
from tieout.read._markdown.flow import split_flow
from tieout.read.decode import decode_text, detect_language, looks_like_text
from tieout.read.research_page.titles import (
    DateLine,
    find_kind,
    find_period_end,
    parse_company,
    parse_date_line,
)
from tieout.read.source import Reading, ReadSettings, Source, make_layer

_MARKS = re.compile(rb"Search documents|\(index=\d+&type=(?:section|chunk)|^Workflow\s*$", re.M)
_FURNITURE = frozenset({"Search documents", "Workflow"})


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Item:
    """One document of the page: its title line, what its date line says, and where its body lies."""

    title: _Line
    dated: DateLine
    start: int
    end: int


def detect(source: Source) -> float:
    """0.9 when the marks of such a page stand in the file with a line that holds a date."""
    if source.members or not looks_like_text(source.head) or source.suffix in {".htm", ".html", ".xml", ".json"}:
        return 0.0
    if not _MARKS.search(source.content[: 4 * 1024 * 1024]):
        return 0.0
    head = source.content[: 1024 * 1024].decode("utf-8", "replace")
    return 0.9 if any(parse_date_line(line) for line in head.split("\n")) else 0.0


def read(source: Source, settings: ReadSettings) -> Reading:
    """The page's documents in order; raises UnreadableError when no title with a date is found."""
    text, note = decode_text(source)
    layer = make_layer(text)
    lines = _split_lines(text)
    items = _find_items(lines, len(text))
    if not items:
        raise UnreadableError(source.name, "no document title with a date was found on the page")
    company = _page_company(lines, items)
    documents = tuple(_to_document(source, layer, item, company, k) for k, item in enumerate(items, 1))
    problems = [Problem(source.name, note)] if note else []
    problems += _cut_tables(source, layer, documents)
    return Reading(documents, tuple(problems))


def _split_lines(text: str) -> list[_Line]:
    lines, position = [], 0
    for raw in text.split("\n"):
        if raw.strip():
            lines.append(_Line(position, position + len(raw), raw.strip()))
        position += len(raw) + 1
    return lines


def _find_items(lines: list[_Line], end: int) -> list[_Item]:
    heads = []
    for k, line in enumerate(lines):
        dated = parse_date_line(line.text)
        if dated is None:
            continue
        title = k - 1
        while title >= 0 and lines[title].text in _FURNITURE:
            title -= 1
        if title >= 0 and len(lines[title].text) < 300:
            heads.append((title, k, dated))
    items = []
    for n, (title, k, dated) in enumerate(heads):
        stop = lines[heads[n + 1][0]].start if n + 1 < len(heads) else end
        items.append(_Item(lines[title], dated, lines[k].end, stop))
    return items


def _page_company(lines: list[_Line], items: list[_Item]) -> Company | None:
    first = items[0].title.start
    top = [parse_company(line.text) for line in lines if line.start < first and len(line.text) < 80]
    return next((c for c in top if c is not None), None)


def _merge_companies(page: Company | None, own: Company | None) -> Company:
    if own is None:
        return page or Company()
    if page is None or not set(page.codes) & set(own.codes):
        return own
    return replace(page, names=tuple(dict.fromkeys((*page.names, *own.names))))


def _to_document(source: Source, layer: Layer, item: _Item, page: Company | None, number: int) -> Document:
    own = parse_company(item.title.text) or parse_company(item.dated.who)
    kind = find_kind(item.title.text, item.dated.who)
    title = _heading(layer, item.title)
    body = tuple(split_flow(layer, item.start, item.end))
    return Document(
        id=f"{source.sha256[:12]}-{number}",
        input=source.name,
        sha256=source.sha256,
        reader="research_page",
        kind=kind,
        title=item.title.text,
        language=detect_language(layer.text[item.start : item.end]),
        company=_merge_companies(page, own),
        publisher=item.dated.who if kind == "news" else None,
        published=item.dated.published,
        period_end=find_period_end(item.title.text, kind),
        start=item.title.start,
        end=item.start + len(layer.text[item.start : item.end].rstrip()),
        layers=(layer,),
        blocks=(title, *_set_levels(body)),
    )


def _heading(layer: Layer, line: _Line) -> Block:
    start = layer.text.index(line.text, line.start)
    return Block("heading", layer.span(start, start + len(line.text)), line.text, level=1)


def _set_levels(blocks: tuple[Block, ...]) -> list[Block]:
    """Levels of linked headings: one that is followed at once by another holds it, so it stands a level above."""
    levelled, depth = [], 2
    for k, block in enumerate(blocks):
        if block.kind == "heading" and block.page is not None:
            following = blocks[k + 1] if k + 1 < len(blocks) else None
            holds = following is not None and following.kind == "heading"
            after_holder = k > 0 and blocks[k - 1].kind == "heading"
            if holds:
                depth = depth + 1 if after_holder else 2
                levelled.append(replace(block, level=depth))
                continue
            levelled.append(replace(block, level=depth + 1 if depth >= 2 else 2))
            continue
        levelled.append(block)
    return levelled


def _cut_tables(source: Source, layer: Layer, documents: tuple[Document, ...]) -> list[Problem]:
    problems = []
    for document in documents:
        for block in document.blocks:
            if block.grid is not None and any(
                c is not None and c.span is None and c.text for r in block.grid.rows for c in r
            ):
                problems.append(Problem(source.name, "a table is cut off half-way", document.id, block.span))
    return problems
