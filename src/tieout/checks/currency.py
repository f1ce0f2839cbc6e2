"""An amount keeps its currency from place to place.

What it tests: an amount whose digits agree with the same item and period elsewhere, but in another currency; two values of
one sentence in two currencies whose digits bear out the change that it tells, or of which other places print the one in the other's currency; three amounts that are a sum; an amount of four digits or more that the same
section prints in another currency: at the table's header, where other places print the amount in the sentence's currency; an amount
beside one in the document's currency, where a table prints the item so named in that currency.
Why it matters: US$282.9 million for RMB282.9 million is seven times too much, and every digit looks right.
Ties: RMB282.9 million in the text, 282,900 under RMB'000 in the table. Does not tie: US$282.9 million in the text.
Source: the printed currency of both places; IAS 1.51(d) (presentation currency).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._consensus import figures_meet, find_groups, period_key
from tieout.checks._facts import Entry, claims_by_figure, index_facts, periods_fit, same_class, unit_class
from tieout.checks._foreign import find_foreign
from tieout.checks._mistold import mistold
from tieout.checks._same_item import match_items
from tieout.checks._told import find_told
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Period, Relation, Span, Term
from tieout.numbers.scale import find_currencies
from tieout.relations.fit import fit_relation

CODE = "U603"
NAME = "currency of an item"


_NO_CURRENCY = frozenset({"plain", "%", "pp", "x"})


_BARE_DOLLAR = re.compile(r"\W*\$")
"""A dollar sign alone may be the dollar of the country."""
_SUM_DIGITS = 3
"""Digits that one of three amounts must print before their sum is no chance."""
_BESIDE_DIGITS = 3
"""The same beside an amount in the document's own currency, where label and period fit."""
_SURE_DIGITS = 4
"""Digits of a foreign amount that meet an amount at home by chance too seldom to matter."""


@dataclass(frozen=True)
class Settings:
    """`quorum`: places that must agree on the currency; a table's cell counts for two.

    `digits`: significant digits of an amount that stands in a section in two currencies; `near`: characters between the two.
    """

    quorum: int = 2
    digits: int = 4
    near: int = 1500


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One count that fails for each amount of prose in a currency of its own."""
    yield from _mixed(paper)
    yield from _of_a_sum(paper)
    heads = _find_heads(paper)
    yield from _same_digits(paper, heads, settings)
    yield from _told_elsewhere(paper, heads)
    yield from _beside_home(paper)
    foreign = [(told, other, True) for told, other in find_foreign(paper)]
    known = {told.figure.id for told, _, _ in foreign}
    for group in find_groups(paper):
        if group.weight >= settings.quorum:
            odd = (e for e in group.foreign if e.origin == "prose" and e.figure.id not in known)
            foreign.extend((entry, group.reference, group.exact) for entry in odd)
    for entry, other, sure in foreign:
        if _columns_beside(paper, other.figure, entry.figure, heads):
            yield _beside(paper, entry.figure, other.figure, heads)
            continue
        yield mistold(
            CODE,
            entry.figure.document,
            entry.figure.span,
            f"{{word}} is printed in {entry.unit}; the same item is {{a}} in {other.unit} elsewhere.",
            other.figure,
            why="the digits agree, the currency does not",
            firmness="stated" if sure else "suggested",
        )


def _of_a_sum(paper: Paper) -> Iterator[Relation]:
    """Three amounts in a row of which two, in one currency, make exactly the number of the other, which is in another."""
    rows: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for claim in paper.claims:
        own = rows[claim.span.layer, claim.span.start]
        own.extend(
            f for _, k in claim.roles if _is_money(f := paper.figures[k], 1) and f not in own and f.explicit_scale
        )
    texts = {layer.id: layer.text for d in paper.documents for layer in d.layers}
    for (layer, _), told in rows.items():
        figures = [f for f in sorted(told, key=lambda f: f.span.start) if not _is_converted(texts[layer], f)]
        for k in range(len(figures) - 2):
            three = figures[k : k + 3]
            units = [f.quantity.unit for f in three]
            odd = [f for f in three if units.count(f.quantity.unit) == 1]
            whole, *parts = sorted(three, key=lambda f: f.value, reverse=True)
            if (
                len(odd) != 1
                or len({f.quantity.step for f in three}) != 1
                or whole.value != sum(p.value for p in parts)
            ):
                continue
            parted = _PARTS.search(texts[layer], three[0].span.end, three[1].span.start) is not None
            digits = _PARTED_DIGITS if parted and whole is three[0] else _SUM_DIGITS
            if max(f.quantity.digits for f in three) < digits or any(f.value <= 0 for f in three):
                continue
            others = [f for f in three if f is not odd[0]]
            yield mistold(
                CODE,
                odd[0].document,
                odd[0].span,
                "{word} and {a} and {b} are a sum, but not printed in one currency.",
                *others,
                why="the three amounts are a sum as if of one currency",
            )


_CONVERTED = re.compile(
    r"[(（][^()（）]*(?:equivalent|equals?|approximately|about|rate|折合|相[當当][於于]|[匯汇]率)[^()（）]*$", re.I
)
_PARTS = re.compile(
    r"\b(?:of\s+which|made\s+up\s+of|compris\w+|including|consist\w+|being)\b|其中|包括|分[別别][為为]|即", re.I
)
_PARTED_DIGITS = 2
"""The same where the words themselves say that the first is made of the others."""


def _is_converted(text: str, figure: Figure) -> bool:
    """True for an amount in brackets that is another one in a second currency: no part of a sum."""
    return _CONVERTED.search(text, max(0, figure.span.start - _ASIDE), figure.span.start) is not None


_ASIDE = 60


def _told_elsewhere(paper: Paper, heads: Mapping[str, Span]) -> Iterator[Relation]:
    """Amounts whose digits are those of the item that their sentence names, printed in another currency and in no place in theirs."""
    index = index_facts(paper)
    for told in find_told(paper):
        own = unit_class(told.figure)
        if own in _NO_CURRENCY or any(
            e.figure.id != told.figure.id and e.unit == own for e in index.meeting(told.figure)
        ):
            continue
        others = [e for e in told.entries if e.unit not in {*_NO_CURRENCY, own} and figures_meet(e.figure, told.figure)]
        if not others or own == _home(paper, told.figure.document):
            continue
        if _columns_beside(paper, others[0].figure, told.figure, heads):
            yield _beside(paper, told.figure, others[0].figure, heads)
        elif all(e.unit == _home(paper, e.figure.document) for e in others):
            yield mistold(
                CODE,
                told.figure.document,
                told.figure.span,
                f"{{word}} is printed in {own}; the item that the sentence names is {{a}} in {others[0].unit} elsewhere.",
                others[0].figure,
                why="the sentence holds the label, the digits agree, the currency does not",
            )


def _beside_home(paper: Paper) -> Iterator[Relation]:
    """Amounts too short to be known by their digits alone: a sentence that also prints the document's own currency holds the label
    of a cell that prints them in it."""
    index, claims = index_facts(paper), claims_by_figure(paper)
    home = {d.id: d.currency for d in paper.documents}
    units: dict[tuple[str, int], set[str]] = defaultdict(set)
    for key, (claim, _) in claims.items():
        units[claim.span.layer, claim.span.start].add(unit_class(paper.figures[key]))
    for key, (claim, role) in claims.items():
        figure, own = paper.figures[key], home[claim.document]
        if own is None or own not in units[claim.span.layer, claim.span.start] or role == "change":
            continue
        short = _BESIDE_DIGITS <= figure.quantity.digits < _SURE_DIGITS and not figure.quantity.approximation
        if not (short and _is_money(figure, 1) and figure.quantity.unit != own) or _BARE_DOLLAR.match(
            figure.span.quote
        ):
            continue
        met = [e for e in index.meeting(figure) if e.figure.id != key]
        words = label_words(claim.span.quote)
        period = claim.prior_period if role == "prior" else claim.period
        named = [
            e
            for e in met
            if e.origin == "value" and e.unit == own and e.words and e.words <= words and _is_for(e, period)
        ]
        if named and not any(e.unit == figure.quantity.unit for e in met):
            yield mistold(
                CODE,
                claim.document,
                figure.span,
                f"{{word}} is printed in {figure.quantity.unit}; the item that the sentence names is {{a}} in {own} in a table.",
                named[0].figure,
                why="the sentence holds the label, the digits agree, the currency does not",
            )


def _is_for(entry: Entry, period: Period | None) -> bool:
    return entry.period is not None and (period is None or period_key(entry.period) == period_key(period))


def _home(paper: Paper, document: str) -> str | None:
    return next(d.currency for d in paper.documents if d.id == document)


def _same_digits(paper: Paper, heads: Mapping[str, Span], settings: Settings) -> Iterator[Relation]:
    """Amounts of prose that a table close before or after prints, digit for digit and at one scale, in another currency."""
    cells: dict[tuple[str, Decimal], list[Figure]] = defaultdict(list)
    known: set[tuple[str, Decimal, str | None]] = set()
    for figure in paper.figures.values():
        if figure.home == "cell" and _is_money(figure, settings.digits):
            known.add((figure.document, figure.value, figure.quantity.unit))
            cells[figure.document, figure.value].append(figure)
    for claim in paper.claims:
        key = claim.figure("current")
        told = paper.figures[key] if key is not None else None
        if (
            told is None
            or not _is_money(told, settings.digits)
            or (told.document, told.value, told.quantity.unit) in known
        ):
            continue
        near = [
            f
            for f in cells.get((told.document, told.value), ())
            if f.span.layer == told.span.layer
            and abs(f.span.start - told.span.start) <= settings.near
            and f.quantity.step == told.quantity.step
        ]
        if near:
            yield _beside(paper, told, near[0], heads)


def _beside(paper: Paper, told: Figure, cell: Figure, heads: Mapping[str, Span]) -> Relation:
    """The sentence's amount is in the wrong currency, or the table is, where another place prints the sentence's amount too."""
    head = heads.get(cell.id)
    elsewhere = [f for f in index_facts(paper).meeting(told) if f.unit == told.quantity.unit and f.figure.id != told.id]
    beside = _columns_beside(paper, cell, told, heads)
    if head is None or not (elsewhere or beside):
        return mistold(
            CODE,
            told.document,
            told.span,
            f"{{word}} is printed in {told.quantity.unit}; the table beside it prints {{a}} in {cell.quantity.unit}.",
            cell,
            why="the table beside prints the amount in another currency",
        )
    proof = "and another place, print it" if elsewhere else "and the columns beside, are"
    return mistold(
        CODE,
        told.document,
        head,
        f"{{word}} heads {{a}} in {cell.quantity.unit}; the text beside the table, {proof} in {told.quantity.unit}.",
        cell,
        told,
        elsewhere[0].figure if elsewhere else beside[0],
        why="other places print the amount in another currency",
    )


def _columns_beside(paper: Paper, cell: Figure, told: Figure, heads: Mapping[str, Span]) -> list[Figure]:
    """The row's amounts in other columns, where there are several and all of them are headed by the sentence's currency."""
    rows = (row for table in paper.tables for row in table.cells)
    row = next((r for r in rows if any(c.figure is not None and c.figure.id == cell.id for c in r)), ())
    others = [f for c in row if (f := c.figure) is not None and f.id != cell.id and _is_money(f, 1)]
    alike = all(f.quantity.unit == told.quantity.unit and f.id in heads for f in others)
    return others if len(others) > 1 and alike else []


def _find_heads(paper: Paper) -> dict[str, Span]:
    """For each cell whose column's header names a currency, the place of that header's words."""
    documents = {d.id: d for d in paper.documents}
    found: dict[str, Span] = {}
    for table in paper.tables:
        for c in range(len(table.columns)):
            texts = [row[c].span for row in table.headers if c < len(row) and find_currencies(row[c].text)]
            place = texts[-1] if texts else None
            if place is None:
                continue
            span = documents[table.document].layer(place.layer).span(place.start, place.end)
            found |= {f.id: span for row in table.cells if (f := row[c].figure) is not None}
    return found


def _is_money(figure: Figure, digits: int) -> bool:
    unit = figure.quantity.unit or ""
    return len(unit) == 3 and unit.isupper() and figure.quantity.digits >= digits


def _mixed(paper: Paper) -> Iterator[Relation]:
    """Sentences that print the two values of one change in two currencies."""
    home = {d.id: d.currency for d in paper.documents}
    for claim in paper.claims:
        pair = [paper.figures[key] for key in (claim.figure("current"), claim.figure("prior")) if key is not None]
        if len(pair) < 2 or same_class(unit_class(pair[0]), unit_class(pair[1])):
            continue
        if (odd := _odd_of_pair(paper, pair)) is not None:
            yield _relation(
                claim, odd, next(f for f in pair if f is not odd), "other places print both in one currency"
            )
            continue
        foreign = [f for f in pair if f.quantity.unit != home[claim.document]]
        if any(_BARE_DOLLAR.match(f.span.quote) for f in foreign):
            continue
        borne_out = _bears_out(paper, claim)
        if len(foreign) == 1 and (borne_out or _is_printed_at_home(paper, foreign[0], claim, home)):
            proof = (
                "the change told follows from the digits as if both were of one currency"
                if borne_out
                else "a table prints the number in that currency"
            )
            yield _relation(claim, foreign[0], next(f for f in pair if f is not foreign[0]), proof)


def _is_printed_at_home(paper: Paper, figure: Figure, claim: Claim, home: Mapping[str, str | None]) -> bool:
    """True when a table of the document prints the number of the foreign amount in the document's own currency."""
    digits = len(figure.quantity.number.as_tuple().digits)
    return digits >= _SURE_DIGITS and any(
        f.home == "cell"
        and f.document == claim.document
        and f.quantity.unit == home[claim.document]
        and figures_meet(f, figure)
        for f in paper.figures.values()
    )


