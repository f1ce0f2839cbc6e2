"""The values of a row's cells: the printed number with its scale, what a column speaks for, and which units fit a concept."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from tieout.concepts.catalogue import Concept
from tieout.model import Fact, Quantity
from tieout.numbers.parse import parse_quantity

_NEUTRAL = re.compile(
    r"(?:un)?audited|restated|re-presented|total|group|consolidated|amounts?|notes?|years?|months?|weeks?|days?|ended|ending|"
    r"periods?|quarters?|three|six|nine|twelve|thirteen|fifty|first|second|third|fourth|half|fiscal|"
    r"as\s+(?:at|of)|at|for|the|and|in|of|on|except|per|share|data|us\$?|hk\$?|[a-z]{0,3}[$€£¥]|rmb|rm|cny|usd|eur|gbp|sgd|aud|cad|jpy|myr|twd|millions?|thousands?|"
    r"billions?|st|nd|rd|th|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|"
    r"jul|aug|sept?|oct|nov|dec|fy|q[1-4]|h[12]|[\d\W_]+|"
    r"截至|止|以下日期|年度|年[末初]|年|月|日|個|个|期[末初](?:[数數])?|本期|上期|上年|同期|[发發]生[额額数數]|累[计計][数數]?|本年|余额|餘額|金額|金额|合計|合计|總計|总计|合并|合併|本集團|本集团|"
    r"[未已]?[經经]?[審审][核計计]|(?:[經经])?重列|截止|(?:[千百萬万億亿]+)?[計计](?:，|,|$)|(?:除)?另有(?:指明|說明|说明)者?(?:除)?外?|人民幣|人民币|港幣|港元|美元|(?:新加)?坡元|欧元|歐元|英镑|英鎊|日[元圓]|澳元|加元|(?:新)?[台臺][币幣]|百萬|百万|千|萬|万|億|亿|元|除非另有說明|於|于|"
    r"[一二三四五六七八九十零○〇]+",
    re.I,
)
_IN_CENTS = re.compile(r"([(（]?-?\d[\d,]*(?:\.\d+)?[)）]?)\s*(?:HK\s*|US\s*)?(?:cents?|港?仙|分)", re.I)


def read_quantity(fact: Fact) -> Quantity | None:
    """The printed number of a fact, its scale found from the value; None where they do not go together."""
    assert isinstance(fact.value, Decimal)
    quantity = parse_quantity(fact.span.quote) or _read_cents(fact)
    if quantity is None:
        return None
    number, value = quantity.number, fact.value
    if number == 0 or value == 0:
        return replace(quantity, unit=fact.unit, scale=0) if number == value else None
    ratio = abs(value / number)
    scale = ratio.adjusted() if ratio == Decimal(1).scaleb(ratio.adjusted()) else None
    if scale is None:
        return None
    signed = number if (number < 0) == (value < 0) else -number
    return replace(quantity, number=signed, unit=fact.unit, scale=scale)


def _read_cents(fact: Fact) -> Quantity | None:
    """ "HK(0.89) cent": the number within, where its hundredth is the fact's value."""
    found = _IN_CENTS.search(fact.span.quote)
    return None if found is None else parse_quantity(found[1])


def is_plain_column(words: str) -> bool:
    """True when a header path names no more than period, unit and "total": the column speaks for the whole."""
    return not _NEUTRAL.sub("", words).strip()


def fits_unit(concept: Concept, quantity: Quantity) -> bool:
    """True when a value of that unit can be a value of the concept: no percentage is an amount of revenue."""
    money = quantity.unit is not None and len(quantity.unit) == 3 and quantity.unit.isupper()
    match concept.unit_kind:
        case "money":
            return money or (quantity.unit is None and quantity.scale > 0)
        case "per_share":
            return money or quantity.unit is None
        case "percent":
            return quantity.unit == "%"
        case "ratio":
            return quantity.unit in {None, "x", "%"}
        case _:
            return not money and quantity.unit != "%"
