"""Units and scales stated by captions, headers and corners: "RMB'000", "(HKD millions)", "單位：人民幣千元"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tieout.numbers.words import CURRENCIES, SCALES


@dataclass(frozen=True, slots=True)
class UnitScale:
    """What a header states: `unit` (ISO currency, "%", "shares", ...) or None; `scale` as a power of ten or None.

    `except_per_share`: amounts per share are not scaled. `except_shares`: share counts are not scaled.
    """

    unit: str | None
    scale: int | None
    except_per_share: bool = False
    except_shares: bool = False


_CURRENCY_NAMES = sorted(CURRENCIES, key=len, reverse=True)
_CURRENCY = re.compile(
    "|".join(
        (rf"(?<![A-Za-z]){re.escape(n)}(?![A-Za-z])" if n.isalpha() and n.isascii() else re.escape(n))
        for n in _CURRENCY_NAMES
    )
)
_SCALE_WORDS = (
    (re.compile(r"['’‘´`′]\s?000\s?['’‘´`′]?\s?000(?!\d)"), 6),
    (re.compile(r"['’‘´`′]\s?000(?!\d)|(?<![\d,.])000(?:['’]s|s)?(?![\d,])"), 3),
    (re.compile(r"\bhundred\s+millions?\b", re.I), 8),
    (re.compile(r"\btrillions?\b|\btn\b", re.I), 12),
    (re.compile(r"\bx\s?(?:[€$£]\s?)?1[.,]000[.,]000\b", re.I), 6),
    (re.compile(r"\bx\s?(?:[€$£]\s?)?1[.,]000\b", re.I), 3),
    (re.compile(r"\bbillions?\b|\bbn\b", re.I), 9),
    (re.compile(r"\bmillions?\b|\bmn\b|\bmm\b|(?:[$€£¥]|\bRMB|\bUSD|\bHKD|\bEUR|\bGBP)\s?m\b|\bmio\b", re.I), 6),
    (re.compile(r"\bthousands?\b|[$€£¥]\s?[kK]\b", re.I), 3),
    (re.compile("万亿|萬億|兆"), 12),
    (re.compile("千亿|千億"), 11),
    (re.compile("百亿|百億"), 10),
    (re.compile("十亿|十億"), 9),
    (re.compile("亿|億"), 8),
    (re.compile("千万|千萬"), 7),
    (re.compile("百万|百萬"), 6),
    (re.compile("万|萬"), 4),
    (re.compile("千(?=元|港元|美元|股|人民|平方|[吨噸升]|$|[)）\\s])|仟元"), 3),
)
_PERCENT = re.compile(r"[%％]|\bper\s?cent\b|\bpercentage\b", re.I)
_POINTS = re.compile(r"\bpercentage points?\b|\bpp\b|\bppts?\b|百分点|百分點", re.I)
_SHARES = re.compile(r"\bnumber of (?:ordinary )?shares\b|\bshares in\b|股数|股數", re.I)
_PER_SHARE = re.compile(r"except[^)]{0,60}per[\s-]+(?:ordinary )?(?:share|ADS|unit)|每股[^)]{0,12}除外|除每股", re.I)
_SHARES_EXCEPT = re.compile(
    r"except[^)]{0,60}\bshares?\b(?! amounts)|\bshare data\b|shares in (?:thousands|millions)", re.I
)
_YUAN = re.compile(r"(?:单位|單位)\s*[：:]\s*元|[(（]\s*元\s*[)）]|(?<![\u4e00-\u9fff])元(?![\u4e00-\u9fff])")

_CENTS = re.compile(
    r"(?:^|[(（])\s*(?:in\s+)?(?:(?P<of>HK|Hong\s+Kong|US|U\.S\.|RMB|港|美|人民[币幣])\s*)?(?:cents?|仙|分)(?:\s+per\s+(?:ordinary\s+)?share)?\s*(?:$|[)）])",
    re.I,
)
_COINS = {
    "hk": "HKD",
    "hong kong": "HKD",
    "港": "HKD",
    "us": "USD",
    "u.s.": "USD",
    "美": "USD",
    "rmb": "CNY",
    "人民币": "CNY",
    "人民幣": "CNY",
}
"""Amounts in hundredths, and whose: "(HK cents)"."""

TEXT_LIMIT = 1 << 13
"""Texts whose answer is remembered: captions, headers and labels recur."""


@lru_cache(maxsize=TEXT_LIMIT)
def parse_unit_scale(text: str) -> UnitScale | None:
    """The unit and scale a caption, header or corner states, or None when it states neither.

    A per-cent header ("% of total") gives unit "%" and scale 0. A currency without a scale word gives scale None:
    the caller decides whether an outer statement supplies it.
    """
    if not text:
        return None
    money = _CURRENCY.search(text)
    scale = next((power for pattern, power in _SCALE_WORDS if pattern.search(text)), None)
    unit = CURRENCIES[money.group()] if money else None
    if unit is None and _YUAN.search(text):
        unit, scale = "CNY", scale if scale is not None else 0
    if scale is None and (cents := _CENTS.search(text)) is not None:
        unit, scale = _COINS.get((cents["of"] or "").lower(), unit), -2
    if unit is None and scale is not None and re.search("[千万萬百亿億]元", text):
        unit = "CNY"
    if unit is None and scale is None:
        if _POINTS.search(text):
            return UnitScale("pp", 0)
        if _PERCENT.search(text):
            return UnitScale("%", 0)
    if unit is None and _SHARES.search(text) and not _SHARES_EXCEPT.search(text):
        unit = "shares"
    if unit is None and scale is None:
        return None
    return UnitScale(unit, scale, bool(_PER_SHARE.search(text)), bool(_SHARES_EXCEPT.search(text)))


_REMARK = re.compile(r"[(（][^()（）]{2,120}[)）]")
_SAYS_UNIT = re.compile(r"\bin\b|\b(?:dollars|amounts|thousands|millions|billions)\b|['’]000|单位|單位|元", re.I)


def find_unit_statement(text: str) -> str:
    """The remark in brackets by which a sentence states the unit of the tables it leads to, or ""."""
    for remark in reversed(_REMARK.findall(text)):
        stated = parse_unit_scale(remark)
        if stated is not None and stated.scale and _SAYS_UNIT.search(remark):
            return str(remark)
    return ""


def find_currencies(text: str) -> frozenset[str]:
    """Every currency a text names, as ISO codes."""
    return frozenset(CURRENCIES[found.group()] for found in _CURRENCY.finditer(text))


def find_scale(word: str) -> int | None:
    """The power of ten of one scale word ("million", "億"), or None."""
    return SCALES.get(word) if word in SCALES else SCALES.get(word.lower())
