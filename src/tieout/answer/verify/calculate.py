"""Figures that no source prints but that follow from printed ones: changes, differences, sums, shares, averages."""

from __future__ import annotations

import heapq
import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tieout.answer.verify.evidence import Evidence, Record
from tieout.answer.verify.words import CHANGE_WORDS
from tieout.model import Figure, Quantity
from tieout.numbers.interval import Interval, interval_of

_ROWS, _ROWS_PAIRED, _NAMED, _FIGURES = 14, 8, 30, 10
_LEAST_FIT, _OWN_FIT, _NAMED_FIT, _SHORTEST_LABEL = 0.3, 0.75, 0.72, 6
_SENTENCE_SHARE, _AROUND_SHARE = 0.85, 0.4
_RATES = frozenset({"%", "pp", "bp"})
_SUM = re.compile(r"\b(?:total|sum|combined|aggregate|together|cumulative|overall|net)\b|合计|合計|总|總|共", re.I)
_AVERAGE = re.compile(r"\baverage\b|\bmean\b|平均", re.I)
_CHANGE = re.compile(
    r"chang|\bup\b|\bdown\b|increas|decreas|declin|grew|growth|rose|fell|drop|reduc|differen|higher|lower|more than|less than|improv|\bgain|\bloss of|\brise|widen|narrow|shr[aiu]nk|expand|surg|plung|slump|jump|climb|soar|tumbl|扩大|擴大|收窄|缩小|縮小|变动|變動|增|减|減|差",
    re.I,
)  # fmt: skip
_RESPECTIVELY = re.compile(r"respectively|分别|分別", re.I)
_RATIO = re.compile(
    r"ratio|proportion|share|portion|percent|margin|account|represent|compris|%|rate|per\b|times|占|佔|率|比|倍", re.I
)
_RATE_ROW = re.compile(r"\brate\b|margin|\bratio\b|percentage|%|率", re.I)
_STATED = re.compile(r"\bdivided by\b|除以", re.I)
_PRODUCT_DIGITS = 3
_HAN_LABEL, _SHORTEST_HAN_LABEL = re.compile(r"[\u4e00-\u9fff]{2,}"), 3


@dataclass(frozen=True, slots=True)
class Derivation:
    """A calculation over printed figures that gives a claimed one; `fit` as in a match."""

    formula: str
    terms: tuple[Figure, ...]
    value: Decimal
    fit: float
    shown: str


@dataclass(frozen=True, slots=True)
class _Operand:
    record: Record
    index: int
    fit: float

    @property
    def figure(self) -> Figure:
        return self.record.figures[self.index]

    @property
    def years(self) -> frozenset[str]:
        return frozenset(w for w in self.record.column(self.index) if w.isdigit())


