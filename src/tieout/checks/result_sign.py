"""A profit is not told as a loss, nor a loss as a profit.

What it tests: "the Group recorded a loss of 297.9 million" where the statements print a profit of that size; 實現淨利潤3.1億元 where they print a loss.
Why it matters: the digits are right, and every comparison of sizes passes.
Ties: nothing is ticked. Does not tie: a loss of 297.9 million beside "Profit for the period | 297.9".
Only results of the catalogue whose value tables print for the same period are tested, and only where all of these have the other sign;
and gains and losses told by these words, where all rows with the value and the other words are called by the opposite one.
Source: ISA 720.14; the table itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, FactIndex, index_facts, periods_fit, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.concepts.labels import label_words
from tieout.model import Claim, Document, Figure, Paper, Relation, Table

CODE = "L754"
NAME = "profit or loss"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a value must print. `reach`: characters from the word to its value."""

    digits: int = 3
    reach: int = 60


_WORD = re.compile(
    r"(?P<loss>\bloss(?:es)?\b|[虧亏][損损])|(?P<profit>\bprofits?\b|\bearnings\b|\bnet\s+income\b|溢利|盈利|[净淨]利(?:[润潤])?|利[润潤])",
    re.I,
)
_EITHER = re.compile(
    r"[(（]\s*(?:loss(?:es)?|profits?|[虧亏][損损])\s*[)）]|\ba gain of\b|profit\s*/\s*\(?\s*loss|loss\)?\s*/\s*\(?\s*profit|profit\s+(?:or|and)\s+loss|per\s+share|每股|before|impairment|credit|扭[亏虧]|盈[转轉]",
    re.I,
)
_OF = re.compile(r"[^.;。；⟦]{0,40}?\b(?:of|was|were|to|at|by)\s+[^.;\d]{0,16}$|[^。；\d]{0,12}$", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each result that tables print with the other sign."""
    index, entity = index_facts(paper), entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    told: set[tuple[str, int]] = set()
    tables = {t.id: t for t in paper.tables}
    for claim in paper.claims:
        yield from _opposite_word(paper, index, entity, documents, claim, settings)
        yield from _opposite_flow(paper, index, entity, documents, claim, settings)
        key = claim.figure("current")
        if key is None or claim.concept is None or claim.period is None or not _RESULT.search(claim.concept):
            continue
        figure = paper.figures[key]
        word = _result_word(claim, figure, settings)
        if word is None or figure.quantity.digits < settings.digits or figure.value <= 0:
            continue
        loss = word["loss"] is not None
        cells = [
            e
            for k in index.by_concept.get(claim.concept, ())
            if (e := index.entries[k]).origin == "value"
            and entity[e.figure.document] == entity[claim.document]
            and e.period is not None
            and periods_fit(claim.period, e.period)
            and same_class(e.unit, unit_class(figure))
            and figures_meet(e.figure, figure)
            and (claim.concept != _ASSOCIATES or _is_clear(e, tables[e.place]))
        ]
        start = claim.span.start + word.start()
        if not cells or any(_is_loss(e) == loss for e in cells) or (claim.document, start) in told:
            continue
        told.add((claim.document, start))
        yield mistold(
            CODE,
            claim.document,
            documents[claim.document].layer(claim.span.layer).span(start, claim.span.start + word.end()),
            "“{word}” is said of {b}; the table prints {a} as a " + ("profit." if loss else "loss."),
            cells[0].figure,
            figure,
            why="the table prints the other sign",
        )


_ASSOCIATES = "share_of_associates"
_RESULT = re.compile(rf"^(?:profit|operating_profit|loss|{_ASSOCIATES}$)")
_BEFORE_TAX = re.compile(r"before\s+(?:income\s+)?tax|(?:除税前|税前|除稅前|稅前)", re.I)
_ADJUSTED = re.compile(r"depreciation|adjust|\bcash\b|EBITDA|折[旧舊]|[調调]整|[現现]金", re.I)


def _is_clear(entry: Entry, table: Table) -> bool:
    """True in an income statement, where brackets mean a loss: among adjustments, and perhaps under "share of profit", they mean what is taken off."""
    labels = [row.label for row in table.rows]
    income = any(_BEFORE_TAX.search(label) for label in labels) and not any(_ADJUSTED.search(label) for label in labels)
    return income and not (entry.figure.value < 0 and "profit" in entry.words and "loss" not in entry.words)


_GAIN = re.compile(r"\b(?:(?P<gain>gains?)|(?P<loss>loss(?:es)?))\b", re.I)
_SIDES = frozenset(
    {
        "gain",
        "loss",
        "profit",
        "income",
        "net",
        "after",
        "before",
        "including",
        "recorded",
        "recognized",
        "recognised",
        "total",
        "group",
    }
)


def _opposite_word(
    paper: Paper,
    index: FactIndex,
    entity: Mapping[str, object],
    documents: Mapping[str, Document],
    claim: Claim,
    settings: Settings,
) -> Iterator[Relation]:
    """ "A fair value gain of 231.9" where every row of the value, for the period, is a loss on fair value, or the other way round."""
    tables = {t.id: t for t in paper.tables}
    for role, key in claim.roles:
        figure, period = paper.figures[key], claim.prior_period if role == "prior" else claim.period
        word = _side_told(claim, figure, settings) if role in {"current", "prior"} else None
        if word is None or (period is None and role == "current"):
            continue
        side, other = ("gain", "loss") if word["gain"] else ("loss", "gain")
        core = label_words(claim.subject) - _SIDES
        same = [
            e
            for e in index.meeting(figure)
            if e.figure.id != figure.id
            and entity[e.figure.document] == entity[claim.document]
            and periods_fit(period, e.period)
            and same_class(e.unit, unit_class(figure))
            and _is_of(core, e, figure, settings)
        ]
        cells = [e for e in same if e.origin == "value" and e.period is not None and e.row is not None]
        rows = {_side_of(tables[e.place].rows[e.row or 0].label, e, side) for e in cells}
        if rows != {other} or any(side in e.words for e in same if e.origin == "prose"):
            continue
        start = claim.span.start + word.start()
        yield mistold(
            CODE,
            claim.document,
            documents[claim.document].layer(claim.span.layer).span(start, claim.span.start + word.end()),
            f"“{{word}}” is said of {{b}}; the table prints {{a}} as a {other}.",
            cells[0].figure,
            figure,
            why="the row is called by the opposite word",
        )


def _side_told(claim: Claim, figure: Figure, settings: Settings) -> re.Match[str] | None:
    """The word for a gain or a loss right before a value, where the words before it name no other side."""
    if figure.value <= 0 or figure.quantity.digits < _FEW or figure.span.layer != claim.span.layer:
        return None
    before = claim.span.quote[: max(0, figure.span.start - claim.span.start)]
    found = list(_GAIN.finditer(before))
    if len({m.lastgroup for m in found}) != 1 or _EITHER_SIDE.search(before):
        return None
    word = found[-1]
    near = len(before) - word.end() <= settings.reach and _OF.fullmatch(before[word.end() :])
    return word if near else None


_FEW = 2
"""Digits that a value must print where its row has the sentence's very words."""


def _is_of(core: frozenset[str], entry: Entry, figure: Figure, settings: Settings) -> bool:
    """True for a place of the item: one with its words, and few digits only where it has no others."""
    own = entry.words - _SIDES
    if figure.quantity.digits <= settings.digits:
        return bool(core) and core == own
    return bool(core) and (core <= entry.words | entry.scope or len(core & (entry.words | entry.scope)) > 1)


_SIGNED = re.compile(
    r"(?P<one>[(（]\s*)?\b(?P<first>gain|loss)(?:es|s)?\b\s*[)）]?\s*/?\s*(?P<two>[(（]\s*)?\b(?P<second>gain|loss)(?:es|s)?\b",
    re.I,
)
"""A label that tells what its brackets mean: "loss/(gain)", "(gains)/losses"."""


def _side_of(label: str, entry: Entry, told: str) -> str | None:
    """Whether a cell is a gain or a loss, as its label says; None where that is open. `told` is what the sentence says."""
    negative = entry.figure.value < 0
    signs = _SIGNED.search(label)
    if signs is not None and (signs["one"] is None) != (signs["two"] is None):
        return signs["first" if negative == (signs["one"] is not None) else "second"].lower()
    if {"gain", "loss"} <= entry.words:
        return "loss" if negative else "gain"
    if entry.words & {"profit", "income"} or not entry.words & {"gain", "loss"}:
        return None
    if negative and told == "loss":
        return None  # a gain in brackets
    return "gain" if "gain" in entry.words else "loss"


_EITHER_SIDE = re.compile(
    r"[(（]\s*(?:loss(?:es)?|gains?)\s*[)）]|gains?\s*/|loss(?:es)?\s*/|gains?\s+(?:or|and)\s+loss|\bfrom\s+a\b|\bturn(?!over)",
    re.I,
)


def _result_word(claim: Claim, figure: Figure, settings: Settings) -> re.Match[str] | None:
    """The last word for a result before a value, where nothing else stands between the two."""
    before = claim.span.quote[: max(0, figure.span.start - claim.span.start)]
    if _EITHER.search(before) or re.search(r"[-(（−]\s*$", before):
        return None
    found = list(_WORD.finditer(before))
    if not found or len({m.lastgroup for m in found}) > 1 or len(before) - found[-1].end() > settings.reach:
        return None
    return found[-1] if _OF.fullmatch(before[found[-1].end() :]) else None


def _is_loss(entry: Entry) -> bool:
    """True for a negative result, and for a positive one that its label calls a loss and nothing else."""
    named = "loss" in entry.words and not entry.words & {"profit", "income", "earning"}
    han = "".join(entry.words)  # 营业利润（亏损以“－”号填列） tells how a loss is written
    named = named or (re.search(r"[虧亏][損损]", han) is not None and re.search(r"溢利|盈利|利[润潤]", han) is None)
    return entry.figure.value < 0 or named


_FLOW = re.compile(
    r"\b(?P<kind>operating|investing|financing)\s+activities\s+(?P<out>used|absorbed|consumed)\s+(?:net\s+)?cash\s+(?:of\s+)?\W*$"
    r"|\b(?P<kind_in>operating|investing|financing)\s+activities\s+(?:provided|generated|brought\s+in)\s+(?:net\s+)?cash\s+(?:of\s+)?\W*$"
    r"|\bnet\s+cash\s+(?:flows?\s+)?used\s+in\s+(?P<kind_used>operating|investing|financing)\s+activities\s+(?:was|amounted\s+to|of)\s+\W*$",
    re.I,
)
_INTO, _OUT = re.compile(r"\b(?:from|generated|provided|inflows?)\b", re.I), re.compile(r"\b(?:used|outflows?)\b", re.I)


def _opposite_flow(
    paper: Paper,
    index: FactIndex,
    entity: Mapping[str, object],
    documents: Mapping[str, Document],
    claim: Claim,
    settings: Settings,
) -> Iterator[Relation]:
    """Cash told as used that every table prints as an inflow of the activities, or the other way round."""
    key = claim.figure("current")
    figure = paper.figures.get(key or "")
    if figure is None or figure.span.layer != claim.span.layer or figure.quantity.digits < settings.digits:
        return
    before = documents[claim.document].layer(figure.span.layer).text[claim.span.start : figure.span.start]
    told = _FLOW.search(before)
    if told is None or claim.period is None:
        return
    kind = (told["kind"] or told["kind_in"] or told["kind_used"]).lower()
    tables = {t.id: t for t in paper.tables}
    flows: set[bool | None] = set()
    cells: list[Figure] = []
    for e in index.meeting(figure):
        if e.origin != "value" or e.row is None or entity[e.figure.document] != entity[claim.document]:
            continue
        label = tables[e.place].rows[e.row].label
        if (
            f"{kind} activities" in label.lower()
            and same_class(e.unit, unit_class(figure))
            and e.period == claim.period
        ):
            cells.append(e.figure)
            flows.add(_is_inflow(label, e.figure))
    inflow = told["kind_in"] is not None
    if flows == {not inflow}:
        yield mistold(
            CODE,
            claim.document,
            figure.span,
            f"{{word}} is told as cash {'from' if inflow else 'used in'} {kind} activities; the table prints {{a}}, the other way.",
            cells[0],
            why="the table prints the flow with the other sign",
        )


def _is_inflow(label: str, figure: Figure) -> bool | None:
    """Whether a row of cash flows prints an inflow; None where its label says only "used" over an amount without a minus."""
    if figure.value < 0:
        return None if _OUT.search(label) and not _INTO.search(label) and "(" not in figure.span.quote else False
    return True if _INTO.search(label) else None
