"""Brackets on the page, the sign of the fact and the filer's own label say the same.

What it tests: a tagged number in a table, against its label: with a negated label the page must print the opposite of
the fact's sign, with any other label the fact's own. And payments or proceeds tagged as negative.
Why it matters: a superfluous or forgotten sign turns an outflow into an inflow, and prints the same.
Ties: a payment tagged as 120, labelled negated, printed (120); a loss tagged as -15 and printed (15).
Does not tie: that payment tagged as -120 and printed (120).
A departure is a question: a page may print an outflow without brackets where its heading says so.
Source: EDGAR Filer Manual, volume II, 6.6 and 6.11 (negated labels); XBRL US Data Quality Committee, rule 0015.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._tagged import Tagged, TaggedDocument, find_tagged, name_of, when
from tieout.model import Paper, Relation

CODE = "X908"
NAME = "sign against label"

_ONE_WAY = re.compile(r"(?:Payments|Repayments|Proceeds)(?![a-z])")
_BOTH_WAYS = re.compile(r"ProceedsFrom(?:Payments|Repayments|Purchase|PaymentsFor)|PaymentsFor(?:To)?Proceeds|Net")


@dataclass(frozen=True)
class Settings:
    """`least_numbers`: numbers with a label a filing needs; `least_share`: share of them (0 to 1) that must follow it."""

    least_numbers: int = 12
    least_share: float = 0.9


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each number whose brackets and sign do not go with its label, and each negative payment."""
    for tagged in find_tagged(paper):
        departing = _find_departing(tagged, settings)
        for one in departing:
            yield _relation(
                tagged,
                one,
                "its label is negated" if one.sign > 0 else "its label is not negated",
                f"is printed {_shown(one)!r} and tagged as {one.fact.value:f}; its label"
                f" {'shows it with the opposite sign' if one.sign > 0 else 'shows it with its own sign'}.",
            )
        for one in tagged.facts:
            if one.value < 0 and _is_one_way(one.fact.concept or "") and one not in departing:
                reason = (
                    f"is printed {_shown(one)!r} and tagged as {one.fact.value:f}: less than nothing paid or received."
                )
                yield _relation(tagged, one, "its name says which way the money went", reason)


def _find_departing(tagged: TaggedDocument, settings: Settings) -> list[Tagged]:
    """Numbers in tables whose sign does not go with their label, where nearly all others of the filing do."""
    if tagged.document.reader != "ixbrl":
        return []
    negated: dict[str, set[bool]] = defaultdict(set)
    for network in tagged.filing.networks:
        if network.kind == "presentation":
            for arc in network.arcs:
                negated[arc.target].add("negated" in (arc.preferred_label or ""))
    tested, departing = 0, []
    for one in tagged.facts:
        labels = negated.get(one.fact.concept or "", set())
        if one.figure.home != "cell" or one.tag.hidden or one.value == 0 or len(labels) != 1:
            continue
        tested += 1
        if (one.sign < 0) != labels.issuperset({True}):
            departing.append(one)
    if tested < settings.least_numbers or tested - len(departing) < settings.least_share * tested:
        return []
    return departing


def _is_one_way(concept: str) -> bool:
    local = concept.rpartition(":")[2]
    return _ONE_WAY.match(local) is not None and _BOTH_WAYS.search(local) is None


def _shown(one: Tagged) -> str:
    """The number as the page shows it; brackets stand outside its tag."""
    quote = " ".join(one.figure.span.quote.split())
    return f"({quote})" if one.figure.quantity.number < 0 and quote[:1].isdigit() else quote


def _relation(tagged: TaggedDocument, one: Tagged, why: str, message: str) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(),
        why=why,
        result=one.figure.id,
        firmness="suggested",
        expected=-one.figure.value,
        document=tagged.document.id,
        scope=(one.fact.concept or "", when(one.fact)),
        message=f"{name_of(tagged.filing, one.fact.concept or '')} ({when(one.fact)}) {message}",
    )
