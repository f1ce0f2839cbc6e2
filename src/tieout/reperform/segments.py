"""Reportable segments.

What it measures: the 10 % tests of revenue, of result (against the greater of all profits and all losses, in
magnitude) and of assets (IFRS 8.13), the 75 % test of external revenue (15), the advice on more than ten segments
(19), single customers of 10 % or more (34), and the reconciliation of segment totals to the entity (28).

Inputs: segments with external and intersegment revenue, result and assets; the entity's totals; customers.

Worked example: hand calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieout.model.reperformance import Reperformance
from tieout.reperform.working import columns, fields
from tieout.reperform.working.arithmetic import exact
from tieout.reperform.working.expression import (
    Number,
    absolute,
    choose,
    choose_words,
    either,
    maximum,
    minimum,
    number,
    ratio,
    total,
)
from tieout.reperform.working.fields import parse, require
from tieout.reperform.working.sheet import Working

NAME = "segments"
TITLE = "Reportable segments"
STANDARD = "IFRS 8"
EXAMPLE = {
    "segments": [
        {"name": "Vehicles", "external_revenue": 900, "intersegment_revenue": 50, "result": 120, "assets": 1500},
        {"name": "Services", "external_revenue": 300, "result": -40, "assets": 260},
        {"name": "Data", "external_revenue": 80, "result": 3, "assets": 90},
    ],
    "entity_revenue": 1280,
    "customers": [{"name": "Customer A", "revenue": 200}, {"name": "Customer B", "revenue": 90}],
}
_MOST_SEGMENTS = 10


@dataclass(frozen=True, slots=True)
class Segment:
    """An operating segment."""

    name: str = fields.text("Segment")
    external_revenue: Number = fields.amount("External revenue")
    intersegment_revenue: Number = fields.amount("Intersegment revenue", default=0)
    result: Number = fields.amount("Profit (loss)", None)
    assets: Number = fields.amount("Assets", default=0)
    declared: bool = fields.flag("Reported although below the tests", default=False)


@dataclass(frozen=True, slots=True)
class Customer:
    """A single external customer."""

    name: str = fields.text("Customer")
    revenue: Number = fields.amount("Revenue")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The entity."""

    threshold_percent: Number = fields.percent("Threshold of the tests", 1, 50, default=10)
    coverage_percent: Number = fields.percent("External revenue to be covered", 1, 100, default=75)
    entity_revenue: Number | None = fields.amount("Revenue of the entity", default=None)
    entity_result: Number | None = fields.amount("Result of the entity", None, default=None)
    segments: tuple[Segment, ...] = fields.rows("Operating segments", Segment, 1, 100)
    customers: tuple[Customer, ...] = fields.rows("Customers", Customer, 0, 100)


def perform(inputs: Mapping[str, Any]) -> Reperformance:
    """Test the segments; raises InputError."""
    given = parse(Inputs, inputs)
    external = sum(s.external_revenue.value for s in given.segments)
    require(external > 0, "segments", external, "external revenues that sum to more than 0")
    with exact():
        working = Working(NAME, TITLE, STANDARD, given)
        _tests(working, given)
        if given.customers:
            _customers(working, given)
        return working.finish()


def _tests(working: Working, given: Inputs) -> None:
    bases = working.steps("Bases of the tests")
    revenue = total(s.external_revenue + s.intersegment_revenue for s in given.segments)
    bases.step("Combined revenue, internal and external", revenue, "IFRS 8.13(a)")
    profits = total(maximum(s.result, 0) for s in given.segments)
    losses = total(-minimum(s.result, 0) for s in given.segments)
    bases.step("Profits of those with a profit", profits, "IFRS 8.13(b)")
    bases.step("Losses of those with a loss", losses, "IFRS 8.13(b)")
    result = maximum(profits, losses)
    bases.step("Greater of the two", result, "IFRS 8.13(b)", strong=True)
    assets = total(s.assets for s in given.segments)
    bases.step("Combined assets", assets, "IFRS 8.13(c)")
    table = working.table(
        "Tests",
        columns(
            ("Segment", "text"),
            ("Revenue", "percent", "IFRS 8.13(a)"),
            ("Result", "percent", "IFRS 8.13(b)"),
            ("Assets", "percent", "IFRS 8.13(c)"),
            ("Outcome", "text", "IFRS 8.13"),
            ("External revenue covered", "amount", "IFRS 8.15"),
        ),
    )
    covered, reported = [], []
    for each in given.segments:
        shares = (
            (each.external_revenue + each.intersegment_revenue) / revenue,
            absolute(each.result) / result if result.value else number(0),
            each.assets / assets if assets.value else number(0),
        )
        passes = either(*(share >= given.threshold_percent for share in shares), number(int(each.declared)) >= 1)
        part = choose(passes, each.external_revenue, 0)
        table.add(each.name, *shares, choose_words(passes, "reportable", "below all tests"), part)
        covered.append(part)
        reported.append(choose(passes, 1, 0))
    sums, external = total(covered), total(s.external_revenue for s in given.segments)
    table.add("Total", None, None, None, None, sums, strong=True)
    whole = given.entity_revenue if given.entity_revenue is not None else external
    share = ratio(sums, whole)
    count = total(reported)
    steps = working.steps("Coverage", "Tests")
    steps.step("External revenue of reportable segments", sums, "IFRS 8.15")
    steps.step("Share of the entity's revenue", share, "IFRS 8.15", "percent", strong=True)
    steps.step("Reportable segments", count, "IFRS 8.19", "count", strong=True)
    working.total("reportable", "Reportable segments", count, "IFRS 8.13", "count")
    working.total("coverage", "External revenue covered", share, "IFRS 8.15", "percent")
    if share.value.is_finite() and share.value < given.coverage_percent.value:
        working.find("Reportable segments cover less external revenue than required: add more segments.", "IFRS 8.15")
    if count.value > _MOST_SEGMENTS:
        working.find("More than ten reportable segments: a practical limit may have been reached.", "IFRS 8.19")
    _reconcile(working, given, external)


def _reconcile(working: Working, given: Inputs, external: Number) -> None:
    steps = working.steps("Reconciliation to the entity")
    if given.entity_revenue is not None:
        gap = given.entity_revenue - external
        steps.step("Entity's revenue less segments'", gap, "IFRS 8.28(a)")
        working.total("revenue_gap", "Entity's revenue less segments'", gap, "IFRS 8.28(a)")
    segment_result = total(s.result for s in given.segments)
    steps.step("Sum of segment results", segment_result, "IFRS 8.28(b)")
    if given.entity_result is not None:
        gap = given.entity_result - segment_result
        steps.step("Unallocated", gap, "IFRS 8.28(b)")
        working.total("unallocated", "Unallocated result", gap, "IFRS 8.28(b)")


def _customers(working: Working, given: Inputs) -> None:
    table = working.table(
        "Customers of 10 % or more",
        columns(("Customer", "text"), ("Share of revenue", "percent", "IFRS 8.34"), ("Outcome", "text", "IFRS 8.34")),
    )
    external = total(s.external_revenue for s in given.segments)
    whole = given.entity_revenue if given.entity_revenue is not None else external
    require(whole.value > 0, "entity_revenue", whole, "more than 0")
    for each in given.customers:
        share = each.revenue / whole
        table.add(each.name, share, choose_words(share >= given.threshold_percent, "to be disclosed", "below"))
