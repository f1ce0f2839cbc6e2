"""A sum a person asks for by hand: a total and its parts among the numbers a library keeps, fitted as every relation is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from tieout.errors import UsageError
from tieout.model import Figure, Quantity, Relation, Segment, Span, Term
from tieout.present.json import plain
from tieout.relations.fit import fit_relation

CODE = "F199"
"""The code of sums by hand: no check proposes them, so it stands in no workpaper."""


def foot_by_hand(total: Mapping[str, Any], parts: Sequence[tuple[Mapping[str, Any], int]]) -> dict[str, Any]:
    """The parts, each with +1 or -1, against the total; rows as the workpaper's JSON lists numbers.

    Amounts are given in the total's printed unit. Raises UsageError when there is no part or the units do not add.
    """
    if not parts:
        raise UsageError("a sum needs at least one part")
    figures = {f"{k}": _make_figure(f"{k}", row) for k, row in enumerate([total, *(row for row, _ in parts)])}
    units = {figure.quantity.unit for figure in figures.values()} - {None}
    if len(units) > 1:
        raise UsageError(f"{' and '.join(sorted(map(str, units)))} do not add up to one number")
    terms = tuple(Term(f"{k}", Decimal(sign)) for k, (_, sign) in enumerate(parts, 1))
    fit = fit_relation(Relation(CODE, "sum", terms, "asked by hand", "0", "stated"), figures)
    if fit is None:
        raise UsageError("these numbers cannot be added")
    down = -figures["0"].quantity.scale
    return {
        "verdict": fit.verdict,
        "printed": plain(figures["0"].quantity.number),
        "computed": _tell(fit.computed.scaleb(down)),
        "difference": _tell((figures["0"].value - fit.computed).scaleb(down)),
        "tolerance": _tell((fit.printed.radius + fit.expected.radius).scaleb(down)),
    }


def _make_figure(name: str, row: Mapping[str, Any]) -> Figure:
    number = Decimal(row["value"])
    decimals = max(0, -int(number.as_tuple().exponent))
    quantity = Quantity(number, decimals, row.get("unit"), int(row.get("scale") or 0))
    return Figure(name, "", Span("", "", (Segment(0, 0),)), quantity)


def _tell(value: Decimal) -> str:
    return plain(value.normalize()) if value else "0"
