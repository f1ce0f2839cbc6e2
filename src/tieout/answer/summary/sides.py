"""Which side a value stands on where its label names two: profit or loss, expense or credit, inflow or outflow.

A statement puts one of the two names in brackets, "(loss)/profit" or "expense/(credit)", and prints that side's numbers in
brackets too: so the printed sign and the label decide together. Which error is worse: a loss told as a profit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.answer.summary.measures import Measure, Value
from tieout.answer.summary.wording import drop_sign_remark, in_script, is_chinese
from tieout.numbers.parse import parse_quantity

_CASH = ("cash_from", "change_in_cash", "free_cash")
"""Flows of cash, which go either way under one name."""
_TAX = re.compile(
    r"(?:income|profits?)[ -]tax(?:es|ation)?|所得[税稅]|(?:through |to )?profits? (?:or|and) loss(?:es)?", re.I
)
"""Names a tax, or where something is booked: no result."""
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_SIDED = re.compile(r"[/／╱(（]")
_REMARK = re.compile(r"[（(][^（()）]{0,40}[号號]填列[）)]")
_LOSS = re.compile(r"loss|deficit|亏损|虧損|[损損]失|虧絀", re.I)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sides of one kind of value: the words that name each in a label, and what a value on it is called."""

    good: re.Pattern[str]
    bad: re.Pattern[str]
    good_en: str
    bad_en: str
    good_zh: str
    bad_zh: str


_FLOW = Sides(
    re.compile(r"\bfrom\b|generated|provided|inflow|所得|产生|產生|流入|[来來]自", re.I), re.compile(r"used|outflow|所用|流出|耗用", re.I),
    "an inflow of ", "an outflow of ", "净流入", "净流出",
)  # fmt: skip
_TAXED = Sides(
    re.compile(r"credit|benefit|抵免", re.I), re.compile(r"expense|provision|charge|开支|開支|费用|費用", re.I),
    "a credit of ", "an expense of ", "抵免", "开支",
)  # fmt: skip
_INTEREST = Sides(
    re.compile(r"income|收入|收益", re.I), re.compile(r"expense|cost|开支|開支|费用|費用|成本", re.I),
    "an income of ", "an expense of ", "收入", "开支",
)  # fmt: skip
_IMPAIRED = Sides(re.compile(r"reversal|[转轉轉]回", re.I), _LOSS, "a net reversal of ", "a loss of ", "净转回", "损失")
_RESULT = Sides(
    re.compile(r"profit|income|earnings|surplus|盈利|利润|利潤|溢利|收益", re.I),
    _LOSS,
    "a profit of ",
    "a loss of ",
    "盈利",
    "亏损",
)
_GAINED = Sides(re.compile(r"gain|income|收益|利得|盈利", re.I), _LOSS, "a gain of ", "a loss of ", "收益", "亏损")
_EITHER = re.compile(r"[损損]益|exchange differences?|[汇匯兑兌]{2}差[额額]|fair value (?:changes?|movements?)", re.I)
_OWN_RESULT = re.compile(r"profit|earnings|net income|(?:before|after|from|for|per)\b|盈利|利润|利潤|溢利", re.I)
_IMPAIRMENT = re.compile(r"impairment|credit loss|减值|減值", re.I)


def needs_side(measure: Measure, values: Sequence[Value]) -> bool:
    """True when the label alone does not tell which side the first of the values is on, or they stand on different ones."""
    if len({is_bad(measure, v) for v in values if v.quantity.value != 0}) > 1:
        return True
    sides, label = _sides_of(measure), _plain(measure)
    good, bad = sides.good.search(label) is not None, sides.bad.search(label) is not None
    if _REMARK.search(values[0].fact.label) is not None and bad and not good:
        return not is_bad(measure, values[0])
    negative = values[0].quantity.value < 0
    if measure.concept is not None and measure.concept.id.startswith(_CASH):
        return (bad or negative) and not (bad and not good)
    if measure.concept is not None and measure.concept.balance == "debit" and measure.concept.period_type == "duration":
        return False
    return (good and bad) or (negative and good)


def is_open(measure: Measure) -> bool:
    """True for a label that names gains and losses in one word, or a difference: nothing tells which of them a sign means."""
    label = _plain(measure)
    either = _EITHER.search(label) is not None and _FLOW.good.search(label) is None
    return (
        either and not (_RESULT.good.search(label) and _RESULT.bad.search(label)) and _OWN_RESULT.search(label) is None
    )


def is_bad(measure: Measure, value: Value) -> bool:
    """True for a loss, an expense or an outflow: by the printed sign where the label names both sides, else by the value's."""
    sides, label = _sides_of(measure), _plain(measure)
    good, bad = sides.good.search(label), sides.bad.search(label)
    if good is None or bad is None:
        negative = _is_printed_negative(value) if _REMARK.search(value.fact.label) else value.quantity.value < 0
        return not negative if sides is _TAXED else negative
    inside = "".join(_BRACKETED.findall(label))
    in_brackets = sides.good.search(inside) is not None, sides.bad.search(inside) is not None
    if in_brackets == (True, False) or (
        in_brackets == (False, False) and sides is not _RESULT and bad.start() < good.start()
    ):
        return not _is_printed_negative(value)
    return _is_printed_negative(value)


def name_side(measure: Measure, value: Value, language: str) -> str:
    """What the value is called: "a loss of ", "净流入"; of a value whose label has no sides its sign."""
    sides, bad = _sides_of(measure), is_bad(measure, value)
    if sides in (_RESULT, _GAINED) and not (sides.good.search(_plain(measure)) or sides.bad.search(_plain(measure))):
        word = ("负" if bad else "") if is_chinese(language) else ("minus " if bad else "")
    elif is_chinese(language):
        word = sides.bad_zh if bad else sides.good_zh
    else:
        word = sides.bad_en if bad else sides.good_en
    return in_script(word, language)


def _sides_of(measure: Measure) -> Sides:
    label, concept = _plain(measure), measure.concept.id if measure.concept else ""
    if concept.startswith(_CASH) or _FLOW.bad.search(label):
        return _FLOW
    if concept == "income_tax_expense" or (_TAX.search(measure.label) and _TAXED.good.search(label)):
        return _TAXED
    if _IMPAIRMENT.search(label):
        return _IMPAIRED
    if _INTEREST.good.search(label) and _INTEREST.bad.search(label) and not _LOSS.search(label):
        return _INTEREST
    return _RESULT if _OWN_RESULT.search(label) and not re.search(r"\bgain", label, re.I) else _GAINED


def _plain(measure: Measure) -> str:
    """The label, or the printed one where only that names two sides, without the tax it names and the remark how a sign is written."""
    printed = measure.values[0].fact.label if measure.values else ""
    return _TAX.sub("", drop_sign_remark(printed if _SIDED.search(printed) else measure.label))


def _is_printed_negative(value: Value) -> bool:
    printed = parse_quantity(value.span.quote)
    return (printed or value.quantity).number < 0
