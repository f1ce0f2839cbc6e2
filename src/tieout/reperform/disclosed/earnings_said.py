"""Earnings per share whose inputs a note gives in a sentence: earnings and the weighted average number of shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tieout.model import Document, Paper, Table
from tieout.model.reperformance import Cited, Disclosure
from tieout.reperform.disclosed.cells import cite, compare, value_columns
from tieout.reperform.disclosed.earnings_rows import is_printed, read_printed
from tieout.reperform.disclosed.prose import Said, find_in_block

_BASIS = re.compile(
    r"(?:calculat|comput|based on)[^.]{0,200}?\b(?:earnings|loss|profit|result)s?\b[^.]{0,160}?(?:attributable|for the)"
    r"|(?:按|根[據据])[^。]{0,60}(?:溢利|利[潤润]|[虧亏][損损])",
    re.I,
)
_WEIGHTED = re.compile(r"weighted[- ]average|加[權权]平均", re.I)
_DILUTED = re.compile(r"\bdiluted\b|攤薄|摊薄|稀[釋释]", re.I)
_BASIC = re.compile(r"\bbasic\b|基本", re.I)
_LEAST_SHARES = 1000
_LEAST_ROUNDED = 1_000_000


def find_in_words(paper: Paper, document: Document, code: str, paragraph: str) -> Iterator[Disclosure]:
    """One disclosure for each period whose earnings and shares one sentence gives, against the statement's figure."""
    for block in document.blocks:
        if block.kind == "table" or not _WEIGHTED.search(block.text) or not _BASIS.search(block.text):
            continue
        if _DILUTED.search(block.text) and not _BASIC.search(block.text):
            continue
        profits = list(find_in_block(paper, block, document.id, _BASIS, _WEIGHTED))
        shares = list(find_in_block(paper, block, document.id, _WEIGHTED))
        for order, profit in enumerate(profits):
            weighted = next((s for s in shares if s.year == profit.year and s.figure.value >= _LEAST_SHARES), None)
            if weighted is not None:
                found = _disclose(paper, document, code, paragraph, order, profit, weighted)
                if found is not None:
                    yield found


def _disclose(
    paper: Paper, document: Document, code: str, paragraph: str, order: int, profit: Said, weighted: Said
) -> Disclosure | None:
    place = _find_printed(paper, document, profit.year, order)
    inputs = (_cite(profit, "profit"), _cite(weighted, "weighted_shares"))
    if place is None:
        return None
    table, row, column = place
    figure = read_printed(table, row, column, inputs[0].value / inputs[1].value)
    given = {
        "start": "2000-01-01",
        "end": "2000-12-31",
        "profit": abs(inputs[0].value).copy_sign(figure.value),
        "opening_shares": 0,
        "weighted_shares": inputs[1].value,
    }
    weighed = compare("earnings_per_share", given, "basic", figure)
    if weighed is None:
        return None
    compared, low, high = weighed
    period = table.columns[column].period
    return Disclosure(
        code=code,
        measurement="earnings_per_share",
        title=f"Basic earnings per share, {period or ' '.join(table.columns[column].path)}",
        document=document.id,
        table=table.id,
        page=table.page,
        paragraph=paragraph,
        verdict=compared.verdict,
        inputs=inputs,
        printed=cite("basic", table, row, column, figure.value),
        computed=compared.computed,
        low=low,
        high=high,
        note="earnings and shares as a sentence of the note gives them",
    )


def _cite(said: Said, field: str) -> Cited:
    """In whole units, with the digits printed; an amount in full that ends in 000 is shown to thousands."""
    quantity = said.figure.quantity
    number = quantity.number.scaleb(quantity.scale)
    if field == "profit" and quantity.scale == 0 and abs(number) >= _LEAST_ROUNDED and number % 1000 == 0:
        number = Decimal(int(number) // 1000).scaleb(3)
    return Cited(field, said.figure.id, said.figure.span.quote, number)


def _find_printed(paper: Paper, document: Document, year: int | None, order: int) -> tuple[Table, int, int] | None:
    """The first basic figure a share in the column of the year; without years, in the order of the periods."""
    for table in paper.tables:
        if table.document != document.id:
            continue
        columns = value_columns(table)
        ends = {c: period.end.year for c in columns if (period := table.columns[c].period) is not None}
        wanted = year if year is not None else max(ends.values(), default=None)
        chosen = next((c for c in columns if ends.get(c) == wanted), None) if ends else None
        if chosen is None and not ends and order < len(columns):
            chosen = columns[order]
        if chosen is None:
            continue
        row = next((r for r in range(len(table.rows)) if is_printed(table, r, chosen, diluted=False)), None)
        if row is not None:
            return table, row, chosen
    return None
