"""A quotient that a sentence spells out follows from the two numbers it prints.

What it tests: "earnings per share were 14.71 cents, being profit of 274.1 million over 1,864.2 million shares", "utilisation reached 85.0%, with
74,804 students for 88,000 places", 使用率85.0%，74,804名學生對88,000個學位; and "760 to 800 million, with a midpoint 6.2% below the 831.7
million of 2024".
Why it matters: dividend, divisor and quotient stand in one line, and the quotient is that of last year's draft.
Ties: 74,804 / 88,000 = 85.0 %. Does not tie: the same told as 87.2 %.
Only words that can mean nothing but a division are read; a share that is said to be of something else is the business of other checks.
Source: arithmetic; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._facts import unit_class
from tieout.checks._neighbours import Run, find_neighbours
from tieout.model import Figure, Paper, Relation, Term
from tieout.numbers.interval import Interval, interval_of

CODE = "P356"
NAME = "quotient spelt out"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits that dividend and divisor must print."""

    digits: int = 2


_BEING = re.compile(
    r"^\**(?:\s*cents)?\s*(?:[,(]\s*(?:being|that\s+is|i\.e\.,?|or|calculated\s+as|worked\s+out\s+as|computed\s+as|which\s+is)\s+(?!up\b|down\b)|\(\s*)[^.;()\d%]{0,70}$",
    re.I,
)
_OVER = re.compile(
    r"^\**\s*(?:[a-z]+\s+){0,3}?(?:over|divided\s+by|spread\s+over)\s+(?:the\s+|an?\s+)?(?:[a-z-]+\s+){0,6}?(?:of\s+)?\**$",
    re.I,
)
_RATE = re.compile(
    r"\b(?:utili[sz]ation|occupancy|capacity|usage|take-up|load|attendance|conversion|response|pass|employment|success)\b[^.;\d%]{0,60}$",
    re.I,
)
_WITH = re.compile(r"^\**,?\s*(?:with|or|being|as|:|-|\()\s*(?!an?\s)[^.;,\d%]{0,24}$", re.I)
_FOR = re.compile(
    r"^\**\s*(?:[a-z-]+\s+){1,4}?(?:for|out\s+of|of|against|in|on|over|across|filling|occupying)\s+(?:a\s+|an\s+|its\s+|the\s+|total\s+|capacity\s+of\s+|all\s+)*\**$",
    re.I,
)
_HAN_RATE, _HAN_WITH, _HAN_FOR = (
    re.compile(r"(?:使用|利用|入住|上座|占用|佔用|出租|[满滿]座|就[业業]|通[过過]|[转轉]化)率[^，。；\d%]{0,8}$"),
    re.compile(r"^\**[，,（(][^，。；\d%]{0,8}$"),
    re.compile(r"^[\u4e00-\u9fff]{0,8}(?:[对對][应應]?|占用|佔用|使用|除以|[／/])[^，。；\d%]{0,6}$"),
)
_MOST = 2
"""How many times its divisor the dividend of a rate of use may be: more is something else."""
_RANGE = re.compile(r"^\s*(?:to|and|-|–|至|到)\s*$", re.I)
_MIDPOINT = re.compile(
    r"\bmid-?point\s+(?:is\s+|being\s+|of\s+which\s+is\s+|would\s+be\s+|that\s+is\s+)?(?:about\s+)?\**$|中[点點值位][数數]?(?:较|較|比)?[^，。；\d%]{0,12}$",
    re.I,
)
_THAN = re.compile(
    r"^\**\s*(?P<word>below|above|(?:lower|less|higher|more)\s+than|up\s+on|down\s+on)\s+(?:the\s+|its\s+)?(?:[a-z-]+\s+){0,4}?(?:of\s+)?\**$",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A quotient, or the change against the middle of a range, for each sentence that spells one out."""
    for run in find_neighbours(paper):
        for k in range(len(run.figures) - 2):
            result, above, below = run.figures[k : k + 3]
            if (
                _spells(run, k)
                and _divides(result, above, below)
                and min(above.quantity.digits, below.quantity.digits) >= settings.digits
            ):
                yield _quotient(run, result, above, below)
            if k + 3 < len(run.figures):
                yield from _middle(run, k)


def _spells(run: Run, k: int) -> bool:
    """True where the words around three figures say that the second over the third gives the first."""
    before, first, second = run.gaps[k : k + 3]
    if _BEING.match(first) and _OVER.match(second):
        return True
    if run.figures[k].quantity.unit != "%":
        return False
    english = _RATE.search(before) and _WITH.match(first) and _FOR.match(second)
    return bool(english or (_HAN_RATE.search(before) and _HAN_WITH.match(first) and _HAN_FOR.match(second)))


def _divides(result: Figure, above: Figure, below: Figure) -> bool:
    """True when dividend and divisor may give the quotient's unit: one kind for a rate, else the dividend's own."""
    kinds = [unit_class(f) for f in (result, above, below)]
    if (
        below.value == 0
        or {"%", "pp", "x"} & set(kinds[1:])
        or any(f.quantity.approximation for f in (result, above, below))
    ):
        return False
    if kinds[0] == "%":
        return kinds[1] == kinds[2] == "plain" and 0 < above.value <= _MOST * below.value
    return kinds[0] == kinds[1] and kinds[2] == "plain"


def _quotient(run: Run, result: Figure, above: Figure, below: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(above.id), Term(below.id)),
        why="the sentence spells the division out",
        result=result.id,
        firmness="stated",
        magnitude=True,
        suspects=(result.id,),
        document=run.document.id,
        message="{a} over {b} is {expected}; {printed} is told (difference {difference}, tolerance {tolerance}).",
    )


def _middle(run: Run, k: int) -> Iterator[Relation]:
    """The change of a range's middle against a fourth figure."""
    low, high, rate, base = run.figures[k : k + 4]
    than = _THAN.match(run.gaps[k + 3])
    if (
        rate.quantity.unit != "%"
        or than is None
        or not _RANGE.match(run.gaps[k + 1])
        or not _MIDPOINT.search(run.gaps[k + 2])
    ):
        return
    if len({unit_class(f) for f in (low, high, base)}) > 1 or base.value <= 0 or rate.quantity.approximation:
        return
    ends = interval_of(low.quantity) + interval_of(high.quantity)
    middle = ends.times(Decimal("0.5"))
    change = (middle / interval_of(base.quantity) - Interval.exact(1)).times(Decimal(100))
    if not abs(change).meets(interval_of(rate.quantity)):
        yield Relation(
            code=CODE,
            formula="stated",
            terms=(Term(base.id), Term(low.id), Term(high.id)),
            why="the sentence prints the range and what its middle is compared with",
            result=rate.id,
            firmness="stated",
            expected=abs(change.middle).quantize(rate.quantity.step),
            document=run.document.id,
            message="The middle of the range lies {expected} from {a}; {printed} is told.",
        )
