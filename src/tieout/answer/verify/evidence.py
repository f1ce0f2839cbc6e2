"""Documents as evidence: every sentence and table row that prints a figure, with the words that say what it measures."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tieout.answer.verify.words import find_days, find_quarters, find_words
from tieout.model import Document, Figure, Span, Table

_ROW_MARKS = re.compile(r"[|\t]")
_PLAIN_ROW = re.compile(r"^\s*[^\d\s][^.;:]{2,90}?(?:[ \t]+[$€£]?\s?\(?\d[\d,.]*\)?%?){2,}\s*$")
"""A line of a table in plain text: a label and two or more numbers at its end."""
_SENTENCE = re.compile(r"(?<=[a-z\d%)\]\"”])[.!?]+(?=\s+[\"“(]?[A-Z]|\s*$)|[。！？]|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Inc|Ltd|Co|Corp|No|approx|vs|St|U\.S|etc|[A-Z]))$")
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|,\d|\.\d)")
_HEADER_LINES = 6
_BLANKS = " $%|\u200b"
_AROUND = 2


@dataclass(frozen=True, slots=True)
class Record:
    """A sentence or a table row: its place, the figures it prints, its own words and those around it.

    `columns` has the words of the header above each figure of a row; for a sentence it is empty.
    """

    document: str
    layer: str
    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]
    words: frozenset[str]
    around: frozenset[str]
    columns: tuple[frozenset[str], ...] = ()
    row: bool = False
    group: int = 0

    def column(self, k: int) -> frozenset[str]:
        """The words above the k-th figure."""
        return self.columns[k] if k < len(self.columns) else frozenset()


@dataclass
class Evidence:
    """Every record of the documents; `rarity` tells how rare a word is among them, `names` are the words of their companies' names."""

    records: tuple[Record, ...]
    documents: Mapping[str, Document]
    rarity: dict[str, float] = field(default_factory=dict)
    holders: dict[str, list[int]] = field(default_factory=dict)
    days: set[tuple[int, int, int]] = field(default_factory=set)
    names: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        counts: Counter[str] = Counter()
        for k, record in enumerate(self.records):
            for word in record.words | frozenset().union(*record.columns) if record.columns else record.words:
                counts[word] += 1
                self.holders.setdefault(word, []).append(k)
        self._starts = sorted((r.layer, r.start, k) for k, r in enumerate(self.records))
        told = (
            n for d in self.documents.values() for n in (d.company.name, *(name for _, name in d.company.names)) if n
        )
        self.names = frozenset(w for name in told for w in find_words(name))
        self.days = {day for d in self.documents.values() for _, _, day in find_days(d.text)}
        size = len(self.records) + 1
        self.rarity = {w: math.log(1 + size / n) for w, n in counts.items()}

    def record_at(self, span: Span) -> Record | None:
        """The record that holds a place."""
        k = bisect_right(self._starts, (span.layer, span.start, len(self.records))) - 1
        if k < 0:
            return None
        record = self.records[self._starts[k][2]]
        return record if record.layer == span.layer and record.start <= span.start < record.end else None

    def is_negative(self, figure: Figure) -> bool:
        """True for a figure below zero, also where its bracket stands in the cell before."""
        text = self.documents[figure.document].layer(figure.span.layer).text
        return figure.quantity.value < 0 or text[max(0, figure.span.start - 4) : figure.span.start].rstrip(
            _BLANKS
        ).endswith("(")

    def place(self, record: Record) -> Span:
        """Where a record stands."""
        return self.documents[record.document].layer(record.layer).span(record.start, record.end)


def gather_evidence(documents: Sequence[Document], figures: Mapping[str, Figure]) -> Evidence:
    """The records of documents; `figures` are all that they print, by id."""
    own = {d.id for d in documents}
    found: dict[str, list[tuple[int, Figure]]] = {}
    for figure in figures.values():
        if figure.document in own:
            found.setdefault(figure.span.layer, []).append((figure.span.start, figure))
    by_layer = {layer: _Placed(run) for layer, run in found.items()}
    records: list[Record] = []
    for document in documents:
        for table in document.tables:
            records += _table_rows(document, table, len(records))
        records += _prose(document, by_layer, len(records))
    return Evidence(tuple(records), {d.id: d for d in documents})


