"""The documents say what is true."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import tieout
from tieout.cli import SECTIONS, main

ROOT = Path(__file__).parents[1]


def test_readme_example_prints_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ten lines of the README run and print the lines shown under them."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", readme, re.S)
    shown = re.search(r"which prints\n\n```\n(.*?)```", readme, re.S)
    assert code is not None
    assert shown is not None
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code.group(1), "README.md", "exec"), {})
    assert printed.getvalue() == shown.group(1)


def test_public_names_are_sorted_and_exist() -> None:
    """`__all__` is sorted and every name in it loads."""
    assert list(tieout.__all__) == sorted(tieout.__all__)
    for name in tieout.__all__:
        assert getattr(tieout, name) is not None


def test_import_is_light() -> None:
    """Importing tieout loads no reader, no numpy and no lxml."""
    code = "import sys, tieout; print(sorted(m for m in ('numpy', 'lxml', 'pypdfium2', 'apsw', 'tieout.engine') if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"


def test_architecture_names_what_exists() -> None:
    """Every file or folder that ARCHITECTURE.md names in src exists."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for name in set(
        re.findall(r"`((?:read|structure|facts|checks|concepts|relations|present)/[a-z_/]*(?:\.py)?)`", text)
    ):
        assert (ROOT / "src/tieout" / name).exists(), name


@pytest.mark.parametrize("page", ["checks.md", "cli.md"])
def test_reference_is_current(page: str) -> None:
    """The generated page is what the code says; if not: python docs/generate.py."""
    write = "import runpy, sys; sys.stdout.buffer.write(runpy.run_path(sys.argv[1])['PAGES'][sys.argv[2]]().encode())"
    # in a process of its own: a command remembers the help option of whoever called it first
    call = [sys.executable, "-c", write, str(ROOT / "docs" / "generate.py"), page]
    made = subprocess.run(call, check=True, capture_output=True).stdout.decode("utf-8")
    assert (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8") == made


def test_help_shows_every_command() -> None:
    """`tieout --help` names every command once, under one heading."""
    shown = [name for commands in SECTIONS.values() for name in commands]
    assert sorted(shown) == main.list_commands(click.Context(main))


def test_links_lead_somewhere() -> None:
    """Every relative link in the documentation names a file that exists and, with #, a heading in it."""
    for page in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)\s]*)\)", page.read_text(encoding="utf-8")):
            name, _, anchor = target.partition("#")
            other = (page.parent / name).resolve() if name else page
            assert other.exists(), f"{page.name}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.*)$", other.read_text(encoding="utf-8"), re.M)
                anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
                assert anchor in anchors, f"{page.name}: {target}"


def test_every_page_is_listed() -> None:
    """docs/README.md names every page of the documentation."""
    listed = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").rglob("*.md"):
        name = page.relative_to(ROOT / "docs").as_posix()
        assert name == "README.md" or f"({name})" in listed, name


def test_readme_names_commands_and_options_that_exist() -> None:
    """Every command line of the README names a command, and only options that it knows."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line.split("   ")[0] for line in readme.splitlines() if line.startswith("tieout ") and line[7:8].islower()]
    calls = [call for line in lines[1:] for call in re.findall(r"tieout ([a-z]+)([^;·]*)", line)]
    assert len(calls) > 10
    for name, rest in calls:
        command = main.get_command(click.Context(main), name)
        assert command is not None, name
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        assert set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", rest)) <= known, f"{name}{rest}"
