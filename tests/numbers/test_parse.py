"""One printed number to its value, precision, unit and scale."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.numbers.parse import is_nil, is_unavailable, parse_quantity

CASES = [
    ("1,433.1", "1433.1", 1, None, 0),
    ("(3,142.6)", "-3142.6", 1, None, 0),
    ("（3,142.6）", "-3142.6", 1, None, 0),
    ("−5.2", "-5.2", 1, None, 0),
    ("－5.2", "-5.2", 1, None, 0),
    ("12.5％", "12.5", 1, "%", 0),
    ("(12.8)%", "-12.8", 1, "%", 0),
    ("-20.7pp", "-20.7", 1, "pp", 0),
    ("0.6個百分點", "0.6", 1, "pp", 0),
    ("760 basis points", "760", 0, "bp", 0),
    ("4x", "4", 0, "x", 0),
    ("four times", "4", 0, "x", 0),
    ("2.1倍", "2.1", 1, "x", 0),
    ("RMB 5.2 million", "5.2", 1, "CNY", 6),
    ("US$1.2bn", "1.2", 1, "USD", 9),
    ("HK$3.5m", "3.5", 1, "HKD", 6),
    ("1.5m", "1.5", 1, None, 6),
    ("RMB (2,025,854)", "-2025854", 0, "CNY", 0),
    ("(RMB 3.2 million)", "-3.2", 1, "CNY", 6),
    ("$(1.2)", "-1.2", 1, "USD", 0),
    ("人民幣14.33億元", "14.33", 2, "CNY", 8),
    ("3,142,624千元", "3142624", 0, "CNY", 3),
    ("14.3百萬元", "14.3", 1, "CNY", 6),
    ("3.6萬名", "3.6", 1, "people", 4),
    ("1,234股", "1234", 0, "shares", 0),
    ("12.0 HK cents", "12.0", 1, "HKD", -2),
    ("RMB 25.5 cents", "25.5", 1, "CNY", -2),
    ("US 2.16 cents", "2.16", 2, "USD", -2),
    ("5.1 pence", "5.1", 1, "GBP", -2),
    ("12.0港仙", "12.0", 1, "HKD", -2),
    ("人民幣15.8分", "15.8", 1, "CNY", -2),
    ("15 cents", "15", 0, None, -2),
    ("五千萬元", "50000000", 0, "CNY", 0),
    ("百分之五", "5", 0, "%", 0),
    ("**1,433.1**", "1433.1", 1, None, 0),
    ("1,234*", "1234", 0, None, 0),
    ("(1,234", "-1234", 0, None, 0),
    ("3 343 674", "3343674", 0, None, 0),
    ("(41 205)", "-41205", 0, None, 0),
    ("€ 2 701.5", "2701.5", 1, "EUR", 0),
]


@pytest.mark.parametrize(("text", "number", "decimals", "unit", "scale"), CASES)
def test_printed_form(text: str, number: str, decimals: int, unit: str | None, scale: int) -> None:
    """Each printed form gives its signed number, the decimals shown, unit and scale."""
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.number, quantity.decimals, quantity.unit, quantity.scale) == (
        Decimal(number),
        decimals,
        unit,
        scale,
    )


@pytest.mark.parametrize(
    "text", ["", "-", "n/a", "5.0 exaFLOPS", "5 6", "12 30 400", "30 1 2", "21/12", "Revenue", "Customer A", "1 234,5"]
)
def test_not_one_number(text: str) -> None:
    """Text that is not exactly one number gives None, never a guess."""
    assert parse_quantity(text) is None


@given(st.integers(-(10**12), 10**12), st.integers(0, 4))
def test_formatted_number_is_read_back(number: int, places: int) -> None:
    """parse(format(n)) == n, with separators, with a minus sign or brackets."""
    value = Decimal(number).scaleb(-places)
    plain = f"{abs(value):,f}"
    for text in (f"-{plain}", f"({plain})") if value < 0 else (plain,):
        quantity = parse_quantity(text)
        assert quantity is not None
        assert quantity.number == value


def test_header_supplies_unit_and_scale() -> None:
    """A bare cell takes the header's unit and scale; a cell that states its own keeps it."""
    bare = parse_quantity("1,433", "CNY", 3)
    assert bare is not None
    assert bare.value == Decimal(1_433_000)
    own = parse_quantity("12.5%", "CNY", 3)
    assert own is not None
    assert (own.unit, own.value) == ("%", Decimal("12.5"))
    dollar = parse_quantity("$ 1,433", None, 6)
    assert dollar is not None
    assert dollar.value == Decimal(1_433_000_000)


def test_full_amount_in_thousands_keeps_the_wider_reading() -> None:
    """RMB 2,025,854,000 is shown to thousands: its last three zeros are not digits."""
    quantity = parse_quantity("RMB 2,025,854,000")
    assert quantity is not None
    assert quantity.step == Decimal(1000)


def test_nil_and_unavailable_are_told_apart() -> None:
    """A dash is nothing; n/a is unknown."""
    assert is_nil("–")
    assert is_nil("無")
    assert not is_nil("n/a")
    assert is_unavailable("n.m.")
    assert is_unavailable("不適用")
    assert not is_unavailable("-")
