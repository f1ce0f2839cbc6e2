"""Documents to the paper that checks work on: figures, facts and claims."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tieout.facts.claims import find_claims
from tieout.facts.from_claims import find_prose_facts
from tieout.facts.from_tables import find_table_facts
from tieout.facts.prose import find_prose_figures
from tieout.model import Claim, Document, Fact, Figure, Paper, Table


def _uncovered(document: Document, own: Sequence[Figure]) -> list[Figure]:
    """Tagged figures that no cell or sentence prints already: of plain instances, and of pages that hide them."""
    taken: dict[str, list[tuple[int, int]]] = {}
    for figure in own:
        taken.setdefault(figure.span.layer, []).append((figure.span.start, figure.span.end))
    kept = []
    for runs in taken.values():
        runs.sort()
    for figure in document.figures:
        runs = taken.get(figure.span.layer, [])
        k = bisect_right(runs, (figure.span.end, -1))
        if not any(a < figure.span.end and figure.span.start < b for a, b in runs[max(0, k - 2) : k + 1]):
            kept.append(figure)
    return kept


def extract(documents: Sequence[Document], roles: Mapping[str, str] | None = None) -> Paper:
    """Everything the documents print, indexed: each figure once, in reading order within its document."""
    figures: dict[str, Figure] = {}
    facts: list[Fact] = []
    claims: list[Claim] = []
    tables: list[Table] = []
    for document in documents:
        prose = find_prose_figures(document)
        own = [c.figure for t in document.tables for row in t.cells for c in row if c.figure is not None]
        own += [f for found in prose.values() for f in found]
        own += _uncovered(document, own)
        for figure in sorted(own, key=lambda f: (f.span.page or 0, f.span.start)):
            figures.setdefault(figure.id, figure)
        told = find_claims(document, prose)
        claims.extend(told)
        tables.extend(document.tables)
        facts.extend(document.facts)
        facts.extend(find_table_facts(document))
        facts.extend(find_prose_facts(document, told, figures))
    return Paper(
        tuple(documents), MappingProxyType(figures), tuple(tables), tuple(facts), tuple(claims),
        MappingProxyType(dict(roles or {})),
    )  # fmt: skip
