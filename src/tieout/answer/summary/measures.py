"""Rows of tables as measures: what is measured, the value of each period, and how well the row speaks for the whole.

A document prints its revenue in ten places. A measure is one such row; `rank_measures` orders those of a concept so
that the row of a consolidated statement stands before a segment's, a quarter's or the parent company's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tieout.answer.summary.row_names import choose_script, is_bilingual, name_concept, name_row, names_whose, plain_name
from tieout.answer.summary.row_periods import (
    close_on_day,
    column_words,
    find_closing_days,
    find_second_header,
    period_words,
    read_period,
    row_words,
    tells_length,
)
from tieout.answer.summary.row_values import fits_unit, is_plain_column, read_quantity
from tieout.concepts import find_element, get_concept
from tieout.concepts.catalogue import Concept
from tieout.concepts.table_words import OPENING
from tieout.model import Fact, Period, Quantity, Span, Table
from tieout.numbers.interval import interval_of

STATEMENT = re.compile(
    r"income statement|profit or loss|statements? of (?:consolidated )?(?:income|operations|earnings|comprehensive|financial|cash)|"
    r"financial position|balance sheet|cash flow|highlights|financial summary|selected financial|"
    r"損益|损益|利潤表|利润表|全面收益表|綜合收益|財務狀況表|财务状况表|資產負債表|资产负债表|現金流量表|现金流量表|摘要|主要会计数据|主要財務",
    re.I,
)
PARENT = re.compile(r"parent company|of the company\b|母公司|本公司財務狀況|本公司资产负债", re.I)
OTHERS = re.compile(
    r"summari[sz]ed (?:statement|financial|balance|income)|material (?:non-?controlling|subsidiar|associate|joint)|interests? in (?:an? |its )?(?:associate|joint venture|subsidiar)"
    r"|investments? in (?:an? )?(?:associate|joint venture)|重要的?(?:非全[资資]|合[营營]|[联聯][营營]|子公司)|非全[資资](?:附屬|附属|子)公司|[於在](?:其他主体|子公司|附屬公司|[联聯][营營]|合[营營]).{0,6}(?:权益|權益|投資)",
    re.I,
)
"""Notes that print the statements of others: of a subsidiary, an associate, a joint venture."""
_CASH_FLOW = re.compile(r"cash flow|operating activities|changes? in|現金流|现金流|變動|变动", re.I)

_SHARED_NAMES = frozenset(
    {"non_controlling_interests", "equity_attributable_to_owners", "loss_allowance", "provisions"}
)
_RESULTS = frozenset(
    {
        "profit_for_the_period",
        "revenue",
        "total_comprehensive_income",
        "profit_before_tax",
        "other_comprehensive_income",
    }
)
"""Whose part it is: of the result in a table of flows, of equity in a balance sheet."""
_WHOLES = (
    "total_assets",
    "total_equity",
    "net_assets",
    "net_current_assets",
    "revenue",
    "profit_for_the_period",
    "profit_before_tax",
)
"""What a group and its parent company both print, and differently."""
_OTHER_SCOPE, _MOVEMENT = 30.0, 3.0
_LOST_SCALE = 8.0
"""Against a row that prints the digits of another one without its thousands or millions."""

_RANKED_COLUMNS = 6
_SAME_DAYS = 10
"""Fiscal quarters of weeks and of months that end on one day differ by so much."""


@dataclass(frozen=True, slots=True)
class Value:
    """One printed value of a measure."""

    fact: Fact
    quantity: Quantity
    period: Period | None

    @property
    def span(self) -> Span:
        """Where it is printed."""
        return self.fact.span


@dataclass(frozen=True, slots=True)
class Measure:
    """A row: its concept where the catalogue knows one, its label as printed, its values, latest period first.

    `score` says how well it speaks for the whole document; only measures of one concept are compared by it.
    """

    concept: Concept | None
    label: str
    values: tuple[Value, ...]
    table: str | None
    document: str
    score: float
    row: int = 0
    tagged: bool = False
    stated: bool = False
    """It stands in a statement or a summary of statements, not in a note."""

    @property
    def undated(self) -> Value | None:
        """The one value of a count that stands in no column of a period: staff, at the date of the report."""
        if len(self.values) != 1 or self.concept is None or self.concept.unit_kind != "count":
            return None
        return self.values[0] if self.values[0].period is None else None

    def at(self, period: Period) -> Value | None:
        """The value of a period; a balance stands at its end; the same end and about the same length are the same."""
        balance = self.concept is not None and self.concept.period_type == "instant"
        for value in self.values:
            own = value.period
            if own is None or own.end != period.end:
                continue
            if own == period or balance or (own.days and period.days and abs(own.days - period.days) <= _SAME_DAYS):
                return value
        return None


def find_measures(
    facts: Iterable[Fact],
    tables: Mapping[str, Table],
    main: Period | None = None,
    currency: str | None = None,
    language: str | None = None,
) -> tuple[Measure, ...]:
    """Every row of the tables and every tagged concept as a measure, in reading order.

    `main` is the reporting period; rows that hold it rank higher. Labels printed in two languages are told in `language`.
    """
    ends = {table.id: end for table in tables.values() if (end := find_second_header(table)) is not None}
    facts = [f for f in facts if f.table not in ends or f.row is None or f.row < ends[f.table]]
    days = find_closing_days(facts)
    rows: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    tagged: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if not isinstance(fact.value, Decimal):
            continue
        if fact.origin == "table" and fact.table is not None and fact.row is not None:
            rows[(fact.table, fact.row)].append(fact)
        elif fact.origin == "tagged" and fact.concept and not fact.dimensions:
            tagged[(fact.document, fact.concept)].append(fact)
    spans_of = {key: period_words(cells) for key, cells in _by_table(rows).items()}
    cash = {key[0] for key, cells in rows.items() if any((c.concept or "").startswith("cash_from") for c in cells)}
    results = {key[0] for key, cells in rows.items() if any(c.concept in _RESULTS for c in cells)}
    both = is_bilingual([cells[0].label for cells in rows.values()])
    made = [
        _make_row(
            cells,
            tables.get(key[0]),
            spans_of[key[0]],
            currency,
            key[0] in cash,
            (language or "en") if both else None,
            days,
        )
        for key, cells in rows.items()
    ]
    made += [_make_tagged(cells) for cells in tagged.values()]
    kept = [
        replace(m, concept=None)
        if m.concept is not None and m.concept.id in _SHARED_NAMES and m.table in results and not _at_a_day(m)
        else m
        for m in made
        if m is not None and m.values
    ]
    return _score(kept, tables, main)


def _at_a_day(measure: Measure) -> bool:
    return all(v.period is not None and v.period.is_instant for v in measure.values)


def _by_table(rows: Mapping[tuple[str, int], list[Fact]]) -> dict[str, list[Fact]]:
    tables: dict[str, list[Fact]] = defaultdict(list)
    for (table, _), cells in rows.items():
        tables[table] += cells
    return tables


def _make_row(
    cells: Sequence[Fact],
    table: Table | None,
    shared: str,
    currency: str | None,
    cash: bool,
    told_in: str | None,
    days: frozenset[date],
) -> Measure | None:
    """A row as a measure; `told_in` is the language to name it in where the document prints two; `days` close years."""
    first = cells[0]
    if not first.label:
        return None
    values: dict[object, Value] = {}
    doubtful: set[object] = set()  # two columns of one period that differ: nothing tells which of them is meant
    label = name_row(first.label, row_words(first))
    concept = next((get_concept(c.concept) for c in cells if c.concept and _known(c.concept)), None)
    if label != first.label:
        concept = name_concept(label, per_cent=False) or concept
    for fact in cells:
        if not is_plain_column(column_words(fact)):
            continue
        if table is not None and fact.column is not None and table.columns[fact.column].kind != "value":
            continue
        quantity, period = read_quantity(fact), close_on_day(read_period(fact, shared), days)
        if quantity is None:
            continue
        if quantity.unit is None and concept is not None and concept.unit_kind in {"money", "per_share"} and currency:
            quantity = replace(quantity, unit=currency)
        named = name_concept(label, per_cent=quantity.unit == "%") if concept is None else concept
        if named is not None and not fits_unit(named, quantity):
            continue
        if named is not None:
            concept = named
        if concept is not None and concept.unit_kind == "per_share" and quantity.scale > 0:
            quantity = replace(quantity, scale=0)  # "in millions, except per share amounts"
        shown = values.setdefault(period, Value(fact, quantity, period))
        if shown.quantity.unit == quantity.unit and not interval_of(shown.quantity).meets(interval_of(quantity)):
            doubtful.add(period)
    values = {p: v for p, v in values.items() if p not in doubtful}
    flows = cash or bool(_CASH_FLOW.search(row_words(first))) or tells_length(shared)
    if flows and concept is not None and concept.period_type == "instant" and not concept.id.startswith("cash_"):
        concept = None
    ordered = sorted(values.values(), key=lambda v: (v.period is None, _order(v.period)))
    if told_in is not None:
        label = choose_script(label, concept, told_in)
    if concept is not None and concept.id == "profit_attributable_to_owners" and names_whose(label):
        label = plain_name(concept.name)
    return Measure(concept, label, tuple(ordered), first.table, first.document, 0.0, first.row or 0)


def _order(period: Period | None) -> tuple[int, int]:
    return (0, 0) if period is None else (-period.end.toordinal(), -period.days)


def _known(concept_id: str) -> bool:
    try:
        get_concept(concept_id)
    except KeyError:
        return False
    return True


def _make_tagged(cells: Sequence[Fact]) -> Measure | None:
    concept = find_element(cells[0].concept or "")
    values: dict[object, Value] = {}
    for fact in cells:
        quantity = read_quantity(fact)
        if quantity is None:
            assert isinstance(fact.value, Decimal)
            places = max(0, fact.decimals or 0)
            quantity = Quantity(fact.value, places, fact.unit, 0)
        values.setdefault(fact.period, Value(fact, quantity, fact.period))
    ordered = sorted(values.values(), key=lambda v: (v.period is None, _order(v.period)))
    return Measure(concept, cells[0].label, tuple(ordered), None, cells[0].document, 0.0, 0, True)


def _score(measures: Sequence[Measure], tables: Mapping[str, Table], main: Period | None) -> tuple[Measure, ...]:
    in_table: dict[str, set[str]] = defaultdict(set)
    shown: dict[tuple[str, object], list[tuple[Measure, Value]]] = defaultdict(list)
    for measure in measures:
        if measure.concept is None:
            continue
        if measure.table:
            in_table[measure.table].add(measure.concept.id)
        for value in measure.values[:_RANKED_COLUMNS]:
            shown[(measure.concept.id, value.period and value.period.end)].append((measure, value))
    scored = []
    for measure in measures:
        table = tables.get(measure.table or "")
        score = 6.0 if measure.tagged else 0.0
        if measure.concept is not None:
            score += 0.4 * min(10, len(in_table[measure.table or ""])) + _consensus(measure, shown)
        score += _score_place(measure, table)
        if main is not None and measure.at(main) is not None:
            score += 4
        score += 1.5 if len(measure.values) > 1 else 0
        scored.append(replace(measure, score=score, stated=measure.tagged or is_statement(table)))
    elsewhere = _find_other_scope(scored, main)
    moving = {m.table for m in measures if m.table and OPENING.search(m.label)}
    return tuple(
        replace(m, score=m.score - _OTHER_SCOPE * (m.table in elsewhere) - _MOVEMENT * (m.table in moving))
        for m in scored
    )


def _find_other_scope(measures: Sequence[Measure], main: Period | None) -> set[str]:
    """Tables of another whole than the group's: their totals of the period are not those of the best-placed row."""
    found: set[str] = set()
    for concept_id in _WHOLES if main is not None else ():
        assert main is not None
        ranked = [(m, v) for m in rank_measures(measures, concept_id) if m.table and (v := m.at(main)) is not None]
        for other, value in ranked[1:]:
            best, shown = ranked[0]
            alike = value.quantity.unit == shown.quantity.unit
            if (
                alike
                and best.table != other.table
                and not abs(interval_of(value.quantity)).meets(abs(interval_of(shown.quantity)))
            ):
                found.add(other.table or "")
    return found


