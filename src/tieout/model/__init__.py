"""The nouns: frozen dataclasses, standard library only. No file, clock, network or random source here."""

from tieout.model.document import Block, Company, Document, Kind, Page, Problem, Section
from tieout.model.fact import Claim, ClaimKind, Fact, Origin
from tieout.model.figure import Approximation, Figure, Quantity, State
from tieout.model.period import Period
from tieout.model.policy import Parameter, Policy, Reference
from tieout.model.relation import Finding, Firmness, Formula, Relation, Term, TickMark, Verdict
from tieout.model.span import Box, Layer, Locator, Segment, Span
from tieout.model.table import Cell, CellRole, Column, ColumnKind, Grid, GridCell, Row, RowRole, Table
from tieout.model.workpaper import Input, Outcome, Paper, Workpaper

__all__ = [
    "Approximation",
    "Block",
    "Box",
    "Cell",
    "CellRole",
    "Claim",
    "ClaimKind",
    "Column",
    "ColumnKind",
    "Company",
    "Document",
    "Fact",
    "Figure",
    "Finding",
    "Firmness",
    "Formula",
    "Grid",
    "GridCell",
    "Input",
    "Kind",
    "Layer",
    "Locator",
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
    "Row",
    "RowRole",
    "Section",
    "Segment",
    "Span",
    "State",
    "Table",
    "Term",
    "TickMark",
    "Verdict",
    "Workpaper",
]
