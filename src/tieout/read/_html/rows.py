"""A <table> element as rows of cells with their raw columns, what glues to what, and whether it is only for layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from tieout.read._html.styles import PLAIN, Style, StyleSheet, local_name

_SPACE = re.compile(r"[\s\u00a0\u2002-\u200a\u200b\u3000]+")
_FIGURE = re.compile(
    r"^[-–—−+(（]?\s*(?:US|HK|RMB|NT|C|A|S|R)?[$€£¥￥]?\s*[-–—−(（]?\s*[\d.][\d,.'’ ]*"
    r"\s*[)）]?\s*[%％xX]?\s*[)）]?[*†‡]*$"
)
_DASH = re.compile(r"^[-–—−]+$")
_SIGN = re.compile(r"^(?:US|HK|NT|C|A|S|R|CA|AU|NZ)?[$€£¥￥]$|^(?:RMB|HKD|USD|CNY|EUR|GBP|CHF|JPY)$")
_OPENING = re.compile(r"^[(（]\s*(?:US|HK|NT|C|A|S|R)?[$€£¥￥]?$")
_CLOSING = re.compile(r"^[)）]?\s*[%％]?\s*[)）]?(?:pts?|pp|bps|x)?$")
_BULLET = re.compile(
    r"^(?:[•·●▪○◦■□‣∙*†‡–—-]|[(（]?(?:[a-zA-Z]|[ivxIVX]{1,5}|\d{1,2}|[一二三四五六七八九十]{1,3})[.)）、]"
    r"|\d{1,2}|Note \d+\.?)$"
)
_SPACED = frozenset({"br", "div", "p", "li", "tr", "td"})
_UNSEEN = frozenset({"script", "style"})
_CELLS = frozenset({"td", "th"})
_SPAN_LIMIT = 1000
_NUMBER_PARTS = 3
_LONG_CHARACTERS = 160
_GLUED_CHARACTERS = 12
"""What belongs to the number beside it is no longer than this."""


@dataclass(slots=True, eq=False)
class RawCell:
    """A cell as marked up: its raw column, spans, visible text, and how it joins what stands before it.

    `glue`: "" stands alone, "closing" ends the number before it, "sign" is a currency sign for the number after it,
    "opening" a bracket for the number after it. `number` counts the cell among those of its name in the row, from 1.
    """

    element: etree._Element
    column: int
    colspan: int
    rowspan: int
    text: str
    style: Style
    header: bool
    glue: str = ""
    number: int = 1


@dataclass(slots=True, eq=False)
class RawRow:
    """A row's cells in order, blank ones too; `has_strays`: broken markup puts something between them."""

    element: etree._Element
    cells: list[RawCell] = field(default_factory=list)
    in_head: bool = False
    style: Style = PLAIN
    has_strays: bool = False

    def printed(self) -> list[RawCell]:
        """Cells with text."""
        return [c for c in self.cells if c.text]


@dataclass(slots=True, eq=False)
class RawTable:
    """A table's visible rows. `is_layout`: it only places paragraphs; its cells are read as such."""

    element: etree._Element
    rows: list[RawRow]
    caption: etree._Element | None
    is_layout: bool


def visible_text(element: etree._Element, sheet: StyleSheet) -> str:
    """The text an element shows, white space folded."""
    while len(element) == 1 and not element.text:  # a cell mostly holds one element that holds its text
        child = element[0]
        tag = child.tag
        if child.tail or not isinstance(tag, str) or sheet.names[tag] in _UNSEEN or sheet.of(child).hidden:
            break
        element = child
    if not len(element):
        return _fold(text) if (text := element.text) else ""
    parts: list[str] = []
    _gather(element, sheet, parts)
    return _fold("".join(parts)) if parts else ""


def _fold(text: str) -> str:
    """One blank for each run of white space, none at the ends."""
    return " ".join(text.split()) if text.isascii() else _SPACE.sub(" ", text).strip()


def _gather(element: etree._Element, sheet: StyleSheet, parts: list[str]) -> None:
    if text := element.text:
        parts.append(text)
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and not sheet.of(child).hidden:
            name = sheet.names[tag]
            if name in _SPACED:
                parts.append(" ")
            if name in _UNSEEN:
                pass
            elif len(child):
                _gather(child, sheet, parts)
            elif text := child.text:
                parts.append(text)
        if text := child.tail:
            parts.append(text)


def read_table(table: etree._Element, sheet: StyleSheet) -> RawTable:
    """Rows and cells of a table, nested tables left to the cells that hold them."""
    inner = table.iter("{*}table")
    next(inner)
    has_tables = next(inner, None) is not None
    rows: list[RawRow] = []
    taken: dict[int, int] = {}
    nested = False
    for row, in_head in _find_rows(table):
        raw = RawRow(row, in_head=in_head, style=sheet.of(row))
        nested = _read_cells(raw, sheet, taken, has_tables) or nested
        if not raw.style.hidden:
            rows.append(raw)
    caption = None
    for child in table:
        if isinstance(child.tag, str) and local_name(child) == "caption":
            caption = child
    for raw in rows:
        find_glue(raw)
    return RawTable(table, rows, caption, nested or _is_layout(rows))


