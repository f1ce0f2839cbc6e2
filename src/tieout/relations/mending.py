"""Which figure of a rate, a ratio or a difference that fails one slip of the hand would have had to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tieout.model import Figure, Relation
from tieout.relations.culprit import participants_of
from tieout.relations.fit import fit_relation
from tieout.relations.printed import Printed
from tieout.relations.slips import list_rescaled, list_shifted, list_slips

_MEND_DIGITS = 4
_ORDER = 30
"""How many times larger or smaller a figure of the same order may be."""


def find_mended(relation: Relation, figures: Mapping[str, Figure], places: Printed) -> tuple[str, ...]:
    """The only figure that one slip of the hand would have had to change for the relation to hold; where several would do, the
    only one of which the document prints elsewhere what it should have been.

    An amount of few digits has a slip for nearly every value near it, which mends by chance: it must print `_MEND_DIGITS`.
    """

    def holds(key: str, other: Figure) -> bool:
        fit = fit_relation(relation, {**own, key: other})
        return fit is not None and fit.verdict != "differs"

    def printed(mends: Mapping[str, Sequence[Figure]]) -> list[str]:
        return [key for key, others in mends.items() if any(places.holds(other) for other in others)]

    own = {key: figures[key] for key in participants_of(relation)}
    long = [
        key
        for key in participants_of(relation)
        if key == relation.result or len(figures[key].quantity.number.as_tuple().digits) >= _MEND_DIGITS
    ]
    slips = {key: [other for other in list_slips(figures[key]) if holds(key, other)] for key in long}
    if mended := [key for key, others in slips.items() if others]:
        known = mended if len(mended) == 1 else printed(slips)
        return tuple(known) if len(known) == 1 else ()
    shifts = {t.figure: [f for f in list_rescaled(figures[t.figure]) if holds(t.figure, f)] for t in relation.terms}
    if rescaled := [key for key, others in shifts.items() if others]:
        known = printed(shifts)
        rescaled = known if len(known) == 1 else rescaled
        return tuple(sorted(rescaled, key=lambda key: _company_of(figures[key], figures)))[:1]
    points = {t.figure: [f for f in list_shifted(figures[t.figure]) if holds(t.figure, f)] for t in relation.terms}
    known = printed(points)
    return tuple(known) if len(known) == 1 else ()


def _company_of(figure: Figure, figures: Mapping[str, Figure]) -> int:
    """How many figures of its document and unit are of its order: of two amounts whose scales differ, the odd one has less."""
    size, unit = abs(figure.value), figure.quantity.unit
    return sum(
        f.document == figure.document and f.quantity.unit == unit and size / _ORDER <= abs(f.value) <= size * _ORDER
        for f in figures.values()
    )
