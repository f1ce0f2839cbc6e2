"""Two drafts or editions held side by side: which figures, findings and decisions stayed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tieout.model.relation import Finding
from tieout.model.review import Waiver
from tieout.model.workpaper import Workpaper

FigureChange = Literal["same", "changed", "added", "dropped"]
FindingChange = Literal["new", "gone", "still"]
TickChange = Literal["carried", "again", "fresh", "none"]


@dataclass(frozen=True, slots=True)
class FigurePair:
    """A figure of the old and of the new text that stand at the same place of their structure; ids, None where absent.

    `where` says the place in words: section, row and column, or the words of the sentence. `tick` tells what becomes of
    its ticks: "carried" (it and the partners of a tick are unchanged), "again" (it was ticked, and something changed),
    "fresh" (only the new text ticks it), "none".
    """

    change: FigureChange
    where: str
    old: str | None = None
    new: str | None = None
    tick: TickChange = "none"


@dataclass(frozen=True, slots=True)
class FindingPair:
    """A finding in the old text, the new one or both. `touched`: it is still there, but a number of it changed."""

    change: FindingChange
    old: Finding | None = None
    new: Finding | None = None
    touched: bool = False


@dataclass(frozen=True, slots=True)
class CarriedDecision:
    """What somebody decided about a finding of the old text. `holds`: the finding stands unchanged in the new one."""

    finding: Finding
    decision: Waiver
    holds: bool


@dataclass(frozen=True, eq=False)
class Comparison:
    """Both workpapers and what was found between them, figures in reading order of the new text."""

    old: Workpaper = field(repr=False)
    new: Workpaper = field(repr=False)
    figures: tuple[FigurePair, ...] = field(repr=False)
    findings: tuple[FindingPair, ...]
    decisions: tuple[CarriedDecision, ...] = ()

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Figures, ticks and findings by what became of them."""
        figures = {c: sum(p.change == c for p in self.figures) for c in ("same", "changed", "added", "dropped")}
        ticks = {t: sum(p.tick == t for p in self.figures) for t in ("carried", "again", "fresh")}
        findings = {c: sum(p.change == c for p in self.findings) for c in ("new", "still", "gone")}
        return {"figures": figures, "ticks": ticks, "findings": findings}
