"""Unit and scale of a value in a table: what its row and its header say of it, against what the table states."""

from __future__ import annotations

import re
from functools import lru_cache

from tieout.concepts.table_words import COUNT, PER_SHARE, RATIO
from tieout.model import Column, Quantity, Row
from tieout.numbers.scale import parse_unit_scale
from tieout.numbers.words import COUNT_NOUNS
from tieout.structure.columns import Context

_TEXTS_KEPT = 4096
"""Answers kept about labels and headers: one label is asked for each cell of its row, a header for each row."""
_DAYS = re.compile(
    r"^[^\d]*(?:turnover|inventor(?:y|ies)|stock|receivables?|payables?|debtors?|creditors?|outstanding|conversion|cycle)[^\d]*\bdays\W*$|周[轉转]?[天日][數数]",
    re.I,
)
"""A row of turnover days under a header that states a currency."""
_MOST_DAYS = 2000

_TREASURY = re.compile(r"treasury\s+shares|庫存股|库存股", re.I)
"""A component of equity, held in money, although its header ends in "shares"."""
_MANY_SHARES = 100_000_000
"""A count of shares of this size is written out, whatever scale the table is in."""

_SHARE_COUNT = re.compile(
    r"\bnumbers?\s+of\s+(?:\w+\s+){0,3}(?:shares|RSUs|options|units|awards)\b"
    r"|\bshares\s+(?:used\s+in|outstanding|in\s+issue|issued)(?!\s+(?:for|under|upon|on|to|pursuant|as|by|through|in\s+(?:connection|exchange|lieu)))|weighted[\s-]average\s+(?:\w+\s+){0,4}shares\b|(?:dilutive|incremental|issuable)\b.{0,40}\b(?:shares|awards|units)\b"
    r"|^shares$|\bissuable shares$"
    r"|股数|股數|股份数目|股份數目|加权平均数|加權平均數",
    re.I,
)
_PEOPLE = re.compile(
    r"^\W*(?:(?:total\s+)?numbers?\s+of\s+)?(?:employees|staff|headcount|personnel)\s*(?:$|\d|\b(?:at|as\s+(?:at|of)|on|in|by)\b)|^\W*(?:[員员]工|[僱雇][員员]|[職职]工)?(?:人[數数]|[總总][數数])|^\W*(?:[員员]工|[僱雇][員员])\W*$",
    re.I,
)
"""A column of people under what an earlier table states."""
_EXCEPT = re.compile(r"\bexcept\b[^()（）]*", re.I)
"""What a header's unit leaves out ("in millions, except per unit data") is not what its column holds."""
_MONEY_FIRST = re.compile(
    r"(?:net\s+)?(?:proceeds|payments?|purchases?|repurchases?|costs?|value|fair\s+value|cash|tax|issuance|dividends?)\b",
    re.I,
)
_PAR_VALUE = re.compile(r"par\s+value.{0,80}shares?\s+(?:authori[sz]ed|issued)", re.I)
_EPS_PART = re.compile(r"\W*(?:basic|diluted|assuming|基本|摊薄|攤薄|稀释)", re.I)
_IN_CENTS = re.compile(
    r"[(（](?:\s*(?:in|HK|US|RMB|Singapore|Canadian|diluted|basic|,))*\s*(?:cents?|港?仙|分)\s*[)）]", re.I
)
"""A row of amounts a share in hundredths: "Basic (HK cents)"."""
_UNIT_PRICE = re.compile(
    r"grant[\s-]date\s+fair\s+value|exercise\s+price|average\s+price|per\s+(?:share|RSU|unit|option)\b|行使价|行使價|每股",
    re.I,
)
_OWN_SHARES = re.compile(
    r"\bshares?\b(?:[^;()]{0,60}?\bin|(?:\s+(?:outstanding|issued))?\s*[(（]in)\s+(thousands|millions)", re.I
)
_REMARKS = re.compile(
    r"[(（][^()（）]*\d[^()（）]*[)）]|[$€£¥]\s?[\d.]+\s+(?:stated\s+|par\s+)?(?:value\s+)?per\s+share"
)
_PURPOSE = re.compile(
    r"(?:for\s+the\s+purposes?\s+of|used\s+(?:in|to|for)|in)\s+(?:the\s+)?(?:calculat|comput|basic|diluted).*|(?:用於|用于|用以)?計算.*|(?:用于|用以)?计算.*",
    re.I,
)
"""What an amount is used for is not what it measures: "loss for the purpose of basic loss per share" is a loss."""


_MEASURE = re.compile(
    r"[(（]\s*(?:in\s+)?(?:(?:thousands?|millions?|billions?|['’]000|[千万萬百亿億]+)\s*(?:of\s+)?)?"
    r"(?P<noun>tonnes?|tons?|kg|kilograms?|lit(?:re|er)s?|barrels?|boe|TEUs?|[kMGT]Wh?p?|sq\.?\s?(?:m|ft)\.?|square\s+(?:met(?:re|er)s|feet)"
    r"|hectares?|km|kilomet(?:re|er)s|hours?|days?|months?|years|heads?|persons?|people|employees|units|pieces|pairs|vehicles|stores|beds|rooms|seats"
    r"|numbers?|times|吨|噸|公斤|千克|升|桶|箱|平方米|平米|兆瓦[时時]?|千瓦[时時]?|吉瓦[时時]?|天|日|小[时時]|[个個]月|人|名|家|台|[辆輛]|[头頭]|件|[双雙]|套|[个個]|[间間]|[张張]|倍)"
    r"(?:\s+(?:per|an?)\s+[^()（）]{1,40}|\s?/[^()（）]{1,20})?\s*[)）]\W*$",
    re.I,
)
"""A measure in brackets behind a label: "Raw milk output (thousand tonnes)", "Current ratio (times)"."""
_TIMES = frozenset({"times", "倍"})


