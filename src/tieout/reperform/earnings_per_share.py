"""Earnings per share.

What it measures: basic earnings (loss) per share on the time-weighted average of ordinary shares (IAS 33.9-29), splits, bonus
issues and the bonus element of rights issues applied from the start of the period (26-28, A2; also those after it, 64), shares held or not vested left out; diluted earnings
per share with options by the treasury method (45-48) and convertibles by the if-converted method (33-40, 49-51), each
from the most to the least dilutive and only while they dilute (41-44): in a loss nothing does, and diluted equals
basic.

Inputs: profit attributable to ordinary holders, shares at the start, changes by date, potential ordinary shares.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Day, Number, Truth, both, choose, maximum, number, total
from tieout.reperform.working.fields import parse, require, require_order
from tieout.reperform.working.sheet import Working

NAME = "earnings_per_share"
TITLE = "Earnings per share"
STANDARD = "IAS 33"
EXAMPLE = {
    "start": "2024-01-01",
    "end": "2024-12-31",
    "profit": 1200000,
    "preference_dividends": 100000,
    "opening_shares": 1000000,
    "changes": [
        {"date": "2024-04-01", "kind": "issue", "shares": 200000},
        {"date": "2024-07-01", "kind": "split", "factor": 2},
        {"date": "2024-10-01", "kind": "buyback", "shares": 60000},
    ],
    "potential": [
        {"name": "Share options", "kind": "option", "shares": 100000, "exercise_price": 6, "average_price": 10},
        {"name": "Convertible bond", "kind": "convertible", "shares": 300000, "earnings_added": 90000},
    ],
}


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the shares in issue; a split, a bonus issue and a rights issue's bonus change all shares before."""

    date: Day = fields.day("Date")
    kind: str = fields.choice("Kind", "issue", "buyback", "split", "bonus", "rights")
    shares: Number | None = fields.count("Shares", default=None)
    factor: Number | None = fields.figure("Shares after for one before (split)", "0.000001", 10**6, default=None)
    price: Number | None = fields.price("Subscription price (rights)", 0, 10**9, default=None)
    price_before: Number | None = fields.price("Share price before (rights)", "0.0001", 10**9, default=None)


@dataclass(frozen=True, slots=True)
class Potential:
    """Potential ordinary shares, in shares after all splits."""

    name: str = fields.text("Potential ordinary shares")
    kind: str = fields.choice("Kind", "option", "convertible", "contingent")
    shares: Number = fields.count("Shares")
    exercise_price: Number = fields.price("Exercise price with services to come", 0, 10**9, default=0)
    average_price: Number | None = fields.price("Average market price", "0.0001", 10**9, default=None)
    earnings_added: Number = fields.amount("Added to earnings on conversion, after tax", None, default=0)
    share_of_period_percent: Number = fields.percent("Share of the period outstanding", default=100)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The period; amounts in whole currency units."""

    start: Day = fields.day("First day of the period")
    end: Day = fields.day("Last day of the period")
    profit: Number = fields.amount("Profit (loss) attributable to equity holders", None)
    preference_dividends: Number = fields.amount("Preference dividends, after tax", default=0)
    opening_shares: Number = fields.count("Ordinary shares at the start", 0)
    weighted_shares: Number | None = fields.count("Weighted average, where the document gives it", 1, default=None)
    control_profit: Number | None = fields.amount(
        "Profit from continuing operations (control number)", None, default=None
    )
    factor_after: Number = fields.figure("Splits after the period, shares for one", "0.000001", 10**6, default=1)
    changes: tuple[Change, ...] = fields.rows("Changes of shares", Change, 0, 500)
    potential: tuple[Potential, ...] = fields.rows("Potential ordinary shares", Potential, 0, 50)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure basic and diluted earnings per share; raises InputError."""
    given = parse(Inputs, inputs)
    _check(given)
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        shares = _weighted(working, given)
        steps = working.steps("Basic")
        steps.step("Profit (loss) attributable", given.profit, "IAS 33.12")
        steps.step("Preference dividends", -given.preference_dividends, "IAS 33.14")
        earnings = given.profit - given.preference_dividends
        steps.step("Earnings of ordinary holders", earnings, "IAS 33.12", strong=True)
        steps.step("Weighted average shares", shares, "IAS 33.19", "count")
        basic = earnings / shares
        steps.step("Basic earnings (loss) per share", basic, "IAS 33.10", "price", strong=True)
        working.total("basic", "Basic earnings (loss) per share", basic, "IAS 33.10", "price")
        working.total("weighted_shares", "Weighted average shares", shares, "IAS 33.19", "count")
        _dilute(working, given, earnings, shares, basic)
        return working.finish()


