"""Rows whose place says what they are: "Owners of the Company" under the profit for the year, "Tax" between two profits."""

from __future__ import annotations

import re

from tieout.concepts import find_concept
from tieout.model import Table
from tieout.numbers.interval import interval_of

_OF_OWNERS = {
    "profit_for_the_period": "profit_attributable_to_owners",
    "comprehensive_income": "comprehensive_income_attributable_to_owners",
}
_OWNERS = re.compile(
    r"^\W*(?:the\s+)?(?:owners|(?:ordinary\s+)?(?:equity\s*|share|stock)holders|equity\s+shareholders|members)(?:\s+of\s+(?:the\s+)?(?:company|parent|group|bank))?\W*$"
    r"|^\W*(?:本公司|母公司|本行)?(?:[擁拥]有人|股[東东]|[權权]益持有人|普通股[東东])\W*$",
    re.I,
)
_OTHERS = re.compile(
    r"^\W*(?:non-?\s?controlling|minority)\s+interests?\W*$|^\W*(?:非控[股制](?:股[東东])?|少[數数]股[東东])[權权]益\W*$",
    re.I,
)
_TAX = re.compile(r"^\W*(?:tax|taxes|[稅税][項项]?)\W*$", re.I)
_REACH = 4
"""Rows below a result in which its holders stand, a line "attributable to" among them."""


def find_placed_rows(table: Table) -> dict[int, str]:
    """The concepts of rows that the rows around them name, where the sum of these holds in some column."""
    found: dict[int, str] = {}
    concepts = [concept.id if row.label and (concept := find_concept(row.label)) else None for row in table.rows]
    for r, own in enumerate(concepts):
        below = range(r + 1, min(r + 1 + _REACH, len(table.rows)))
        if own in _OF_OWNERS:
            owners = [k for k in below if _OWNERS.match(table.rows[k].label)]
            others = [k for k in below if _OTHERS.match(table.rows[k].label)]
            if len(owners) == len(others) == 1 and _adds_up(table, r, owners[0], others[0]):
                found[owners[0]] = _OF_OWNERS[own]
        elif own == "profit_before_tax":
            after = [k for k in below if concepts[k] == "profit_for_the_period"]
            if r + 2 in after and _TAX.match(table.rows[r + 1].label) and _adds_up(table, r + 2, r, r + 1):
                found[r + 1] = "income_tax_expense"
    return found


def _adds_up(table: Table, result: int, first: int, second: int) -> bool:
    """True where one row is the sum of two in a column, the second added or, a cost without its sign, taken off."""
    for c, column in enumerate(table.columns):
        cells = [table.cells[r][c].figure for r in (result, first, second)]
        quantities = [f.quantity for f in cells if f is not None]
        if column.kind == "value" and len(quantities) == 3:
            total, a, b = (interval_of(q) for q in quantities)
            if total.meets(a + b) or total.meets(a - b):
                return True
    return False
