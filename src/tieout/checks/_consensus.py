"""Groups of places that print the same item for the same period, and the value most of them agree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._facts import Entry, index_facts, same_class
from tieout.model import Figure, Paper
from tieout.numbers.interval import Interval, interval_of

_SLIPS = (3, 4, 6, 8, 9)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one item and period: `agreed` meet each other, `others` meet none of them; `exact`: one catalogued concept."""

    agreed: tuple[Entry, ...]
    others: tuple[Entry, ...]
    exact: bool

    @property
    def reference(self) -> Entry:
        """The agreed entry with the most digits, a table's before prose."""
        return min(self.agreed, key=lambda e: (e.origin == "prose", e.figure.quantity.step, e.figure.span.start))


def find_groups(paper: Paper) -> Iterator[Group]:
    """Groups with at least two entries, whose values do not all meet."""
    entries = index_facts(paper).entries
    buckets: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    entity = {d.id: d.company.codes[:1] or d.company.name for d in paper.documents}
    for entry in entries:
        if entry.origin not in {"value", "prose"} or entry.period is None or entry.scope or not entry.words:
            continue
        if entry.figure.quantity.approximation is not None or entry.unit in {"%", "pp", "x"} or entry.figure.value == 0:
            continue
        if entry.figure.quantity.unit == "shares":
            continue
        item: object = entry.concept or (entry.words, entry.marks)
        if entry.concept is None and entry.origin == "prose" and len(entry.words) < 2:
            continue
        buckets[(entity[entry.figure.document], item, entry.period)].append(entry)
    for (_, item, _), members in buckets.items():
        group = _split(members, isinstance(item, str))
        if group is not None:
            yield group


def _split(members: list[Entry], exact: bool) -> Group | None:
    best: list[Entry] = []
    for seed in members:
        meeting = [m for m in members if same_class(seed.unit, m.unit) and _meets(seed.figure, m.figure)]
        if len({m.place for m in meeting}) > len({m.place for m in best}):
            best = meeting
    agreed = {id(m) for m in best}
    others = [m for m in members if id(m) not in agreed and same_class(m.unit, best[0].unit)]
    if not others or len({m.place for m in best}) < 2:
        return None
    return Group(tuple(best), tuple(others), exact)


def _meets(a: Figure, b: Figure) -> bool:
    return abs(interval_of(a.quantity)).meets(abs(interval_of(b.quantity)))


def is_scale_slip(figure: Figure, reference: Figure) -> bool:
    """True when a figure meets the reference only after multiplying by a power of a thousand or ten thousand."""
    own, other = abs(interval_of(figure.quantity)), abs(interval_of(reference.quantity))
    if own.meets(other) or figure.value == 0 or reference.value == 0:
        return False
    for power in _SLIPS:
        for sign in (1, -1):
            shifted = Interval(own.low.scaleb(power * sign), own.high.scaleb(power * sign))
            if shifted.meets(other):
                return True
    return False
