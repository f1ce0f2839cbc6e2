"""Where a report that is presumably right can be made wrong: relations that hold, found by arithmetic and without the checks.

A `Site` changes characters of a report as read, each run by one of the same length, so that every other place stays.
Sums are runs of rows that add up in two columns or more; growth cells, growth told in sentences and amounts that a table
prints with the sentence's words are found from the printed digits alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from random import Random

from tieout.concepts.labels import label_words
from tieout.model import Document, Figure, Paper, Span, Table

_RUN_LIMIT = 30
_DIGITS = 3
_MONEY_WORDS = ((" million", " billion"), (" billion", " million"))
_DIRECTIONS = (
    ("increased", "decreased"), ("increase", "decrease"), ("decreased", "increased"), ("decrease", "increase"),
    ("增加", "減少"), ("减少", "增加"), ("減少", "增加"), ("上升", "下降"), ("下降", "上升"), ("增长", "下降"), ("增長", "下降"),
)  # fmt: skip
_SHARE = re.compile(r"(?<![\w.,])(\d+\.\d+) ?%")
_AMOUNT = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+\.\d+")


@dataclass(frozen=True)
class Edit:
    """Characters of a layer replaced by as many others."""

    layer: str
    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Site:
    """A mistake that can be planted: its class, its edits, and the tables and sentences whose relations it breaks.

    `dropped` names a table block's place and the row of its grid that is left out.
    """

    kind: str
    edits: tuple[Edit, ...]
    touched: frozenset[str]
    note: str = ""
    dropped: Span | None = None


@dataclass(frozen=True)
class Sum:
    """Rows that add up to one in every one of these columns."""

    table: Table
    result: int
    parts: tuple[int, ...]
    columns: tuple[int, ...]


def find_sites(paper: Paper, rng: Random) -> Iterator[Site]:
    """Every mistake that could be planted, class by class, places in random order."""
    sums = [s for table in paper.tables for s in find_sums(table)]
    rng.shuffle(sums)
    yield from _in_sums(sums, rng)
    yield from _in_growth_columns(paper, rng)
    yield from _in_two_tables(paper, rng)
    for document in paper.documents:
        yield from _in_sentences(document, rng)
    yield from _in_told_values(paper, rng)


def find_sums(table: Table) -> Iterator[Sum]:
    """Runs of three rows or more that add up to the row below them in two columns or more, shortest first."""
    columns = [c for c, column in enumerate(table.columns) if column.kind == "value"]
    filled = [r for r in range(len(table.rows)) if any(table.cells[r][c].figure for c in columns)]
    for k, result in enumerate(filled):
        for length in range(3, min(k, _RUN_LIMIT) + 1):
            parts = filled[k - length : k]
            held = [c for c in columns if _adds_up(table, result, parts, c)]
            told = [c for c in columns if _figure(table, result, c) is not None]
            if len(held) >= 2 and len(held) == len(told):
                yield Sum(table, result, tuple(parts), tuple(held))
                break


def _figure(table: Table, r: int, c: int) -> Figure | None:
    return table.cells[r][c].figure


def _adds_up(table: Table, result: int, parts: list[int], c: int) -> bool:
    total = _figure(table, result, c)
    terms = [f for r in parts if (f := _figure(table, r, c)) is not None]
    if total is None or len(terms) < 3 or count_digits(total) < _DIGITS:
        return False
    return abs(sum((f.value for f in terms), Decimal(0)) - total.value) <= total.quantity.step * (len(terms) + 1) / 2


def count_digits(figure: Figure) -> int:
    """Significant digits that a figure prints."""
    return len(figure.quantity.number.normalize().as_tuple().digits)


def _in_sums(sums: list[Sum], rng: Random) -> Iterator[Site]:
    for held in sums:
        table = held.table
        column = rng.choice(held.columns)
        total = _figure(table, held.result, column)
        parts = [f for r in held.parts if (f := _figure(table, r, column)) is not None]
        assert total is not None
        slack = total.quantity.step * (len(parts) + 2)
        touched = frozenset({table.id})
        for kind, figure in (("total_digit", total), ("item_digit", rng.choice(parts))):
            if (edit := _alter(figure, rng, slack)) is not None:
                yield Site(kind, (edit,), touched, table.rows[held.result].label)
        if (edit := _transpose(rng.choice([total, *parts]), rng, slack)) is not None:
            yield Site("transposed", (edit,), touched)
        signed = [f for f in parts if re.fullmatch(r"\([\d,.]+\)", f.span.quote) and abs(f.value) * 2 > slack]
        if signed:
            figure = rng.choice(signed)
            yield Site("sign_lost", (_edit(figure.span, f" {figure.span.quote[1:-1]} "),), touched)
        yield from _in_row(held, rng, slack)


def _in_row(held: Sum, rng: Random, slack: Decimal) -> Iterator[Site]:
    """A part's amounts of two columns exchanged, one printed in both, the whole row left out."""
    table = held.table
    touched = frozenset({table.id})
    one, other = rng.sample(held.columns, 2)
    row = rng.choice(held.parts)
    a, b = _figure(table, row, one), _figure(table, row, other)
    if a is not None and b is not None and len(a.span.quote) == len(b.span.quote) and abs(a.value - b.value) > slack:
        yield Site("swapped_columns", (_edit(a.span, b.span.quote), _edit(b.span, a.span.quote)), touched)
        yield Site("stale_value", (_edit(a.span, b.span.quote),), touched)
    figures = [f for c in held.columns if (f := _figure(table, row, c)) is not None]
    if len(figures) >= 2 and all(abs(f.value) > slack for f in figures) and not _is_sum(held, row):
        total = _figure(table, held.result, held.columns[0])
        assert total is not None
        yield Site(
            "dropped_row", (_edit(total.span, total.span.quote),), touched, table.rows[row].label, figures[0].span
        )