def _check(given: Inputs) -> None:
    require_order(start=given.start, end=given.end)
    days = {f"changes[{i}].date": c.date for i, c in enumerate(given.changes)}
    require_order(start=given.start, **days, end=given.end)
    held = given.opening_shares.value
    for i, change in enumerate(given.changes):
        path, split, rights = f"changes[{i}].", change.kind == "split", change.kind == "rights"
        require((change.factor is not None) == split, path + "factor", change.factor, "a factor for a split only")
        require((change.shares is None) == split, path + "shares", change.shares, "a number except for a split")
        for name in ("price", "price_before"):
            value = getattr(change, name)
            require((value is not None) == rights, path + name, value, "a price for a rights issue only")
        adjusts = change.kind in ("bonus", "rights")
        require(held > 0 or not adjusts, path + "kind", change.kind, "one that shareholders can take part in")
        if change.factor is not None:
            held *= change.factor.value
        elif change.shares is not None:
            held += change.shares.value * (-1 if change.kind == "buyback" else 1)
        require(held >= 0, path + "shares", change.shares, "no more than the shares then in issue")
    for i, each in enumerate(given.potential):
        needs = each.kind == "option"
        path = f"potential[{i}].average_price"
        require((each.average_price is not None) == needs, path, each.average_price, "a price for an option only")
    fits = given.weighted_shares is None or not given.changes
    require(fits, "weighted_shares", given.weighted_shares, "nothing where changes are listed")


def _weighted(working: Working, given: Inputs) -> Number:
    if given.weighted_shares is not None:
        return given.weighted_shares
    table = working.table(
        "Weighted average shares",
        columns(
            ("From", "date"),
            ("Event", "text"),
            ("Change", "count"),
            ("Later splits", "factor", "IAS 33.28"),
            ("Change after splits", "count", "IAS 33.28"),
            ("Days outstanding", "count", "IAS 33.20"),
            ("Weighted", "count", "IAS 33.20"),
        ),
    )
    days = given.end - given.start + 1
    steps = working.steps("Days", "Weighted average shares")
    steps.step("Days of the period", days, "IAS 33.20", "count")
    effects = _effects(working, given)
    parts = []
    for index, (kind, since, moved, _) in enumerate(effects):
        if moved is None:
            continue
        later = given.factor_after + 0
        for effect in effects[index + 1 :]:
            later = later * effect.factor if effect.factor is not None else later
        adjusted = moved * later
        counted = given.end - since + 1
        part = adjusted * counted / days
        table.add(since, kind, moved, later, adjusted, counted, part)
        parts.append(part)
    shares = total(parts)
    table.add(None, "weighted average", None, None, None, None, shares, strong=True)
    require(shares.value > 0, "opening_shares", given.opening_shares, "shares that leave a weighted average above 0")
    return shares


class _Effect(NamedTuple):
    """What a change adds to the shares from its day on, and by how much it multiplies those before it."""

    kind: str
    since: Day
    moved: Number | None
    factor: Number | None = None