class _Placed:
    """The figures of a layer in order, found by where they start."""

    def __init__(self, run: list[tuple[int, Figure]]) -> None:
        run.sort(key=lambda r: r[0])
        self._starts = [start for start, _ in run]
        self._figures = [figure for _, figure in run]

    def between(self, low: int, high: int) -> list[Figure]:
        """Those that start from `low` up to `high`."""
        return self._figures[bisect_left(self._starts, low) : bisect_left(self._starts, high)]


_NONE = _Placed([])


def _table_rows(document: Document, table: Table, group: int) -> Iterator[Record]:
    around = frozenset(find_words(" ".join((*table.section[-2:], table.caption))))
    for row, cells in zip(table.rows, table.cells, strict=True):
        shown = [(k, c.figure, c) for k, c in enumerate(cells) if c.figure is not None]
        spans = [c.span for c in cells if c.span is not None]
        if not spans:
            continue
        columns = tuple(
            frozenset(find_words(" ".join(table.columns[k].path)))
            | find_quarters(" ".join(table.columns[k].path))
            | ({str(p.end.year)} if (p := row.period or table.columns[k].period) is not None else frozenset())
            for k, _, _ in shown
        )
        same = [s for s in spans if s.layer == spans[0].layer]
        first, last = min(s.start for s in same), max(s.end for s in same)
        words = frozenset(find_words(" ".join((*row.path, row.label, *(c.text for c in cells if c.figure is None)))))
        yield Record(
            document.id,
            spans[0].layer,
            first,
            last,
            _show_row(row.label, [f for _, f, _ in shown if f]),
            tuple(f for _, f, _ in shown if f),
            words,
            around,
            columns,
            True,
            group,
        )


def _show_row(label: str, figures: Sequence[Figure]) -> str:
    return f"{label}: {', '.join(' '.join(f.span.quote.split()) for f in figures)}"


def _prose(document: Document, by_layer: Mapping[str, _Placed], group: int) -> Iterator[Record]:
    heading: frozenset[str] = frozenset()
    headers: list[str] = []
    recent: list[frozenset[str]] = []
    for block in document.blocks:
        if block.grid is not None:
            continue
        if block.kind == "heading":
            heading = frozenset(find_words(block.text))
        base = block.span.start
        placed = by_layer.get(block.span.layer, _NONE)
        for start, end, is_row in _runs(block.text):
            text = block.text[start:end]
            own = placed.between(base + start, base + end)
            words = frozenset(find_words(text))
            if not is_row:
                headers = []
                group += 1
            elif not own:
                headers = [*headers[-_HEADER_LINES + 1 :], text]
            around = heading.union(*recent[-_AROUND:])
            columns = _columns(headers, text, own) if is_row and own else ()
            if own or words:
                yield Record(
                    document.id, block.span.layer, base + start, base + end, text.strip(), tuple(own), words, around, columns,
                    is_row, group,
                )  # fmt: skip
            if not is_row:
                recent.append(words)


def _runs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Lines that are rows of a table, and the sentences between them."""
    start = 0
    prose_from: int | None = None
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if _ROW_MARKS.search(line.strip()) or _PLAIN_ROW.match(line):
            if prose_from is not None:
                yield from _sentences(text, prose_from, start)
                prose_from = None
            yield start, end, True
        elif prose_from is None:
            prose_from = start
        start = end
    if prose_from is not None:
        yield from _sentences(text, prose_from, len(text))


def _sentences(text: str, low: int, high: int) -> Iterator[tuple[int, int, bool]]:
    start = low
    for stop in _SENTENCE.finditer(text, low, high):
        if stop.group()[0] == "." and _ABBREVIATION.search(text[max(low, stop.start() - 9) : stop.start()]):
            continue
        yield start, stop.end(), False
        start = stop.end()
    if text[start:high].strip():
        yield start, high, False


def _columns(headers: Sequence[str], text: str, figures: Sequence[Figure]) -> tuple[frozenset[str], ...]:
    """The words above each figure of a row of plain text, where a header line has as many cells or names as many years."""
    count = len(figures)
    found: list[set[str]] = [set() for _ in range(count)]
    for line in headers:
        cells = [c.strip() for c in _ROW_MARKS.split(line) if c.strip(_BLANKS)]
        if len(cells) in {count, count + 1}:
            for k, cell in enumerate(cells[-count:]):
                found[k].update(find_words(cell))
            continue
        years = _YEAR.findall(line)
        if len(years) == count:
            for k, year in enumerate(years):
                found[k].add(year)
        elif years and count % len(years) == 0:
            size = count // len(years)
            for k in range(count):
                found[k].add(years[k // size])
    return tuple(frozenset(f) for f in found)
