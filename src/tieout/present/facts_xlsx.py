"""Facts as an Excel workbook: one sheet, filters, frozen header; long texts are cut at Excel's limit and say so."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from tieout.model import Fact
from tieout.present.facts_rows import COLUMNS, fact_to_row

_CELL_LIMIT = 32_767
_CUT = " … (cut: longer than a cell holds)"
_EXACT_DIGITS = 15
"""Excel keeps 15 digits of a number; a longer one is written as text so that none is lost."""
_WIDTHS = {"concept": 44, "label": 44, "value": 20, "dimensions": 44, "quote": 24, "xpath": 30, "id": 12}


def to_facts_xlsx(facts: Iterable[Fact]) -> bytes:
    """The workbook's bytes; the same facts give the same bytes."""
    import datetime

    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "Facts", "created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("Facts")
    head = book.add_format({"bold": True, "bottom": 1})
    number = book.add_format({"num_format": "#,##0.##########;-#,##0.##########;0", "align": "right"})
    listed = list(facts)
    for c, name in enumerate(COLUMNS):
        sheet.write_string(0, c, name.replace("_", " "), head)
        sheet.set_column(c, c, _WIDTHS.get(name, 14))
    for r, fact in enumerate(listed, 1):
        for c, (name, value) in enumerate(fact_to_row(fact).items()):
            if name == "value" and isinstance(fact.value, Decimal) and _fits(fact.value):
                sheet.write_number(r, c, float(fact.value), number)
            else:
                _write(sheet, r, c, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(listed), 1), len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def _fits(value: Decimal) -> bool:
    return len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS


def _write(sheet: Any, row: int, column: int, value: object) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        text = str(value)
        sheet.write_string(row, column, text if len(text) <= _CELL_LIMIT else text[: _CELL_LIMIT - len(_CUT)] + _CUT)
