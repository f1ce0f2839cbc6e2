"""A share told of an amount is not one of another whole, another row or another period.

What it tests: "fees of 214.5 million, equal to 10.2% of group revenue", "options over 28.0 million shares, 1.52% of the shares in issue",
"2,088.3 million in the second half, 52.3% of the full year", 占全年的52.3%: the amount right before a share over the whole that the words name.
Why it matters: the quotient is taken with the line above, upside down, or for the other half, and nothing on the page divides the two again.
Ties: nothing is ticked: other checks compute shares. Does not tie: "28.0 million shares, 15.2% of the shares in issue", where 1.52% are.
The whole must be printed under the words told, for the part's period. A share that any whole of those words gives is right; one that none
gives is reported only where a slip explains it: the point moved, the quotient turned over, the rest of the whole, another whole or row of
the part's own column, the same share of another period.
Source: the definition of a proportion; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import show_label
from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, FactIndex, claims_by_figure, index_facts, same_class, unit_class
from tieout.checks._shares_told import ToldShare, find_told_shares, share_of
from tieout.concepts import find_concept
from tieout.concepts.labels import label_words
from tieout.model import Figure, Paper, Period, Relation, Table, Term
from tieout.numbers.interval import Interval, interval_of

CODE = "P354"
NAME = "share of another whole"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits that the part must print; `steps`: last digits that a share must be, 5.0% is fifty.

    `apart`: how far, as a part of it, a share must lie from the right one.
    """

    digits: int = 3
    steps: int = 50
    apart: Decimal = Decimal("0.03")


_YEAR = re.compile(r"(?:the\s+)?(?:full[\s-]year|whole\s+year|year|annual\s+total|year['’]s\s+total)|全年", re.I)
_ITEM = re.compile(
    r"\bof\s+([a-z][a-z\s]{2,40}?)\s*(?:,|\(|$|in\b|for\b|was|were)|^的?([\u4e00-\u9fff]{2,8})[，,]", re.I
)
_TOTAL = re.compile(r"(?:the\s+)?(?:grand\s+)?total|[总總](?:额|額|数|數|计|計)", re.I)
_WHOLE = re.compile(r"\b(?:group|total|consolidated|company)\b|[总總]|集[团團]", re.I)
"""What leaves no narrower whole than all of it."""
_WHOSE = re.compile(r"^(?:(?:the|its|our|all|group|company|total|overall|consolidated)(?:['’]s)?\s+)+", re.I)
_PART = re.compile(
    r"\b(?:segment|division|brand|business|region|channel|its|their|own|category)\b|分部|板[块塊]|品牌|[该該]", re.I
)
"""A whole that only the sentences around it name."""
_SHARES = re.compile(
    r"(?:the\s+|our\s+|its\s+)?(?:total\s+)?(?:issued\s+(?:shares|share\s+capital|capital)|(?:shares|share\s+capital)\s+in\s+issue|(?:ordinary\s+)?shares\s+outstanding)|已[发發]行(?:股份|股本)(?:[总總][数數])?",
    re.I,
)
_IN_ISSUE = label_words("shares in issue")
_YEAR_DAYS = 350
_CHANCE = 3
"""Digits that a cell of another label prints by chance."""
_TRIED = (-2, -1, 1, 2)
"""Places by which a decimal point may have moved."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A cell that prints the part: its table, row and column."""

    table: Table
    row: int
    column: int


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each share that a slip leads to from the right one."""
    index, tables = index_facts(paper), {t.id: t for t in paper.tables}
    for told in find_told_shares(paper):
        share, part = told.share.quantity, told.part.quantity
        if share.number < settings.steps * share.step or part.digits < settings.digits or part.value <= 0:
            continue
        if share.approximation or part.approximation or _PART.search(told.whole):
            continue
        places = [_Place(tables[e.place], e.row or 0, e.column or 0) for e in _cells(paper, index, told)]
        wholes = _wholes(paper, index, told, places)
        if not wholes:
            continue
        printed = interval_of(told.share.quantity)
        if any(share_of(told.part, w).meets(_wide(told.share)) for w in (*wholes, *_loose(paper, index, told))):
            continue
        if not _WHOLE.search(told.whole) and not all(figures_meet(wholes[0], f) for f in wholes):
            continue
        whole = max(wholes, key=lambda f: (f.value, -f.quantity.step))
        right = share_of(told.part, whole)
        if whole.value < told.part.value or right.gap(printed) < settings.apart * right.middle:
            continue
        said = _slip(told, whole, right, places)
        if said is not None:
            yield Relation(
                code=CODE,
                formula="stated",
                terms=(Term(told.part.id), Term(whole.id)),
                why="the sentence prints the part and names the whole",
                result=told.share.id,
                firmness="stated",
                expected=right.middle.quantize(Decimal(1).scaleb(-max(share.decimals, 0) - 1)),
                document=told.document.id,
                message=f"{{a}} of {{b}} is {{expected}}; {{printed}} is told, which is {said}.",
            )


def _wide(share: Figure) -> Interval:
    """What a share may stand for that was worked out from other digits than those printed."""
    own, step = interval_of(share.quantity), share.quantity.step
    return Interval(own.low - step, own.high + step)


def _cells(paper: Paper, index: FactIndex, told: ToldShare) -> list[Entry]:
    """The company's cells that print the part, under a word of the sentence where any are."""
    entity = entities_of(paper)
    found = [
        e
        for e in index.meeting(told.part)
        if e.origin == "value"
        and e.row is not None
        and same_class(unit_class(told.part), e.unit)
        and e.figure.quantity.digits >= told.part.quantity.digits - 1
        and entity[e.figure.document] == entity[told.document.id]
    ]
    text = told.document.layer(told.part.span.layer).text
    words = label_words(text[max(0, told.part.span.start - 160) : told.share.span.start])
    return [e for e in found if e.words & words] or [e for e in found if e.figure.quantity.digits > _CHANCE]


