"""A query as typed, taken apart: words, "phrases", -exclusions, amounts, years, Chinese words, filters."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType

from tieout.answer.search_intents import to_phrase
from tieout.library.amounts import query_amounts
from tieout.library.rows import Filters
from tieout.library.terms import HAN, fold, index_terms

Phrase = tuple[str, ...]
QUERY_LIMIT_CHARACTERS = 4_000
_QUOTED = re.compile(r'(?P<minus>(?<!\S)-)?["“”「『](?P<words>[^"“”」』]+)["“”」』]')
_EXCLUDED = re.compile(rf"(?<!\S)-(?P<word>[^\W\d_][\w{HAN}]*)")
_FILTER = re.compile(
    r"(?<!\S)(?P<name>company|kind|language|period|document|section|since|until):(?P<value>\"[^\"]+\"|\S+)"
)
_YEAR = re.compile(r"(?:\b(?:fy|cy)?\s?'?|(?<!\d))((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_HAN_RUN = re.compile(f"[{HAN}]+")
_HAN_STOP = frozenset("的了是在和与及或有为多少什么哪些哪如何怎样请问公司年年度本集团其中对于到从被把将吗呢")


@dataclass(frozen=True)
class SearchQuestion:
    """What was asked. `words` and `phrases` are stems with weights; `required` groups must each be found by one of
    their alternatives; `excluded` must not be found; `years` are the years named."""

    text: str
    phrases: Mapping[Phrase, float]
    required: tuple[tuple[Phrase, ...], ...] = ()
    excluded: tuple[Phrase, ...] = ()
    amounts: tuple[tuple[str, ...], ...] = ()
    years: tuple[int, ...] = ()
    filters: Filters = field(default_factory=Filters)


def parse_question(text: str, filters: Filters | None = None) -> SearchQuestion:
    """Take a query apart; anything may be typed, nothing is an error. Cut at QUERY_LIMIT_CHARACTERS."""
    rest = text[:QUERY_LIMIT_CHARACTERS]
    chosen = filters or Filters()
    for match in _FILTER.finditer(rest):
        chosen = _add_filter(chosen, match["name"], match["value"].strip('"'))
    rest = _FILTER.sub(" ", rest)
    required: list[tuple[Phrase, ...]] = []
    excluded: list[Phrase] = []
    for match in _QUOTED.finditer(rest):
        phrase = to_phrase(match["words"])
        if phrase and match["minus"]:
            excluded.append(phrase)
        elif phrase:
            required.append((phrase,))
    rest = _QUOTED.sub(lambda m: " " if m["minus"] else f" {m['words']} ", rest)
    excluded += [phrase for m in _EXCLUDED.finditer(rest) if (phrase := to_phrase(m["word"]))]
    rest = _EXCLUDED.sub(" ", rest)
    found = query_amounts(rest)
    amounts = tuple(terms for _, _, terms in found)
    words = rest
    for start, end, _ in found:
        words = words[:start] + _keep_digits(words[start:end]) + words[end:]
    return SearchQuestion(
        text=" ".join(rest.split()),
        phrases=MappingProxyType(find_phrases(words)),
        required=tuple(required),
        excluded=tuple(excluded),
        amounts=amounts,
        years=tuple(dict.fromkeys(int(y) for y in _YEAR.findall(rest))),
        filters=chosen,
    )


def _keep_digits(amount: str) -> str:
    """An amount without its scale word, which would be found everywhere; as long as before."""
    return "".join(c if c.isdigit() or c in ",." else " " for c in amount)


def _add_filter(filters: Filters, name: str, value: str) -> Filters:
    match name:
        case "document":
            return replace(filters, documents=(value,))
        case "company":
            return replace(filters, company=value)
        case "kind":
            return replace(filters, kind=value)
        case "section":
            return replace(filters, section=value)
        case "language":
            return replace(filters, language=value)
        case "since":
            return replace(filters, since=_read_day(value, last=False))
        case "until":
            return replace(filters, until=_read_day(value, last=True))
        case _:
            return replace(filters, period=value)


def _read_day(text: str, *, last: bool) -> date | None:
    """A day; of a year or a month its first or last one; None for anything else."""
    year, month, day = (*text.split("-"), "", "")[:3]
    try:
        month = month or ("12" if last else "1")
        day = day or (str(monthrange(int(year), int(month))[1]) if last else "1")
        return date(int(year), int(month), int(day))
    except (ValueError, IndexError):
        return None


def find_phrases(text: str) -> dict[Phrase, float]:
    """The words to look up with their weights: stems without stop words, and Chinese words."""
    stop = stop_words()
    plain = _HAN_RUN.sub(" ", text)
    found: dict[Phrase, float] = {(term,): 1.0 for term in index_terms(plain) if term not in stop}
    if not found:
        found = {(term,): 1.0 for term in index_terms(plain)}
    for run in _HAN_RUN.findall(fold(text)):
        for word in _cut_han(run):
            found[to_phrase(word)] = 1.0
    return found


def _cut_han(run: str) -> list[str]:
    """Chinese words of two characters and more; a run of up to four characters is also kept whole."""
    import rjieba

    words = [w for w in rjieba.cut(run) if w not in _HAN_STOP]
    long = [w for w in words if len(w) > 1]
    if len(run) <= 4 and run not in long:
        long.append(run)
    return long or words


@cache
def stop_words() -> frozenset[str]:
    """Stems of words that say nothing about where the answer stands."""
    return frozenset(index_terms((resources.files("tieout.answer") / "stop_words.txt").read_text("utf-8")))
