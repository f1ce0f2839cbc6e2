"""Two amounts that a sentence joins make the third it prints.

What it tests: "a final dividend of 5.0 cents; with the interim dividend of 2.6 cents, 7.6 cents for the year", 連同中期息21.0港仙，全年合共44.5港仙,
"the final dividend of 8.0 and the interim dividend of 3.0 bring the year's to 11.0".
Why it matters: all three stand in one or two sentences, and only the first two are copied from elsewhere.
Ties: 5.0 + 2.6 = 7.6. Does not tie: 5.0 + 2.6 told as 8.7.
Only three amounts that follow each other, of one unit, are taken together; where one of them is the difference of the others, the words
say something else. Amounts that are no dividends must come near their sum.
Source: arithmetic; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._facts import unit_class
from tieout.checks._neighbours import Run, find_neighbours, is_count
from tieout.model import Figure, Paper, Relation, Term
from tieout.numbers.interval import interval_of

CODE = "F150"
NAME = "two amounts and their sum"


@dataclass(frozen=True)
class Settings:
    """`near`: by what share of itself a sum that is no dividend may be missed and still be meant."""

    near: Decimal = Decimal("0.25")


_JOINS = re.compile(
    r"\b(?:together\s+with|along\s+with|combined\s+with|added\s+to|plus|with)\s+[^;]{0,80}$|^[^,.;:]{0,40}?\band\s+[^;]{0,60}$"
    r"|(?:[連连]同|加上)[^。；;]{0,24}$|^[與与和及][^。；;]{0,24}$",
    re.I | re.S,
)
_TOTALS = re.compile(
    r"\b(?:total(?:s|l?ed|l?ing)?|aggregat(?:es?|ing)|sums?\s+(?:up\s+)?to|adds?\s+up\s+to|(?:make|give|bring)s?|making|giving|bringing|made|gave|brought)\b[^.;]{0,60}$"
    r"|(?:合共|共[計计為为]|合[計计]|[總总][計计]|全年[^。；，,\d]{0,10}[為为達达共])[^。；\d]{0,12}$",
    re.I | re.S,
)
_IN_ALL = re.compile(r"^\s*(?:[a-z]+\s+){0,2}(?:in\s+(?:total|all)|altogether)\b", re.I)
_WITH_MORE = re.compile(r"\b(?:with|plus)\b|[連连]同|加上", re.I)
"""Before the third amount: what is joined is not printed."""
_OTHERWISE = re.compile(
    r"\b(?:of\s+which|less|minus|net\s+of|after|before|from|against|compared|than|per\s+cent|payout|ratio|respectively|profit|loss|margin|remain\w*|unused|including)\b"
    r"|其中|包括|[減减]|扣除|[較较]|分[別别]|比率|去年|上年|[剩餘余]",
    re.I,
)
_DIVIDEND = re.compile(r"dividend|distribution|股息|派息|[中末特][期別别]息|分[紅红]", re.I)
_REACH = 90


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each three amounts in a row that words join so."""
    for run in find_neighbours(paper):
        for k in range(len(run.figures) - 2):
            relation = _relation(run, k, settings)
            if relation is not None:
                yield relation


def _relation(run: Run, k: int, settings: Settings) -> Relation | None:
    first, second, whole = run.figures[k : k + 3]
    between, before_whole = run.gaps[k + 1], run.gaps[k + 2]
    if (
        not (_TOTALS.search(before_whole) or _IN_ALL.match(run.gaps[k + 3]))
        or not _JOINS.search(between)
        or len(between) + len(before_whole) > 3 * _REACH
    ):
        return None
    if (
        _WITH_MORE.search(before_whole)
        or _OTHERWISE.search(between)
        or _OTHERWISE.search(before_whole)
        or _crosses(between, before_whole)
    ):
        return None
    if not _alike(first, second, whole) or (k and _is_listed(run, k)):
        return None
    a, b, c = (interval_of(f.quantity) for f in (first, second, whole))
    if c.meets(a - b) or c.meets(b - a):
        return None
    words = run.gaps[k][-_REACH:] + between + before_whole + run.gaps[k + 3][:_REACH]
    missed = abs(first.value + second.value - whole.value)
    if not _DIVIDEND.search(words) and (
        missed > settings.near * whole.value or whole.value <= max(first.value, second.value)
    ):
        return None
    relation = Relation(
        code=CODE,
        formula="sum",
        terms=(Term(first.id), Term(second.id)),
        why="the words join two amounts to a third",
        result=whole.id,
        firmness="structural",
        suspects=(whole.id,),
        message="{terms} make {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )
    if all(is_count(f) for f in (first, second, whole)) and missed:
        return replace(relation, formula="stated", expected=first.value + second.value, firmness="stated")
    return relation


_STOP = re.compile(r"[.。]\s*(?=[A-Z一-鿿-]|$)")
_RESUMES = re.compile(r"[.。]\s*(?:\[\d+\])?\s*(?:together\s+with|along\s+with|with|added\s+to|[連连]同|加上)", re.I)


def _crosses(between: str, before_whole: str) -> bool:
    """True when a sentence ends between the three, unless the next one opens with what joins them."""
    stops = len(_STOP.findall(between))
    return bool(_STOP.search(before_whole)) or (stops > 0 and (stops > 1 or not _RESUMES.search(between)))


def _alike(*figures: Figure) -> bool:
    """True for amounts of one unit and scale, all above nothing."""
    return (
        len({(f.quantity.unit, f.quantity.scale) for f in figures}) == 1
        and unit_class(figures[0]) not in {"%", "pp", "x"}
        and all(f.value > 0 for f in figures)
    )


def _is_listed(run: Run, k: int) -> bool:
    """True when the amount before the first stands in one list with it: the sum may be of more than two."""
    before, first, gap = run.figures[k - 1], run.figures[k], run.gaps[k]
    listed = re.search(r"[.;。；:：(（]", gap) is None and len(gap) < _REACH
    return (
        listed and before.quantity.unit == first.quantity.unit and re.search(r"[,，、]|\band\b|[及和]", gap) is not None
    )
