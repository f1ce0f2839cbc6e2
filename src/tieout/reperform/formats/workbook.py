"""A reperformance as a workbook: inputs in blue on yellow, every derived cell a live formula, paragraphs beside."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Context, Decimal
from typing import Any

from tieout.model.reperformance import (
    PLACES,
    Address,
    Formula,
    Kind,
    Range,
    Reperformance,
    Value,
    WorkingCell,
    WorkingColumn,
    WorkingTable,
)
from tieout.reperform.formats.wording import to_a1
from tieout.reperform.working.sheet import INPUTS_SHEET, RESULTS_SHEET

FONT = "Calibri"
NAVY, BLUE, YELLOW, GREY = "#1F3864", "#0000C0", "#FFF9DB", "#6B7280"
FINDINGS_SHEET = "Findings"
_HEAD: dict[str, Any] = {"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY}
_FIRST_TABLE_ROW = 4
_FIRST_DAY = date(1899, 12, 30)
_DOUBLE = Context(prec=17)
_WIDEST, _NARROWEST = 62, 12


def to_workbook(result: Reperformance) -> bytes:
    """The bytes of an .xlsx file; the same result gives the same bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})

    book.set_properties({"title": result.title, "subject": result.standard, "created": datetime(2000, 1, 1)})
    _Writer(book, result).write()
    book.close()
    return buffer.getvalue()


