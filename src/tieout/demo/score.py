"""Which planted mistakes were named, and where: compares findings with plants by place, never by wording."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tieout.demo.draft import Draft, Table, Text
from tieout.demo.plant import Plant, Spot
from tieout.demo.render.written import Written

How = Literal["exact", "culprit", "question", "missed"]
PLACE_LIMIT = 400
"""Characters of the longest place that still names something: a sentence or a table row."""


@dataclass(frozen=True)
class Named:
    """A place that a check named: file name, offsets or page and box, verdict, code and message."""

    document: str
    start: int | None
    end: int | None
    verdict: str
    code: str
    message: str
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Match:
    """How a plant was named: at its place, at another place that may be blamed, as a question only, or not at all."""

    plant: Plant
    how: How
    by: Named | None = None


def match_plants(plants: Sequence[Plant], named: Sequence[Named]) -> tuple[tuple[Match, ...], tuple[Named, ...]]:
    """Every plant's match, and the differences named that belong to no plant (false alarms)."""
    differs = [n for n in named if n.verdict in ("differs", "unsupported")]
    asked = [n for n in named if n.verdict == "question"]
    matches = []
    used: set[int] = set()
    for plant in plants:
        matches.append(_match(plant, differs, asked))
        places = (*plant.spots, *plant.culprits)
        used |= {id(n) for n in differs if any(_meets(n, spot) for spot in places)}
    return tuple(matches), tuple(n for n in differs if id(n) not in used)


def _match(plant: Plant, differs: Sequence[Named], asked: Sequence[Named]) -> Match:
    ways: tuple[tuple[How, Sequence[Named], Sequence[Spot]], ...] = (
        ("exact", differs, plant.spots),
        ("culprit", differs, plant.culprits),
        ("question", asked, (*plant.spots, *plant.culprits)),
    )
    for how, found, spots in ways:
        for one in found:
            if any(_meets(one, spot) for spot in spots):
                return Match(plant, how, one)
    return Match(plant, "missed")


def _meets(named: Named, spot: Spot) -> bool:
    if named.document != spot.document:
        return False
    if spot.box is not None and named.box is not None:
        a, b = spot.box, named.box
        inside = a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
        return named.page == spot.page and inside
    if spot.start is None or spot.end is None or named.start is None or named.end is None:
        return False
    return named.end - named.start <= PLACE_LIMIT and named.start < spot.end and spot.start < named.end


def find_in_reading(draft: Draft, text: str) -> dict[str, tuple[int, int]]:
    """Where each slot stands in a reader's text of a rendition that has no offsets of its own (HTML).

    Found by what stands before, white space ignored; slots whose words before occur not exactly once are left out.
    """
    plain = _write_plain(draft)
    packed = [i for i, c in enumerate(text) if not c.isspace()]
    squeezed = "".join(text[i] for i in packed)
    kept = [i for i, c in enumerate(plain.text) if not c.isspace()]
    bare = "".join(plain.text[i] for i in kept)
    found = {}
    for slot_id, place in plain.places.items():
        start, end = bisect_left(kept, place.core_start), bisect_left(kept, place.core_end)
        for length in (30, 60, 120, 240):
            wanted = bare[max(0, start - length) : end]
            at = squeezed.find(wanted)
            if at >= 0 and squeezed.find(wanted, at + 1) < 0:
                first = at + len(wanted) - (end - start)
                found[slot_id] = (packed[first], packed[at + len(wanted) - 1] + 1)
                break
    return found


def _write_plain(draft: Draft) -> Written:
    """All words of a draft in reading order, nothing between them."""
    plain = Written(draft.slots)
    for block in draft.blocks:
        if isinstance(block, Text):
            plain.add_runs(block.runs)
        elif isinstance(block, Table):
            for runs in (block.caption, *(cell for line in block.headers for cell in line)):
                plain.add_runs(runs)
            for row in block.rows:
                for runs in (row.label, *row.cells):
                    plain.add_runs(runs)
    return plain
