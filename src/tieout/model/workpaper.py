"""The paper checks work on, and the workpaper a run leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import Any

from tieout.model.claim import Claim
from tieout.model.document import Document, Problem
from tieout.model.fact import Fact
from tieout.model.figure import Figure, State
from tieout.model.relation import Finding, Relation, TickMark
from tieout.model.review import Materiality, SignOff, Waived
from tieout.model.table import Table
from tieout.model.verification import VerifiedClaim


@dataclass(frozen=True, eq=False)
class Paper:
    """Everything extracted from the inputs of one run, indexed once; what checks see.

    `roles` tells what each document is there for: "subject" (is checked), "against" or "prior" (is a source).
    """

    documents: tuple[Document, ...]
    figures: Mapping[str, Figure]
    tables: tuple[Table, ...]
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def document(self, document_id: str) -> Document:
        """The document with that id; raises KeyError when there is none."""
        for document in self.documents:
            if document.id == document_id:
                return document
        raise KeyError(document_id)


@dataclass(frozen=True, slots=True)
class Input:
    """A file or stream as given."""

    path: str
    sha256: str
    bytes: int
    reader: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of one figure with its reason and the codes of the relations that touched it."""

    figure: str
    state: State
    reason: str
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Workpaper:
    """Everything about the inputs after a run.

    `waived` are findings that a waiver or a baseline keeps quiet; `notes` are sentences about these decisions. `claims` are the
    sentences of the subject held against the sources, where sources were given.
    """

    version: str
    inputs: tuple[Input, ...]
    paper: Paper = field(repr=False)
    outcomes: Mapping[str, Outcome] = field(repr=False)
    findings: tuple[Finding, ...] = ()
    ticks: tuple[TickMark, ...] = field(default=(), repr=False)
    relations: tuple[Relation, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    waived: tuple[Waived, ...] = ()
    notes: tuple[str, ...] = ()
    materiality: Materiality | None = None
    signoffs: tuple[SignOff, ...] = ()
    claims: tuple[VerifiedClaim, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents read."""
        return self.paper.documents

    @property
    def coverage(self) -> dict[str, Any]:
        """Figures counted by state; every figure is in exactly one of the six."""
        states = ("tied", "rounding", "differs", "question", "unsupported", "untested")
        counts: dict[str, Any] = {"numbers": len(self.outcomes), **dict.fromkeys(states, 0)}
        reasons: dict[str, int] = {}
        for outcome in self.outcomes.values():
            counts[outcome.state] += 1
            if outcome.state == "untested":
                reasons[outcome.reason] = reasons.get(outcome.reason, 0) + 1
        counts["untested_by_reason"] = dict(sorted(reasons.items()))
        return counts

    def __rich__(self) -> str:
        """For a terminal: a line a finding, then the counts; square brackets escaped as rich wants them."""
        lines = [f"{finding.verdict} {finding.code} {finding.message}" for finding in self.findings]
        return "\n".join([*lines, self._counts()]).replace("[", "\\[")

    def _repr_html_(self) -> str:
        """For a notebook: a table of the findings and the counts."""
        rows = "".join(
            f"<tr><td>{escape(f.verdict)}</td><td>{escape(f.code)}</td><td>{escape(f.message)}</td></tr>"
            for f in self.findings
        )
        return f"<table>{rows}</table><p>{escape(self._counts())}</p>"

    def _counts(self) -> str:
        counts = self.coverage
        states = [f"{counts[s]:,} {s}" for s in ("tied", "rounding", "differs", "question", "unsupported", "untested")]
        return f"{counts['numbers']:,} numbers: {', '.join(states)}"
