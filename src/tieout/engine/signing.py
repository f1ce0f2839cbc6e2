"""Sign-offs: who prepared and who reviewed which workpaper, and whether it still is that workpaper.

They are kept in a JSON file: {"schema": "tieout/signoffs/1", "signoffs": [{"role", "by", "at", "evidence"}]}. What is
signed is the evidence's hash (`present.bundle.hash_evidence`): texts, settings, relations, ticks, findings, waivers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from tieout.errors import UsageError
from tieout.model import ReviewRole, SignOff, Workpaper
from tieout.present.bundle import hash_evidence

SCHEMA = "tieout/signoffs/1"


def read_signoffs(path: str) -> tuple[SignOff, ...]:
    """The sign-offs of a file, () when there is none yet; raises UsageError for what is no such file."""
    place = Path(path)
    if not place.exists():
        return ()
    try:
        content = json.loads(place.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise KeyError(SCHEMA)
        rows = [SignOff(r["role"], r["by"], r["at"], r["evidence"]) for r in content["signoffs"]]
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'it cannot be read'}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise UsageError(f"{path}: this is no file of sign-offs ({SCHEMA})") from None
    for row in rows:
        if row.role not in get_args(ReviewRole) or not re.fullmatch(r"[0-9a-f]{64}", str(row.evidence)):
            raise UsageError(f"{path}: a sign-off is of a preparer or reviewer and holds a hash of 64 hex digits")
    return tuple(rows)


def read_signature(text: str) -> tuple[ReviewRole, str]:
    """ "reviewer=B. Wong" as role and name; raises UsageError."""
    role, _, name = text.partition("=")
    for known in get_args(ReviewRole):
        if role.strip() == known and name.strip():
            return known, " ".join(name.split())
    raise UsageError(f"--sign {text!r} is not understood; write preparer=NAME or reviewer=NAME")


def sign(
    paper: Workpaper, earlier: Sequence[SignOff], signatures: Sequence[tuple[ReviewRole, str]], now: str
) -> Workpaper:
    """The workpaper with every sign-off, told which still hold; `now` is the ISO time of the new ones."""
    if not earlier and not signatures:
        return paper
    evidence = hash_evidence(paper)
    kept = [replace(s, holds=s.evidence == evidence) for s in earlier]
    made = [SignOff(role, by, now, evidence) for role, by in signatures]
    notes = [
        f"{s.by} signed as {s.role} on {s.at[:10]}, but the workpaper has changed since: it needs signing again."
        for s in kept
        if not s.holds and not any(m.role == s.role and m.holds for m in (*kept, *made))
    ]
    holding = [s for s in (*kept, *made) if s.holds]
    both = {s.by for s in holding if s.role == "preparer"} & {s.by for s in holding if s.role == "reviewer"}
    notes += [f"{name} signed as preparer and as reviewer." for name in sorted(both)]
    return replace(paper, signoffs=(*kept, *made), notes=(*paper.notes, *notes))


def write_signoffs(signoffs: Sequence[SignOff], path: str) -> None:
    """Keep all sign-offs, old ones too: the file is the record."""
    rows = [{"role": s.role, "by": s.by, "at": s.at, "evidence": s.evidence} for s in signoffs]
    body = json.dumps({"schema": SCHEMA, "signoffs": rows}, ensure_ascii=False, indent=2) + "\n"
    try:
        Path(path).write_text(body, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'it cannot be written'}") from None
