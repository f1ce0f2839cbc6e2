"""A net amount is not told as the total.

What it tests: an amount that a sentence calls total or gross, where the same amount is called net elsewhere and the item's own
gross total is printed for that date with a larger one; an amount called gross, net, basic or diluted that other places call by the opposite word.
Why it matters: what the allowance has taken off disappears, and with it what the ageing below the sentence shows.
Ties: trade receivables of 7,726.1 million in total, 4,806.8 million net. Does not tie: "total trade receivables of 4,806.8 million".
An amount that nothing else calls net, or whose gross total is not printed, is not reported.
Source: IFRS 7.35H and 35M (gross carrying amounts beside the loss allowance); ISA 720.14.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, FactIndex, index_facts, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.checks._told import find_labelled
from tieout.concepts.labels import label_words, qualifier_words
from tieout.model import Claim, Figure, Paper, Period, Relation, Table, Term

CODE = "L707"
NAME = "net amount told as the total"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits an amount must print, here and where it is called net, before the two are one.

    `places`: other places that must print an amount called gross before one that calls it net decides; `noun_digits`: digits
    of such an amount.
    """

    digits: int = 4
    places: int = 2
    noun_digits: int = 3


_WHOLE = re.compile(r"^\W*(?:the\s+)?(?:total|gross)\b|總額|总额|合[計计]", re.I)
_CALLED = re.compile(r"\b(?P<mark>gross|net|basic|diluted)\s+(?P<noun>[a-z]+)", re.I)
_OPPOSITE = {"gross": "net", "net": "gross", "basic": "diluted", "diluted": "basic"}
_NET = re.compile(r"\bnet\b|less\s+allowance|after\s+allowance|淨|净", re.I)
_OF_A_BREAKDOWN = label_words("ageing aging aged analysis breakdown gross total amount balance profile 賬齡 账龄 分析")


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality with the gross total for each amount told as the total that is the net one."""
    index = index_facts(paper)
    named: set[str] = set()
    for claim in paper.claims:
        key = claim.figure("current")
        if key is None or not claim.dated or not _WHOLE.search(claim.subject) or _NET.search(claim.span.quote):
            continue
        figure, words = paper.figures[key], label_words(claim.subject) - _OF_A_BREAKDOWN
        if not words or claim.period is None or figure.quantity.digits < settings.digits:
            continue
        net = next((e for e in index.meeting(figure) if _is_net(e, figure, words, claim, settings.digits)), None)
        gross = _gross_total(paper, index, figure, words, claim) if net is not None else None
        if net is not None and gross is not None:
            named.add(key)
            yield replace(_relation(figure, net.figure, gross), span=find_labelled(paper, claim, figure))
    yield from _called_opposite(paper, index, named, settings)


def _called_opposite(paper: Paper, index: FactIndex, told: set[str], settings: Settings) -> Iterator[Relation]:
    """Amounts called gross (or net, basic, diluted) that other places print, by the same noun, as the opposite and never so.

    But for gross amounts, which net ones elsewhere prove, the item itself must be printed with another amount.
    """
    entity = entities_of(paper)
    for claim in paper.claims:
        key, called = claim.figure("current"), list(_CALLED.finditer(claim.subject))
        if key is None or key in told or len(called) != 1 or paper.figures[key].quantity.digits < settings.noun_digits:
            continue
        figure, noun = paper.figures[key], label_words(called[0]["noun"])
        mark = called[0]["mark"].lower()
        other = _OPPOSITE[mark]
        others = [
            e
            for e in index.meeting(figure)
            if e.figure.id != key
            and entity[e.figure.document] == entity[figure.document]
            and same_class(e.unit, unit_class(figure))
        ]
        named = [e for e in others if other in e.marks and mark not in e.marks and noun <= e.words | e.scope]
        if not noun or not named or len(others) < settings.places or any(mark in e.marks for e in others):
            continue
        if mark == "gross" or _is_printed_otherwise(index, claim, figure, mark, label_words(claim.subject)):
            yield mistold(
                CODE,
                figure.document,
                find_labelled(paper, claim, figure) or figure.span,
                f"{{word}} is called {mark} here; elsewhere {{a}} is {other}.",
                named[0].figure,
                why="the amount is called by the opposite word elsewhere",
            )


def _is_printed_otherwise(index: FactIndex, claim: Claim, figure: Figure, mark: str, words: frozenset[str]) -> bool:
    """True where the item, under its own word, is printed for the period with another amount."""
    return any(
        mark in e.marks
        and _OPPOSITE[mark] not in e.marks
        and e.origin == "value"
        and (e.words == words or (claim.concept is not None and e.concept == claim.concept))
        and _is_of(e.period, claim)
        and same_class(e.unit, unit_class(figure))
        and not figures_meet(e.figure, figure)
        for e in index.entries
    )


def _is_net(entry: Entry, figure: Figure, words: frozenset[str], claim: Claim, digits: int) -> bool:
    return (
        "net" in entry.marks
        and entry.words - _OF_A_BREAKDOWN == words
        and entry.figure.id != figure.id
        and entry.figure.quantity.digits >= digits
        and _is_of(entry.period, claim)
        and figures_meet(entry.figure, figure)
    )


def _gross_total(paper: Paper, index: FactIndex, figure: Figure, words: frozenset[str], claim: Claim) -> Figure | None:
    """The item's gross amount at the date: a row called gross, or the total of a table that breaks the item down."""
    rows = (
        e.figure
        for e in index.entries
        if "gross" in e.marks and "net" not in e.marks and e.origin == "value" and e.words - _OF_A_BREAKDOWN == words and _is_of(e.period, claim)
    )  # fmt: skip
    totals = (
        f for t in paper.tables if t.document == claim.document and _breaks_down(t, words) for f in _totals(t, claim)
    )
    for found in (*rows, *totals):
        if (
            same_class(unit_class(found), unit_class(figure))
            and abs(found.value) > abs(figure.value)
            and not figures_meet(found, figure)
        ):
            return found
    return None


def _breaks_down(table: Table, words: frozenset[str]) -> bool:
    """True when caption or corner name the item, and beside it only words for a breakdown."""
    titles = (table.caption, *(" ".join(c.path) for c in table.columns if c.kind == "label"))
    return any(label_words(t) - _OF_A_BREAKDOWN == words and "net" not in qualifier_words(t) for t in titles if t)


def _totals(table: Table, claim: Claim) -> Iterator[Figure]:
    for r, row in enumerate(table.rows):
        if row.role != "total" or _NET.search(row.label):
            continue
        for c, column in enumerate(table.columns):
            found = table.cells[r][c].figure
            if column.kind == "value" and found is not None and _is_of(row.period or column.period, claim):
                yield found


def _is_of(period: Period | None, claim: Claim) -> bool:
    return period is not None and claim.period is not None and period.end == claim.period.end


def _relation(figure: Figure, net: Figure, gross: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(gross.id), Term(net.id)),
        why="the amount told as the total is the net one",
        result=figure.id,
        firmness="stated",
        expected=gross.value,
        magnitude=True,
        message="{printed} is told as the total; {b} is printed as net, and the total before what was taken off is {a}.",
    )
