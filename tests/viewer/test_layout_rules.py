"""The SEC renderer's rules of layout, one by one, on small invented filings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.viewer.filing import BEFORE, CLOSE, OPEN, YEAR, FilingMaker
from tieout.model import Period, Tag
from tieout.model.statement import Statement
from tieout.present.viewer.measures import say_unit, symbol_of
from tieout.present.viewer.shown import Scale, say_number, say_text
from tieout.present.viewer.statements import render_statements


def only_statement(made: FilingMaker) -> Statement:
    """The one statement of the filing."""
    (statement,) = render_statements(made.document())
    return statement


def headings(statement: Statement) -> list[str]:
    """The columns' headings in one line each."""
    return [f"{c.over} {c.heading}".strip() for c in statement.columns]


def labels(statement: Statement) -> list[str]:
    """The rows' labels."""
    return [r.label for r in statement.rows]


def make_equity(members: list[str]) -> FilingMaker:
    """A statement of changes in equity by component, with an opening and a closing balance for each year."""
    made = FilingMaker()
    made.concept("EquityAbstract", "Equity [Abstract]", None)
    made.concept("EquityTable", "Equity [Table]", None, "hypercube")
    made.concept("ComponentsAxis", "Components [Axis]", None, "axis")
    made.concept("EquityDomain", "All [Domain]", None, "member")
    for member in members:
        made.concept(member, member.removesuffix("Member"), None, "member")
    made.concept("Equity", "Equity", periodStartLabel="Opening balance", periodEndLabel="Closing balance")
    made.concept("Profit", "Profit")
    made.network(
        "Statement of changes in equity",
        "Statements",
        [
            "EquityAbstract > EquityTable",
            "EquityTable > ComponentsAxis",
            "ComponentsAxis > EquityDomain",
            *(f"EquityDomain > {m}" for m in members),
            "EquityAbstract > Equity : periodStartLabel",
            "EquityAbstract > Profit",
            "EquityAbstract > Equity : periodEndLabel",
        ],
    )
    made.default("ComponentsAxis", "EquityDomain")
    return made


def test_an_equity_statement_has_periods_down_and_members_across() -> None:
    """Movements go down with their dates, components across; a balance that closes and opens is shown once."""
    made = make_equity(["CapitalMember", "ReserveMember"])
    before_open = Period(OPEN.end.replace(year=2022))
    for component in (None, "CapitalMember", "ReserveMember"):
        dims = (("q:ComponentsAxis", f"q:{component}"),) if component else ()
        for instant in (before_open, OPEN, CLOSE):
            made.fact("Equity", 5_000_000, instant, dimensions=dims)
        for period in (BEFORE, YEAR):
            made.fact("Profit", 1_000_000, period, dimensions=dims)
    shown = only_statement(made)
    assert headings(shown) == ["Total", "Capital", "Reserve"]
    assert labels(shown) == [
        "Opening balance at Dec. 31, 2022",
        "Equity [Table]",
        "Profit",
        "Closing balance at Dec. 31, 2023",
        "Equity [Table]",
        "Profit",
        "Closing balance at Dec. 31, 2024",
    ]


def test_one_movement_is_named_in_the_title() -> None:
    """Where all rows are of one period, the title says it and the balances keep their dates."""
    made = make_equity(["CapitalMember"])
    made.fact("Equity", 5_000_000, OPEN)
    made.fact("Profit", 1_000_000, YEAR)
    made.fact("Equity", 6_000_000, CLOSE)
    shown = only_statement(made)
    assert shown.title == "Statement of changes in equity - 12 months ended Dec. 31, 2024"
    assert labels(shown)[-1] == "Closing balance at Dec. 31, 2024"
    assert headings(shown) == ["CNY (¥)"]


def make_plain(kinds: dict[str, str]) -> FilingMaker:
    """A detail with an element of each name and data type."""
    made = FilingMaker()
    made.concept("ListAbstract", "List [Abstract]", None)
    for name, kind in kinds.items():
        made.concept(name, name, kind)
    made.network("List", "Details", [f"ListAbstract > {name}" for name in kinds])
    return made


def test_two_currencies_stand_in_columns_of_their_own() -> None:
    """Amounts of two currencies make two columns that say their unit; shares stand in both, the one date in the title."""
    made = make_plain({"Cash": "xbrli:monetaryItemType", "Count": "xbrli:sharesItemType"})
    made.fact("Cash", 5, CLOSE, "CNY", 0)
    made.fact("Cash", 4, CLOSE, "EUR", 0)
    made.fact("Count", 7, CLOSE, "shares", 0)
    shown = only_statement(made)
    assert shown.title == "List - Dec. 31, 2024"
    assert headings(shown) == ["CNY (¥) shares", "EUR (€) shares"]
    assert [c.text for c in shown.rows[-1].cells] == ["7", "7"]


