"""Bad input: one clear sentence, never a traceback, the other inputs still read."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tieout.cli import main
from tieout.engine.reading import open_path, read_paths
from tieout.errors import LimitError, UnreadableError, UsageError

GOOD = "Revenue rose by 12.0% from RMB 50.0 million to RMB 56.0 million.\n"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b"  \n\n ", "empty"),
        ("nul.txt", b"Revenue 5\x00\x00\x01 million" * 50, "NUL"),
        ("bad.txt", b"Revenue \xff\xfe\xfa 5 million " * 20, "UTF-8"),
        ("broken.pdf", b"%PDF-1.7\nnothing here", ""),
        ("broken.zip", b"PK\x03\x04garbage", "zip"),
        ("image.png", b"\x89PNG\r\n\x1a\n" + bytes(300), "format"),
    ],
)
def test_bad_file_is_one_problem_and_the_others_are_read(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    """A file that cannot be read becomes one sentence with its name; a good one beside it is read."""
    bad, good = tmp_path / name, tmp_path / "good.md"
    bad.write_bytes(content)
    good.write_text(GOOD, encoding="utf-8")
    result = read_paths([bad, good])
    assert [d.input for d in result.documents] == [str(good)]
    assert len(result.problems) == 1
    assert name in result.problems[0].message
    assert words in result.problems[0].message
    assert "\n" not in result.problems[0].message


def test_missing_path_is_a_problem(tmp_path: Path) -> None:
    """A path that does not exist is said, not raised; opening it directly is wrong usage."""
    missing = str(tmp_path / "no.txt")
    assert "no such file" in read_paths([missing]).problems[0].message
    with pytest.raises(UsageError):
        open_path(missing)


def test_one_long_line_is_refused(tmp_path: Path) -> None:
    """A line of many megabytes is refused by its length, in time."""
    file = tmp_path / "long.txt"
    file.write_text("RMB 5 million, " * 1_000_000, encoding="utf-8")
    assert "one line has" in read_paths([file]).problems[0].message


def test_archive_that_leads_outside_is_refused(tmp_path: Path) -> None:
    """A member named ../x is refused, and nothing is written or read outside."""
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../x.txt", "5 million")
    with pytest.raises(UnreadableError, match="outside"):
        list(open_path(str(file)))


def test_archive_bomb_is_refused(tmp_path: Path) -> None:
    """An archive that unpacks to far more than it holds is refused before it is unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "0" * 200_000_000)
    file = tmp_path / "bomb.zip"
    file.write_bytes(packed.getvalue())
    with pytest.raises(LimitError):
        list(open_path(str(file)))


def test_folder_is_read_member_by_member(tmp_path: Path) -> None:
    """A folder that no reader claims as a set is read file by file, links outside left out."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "secret.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a" / "link.md").symlink_to(tmp_path / "secret.md")
    result = read_paths([tmp_path / "a"])
    assert [Path(d.input).name for d in result.documents] == ["x.md"]


def test_the_same_file_twice_is_one_document(tmp_path: Path) -> None:
    """The same bytes given twice are read as one document."""
    file = tmp_path / "x.md"
    file.write_text(GOOD, encoding="utf-8")
    assert len(read_paths([file, file]).documents) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["check", "missing.txt"], 2), (["check", "good.md"], 0), (["check", "wrong.md"], 1), (["check", "good.md", "--min-coverage", "100"], 3),
     (["check", "wrong.md", "--fail-on", "never"], 0), (["check", "good.md", "--only", "Z9"], 2), (["check"], 2)],
)  # fmt: skip
def test_exit_codes(tmp_path: Path, arguments: list[str], code: int) -> None:
    """0 ties, 1 a finding, 2 nothing readable or wrong usage, 3 coverage too low; never a traceback."""
    (tmp_path / "good.md").write_text(GOOD + "\nA total of 77 customers.\n", encoding="utf-8")
    (tmp_path / "wrong.md").write_text(GOOD.replace("12.0", "21.0"), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "tieout", *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr


def test_quiet_still_says_why_nothing_could_be_read(tmp_path: Path) -> None:
    """With --quiet a file that cannot be read ends with 2 and its reason; what else is read stays unsaid."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\n")
    told = CliRunner().invoke(main, ["check", "--quiet", str(broken)])
    assert told.exit_code == 2
    assert "damaged or cut off" in told.stderr