def _is_sum(held: Sum, row: int) -> bool:
    """Whether a row sums the rows right above it: left out, those rows take its place, and nothing shows."""
    table = held.table
    filled = [r for r in range(row) if any(table.cells[r][c].figure for c in held.columns)]

    def adds_up(rows: list[int], sign: int) -> bool:
        for c in held.columns:
            total = _figure(table, row, c)
            terms = [
                f.value * (sign if k else 1) for k, r in enumerate(rows) if (f := _figure(table, r, c)) is not None
            ]
            if total is None or abs(sum(terms, Decimal(0)) - total.value) > total.quantity.step * (len(rows) + 1) / 2:
                return False
        return True

    runs = (filled[-length:] for length in range(2, min(len(filled), _RUN_LIMIT) + 1))
    return any(adds_up(rows, sign) for rows in runs for sign in (1, -1))


def _in_growth_columns(paper: Paper, rng: Random) -> Iterator[Site]:
    for table in rng.sample(paper.tables, len(paper.tables)):
        changes = [c for c, column in enumerate(table.columns) if column.kind == "change"]
        values = [c for c, column in enumerate(table.columns) if column.kind == "value"]
        for r in range(len(table.rows)):
            for c in changes:
                rate = _figure(table, r, c)
                pair = [_figure(table, r, v) for v in values[:2]]
                if rate is None or len(pair) < 2 or pair[0] is None or pair[1] is None or count_digits(rate) < 2:
                    continue
                if _is_growth(rate.quantity.number, rate.quantity.decimals, pair[0].value, pair[1].value):
                    edit = _alter(rate, rng, rate.quantity.step * 3)
                    if edit is not None:
                        yield Site("growth_cell", (edit,), frozenset({table.id}))


def _in_two_tables(paper: Paper, rng: Random) -> Iterator[Site]:
    """Rows of one name whose amounts stand in two tables, for two columns."""
    places: dict[tuple[frozenset[str], tuple[Decimal, ...]], list[tuple[str, list[Figure]]]] = defaultdict(list)
    for table in paper.tables:
        for r, row in enumerate(table.rows):
            figures = [f for c, k in enumerate(table.columns) if k.kind == "value" and (f := _figure(table, r, c))]
            words = label_words(row.label)
            if len(figures) >= 2 and words and all(count_digits(f) >= 4 for f in figures[:2]):
                places[words, tuple(abs(f.value) for f in figures[:2])].append((table.id, figures))
    for found in rng.sample(list(places.values()), len(places)):
        tables = {table for table, _ in found}
        if len(tables) >= 2:
            figure = rng.choice(rng.choice(found)[1][:2])
            edit = _alter(figure, rng, figure.quantity.step * 3)
            if edit is not None:
                yield Site("two_tables", (edit,), frozenset(tables), f"{len(found)} places")


def _in_sentences(document: Document, rng: Random) -> Iterator[Site]:
    """Sentences with one rate that is the growth between exactly one pair of their amounts."""
    for block in rng.sample(document.blocks, len(document.blocks)):
        if block.kind == "table":
            continue
        for sentence in re.finditer(r"[^\n|。]+?(?:\. |\n|$|。|(?=\|))", block.text):
            shares = list(_SHARE.finditer(sentence.group()))
            amounts = [
                m
                for m in _AMOUNT.finditer(sentence.group())
                if not any(s.start() <= m.start() < s.end() for s in shares)
            ]
            if len(shares) != 1 or not 2 <= len(amounts) <= 6:
                continue
            rate = Decimal(shares[0][1])
            pairs = [p for p in combinations(amounts, 2) if _is_told(rate, p[0][0], p[1][0])]
            if len(pairs) != 1:
                continue
            base = block.span.start + sentence.start()
            touched = frozenset({f"{block.span.layer}:{base}"})

            def edit(m: re.Match[str], group: int, base: int = base, layer: str = block.span.layer) -> Edit:
                return Edit(layer, base + m.start(group), base + m.end(group), change_digit(m[group], rng))

            yield Site("text_rate", (edit(shares[0], 1),), touched)
            yield Site("text_amount", (edit(rng.choice(pairs[0]), 0),), touched)
            yield from _directions(sentence.group(), block.span.layer, base, touched)


