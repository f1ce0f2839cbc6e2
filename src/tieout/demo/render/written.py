"""Text under construction that remembers where each slot came to stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tieout.demo.draft import Ref, Runs, Slot


@dataclass(frozen=True, slots=True)
class Place:
    """Where a slot stands in a text rendition: offsets of the whole and of its core figure, ends exclusive."""

    start: int
    end: int
    core_start: int
    core_end: int


@dataclass
class Written:
    """A growing text; `places` by slot id."""

    slots: Mapping[str, Slot]
    parts: list[str] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    length: int = 0

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self.parts)

    def add(self, text: str) -> None:
        """Append plain text."""
        self.parts.append(text)
        self.length += len(text)

    def add_runs(self, runs: Runs) -> None:
        """Append runs, noting where their slots stand."""
        for run in runs:
            if isinstance(run, Ref):
                slot = self.slots[run.id]
                start = self.length + len(slot.prefix)
                self.places[slot.id] = Place(self.length, self.length + len(slot.text), start, start + len(slot.core))
                self.add(slot.text)
            else:
                self.add(run)

    def plain(self, runs: Runs) -> str:
        """The text of runs without writing them."""
        return "".join(self.slots[r.id].text if isinstance(r, Ref) else r for r in runs)
