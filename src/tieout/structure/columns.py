"""What each column of a grid holds: header path, kind, period, unit and scale."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from tieout.concepts.table_words import CHANGE, MOVEMENT, NOTE, OTHER_BASIS, PORTION, SHARE
from tieout.model import Column, ColumnKind, Grid, GridCell, Period
from tieout.numbers.find import find_quantities
from tieout.numbers.parse import is_nil, is_unavailable, parse_quantity
from tieout.numbers.scale import UnitScale, find_currencies, parse_unit_scale
from tieout.structure.column_periods import Reckoning, find_column_period, find_shared_period, narrow, reads_month_first

_HEADER_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a table: the unit and scale in force, by what periods are reckoned, whether it shows balances,
    the period named right above it, the texts that may state a unit, and the sentence that leads to it."""

    unit: UnitScale | None
    by: Reckoning
    balances: bool = False
    period: Period | None = None
    hint: str = ""
    lead: str = ""


def count_header_rows(grid: Grid) -> int:
    """Rows at the top that print no figure. What the format states wins."""
    if grid.header_rows is not None:
        return grid.header_rows
    for r, row in enumerate(grid.rows[:_HEADER_LIMIT]):
        cells = [c for c in row[1:] if c is not None and c.text]
        if any(_prints_figure(c.text) for c in cells) and not _names_columns(grid, r):
            return r
        first = row[0] if row else None
        if r > 0 and first is not None and first.text and not cells and _names_no_header(grid, r):
            return r
    return 0 if len(grid.rows) > 1 and len(grid.rows) <= _HEADER_LIMIT else min(1, len(grid.rows))


def _names_no_header(grid: Grid, r: int) -> bool:
    """True when a row with a label only is followed by figures: it heads a group of rows, not the columns."""
    following = grid.rows[r + 1] if r + 1 < len(grid.rows) else ()
    above = grid.rows[r - 1]
    return any(c is not None and _prints_figure(c.text) for c in following[1:]) and any(
        c is not None and c.text for c in above[1:]
    )


_NAME_WITH_NUMBER = re.compile(r"[^\W\d].*[^\W\d]")


def _names_columns(grid: Grid, r: int) -> bool:
    """True for a row of names that hold numbers ("S&P 500 Index", "2 - 3 years", "April 27, 2019 (1)") above bare figures; between
    may stand lines of units and headings of rows."""
    texts = {k: cell.text for k, cell in enumerate(grid.rows[r]) if k and cell is not None and cell.text}
    if len(texts) < 2 or any(not _NAME_WITH_NUMBER.search(t) or parse_quantity(t) is not None for t in texts.values()):
        return False
    for row in grid.rows[r + 1 : r + 1 + _LINES_BETWEEN]:
        below = [cell.text for k in texts if k < len(row) and (cell := row[k]) is not None and cell.text]
        figures = [t for t in below if parse_quantity(t) is not None]
        if figures:
            return len(below) == len(texts) and all(t in figures or prints_nothing(t) for t in below)
    return False


_LINES_BETWEEN = 3


_AROUND_NIL = re.compile(r"^(?:[A-Z]{0,3}[$€£¥￥]|RMB)\s*|[\s*†‡#^]+$")


def prints_nothing(text: str) -> bool:
    """A dash or "n/a", perhaps with its currency sign or a footnote's mark."""
    bare = _AROUND_NIL.sub("", text.strip())
    return is_nil(bare) or is_unavailable(bare)


_LONE_THOUSANDS = re.compile(r"(?<![\d,.])000(?!\d)")


def _prints_figure(text: str) -> bool:
    if is_nil(_AROUND_NIL.sub("", text.strip())):
        return True
    if parse_unit_scale(text) is not None and not re.search(r"\d[\d,.]*\d|\d%", _LONE_THOUSANDS.sub("", text)):
        return False
    return bool(find_quantities(_NOTE_MARK.sub("", text)))


_NOTE_MARK = re.compile(r"(?:(?<=[a-z]{4})|(?<=\b(?:19|20)\d\d))\s?\(\d{1,2}\)$")
"""The mark of a footnote behind a name or year: "Payments due by period (1)"."""


_YEAR_DAYS = 350
_BARE_YEAR = re.compile(r"^[^A-Za-z\u4e00-\u9fff]*(?:(?:19|20)\d\d|二[零〇○][一二三四五六七八九零〇○]{2})年?(?!\d)")
"""A header that begins with a year: in a statement of balances it means the year's end."""


