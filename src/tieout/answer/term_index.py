"""BM25 over a few hundred texts in memory: words and phrases, weighted; the pages or passages of one document."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tieout.library.terms import index_terms

Phrase = tuple[str, ...]
Scores = NDArray[np.float64]

SATURATION = 1.6
LENGTH_WEIGHT = 0.75
"""BM25's k1 and b; figures move by less than a question in a hundred between 1.2 and 2, and 0.5 and 0.75."""


class TermIndex:
    """Term counts of texts in order; scores are arrays with one number a text."""

    def __init__(self, texts: Sequence[str]) -> None:
        sequences = [index_terms(text) for text in texts]
        self.size = len(texts)
        self._joined = [f" {' '.join(sequence)} " for sequence in sequences]
        self._postings: dict[str, list[tuple[int, int]]] = {}
        for number, sequence in enumerate(sequences):
            for term, count in Counter(sequence).items():
                self._postings.setdefault(term, []).append((number, count))
        lengths = np.array([len(sequence) + 1 for sequence in sequences], dtype=np.float64)
        mean = float(lengths.mean()) if self.size else 1.0
        self._norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * lengths / mean)

    def count(self, phrase: Phrase) -> Scores:
        """How often the phrase of terms stands in each text."""
        counts = np.zeros(self.size)
        if not phrase or any(term not in self._postings for term in phrase):
            return counts
        if len(phrase) == 1:
            for number, times in self._postings[phrase[0]]:
                counts[number] = times
            return counts
        wanted = f" {' '.join(phrase)} "
        rarest = min((self._postings[term] for term in phrase), key=len)
        for number, _ in rarest:
            counts[number] = self._joined[number].count(wanted)
        return counts

    def score(self, phrases: Mapping[Phrase, float]) -> Scores:
        """Sum of the weighted BM25 scores of the phrases."""
        total = np.zeros(self.size)
        for phrase, weight in phrases.items():
            counts = self.count(phrase)
            found = int(np.count_nonzero(counts))
            if found:
                rarity = math.log(1 + (self.size - found + 0.5) / (found + 0.5))
                total += weight * rarity * counts * (SATURATION + 1) / (counts + self._norm)
        return total

    def cover(self, phrases: Mapping[Phrase, float]) -> float:
        """The share of the phrases, by weight, that stand anywhere in the texts; 1 when there are none."""
        total = sum(phrases.values())
        if not total:
            return 1.0
        return sum(weight for phrase, weight in phrases.items() if self.count(phrase).any()) / total


def scale_to_best(scores: Scores) -> Scores:
    """The scores divided by the greatest; all zero stays zero."""
    best = float(scores.max()) if scores.size else 0.0
    return scores / best if best > 0 else scores
