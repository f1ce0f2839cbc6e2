"""What reading and checking cost, by kind of document and by number of documents. Prints JSON.

usage: python bench/check_speed.py [PATH...] [--facts 100000] [--reports 20] [--counts 1,2,5,10,20] [--no-library]

For each PATH (a file or a folder: one case) and for an invented company's library: processor seconds of reading (bytes to
documents), of extracting (documents to figures, facts, claims) and of checking (all rooms, judge, findings), the part of it that
compares places with each other (families A and U), and the peak memory of the process. The library is of inline XBRL: annual and
interim reports in turn, notes of 20 rows with two periods and a sentence each, the prior column what the report before
printed. `growth` is the exponent by which checking grows with documents: 1 is linear. Every case runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

_ITEMS = [
    "Trade receivables",
    "Inventories",
    "Deposits paid",
    "Contract liabilities",
    "Staff costs",
    "Depreciation charge",
    "Borrowings",
    "Lease liabilities",
    "Licence fees",
    "Service income",
    "Rental income",
    "Prepayments",
    "Accrued expenses",
    "Goodwill",
    "Marketing expenses",
    "Freight costs",
    "Research expenses",
    "Interest income",
    "Grant income",
    "Warranty provision",
    "Other payables",
    "Tooling",
    "Spare parts",
    "Vehicles",
    "Improvements",
]
_BUSINESSES = [
    "cold storage",
    "harbour logistics",
    "rail depots",
    "medical devices",
    "optical sensors",
    "battery recycling",
    "coastal shipping",
    "seed trading",
    "paper mills",
    "water treatment",
    "urban delivery",
    "wind towers",
    "ceramic tiles",
    "dental clinics",
    "school meals",
    "data cables",
    "glass bottles",
    "timber yards",
    "port cranes",
    "tea estates",
]
_REGIONS = ["Northern region", "Southern region", "Western region", "Eastern region", "Overseas"]
_ROWS = 19
_FIRST_YEAR = 2016
_HEAD = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
    'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" '
    'xmlns:dei="http://xbrl.sec.gov/dei/2023" xmlns:ex="http://example.com/2030"><body><div style="display:none"><ix:header>'
    '<ix:hidden><ix:nonNumeric name="dei:EntityRegistrantName" contextRef="c">Harbour Example Limited</ix:nonNumeric></ix:hidden>'
    '<ix:resources>{contexts}<xbrli:unit id="u"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit></ix:resources>'
    "</ix:header></div><h1>Harbour Example Limited {kind} report {year}</h1>"
)
_CONTEXT = (
    '<xbrli:context id="{id}"><xbrli:entity><xbrli:identifier scheme="http://example.com">4711</xbrli:identifier></xbrli:entity>'
    "<xbrli:period><xbrli:startDate>{year}-01-01</xbrli:startDate><xbrli:endDate>{year}-{end}</xbrli:endDate></xbrli:period>"
    "</xbrli:context>"
)
_TAG = (
    '<td><ix:nonFraction name="ex:{name}" contextRef="{context}" unitRef="u" decimals="-3" scale="3" '
    'format="ixt:num-dot-decimal">{value:,}</ix:nonFraction></td>'
)


def main() -> None:
    """Measures every case in a process of its own and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--reports", type=int, default=20)
    parser.add_argument("--counts", default="1,2,5,10,20")
    parser.add_argument("--no-library", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.paths)))
        return
    told: dict[str, Any] = {"bench": "check_speed", "date": date.today().isoformat(), "cores": os.cpu_count()}
    told["cases"] = {Path(path).name: _measure_apart([path]) for path in options.paths}
    if not options.no_library:
        counts = [int(count) for count in options.counts.split(",")]
        told["library"] = _measure_library(options.facts, options.reports, counts)
    print(json.dumps(told, indent=1))


