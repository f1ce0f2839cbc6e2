"""Tables with a drawn grid: rules that cross make cells, whatever the text in them looks like."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tieout.read._layout.footing import is_total
from tieout.read._layout.script import is_amount, is_bullet, is_nil
from tieout.read._layout.sheet import Sheet, SheetCell, finish_cell, holds_value, set_indents
from tieout.read._layout.words import Words
from tieout.read.pdf.chars import Floats

JOIN_PT = 3.0
"""Rules whose ends come this near meet."""
SAME_PT = 2.0
"""Rules this near to each other are one (double rules, rules drawn cell by cell)."""
CELL_LIMIT = 6_000
NARROW_PT = 7.0
"""A column narrower than this without text is the space between two rules."""
FUSED_SHARE = 0.04
"""Of the rows of a drawn grid, so many may hold a cell with two amounts; more, and the rules are not those of cells."""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A drawn grid: `xs` and `ys` are its lines; `across` and `down` the merged rules (position, from, to)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[tuple[float, float, float], ...]
    down: tuple[tuple[float, float, float], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def find_lattices(across: Floats, down: Floats) -> list[Lattice]:
    """The grids rules form, from the top down; a grid has at least two columns and two rows."""
    rows = _merge(across[:, [1, 3, 0, 2]]) if len(across) else []
    columns = _merge(down[:, [0, 2, 1, 3]]) if len(down) else []
    if len(rows) < 2 or not columns or len(rows) * len(columns) > 100_000:
        return []
    found = []
    for members_across, members_down in _connect(rows, columns):
        if len(members_across) < 2 or not members_down:
            continue
        left, right = min(r[1] for r in members_across), max(r[2] for r in members_across)
        xs = _positions([c[0] for c in members_down] + [left, right])
        ys = _positions([r[0] for r in members_across])
        if len(xs) < 3 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > CELL_LIMIT:
            continue
        found.append(Lattice(tuple(xs), tuple(ys), tuple(members_across), tuple(members_down)))
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _merge(rules: Floats) -> list[tuple[float, float, float]]:
    """(position, from, to) of rules, with those on one line that touch made one."""
    lines = sorted(((a + b) / 2, start, end) for a, b, start, end in rules.tolist())
    groups: list[list[tuple[float, float, float]]] = []
    for line in lines:
        if groups and line[0] - groups[-1][-1][0] <= SAME_PT / 2 and line[0] - groups[-1][0][0] <= SAME_PT:
            groups[-1].append(line)
        else:
            groups.append([line])
    merged: list[tuple[float, float, float]] = []
    for group in groups:
        position = sum(g[0] for g in group) / len(group)
        reach: list[list[float]] = []
        for _, start, end in sorted(group, key=lambda g: g[1]):
            if reach and start <= reach[-1][1] + JOIN_PT:
                reach[-1][1] = max(reach[-1][1], end)
            else:
                reach.append([start, end])
        merged.extend((position, a, b) for a, b in reach)
    return merged


def _connect(
    rows: Sequence[tuple[float, float, float]], columns: Sequence[tuple[float, float, float]]
) -> list[tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]]:
    a, b = np.array(rows), np.array(columns)
    meets = (
        (a[:, None, 1] - JOIN_PT <= b[None, :, 0])
        & (b[None, :, 0] <= a[:, None, 2] + JOIN_PT)
        & (b[None, :, 1] - JOIN_PT <= a[:, None, 0])
        & (a[:, None, 0] <= b[None, :, 2] + JOIN_PT)
    )
    group = np.arange(len(rows))
    for column in range(len(columns)):
        touched = np.flatnonzero(meets[:, column])
        if len(touched) > 1:
            group[np.isin(group, group[touched])] = group[touched[0]]
    parts = []
    for label in sorted(set(group.tolist())):
        mine = np.flatnonzero(group == label)
        theirs = np.flatnonzero(meets[mine].any(axis=0))
        parts.append(([rows[int(i)] for i in mine], [columns[int(j)] for j in theirs]))
    return parts


def _positions(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > SAME_PT + 0.5:
            kept.append(value)
    return kept


def read_lattice(words: Words, lattice: Lattice, chosen: Sequence[int]) -> Sheet | None:
    """The table in a grid, from the chosen words that lie inside; None when fewer than two cells hold text."""
    xs, ys = lattice.xs, lattice.ys
    columns, rows = len(xs) - 1, len(ys) - 1
    merged = _merge_cells(lattice, columns, rows)
    bottoms, rights = _find_ends(merged)
    root = merged.tolist()
    inside: dict[int, list[int]] = {}
    for i in chosen:
        x = (words.x0[i] + words.x1[i]) / 2
        y = (words.y0[i] + words.y1[i]) / 2
        c, r = bisect_left(xs, x) - 1, bisect_left(ys, y) - 1
        if 0 <= c < columns and 0 <= r < rows:
            inside.setdefault(root[r][c], []).append(i)
    if len(inside) < 2:
        return None
    grid: list[list[SheetCell | None]] = [[None] * columns for _ in range(rows)]
    for r in range(rows):
        for c in range(columns):
            key = r * columns + c
            if root[r][c] != key:
                continue
            cell = SheetCell(order_words(words, inside.get(key, [])))
            cell.rowspan, cell.colspan = bottoms[key] - r + 1, rights[key] - c + 1
            _join_wrapped(words, cell)
            grid[r][c] = cell
    sheet = Sheet(grid, 0, lattice.box, tops=list(lattice.ys[:-1]), bottoms=list(lattice.ys[1:]))
    sheet.edges = list(lattice.xs)
    sheet.how, sheet.confidence = "cells from the drawn grid", 0.9
    _split_rows(words, sheet)
    _drop_empty(sheet)
    if len(sheet.rows) < 2 or _count_fused(words, sheet) > FUSED_SHARE * len(sheet.rows):
        return None
    sheet.header_rows = count_header_rows(sheet)
    _indent(words, sheet, lattice)
    return sheet


def _merge_cells(lattice: Lattice, columns: int, rows: int) -> np.ndarray:
    """For every base cell the number of the cell it belongs to: cells with no rule between them are one."""
    xs, ys = lattice.xs, lattice.ys
    root = np.arange(rows * columns).reshape(rows, columns)
    for c in range(1, columns):
        rules = [d for d in lattice.down if abs(d[0] - xs[c]) <= SAME_PT + 0.5]
        for r in range(rows):
            middle = (ys[r] + ys[r + 1]) / 2
            if not any(d[1] - 1 <= middle <= d[2] + 1 for d in rules) and root[r, c] != root[r, c - 1]:
                root[root == root[r, c]] = root[r, c - 1]
    for r in range(1, rows):
        rules = [a for a in lattice.across if abs(a[0] - ys[r]) <= SAME_PT + 0.5]
        for c in range(columns):
            middle = (xs[c] + xs[c + 1]) / 2
            if not any(a[1] - 1 <= middle <= a[2] + 1 for a in rules) and root[r, c] != root[r - 1, c]:
                old, new = root[r, c], root[r - 1, c]
                if _is_box(root, old, new):
                    root[root == old] = new
    return root


def _find_ends(root: np.ndarray) -> tuple[list[int], list[int]]:
    """For every cell number the last row and the last column that belong to it."""
    rows, columns = np.indices(root.shape)
    bottoms, rights = np.zeros(root.size, np.int64), np.zeros(root.size, np.int64)
    np.maximum.at(bottoms, root.ravel(), rows.ravel())
    np.maximum.at(rights, root.ravel(), columns.ravel())
    return bottoms.tolist(), rights.tolist()


def _is_box(root: np.ndarray, a: int, b: int) -> bool:
    members = np.argwhere((root == a) | (root == b))
    (top, left), (bottom, right) = members.min(axis=0), members.max(axis=0)
    return bool(len(members) == (bottom - top + 1) * (right - left + 1))


def order_words(words: Words, run: Sequence[int]) -> list[int]:
    """Words of a cell in reading order: by line, then from left to right."""
    if len(run) < 2:
        return list(run)
    middles = {i: (words.y0[i] + words.y1[i]) / 2 for i in run}
    lines: list[list[int]] = []
    for i in sorted(run, key=lambda i: middles[i]):
        if lines and middles[i] - middles[lines[-1][0]] < 0.5 * float(min(words.size[i], words.size[lines[-1][0]])):
            lines[-1].append(i)
        else:
            lines.append([i])
    return [i for line in lines for i in sorted(line, key=lambda i: words.x0[i])]


def _join_wrapped(words: Words, cell: SheetCell) -> None:
    """Finishes the cell; digits that go on over a line end because the cell was full are one amount again."""
    finish_cell(words, cell)
    if len(cell.words) < 2:
        return
    bare = cell.text.replace(" ", "")
    pieces = [words.text[i] for i in cell.words]
    if cell.text == bare or not is_amount(bare):
        return
    if all(_is_fragment(p) for p in pieces) and _WHOLE.fullmatch(bare) and _is_cut(pieces):
        cell.text, cell.wrapped = bare, True


_WHOLE = re.compile(r"[(（]?[-–]?\$?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[)）]?%?")
"""An amount whose digits stand in their groups."""


def _is_cut(pieces: Sequence[str]) -> bool:
    """Whether pieces on several lines are parts of one amount: one of them alone is none, or the last holds the rest of
    the decimals; two whole amounts below each other are two rows."""
    if not all(_WHOLE.fullmatch(p) for p in pieces):
        return True
    return "." in pieces[0] and len(pieces) == 2 and pieces[1].isdigit() and len(pieces[1]) <= 2


def _is_fragment(piece: str) -> bool:
    return all(c.isdigit() or c in ",.，()（）-%$" for c in piece)


def _split_rows(words: Words, sheet: Sheet) -> None:
    """A drawn row that holds several printed rows of amounts is cut between them."""
    rows: list[list[SheetCell | None]] = []
    tops, bottoms = [], []
    for r, row in enumerate(sheet.rows):
        parts = _cut_row(words, row)
        for k, part in enumerate(parts):
            rows.append(part)
            tops.append(sheet.tops[r] if k == 0 else min(words.y0[i] for c in part if c for i in c.words))
            bottoms.append(sheet.bottoms[r])
    sheet.rows, sheet.tops, sheet.bottoms = rows, tops, bottoms


def _cut_row(words: Words, row: list[SheetCell | None]) -> list[list[SheetCell | None]]:
    stacks: dict[int, list[list[int]]] = {}
    for c, cell in enumerate(row):
        if cell is None or cell.rowspan > 1 or len(cell.words) < 2 or cell.wrapped:
            continue
        lines = _lines_of(words, cell.words)
        if len(lines) > 1 and all(_all_value(words, line) for line in lines):
            stacks[c] = lines
    if not stacks:
        return [row]
    most = max(len(v) for v in stacks.values())
    full = [v for v in stacks.values() if len(v) == most]
    if any(cell is not None and cell.rowspan > 1 for cell in row):
        return [row]
    heights = [float(np.mean([words.y1[line[0]] for line in (v[k] for v in full)])) for k in range(most)]
    parts: list[list[SheetCell | None]] = [
        [SheetCell([], colspan=c.colspan) if c else None for c in row] for _ in heights
    ]
    for c, cell in enumerate(row):
        if cell is None:
            continue
        for line in _lines_of(words, cell.words):
            bottom = words.y1[line[0]]
            k = next((k for k, h in enumerate(heights) if bottom <= h + 1.5), most - 1)
            part = parts[k][c]
            assert part is not None
            part.words.extend(line)
    return [[finish_cell(words, c) if c else None for c in part] for part in parts]


def _count_fused(words: Words, sheet: Sheet) -> int:
    """Rows in which one cell holds several amounts, or an amount far from its label: columns the rules do not part."""
    count = 0
    for row in sheet.rows:
        count += any(cell is not None and not cell.wrapped and _is_fused(words, cell) for cell in row)
    return count


def _is_fused(words: Words, cell: SheetCell) -> bool:
    if len(cell.words) < 2 or holds_value(cell):
        return False
    for line in _lines_of(words, cell.words):
        for a, b in itertools.pairwise(line):
            gap = words.x0[b] - words.x1[a]
            if words.amount[b] and gap > 0.95 * float(words.size[b]) and not is_bullet(words.text[a]):
                return True
    amounts = [line for line in _lines_of(words, cell.words) if _all_value(words, line)]
    return len(amounts) > 1 and len(amounts) * 2 > len(_lines_of(words, cell.words))


def _lines_of(words: Words, run: Sequence[int]) -> list[list[int]]:
    lines: list[list[int]] = []
    for i in run:
        if lines and abs(words.y1[i] - words.y1[lines[-1][-1]]) < 0.5 * words.size[i]:
            lines[-1].append(i)
        else:
            lines.append([i])
    return lines


def _all_value(words: Words, line: Sequence[int]) -> bool:
    bare = "".join(words.text[i] for i in line)
    return is_amount(bare) or is_nil(bare)


def _drop_empty(sheet: Sheet) -> None:
    """Rows without any text and hair-thin columns are lines drawn double, not rows and columns."""
    keep = [r for r, row in enumerate(sheet.rows) if any(c is not None and c.text for c in row) or None in row]
    sheet.rows = [sheet.rows[r] for r in keep]
    sheet.tops, sheet.bottoms = [sheet.tops[r] for r in keep], [sheet.bottoms[r] for r in keep]
    for c in range(len(sheet.edges) - 2, -1, -1):
        column = [row[c] for row in sheet.rows]
        if sheet.edges[c + 1] - sheet.edges[c] > NARROW_PT:
            continue
        if any(cell is None or cell.text or cell.colspan > 1 for cell in column):
            continue
        for row in sheet.rows:
            del row[c]
        del sheet.edges[c]


def count_header_rows(sheet: Sheet) -> int:
    """Rows at the top before the first that has a label and an amount, or an amount that is no year."""
    for r, row in enumerate(sheet.rows):
        values = [c for c in row[1:] if holds_value(c) and c is not None and any(ch.isdigit() for ch in c.text)]
        if any(not _is_head(c.text) for c in values):
            return r
        if r > 0 and row[0] is not None and row[0].text and all(c is None or not c.text for c in row[1:]):
            return r
        if r > 0 and row[0] is not None and row[0].text and any(holds_value(c) for c in row[1:]) and not values:
            return r
    return min(1, len(sheet.rows))


def _is_head(text: str) -> bool:
    return len(text) == 4 and text[:2] in {"19", "20"} and text.isdigit()


def _indent(words: Words, sheet: Sheet, lattice: Lattice) -> None:
    """Indents of labels; a label centred in its cell (totals often are) has none."""
    em = sorted(words.size)[len(words) // 2] if len(words) else 10.0
    right = lattice.xs[1]
    centred = []
    for row in sheet.rows[sheet.header_rows :]:
        cell = row[0] if row else None
        if cell is not None and cell.words:
            x1 = max(words.x1[i] for i in cell.words)
            before, after = cell.x0 - lattice.xs[0], right - x1
            if is_total(cell.text) and before > 1.5 * em and abs(before - after) < 0.35 * max(before, after):
                centred.append(cell)
    plain = [[c if c is None or not any(c is d for d in centred) else None for c in row[:1]] for row in sheet.rows]
    set_indents(plain, sheet.header_rows, em)
