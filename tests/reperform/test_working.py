"""The sheet measurements are written on: exact values, and formulas that mean the same."""

from __future__ import annotations

import doctest
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

import tieout
from tests.reperform.test_rooms import example
from tieout.errors import InputError
from tieout.model.reperformance import Address, Range, round_shown
from tieout.reperform import describe, find_measurements, get_measurement, perform
from tieout.reperform.formats.as_json import to_json
from tieout.reperform.formats.markdown import to_markdown
from tieout.reperform.formats.wording import to_a1, to_print
from tieout.reperform.formats.workbook import to_workbook
from tieout.reperform.working import formula
from tieout.reperform.working.days import add_months
from tieout.reperform.working.expression import (
    Day,
    choose_words,
    number,
    present_value,
    sum_of_products,
    total,
)
from tieout.reperform.working.formula import to_formula


def text(tokens: tuple[object, ...]) -> str:
    """A formula as one string, places by their row."""
    return "".join(t if isinstance(t, str) else repr(t) for t in tokens)


def test_doctests() -> None:
    """The snippets in the documentation of formulas run."""
    assert doctest.testmod(formula).failed == 0


@pytest.mark.parametrize(
    ("expression", "written"),
    [
        (number(1) - (number(2) - 3), "1-(2-3)"),
        (number(6) / (number(3) / 2), "6/(3/2)"),
        ((number(2) ** 3) ** 2, "(2^3)^2"),
        (-(number(2) ** 2), "-(2^2)"),
        ((-number(2)) ** 2, "(-2)^2"),
        (3 * -number(2), "3*(-2)"),
        (number(2) * -5, "2*(-5)"),
        (number(1) + 2 * number(3), "1+2*3"),
        ((number(1) + 2) * 3, "(1+2)*3"),
        (number(Decimal("0.10")) + 1, "0.10+1"),
    ],
)
def test_brackets_keep_the_meaning(expression: object, written: str) -> None:
    """A spreadsheet reads the formula as we computed it; a negation is bracketed before a power."""
    from tieout.reperform.working.expression import Number

    assert isinstance(expression, Number)
    assert text(to_formula(expression, {})) == written


def test_neighbours_become_ranges() -> None:
    """Operands that stand side by side in a column or row are one range; others are listed."""
    cells = [number(i) for i in range(4)]
    column = {id(c): Address(0, i, 2) for i, c in enumerate(cells)}
    assert to_formula(total(cells), column) == ("SUM(", Range(Address(0, 0, 2), Address(0, 3, 2)), ")")
    row = {id(c): Address(0, 5, i) for i, c in enumerate(cells)}
    assert to_formula(total(cells), row) == ("SUM(", Range(Address(0, 5, 0), Address(0, 5, 3)), ")")
    apart = {id(c): Address(i % 2, i, 0) for i, c in enumerate(cells)}
    assert text(to_formula(total(cells), apart)).count("Address") == 4


def test_products_and_discounts_without_ranges() -> None:
    """What does not stand in one column is written out pair by pair."""
    pair = sum_of_products([number(2), number(3)], [number(5), number(7)])
    assert pair.value == 31
    assert text(to_formula(pair, {})) == "(2*5+3*7)"
    worth = present_value([number(110)], [number(1)], number(Decimal("0.1")))
    assert worth.value == 100
    assert text(to_formula(worth, {})) == "(110/(1+0.1)^1)"
    assert sum_of_products([], []).value == present_value([], [], number(1)).value == total([]).value == 0


def test_words_and_days() -> None:
    """Conditions choose words; days subtract to numbers and step by months to the last day of a shorter month."""
    end = Day(date(2024, 1, 31), "constant")
    assert end.add_months(1).value == date(2024, 2, 29) == add_months(date(2024, 1, 31), 1)
    assert (end - Day(date(2024, 1, 1), "constant")).value == 30
    chosen = choose_words(number(1) < 2, 'say "yes"', "no")
    assert text(to_formula(chosen, {})) == 'IF(1<2,"say ""yes""","no")'
    assert text(to_formula(end.add_months(1), {})) == "EDATE(DATE(2024,1,31),1)"
    assert repr(number(2)) == "Number(2)"


def test_shown_values_round_half_up_without_negative_zero() -> None:
    """As a spreadsheet shows: halves away from zero, and no minus before nothing."""
    assert round_shown(Decimal("0.125"), "amount") == Decimal("0.13")
    assert round_shown(Decimal("-0.125"), "amount") == Decimal("-0.13")
    assert str(round_shown(Decimal("-0.001"), "amount")) == "0.00"
    assert to_print(Decimal("-1234.5"), "amount") == "(1,234.50)"
    assert to_print(Decimal("NaN"), "amount") == "n/a"
    assert to_a1(0, 27) == "AB1"
    assert to_a1(2, 0, absolute=True) == "$A$3"


def test_results_are_found_by_key_and_title() -> None:
    """Totals and tables have names; an unknown one is a KeyError."""
    result = perform("gearing", example("gearing"))
    assert result.get_total("net_debt") == -1600
    assert result.get_table("Net debt").rows
    with pytest.raises(KeyError):
        result.get_total("colour")
    with pytest.raises(KeyError):
        result.get_table("colour")


def test_printed_figures_are_intervals() -> None:
    """Agrees where the rounded result is the printed one, rounding where the inputs' digits explain it, else differs."""
    inputs = {"balances": [{"name": "a", "closing": 100.4, "flow": 200.0}], "basis": "closing", "days": 365}
    verdicts = {}
    for printed in ("183", "184", "187"):
        verdicts[printed] = perform("turnover_days", {**inputs, "printed": {"turnover_days": printed}}).comparisons[0]
    assert [v.verdict for v in verdicts.values()] == ["agrees", "differs", "differs"]
    rounded = {"balances": [{"name": "a", "closing": 100, "flow": 200}], "basis": "closing", "days": 365}
    compared = perform("turnover_days", {**rounded, "printed": {"turnover_days": "184"}})
    assert compared.comparisons[0].verdict == "rounding"
    assert to_json(compared)["comparisons"][0]["printed"] == "184"
    assert "| 184 |" in to_markdown(compared)
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(compared)))
    assert "rounding" in [c.value for row in book["Summary"].iter_rows() for c in row]


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ({"colour": "1"}, "printed.colour"),
        ({"gearing": "7.1"}, "printed.gearing"),
        ({"net_debt": "7.1%"}, "printed.net_debt"),
        ({"net_debt": "much"}, "printed.net_debt"),
        ({"net_debt": 5}, "printed"),
        ("7.1%", "printed"),
    ],
)
def test_printed_figures_are_parsed_strictly(printed: object, field: str) -> None:
    """An unknown total, a percentage for an amount, words for a number: the error names the field."""
    with pytest.raises(InputError) as caught:
        perform("gearing", {**example("gearing"), "printed": printed})
    assert caught.value.field == field


def test_the_python_door_works_twice() -> None:
    """`tieout.reperform(...)` keeps working once the package of that name has been imported."""
    for _ in range(2):
        assert tieout.reperform("gearing", example("gearing")).get_total("net_debt") == -1600


def test_names_are_forgiving_in_form_only() -> None:
    """Hyphens and capitals are read; another word is refused with the nearest names."""
    assert get_measurement("Credit-Loss").NAME == "credit_loss"
    with pytest.raises(InputError, match="lease"):
        get_measurement("leese")
    assert len(find_measurements()) == 27
    assert describe("lease")[0]["name"] == "commencement"
