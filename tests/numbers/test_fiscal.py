"""Fiscal years of whole weeks, and years that have the name of the one before."""

from __future__ import annotations

from datetime import date

from tieout.model import Period, YearEnd
from tieout.numbers.fiscal import find_year_end
from tieout.numbers.periods import fiscal_year, parse_period

WEEKS = "The fiscal year is the 52 or 53 weeks that end on the Saturday nearest the end of January."
SALES = (
    "Sales in the fiscal year ended January 28, 2023 rose.",
    "In the fiscal year ended January 29, 2022 they had fallen, and on February 3, 2024 they stood higher.",
)


def test_years_of_weeks_end_on_one_weekday() -> None:
    """Fiscal 2023 began on the Sunday after the year before and ended on January 28; fiscal 2024 has 53 weeks."""
    found = find_year_end((WEEKS, *SALES))
    assert found is not None
    assert parse_period("fiscal 2023", found) == Period(date(2023, 1, 28), date(2022, 1, 30))
    assert fiscal_year(2024, found) == Period(date(2024, 2, 3), date(2023, 1, 29))
    assert parse_period("first quarter of fiscal 2023", found) == Period(date(2022, 4, 30), date(2022, 1, 30))
    assert parse_period("fourth quarter of fiscal 2024", found) == Period(date(2024, 2, 3), date(2023, 10, 29))


def test_the_last_weekday_of_a_month() -> None:
    """Years that ended on June 25, 2022 and June 24, 2023 end on the last Saturday, never in July."""
    told = (
        "The 52 weeks of the year ended June 24, 2023.",
        "The year ended June 25, 2022.",
        "The year ended June 24, 2023.",
    )
    found = find_year_end(told)
    assert found == YearEnd(6, 24, 5, nearest=False)
    assert fiscal_year(2024, found).end == date(2024, 6, 29)


def test_a_year_named_after_the_one_in_which_it_began() -> None:
    """A document of the year to January 2023 that speaks of fiscal 2022 and fiscal 2021 names years so."""
    told = "In fiscal 2022 sales rose; in fiscal 2021 they fell. "
    found = find_year_end((WEEKS, *SALES[:1] * 3, "The year ended January 29, 2022.", told * 4))
    assert found is not None
    assert found.lag == 1
    assert parse_period("fiscal 2022", found) == Period(date(2023, 1, 28), date(2022, 1, 30))


def test_years_of_months_stay_as_they_are() -> None:
    """Without a word of weeks the month's end counts, and one date proves nothing."""
    assert find_year_end(("the year ended January 31, 2023", "fiscal 2023")) == YearEnd(1, 31)
    assert find_year_end(("the year ended 31 March 2023", "in 52 weeks")) == YearEnd(3, 31)
    assert fiscal_year(2023, YearEnd(1, 31)) == Period(date(2023, 1, 31), date(2022, 2, 1))


def test_months_of_a_reporter_of_weeks_are_weeks() -> None:
    """ "Six months ended" is 26 weeks; a year of 53 weeks has its 53rd in the last quarter."""
    saturday = YearEnd(1, 28, 5)
    assert parse_period("six months ended July 29, 2023", saturday) == Period(date(2023, 7, 29), date(2023, 1, 29))
    assert parse_period("fiscal year ended January 28, 2023", saturday) == Period(date(2023, 1, 28), date(2022, 1, 30))
    assert parse_period("three months ended February 3, 2024", saturday) == Period(date(2024, 2, 3), date(2023, 10, 29))
    assert parse_period("six months ended June 30, 2023", saturday) == Period(date(2023, 6, 30), date(2023, 1, 1))