def _measure_library(facts: int, reports: int, counts: Sequence[int]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        paths = write_library(Path(folder), facts, reports)
        by_count = {n: _measure_apart(paths[:n]) for n in counts if n <= len(paths)}
    points = [(math.log(n), math.log(case["check_seconds"])) for n, case in by_count.items()]
    return {"facts": facts, "reports": reports, "growth": round(_slope(points), 2), "by_documents": by_count}


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """The least-squares slope; 0 for a single point."""
    x, y = (sum(p[k] for p in points) / len(points) for k in (0, 1))
    spread = sum((p[0] - x) ** 2 for p in points)
    return sum((p[0] - x) * (p[1] - y) for p in points) / spread if spread else 0.0


def _measure_apart(paths: Sequence[str]) -> dict[str, Any]:
    call = [sys.executable, __file__, "--one", *paths]
    told: dict[str, Any] = json.loads(subprocess.run(call, capture_output=True, text=True, check=True).stdout)
    return told


def measure(paths: Sequence[str]) -> dict[str, Any]:
    """Seconds of every stage over these files, in this process, as `tieout check` runs them."""
    from tieout.read.collector import paused_collector

    with paused_collector():
        return _measure(paths)


def _measure(paths: Sequence[str]) -> dict[str, Any]:
    from tieout.engine.anchors import name_findings
    from tieout.engine.extracting import extract
    from tieout.engine.reading import read_paths
    from tieout.registry import find_checks
    from tieout.relations.findings import write_findings
    from tieout.relations.judge import JudgeSettings, judge

    rooms = find_checks()
    clock = time.process_time
    started = clock()
    read = read_paths(list(paths))
    after_read = clock()
    paper = extract(read.documents, {d.id: "subject" for d in read.documents})
    after_extract = clock()
    relations, seconds = [], {}
    for room in rooms:
        before = clock()
        relations += list(room.propose(paper, room.Settings()))
        seconds[room.CODE] = clock() - before
    before = clock()
    decided = judge(paper.figures, relations, JudgeSettings())
    findings = name_findings(write_findings(decided, paper.figures, {r.CODE: r.NAME for r in rooms}), paper)
    settling = clock() - before
    checking = clock() - after_extract
    slowest = sorted(seconds.items(), key=lambda item: -item[1])[:5]
    return {
        "documents": len(paper.documents),
        "facts": sum(len(d.facts) for d in paper.documents),
        "figures": len(paper.figures),
        "relations": len(relations),
        "ticks": len(decided.ticks),
        "findings": len(findings),
        "read_seconds": round(after_read - started, 2),
        "extract_seconds": round(after_extract - after_read, 2),
        "check_seconds": round(checking, 2),
        "compare_seconds": round(sum(s for code, s in seconds.items() if code[0] in "AU"), 2),
        "judge_seconds": round(settling, 2),
        "check_for_reading": round(checking / (after_extract - started), 2),
        "slowest": {code: round(s, 2) for code, s in slowest},
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def write_library(folder: Path, facts: int, reports: int) -> list[str]:
    """Inline reports of an invented company with so many facts in all, oldest first; the same call writes the same bytes."""
    notes = max(1, facts // (reports * 2 * (_ROWS + 1)))
    names = [f"{item} of {of}, {region}" for item in _ITEMS for of in _BUSINESSES for region in _REGIONS]
    Random(1).shuffle(names)
    if notes * _ROWS > len(names):
        raise SystemExit(
            f"at most {len(names) // _ROWS} notes a report can be named; {notes} are asked for: more reports"
        )
    amounts = _invent_amounts(notes * _ROWS, range(_FIRST_YEAR - 1, _FIRST_YEAR + reports // 2 + 1))
    paths = []
    for k in range(reports):
        path = folder / f"{k:03}.htm"
        path.write_text(
            "".join(_write_report(_FIRST_YEAR + k // 2, bool(k % 2), notes, names, amounts)), encoding="utf-8"
        )
        paths.append(str(path))
    return paths


_Amounts = dict[tuple[int, int, bool], int]
"""Thousands by line, year and whether of the half year."""


def _invent_amounts(lines: int, years: range) -> _Amounts:
    chance = Random(7)
    amounts: _Amounts = {}
    for line in range(lines):
        size = int(10 ** chance.uniform(2, 7))
        for year in years:
            amounts[line, year, False] = size
            amounts[line, year, True] = int(size * chance.uniform(0.4, 0.6))
            size = max(11, int(size * chance.uniform(0.85, 1.25)))
    return amounts


def _write_report(year: int, half: bool, notes: int, names: Sequence[str], amounts: _Amounts) -> Iterator[str]:
    end, kind = ("06-30", "interim") if half else ("12-31", "annual")
    period = "six months ended 30 June" if half else "year ended 31 December"
    contexts = "".join(_CONTEXT.format(id=key, year=y, end=end) for key, y in (("c", year), ("p", year - 1)))
    yield _HEAD.format(contexts=contexts, kind=kind, year=year)
    for note in range(notes):
        lines = range(note * _ROWS, (note + 1) * _ROWS)
        printed = [(names[k], f"Line{k}", amounts[k, year, half], amounts[k, year - 1, half]) for k in lines]
        printed.append(("Total", f"Total{note}", sum(p[2] for p in printed), sum(p[3] for p in printed)))
        yield f"<h2>Note {note + 1} Group {note + 1}</h2><table><tr><th></th>"
        yield "".join(f"<th>{period[0].upper()}{period[1:]} {y} RMB'000</th>" for y in (year, year - 1))
        for label, name, now, then in printed:
            cells = _TAG.format(name=name, context="c", value=now) + _TAG.format(name=name, context="p", value=then)
            yield f"</tr><tr><td>{label}</td>{cells}"
        label, _, now, then = printed[0]
        change = f"{'increased' if now > then else 'decreased'} by {abs(now - then) / then * 100:.1f}%"
        yield f"</tr></table><p>{label} {change} from RMB{then:,} thousand for the {period} {year - 1} "
        yield f"to RMB{now:,} thousand for the {period} {year}.</p>"
    yield "</body></html>"


if __name__ == "__main__":
    main()
