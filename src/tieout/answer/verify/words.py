"""Words by which a claim and a passage are compared: stems of English words, pairs of Chinese characters, years."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import lru_cache

from tieout.concepts.words import fold, word_set

_TOKEN = re.compile(r"[a-z][a-z&'’-]*[a-z]|(?<![\d.,])(?:19|20)\d\d(?!\d|,\d|\.\d)|[\u4e00-\u9fff]+")
_IDLE = word_set(
    """a an and are as at be been but by for from had has have in into is it its of on or our that the their this to was
    were which with while will would we they them these those than then there also both each per during about approximately
    company companies group inc corp ltd llc due under over between compared respectively including include included such
    not no any all more most some other amount amounts total value number year years ended months month period quarter
    january february march april june july august september october november december three six nine twelve
    first second third fourth fiscal ending compared comparison versus prior previous same approximately corresponding
    up down reported recorded recognized recognised usd rmb million billion thousand percent percentage"""
)
_ENDINGS = ("isations", "izations", "isation", "ization", "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ions",
            "ion", "edly", "ed", "es", "ly", "s", "e", "y")  # fmt: skip
_SHORTEST_STEM = 3
_SAME = {"revenu": "sal", "turnov": "sal", "earn": "incom", "profit": "incom", "los": "loss", "expenditur": "expens", "cost": "expens",
         "stockhold": "sharehold", "spent": "expens", "staff": "employe", "grew": "increas", "rose": "increas", "growth": "increas",
         "fell": "decreas", "declin": "decreas", "dropp": "decreas", "drop": "decreas", "reduc": "decreas", "reduct": "decreas"}  # fmt: skip
_SHORT = {"eps": ("incom", "shar"), "ffo": ("fund", "oper"), "affo": ("adjust", "fund", "oper"), "capex": ("capital", "expens"), "r&d": ("research", "develop")}  # fmt: skip
"""Short forms and what they stand for, in their normal form."""
_ZH_UP = frozenset({"增长", "增加", "上升", "提高", "提升", "上涨"})
_ZH_DOWN = frozenset({"下降", "减少", "下跌", "下滑", "降低"})
_ZH_CHANGE = re.compile(
    r"("
    + "|".join((*sorted(_ZH_UP), *sorted(_ZH_DOWN)))
    + r"|截至|日?止年度的?|日?止[一二三六九十]?[个個]月的?|同比|环比|较?上?年同期|较?去年同期|较?上年末?|较?去年末?|较?期初|本报告期|报告期内?|本期|本年|公司实现|实现|分别|约为|约|为|达到|达)"
)
_MONTHS = tuple(m.lower() for m in calendar.month_name if m)
_DAY = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,\s*(?P<year>(?:19|20)\d\d)\b", re.I
)
_DAY_BRITISH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{'|'.join(_MONTHS)})\s*,?\s+(?P<year>(?:19|20)\d\d)\b", re.I
)
_DAY_ZH = re.compile(r"(?P<year>(?:19|20)\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")

CHANGE_WORDS = word_set(
    "increas decreas chang differenc percentag ratio averag combin aggregat higher low lower rate reflect represent"
)
"""Stems that tell what is done with figures, not what they measure."""


_QUARTER = re.compile(
    r"\b(first|second|third|fourth)[- ](?:fiscal[- ])?quarter\b|\bq([1-4])\b|\b([1-4])q\b|第([一二三四1-4])季"
)
_QUARTERS = {"first": "q1", "second": "q2", "third": "q3", "fourth": "q4"} | {
    c: f"q{k % 4 + 1}" for k, c in enumerate("一二三四1234")
}


def find_quarters(text: str) -> frozenset[str]:
    """The quarters that a text names: q1 to q4."""
    return frozenset(_QUARTERS[next(g for g in m.groups() if g)] for m in _QUARTER.finditer(fold(text).lower()))


def find_quarters_in(words: frozenset[str]) -> frozenset[str]:
    """The quarters among words."""
    return words & _QUARTER_WORDS


_QUARTER_WORDS = frozenset(_QUARTERS.values())


def find_words(text: str) -> list[str]:
    """The words of a text that carry meaning, in order, in their normal form; years are words."""
    found: list[str] = []
    for token in _TOKEN.findall(fold(text).lower()):
        if token[0].isdigit():
            found.append(token)
        elif token[0] > "\u3000":
            found += _split_chinese(token)
        else:
            for part in token.replace("’", "'").removesuffix("'s").split("-"):
                if part in _SHORT:
                    found += _SHORT[part]
                elif len(part) > 1 and part not in _IDLE:
                    found.append(stem(part))
    return found


def _split_chinese(text: str) -> Iterator[str]:
    """Pairs of characters; words of change as their English forms, words that only compare left out."""
    for piece in _ZH_CHANGE.split(text):
        if _ZH_CHANGE.fullmatch(piece):
            if piece in _ZH_UP or piece in _ZH_DOWN:
                yield "increas" if piece in _ZH_UP else "decreas"
        elif len(piece) > 1:
            yield from (piece[i : i + 2] for i in range(len(piece) - 1))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """An English word without its ending; words that mean the same in reports share one form."""
    if word in _SAME:
        return _SAME[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    return _SAME.get(word, word)


def find_days(text: str) -> Iterator[tuple[int, int, tuple[int, int, int]]]:
    """(start, end, (year, month, day)) of every full date."""
    for pattern in (_DAY, _DAY_BRITISH, _DAY_ZH):
        for found in pattern.finditer(text):
            month = found["month"].lower()
            number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
            yield found.start(), found.end(), (int(found["year"]), number, int(found["day"]))
