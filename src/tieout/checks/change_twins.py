"""One change is told with one direction and one base.

What it tests: a change whose size and value another place of the company tells too: whether both say that it rose, or fell;
a change "year-on-year" that the row of its value shows for the period before, and the other way round.
Why it matters: every digit is right, and the word beside it turns the story round.
Ties: nothing is ticked. Does not tie: "16.4 thousand delivered, down 43.3%" beside "16,366 delivered, an increase of 43.3%";
"6,882.5 million, a rise of 12.5% year-on-year" where the quarter before makes it 12.5% and the year before 42.2%.
Losses and costs that "improve", and values of fewer than three digits, are left aside.
Source: ISA 720.14; the definition of a change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, index_facts, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.concepts.phrases import IMPROVE, LOSS
from tieout.model import Claim, Document, Figure, Paper, Period, Relation, Span, Term
from tieout.relations.fit import fit_relation

CODE = "L732"
NAME = "direction and base of a change told twice"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits that value and change must print. `reach`: characters around a change in which its base stands.

    `slack_days`: how far apart from a year, or from each other's ends, two periods may lie.
    """

    digits: int = 3
    reach: int = 40
    slack_days: int = 10


_YEAR = re.compile(r"\byear[\s-](?:on|over)[\s-]year\b|\byoy\b|\by-o-y\b|同比|按年", re.I)
_BEFORE = re.compile(
    r"\b(?:quarter|half|month)[\s-](?:on|over)[\s-](?:quarter|half|month)\b|\bqoq\b|\bsequential(?:ly)?\b|[环環]比|按季",
    re.I,
)
_SECONDARY = frozenset({"news", "other", "earnings_call"})
"""Documents that retell what others print."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One count that fails for each word that the same change elsewhere contradicts."""
    documents = {d.id: d for d in paper.documents}
    yield from _directions(paper, documents, settings)
    yield from _bases(paper, documents, settings)


def _directions(paper: Paper, documents: dict[str, Document], settings: Settings) -> Iterator[Relation]:
    entity = entities_of(paper)
    held: dict[object, list[tuple[Claim, Figure, Figure]]] = defaultdict(list)
    for claim in paper.claims:
        change, current = _change_of(paper, claim, settings)
        plain = claim.direction and claim.word is not None and not IMPROVE.search(claim.word.quote)
        if change is not None and current is not None and plain and not LOSS.search(claim.span.quote):
            held[entity[claim.document], change.value].append((claim, change, current))
    for places in held.values():
        for claim, _, current in places:
            others = [
                (c, f)
                for c, _, f in places
                if c.direction == -(claim.direction or 0)
                and figures_meet(f, current)
                and same_class(unit_class(f), unit_class(current))
                and f.quantity.unit not in {"%", "pp"}
            ]
            if others and claim.word is not None and _is_weaker(claim, [c for c, _ in others], documents):
                yield mistold(
                    CODE,
                    claim.document,
                    claim.word,
                    f'"{{word}}" is said of {current.span.quote}; elsewhere {{a}} changes by the same rate the other way.',
                    others[0][1],
                    why="the same value changes by the same rate, the other way",
                )


def _is_weaker(claim: Claim, others: list[Claim], documents: dict[str, Document]) -> bool:
    """True for the one of two contradicting places that retells, or stands alone against several, or comes later."""
    other = others[0]
    own, rival = documents[claim.document], documents[other.document]
    if (own.kind in _SECONDARY) != (rival.kind in _SECONDARY):
        return own.kind in _SECONDARY
    if (claim.figure("prior") is None) != (other.figure("prior") is None):
        return claim.figure("prior") is None
    return len(others) > 1 or (own.id, claim.span.start) > (rival.id, other.span.start)


def _change_of(paper: Paper, claim: Claim, settings: Settings) -> tuple[Figure | None, Figure | None]:
    """The rate and the value of a change that prints both with digits enough."""
    change, current = claim.figure("change"), claim.figure("current")
    if claim.kind != "change" or change is None or current is None:
        return None, None
    rate, value = paper.figures[change], paper.figures[current]
    sure = rate.quantity.unit == "%" and min(rate.quantity.digits, value.quantity.digits) >= settings.digits
    return (rate, value) if sure else (None, None)


def _bases(paper: Paper, documents: dict[str, Document], settings: Settings) -> Iterator[Relation]:
    """Changes told for one base that the row of their value shows for the other."""
    index = index_facts(paper)
    rows: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in index.entries:
        if entry.origin == "value" and entry.row is not None and entry.period is not None:
            rows[entry.place, entry.row].append(entry)
    for claim in paper.claims:
        change, current = _change_of(paper, claim, settings)
        if change is None or current is None or claim.figure("prior") is not None:
            continue
        word, yearly = _base_word(documents[claim.document], change, settings)
        if word is None:
            continue
        for now in index.meeting(current):
            if now.figure.document != claim.document or now.origin != "value" or now.row is None:
                continue
            row = rows[now.place, now.row]
            told, other = _earlier(row, now, yearly, settings), _earlier(row, now, not yearly, settings)
            if told is None or other is None or told.figure.value == 0 or other.figure.value == 0:
                continue
            if not _holds(paper, change, now, told) and _holds(paper, change, now, other):
                yield mistold(
                    CODE,
                    claim.document,
                    word,
                    f'"{{word}}" is said of {change.span.quote}, the change from {{b}} to {{a}}; the base named is {told.figure.span.quote}.',
                    now.figure,
                    other.figure,
                    told.figure,
                    why="the row shows the change for the other base",
                )
                break


def _base_word(document: Document, change: Figure, settings: Settings) -> tuple[Span | None, bool]:
    """The word that names the base beside a change, and whether it is the year before."""
    layer = document.layer(change.span.layer)
    low, high = change.span.start - settings.reach // 2, change.span.end + settings.reach
    text = layer.text[max(0, low) : high]
    found = [(m, True) for m in _YEAR.finditer(text)] + [(m, False) for m in _BEFORE.finditer(text)]
    if len(found) != 1:
        return None, False
    match, yearly = found[0]
    return layer.span(max(0, low) + match.start(), max(0, low) + match.end()), yearly


def _earlier(row: list[Entry], now: Entry, yearly: bool, settings: Settings) -> Entry | None:
    """The row's value a year before, or for the period right before."""
    assert now.period is not None
    for entry in row:
        if entry.period is None or entry.period.is_instant or now.period.is_instant or entry.unit != now.unit:
            continue
        gap, slack = now.period.end - entry.period.end, timedelta(days=settings.slack_days)
        days = timedelta(days=365 if yearly else now.period.days)
        if abs(gap - days) <= slack and abs(entry.period.days - now.period.days) <= settings.slack_days:
            return entry if yearly or _is_part_of_year(now.period) else None
    return None


def _is_part_of_year(period: Period) -> bool:
    return period.days < 200


def _holds(paper: Paper, change: Figure, now: Entry, then: Entry) -> bool:
    terms = (Term(now.figure.id), Term(then.figure.id))
    growth = Relation(CODE, "growth", terms, "a change over this base", change.id, magnitude=True)
    fit = fit_relation(growth, paper.figures)
    return fit is not None and fit.verdict != "differs"
