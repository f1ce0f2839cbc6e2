"""Indices that make the checks cheap give exactly what looking at everything gives, and look at little."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.checks._facts import Entry, FactIndex
from tieout.model import Figure, Quantity, Segment, Span
from tieout.numbers.interval import interval_of
from tieout.relations import sums
from tieout.relations.sums import find_structures


def _figure(k: int, number: Decimal, decimals: int = 0, scale: int = 0) -> Figure:
    span = Span("layer", str(number), (Segment(k * 20, k * 20 + 5),))
    return Figure(f"f{k}", "doc", span, Quantity(number, decimals, "CNY", scale), "cell")


def _entry(figure: Figure, words: frozenset[str]) -> Entry:
    return Entry(figure, words, frozenset(), frozenset(), None, None, "CNY", "value", "t1")


_PRINTED = st.tuples(st.integers(-99_999, 99_999), st.integers(0, 2), st.sampled_from([0, 3, 6]))


@given(st.lists(_PRINTED, min_size=1, max_size=30), _PRINTED)
def test_meeting_gives_what_near_gives_and_meets(
    printed: list[tuple[int, int, int]], asked: tuple[int, int, int]
) -> None:
    """`meeting` yields the entries of `near` whose interval meets the figure's, in the same order."""
    figures = [_figure(k, Decimal(n).scaleb(-d), d, s) for k, (n, d, s) in enumerate([*printed, asked])]
    index = FactIndex.of([_entry(f, frozenset({"sale"})) for f in figures[:-1]])
    own = abs(interval_of(figures[-1].quantity))
    expected = [e for e in index.near(figures[-1]) if abs(interval_of(e.figure.quantity)).meets(own)]
    assert list(index.meeting(figures[-1])) == expected


@given(st.lists(st.sets(st.sampled_from("abcdef"), min_size=1), max_size=30), st.sets(st.sampled_from("abcdefg")))
def test_plausible_count_is_the_number_of_entries_up_to_the_limit(labels: list[set[str]], asked: set[str]) -> None:
    """Entries that share a word are counted once, at least one and no more than the limit."""
    index = FactIndex.of([_entry(_figure(k, Decimal(k)), frozenset(words)) for k, words in enumerate(labels)])
    sharing = sum(bool(words & asked) for words in labels)
    assert index.plausible_count(frozenset(asked), "CNY", 10) == min(10, max(1, sharing))
    assert index.plausible_count(frozenset(asked), "%", 10) == 1


def _naive_runs(row: int, above: list[int], known: set[int]) -> list[tuple[tuple[int, Decimal], ...]]:
    """Every run of rows that ends above a row, in the order in which it is tried."""
    one = Decimal(1)
    tried = []
    for start in range(len(above) - 2, -1, -1):
        run = above[start:]
        tried.append(tuple((r, one) for r in run))
        if len(run) <= 12:
            tried.append(((run[0], one), *((r, -one) for r in run[1:])))
        plain = [r for r in run if r not in known or r == run[0]]
        if 2 <= len(plain) < len(run):
            tried.append(tuple((r, one) for r in plain))
    return tried


@given(st.lists(st.integers(-9, 9), min_size=3, max_size=18), st.sets(st.integers(0, 17)))
def test_likely_runs_are_those_that_add_up_when_all_are_tried(values: list[int], known: set[int]) -> None:
    """Sums grown row by row name the same runs, with the same count of those tried before, as adding each run up."""
    row, above = len(values) - 1, list(range(len(values) - 1))
    column: list[tuple[float, float] | None] = [(float(v), 0.5) for v in values]
    every = _naive_runs(row, above, known)
    told = every[1:2]
    rest = [parts for parts in every if parts not in told]
    expected = [(k, p) for k, p in enumerate(rest, len(told) + 1) if sums._may_hold(row, p, column)]
    assert list(sums._likely_runs(row, above, known, told, [column])) == expected


def test_a_long_table_is_looked_through_once_for_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the rows cost at most about twice the comparisons, even where nothing adds up."""
    counted = [0]
    plain = sums._is_close

    def count(total: float, slack: float, result: tuple[float, float]) -> bool:
        counted[0] += 1
        return plain(total, slack, result)

    monkeypatch.setattr(sums, "_is_close", count)
    costs = []
    for rows in (200, 400):
        counted[0] = 0
        chance = Random(rows)
        column = [_figure(k, Decimal(chance.randint(10**7, 10**8))) for k in range(rows)]
        find_structures([column], [], [], [], [0] * rows)
        costs.append(counted[0])
    assert costs[1] < 2.3 * costs[0]
