"""The command `tieout policies`, as a user calls it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tests.policies.documents import ENGLISH, NEXT_YEAR
from tieout.cli.policies import command
from tieout.errors import UsageError
from tieout.present.policies import SCHEMA


def _file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_json_places_are_those_of_the_file(tmp_path: Path) -> None:
    """One JSON list on standard output; every quote re-reads in the file at its offsets."""
    result = CliRunner().invoke(command, [_file(tmp_path, "notes.txt", ENGLISH), "--format", "json"])
    assert result.exit_code == 0
    policies = json.loads(result.stdout)
    assert [p["id"] for p in policies if p["label"]] == ["a", "b", "c", "c(i)", "c(ii)", "d", "e"]
    places = [q for p in policies for q in p["parameters"]]
    assert places
    assert all(ENGLISH[q["start"] : q["end"]] == q["quote"] for q in places)


def test_against_compares_with_the_older_set(tmp_path: Path) -> None:
    """With --against the result is a comparison, whose changes lead from the older set to the newer one."""
    new, old = _file(tmp_path, "new.txt", NEXT_YEAR), _file(tmp_path, "old.txt", ENGLISH)
    result = CliRunner().invoke(command, [new, "--against", old, "--format", "json"])
    comparison = json.loads(result.stdout)
    assert comparison["schema"] == SCHEMA
    changed = next(c for c in comparison["changes"] if c["kind"] == "parameter_changed")
    assert [p["value"] for p in changed["old"]] == ["45"]
    assert [p["value"] for p in changed["new"]] == ["30"]


def test_text_markdown_and_workbook_are_written(tmp_path: Path) -> None:
    """The other formats say the same limit; the workbook needs a file."""
    notes = _file(tmp_path, "notes.txt", ENGLISH)
    for style in ("text", "md"):
        assert "12 months" in CliRunner().invoke(command, [notes, "--format", style]).stdout
    book = tmp_path / "book.xlsx"
    assert CliRunner().invoke(command, [notes, "--format", "xlsx", "-o", str(book)]).exit_code == 0
    assert book.read_bytes().startswith(b"PK")


def test_files_without_policies_are_named(tmp_path: Path) -> None:
    """A file without policies gives an empty list and one sentence; one that does not exist gives exit code 2."""
    cargo = _file(tmp_path, "cargo.txt", "Ropes\nThere are many ropes on the quay, and nobody counts them.\n")
    result = CliRunner().invoke(command, [cargo, "--format", "json"])
    assert json.loads(result.stdout) == []
    assert "no accounting policies were found" in result.stderr
    absent = CliRunner().invoke(command, [str(tmp_path / "absent.txt")])
    assert absent.exit_code == 2 or isinstance(absent.exception, UsageError)


def test_languages_need_a_bilingual_document(tmp_path: Path) -> None:
    """--languages refuses a document in one language and more than one document, in a sentence."""
    name = _file(tmp_path, "notes.txt", ENGLISH)
    for words in ([name, "--languages"], [name, name, "--languages"], [name, "--against", name, "--languages"]):
        assert isinstance(CliRunner().invoke(command, words).exception, UsageError)
