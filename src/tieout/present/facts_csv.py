"""Facts as CSV: one row a fact, UTF-8, header first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from tieout.model import Fact
from tieout.present.facts_rows import COLUMNS, fact_to_row

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_COLUMNS = frozenset({"value", "decimals", "start", "end", "page"})


def to_facts_csv(facts: Iterable[Fact]) -> str:
    """CSV text. A text a spreadsheet would run as a formula gets an apostrophe in front; numbers stay as they are."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for fact in facts:
        row = fact_to_row(fact)
        numeric = not isinstance(fact.value, str)
        writer.writerow({k: v if numeric and k in _NUMBER_COLUMNS else defuse(v) for k, v in row.items()})
    return out.getvalue()


def defuse(value: object) -> object:
    """The value, or for a text that begins like a formula the text behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
