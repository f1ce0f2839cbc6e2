"""Does the kernel accept every bundle we write, and what does it cost? And how much of what is changed does it reject?

usage: python bench/replay.py [PATH...] [--changes N]      (without PATH: a generated company). Prints JSON.

Changes: one field of figures, relations, ticks or findings is changed at a seeded place and every hash of the manifest
made to fit again, so that only re-reading and arithmetic can notice. Fields that say nothing a reader could check by
re-reading (reasons in words, chances, firmness, codes' names) are not among them.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import random
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tieout.engine.run import check
from tieout.present.bundle import to_bundle
from tieout.replay import main as replay

Change = Callable[[dict[str, Any], random.Random], None]


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--changes", type=int, default=40, help="changes tried for each kind and bundle")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = args.paths or [write_demo(Path(folder) / "demo")]
        rows = [measure(path, Path(folder), args.changes) for path in paths]
    kinds: Counter[str] = Counter()
    for row in rows:
        kinds.update(row.pop("tally"))
    print(
        json.dumps(
            {
                "date": date.today().isoformat(),
                "cores": os.cpu_count(),
                "bundles": len(rows),
                "accepted": sum(row["accepted"] for row in rows),
                "changes": {
                    name: {"tried": kinds[f"{name} tried"], "rejected": kinds[f"{name} rejected"]} for name in CHANGES
                },
                "details": rows,
            },
            indent=2,
        )
    )


def write_demo(folder: Path) -> str:
    """A generated company's documents in a folder."""
    from tieout.demo import DemoOptions, generate

    folder.mkdir()
    for document in generate(7, DemoOptions(formats=("md",))).documents:
        (folder / document.name).write_bytes(document.content)
    return str(folder)


def measure(path: str, folder: Path, changes: int) -> dict[str, Any]:
    """Write the bundle of one input, replay it, and replay changed copies."""
    content = to_bundle(check(path))
    started = time.perf_counter()
    accepted = run(content, folder)
    seconds = time.perf_counter() - started
    members = unpack(content)
    tally: Counter[str] = Counter()
    for name, (member, change) in CHANGES.items():
        entries: Sequence[int] = range(len(json.loads(members[f"{member}.json"])))
        if member == "relations":  # those that left no tick vouch for nothing
            entries = sorted({tick["relation"] for tick in json.loads(members["ticks.json"])})
        for seed in range(min(changes, len(entries))):
            dice = random.Random(f"{name}{seed}")
            copy = json.loads(members[f"{member}.json"])
            entry = copy[dice.choice(entries)]
            before = json.dumps(entry)
            change(entry, dice)
            if json.dumps(entry) != before:
                tally[f"{name} tried"] += 1
                tally[f"{name} rejected"] += not run(reseal(members | {f"{member}.json": dump(copy)}), folder)
    return {
        "input": Path(path).name,
        "accepted": accepted,
        "ticks": len(json.loads(members["ticks.json"])),
        "figures": len(json.loads(members["figures.json"])),
        "bytes": len(content),
        "replay_seconds": round(seconds, 3),
        "tally": tally,
    }


def run(content: bytes, folder: Path) -> bool:
    """True when the kernel accepts the bundle."""
    path = folder / "bundle.zip"
    path.write_bytes(content)
    with contextlib.redirect_stdout(io.StringIO()):
        return replay(str(path)) == 0


def unpack(content: bytes) -> dict[str, bytes]:
    """Members by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def reseal(members: dict[str, bytes]) -> bytes:
    """A bundle whose manifest fits its members."""
    manifest = json.loads(members["manifest.json"])
    manifest["members"] = {
        name: hashlib.sha256(body).hexdigest() for name, body in members.items() if name != "manifest.json"
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in (members | {"manifest.json": dump(manifest)}).items():
            archive.writestr(name, body)
    return buffer.getvalue()


def dump(value: object) -> bytes:
    """The value as JSON bytes."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def turn_digit(text: str, dice: random.Random) -> str:
    """The text with one of its digits replaced by another."""
    places = [k for k, character in enumerate(text) if character.isascii() and character.isdigit()]
    if not places:
        return text
    at = dice.choice(places)
    digit = dice.choice([d for d in "0123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


CHANGES: dict[str, tuple[str, Change]] = {
    "figure number": ("figures", lambda f, d: f.update(number=turn_digit(f["number"], d))),
    "figure sign": ("figures", lambda f, d: f.update(number=f["number"].lstrip("-") if f["number"] < "0" else "-1")),
    "figure quote": ("figures", lambda f, d: f.update(quote=turn_digit(f["quote"], d))),
    "figure place": ("figures", lambda f, d: f["segments"][0].__setitem__(0, f["segments"][0][0] + 1)),
    "figure state": ("figures", lambda f, d: f.update(state="untested" if f["state"] == "tied" else "tied")),
    "relation result": ("relations", lambda r, d: r.update(result=r["terms"][0][0])),
    "tick verdict": ("ticks", lambda t, d: t.update(verdict="rounding" if t["verdict"] == "agrees" else "agrees")),
    "tick partner": ("ticks", lambda t, d: t["partners"].pop()),
    "tick relation": ("ticks", lambda t, d: t.update(relation=t["relation"] + 1)),
    "finding printed": ("findings", lambda f, d: f.update(printed=turn_digit(f["printed"] or "", d))),
    "finding place": ("findings", lambda f, d: f["segments"][0].__setitem__(0, f["segments"][0][0] + 1)),
}


if __name__ == "__main__":
    main()
