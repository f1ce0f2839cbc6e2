"""Groups of places that print the same item for the same period, and the value most of them agree on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from tieout.checks._facts import Entry, index_facts, same_class
from tieout.concepts.company_names import without_legal_form
from tieout.concepts.labels import label_words
from tieout.model import Figure, Paper, Period
from tieout.numbers.interval import Interval, interval_of

_WHOLE_YEAR_DAYS = 350
_VALUE_LIMIT = 40
"""Different values of one label and period above which the label names no single item."""
SLIPS = (3, 4, 6, 8, 9)
"""Powers of ten that words of scale stand for, in English and Chinese."""
_SLIPS_OF_YI = (*SLIPS, 2, 5)
"""Where one of the two is printed in 億: 百萬 is a hundredth of it, 千 a hundred-thousandth."""
_YI = 8


_BALANCES = frozenset({"asset", "liability", "equity"})
"""What a heading over balances says without narrowing them: "Assets and Liabilities"."""

_THEMES = _BALANCES | label_words(
    "working capital liquidity financing funding headcount workforce people staff employees human remuneration governance shareholders dividend "
    "gearing indebtedness treasury repurchase buyback event position results earnings profitability expenses quality cost efficiency ratio share earning 資產質素 資產質量 资产质量 員工 员工 僱員 股息 流動資金 流动资金 流動性 流动性 財務資源 财务资源 流動資金及財務資源 流动资金及财务资源 "
    "資本結構 资本结构 資本架構 资本架构 資本管理 资本管理 資產負債 资产负债 資產及負債 资产及负债 營運資金 营运资金 現金流 现金流 負債 负债 權益 权益 資金 资金"
)
"""What a heading may say without naming a part of the company."""

_AMBIGUOUS = frozenset({"income", "operating"})
"""Operating income: the operating profit of most, all income of a bank. It is compared by its words only."""

DIVIDENDS = frozenset({"final_dividend_per_share", "interim_dividend_per_share"})
"""Items of which a company has one in a period, and no part of it has its own."""

_WHOLE = DIVIDENDS | {"inventory_turnover_days", "trade_receivables_turnover_days", "trade_payables_turnover_days"}
"""Items that themes do not narrow: no part of a company has its own, or its headings are of another kind."""
_OTHERS = frozenset({"other"})
CELL_WEIGHT = 2
"""A table's cell counts for two places: it was typed with its column and its total in sight."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one item and period: `agreed` meet each other, `others` meet none of them; `exact`: one catalogued concept.

    `weight` counts the places that agree, cells double. `foreign` are those whose digits agree in another currency.
    """

    agreed: tuple[Entry, ...]
    others: tuple[Entry, ...]
    exact: bool
    weight: int
    foreign: tuple[Entry, ...] = ()

    @property
    def reference(self) -> Entry:
        """The agreed entry with the most digits, a table's before prose."""
        return min(self.agreed, key=lambda e: (e.origin == "prose", e.figure.quantity.step, e.figure.span.start))


@dataclass(frozen=True, slots=True)
class Bucket:
    """All entries of one company, item, period and kind of unit; `item` is a concept's id or a label's words."""

    entity: object
    item: object
    period: tuple[date, int]
    kind: str | None
    members: list[Entry]


_CACHE: WeakKeyDictionary[Paper, dict[tuple[object, ...], Bucket]] = WeakKeyDictionary()
_GROUPS: WeakKeyDictionary[Paper, tuple[Group, ...]] = WeakKeyDictionary()


def find_buckets(paper: Paper) -> dict[tuple[object, ...], Bucket]:
    """A paper's comparable entries by what they measure; built once."""
    cached = _CACHE.get(paper)
    if cached is not None:
        return cached
    buckets: dict[tuple[object, ...], Bucket] = {}
    entity = entities_of(paper)
    calendar = {d.id for d in paper.documents if d.year_end[:2] == (12, 31)}
    for entry in index_facts(paper).entries:
        item = _item_of(entry)
        if item is not None and entry.period is not None:
            kind = entry.figure.quantity.unit if entry.unit == "plain" and not isinstance(item, str) else None
            when = _dividend_year(entry.period) if item in DIVIDENDS and entry.figure.document in calendar else None
            key = (entity[entry.figure.document], item, when or period_key(entry.period), kind)
            buckets.setdefault(key, Bucket(*key, members=[])).members.append(entry)
    _CACHE[paper] = buckets
    return buckets


def find_groups(paper: Paper) -> tuple[Group, ...]:
    """Groups with at least two entries, whose values do not all meet; found once."""
    if paper not in _GROUPS:
        buckets = (b for b in find_buckets(paper).values() if len(b.members) > 1)
        groups = (_split(bucket.members, isinstance(bucket.item, str)) for bucket in buckets)
        _GROUPS[paper] = tuple(group for group in groups if group is not None)
    return _GROUPS[paper]