def read_columns(grid: Grid, header_rows: int, context: Context) -> tuple[Column, ...]:
    """One column for each of the grid's, in order."""
    width = len(grid.rows[0]) if grid.rows else 0
    paths = _carry_heads([_header_path(grid, c, header_rows) for c in range(width)], grid, header_rows)
    label_columns = _find_label_columns(grid, header_rows, width)
    corner = " ".join(" ".join(paths[c]) for c in label_columns)
    outer = parse_unit_scale(corner) or _lone_unit(grid, header_rows, label_columns) or context.unit
    by = replace(context.by, month_first=reads_month_first(grid, header_rows))
    shared = find_shared_period(grid, header_rows, by, context.period, context.lead)
    around = Context(outer, by, context.balances, shared, f"{context.hint} {corner}")
    columns = [_read_column(grid, c, paths[c], c in label_columns, header_rows, corner, around) for c in range(width)]
    return _date_inner_columns(grid, header_rows, _carry_amount_units(columns))


_USE = re.compile(
    r"^\W*(?:(?:actual(?:ly)?|amounts?|proceeds|net|balance|cumulative(?:ly)?|total)\s+)*(?:not\s+yet\s+|un)?(?:used|utili[sz]ed|applied|spent|remaining|drawn)\b|^(?:累[计計])?(?:已|未|尚未)?(?:[使动動]用|[运運]用)",
    re.I,
)


def _carry_amount_units(columns: list[Column]) -> list[Column]:
    """The use of an amount is told in the amount's own unit: "Net proceeds (HK$ millions)", then "Used" and "Unused" without one."""
    values = [c for c, column in enumerate(columns) if column.kind == "value"]
    first = columns[values[0]] if len(values) > 2 else None
    rest = [columns[c] for c in values[1:]]
    if first is None or first.unit is None or any(k.unit or k.scale for k in rest):
        return columns
    if not all(_USE.search(" ".join(k.path)) for k in rest):
        return columns
    return [replace(k, unit=first.unit, scale=first.scale) if k in rest else k for k in columns]


def _date_inner_columns(grid: Grid, header_rows: int, columns: list[Column]) -> tuple[Column, ...]:
    """Accounts that print parts in an inner and sums in an outer column under one date: where columns come in pairs that
    never print in the same row and only one of each pair is dated, its date holds for both."""
    values = [c for c, column in enumerate(columns) if column.kind == "value"]
    pairs = list(zip(values[::2], values[1::2], strict=False))
    dated = {(columns[a].period is not None, columns[b].period is not None) for a, b in pairs}
    if len(values) % 2 or dated not in ({(True, False)}, {(False, True)}):
        return tuple(columns)
    inner = dated == {(False, True)}
    for a, b in pairs:
        bare, full = (a, b) if inner else (b, a)
        named = any(not _UNIT_ONLY.fullmatch(text) for text in columns[bare].path)
        if b != a + 1 or named or any(_prints(row[a]) and _prints(row[b]) for row in grid.rows[header_rows:]):
            return tuple(columns)
    for a, b in pairs:
        bare, full = (a, b) if inner else (b, a)
        of = columns[full]
        columns[bare] = replace(columns[bare], path=of.path, period=of.period, unit=of.unit, scale=of.scale)
    return tuple(columns)


_UNIT_ONLY = re.compile(r"\W*(?:[A-Z]{0,3}[$€£¥￥]|RMB|EUR|USD|GBP)?\s*(?:['’]?000s?|m)?\W*")


def _prints(cell: GridCell | None) -> bool:
    return cell is not None and bool(cell.text) and not prints_nothing(cell.text)


_UNIT_LINE = re.compile(r"^[(（].*[)）]$|^(?:in\s|RMB|HK|US)", re.I)


def _lone_unit(grid: Grid, header_rows: int, label_columns: set[int]) -> UnitScale | None:
    """The unit a header row states by itself, "(In millions)" in the middle of the columns: it holds for all of them."""
    for row in reversed(grid.rows[:header_rows]):
        texts = [c.text for k, c in enumerate(row) if c is not None and c.text and k not in label_columns]
        if len(texts) == 1 and _UNIT_LINE.match(texts[0]):
            stated = parse_unit_scale(texts[0])
            if stated is not None and stated.scale is not None and stated.unit != "%":
                return stated
    return None


