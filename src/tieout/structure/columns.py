"""What each column of a grid holds: header path, kind, period, unit and scale."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tieout.concepts.table_words import CHANGE, NOTE, SHARE
from tieout.model import Column, ColumnKind, Grid, Period
from tieout.numbers.find import find_quantities
from tieout.numbers.parse import is_nil, parse_quantity
from tieout.numbers.periods import YearEnd, find_periods
from tieout.numbers.scale import UnitScale, parse_unit_scale

_HEADER_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a table: the unit and scale in force, and the document's fiscal year end."""

    unit: UnitScale | None
    year_end: YearEnd = (12, 31)
    balances: bool = False
    period: Period | None = None
    hint: str = ""


def count_header_rows(grid: Grid) -> int:
    """Rows at the top that print no figure. What the format states wins."""
    if grid.header_rows is not None:
        return grid.header_rows
    for r, row in enumerate(grid.rows[:_HEADER_LIMIT]):
        cells = [c for c in row[1:] if c is not None and c.text]
        if any(_prints_figure(c.text) for c in cells):
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


def _prints_figure(text: str) -> bool:
    if is_nil(text):
        return True
    if parse_unit_scale(text) is not None and not re.search(r"\d[\d,.]*\d|\d%", text.replace("000", "")):
        return False
    return bool(find_quantities(text))


_YEAR_DAYS = 350
_BARE_YEAR = re.compile(r"^[^A-Za-z\u4e00-\u9fff]*(?:(?:19|20)\d\d|二[零〇○][一二三四五六七八九零〇○]{2})年?(?!\d)")
"""A header that begins with a year: in a statement of balances it means the year's end."""


def read_columns(grid: Grid, header_rows: int, context: Context) -> tuple[Column, ...]:
    """One column for each of the grid's, in order."""
    width = len(grid.rows[0]) if grid.rows else 0
    paths = [_header_path(grid, c, header_rows) for c in range(width)]
    label_columns = _find_label_columns(grid, header_rows, width)
    corner = " ".join(" ".join(paths[c]) for c in label_columns)
    outer = parse_unit_scale(corner) or context.unit
    shared = _shared_header_period(grid, header_rows, context.year_end)
    return tuple(
        _read_column(grid, c, paths[c], c in label_columns, header_rows, outer, context, shared) for c in range(width)
    )


def _read_column(
    grid: Grid,
    c: int,
    path: tuple[str, ...],
    is_label: bool,
    header_rows: int,
    outer: UnitScale | None,
    context: Context,
    shared: Period | None,
) -> Column:
    words = " ".join(path)
    if is_label:
        return Column(path, "label")
    kind = _find_kind(grid, c, path, header_rows)
    period = _find_period(path, context.year_end) or (shared if kind == "value" else None)
    if context.balances and period is not None and period.days >= _YEAR_DAYS and _BARE_YEAR.search(words):
        period = Period(period.end)
    stated = next((u for u in (parse_unit_scale(p) for p in reversed(path)) if u is not None), None)
    unit, scale = _combine(stated, outer)
    if kind in {"change", "share"}:
        marked = kind == "share" and _mostly_percent(grid, c, header_rows)
        percent = marked or bool(stated and stated.unit in {"%", "pp"})
        unit, scale = (stated.unit if stated and stated.unit in {"%", "pp"} else "%", 0) if percent else (unit, scale)
        if kind == "share" and not percent and stated is None:
            unit, scale = "%", 0
    return Column(path, kind, period, unit, scale) if words or kind != "text" else Column(path, "text")


def _combine(stated: UnitScale | None, outer: UnitScale | None) -> tuple[str | None, int]:
    if stated is None:
        return (outer.unit, outer.scale or 0) if outer is not None else (None, 0)
    if stated.unit == "%":
        return "%", 0
    scale = stated.scale
    if scale is None:
        scale = (outer.scale or 0) if outer is not None and stated.unit in {None, outer.unit} else 0
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


def _find_label_columns(grid: Grid, header_rows: int, width: int) -> set[int]:
    """The leading columns whose cells are words; at least the first, unless it prints figures itself."""
    labels: set[int] = set()
    for c in range(width):
        texts = [cell.text for row in grid.rows[header_rows:] if (cell := row[c]) is not None and cell.text]
        figures = sum(1 for t in texts if parse_quantity(t) is not None or is_nil(t))
        if c == 0 and (not texts or figures * 2 <= len(texts) or all(_is_year(t) for t in texts if t[:1].isdigit())):
            labels.add(c)
        elif c > 0 and c - 1 in labels and texts and figures == 0 and not any(find_quantities(t) for t in texts):
            if NOTE.match(" ".join(_header_path(grid, c, header_rows)).strip()):
                break
            labels.add(c)
        else:
            break
    return labels


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(?:FY)?(?:19|20)\d\d(?:年)?", text.strip()))


