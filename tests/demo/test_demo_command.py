"""The demo command writes a company, checks it and says what was found of what was planted."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from tieout.cli.demo import command


def test_demo_says_what_was_planted(tmp_path: Path) -> None:
    """The documents lie in a folder of their own, the workpaper beside it, and every plant is listed with its fate."""
    result = CliRunner().invoke(
        command, ["--seed", "4", "--mistakes", "6", "--format", "md", "-o", str(tmp_path / "out"), "--open-none"]
    )
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"documents", "workpaper.html"}
    names = {path.name for path in (tmp_path / "out" / "documents").iterdir()}
    assert names == {"announcement.md", "announcement_zh.md", "prior.md", "call.md", "page.txt"}
    assert "Planted 6 mistakes" in result.stdout
    assert result.stdout.count(" is right;") == 6
    assert result.stdout.count("found, at") >= 1
    assert "Workpaper: " in result.stdout


def test_demo_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is a file is refused with a sentence."""
    (tmp_path / "file").write_text("x")
    result = CliRunner().invoke(command, ["--mistakes", "0", "-o", str(tmp_path / "file"), "--open-none"])
    assert result.exit_code != 0
    assert result.exception is not None
    assert str(tmp_path / "file") in str(result.exception)
