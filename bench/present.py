"""What each form of a workpaper weighs and costs: bytes and seconds by format. Prints JSON.

usage: python bench/present.py [PATH...] [--pages N]

Without PATH: an invented report of N pages (30), every page a statement of five columns and thirty lines that foot and
some prose: 150 figures a page, denser than any real report met so far; only column footing is checked, so that it is
the presenters that are measured.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from tieout.engine.run import CheckSettings, check
from tieout.model import Workpaper
from tieout.present.bundle import to_bundle
from tieout.present.html import to_html
from tieout.present.json import dump_json, to_json
from tieout.present.markdown import to_markdown
from tieout.present.text import to_text
from tieout.present.xlsx import to_xlsx

FORMS: dict[str, Callable[[Workpaper], bytes]] = {
    "text": lambda paper: to_text(paper).encode(),
    "json": lambda paper: dump_json(to_json(paper, numbers=True, ticks=True)).encode("utf-8", "surrogatepass"),
    "html": lambda paper: to_html(paper).encode("utf-8", "surrogatepass"),
    "xlsx": to_xlsx,
    "md": lambda paper: to_markdown(paper).encode(),
    "bundle": to_bundle,
}


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--pages", type=int, default=30)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        invented = Path(folder) / "invented.md"
        if not args.paths:
            invented.write_text(write_report(args.pages), encoding="utf-8")
        rows = [measure(path, ()) for path in args.paths] or [measure(str(invented), ("F101",))]
    print(json.dumps({"date": date.today().isoformat(), "cores": os.cpu_count(), "papers": rows}, indent=2))


def measure(path: str, only: tuple[str, ...]) -> dict[str, Any]:
    """Check one input, by some checks only where `only` names them, and write its paper in every form."""
    started = time.perf_counter()
    paper = check(path, settings=CheckSettings(only=only))
    row: dict[str, Any] = {
        "input": Path(path).name,
        "pages": sum(len(d.pages) for d in paper.documents),
        "figures": len(paper.outcomes),
        "relations": len(paper.relations),
        "check_seconds": round(time.perf_counter() - started, 2),
    }
    for name, write in FORMS.items():
        started = time.perf_counter()
        size = len(write(paper))
        row[name] = {"megabytes": round(size / 1e6, 3), "seconds": round(time.perf_counter() - started, 2)}
    return row


def write_report(pages: int) -> str:
    """Statements that foot, each under its own heading, with a paragraph that repeats some of their totals."""
    dice = Random(17)
    parts = []
    for page in range(pages):
        columns = [f"20{25 - k}" for k in range(5)]
        lines = [f"# {page + 1}. Ferry line {page + 1}", "", "RMB million", "", f"| Item | {' | '.join(columns)} |"]
        lines.append("|---|" + "---:|" * 5)
        totals = [0] * 5
        for item in range(28):
            amounts = [dice.randrange(1_000, 900_000) for _ in columns]
            totals = [t + a for t, a in zip(totals, amounts, strict=True)]
            lines.append(f"| Harbour {item + 1} | {' | '.join(f'{a / 10:,.1f}' for a in amounts)} |")
        lines.append(f"| Total revenue | {' | '.join(f'{t / 10:,.1f}' for t in totals)} |")
        growth = 100 * (totals[0] - totals[1]) / totals[1]
        word = "increase" if growth > 0 else "decrease"
        lines += [
            "",
            f"Revenue of ferry line {page + 1} was RMB {totals[0] / 10:,.1f} million in 2025, an {word} of "
            f"{abs(growth):.1f}% from RMB {totals[1] / 10:,.1f} million in 2024. " + "The harbours stayed open. " * 20,
            "",
        ]
        parts.append("\n".join(lines))
    return "\n".join(parts)


if __name__ == "__main__":
    main()