def _find_kind(grid: Grid, c: int, path: tuple[str, ...], header_rows: int) -> ColumnKind:
    words = " ".join(path)
    if path and NOTE.match(path[-1].strip()):
        return "note"
    texts = [cell.text for row in grid.rows[header_rows:] if (cell := row[c]) is not None and cell.text]
    figures = [t for t in texts if parse_quantity(t) is not None]
    if not figures and not any(is_nil(t) or find_quantities(t) for t in texts):
        return "text"
    last = path[-1] if path else ""
    if CHANGE.search(last) or (CHANGE.search(words) and not _find_period((last,), (12, 31))):
        return "change"
    percent = sum(1 for t in figures if "%" in t or "％" in t)
    stated = parse_unit_scale(last)
    if SHARE.search(last) and (percent or (stated is not None and stated.unit == "%") or _looks_like_shares(figures)):
        return "share"
    if stated is not None and stated.unit == "%" and re.fullmatch(r"[\s%％()（）]*", last):
        return "share"
    return "value"


def _looks_like_shares(figures: list[str]) -> bool:
    values = [q.number for t in figures if (q := parse_quantity(t)) is not None]
    return bool(values) and all(abs(v) <= 100 for v in values)


def _mostly_percent(grid: Grid, c: int, header_rows: int) -> bool:
    texts = [cell.text for row in grid.rows[header_rows:] if (cell := row[c]) is not None and cell.text]
    figures = [t for t in texts if parse_quantity(t) is not None]
    return bool(figures) and sum("%" in t or "％" in t or "pp" in t for t in figures) * 2 >= len(figures)


def _find_period(path: tuple[str, ...], year_end: YearEnd) -> Period | None:
    """The period a header path names; a span's "Six months ended June 30," with a year below is put together."""
    for text in (" ".join(path), *reversed(path)):
        periods = {f.period for f in find_periods(text, year_end) if f.period is not None}
        if len(periods) == 1:
            return periods.pop()
        joined = _join_year(text, year_end)
        if joined is not None:
            return joined
    return None


_LEAD = re.compile(
    r"(?:(?:\w+|\d+)\s+(?:months?|weeks?)|years?|quarters?|half[\s-]year)\s+(?:ended|ending)\s+(?:\d{1,2}\s+[A-Z]\w+|[A-Z]\w+\.?\s+\d{1,2})"
    r"|(?:as\s+(?:at|of)|at)\s+(?:\d{1,2}\s+[A-Z]\w+|[A-Z]\w+\.?\s+\d{1,2})",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ZH_LEAD = re.compile(
    r"截至.{0,2}(?P<day>[一二三四五六七八九十\d]+月[一二三四五六七八九十\d]+日)止?(?P<span>.{0,6}(?:月|年度|年))|[於于](?P<at>[一二三四五六七八九十\d]+月[一二三四五六七八九十\d]+日)"
)
_ZH_YEAR = re.compile(r"(?:二[零〇○]|20)[一二三四五六七八九零〇○\d]{2}(?=年)")


def _join_year(text: str, year_end: YearEnd) -> Period | None:
    lead, years = _LEAD.search(text), _YEAR.findall(text)
    if lead is not None and len(years) == 1:
        found = find_periods(f"{lead.group()}, {years[0]}", year_end)
        return found[0].period if found else None
    zh, zh_years = _ZH_LEAD.search(text), _ZH_YEAR.findall(text)
    if zh is not None and len(set(zh_years)) == 1:
        day = zh.group("day") or zh.group("at")
        whole = f"截至{zh_years[0]}年{day}止{zh.group('span')}" if zh.group("day") else f"{zh_years[0]}年{day}"
        found = find_periods(whole, year_end)
        return found[0].period if found else None
    return None


def _shared_header_period(grid: Grid, header_rows: int, year_end: YearEnd) -> Period | None:
    """The period named once by a caption, for a table whose headers name none."""
    headers = " ".join(c.text for row in grid.rows[:header_rows] for c in row if c is not None)
    if find_periods(headers, year_end):
        return None
    periods = {f.period for f in find_periods(grid.caption, year_end) if f.period is not None}
    return periods.pop() if len(periods) == 1 else None
