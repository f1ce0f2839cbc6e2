"""Seconds and peak memory of checking one page in process. Prints JSON.

usage: python bench/check_page.py PATH [--runs N]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import time
from datetime import date


def main() -> None:
    """Check the page several times; the first run, which loads the catalogue, is given apart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    from tieout.engine.run import check

    seconds = []
    for _ in range(options.runs + 1):
        start, cpu = time.perf_counter(), time.process_time()
        paper = check(options.path)
        seconds.append((time.perf_counter() - start, time.process_time() - cpu))
    counts = paper.coverage
    figures = {
        "bench": "check_page",
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "first_seconds": round(seconds[0][0], 3),
        "median_seconds": round(statistics.median(s for s, _ in seconds[1:]), 3),
        "median_cpu_seconds": round(statistics.median(c for _, c in seconds[1:]), 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "numbers": counts["numbers"],
        "tied": counts["tied"],
        "findings": len(paper.findings),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
