"""Measures policy reading: the page of policies against its key, and what is found in the PDF and R page samples.

Prints one JSON object: date, cores, seconds, and counts. Run: python bench/policies.py
"""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tieout.engine.reading import read_source
from tieout.read.source import ReadSettings, Source
from tieout.structure.policies import find_policies

_ROOT = Path(__file__).resolve().parents[1]
_SHARED = _ROOT.parent / "shared"
_SAMPLES = (
    "data/docs/pdf/hk01721_fsm_AR_FY2020_en.pdf",
    "data/docs/pdf/a603339_sifang_AR_FY2019_zh.pdf",
    "data/docs/pdf/hk01161_AR_FY2021_en.pdf",
    "data/xbrl/rpages/asb-10k-2023-edgarrenderer/R34.htm",
    "data/xbrl/filings/aapl-10q-20250329/R20.htm",
)


def _read(path: Path) -> dict[str, Any]:
    start = time.perf_counter()
    _, reading = read_source(Source(path.name, path.read_bytes()), ReadSettings())
    middle = time.perf_counter()
    policies = [p for document in reading.documents for p in find_policies(document)]
    end = time.perf_counter()
    return {
        "file": path.name,
        "policies": sum(1 for p in policies if p.label or p.parent is None),
        "nested": sum(1 for p in policies if p.parent is not None),
        "references": sum(len(p.references) for p in policies),
        "parameters": sum(len(p.parameters) for p in policies),
        "lost_lists": sum(len(p.missing) for p in policies),
        "read_seconds": round(middle - start, 2),
        "find_seconds": round(end - middle, 2),
    }


def _against_key() -> dict[str, Any]:
    key = yaml.safe_load((_ROOT / "tests/policies/seed_001.yml").read_text("utf-8"))
    path = _SHARED / "seeds" / key["file"]
    _, reading = read_source(Source(path.name, path.read_bytes()), ReadSettings())
    policies = find_policies(reading.documents[0])
    found = {(p.id, q.name, q.span.start, q.span.end): (str(q.value), q.unit) for p in policies for q in p.parameters}
    wanted = {(p, n, s, e): (v, u) for p, n, v, u, s, e in key["parameters"]}
    by_id = {p.id: p for p in policies}
    spans = {p.id: [p.span.start, p.span.end] for p in policies if p.label}
    return {
        "exact_spans": sum(1 for k, v in key["policies"].items() if spans.get(k) == v[:2]),
        "of": len(key["policies"]),
        "references": sum(len(p.references) for p in policies),
        "lost_lists": sum(len(p.missing) for p in policies),
        "places_marked_by_hand": len(key["places"]),
        "places_met": sum(
            any(q.span.start < e and s < q.span.end for q in by_id[p].parameters) for p, s, e in key["places"]
        ),
        "parameters_found": len(found),
        "parameters_as_last_read_through": sum(1 for place, value in wanted.items() if found.get(place) == value),
    }


def main() -> None:
    """Print the figures."""
    figures: dict[str, Any] = {"date": datetime.now(UTC).isoformat(timespec="seconds"), "cores": os.cpu_count()}
    if not _SHARED.is_dir():
        figures["skipped"] = f"the development material is missing at {_SHARED}"
    else:
        figures["key"] = _against_key()
        figures["samples"] = [_read(_SHARED / name) for name in _SAMPLES if (_SHARED / name).is_file()]
    print(json.dumps(figures, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
