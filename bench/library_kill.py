"""Kill -9 at random moments while documents are added, many times: nothing half there, nothing lost; JSON.

usage: python bench/library_kill.py [--kills 200] [--files 60] [--jobs 2]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tieout.engine.shelf import Library
from tieout.engine.shelf_add import AddSettings

PROGRAM = (
    "import sys; from tieout.engine.shelf import Library; from tieout.engine.shelf_add import AddSettings\n"
    "settings = AddSettings(jobs=int(sys.argv[3]), checked=False, embedded=False)\n"
    "with Library.open(sys.argv[1], semantic=False) as library:\n"
    "    for outcome in library.add_many([sys.argv[2]], settings): print(outcome.outcome, flush=True)\n"
)


def write_reports(folder: Path, count: int) -> None:
    """Invented reports of some tens of passages each."""
    dice = random.Random(1)
    folder.mkdir()
    for number in range(count):
        lines = [f"# Marram Works {number} Limited", ""]
        for note in range(40):
            lines += [
                f"## Note {note}",
                f"The balance of item {dice.randrange(900)} was {dice.randrange(10**6):,}. " * 8,
                "",
            ]
        (folder / f"{number:04}.md").write_text("\n".join(lines), encoding="utf-8")


def find_broken(library: Library) -> list[str]:
    """Documents whose rows do not belong together, and an unsound file."""
    broken = [] if library.store.dialect.check() == "ok" else ["integrity"]
    for row in library.documents():
        passages = library.store.passages(row.id)
        whole = (
            len(library.store.pages(row.id)) == row.page_count
            and len(library.store.tokens(row.id).starts) == len(passages) + 1
            and len(library.store.derived(row.id, "document")) == 1
            and library.store.get_original(row.sha256)
            and library.search(f'"marram works {row.title.split()[2]}"', document=row.id)
        )
        if not whole:
            broken.append(row.id)
    return broken


def run(kills: int, files: int, jobs: int) -> dict[str, object]:
    """Kill so often; when every document is there, begin again with an empty library."""
    dice = random.Random(2)
    killed = finished = lost = 0
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        write_reports(folder, files)
        where, generation, said = Path(place) / "library0", 0, 0
        while killed < kills:
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, str(where), str(folder), str(jobs)],
                stdout=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            assert process.stdout is not None
            wanted = said + dice.randrange(0, 5)
            for line in process.stdout:
                said += line.strip() == "added"
                if said >= wanted:
                    break
            time.sleep(dice.random() * 0.2)
            ended = process.poll() is not None
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            said += process.stdout.read().split().count("added")
            process.wait()
            killed += not ended
            with Library.open(where, semantic=False) as library:
                broken += find_broken(library)
                there = library.store.counts()["documents"]
            lost += max(0, said - there)
            if there == files or ended:
                finished += 1
                generation, said = generation + 1, 0
                where = Path(place) / f"library{generation}"
        with Library.open(where, semantic=False) as library:
            list(library.add_many([folder], AddSettings(checked=False, embedded=False)))
            complete = library.store.counts()["documents"] == files and not find_broken(library)
    return {
        "kills": killed,
        "libraries_filled": finished,
        "documents_half_there": len(broken),
        "documents_said_added_but_lost": lost,
        "complete_after_starting_again": complete,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=1)
    a = parser.parse_args()
    figures = run(a.kills, a.files, a.jobs)
    print(json.dumps({"date": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(), **figures}, indent=1))


if __name__ == "__main__":
    main()
