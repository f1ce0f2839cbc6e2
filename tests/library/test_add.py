"""Adding files: once each, refusals told, safe to stop, to kill and to do twice at the same time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tieout.cli.add import command as add_command
from tieout.cli.documents import command as documents_command
from tieout.cli.search import command as search_command
from tieout.engine.shelf import Library
from tieout.engine.shelf_add import Added, AddSettings, expand_path, watch_folder
from tieout.errors import UnreadableError
from tieout.library.rows import Decision

QUICK = AddSettings(checked=False, embedded=False)


def write_reports(folder: Path, count: int) -> list[Path]:
    """Invented announcements, each with a number of its own."""
    folder.mkdir(exist_ok=True)
    paths = []
    for number in range(1, count + 1):
        path = folder / f"report{number:03}.md"
        path.write_text(
            f"# Larkspur Ferries {number} Limited\n\n## Results\n\nRevenue was RMB {number},412.5 million in 2022.\n\n"
            "| RMB million | 2022 | 2021 |\n|---|---|---|\n"
            f"| Fares | {number}00.5 | 90.5 |\n| Freight | 50.0 | 40.0 |\n"
            f"| Total | {number}50.5 | 130.5 |\n",
            encoding="utf-8",
        )
        paths.append(path)
    return paths


def test_a_file_is_added_once_under_any_name(library: Library, tmp_path: Path) -> None:
    """The same bytes under another name are one document, and the original comes back."""
    (first, *_) = write_reports(tmp_path / "in", 1)
    copy = tmp_path / "in" / "copy.md"
    copy.write_bytes(first.read_bytes())
    outcomes = list(library.add_many([tmp_path / "in"], QUICK))
    assert sorted(o.outcome for o in outcomes) == ["added", "unchanged"]
    (row,) = library.documents()
    assert library.store.get_original(row.sha256) == first.read_bytes()


def test_a_folder_with_links_and_pipes_ends(library: Library, tmp_path: Path) -> None:
    """A link in a circle is not followed and a pipe not waited for; a link to a file counts, one to nothing is refused."""
    (good,) = write_reports(tmp_path / "in", 1)
    folder = tmp_path / "in"
    (folder / "circle").symlink_to("..")
    (folder / "also.md").symlink_to(good)
    (folder / "gone.pdf").symlink_to("nowhere.pdf")
    (folder / "Thumbs.db").write_bytes(b"\x00")
    os.mkfifo(folder / "pipe.md")
    outcomes = {Path(o.path).name: o.outcome for o in library.add_many([folder], QUICK)}
    assert outcomes == {"also.md": "added", "gone.pdf": "refused", good.name: "unchanged"}
    with pytest.raises(UnreadableError, match="device"):
        library.add("/dev/zero")


def test_adding_again_reads_nothing_again(library: Library, tmp_path: Path) -> None:
    """The second run finds every file there."""
    paths = write_reports(tmp_path / "in", 3)
    list(library.add_many(paths, QUICK))
    before = library.store.counts()
    assert [o.outcome for o in library.add_many(paths, QUICK)] == ["unchanged"] * 3
    assert library.store.counts() == before


def test_what_cannot_be_read_is_told_and_kept(library: Library, tmp_path: Path) -> None:
    """An empty file and one of no known format are refused with the reason; the good file beside them is added."""
    (good,) = write_reports(tmp_path / "in", 1)
    (tmp_path / "in" / "empty.pdf").write_bytes(b"")
    (tmp_path / "in" / "noise.bin").write_bytes(bytes(range(256)) * 40)
    outcomes = {Path(o.path).name: o for o in library.add_many([tmp_path / "in"], QUICK)}
    assert outcomes[good.name].outcome == "added"
    assert outcomes["empty.pdf"].outcome == outcomes["noise.bin"].outcome == "refused"
    assert "empty" in outcomes["empty.pdf"].reason
    assert len(library.store.reviews.refusals()) == 2
    with pytest.raises(UnreadableError):
        library.add(tmp_path / "in" / "empty.pdf")


def test_a_checked_document_keeps_its_findings_and_facts(library: Library, tmp_path: Path) -> None:
    """What the run found is there again, with the coverage, and facts can be asked for by concept."""
    paths = write_reports(tmp_path / "in", 1)
    (row,) = library.add(paths[0])
    (coverage,) = library.store.derived(row.id, "coverage")
    assert coverage["numbers"] > 0
    assert library.store.derived(row.id, "table")
    assert library.store.counts()["facts"] == len(library.store.derived(row.id, "fact"))


def test_decisions_follow_to_the_next_version(library: Library, tmp_path: Path) -> None:
    """A decision whose quote still stands is carried over; one whose place is gone stays behind."""
    (path,) = write_reports(tmp_path / "in", 1)
    (old,) = library.add(path)
    for quote in ("RMB 1,412.5 million", "words that were struck out"):
        library.store.reviews.decide(Decision(old.id, f"F101:{quote}", "confirm", "seen", "ana", "", quote=quote))
    path.write_text(path.read_text("utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    (new,) = library.add(path)
    assert new.predecessor == old.id
    assert [d.quote for d in library.store.reviews.decisions(new.id)] == ["RMB 1,412.5 million"]
    assert len(library.store.reviews.decisions(old.id)) == 2


def test_workers_add_the_same_as_one_process(tmp_path: Path) -> None:
    """Two workers leave the rows that one process leaves."""
    paths = write_reports(tmp_path / "in", 4)
    counts, texts = [], []
    for jobs in (1, 2):
        with Library.open(tmp_path / f"library{jobs}", semantic=False) as library:
            list(library.add_many(paths, AddSettings(jobs, checked=True, embedded=False)))
            counts.append(library.store.counts())
            texts.append([(d.id, d.title, library.store.derived(d.id, "fact")) for d in library.documents()])
    assert counts[0] == counts[1]
    assert texts[0] == texts[1]


def test_a_watched_folder_is_added_as_it_fills(library: Library, tmp_path: Path) -> None:
    """Files there at the start and files that come later, each once, none while it still grows."""
    folder = tmp_path / "in"
    write_reports(folder, 1)
    rounds = iter(range(100))

    def stop() -> bool:
        number = next(rounds)
        if number == 3:
            write_reports(folder, 2)
        return number > 8

    outcomes: list[Added] = list(watch_folder(library.store, str(folder), QUICK, stop, pause_s=0.01))
    assert [Path(o.path).name for o in outcomes if o.outcome == "added"] == ["report001.md", "report002.md"]
    assert {o.outcome for o in outcomes} <= {"added", "unchanged"}


def test_a_killed_run_leaves_whole_documents_and_goes_on(tmp_path: Path) -> None:
    """Kill -9 while adding, then add again: every document once and whole, the library sound."""
    write_reports(tmp_path / "in", 12)
    where = str(tmp_path / "library")
    code = (
        "import sys; from tieout.engine.shelf import Library; from tieout.engine.shelf_add import AddSettings\n"
        "library = Library.open(sys.argv[1], semantic=False)\n"
        "settings = AddSettings(checked=False, embedded=False)\n"
        "for outcome in library.add_many([sys.argv[2]], settings): print(1, flush=True)"
    )
    for kill_after in (1, 4):
        process = subprocess.Popen(
            [sys.executable, "-c", code, where, str(tmp_path / "in")], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(kill_after):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with Library.open(where, semantic=False) as library:
        assert library.store.dialect.check() == "ok"
        for row in library.documents():
            assert len(library.store.passages(row.id)) == len(library.store.tokens(row.id).starts) - 1
        list(library.add_many([tmp_path / "in"], QUICK))
        assert library.store.counts()["documents"] == 12


def test_two_programs_add_at_once(address: str, tmp_path: Path) -> None:
    """The same files from two processes: each document once, neither program fails."""
    write_reports(tmp_path / "in", 6)
    Library.open(address, semantic=False).close()
    program = [sys.executable, "-c", "from tieout.cli import run; run()"]
    call = [*program, "add", "--library", address, "--no-embeddings", "--no-check", "--quiet"]
    started = [subprocess.Popen([*call, str(tmp_path / "in")], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    with Library.open(address, semantic=False) as library:
        assert library.store.counts()["documents"] == 6
        assert len(library.search("Larkspur", by="page", limit=20)) == 6


def test_a_folder_is_taken_file_by_file(tmp_path: Path) -> None:
    """In order of name, folders inside too, hidden files left out."""
    write_reports(tmp_path / "in", 2)
    write_reports(tmp_path / "in" / "more", 1)
    (tmp_path / "in" / ".hidden.md").write_text("x", encoding="utf-8")
    names = [str(Path(p).relative_to(tmp_path / "in")) for p in expand_path(str(tmp_path / "in"))]
    assert names == ["more/report001.md", "report001.md", "report002.md"]


def test_the_commands_add_list_and_search(tmp_path: Path) -> None:
    """JSON on standard output has the contract's fields, and nothing else is there."""
    paths = write_reports(tmp_path / "in", 2)
    where = ["--library", str(tmp_path / "library")]
    added = CliRunner().invoke(add_command, [*where, "--no-embeddings", "--format", "json", str(tmp_path / "in")])
    assert added.exit_code == 0
    assert [row["outcome"] for row in json.loads(added.stdout)] == ["added", "added"]
    listed = CliRunner().invoke(documents_command, [*where, "--format", "json"])
    assert len(json.loads(listed.stdout)) == 2
    for target in (where, [str(path) for path in paths]):
        found = CliRunner().invoke(search_command, ["2,412.5 million", *target, "--format", "json"])
        (hit,) = json.loads(found.stdout)
        assert {"document", "title", "page", "score", "snippet", "place"} <= set(hit)
        assert "2,412.5" in hit["place"]["quote"]
        assert paths[1].read_text("utf-8")[hit["place"]["start"] : hit["place"]["end"]] == hit["place"]["quote"]


def test_nothing_readable_is_exit_code_2(tmp_path: Path) -> None:
    """And the reason is said."""
    (tmp_path / "empty.pdf").write_bytes(b"")
    result = CliRunner().invoke(add_command, ["--library", str(tmp_path / "l"), str(tmp_path / "empty.pdf")])
    assert result.exit_code == 2
    assert "empty" in result.stdout


def test_a_damaged_library_says_so(tmp_path: Path) -> None:
    """One sentence, no traceback, and the file is left as it is."""
    from tieout.errors import LibraryError

    (tmp_path / "library.sqlite3").write_bytes(b"this is no database" * 500)
    with pytest.raises(LibraryError, match=str(tmp_path)):
        Library.open(tmp_path)
