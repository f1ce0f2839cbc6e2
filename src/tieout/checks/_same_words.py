"""Sentences that say the same words, wherever they stand: which pairs, and which of their figures share a place.

A sentence is told by its words in order; every figure is one mark among them. Pairs are found by the rarest runs of
words (a sketch of each sentence), so the work grows with the text and not with the number of pairs.
Source: A. Broder, On the resemblance and containment of documents (1997).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from zlib import crc32

from tieout.checks._within import figures_within
from tieout.concepts.words import fold
from tieout.model import Document, Figure, Paper, Span

_MARK = "#"
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]|#")
_FIGURE_LIMIT = 12
"""A sentence with more figures is a table read as text, or a listing."""
_TORN = re.compile(r"\d\.\s+\d")
"""A number that a line break has torn: its second half is no figure."""
_RUN = 5
_SKETCH = 8
_COMMON = 8
"""Sentences that share a run of words above which it is a set phrase."""
_CORRECTS = re.compile(r"clarif|correct(?:ion|ing|ed)\b|corrigend|errat[au]|澄清|更正|勘[误誤]", re.I)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's words with marks for figures, and its figures in order."""

    document: str
    span: Span
    words: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class SameWords:
    """Two sentences in nearly the same words: the figures at the same places, and the words only one of them has."""

    first: Sentence
    second: Sentence
    pairs: tuple[tuple[Figure, Figure], ...]
    likeness: float
    """The part (0 to 1) of the words that both have, in order."""
    odd: tuple[str, ...]


def read_sentences(paper: Paper, least: int) -> list[Sentence]:
    """Sentences that hold figures and at least so many words, in order of place."""
    layers = {layer.id: layer.text for document in paper.documents for layer in document.layers}
    spans = {(c.document, c.span.layer, c.span.start): c.span for c in paper.claims}
    found = []
    for (document, layer, start), span in spans.items():
        own = figures_within(paper, document, span)
        text = layers[layer]
        if 0 < len(own) <= _FIGURE_LIMIT and _TORN.search(text[max(0, start - 3) : span.end]) is None:
            words = _words_of(span.quote, start, own)
            if len(words) - len(own) >= least:
                found.append(Sentence(document, span, words, tuple(own)))
    return found


def _words_of(text: str, base: int, figures: list[Figure]) -> tuple[str, ...]:
    pieces, at = [], 0
    for figure in figures:
        pieces.append(text[at : figure.span.start - base])
        at = figure.span.end - base
    return tuple(
        _WORD.findall(
            f" {_MARK} ".join((*(fold(p.replace(_MARK, " ")).lower() for p in pieces), fold(text[at:]).lower()))
        )
    )


def find_same_words(sentences: list[Sentence], likeness: float) -> Iterator[SameWords]:
    """Pairs of sentences that share at least that part of their words, in order of the first's place."""
    by_run: dict[int, list[int]] = defaultdict(list)
    for k, sentence in enumerate(sentences):
        for run in _sketch(sentence.words):
            by_run[run].append(k)
    tried = {
        (a, b) for held in by_run.values() if len(held) <= _COMMON for i, a in enumerate(held) for b in held[i + 1 :]
    }
    for a, b in sorted(tried):
        pair = _compare(sentences[a], sentences[b], likeness)
        if pair is not None:
            yield pair


def _sketch(words: tuple[str, ...]) -> list[int]:
    runs = {crc32(" ".join(words[k : k + _RUN]).encode()) for k in range(max(1, len(words) - _RUN + 1))}
    return sorted(runs)[:_SKETCH]


def _compare(a: Sentence, b: Sentence, likeness: float) -> SameWords | None:
    """The pair with its aligned figures; None where the words are too different, or a figure has no counterpart.

    Where one sentence is the end of a longer one, the longer one's other words do not count.
    """
    matcher = SequenceMatcher(None, a.words, b.words, autojunk=False)
    if matcher.quick_ratio() < likeness / 2:
        return None
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    low, high = (blocks[0].a, blocks[0].b), (blocks[-1].a + blocks[-1].size, blocks[-1].b + blocks[-1].size)
    both = sum(block.size for block in blocks)
    part = both / max(high[0] - low[0], high[1] - low[1])
    if part < likeness or both < likeness * min(len(a.words), len(b.words)):
        return None
    at_a, at_b = _places(a), _places(b)
    pairs = tuple(
        (a.figures[at_a[block.a + k]], b.figures[at_b[block.b + k]])
        for block in blocks
        for k in range(block.size)
        if block.a + k in at_a and block.b + k in at_b
    )
    if len(pairs) < min(len(a.figures), len(b.figures)):
        return None
    odd = tuple(
        word
        for tag, i, j, m, n in matcher.get_opcodes()
        if tag != "equal"
        for word in (*a.words[max(i, low[0]) : min(j, high[0])], *b.words[max(m, low[1]) : min(n, high[1])])
    )
    return SameWords(a, b, pairs, part, odd)


def _places(sentence: Sentence) -> dict[int, int]:
    """For each position of a mark among the words, which figure it is."""
    marks = [k for k, word in enumerate(sentence.words) if word == _MARK]
    return {position: k for k, position in enumerate(marks)}


def is_correction(document: Document) -> bool:
    """True for a document whose title says that it corrects another."""
    return _CORRECTS.search(document.title) is not None
