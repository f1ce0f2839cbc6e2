"""The nouns: frozen dataclasses, standard library only. No file, clock, network or random source here.

A module of nouns is loaded when one of its names is first used: making the classes takes longer than reading a page.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tieout.model.beside import ExtractedFact, RenderedValue
    from tieout.model.block import Block, Page, Section
    from tieout.model.claim import Claim, ClaimKind
    from tieout.model.document import Company, Document, Kind, Problem
    from tieout.model.fact import Fact, Origin
    from tieout.model.figure import Approximation, Figure, Quantity, State
    from tieout.model.filing import Concept, Context, DuplicateSet, FactLink, Filing, Footnote, Member, Tag, Tally, Unit
    from tieout.model.linkbase import Arc, ConceptReference, Label, Network, Role
    from tieout.model.period import Period, YearEnd
    from tieout.model.policy import Parameter, Policy, Reference
    from tieout.model.relation import Finding, Firmness, Formula, Relation, Term, TickMark, Verdict
    from tieout.model.review import Materiality, ReviewRole, SignOff, Waived, Waiver
    from tieout.model.span import Box, Layer, Locator, Segment, Span
    from tieout.model.table import Cell, CellRole, Column, ColumnKind, Grid, GridCell, Row, RowRole, Table
    from tieout.model.workpaper import Input, Outcome, Paper, Workpaper

_NAMES = {
    "beside": "ExtractedFact RenderedValue",
    "block": "Block Page Section",
    "claim": "Claim ClaimKind",
    "document": "Company Document Kind Problem",
    "fact": "Fact Origin",
    "figure": "Approximation Figure Quantity State",
    "filing": "Concept Context DuplicateSet FactLink Filing Footnote Member Tag Tally Unit",
    "linkbase": "Arc ConceptReference Label Network Role",
    "period": "Period YearEnd",
    "policy": "Parameter Policy Reference",
    "relation": "Finding Firmness Formula Relation Term TickMark Verdict",
    "review": "Materiality ReviewRole SignOff Waived Waiver",
    "span": "Box Layer Locator Segment Span",
    "table": "Cell CellRole Column ColumnKind Grid GridCell Row RowRole Table",
    "workpaper": "Input Outcome Paper Workpaper",
}
_HOMES = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "Approximation",
    "Arc",
    "Block",
    "Box",
    "Cell",
    "CellRole",
    "Claim",
    "ClaimKind",
    "Column",
    "ColumnKind",
    "Company",
    "Concept",
    "ConceptReference",
    "Context",
    "Document",
    "DuplicateSet",
    "ExtractedFact",
    "Fact",
    "FactLink",
    "Figure",
    "Filing",
    "Finding",
    "Firmness",
    "Footnote",
    "Formula",
    "Grid",
    "GridCell",
    "Input",
    "Kind",
    "Label",
    "Layer",
    "Locator",
    "Materiality",
    "Member",
    "Network",
    "Origin",
    "Outcome",
    "Page",
    "Paper",
    "Parameter",
    "Period",
    "Policy",
    "Problem",
    "Quantity",
    "Reference",
    "Relation",
    "RenderedValue",
    "ReviewRole",
    "Role",
    "Row",
    "RowRole",
    "Section",
    "Segment",
    "SignOff",
    "Span",
    "State",
    "Table",
    "Tag",
    "Tally",
    "Term",
    "TickMark",
    "Unit",
    "Verdict",
    "Waived",
    "Waiver",
    "Workpaper",
    "YearEnd",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'tieout.model' has no attribute {name!r}")
    value = getattr(import_module(f"tieout.model.{home}"), name)
    globals()[name] = value
    return value
