"""Captured pages of invented companies against their keys: mistakes found, at the place, and differences told of what is right. Prints JSON.

The pages in `bench/invented` were written from models of invented companies by somebody who did not know the checks: each has 27 planted
mistakes and about a hundred traps, which look wrong and are right.

usage: python bench/page_key.py [PAGE.txt ...] [--list]
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import yaml

PAGES = Path(__file__).parent / "invented"


def score(page: Path) -> dict[str, Any]:
    """Counts of one page: `found` overlaps a mistake's quote, `exact` its wrong words, `beside` cites it as the other figure.

    `alarms` are differences, `questions` questions, that neither stand at a mistake nor cite one.
    """
    from tieout.engine.run import check

    text = page.read_bytes().decode("utf-8")
    key = yaml.safe_load(page.with_suffix(".yml").read_text(encoding="utf-8"))
    paper = check(page)
    places = [
        (f.verdict, [(f.span.start, f.span.end)], [(s.start, s.end) for _, s in f.partners]) for f in paper.findings
    ]
    found = exact = beside = 0
    missed, explained = [], set[int]()
    for mistake in key["mistakes"]:
        start, end = _place(text, mistake)
        wrong = text.find(mistake["wrong"], start, end) if mistake["wrong"] else -1
        own = {k for k, (_, at, _) in enumerate(places) if _meets(at, start, end)}
        cited = {k for k, (_, _, others) in enumerate(places) if _meets(others, start, end)}
        explained |= own | cited
        found += bool(own)
        beside += bool(cited) and not own
        exact += wrong >= 0 and any(_meets(places[k][1], wrong, wrong + len(mistake["wrong"])) for k in own)
        if not own:
            missed.append(f"{mistake['class']}: {mistake['quote']}")
    rest = [k for k in range(len(places)) if k not in explained]
    return {
        "page": page.stem,
        "numbers": paper.coverage["numbers"],
        "tied": paper.coverage["tied"],
        "mistakes": len(key["mistakes"]),
        "found": found,
        "exact": exact,
        "beside": beside,
        "alarms": sum(places[k][0] == "differs" for k in rest),
        "questions": sum(places[k][0] == "question" for k in rest),
        "traps": len(key["traps"]),
        "missed": missed,
        "told": [paper.findings[k].message for k in rest],
    }


def _place(text: str, entry: dict[str, Any]) -> tuple[int, int]:
    line_start = 0
    for _ in range(entry["line"] - 1):
        line_start = text.index("\n", line_start) + 1
    start = text.index(entry["quote"], line_start)
    return start, start + len(entry["quote"])


def _meets(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)


def main() -> None:
    """Score the pages and print them with their sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--list", action="store_true", help="also what was missed and what was told beside the key")
    options = parser.parse_args()
    scores = [score(page) for page in options.pages or sorted(PAGES.glob("*.txt"))]
    if not options.list:
        scores = [{k: v for k, v in s.items() if k not in {"missed", "told"}} for s in scores]
    names = ("mistakes", "found", "exact", "beside", "alarms", "questions", "traps")
    total = {name: sum(s[name] for s in scores) for name in names}
    head = {"bench": "page_key", "date": date.today().isoformat(), "cores": os.cpu_count()}
    print(json.dumps({**head, "all": total, "pages": scores}, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
