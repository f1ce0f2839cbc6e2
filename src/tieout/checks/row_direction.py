"""A word of direction agrees with the row that its value stands in.

What it tests: "rose 6.2 % to 21.5 million", 同比下降7.4% of a row that prints a fall, or a rise, from the year before; "widened by 3.5 points
to 17.5 %" where the row prints 21.0 % for the year before; "fell to 500" without any rate.
Why it matters: the earlier value stands in the table only, so the sentence alone cannot show that its word is wrong.
Ties: nothing is ticked: a direction is guessed right too often. Does not tie: "profit dropped 12.0 % to 560.0" where the table prints 500.0 before.
The row is known by its value and, where the told rate is not its own in size, by its label too. Where any row that may be
meant goes the told way, nothing is reported. For losses and lines in brackets the size counts.
Source: the table and the sentence; ISA 720.14.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._facts import index_facts
from tieout.checks._rows_told import Pair, find_cells, find_named, find_rows, pair_of
from tieout.concepts import get_concept
from tieout.concepts.labels import label_words
from tieout.concepts.phrases import DIRECTION, GAIN, IMPROVE, TRUE_LOSS
from tieout.model import Claim, Document, Figure, Formula, Paper, Relation, Span, Term
from tieout.relations.fit import fit_relation

CODE = "L750"
NAME = "direction word against a table"


@dataclass(frozen=True)
class Settings:
    """`value_digits`: digits of a value that finds its row; `rate_digits`: digits of a rate that tells that the row is meant."""

    value_digits: int = 3
    rate_digits: int = 2


_TO = re.compile(
    r"(?P<word>[A-Za-z]+)(?:\s+(?:slightly|further|sharply|significantly|modestly|again|markedly))?\s+to\s+(?:about\s+|approximately\s+)?\W*$|(?P<zh>[增升减減降跌][加少]?至|[上下][升降][至到])[约約]?$",
    re.I,
)
_REACH = 40
_OTHER_BASE = re.compile(
    r"quarter[\s-]on[\s-]quarter|sequential|q-?o-?q|month[\s-]on|half[\s-]on[\s-]half|(?:previous|prior|preceding|first|second|third|fourth|last)\s+(?:quarter|half|month|six)|forecast|guidance|expect|target|budget|peak|constant\s+currenc"
    r"|环比|環比|按季|上季|上半年|下半年|预[计期]|預[計期]|目[标標]|固定[汇匯]率",
    re.I,
)
"""Words that say that the change is not one from the year before."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing direction for each word that every row it may speak of contradicts."""
    index, rows = index_facts(paper), find_rows(paper)
    documents = {d.id: d for d in paper.documents}
    for claim in paper.claims:
        if claim.figure("prior") is not None or _OTHER_BASE.search(claim.span.quote):
            continue
        told = _word(paper, documents[claim.document], claim)
        if told is None:
            continue
        word, direction = told
        change = paper.figures.get(claim.figure("change") or "")
        current = paper.figures.get(claim.figure("current") or "")
        if current is not None:
            if _printed_digits(current) < settings.value_digits:
                continue
            cells = [*find_cells(paper, index, claim, current)]
        else:
            words = label_words(claim.subject)
            end = claim.period.end if claim.period is not None else None
            cells = [*find_named(paper, index, words, claim.document, end)] if end and words else []
        pairs = [p for e in cells if (p := pair_of(rows, e)) is not None]
        relations = [_relation(claim, word, direction, pair) for pair in pairs]
        fits = [fit_relation(r, paper.figures) if r is not None else None for r in relations]
        if not fits or any(f is None or f.verdict != "differs" for f in fits):
            continue
        sure = [
            relation
            for pair, relation in zip(pairs, relations, strict=True)
            if relation is not None and _is_meant(paper, claim, pair, change, current, settings)
        ]
        yield from sure[:1]