def _consensus(measure: Measure, shown: Mapping[tuple[str, object], list[tuple[Measure, Value]]]) -> float:
    """How many other tables print the same value for the same concept and day."""
    if not measure.values or measure.concept is None:
        return 0.0
    value = measure.values[0]
    mine = abs(interval_of(value.quantity))
    others = shown[(measure.concept.id, value.period and value.period.end)]
    agreeing = {m.table for m, v in others if m.table != measure.table and abs(interval_of(v.quantity)).meets(mine)}
    scaled = any(
        v.quantity.number == value.quantity.number
        and v.quantity.scale > value.quantity.scale
        and value.quantity.scale == 0
        for m, v in others
        if m.table != measure.table
    )
    return 1.0 * min(4, len(agreeing)) - (_LOST_SCALE if scaled else 0.0)


def is_statement(table: Table | None) -> bool:
    """True for a statement or a summary of statements by the headings above it."""
    return table is not None and STATEMENT.search(" ".join((*table.section[-2:], table.caption))) is not None


def _score_place(measure: Measure, table: Table | None) -> float:
    score, first = 0.0, measure.values[0] if measure.values else None
    above = row_words(first.fact) if first is not None else ""
    where = " ".join((*table.section[-2:], table.caption)) if table is not None else ""
    score += 2.0 if is_statement(table) else 0.0
    score -= 5.0 if PARENT.search(where) or PARENT.search(above) else 0.0
    score -= _OTHER_SCOPE if OTHERS.search(f"{where} {above}") else 0.0
    balance = measure.concept is not None and measure.concept.period_type == "instant"
    if balance and (_CASH_FLOW.search(where) or _CASH_FLOW.search(above)):
        score -= 6.0
    if balance and first is not None and first.period is not None and 0 < first.period.days < 300:
        score -= 4.0
    if (
        not balance
        and measure.concept is not None
        and first is not None
        and first.period is not None
        and first.period.is_instant
    ):
        score -= 4.0
    if table is not None:
        score += 2 * (table.confidence - 0.5)
        score -= 0.5 * max(0, len([1 for c in table.columns if c.kind == "value"]) - 3)
    return score


def rank_measures(measures: Iterable[Measure], concept_id: str) -> tuple[Measure, ...]:
    """The measures of a concept, the one that speaks best for the whole first."""
    own = [m for m in measures if m.concept is not None and m.concept.id == concept_id]
    return tuple(sorted(own, key=lambda m: -m.score))