def _read_column(
    grid: Grid, c: int, path: tuple[str, ...], is_label: bool, header_rows: int, corner: str, context: Context
) -> Column:
    """`context` holds for this table: its unit is what the corner or the surroundings state, its period what all share."""
    words = " ".join(path)
    if is_label:
        return Column(path, "label")
    texts = [cell.text for row in grid.rows[header_rows:] if (cell := row[c]) is not None and cell.text]
    kind = _find_kind(texts, path, context)
    period = find_column_period(path, corner, context.by)
    if period is None and kind == "value" and context.period is not None:
        period = narrow(context.period, path)
    if context.balances and period is not None and period.days >= _YEAR_DAYS and _BARE_YEAR.search(words):
        period = Period(period.end)
    stated = next((u for u in (parse_unit_scale(p) for p in reversed(path)) if u is not None), None)
    unit, scale = _combine(stated, context)
    if kind in {"change", "share"}:
        marked = kind == "share" and _mostly_percent(texts)
        percent = marked or bool(stated and stated.unit in {"%", "pp"})
        unit, scale = (stated.unit if stated and stated.unit in {"%", "pp"} else "%", 0) if percent else (unit, scale)
        if kind == "share" and not percent and stated is None:
            unit, scale = "%", 0
    if kind == "value" and _carries_per_cent(texts):
        unit, scale = "%", 0
    if unit is None and kind in {"value", "change"}:
        unit = _printed_currency(texts)
    return Column(path, kind, period, unit, scale) if words or kind != "text" else Column(path, "text")


_MARK_ROWS = 3
"""In a column of fewer figures the signs of the first and the last tell nothing of one between."""


def _carries_per_cent(texts: list[str]) -> bool:
    """True where the first and the last figure of a column print a per cent sign and those between look alike and print
    no sign: it counts for all, as a currency sign does."""
    figures = [q for t in texts if (q := parse_quantity(t)) is not None]
    plain = [q for q in figures if q.unit is None]
    if len(figures) < _MARK_ROWS or not plain or {figures[0].unit, figures[-1].unit} != {"%"}:
        return False
    digits = {q.decimals for q in figures if q.unit == "%"}
    return all(q.unit in {"%", None} for q in figures) and all(
        q.decimals in digits and abs(q.number) <= 100 for q in plain
    )


def _printed_currency(texts: list[str]) -> str | None:
    """The currency that some of a column's amounts print beside them, as reports do in the first and the total rows."""
    units = {q.unit for t in texts if (q := parse_quantity(t)) is not None and q.unit is not None}
    money = [unit for unit in units if len(unit) == 3 and unit.isupper()]
    return money[0] if len(money) == 1 else None


def _combine(stated: UnitScale | None, context: Context) -> tuple[str | None, int]:
    """Unit and scale of a column from its own headers and what stands around it; a scale told for several currencies
    ("in thousands of RMB and US$") holds for each."""
    outer = context.unit
    if stated is None:
        return (outer.unit, outer.scale or 0) if outer is not None else (None, 0)
    if stated.unit == "%":
        return "%", 0
    scale = stated.scale
    if scale is None:
        shared = outer is not None and (
            stated.unit in {None, outer.unit} or outer.unit is None or stated.unit in find_currencies(context.hint)
        )
        scale = (outer.scale or 0) if outer is not None and shared else 0
    unit = stated.unit or (outer.unit if outer is not None and outer.unit != "%" else None)
    return unit, scale


def _header_path(grid: Grid, c: int, header_rows: int) -> tuple[str, ...]:
    """Texts of the header cells above a column, from the top; a spanned cell's text counts for all it spans."""
    path: list[str] = []
    for r in range(header_rows):
        text = ""
        for k in range(c, -1, -1):
            cell = grid.rows[r][k]
            if cell is not None:
                text = cell.text if k + max(cell.colspan, 1) > c else ""
                break
        if text and (not path or path[-1] != text):
            path.append(text)
    return tuple(path)


