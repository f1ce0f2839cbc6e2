"""The phases of a whole add up to it.

What it tests: "a total of 96.0 million in two phases: 58.5 million for the first and 37.5 million for the second", 總投資96億元，分兩期實施：一期58.5億元，
二期37.5億元: numbers told of the first, second and further phase, stage, batch or tranche against the total before them.
Why it matters: budgets are shifted between phases, and the sentence keeps one of the old numbers.
Ties: nothing is ticked. Does not tie: 56.5 and 37.5 of 96.0.
The sentence must say how many phases there are, and tell a number of each; more or fewer are not compared.
Source: arithmetic; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._neighbours import Run, find_neighbours
from tieout.model import Figure, Paper, Relation, Term
from tieout.numbers.chinese import parse_numeral

CODE = "F151"
NAME = "phases of a whole"


@dataclass(frozen=True)
class Settings:
    """`back`: numbers before the first phase among which the total may stand."""

    back: int = 4


_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5}
_ORDINALS = (
    ("first", "one", "1", "i"),
    ("second", "two", "2", "ii"),
    ("third", "three", "3", "iii"),
    ("fourth", "four", "4", "iv"),
    ("fifth", "five", "5", "v"),
)
_HOW_MANY = re.compile(
    r"\b(?:in|over|into)\s+(?P<n>two|three|four|five)\s+(?:phases|stages|tranches|batches|instal?ments|steps)\b|分(?:為|为|成)?(?P<zh>[二兩两三四五])(?:[個个])?(?:期|[階阶]段|批)",
    re.I,
)
_TOTAL = re.compile(
    r"\b(?:total|whole|overall|aggregate|budget|investment|consideration|price)\b[^.;]{0,60}$|(?:[总總合共]|投[资資])[^。；]{0,16}$",
    re.I,
)
_OTHER = re.compile(r"\b(?:of\s+which|about|annual|capacity|area|each)\b|[产產]能|面[积積]|[约約]", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each total whose phases are all told."""
    for run in find_neighbours(paper):
        for k in range(1, len(run.figures) - 1):
            count = _how_many(run, k)
            parts = run.figures[k : k + count] if count else ()
            if len(parts) < 2 or not all(_is_phase(run, k + j, j) for j in range(count)):
                continue
            whole = next(
                (run.figures[j] for j in range(k - 1, max(-1, k - 1 - settings.back), -1) if _is_total(run, j, parts)),
                None,
            )
            if whole is not None:
                yield Relation(
                    code=CODE,
                    formula="sum",
                    terms=tuple(Term(p.id) for p in parts),
                    why="the sentence tells every phase and their total",
                    result=whole.id,
                    firmness="stated",
                    binds=False,
                    suspects=tuple(p.id for p in parts),
                    document=run.document.id,
                    message="The phases {terms} make {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
                )


def _how_many(run: Run, k: int) -> int:
    """The number of phases announced right before a figure; 0 where none is."""
    found = list(_HOW_MANY.finditer(run.gaps[k]))
    if not found:
        return 0
    last = found[-1]
    return (
        _COUNT[last["n"].lower()]
        if last["n"]
        else int(parse_numeral(last["zh"].replace("两", "二").replace("兩", "二")) or 0)
    )


def _is_phase(run: Run, k: int, j: int) -> bool:
    """True for a figure told of phase j (from 0), by the words right before or behind it."""
    before, after = run.gaps[k], run.gaps[k + 1]
    clause = re.split(r"[,;:，；：。]|\band\b", before)[-1]
    if _OTHER.search(clause):
        return False
    if re.search(rf"第?{'一二三四五'[j]}(?:期|[階阶]段|批)", clause):
        return True
    names = "|".join(_ORDINALS[j])
    named = rf"\b(?:{names})\b(?!\s+(?:and|or|to)\b)|\b(?:phase|stage|tranche)\s+(?:{names})\b"
    behind = re.split(r"[,;:.]|\band\b", after)[0]
    return bool(
        re.search(named, clause, re.I)
        or re.search(rf"^\s*(?:is\s+)?(?:for|in|on|to|at)\s+(?:the\s+)?(?:{named})", behind, re.I)
    )


def _is_total(run: Run, j: int, parts: tuple[Figure, ...]) -> bool:
    """True for a figure of the parts' unit that is called a total and is larger than each of them."""
    figure = run.figures[j]
    units = {p.quantity.unit for p in parts}
    return (
        units == {figure.quantity.unit}
        and all(figure.value > p.value > 0 for p in parts)
        and _TOTAL.search(run.gaps[j]) is not None
    )
