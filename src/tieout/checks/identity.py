"""Statements hold together: what must be equal by definition is.

What it tests: for each document and period, total assets = total liabilities + total equity; total assets = non-current
+ current assets; total liabilities = non-current + current liabilities; net current assets = current assets - current
liabilities; gross profit = revenue - cost of sales; profit = profit before tax - income tax; closing cash = opening cash +
change (+ exchange effects).
Why it matters: these bind pages that no column binds; a figure that breaks one is wrong on its face.
Ties: assets of 900, liabilities of 400, equity of 500. Does not tie: the same with equity of 510.
A value is used only where all places of the document that print it agree. An identity that fails for every period of a
document is left alone: its parts are not what their labels say.
Source: Conceptual Framework 4.63 (equity is the residual), IAS 1.54-1.55, 1.82, IAS 7.45.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._facts import Entry, index_facts
from tieout.model import Paper, Period, Relation, Term
from tieout.numbers.interval import interval_of
from tieout.relations.fit import fit_relation

CODE = "I801"
NAME = "identity of a statement"

_ONE = Decimal(1)
_IDENTITIES: tuple[tuple[str, tuple[tuple[str, int], ...], bool], ...] = (
    ("total_assets", (("total_liabilities", 1), ("total_equity", 1)), False),
    ("total_assets", (("non_current_assets", 1), ("current_assets", 1)), False),
    ("total_liabilities", (("non_current_liabilities", 1), ("current_liabilities", 1)), False),
    ("net_current_assets", (("current_assets", 1), ("current_liabilities", -1)), False),
    ("total_assets_less_current_liabilities", (("total_assets", 1), ("current_liabilities", -1)), False),
    ("net_assets", (("total_assets", 1), ("total_liabilities", -1)), False),
    ("total_equity", (("equity_attributable_to_owners", 1), ("non_controlling_interests", 1)), False),
    ("gross_profit", (("revenue", 1), ("cost_of_sales", -1)), True),
    ("profit_for_the_period", (("profit_before_tax", 1), ("income_tax_expense", -1)), True),
)
"""Result, signed parts, and whether the sign of the last part follows the layout (costs printed in brackets or not)."""


@dataclass(frozen=True)
class Settings:
    """No thresholds: the intervals of the printed digits decide."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One sum for each identity whose members a document prints for a period."""
    values = _values(paper)
    for result, parts, flexible in _IDENTITIES:
        by_document: dict[str, list[Relation]] = defaultdict(list)
        for (document, period), known in values.items():
            members = [known.get(name) for name, _ in parts]
            if known.get(result) is None or any(m is None for m in members):
                continue
            entries = [m for m in members if m is not None]
            by_document[document].append(_relation(result, known[result], entries, parts, flexible, period))
        for relations in by_document.values():
            holding = sum(
                (fit := fit_relation(r, paper.figures)) is not None and fit.verdict != "differs" for r in relations
            )
            if holding:
                yield from relations


def _values(paper: Paper) -> dict[tuple[str, Period], dict[str, Entry]]:
    """For each document and period, the cell that prints each concept, where all its cells agree."""
    found: dict[tuple[str, Period], dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in index_facts(paper).entries:
        if entry.concept and entry.period and entry.origin == "value" and not entry.scope:
            found[(entry.figure.document, entry.period)][entry.concept].append(entry)
    return {
        key: {
            name: min(es, key=lambda e: (e.figure.quantity.step, e.figure.span.start))
            for name, es in by_name.items()
            if _agree(es)
        }
        for key, by_name in found.items()
    }


def _agree(entries: list[Entry]) -> bool:
    first = interval_of(entries[0].figure.quantity)
    return all(first.meets(interval_of(e.figure.quantity)) for e in entries[1:])


def _relation(
    name: str, result: Entry, members: list[Entry], parts: tuple[tuple[str, int], ...], flexible: bool, period: Period
) -> Relation:
    signs = [Decimal(sign) for _, sign in parts]
    if flexible:
        signs[-1] = (
            -_ONE
            if (abs(result.figure.value - members[0].figure.value + members[-1].figure.value))
            <= abs(result.figure.value - members[0].figure.value - members[-1].figure.value)
            else _ONE
        )
    words = name.replace("_", " ")
    return Relation(
        code=CODE,
        formula="sum",
        terms=tuple(Term(m.figure.id, s) for m, s in zip(members, signs, strict=True)),
        why="by definition",
        result=result.figure.id,
        firmness="structural",
        message=f"{words[0].upper()}{words[1:]} at {period.end.isoformat()}: the parts make {{expected}}; {{printed}} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )
