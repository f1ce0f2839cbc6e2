"""Time to perform each measurement again and to write its workbook; prints JSON.

With a folder of reports as argument: how many measurements they disclose, by code and verdict.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from tieout.engine.extracting import extract
from tieout.engine.reading import read_paths
from tieout.reperform import find_measurements, perform
from tieout.reperform.disclosed import find_disclosures
from tieout.reperform.formats.workbook import to_workbook

ROUNDS = 3


def measure() -> dict[str, object]:
    """Best of a few rounds, in milliseconds; a 360-payment lease and a 150-step tree beside the examples."""
    cases = {name: (name, room.EXAMPLE) for name, room in find_measurements().items()}
    lease = {"commencement": "2024-01-01", "annual_rate_percent": 5, "payment": 100, "every_months": 1}
    cases["lease, 360 payments"] = ("lease", {**lease, "number_of_payments": 360})
    cases["share_option, 150 steps"] = ("share_option", {**cases["share_option"][1], "steps": 150})
    figures: dict[str, object] = {}
    for title, (name, inputs) in cases.items():
        best_perform = best_workbook = float("inf")
        for _ in range(ROUNDS):
            start = time.perf_counter()
            result = perform(name, inputs)
            middle = time.perf_counter()
            to_workbook(result)
            best_perform = min(best_perform, middle - start)
            best_workbook = min(best_workbook, time.perf_counter() - middle)
        derived = sum(c.role == "derived" for t in result.tables for r in t.rows for c in r)
        figures[title] = {
            "perform_ms": round(best_perform * 1000, 2),
            "workbook_ms": round(best_workbook * 1000, 2),
            "derived_cells": derived,
        }
    return figures


def count_disclosed(folder: Path) -> dict[str, object]:
    """Verdicts by code over the reports of a folder, and the reports where something differs."""
    totals: Counter[str] = Counter()
    reports, differing = 0, {}
    for path in sorted(folder.glob("*.pdf")):
        result = read_paths([str(path)], None, None)
        found = find_disclosures(extract(list(result.documents), {d.id: "subject" for d in result.documents}))
        totals.update(f"{d.code} {d.verdict}" for d in found)
        reports += bool(found)
        if any(d.verdict == "differs" for d in found):
            differing[path.name] = [f"page {d.page}: {d.title}" for d in found if d.verdict == "differs"]
    return {"reports_with_measurements": reports, "verdicts": dict(sorted(totals.items())), "differs": differing}


if __name__ == "__main__":
    outcome = count_disclosed(Path(sys.argv[1])) if len(sys.argv) > 1 else measure()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    print(json.dumps({"date": now, "cores": os.cpu_count(), "figures": outcome}, indent=2, ensure_ascii=False))
