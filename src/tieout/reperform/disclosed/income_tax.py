"""Income tax from the reconciliation a note discloses.

What it tests: profit before tax at the rate named against the printed tax at that rate, and the tax so computed with
all reconciling items against the printed income tax (IAS 12.81(c)).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tieout.model import Paper, Relation, Table
from tieout.model.reperformance import Cited, Disclosure
from tieout.reperform.disclosed.cells import cite, compare, get_number, get_step, read_rates, value_columns
from tieout.reperform.disclosed.prose import Said, find_said
from tieout.reperform.disclosed.relations import to_relations
from tieout.reperform.working.compare import Printed

CODE = "M1103"
NAME = "tax reconciliation"
PARAGRAPH = "IAS 12.81(c)"

_BEFORE_TAX = re.compile(r"(profit|loss|income|earnings|result)s?\)?.*before.*tax|利润总额|除稅前|除税前|稅前")
_AT_RATE = re.compile(
    r"(tax|calculated|computed).*\bat\b.*\brates?\b|at the .*\brate\b"
    r"|按.*(適用|适用|法定).*(稅率|税率)|按.*稅率.*計算"
)
_TAX = re.compile(
    r"^(income )?tax(ation)?\b.*(expense|credit|charge|for the (year|period))|^total.*income tax"
    r"|^(income tax|taxation)\b|^(所得税费用|所得稅|年度.*所得稅)"
)
_RATE_SAID = re.compile(
    r"(?:profits|income|corporat\w+|statutory|applicable|domestic)[^.%]{0,60}\brates?(?: of| is| was|:)?"
    r"|tax(?:ation)?[^.%]{0,60}(?:calculated|provided)[^.%]{0,40} at|(?:所得|利得)[稅税][^。%]{0,24}(?:稅率|税率|按)",
    re.I,
)
_PER_PERIOD = 2


@dataclass(frozen=True)
class Settings:
    """Nothing to choose: every interval follows from the digits printed."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Relations for the disclosures that agree or differ."""
    del settings
    yield from to_relations(paper, find(paper))


def find(paper: Paper) -> Iterator[Disclosure]:
    """Two disclosures a period: tax at the rate, and the reconciliation as a whole."""
    for table in paper.tables:
        start = _row(table, _BEFORE_TAX, 0)
        if start is None:
            continue
        at_rate = _row(table, _AT_RATE, start + 1)
        if at_rate is None or at_rate - start > 4:
            continue
        end = _last_row(table, at_rate + 1)
        for order, column in enumerate(value_columns(table)):
            profit, tax = get_number(table, start, column), get_number(table, at_rate, column)
            if profit is None or tax is None or profit == 0:
                continue
            whole = _reconciliation(table, at_rate, end, column) if end is not None else None
            for found in (_tax_at_rate(paper, table, start, at_rate, column, order), whole):
                if found is not None:
                    yield found


def _row(table: Table, wanted: re.Pattern[str], start: int) -> int | None:
    for row in range(start, len(table.rows)):
        if wanted.search(table.rows[row].label.lower()) and any(c.figure is not None for c in table.cells[row]):
            return row
    return None


def _last_row(table: Table, start: int) -> int | None:
    found = None
    for row in range(start, len(table.rows)):
        label = table.rows[row].label.lower()
        if _TAX.search(label) and not _AT_RATE.search(label):
            found = row
    return found


def _title(table: Table, column: int, words: str) -> str:
    period = table.columns[column].period
    return f"{words}, {period or ' '.join(table.columns[column].path)}"


def _said_rate(paper: Paper, table: Table, order: int) -> Said | None:
    """The one rate of tax that the sentences around the table give for the period; None where they give several."""
    said = [s for s in find_said(paper, table, _RATE_SAID) if s.figure.quantity.unit == "%"]
    own = [s for s in said if s.year is None] if order == 0 else [s for s in said if s.year is not None]
    own = own or [s for s in said if s.year is None]
    return own[0] if len({s.figure.quantity.number for s in own}) == 1 else None


def _tax_at_rate(paper: Paper, table: Table, start: int, at_rate: int, column: int, order: int) -> Disclosure | None:
    rates = read_rates(table.rows[at_rate].label)
    profit = get_number(table, start, column)
    assert profit is not None
    common: dict[str, Any] = {
        "code": CODE,
        "measurement": "income_tax",
        "title": _title(table, column, "Tax at the applicable rate"),
        "document": table.document,
        "table": table.id,
        "page": table.page,
        "paragraph": PARAGRAPH,
    }
    cited = cite("profit_before_tax", table, start, column)
    printed = cite("tax_reconciled", table, at_rate, column)
    said = _said_rate(paper, table, order) if not rates else None
    if not rates and said is None:
        implied = printed.value / profit * 100
        words = f"the printed tax implies {implied:.2f} %"
        return Disclosure(
            **common, verdict="cannot", inputs=(cited,), printed=printed, missing=("tax rate",), note=words
        )
    if said is not None:
        rate, label = said.figure.quantity.number, said.cite("tax_rate_percent")
    else:
        rate = rates[min(order, len(rates) - 1)]
        label = Cited("tax_rate_percent", "", table.rows[at_rate].label, rate)
    # The rate is law, not a rounded figure: written as a whole number of millionths it is taken as exact.
    given = {"profit_before_tax": profit, "tax_rate_percent": rate.normalize()}
    figure = Printed(printed.text, printed.value, get_step(table, at_rate, column))
    weighed = compare("income_tax", _with_exact_rate(given), "tax_reconciled", figure)
    if weighed is None:
        return None
    compared, low, high = weighed
    if said is not None and compared.verdict == "differs":
        missing = ("which rate the printed tax was computed at",)
        return Disclosure(**common, verdict="cannot", inputs=(cited, label), printed=printed, missing=missing)
    return Disclosure(
        **common,
        verdict=compared.verdict,
        inputs=(cited, label),
        printed=printed,
        computed=compared.computed,
        low=low,
        high=high,
    )


def _with_exact_rate(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "tax_rate_percent": given["tax_rate_percent"].quantize(Decimal("0.000000000001"))}


def _reconciliation(table: Table, at_rate: int, end: int, column: int) -> Disclosure | None:
    items, cited = [], []
    for row in range(at_rate, end):
        number = get_number(table, row, column)
        if number is None:
            if any(ch.isdigit() for ch in table.cells[row][column].text):
                return None
            continue
        label = table.rows[row].label.strip()
        if not label:
            return None
        items.append({"name": label[:150], "tax": number})
        cited.append(cite("reconciliation", table, row, column))
    printed_number = get_number(table, end, column)
    if printed_number is None or len(items) < _PER_PERIOD:
        return None
    printed = cite("tax_reconciled", table, end, column)
    given = {"profit_before_tax": 0, "tax_rate_percent": 0, "reconciliation": items}
    figure = Printed(printed.text, printed_number, get_step(table, end, column))
    weighed = compare("income_tax", given, "tax_reconciled", figure)
    if weighed is None:
        return None
    compared, low, high = weighed
    return Disclosure(
        code=CODE,
        measurement="income_tax",
        title=_title(table, column, "Income tax by the reconciliation"),
        document=table.document,
        table=table.id,
        page=table.page,
        verdict=compared.verdict,
        paragraph=PARAGRAPH,
        inputs=tuple(cited),
        printed=printed,
        computed=compared.computed,
        low=low,
        high=high,
    )
