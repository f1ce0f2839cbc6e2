"""Words of questions and labels in the form in which they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from tieout.answer.verify.words import stem
from tieout.concepts.words import fold, word_set

_TOKEN = re.compile(r"[a-z][a-z&'’]*|\d+(?:[.,]\d+)*|[\u4e00-\u9fff]+")
_FISCAL = re.compile(r"\bf(?:y|iscal year|iscal)?\s?'?((?:20)?\d\d)\b", re.I)
_TWO_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)/((?:(?:19|20)\d\d)|\d\d)(?![\d/])")
"""A fiscal year by both calendar years it touches: "2018/2019" ends in 2019."""
_SHORT_DATE, _CENTURY = re.compile(r"(?<!\d)\d{1,2}/\d{1,2}/(\d\d)(?!\d)"), "50"
"""A day as 12/31/06."""
_STOP = word_set(
    """the of and in for to a an as at by on or is was were are be been has have had what how much many did does do which that
    this these those its it with from when where who their there our we us s company companies group value amount amounts
    reported recorded recognised recognized respectively fiscal year years ended ending end period periods during between
    compare compared comparison per among out into over about came come comes"""
)
_ZH_ASKING = re.compile(
    r"是多少|为多少|為多少|有多少|多少|什么|什麼|哪一?年|几|幾|请问|請問|公司|本集团|本集團|年度|年末|年|的|是"
)
REMARK = re.compile(
    r"\s*[(（](?:\d{1,2}|[a-z]|notes?\b[^)）]*|see [^)）]*|附[註注][^)）]*)[)）]|[*†‡:：]+$|(?<=[a-z])\d{1,2}$", re.I
)
GENERIC = re.compile(
    r"\bexcept (?:for )?(?:percentages|per[- ]share (?:data|amounts)|ratios)|\b(?:as (?:at|of)|(?:un)?audited|restated|notes?|years? (?:ended|ending)|periods? ended|ended|fiscal years?|(?:in )?(?:us\$|hk\$|rmb|usd|hkd|cny|eur|gbp)?[\s'’]*(?:000s?|thousands?|millions?|billions?)"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|[$€£¥]|\b(?:rmb|usd|hkd|cny|eur|gbp)\b|人民币|千元|百万元|万元|单位",
    re.I,
)
"""Words of a header that address no column: days, units, notes."""
YEAR = re.compile(r"(?:19|20)\d\d")


def split_words(text: str) -> Iterator[str]:
    """Words of a question or label in their normal form; none that only ask; fiscal years in full; Chinese in pairs of characters."""
    plain = _FISCAL.sub(lambda m: f" {m[1] if len(m[1]) == 4 else '20' + m[1]} ", fold(text))
    plain = _TWO_YEARS.sub(
        lambda m: f" {m[2] if len(m[2]) == 4 else m[1][:2] + m[2]} " if _follows(m[1], m[2]) else m[0], plain
    )
    plain = _SHORT_DATE.sub(lambda m: f" {'20' if m[1] < _CENTURY else '19'}{m[1]} ", plain)
    for token in _TOKEN.findall(plain.lower()):
        if token[0] > "\u3000":
            for run in _ZH_ASKING.sub(" ", token).split():
                yield from (run[i : i + 2] for i in range(len(run) - 1)) if len(run) > 1 else (run,)
        elif token[0].isdigit():
            yield token
        elif token not in _STOP:
            yield _same(token.replace("’", "'").removesuffix("'s"))


def _follows(year: str, other: str) -> bool:
    return (int(year) + 1) % 100 == int(other) % 100


@lru_cache(maxsize=20_000)
def _same(word: str) -> str:
    return stem(word) if len(word) > 3 else word


def plain_letters(text: str) -> str:
    """Small letters, digits and Chinese characters, all else as single blanks."""
    return re.sub(r"[^a-z0-9%\u4e00-\u9fff]+", " ", fold(text).lower()).strip()
