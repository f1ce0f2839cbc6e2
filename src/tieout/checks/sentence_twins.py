"""A sentence printed twice prints the same figures.

What it tests: sentences of one company's documents in nearly the same words, figures and periods set aside: whether the
figures at the same place agree.
Why it matters: a circular and its supplement, a release and the report repeat whole paragraphs; each is consistent in itself
and only beside the other does one figure stand out.
Ties: "a closing price of HK$0.40 per share" in the circular and in its supplement. Does not tie: HK$1.13 in the supplement.
A document that says it corrects is right where it differs from an earlier one. Elsewhere it is a finding only where the words,
the periods and another figure are the same and both documents report the same date; a question otherwise, because the
same words may speak of another day or period.
Source: ISA 720.14; HKEX Listing Rule 2.13 (information accurate and not misleading).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import same_class, unit_class
from tieout.checks._same_words import SameWords, Sentence, find_same_words, is_correction, read_sentences
from tieout.model import Document, Figure, Firmness, Paper, Relation, Term
from tieout.numbers.periods import find_periods

CODE = "A504"
NAME = "the same sentence elsewhere"

_FUNCTION = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "and",
        "or",
        "by",
        "as",
        "its",
        "our",
        "this",
        "that",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "had",
        "has",
        "have",
        "which",
        "with",
        "from",
    ]
) | frozenset("的之了其本该此于在为是及和与并以就对而乃将已所")
"""Words that say nothing of what a sentence speaks of."""
_TITLES = re.compile(
    r"announcement|circular|report|prospectus|document|release|supplement\w*|公告|通函|年报|报告|章程|文件|补充"
)
_DIGITS = 3
_OCCASIONAL = frozenset({"announcement", "circular", "news", "other"})
"""Documents that come out for a reason and not for a period: their sentences do not return every year."""


@dataclass(frozen=True)
class Settings:
    """`words`: words a sentence must have to be known again. `likeness`: the part (0 to 1) of them that both have in order."""

    words: int = 10
    likeness: float = 0.88


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality for each figure that differs between two sentences in the same words."""
    entity = entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    pairs = [
        p
        for p in find_same_words(read_sentences(paper, settings.words), settings.likeness)
        if entity[p.first.document] == entity[p.second.document] and _same_subject(p)
    ]
    corrected = _corrected(pairs, documents)
    for pair in pairs:
        yield from _relations(pair, documents, corrected)


def _relations(pair: SameWords, documents: dict[str, Document], corrected: dict[str, Figure]) -> Iterator[Relation]:
    true, other = _order(pair, documents)
    first_is_true = true is pair.first
    sure = _corrects(documents[true.document], documents[other.document])
    firmness: Firmness | None = "stated" if sure else _firmness(pair, documents)
    for a, b in pair.pairs:
        right, told = (a, b) if first_is_true else (b, a)
        if not same_class(unit_class(right), unit_class(told)):
            continue
        if figures_meet(right, told) and right.value == told.value:
            if sure or firmness == "structural":
                yield _relation(right, told, "structural")
        elif firmness is not None and not figures_meet(right, told):
            known = corrected.get(told.id)
            if not sure and known is not None:
                continue  # a correction speaks of this place, whatever a third document says
            if not sure and right.id in corrected and not figures_meet(corrected[right.id], right):
                continue  # the other place is the one that was corrected
            yield _relation(right, told, firmness)


def _corrected(pairs: list[SameWords], documents: dict[str, Document]) -> dict[str, Figure]:
    """For figures that a correcting document repeats: its figure at that place."""
    found = {}
    for pair in pairs:
        true, other = _order(pair, documents)
        if _corrects(documents[true.document], documents[other.document]):
            for a, b in pair.pairs:
                right, told = (a, b) if true is pair.first else (b, a)
                found[told.id] = right
    return found


def _order(pair: SameWords, documents: dict[str, Document]) -> tuple[Sentence, Sentence]:
    """What is taken for right, and what is tested: the correction first, else the earlier document or place."""
    first, second = documents[pair.first.document], documents[pair.second.document]
    if is_correction(first) != is_correction(second):
        return (pair.first, pair.second) if is_correction(first) else (pair.second, pair.first)
    later = (_date(first) or date.min) > (_date(second) or date.min)
    if is_correction(first):
        return (pair.first, pair.second) if later else (pair.second, pair.first)
    return (pair.second, pair.first) if later else (pair.first, pair.second)


def _corrects(one: Document, other: Document) -> bool:
    """True when one document says that it corrects and does not come before the other."""
    if one.id == other.id or not is_correction(one):
        return False
    told, before = _date(one), _date(other)
    return told is None or before is None or before <= told


def _date(document: Document) -> date | None:
    return document.published or document.period_end


def _same_subject(pair: SameWords) -> bool:
    """True when the words that only one sentence has say nothing of what it speaks of."""
    text = "".join(pair.odd) if all(not w.isascii() for w in pair.odd) else " ".join(pair.odd)
    rest = _TITLES.sub("", text)
    words = rest.split() if rest.isascii() else list(rest.replace(" ", ""))
    return all(word in _FUNCTION or word == "#" for word in words)


def _firmness(pair: SameWords, documents: dict[str, Document]) -> Firmness | None:
    """What a difference between two sentences may become where neither document corrects the other."""
    first, second = documents[pair.first.document], documents[pair.second.document]
    periods = [_periods(s, documents[s.document]) for s in (pair.first, pair.second)]
    if periods[0] != periods[1]:
        return None
    held = [a for a, b in pair.pairs if a.value == b.value and a.quantity.digits >= _DIGITS]
    differing = sum(not figures_meet(a, b) for a, b in pair.pairs)
    if first.id == second.id:
        return "suggested" if held and differing == 1 and pair.odd == () and periods[0] else None
    if held and differing == 1 and first.period_end == second.period_end and periods[0]:
        return "structural"
    return "suggested" if held or {first.kind, second.kind} <= _OCCASIONAL else None


def _periods(sentence: Sentence, document: Document) -> set[object]:
    """The periods a sentence names; relative ones by their word."""
    return {f.period or f.relative for f in find_periods(sentence.span.quote, document.year_end)}


def _relation(right: Figure, told: Figure, firmness: Firmness) -> Relation:
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(right.id),),
        why="the same sentence is printed twice",
        result=told.id,
        firmness=firmness,
        magnitude=True,
        message="The same sentence elsewhere prints {a}; here {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )
