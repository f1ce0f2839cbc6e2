"""A rate times a price gives what they earn together.

What it tests: three values that define each other, told in one passage or printed as rows of one table: revenue per available
room = occupancy x average daily rate; pay-out ratio = dividend per share / earnings per share.
Why it matters: each of the three is typed by hand, and only together do they show that one of them is wrong.
Ties: 73.3 % x 204.4 = 149.8. Does not tie: occupancy 79.4 %, a daily rate of 221.4 and revenue per available room of 157.8.
What fails is a finding only where another such triple of the company holds or one slip of the hand explains it: hotels that are
counted in one value and not in another make differences too. A rate per night is not told per month.
Source: the definitions; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of
from tieout.checks._mistold import mistold
from tieout.checks._within import figures_within
from tieout.model import Document, Figure, Paper, Relation, Term
from tieout.relations.fit import fit_relation
from tieout.relations.slips import list_slips

CODE = "P307"
NAME = "rate times price"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters within which three values are told of one thing."""

    reach: int = 320


@dataclass(frozen=True, slots=True)
class _Triple:
    """`share` (per cent) = `part` / `whole`, by the words that name each; `timeless`: the whole is per night, and so on."""

    share: re.Pattern[str]
    part: re.Pattern[str]
    whole: re.Pattern[str]
    wrong_time: re.Pattern[str] | None = None


_TRIPLES = (
    _Triple(
        re.compile(r"\boccupan\w+\b|\boccupied\b|入住率", re.I),
        re.compile(
            r"\bRevPAR\b|\brevenue\s+per\s+available\s+room\b|每間可[售供].{0,4}房?.{0,4}收[入益]|每间可[售供].{0,4}房?.{0,4}收[入益]",
            re.I,
        ),
        re.compile(r"\baverage\s+(?:daily|room)\s+(?:room\s+)?rates?\b|\bADR\b|平均(?:每日)?房[價价]", re.I),
        re.compile(r"^\s*(?:per|a|each)\s+(?P<word>month|week|quarter|year|annum)\b|^\s*每(?P<zh>[月週周季年])", re.I),
    ),
    _Triple(
        re.compile(r"\bpay-?\s?out(?:\s+ratio)?\b|派息比率|股息支付率|派[發发]比率", re.I),
        re.compile(r"\bdividends?\s+(?:of|per\s+share)\b|每股股息|每股派息", re.I),
        re.compile(r"\bearnings\s+per\s+share\b|\bEPS\b|每股(?:基本)?[盈收][利益]", re.I),
    ),
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One quotient for each triple of a passage or column; those that fail only beside one that holds or where a slip explains them."""
    entity = entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    for triple in _TRIPLES:
        proposed: dict[object, list[Relation]] = defaultdict(list)
        for relation in (*_in_prose(paper, triple, settings), *_in_tables(paper, triple)):
            assert relation.result is not None
            proposed[entity[paper.figures[relation.result].document]].append(relation)
        for relations in proposed.values():
            held = [r for r in relations if _holds(paper, r)]
            yield from held
            yield from (r for r in relations if r not in held and (s := _slipped(paper, r)) and (held or s))
            for relation in held:
                yield from _told_for_longer(documents, paper.figures[relation.terms[1].figure], triple)


def _holds(paper: Paper, relation: Relation) -> bool:
    fit = fit_relation(relation, paper.figures)
    return fit is not None and fit.verdict != "differs"


def _slipped(paper: Paper, relation: Relation) -> bool:
    """True where one slip in one of the three would have made them fit."""
    assert relation.result is not None
    for key in (relation.result, *(t.figure for t in relation.terms)):
        for other in list_slips(paper.figures[key]):
            fit = fit_relation(relation, {**paper.figures, key: other})
            if fit is not None and fit.verdict != "differs":
                return True
    return False


def _in_prose(paper: Paper, triple: _Triple, settings: Settings) -> Iterator[Relation]:
    """For each part told in a block, the nearest share and whole, those before it first; of "from 5 to 6" the later value."""
    later = {
        prior: paper.figures[current]
        for claim in paper.claims
        if (prior := claim.figure("prior")) is not None and (current := claim.figure("current")) is not None
    }
    for document in paper.documents:
        for block in document.blocks:
            if block.kind == "table" or not triple.part.search(block.text):
                continue
            base = block.span.start
            inside = [f for f in figures_within(paper, document.id, block.span) if f.home == "prose"]
            shares, parts, wholes = (
                [later.get(f.id, f) for f in _named(block.text, base, inside, name)]
                for name in (triple.share, triple.part, triple.whole)
            )
            shares = [f for f in shares if f.quantity.unit == "%"]
            wholes = [f for f in wholes if f.quantity.unit != "%"]
            for part in parts:
                share, whole = (_nearest(part, side, settings.reach) for side in (shares, wholes))
                if share is not None and whole is not None and part.quantity.unit == whole.quantity.unit:
                    yield _relation(share, part, whole)


def _named(text: str, base: int, figures: list[Figure], name: re.Pattern[str]) -> Iterator[Figure]:
    """The figure after each name with no other and no full stop between; the one right before "occupied"."""
    for found in name.finditer(text):
        after = next((f for f in figures if f.span.start - base >= found.end()), None)
        before = next((f for f in reversed(figures) if f.span.end - base <= found.start()), None)
        if before is not None and text[before.span.end - base : found.start()].strip() == "":
            yield before
        elif after is not None and after.span.start - base - found.end() <= _LINK:
            between = text[found.end() : after.span.start - base]
            if not _STOP.search(between):
                yield after


_LINK = 48
"""Characters between a name and its value."""
_STOP = re.compile(r"[.!?](?:\s|$)|[;；。！？]|\d")


def _nearest(part: Figure, side: list[Figure], reach: int) -> Figure | None:
    """The last value before a part, else the first one after it."""
    near = [f for f in side if abs(f.span.start - part.span.start) <= reach]
    before = [f for f in near if f.span.start < part.span.start]
    return before[-1] if before else near[0] if near else None


def _in_tables(paper: Paper, triple: _Triple) -> Iterator[Relation]:
    """The three rows of one table, column by column."""
    for table in paper.tables:
        rows = [
            [r for r, row in enumerate(table.rows) if name.search(row.label)]
            for name in (triple.share, triple.part, triple.whole)
        ]
        if any(len(found) != 1 for found in rows):
            continue
        for c, column in enumerate(table.columns):
            share, part, whole = (table.cells[found[0]][c].figure for found in rows)
            if column.kind != "value" or share is None or part is None or whole is None:
                continue
            if share.quantity.unit == "%" and part.quantity.unit == whole.quantity.unit != "%":
                yield _relation(share, part, whole)


def _relation(share: Figure, part: Figure, whole: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(part.id), Term(whole.id)),
        why="the three values define each other",
        result=share.id,
        firmness="stated",
        document=share.document,
        message="{a} over {b} is {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )


def _told_for_longer(documents: dict[str, Document], whole: Figure, triple: _Triple) -> Iterator[Relation]:
    """A price that fits as the rate of a night, called one per month."""
    if triple.wrong_time is None or whole.home == "cell":
        return
    layer = documents[whole.document].layer(whole.span.layer)
    found = triple.wrong_time.match(layer.text[whole.span.end : whole.span.end + _LINK])
    if found is None:
        return
    group = "word" if found["word"] else "zh"
    yield mistold(
        CODE,
        whole.document,
        layer.span(whole.span.end + found.start(group), whole.span.end + found.end(group)),
        "{a} is told per {word}; the values beside it make it the price of one night.",
        whole,
        why="the price fits as that of one night",
    )
