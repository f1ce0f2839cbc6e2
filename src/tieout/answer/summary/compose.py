"""Sentences composed from facts: label as printed, value as printed, the year before from the same row, change computed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from tieout.answer.summary.measures import Measure, Value
from tieout.answer.summary.row_names import plain_name
from tieout.answer.summary.sides import is_bad, is_open, name_side, needs_side
from tieout.answer.summary.wording import (
    be,
    clean_label,
    has_words,
    in_script,
    is_chinese,
    show_period,
    show_quantity,
    show_rate,
    start_small,
)
from tieout.model import Period, Span
from tieout.model.summary import Citation, Sentence, SentenceFigure
from tieout.numbers.interval import Interval, interval_of

_LARGEST_RATE = 1000
_SURE_TENTH = Decimal("0.1")
"""Percentage points by which the printed digits may leave a rate open that is told to a tenth."""
_EARNINGS = re.compile(r"\bprofit per\b")
"""The catalogue writes one word for profit and earnings; of a share it is earnings."""


@dataclass
class Writer:
    """Puts a sentence together and keeps where each of its figures stands and comes from."""

    language: str
    document: str
    text: str = ""

    def __post_init__(self) -> None:
        self.figures: list[SentenceFigure] = []
        self.places: list[Span] = []

    def say(self, words: str) -> None:
        """Words without figures."""
        self.text += words

    def say_value(self, value: Value, *, magnitude: bool) -> None:
        """A printed value."""
        shown = show_quantity(value.quantity, self.language, magnitude=magnitude)
        self.say_printed(shown, value.span)

    def say_computed(self, shown: str, formula: str, terms: tuple[Span, ...]) -> None:
        """A value worked out from printed ones."""
        start = len(self.text)
        self.text += shown
        figure = SentenceFigure(start, len(self.text), shown, terms[0], self.document, "computed", formula, terms)
        self.figures.append(figure)

    def say_printed(self, shown: str, span: Span) -> None:
        """A printed number as it is to be shown."""
        start = len(self.text)
        self.text += shown
        self.figures.append(SentenceFigure(start, len(self.text), shown, span, self.document))
        self.places.append(span)

    def finish(self, concept: str | None) -> Sentence:
        """The sentence; its citations are the places of its figures, each once."""
        places = {(p.layer, p.start): p for p in (*self.places, *(t for f in self.figures for t in f.terms))}
        citations = tuple(Citation(self.document, p.page, p) for p in places.values())
        return Sentence(self.text, citations, tuple(self.figures), False, concept)


@dataclass(frozen=True, slots=True)
class Change:
    """The change between two printed values: direction from their intervals, the rate with the digits they allow."""

    direction: int
    rate: Decimal | None
    decimals: int = 1

    @property
    def shown(self) -> str | None:
        """The rate without sign, or None where the printed digits allow none."""
        return None if self.rate is None else show_rate(self.rate, self.decimals)


def compute_change(current: Value, prior: Value, *, magnitude: bool) -> Change | None:
    """None when the signs differ or the base is zero: a rate would say nothing."""
    a, b = interval_of(current.quantity), interval_of(prior.quantity)
    x, y = current.quantity.value, prior.quantity.value
    if y == 0 or (x < 0) != (y < 0):
        return None
    if magnitude:
        a, b, x, y = abs(a), abs(b), abs(x), abs(y)
    if a.meets(b):
        return Change(0, None)
    direction = 1 if x > y else -1
    if y < 0:
        return Change(direction, None)
    try:
        spread = (a / b + Interval.exact(-1)).times(Decimal(100))
    except ZeroDivisionError:
        return Change(direction, None)
    rate = (x / y - 1) * 100
    if abs(rate) > _LARGEST_RATE or spread.radius > Decimal("0.5"):
        return Change(direction, None)
    decimals = 1 if spread.radius <= _SURE_TENTH else 0
    rounded = rate.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return Change(direction, rounded if rounded != 0 else None, decimals)


def compose_measure(measure: Measure, period: Period | None, language: str) -> Sentence | None:
    """The sentence of a measure for a period (None: of a count without one), with the earlier period of the same row; None when it cannot be said."""
    current = (measure.at(period) if period is not None else None) or measure.undated
    if current is None or not has_words(current.quantity, language) or is_open(measure):
        return None
    label = clean_label(measure.label, language)
    if not is_chinese(language) and not any(c.isascii() and c.isalpha() for c in label):
        return None  # a name in the other language says nothing to who reads this one
    prior = find_prior(measure, current)
    instant = measure.concept is not None and measure.concept.period_type == "instant"
    writer = Writer(language, measure.document)
    both = [current] if prior is None else [current, prior]
    mixed = len({is_bad(measure, v) for v in both if v.quantity.value != 0}) > 1
    if is_chinese(language):
        _say_chinese(writer, measure, label, current, prior, instant, mixed)
    else:
        _say_english(writer, measure, label, current, prior, instant, mixed)
    return writer.finish(measure.concept.id if measure.concept else None)


def compose_other(measure: Measure, period: Period, language: str) -> str:
    """The measure's sentence in the other language, under the catalogue's name; empty where it has none."""
    other = "en" if is_chinese(language) else "zh-Hans"
    named = rename(measure, other)
    sentence = compose_measure(named, period, other) if named is not None else None
    return "" if sentence is None else sentence.text


def rename(measure: Measure, language: str) -> Measure | None:
    """The measure under the catalogue's name in a language; None where it has none."""
    if measure.concept is None:
        return None
    names = measure.concept.names_zh if is_chinese(language) else measure.concept.names_en
    told = _EARNINGS.sub("earnings per", plain_name(names[0].lstrip("-="))) if names else ""
    return replace(measure, label=told) if told else None