def _word(paper: Paper, document: Document, claim: Claim) -> tuple[Span, int] | None:
    """The word and the way it points: a change's own, or that of "rose to" right before a value."""
    if claim.kind == "change":
        change = paper.figures.get(claim.figure("change") or "")
        if claim.word is None or not claim.direction or change is None:
            return None
        near = min(abs(change.span.start - claim.word.end), abs(claim.word.start - change.span.end))
        if near > _REACH:
            return None
        turned = _turn(claim, claim.word.quote)
        return (claim.word, claim.direction * turned) if turned else None
    key = claim.figure("current")
    if claim.kind != "value" or key is None or not claim.linked:
        return None
    figure = paper.figures[key]
    found = _TO.search(claim.span.quote[: max(0, figure.span.start - claim.span.start)])
    word = DIRECTION.fullmatch((found["word"] or found["zh"].rstrip("至到")) if found else "")
    if found is None or word is None or word.group("flat"):
        return None
    start = claim.span.start + found.start("word" if found["word"] else "zh")
    turned = _turn(claim, word.group())
    direction = 1 if word.group("up") else -1
    place = document.layer(claim.span.layer).span(start, start + len(word.group()))
    return (place, direction * turned) if turned else None


def _turn(claim: Claim, word: str) -> int:
    """What a word's direction is multiplied by: "improved" is a rise of a result and a fall of a loss; 0 where that is open."""
    if not IMPROVE.search(word):
        return 1
    return -1 if TRUE_LOSS.search(claim.subject) else 1 if GAIN.search(claim.subject) else 0


def _relation(claim: Claim, word: Span, direction: int, pair: Pair) -> Relation | None:
    """The direction of a row; None where its sign changes, which words tell in many ways."""
    now, then = pair.now.figure, pair.then.figure
    if (now.value < 0) != (then.value < 0):
        return None
    return Relation(
        code=CODE,
        formula="direction",
        terms=(Term(now.id), Term(then.id)),
        why="the word speaks of the row's values",
        firmness="stated",
        expected=Decimal(direction),
        span=word,
        document=claim.document,
        magnitude=True,
        message='The text says "{word}", but {a} against {b} is {expected} apart the other way.',
    )


def _is_meant(
    paper: Paper, claim: Claim, pair: Pair, change: Figure | None, current: Figure | None, settings: Settings
) -> bool:
    """True when the row is the one that the sentence tells: by its own rate of change, or by its label where no rate is told."""
    words = label_words(claim.subject)
    named = bool(claim.concept and pair.now.concept == claim.concept and not pair.now.scope) or (
        bool(words) and pair.now.words == words
    )
    if change is None:
        return named and not _is_closing(pair)
    long = current is not None and _printed_digits(current) > settings.value_digits and len(pair.now.unit) == 3
    alike = named or bool(pair.now.words & words) or bool(pair.now.scope & words)
    if current is not None and current.quantity.unit in {"%", "x", "pp"} and not named:
        return False
    return (long or alike) and _is_own_change(paper, pair, change, settings)


_LAST = frozenset({"end", "closing"})
_CLOSING = re.compile(r"\bend\b|\bclosing\b|\bbalance\b|期末|年末|[结結][余餘]", re.I)


def _is_closing(pair: Pair) -> bool:
    """True for a closing balance in a table of movements: it rises or falls from the opening one."""
    label = " ".join(sorted(pair.now.words))
    known = get_concept(pair.now.concept).period_type if pair.now.concept else ""
    flowing = pair.now.period is not None and not pair.now.period.is_instant
    return bool(pair.now.words & _LAST) or (flowing and (known == "instant" or _CLOSING.search(label) is not None))


def _printed_digits(figure: Figure) -> int:
    return len(figure.quantity.number.as_tuple().digits)


def _is_own_change(paper: Paper, pair: Pair, change: Figure, settings: Settings) -> bool:
    """True when a told rate, or amount of change, is the row's own in size."""
    unit = change.quantity.unit
    formula: Formula = "growth" if unit == "%" else "points" if unit in {"pp", "bp"} else "difference"
    if _printed_digits(change) < settings.rate_digits or change.value == 0:
        return False
    terms = (Term(pair.now.figure.id), Term(pair.then.figure.id))
    relation = Relation(CODE, formula, terms, "", change.id, magnitude=True)
    fit = fit_relation(relation, paper.figures)
    return fit is not None and fit.verdict != "differs"