class _Writer:
    """Lays tables out on worksheets, then writes cells with references to where the others stand."""

    def __init__(self, book: Any, result: Reperformance) -> None:
        self._book = book
        self._result = result
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._sheets: dict[str, Any] = {}
        self._tops: dict[int, int] = {}
        self._names: dict[str, str] = {}

    def write(self) -> None:
        """Lay out, then write."""
        next_row: dict[str, int] = {}
        for index, table in enumerate(self._result.tables):
            if not table.rows:
                continue
            if table.sheet not in self._sheets:
                self._open(table.sheet)
                next_row[table.sheet] = _FIRST_TABLE_ROW
            self._tops[index] = next_row[table.sheet]
            next_row[table.sheet] += len(table.rows) + _height_of_head(table) + 1
        self._widen()
        for index in self._tops:
            self._write_table(index, self._result.tables[index])
        self._write_comparisons(next_row[RESULTS_SHEET])
        self._write_findings()

    def _open(self, title: str) -> None:
        name = _sheet_name(title, set(self._names.values()))
        self._names[title] = name
        sheet = self._book.add_worksheet(name)
        self._sheets[title] = sheet
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.set_footer("&L&8" + self._result.title.replace("&", "&&") + "&C&8&A&R&8Page &P of &N")
        sheet.set_row(0, 24)
        heading = self._result.title if title == RESULTS_SHEET else title
        sheet.write_string(0, 0, heading, self._format(bold=True, font_size=16, font_color=NAVY))
        subtitle = self._result.standard if title == RESULTS_SHEET else f"{self._result.title}, {self._result.standard}"
        sheet.write_string(1, 0, subtitle, self._format(font_color=GREY))
        legend = (
            "Blue on yellow: input. Black: formula. The paragraph of the standard stands beside or under each heading."
        )
        sheet.write_string(2, 0, legend, self._format(font_color=GREY, italic=True, font_size=9))
        sheet.set_tab_color({RESULTS_SHEET: NAVY, INPUTS_SHEET: "#E0B400"}.get(title, "#8EA9DB"))

    def _widen(self) -> None:
        for title, sheet in self._sheets.items():
            widths: dict[int, int] = {}
            for index in self._tops:
                table = self._result.tables[index]
                if table.sheet != title:
                    continue
                for column, width in enumerate(_widths(table)):
                    widths[column] = max(widths.get(column, _NARROWEST), width)
            for column, width in widths.items():
                sheet.set_column(column, column, min(width, _WIDEST))

    def _write_table(self, index: int, table: WorkingTable) -> None:
        sheet, top = self._sheets[table.sheet], self._tops[index]
        if top > _FIRST_TABLE_ROW or table.title != table.sheet:
            sheet.write_string(top, 0, table.title, self._format(bold=True, font_size=12, font_color=NAVY))
        row = top + 1
        if table.remark:
            sheet.write_string(row, 0, table.remark, self._format(italic=True, font_color=GREY))
            row += 1
        for column, head in enumerate(table.columns):
            style = self._format(**_HEAD, **_aligned(head.kind, column), text_wrap=True, valign="vcenter")
            sheet.write_string(row, column, head.title, style)
        sheet.set_row(row, 32 if any(len(c.title) > 16 for c in table.columns if c.kind != "text") else 18)
        if any(c.paragraph for c in table.columns):
            row += 1
            for column, head in enumerate(table.columns):
                style = self._format(font_size=9, font_color=GREY, bg_color="#E8ECF5", **_aligned(head.kind, column))
                sheet.write_string(row, column, head.paragraph, style)
        first = top + _height_of_head(table)
        for number, cells in enumerate(table.rows):
            for column, cell in enumerate(cells):
                style = self._cell_format(cell, table.columns[column], column, number in table.strong)
                self._write_cell(sheet, table.sheet, (first + number, column), cell, style)
        if len(table.rows) > 20:
            sheet.freeze_panes(first, 1)

    def _write_cell(self, sheet: Any, title: str, place: tuple[int, int], cell: WorkingCell, style: Any) -> None:
        value = cell.value
        if cell.formula:
            sheet.write_formula(*place, "=" + self._formula(cell.formula, title), style, _cached(value))
        elif value is None:
            sheet.write_blank(*place, None, style)
        elif isinstance(value, Decimal):
            sheet.write_number(*place, value, style)
        elif isinstance(value, date):
            sheet.write_datetime(*place, value, style)
        else:
            sheet.write_string(*place, str(value), style)

    def _cell_format(self, cell: WorkingCell, head: WorkingColumn, column: int, strong: bool) -> Any:
        options: dict[str, Any] = {"num_format": _number_format(cell.kind), "bottom": 4, "bottom_color": "#D0D5DD"}
        if cell.kind == "text":
            options |= {"text_wrap": True, "valign": "top"}
            options |= _aligned("amount" if head.kind != "text" else "text", column)
        if cell.role == "input":
            options |= {"font_color": BLUE, "bg_color": YELLOW}
        if strong:
            options |= {"bold": True, "top": 1, "bottom": 1, "bottom_color": "#000000"}
        return self._format(**options)

    def _format(self, **options: Any) -> Any:
        key = tuple(sorted(options.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_name": FONT, "font_size": 10, **options})
        return self._formats[key]

    def _formula(self, formula: Formula, title: str) -> str:
        parts = []
        for token in formula:
            if isinstance(token, str):
                parts.append(token)
            elif isinstance(token, Address):
                parts.append(self._reference(token, title))
            else:
                parts.append(self._range(token, title))
        return "".join(parts)

    def _reference(self, place: Address, title: str) -> str:
        table = self._result.tables[place.table]
        top = self._tops[place.table] + _height_of_head(table)
        cell = to_a1(top + place.row, place.column)
        return cell if table.sheet == title else f"{self._quoted(table.sheet)}!{cell}"

    def _range(self, token: Range, title: str) -> str:
        last = Address(token.last.table, token.last.row, token.last.column)
        sheet = self._result.tables[last.table].sheet
        return f"{self._reference(token.first, title)}:{self._reference(last, sheet)}"

    def _quoted(self, title: str) -> str:
        return "'" + self._names[title].replace("'", "''") + "'"

    def _write_comparisons(self, top: int) -> None:
        if not self._result.comparisons:
            return
        sheet = self._sheets[RESULTS_SHEET]
        sheet.write_string(
            top, 0, "Against the printed figures", self._format(bold=True, font_size=12, font_color=NAVY)
        )
        kinds = {t.key: t for t in self._result.totals}
        head = self._format(**_HEAD)
        for column, word in enumerate(("Result", "Printed", "Verdict")):
            sheet.write_string(top + 1, column, word, head)
        for row, compared in enumerate(self._result.comparisons, top + 2):
            sheet.write_string(row, 0, kinds[compared.key].label, self._format())
            sheet.write_string(row, 1, compared.printed, self._format(font_color=BLUE, bg_color=YELLOW, align="right"))
            sheet.write_string(row, 2, compared.verdict, self._format(bold=True))

    def _write_findings(self) -> None:
        self._open(FINDINGS_SHEET)
        sheet = self._sheets[FINDINGS_SHEET]
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 90)
        sheet.set_column(2, 2, 24)
        head = self._format(**_HEAD)
        for column, word in enumerate(("Kind", "Finding or note", "Paragraph")):
            sheet.write_string(_FIRST_TABLE_ROW, column, word, head)
        wrap = self._format(text_wrap=True, valign="top")
        row = _FIRST_TABLE_ROW + 1
        for remark in sorted(self._result.remarks, key=lambda r: r.level):
            for column, word in enumerate((remark.level, remark.text, remark.paragraph)):
                sheet.write_string(row, column, word, wrap)
            row += 1
        for proof in self._result.proofs:
            words = ("proof", f"{proof.label}: {'holds' if proof.holds else 'does not hold'}", "")
            for column, word in enumerate(words):
                sheet.write_string(row, column, word, wrap)
            row += 1
        if row == _FIRST_TABLE_ROW + 1:
            sheet.write_string(row, 1, "Nothing to report.", wrap)


def _aligned(kind: Kind, column: int) -> dict[str, Any]:
    """Text to the left, set off from the figures before it; figures to the right."""
    return {"align": "left", "indent": min(column, 1)} if kind == "text" else {"align": "right"}


def _cached(value: Value) -> Decimal | int | bool | str:
    """What a program that does not recalculate shows: a double holds at most 17 digits."""
    if isinstance(value, Decimal):
        return _DOUBLE.plus(value)
    if isinstance(value, date):
        return (value - _FIRST_DAY).days
    return "" if value is None else value


def _height_of_head(table: WorkingTable) -> int:
    return 2 + bool(table.remark) + any(c.paragraph for c in table.columns)


def _sheet_name(title: str, taken: set[str]) -> str:
    name = "".join("-" if c in "[]:*?/\\" else c for c in title).strip("'")[:31]
    base, ordinal = name, 2
    while name in taken:
        name = f"{base[:27]} ({ordinal})"
        ordinal += 1
    return name


def _number_format(kind: Kind) -> str:
    if kind == "text":
        return "@"
    if kind == "date":
        return "d mmm yyyy_)"
    places = PLACES[kind]
    if kind == "percent":
        return "0.00%_);(0.00%);0.00%_)"
    digits = "#,##0" + ("." + "0" * places if places else "")
    half = f"0.{'0' * places}5" if places else "0.5"
    if kind in ("count", "factor"):
        return f"[>={half}]{digits}_);[<=-{half}]({digits});0_)"
    return f'[>={half}]{digits}_);[<=-{half}]({digits});"–"_)'


def _widths(table: WorkingTable) -> list[int]:
    widths = []
    for column, head in enumerate(table.columns):
        texts = [str(r[column].value or "") for r in table.rows if r[column].kind == "text"]
        widest = max([len(t) + 2 for t in texts] or [0])
        numeric = 16 if head.kind in ("amount", "price", "number") else 13
        widths.append(
            max(widest if head.kind == "text" else 0, numeric if head.kind != "text" else 10, len(head.paragraph))
        )
    return widths
