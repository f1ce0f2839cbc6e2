"""Which figure of a sentence whose arithmetic fails is wrong: the one whose right value stands elsewhere, or that one slip mends.

The arithmetic says only that one of the figures does not fit. For each, what it would have to be is known; where that is
printed for a label that the sentence holds, and the figure itself is not, nothing else needs to be guessed.
"""

from __future__ import annotations

from collections.abc import Iterable

from tieout.checks._facts import FactIndex, same_class, unit_class
from tieout.concepts.labels import label_words
from tieout.model import Figure
from tieout.numbers.interval import Interval
from tieout.relations.slips import find_slip, list_slips

_DIGITS = 2
"""Digits a value must print before its standing elsewhere tells anything."""
_LONG = 4
"""Digits of a value of which an exchange of two fits a width of values by more than chance."""


def find_culprits(index: FactIndex, sentence: str, wanted: Iterable[tuple[Figure, Interval]]) -> tuple[str, ...]:
    """The figures to suspect, likeliest first: `wanted` gives for each what it would have to be. Empty where nothing tells."""
    words, sizes = label_words(sentence), tuple(wanted)
    own = {figure.id for figure, _ in sizes}
    told: list[str] = []
    slipped: list[str] = []
    for figure, interval in sizes:
        if _is_printed(index, figure, interval, words, own):
            told.append(figure.id)
        elif find_slip(figure, interval.middle.copy_sign(figure.value)) is not None:
            slipped.append(figure.id)
    return tuple(told) if len(told) == 1 else () if told else tuple(slipped) if len(slipped) == 1 else ()


def is_exchanged(figure: Figure, wanted: Interval) -> bool:
    """True when two neighbouring digits of a long value, put the other way round, give what it would have to be."""
    if figure.quantity.digits < _LONG:
        return False
    size, digits = abs(wanted), sorted(str(abs(figure.quantity.number)))
    return any(
        size.low <= abs(other.value) <= size.high
        for other in list_slips(figure)
        if sorted(str(abs(other.quantity.number))) == digits
    )


def _is_printed(index: FactIndex, figure: Figure, wanted: Interval, words: frozenset[str], own: set[str]) -> bool:
    """True when a place of the sentence's words prints the wanted size, and none the figure's own."""
    found = False
    size = abs(wanted)
    for k in {k for w in words for k in index.by_word.get(w, ())}:
        entry = index.entries[k]
        if entry.figure.id in own or entry.origin not in {"value", "prose"} or not entry.words <= words:
            continue
        if entry.figure.quantity.digits < _DIGITS or not same_class(entry.unit, unit_class(figure)):
            continue
        if abs(entry.figure.value) == abs(figure.value):
            return False
        found = found or size.low <= abs(entry.figure.value) <= size.high
    return found
