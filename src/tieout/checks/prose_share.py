"""A share told in a sentence follows from the part and the whole.

What it tests: "311.8 million, accounting for 21.8 % of total revenue" against the group's revenue of the same period.
Why it matters: shares in text go stale when either side is revised.
Ties: 311.8 of 1,433.1, told as 21.8 %. Does not tie: 311.8 of 1,433.1, told as 28.1 %.
The whole is looked up only where all places that print it for the period agree; so is a part that the sentence only names
("21.8 % of revenue came from pumps"), among cells whose labels say its name and revenue and nothing else, or that print the catalogued
item it names ("administrative expenses represented 3.7 % of revenue").
Source: the definition of a proportion; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._facts import Entry, FactIndex, index_facts, periods_fit, unit_class
from tieout.checks._superseded import is_restated
from tieout.concepts import find_concept
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Period, Relation, Term
from tieout.numbers.interval import interval_of

CODE = "P302"
NAME = "share in a sentence"


@dataclass(frozen=True)
class Settings:
    """`whole`: the concept a share is taken of."""

    whole: str = "revenue"


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each share claim that prints its part, where the whole is known."""
    wholes = [
        e for e in index_facts(paper).entries if e.concept == settings.whole and not e.scope and e.origin != "change"
    ]
    for claim in paper.claims:
        if claim.kind == "share" and claim.figure("part") is not None:
            relation = _relation(paper, claim, wholes)
            if relation is not None:
                yield relation
        elif claim.dated and "%" in claim.span.quote:
            yield from _of_named_part(paper, claim, wholes)


def _relation(paper: Paper, claim: Claim, wholes: list[Entry]) -> Relation | None:
    share, part = claim.figure("share"), claim.figure("part")
    if share is None or part is None or ("revenue" not in claim.span.quote.lower() and "收入" not in claim.span.quote):
        return None
    if unit_class(paper.figures[part]) in {"%", "pp", "x"} or paper.figures[part].quantity.approximation:
        return None
    fitting = [e for e in wholes if claim.period is not None and e.period == claim.period]
    if not fitting or not _all_meet(fitting):
        return None
    whole = min(
        fitting, key=lambda e: (e.figure.document != claim.document, e.figure.quantity.step, e.figure.span.start)
    )
    if not periods_fit(claim.period, whole.period) or whole.figure.value == 0:
        return None
    if unit_class(paper.figures[part]) != whole.unit:
        return None
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(part), Term(whole.figure.id)),
        why="the sentence prints the part and names the whole",
        result=share,
        firmness="structural",
        magnitude=True,
        message="{a} of {b} is {expected}; {printed} is told (difference {difference}, tolerance {tolerance}).",
    )


def _all_meet(entries: list[Entry]) -> bool:
    first = abs(interval_of(entries[0].figure.quantity))
    return all(first.meets(abs(interval_of(e.figure.quantity))) for e in entries[1:])


