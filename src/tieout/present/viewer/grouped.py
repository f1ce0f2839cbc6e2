"""Facts without presentation links: shown by the prefix of their elements, periods across."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from tieout.model import Concept, Document, Fact, Period
from tieout.model.statement import Statement, StatementCell, StatementColumn, StatementRow
from tieout.present.viewer.draft import order_periods
from tieout.present.viewer.measures import currency_of, sign_of
from tieout.present.viewer.shown import (
    Scale,
    clean_html,
    count_months,
    is_text_block,
    say_date,
    say_number,
    say_text,
)

_COLUMN_LIMIT = 8


def group_facts(document: Document, only: frozenset[str] | None = None) -> tuple[Statement, ...]:
    """One table for each prefix; `only` keeps to the facts with those ids. No fact is left out."""
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in document.facts:
        if only is None or fact.id in only:
            groups[(fact.concept or "").rpartition(":")[0] or "without a prefix"].append(fact)
    return tuple(_table(document, prefix, facts, k) for k, (prefix, facts) in enumerate(groups.items()))


def _table(document: Document, prefix: str, facts: list[Fact], order: int) -> Statement:
    counts: dict[object, int] = defaultdict(int)
    for fact in facts:
        counts[fact.period] += 1
    periods = order_periods(f.period for f in facts)
    periods = [p for p in periods if p in sorted(counts, key=lambda q: -counts[q])[:_COLUMN_LIMIT]]
    rows: dict[tuple[object, ...], dict[int, StatementCell]] = {}
    about: dict[tuple[object, ...], Fact] = {}
    rest = len(periods) < len(counts)
    for fact in facts:
        column = periods.index(fact.period) if fact.period in periods else len(periods)
        base = (fact.concept or fact.label, fact.dimensions)
        repeat = 0
        while column in rows.get((*base, repeat), {}):
            repeat += 1
        rows.setdefault((*base, repeat), {})[column] = _cell(document, fact, in_other_period=column == len(periods))
        about.setdefault((*base, repeat), fact)
    columns = [_column(p) for p in periods] + ([StatementColumn("Other periods")] if rest else [])
    drawn = tuple(
        StatementRow(
            "item",
            _label(document, about[key]),
            tuple(cells.get(k, StatementCell()) for k in range(len(columns))),
            about[key].concept,
            members=about[key].dimensions,
        )
        for key, cells in rows.items()
    )
    return Statement(f"#{prefix}", f"Facts: {prefix}", "Uncategorized", tuple(columns), drawn, order=order)


def _column(period: Period | None) -> StatementColumn:
    if period is None:
        return StatementColumn("No period")
    months = count_months(period)
    over = f"{months} Month{'s' if months != 1 else ''} Ended" if months else ""
    return StatementColumn(say_date(period.end), over, period)


def _label(document: Document, fact: Fact) -> str:
    filing = document.filing
    names = [fact.label]
    for _, member in fact.dimensions:
        concept = filing.concept(member) if filing is not None else None
        names.append(concept.title if concept is not None else member)
    return " | ".join(names)


def _cell(document: Document, fact: Fact, in_other_period: bool) -> StatementCell:
    filing = document.filing
    concept = filing.concept(fact.concept or "") if filing is not None else None
    ending = f" ({fact.period})" if in_other_period and fact.period is not None else ""
    if fact.value is None:
        return StatementCell("nil" + ending, fact.id)
    if isinstance(fact.value, Decimal):
        return StatementCell(_number(document, fact, concept) + ending, fact.id)
    if filing is not None and is_text_block(fact, concept, filing):
        return StatementCell(clean_html(fact.value), fact.id, html=True)
    return StatementCell((say_text(fact.value, concept) or "(empty)") + ending, fact.id)


def _number(document: Document, fact: Fact, concept: Concept | None) -> str:
    tag = document.filing.tag(fact.id) if document.filing is not None else None
    text = say_number(fact, concept, Scale(), False, tag)
    return f"{sign_of(fact)} {text}" if currency_of(fact) else text