def _periods(paper: Paper, told: ToldShare, places: list[_Place]) -> list[Period]:
    found = {p for k in places if (p := k.table.rows[k.row].period or k.table.columns[k.column].period) is not None}
    claim, role = claims_by_figure(paper).get(told.part.id, (None, ""))
    if claim is not None and not found:
        period = claim.prior_period if role == "prior" else claim.period
        found |= {period} if period is not None else set()
    return sorted(found, key=lambda p: (p.end, p.days))


def _wholes(paper: Paper, index: FactIndex, told: ToldShare, places: list[_Place]) -> list[Figure]:
    """The values of what the words name for the part's period: in the part's own column, else wherever the company prints them."""
    periods, name = _periods(paper, told, places), told.whole
    if year := _YEAR.fullmatch(name) is not None:
        item = _ITEM.search(told.between)
        name = next((n for n in item.groups() if n), "") if item is not None else _subject(paper, told)
    words, concept = _words(name), _concept(name)
    own = [
        f
        for k in places
        for r, row in enumerate(k.table.rows)
        if r != k.row and (_words(row.label) == words if words else row.role == "total" and _TOTAL.fullmatch(name))
        if (f := k.table.cells[r][k.column].figure) is not None
    ]
    return own + [
        e.figure
        for e in (_named(paper, index, told, words, concept) if words else ())
        if e.period is not None
        and any(_is_of(e.period, p, year) for p in periods)
        and (e.words == words or e.concept == concept is not None or (e.origin == "prose" and len(words) > 1))
        and (len(words) > 1 or not e.scope - label_words(told.document.title))
    ]


def _concept(name: str) -> str | None:
    found = find_concept(_WHOSE.sub("", name), per_cent=False)
    return found.id if found is not None else None


def _words(name: str) -> frozenset[str]:
    return _IN_ISSUE if _SHARES.fullmatch(name) else label_words(name)


_HALF = re.compile(r"^(?:(?:the\s+)?(?:first|second)\s+(?:half|quarter)\s*|[上下]半年的?|[全本]年的?)", re.I)


def _subject(paper: Paper, told: ToldShare) -> str:
    """What the part is told of, the time left out."""
    claim, _ = claims_by_figure(paper).get(told.part.id, (None, ""))
    return _HALF.sub("", claim.subject) if claim is not None else ""


def _is_of(period: Period, part: Period, year: bool) -> bool:
    """True for the period of the part, a balance at its end and, where the words say so, the year that holds it."""
    if not year:
        return period == part or (period.is_instant and period.end == part.end)
    start, first = period.start, part.start or part.end
    return start is not None and period.days > _YEAR_DAYS and start <= first and part.end <= period.end


def _named(
    paper: Paper, index: FactIndex, told: ToldShare, words: frozenset[str], concept: str | None
) -> Iterator[Entry]:
    """The company's places of the part's kind whose label holds the words, or that print the concept."""
    entity, kind = entities_of(paper), unit_class(told.part)
    keys = {k for w in words for k in index.by_word.get(w, ())} | set(index.by_concept.get(concept or "", ()))
    for k in sorted(keys):
        entry = index.entries[k]
        if (
            (words <= entry.words or (concept is not None and entry.concept == concept))
            and entry.origin in {"value", "prose"}
            and same_class(kind, entry.unit)
            and entry.figure.value > 0
            and entry.figure.id != told.part.id
            and entity[entry.figure.document] == entity[told.document.id]
        ):
            yield entry


def _loose(paper: Paper, index: FactIndex, told: ToldShare) -> Iterator[Figure]:
    """Every value of the words told, for whatever period and scope."""
    words, concept = _words(told.whole), _concept(told.whole)
    for entry in _named(paper, index, told, words, concept):
        if entry.words == words or entry.concept == concept is not None or not _WHOLE.search(told.whole):
            yield entry.figure


def _slip(told: ToldShare, whole: Figure, right: Interval, places: list[_Place]) -> str | None:
    """What the share told is instead, as the end of a sentence."""
    printed = interval_of(told.share.quantity)
    if any(right.times(Decimal(10) ** n).meets(printed) for n in _TRIED):
        return "the same with its decimal point moved"
    if _YEAR.fullmatch(told.whole) and (Interval.exact(Decimal(100)) - right).meets(printed):
        return "that of the rest of the year"
    if share_of(whole, told.part).meets(printed):
        return "the whole over the part"
    for place in places:
        for r, row in enumerate(place.table.rows):
            figure = place.table.cells[r][place.column].figure
            if (
                figure is None
                or r == place.row
                or figure.value <= 0
                or not same_class(unit_class(figure), unit_class(whole))
            ):
                continue
            if not figures_meet(figure, whole) and share_of(told.part, figure).meets(printed):
                if not _WHOLE.search(told.whole) and _words(told.whole) <= label_words(row.label):
                    return None
                return f"its share of “{show_label(row.label)}”"
            if figure.value < whole.value and share_of(figure, whole).meets(printed):
                return f"the share of “{show_label(row.label)}”"
    return None