def rank_records(evidence: Evidence, words: Sequence[str], limit: int, text: str = "") -> list[tuple[float, int]]:
    """(fit, record) of the records that print figures and speak of the claim's subject: the best rows, and half as many sentences.

    A row whose whole label stands in the claim fits better than a long sentence that happens to hold the same words.
    """
    subject = [w for w in dict.fromkeys(words) if not w.isdigit() and w not in CHANGE_WORDS and w in evidence.rarity]
    held: dict[int, float] = {}
    for word in subject:
        for k in evidence.holders.get(word, ()):
            held[k] = held.get(k, 0.0) + evidence.rarity[word]
    total = sum(evidence.rarity[w] for w in subject) or 1.0
    names = _find_names((evidence.records[k] for k in held), text) if text else frozenset()
    rows: list[tuple[float, int]] = []
    sentences: list[tuple[float, int]] = []
    for k, found in held.items():
        record = evidence.records[k]
        if not record.figures:
            continue
        if not record.row:
            sentences.append((_SENTENCE_SHARE * found / total, k))
            continue
        label = [w for w in record.words if not w.isdigit()]
        own = sum(evidence.rarity[w] for w in label) or 1.0
        above = sum(evidence.rarity[w] for w in subject if w in record.around and w not in record.words)
        told = sum(evidence.rarity[w] for w in label if w in subject)
        fit = math.sqrt((found + _AROUND_SHARE * above) / total * told / own)
        rows.append((max(fit, _NAMED_FIT) if names and _name_of(record).lower() in names else fit, k))
    return sorted((*heapq.nlargest(limit, rows), *heapq.nlargest(limit // 2, sentences)), reverse=True)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9%\u4e00-\u9fff]+", text.lower()))


def _find_names(records: Iterable[Record], text: str) -> frozenset[str]:
    """The whole labels of rows that stand in the claim word for word; one within a longer one ("revenue" in "total revenue") is none."""
    plain = f" {_plain(text)} "
    found = set()
    for name in sorted({_name_of(r).lower() for r in records if r.row}, key=len, reverse=True):
        pattern = _pattern_of(name)
        if pattern is not None and (at := re.search(pattern, plain)) is not None:
            found.add(name)
            if not _HAN_LABEL.search(name):
                plain = f"{plain[: at.start()]} | {plain[at.end() :]}"
    return frozenset(found)


def _pattern_of(name: str) -> str | None:
    """How a label stands in a claim; of a Chinese one its name without number and remarks; None for one too short to tell."""
    han = _HAN_LABEL.search(re.split(r"[(（]", name)[0])
    if han is not None:
        lead = r"(?:^|[^\u4e00-\u9fff]|[为按以占的与和及]|除以)"
        return f"{lead}{han.group()}" if len(han.group()) >= _SHORTEST_HAN_LABEL else None
    label = _plain(name)
    return f" {re.escape(label)} " if len(label) >= _SHORTEST_LABEL else None


def find_derivation(
    evidence: Evidence,
    quantity: Quantity,
    words: Sequence[str],
    text: str,
    told: Record | None = None,
    *,
    cut: bool = False,
) -> Derivation | None:
    """The calculation with the best-fitting terms that gives the figure, or None; `told` is the claim with its other figures.

    With `cut` a figure whose further digits were cut off instead of rounded will do.
    """
    ranked = _distinct(
        (fit, evidence.records[k]) for fit, k in rank_records(evidence, words, 3 * _ROWS, text) if fit >= _LEAST_FIT
    )
    if told is not None and len(told.figures) > 1:
        ranked.insert(0, (_OWN_FIT, told))
    size = abs(quantity.value)
    wanted = Interval(size, size + quantity.step) if cut else abs(interval_of(quantity))
    best: Derivation | None = None
    for made in _derive(ranked, quantity, text, told):
        if (best is None or made.fit > best.fit) and _meets(made, wanted, quantity):
            best = made
    return best


def _distinct(ranked: Iterable[tuple[float, Record]]) -> list[tuple[float, Record]]:
    """Without rows that print the figures of a better one again under the same words."""
    seen: set[object] = set()
    kept = []
    for fit, record in ranked:
        key = (record.words, tuple(f.quantity.value for f in record.figures))
        if key not in seen:
            seen.add(key)
            kept.append((fit, record))
    return kept


def _name_pairs(ranked: Sequence[tuple[float, Record]], told: Record | None) -> Iterator[tuple[_Operand, _Operand]]:
    """Figures of two rows that the claim both names, under one year, or of such a row and the claim itself: what a share or
    a multiple is worked out from."""
    named = [(fit, r) for fit, r in ranked if r.row and fit >= _NAMED_FIT][:_NAMED]
    for i in range(min(len(told.figures), 4) if told is not None else 0):
        for fit, record in named:
            for j in range(min(len(record.figures), 4)):
                assert told is not None
                yield _Operand(told, i, _OWN_FIT), _Operand(record, j, fit)
    for (fit_a, first), (fit_b, second) in itertools.permutations(named, 2):
        if _name_of(first).lower() == _name_of(second).lower():
            continue
        for i, j in itertools.product(range(min(len(first.figures), 4)), range(min(len(second.figures), 4))):
            a, b = _Operand(first, i, fit_a), _Operand(second, j, fit_b)
            if not a.years or not b.years or a.years & b.years:
                yield a, b


def _name_of(record: Record) -> str:
    """The label of a row."""
    return re.split(r"[:|\t]", record.text.strip(" |"), maxsplit=1)[0].strip()


def states_formula(text: str) -> bool:
    """True where a claim says itself what its figure is divided by."""
    return _STATED.search(text) is not None


def follows_within(told: Record, quantity: Quantity) -> bool:
    """True where the claim's other figures give this rate or multiple by themselves: nobody need print it."""
    wanted = abs(interval_of(quantity))
    rate, times = quantity.unit in _RATES, quantity.unit == "x"
    own = [_Operand(told, k, _OWN_FIT) for k in range(min(len(told.figures), _FIGURES))]
    return (rate or times) and any(
        _meets(made, wanted, quantity)
        for a, b in itertools.permutations(own, 2)
        for made in _of_pair(a, b, rate, times, points=True, change=True, ratio=True, total=False, mean=False)
    )


def direction_of(made: Derivation, evidence: Evidence, *, first_is_later: bool = False) -> int:
    """+1 where the later of two figures of one record is the greater, -1 where it is the smaller, 0 where that is not clear.

    The later one is told by the years above; with `first_is_later` a row without years is taken as statements print it.
    """
    a, b = made.terms[0], made.terms[1]
    record = evidence.record_at(a.span)
    if (
        record is None
        or b not in record.figures
        or a not in record.figures
        or evidence.is_negative(a)
        or evidence.is_negative(b)
    ):
        return 0
    i, j = record.figures.index(a), record.figures.index(b)
    early, late = (max((w for w in record.column(k) if w.isdigit()), default="") for k in (i, j))
    if early and late and early != late:
        later, earlier = (a, b) if early > late else (b, a)
    elif (record.row and first_is_later and not early and not late) or (
        not record.row and _RESPECTIVELY.search(record.text)
    ):
        later, earlier = (a, b) if i < j else (b, a)
    else:
        return 0
    x, y = abs(later.quantity.value), abs(earlier.quantity.value)
    return (x > y) - (x < y)


def _meets(made: Derivation, wanted: Interval, quantity: Quantity) -> bool:
    value = abs(made.value)
    if made.formula == "product" and _digits(quantity) < _PRODUCT_DIGITS:
        return False  # some share of some figure comes near every short number
    if (
        made.formula in {"sum", "difference"}
        and _digits(quantity) > 2
        and min(_digits(f.quantity) for f in made.terms) < 2
    ):
        return False  # one digit more or less is found beside every figure
    if quantity.unit in _RATES or quantity.unit == "x":
        return wanted.contains(value)
    least = min(abs(f.quantity.value) for f in made.terms) if made.formula in {"sum", "difference"} else None
    return any(
        wanted.contains(value.scaleb(s))
        and (least is None or least.scaleb(s) >= quantity.step)  # a term too small to matter
        for s in (0, 3, 6, -3, -6)
    )


def _digits(quantity: Quantity) -> int:
    return len(quantity.number.as_tuple().digits)


def _derive(
    ranked: Sequence[tuple[float, Record]], quantity: Quantity, text: str, told: Record | None
) -> Iterator[Derivation]:
    rate = quantity.unit in _RATES
    times, points = quantity.unit == "x", quantity.unit in {"pp", "bp"}
    apart = not states_formula(text)
    change, ratio, total, mean = (p.search(text) is not None for p in (_CHANGE, _RATIO, _SUM, _AVERAGE))
    for fit, record in ranked[:_ROWS]:
        own = [_Operand(record, k, fit) for k in range(min(len(record.figures), _FIGURES))]
        for a, b in itertools.permutations(own, 2):
            yield from _of_pair(a, b, rate, times, points=points, change=change, ratio=ratio, total=total, mean=mean)
        yield from _of_row(own, rate, mean=mean, total=total)
    for a, b in _name_pairs(ranked, told) if rate or times else ():
        far = apart and a.record is not told
        yield from _of_pair(
            a, b, rate, times, points=False, change=False, ratio=ratio, total=False, mean=False, apart=far
        )
    near = ranked[:_ROWS_PAIRED]
    for (fit_a, first), (fit_b, second) in itertools.permutations(near, 2):
        for i, j in itertools.product(
            range(min(len(first.figures), _FIGURES)), range(min(len(second.figures), _FIGURES))
        ):
            a, b = _Operand(first, i, fit_a), _Operand(second, j, fit_b)
            if first.group == second.group and first.row and i != j and len(first.figures) == len(second.figures):
                continue
            yield from _of_pair(
                a, b, rate, times, points=points, change=change, ratio=ratio, total=total, mean=mean, apart=apart
            )
    if not rate and total:
        yield from _of_rows(near)


def _of_pair(
    a: _Operand,
    b: _Operand,
    rate: bool,
    times: bool,
    *,
    points: bool,
    change: bool,
    ratio: bool,
    total: bool,
    mean: bool,
    apart: bool = False,
) -> Iterator[Derivation]:
    x, y = a.figure.quantity, b.figure.quantity
    if (x.unit in _RATES) != (y.unit in _RATES):
        if x.unit == "%" and not rate and not times:
            fit = (a.fit + b.fit) / 2 - 0.05
            yield Derivation(
                "product", (a.figure, b.figure), abs(x.value * y.value) / 100, fit, _write((a.figure, b.figure), "x")
            )
        return
    fit = (a.fit + b.fit) / 2 - (0.05 if apart else 0)
    p, q = abs(x.value), abs(y.value)
    pair = (a.figure, b.figure)
    both_rates = x.unit in _RATES or (points and x.unit is None and y.unit is None and _tells_rate(a, b))
    if rate or times:
        if both_rates and points and change and p > q:
            yield Derivation("points", pair, p - q, fit, _write(pair, "-"))
        if q:
            signed = (x.value - y.value) / q * 100
            if rate and change:
                yield Derivation("growth", pair, signed, fit, _write(pair, "growth"))
            if rate and ratio:
                yield Derivation("ratio", pair, p / q * 100, fit - (0.05 if change else 0), _write(pair, "/"))
            if times:
                yield Derivation("multiple", pair, p / q, fit, _write(pair, "/"))
        return
    if both_rates:
        return
    if p >= q:
        yield Derivation("difference", pair, p - q, fit - (0 if change else 0.1), _write(pair, "-"))
        if total or not change:
            yield Derivation("sum", pair, p + q, fit - (0 if total else 0.1), _write(pair, "+"))
        if mean:
            yield Derivation("average", pair, (p + q) / 2, fit, f"({_write(pair, '+')}) / 2")
    if ratio and q:
        yield Derivation("ratio", pair, p / q, fit - 0.1, _write(pair, "/"))


def _tells_rate(a: _Operand, b: _Operand) -> bool:
    """True for two bare numbers of one row that is named for a rate: its signs stand in cells of their own."""
    return a.record is b.record and a.record.row and _RATE_ROW.search(a.record.text) is not None


def _of_row(own: Sequence[_Operand], rate: bool, *, mean: bool, total: bool) -> Iterator[Derivation]:
    """The sum and the average of three or more neighbours of a row."""
    for size in range(3, len(own) + 1):
        for at in range(len(own) - size + 1):
            run = own[at : at + size]
            if len({o.figure.quantity.unit in _RATES for o in run}) > 1:
                continue
            added = sum((o.figure.quantity.value for o in run), Decimal(0))
            figures = tuple(o.figure for o in run)
            if mean:
                yield Derivation("average", figures, added / size, run[0].fit, f"({_write(figures, '+')}) / {size}")
            if total and not rate:
                yield Derivation("sum", figures, added, run[0].fit, _write(figures, "+"))


def _of_rows(near: Sequence[tuple[float, Record]]) -> Iterator[Derivation]:
    """The sum of three rows in one column."""
    for rows in itertools.combinations(near, 3):
        count = min(len(r.figures) for _, r in rows)
        for k in range(min(count, 4)):
            figures = tuple(r.figures[k] for _, r in rows)
            if any(f.quantity.unit in _RATES for f in figures):
                continue
            added = sum((f.quantity.value for f in figures), Decimal(0))
            yield Derivation("sum", figures, added, sum(f for f, _ in rows) / 3 - 0.05, _write(figures, "+"))


def _write(figures: Sequence[Figure], sign: str) -> str:
    quotes = [" ".join(f.span.quote.split()) for f in figures]
    if sign == "growth":
        return f"{quotes[0]} / {quotes[1]} - 1"
    return f" {sign} ".join(quotes)
