"""A maturity analysis discounted: the bounds that the bands and the rate leave for the lease liability.

When in a band payments fall is not disclosed, so all at the start of their bands is the highest value, all at the end
the lowest. An open last band is taken to be paid off at no less than half the pace of the band before it; a liability
that needs it to run longer is within what is disclosed, but no evidence of agreement, and is called rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from tieout.model import Table
from tieout.model.reperformance import Cited, Disclosure
from tieout.reperform.disclosed.cells import cite, get_number, get_step
from tieout.reperform.lease import perform
from tieout.reperform.working.days import add_months

PARAGRAPH = "IFRS 16.58"
OPEN = -1
"""The end of a band that has none."""

_START = date(2000, 12, 31)
_LONGEST_MONTHS = 600
Band = tuple[int, int]
"""Months from the reporting date at which a band begins and ends; `OPEN` where it does not end."""
Place = tuple[Table, int, int]
"""Table, row and column of a cell."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A discount rate in per cent as printed, half a unit of its last digit, and its citation."""

    percent: Decimal
    half_step: Decimal
    cited: Cited
    is_said: bool = False
    """In words somewhere in the note: then it may be another lease's."""


def read_rate(place: Place) -> Rate | None:
    """The rate in a cell; None where it holds none."""
    percent = get_number(*place)
    return Rate(percent, get_step(*place) / 2, cite("annual_rate_percent", *place)) if percent else None


@dataclass(frozen=True, slots=True)
class Maturity:
    """Where the payments of one lease liability, their total, the carrying amount and the rates stand."""

    title: str
    payments: tuple[tuple[Band, Place], ...]
    total: Place
    carrying: Place | None
    rates: tuple[Rate, ...]


def disclose(code: str, found: Maturity) -> Disclosure | None:
    """The disclosure; None where the payments do not sum to their total, so that the table was not understood."""
    table = found.total[0]
    amounts = [(band, place, n) for band, place in found.payments if (n := get_number(*place)) is not None]
    undiscounted = get_number(*found.total)
    if undiscounted is None or undiscounted <= 0 or not amounts or min(n for _, _, n in amounts) < 0:
        return None
    slack = sum((get_step(*place) for _, place, _ in amounts), Decimal(0))
    if abs(sum((n for _, _, n in amounts), Decimal(0)) - undiscounted) > slack:
        return None
    common: dict[str, Any] = {
        "code": code,
        "measurement": "lease",
        "title": found.title,
        "document": table.document,
        "table": table.id,
        "page": table.page,
        "paragraph": PARAGRAPH,
    }
    inputs = [cite(f"payments, {_words(band)}", *place) for band, place, _ in amounts]
    rates = found.rates
    owed = get_number(*found.carrying) if found.carrying is not None else None
    missing = tuple(w for w, v in (("discount rate", rates), ("carrying amount", owed)) if not v)
    if missing or owed is None or found.carrying is None:
        return Disclosure(**common, verdict="cannot", inputs=tuple(inputs), missing=missing)
    inputs += [rate.cited for rate in rates]
    spread = _close([(band, n) for band, _, n in amounts if n])
    half = get_step(*found.carrying) / 2
    early = _value(spread, min(r.percent - r.half_step for r in rates), 0) + slack / 2
    late = _value(spread, max(r.percent + r.half_step for r in rates), 2) - slack / 2
    longest = [(band if band[1] != OPEN else (band[0], band[0] + _LONGEST_MONTHS), n) for band, _, n in amounts if n]
    latest = _value(longest, max(r.percent + r.half_step for r in rates), 2) - slack / 2
    verdict: Literal["agrees", "rounding", "differs"] = "differs"
    if latest - half <= owed <= early + half:
        verdict = "agrees" if late - half <= owed else "rounding"
    if verdict == "differs" and any(rate.is_said for rate in rates):
        lacking = ("the discount rate of these leases alone",)
        return Disclosure(**common, verdict="cannot", inputs=tuple(inputs), missing=lacking)
    return Disclosure(
        **common,
        verdict=verdict,
        inputs=tuple(inputs),
        printed=cite("liability", *found.carrying),
        computed=_value(spread, rates[0].percent, 1),
        low=min(late, latest),
        high=early,
        note="computed with payments in the middle of their bands",
    )


def _words(band: Band) -> str:
    return f"after month {band[0]}" if band[1] == OPEN else f"months {band[0]} to {band[1]}"


def _close(spread: list[tuple[Band, Decimal]]) -> list[tuple[Band, Decimal]]:
    """The same with an end for an open band."""
    closed: list[tuple[Band, Decimal]] = []
    for (first, last), amount in spread:
        end = last
        if last == OPEN:
            (begin, until), before = closed[-1] if closed else ((0, 12), amount)
            months = int(2 * amount / before * max(until - begin, 1)) if before else _LONGEST_MONTHS
            end = first + min(max(months, 12), _LONGEST_MONTHS)
        closed.append(((first, end), amount))
    return closed


def _value(spread: list[tuple[Band, Decimal]], percent: Decimal, halves: int) -> Decimal:
    """The liability with payments at the start (0), in the middle (1) or at the end (2) of their bands."""
    payments: dict[date, Decimal] = {}
    for (first, last), amount in spread:
        start, end = add_months(_START, first), add_months(_START, last)
        day = max(start + (end - start) * halves / 2, _START + timedelta(days=1))
        payments[day] = payments.get(day, Decimal(0)) + amount
    rows = [{"date": day, "amount": amount} for day, amount in sorted(payments.items())]
    last_day = max(*payments, _START + timedelta(days=2))
    given = {"commencement": _START, "end": last_day, "annual_rate_percent": percent, "payments": rows}
    return perform(given).get_total("liability")
