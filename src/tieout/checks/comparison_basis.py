"""A change is told against the period that it was measured from.

What it tests: "revenue was 7.6 billion, up 14% quarter-on-quarter" where the row that prints the value shows 14 % against the same quarter of
the year before, and 2 % against the quarter before; 环比增长14%, where 14 % is the 同比 rate.
Why it matters: the digits stand in the table, in the column beside the one that is named.
Ties: nothing is ticked. Does not tie: "up 14% quarter-on-quarter" beside "+14.4% year on year, +2.1% on the quarter".
Only rates are tested of which the row has both, a whole point apart, and which agree with one of them.
Source: the definition of relative change; the table itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from tieout.checks._consensus import entities_of
from tieout.checks._facts import Entry, FactIndex, index_facts
from tieout.checks._mistold import mistold
from tieout.checks._rows_told import find_cells, find_rows, year_before
from tieout.concepts.labels import label_words
from tieout.model import Claim, Document, Figure, Paper, Relation
from tieout.numbers.interval import interval_of

CODE = "L733"
NAME = "basis of a change"


@dataclass(frozen=True)
class Settings:
    """`apart`: points between the two rates of a row, below which both may be meant. `reach`: characters from a rate to the words for its basis."""

    apart: Decimal = Decimal(1)
    reach: int = 24


_BASIS = re.compile(
    r"(?P<before>\b(?:quarter|half)[\s-]o(?:n|ver)[\s-](?:quarter|half)\b|\bq[\s-]?o[\s-]?q\b|\bsequentially\b|\bthan\s+(?:in\s+)?(?:a|the\s+(?:previous|preceding|prior))\s+(?:quarter|half)(?:\s+(?:earlier|before|ago))?\b|环比|環比|按季)"
    r"|(?P<year>\bthan\s+(?:a\s+year\s+(?:earlier|ago|before)|in\s+the\s+same\s+(?:quarter|half|period)\s+(?:of\s+)?(?:the\s+year\s+before|last\s+year|a\s+year\s+(?:earlier|ago|before)))\b|\byear[\s-]o(?:n|ver)[\s-]year\b|\by[\s-]?o[\s-]?y\b|同比|按年)",
    re.I,
)
_BEHIND = re.compile(r"\s*(?:[a-z]+\s+){0,2}?", re.I)
_IN_FRONT = re.compile(r"[^\d，,。；;.]{0,10}")
_SLACK = timedelta(days=4)


class _Rates(NamedTuple):
    """A cell, and how much it changed against the same period a year before and against the period right before, in per cent."""

    cell: Entry
    year: Decimal
    before: Decimal


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each rate that is measured from another period than the one they name."""
    index, documents = index_facts(paper), {d.id: d for d in paper.documents}
    for claim in paper.claims:
        rate, current = (paper.figures.get(claim.figure(role) or "") for role in ("change", "current"))
        if claim.kind != "change" or rate is None or rate.quantity.unit != "%":
            continue
        word = _basis_of(documents[claim.document], claim, rate, settings)
        rates = _find_rates(paper, index, claim, current) if word is not None else []
        if word is None or not rates or not all(_is_other(word, rate, found, settings) for found in rates):
            continue
        shown = rates[0]
        yield mistold(
            CODE,
            claim.document,
            documents[claim.document].layer(claim.span.layer).span(*word.span()),
            f"“{{word}}” is said of {{b}}; the row of {{a}} shows {shown.year:.1f}% against the year before and {shown.before:.1f}% against the period before.",
            shown.cell.figure,
            rate,
            why="the row shows both changes",
        )


def _basis_of(document: Document, claim: Claim, rate: Figure, settings: Settings) -> re.Match[str] | None:
    """The words right behind a rate, in Chinese right before it, that name what it is measured from."""
    if rate.span.layer != claim.span.layer:
        return None
    text = document.layer(claim.span.layer).text
    start, end = claim.span.start, claim.span.end
    behind = _BASIS.search(text, rate.span.end, min(end, rate.span.end + 2 * settings.reach))
    if behind is not None and behind[0].isascii() and _BEHIND.fullmatch(text[rate.span.end : behind.start()]):
        return behind
    found = list(_BASIS.finditer(text, max(start, rate.span.start - settings.reach), rate.span.start))
    return found[-1] if found and _IN_FRONT.fullmatch(text[found[-1].end() : rate.span.start]) else None


def _find_rates(paper: Paper, index: FactIndex, claim: Claim, current: Figure | None) -> list[_Rates]:
    """The cells of a claim's item, those that print its value if it tells one, where their row has both earlier values."""
    rows, words, found = find_rows(paper), label_words(claim.subject), []
    for cell in _of_item(paper, index, claim) if current is None else find_cells(paper, index, claim, current):
        own = cell.concept == claim.concept if claim.concept is not None else bool(cell.words) and cell.words <= words
        row = rows[cell.place, cell.row] if cell.row is not None else []
        year, before = year_before(row, cell), _period_before(row, cell)
        if own and year is not None and before is not None and min(year.figure.value, before.figure.value) > 0:
            value = cell.figure.value
            found.append(_Rates(cell, *((value / then.figure.value - 1) * 100 for then in (year, before))))
    return found


def _of_item(paper: Paper, index: FactIndex, claim: Claim) -> Iterator[Entry]:
    """The company's cells of a claim's catalogued item for its very period."""
    entity = entities_of(paper)
    for k in index.by_concept.get(claim.concept or "", ()):
        entry = index.entries[k]
        if (
            entry.origin == "value"
            and entry.period == claim.period
            and entity[entry.figure.document] == entity[claim.document]
        ):
            yield entry


def _period_before(row: list[Entry], now: Entry) -> Entry | None:
    """The entry of a row for the quarter or half that ends where that of another begins."""
    if now.period is None or now.period.start is None or now.period.days > 190:
        return None
    for entry in row:
        if entry.period is None or entry.period.start is None or entry.unit != now.unit:
            continue
        gap = now.period.start - entry.period.end
        if abs(gap) <= _SLACK and abs(now.period.days - entry.period.days) <= _SLACK.days:
            return entry
    return None


def _is_other(word: re.Match[str], rate: Figure, found: _Rates, settings: Settings) -> bool:
    """True when a rate is that of the other basis, and not of the one named."""
    named, other = (found.before, found.year) if word["before"] else (found.year, found.before)
    told = interval_of(rate.quantity)
    step = rate.quantity.step / 2
    if abs(named - other) < settings.apart:
        return False
    return told.low - step <= abs(other) <= told.high + step and not told.low - step <= abs(named) <= told.high + step
