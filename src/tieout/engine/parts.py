"""One document's part of a workpaper over several: what a run over a captured page found in each of its documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from tieout.model import Paper, Relation, Workpaper

_Value = TypeVar("_Value")


def part_of(workpaper: Workpaper, document: str) -> Workpaper:
    """Findings, ticks and outcomes of one document; partners in the others keep their places."""
    figures = workpaper.paper.figures
    return replace(
        workpaper,
        outcomes=_kept(workpaper.outcomes, {k for k in workpaper.outcomes if figures[k].document == document}),
        findings=tuple(f for f in workpaper.findings if f.document == document),
        ticks=tuple(t for t in workpaper.ticks if t.document == document),
    )


def alone(workpaper: Workpaper, document: str) -> Workpaper:
    """A part with its own document and figures only, for a drawing that shows no other; relations that lead out are left out."""
    paper = workpaper.paper
    own = {k for k, figure in paper.figures.items() if figure.document == document}
    return replace(
        workpaper,
        paper=Paper(
            tuple(d for d in paper.documents if d.id == document),
            _kept(paper.figures, own),
            tuple(t for t in paper.tables if t.document == document),
            tuple(f for f in paper.facts if f.document == document),
            tuple(c for c in paper.claims if c.document == document),
            _kept(paper.roles, {document}),
        ),
        relations=tuple(r for r in workpaper.relations if _members(r) <= own),
        ticks=tuple(replace(t, partners=tuple(p for p in t.partners if p in own)) for t in workpaper.ticks),
    )


def _kept(values: Mapping[str, _Value], keys: set[str]) -> Mapping[str, _Value]:
    return MappingProxyType({key: value for key, value in values.items() if key in keys})


def _members(relation: Relation) -> set[str]:
    return {t.figure for t in relation.terms} | ({relation.result} if relation.result else set())