def _bears_out(paper: Paper, claim: Claim) -> bool:
    """True when the printed change follows from the two numbers as if they were of one currency."""
    current, prior, change = (claim.figure(role) for role in ("current", "prior", "change"))
    if current is None or prior is None or change is None or paper.figures[change].quantity.unit != "%":
        return False
    growth = Relation(CODE, "growth", (Term(current), Term(prior)), "as if of one currency", change, magnitude=True)
    fit = fit_relation(growth, paper.figures)
    return fit is not None and fit.verdict != "differs"


def _odd_of_pair(paper: Paper, pair: list[Figure]) -> Figure | None:
    """The one of two values whose digits other places print for the item in the other's currency, and no place in its own."""
    index, found = index_facts(paper), list[Figure]()
    for figure, other in (pair, pair[::-1]):
        own = [index.entries[k] for k in index.by_figure.get(figure.id, ())]
        same = [
            e for e in index.meeting(figure) if e.figure.id not in {figure.id, other.id} and len(e.unit) == _CURRENCY
        ]
        named = [e for e in same if any(match_items(o, e) == "exact" and periods_fit(o.period, e.period) for o in own)]
        if named and figure.quantity.digits > 1 and {e.unit for e in same} == {unit_class(other)}:
            found.append(figure)
    return found[0] if len(found) == 1 else None


_CURRENCY = 3


def _relation(claim: Claim, figure: Figure, other: Figure, proof: str) -> Relation:
    return mistold(
        CODE,
        claim.document,
        figure.span,
        f"{{word}} is printed in {figure.quantity.unit} and compared with {{a}}; {proof}.",
        other,
        why="the digits are right in the other currency",
    )