def test_units_of_one_scale_are_named_in_turn() -> None:
    """Of units in the same scale the symbol that sorts last comes first: shares before the currency."""
    made = make_plain({"Cash": "xbrli:monetaryItemType", "Count": "xbrli:sharesItemType"})
    for period in (OPEN, CLOSE):
        made.fact("Cash", 5_000, period, "USD", -3)
        made.fact("Count", 7_000, period, "shares", -3)
    assert only_statement(made).scale == "shares in Thousands, $ in Thousands"


def test_a_plain_number_keeps_the_currency_over_the_columns() -> None:
    """A number without unit beside amounts: the title does not say the currency, the columns do."""
    made = make_plain({"Cash": "xbrli:monetaryItemType", "Ratio": "xbrli:pureItemType"})
    for period in (OPEN, CLOSE):
        made.fact("Cash", 5_000, period, "USD", -3)
        made.fact("Ratio", "1.5", period, "pure", 1)
    shown = only_statement(made)
    assert shown.unit == ""
    assert headings(shown) == ["Dec. 31, 2024 USD ($)", "Dec. 31, 2023 USD ($)"]


def test_an_axis_that_does_not_present_its_default_shows_members_alone() -> None:
    """A fact without a member stays out of a report whose axis leaves its default member out."""
    made = FilingMaker()
    made.concept("ListTable", "List [Table]", None, "hypercube")
    made.concept("PlaceAxis", "Place [Axis]", None, "axis")
    made.concept("PlaceDomain", "Places", None, "member")
    made.concept("NorthMember", "North", None, "member")
    made.concept("SouthMember", "South", None, "member")
    made.concept("Sales", "Sales")
    arcs = ["PlaceAxis > NorthMember", "PlaceAxis > SouthMember", "ListTable > Sales"]
    made.network("List", "Details", ["ListTable > PlaceAxis", *arcs])
    made.default("PlaceAxis", "PlaceDomain")
    made.fact("Sales", 9, YEAR)
    made.fact("Sales", 5, YEAR, dimensions=(("q:PlaceAxis", "q:NorthMember"),))
    made.fact("Sales", 4, YEAR, dimensions=(("q:PlaceAxis", "q:SouthMember"),))
    assert labels(only_statement(made)) == ["North", "List [Table]", "Sales", "South", "List [Table]", "Sales"]


def test_what_all_rows_share_is_said_in_the_title() -> None:
    """The one member of every row is in the title and heads no rows."""
    made = FilingMaker()
    made.concept("ListTable", "List [Table]", None, "hypercube")
    made.concept("PlaceAxis", "Place [Axis]", None, "axis")
    made.concept("NorthMember", "North", None, "member")
    made.concept("Sales", "Sales")
    made.concept("Cost", "Cost")
    made.network(
        "List", "Details", ["ListTable > PlaceAxis", "PlaceAxis > NorthMember", "ListTable > Sales", "ListTable > Cost"]
    )
    for name in ("Sales", "Cost"):
        made.fact(name, 5, YEAR, dimensions=(("q:PlaceAxis", "q:NorthMember"),))
    shown = only_statement(made)
    assert shown.title == "List - North"
    assert labels(shown) == ["List [Table]", "Sales", "Cost"]


@pytest.mark.parametrize(
    ("value", "printed", "scale", "told"),
    [
        ("0.50", "0.50", 0, "0.50"),
        ("1.0", "1.0", 0, "1.0"),
        ("6000000", "6.0", 6, "6,000,000.0"),
        ("1500000", "1.5", 6, "1,500,000"),
        ("50400000000", "50,400,000", 3, "50,400,000,000"),
        ("-12.5", "12.5", 0, "(12.5)"),
    ],
)
def test_unscaled_numbers_keep_their_filed_decimals(value: str, printed: str, scale: int, told: str) -> None:
    """A number that is not scaled shows the decimals it was filed with."""
    made = make_plain({"Cash": "xbrli:monetaryItemType"})
    made.fact("Cash", value, YEAR, "USD", None)
    fact = made.facts[0]
    tag = Tag(fact.id, "q:Cash", "c", printed=printed, scale=scale)
    assert isinstance(fact.value, Decimal)
    assert say_number(fact, None, Scale(), False, tag) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("P10Y", "10 years"),
        ("P1Y6M", "1 year 6 months"),
        ("P0Y9M0D", "9 months"),
        ("P0Y", "0 years"),
        ("-P2D", "minus 2 days"),
        ("P1Y to P3Y", "1 year to 3 years"),
        ("Paid", "Paid"),
        ("2024-05-31", "May 31, 2024"),
    ],
)
def test_lengths_of_time_and_dates_are_words(value: str, told: str) -> None:
    """Durations lose the parts that are nought; dates are written as the SEC does."""
    assert say_text(value, None) == told


def test_units_are_written_with_their_symbols() -> None:
    """Currencies and registered units have symbols, other units their names."""
    assert (say_unit("USD"), say_unit("USD/shares"), say_unit("shares")) == ("USD ($)", "$ / shares", "shares")
    assert (say_unit("utr:sqft"), say_unit("q:store"), say_unit("pure")) == ("sqft (ft²)", "store", "")
    assert symbol_of("CNY*utr:D/shares") == "(d ¥) / shares"
