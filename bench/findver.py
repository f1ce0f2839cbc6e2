"""Claims that hold numbers, verified against their report without a model (FinDVer).

usage: python bench/findver.py [--material DIR] [--claims N] [--show]
Prints JSON: date, cores, right, wrong and abstained, the score (an abstention counts a half) and the share answered, by subset.
"supported" says entailed; "differs" and "unsupported" say refuted; "ambiguous" and "untested" abstain.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from tieout.engine.extracting import extract
from tieout.engine.reading import read_source
from tieout.engine.structuring import structure_document
from tieout.engine.supporting import read_text, verify_claims
from tieout.model import Document, Figure
from tieout.numbers.find import find_quantities
from tieout.read.source import ReadSettings, Source

MATERIAL = Path(__file__).parents[1] / ".." / "shared" / "data"
_SAYS = {"supported": True, "differs": False, "unsupported": False}
_WORST = ("differs", "unsupported", "ambiguous", "untested", "supported")


def read_report(name: str, passages: list[str]) -> tuple[Document, ...]:
    """A report of the benchmark, given as passages, as a document."""
    _, reading = read_source(Source(f"{name}.md", "\n\n".join(passages).encode("utf-8")), ReadSettings())
    return tuple(structure_document(d) for d in reading.documents)


def decide(statement: str, report: tuple[Document, ...], printed: Mapping[str, Figure]) -> tuple[str, str]:
    """The verdict on a statement and its message: the worst of its sentences."""
    subject = read_text(statement).documents
    claims = verify_claims(subject, report, {**printed, **extract(subject).figures})
    worst = min(claims, key=lambda c: _WORST.index(c.verdict), default=None)
    return (worst.verdict, worst.message) if worst is not None else ("untested", "")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL)
    parser.add_argument("--claims", type=int, default=1000)
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    folder = chosen.material / "docs" / "bench" / "findver"
    claims = json.loads((folder / "claims.json").read_text(encoding="utf-8"))
    claims = [c for c in claims if find_quantities(c["statement"])][: chosen.claims]
    passages: dict[str, list[str]] = {}
    with gzip.open(folder / "reports_context.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            passages[row["report"]] = [c["context"] for c in row["context"]]
    counts: Counter[tuple[str, str]] = Counter()
    start = time.process_time()
    for name, group in groupby(sorted(claims, key=lambda c: str(c["report"])), key=lambda c: str(c["report"])):
        report = read_report(name, passages[name])
        printed = extract(report).figures
        for claim in group:
            verdict, message = decide(claim["statement"], report, printed)
            said = _SAYS.get(verdict)
            mark = "abstained" if said is None else "right" if said == claim["entailment_label"] else "wrong"
            counts[claim["subset"], mark] += 1
            if chosen.show and mark != "right":
                print(mark, verdict, claim["example_id"], "|", claim["statement"][:240], "|", message[:200])
    print(json.dumps({
        "figure": "claims verified against their report without a model", "date": datetime.date.today().isoformat(),
        "cores": os.cpu_count(), **_score(counts), "seconds_cpu": round(time.process_time() - start, 1),
        "by_subset": {s: _score({k: n for k, n in counts.items() if k[0] == s}) for s in sorted({k[0] for k in counts})},
    }, indent=2))  # fmt: skip


def _score(counts: Any) -> dict[str, Any]:
    marks: Counter[str] = Counter()
    for (_, mark), number in counts.items():
        marks[mark] += number
    asked = sum(marks.values())
    return {
        "claims": asked, "right": marks["right"], "wrong": marks["wrong"], "abstained": marks["abstained"],
        "score": round(100 * (marks["right"] + marks["abstained"] / 2) / max(1, asked), 1),
        "answered": round(100 * (asked - marks["abstained"]) / max(1, asked), 1),
    }  # fmt: skip


if __name__ == "__main__":
    main()
