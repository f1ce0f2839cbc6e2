"""Cells of tables found by the words of a question: row label, labels above, column header and caption together address a value.

A table may run either way (years across or years down), so a cell is addressed by all of its words, wherever they stand.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tieout.answer.ask_places import MONTHS, CellPlace, find_places, tells_years
from tieout.answer.ask_words import GENERIC, REMARK, plain_letters, split_words
from tieout.answer.summary.measures import PARENT, STATEMENT
from tieout.concepts.words import fold
from tieout.model import Document, Table

_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z&-]+")
"""A word written with a capital within a question: the name of a part, not to be passed over."""
_TABLE_WEIGHT, _ABOVE_WEIGHT, _UNKNOWN_WEIGHT, _NAME_WEIGHT = 0.7, 0.15, 0.5, 1.0
_LEAST, _LEAST_COVERAGE, _LEAD = 0.6, 0.62, 0.035
_VERBATIM, _SHORTEST = 0.08, 4
_TRANSLATED = 0.15
_LEAST_ALONE = 0.7
"""A row of which a question names one word of several is a part: "injured employees" are not the employees."""
_STATEMENT, _PARENT, _UNASKED = 0.05, 0.25, 0.3
_MOVES = re.compile(r"\b(?:increase|decrease|change|effect|impact|adjustment)s?\b|影响|调整|變動|变动", re.I)
"""Rows that tell a movement are meant only where the question asks for one."""
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A cell and how well a question's words fit it, 0 to a little over 1."""

    cell: CellPlace
    fit: float


