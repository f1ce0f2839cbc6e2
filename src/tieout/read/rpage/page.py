"""An R page in HTML to a document: title, report table, text blocks, footnotes, definitions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from lxml import html
from lxml.html import HtmlElement

from tieout.errors import UnreadableError
from tieout.model import Block, Company, Concept, Document, Fact, Filing, Label, Problem, Role
from tieout.read.rpage.definitions import qualify, read_definition
from tieout.read.rpage.facts import RowMeaning, find_facts, make_text_fact
from tieout.read.rpage.fragments import CellFragment, Fragment, clean, find_fragments, read_span
from tieout.read.rpage.grids import PlacedTable, make_table_block, write_rows
from tieout.read.rpage.titles import find_currency, find_date, is_period, split_title
from tieout.read.rpage.writer import TextWriter
from tieout.read.source import Reading, Source, make_layer

_BLOCK_CHILDREN = "descendant::*[self::div or self::p or self::table or self::ul or self::ol or self::br]"
_TEXT_BLOCK_CHARACTERS = 200
_Kind = Literal["heading", "paragraph", "item"]


@dataclass(frozen=True)
class _TextBlock:
    """A row's text block: its meaning, the headings over its column, its place and its markup."""

    meaning: RowMeaning
    label: str
    path: tuple[str, ...]
    start: int
    end: int
    markup: str


@dataclass
class _Draft:
    """Blocks before the layer exists: (kind, start, end, level) or a placed table."""

    writer: TextWriter = field(default_factory=TextWriter)
    blocks: list[tuple[_Kind, int, int, int] | PlacedTable] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    cover: dict[str, str] = field(default_factory=dict)
    texts: list[_TextBlock] = field(default_factory=list)

    def add(self, kind: _Kind, text: str, xpath: str, level: int = 0) -> None:
        if text:
            start, end = self.writer.add(text, xpath)
            self.writer.add("\n\n")
            self.blocks.append((kind, start, end, level))


def read_page(source: Source) -> Reading:
    """The page as one document; raises UnreadableError when there is no report table in it."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding=_encoding(source.content))
    root = html.document_fromstring(source.content, parser=parser) if source.content.strip() else None
    report = None if root is None else next(iter(_find_all(root, "//table[contains(@class, 'report')]")), None)
    if root is None or report is None:
        raise UnreadableError(source.name, "this R page has no report table")
    for line_break in root.iter("br"):
        line_break.tail = f" {line_break.tail or ''}"
    draft = _Draft()
    titles = [clean(th.text_content()) for th in _find_all(report, ".//th[contains(@class, 'tl')]")]
    title, units = split_title(titles[0] if titles else "")
    head = next(iter(_find_all(report, ".//th[contains(@class, 'tl')]")), report)
    draft.add("heading", titles[0] if titles else "", report.getroottree().getpath(head), 1)
    headers, rows = _split_rows(report)
    periods = tuple(clean(th.text_content()) for row in headers for th in _find_all(row, "th") if th is not head)
    _write_report(draft, headers, rows, head, f"{titles[0] if titles else ''}", title)
    for note in _find_all(root, "//table[contains(@class, 'outerFootnotes')]//tr"):
        draft.add("paragraph", clean(note.text_content()), note.getroottree().getpath(note))
    definitions = tuple(read_definition(t) for t in _find_all(root, "//table[contains(@class, 'authRefData')]"))
    return _finish(source, draft, title, units, periods, definitions)


def _find_all(element: HtmlElement, path: str) -> list[HtmlElement]:
    return cast(list[HtmlElement], element.xpath(path))


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _split_rows(report: HtmlElement) -> tuple[list[HtmlElement], list[HtmlElement]]:
    rows = [r for r in report.iter("tr") if next(r.iterancestors("table")) is report]
    headers = [r for r in rows if len(r) and all(c.tag == "th" for c in r if isinstance(c.tag, str))]
    return headers, [r for r in rows if r not in headers]


def _write_report(
    draft: _Draft, headers: list[HtmlElement], rows: list[HtmlElement], head: HtmlElement, hint: str, title: str
) -> None:
    """Runs of ordinary rows become tables, each under the same header; a text block's row becomes its fragments."""
    path_of = head.getroottree().getpath
    top = [tuple(_header_cells(row, head, path_of)) for row in headers]
    run: list[tuple[CellFragment, ...]] = []
    meanings: list[RowMeaning] = []
    members: tuple[tuple[str, str], ...] = ()

    def flush() -> None:
        if not run:
            return
        if all(not c.text for row in run for c in row[1:]):
            for row in run:
                draft.add("heading", row[0].text, row[0].xpath, 2)
        else:
            _write_table(draft, [*top, *run], len(top), title, hint, tuple(meanings))
        run.clear()
        meanings.clear()

    for row in rows:
        cells = [c for c in row if c.tag in ("td", "th")]
        if not cells:
            continue
        element = next((_element(a) for a in row.iter("a") if "defref_" in (a.get("onclick") or "")), None)
        if element is not None:
            draft.labels.setdefault(element, clean(cells[0].text_content()))
        blocks = [c for c in cells[1:] if _is_text_block(c)]
        if blocks:
            flush()
            label = clean(cells[0].text_content())
            draft.add("heading", label, path_of(cells[0]), 2)
            for block in blocks:
                start = draft.writer.position
                _write_fragments(draft, find_fragments(block))
                path, end = _column_path(top, cells.index(block)), draft.writer.position
                markup = (block.text or "") + "".join(html.tostring(child, encoding="unicode") for child in block)
                draft.texts.append(_TextBlock(RowMeaning(element, members), label, path, start, end, markup))
            continue
        line = tuple(_cell(c, path_of) for c in cells)
        if element is not None and element.startswith("dei:") and len(line) > 1:
            draft.cover.setdefault(element, line[1].text)
        if "rh" in (row.get("class") or "").split():
            members, element = _members(element), None
        if line and any(c.text for c in line):
            run.append(line)
            meanings.append(RowMeaning(element, members))
    flush()


