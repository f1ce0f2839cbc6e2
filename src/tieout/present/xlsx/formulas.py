"""The expected figure of a finding as a live formula over the cells of the table sheets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tieout.model import Figure, Finding, Workpaper
from tieout.present.sums import Sum, members
from tieout.present.words import read_amount

Places = Mapping[str, str]
"""A figure's cell in the workbook: "'Balance sheet'!C7"."""


def make_formula(finding: Finding, sums: Mapping[str, list[Sum]], places: Places, workpaper: Workpaper) -> str | None:
    """What the finding's figure should be, in its printed unit; None where a term has no cell or no formula fits."""
    figures = workpaper.paper.figures
    for total in sums.get(finding.figure or "", []):
        relation = total.relation
        if relation.code != finding.code or total.verdict not in ("differs", "question", "rounding"):
            continue
        others = [m for m in members(relation) if m != finding.figure]
        if not others or any(m not in places for m in others):
            continue
        if relation.formula == "stated":
            formula = _of_stated(finding, others, places, figures)
        elif relation.result == finding.figure:
            formula = _of_result(total, places, figures)
        elif relation.formula == "equal" or (relation.formula in ("sum", "difference") and not relation.magnitude):
            formula = _of_term(finding.figure or "", total, places, figures)
        else:
            formula = None
        if formula is not None and relation.magnitude:
            negative = (finding.expected or "").startswith("-")
            formula = f"={'-' if negative else ''}ABS({formula[1:]})"
        if formula is not None:
            return formula
    return None


def _of_stated(finding: Finding, others: list[str], places: Places, figures: Mapping[str, Figure]) -> str | None:
    """The one other number that the sentence says belongs here, where it is what is expected."""
    like = figures[finding.figure or ""]
    expected = read_amount(finding.expected)
    fitting = [m for m in others if expected is not None and figures[m].value == expected.scaleb(like.quantity.scale)]
    return f"={_cell(fitting[0], Decimal(1), places, figures, like)}" if fitting else None


def _of_result(total: Sum, places: Places, figures: Mapping[str, Figure]) -> str | None:
    relation = total.relation
    assert relation.result is not None
    result = figures[relation.result]
    terms = [_cell(t.figure, t.coefficient, places, figures, result) for t in relation.terms]
    if relation.formula in ("sum", "equal", "difference"):
        return "=" + _join(terms)
    if len(terms) != 2:
        return None
    base = figures[relation.terms[1].figure]
    times = relation.terms[0].coefficient if relation.formula == "ratio" else Decimal(1)
    a, b = (_cell(t.figure, k, places, figures, base) for t, k in zip(relation.terms, (times, Decimal(1)), strict=True))
    factor = {"%": "*100", "pp": "*100", "bp": "*10000"}.get(result.quantity.unit or "", "")
    match relation.formula:
        case "growth":
            return f"=({a}-{b})/{b}{factor}"
        case "ratio" | "multiple":
            return f"={a}/{b}{factor}"
        case "points":
            return f"=({a}-{b})*100" if result.quantity.unit == "bp" else f"={a}-{b}"
    return None


def _of_term(figure: str, total: Sum, places: Places, figures: Mapping[str, Figure]) -> str | None:
    relation = total.relation
    own = next((t for t in relation.terms if t.figure == figure), None)
    if own is None or relation.result is None or own.coefficient == 0:
        return None
    like = figures[figure]
    rest = [t for t in relation.terms if t.figure != figure]
    parts = [_cell(relation.result, 1 / own.coefficient, places, figures, like)]
    parts += [_cell(t.figure, -t.coefficient / own.coefficient, places, figures, like) for t in rest]
    return "=" + _join(parts)


def _cell(name: str, coefficient: Decimal, places: Places, figures: Mapping[str, Figure], like: Figure) -> str:
    """The cell times its coefficient, brought to the scale of `like`."""
    shift = figures[name].quantity.scale - like.quantity.scale
    factor = coefficient.scaleb(shift)
    if factor == 1:
        return places[name]
    return f"-{places[name]}" if factor == -1 else f"{places[name]}*{factor.normalize():f}"


def _join(parts: list[str]) -> str:
    return "".join(part if k == 0 or part.startswith("-") else "+" + part for k, part in enumerate(parts))