def find_prior(measure: Measure, current: Value) -> Value | None:
    """The value of the year before in the same row: a year earlier and as long; for a balance the next earlier day within a year."""
    balance = measure.concept is not None and measure.concept.period_type == "instant"
    for value in measure.values:
        if value is current or value.period is None or current.period is None:
            continue
        days = (current.period.end - value.period.end).days
        alike = value.quantity.scale == current.quantity.scale and value.quantity.unit == current.quantity.unit
        if alike and balance and 0 < days <= 380:
            return value
        if alike and 350 <= days <= 380 and abs(value.period.days - current.period.days) <= 10:
            return value
    return None


def _say_english(
    writer: Writer, measure: Measure, label: str, current: Value, prior: Value | None, instant: bool, mixed: bool
) -> None:
    both = [current] if prior is None else [current, prior]
    signed = needs_side(measure, both)
    writer.say(f"{label} {be(label)} ")
    if signed:
        writer.say(name_side(measure, current, writer.language))
    writer.say_value(current, magnitude=True)
    if current.period is not None:
        writer.say(f" {show_period(current.period, writer.language, instant=instant)}")
    if prior is not None and prior.period is not None:
        change = None if mixed else compute_change(current, prior, magnitude=True)
        writer.say(", ")
        if change is None:
            writer.say("compared with ")
        elif change.direction and change.shown is None:
            writer.say("up from " if change.direction > 0 else "down from ")
        elif change.direction == 0:
            writer.say("unchanged from " if current.quantity.value == prior.quantity.value else "little changed from ")
        else:
            writer.say("up " if change.direction > 0 else "down ")
            assert change.shown is not None
            writer.say_computed(change.shown, "growth", (current.span, prior.span))
            writer.say(" from ")
        if signed and mixed:
            writer.say(name_side(measure, prior, writer.language))
        writer.say_value(prior, magnitude=True)
        writer.say(f" {show_period(prior.period, writer.language, instant=instant)}")
    writer.say(".")


def _say_chinese(
    writer: Writer, measure: Measure, label: str, current: Value, prior: Value | None, instant: bool, mixed: bool
) -> None:
    both = [current] if prior is None else [current, prior]
    signed, language = needs_side(measure, both), writer.language
    when = f"{show_period(current.period, language, instant=instant)}，" if current.period is not None else ""
    writer.say(in_script(f"{when}{label}为", language))
    if signed:
        writer.say(name_side(measure, current, language))
    writer.say_value(current, magnitude=True)
    if prior is not None and prior.period is not None:
        change = None if mixed else compute_change(current, prior, magnitude=True)
        then = show_period(prior.period, language, instant=instant).removeprefix("于").removeprefix("於")
        direct = change is None or not change.direction or change.shown is None
        writer.say(in_script(f"，而{then}为" if direct else f"，较{then}的", language))
        if signed and mixed:
            writer.say(name_side(measure, prior, language))
        writer.say_value(prior, magnitude=True)
        if not direct and change is not None and change.shown is not None:
            writer.say(in_script("增加" if change.direction > 0 else "减少", language))
            writer.say_computed(change.shown, "growth", (current.span, prior.span))
    writer.say("。")


def compose_ratio(
    name: tuple[str, str], top: Measure, bottom: Measure, period: Period, language: str, *, times: bool = False
) -> Sentence | None:
    """A ratio of two measures, with the year before; `name` in English and Chinese; in per cent, or with `times` as a
    multiple. None when it cannot be computed or the printed digits leave it open by more than a quarter point."""
    shown: list[tuple[str, tuple[Span, Span], Period]] = []
    first, second = top.at(period), bottom.at(period)
    pairs = [(first, second)]
    if first is not None and second is not None:
        pairs.append((find_prior(top, first), find_prior(bottom, second)))
    for a, b in pairs:
        if a is None or b is None or b.quantity.value == 0 or b.period is None or a.quantity.unit != b.quantity.unit:
            break
        spread = (
            (abs(interval_of(a.quantity)) / abs(interval_of(b.quantity))).times(Decimal(100))
            if b.quantity.value
            else None
        )
        if spread is None or spread.radius > Decimal("0.25") or a.quantity.value < 0 < b.quantity.value:
            break
        rate = abs(a.quantity.value / b.quantity.value)
        text = (
            in_script(f"{rate:,.2f}倍" if is_chinese(language) else f"{rate:,.2f} times", language)
            if times
            else show_rate(rate * 100, 1)
        )
        shown.append((text, (a.span, b.span), b.period))
    if not shown:
        return None
    writer = Writer(language, top.document)
    chinese, instant = is_chinese(language), bool(top.concept and top.concept.period_type == "instant")
    for k, (text, terms, when) in enumerate(shown):
        said = show_period(when, language, instant=instant)
        if chinese:
            writer.say(
                in_script(
                    f"{said}，{name[1]}为" if k == 0 else f"（{said.removeprefix('于').removeprefix('於')}为", language
                )
            )
        else:
            writer.say(f"{name[0]} was " if k == 0 else ", against ")
        writer.say_computed(text, "ratio", terms)
        if chinese:
            writer.say("）" if k else "")
        else:
            writer.say(f" {said}")
    if chinese:
        writer.say(
            in_script(
                f"，按{clean_label(top.label, language)}除以{clean_label(bottom.label, language)}计算。", language
            )
        )
    else:
        parts = [clean_label(m.label, language) for m in (top, bottom)]
        writer.say(f", worked out as {start_small(parts[0])} divided by {start_small(parts[1])}.")
    return writer.finish(None)
