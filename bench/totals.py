"""Share of "total" cells that foot in tables read from PDF reports.

A *total cell* is found without any arithmetic: an amount (no percentage, no dash) in a body row whose
label begins or ends with a word for a total (total, sub-total, 合计, 小計, 總計 ...; 按组合计提 is none). It
*foots* when it equals, within the rounding of the printed digits, the sum of the rows directly above it
in its column, where a sub-total stands for its parts, "less" rows subtract and "of which" rows may be
left out; or when it is the sum of the sub-totals above it. A total of rows on an earlier page counts as
not footing unless the table was joined.

A total cell that does not foot has a reason where its label, column or place says that its parts are not in the table; the
rest are doubtful readings. With --tatqa the tables of that benchmark's file are counted in the same way.

Usage: totals.py FOLDER [--failures] [--only NAME]
       totals.py --tatqa FILE.json [--failures]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tieout.model import Grid
from tieout.read._layout.footing import FootRow, amounts_of, find_totals, label_of
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
            if cell is None:
                continue
            for k in range(c, min(c + max(cell.colspan, 1), len(words))):
                words[k] += f" {cell.text}"
    return words


def read_tatqa(path: Path) -> Iterator[tuple[str, list[FootRow], list[str]]]:
    """Id, rows and header words of every table of a TAT-QA file: rows above the first amount are headers."""
    for record in json.loads(path.read_text(encoding="utf-8")):
        table = [[_join_sign(text) for text in row] for row in record["table"]["table"]]
        body = next((r for r, row in enumerate(table) if any(_is_plain(amounts_of(row), row))), len(table))
        headers = [" ".join(row[c] for row in table[:body]) for c in range(len(table[0]))]
        yield record["table"]["uid"][:8], [FootRow(label_of(row), amounts_of(row)) for row in table[body:]], headers


def _is_plain(amounts: Sequence[object], row: Sequence[str]) -> list[bool]:
    return [a is not None and not re.fullmatch(r"(?:19|20)\d\d", t) for a, t in zip(amounts, row, strict=True)][1:]


def _join_sign(text: str) -> str:
    """ "$ 1,452.4" and "(35,569 )" without the blanks of their layout, footnote marks "(1)" after an amount left out."""
    text = re.sub(r"\s+\)", ")", re.sub(r"([$€£])\s+", r"\1", text.strip()))
    return re.sub(r"(?<=\d)\s*\(\d\)$", "", text)


def count_tatqa(path: Path, show: bool) -> None:
    """Prints the figures of a TAT-QA file."""
    reasons: Counter[str] = Counter()
    for uid, rows, headers in read_tatqa(path):
        for total in find_totals(rows, headers):
            reasons["foots" if total.foots else total.reason or "doubtful reading or no sum"] += 1
            if show and not total.foots and not total.reason:
                print(f"{uid}\t{total.column}\t{rows[total.row].label}")
    found = reasons.total()
    sums = reasons["foots"] + reasons["doubtful reading or no sum"]
    figures = {
        "bench": "totals of TAT-QA",
        "date": datetime.date.today().isoformat(),
        "found": found,
        "footed": reasons["foots"],
        "share": round(100 * reasons["foots"] / max(1, found), 1),
        "share_of_those_with_parts": round(100 * reasons["foots"] / max(1, sums), 1),
        "reasons": dict(reasons.most_common()),
    }
    print(json.dumps(figures, indent=1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--tatqa", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--failures", action="store_true")
    arguments = parser.parse_args()
    if arguments.tatqa:
        count_tatqa(arguments.tatqa, arguments.failures)
        return
    if arguments.folder is None:
        parser.error("give a folder of PDF reports, or --tatqa FILE")
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
