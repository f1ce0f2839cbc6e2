"""Lines of the primary statements that accounts add up to: of the income statement and the balance sheet, this year's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.concepts.words import fold
from tieout.model import Figure, Paper, Period, Row, Table

_STATEMENT = re.compile(
    r"statements?\s+of\s+(?:\w+\s+){0,2}(?:profit|loss|income|comprehensive|financial\s+position|operations|earnings)|balance\s+sheets?"
    r"|income\s+statements?|profit\s+and\s+loss|损益|利润表|财务状况表|资产负债表|全面收益",
    re.I,
)
_NO_STATEMENT = re.compile(
    r"cash\s+flow|changes\s+in|summary|highlights|key\s+figures|现金流|变动表|摘要|notes?\s+to", re.I
)

_RESULT = re.compile(
    r"^(?:gross|operating)\s+(?:profit|loss|result)|^(?:profit|loss|\(loss\)|income|earnings)[\s/()a-z]*\s(?:before|for\s+the|from\s+operations|attributable)"
    r"|^net\s+(?:(?:current\s+)?(?:assets|liabilities)|profit|loss|income)|^total\b|毛利|利润总额|净利润|净资产|期内利润|年内利润|溢利|合计|总计|总额",
    re.I,
)
"""Labels of what the statement itself works out: no account makes it up."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A row of a statement with its figure in the column of the latest period; `total`: worked out from other rows."""

    label: str
    caption: str
    figure: Figure
    table: str
    row: int
    total: bool = False


def find_lines(paper: Paper) -> tuple[StatementLine, ...]:
    """The lines of every subject's statements, in reading order."""
    subjects = {d.id for d in paper.documents if paper.roles.get(d.id, "subject") == "subject"}
    tables = [t for t in paper.tables if t.document in subjects and is_statement(t)]
    latest = _latest(tables)
    return tuple(line for table in tables for line in _lines_of(table, latest))


def is_statement(table: Table) -> bool:
    """True for an income statement or a balance sheet, by its caption, else by the heading above it."""
    title = next((t for t in (table.caption, *reversed(table.section[-1:])) if _STATEMENT.search(fold(t))), "")
    return bool(title) and not _NO_STATEMENT.search(fold(title))


def steady_caption(caption: str) -> str:
    """A caption without what changes from year to year: digits and space."""
    return " ".join(re.sub(r"\d+", "#", caption).split())


def _latest(tables: list[Table]) -> int | None:
    """The year of the latest period that the statements' columns show."""
    years: Counter[int] = Counter(
        c.period.end.year for t in tables for c in t.columns if c.kind == "value" and c.period
    )
    return max(years, default=None)


def _lines_of(table: Table, latest: int | None) -> Iterator[StatementLine]:
    column = _current_column(table, latest)
    if column is None:
        return
    for r, row in enumerate(table.rows):
        figure = table.cells[r][column].figure
        if figure is not None and row.label.strip():
            caption = table.caption or (table.section[-1] if table.section else "")
            yield StatementLine(row.label.strip(), caption, figure, table.id, r, _is_result(row))


def _is_result(row: Row) -> bool:
    return row.role in ("total", "subtotal") or bool(_RESULT.search(fold(row.label)))


def _current_column(table: Table, latest: int | None) -> int | None:
    """The first value column of the latest year, of the longest period where several end then; else the first one."""
    values = [k for k, c in enumerate(table.columns) if c.kind == "value"]
    dated = [k for k in values if _year(table.columns[k].period) == latest]
    if latest is not None and not dated and any(table.columns[k].period for k in values):
        return None
    choice = dated or values
    return max(choice, key=lambda k: (_days(table.columns[k].period), -k)) if choice else None


def _year(period: Period | None) -> int | None:
    return None if period is None else period.end.year


def _days(period: Period | None) -> int:
    return 0 if period is None else period.days
