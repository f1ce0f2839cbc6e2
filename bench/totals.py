"""Share of "total" cells that foot in tables read from PDF reports.

A *total cell* is found without any arithmetic: an amount (no percentage, no dash) in a body row whose
label begins or ends with a word for a total (total, sub-total, 合计, 小計, 總計 ...; 按组合计提 is none). It
*foots* when it equals, within the rounding of the printed digits, the sum of the rows directly above it
in its column, where a sub-total stands for its parts, "less" rows subtract and "of which" rows may be
left out; or when it is the sum of the sub-totals above it, or the sum along its row in a column of totals or closing
balances; or when its own parts are not printed and it is a term of a sum that foots. A total of rows on an
earlier page counts as not footing unless the table was joined.

Every total cell that does not foot is listed with its reason: from its label, column or place, or what the rows above it
come to. `foot_after_a_change`: of some of those that foot, the share that still does after one of its digits is changed.
With --tatqa the tables of that benchmark's file are counted in the same way.

Usage: totals.py FOLDER [--failures] [--only NAME]
       totals.py --tatqa FILE.json [--failures]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tieout.model import Grid
from tieout.read._layout.footing import Amount, FootRow, Total, amounts_of, find_totals, label_of, tell_rest
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
    with_parts = 0
    for uid, rows, headers in read_tatqa(path):
        for total in find_totals(rows, headers):
            reasons["foots" if total.foots else tell_rest(rows, total)] += 1
            with_parts += total.foots or not total.reason
            if show and not total.foots:
                print(f"{uid}\t{total.column}\t{rows[total.row].label}\t{tell_rest(rows, total)}")
    found = reasons.total()
    figures = {
        "bench": "totals of TAT-QA",
        "date": datetime.date.today().isoformat(),
        "found": found,
        "footed": reasons["foots"],
        "share": round(100 * reasons["foots"] / max(1, found), 1),
        "share_of_those_with_parts": round(100 * reasons["foots"] / max(1, with_parts), 1),
        "reasons": dict(reasons.most_common()),
    }
    print(json.dumps(figures, indent=1))


CHANGED_SHARE = 0.35
"""Of the totals that foot, so many are tried with a digit changed."""


def _foots_when_changed(rows: list[FootRow], headers: list[str], total: Total, chance: random.Random) -> bool:
    """Whether the total still foots after one of its digits, any but the last, is another."""
    row = rows[total.row]
    amount = row.amounts[total.column]
    assert amount is not None
    digits = list(str(abs(amount.number)))
    places = [k for k, c in enumerate(digits) if c.isdigit()]
    at = chance.choice(places[: max(1, len(places) - 1)])
    digits[at] = chance.choice([d for d in "0123456789" if d != digits[at]])
    number = Decimal("".join(digits)).copy_sign(amount.number)
    amounts = list(row.amounts)
    amounts[total.column] = Amount(number, amount.half)
    other = [*rows[: total.row], replace(row, amounts=tuple(amounts)), *rows[total.row + 1 :]]
    return any(t.foots for t in find_totals(other, headers) if (t.row, t.column) == (total.row, total.column))


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
    rest: list[list[object]] = []
    with_parts, chance = 0, random.Random(1)
    changed: list[bool] = []
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
            headers = header_words(block.grid)
            for total in find_totals(rows, headers):
                found[language] += 1
                mine["found"] += 1
                footed[language] += total.foots
                mine["footed"] += total.foots
                reasons["foots" if total.foots else tell_rest(rows, total)] += 1
                if not total.foots:
                    with_parts += not total.reason
                    of = rows[total.row]
                    cell = of.amounts[total.column]
                    printed = str(cell.number) if cell else ""
                    rest.append([path.name, block.page, of.label[:60], printed, tell_rest(rows, total)])
                elif chance.random() < CHANGED_SHARE:
                    changed.append(_foots_when_changed(rows, headers, total, chance))
        by_file[path.name] = dict(mine)
    if arguments.failures:
        for name, page, label, amount, reason in rest:
            print(f"{name}\t{page}\t{label}\t{amount}\t{reason}")
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
                    100 * reasons["foots"] / max(1, reasons["foots"] + with_parts), 1
                ),
                "foot_after_a_change": f"{sum(changed)} of {len(changed)}",
                "by_language": {k: [footed[k], n, round(100 * footed[k] / n, 1)] for k, n in sorted(found.items())},
                "by_file": by_file,
                "rest": rest,
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
