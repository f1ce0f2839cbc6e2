"""A range of rates is the same in the text and in the table.

What it tests: "effective interest rates of 3.05% to 3.85%", 年利率介乎3.05%至3.85% against a row of interest rates that prints a range for the same date,
and against the other sentences: ranges that share one end and differ in the other by one slip of the hand.
Why it matters: a cell that holds a range holds no figure, so that no sum, ratio or comparison ever reads it.
Ties: nothing is ticked. Does not tie: 3.05%–3.58% in the table under the sentence above.
What most places print is right; where one stands against one, the later is asked about. Ranges of unlike loans share no end, or differ by more.
Source: IFRS 7.7 (terms of borrowings); ISA 720.14.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tieout.checks._consensus import entities_of
from tieout.checks._mistold import mistold
from tieout.concepts.labels import label_words
from tieout.model import Document, Paper, Relation, Span
from tieout.numbers.periods import find_periods

CODE = "A511"
NAME = "range of rates"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits that the end in which two ranges differ must print. `words`: words that the two must have in common."""

    digits: int = 3
    words: int = 2


_RANGE = re.compile(
    r"(?<![\d.])(?P<low>\d{1,2}(?:\.\d{1,4})?)\s*%\s*(?:per\s+annum\s*|p\.a\.\s*)?(?:to|and|[–—~-]|至|到)\s*(?P<high>\d{1,2}(?:\.\d{1,4})?)\s*%"
)
_RATE = re.compile(r"\brates?\b|\byields?\b|\bcoupons?\b|利率|息率|折[現现]率|[票]息|收益率", re.I)
_WORDS = label_words(
    "interest rate effective coupon discount yield fixed floating variable weighted average bank borrowing loan lease bond deposit note"
)
_HAN = re.compile(
    r"[實实][際际]|利率|息率|折[現现]率|固定|浮[動动]|[銀银]行|借[款貸贷]|[貸贷]款|租[賃赁]|[債债]券|存款|票[據据]"
)
_REACH = 160
"""Characters before a range in which a sentence names what it is of."""


@dataclass(frozen=True, slots=True)
class _Range:
    """A range of percentages as printed, what it is of, and the day at which it held."""

    span: Span
    document: str
    low: str
    high: str
    words: frozenset[str]
    end: date


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One failing statement for each range that a like one elsewhere contradicts in one of its ends."""
    entity = entities_of(paper)
    groups: dict[object, list[_Range]] = defaultdict(list)
    for found in (*_of_cells(paper), *_of_sentences(paper)):
        groups[entity[found.document], found.end].append(found)
    for ranges in groups.values():
        named: set[int] = set()
        for k, one in enumerate(ranges):
            for m in range(k + 1, len(ranges)):
                other = ranges[m]
                if one.span == other.span or not _is_slip_apart(one, other, settings):
                    continue
                places = [sum(_is_same(r, s) for r in ranges) for s in (one, other)]
                wrong, right = (m, k) if places[0] >= places[1] else (k, m)
                if places[0] == places[1] and _order(ranges[k]) > _order(ranges[m]):
                    wrong, right = k, m
                if wrong not in named:
                    named.add(wrong)
                    yield _relation(ranges[wrong], ranges[right], sure=places[0] != places[1])


def _order(found: _Range) -> tuple[str, int]:
    return found.span.layer, found.span.start


def _is_same(a: _Range, b: _Range) -> bool:
    return (Decimal(a.low), Decimal(a.high)) == (Decimal(b.low), Decimal(b.high))


def _is_slip_apart(a: _Range, b: _Range, settings: Settings) -> bool:
    """True where one end is the same and the other differs by a digit, or two exchanged, and both are of one thing."""
    ends = [(a.low, b.low), (a.high, b.high)]
    odd = [pair for pair in ends if Decimal(pair[0]) != Decimal(pair[1])]
    if len(odd) != 1 or len(a.words & b.words) < settings.words:
        return False
    x, y = (text.replace(".", "") for text in odd[0])
    same_point = len(odd[0][0].partition(".")[2]) == len(odd[0][1].partition(".")[2])
    if not same_point or len(x) != len(y) or len(x) < settings.digits:
        return False
    at = [i for i in range(len(x)) if x[i] != y[i]]
    exchanged = len(at) == 2 and at[1] == at[0] + 1 and x[at[0]] == y[at[1]] and x[at[1]] == y[at[0]]
    return len(at) == 1 or exchanged


def _of_cells(paper: Paper) -> Iterator[_Range]:
    for table in paper.tables:
        for r, row in enumerate(table.rows):
            if not _RATE.search(row.label):
                continue
            words = _words(f"{' '.join(row.path)} {table.caption} {' '.join(table.section[-1:])}")
            for c, cell in enumerate(table.cells[r]):
                period = row.period or table.columns[c].period
                found = _RANGE.search(cell.text)
                if found is not None and cell.span is not None and period is not None:
                    yield _Range(cell.span, table.document, found["low"], found["high"], words, period.end)


def _of_sentences(paper: Paper) -> Iterator[_Range]:
    documents = {d.id: d for d in paper.documents}
    spans = {(c.document, c.span.layer, c.span.start): c.span for c in paper.claims}
    for (key, _, _), span in spans.items():
        document, text = documents[key], span.quote
        for found in _RANGE.finditer(text):
            lead = text[max(0, found.start() - _REACH) : found.start()]
            day = _day_of(document, text, found.start())
            if day is not None and _RATE.search(lead):
                start = span.start + found.start()
                place = document.layer(span.layer).span(start, span.start + found.end())
                yield _Range(place, key, found["low"], found["high"], _words(text), day)


def _day_of(document: Document, text: str, at: int) -> date | None:
    """The day of a range: that of the year which opens its bracket, else the document's."""
    opening = text.rfind("(", 0, at), text.rfind("（", 0, at)
    inside = max(opening)
    if inside >= 0 and not re.search(r"[)）]", text[inside:at]):
        for found in find_periods(text[inside:at], document.year_end):
            if found.period is not None:
                return found.period.end
        return None
    return document.period_end


def _words(text: str) -> frozenset[str]:
    """The words that tell of what a rate is; each Chinese one counts for itself."""
    return (label_words(text) & _WORDS) | frozenset(_HAN.findall(text))


def _relation(wrong: _Range, right: _Range, *, sure: bool) -> Relation:
    return mistold(
        CODE,
        wrong.document,
        wrong.span,
        f"{{word}} is told here; elsewhere the range is {right.low}% to {right.high}%.",
        why="two places print the range of rates",
        firmness="stated" if sure else "suggested",
    )
