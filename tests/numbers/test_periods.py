"""Periods and units in words."""

from __future__ import annotations

from datetime import date

import pytest

from tieout.model import Period, YearEnd
from tieout.numbers.periods import find_periods, parse_period
from tieout.numbers.scale import UnitScale, parse_unit_scale


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("six months ended June 30, 2023", "2023-01-01", "2023-06-30"),
        ("H1 2023", "2023-01-01", "2023-06-30"),
        ("2H22", "2022-07-01", "2022-12-31"),
        ("FY2022", "2022-01-01", "2022-12-31"),
        ("Year ended 31 March 2025", "2024-04-01", "2025-03-31"),
        ("53 weeks ended February 3, 2024", "2023-01-29", "2024-02-03"),
        ("third quarter of 2024", "2024-07-01", "2024-09-30"),
        ("截至2023年6月30日止六個月", "2023-01-01", "2023-06-30"),
        ("截至二零二三年十二月三十一日止年度", "2023-01-01", "2023-12-31"),
        ("2023年上半年", "2023-01-01", "2023-06-30"),
        ("2024年第三季度", "2024-07-01", "2024-09-30"),
        ("Jan–Nov 2024", "2024-01-01", "2024-11-30"),
        ("2024年1-11月", "2024-01-01", "2024-11-30"),
        ("2024年前三个月", "2024-01-01", "2024-03-31"),
        ("June 30, 2023", None, "2023-06-30"),
        ("於2022年12月31日", None, "2022-12-31"),
        ("year-end 2022", None, "2022-12-31"),
        ("2022年末", None, "2022-12-31"),
    ],
)
def test_period(text: str, start: str | None, end: str) -> None:
    """Instants have no start; durations run from their first to their last day."""
    assert parse_period(text) == Period(date.fromisoformat(end), date.fromisoformat(start) if start else None)


@pytest.mark.parametrize(("text", "kind", "year"), [
    ("the same period of 2022", "same", 2022),
    ("compared with last year", "prior", None),
    ("上年同期", "same", None),
    ("at the end of the reporting period", "end", None),
])  # fmt: skip
def test_relative_period(text: str, kind: str, year: int | None) -> None:
    """Relative periods are named, not guessed."""
    only = [f for f in find_periods(text) if f.relative]
    assert [(f.relative, f.year) for f in only] == [(kind, year)]


def test_several_periods_are_not_one() -> None:
    """A text that names two periods gives none."""
    assert parse_period("2023 and 2022") is None


def test_fiscal_year_end_moves_the_year() -> None:
    """FY2024 of a June year-end runs from July 2023."""
    assert parse_period("FY2024", YearEnd(6, 30)) == Period(date(2024, 6, 30), date(2023, 7, 1))


@pytest.mark.parametrize(
    ("text", "unit", "scale"),
    [
        ("RMB'000", "CNY", 3),
        ("H1 2023 (RMB thousands)", "CNY", 3),
        ("in millions, except per share data", None, 6),
        ("人民幣千元", "CNY", 3),
        ("單位：元", "CNY", 0),
        ("单位：万元", "CNY", 4),
        ("HK$ million", "HKD", 6),
        ("USD ($) $ in Millions", "USD", 6),
        ("(RMB)", "CNY", None),
        ("% of total", "%", 0),
    ],
)
def test_header_unit_and_scale(text: str, unit: str | None, scale: int | None) -> None:
    """What a header says of unit and scale."""
    stated = parse_unit_scale(text)
    assert isinstance(stated, UnitScale)
    assert (stated.unit, stated.scale) == (unit, scale)


def test_header_that_says_nothing() -> None:
    """A header with a period only states no unit."""
    assert parse_unit_scale("Six Months Ended June 30, 2023") is None
