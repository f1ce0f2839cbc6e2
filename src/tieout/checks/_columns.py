"""Columns of a table as checks need them: figures by row, and which columns belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tieout.concepts.table_words import CLOSING, OPENING
from tieout.model import Document, Figure, Span, Table


def column_figures(table: Table, c: int) -> list[Figure | None]:
    """The figures of a column by row; None where nothing is printed."""
    return [row[c].figure if c < len(row) else None for row in table.cells]


RATES = frozenset({"%", "pp", "bp", "x"})
"""Units of figures that are no amounts."""


def without_rates(column: list[Figure | None]) -> list[Figure | None]:
    """A column of amounts without the percentages printed between them."""
    rates = [f is not None and f.quantity.unit in RATES for f in column]
    if sum(rates) * 2 >= sum(f is not None for f in column):
        return column
    return [None if rate else f for f, rate in zip(column, rates, strict=True)]


def value_columns(table: Table) -> list[int]:
    """Indices of the columns that hold amounts or counts."""
    return [c for c, column in enumerate(table.columns) if column.kind == "value"]


_NOT_ADDITIVE = re.compile(
    r"average|weighted|\bprice\b|per\s+(?:share|unit|option|award|ads|vehicle|customer)|\brates?\b|\bratio\b|\bmargin\b|\byield\b|%|percent|\bterms?\b"
    r"|\byears?\)|\(years|months\)|multiple|\bdays\b|平均|价格|價格|每股|率|比例|百分比|年限|天数|天數|占比|佔比",
    re.I,
)


def is_additive(table: Table, c: int) -> bool:
    """True when a column holds amounts or counts that add up: no percentages, averages, prices, rates or terms."""
    column = table.columns[c]
    if column.kind != "value" or column.unit in {"%", "pp", "bp", "x"}:
        return False
    return adds_up(" ".join(column.path))


def adds_up(name: str) -> bool:
    """False for the name of an average, a price, a rate or a term, which no sum is made of."""
    return _NOT_ADDITIVE.search(name) is None


_RESULT = re.compile(
    r"^gross\s+(?:profit|loss|margin)|^(?:operating|pre-?tax)\s+(?:profit|income|loss|earnings)|^(?:profit|loss|income|earnings|\(loss\))\b.*\bbefore\b.*\btax"
    r"|^(?:profit|loss|\(loss\)|income|earnings)\b.*\bfor\s+the\s+(?:financial\s+)?(?:year|period|quarter)|^net\s+(?:profit|income|earnings|loss|\(loss\))"
    r"|^(?:profit|loss|income|earnings|\(loss\))\b.*\bfrom\s+(?:continuing\s+)?operations|^total\s+comprehensive|comprehensive\s+(?:income|loss|\(loss\))\b.*\bfor\s+the"
    r"|^(?:adjusted\s+)?free\s+cash\s+flow|^net\s+debt\s*(?:\(|at\b|$)|^(?:adjusted|non-?gaap|core|underlying)\s+(?:ebit|net\s+(?:income|profit|earnings|loss)|(?:operating\s+)?(?:profit|income|earnings|loss))"
    r"|^(?:经|經)?(?:调整|調整)后?後?(?:净|淨|经营|經營)?(?:利润|利潤|溢利|盈利|亏损|虧損|EBITDA)|^自由(?:现金|現金)|^(?:净|淨)(?:债务|債務|负债|負債)"
    r"|^net\s+cash\b|^cash\s+(?:flows?\s+)?\(?(?:generated|provided|used|utili[sz]ed)\b|^(?:net\s+)?(?:increase|decrease|change)\b.*\bin\s+cash|^cash\b.*\bfrom\s+operat|^net\s+(?:current\s+|non-?current\s+)?(?:assets|liabilities)"
    r"|^毛利|^(?:经营|經營|营业|營業)(?:利润|利潤|溢利|盈利|亏损|虧損)|^(?:除|税|稅|所得税|所得稅)(?:所得)?[税稅]?前|^(?:年|期|年度|期间|期間|净|淨)(?:内|內)?(?:利润|利潤|溢利|盈利|亏损|虧損)"
    r"|(?:经营|經營|投资|投資|筹资|籌資|融资|融資)[活业業][动動务務].*(?:净额|淨額)|^(?:现金|現金).*(?:净|淨)(?:增加|减少|減少)|^(?:净|淨|流动|流動)(?:流动|流動)?(?:资产|資產)(?:净值|淨值)?$",
    re.I,
)
"""Labels of rows that statements run down to: a sum of what stands above, though no one calls it a total."""


Roles = tuple[list[int], list[int], list[int], list[int], list[int], Mapping[int, tuple[int, ...]]]
"""What `read_roles` tells of a table's rows."""


