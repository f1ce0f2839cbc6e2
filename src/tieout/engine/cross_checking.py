"""Tagged documents read a second time by the reference processor; what it says stands among the workpaper's notes."""

from __future__ import annotations

from dataclasses import replace

from tieout.model import Workpaper
from tieout.read._xbrl.cross_check import cross_check


def add_cross_check(paper: Workpaper, taxonomies: tuple[str, ...] = ()) -> Workpaper:
    """The workpaper with a note for each tagged document, "N of M facts loaded", and one for each fact that differs.

    Raises MissingExtraError without Arelle. A cross-check is no tick and no finding: nothing else changes.
    """
    tagged = [d for d in paper.documents if d.filing is not None]
    said = [f"{p.input}: {p.message}." for d in tagged for p in cross_check(d.input, d, taxonomies)]
    return replace(paper, notes=(*paper.notes, *(said or ["No input holds tagged facts: Arelle was not asked."])))
