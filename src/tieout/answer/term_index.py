"""BM25 over the passages or pages of one document: words and phrases, weighted."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tieout.library.token_arrays import TokenArrays

Phrase = tuple[str, ...]
Scores = NDArray[np.float64]

SATURATION = 1.6
LENGTH_WEIGHT = 0.75
"""BM25's k1 and b; figures move by less than a question in a hundred between 1.2 and 2, and 0.5 and 0.75."""
COUNT_REACH = 3
"""Words between a number and what it counts: "1,300 issued and pending patents"."""


class TermIndex:
    """Scores are arrays with one number a text; `starts` are the first tokens of the texts, and the end of the last."""

    def __init__(self, arrays: TokenArrays, starts: NDArray[np.int32]) -> None:
        self._arrays = arrays
        self._starts = starts
        self.size = len(starts) - 1
        lengths = np.diff(starts).astype(np.float64) + 1
        mean = float(lengths.mean()) if self.size else 1.0
        self._norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths / mean)

    def count(self, phrase: Phrase) -> Scores:
        """How often the phrase of terms stands in each text."""
        return self._count(self._arrays.find(phrase), phrase)

    def holds_counted(self, phrase: Phrase) -> Scores:
        """1 for each text in which a whole number stands shortly before the phrase, else 0."""
        return np.minimum(1.0, self._count(self._arrays.find_counted(phrase, COUNT_REACH), phrase))

    def _count(self, found: NDArray[np.int64], phrase: Phrase) -> Scores:
        owners = np.searchsorted(self._starts, found, side="right") - 1
        whole = found + len(phrase) <= self._starts[owners + 1]
        return np.bincount(owners[whole], minlength=self.size).astype(np.float64)

    def score(self, phrases: Mapping[Phrase, float]) -> Scores:
        """Sum of the weighted BM25 scores of the phrases."""
        return sum(self.score_each(phrases).values(), np.zeros(self.size))

    def score_each(self, phrases: Mapping[Phrase, float]) -> dict[Phrase, Scores]:
        """The weighted BM25 scores of each phrase that stands anywhere."""
        scores: dict[Phrase, Scores] = {}
        for phrase, weight in phrases.items():
            counts = self.count(phrase)
            found = int(np.count_nonzero(counts))
            if found:
                rarity = math.log(1 + (self.size - found + 0.5) / (found + 0.5))
                scores[phrase] = weight * rarity * counts * (SATURATION + 1) / (counts + self._norm)
        return scores

    def cover(self, phrases: Mapping[Phrase, float]) -> float:
        """The share of the phrases, by weight, that stand anywhere in the texts; 1 when there are none."""
        total = sum(phrases.values())
        if not total:
            return 1.0
        return sum(weight for phrase, weight in phrases.items() if len(self._arrays.find(phrase))) / total


def scale_to_best(scores: Scores) -> Scores:
    """The scores divided by the greatest; all zero stays zero."""
    best = float(scores.max()) if scores.size else 0.0
    return scores / best if best > 0 else scores