def read_roles(table: Table) -> Roles:
    """Rows called totals, heads of groups, parts of the row before, the depth of every row, rows run down to, and the rows that
    the words of a row say it sums.

    Statements run down to results, to closing balances with their opening ones above, and to subtotals that are printed
    without a name where most rows have one.
    """
    roles = [row.role for row in table.rows]
    bare = sum(row.role == "item" and not row.label.strip() for row in table.rows)
    telling = bare * 2 < roles.count("item")
    runs = {closing: opening for opening, closing in find_runs(table, _RUN_ROWS)}
    totals = [r for r, role in enumerate(roles) if role in {"total", "subtotal"}]
    inner = [r for r, role in enumerate(roles) if role == "of_which"]
    results = [
        r
        for r, row in enumerate(table.rows)
        if row.role == "item"
        and (r in runs or (_RESULT.search(label) if (label := row.label.strip()) else telling))
        and not _is_rate(table, r)
    ]
    filled = [r for r, row in enumerate(table.cells) if r not in inner and any(cell.figure for cell in row)]
    lists: dict[int, tuple[int, ...]] = {}
    for row in (*totals, *results):
        first = runs[row] if row in runs else _first_of_activity(table, row) or _first_of_indented(table, row)
        rows = tuple(r for r in filled if first is not None and first <= r < row)
        if len(rows) > 1 and not any(r in rows[1:] for r in (*totals, *results)):
            lists[row] = rows
    heads = [r for r, role in enumerate(roles) if role == "header" and not _is_blank_line(table, r, filled)]
    return totals, heads, inner, [row.depth for row in table.rows], results, lists


def _is_rate(table: Table, row: int) -> bool:
    """True for a row that prints percentages or multiples only."""
    figures = [cell.figure for cell in table.cells[row] if cell.figure]
    return bool(figures) and all(f.quantity.unit in RATES for f in figures)


_COLON = re.compile(r"[:：]\s*$")


def _is_blank_line(table: Table, row: int, filled: list[int]) -> bool:
    """True for a line that prints no amount among lines that do: indented, with nothing deeper below it."""
    depth = table.rows[row].depth
    below = next((r for r in filled if r > row), None)
    if not depth or below is None or _COLON.search(table.rows[row].label):
        return False
    return table.rows[below].depth <= depth or table.rows[below].role in {"total", "subtotal"}


_RUN_ROWS = 40
"""Rows from an opening balance to the one that a column runs down to."""

_ACTIVITY = re.compile(r"operat|investing|financing|经营|經營|投资|投資|筹资|籌資|融资|融資", re.I)
_FLOW = re.compile(r"^(?:net\s+|total\s+)*cash\b.*\bactivit|活[动動].*(?:净额|淨額)$", re.I)


def _first_of_activity(table: Table, row: int) -> int | None:
    """For the net cash of an activity, the row below the heading that names the activity; None for other rows."""
    label = table.rows[row].label.strip()
    activity = _ACTIVITY.search(label)
    if activity is None or not _FLOW.search(label):
        return None
    above = range(row)
    last = max(
        (r for r in above if table.rows[r].role != "header" and _FLOW.search(table.rows[r].label.strip())), default=-1
    )
    named = activity[0].lower()
    heads = (r for r in above[last + 1 :] if table.rows[r].role == "header" and named in table.rows[r].label.lower())
    return next((r + 1 for r in heads), None)


def _first_of_indented(table: Table, row: int) -> int | None:
    """For an amount without a name below indented rows, the first of these; None for other rows."""
    first = row - 1
    if table.rows[row].label.strip() or first < 0 or not (depth := table.rows[first].depth):
        return None
    while first and table.rows[first - 1].depth == depth and table.rows[first - 1].role == "item":
        first -= 1
    return first if first and table.rows[first - 1].depth < depth else None


def show_label(text: str) -> str:
    """A label short enough for a message, braces doubled: messages are templates and labels are not."""
    plain = " ".join(text.split()).replace("{", "{{").replace("}", "}}")
    return plain if len(plain) <= 80 else plain[:77] + "…"


_RESTATED = re.compile(r"restated|previously\s+reported|重列|重述|追溯|调整后|調整後", re.I)


def find_runs(table: Table, row_limit: int) -> Iterator[tuple[int, int]]:
    """Pairs of an opening and its closing row, at most `row_limit` rows apart; a balance restated below starts anew."""
    opening: int | None = None
    for r, row in enumerate(table.rows):
        if row.role == "header":
            continue
        if OPENING.search(row.label) and not (opening is not None and CLOSING.search(row.label)):
            opening = r
        elif _RESTATED.search(row.label):
            opening = None
        elif opening is not None and CLOSING.search(row.label) and 2 <= r - opening <= row_limit:
            yield opening, r
            opening = r


_BRACKETED = re.compile(r"\s*[(（].*$", re.S)


def find_head(document: Document, table: Table, c: int) -> Span | None:
    """The place of the lowest header cell of a column, what it adds in brackets left out."""
    spans = [row[c].span for row in table.headers if c < len(row) and row[c].text.strip()]
    place = spans[-1] if spans else None
    if place is None:
        return None
    date = _BRACKETED.sub("", place.quote)
    return document.layer(place.layer).span(place.start, place.start + len(date)) if date else place
