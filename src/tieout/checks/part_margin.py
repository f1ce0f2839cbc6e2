"""The margin of a part follows from the part's own profit and revenue.

What it tests: margins told of a segment, product or region by its name ("the gross margin of instruments", 儀器的毛利率) against the
table that prints revenue and that profit by part, for both periods of the sentence; a column of margins by part against the profits beside
it and the revenues of another table.
Why it matters: the table gives two amounts for each part, and the quotient is worked out by hand and typed in the text.
Ties: instruments with revenue of 745.7 and gross profit of 207.0, told as 27.8 %. Does not tie: the same told as 28.7 %.
One table must print one revenue and one such profit for the part. A margin that fails is reported only in a document in which the
margin of a part holds: "gross margin" may be the writer's own measure.
Source: the definition of a margin; IFRS 8.23 (each segment's measures); interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._columns import value_columns
from tieout.checks._consensus import entities_of, period_key
from tieout.checks._facts import narrowing_words, unit_class
from tieout.concepts import find_concept
from tieout.concepts.labels import label_words
from tieout.concepts.words import fold
from tieout.model import Claim, Figure, Paper, Relation, Table, Term
from tieout.relations.fit import fit_relation

CODE = "P310"
NAME = "margin of a part"


@dataclass(frozen=True)
class Settings:
    """`holding`: margins of parts that must hold in a document before one that fails is reported; `rows`: of a column of margins."""

    holding: int = 1
    rows: int = 3


_PROFITS = {
    "gross": "gross_profit",
    "毛利": "gross_profit",
    "operating": "operating_profit",
    "经营利润": "operating_profit",
    "营业利润": "operating_profit",
}
_NAMED = re.compile(
    r"^(?:the\s+)?(?P<name>gross|operating)\s+(?:profit\s+)?margins?\s+(?:of|for|in|from|at)\s+(?:the\s+|our\s+|its\s+)?(?P<part>.+)$"
    r"|^(?:the\s+|our\s+)?(?P<part_first>.+?)(?:['’]s?)?\s+(?P<name_last>gross|operating)\s+(?:profit\s+)?margins?$"
    r"|^(?P<zh>.+?)的?(?P<zh_name>毛利|经营利润|营业利润)率$",
    re.I,
)
_PLAIN = label_words("segment segments business division operations")
_PLAIN_HAN = re.compile(r"(?:业务|分部|板块)+$")

_Name = frozenset[str]
_Key = tuple[_Name, str, object]
"""A part's name, what is measured, and the period."""
_Amounts = dict[_Key, list[Figure]]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One ratio for each margin told of a part whose two amounts a table prints; those that fail beside others that hold."""
    entity = entities_of(paper)
    tables: dict[object, list[_Amounts]] = defaultdict(list)
    for table in paper.tables:
        if amounts := _amounts_of(table):
            tables[table.document].append(amounts)
            tables[entity[table.document] or table.document].append(amounts)
    told: dict[str, list[tuple[Relation, bool]]] = defaultdict(list)
    for claim in paper.claims if tables else ():
        known = tables.get(claim.document) or tables.get(entity[claim.document], [])
        for relation in _relations(paper, claim, known):
            fit = fit_relation(relation, paper.figures)
            told[claim.document].append((relation, fit is not None and fit.verdict != "differs"))
    for relations in told.values():
        sure = sum(held for _, held in relations) >= settings.holding
        yield from (relation for relation, held in relations if held or sure)
    yield from _of_columns(paper, settings)


def _of_columns(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Columns of margins beside one of profits, over the column of another table of the document that bears out all rows, or all but one."""
    by_document: dict[str, list[Table]] = defaultdict(list)
    for table in paper.tables:
        by_document[table.document].append(table)
    for table in paper.tables:
        columns = value_columns(table)
        margins = [c for c, k in enumerate(table.columns) if _MARGIN.search(" ".join(k.path))]
        for c in margins if len(table.rows) > settings.rows else ():
            profit = max((p for p in columns if p < c and p not in margins), default=None)
            if profit is None:
                continue
            others = (o for o in by_document[table.document] if o is not table and len(o.rows) > settings.rows)
            for other, d in ((o, d) for o in others for d in value_columns(o)):
                if other.columns[d].period in {table.columns[profit].period, None}:
                    relations = list(_over(table, c, profit, other, d))
                    fits = [fit_relation(r, paper.figures) for r in relations]
                    held = sum(fit is not None and fit.verdict != "differs" for fit in fits)
                    if held >= settings.rows and len(fits) - held <= 1:
                        yield from relations


