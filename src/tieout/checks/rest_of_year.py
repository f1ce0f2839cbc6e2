"""The last half or quarter of a year is the year without what came before.

What it tests: "second-half revenue came to 8.81 billion", 下半年虧損2.7億元, "profit of the fourth quarter" against the item's values for the
whole year and for its first half or nine months, wherever the company's documents print them.
Why it matters: nobody publishes a second half; whoever tells it has subtracted, from two documents.
Ties: 16,492 - 7,683 = 8,809 million, told as 8.81 billion. Does not tie: 8.18 billion.
Only items of the catalogue, whose values for both periods all agree; a difference that no slip of the hand and no other value of the
item explains may come of a restatement, and is asked about; one that is large is that of a part of the company.
Source: IAS 34.20 (cumulative periods); interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, index_facts, unit_class
from tieout.concepts import find_concept
from tieout.model import Claim, Document, Figure, Paper, Relation, Term
from tieout.relations.fit import fit_relation
from tieout.relations.slips import find_slip

CODE = "I850"
NAME = "last half or quarter of the year"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a value must print to be tested. `near`: by what share it may miss and still be of the whole company."""

    digits: int = 2
    near: Decimal = Decimal("0.1")


_PARTS = (
    (6, re.compile(r"\bsecond[\s-]half(?:[\s-]year)?\b|\bH2\b|\b2H\b|下半年", re.I)),
    (3, re.compile(r"\b(?:fourth|final|last)[\s-]quarter\b|\bQ4\b|\b4Q\b|第?四季度?", re.I)),
)
_ELSE = re.compile(
    r"first|third|nine|full|whole|annual|\byear\s+(?:ended|to)\b|next|上半年|首|全年|三季|一季|二季|明年|去年|上年|\b(?:will|expect|forecast|guid|target)|预|預|\d",
    re.I,
)
_YEAR_AFTER = re.compile(r"^\s*(?:of\s+)?(?:fiscal\s+|financial\s+)?(?P<year>(?:19|20)\d\d)(?:\b|年)", re.I)
_YEAR_BEFORE = re.compile(r"(?P<year>(?:19|20)\d\d)年?\s*$")
_WORDS = re.compile(r"\b(?:the|of|in|for|during|a|net)\b|(?:19|20)\d\d年?|⟦\w+⟧", re.I)
_REACH = 90
_DAYS = {6: (150, 200), 9: (250, 290)}

_Known = dict[tuple[object, str], list[Entry]]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A difference for each amount told of the last part of a document's year."""
    entity = entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    known: _Known = defaultdict(list)
    for entry in index_facts(paper).entries:
        told = entry.dated and (entry.origin == "value" or entry.linked) and len(entry.unit) == 3
        if told and entry.concept and not entry.scope and entry.period is not None and not entry.period.is_instant:
            known[entity[entry.figure.document], entry.concept].append(entry)
    for claim in paper.claims:
        document = documents[claim.document]
        key = claim.figure("current")
        if key is None or document.period_end is None or not _closes_year(document):
            continue
        figure = paper.figures[key]
        part = _part_of(claim, figure, document.period_end.year)
        if part is None or len(unit_class(figure)) != 3 or figure.quantity.digits < settings.digits:
            continue
        months, concept = part
        entries = [e for e in known[entity[claim.document], concept] if e.figure.id != key]
        whole = _agreed(entries, document.period_end, 12)
        before = _agreed(entries, _month_end(document.period_end, months), 12 - months)
        if whole is not None and before is not None:
            yield from _relation(paper, figure, whole, before, entries, settings)


def _closes_year(document: Document) -> bool:
    end = document.period_end
    return end is not None and (end.month, end.day) == document.year_end[:2]


def _part_of(claim: Claim, figure: Figure, year: int) -> tuple[int, str] | None:
    """The months of the part of a year that is named last before a value, and the item that it is told of."""
    before = claim.span.quote[: max(0, figure.span.start - claim.span.start)]
    before = re.split(r"[;；:：]|，|,\s+(?:and|while|with)\s", before)[-1][-_REACH:]
    for months, pattern in _PARTS:
        found = list(pattern.finditer(before))
        if not found:
            continue
        after = before[found[-1].end() :]
        dated = _YEAR_AFTER.match(after)
        named = dated or _YEAR_BEFORE.search(before[: found[-1].start()])
        after = after[dated.end() :] if dated else after
        if _ELSE.search(after) or (named is not None and int(named["year"]) != year):
            continue
        words = _WORDS.sub(" ", pattern.sub(" ", claim.subject)).strip(" ,-–")
        concept = find_concept(words, per_cent=False) if words else None
        if concept is not None:
            return months, concept.id
    return None


def _month_end(end: date, months: int) -> date:
    day = end
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
    return day


def _agreed(entries: list[Entry], end: date, months: int) -> Figure | None:
    """The most exact of an item's values for the months that end on a day, where all of them agree."""
    low, high = _DAYS.get(months, (350, 380))
    figures = sorted(
        (e.figure for e in entries if e.period is not None and e.period.end == end and low <= e.period.days <= high),
        key=lambda f: (f.quantity.step, f.span.start),
    )
    return figures[0] if figures and all(figures_meet(figures[0], f) for f in figures[1:]) else None


def _relation(
    paper: Paper, figure: Figure, whole: Figure, before: Figure, entries: list[Entry], settings: Settings
) -> Iterator[Relation]:
    if unit_class(whole) != unit_class(figure) or unit_class(before) != unit_class(figure):
        return
    relation = Relation(
        code=CODE,
        formula="difference",
        terms=(Term(whole.id), Term(before.id)),
        why="the year and what came before are printed",
        result=figure.id,
        firmness="structural",
        magnitude=True,
        suspects=(figure.id,),
        message="The year's {a} without the {b} before is {expected}; {printed} is told (difference {difference}, tolerance {tolerance}).",
    )
    fit = fit_relation(relation, paper.figures)
    if fit is None:
        return
    step = figure.quantity.step
    wanted = (abs(fit.computed) / step).to_integral_value() * step
    explained = find_slip(figure, wanted) is not None or any(figures_meet(e.figure, figure) for e in entries)
    if explained or fit.verdict != "differs":
        yield relation
    elif abs(fit.computed - figure.value) <= settings.near * abs(fit.computed):
        yield replace(relation, firmness="suggested")