_OF_REVENUE = r"(?:of|to)\s+(?:the\s+)?(?:(?:[Gg]roup|[Cc]ompany)['’]s\s+|our\s+|its\s+)?(?:total\s+)?(?:revenues?|turnover|net\s+sales)\b"
_RATE = r"(?:approximately\s+|about\s+)?\d[\d.]*\s?%"
_NAMED = re.compile(
    rf"(?:\((?P<bracket>[^()]{{3,50}})\)|(?P<subject>\b[A-Z][\w&'’ -]{{2,50}}?))\s+(?:segment\s+|business\s+)?"
    rf"(?:accounted\s+for|represented|contributed|constituted|made\s+up)\s+{_RATE}\s+{_OF_REVENUE}"
    rf"|[Ss]hare\s+of\s+(?:the\s+)?(?P<shared>[\w&'’ -]{{2,40}}?)\s+in\s+(?:(?:the\s+)?[Gg]roup['’]s\s+|our\s+|its\s+)?(?:total\s+)?revenues?\s+(?:was|were|is)\s+{_RATE}"
    rf"|{_RATE}\s+{_OF_REVENUE}\s+(?:came|was|were|is|derived|arose)\s+(?:derived\s+|generated\s+)?(?:from|by)\s+"
    r"(?:(?:this|the)\s+segment\s+\((?P<inside>[^()]{3,50})\)|(?:the\s+)?(?P<after>[A-Za-z][\w&'’ -]{2,40}?)(?:\s+(?:segment|business))?(?=[,.;(]|\s+in\b|\s+for\b|$))"
    r"|(?:[（(](?P<zh>[^（）()]{2,20})[）)]|来自(?P<zh_of>[^，。占]{2,16}?)的收入)占[^，。\d]{0,12}收入[^，。\d]{0,8}\d"
    r"|(?:^|[，,。])(?P<zh_item>[\u4e00-\u9fff]{2,14}?)[占佔](?:本?集[團团]的?)?[總总]?(?:[營营][業业])?(?:收入|收益)(?:[總总][額额])?的(?=[^，。\d]{0,4}(?:\d|比例|比重))"
)
"""A sentence that tells the share of a part by its name."""
_REVENUE_WORDS = label_words(
    "revenue sales turnover external customers segment segments total by of 收入 分部 分部收入 營業收入 营业收入 外部客户"
)


def _of_named_part(paper: Paper, claim: Claim, wholes: list[Entry]) -> Iterator[Relation]:
    """Ratios for the percentages of a sentence that only names their part: this period's and the one before."""
    named = _NAMED.search(claim.span.quote)
    name = next(n for n in named.groups() if n) if named else ""
    words = label_words(name)
    if not words or words <= _REVENUE_WORDS:
        return
    index = index_facts(paper)
    told = (
        (claim.figure("share") or claim.figure("current"), claim.period),
        (claim.figure("prior"), claim.prior_period),
    )
    for key, period in told:
        if key is None or period is None or paper.figures[key].quantity.unit != "%":
            continue
        whole = _agreed(
            paper, [e for e in wholes if e.period == period and e.unit not in {"%", "pp", "x"}], claim.document
        )
        part = _agreed(paper, list(_parts(index, words, period)) or _of_item(index, name, period), claim.document)
        if part is not None and whole is not None and 0 < abs(part.value) <= abs(whole.value):
            yield Relation(
                code=CODE,
                formula="ratio",
                terms=(Term(part.id), Term(whole.id)),
                why="the sentence names part and whole",
                result=key,
                firmness="structural",
                magnitude=True,
                message="{a} of {b} is {expected}; {printed} is told (difference {difference}, tolerance {tolerance}).",
            )


def _parts(index: FactIndex, words: frozenset[str], period: Period) -> Iterator[Entry]:
    """Amounts of a period whose labels say the name, revenue, and nothing else."""
    for k in sorted(index.by_word.get(next(iter(sorted(words))), ())):
        entry = index.entries[k]
        said = entry.words | entry.scope
        if (
            entry.origin == "value"
            and entry.period == period
            and entry.unit not in {"%", "pp", "x"}
            and words <= said
            and said - words <= _REVENUE_WORDS
            and said & _REVENUE_WORDS
        ):
            yield entry


def _of_item(index: FactIndex, name: str, period: Period) -> list[Entry]:
    """Amounts of a period that cells print for the catalogued item of that name."""
    concept = find_concept(name, per_cent=False)
    entries = [index.entries[k] for k in index.by_concept.get(concept.id, ())] if concept is not None else []
    return [
        e
        for e in entries
        if e.origin == "value" and e.period == period and not e.scope and e.unit not in {"%", "pp", "x"}
    ]


def _agreed(paper: Paper, entries: list[Entry], document: str) -> Figure | None:
    """The most exact of the entries, the document's own first; None unless all agree. What another document restated is left out."""
    entries = [e for e in entries if e.figure.document == document or not is_restated(paper, e)]
    if not entries or not _all_meet(entries):
        return None
    return min(
        entries, key=lambda e: (e.figure.document != document, e.figure.quantity.step, e.figure.span.start)
    ).figure