def _effects(working: Working, given: Inputs) -> list[_Effect]:
    effects = [_Effect("opening", given.start, given.opening_shares + 0)]
    if all(c.kind in ("issue", "buyback") for c in given.changes):
        return effects + [_Effect(c.kind, c.date, _signed(c)) for c in given.changes]
    table = working.table(
        "Adjustment of earlier shares",
        columns(
            ("Date", "date"),
            ("Event", "text"),
            ("Shares before", "count"),
            ("Shares after", "count"),
            ("Price after, theoretical", "price", "IAS 33.A2"),
            ("Factor", "factor", "IAS 33.28, A2"),
        ),
        "Weighted average shares",
    )
    held = given.opening_shares + 0
    for change in given.changes:
        moved, factor, worth = None, None, None
        if change.factor is not None:
            factor = change.factor + 0
            after = held * factor
        else:
            moved = _signed(change)
            after = held + moved
        if change.kind == "bonus":
            moved, factor = None, after / held
        elif change.price is not None and change.price_before is not None and change.shares is not None:
            worth = (held * change.price_before + change.shares * change.price) / after
            factor = maximum(change.price_before / worth, 1)
            moved = after - held * factor
        table.add(change.date, change.kind, held, after, worth, factor)
        effects.append(_Effect(change.kind, change.date, moved, factor))
        held = after
    return effects


def _signed(change: Change) -> Number:
    assert change.shares is not None
    return -change.shares if change.kind == "buyback" else change.shares + 0


def _incremental(each: Potential) -> Number:
    if each.average_price is None:
        return each.shares * each.share_of_period_percent
    bonus = maximum(each.shares - each.shares * each.exercise_price / each.average_price, 0)
    return bonus * each.share_of_period_percent


def _dilute(working: Working, given: Inputs, earnings: Number, shares: Number, basic: Number) -> None:
    table = working.table(
        "Diluted",
        columns(
            ("Potential ordinary shares", "text", "IAS 33.44"),
            ("Shares added", "count", "IAS 33.36, 45"),
            ("Earnings added", "amount", "IAS 33.33"),
            ("A share added", "price", "IAS 33.44"),
            ("Control earnings", "amount", "IAS 33.42"),
            ("Shares so far", "count"),
            ("Without", "price"),
            ("With", "price"),
            ("Dilutes (1 yes, 0 no)", "count", "IAS 33.41"),
            ("Earnings", "amount"),
            ("Shares", "count"),
        ),
        remark="From the most to the least dilutive; what does not dilute, and all that follows it, is left out.",
    )
    control = earnings
    if given.control_profit is not None:
        control = given.control_profit - given.preference_dividends
    earned, counted, goes_on = earnings + 0, shares + 0, number(1)
    control = control + 0
    left_out = []
    for each in sorted(given.potential, key=_order):
        added, more = _incremental(each), each.earnings_added + 0
        each_added = more / added if added.value else number(0)
        before = control / counted
        after = (control + more) / (counted + added)
        dilutes: Truth = both(both(after < before, added > 0), goes_on.equals(1))
        goes = choose(dilutes, 1, 0)
        held, base = counted, control
        earned, control, counted = earned + more * goes, control + more * goes, counted + added * goes
        table.add(each.name, added, more, each_added, base, held, before, after, goes, earned, counted)
        goes_on = goes if added.value > 0 else goes_on
        if not dilutes:
            left_out.append(each.name)
    diluted = earned / counted
    steps = working.steps("Diluted earnings per share", "Diluted")
    steps.step("Earnings", earned, "IAS 33.31")
    steps.step("Shares", counted, "IAS 33.31", "count")
    steps.step("Diluted earnings (loss) per share", diluted, "IAS 33.31", "price", strong=True)
    working.total("diluted", "Diluted earnings (loss) per share", diluted, "IAS 33.31", "price")
    working.total("diluted_shares", "Shares for diluted earnings", counted, "IAS 33.36", "count")
    if left_out:
        working.note("Anti-dilutive and left out: " + ", ".join(left_out) + ".", "IAS 33.41")
    if given.control_profit is None:
        working.prove("Diluted is never better than basic", maximum(diluted - basic, 0))


def _order(each: Potential) -> tuple[Decimal, str]:
    added = _incremental(each).value
    return (each.earnings_added.value / added if added else Decimal("Infinity"), each.name)
