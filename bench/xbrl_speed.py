"""Speed and memory of reading an inline filing, beside the reference processor, in one run on one machine.

usage: python bench/xbrl_speed.py FILING.htm [--runs N]

Prints JSON. What is compared:
- Whole process: `tieout facts FILING --quiet`, which prints every fact with its place, and Arelle's command line on the same
  page, offline; seconds, processor seconds and peak memory, modules of both compiled as an installation has them.
- In process, start and imports left out: our reader's `read` of the page's facts with their places, and of the whole document;
  Arelle's `ModelManager.load` of the page, offline. Processor seconds, the runs of the two in turns.
- Processor seconds for invented filings of 5,000 to 50,000 facts, to see whether the cost is linear.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

ARELLE_IN_PROCESS = """
import sys, time
from arelle import Cntlr, FileSource
controller = Cntlr.Cntlr(logFileName="logToBuffer")
controller.webCache.workOffline = True
started = time.process_time()
model = controller.modelManager.load(FileSource.openFileSource(sys.argv[1], controller))
print(time.process_time() - started, len(model.facts))
"""
OURS_IN_PROCESS = """
import sys, time
from tieout.read.ixbrl import room
from tieout.read.source import ReadSettings, Source
source = Source(sys.argv[1], open(sys.argv[1], "rb").read())
settings = ReadSettings(only_facts=ONLY_FACTS)
room.read(source, settings)
started = time.process_time()
document = room.read(source, settings).documents[0]
print(time.process_time() - started, len(document.facts))
"""


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("filing", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    if not arguments.filing.is_file():
        parser.error(f"{arguments.filing} is no file; name the inline page of a filing")
    with tempfile.TemporaryDirectory() as compiled:
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        print(json.dumps(_compare(arguments.filing, arguments.runs), indent=2))


def _compare(path: Path, runs: int) -> dict[str, Any]:
    filing = str(path)
    ours, arelle = _measure(
        [
            [sys.executable, "-c", "from tieout.cli import run; run()", "facts", filing, "--quiet"],
            [sys.executable, "-m", "arelle.CntlrCmdLine", "--file", filing, "--internetConnectivity", "offline"],
        ],
        runs,
    )
    inside = _inside(
        {
            "ours": OURS_IN_PROCESS.replace("ONLY_FACTS", "True"),
            "ours_with_blocks": OURS_IN_PROCESS.replace("ONLY_FACTS", "False"),
            "arelle": ARELLE_IN_PROCESS,
        },
        filing,
        runs,
    )
    return {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "filing": path.name,
        "whole_process": {"ours": ours, "arelle": arelle},
        "whole_process_times_faster": round(arelle["seconds"] / ours["seconds"], 1),
        "whole_process_processor_times_faster": round(arelle["processor_seconds"] / ours["processor_seconds"], 1),
        "memory_share": round(ours["peak_mb"] / arelle["peak_mb"], 2),
        "in_process": inside,
        "in_process_times_faster": round(inside["arelle"]["seconds"] / inside["ours"]["seconds"], 1),
        "seconds_by_facts": _scaling(),
    }


def _measure(calls: list[list[str]], runs: int) -> list[dict[str, float]]:
    """For each call median wall seconds, median processor seconds and peak resident memory of its process; the calls take
    turns, so that other work on the machine falls on all alike, after a first round that compiles."""
    found: list[list[tuple[float, float, float]]] = [[] for _ in calls]
    for run in range(runs + 1):
        for call, kept in zip(calls, found, strict=True):
            started = time.perf_counter()
            with tempfile.TemporaryFile() as sink:
                process = subprocess.Popen(call, stdout=sink, stderr=sink)
                _, _, usage = os.wait4(process.pid, 0)
                process.returncode = 0
            if run:
                wall = time.perf_counter() - started
                kept.append((wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    return [
        {
            "seconds": round(median(wall for wall, _, _ in kept), 3),
            "processor_seconds": round(median(processor for _, processor, _ in kept), 3),
            "peak_mb": round(max(peak for _, _, peak in kept), 1),
        }
        for kept in found
    ]


def _inside(scripts: dict[str, str], filing: str, runs: int) -> dict[str, dict[str, Any]]:
    """For each script the median of the processor seconds it prints, and the facts it counts; the scripts take turns."""
    found: dict[str, list[tuple[float, int]]] = {name: [] for name in scripts}
    for _ in range(runs):
        for name, script in scripts.items():
            call = [sys.executable, "-c", script, filing]
            printed = subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()
            found[name].append((float(printed[-2]), int(printed[-1])))
    return {name: {"seconds": round(median(s for s, _ in of), 4), "facts": of[0][1]} for name, of in found.items()}


def _scaling() -> dict[str, float]:
    """Processor seconds for invented pages of so many facts, in tables of 20 rows."""
    from tieout.read.ixbrl import room
    from tieout.read.source import ReadSettings, Source

    head = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
        'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" '
        'xmlns:ex="http://example.com/2030"><body><div style="display:none"><ix:header><ix:resources>'
        '<xbrli:context id="c"><xbrli:entity><xbrli:identifier scheme="http://example.com">1</xbrli:identifier>'
        "</xbrli:entity><xbrli:period><xbrli:instant>2030-12-31</xbrli:instant></xbrli:period></xbrli:context>"
        '<xbrli:unit id="u"><xbrli:measure>iso4217:EUR</xbrli:measure></xbrli:unit></ix:resources></ix:header></div>'
    )
    tag = '<ix:nonFraction name="ex:Line{i}" contextRef="c" unitRef="u" decimals="0">{i}</ix:nonFraction>'
    cell = f"<td>Line {{i}}</td><td>{tag}</td>"
    out = {}
    for count in (5_000, 10_000, 20_000, 50_000):
        rows = [f"<tr>{cell.format(i=i)}</tr>" for i in range(count)]
        tables = "".join(f"<table>{''.join(rows[k : k + 20])}</table>" for k in range(0, count, 20))
        source = Source("page.htm", f"{head}{tables}</body></html>".encode())
        started = time.process_time()
        assert len(room.read(source, ReadSettings()).documents[0].facts) == count
        out[str(count)] = round(time.process_time() - started, 2)
    return out


if __name__ == "__main__":
    main()