@lru_cache(maxsize=_TEXTS_KEPT)
def _measure_of(label: str) -> tuple[str | None, int] | None:
    """The unit and scale that a label's last bracket states, where that is no money; None where it states none."""
    found = _MEASURE.search(label)
    if found is None:
        return None
    noun, stated = found["noun"], parse_unit_scale(found.group())
    unit = "x" if noun.lower() in _TIMES else COUNT_NOUNS.get(noun) or COUNT_NOUNS.get(noun.lower())
    return unit, (stated.scale if stated is not None and stated.scale is not None else 0)


def find_cell_unit(
    column: Column, row: Row, context: Context, quantity: Quantity | None = None
) -> tuple[str | None, int]:
    """Unit and scale of a value: the row's own statement beats the header's; ratios and counts are not scaled."""
    if column.kind in {"change", "share"}:
        return column.unit, column.scale
    if _says(_PAR_VALUE, row.label):
        return column.unit, column.scale
    measured = _measure_of(row.label) or (_measure_of(column.path[-1]) if column.path and row.unit is None else None)
    if measured is not None:
        return measured
    named = " ".join(row.path[-2:]) if _EPS_PART.match(row.label) else row.label
    header = _without_exception(" ".join(column.path))
    last = () if _says(_TREASURY, header) else column.path[-1:]
    if any(_is_share_count(text) for text in (named, header, *last)):
        written_out = quantity is not None and abs(quantity.number) >= _MANY_SHARES
        return "shares", 0 if written_out else _share_scale(column, row, context)
    if row.unit is not None or row.scale is not None:
        scale = row.scale
        if scale is None:
            same = row.unit == column.unit and not _is_per_share(named) and not _EPS_PART.match(row.label)
            scale = column.scale if same else 0
        return row.unit or column.unit, scale
    if _is_per_share(named) or (column.path and _says(_UNIT_PRICE, _without_exception(column.path[-1]))):
        return column.unit, -2 if column.scale == -2 or _IN_CENTS.search(f"{named} {row.label}") else 0
    if column.unit not in {None, "%"} and (_says(COUNT, row.label) and not _is_money_label(row.label)):
        return None, 0
    if column.scale and _says(_PEOPLE, header) and parse_unit_scale(header) is None:
        return None, 0
    if (
        column.unit not in {None, "%"}
        and _says(_DAYS, row.label)
        and (quantity is None or abs(quantity.number) < _MOST_DAYS)
    ):
        return "days", 0
    ratio = column.unit not in {None, "%"} and _says(RATIO, row.label) and _is_ratio_label(row.label)
    if ratio and (quantity is None or abs(quantity.number) <= 100):
        return "%", 0
    return column.unit, column.scale


@lru_cache(maxsize=_TEXTS_KEPT)
def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the words occur."""
    return pattern.search(text) is not None


@lru_cache(maxsize=_TEXTS_KEPT)
def _without_exception(header: str) -> str:
    return _EXCEPT.sub("", header)


@lru_cache(maxsize=_TEXTS_KEPT)
def _is_share_count(text: str) -> bool:
    return bool(_SHARE_COUNT.search(_bare(text))) and not _MONEY_FIRST.match(text)


def _bare(label: str) -> str:
    """A label without remarks that hold amounts: what stands in brackets is not what the row measures."""
    return _REMARKS.sub(" ", label)


@lru_cache(maxsize=_TEXTS_KEPT)
def _is_per_share(label: str) -> bool:
    return bool(PER_SHARE.search(_PURPOSE.sub("", _bare(label))))


def _share_scale(column: Column, row: Row, context: Context) -> int:
    """Share counts have the scale stated for them; none when the header leaves shares out; else the table's."""
    if row.scale is not None:
        return row.scale
    own = next((m for text in (*row.path[-2:], *column.path, context.hint) if (m := _OWN_SHARES.search(text))), None)
    if own is not None:
        return 3 if own.group(1).lower() == "thousands" else 6
    stated = parse_unit_scale(" ".join(column.path))
    if stated is not None and stated.scale is not None:
        return stated.scale
    if context.unit is None or context.unit.except_shares:
        return 0
    return context.unit.scale or 0


def _is_money_label(label: str) -> bool:
    lowered = label.lower()
    return any(
        w in lowered
        for w in ("revenue", "cost", "expense", "benefit", "receivable", "payable", "due", "from", "income")
    )


def _is_ratio_label(label: str) -> bool:
    """True when the label names a ratio as such, not an amount that happens to mention a rate."""
    lowered = label.lower().rstrip(" )%")
    return lowered.endswith(("margin", "ratio", "率", "比率")) or "(%" in label or "（%" in label
