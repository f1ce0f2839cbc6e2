"""The body's paragraphs and tables, written as text and raw blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from tieout.read._html.placed import PlacedCell, RawBlock, Run
from tieout.read._html.places import TextWriter, set_off
from tieout.read._html.rows import RawCell, RawRow, RawTable, find_glue
from tieout.read._html.styles import Style
from tieout.read.docx.styles import W, WordStyle, WordStyles, indent_points, is_on

_HOLDERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml", f"{W}footnote"})
_RUN_HOLDERS = frozenset({f"{W}hyperlink", f"{W}fldSimple", f"{W}moveTo"}) | _HOLDERS
_LEFT_OUT = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr"})
_SPAN_LIMIT = 200


@dataclass
class BodyWriter:
    """Writes the body; `deleted` tells that tracked deletions were met, `pictures` counts drawings."""

    styles: WordStyles
    writer: TextWriter = field(default_factory=TextWriter)
    blocks: list[RawBlock] = field(default_factory=list)
    page: int = 1
    deleted: bool = False
    pictures: int = 0

    def write_body(self, body: etree._Element, root: str) -> None:
        """Write what a body, a cell or a set of footnotes holds, in order."""
        node = self.writer.enter_named(root, -1, 1)
        if root == "w:document":
            node = self.writer.enter(body, node, 1)
        self._write_children(body, node)

    def _write_children(self, holder: etree._Element, node: int) -> None:
        counts: dict[str, int] = {}
        for child in holder:
            tag = str(child.tag)
            counts[tag] = counts.get(tag, 0) + 1
            if tag == f"{W}p":
                self._write_paragraph(child, self.writer.enter(child, node, counts[tag]))
            elif tag == f"{W}tbl":
                self._write_table(child, self.writer.enter(child, node, counts[tag]))
            elif tag in _HOLDERS and child.get(f"{W}type") not in {"separator", "continuationSeparator"}:
                self._write_children(child, self.writer.enter(child, node, counts[tag]))
            elif tag in _LEFT_OUT:
                self.deleted = self.deleted or tag == f"{W}del"

    def _write_paragraph(self, paragraph: etree._Element, node: int) -> None:
        style = self.styles.of(paragraph)
        self.writer.ask("\n")
        if self.blocks and is_on(paragraph.find(f"{W}pPr"), "pageBreakBefore"):
            self.page += 1
        runs: list[Run] = []
        self._write_runs(paragraph, node, style, runs, inside=False)
        if runs:
            kind = "heading" if style.level else "item" if style.item else "paragraph"
            self.blocks.append(RawBlock(kind, tuple(runs), style.level, self.page))

    def _write_runs(
        self, holder: etree._Element, node: int, style: WordStyle, runs: list[Run], *, inside: bool
    ) -> None:
        for child in holder:
            tag = str(child.tag)
            if tag in _LEFT_OUT:
                self.deleted = self.deleted or tag == f"{W}del"
            elif tag == f"{W}r":
                self._write_run(child, node, style, runs, inside=inside)
            elif tag in _RUN_HOLDERS:
                self._write_runs(child, node, style, runs, inside=inside)

    def _write_run(self, run: etree._Element, node: int, style: WordStyle, runs: list[Run], *, inside: bool) -> None:
        properties = run.find(f"{W}rPr")
        if is_on(properties, "vanish"):
            return
        bold, italic = is_on(properties, "b"), is_on(properties, "i")
        raised = False
        size = style.size
        if properties is not None:
            align, stated = properties.find(f"{W}vertAlign"), properties.find(f"{W}sz")
            raised = align is not None and align.get(f"{W}val") == "superscript"
            if stated is not None and (stated.get(f"{W}val") or "").isdigit():
                size = int(stated.get(f"{W}val") or 20) / 2
        for piece in run:
            tag = str(piece.tag)
            if tag == f"{W}t" and piece.text:
                placed = self.writer.add(piece.text, node)
                if placed is not None:
                    runs.append(
                        Run(
                            *placed,
                            style.bold if bold is None else bold,
                            style.italic if italic is None else italic,
                            bool(is_on(properties, "u")),
                            style.centred,
                            raised,
                            size,
                        )
                    )
            elif tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
                self.writer.ask(" ")
                if piece.get(f"{W}type") == "page" and not inside:
                    self.page += 1
            elif tag == f"{W}lastRenderedPageBreak" and not inside and (self.blocks or runs):
                self.page += 1
            elif tag == f"{W}noBreakHyphen":
                self.writer.add("-", node)
            elif tag in {f"{W}drawing", f"{W}pict"}:
                self.pictures += 1

    def _write_table(self, table: etree._Element, node: int) -> None:
        raw = _read_table(table)
        if raw.is_layout:
            for r, row in enumerate(raw.rows):
                row_node = self.writer.enter(row.element, node, r + 1)
                for c, cell in enumerate(row.cells):
                    self._write_children(cell.element, self.writer.enter(cell.element, row_node, c + 1))
            return
        placed: list[list[PlacedCell]] = []
        for r, row in enumerate(raw.rows):
            self.writer.ask("\n")
            row_node = self.writer.enter(row.element, node, r + 1)
            previous: RawCell | None = None
            line: list[PlacedCell] = []
            for c, cell in enumerate(row.cells):
                cell_node = self.writer.enter(cell.element, row_node, c + 1)
                if cell.text and previous is not None:
                    set_off(self.writer, previous, cell)
                runs: list[Run] = []
                for paragraph in cell.element.iter(f"{W}p"):
                    self.writer.ask(" ")
                    self._write_runs(paragraph, cell_node, self.styles.of(paragraph), runs, inside=True)
                line.append(PlacedCell(cell, tuple(runs)))
                previous = cell if cell.text else previous
            placed.append(line)
        if any(cell.runs for line in placed for cell in line):
            self.blocks.append(RawBlock("table", (), 0, self.page, raw, placed))
        self.writer.ask("\n")


def _read_table(table: etree._Element) -> RawTable:
    """Rows and cells; a table with tables in it, or with one text a row, is for layout."""
    rows: list[RawRow] = []
    nested = next(table.iter(f"{W}tbl"), None) is not table or len(list(table.iter(f"{W}tbl"))) > 1
    for row in table.iterchildren(f"{W}tr"):
        properties = row.find(f"{W}trPr")
        raw = RawRow(row, in_head=properties is not None and is_on(properties, "tblHeader") is True)
        column = 0
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue
            span, continued = _spans(cell)
            text = "" if continued else _text_of(cell)
            raw.cells.append(RawCell(cell, column, span, 1, text, _cell_style(cell), raw.in_head))
            column += span
        find_glue(raw)
        rows.append(raw)
    printed = [r.printed() for r in rows]
    single = all(len(cells) <= 1 for cells in printed)
    return RawTable(table, rows, None, nested or single)


def _spans(cell: etree._Element) -> tuple[int, bool]:
    """Columns a cell spans, and whether it only continues the one above."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    value = span.get(f"{W}val") or "1" if span is not None else "1"
    width = min(max(int(value), 1), _SPAN_LIMIT) if value.isdigit() else 1
    return width, merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _text_of(cell: etree._Element) -> str:
    parts = []
    for paragraph in cell.iter(f"{W}p"):
        for text in paragraph.iter(f"{W}t"):
            if next(text.iterancestors(f"{W}del", f"{W}moveFrom"), None) is None:
                parts.append(text.text or "")
        parts.append(" ")
    return " ".join("".join(parts).split())


def _cell_style(cell: etree._Element) -> Style:
    paragraph = next(cell.iter(f"{W}p"), None)
    borders = cell.find(f"{W}tcPr/{W}tcBorders")
    return Style(
        indent=0.0 if paragraph is None else indent_points(paragraph),
        rule_above=_is_drawn(borders, "top"),
        rule_below=_is_drawn(borders, "bottom"),
    )


def _is_drawn(borders: etree._Element | None, side: str) -> bool:
    line = None if borders is None else borders.find(f"{W}{side}")
    return line is not None and line.get(f"{W}val") not in {None, "nil", "none"}
