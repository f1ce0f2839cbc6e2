"""A baseline: findings accepted before, by id, so that only new ones are reported.

The file is JSON: {"schema": "tieout/baseline/1", "accepted": [{"id", "verdict", "message", "input"}]}. An id outlives moved
text and changed digits. A question that was accepted does not accept the difference it may become.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tieout.errors import UsageError
from tieout.model import Finding, Verdict, Waiver, Workpaper

SCHEMA = "tieout/baseline/1"
_RANK: dict[Verdict, int] = {"agrees": 0, "rounding": 1, "question": 2, "unsupported": 3, "differs": 3}


def read_baseline(path: str) -> Mapping[str, Verdict]:
    """Accepted ids with the verdict that was accepted; raises UsageError for what is no baseline."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'it cannot be read'}") from None
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: this baseline is not JSON; write it with --write-baseline") from None
    rows = content.get("accepted") if isinstance(content, dict) and content.get("schema") == SCHEMA else None
    if not isinstance(rows, list) or not all(isinstance(r, dict) and isinstance(r.get("id"), str) for r in rows):
        raise UsageError(f"{path}: this is no baseline ({SCHEMA}); write it with --write-baseline")
    return {row["id"]: row["verdict"] if row.get("verdict") in _RANK else "differs" for row in rows}


def write_baseline(workpaper: Workpaper, path: str) -> int:
    """Write every finding that no waiver covers; returns how many. The same findings give the same bytes."""
    accepted = [w.finding for w in workpaper.waived if w.waiver.target == w.finding.id and w.waiver.source == path]
    names = {d.id: d.input for d in workpaper.documents}
    rows = [
        {"id": f.id, "verdict": f.verdict, "message": f.message, "input": Path(names.get(f.document, "")).name}
        for f in sorted((*workpaper.findings, *accepted), key=lambda f: f.id)
    ]
    body = json.dumps({"schema": SCHEMA, "accepted": rows}, ensure_ascii=False, indent=2) + "\n"
    try:
        Path(path).write_text(body, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'it cannot be written'}") from None
    return len(rows)


def accept(findings: Sequence[Finding], accepted: Mapping[str, Verdict], path: str) -> dict[str, Waiver]:
    """For each finding that was accepted before in this or a worse verdict, what keeps it quiet."""
    return {
        f.id: Waiver(f.id, "accepted in the baseline", source=path)
        for f in findings
        if f.id in accepted and _RANK[f.verdict] <= _RANK[accepted[f.id]]
    }
