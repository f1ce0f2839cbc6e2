"""Which of several readings of a table to keep, and how sure to be of it: totals that foot speak for a reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tieout.read._layout.footing import FootRow, amounts_of, find_totals, label_of, read_amount
from tieout.read._layout.sheet import Sheet, SheetCell, holds_value

UNTESTED = 0.75
"""Confidence of a table without totals whose cells look as they should."""
DRAWN_BONUS = 0.1
"""Cells from drawn lines are surer than cells from alignment."""


@dataclass(frozen=True, slots=True)
class Rating:
    """`footed` of `totals` total cells add up; of `amounts` cells with one amount; `odd` cells hold more than one."""

    totals: int
    footed: int
    amounts: int
    odd: int

    @property
    def score(self) -> float:
        """Higher is better; a cell misread costs more than a total won."""
        return 2.0 * self.footed - (self.totals - self.footed) - 3.0 * self.odd


def rate_sheet(sheet: Sheet) -> Rating:
    """Counts what speaks for and against a reading."""
    rows = [_to_foot_row(row, r - 1 in sheet.ruled) for r, row in enumerate(sheet.rows) if r >= sheet.header_rows]
    totals = [t for t in find_totals(rows) if not t.reason]
    body = [c for row in sheet.rows[sheet.header_rows :] for c in row[1:] if c is not None and c.text]
    amounts = sum(holds_value(c) for c in body)
    return Rating(len(totals), sum(t.foots for t in totals), amounts, sum(_is_odd(c) for c in body))


def settle(sheet: Sheet, rating: Rating) -> Sheet:
    """The sheet with its confidence and, in words, why."""
    drawn = sheet.how.startswith("cells")
    confidence = UNTESTED + (DRAWN_BONUS if drawn else 0.0)
    reasons = [sheet.how]
    if rating.totals:
        share = rating.footed / rating.totals
        confidence = 0.98 if share == 1 else 0.45 + 0.45 * share
        reasons.append(f"{rating.footed} of {rating.totals} totals foot")
    else:
        reasons.append("no totals to test it")
    if rating.odd:
        confidence -= min(0.35, 0.7 * rating.odd / max(rating.amounts, 1))
        reasons.append(f"{rating.odd} cells hold more than one amount or words beside one")
    sheet.confidence, sheet.note = round(max(confidence, 0.05), 2), "; ".join(reasons)
    return sheet


def choose(first: Sheet, others: Sequence[Sheet]) -> Sheet:
    """The reading with the best score; the first unless another wins more totals, or parts cells that hold several
    amounts, and keeps as many amounts."""
    best, rating = first, rate_sheet(first)
    for other in others:
        rival = rate_sheet(other)
        surer = rival.footed > rating.footed or (rating.odd > 0 and rival.odd == 0)
        if rival.score > rating.score and surer and rival.amounts >= 0.9 * rating.amounts:
            best, rating = other, rival
    return settle(best, rating)


def _to_foot_row(row: Sequence[SheetCell | None], hinted: bool) -> FootRow:
    texts = [c.text if c is not None else "" for c in row]
    indent = row[0].indent if row and row[0] is not None else 0
    return FootRow(label_of(texts), amounts_of(texts), hinted, indent)


def _is_odd(cell: SheetCell) -> bool:
    """Several amounts in one cell: two columns read as one."""
    words = cell.text.split()
    return len(words) > 1 and not cell.wrapped and sum(read_amount(w) is not None and len(w) > 3 for w in words) > 1
