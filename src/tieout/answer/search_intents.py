"""What a question asks for beyond its words: which statements, which line items, which part of a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml

from tieout.answer.statement_pages import flatten
from tieout.library.terms import index_terms

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Intent:
    """Wanted statements and places with their weights (0 to 1), and further phrases of stems with theirs."""

    statements: Mapping[str, float]
    places: Mapping[str, float]
    phrases: Mapping[Phrase, float]


@dataclass(frozen=True, slots=True)
class _Rule:
    when: re.Pattern[str]
    statements: tuple[tuple[str, float], ...]
    places: tuple[tuple[str, float], ...]
    phrases: tuple[tuple[Phrase, float], ...]


def find_intent(question: str) -> Intent:
    """All rules of the catalogue that match the question, the greatest weight of each thing kept."""
    flat = flatten(question)
    statements: dict[str, float] = {}
    places: dict[str, float] = {}
    phrases: dict[Phrase, float] = {}
    for rule in _rules():
        if not rule.when.search(flat):
            continue
        for target, pairs in ((statements, rule.statements), (places, rule.places)):
            for name, weight in pairs:
                target[name] = max(weight, target.get(name, 0.0))
        for phrase, weight in rule.phrases:
            phrases[phrase] = max(weight, phrases.get(phrase, 0.0))
    return Intent(MappingProxyType(statements), MappingProxyType(places), MappingProxyType(phrases))


@cache
def _rules() -> tuple[_Rule, ...]:
    raw = yaml.safe_load((resources.files("tieout.answer") / "intents.yml").read_text("utf-8"))
    return tuple(
        _Rule(
            re.compile("|".join(entry["when"])),
            tuple(entry.get("statements", {}).items()),
            tuple(entry.get("places", {}).items()),
            tuple(_parse_phrase(term) for term in entry.get("terms", ())),
        )
        for entry in raw
    )


def _parse_phrase(term: str) -> tuple[Phrase, float]:
    words, _, weight = term.partition("^")
    return tuple(index_terms(words)), float(weight or 1)
