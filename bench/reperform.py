"""Seconds to perform each measurement again from its example, and to write its workbook; prints JSON."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime

from tieout.reperform import find_measurements, perform
from tieout.reperform.formats.workbook import to_workbook

ROUNDS = 3


def measure() -> dict[str, object]:
    """Best of a few rounds, in milliseconds; a 360-payment lease and a 150-step tree beside the examples."""
    cases = {name: (name, room.EXAMPLE) for name, room in find_measurements().items()}
    lease = {"commencement": "2024-01-01", "annual_rate_percent": 5, "payment": 100, "every_months": 1}
    cases["lease, 360 payments"] = ("lease", {**lease, "number_of_payments": 360})
    cases["share_option, 150 steps"] = ("share_option", {**cases["share_option"][1], "steps": 150})
    figures = {}
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
    return {"date": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count(), "figures": figures}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
