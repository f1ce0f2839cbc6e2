"""Net debt and net cash, and the gearing ratio they make, keep their sign.

What it tests: a gearing ratio that a sentence prints without a sign against the places that print it as negative for the same day; an
amount told as net debt that is the day's cash less its borrowings, or told as net cash that is its borrowings less cash.
Why it matters: a ratio below nothing is net cash; without its sign the same digits say debt.
Ties: nothing is ticked. Does not tie: "gearing was 34.3%" beside a table's (34.3)%.
A sentence that says the ratio is negative in words, or places that differ among themselves about the sign, are left alone.
Source: IAS 1.135 (how capital is managed, net debt to capital); the printed digits of both places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of
from tieout.checks._facts import SIGNED_RATIO, Entry, FactIndex, index_facts, periods_fit, unit_class
from tieout.checks._mistold import mistold
from tieout.concepts.labels import label_words
from tieout.model import Claim, Document, Paper, Relation, Term
from tieout.numbers.interval import interval_of

CODE = "U611"
NAME = "sign of a net position"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits a ratio, or an amount, must print."""

    digits: int = 3


_PLAIN = label_words("capital ratio")
"""Words that other ratios share."""
_NET = re.compile(
    r"\bnet\s+(?P<kind>debt|cash)(?:\s+(?:position|balance))?\s+(?:of|was|is|stood\s+at|amounted\s+to|came\s+to|reached|totall?ed)\s+(?:(?:about|approximately|roughly|some)\s+)?$"
    r"|[净淨](?P<han>[负負][债債]|[现現]金)(?:[状狀][况況]|[头頭]寸|[余餘][额額])?(?:[为為达達])?[约約]?\s*$",
    re.I,
)
"""Right before an amount: on which side of nothing it lies."""
_NEGATIVE = re.compile(r"negative|minus|[負负](?![債债])", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A failing statement for each such ratio that lost its sign."""
    index, entity = index_facts(paper), entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    for claim in paper.claims:
        yield from _of_amount(paper, index, documents[claim.document], claim, settings)
        key = claim.figure("current")
        if key is None or claim.period is None or not SIGNED_RATIO.search(claim.subject):
            continue
        figure = paper.figures[key]
        if unit_class(figure) != "%" or figure.value <= 0 or figure.quantity.digits < settings.digits:
            continue
        words = label_words(claim.subject) - _PLAIN
        others = [
            e
            for e in index.meeting(figure)
            if e.figure.id != figure.id
            and e.origin in {"value", "prose"}
            and e.unit == "%"
            and e.words & words
            and entity[e.figure.document] == entity[figure.document]
            and periods_fit(claim.period, e.period)
            and e.place != claim.id
        ]
        if others and not _NEGATIVE.search(claim.span.quote) and all(e.figure.value < 0 for e in others):
            yield Relation(
                code=CODE,
                formula="stated",
                terms=(Term(others[0].figure.id),),
                why="both signs of the ratio have a meaning",
                result=figure.id,
                firmness="stated",
                expected=others[0].figure.value,
                message="{printed} is printed elsewhere as {a}: below nothing the ratio is net cash.",
            )


def _of_amount(
    paper: Paper, index: FactIndex, document: Document, claim: Claim, settings: Settings
) -> Iterator[Relation]:
    """Words of net debt for what is net cash by the balances of its day, or the other way round."""
    figure = paper.figures.get(claim.figure("current") or "")
    if figure is None or claim.period is None or figure.value <= 0 or figure.quantity.digits < settings.digits:
        return
    told = _NET.search(claim.span.quote[: max(0, figure.span.start - claim.span.start)])
    if told is None:
        return
    is_debt = (told["kind"] or told["han"])[0] in "dD负負"
    wanted, entity = interval_of(figure.quantity), entities_of(paper)

    def balances(concept: str) -> list[Entry]:
        return [
            e
            for e in (index.entries[k] for k in index.by_concept[concept])
            if e.origin == "value"
            and e.unit == unit_class(figure)
            and entity[e.figure.document] == entity[claim.document]
            and e.period is not None
            and periods_fit(claim.period, e.period)
        ]

    for cash in balances("cash_and_cash_equivalents"):
        for owed in balances("borrowings"):
            held = cash.figure.value - owed.figure.value
            if cash.period == owed.period and wanted.low <= (held if is_debt else -held) <= wanted.high:
                start = claim.span.start + told.start()
                end = claim.span.start + told.end("kind" if told["kind"] else "han")
                yield mistold(
                    CODE,
                    claim.document,
                    document.layer(claim.span.layer).span(start, end),
                    f'"{{word}}" is told; cash {{a}} less borrowings {{b}} is {"net cash" if is_debt else "net debt"}.',
                    cash.figure,
                    owed.figure,
                    why="cash and borrowings of the same day",
                )
                return
