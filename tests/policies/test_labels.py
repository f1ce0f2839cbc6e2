"""Labels: one that may be a letter or a numeral is told by the run it stands in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.structure.policies.labels import Label, parse_label, parse_roman, resolve, to_roman


def _labels(*texts: str) -> list[Label]:
    labels = [parse_label(f"{text} Title") for text in texts]
    assert all(label is not None for label in labels)
    return [label for label in labels if label is not None]


@pytest.mark.parametrize(
    ("run", "depths"),
    [
        (("(g)", "(h)", "(i)", "(ii)", "(i)", "(j)"), (0, 0, 1, 1, 0, 0)),
        (("(u)", "(i)", "(ii)", "(iii)", "(iv)", "(v)", "(w)"), (0, 1, 1, 1, 1, 0, 0)),
        (("(w)", "(x)", "(i)", "(ii)", "(y)"), (0, 0, 1, 1, 0)),
        (("(a)", "(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)", "(b)"), (0, 1, 1, 1, 1, 1, 1, 0)),
        (("(z)", "(aa)", "(bb)", "(i)", "(ii)", "(cc)"), (0, 0, 0, 1, 1, 0)),
        (("2.1", "(a)", "(b)", "2.2", "2.2.1", "(i)", "2.3"), (0, 1, 1, 0, 1, 2, 0)),
        (("1、", "(1)", "(2)", "2、", "10、"), (0, 1, 1, 0, 0)),
        (("（一）", "1、", "2、", "（二）"), (0, 1, 1, 0)),
    ],
)
def test_runs_of_labels(run: tuple[str, ...], depths: tuple[int, ...]) -> None:
    """Each run has one reading without gaps, and that one is taken."""
    assert resolve(_labels(*run)) == depths


@given(st.integers(min_value=1, max_value=39))
def test_roman_numerals_read_back(number: int) -> None:
    """Every numeral written is read as the number it was written for."""
    assert parse_roman(to_roman(number)) == number


@pytest.mark.parametrize("text", ["", "iiii", "vx", "iix", "abc", "il"])
def test_texts_that_are_no_numeral(text: str) -> None:
    """Letters in an order no numeral has are not read as one."""
    assert parse_roman(text) is None


@given(st.lists(st.integers(min_value=1, max_value=8), min_size=1, max_size=12))
def test_letters_with_numbered_items_come_back(items: list[int]) -> None:
    """A lettered list whose k-th letter has n small numerals under it is read with those depths."""
    run: list[str] = []
    depths: list[int] = []
    for k, count in enumerate(items):
        run.append(f"({chr(97 + k)})")
        depths.append(0)
        for n in range(1, count + 1):
            run.append(f"({to_roman(n)})")
            depths.append(1)
    if max(items) >= 8 and len(items) >= 8:
        return  # after (h)(viii) the label (i) may honestly be either
    assert len(resolve(_labels(*run))) == len(depths)
    if len(items) < 8:
        assert list(resolve(_labels(*run))) == depths


def test_prose_has_no_label() -> None:
    """Words in brackets within a sentence and plain sentences open with no label."""
    assert parse_label("The group (a) sells") is None
    assert parse_label("2020 was a year") is None
