"""Which printed lines make one row of a table: labels wrapped over lines find the line with their amounts."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.read._layout.script import is_cjk_char

TIGHT_EM = 1.75
"""Lines of one label follow each other within this distance from top to top."""
_OPEN_END = re.compile(
    r"(?:[,，、/&(（–—-]|\b(?:of|and|or|the|to|in|for|on|at|by|from|with|as|a|an|net|than|other|its|under))$", re.I
)
_MARKS = re.compile(r"^(?:[(（]\w{1,2}[)）][,、\s]*)+$")
_CLOSED_END = re.compile(r"[:：]$")
_DATE_ALONE = re.compile(
    r"^(?:as\s+(?:at|of)\s+|at\s+)?(?:[A-Z][a-z]+\.?\s+\d{1,2},?\s+|\d{1,2}\s+[A-Z][a-z]+,?\s+)?(?:19|20)\d\d\s*[:：]?$",
    re.I,
)
"""A date that heads the rows below it; no label goes on with one."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE_OPEN = re.compile(rf"\b(?:at|on|of|to|{_MONTH}|\d{{1,2}}(?:st|nd|rd|th)?|{_MONTH}\s+\d{{1,2}},?)$", re.I)
_DATE_REST = re.compile(rf"(?:(?:\d{{1,2}}\s+)?{_MONTH}\s+(?:\d{{1,2}},?\s+)?)?(?:19|20)\d\d\b", re.I)
"""The end and the rest of a date broken over lines: "At 31" / "December 2023", "At 1 January" / "2023"."""
RULED_ROWS = 3
"""So many rows, each between rules of its own, make a table in which rules part the rows."""


@dataclass(slots=True)
class RowLine:
    """What grouping needs of a line: its label's text and edges, whether it has values, its height and type."""

    label: str
    x0: float
    x1: float
    first_width: float
    top: float
    bottom: float
    size: float
    valued: bool
    bold: bool


def group_rows(lines: Sequence[RowLine], limit: float, barriers: Sequence[float] = ()) -> list[list[int]]:
    """Positions of lines, one list a row, in order. `limit` is how far right labels may reach; no row crosses a barrier
    (the height of a drawn rule)."""
    anchors = [k for k, line in enumerate(lines) if line.valued]
    owner: dict[int, int] = {a: a for a in anchors} | _rows_between_rules(lines, anchors, barriers)
    bounds = [-1, *anchors, len(lines)]
    for above, below in itertools.pairwise(bounds):
        free = [k for k in range(above + 1, below) if k not in owner]
        if not free:
            continue
        down = _count_leading(lines, free, above, limit, barriers)
        up = _count_trailing(lines, free, below, limit, barriers) if below < len(lines) else 0
        if down + up > len(free):
            down, up = _settle(lines, free, above, below, down, up)
        for k in free[:down]:
            owner[k] = above
        for k in free[len(free) - up :] if up else []:
            owner[k] = below
        previous: int | None = None
        for k in free[down : len(free) - up]:
            joins = previous is not None and _continues(lines[previous], lines[k], limit, barriers)
            owner[k] = owner[previous] if joins and previous is not None else k
            previous = k
    groups: dict[int, list[int]] = {}
    for k in range(len(lines)):
        groups.setdefault(owner[k], []).append(k)
    return sorted(groups.values(), key=lambda g: g[0])


def _rows_between_rules(lines: Sequence[RowLine], anchors: Sequence[int], barriers: Sequence[float]) -> dict[int, int]:
    """Where every row with values has rules of its own above and below: the lines between the same two rules are one row."""
    edges = sorted(barriers)
    places = [bisect.bisect(edges, (line.top + line.bottom) / 2) for line in lines]
    mine = [places[a] for a in anchors]
    if len(anchors) < RULED_ROWS or len(set(mine)) < len(mine) or min(mine) == 0 or max(mine) == len(edges):
        return {}
    by_place = {places[a]: a for a in anchors}
    return {k: by_place[place] for k, place in enumerate(places) if place in by_place and _belongs(lines[k])}


def _belongs(line: RowLine) -> bool:
    return bool(line.label) and (line.valued or not _CLOSED_END.search(line.label))