def _column_path(top: list[tuple[CellFragment, ...]], column: int) -> tuple[str, ...]:
    """The headings over a column; the title's cell reaches down over the rows below it."""
    path = []
    for number, row in enumerate(top):
        hidden = number and top[0][0].rowspan > number
        spread = [*([""] if hidden else []), *(c.text for c in row for _ in range(c.colspan))]
        path.append(spread[column] if column < len(spread) else "")
    return tuple(text for text in path if text)


def _header_cells(row: HtmlElement, head: HtmlElement, path_of: object) -> Iterator[CellFragment]:
    """The header's cells; the title's cell is blank in the grid because it is the caption."""
    for cell in row:
        if cell is head:
            yield CellFragment("", "", read_span(cell, "colspan"), read_span(cell, "rowspan"))
        elif cell.tag == "th":
            yield _cell(cell, path_of)


def _cell(cell: HtmlElement, path_of: object) -> CellFragment:
    assert callable(path_of)
    bold = cell.find(".//strong") is not None or "rh" in (cell.getparent().get("class") or "").split()
    return CellFragment(
        clean(cell.text_content()), path_of(cell), read_span(cell, "colspan"), read_span(cell, "rowspan"), bold
    )


def _members(name: str | None) -> tuple[tuple[str, str], ...]:
    """The members an "rh" row names: pairs of axis and member, parted by "/" where there are several."""
    pairs = []
    for part in (name or "").split("/"):
        axis, equals, member = part.partition("=")
        if equals:
            pairs.append((qualify(axis), qualify(member)))
    return tuple(pairs)


def _element(anchor: HtmlElement) -> str:
    return qualify("defref_" + (anchor.get("onclick") or "").split("defref_", 1)[1].split("'", 1)[0])


def _is_text_block(cell: HtmlElement) -> bool:
    if cell.get("class") not in ("text", None):
        return False
    text = cell.text_content()
    return len(text) > _TEXT_BLOCK_CHARACTERS or (bool(_find_all(cell, _BLOCK_CHILDREN)) and len(clean(text)) > 20)


def _write_table(
    draft: _Draft,
    rows: list[tuple[CellFragment, ...]],
    header_rows: int | None,
    title: str,
    hint: str,
    meanings: tuple[RowMeaning, ...] = (),
) -> None:
    start = draft.writer.position
    placed = write_rows(draft.writer, rows, lambda r: header_rows is not None and r < header_rows)
    draft.blocks.append(PlacedTable(placed, start, draft.writer.position, header_rows, title, None, hint, meanings))
    draft.writer.add("\n")


def _write_fragments(draft: _Draft, fragments: tuple[Fragment, ...]) -> None:
    last = ""
    for fragment in fragments:
        if fragment.kind == "table":
            _write_table(draft, list(fragment.rows), None, "", last if len(last) < 300 else last[-300:])
        else:
            draft.add(fragment.kind, fragment.text, fragment.xpath, 3 if fragment.kind == "heading" else 0)
            last = fragment.text


def _finish(
    source: Source, draft: _Draft, title: str, units: str, periods: tuple[str, ...], concepts: tuple[Concept, ...]
) -> Reading:
    layer = make_layer(draft.writer.text(), locator=draft.writer.locator())
    identity = source.sha256[:12]
    by_name = {c.name: c for c in concepts}
    blocks: list[Block] = []
    facts: list[Fact] = []
    for drafted in draft.blocks:
        if isinstance(drafted, PlacedTable):
            block = make_table_block(drafted, layer)
            blocks.append(block)
            if drafted.meanings and block.grid is not None:
                facts += find_facts(block.grid, drafted.meanings, units, by_name, identity, len(facts) + 1)
        else:
            kind, start, end, level = drafted
            blocks.append(Block(kind, layer.span(start, end), layer.text[start:end], level))
    for number, text in enumerate((t for t in draft.texts if t.meaning.element is not None), 1):
        while (end := text.end) > text.start and layer.text[end - 1].isspace():
            text = replace(text, end=end - 1)
        concept = by_name.get(text.meaning.element or "")
        span = layer.span(text.start, text.end)
        facts.append(make_text_fact(text.markup, span, text.label, text.meaning, text.path, concept, identity, number))
    dates = [d for d in (find_date(p) for p in periods if is_period(p)) if d is not None]
    labelled = tuple(
        replace(c, labels=(Label(draft.labels[c.name], source="rpage"), *c.labels)) if c.name in draft.labels else c
        for c in concepts
    )
    document = Document(
        id=identity,
        input=source.name,
        sha256=source.sha256,
        reader="rpage",
        kind="r_page",
        title=title,
        language="en",
        company=Company(
            name=draft.cover.get("dei:EntityRegistrantName"), cik=draft.cover.get("dei:EntityCentralIndexKey")
        ),
        period_end=max(dates, default=None),
        currency=find_currency(units),
        start=0,
        end=len(layer.text),
        layers=(layer,),
        blocks=tuple(blocks),
        facts=tuple(facts),
        filing=Filing(concepts=labelled, roles=(Role("", name=title, page=source.name.rsplit("/", 1)[-1]),)),
    )
    problems = () if blocks else (Problem(source.name, "the report of this R page is empty"),)
    return Reading((document,), problems)
