"""A workbook being written: formats, sheet names, text made harmless, numbers with their printed precision."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tieout.model import Cell, Quantity
from tieout.present.words import clean_controls, display_width

_FONT = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
_STYLES: dict[str, dict[str, Any]] = {
    "text": {},
    "wrap": {"text_wrap": True},
    "aside": {"indent": 1},
    "right": {"align": "right"},
    "quiet": {"font_color": "#6B675F"},
    "title": {"bold": True, "font_size": 14},
    "header": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"},
    "head_right": {"bold": True, "bottom": 1, "text_wrap": True, "align": "right", "valign": "bottom"},
    "bold": {"bold": True},
    "link": {"font_color": "#1F5FBF", "underline": 1},
    "input": {"bg_color": "#FFFBE6", "border": 1, "border_color": "#D9D6CE"},
    "tick": {"font_color": "#4D7C5A", "font_size": 9, "bold": True},
    "tick_differs": {"font_color": "#B3261E", "bold": True},
    "tick_question": {"font_color": "#8A5A00", "bold": True},
    "count": {"num_format": "#,##0"},
    "share": {"num_format": "0.0%"},
}
_FILLS: dict[str, dict[str, Any]] = {
    "differs": {"bg_color": "#FBE6E4", "bold": True},
    "question": {"bg_color": "#FDF0CF"},
}
_NO_FILL: dict[str, Any] = {}
_NAME_LIMIT = 31
_CELL_LIMIT = 32_000


class Book:
    """Writes sheets to memory; the same calls give the same bytes. `sheet` arguments are xlsxwriter worksheets."""

    def __init__(self) -> None:
        import xlsxwriter

        self.buffer = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(
            self.buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.workbook.set_properties({"title": "tieout workpaper", "created": datetime(2000, 1, 1)})
        self.workbook.set_calc_mode("auto")
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.names: set[str] = set()

    def add_sheet(self, name: str) -> Any:
        """A worksheet with a name Excel allows, not given before."""
        plain = re.sub(r"[\[\]:*?/\\']", " ", clean_controls(name))
        plain = " ".join(plain.split()) or "Sheet"
        plain = plain[:_NAME_LIMIT].strip()
        unique, number = plain, 2
        while unique.lower() in self.names or unique.lower() == "history":
            tail = f" {number}"
            unique = plain[: _NAME_LIMIT - len(tail)].strip() + tail
            number += 1
        self.names.add(unique.lower())
        sheet = self.workbook.add_worksheet(unique)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        return sheet

    def style(self, name: str, **more: Any) -> Any:
        """A named format with changes, made once."""
        wanted = _FONT | _STYLES[name] | more
        key = tuple(sorted(wanted.items()))
        if key not in self.formats:
            self.formats[key] = self.workbook.add_format(wanted)
        return self.formats[key]

    def write_text(self, sheet: Any, row: int, column: int, text: str, style: str = "text") -> None:
        """Text as text: never a formula or a link; what begins with = + - @ also keeps Excel's text mark."""
        line = clean_controls(text)
        if len(line) > _CELL_LIMIT:
            line = line[:_CELL_LIMIT] + "…"
        more: dict[str, Any] = {"quote_prefix": True} if line[:1] in ("=", "+", "-", "@") else {}
        if line:
            sheet.write_string(row, column, line, self.style(style, **more))
        else:
            sheet.write_blank(row, column, None, self.style(style))

    def write_number(self, sheet: Any, row: int, column: int, quantity: Quantity, state: str = "") -> None:
        """The number in its printed unit with its printed decimals; negatives in brackets, percentages with their sign.

        More than 15 digits are more than a workbook's numbers hold: those are written as text.
        """
        style = self.style("text", num_format=number_format(quantity), align="right", **_FILLS.get(state, _NO_FILL))
        if len(quantity.number.as_tuple().digits) > 15:
            sheet.write_string(row, column, f"{quantity.number:,f}", style)
        else:
            sheet.write_number(row, column, float(quantity.number), style)

    def write_cell(self, sheet: Any, row: int, column: int, cell: Cell, style: str = "text", state: str = "") -> None:
        """A table's cell: its number where it prints one, else its text."""
        if cell.figure is not None:
            self.write_number(sheet, row, column, cell.figure.quantity, state)
        else:
            self.write_text(sheet, row, column, cell.text, style)

    def fit_row(self, sheet: Any, row: int, cells: Sequence[tuple[str, int]]) -> None:
        """The row as high as its longest text needs: `cells` are texts with the widths they are wrapped to."""
        lines = max((-(-display_width(text) // max(width - 2, 1)) for text, width in cells), default=1)
        if lines > 1:
            sheet.set_row(row, 15 * min(lines, 20))

    def finish_list(self, sheet: Any, columns: int, rows: int, widths: Sequence[int]) -> None:
        """A list with its heading in row 1: frozen, filtered, repeated on every printed page, in these widths."""
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(rows, 1), columns - 1)
        sheet.repeat_rows(0)

    def close(self) -> bytes:
        """The finished workbook; one without sheets gets one that says so."""
        if not self.names:
            self.write_text(self.add_sheet("Empty"), 0, 0, "Nothing was found.")
        self.workbook.close()
        return self.buffer.getvalue()


def number_format(quantity: Quantity) -> str:
    """Excel's format for a quantity: thousands separated, its decimals, brackets when negative, its percent sign."""
    digits = "#,##0" + ("." + "0" * quantity.decimals if quantity.decimals > 0 else "")
    tail = {"%": '"%"', "pp": '" pp"', "bp": '" bp"', "x": '"x"'}.get(quantity.unit or "", "")
    return f"{digits}{tail}_);({digits}{tail})"
