"""What a change does to a lease: an index, a modification, or its end (IFRS 16.42-46)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tieout.reperform._lease_inputs import Change, Inputs
from tieout.reperform._lease_maturity import Row, Stage
from tieout.reperform._lease_schedule import depreciate, due_at_end, period_rate, schedule, useful_life
from tieout.reperform.working.expression import Number, maximum, minimum, number, total
from tieout.reperform.working.fields import require
from tieout.reperform.working.sheet import Table, Working


@dataclass(frozen=True, slots=True)
class Position:
    """Liability and asset after a payment, the time since commencement, and the length after the last payment."""

    liability: Number
    asset: Number
    spent: Number
    last: Number


def apply_change(
    working: Working,
    given: Inputs,
    change: Change,
    index: int,
    rows: Sequence[Row],
    here: int,
    before: Position,
) -> tuple[Stage, list[Number], Number] | None:
    """The lease after the change, the carrying amount of the asset by period, and the length after the last payment; None at its end."""
    steps = working.steps(f"Change {index}: {change.kind}")
    steps.step("Liability before", before.liability, "IFRS 16.36")
    steps.step("Asset before", before.asset, "IFRS 16.30")
    if change.kind == "termination":
        gain = before.liability - before.asset - change.penalty
        steps.step("Gain (loss) on termination", gain, "IFRS 16.46(a)", strong=True)
        working.total(f"gain_{index}", "Gain (loss) on termination", gain, "IFRS 16.46(a)")
        return None
    less_liability = before.liability * change.scope_decrease_percent
    less_asset = before.asset * change.scope_decrease_percent
    gain = less_liability - less_asset
    if change.kind == "modification":
        steps.step("Liability that leaves with the scope", less_liability, "IFRS 16.45")
        steps.step("Asset that leaves with the scope", less_asset, "IFRS 16.46(a)")
        steps.step("Gain (loss) on the decrease in scope", gain, "IFRS 16.46(a)", strong=True)
        working.total(f"gain_{index}", f"Gain (loss) of change {index}", gain, "IFRS 16.46(a)")
    if given.payment is None:
        following, last = _listed_after(given, change, rows, here, steps, before.last)
        require(bool(following), f"changes[{index - 1}].end", change.end, "a date that leaves a payment to come")
    else:
        following, last = _rows_after(working, given, change, rows, here, steps), before.last
    liability, closing = schedule(working, f"Liability after change {index}", following)
    adjustment = liability - (before.liability - less_liability)
    paragraph = "IFRS 16.42-43" if change.kind == "index" else "IFRS 16.45-46"
    steps.step("Liability remeasured", liability, paragraph, strong=True)
    steps.step("Adjustment of the liability", adjustment, paragraph)
    kept = maximum(before.asset - less_asset + adjustment, 0)
    steps.step("Asset after, not below zero", kept, "IFRS 16.39", strong=True)
    excess = kept - (before.asset - less_asset + adjustment)
    steps.step("Gain where the asset is exhausted", excess, "IFRS 16.39")
    working.total(f"liability_{index}", f"Liability after change {index}", liability, paragraph)
    working.total(f"asset_{index}", f"Right-of-use asset after change {index}", kept, "IFRS 16.39")
    length = _length_left(given, before.spent, total(r.length for r in following) + last)
    written = depreciate(working, f"Right-of-use asset after change {index}", kept, following, last, length)
    return Stage(rows[here].date, liability, following, closing), written, last


def _length_left(given: Inputs, spent: Number, term: Number) -> Number:
    """Over what the asset is depreciated after a change: the term left, or what is left of its useful life."""
    life = useful_life(given)
    if life is None or life.value <= spent.value:
        return term
    left = life - spent
    return left if given.ownership_transfers else minimum(left, term)


def _listed_after(
    given: Inputs, change: Change, rows: Sequence[Row], here: int, steps: Table, last: Number
) -> tuple[list[Row], Number]:
    """Listed payments after a change, at the revised rate of a modification, and the length after the last of them."""
    factor = number(1)
    if change.payment_change_percent is not None:
        factor = 1 + change.payment_change_percent
        steps.step("Payments to come against before", factor, "IFRS 16.42-45", "factor")
    has_extra = due_at_end(given).value > 0
    regular = list(rows[here + 1 : len(rows) - has_extra])
    end = change.end
    if end is not None:
        regular = [r for r in regular if r.date.value <= end.value]
    kept = [(r.date, r.payment * factor) for r in regular]
    if has_extra:
        kept.append((end or rows[-1].date, rows[-1].payment))
    following, before = [], rows[here].date
    for i, (date, payment) in enumerate(kept):
        length = date - before
        rate = rows[here + 1 + i].period_rate
        if change.annual_rate_percent is not None:
            rate = (1 + change.annual_rate_percent) ** (length / 365) - 1
        following.append(Row(date, payment, rate, length))
        before = date
    return following, last if end is None else end - before


def _rows_after(
    working: Working, given: Inputs, change: Change, rows: Sequence[Row], here: int, steps: Table
) -> list[Row]:
    payment = change.payment
    if payment is None:
        assert change.payment_change_percent is not None
        payment = rows[here].payment * (1 + change.payment_change_percent)
        steps.step("New payment", payment, "IFRS 16.42-45")
    extra, advance = due_at_end(given), given.timing == "advance"
    has_extra = extra.value > 0
    if change.kind == "index":
        regular = rows[here + 1 : len(rows) - has_extra]
        moved = [Row(r.date, payment, r.period_rate, r.length) for r in regular]
        return [*moved, rows[-1]] if has_extra else moved
    assert change.annual_rate_percent is not None
    assert change.remaining_payments is not None
    rate = period_rate(given, change.annual_rate_percent)
    steps.step("Revised rate a period", rate, "IFRS 16.45(c)", "percent")
    start, every = rows[here].date, given.every_months
    count = int(change.remaining_payments.value)
    following = [Row(start.add_months(every * k), payment, rate, every) for k in range(1, count + 1)]
    if has_extra:
        end = start.add_months(every * (count + advance))
        following.append(Row(end, extra, rate if advance else number(0), every if advance else number(0)))
        working.note("What is due at the end of the term is kept after the modification.", "IFRS 16.27")
    return following
