"""What came and went in a sentence leads from its opening number to its closing one.

What it tests: "options over 42.2 million shares were outstanding; 9.5 million were granted, 5.3 million exercised and 1.9 million lapsed, leaving 44.5
million", "the allowance moved from 22.7 to 28.8 after a charge of 11.4 and write-offs of 5.3", 年初42.2萬份，授出9.5萬份，失效1.9萬份，餘49.8萬份.
Why it matters: the sentence is a roll-forward without a table, and no column foots it.
Ties: 42.2 + 9.5 - 5.3 - 1.9 = 44.5. Does not tie: the same, leaving 46.3 (what lapsed was not taken off).
Every number between the two ends must have a word beside it that says whether it came or went; otherwise nothing is tested.
Source: arithmetic; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._facts import unit_class
from tieout.checks._neighbours import Run, find_neighbours, is_count
from tieout.model import Figure, Paper, Relation, Term

CODE = "R404"
NAME = "roll-forward in a sentence"


@dataclass(frozen=True)
class Settings:
    """`movements`: numbers that come or go, at least and at most."""

    movements: tuple[int, int] = (2, 6)


_CAME = (
    r"grant(?:ed|s)?|add(?:ed|itions?)|open(?:ed|ings?)|issued?|issues|joined|joiners|acquired|acquisitions?|drawn|drawdowns?|raised|hired|recruited|commissioned|received|(?:impairment\s+)?charged?"
    r"|provided|provisions?|recognised|new|launched|signed|awarded|purchased|授出|新增|新[开開]|增加|[发發]行|[计計]提|提取|借入|新[签簽]|[购購]入"
)
_WENT = (
    r"exercised|exercises|lapsed|lapses|forfeit(?:ed|ures?)|cancell?(?:ed|ations?)|expired|closed|closures?|repa(?:id|yments?)|left|leavers|terminat(?:ed|ions?)|disposed|disposals?"
    r"|written\s+off|write-offs?|written\s+back|used|utilised|utili[sz]ation|settled|paid|retired|sold|scrapped|redeemed|redemptions?|converted|vested|released|amortised"
    r"|行使|失效|注[销銷]|没收|沒收|[关關][闭閉]|[偿償][还還]|核[销銷]|[减減]少|使用|[归歸]属|歸屬|[终終]止|[处處]置"
)
_CAME_BESIDE, _WENT_BESIDE = (
    re.compile(rf"(?<![A-Za-z])(?:{_CAME})(?![A-Za-z])", re.I),
    re.compile(rf"(?<![A-Za-z])(?:{_WENT})(?![A-Za-z])", re.I),
)
_CLOSES = re.compile(
    r"\b(?:leaving|bringing|giving|making|resulting\s+in|to\s+(?:end|close)|which\s+left|so\s+that|ending|closing|ended|closed)\b[^.;]{0,40}$|(?:年末|期末|[剩结結]?[余餘]|[结結]存|尚余|尚餘)[^。；，,]{0,12}$",
    re.I,
)
_OPENS = re.compile(
    r"outstanding|at\s+the\s+(?:beginning|start)|start(?:ed|ing)|began|opening|brought\s+forward|in\s+(?:issue|operation|force|place)|年初|期初|尚未行使",
    re.I,
)
_FROM = re.compile(r"\bfrom\s+\**$|[由从從]\**$", re.I)
_TO = re.compile(r"^\**[^.;,]{0,30}?\bto\s+\**$|^\**[^。；，,]{0,10}[至到]\**$", re.I)
_AFTER = re.compile(r"^\**[^.;]{0,30}?\b(?:after|with|reflecting|following|as)\b|^\**[，,]", re.I)
_STOP = re.compile(r"(?<=[a-z\d)\]*])[.!?](?=\s|$)|[。！？\n]|\s-\s|\((?:index)|\[\d")
_MORE = re.compile(
    r"\b(?:of\s+which|including|net\s+of|mainly|plan|expect|will|among|other)\b|其中|包括|[计計][划劃]|[预預]", re.I
)
_NEAR = 28
"""Characters from a number to the word that says whether it came or went."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each sentence that tells both ends and everything between."""
    for run in find_neighbours(paper):
        for first, last in _sentences(run):
            read = _read(run, first, last, settings)
            if read is not None:
                opening, closing, moves = read
                yield Relation(
                    code=CODE,
                    formula="sum",
                    terms=(Term(opening.id), *(Term(f.id, Decimal(sign)) for f, sign in moves)),
                    why="the sentence tells what came and what went",
                    result=closing.id,
                    firmness="stated",
                    binds=False,
                    suspects=(closing.id,),
                    document=run.document.id,
                    message="{a}, with what the sentence says came and went, leads to {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
                )


def _sentences(run: Run) -> Iterator[tuple[int, int]]:
    """First and last figure of each stretch that no sentence's end parts."""
    start = 0
    for k in range(1, len(run.figures) + 1):
        if k == len(run.figures) or _STOP.search(run.gaps[k]):
            if k - start >= 4:
                yield start, k - 1
            start = k


_Moves = list[tuple[Figure, int]]


def _read(run: Run, first: int, last: int, settings: Settings) -> tuple[Figure, Figure, _Moves] | None:
    figures, gaps = run.figures, run.gaps
    if any(_MORE.search(gaps[k]) for k in range(first + 1, last + 1)):
        return None
    ends: tuple[int, int, range] | None = None
    if _CLOSES.search(gaps[last]) and _OPENS.search(gaps[first] + gaps[first + 1]):
        ends = first, last, range(first + 1, last)
    elif _FROM.search(gaps[first]) and _TO.match(gaps[first + 1]) and _AFTER.match(gaps[first + 2]):
        ends = first, first + 1, range(first + 2, last + 1)
    if ends is None or not settings.movements[0] <= len(ends[2]) <= settings.movements[1]:
        return None
    moves = [(figures[k], _sign(gaps[k], gaps[k + 1])) for k in ends[2]]
    opening, closing = figures[ends[0]], figures[ends[1]]
    kinds = {unit_class(f) for f in (opening, closing, *(f for f, _ in moves))}
    if len(kinds - {"plain"}) > 1 or kinds & {"%", "pp", "x"} or not all(sign for _, sign in moves):
        return None
    if (
        len({f.quantity.scale for f in (opening, closing, *(f for f, _ in moves))}) > 1
        or len({s for _, s in moves}) == 1
    ):
        return None
    if len(moves) == settings.movements[0] and all(is_count(f) for f, _ in moves):
        return None  # one number that came and one that went: R403
    return opening, closing, moves


def _sign(before: str, after: str) -> int:
    """+1 for what came, -1 for what went, by the nearest word; 0 where none is near, or one of each as near."""
    found: list[tuple[int, int]] = []
    for sign, words in ((1, _CAME_BESIDE), (-1, _WENT_BESIDE)):
        behind = words.search(re.split(r"[,，;；、]|\band\b", after)[0][:_NEAR])
        front = list(words.finditer(re.split(r"[,，;；、]|\band\b", before)[-1][-_NEAR:]))
        if behind is not None:
            found.append((behind.start(), sign))
        if front:
            found.append((len(re.split(r"[,，;；、]|\band\b", before)[-1][-_NEAR:]) - front[-1].end(), sign))
    found.sort()
    return (
        0
        if not found or (len(found) > 1 and found[0][0] == found[1][0] and found[0][1] != found[1][1])
        else found[0][1]
    )
