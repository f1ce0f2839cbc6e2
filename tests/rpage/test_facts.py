"""Tagged facts of R pages: values in whole units with element, period and members."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from tests.material import SHARED, needs_shared
from tieout.model import Fact, Period
from tieout.read.rpage import room
from tieout.read.source import ReadSettings, Source

_PAGE = """<html><body><table class="report">
<tr><th class="tl" rowspan="2"><strong>TOYS - USD ($)<br> shares in Thousands, $ in Millions</strong></th>
<th class="th" colspan="1">12 Months Ended</th></tr><tr><th class="th">Dec. 31, 2024</th></tr>
<tr class="re"><td class="pl"><a onclick="Show.showAR( this, 'defref_us-gaap_Revenues', window );">Sales</a></td>
<td class="nump">$ 1,204.5</td></tr>
<tr class="ro"><td class="pl"><a onclick="Show.showAR( this, 'defref_us-gaap_Eps', window );">Per share</a></td>
<td class="num">$ (0.19)</td></tr>
<tr class="re"><td class="pl"><a onclick="Show.showAR( this, 'defref_us-gaap_Shares', window );">Shares</a></td>
<td class="nump">5,000</td></tr>
<tr class="ro"><td class="pl"><a onclick="Show.showAR( this, 'defref_us-gaap_Cash', window );">Cash, beginning</a></td>
<td class="nump">12</td></tr>
<tr class="rh"><td class="pl"><a onclick="Show.showAR( this, 'defref_x_KindAxis=x_WoodMember', window );">Wood</a></td>
<td class="text">&#160;</td></tr>
<tr class="re"><td class="pl"><a onclick="Show.showAR( this, 'defref_us-gaap_Revenues', window );">Sales</a></td>
<td class="nump">$ 3</td></tr></table>{popups}</body></html>"""
_FILED = re.compile(r">(-?\d+(?:\.\d+)?)</([\w-]+:\w+)>")
_KINDS = {
    "Revenues": ("monetaryItemType", "duration"),
    "Eps": ("perShareItemType", "duration"),
    "Shares": ("sharesItemType", "duration"),
    "Cash": ("monetaryItemType", "instant"),
}


@pytest.fixture(scope="module")
def facts() -> list[Fact]:
    popups = "".join(
        f'<table class="authRefData" id="defref_us-gaap_{name}"><tr><td><div><a>+ Details</a><div><table>'
        f"<tr><td>Name:</td><td>us-gaap_{name}</td></tr><tr><td>Data Type:</td><td>xbrli:{kind}</td></tr>"
        f"<tr><td>Period Type:</td><td>{period}</td></tr></table></div></div></td></tr></table>"
        for name, (kind, period) in _KINDS.items()
    )
    source = Source("R2.htm", _PAGE.replace("{popups}", popups).encode())
    return list(room.read(source, ReadSettings()).documents[0].facts)


def test_scales_go_by_data_type(facts: list[Fact]) -> None:
    """Money is in millions, shares in thousands, amounts per share are printed whole."""
    found = [(f.concept, f.value, f.decimals, f.unit) for f in facts[:3]]
    assert found == [
        ("us-gaap:Revenues", Decimal(1204500000), -5, "USD"),
        ("us-gaap:Eps", Decimal("-0.19"), 2, "USD/shares"),
        ("us-gaap:Shares", Decimal(5000000), -3, "shares"),
    ]


def test_periods_go_by_period_type(facts: list[Fact]) -> None:
    """A duration is counted back from its printed end; an opening balance stands at the day before it."""
    assert facts[0].period == Period(date(2024, 12, 31), date(2024, 1, 1))
    assert facts[3].period == Period(date(2023, 12, 31))


def test_members_hold_for_the_rows_under_them(facts: list[Fact]) -> None:
    """The fact under a dimension's row carries the member, the one above it does not."""
    assert facts[0].dimensions == ()
    assert facts[-1].dimensions == (("x:KindAxis", "x:WoodMember"),)


@needs_shared
def test_values_are_those_of_the_filed_instance() -> None:
    """Every number on the pages of a filing stands in its instance under the same element, up to the sign shown."""
    folder = SHARED / "data/xbrl/filings/aapl-10q-20250329"
    instance = (folder / "aapl-20250329_htm.xml").read_text("utf-8")
    filed = {(m[2], abs(Decimal(m[1]))) for m in _FILED.finditer(instance)}
    pages = sorted(folder.glob("R?.htm"))
    assert pages
    checked = 0
    for path in pages:
        for fact in room.read(Source(path.name, path.read_bytes()), ReadSettings()).documents[0].facts:
            if isinstance(fact.value, Decimal) and fact.concept:
                assert (fact.concept, abs(fact.value)) in filed
                checked += 1
    assert checked > 300
