"""Public functions that bear the name of a room stay callable, whatever was imported before."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import tieout
inputs = {"commencement": "2024-01-01", "annual_rate_percent": 10, "payment": 121, "number_of_payments": 2}
for _ in range(2):
    assert round(tieout.reperform("lease", inputs).get_total("liability"), 2) == 210
    document = tieout.read(PATH)
    assert tieout.facts(document) == tieout.facts(PATH)
    assert tieout.policies(document) == ()
    tieout.check(PATH)
import tieout.facts.from_tables
import tieout.read.source
import tieout.reperform.lease
from tieout import facts, read, reperform
assert facts(read(PATH)) == tieout.facts(PATH)
printed = {"liability": "210.0"}
assert reperform("lease", {**inputs, "printed": printed}).comparisons[0].verdict == "agrees"
"""


def test_names_of_rooms_stay_callable(tmp_path: object) -> None:
    """In one process: read, facts, policies, check and reperform twice, then again after the rooms were imported."""
    path = f"{tmp_path}/note.md"
    with open(path, "w", encoding="utf-8") as file:
        file.write("# Results 2024\n\nRevenue was RMB 120 million, up 20% from RMB 100 million.\n")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.replace("PATH", repr(path))], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