def _directions(text: str, layer: str, base: int, touched: frozenset[str]) -> Iterator[Site]:
    told = [(m, new) for old, new in _DIRECTIONS for m in re.finditer(rf"(?<![a-z]){old}(?![a-z])", text)]
    if len(told) == 1:
        m, new = told[0]
        yield Site("direction_word", (Edit(layer, base + m.start(), base + m.end(), new),), touched)


def _is_told(rate: Decimal, one: str, other: str) -> bool:
    a, b = Decimal(one.replace(",", "")), Decimal(other.replace(",", ""))
    decimals = -int(rate.as_tuple().exponent)
    return _is_growth(rate, decimals, a, b) or _is_growth(rate, decimals, b, a)


def _is_growth(rate: Decimal, decimals: int, now: Decimal, before: Decimal) -> bool:
    if before == 0:
        return False
    return abs(abs(now - before) / abs(before) * 100 - abs(rate)) <= Decimal(1).scaleb(-decimals) / 2


def _in_told_values(paper: Paper, rng: Random) -> Iterator[Site]:
    """Amounts of four digits or more that a sentence tells of a cell's label, and the cell's value.

    The label must stand before the amount as it is printed, in the same clause, and both must be money: a postal code or a
    share's price that happens to have a cell's digits, in a sentence that happens to have its words, contradicts nothing.
    """
    cells: dict[tuple[str, Decimal], list[tuple[str, str]]] = defaultdict(list)
    for table in paper.tables:
        for r, row in enumerate(table.rows):
            for cell in table.cells[r]:
                if cell.figure is not None and count_digits(cell.figure) >= 4:
                    for digits in (4, 5, 6, 7):
                        cells[table.document, _lead(abs(cell.figure.value), digits)].append(
                            (table.id, _plain(row.label))
                        )
    for claim in rng.sample(paper.claims, len(paper.claims)):
        for role, key in claim.roles:
            figure = paper.figures[key]
            if role not in ("current", "prior", "part") or count_digits(figure) < 4 or figure.quantity.approximation:
                continue
            homes = cells.get((claim.document, _lead(abs(figure.value), min(7, count_digits(figure)))), [])
            before = claim.span.quote[: max(0, figure.span.start - claim.span.start)]
            clause = _plain(re.split(r"[;；。]|,\s(?=and\b|while\b)", before)[-1])
            money = len(figure.quantity.unit or "") == 3
            home = next((t for t, label in homes if money and len(label) >= _LABEL and label in clause), None)
            if home is None:
                continue
            touched = frozenset({home, claim.id})
            edit = _alter(figure, rng, figure.quantity.step * 2)
            if edit is not None:
                yield Site("text_value", (edit,), touched, claim.span.quote[:160])
            for old, new in _MONEY_WORDS:
                at = claim.span.quote.find(old, figure.span.end - claim.span.start)
                if 0 <= at <= figure.span.end - claim.span.start or old in figure.span.quote:
                    quote = figure.span.quote
                    if old in quote:
                        yield Site("scale_word", (_edit(figure.span, quote.replace(old, new)),), touched, quote)


_LABEL = 4
"""Characters of a label that tells what is printed."""


def _plain(text: str) -> str:
    return re.sub(r"[\s\W\d_]+", "", text).lower()


def _lead(value: Decimal, digits: int) -> Decimal:
    return value.scaleb(-value.adjusted()).quantize(Decimal(1).scaleb(1 - digits)).scaleb(value.adjusted()).normalize()


def _edit(span: Span, new: str) -> Edit:
    assert len(new) == span.end - span.start
    return Edit(span.layer, span.start, span.end, new)


def _alter(figure: Figure, rng: Random, slack: Decimal) -> Edit | None:
    """One digit of a figure changed by more than the slack, in whole units; None where no try gives that."""
    for _ in range(8):
        new = change_digit(figure.span.quote, rng)
        if _shift(figure, new) > slack:
            return _edit(figure.span, new)
    return None


def _transpose(figure: Figure, rng: Random, slack: Decimal) -> Edit | None:
    quote = figure.span.quote
    places = [i for i, c in enumerate(quote) if c.isdigit()]
    for i, j in rng.sample(list(pairwise(places)), max(0, len(places) - 1)):
        new = quote[:i] + quote[j] + quote[i + 1 : j] + quote[i] + quote[j + 1 :]
        if quote[i] != quote[j] and new[places[0]] != "0" and _shift(figure, new) > slack:
            return _edit(figure.span, new)
    return None


def _shift(figure: Figure, new: str) -> Decimal:
    """By how much the value changes where the digits of its quote become those of another."""
    old_digits, new_digits = (Decimal("".join(c for c in q if c.isdigit()) or "0") for q in (figure.span.quote, new))
    return abs(new_digits - old_digits) * figure.quantity.step


def change_digit(quote: str, rng: Random) -> str:
    """The quote with one of its first three digits changed; never a zero in front."""
    i = rng.choice([i for i, c in enumerate(quote) if c.isdigit()][:3])
    return quote[:i] + rng.choice([d for d in "123456789" if d != quote[i]]) + quote[i + 1 :]
