"""What a question asks for beyond its words: which statements, which line items, which part of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

import yaml

from tieout.answer.statement_pages import flatten
from tieout.concepts.mentions import find_mentions
from tieout.library.terms import index_terms

Phrase = tuple[str, ...]
_NAMES_PER_LANGUAGE = 5
_CONCEPT_NAME_WEIGHT = 1.0
_END = "；" * 32
"""Names are matched as runs of up to 29 characters; a question that ends in one is lengthened so that no run is cut."""


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


@lru_cache(maxsize=256)
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
    for phrase, weight in _concept_phrases(question):
        phrases.setdefault(phrase, weight)
    return Intent(MappingProxyType(statements), MappingProxyType(places), MappingProxyType(phrases))


def _concept_phrases(question: str) -> Iterator[tuple[Phrase, float]]:
    """Other names, in both languages, of the financial concepts the question mentions."""
    for mention in find_mentions(f"{question}{_END}"):
        concept = mention.concept
        for names in (concept.names_en[:_NAMES_PER_LANGUAGE], concept.names_zh[:_NAMES_PER_LANGUAGE]):
            for name in names:
                yield to_phrase(name.lstrip("-=")), _CONCEPT_NAME_WEIGHT


def to_phrase(words: str) -> Phrase:
    """Consecutive terms as the index has them: for Chinese, its overlapping pairs without the last single character."""
    terms = index_terms(words)
    phrase: list[str] = []
    for number, term in enumerate(terms):
        single = len(term) == 1 and "\u3400" <= term <= "\u9fff"
        if not (single and number and terms[number - 1].endswith(term)):
            phrase.append(term)
    return tuple(phrase)


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
    return to_phrase(words), float(weight or 1)
