"""Which page carries a primary statement: title, line items and density of numbers, weighed together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from tieout.library.terms import fold

STATEMENTS = ("income", "balance", "cash")
_HEAD_CHARACTERS = 600
_FULL_DENSITY = 0.25
"""Share of amounts among words and amounts from which a page counts as all table."""
_TABLE_DENSITY = 0.08
"""Pages with fewer amounts than this share of their words cannot be statements."""
_NOTED = 0.2
"""Likeness from which it is kept with the page."""
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+\.\d+|\(\d+\)|\b\d{2,3}\b")
_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Signature:
    title: re.Pattern[str]
    items: tuple[re.Pattern[str], ...]


@cache
def _signatures() -> tuple[dict[str, _Signature], re.Pattern[str]]:
    raw = yaml.safe_load((resources.files("tieout.answer") / "statements.yml").read_text("utf-8"))
    found = {
        name: _Signature(re.compile("|".join(raw[name]["titles"])), tuple(re.compile(i) for i in raw[name]["items"]))
        for name in STATEMENTS
    }
    return found, re.compile("|".join(raw["not_primary"]))


def flatten(text: str) -> str:
    """The text folded, with every run of blanks one space."""
    return _BLANK.sub(" ", fold(text))


def measure_density(flat: str) -> float:
    """Amounts among amounts and words, 0 to 1."""
    amounts = len(_AMOUNT.findall(flat))
    return amounts / (amounts + len(_WORD.findall(flat)) + 1)


def find_statements(page: str) -> dict[str, float]:
    """How much a page as read looks like each primary statement; {} when it is none by far."""
    flat = flatten(page)
    density = measure_density(flat)
    if density < _TABLE_DENSITY:
        return {}
    return {name: round(score, 3) for name, score in score_statements(flat, density).items() if score >= _NOTED}


def score_statements(flat: str, density: float) -> dict[str, float]:
    """How much a flattened page looks like each primary statement: 0.2 is prose, 1 or more the page itself."""
    signatures, not_primary = _signatures()
    head = flat[:_HEAD_CHARACTERS]
    fullness = min(1.0, density / _FULL_DENSITY)
    malus = 0.4 if not_primary.search(head) else 0.0
    scores: dict[str, float] = {}
    for name, signature in signatures.items():
        share = sum(bool(item.search(flat)) for item in signature.items) / len(signature.items)
        title = 0.35 * fullness if signature.title.search(head) else 0.0
        scores[name] = max(0.0, share * (0.4 + 0.6 * fullness) + title - malus)
    return scores
