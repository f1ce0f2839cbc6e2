"""Loss allowances from the ageing table that discloses gross amounts and loss rates.

What it tests: gross carrying amount by loss rate against the printed allowance, band by band (IFRS 7.35N, 35M).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.model import Paper, Relation, Table
from tieout.model.reperformance import Disclosure
from tieout.reperform.disclosed.cells import cite, column_text, compare, get_number, get_step, row_text
from tieout.reperform.disclosed.relations import to_relations
from tieout.reperform.working.compare import Printed

CODE = "M1102"
NAME = "loss allowance by rate"
PARAGRAPH = "IFRS 7.35N"

_RATE = re.compile(
    r"(loss|provision|ecl|allowance|default)\s*rates?|計提比例|计提比例|損失率|损失率|虧損率|亏损率|撥備率"
)
_GROSS = re.compile(
    r"gross|carrying amounts?|trade receivables|^receivables|exposure|账面余额|账面總|总额|应收账款$"
    r"|賬面餘額|賬面總值|總賬面|總額|賬面值總額"
)
_ALLOWANCE = re.compile(
    r"allowance|provision(?!\s*rate)|expected credit loss(es)?(?!\s*rate)|坏账准备|减值准备|壞賬|撥備|減值"
)


@dataclass(frozen=True)
class Settings:
    """Nothing to choose: every interval follows from the digits printed."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Relations for the disclosures that agree or differ."""
    del settings
    yield from to_relations(paper, find(paper))


def find(paper: Paper) -> Iterator[Disclosure]:
    """One disclosure for each band of a table that has rate, gross amount and allowance."""
    for table in paper.tables:
        yield from _by_columns(table)
        yield from _by_rows(table)


def _by_columns(table: Table) -> Iterator[Disclosure]:
    texts = [column_text(table, c) for c in range(len(table.columns))]
    for rate, text in enumerate(texts):
        if table.columns[rate].kind == "label" or not _RATE.search(text):
            continue
        gross = _nearest(texts, rate, _GROSS, ())
        allowance = _nearest(texts, rate, _ALLOWANCE, (gross,) if gross is not None else ())
        if gross is None or allowance is None:
            continue
        for row in range(len(table.rows)):
            found = _disclose(table, table.rows[row].label, (row, rate), (row, gross), (row, allowance))
            if found is not None:
                yield found


def _nearest(texts: list[str], rate: int, wanted: re.Pattern[str], taken: tuple[int, ...]) -> int | None:
    """The column that says it, within reach of the rate, those of the same group first."""
    candidates = []
    for column, text in enumerate(texts):
        if column == rate or column in taken or column == 0 or _RATE.search(text) or not wanted.search(text):
            continue
        if re.search(r"比例|%|percent|net\b|账面价值|賬面淨|净额|淨額", text):
            continue
        shared = len(set(text.split()) & set(texts[rate].split()))
        candidates.append((-shared, abs(column - rate), column))
    return min(candidates)[2] if candidates and min(candidates)[1] <= 4 else None


def _by_rows(table: Table) -> Iterator[Disclosure]:
    rates = [r for r in range(len(table.rows)) if _RATE.search(table.rows[r].label.lower())]
    for start, end in zip(rates, [*rates[1:], len(table.rows)], strict=False):
        gross = _first(table, start, end, _GROSS, ())
        allowance = _first(table, start, end, _ALLOWANCE, (gross,))
        if gross is None or allowance is None:
            continue
        for column in range(1, len(table.columns)):
            label = " ".join(table.columns[column].path)
            found = _disclose(table, label, (start, column), (gross, column), (allowance, column))
            if found is not None:
                yield found


def _first(table: Table, start: int, end: int, wanted: re.Pattern[str], taken: tuple[int | None, ...]) -> int | None:
    for row in range(start + 1, min(end, start + 8)):
        filled = any(c.figure is not None for c in table.cells[row])
        if row not in taken and filled and wanted.search(row_text(table, row)):
            return row
    return None


def _disclose(
    table: Table, label: str, rate: tuple[int, int], gross: tuple[int, int], allowance: tuple[int, int]
) -> Disclosure | None:
    values = [get_number(table, *place) for place in (rate, gross, allowance)]
    percent, whole, lost = values
    if percent is None or whole is None or lost is None or not 0 < percent <= 100 or whole == 0:
        return None
    if table.cells[rate[0]][rate[1]].figure is None:
        return None
    given = {"bands": [{"name": label.strip()[:100] or "band", "gross": abs(whole), "loss_rate_percent": percent}]}
    figure = Printed(table.cells[allowance[0]][allowance[1]].text, abs(lost), get_step(table, *allowance))
    weighed = compare("credit_loss", given, "allowance", figure)
    if weighed is None:
        return None
    compared, low, high = weighed
    return Disclosure(
        code=CODE,
        measurement="credit_loss",
        title=f"Loss allowance, {label.strip() or 'all'}",
        document=table.document,
        table=table.id,
        page=table.page,
        verdict=compared.verdict,
        paragraph=PARAGRAPH,
        inputs=(cite("gross", table, *gross), cite("loss_rate_percent", table, *rate)),
        printed=cite("allowance", table, *allowance, value=figure.value),
        computed=compared.computed,
        low=low,
        high=high,
    )
