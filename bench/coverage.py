"""How many figures of real reports are tied, and whether a tick means something. Prints JSON.

usage: python bench/coverage.py FILE... [--sample N] [--seed N] [--nulls N] [--details]

For every file: figures tied (agrees and rounding), those of cells in primary statements (a table of eight rows or more under
the name of a statement), and the reasons of the rest. Then N ticked figures drawn at random, and N ticked cells of primary
statements, are each changed by twice the tolerance of their closest tick and the report is checked again. The change is

  at         named by a new finding that stands at the figure itself,
  cited      among the places of a new finding that stands at another figure of the same relation,
  elsewhere  met by a new finding on its page that does not cite it,
  silent     met by nothing.

`found` is at and cited; of these `asked` are questions and not differences. `binding` is the share tied times the share found,
`binding_at` the share tied times the share at. With --nulls every figure's digits are drawn anew and what still ticks is counted.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
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
_KINDS = ("at", "cited", "elsewhere", "silent")

Change = Callable[[Figure], Figure]


def main() -> None:
    """Read the arguments, measure each file, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument(
        "--sample", type=int, default=0, help="ticked figures of each file, and cells of its statements, to change"
    )
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

    def group(name: str) -> dict[str, Any]:
        tied, changed = per(f"{name}_tied", name), total[f"{name}_changed"]
        shares = {kind: per(f"{name}_{kind}", f"{name}_changed") for kind in (*_KINDS, "asked")}
        found = (total[f"{name}_at"] + total[f"{name}_cited"]) / changed if changed else None
        at = total[f"{name}_at"] / changed if changed else None
        return {
            "count": total[name],
            "tied_percent": tied,
            "changed": changed,
            **{f"{kind}_percent": share for kind, share in shares.items()},
            "binding": None if tied is None or found is None else round(tied * found, 1),
            "binding_at": None if tied is None or at is None else round(tied * at, 1),
        }

    return {
        "figures": group("figures"),
        "statement_cells": group("cells"),
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
        "figures": len(states),
        "figures_tied": sum(s in _TIED for s in states.values()),
        "cells": len(cells),
        "cells_tied": sum(states[key] in _TIED for key in cells),
        "untested": dict(reasons.most_common()),
    }
    if args.sample:
        for group, keys in (("figures", list(states)), ("cells", cells)):
            result |= change_ticked(read, paper, group, keys, args, rng)
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


def change_ticked(
    read: ReadResult, paper: Workpaper, group: str, keys: list[str], args: argparse.Namespace, rng: Random
) -> dict[str, Any]:
    """Ticked figures of `keys` changed by twice their tolerance, one a page and run: how each change is met."""
    margins: dict[str, Decimal] = {}
    codes: dict[str, str] = {}
    for tick in paper.ticks:
        if tick.tolerance is not None and tick.tolerance <= margins.get(tick.figure, tick.tolerance):
            margins[tick.figure], codes[tick.figure] = tick.tolerance, tick.code
    ticked = sorted(key for key in set(keys) & margins.keys() if paper.outcomes[key].state in _TIED)
    before = {(f.code, f.span.start, f.span.page) for f in paper.findings}
    drawn = rng.sample(ticked, min(args.sample, len(ticked)))
    counts: Counter[str] = Counter({f"{group}_{kind}": 0 for kind in ("changed", *_KINDS, "asked")})
    by_check: Counter[str] = Counter()
    unmet: list[str] = []
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
        met = _meet_changes(after, before, batch.keys())
        for key in batch:
            kind, verdict = met[key]
            counts.update(
                [f"{group}_changed", f"{group}_{kind}", *([f"{group}_asked"] if verdict == "question" else [])]
            )
            by_check[f"{codes[key]} {kind}"] += 1
            if kind in _KINDS[2:]:
                unmet.append(f"p{figures[key].span.page} {codes[key]} {kind} {figures[key].span.quote}")
    result: dict[str, Any] = {**counts, f"{group}_by_check": dict(sorted(by_check.items()))}
    return result | ({f"{group}_unmet": unmet} if args.details else {})


def _moved(figure: Figure, tolerance: Decimal, rng: Random) -> Figure:
    """The figure off by a little more than twice its tolerance, at its printed precision."""
    quantity = figure.quantity
    steps = (2 * tolerance / quantity.step).to_integral_value(rounding="ROUND_CEILING") + 1
    off = (steps * quantity.step).scaleb(-quantity.scale) * rng.choice((1, -1))
    number = quantity.number + off
    if (number < 0) != (quantity.number < 0):
        number = quantity.number - off
    return replace(figure, quantity=replace(quantity, number=number))


def _meet_changes(
    after: Workpaper, before: set[tuple[str, int, int | None]], changed: Collection[str]
) -> dict[str, tuple[str, str]]:
    """How each changed figure is met by the new findings: the kind, and the verdict of the finding that says so."""
    figures = after.paper.figures
    place = {(figures[k].document, figures[k].span.page, figures[k].span.start): k for k in changed}
    page = {(figures[k].document, figures[k].span.page): k for k in changed}
    met: dict[str, tuple[str, str]] = dict.fromkeys(changed, ("silent", ""))
    for finding in after.findings:
        if (finding.code, finding.span.start, finding.span.page) in before:
            continue
        at = place.get((finding.document, finding.span.page, finding.span.start))
        cited = [place.get((document, span.page, span.start)) for document, span in finding.partners]
        near = page.get((finding.document, finding.span.page))
        for kind, keys in zip(_KINDS, ([at], cited, [near]), strict=False):
            for key in keys:
                if key is not None and _rank(kind, finding.verdict) < _rank(*met[key]):
                    met[key] = kind, finding.verdict
    return met


def _rank(kind: str, verdict: str) -> tuple[int, bool]:
    return _KINDS.index(kind), verdict == "question"


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
