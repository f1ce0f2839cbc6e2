"""What the walk hands on: runs of text, cells with their runs, and raw blocks.

A page makes thousands of these: they are not frozen, because that makes each four times as slow to make, and nobody
changes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tieout.model import Grid
from tieout.read._html.rows import RawCell, RawTable


@dataclass(slots=True, eq=False)
class Run:
    """A run of text in one style. `raised`: a footnote mark or exponent. `broken`: a line break follows it.
    `shift`: points by which an empty element sets it off, on a page set at coordinates."""

    start: int
    end: int
    bold: bool = False
    italic: bool = False
    underline: bool = False
    centred: bool = False
    raised: bool = False
    size: float = 10.0
    broken: bool = False
    shift: float = 0.0


@dataclass(slots=True, eq=False)
class PlacedCell:
    """A cell and the runs it printed; none when it is blank."""

    raw: RawCell
    runs: tuple[Run, ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.runs[0].start

    @property
    def end(self) -> int:
        """Offset after the last character, footnote marks at the end left out where something else is printed."""
        runs = list(self.runs)
        while len(runs) > 1 and runs[-1].raised:
            runs.pop()
        return runs[-1].end

    @property
    def bold(self) -> bool:
        """True when all of it is bold."""
        return all(r.bold for r in self.runs if not r.raised)


@dataclass(slots=True, eq=False)
class RawBlock:
    """A paragraph's runs with the kind its tag suggests, or a table with its placed rows.

    On a page set at coordinates: `place` is left and top in points, `stretch` what type sizes are multiplied by, `grid`
    a table found there.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int
    page: int
    table: RawTable | None = None
    rows: list[list[PlacedCell]] = field(default_factory=list)
    place: tuple[float, float] | None = None
    stretch: float = 1.0
    grid: Grid | None = None
