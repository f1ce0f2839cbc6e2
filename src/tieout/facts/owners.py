"""Rows that divide a result among its holders: "Owners of the Company" under the profit for the year."""

from __future__ import annotations

import re

from tieout.concepts import find_concept
from tieout.model import Table
from tieout.numbers.interval import Interval, interval_of

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
_REACH = 4
"""Rows below a result in which its holders stand, a line "attributable to" among them."""


def find_owner_rows(table: Table) -> dict[int, str]:
    """The concept of each row of owners, where it and the row of the others add up to the result above in some column."""
    found: dict[int, str] = {}
    for r, row in enumerate(table.rows):
        concept = find_concept(row.label) if row.label else None
        if concept is None or concept.id not in _OF_OWNERS:
            continue
        below = range(r + 1, min(r + 1 + _REACH, len(table.rows)))
        owners = [k for k in below if _OWNERS.match(table.rows[k].label)]
        others = [k for k in below if _OTHERS.match(table.rows[k].label)]
        if len(owners) == len(others) == 1 and _divides(table, r, owners[0], others[0]):
            found[owners[0]] = _OF_OWNERS[concept.id]
    return found


def _divides(table: Table, result: int, owners: int, others: int) -> bool:
    for c, column in enumerate(table.columns):
        cells = [table.cells[r][c].figure for r in (result, owners, others)]
        figures = [f.quantity for f in cells if f is not None]
        if column.kind == "value" and len(figures) == 3:
            parts = sum((interval_of(q) for q in figures[1:]), Interval.exact(0))
            if parts.meets(interval_of(figures[0])):
                return True
    return False