def _read_cells(raw: RawRow, sheet: StyleSheet, taken: dict[int, int], has_tables: bool) -> bool:
    """Read the cells of a row; True when one holds a table, whose text is then left to it.

    `taken` counts for each column the rows that a cell above still covers.
    """
    column, nested = 0, False
    counts: dict[str, int] = {}
    names, cells, in_head = sheet.names, raw.cells, raw.in_head
    stray = raw.element.text
    for cell in raw.element:
        tag = cell.tag
        if tail := cell.tail:
            stray = tail if stray is None else stray + tail
        if not isinstance(tag, str):
            continue
        name = names[tag]
        if name not in _CELLS:
            raw.has_strays = True
            continue
        counts[tag] = number = counts.get(tag, 0) + 1
        style = sheet.of(cell)
        if style.hidden:
            continue
        while column in taken:
            column += 1
        colspan = _read_span(written) if (written := cell.get("colspan")) else 1
        rowspan = _read_span(written) if (written := cell.get("rowspan")) else 1
        large = has_tables and any(_is_large(inner) for inner in cell.iter("{*}table"))
        nested = nested or large
        text = visible_text(cell, sheet) if not large and (len(cell) or cell.text) else ""
        cells.append(RawCell(cell, column, colspan, rowspan, text, style, name == "th" or in_head, "", number))
        if taken or rowspan > 1:
            taken.update(dict.fromkeys(range(column, column + colspan), rowspan))
        column += colspan
    for k, left in list(taken.items()):
        if left > 1:
            taken[k] = left - 1
        else:
            del taken[k]
    raw.has_strays = raw.has_strays or (stray is not None and bool(stray.strip(" \t\r\n")))
    return nested


def _is_large(table: etree._Element) -> bool:
    """True for a table inside a cell that is more than the parts of one number in a row."""
    rows = _find_rows(table)
    return len(rows) > 1 or any(len(row) > _NUMBER_PARTS for row, _ in rows)


def _find_rows(table: etree._Element) -> list[tuple[etree._Element, bool]]:
    found = []
    for child in table:
        if not isinstance(child.tag, str):
            continue
        name = local_name(child)
        if name == "tr":
            found.append((child, False))
        elif name in {"thead", "tbody", "tfoot"}:
            found += [(r, name == "thead") for r in child if isinstance(r.tag, str) and local_name(r) == "tr"]
    return found


def _read_span(written: str) -> int:
    """A colspan or rowspan; what is no positive number counts as 1."""
    try:
        return min(max(int(written), 1), _SPAN_LIMIT)
    except ValueError:
        return 1


def is_figure(text: str) -> bool:
    """True for a cell that prints a number or a dash, with or without sign, brackets or per cent."""
    return bool(_FIGURE.match(text) or _DASH.match(text))


def find_glue(row: RawRow) -> None:
    """Mark the cells of a row that are halves of the number beside them."""
    printed = row.printed()
    for k, cell in enumerate(printed):
        if len(cell.text) > _GLUED_CHARACTERS:
            continue
        before = printed[k - 1] if k else None
        after = printed[k + 1] if k + 1 < len(printed) else None
        if before is not None and before.glue == "" and _CLOSING.match(cell.text) and _is_open(before.text, cell.text):
            cell.glue = "closing"
        elif after is not None and _SIGN.match(cell.text) and (is_figure(after.text) or _OPENING.match(after.text)):
            cell.glue = "sign"
        elif after is not None and _OPENING.match(cell.text) and after.text[:1].isdigit():
            cell.glue = "opening"


def _is_open(number: str, closing: str) -> bool:
    """True when what closes fits the number: a bracket wants an open one, a per cent sign any number."""
    wants_bracket = ")" in closing or "）" in closing
    has_open = ("(" in number or "（" in number) and ")" not in number and "）" not in number
    if wants_bracket:
        return has_open or (number[-1:].isdigit() and "%" in closing)
    return bool(re.search(r"[\d)）–—-]$", number))


def _is_layout(rows: list[RawRow]) -> bool:
    """A table without figures whose rows hold one text each, a bullet and a text, or long texts only."""
    printed = [row.printed() for row in rows]
    printed = [cells for cells in printed if cells]
    if not printed:
        return True
    if all(len(cells) == 1 for cells in printed):
        return True
    if all(len(c) == 1 or (len(c) == 2 and _BULLET.match(c[0].text) and not is_figure(c[1].text)) for c in printed):
        return True
    figures = any(is_figure(c.text) for cells in printed for c in cells[1:])
    if figures:
        return False
    return len(printed) == 1 or all(max(len(c.text) for c in cells) > _LONG_CHARACTERS for cells in printed)