def _carry_heads(paths: list[tuple[str, ...]], grid: Grid, header_rows: int) -> list[tuple[str, ...]]:
    """Paths with heads that stand over the first of several columns and mean all of them, as sheets export merged cells: where the
    row below says the same under each ("Assets", "", "Liabilities", "" over "2019", "2018", "2019", "2018")."""
    if header_rows < 2:
        return paths
    rows = [[cell.text if cell is not None else "" for cell in row][1:] for row in grid.rows[:header_rows]]
    for upper, lower in itertools.pairwise(rows):
        starts = [k for k, text in enumerate(upper) if text]
        size = len(upper) // len(starts) if starts else 0
        even = size > 1 and starts == list(range(0, len(upper), size)) and len(starts) > 1
        if not even or any(lower[k] != lower[k % size] or not lower[k] for k in range(len(lower))):
            continue
        if len(set(lower[:size])) < size or any(
            c is None or c.colspan > 1 for row in grid.rows[:header_rows] for c in row
        ):
            continue
        heads = [upper[k // size * size] for k in range(len(upper))]
        paths = [(heads[c - 1], *path) if c and heads[c - 1] not in path else path for c, path in enumerate(paths)]
    return paths


def _find_label_columns(grid: Grid, header_rows: int, width: int) -> set[int]:
    """The leading columns whose cells are words; at least the first, unless it prints figures itself.

    A column of years right of the labels is one too: rows "2023", "2022" set in under the name they belong to.
    """
    labels: set[int] = set()
    blank = True
    for c in range(width):
        texts = [cell.text for row in grid.rows[header_rows:] if (cell := row[c]) is not None and cell.text]
        figures = sum(1 for t in texts if parse_quantity(t) is not None or is_nil(t))
        first = c == len(labels) and blank
        if first and (not texts or figures * 2 <= len(texts) or all(_is_year(t) for t in texts if t[:1].isdigit())):
            labels.add(c)
            blank = not texts
        elif c > 0 and c - 1 in labels and texts and _holds_words(grid, header_rows, c, texts, figures):
            if NOTE.match(" ".join(_header_path(grid, c, header_rows)).strip()):
                break
            labels.add(c)
        else:
            break
    return labels


def _holds_words(grid: Grid, header_rows: int, c: int, texts: list[str], figures: int) -> bool:
    if figures == 0 and not any(find_quantities(t) for t in texts):
        return True
    rows = [row for row in grid.rows[header_rows:] if row[c] is not None and row[c].text]  # type: ignore[union-attr]
    apart = all(row[0] is None or not row[0].text for row in rows)
    return apart and all(map(_is_year, texts))


def _is_year(text: str) -> bool:
    """A year alone, perhaps with the mark of a footnote: "2020 (b)"."""
    return bool(re.fullmatch(r"(?:FY)?(?:19|20)\d\d(?:年)?\s*(?:[(（]\w[)）]|[*†‡]+)?", text.strip()))


_CONTENTS = re.compile(r"\bcontents\b|^\s*index\b|目[录錄次]", re.I)
_LEAST_PAGES = 6


def _runs_up(texts: list[str]) -> bool:
    """True for page numbers of a table of contents: whole numbers that never go down."""
    numbers = [int(t) for t in texts if re.fullmatch(r"\d{1,3}", t.strip())]
    return len(numbers) == len(texts) >= _LEAST_PAGES and numbers[0] < numbers[-1] and numbers == sorted(numbers)


_INDEX = re.compile(r"^(?:序号|序號|编号|編號|No\.?|#)$", re.I)


def _find_kind(texts: list[str], path: tuple[str, ...], context: Context) -> ColumnKind:
    last = path[-1].strip() if path else ""
    if path and (NOTE.match(last) or _INDEX.match(last)):
        return "note"
    if (not path or _CONTENTS.search(context.hint)) and _runs_up(texts):
        return "note"
    figures = [t for t in texts if parse_quantity(t) is not None]
    words = [t for t in texts if t not in figures and not is_nil(t)]
    if not figures and (words or not texts) and not any(find_quantities(t) for t in words):
        return "text"
    named = last if not _UNIT_LINE.match(last) or len(path) < 2 else path[-2]
    moved = MOVEMENT.search("".join(path)) is not None or OTHER_BASIS.search(" ".join(path)) is not None
    above = " ".join(p for p in path[:-1] if not MOVEMENT.search(p))
    if not moved and (_is_change(named) or (_is_change(above) and not find_column_period((last,), "", context.by))):
        return "change"
    percent = sum(1 for t in figures if "%" in t or "％" in t)
    stated = parse_unit_scale(last)
    if (SHARE.search(last) or PORTION.search(" ".join(path))) and (
        percent or (stated is not None and stated.unit == "%") or _looks_like_shares(figures)
    ):
        return "share"
    if stated is not None and stated.unit == "%" and re.fullmatch(r"[\s%％()（）]*", last):
        return "share"
    return "value"


def _is_change(text: str) -> bool:
    return CHANGE.search(text) is not None and MOVEMENT.search(text) is None


def _looks_like_shares(figures: list[str]) -> bool:
    values = [q.number for t in figures if (q := parse_quantity(t)) is not None]
    return bool(values) and all(abs(v) <= 100 for v in values)


def _mostly_percent(texts: list[str]) -> bool:
    figures = [t for t in texts if parse_quantity(t) is not None]
    return bool(figures) and sum("%" in t or "％" in t or "pp" in t for t in figures) * 2 >= len(figures)
