"""What counts as a slip of the hand, and which figure of a failing sum is named for it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.test_cases import check_texts
from tieout.model import Figure, Quantity, Segment, Span
from tieout.relations.slips import find_slip

_NUMBERS = st.integers(min_value=1_000, max_value=99_999_999)


def _figure(number: int | Decimal, decimals: int = 0) -> Figure:
    quantity = Quantity(Decimal(number), decimals, "CNY", 3)
    return Figure("a", "d", Span("l", str(number), (Segment(0, 1),)), quantity)


@given(_NUMBERS, st.integers(0, 7), st.integers(1, 9))
def test_one_changed_digit_is_a_slip(number: int, place: int, by: int) -> None:
    """A number whose digit at any place but the first becomes another one is a slip away from itself."""
    digits = list(str(number))
    at = place % (len(digits) - 1) + 1
    digits[at] = str((int(digits[at]) + by) % 10)
    meant = _figure(number)
    printed = replace(meant, quantity=replace(meant.quantity, number=Decimal("".join(digits))))
    assert find_slip(printed, meant.value) in {"digit", "scale"}


@pytest.mark.parametrize(
    ("printed", "wanted", "kind"),
    [
        (-4_127, 4_127, "sign"),
        (41_270, 4_127, "scale"),
        (4_217, 4_127, "exchanged digits"),
        (4_128, 4_127, "digit"),
        (4_138, 4_127, None),
        (4_127, 4_127, None),
        (12, 17, None),
        (0, 17, None),
    ],
)
def test_kinds_of_slips(printed: int, wanted: int, kind: str | None) -> None:
    """Each kind has its name; two changed digits, equal numbers and numbers of two digits are no slips."""
    assert find_slip(_figure(printed), Decimal(wanted).scaleb(3)) == kind


def test_the_row_that_leaves_its_neighbour_is_named() -> None:
    """Of the lines that one digit would mend, the one that stands to the other year as the rest of its column does."""
    text = """
| RMB'000 | 2024 | 2023 |
| :--- | ---: | ---: |
| Pumps | 412,074 | 398,114 |
| Valves | 689,309 | 184,611 |
| Seals | 221,512 | 215,330 |
| Gaskets | 187,450 | 181,207 |
| Total | 1,010,345 | 979,262 |
"""
    found = [f for f in check_texts(text).findings if f.code == "F101"]
    assert [f.span.quote for f in found] == ["689,309"]
    assert found[0].expected == "189309"


def test_a_figure_that_fails_in_two_ways_is_named_once() -> None:
    """A total that its lines miss, and that the sum above it misses too, is the wrong one, and is named once for both."""
    text = """
| RMB'000 | 2024 | 2023 |
| :--- | ---: | ---: |
| Vessels | 412,074 | 398,114 |
| Quays | 189,309 | 184,611 |
| Total non-current assets | 681,383 | 582,725 |
| Stores | 221,512 | 215,330 |
| Cash | 187,450 | 181,207 |
| Total current assets | 408,962 | 396,537 |
| Total assets | 1,010,345 | 979,262 |
"""
    found = [f for f in check_texts(text).findings if f.verdict == "differs"]
    assert [f.span.quote for f in found] == ["681,383"]
