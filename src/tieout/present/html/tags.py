"""What a tagged number is tagged as: definition, references and details of its element, for the panel.

Taken from what the filing itself says (its labels, MetaLinks, R pages or a taxonomy package that was given); where it
says nothing, nothing is made up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tieout.model import Concept, Document, Fact
from tieout.present.html.blocks import Mark
from tieout.present.words import clean_controls


def make_tags(documents: Sequence[Document], marks: Sequence[Mark]) -> dict[str, Any]:
    """Concepts as [label, name, definition, references, type, balance, period type] and tags as
    [mark, concept, period, unit, decimals, dimensions]; a number with several tags has several."""
    ends = {(m.span.layer, m.span.end): m.index for m in marks}
    starts = {(m.span.layer, m.span.start): m.index for m in marks}
    concepts: dict[tuple[str, str], int] = {}
    told: list[list[Any]] = []
    tags: list[list[Any]] = []
    for document in documents:
        for fact in document.facts:
            if fact.origin != "tagged" or fact.concept is None:
                continue
            mark = ends.get((fact.span.layer, fact.span.end), starts.get((fact.span.layer, fact.span.start)))
            if mark is None:
                continue
            key = (document.id, fact.concept)
            if key not in concepts:
                concepts[key] = len(told)
                told.append(_tell_concept(document, fact))
            tags.append([mark, concepts[key], *_tell_fact(document, fact)])
    return {"concepts": told, "tags": tags}


def _tell_concept(document: Document, fact: Fact) -> list[Any]:
    concept = _find_concept(document, fact.concept or "")
    if concept is None:
        return [clean_controls(fact.label), fact.concept, "", [], "", "", ""]
    references = [", ".join(f"{name} {value}" for name, value in r.parts) for r in concept.references]
    return [
        clean_controls(concept.title),
        concept.name,
        clean_controls(concept.definition or ""),
        [clean_controls(r) for r in references if r],
        concept.data_type or "",
        concept.balance or "",
        concept.period_type or "",
    ]


def _tell_fact(document: Document, fact: Fact) -> list[str]:
    period = fact.period
    said = "" if period is None else str(period.end) if period.start is None else f"{period.start} to {period.end}"
    dimensions = [f"{_name(document, axis)}: {_name(document, member)}" for axis, member in fact.dimensions]
    decimals = "" if fact.decimals is None else str(fact.decimals)
    return [said, fact.unit or "", decimals, clean_controls("; ".join(dimensions))]


def _name(document: Document, name: str) -> str:
    concept = _find_concept(document, name)
    return concept.title if concept is not None else name


def _find_concept(document: Document, name: str) -> Concept | None:
    return document.filing.concept(name) if document.filing is not None else None
