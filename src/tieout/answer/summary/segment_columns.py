"""Breakdowns in tables whose columns are no periods: segments side by side, or products down and measures across.

Each is proved by the report's own total: the parts add up to a revenue that the document prints elsewhere for the period.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from tieout.answer.summary.measures import Measure, Value
from tieout.answer.summary.row_names import name_concept, split_scripts
from tieout.answer.summary.row_values import read_quantity
from tieout.answer.summary.segments import Breakdown, adds_up
from tieout.answer.summary.wording import clean_label, in_script, is_chinese
from tieout.model import Fact, Period, Table
from tieout.numbers.interval import interval_of

_TOTAL = re.compile(
    r"^\W*(?:(?:sub-?)?total|consolidated|group(?: total)?|合计|合計|总计|總計|综合|綜合|小计|小計)\W*$", re.I
)
_BETWEEN = re.compile(
    r"eliminat|inter-?segment|adjust|reconcil|unallocated|抵[销銷]|撇[销銷]|分部[间間]|未分配|[调調]整", re.I
)
_NO_NAME = re.compile(
    r"^\W*(?:(?:hk|us|rmb|nt)?[$€£¥]?\W*0{3}|(?:hk|us)?\$|rmb|人民[币幣]|[千万萬百]*(?:港?元|美元)|in (?:millions|thousands)|notes?|附[注註]|"
    r"(?:19|20)\d\d年?)\W*$|continued|for the (?:year|period|six)|截至|主营业务|分(?:行业|产品|地区)", re.I
)  # fmt: skip
_SALES = re.compile(r"revenue|sales|turnover|收入|營業額|营业额", re.I)
_LEAST_DIGITS, _LONG_DIGITS, _MOST_PARTS, _LONGEST_NAME = 4, 7, 12, 48

_Row = dict[int, Fact]


def find_column_breakdowns(
    facts: Iterable[Fact],
    tables: Mapping[str, Table],
    revenue: Sequence[Measure],
    period: Period,
    prior: Period | None,
    language: str,
) -> tuple[Breakdown, ...]:
    """Breakdowns of revenue for the period; `revenue` are the rows that print it; parts have the year before where a like table prints it."""
    by_table: dict[str, dict[int, _Row]] = defaultdict(lambda: defaultdict(dict))
    sales: dict[Decimal, Fact] = {}
    for fact in facts:
        if _tells_sales(fact):
            sales.setdefault(fact.value, fact)  # type: ignore[arg-type]
        if fact.table is None or fact.table not in tables or fact.origin != "table":
            continue
        if fact.row is not None and fact.column is not None:
            by_table[fact.table][fact.row][fact.column] = fact
    now = _values_at(revenue, period)
    then = _values_at(revenue, prior) if prior is not None else ()
    found: list[Breakdown] = []
    earlier = [b for key, rows in by_table.items() for b in _across(rows, tables[key], then, prior, language) if prior]
    for key, rows in by_table.items():
        for made in _across(rows, tables[key], now, period, language):
            found.append(_with_prior(made, earlier))
        found += _down(rows, tables[key], now, sales, period, language)
    return tuple(found)


def _tells_sales(fact: Fact) -> bool:
    """A long amount of sales, which a sum that meets it exactly does not meet by chance."""
    if not isinstance(fact.value, Decimal) or fact.origin != "table" or fact.unit == "%":
        return False
    long = len(fact.value.normalize().as_tuple().digits) >= _LONG_DIGITS
    return long and _SALES.search(" ".join((fact.label, *(t for _, t in fact.dimensions)))) is not None


def _values_at(revenue: Sequence[Measure], period: Period) -> tuple[tuple[Measure, Value], ...]:
    """The revenues printed for a period with digits enough to prove a sum."""
    shown = ((m, m.at(period)) for m in revenue)
    return tuple((m, v) for m, v in shown if v is not None and v.quantity.digits >= _LEAST_DIGITS)


def _across(
    rows: Mapping[int, _Row],
    table: Table,
    whole: Sequence[tuple[Measure, Value]],
    period: Period | None,
    language: str,
) -> Iterator[Breakdown]:
    """Segments side by side: the first row whose cells add up to its total column, and this to a revenue of the period."""
    names = _name_columns(table, language)
    totals = [k for k, name in names.items() if _TOTAL.match(name)]
    parts = [k for k, name in names.items() if not _TOTAL.match(name)]
    if len(totals) != 1 or period is None or not 2 <= len(parts) <= _MOST_PARTS:
        return
    for cells in rows.values():
        total = cells.get(totals[0])
        if total is None or (quantity := read_quantity(total)) is None:
            continue
        told = next((m for m, v in whole if interval_of(v.quantity).meets(interval_of(quantity))), None)
        own = [(names[k], cells[k]) for k in parts if k in cells]
        if told is None or any(_BETWEEN.search(name) for name, _ in own):
            continue
        word = clean_label(total.label, language) if _SALES.search(total.label) else clean_label(told.label, language)
        made = _make(own, total, told.label, word, period, language)
        if made is not None:
            yield made
            return


def _down(
    rows: Mapping[int, _Row],
    table: Table,
    whole: Sequence[tuple[Measure, Value]],
    sales: Mapping[Decimal, Fact],
    period: Period,
    language: str,
) -> Iterator[Breakdown]:
    """Products down, measures across: runs of rows that add up to a revenue of the period in the column that is named for it."""
    for k, column in enumerate(table.columns):
        name = column.path[-1] if column.path else ""
        concept = name_concept(name, per_cent=False) if column.kind == "value" and column.period is None else None
        if concept is None or concept.id != "revenue":
            continue
        run: list[tuple[str, Fact]] = []
        for number in range(len(table.rows) + 1):
            fact = rows.get(number, {}).get(k)
            if fact is not None and not _TOTAL.match(fact.label):
                run.append((clean_label(fact.label, language), fact))
                continue
            yield from _prove(run, whole, sales, clean_label(name, language), period, language)
            run = []


def _prove(
    run: Sequence[tuple[str, Fact]],
    whole: Sequence[tuple[Measure, Value]],
    sales: Mapping[Decimal, Fact],
    word: str,
    period: Period,
    language: str,
) -> Iterator[Breakdown]:
    """The run as a breakdown of the first printed revenue that it adds up to, or of sales that another table prints."""
    if not 2 <= len(run) <= _MOST_PARTS:
        return
    for told, value in whole:
        made = _make(run, value.fact, told.label, word, period, language)
        if made is not None:
            yield made
            return
    added = sum((f.value for _, f in run if isinstance(f.value, Decimal)), Decimal(0))
    other = sales.get(added)
    if other is not None and other.table != run[0][1].table:
        made = _make(run, other, _name_sales(other, language), word, period, language)
        if made is not None:
            yield made


def _name_sales(fact: Fact, language: str) -> str:
    """What sales are called by their row, with their column where only that says so; the sum where neither does."""
    label = clean_label(fact.label, language)
    columns = [t for axis, t in fact.dimensions if axis == "column" and _SALES.search(t) and len(t) <= _LONGEST_NAME]
    if label and not _TOTAL.match(label):
        if _SALES.search(label):
            return label
        if columns:
            return f"{label}{columns[-1]}" if is_chinese(language) else f"{label} {columns[-1].lower()}"
    return in_script("所列各项合计", language) if is_chinese(language) else "the sum of these"


def _name_columns(table: Table, language: str) -> dict[int, str]:
    """The names of the value columns: what their headers say without units, periods and what stands above several."""
    valued = [c for c in table.columns if c.kind == "value"]
    counts = Counter(text for c in valued for text in set(c.path))
    names: dict[int, str] = {}
    for k, column in enumerate(table.columns):
        if column.kind != "value":
            continue
        own = [t for t in column.path if counts[t] < len(valued) and len(t) <= _LONGEST_NAME and not _NO_NAME.search(t)]
        halves = [split_scripts(t)[is_chinese(language)] for t in own]
        name = ("" if is_chinese(language) else " ").join(h for h in halves if h).strip(" -–")
        if name and len(name) <= _LONGEST_NAME:
            names[k] = name
    return names if len({n.lower() for n in names.values()}) == len(names) else {}


def _make(
    parts: Sequence[tuple[str, Fact]], total: Fact, told: str, word: str, period: Period, language: str
) -> Breakdown | None:
    """The breakdown, where the parts add up to the total within the printed digits."""
    quantity = read_quantity(total)
    measures = []
    for name, fact in parts:
        value = read_quantity(fact)
        if value is None or not name:
            return None
        label = f"{name}的{word}" if is_chinese(language) else f"{word} of {name}"
        shown = (Value(fact, value, period),) if value.value != Decimal(0) else ()
        measures.append(Measure(None, label, shown, fact.table, fact.document, 0.0, fact.row or 0))
    if quantity is None or sum(bool(m.values) for m in measures) < 2:
        return None
    whole = Measure(None, told, (Value(total, quantity, period),), total.table, total.document, 0.0)
    filled = tuple(m for m in measures if m.values)
    return Breakdown(whole, filled) if adds_up(filled, whole, period) else None


def _with_prior(made: Breakdown, earlier: Sequence[Breakdown]) -> Breakdown:
    """The parts with their values of the year before, from the table that names the same ones."""
    names = {p.label for p in made.parts}
    twin = next((b for b in earlier if {p.label for p in b.parts} & names == names), None)
    if twin is None:
        return made
    before = {p.label: p.values for p in twin.parts}
    parts = tuple(
        Measure(p.concept, p.label, (*p.values, *before[p.label]), p.table, p.document, p.score, p.row)
        for p in made.parts
    )
    return Breakdown(made.total, parts)
