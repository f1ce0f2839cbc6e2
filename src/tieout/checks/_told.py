"""Amounts told in sentences beside the places whose whole label stands in the sentence, or that print its item."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from weakref import WeakKeyDictionary

from tieout.checks._consensus import entities_of
from tieout.checks._facts import Entry, FactIndex, claims_by_figure, index_facts, periods_fit
from tieout.concepts.labels import has_han, label_words
from tieout.model import Claim, Figure, Paper, Span

SENTENCE_STOP = re.compile(r"[.!?](?:\s|$)|[。；;！？\n]")
"""Where the words about a figure end, in either language."""
_CLAUSE_STOP = re.compile(r"[，,。；;：:！？\n]")
"""Where the words that lead to a figure in Chinese begin."""
RUN = 4
"""Characters of a Chinese label that name an item as two English words do."""
_DIGITS = 4
_PROSE_WORDS = 2
"""Words that name an item where another sentence prints it: one alone may be a part of any sentence."""

_Words = frozenset[str]
_Labels = dict[str, list[tuple[_Words, list[Entry]]]]


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence's amount of four digits or more, and places of one company whose label the sentence holds, or whose item it
    gives a value, and whose period fits."""

    figure: Figure
    claim: Claim
    entries: tuple[Entry, ...]


_CACHE: WeakKeyDictionary[Paper, tuple[Told, ...]] = WeakKeyDictionary()


def find_told(paper: Paper) -> tuple[Told, ...]:
    """Every such amount that some place may print, in the order of claims; found once."""
    if paper not in _CACHE:
        _CACHE[paper] = tuple(_find(paper))
    return _CACHE[paper]


def _find(paper: Paper) -> Iterator[Told]:
    index = index_facts(paper)
    labels = _by_label(index)
    runs = _by_run(labels)
    entity = entities_of(paper)
    words: dict[str, _Words] = {}
    for key, (claim, role) in claims_by_figure(paper).items():
        figure = paper.figures[key]
        if role == "change" or figure.quantity.digits < _DIGITS or figure.quantity.approximation:
            continue
        if claim.id not in words:
            words[claim.id] = label_words(claim.span.quote)
        dated = claim.prior_dated if role == "prior" else claim.dated
        period = None if not dated else claim.prior_period if role == "prior" else claim.period
        own = claim.prior_period if role == "prior" else claim.period
        named = chain(_candidates(labels, words[claim.id]), _in_clause(runs, figure, claim))
        found = {id(e): e for e in named if periods_fit(period, e.period)}
        found |= {id(e): e for e in _of_concept(index, claim) if own is not None and periods_fit(own, e.period)}
        entries = tuple(
            e for e in found.values() if e.place != claim.id and entity[e.figure.document] == entity[figure.document]
        )
        if entries:
            yield Told(figure, claim, entries)


def _of_concept(index: FactIndex, claim: Claim) -> Iterator[Entry]:
    """Places of the catalogued item that a sentence gives a value, in whatever language."""
    if claim.concept is None or not claim.linked:
        return
    for k in index.by_concept.get(claim.concept, ()):
        entry = index.entries[k]
        if entry.origin in {"value", "prose"} and entry.figure.quantity.digits >= _DIGITS and not entry.scope:
            yield entry


def _by_label(index: FactIndex) -> _Labels:
    """Cells and told amounts by their label's words, under the rarest of these."""
    cells: dict[_Words, list[Entry]] = defaultdict(list)
    for entry in index.entries:
        named = len(entry.words) >= (1 if entry.origin == "value" else _PROSE_WORDS)
        if entry.origin in {"value", "prose"} and named and entry.figure.quantity.digits >= _DIGITS:
            cells[entry.words].append(entry)
    found: _Labels = defaultdict(list)
    for label, entries in cells.items():
        found[min(label, key=lambda w: (len(index.by_word[w]), w))].append((label, entries))
    return found


def _by_run(labels: _Labels) -> _Labels:
    """The labels that are one run of Chinese characters, under its first two: no space parts it from the words around it."""
    found: _Labels = defaultdict(list)
    for same in labels.values():
        for label, entries in same:
            run = next(iter(label)) if len(label) == 1 else ""
            if len(run) >= RUN and has_han(run):
                found[run[:2]].append((label, entries))
    return found


def _in_clause(runs: _Labels, figure: Figure, claim: Claim) -> Iterator[Entry]:
    """Places whose Chinese label stands in the words that lead to a figure."""
    text = _CLAUSE_STOP.split(claim.span.quote[: max(0, figure.span.start - claim.span.start)])[-1] if runs else ""
    if not has_han(text) or figure.span.layer != claim.span.layer:
        return
    for pair in sorted({text[k : k + 2] for k in range(len(text) - 1)}):
        for label, entries in runs.get(pair, ()):
            if next(iter(label)) in text:
                yield from entries


def _candidates(labels: _Labels, sentence: _Words) -> Iterator[Entry]:
    for word in sorted(sentence):
        for label, entries in labels.get(word, ()):
            if label <= sentence:
                yield from entries


_LABEL_REACH = 140
"""Characters from a label to its amount within which the two together are a finding's place."""


def find_labelled(paper: Paper, claim: Claim, figure: Figure) -> Span | None:
    """The place of an amount with the label it is told under, where one of the two is wrong; None where they stand apart."""
    if figure.span.layer != claim.span.layer or not claim.subject:
        return None
    before = claim.span.quote[: figure.span.start - claim.span.start]
    words = re.split(r"[:：]\s*", claim.subject)[-1].lower().split()
    named = (" ".join(words[:k]) for k in range(len(words), 0, -1))  # "X sales" of "X recorded sales of"
    at = next((at for name in named if (at := before.lower().rfind(name)) >= 0), -1)
    if at < 0 or len(before) - at > _LABEL_REACH:
        return None
    document = next(d for d in paper.documents if d.id == claim.document)
    return document.layer(figure.span.layer).span(claim.span.start + at, figure.span.end)
