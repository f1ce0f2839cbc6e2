"""Values and formulas as text: the one place that decides how a figure of a reperformance is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tieout.model.reperformance import PLACES, Address, Formula, Kind, Range, Reperformance, Value, round_shown


def to_text(value: Value, kind: Kind) -> str:
    """Plain text of a value as its kind shows it: no thousands separator; percentages in per cent without sign."""
    shown = round_shown(value, kind)
    if shown is None:
        return ""
    if isinstance(shown, bool):
        return "true" if shown else "false"
    if isinstance(shown, date):
        return shown.isoformat()
    if isinstance(shown, Decimal):
        if not shown.is_finite():
            return "n/a"
        return format(shown * 100 if kind == "percent" else shown, f".{_digits(kind)}f")
    return shown


def to_print(value: Value, kind: Kind) -> str:
    """A value as a report prints it: separators, negatives in brackets, a per cent sign."""
    shown = round_shown(value, kind)
    if not isinstance(shown, Decimal) or not shown.is_finite():
        return to_text(value, kind)
    scaled = shown * 100 if kind == "percent" else shown
    digits = format(abs(scaled), f",.{_digits(kind)}f")
    text = f"({digits})" if scaled < 0 else digits
    return f"{text} %" if kind == "percent" else text


def to_a1(row: int, column: int, *, absolute: bool = False) -> str:
    """Spreadsheet name of a cell, row and column counted from 0."""
    letters = ""
    rest = column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return f"${letters}${row + 1}" if absolute else f"{letters}{row + 1}"


def to_formula_text(formula: Formula, result: Reperformance) -> str:
    """A formula with its cells named by table title, for JSON and Markdown."""
    return "".join(t if isinstance(t, str) else _name(t, result) for t in formula)


def _name(token: Address | Range, result: Reperformance) -> str:
    first = token if isinstance(token, Address) else token.first
    text = f"'{result.tables[first.table].title}'!{to_a1(first.row, first.column)}"
    return text if isinstance(token, Address) else f"{text}:{to_a1(token.last.row, token.last.column)}"


def _digits(kind: Kind) -> int:
    return PLACES.get(kind, 2) - (2 if kind == "percent" else 0)