@dataclass
class CellIndex:
    """All figures of the documents' tables; `weight` says how rare a word is among rows and columns."""

    cells: list[CellPlace]
    weight: dict[str, float] = field(default_factory=dict)
    lines: dict[tuple[str, str, int], list[CellPlace]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cell in self.cells:
            self.lines.setdefault((cell.table.id, "row", cell.row), []).append(cell)
            self.lines.setdefault((cell.table.id, "column", cell.column), []).append(cell)
        if self.weight:
            return
        counts: Counter[str] = Counter()
        for words in {(c.table.id, c.row): c.label | c.above | c.caption for c in self.cells}.values():
            counts.update(words)
        for words in {(c.table.id, -c.column): c.header for c in self.cells}.values():
            counts.update(words)
        size = sum(1 for _ in {(c.table.id, c.row) for c in self.cells}) + 1
        self.weight = {w: math.log(1.5 + size / n) for w, n in counts.items()}

    def narrow(self, unit: str) -> CellIndex:
        """The cells of one unit, their words as rare as among all."""
        return CellIndex([c for c in self.cells if c.figure.quantity.unit == unit], self.weight)

    def neighbours(self, cell: CellPlace, *, in_row: bool) -> list[CellPlace]:
        """The other cells of its row, or of its column."""
        key = (cell.table.id, "row", cell.row) if in_row else (cell.table.id, "column", cell.column)
        return [c for c in self.lines[key] if c is not cell]

    def find(
        self, question: str, words: frozenset[str], year: str | None = None, like: CellPlace | None = None
    ) -> list[Hit]:
        """The best-fitting cells first; of a `year` where one is given; with `like` only those of its row or column."""
        most = max(self.weight.values(), default=1.0)
        names = frozenset(w for m in _NAMED.finditer(question) for w in split_words(m[0]))
        unknown = {
            w: most * (_NAME_WEIGHT if w in names or w[0] > "\u3000" else _UNKNOWN_WEIGHT)
            for w in words
            if w not in self.weight
        }
        total = sum(self.weight.get(w, 0.0) for w in words) + sum(unknown.values()) or 1.0
        plain = f" {plain_letters(question)} "
        hits = []
        for cell in self.cells:
            if year is not None and (year not in cell.years or (len(cell.years) > 1 and cell.years - words)):
                continue
            if like is not None and not _goes_with(cell, like):
                continue
            if not words & (cell.label | cell.header) or not _shares_content(words, cell) or _stands_off(plain, cell):
                continue
            hits.append(Hit(cell, self._rate(cell, words, total, plain)))
        hits.sort(key=lambda h: (-round(h.fit, 2), -int(max(h.cell.years, default="0")), -h.fit, h.cell.row))
        return hits

    def best(
        self, question: str, words: frozenset[str], year: str | None = None, like: CellPlace | None = None
    ) -> Hit | None:
        """The one cell that fits; None where none fits well or another that says something else fits as well."""
        hits = self.find(question, words, year, like)
        if not hits or hits[0].fit < (_LEAST if like is None else 0.0):
            return None
        first = hits[0]
        for other in hits[1:]:
            if first.fit - other.fit > _LEAD:
                break
            if abs(other.cell.figure.value) == abs(first.cell.figure.value) or _is_later(first.cell, other.cell):
                continue
            if year is not None or not max(other.cell.years, default="") < max(first.cell.years, default=""):
                return None
        return first

    def _rate(self, cell: CellPlace, words: frozenset[str], total: float, plain: str) -> float:
        near, own = cell.label | cell.header, cell.label | (cell.header - cell.years - cell.caption)
        bare = all(w.isdigit() for w in own)
        around = cell.above | cell.caption | (cell.lead if bare else frozenset())
        found = sum(
            self.weight.get(w, 0.0) if w in near else _TABLE_WEIGHT * self.weight.get(w, 1.0)
            for w in words
            if w in near or w in around
        )
        above = [self.weight[w] * _ABOVE_WEIGHT for w in cell.above if w not in words and not w.isdigit()]
        named = (sum(self.weight[w] for w in own if not w.isdigit()) or 1.0) + sum(above)
        told = sum(self.weight[w] for w in own if w in words and not w.isdigit())
        coverage, precision = found / total, 1.0 if bare and cell.lead and not cell.caption else told / named
        asked = sum(1 for w in words if not w.isdigit())
        if coverage < _LEAST_COVERAGE or (asked == 1 and precision < _LEAST_ALONE):
            return 0.0
        label = plain_letters(REMARK.sub("", cell.name))
        verbatim = len(label) >= (_SHORTEST if not _HAN.search(label) else 2) and _names(plain, cell.name)
        fit = math.sqrt(coverage * precision) + (_VERBATIM + 0.0005 * len(label) if verbatim else 0.0)
        return (
            fit
            + _rate_place(cell.table)
            - (_TRANSLATED if _is_translated(cell) else 0.0)
            - (_UNASKED if _MOVES.search(cell.name) and not _MOVES.search(plain) else 0.0)
        )

    def cell_at(self, place: tuple[str, int]) -> CellPlace | None:
        """The cell whose figure starts at a place of a layer."""
        return next((c for c in self.cells if (c.figure.span.layer, c.figure.span.start) == place), None)

    def is_outdone(self, place: tuple[str, int], question: str, words: frozenset[str]) -> bool:
        """True where some row or column that a question names in full is not the one at a place: the question asks for that one."""
        own = self.cell_at(place)
        if own is None:
            return False
        near = own.label | own.header | own.above | own.caption
        plain = f" {plain_letters(question)} "
        if _stands_off(plain, own):
            return True
        names = {t for c in self.cells for t in (*c.table.rows[c.row].path, c.name, *c.table.columns[c.column].path)}
        for name in names:
            tokens = frozenset(w for w in split_words(GENERIC.sub(" ", REMARK.sub("", name))) if not w.isdigit())
            if (
                tokens
                and tokens <= words
                and tokens - near
                and len(plain_letters(name)) >= _SHORTEST
                and _names(plain, name)
            ):
                return True
        return False


def index_cells(documents: Iterable[Document]) -> CellIndex:
    """The figures of all tables of the documents."""
    return CellIndex(find_places(documents))


def _is_translated(cell: CellPlace) -> bool:
    """True for a column in another currency than most columns of its table: a translation for the reader's convenience."""
    own = cell.table.columns[cell.column].unit
    units = [c.unit for c in cell.table.columns if c.kind == "value" and c.unit is not None and len(c.unit) == 3]
    return own in units and units.count(own) * 2 < len(units)


def _rate_place(table: Table) -> float:
    """A statement of the group goes before a note, and both before the parent company's own."""
    where = " ".join((*table.section[-2:], table.caption))
    return (_STATEMENT if STATEMENT.search(where) else 0.0) - (_PARENT if PARENT.search(where) else 0.0)


def _names(plain: str, name: str) -> bool:
    label = plain_letters(REMARK.sub("", name))
    return label.replace(" ", "") in plain.replace(" ", "") if _HAN.search(label) else f" {label} " in plain


def _goes_with(cell: CellPlace, like: CellPlace) -> bool:
    """True for the same row, the same column, or the same label and header in a table of another year."""
    if cell.table.id == like.table.id and cell.row == like.row:
        return tells_years(cell.table) or cell.header - cell.years == like.header - like.years
    if cell.table.id == like.table.id and cell.column == like.column:
        return cell.label - cell.years == like.label - like.years
    return cell.label == like.label and cell.header - cell.years == like.header - like.years


def _shares_content(words: frozenset[str], cell: CellPlace) -> bool:
    """False where a label has only its date in common with the question, or tells a part where a total is asked for."""
    own = {w for w in cell.label if not w.isdigit() and w not in MONTHS}
    if own - _WHOLE and words & cell.label and not words & own:
        return False
    return not ("total" in words and "total" not in cell.label | cell.header and own & _PARTIAL - words)


_INTERNAL = re.compile(r"\binter[ -]?(?:segment|company|group)\b|\binternal\b|\beliminat|分部间|内部|抵[销消銷]")
_ORDINAL = re.compile(r"\b(first|second|third|fourth)(?: fiscal)? (?:quarter|month|half)\b")


def _stands_off(plain: str, cell: CellPlace) -> bool:
    """True where the question names the row only as what another one is before or without ("income before income tax"), or a quarter
    or month that is not the cell's."""
    part = _ORDINAL.search(plain)
    if part is not None and not _tells_part(part[1], cell):
        return True
    label = plain_letters(REMARK.sub("", cell.name)).split(" benefit")[0]
    if _INTERNAL.search(label) and not _INTERNAL.search(plain):
        return True
    if len(label) < _SHORTEST or re.search(r"\b(?:before|excluding|net of)\b", label):
        return False
    return re.search(rf" (?:before|excluding|net of) (?:the )?{re.escape(label)} ", plain) is not None


def _tells_part(ordinal: str, cell: CellPlace) -> bool:
    period = cell.table.columns[cell.column].period or cell.table.rows[cell.row].period
    told = fold(
        " ".join((*cell.table.columns[cell.column].path, *cell.table.rows[cell.row].path, cell.table.caption))
    ).lower()
    number = _ORDINALS[ordinal]
    return re.search(
        rf"\b{ordinal}\b|\bq{number}\b|\b{number}q|\bmonth\W+{number}\b|#\s?{number}\b", told
    ) is not None or (period is not None and period.days < _PART_DAYS)


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PART_DAYS = 200
_WHOLE = frozenset(split_words("total group consolidated all overall"))
_PARTIAL = frozenset(split_words("current noncurrent non-current"))


def _is_later(first: CellPlace, other: CellPlace) -> bool:
    """True when both stand in one row and only the years tell them apart: without a year asked for, the latest is meant."""
    same = first.table.id == other.table.id and first.row == other.row
    return (
        same
        and first.header - first.years == other.header - other.years
        and max(first.years, default="") > max(other.years, default="")
    )


def named_lines(index: CellIndex, question: str, least: int = 2) -> list[str]:
    """The labels of rows, or else of columns, `least` or more of which stand word for word in a question, in reading order.

    Of labels that overlap the longest counts.
    """
    rows = {REMARK.sub("", c.name) for c in index.cells}
    columns = {text for c in index.cells for text in c.table.columns[c.column].path}
    for names in (rows, columns):
        found = _find_names(names, f" {plain_letters(question)} ")
        if len(found) >= least:
            return found
    return []


def names_row(index: CellIndex, question: str) -> bool:
    """True where a question that defines no calculation names a row of two words or more by its whole label."""
    if re.search(r"\bdefined? .{0,40}\bas\b|定义为|公式", question, re.I):
        return False
    return any(len([w for w in split_words(name) if not w.isdigit()]) > 1 for name in named_lines(index, question, 1))


def _find_names(names: Iterable[str], plain: str) -> list[str]:
    found: list[tuple[int, int, str]] = []
    for name in sorted(names, key=lambda n: (-len(n), n)):
        label = plain_letters(name)
        content = [w for w in split_words(GENERIC.sub(" ", name)) if not w.isdigit()]
        at = plain.find(f" {label} ") if len(label) >= _SHORTEST and content else -1
        if at >= 0 and not any(a < at + len(label) + 1 and at < b for a, b, _ in found):
            found.append((at, at + len(label) + 1, name))
    return [name for _, _, name in sorted(found)]
