"""Facts indexed for agreement: by value, by words, and by what they measure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from weakref import WeakKeyDictionary

from tieout.concepts.labels import label_words, qualifier_words
from tieout.concepts.table_words import OPENS_RANGE, STATEMENT
from tieout.model import Claim, Document, Figure, Paper, Period, Row, Table
from tieout.numbers.interval import interval_of

_GENERIC = label_words(
    "financial performance highlights overview summary statement consolidated condensed interim information results data "
    "analysis details breakdown operating review management discussion key indicators comparison position liquidity "
    "resources flow metrics report executive fiscal year items other notes ended months as at january february march april june july august september october november december and the business by source segment category "
    "nature method region type indicator item selected figures main"
)


_GENERIC_HAN = re.compile(
    "(?:財務|财务|主要|核心|關鍵|关键|重要|整體|整体|業績|业绩|經營|经营|業務|业务|表現|表现|數據|数据|指標|指标|概要|摘要|概覽|概览|總覽|总览|亮點|亮点|回顧|回顾|分析"
    "|狀況|状况|情況|情况|資料|资料|資訊|信息|管理層|管理层|討論|讨论|報告|报告|[三四五]年|年度|中期|期間|期间|綜合|综合|合併|合并|簡明|简明|收益表|利潤表|利润表|損益表|损益表"
    "|資產負債表?|资产负债表?|現金流量表?|现金流量表?|變動|变动|項目|项目|[及和與与])+|按[\u4e00-\u9fff]{1,8}?(?:劃分|划分|分類|分类)的?[\u4e00-\u9fff]*"
)


SIGNED_RATIO = re.compile(
    r"\bgearing\b|net\s+debt\s+(?:to|ratio)|net\s+debt-to|資本負債|资本负债|負債比率|负债比率", re.I
)
"""Ratios for which both signs have a meaning: below nothing they are net cash."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed value with what it measures: words of label and scope, concept, period, unit class."""

    figure: Figure
    words: frozenset[str]
    marks: frozenset[str]
    scope: frozenset[str]
    concept: str | None
    period: Period | None
    unit: str
    origin: str
    place: str
    row: int | None = None
    column: int | None = None
    dated: bool = True
    linked: bool = True


