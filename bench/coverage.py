"""How many figures of real reports are tied, and whether a tick means something. Prints JSON.

usage: python bench/coverage.py FILE... [--sample N] [--seed N] [--nulls N] [--details]

For every file: figures tied (agrees and rounding), those of cells in primary statements (a table of eight rows or more under
the name of a statement), and the reasons of the rest. Then, of N ticked figures drawn at random, each is changed by twice the
tolerance of its closest tick and the report checked again: `found` when a finding names a relation of that figure, `exact`
when it stands at the figure itself. `coverage_that_binds` is the share tied times the share found. With --nulls every figure's
digits are drawn anew and what still ticks is counted.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from null import scramble  # type: ignore[import-not-found]

from tieout.engine import extracting
from tieout.engine.reading import ReadResult, read_paths
from tieout.engine.run import check_documents
from tieout.facts.prose import find_prose_figures
from tieout.model import Document, Figure, Table, Workpaper

_STATEMENT = re.compile(
    r"financial position|balance sheets?|profit or loss|comprehensive (?:income|loss)|income statements?|cash flows?|changes in equity"
    r"|statements? of (?:operations|earnings|income)|資產負債表|资产负债表|財務狀況表|损益表|損益表|利润表|全面收益表|現金流量表|现金流量表|(?:权益|權益)(?:变动|變動)表",
    re.I,
)
_LEAST_ROWS = 8
_PER_RUN = 25
_TIED = {"tied", "rounding"}

Change = Callable[[Figure], Figure]


def main() -> None:
    """Read the arguments, measure each file, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=0, help="ticked figures of each file to change")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--nulls", type=int, default=0, help="scrambles of each file")
    parser.add_argument("--details", action="store_true")
    args = parser.parse_args()
    measured = [measure(path, args) for path in args.files]
    total: Counter[str] = Counter()
    for one in measured:
        total.update({k: v for k, v in one.items() if isinstance(v, int)})
    result = {"bench": "coverage", "date": date.today().isoformat(), "cores": os.cpu_count(), **_percents(total)}
    print(json.dumps({**result, "files": measured}, indent=1, ensure_ascii=False))


def _percents(total: Counter[str]) -> dict[str, Any]:
    def per(part: str, whole: str) -> float | None:
        return round(100 * total[part] / total[whole], 2) if total[whole] else None

    tied, found = per("tied", "numbers"), per("found", "changed")
    return {
        "numbers": total["numbers"],
        "tied_percent": tied,
        "primary_cells": total["primary"],
        "primary_tied_percent": per("primary_tied", "primary"),
        "changed": total["changed"],
        "found_percent": found,
        "exact_percent": per("exact", "changed"),
        "coverage_that_binds": round(tied * found / 100, 2) if tied and found else None,
        "scrambled": total["scrambled"],
        "false_tick_percent": round(100 * total["false_ticks"] / total["scrambled"], 3) if total["scrambled"] else None,
    }


def measure(path: Path, args: argparse.Namespace) -> dict[str, Any]:
    """What one file gives."""
    read = read_paths([path])
    paper = check_documents(read)
    states = {key: outcome.state for key, outcome in paper.outcomes.items()}
    cells = [c.figure.id for t in paper.paper.tables if is_primary(t) for row in t.cells for c in row if c.figure]
    reasons = Counter(o.reason for o in paper.outcomes.values() if o.state == "untested")
    rng = Random(f"{path.name}:{args.seed}")
    result: dict[str, Any] = {
        "file": path.name,
        "numbers": len(states),
        "tied": sum(s in _TIED for s in states.values()),
        "primary": len(cells),
        "primary_tied": sum(states[key] in _TIED for key in cells),
        "untested": dict(reasons.most_common()),
    }
    if args.sample:
        result |= change_ticked(read, paper, args.sample, rng, args.details)
    for _ in range(args.nulls):
        scrambled = check_changed(read, lambda figure: _scrambled(figure, rng))
        result["scrambled"] = result.get("scrambled", 0) + len(scrambled.outcomes)
        ticks = [key for key, o in scrambled.outcomes.items() if o.state in _TIED]
        result["false_ticks"] = result.get("false_ticks", 0) + len(ticks)
        if args.details:
            result["false_by_check"] = Counter(t.code for t in scrambled.ticks)
    return result


def is_primary(table: Table) -> bool:
    """A table of a primary statement, by its caption or the heading above it."""
    titles = (table.caption, *table.section[-1:])
    return len(table.rows) >= _LEAST_ROWS and any(_STATEMENT.search(title) for title in titles)


