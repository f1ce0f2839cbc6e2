"""Typing slips in a question: a word that neither documents nor catalogue know becomes the one word that is nearly the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from tieout.concepts import all_concepts, get_concept

_WORD = re.compile(r"[a-z]{5,}", re.I)
_ALIKE = 0.8
_COMMON = frozenset(
    [
        "about",
        "after",
        "amount",
        "annual",
        "average",
        "before",
        "between",
        "calculate",
        "change",
        "combined",
        "compared",
        "could",
        "decrease",
        "decreased",
        "describe",
        "difference",
        "during",
        "explain",
        "fiscal",
        "growth",
        "increase",
        "increased",
        "largest",
        "higher",
        "highest",
        "lower",
        "lowest",
        "million",
        "thousand",
        "billion",
        "number",
        "percent",
        "percentage",
        "portion",
        "proportion",
        "quarter",
        "ratio",
        "reported",
        "several",
        "share",
        "shares",
        "smallest",
        "their",
        "these",
        "there",
        "total",
        "under",
        "using",
        "value",
        "which",
        "whose",
        "would",
        "years",
        "defined",
        "answer",
        "question",
        "company",
        "business",
        "please",
        "recognised",
        "recognized",
        "measured",
        "accounting",
        "policy",
        "policies",
        "account",
        "accounts",
    ]
)


@cache
def _catalogue_words() -> frozenset[str]:
    return frozenset(
        w.lower() for c in all_concepts() for n in (get_concept(c).names_en or ()) for w in _WORD.findall(n)
    )


def correct_typos(question: str, labels: Iterable[str], text: str) -> str:
    """The question with its slips put right from the rows' labels and the catalogue; words that stand in the `text` are left alone."""
    known = _catalogue_words() | {w.lower() for label in labels for w in _WORD.findall(label)}
    lowered = text.lower()

    def put_right(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word in known or word in _COMMON or word in lowered or not match[0].islower():
            return match[0]
        close = get_close_matches(
            word, [k for k in known if abs(len(k) - len(word)) <= 2 and k[0] == word[0]], 2, _ALIKE
        )
        return close[0] if close else match[0]

    return _WORD.sub(put_right, question)
