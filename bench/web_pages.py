"""How long the server takes for each page, over a library that holds one document: prints JSON, milliseconds.

python bench/web_pages.py REPORT.pdf [--runs 7]. The first request of a page is not counted. `cpu_ms` is what to compare on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time

from starlette.testclient import TestClient

from tieout.engine.shelf import Library
from tieout.web import make_app


def measure(client: TestClient, address: str, runs: int) -> dict[str, float]:
    """Median time of a page, and its size as sent."""
    reply = client.get(address)
    if reply.status_code != 200:
        raise SystemExit(f"{address}: {reply.status_code}")
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        reply = client.get(address)
        cpus.append(time.process_time() - cpu)
        walls.append(time.perf_counter() - wall)
    size = len(reply.content)
    return {
        "wall_ms": round(1000 * statistics.median(walls), 1),
        "cpu_ms": round(1000 * statistics.median(cpus), 1),
        "bytes": size,
    }


def main() -> None:
    """Add the report to a library in memory and measure every page about it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report")
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    with Library.memory() as library:
        (row, *_) = library.add(arguments.report)
        client = TestClient(make_app(library), base_url="http://127.0.0.1")
        base = f"/document/{row.id}"
        company = client.get("/index.json").json()["companies"][0]["address"]
        pages = ["/", company, f"{company}/figures", "/findings", "/search?q=trade+receivables", base]
        pages += [f"{base}/drawing.json", f"{base}/facts.json", f"{base}/summary", f"{base}/decisions.json"]
        told = {page.replace(base, "/document/ID"): measure(client, page, arguments.runs) for page in pages}
    json.dump({"pages": row.page_count, "times": told}, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