def change_ticked(read: ReadResult, paper: Workpaper, size: int, rng: Random, details: bool) -> dict[str, Any]:
    """Ticked figures changed by twice their tolerance, one a page and run: how many are found, and how many exactly."""
    margins: dict[str, Decimal] = {}
    codes: dict[str, str] = {}
    for tick in paper.ticks:
        if tick.tolerance is not None and tick.tolerance <= margins.get(tick.figure, tick.tolerance):
            margins[tick.figure], codes[tick.figure] = tick.tolerance, tick.code
    before = {(f.code, f.span.start, f.span.page) for f in paper.findings}
    drawn = rng.sample(sorted(margins), min(size, len(margins)))
    counts: Counter[str] = Counter()
    missed: list[str] = []
    figures = paper.paper.figures
    while drawn:
        batch: dict[str, Figure] = {}
        pages: set[int | None] = set()
        for key in list(drawn):
            page = figures[key].span.page
            if page not in pages and len(batch) < _PER_RUN:
                pages.add(page)
                batch[key] = _moved(figures[key], margins[key], rng)
                drawn.remove(key)
        after = check_changed(read, lambda figure, batch=batch: batch.get(figure.id, figure))  # type: ignore[misc]
        named, touched = _findings_by_figure(after, before)
        for key in batch:
            hit = key in named, key in touched
            counts.update(changed=1, exact=hit[0], found=hit[1])
            counts[f"{codes[key]} {'exact' if hit[0] else 'found' if hit[1] else 'missed'}"] += 1
            if not hit[1]:
                missed.append(f"p{figures[key].span.page} {codes[key]} {figures[key].span.quote}")
    result: dict[str, Any] = {k: counts.pop(k, 0) for k in ("changed", "exact", "found")}
    return result | {"by_check": dict(sorted(counts.items()))} | ({"missed": missed} if details else {})


def _moved(figure: Figure, tolerance: Decimal, rng: Random) -> Figure:
    """The figure off by a little more than twice its tolerance, at its printed precision."""
    quantity = figure.quantity
    steps = (2 * tolerance / quantity.step).to_integral_value(rounding="ROUND_CEILING") + 1
    off = (steps * quantity.step).scaleb(-quantity.scale) * rng.choice((1, -1))
    number = quantity.number + off
    if (number < 0) != (quantity.number < 0):
        number = quantity.number - off
    return replace(figure, quantity=replace(quantity, number=number))


def _findings_by_figure(paper: Workpaper, before: set[tuple[str, int, int | None]]) -> tuple[set[str], set[str]]:
    """Figures that new findings stand at, and figures that they speak of."""
    at = {(f.document, f.span.page, f.span.start): key for key, f in paper.paper.figures.items()}
    named: set[str] = set()
    touched: set[str] = set()
    for finding in paper.findings:
        if (finding.code, finding.span.start, finding.span.page) in before:
            continue
        places = [(finding.document, finding.span), *finding.partners]
        keys = [at.get((document, span.page, span.start)) for document, span in places]
        named.update(k for k in (finding.figure,) if k)
        touched.update(k for k in (*keys, finding.figure) if k)
    return named, touched


def _scrambled(figure: Figure, rng: Random) -> Figure:
    quantity = figure.quantity
    if quantity.number == 0:
        return figure
    number = Decimal(scramble(f"{abs(quantity.number):f}", rng))
    return replace(figure, quantity=replace(quantity, number=-number if quantity.number < 0 else number))


def check_changed(read: ReadResult, change: Change) -> Workpaper:
    """The documents checked again with their figures changed, in tables and in sentences alike."""
    changed: dict[str, Figure] = {}

    def of(figure: Figure) -> Figure:
        return changed.setdefault(figure.id, change(figure))

    def prose(document: Document) -> Mapping[int, tuple[Figure, ...]]:
        found = find_prose_figures(document)
        return MappingProxyType({k: tuple(of(f) for f in figures) for k, figures in found.items()})

    documents = tuple(replace(d, tables=tuple(_with_cells(t, of) for t in d.tables)) for d in read.documents)
    with patch.object(extracting, "find_prose_figures", prose):
        return check_documents(replace(read, documents=documents))


def _with_cells(table: Table, of: Change) -> Table:
    cells = tuple(tuple(c if c.figure is None else replace(c, figure=of(c.figure)) for c in row) for row in table.cells)
    return replace(table, cells=cells)


if __name__ == "__main__":
    main()
