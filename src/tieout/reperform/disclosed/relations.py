"""Disclosures as relations for the judge: those that agree or differ, never one that rounding explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from tieout.model import Figure, Paper, Relation, Term
from tieout.model.reperformance import Disclosure


def to_relations(paper: Paper, disclosures: Iterable[Disclosure]) -> Iterator[Relation]:
    """One relation for each disclosure that agrees or differs, over the figures it cites."""
    for found in disclosures:
        printed = found.printed
        if found.verdict not in ("agrees", "differs") or printed is None or found.computed is None:
            continue
        figure = paper.figures.get(printed.figure)
        terms = tuple(Term(i.figure) for i in found.inputs if i.figure in paper.figures)
        if figure is None or not terms or printed.value == 0:
            continue
        yield Relation(
            code=found.code,
            formula="stated",
            terms=terms,
            why=f"{found.measurement.replace('_', ' ')} performed again from its disclosed inputs",
            result=printed.figure,
            expected=_expected(found, printed.value, figure),
            slack=_slack(found, printed.value, figure),
            magnitude=True,
            document=found.document,
            scope=(found.table, found.title),
            message=f"{found.title} ({found.paragraph}): the disclosed inputs give {{expected}}; "
            "{printed} is printed (difference {difference}).",
        )


def _expected(found: Disclosure, value: Decimal, figure: Figure) -> Decimal:
    """What was computed, in the unit of the figure; the printed value itself where a bound was met."""
    assert found.computed is not None
    computed = value if found.verdict == "agrees" else found.computed
    return computed * (figure.value / value)


def _slack(found: Disclosure, value: Decimal, figure: Figure) -> Decimal:
    """By how much the inputs' own digits let the result move, in the unit of the figure."""
    if found.low is None or found.high is None or found.high < found.low:
        return Decimal(0)
    return abs((found.high - found.low) / 2 * (figure.value / value))
