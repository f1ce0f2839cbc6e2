"""The console blocks of the documentation print what they show, in the order of their page."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from tieout.cli import main
from tieout.engine import run
from tieout.errors import TieoutError, UnreadableError
from tieout.read.source import ReadSettings, Source

DOCS = Path(__file__).parents[1] / "docs"
_FENCE = re.compile(r"^```([\w.-]+)(?: ([\w./-]+))?\n(.*?)^```", re.M | re.S)
PAGES = sorted(p for p in DOCS.rglob("*.md") if "```console" in p.read_text(encoding="utf-8"))


def run_command(line: str, last_exit: int) -> tuple[int, str]:
    """Exit code and all output of a tieout command, in this process, or of a shell line; "echo $?" gives the last code."""
    if line == "echo $?":
        return 0, str(last_exit)
    command, _, target = line.partition(" > ")
    if not command.startswith("tieout "):
        done = subprocess.run(line, shell=True, capture_output=True, text=True, check=True)
        return 0, done.stdout
    ran = CliRunner().invoke(main, shlex.split(command)[1:])
    assert ran.exception is None or isinstance(ran.exception, (SystemExit, TieoutError)), ran.exception
    if isinstance(ran.exception, TieoutError):
        return 2, f"tieout: {ran.exception}"
    if target:
        Path(target).write_text(ran.stdout, encoding="utf-8")
        return ran.exit_code, ""
    return ran.exit_code, ran.output


def shows(shown: list[str], printed: list[str]) -> bool:
    """Whether the shown lines are the printed ones; "..." stands for any lines, or inside a line for any words."""
    pattern = ""
    for line in shown:
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.rstrip().split("...")) + r"[ ]*\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


@pytest.mark.parametrize(
    "page",
    [pytest.param(p, marks=pytest.mark.slow if p.parent.name == "tutorial" else (), id=p.stem) for p in PAGES],
)
def test_console_blocks(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files shown with a name are written, commands are run, and every line shown is printed."""
    monkeypatch.chdir(tmp_path)
    last_exit = 0
    for language, name, text in _FENCE.findall(page.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
        if language != "console":
            continue
        for step in re.split(r"^\$ ", text, flags=re.M)[1:]:
            line, *shown = step.rstrip("\n").split("\n")
            last_exit, output = run_command(line, last_exit)
            printed = [x.rstrip() for x in output.rstrip("\n").split("\n")] if output.strip() else []
            if shown or printed:
                assert shows(shown, printed), f"{page.name}: $ {line}\n{output}"


def load_shown(page: str, name: str, folder: Path) -> ModuleType:
    """The module that a how-to page shows under a file's name."""
    text = (DOCS / "how-to" / f"{page}.md").read_text(encoding="utf-8")
    (code,) = (body for _, shown, body in _FENCE.findall(text) if shown == name)
    place = folder / name
    place.write_text(code, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"shown_{place.stem}", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_check_shown_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the how-to page asks about what it says, once, and about nothing else."""
    room = load_shown("write-a-check", "thousand_percent.py", tmp_path)
    monkeypatch.setattr(run, "find_checks", lambda: (room,))
    page = tmp_path / "results.md"
    page.write_text("Revenue rose by 1,204% to RMB 57.0 million.\n\nCosts rose by 14% to RMB 3.0 million.\n", "utf-8")
    found = run.check(str(page)).findings
    assert [(f.code, f.verdict, f.span.quote) for f in found] == [("P399", "question", "1,204%")]


def test_reader_shown_reads(tmp_path: Path) -> None:
    """The reader of the how-to page reads its format; every cell re-reads to its text, and the rest is refused."""
    room = load_shown("write-a-reader", "room.py", tmp_path)
    source = Source("bank.txt", b"STATEMENT\n2024-01-05;rent;1,200.00\n2024-01-09;fees;14.50\n")
    assert room.detect(source) == 1.0
    assert room.detect(Source("other.txt", b"no statement")) == 0.0
    (document,) = room.read(source, ReadSettings()).documents
    (block,) = document.blocks
    text = document.layers[0].text
    assert block.text == text[block.span.start : block.span.end]
    cells = [cell for row in block.grid.rows for cell in row]
    assert [text[c.span.start : c.span.end] for c in cells] == [c.text for c in cells]
    assert cells[2].text == "1,200.00"
    with pytest.raises(UnreadableError):
        room.read(Source("empty.txt", b"STATEMENT\n"), ReadSettings())