def entities_of(paper: Paper) -> dict[str, object]:
    """Whose each document is; those that do not say belong to the only company named, when there is only one.

    Names that differ by their legal form only are one company's.
    """
    plain = {d.id: without_legal_form(d.company.name or "") or d.company.name for d in paper.documents}
    coded = {plain[d.id]: d.company.codes[0] for d in paper.documents if d.company.codes and d.company.name}
    named = {
        d.id: d.company.codes[0] if d.company.codes else coded.get(plain[d.id], plain[d.id]) for d in paper.documents
    }
    known = {n for n in named.values() if n}
    only = next(iter(known)) if len(known) == 1 else None
    return {key: name or only for key, name in named.items()}


def _item_of(entry: Entry) -> object | None:
    """What an entry measures, as a key; None for entries that cannot be compared."""
    quantity = entry.figure.quantity
    if entry.origin not in {"value", "prose"} or entry.period is None or not entry.words or entry.figure.value == 0:
        return None
    if quantity.approximation is not None or quantity.unit == "shares":
        return None
    if entry.unit in {"%", "pp", "x"} and (entry.concept is None or entry.origin != "prose"):
        return None
    if (
        entry.concept is not None
        and entry.words != _AMBIGUOUS
        and not (entry.scope - _THEMES if entry.period.is_instant or entry.concept in _WHOLE else entry.scope)
    ):
        return entry.concept
    if entry.origin == "value" and entry.words <= _OTHERS:
        return None  # the rest of what its heading names
    words = entry.words if entry.origin == "prose" else entry.words | entry.scope
    if len(words) < 2 or not all(w.isascii() for w in words):
        return None
    return words, entry.marks


def period_key(period: Period) -> tuple[date, int]:
    """An instant and the year that ends on it are one: counts are printed under either."""
    if period.is_instant and period.end.day == 1:
        return period.end - timedelta(days=1), 0  # a year opens with the balance that closed the last
    return period.end, 0 if period.is_instant or period.days >= _WHOLE_YEAR_DAYS else period.days


def _dividend_year(period: Period) -> tuple[date, int]:
    """The year for which a dividend is: an interim one is told in the half's report and in the year's."""
    return date(period.end.year, 12, 31), 0


def _split(members: list[Entry], exact: bool) -> Group | None:
    if len({(m.unit, abs(m.figure.value)) for m in members}) == 1:
        return None
    kinds = {(m.unit, m.figure.value, m.figure.quantity.step): m for m in members}
    if len(kinds) > _VALUE_LIMIT:
        return None
    sized = [(m, size_of(m.figure)) for m in members]
    best: list[Entry] = []
    best_weight = 0
    for seed in kinds.values():
        size = size_of(seed.figure)
        meeting = [m for m, other in sized if same_class(seed.unit, m.unit) and size.meets(other)]
        weight = sum(CELL_WEIGHT if origin == "value" else 1 for _, origin in {(m.place, m.origin) for m in meeting})
        if weight > best_weight:
            best, best_weight = meeting, weight
    agreed = {id(m) for m in best}
    rest = [m for m in members if id(m) not in agreed]
    others = [m for m in rest if same_class(m.unit, best[0].unit)]
    foreign = [
        m
        for m in rest
        if not same_class(m.unit, best[0].unit) and any(_same_digits(m.figure, k.figure, exact=exact) for k in best)
    ]
    if not others and not foreign:
        return None
    return Group(tuple(best), tuple(others), exact, best_weight, tuple(foreign))


def _same_digits(a: Figure, b: Figure, *, exact: bool) -> bool:
    return a.quantity.digits >= (2 if exact else 3) and figures_meet(a, b)


def figures_meet(a: Figure, b: Figure) -> bool:
    """True when two figures may print one size."""
    return abs(a.value) == abs(b.value) or size_of(a).meets(size_of(b))


def size_of(figure: Figure) -> Interval:
    """The sizes a figure may print, whatever its sign.

    A round number of millions in a sentence may be rounded to its last digit that is no zero: 960 for 955.1, 3,000,000 for 3,340,000.
    """
    quantity = figure.quantity
    round_number = quantity.decimals == 0 and figure.explicit_scale and quantity.number % 10 == 0
    round_number |= quantity.decimals < 0 and figure.home == "prose" and quantity.number % _ROUND == 0
    return abs(interval_of(replace(quantity, approximation="about") if round_number else quantity))


_ROUND = 100_000
"""What amounts printed without a word of scale are rounded to, when they are."""


def is_scale_slip(figure: Figure, reference: Figure) -> bool:
    """True when a figure meets the reference only after multiplying by what words of scale stand for."""
    own, other = abs(interval_of(figure.quantity)), abs(interval_of(reference.quantity))
    if own.meets(other) or figure.value == 0 or reference.value == 0:
        return False
    for power in _SLIPS_OF_YI if _YI in {figure.quantity.scale, reference.quantity.scale} else SLIPS:
        for sign in (1, -1):
            shifted = Interval(own.low.scaleb(power * sign), own.high.scaleb(power * sign))
            if shifted.meets(other):
                return True
    return False