@dataclass
class FactIndex:
    """Entries of a paper: `by_word` gives entries whose label holds a word, `by_concept` those of a concept; `near` and `meeting` those near a value."""

    entries: list[Entry] = field(default_factory=list)
    by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_concept: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_figure: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_word_and_unit: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    _values: list[tuple[Decimal, int]] = field(default_factory=list)
    _values_by_step: dict[Decimal, list[tuple[Decimal, int]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> FactIndex:
        """The index of these entries, in their order."""
        index = cls()
        for k, entry in enumerate(entries):
            index.entries.append(entry)
            index.by_figure[entry.figure.id].append(k)
            if entry.concept is not None:
                index.by_concept[entry.concept].append(k)
            for word in entry.words:
                index.by_word[word].append(k)
                index._by_word_and_unit[word, entry.unit].append(k)
            place = (abs(entry.figure.value), k)
            index._values.append(place)
            if entry.figure.quantity.approximation is None:
                index._values_by_step[entry.figure.quantity.step].append(place)
        for places in (index._values, *index._values_by_step.values()):
            places.sort()
        return index

    def near(self, figure: Figure) -> Iterator[Entry]:
        """Entries whose size may meet a figure's interval, whatever their sign."""
        size, slack = _size_and_slack(figure)
        low = bisect_left(self._values, (size - slack, -1))
        high = bisect_right(self._values, (size + slack, len(self.entries)))
        for _, k in self._values[low:high]:
            yield self.entries[k]

    def meeting(self, figure: Figure) -> Iterator[Entry]:
        """Those of `near` that say no "about" or "over" and whose interval does meet the figure's, in the same order.

        Entries of one precision are as wide as each other, so that each precision is asked for one run of values.
        """
        size, slack = _size_and_slack(figure)
        own = abs(interval_of(figure.quantity))
        found: list[tuple[Decimal, int]] = []
        for step, places in self._values_by_step.items():
            half = step / 2
            low = bisect_left(places, (max(size - slack, own.low - half), -1))
            high = bisect_right(places, (min(size + slack, own.high + half), len(self.entries)))
            found.extend(places[low:high])
        for _, k in sorted(found):
            yield self.entries[k]

    def plausible_count(self, words: frozenset[str], unit: str, limit: int) -> int:
        """How many entries share a word and the unit class: the candidates an agreement was chosen from, `limit` at most."""
        hits: set[int] = set()
        for word in words:
            hits.update(self._by_word_and_unit.get((word, unit), ())[:limit])
            if len(hits) >= limit:
                return limit
        return max(1, len(hits))


def _size_and_slack(figure: Figure) -> tuple[Decimal, Decimal]:
    interval = interval_of(figure.quantity)
    size = abs(figure.value)
    return size, max(interval.radius if interval.radius.is_finite() else size / 20, size / 100)


_CACHE: WeakKeyDictionary[Paper, FactIndex] = WeakKeyDictionary()


def index_facts(paper: Paper) -> FactIndex:
    """The index of a paper's table cells and prose facts; built once."""
    cached = _CACHE.get(paper)
    if cached is not None:
        return cached
    index = FactIndex.of((*_table_entries(paper), *_prose_entries(paper)))
    _CACHE[paper] = index
    return index


def unit_class(figure: Figure) -> str:
    """ "money", "%", "pp", "x" or "plain": what may be compared with what. Amounts without a unit are plain."""
    unit = figure.quantity.unit
    if unit is None:
        return "plain"
    if unit in {"%", "pp", "bp", "x"}:
        return "pp" if unit == "bp" else unit
    return unit if len(unit) == 3 and unit.isupper() else "plain"


def same_class(a: str, b: str) -> bool:
    """True when two unit classes may print the same thing; a bare amount may be money."""
    return a == b or ("plain" in {a, b} and not {a, b} & {"%", "pp", "x"})


def scope_of(headings: tuple[str, ...], caption: str, label: frozenset[str]) -> frozenset[str]:
    """What the headings and caption add to a label: empty where they only name statements or repeat the label."""
    parts = [part for part in (headings[-1] if headings else "", caption) if not STATEMENT.search(part)]
    words = frozenset(w for part in parts for w in label_words(part)) - _GENERIC - _PLAIN_HEADER - label
    words = frozenset(w for w in words if not _PLAIN_TOKEN.fullmatch(w))
    return frozenset(
        w for w in words if w.isascii() or not (_GENERIC_HAN.fullmatch(w) or any(w in x or x in w for x in label))
    )


def _table_entries(paper: Paper) -> Iterator[Entry]:
    concepts = {f.figure: f.concept for f in paper.facts if f.origin == "table" and f.figure}
    titles = {d.id: _own_title(d) for d in paper.documents}
    for table in paper.tables:
        unclear_rows, unclear_columns = _unclear(table)
        title = titles[table.document]
        section = tuple(h for h in table.section if h.strip() != title)
        shared = table.caption if table.caption not in table.section[-1:] and table.caption.strip() != title else ""
        for r, row in enumerate(table.rows):
            label = label_words(" ".join(row.path) or row.label)
            marks, scope = qualifier_words(row.label), scope_of(section, shared, label)
            for c, cell in enumerate(table.cells[r]):
                if cell.figure is None or (r and OPENS_RANGE.search(table.cells[r - 1][c].text)):
                    continue
                column = table.columns[c]
                if column.kind == "value" and (c in unclear_columns or r in unclear_rows):
                    continue
                extra = narrowing_words(column.path) if column.kind == "value" else frozenset[str]()
                if row.role == "total" and _BARE_TOTAL.fullmatch(row.label) and is_headcount(table, c):
                    yield Entry(
                        cell.figure, _PEOPLE, marks, frozenset(), "employees", _date_of(row, column.period), unit_class(cell.figure), column.kind, table.id, r, c,
                    )  # fmt: skip
                    continue
                yield Entry(
                    cell.figure, label | extra if extra else label, marks, scope,
                    None if extra else concepts.get(cell.figure.id), _date_of(row, column.period), unit_class(cell.figure), column.kind, table.id, r, c,
                )  # fmt: skip


_OPENS = re.compile(
    r"\b(?:at|as\s+at|as\s+of)\s+(?:the\s+)?(?:beginning|start)\b|^\W*opening\s+(?:balance|net|cash|carrying|book)|\bbrought\s+forward\b|[期年]初",
    re.I,
)
_CLOSES = re.compile(
    r"\bat\s+(?:the\s+)?(?:period\s+|year\s+)?end\b|^\W*closing\s+(?:balance|net|cash|carrying|book)|\bcarried\s+forward\b|[期年]末",
    re.I,
)


def _date_of(row: Row, period: Period | None) -> Period | None:
    """What a row states, else the column's period; balances that open or close a span of time are of its first or last day."""
    if row.period is not None or period is None or period.start is None:
        return row.period or period
    if _CLOSES.search(row.label):
        return Period(period.end)
    return Period(period.start - timedelta(days=1)) if _OPENS.search(row.label) else period


_BARE_TOTAL = re.compile(r"\W*(?:grand\s+)?(?:total|合[計计]|[總总][計计數数]|共[計计])\W*", re.I)
_PEOPLE = frozenset({"employee"})
_OF_PEOPLE = label_words(
    "employee headcount workforce staff personnel people number function department gender sex age group region location level grade remuneration policy "
    "training development human resource profile composition structure breakdown talent category type employment our"
)
_PEOPLE_HAN = re.compile(
    r"(?P<who>[員员]工|[僱雇][員员]|[職职]工)|人力[資资]源|人[員员數数]|[職职][能級级]|部[門门]|性[別别]|年[齡龄]|地[區区]|[類类][別别]|分[佈布]|[學学][歷历]|培[訓训]|[發发]展|薪酬|政策|[構构]成|情[況况]|[總总][數数]|[按及和與与的]"
)


def is_headcount(table: Table, c: int) -> bool:
    """True for a column of a table that counts the company's people and nothing else, by whatever they are parted."""
    column = table.columns[c]
    figures = [row[c].figure for row in table.cells if row[c].figure is not None]
    if column.kind != "value" or any(
        unit_class(f) != "plain" or f.quantity.decimals or f.quantity.scale for f in figures if f
    ):
        return False
    title = " ".join(
        (*table.section[-1:], table.caption, *(" ".join(k.path) for k in table.columns if k.kind == "label"))
    )
    words = label_words(" ".join((title, *column.path))) - _GENERIC - _PLAIN_HEADER
    plain = frozenset(w for w in words if not _PLAIN_TOKEN.fullmatch(w))
    if any(not w.isascii() for w in plain):
        han = "".join(w for w in plain if not w.isascii())
        named = any(m["who"] for m in _PEOPLE_HAN.finditer(han))
        return named and not _PLAIN_HAN.sub("", _PEOPLE_HAN.sub("", han))
    return bool(plain & {"employee", "headcount", "workforce", "personnel"}) and plain <= _OF_PEOPLE


def _own_title(document: Document) -> str | None:
    """The title of a document that names its company; others may be headings over one part of it."""
    names = [name for _, name in document.company.names] + [document.company.name or ""]
    return document.title.strip() if any(name and name in document.title for name in names) else None


def _unclear(table: Table) -> tuple[set[int], set[int]]:
    """Rows and columns whose label and period alone do not say what a cell measures.

    Rows whose label stands more than once (borrowings under current and non-current liabilities); columns of one period
    that no header tells apart.
    """
    counts = Counter(row.label for row in table.rows if row.role != "header")
    rows = {r for r, row in enumerate(table.rows) if row.label and counts[row.label] > 1}
    heads = Counter(
        (column.period, column.unit, narrowing_words(column.path)) for column in table.columns if column.kind == "value"
    )
    columns = {
        c
        for c, column in enumerate(table.columns)
        if column.kind == "value" and heads[(column.period, column.unit, narrowing_words(column.path))] > 1
    }
    return rows, columns


_PLAIN_HEADER = label_words(
    "rmb hkd usd cny eur gbp sgd thousand thousands million millions billion unaudited audited restated amount actual year years "
    "month months half first second third fourth quarter fiscal fy three six nine twelve week weeks current prior previous this last"
)
_PLAIN_TOKEN = re.compile(
    r"(?:rmb|hk|us|s|usd|hkd|cny|eur|gbp|sgd|r|nt|a|c)?[$]?'?0*|[hqm](?:\d{1,2}|20\d\d)|\d{1,2}[hqm]|fy\d*|cy\d*|br"
)
_PLAIN_HAN = re.compile(
    r"[\d零〇○一二三四五六七八九十年月日截至止度季第末初於于上下半期個个人民幣币港美元千百萬万億亿（）()未經经審审核計计重列本去前金額额]+|單位|单位|附註|附注"
)


@lru_cache(maxsize=4096)
def narrowing_words(path: tuple[str, ...]) -> frozenset[str]:
    """What a column's header adds to its rows beside period and unit: "Share capital", a segment's name."""
    words = label_words(" ".join(path)) - _GENERIC - _PLAIN_HEADER
    return frozenset(w for w in words if not _PLAIN_TOKEN.fullmatch(w) and (w.isascii() or _PLAIN_HAN.sub("", w)))


def _prose_entries(paper: Paper) -> Iterator[Entry]:
    heads = _headings(paper)
    for claim in paper.claims:
        label = label_words(claim.subject)
        if not label:
            continue
        scope = scope_of(heads.get((claim.document, claim.span.layer, claim.span.start), ()), "", label)
        for role, key in claim.roles:
            figure = paper.figures[key]
            if role in {"change", "share"} or not claim.span.start <= figure.span.start < claim.span.end:
                continue
            period = claim.prior_period if role == "prior" else claim.period
            dated = claim.prior_dated if role == "prior" else claim.dated and role in {"current", "part"}
            yield Entry(
                figure, label, qualifier_words(claim.subject), scope, claim.concept, period, unit_class(figure), "prose",
                claim.id, None, None, dated and claim.linked, claim.linked,
            )  # fmt: skip


def _headings(paper: Paper) -> dict[tuple[str, str, int], tuple[str, ...]]:
    """For each claim's sentence, the heading above it; a call's headings name who speaks."""
    found: dict[tuple[str, str, int], tuple[str, ...]] = {}
    for document in paper.documents:
        if document.kind == "earnings_call":
            continue
        heads: list[tuple[str, int, str]] = []
        for block in document.blocks:
            if block.kind == "heading" and block.level > 1:
                heads.append((block.span.layer, block.span.start, block.text))
        by_layer: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for layer, start, text in heads:
            by_layer[layer].append((start, text))
        for claim in (c for c in paper.claims if c.document == document.id):
            rows = by_layer.get(claim.span.layer, [])
            k = bisect_right(rows, (claim.span.start, "\uffff")) - 1
            if k >= 0:
                found[(claim.document, claim.span.layer, claim.span.start)] = (rows[k][1],)
    return found


_WEEKS_FOR_MONTHS = 8
"""Days by which 13, 26 or 52 weeks may differ from 3, 6 or 12 months."""


def periods_fit(a: Period | None, b: Period | None) -> bool:
    """True when two periods may be the same: equal, one unknown, an instant at the other's end, or so many weeks and as many months
    that end on one day."""
    if a is None or b is None or a == b:
        return True
    return a.end == b.end and (a.is_instant != b.is_instant or abs(a.days - b.days) <= _WEEKS_FOR_MONTHS)


def claims_by_figure(paper: Paper) -> dict[str, tuple[Claim, str]]:
    """For each prose figure, its claim and role; the first wins."""
    found: dict[str, tuple[Claim, str]] = {}
    for claim in paper.claims:
        for role, key in claim.roles:
            found.setdefault(key, (claim, role))
    return found
