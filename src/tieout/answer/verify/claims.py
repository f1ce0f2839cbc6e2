"""A sentence taken apart: each figure with the words of its own clause."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.answer.verify.words import CHANGE_WORDS, find_words
from tieout.model import Figure

_CUT = re.compile(
    r"(?<!\d\d\d\d),\s+(?:while|and|but|with|despite|although|which|alongside|as|after|before|resulting|leading|including|due)\b|[;；]|，|"
    r"\b(?:while|whereas|despite|although|alongside|but)\b|(?<!\d\d\d\d),\s(?=[a-z])",
    re.I,
)
_SUBJECT_WORDS, _CLAUSE_WORDS = 2, 4


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of a claim with its clause: `text` with bounds in the sentence, `words` without the figure itself."""

    figure: Figure
    base: int
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    all_words: tuple[str, ...]


def split_claim(text: str, base: int, figures: Sequence[Figure]) -> tuple[Part, ...]:
    """The figures of a sentence that starts at `base` of its layer, each with its clause."""
    bounds = [(f.span.start - base, f.span.end - base) for f in figures]
    cuts = [0, *(end for _, end in cut_clauses(text, bounds))]
    whole = tuple(find_words(_without(text, bounds)))
    parts: list[Part] = []
    for figure, (start, end) in zip(figures, bounds, strict=True):
        low, high = max(c for c in cuts if c <= start), min(c for c in cuts if c >= end)
        if cuts.index(low) and not _subject(
            find_words(_without(text[low:high], [(a - low, b - low) for a, b in bounds if low <= a and b <= high]))
        ):
            low = cuts[cuts.index(low) - 1]
        clause = _without(text[low:high], [(a - low, b - low) for a, b in bounds if low <= a and b <= high])
        parts.append(Part(figure, base, low, high, text[low:high], tuple(find_words(clause)), whole))
    return tuple(parts)


def _subject(words: Sequence[str]) -> bool:
    """True when a clause names what it speaks of: at least two words that tell no change and no year."""
    return len({w for w in words if w not in CHANGE_WORDS and not w.isdigit()}) >= _SUBJECT_WORDS


def cut_clauses(text: str, bounds: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """(start, end) of the clauses of a sentence; no cut goes through a figure at `bounds`."""
    cuts = [0]
    for found in _CUT.finditer(text):
        at = found.start()
        if any(a <= at < b for a, b in bounds):
            continue
        held = any(cuts[-1] <= a < at for a, _ in bounds)
        if held or len(text[cuts[-1] : at].split()) >= _CLAUSE_WORDS:
            cuts.append(at)
    cuts.append(len(text))
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def _without(text: str, bounds: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(bounds):
        text = text[:start] + " " + text[end:]
    return text
