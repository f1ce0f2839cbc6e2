"""Labels compared as sets of words, so that "R&D Expenses" and "research and development expense" are near."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z][a-z0-9&'-]*|[\u4e00-\u9fff]+|\d+")
SMALL_WORDS = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "per", "the", "to", "with"]
)
"""Articles, conjunctions and prepositions: they carry nothing of a label and are not capitalised in a title."""
_EMPTY = SMALL_WORDS | frozenset(
    [
        "its",
        "our",
        "their",
        "group's",
        "company's",
        "company",
        "group",
        "total",
        "net",
        "amount",
        "amounts",
        "approximately",
        "about",
        "was",
        "were",
        "is",
        "are",
        "s",
        "during",
        "period",
        "year",
        "reported",
        "recorded",
        "which",
        "this",
        "that",
        "consolidated",
        "respectively",
    ]
)
_SAME = {
    "r&d": ("research", "development"),
    "turnover": ("revenue",),
    "revenues": ("revenue",),
    "sales": ("sale",),
    "ppe": ("property", "plant", "equipment"),
    "living": ("life",),
    "automotive": ("auto",),
    "automobile": ("auto",),
    "vehicle": ("auto",),
    "staff": ("employee",),
    "expenditure": ("expense",),
    "expenditures": ("expense",),
    "ageing": ("aging",),
    "amortisation": ("amortization",),
    "generated": ("from",),
    "losses": ("loss",),
    "annual": (),
    "businesses": ("business",),
    "cities": ("city",),
}


_UNIT_ASIDE = re.compile(
    r"\s*[(（]\s*(?:in\s+)?(?:(?:rmb|cny|hk|us|hkd|usd|eur|gbp|sgd|[a-z]{0,2}[$€£¥]|cents?|yuan|thousands?|millions?|billions?|mn|bn|['’]?0{3}|%|％|percent|times|days|persons|people|"
    r"人民[币幣]|[港美]?[币幣]|[港美]?[百千万萬亿億]*元|港?仙|[百千万萬亿億]+|倍|天|日|名|人)[\s,/]*)+[)）]\W*$",
    re.I,
)
"""A unit in brackets at the end of a label: "Bank borrowings (RMB million)", "Employees (persons)". It is no word of the item."""


@lru_cache(maxsize=65536)
def label_words(label: str) -> frozenset[str]:
    """The words of a label that carry meaning, in lower case and singular; Chinese runs are kept whole, a unit in brackets is left out."""
    words: list[str] = []
    if label.rstrip(" *").endswith((")", "）")):
        label = _UNIT_ASIDE.sub("", label) or label
    for word in _WORD.findall(label.lower().replace("’", "'")):
        plain = word.removesuffix("'s").strip("'-")
        if plain in _EMPTY or not plain or plain.isdigit():
            continue
        for part in _SAME.get(plain, (plain,)):
            for piece in part.split("-"):
                if piece and piece not in _EMPTY:
                    words.append(_singular(piece))
    return frozenset(words)


def _singular(word: str) -> str:
    if len(word) <= 3 or word.endswith(("ss", "us", "is")) or not word.isascii():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


_MOVEMENT = re.compile(r"\b(?:loss(?:es)?|gains?|changes?)\s+(?:on|in|from|arising)\b")
"""A loss on an asset is not the asset, though "profit or loss" may lend both the same words."""


def qualifier_words(label: str) -> frozenset[str]:
    """Words that tell near items apart (net, gross, total), which `label_words` leaves out."""
    lowered = label.lower()
    marks = {w for w in ("net", "gross", "basic", "diluted", "adjusted") if w in lowered}
    if "non-current" in lowered:
        marks.add("non-current")
        lowered = lowered.replace("non-current", "")
    if "current" in lowered:
        marks.add("current")
    if _MOVEMENT.search(lowered):
        marks.add("movement")
    return frozenset(marks)


def has_han(text: str) -> bool:
    """True when the text holds Chinese characters."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)
