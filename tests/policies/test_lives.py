"""Useful lives and yearly rates by class of asset, in tables and in lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.policies.documents import make_document
from tieout.model import Block, Grid, GridCell, Parameter
from tieout.read.source import make_layer
from tieout.structure.policies.lines import Line, find_lines
from tieout.structure.policies.lives import find_lives, find_told_lives, is_life_list


def _table(rows: list[list[str]]) -> Line:
    text = "\n".join("\t".join(row) for row in rows)
    layer = make_layer(text)
    at, grid = 0, []
    for row in rows:
        cells = []
        for cell in row:
            cells.append(GridCell(cell, layer.span(at, at + len(cell)) if cell else None))
            at += len(cell) + 1
        grid.append(tuple(cells))
    block = Block("table", layer.span(0, len(text)), text, grid=Grid(tuple(grid)))
    return Line(text, layer, 0, len(text), block, is_table=True)


def _found(parameters: list[Parameter]) -> list[tuple[str, Decimal | str, str | None]]:
    return [(p.name, p.value, p.unit) for p in parameters]


def test_cells_with_units_of_their_own() -> None:
    """Years are lives and per cents are rates, whatever the column's head calls them."""
    rows = [["Asset", "Basis", "Rate / term"], ["Quays", "Declining balance", "10%"], ["Boats", "", "15 - 30 years"]]
    assert _found(find_lives(_table(rows))) == [
        ("depreciation_rate: Quays", Decimal(10), "%"),
        ("useful_life: Boats", "15-30", "years"),
    ]


def test_units_from_the_columns_head() -> None:
    """Bare numbers take name and unit from their column; a column without such a head gives nothing."""
    rows = [["类别", "折旧方法", "折旧年限（年）", "残值率(%)", "备注"], ["船只", "年限平均法", "20-40", "5", "7"]]
    assert _found(find_lives(_table(rows))) == [
        ("useful_life: 船只", "20-40", "years"),
        ("residual_value_rate: 船只", Decimal(5), "%"),
    ]


def test_lines_that_are_nothing_but_a_list() -> None:
    """Classes run together in one line are taken apart; a sentence with a life in it is no list."""
    line = find_lines(make_document("Boats 5 to 10 years Nets and ropes 2 years Quay: 20%"))[0]
    assert _found(find_lives(line)) == [
        ("useful_life: Boats", "5-10", "years"),
        ("useful_life: Nets and ropes", Decimal(2), "years"),
        ("depreciation_rate: Quay", Decimal(20), "%"),
    ]
    assert [p.span.quote for p in find_lives(line)] == ["5 to 10 years", "2 years", "20%"]


@pytest.mark.parametrize("text", ["The boats last for 10 years, we hope, and then they sink.", "Boats and nets", ""])
def test_sentences_are_no_list(text: str) -> None:
    """Words before or after the lives that are no class of assets make it running text."""
    assert not is_life_list(text)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Boats are carried at cost; their useful lives are as follows: hulls, from 10 to 40 years; and new engines, "
            "4 to 20 years.",
            [("useful_life: hulls", "10-40", "years"), ("useful_life: engines", "4-20", "years")],
        ),
        (
            "The estimated useful lives are generally 20 years for quays, five to seven years for nets and ropes, and 3 "
            "years for lamps.",
            [
                ("useful_life: quays", Decimal(20), "years"),
                ("useful_life: nets and ropes", "5-7", "years"),
                ("useful_life: lamps", Decimal(3), "years"),
            ],
        ),
        ("Boats have an estimated useful life of 9 years.", []),
        ("In the 3 years for which it sailed, the boat moved herring.", []),
    ],
)
def test_lives_told_in_a_sentence(sentence: str, expected: list[tuple[str, Decimal | str, str | None]]) -> None:
    """Classes before or behind their lives; one life for one thing is no list, years without lives are none."""
    assert _found(find_told_lives(find_lines(make_document(sentence))[0])) == expected
