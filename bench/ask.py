"""Questions for figures, answered without a model: exact, wrong and abstained on public question sets.

usage: python bench/ask.py [--material DIR] [--only financebench|tatqa] [--show]
Prints JSON: date, cores, and for each set how many were asked, right, wrong and abstained.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import os
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from tieout.engine.asking import ask_library
from tieout.engine.shelf import Library

MATERIAL = Path(__file__).parents[1] / ".." / "shared" / "data"


def _number(text: str) -> Decimal | None:
    found = re.search(r"-?\d[\d,]*(?:\.\d+)?", text.replace("$", ""))
    try:
        return Decimal(found[0].replace(",", "")) if found else None
    except InvalidOperation:
        return None


def is_right(value: str | None, expected: str) -> bool:
    """True when the value is the expected one in some power of a thousand or as a percentage, to the digits expected."""
    wanted, got = _number(expected), Decimal(value) if value else None
    if wanted is None or got is None:
        return False
    # ten units of the fourth digit at most: expected answers are rounded, computed ones are not
    for scale in (0, -3, -6, -9, 2, -2):
        shown = got.scaleb(scale)
        if abs(shown - wanted) <= max(abs(wanted) * Decimal("0.006"), Decimal("0.005")):
            return True
    return False


def run_financebench(root: Path, show: bool) -> dict[str, Any]:
    """The metrics questions whose pages are at hand, each asked of its own document."""
    folder = root / "docs" / "bench" / "financebench"
    questions = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    questions = [q for q in questions if q["question_type"] == "metrics-generated"]
    with gzip.open(folder / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages = {row["doc"]: row["pages"] for row in map(json.loads, lines)}
    counts = {"asked": 0, "right": 0, "wrong": 0, "abstained": 0, "without_pages": 0}
    for question in questions:
        if question["doc_name"] not in pages:
            counts["without_pages"] += 1
            continue
        with Library.memory() as library:
            library.add_pages(question["doc_name"], pages[question["doc_name"]])
            answer = ask_library(library, question["question"], question["doc_name"])
        counts["asked"] += 1
        verdict = (
            "abstained" if answer.value is None else "right" if is_right(answer.value, question["answer"]) else "wrong"
        )
        counts[verdict] += 1
        if show:
            print(
                verdict,
                question["doc_name"],
                "|",
                question["question"][:150],
                "|",
                question["answer"],
                "|",
                answer.text[:200],
            )
    return counts


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL)
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    print(
        json.dumps(
            {
                "figure": "questions answered without a model",
                "date": datetime.date.today().isoformat(),
                "cores": os.cpu_count(),
                "financebench_metrics": run_financebench(chosen.material, chosen.show),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
