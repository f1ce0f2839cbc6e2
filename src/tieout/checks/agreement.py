"""A figure in the text agrees with the table it comes from.

What it tests: every figure in a sentence against the cells, here and in the other documents, whose label, period and
unit fit the sentence; and every cell against cells of the same label and period in other tables.
Why it matters: the text is what people quote; the table is what was audited.
Ties: "revenue of 1,433.1 million" and a revenue line of 1,433,122 in thousands.
A tick is left only where the figure would be named if it were a little off, by A502 or A506; what agrees elsewhere speaks for it.
Does not tie: nothing is reported here; a figure that contradicts its own item elsewhere is the business of A502.
Source: the auditor's practice of agreeing (tick mark Ag); ISA 720.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.checks._facts import (
    SIGNED_RATIO,
    Entry,
    FactIndex,
    claims_by_figure,
    index_facts,
    periods_fit,
    same_class,
    unit_class,
)
from tieout.checks._watched import find_watched
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Term
from tieout.numbers.interval import interval_of

CODE = "A501"
NAME = "agreement with a table"


_SHORT_CELL = 2
_CANDIDATE_LIMIT = 40
"""Entries of the sentence's words and unit above which no more are counted as candidates."""
_TOO_SHORT = 1000
"""Candidates counted for a figure of one or two digits: its like stands on every page."""


@dataclass(frozen=True)
class Settings:
    """`partner_limit`: partners proposed for one figure. `overlap`: share of a label's words the sentence must hold.

    `digits`: significant digits below which equality is no evidence.
    """

    partner_limit: int = 2
    overlap: float = 0.5
    digits: int = 3


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Equalities that hold: each with the number of candidates it was chosen from."""
    index, watched = index_facts(paper), find_watched(paper)
    words: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for key, (claim, role) in claims_by_figure(paper).items():
        if claim.id not in words:
            words[claim.id] = label_words(claim.span.quote), label_words(claim.subject)
        for relation in _prose_partners(index, paper.figures[key], claim, words[claim.id], role, settings):
            yield replace(relation, binds=key in watched, bound=key)
    yield from _cell_partners(index)


def _prose_partners(
    index: FactIndex,
    figure: Figure,
    claim: Claim,
    words: tuple[frozenset[str], frozenset[str]],
    role: str,
    settings: Settings,
) -> Iterator[Relation]:
    """The likeliest partners of a sentence's figure; `words` are the sentence's and its subject's."""
    if figure.quantity.approximation in {"over", "under"}:
        return
    sentence, subject = words
    period = claim.prior_period if role == "prior" else claim.period
    unit = unit_class(figure)
    scored: list[tuple[tuple[int, int, float, int], Entry]] = []
    for entry in index.meeting(figure):
        if entry.figure.id == figure.id or not same_class(unit, entry.unit) or entry.place == claim.id:
            continue
        if (
            entry.origin == "prose"
            and entry.figure.span.layer == claim.span.layer
            and entry.figure.span.start >= claim.span.start
            and entry.figure.span.end <= claim.span.end
        ):
            continue
        if role != "change" and entry.origin != "change" and not periods_fit(period, entry.period):
            continue
        if (role == "change") != (entry.origin == "change") and unit in {"%", "pp"}:
            continue
        if unit == "%" and figure.value * entry.figure.value < 0 and SIGNED_RATIO.search(claim.subject):
            continue
        match = _overlap(entry, sentence, subject, claim.concept)
        if match < settings.overlap:
            continue
        here = entry.figure.document == figure.document
        scored.append(((here, entry.origin != "prose", match, -entry.figure.span.start), entry))
    scored.sort(key=lambda s: s[0], reverse=True)
    if not scored:
        return
    tried = max(3, len(scored))
    if unit != "plain":
        tried = index.plausible_count(subject or sentence, unit, _CANDIDATE_LIMIT)
    tables: set[str] = set()
    for _, entry in scored:
        if entry.place in tables or len(tables) >= settings.partner_limit:
            continue
        tables.add(entry.place)
        yield Relation(
            code=CODE,
            formula="equal",
            terms=(Term(entry.figure.id),),
            why="label, period and unit fit the sentence",
            result=figure.id,
            firmness="suggested",
            candidates=min(tried, _CANDIDATE_LIMIT) if _digits(figure) >= settings.digits else _TOO_SHORT,
            magnitude=True,
        )


def _digits(figure: Figure) -> int:
    """Digits a figure prints, zeros in front left out."""
    return len(figure.quantity.number.as_tuple().digits)


def _overlap(entry: Entry, sentence: frozenset[str], subject: frozenset[str], concept: str | None) -> float:
    """How well a cell's label fits a sentence, 0 to 1: words shared, scope counted where the label alone says little."""
    if concept is not None and entry.concept is not None:
        return 1.0 if concept == entry.concept else 0.0
    if not entry.words:
        return 1.0 if entry.scope and entry.scope <= sentence else 0.0
    shared = len(entry.words & sentence) / len(entry.words)
    if entry.scope and not entry.scope & sentence and len(entry.words) == 1:
        shared /= 2
    return shared


def _meet(a: Figure, b: Figure) -> bool:
    if abs(a.value) == abs(b.value):
        return True
    x, y = abs(interval_of(a.quantity)), abs(interval_of(b.quantity))
    return x.meets(y)


def _cell_partners(index: FactIndex) -> Iterator[Relation]:
    """Cells of the same label, scope and period in two tables."""
    groups: dict[tuple[object, ...], list[Entry]] = {}
    for entry in index.entries:
        if entry.origin not in {"value", "share"} or entry.period is None or not entry.words:
            continue
        groups.setdefault((entry.words, entry.marks, entry.period, entry.origin), []).append(entry)
    for entries in groups.values():
        first = entries[0]
        for other in entries[1:]:
            signed = (first.figure.value < 0) == (other.figure.value < 0)
            if (
                other.place != first.place
                and signed
                and same_class(first.unit, other.unit)
                and _meet(first.figure, other.figure)
            ):
                yield Relation(
                    code=CODE,
                    formula="equal",
                    terms=(Term(first.figure.id),),
                    why="two tables print the same label and period",
                    result=other.figure.id,
                    firmness="suggested",
                    candidates=1 if _digits(other.figure) > _SHORT_CELL else _TOO_SHORT,
                    binds=False,
                )
