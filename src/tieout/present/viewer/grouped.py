"""Facts without presentation links, grouped as the page has them: under its headings, periods across.

Hidden facts come first, as what the document says about itself; a document without headings is grouped by the
prefixes of its elements.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal

from tieout.model import Concept, Document, Fact, Period
from tieout.model.filing import MenuCategory, split_camel_case
from tieout.model.statement import Statement, StatementCell, StatementColumn, StatementRow
from tieout.present.viewer.draft import order_periods
from tieout.present.viewer.labels import name_elements
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
_TITLE_LIMIT = 90
_ABOUT = "About the document"
_PREFIXES = {
    "dei": "Document and entity",
    "us-gaap": "US GAAP",
    "ifrs-full": "IFRS",
    "srt": "SEC reporting",
    "": "Other",
}


def group_facts(document: Document) -> tuple[Statement, ...]:
    """A table for each heading under which the page prints facts. No fact is left out."""
    groups: dict[str, list[Fact]] = defaultdict(list)
    name = _Headings(document)
    for fact in document.facts:
        groups[name.of(fact)].append(fact)
    order = [*((_ABOUT,) if _ABOUT in groups else ()), *(t for t in groups if t != _ABOUT)]
    return tuple(_table(document, title, groups[title], k) for k, title in enumerate(order))


class _Headings:
    """Finds the heading a fact stands under."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.layers = {layer.id: k for k, layer in enumerate(document.layers)}
        heads = [b for b in document.blocks if b.kind == "heading" and b.span.layer in self.layers and b.text.strip()]
        placed = sorted((self.layers[b.span.layer], b.span.start, b.text) for b in heads)
        self.starts = [(layer, start) for layer, start, _ in placed]
        self.titles = [" ".join(text.split())[:_TITLE_LIMIT] for _, _, text in placed]

    def of(self, fact: Fact) -> str:
        """The nearest heading above the fact; without headings the words for its element's prefix."""
        tag = self.document.filing.tag(fact.id) if self.document.filing is not None else None
        if not self.starts:
            prefix = (fact.concept or "").rpartition(":")[0]
            return f"Facts: {_PREFIXES.get(prefix, prefix)}"
        if (tag is not None and tag.hidden) or fact.span.layer not in self.layers or fact.span.start == fact.span.end:
            return _ABOUT
        at = bisect_right(self.starts, (self.layers[fact.span.layer], fact.span.start)) - 1
        return self.titles[at] if at >= 0 else _ABOUT


def _table(document: Document, title: str, facts: list[Fact], order: int) -> Statement:
    counts: dict[object, int] = defaultdict(int)
    for fact in facts:
        counts[fact.period] += 1
    common = sorted(counts, key=lambda q: -counts[q])[:_COLUMN_LIMIT]
    periods = [p for p in order_periods(f.period for f in facts) if p in common]
    places = {p: k for k, p in enumerate(periods)}
    rows: dict[tuple[object, ...], dict[int, StatementCell]] = {}
    about: dict[tuple[object, ...], Fact] = {}
    repeats: dict[tuple[object, ...], int] = defaultdict(int)
    for fact in facts:
        column = places.get(fact.period, len(periods))
        base = (fact.concept or fact.label, fact.dimensions)
        key = (*base, repeats[(*base, column)])
        repeats[(*base, column)] += 1
        rows.setdefault(key, {})[column] = _cell(document, fact, in_other_period=column == len(periods))
        about.setdefault(key, fact)
    rest = len(periods) < len(counts)
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
    category: MenuCategory = "Cover" if title == _ABOUT else "Uncategorized"
    return Statement(f"#{title}", title, category, tuple(columns), drawn, order=order)


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
    named = name_elements(fact.value, filing) if filing is not None else []
    words = ", ".join(split_camel_case(n.rpartition(":")[2]) for n in named) or say_text(fact.value, concept)
    return StatementCell((words or "(empty)") + ending, fact.id)


def _number(document: Document, fact: Fact, concept: Concept | None) -> str:
    tag = document.filing.tag(fact.id) if document.filing is not None else None
    text = say_number(fact, concept, Scale(), False, tag)
    return f"{sign_of(fact)} {text}" if currency_of(fact) else text
