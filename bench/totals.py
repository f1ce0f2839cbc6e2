"""Share of "total" cells that foot in tables read from PDF reports.

A *total cell* is found without any arithmetic: an amount (no percentage, no dash) in a body row whose
label begins or ends with a word for a total (total, sub-total, 合计, 小計, 總計 ...; 按组合计提 is none). It
*foots* when it equals, within the rounding of the printed digits, the sum of the rows directly above it
in its column, where a sub-total stands for its parts, "less" rows subtract and "of which" rows may be
left out; or when it is the sum of the sub-totals above it. A total of rows on an earlier page counts as
not footing unless the table was joined.

Usage: totals.py FOLDER [--failures] [--only NAME]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
from collections import Counter
from pathlib import Path

from tieout.model import Grid
from tieout.read.pdf.footing import FootRow, amounts_of, find_totals, label_of
from tieout.read.pdf.room import read
from tieout.read.source import ReadSettings, Source


def foot_rows(grid: Grid) -> list[FootRow]:
    """The grid's body rows: label of the first text cell, amounts by column."""
    rows = []
    for r, row in enumerate(grid.rows):
        if r < (grid.header_rows or 0):
            continue
        cells = [c.text if c is not None else "" for c in row]
        rows.append(
            FootRow(label_of(cells), amounts_of(cells), r - 1 in grid.ruled, row[0].indent if row and row[0] else 0)
        )
    return rows


def header_words(grid: Grid) -> list[str]:
    """The words over each column, a spanned header's for all it spans."""
    words = [""] * (len(grid.rows[0]) if grid.rows else 0)
    for row in grid.rows[: grid.header_rows or 0]:
        for c, cell in enumerate(row):
            for k in range(c, min(c + max(cell.colspan, 1), len(words))) if cell is not None else ():
                words[k] += f" {cell.text}"
    return words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    found: Counter[str] = Counter()
    footed: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    by_file = {}
    failures = []
    for path in sorted(arguments.folder.glob("*.pdf")):
        if arguments.only not in path.name:
            continue
        document = read(Source(str(path), path.read_bytes()), ReadSettings()).documents[0]
        mine: Counter[str] = Counter()
        for block in document.blocks:
            if block.grid is None:
                continue
            rows = foot_rows(block.grid)
            language = block.language or "none"
            for total in find_totals(rows, header_words(block.grid)):
                found[language] += 1
                mine["found"] += 1
                footed[language] += total.foots
                mine["footed"] += total.foots
                reasons[total.reason or ("foots" if total.foots else "doubtful reading or no sum")] += 1
                if not total.foots and not total.reason:
                    failures.append(
                        (path.name, block.page, rows[total.row].label, str(rows[total.row].amounts[total.column]))
                    )
        by_file[path.name] = dict(mine)
    if arguments.failures:
        for name, page, label, _ in failures:
            print(f"{name}\t{page}\t{label}")
        return
    print(
        json.dumps(
            {
                "date": datetime.date.today().isoformat(),
                "cores": os.cpu_count(),
                "found": sum(found.values()),
                "footed": sum(footed.values()),
                "share": round(100 * sum(footed.values()) / max(1, sum(found.values())), 1),
                "reasons": dict(reasons),
                "share_of_those_with_parts_above": round(
                    100 * reasons["foots"] / max(1, reasons["foots"] + reasons["doubtful reading or no sum"]), 1
                ),
                "by_language": {k: [footed[k], n, round(100 * footed[k] / n, 1)] for k, n in sorted(found.items())},
                "by_file": by_file,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
