"""Where a command writes, and what it is given to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tieout.cli import main
from tieout.errors import UsageError

SENTENCE = "Revenue rose by 12.0% from RMB 50.0 million in 2023 to RMB 57.0 million in 2024.\n"


@pytest.mark.parametrize("command", ["check", "facts", "text", "summary"])
def test_an_input_is_not_written_over(command: str, tmp_path: Path) -> None:
    """An output that names the input, by whatever path, is refused and the input is as it was."""
    page = tmp_path / "page.md"
    page.write_text(SENTENCE, encoding="utf-8")
    given = CliRunner().invoke(main, [command, str(page), "-o", str(tmp_path / "." / "page.md")])
    assert isinstance(given.exception, UsageError)
    assert "is not written over" in str(given.exception)
    assert page.read_text(encoding="utf-8") == SENTENCE


@pytest.mark.parametrize("command", ["check", "facts", "tables", "outline"])
def test_an_empty_path_is_no_folder(command: str) -> None:
    """An empty path, as an unset variable gives, is wrong usage and not the working directory."""
    given = CliRunner().invoke(main, [command, ""])
    assert isinstance(given.exception, UsageError)
    assert "a path is empty" in str(given.exception)


def test_links_in_a_circle_are_passed_over(tmp_path: Path) -> None:
    """A folder with links that lead back to themselves or to it is read once."""
    (tmp_path / "page.md").write_text(SENTENCE, encoding="utf-8")
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    (tmp_path / "back").symlink_to(tmp_path, target_is_directory=True)
    given = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert given.exit_code == 1
    assert "3 numbers in 1 document" in given.output


def test_a_number_of_hundreds_of_digits_is_no_amount(tmp_path: Path) -> None:
    """Rows of digits that no amount has are left out, and the table around them is still read."""
    page = tmp_path / "page.md"
    page.write_text(
        f"| RMB | 2024 | 2023 |\n|---|---|---|\n| A | {'1' * 300} | 5 |\n| Total | {'4' * 300} | 5 |\n", "utf-8"
    )
    assert CliRunner().invoke(main, ["check", str(page)]).exit_code == 0
