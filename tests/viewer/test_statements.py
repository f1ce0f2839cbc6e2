"""Statements laid out from an invented filing, and against the SEC's own pages where the material is there."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

from tests.material import SHARED, needs_shared
from tests.viewer.filing import LAMPS, QUARTER, make_quince
from tieout.engine.reading import read_paths
from tieout.model.statement import Statement, StatementRow
from tieout.present.viewer.statements import render_statements


def statements() -> dict[str, Statement]:
    """The statements of the invented filing by title."""
    return {s.title: s for s in render_statements(make_quince().document())}


def row(statement: Statement, label: str, members: tuple[tuple[str, str], ...] = ()) -> StatementRow:
    """The row with that label and members."""
    return next(r for r in statement.rows if r.label == label and r.members == members)


def test_periods_stand_across_short_before_long_latest_first() -> None:
    """Columns run from the shortest duration to the longest, and of one length the latest comes first."""
    columns = [(c.over, c.heading) for c in statements()["Income statement"].columns]
    assert columns == [
        ("3 Months Ended", "Dec. 31, 2024"),
        ("12 Months Ended", "Dec. 31, 2024"),
        ("12 Months Ended", "Dec. 31, 2023"),
    ]


def test_values_are_scaled_signed_and_labelled_as_preferred() -> None:
    """Amounts are in millions, a negated label turns the sign, the total label is used, per share is unscaled."""
    income = statements()["Income statement"]
    assert (income.unit, income.scale) == ("CNY (¥)", "¥ in Millions")
    total = row(income, "Total sales")
    assert total.is_total
    assert [c.text for c in total.cells] == ["¥ 1,500", "¥ 5,000", "¥ 4,000"]
    assert [c.text for c in row(income, "Cost of sales").cells] == ["", "¥ (3,000)", "¥ (2,500)"]
    assert [c.text for c in row(income, "Earnings per share").cells] == ["", "¥ 0.50", ""]


def test_members_follow_under_a_heading_of_their_own() -> None:
    """Facts of a member stand below the whole, under the member's preferred label, with their own abstract heading."""
    rows = [(r.kind, r.label) for r in statements()["Income statement"].rows]
    assert rows == [
        ("heading", "Sales:"),
        ("item", "Total sales"),
        ("item", "Cost of sales"),
        ("item", "Earnings per share"),
        ("member", "Lamps"),
        ("heading", "Sales:"),
        ("item", "Total sales"),
    ]
    lamps = row(statements()["Income statement"], "Total sales", LAMPS)
    assert [c.text for c in lamps.cells] == ["", "¥ 900", ""]


def test_balances_stand_at_the_edges_of_the_duration() -> None:
    """An opening and a closing balance share the column of the duration between them."""
    cash = statements()["Cash flows"]
    assert [(c.over, c.heading) for c in cash.columns] == [("12 Months Ended", "Dec. 31, 2024 CNY (¥)")]
    told = [(r.label, r.cells[0].text) for r in cash.rows if r.kind == "item"]
    assert told == [("Cash at start", "¥ 70"), ("Change in cash", "20"), ("Cash at end", "¥ 90")]


def test_a_member_that_is_not_presented_stays_out() -> None:
    """A fact of a member the role does not present is in no cell of it."""
    made = make_quince()
    made.concept("ChairsMember", "Chairs", None, "member")
    stray = made.fact("Sales", 1_000_000, QUARTER, dimensions=(("q:ProductAxis", "q:ChairsMember"),))
    shown = render_statements(made.document())
    assert all(stray not in s.facts for s in shown)


def test_text_blocks_keep_words_and_lose_scripts() -> None:
    """A text block is markup without script, event handler or picture; its words stay."""
    cell = row(statements()["Policies"], "Revenue policy").cells[0]
    assert cell.html
    assert cell.text == "<p>Lamps are sold.</p>"


def test_without_presentation_every_fact_is_shown_once() -> None:
    """No presentation links: the facts stand in a table for each prefix, none left out, none twice."""
    document = make_quince().document()
    assert document.filing is not None
    bare = replace(document, filing=replace(document.filing, networks=(), roles=()))
    shown = render_statements(bare)
    cells = [c.fact for s in shown for r in s.rows for c in r.cells if c.fact is not None]
    assert sorted(cells) == sorted(f.id for f in bare.facts)
    assert [s.title for s in shown] == ["Facts: q"]


def test_a_cycle_in_the_presentation_ends() -> None:
    """An element that is its own ancestor does not hang the walk."""
    made = make_quince()
    made.network(
        "Loop", "Details", ["SalesAbstract > Sales", "Sales > SalesAbstract", "IncomeAbstract > SalesAbstract"]
    )
    titles = [s.title for s in render_statements(made.document())]
    assert "Loop" in titles


@needs_shared
def test_our_cells_are_those_of_the_sec_pages() -> None:
    """At least 99 % of the cells of R2 to R8, and 95 % of all pages, equal the SEC's own rendering."""
    folder = SHARED / "data/xbrl/filings/aapl-10q-20250329"
    spec = importlib.util.spec_from_file_location("bench_viewer", Path(__file__).parents[2] / "bench/viewer.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    pages = {s.page: s for s in render_statements(read_paths([folder]).documents[0])}
    results = {p.stem: bench.compare(p, pages.get(p.name))[:2] for p in folder.glob("R*.htm")}
    assert bench.share([results[f"R{k}"] for k in range(2, 9)]) >= 0.99
    assert bench.share(list(results.values())) >= 0.95
