"""Which number of an old text's prose is which of a new one: sentences first, then the numbers within them.

Sentences are paired where they read the same without their digits, in order and then wherever they moved to; what is
left is paired by the words shared, the rarest words leading. Within a pair, numbers follow the words around them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tieout.engine.align_tables import Pair
from tieout.model import Document, Figure

_END = re.compile(r"(?<=[.!?;:])\s+|(?<=[。！？；])")
_TOKEN = re.compile(r"[a-z]+|[\u4e00-\u9fff]|#")
_LEAST_SHARED = 0.5
_CANDIDATES = 20
_WHERE_LIMIT = 90


@dataclass(frozen=True, slots=True)
class _Sentence:
    """`tokens` are words and, for each figure in order, "#"."""

    text: str
    tokens: tuple[str, ...]
    figures: tuple[str, ...]


def align_sentences(
    old: Document, old_figures: Sequence[Figure], new: Document, new_figures: Sequence[Figure]
) -> Iterator[Pair]:
    """A pair for every figure of prose of either side; figures of the new text in their order, then dropped ones."""
    before, after = _find_sentences(old, old_figures), _find_sentences(new, new_figures)
    partners = _pair_sentences(before, after)
    taken: set[str] = set()
    for k, sentence in enumerate(after):
        matched = _align_figures(before[partners[k]], sentence) if k in partners else {}
        taken.update(matched.values())
        for figure in sentence.figures:
            yield matched.get(figure), figure, _shorten(sentence.text)
    for sentence in before:
        for figure in sentence.figures:
            if figure not in taken:
                yield figure, None, _shorten(sentence.text)


def _find_sentences(document: Document, figures: Sequence[Figure]) -> list[_Sentence]:
    """The sentences that hold the figures, in order; a figure in no block makes one of its own."""
    homes: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for block in document.blocks:
        homes[block.span.layer].append((block.span.start, block.span.end, block.text))
    for rows in homes.values():
        rows.sort(key=lambda row: row[:2])
    groups: dict[tuple[str, int], tuple[str, int, list[Figure]]] = {}
    for figure in figures:
        rows = homes.get(figure.span.layer, [])
        k = bisect_right(rows, figure.span.start, key=lambda row: row[0]) - 1
        start, text = figure.span.start, figure.span.quote
        if k >= 0 and figure.span.end <= rows[k][1]:
            start, text = _sentence_around(rows[k], figure)
        groups.setdefault((figure.span.layer, start), (text, start, []))[2].append(figure)
    return [_make_sentence(text, start, own) for text, start, own in groups.values()]


def _sentence_around(block: tuple[int, int, str], figure: Figure) -> tuple[int, str]:
    start, _, text = block
    cuts = [0, *(m.end() for m in _END.finditer(text)), len(text)]
    k = bisect_right(cuts, figure.span.start - start) - 1
    return start + cuts[k], text[cuts[k] : max(cuts[min(k + 1, len(cuts) - 1)], figure.span.end - start)]


def _make_sentence(text: str, start: int, figures: list[Figure]) -> _Sentence:
    parts, at = [], 0
    ordered = sorted(figures, key=lambda f: f.span.start)
    for figure in ordered:
        parts.append(re.sub(r"[\d#]", " ", text[at : figure.span.start - start]))
        parts.append("#")
        at = figure.span.end - start
    parts.append(re.sub(r"[\d#]", " ", text[at:]))
    return _Sentence(text, tuple(_TOKEN.findall("".join(parts).lower())), tuple(f.id for f in ordered))


def _pair_sentences(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> dict[int, int]:
    found: dict[int, int] = {}
    keys_old, keys_new = [s.tokens for s in old], [s.tokens for s in new]
    for block in SequenceMatcher(None, keys_old, keys_new, autojunk=False).get_matching_blocks():
        found.update({block.b + k: block.a + k for k in range(block.size)})
    free = set(range(len(old))) - set(found.values())
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k in sorted(free, reverse=True):
        waiting[keys_old[k]].append(k)
    for k, key in enumerate(keys_new):
        if k not in found and waiting[key]:
            found[k] = waiting[key].pop()
    _pair_likely(old, new, found)
    return found


def _pair_likely(old: Sequence[_Sentence], new: Sequence[_Sentence], found: dict[int, int]) -> None:
    """Pairs among what is left, the likest first."""
    free = sorted(set(range(len(old))) - set(found.values()))
    homes: dict[str, list[int]] = defaultdict(list)
    for k in free:
        for word in set(old[k].tokens):
            homes[word].append(k)
    scored = []
    for n, sentence in enumerate(new):
        if n in found:
            continue
        own = set(sentence.tokens)
        for o in _candidates(own, homes):
            theirs = set(old[o].tokens)
            score = len(own & theirs) / len(own | theirs)
            if score >= _LEAST_SHARED:
                scored.append((-score, abs(o - n), n, o))
    taken: set[int] = set()
    for _, _, n, o in sorted(scored):
        if n not in found and o not in taken:
            found[n] = o
            taken.add(o)


def _candidates(words: set[str], homes: Mapping[str, list[int]]) -> list[int]:
    """Sentences that hold one of the rarest words."""
    found: dict[int, None] = {}
    for word in sorted((w for w in words if homes.get(w)), key=lambda w: (len(homes[w]), w)):
        found.update(dict.fromkeys(homes[word][:_CANDIDATES]))
        if len(found) >= _CANDIDATES:
            break
    return list(found)


def _align_figures(old: _Sentence, new: _Sentence) -> dict[str, str]:
    """For figures of the new sentence, those of the old one."""
    if old.tokens == new.tokens:
        return dict(zip(new.figures, old.figures, strict=True))
    found: dict[str, str] = {}
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, old.tokens, new.tokens, autojunk=False).get_opcodes():
        marks_old, marks_new = old.tokens[a0:a1].count("#"), new.tokens[b0:b1].count("#")
        if tag == "equal" or (tag == "replace" and marks_old == marks_new):
            first_old, first_new = old.tokens[:a0].count("#"), new.tokens[:b0].count("#")
            theirs = old.figures[first_old : first_old + marks_old]
            found.update(zip(new.figures[first_new : first_new + marks_new], theirs, strict=True))
    return found


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WHERE_LIMIT else line[:_WHERE_LIMIT].rsplit(" ", 1)[0] + " …"
