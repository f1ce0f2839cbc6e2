"""Which table, row, column and so which cell of an old text is which of a new one.

Tables are paired by the labels they share, then by caption and order; rows along their labels in order, a renamed one by
likeness; columns by their full heading (so that 2024 stays 2024 in the next year's edition), else by the heading without
digits, else by position.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from tieout.engine.anchors import steady
from tieout.model import Table

Pair = tuple[str | None, str | None, str]
"""Figure ids of the old and the new text, and where they stand in words."""

_LEAST_LIKENESS = 0.3
_LEAST_LABEL_LIKENESS = 0.6


def align_tables(old: Sequence[Table], new: Sequence[Table]) -> Iterator[Pair]:
    """A pair for every figure in a cell of either side."""
    partners = _pair_tables(old, new)
    for k, table in enumerate(new):
        if k in partners:
            yield from _align_cells(old[partners[k]], table)
        else:
            yield from ((None, figure, where) for figure, where in _figures(table))
    taken = set(partners.values())
    for k, table in enumerate(old):
        if k not in taken:
            yield from ((figure, None, where) for figure, where in _figures(table))


def _pair_tables(old: Sequence[Table], new: Sequence[Table]) -> dict[int, int]:
    """For places of new tables, the place of the old one; each old table once, the likest first."""
    labels_old, labels_new = [_labels(t) for t in old], [_labels(t) for t in new]
    homes: dict[str, list[int]] = defaultdict(list)
    for k, counts in enumerate(labels_old):
        for label in counts:
            homes[label].append(k)
    scored = []
    for n, counts in enumerate(labels_new):
        shared: Counter[int] = Counter()
        for label, count in counts.items():
            for o in homes[label]:
                shared[o] += min(count, labels_old[o][label])
        for o, common in shared.items():
            whole = counts.total() + labels_old[o].total() - common
            score = common / whole if whole else 0.0
            if score >= _LEAST_LIKENESS:
                score += 0.3 * (steady(old[o].caption) == steady(new[n].caption)) + 0.1 * _share_headings(
                    old[o], new[n]
                )
                gap = abs(o / max(len(old), 1) - n / max(len(new), 1))
                scored.append((-round(score, 3), gap, n, o))
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, n, o in sorted(scored):
        if n not in partners and o not in taken:
            partners[n] = o
            taken.add(o)
    return partners


def _labels(table: Table) -> Counter[str]:
    rows = (r for r, cells in zip(table.rows, table.cells, strict=True) if any(c.figure for c in cells))
    return Counter(steady(r.label).lower() or "-" for r in rows)


def _share_headings(old: Table, new: Table) -> float:
    a, b = ({"/".join(c.path) for c in t.columns} for t in (old, new))
    return len(a & b) / max(len(a | b), 1)


def _align_cells(old: Table, new: Table) -> Iterator[Pair]:
    rows = _match([_row_key(old, r) for r in range(len(old.rows))], [_row_key(new, r) for r in range(len(new.rows))])
    columns = _match_columns(old, new)
    taken: set[str] = set()
    for r, cells in enumerate(new.cells):
        for c, cell in enumerate(cells):
            if cell.figure is None:
                continue
            line, across = rows.get(r), columns.get(c)
            partner = old.cells[line][across].figure if line is not None and across is not None else None
            if partner is not None:
                taken.add(partner.id)
            yield partner.id if partner is not None else None, cell.figure.id, _where(new, r, c)
    yield from ((figure, None, where) for figure, where in _figures(old) if figure not in taken)


def _match(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """For places of new keys, places of old ones: equal keys in order, then likeness within what lies between."""
    found: dict[int, int] = {}
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.update(zip(range(b0, b1), range(a0, a1), strict=True))
        elif tag == "replace":
            start = a0
            for b in range(b0, b1):
                for a in range(start, a1):
                    if SequenceMatcher(None, old[a], new[b]).ratio() >= _LEAST_LABEL_LIKENESS:
                        found[b], start = a, a + 1
                        break
    return found


def _match_columns(old: Table, new: Table) -> dict[int, int]:
    if len(old.columns) == len(new.columns) == 1:
        return {0: 0}
    headings = [["/".join(c.path) for c in t.columns] for t in (old, new)]
    for a, b in (headings, [[steady(h) for h in own] for own in headings]):
        found = _match_unique(a, b)
        if any(new.columns[n].kind != "label" for n in found):
            return found
    return dict(enumerate(range(len(new.columns)))) if len(old.columns) == len(new.columns) else {}


def _match_unique(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Keys that stand once on each side, and those that stand as often on both, in order."""
    counts_old, counts_new = Counter(old), Counter(new)
    found: dict[int, int] = {}
    for key in counts_new:
        if counts_old[key] == counts_new[key]:
            places = zip(_places(new, key), _places(old, key), strict=True)
            found.update(places)
    return found


def _places(keys: Sequence[str], key: str) -> list[int]:
    return [k for k, one in enumerate(keys) if one == key]


def _row_key(table: Table, row: int) -> str:
    return steady("/".join(table.rows[row].path) or table.rows[row].label).lower()


def _figures(table: Table) -> Iterator[tuple[str, str]]:
    for r, cells in enumerate(table.cells):
        for c, cell in enumerate(cells):
            if cell.figure is not None:
                yield cell.figure.id, _where(table, r, c)


def _where(table: Table, row: int, column: int) -> str:
    head = table.caption or (table.section[-1] if table.section else "")
    parts = (head, table.rows[row].label, " ".join(table.columns[column].path))
    return " / ".join(" ".join(part.split()) for part in parts if part.strip())