def _over(table: Table, margin: int, profit: int, other: Table, column: int) -> Iterator[Relation]:
    """The margins of a table as its profits over another table's column, for the rows of one name."""
    below = {
        _name_of(label_words(row.label)) or row.role: other.cells[r][column].figure for r, row in enumerate(other.rows)
    }
    for r, row in enumerate(table.rows):
        told, above = table.cells[r][margin].figure, table.cells[r][profit].figure
        whole = below.get(_name_of(label_words(row.label)) or row.role)
        if told is None or above is None or whole is None or told.quantity.unit != "%" or not whole.value:
            continue
        if unit_class(above) == unit_class(whole):
            yield _relation(told.id, above, whole, "profit")


_MARGIN = re.compile(r"\bmargins?\b|(?:毛利|利[润潤])率", re.I)


def _relations(paper: Paper, claim: Claim, tables: list[_Amounts]) -> Iterator[Relation]:
    """The ratios that a sentence's margins of one part should be."""
    named = _read_subject(claim.subject)
    for role, period in (("current", claim.period), ("prior", claim.prior_period)) if named else ():
        key = claim.figure(role)
        if named is None or key is None or period is None or paper.figures[key].quantity.unit != "%":
            continue
        part, profit = named
        found = [
            (above[0], below[0])
            for amounts in tables
            if len(above := amounts.get((part, profit, period_key(period)), [])) == 1
            and len(below := amounts.get((part, "revenue", period_key(period)), [])) == 1
        ]
        if found and found[0][1].value and len({(a.value, b.value) for a, b in found}) == 1:
            yield _relation(key, *found[0], profit)


def _read_subject(subject: str) -> tuple[_Name, str] | None:
    """The part and the profit that a sentence's margin is of."""
    found = _NAMED.match(fold(subject).strip())
    if found is None:
        return None
    name = next(n for n in (found["name"], found["name_last"], found["zh_name"]) if n)
    part = _name_of(label_words(next(p for p in (found["part"], found["part_first"], found["zh"]) if p)))
    return (part, _PROFITS[name.lower()]) if part else None


def _name_of(words: frozenset[str]) -> _Name:
    """A part's name without what all parts are called."""
    return frozenset(_PLAIN_HAN.sub("", fold(word)) for word in words - _PLAIN) - {""}


def _amounts_of(table: Table) -> _Amounts:
    """The revenues and profits that a table prints by part: parts in its columns, or in its rows under headers that say what is measured."""
    found: _Amounts = defaultdict(list)
    columns = value_columns(table)
    measures = {c: _measure(" ".join(table.columns[c].path[:1])) for c in columns}
    for r, row in enumerate(table.rows):
        measure = _measure(row.label)
        for c in columns:
            figure, period = table.cells[r][c].figure, row.period or table.columns[c].period
            if figure is None or period is None or unit_class(figure) in {"%", "pp", "x"}:
                continue
            if measure is not None and (part := _name_of(narrowing_words(table.columns[c].path))):
                found[part, measure, period_key(period)].append(figure)
            elif measure is None and (told := measures[c]) is not None and (part := _name_of(label_words(row.label))):
                found[part, told, period_key(period)].append(figure)
    return found


def _measure(label: str) -> str | None:
    """Revenue or a profit, by its name, or "segment revenue"."""
    concept = (
        find_concept(re.sub(r"\bsegment\s+|分部", "", label, flags=re.I).strip(), per_cent=False) if label else None
    )
    return concept.id if concept is not None and concept.id in {"revenue", *_PROFITS.values()} else None


def _relation(margin: str, above: Figure, below: Figure, profit: str) -> Relation:
    name = profit.replace("_", " ")
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(above.id), Term(below.id)),
        why="the sentence names the part, and a table prints its profit and revenue",
        result=margin,
        firmness="structural",
        magnitude=True,
        message=f"{name[0].upper()}{name[1:]} {{a}} over revenue {{b}} of the part is {{expected}}; {{printed}} is told "
        "(difference {difference}, tolerance {tolerance}).",
    )