def _count_leading(
    lines: Sequence[RowLine], free: list[int], above: int, limit: float, barriers: Sequence[float]
) -> int:
    count, previous = 0, above
    for k in free:
        if previous >= 0 and not lines[k].label and lines[k].top - lines[previous].top <= 1.3 * lines[k].size:
            count, previous = count + 1, k
            continue
        if previous < 0:
            break
        upper = _label_around(lines, above, k) if previous == above and not lines[above].label else lines[previous]
        if upper is None or not upper.label or not _continues(upper, lines[k], limit, barriers):
            break
        count, previous = count + 1, k
    return count


def _label_around(lines: Sequence[RowLine], anchor: int, below: int) -> RowLine | None:
    """The line above amounts set midway between the two lines of their label; None where line `below` is no second one."""
    if anchor == 0 or lines[anchor - 1].valued:
        return None
    upper, lower = lines[anchor - 1], lines[below]
    uneven = (lower.top - lines[anchor].top) - (lines[anchor].top - upper.top)
    return upper if abs(uneven) < 0.3 * upper.size else None


def _count_trailing(
    lines: Sequence[RowLine], free: list[int], below: int, limit: float, barriers: Sequence[float]
) -> int:
    count, following = 0, below
    for k in reversed(free):
        near = lines[following].top - lines[k].top
        if not lines[following].label:
            if near > 1.3 * lines[k].size or _CLOSED_END.search(lines[k].label):
                break
        elif not _continues(lines[k], lines[following], limit, barriers):
            break
        count, following = count + 1, k
    return count


def _settle(lines: Sequence[RowLine], free: list[int], above: int, below: int, down: int, up: int) -> tuple[int, int]:
    """Both neighbours claim lines: the nearer one gets them; at a tie the one above."""
    for cut in range(len(free), -1, -1):
        if cut <= down and len(free) - cut <= up:
            first = lines[free[cut - 1]] if cut else lines[above]
            second = lines[free[cut]] if cut < len(free) else lines[below]
            if cut == 0 or second.top - first.top > 1.15 * (
                first.top - lines[max(above, 0)].top if cut == 1 else first.size
            ):
                return cut, len(free) - cut
    return down, len(free) - down


def _is_chinese(label: str) -> bool:
    """Mostly Chinese: the second language of a label, perhaps beginning with an amount or a dash."""
    return sum(map(is_cjk_char, label)) > sum(c.isascii() and c.isalpha() for c in label)


def _continues(upper: RowLine, lower: RowLine, limit: float, barriers: Sequence[float]) -> bool:
    """Whether `lower` goes on with the label `upper` began."""
    if not upper.label or not lower.label or lower.top - upper.top > TIGHT_EM * max(upper.size, lower.size):
        return False
    middle_upper, middle_lower = (upper.top + upper.bottom) / 2, (lower.top + lower.bottom) / 2
    if any(middle_upper < y < middle_lower for y in barriers) or abs(upper.size - lower.size) > 0.2 * upper.size:
        return False
    if upper.bold != lower.bold and not lower.label[0].islower():
        return False
    if _DATE_OPEN.search(upper.label) and _DATE_REST.match(lower.label) and abs(lower.x0 - upper.x0) < upper.size:
        return True
    if _DATE_ALONE.match(lower.label) and not lower.valued:
        return False
    head = lower.label.lstrip('(（"“‘')[:1]
    chinese = is_cjk_char(lower.label[0])
    if _is_chinese(lower.label) and not any(map(is_cjk_char, upper.label)) and not _CLOSED_END.search(upper.label):
        return lower.x0 > upper.x0 - 2.5 * upper.size
    if _CLOSED_END.search(upper.label):
        return False
    if _MARKS.match(lower.label):
        return True
    full = upper.x1 + lower.first_width + 0.25 * upper.size > limit
    hanging = lower.x0 > upper.x0 + 0.4 * upper.size
    if head.islower() and lower.x0 > upper.x0 - 0.4 * upper.size:
        return True
    if _OPEN_END.search(upper.label):
        return True
    if chinese:
        return full and lower.x0 > upper.x0 - 2.5 * upper.size
    return full and (hanging or abs(lower.x0 - upper.x0) < 0.4 * upper.size) and (hanging or not lower.valued)
