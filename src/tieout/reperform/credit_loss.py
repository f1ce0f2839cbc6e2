"""Expected credit losses.

What it measures: the loss allowance of trade receivables and contract assets by a provision matrix (simplified
approach: lifetime losses, IFRS 9.5.5.15, B5.5.35, each rate times a forward-looking factor), of other exposures by
stage (12-month or lifetime losses, 5.5.3-5.5.5, with the presumptions of a significant increase above 30 days past
due, 5.5.11, and of default no later than at 90 days, B5.5.37), discounted at the effective rate (B5.5.44), and the roll-forward of the allowance with write-offs and
recoveries (5.4.4, IFRS 7.35H).

Inputs: age bands with gross amount and loss rate; exposures with the probability of default in 12 months and over
life, loss given default, days past due; opening allowance, amounts written off and recovered.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import Number, choose, minimum, number, ratio, total
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "credit_loss"
TITLE = "Expected credit losses"
STANDARD = "IFRS 9"
EXAMPLE = {
    "forward_looking_factor": 1.1,
    "bands": [
        {"name": "Not past due", "gross": 12000, "loss_rate_percent": 0.5},
        {"name": "1 to 90 days", "gross": 5000, "loss_rate_percent": 4},
        {"name": "91 to 365 days", "gross": 1500, "loss_rate_percent": 30},
        {"name": "Over 1 year", "gross": 600, "loss_rate_percent": 95},
    ],
    "exposures": [
        {
            "name": "Loan to a supplier",
            "gross": 4000,
            "default_12_months_percent": 2,
            "default_lifetime_percent": 6,
            "loss_given_default_percent": 45,
            "days_past_due": 35,
            "effective_rate_percent": 5,
            "years_to_shortfall": 1,
        }
    ],
    "opening_allowance": 1000,
    "written_off": 150,
    "recovered": 20,
}


@dataclass(frozen=True, slots=True)
class Band:
    """An age band of the provision matrix."""

    name: str = fields.text("Age band")
    gross: Number = fields.amount("Gross carrying amount")
    loss_rate_percent: Number = fields.percent("Loss rate")


@dataclass(frozen=True, slots=True)
class Exposure:
    """An exposure measured by stage."""

    name: str = fields.text("Exposure")
    gross: Number = fields.amount("Gross carrying amount")
    default_12_months_percent: Number = fields.percent("Default within 12 months")
    default_lifetime_percent: Number = fields.percent("Default over life")
    loss_given_default_percent: Number = fields.percent("Loss given default")
    days_past_due: Number = fields.count("Days past due", 0, 36500, default=0)
    effective_rate_percent: Number = fields.percent("Effective rate a year", default=0)
    years_to_shortfall: Number = fields.figure("Years to the shortfall", 0, 50, default=0)
    significant_increase: bool = fields.flag("Credit risk rose significantly", default=False)
    credit_impaired: bool = fields.flag("Credit-impaired", default=False)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The receivables and the movements of the allowance."""

    forward_looking_factor: Number = fields.figure("Forward-looking factor", 0, 10, default=1)
    past_due_presumption_days: Number = fields.count("Significant increase presumed after days", 1, 365, default=30)
    default_presumption_days: Number = fields.count("Default presumed from days", 1, 730, default=90)
    opening_allowance: Number = fields.amount("Opening allowance", default=0)
    written_off: Number = fields.amount("Written off in the period", default=0)
    recovered: Number = fields.amount("Recovered of amounts written off", default=0)
    exchange: Number = fields.amount("Exchange and other movements", None, default=0)
    bands: tuple[Band, ...] = fields.rows("Provision matrix", Band, 0, 100)
    exposures: tuple[Exposure, ...] = fields.rows("Exposures by stage", Exposure, 0, 500)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Measure the allowance and the charge; raises InputError."""
    given = parse(Inputs, inputs)
    require(bool(given.bands or given.exposures), "bands", 0, "at least one band or exposure")
    first, second = given.past_due_presumption_days, given.default_presumption_days
    require(first.value < second.value, "default_presumption_days", second, "more days than past_due_presumption_days")
    for i, each in enumerate(given.exposures):
        low, high = each.default_12_months_percent, each.default_lifetime_percent
        field = f"exposures[{i}].default_lifetime_percent"
        require(low.value <= high.value, field, high.value * 100, "at least default_12_months_percent")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        allowances = [_matrix(working, given)] if given.bands else []
        if given.exposures:
            allowances.append(_stages(working, given))
        closing = total(allowances)
        gross = total([b.gross for b in given.bands] + [e.gross for e in given.exposures])
        _roll(working, given, closing, gross)
        return working.finish()


def _matrix(working: Working, given: Inputs) -> Number:
    table = working.table(
        "Provision matrix by age",
        columns(
            ("Age band", "text"),
            ("Gross", "amount", "IFRS 9.5.5.15"),
            ("Loss rate applied", "percent", "IFRS 9.B5.5.35"),
            ("Allowance", "amount", "IFRS 9.5.5.15"),
            ("Net", "amount"),
        ),
        remark="Lifetime losses; each rate times the forward-looking factor, at most 100 %.",
    )
    grosses, losses, nets = [], [], []
    for band in given.bands:
        rate = minimum(band.loss_rate_percent * given.forward_looking_factor, 1)
        gross = band.gross + 0
        loss = gross * rate
        net = gross - loss
        table.add(band.name, gross, rate, loss, net)
        grosses.append(gross)
        losses.append(loss)
        nets.append(net)
    allowance, whole = total(losses), total(grosses)
    average = ratio(allowance, whole)
    table.add("Total", whole, average, allowance, total(nets), strong=True)
    working.total("matrix_allowance", "Allowance by the provision matrix", allowance, "IFRS 9.5.5.15")
    working.total("matrix_rate", "Allowance as a share of gross receivables", average, "IFRS 7.35N", "percent")
    return allowance


def _stages(working: Working, given: Inputs) -> Number:
    table = working.table(
        "Allowance by stage",
        columns(
            ("Exposure", "text"),
            ("Gross", "amount"),
            ("Stage", "count", "IFRS 9.5.5.3-5.5.5"),
            ("Probability of default", "percent", "IFRS 9.5.5.9"),
            ("Discount factor", "factor", "IFRS 9.B5.5.44"),
            ("Allowance", "amount", "IFRS 9.5.5.17"),
        ),
    )
    losses, grosses, stages = [], [], []
    for each in given.exposures:
        by_days = choose(
            each.days_past_due >= given.default_presumption_days,
            3,
            choose(each.days_past_due > given.past_due_presumption_days, 2, 1),
        )
        least = 3 if each.credit_impaired else (2 if each.significant_increase else 1)
        stage = choose(by_days >= least, by_days, least)
        likely = choose(
            stage.equals(3), 1, choose(stage.equals(2), each.default_lifetime_percent, each.default_12_months_percent)
        )
        factor = 1 / (1 + each.effective_rate_percent) ** each.years_to_shortfall
        gross = each.gross + 0
        loss = gross * likely * each.loss_given_default_percent * factor
        table.add(each.name, gross, stage, likely, factor, loss)
        losses.append(loss)
        grosses.append(gross)
        stages.append(stage)
        if by_days.value > least:
            words = f"{each.name}: {each.days_past_due.value:f} days past due put it in stage {by_days.value:f}."
            working.note(words, "IFRS 9.5.5.11" if by_days.value == 2 else "IFRS 9.B5.5.37")
    allowance = total(losses)
    table.add("Total", total(grosses), None, None, None, allowance, strong=True)
    summary = working.steps("Allowance of each stage", "Allowance by stage")
    for ordinal, words in ((1, "12-month losses"), (2, "lifetime losses"), (3, "credit-impaired")):
        parts = [choose(s.equals(ordinal), loss, 0) for s, loss in zip(stages, losses, strict=True)]
        summary.step(f"Stage {ordinal}, {words}", total(parts), "IFRS 7.35H")
    working.total("stage_allowance", "Allowance by stage", allowance, "IFRS 9.5.5.17")
    return allowance


def _roll(working: Working, given: Inputs, closing: Number, gross: Number) -> None:
    steps = working.steps("Roll-forward of the allowance")
    steps.step("Opening allowance", given.opening_allowance, "IFRS 7.35H")
    steps.step("Written off", -given.written_off, "IFRS 9.5.4.4")
    steps.step("Exchange and other movements", given.exchange, "IFRS 7.35H")
    charge = closing - (given.opening_allowance - given.written_off + given.exchange)
    steps.step("Charge (reversal) of the period", charge, "IFRS 9.5.5.8")
    steps.step("Closing allowance", closing, "IFRS 9.5.5.1", strong=True)
    net_charge = charge - given.recovered
    steps.step("Recovered of amounts written off", -given.recovered, "IFRS 9.5.5.8")
    steps.step("Impairment loss, net of recoveries", net_charge, "IFRS 9.5.5.8", strong=True)
    rolled = total([given.opening_allowance, -given.written_off, given.exchange, charge])
    working.total("allowance", "Closing allowance", closing, "IFRS 9.5.5.1")
    working.total("charge", "Impairment loss, net of recoveries", net_charge, "IFRS 9.5.5.8")
    working.total(
        "coverage", "Allowance as a share of gross", ratio(closing, gross + number(0)), "IFRS 7.35M", "percent"
    )
    working.prove("The roll-forward ends at the closing allowance", rolled - closing)
    if given.written_off.value > given.opening_allowance.value:
        working.find("More was written off than the opening allowance held.", "IFRS 9.5.4.4")
