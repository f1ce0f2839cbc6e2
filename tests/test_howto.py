"""The how-to pages say what is true: every command line and every settings block in them is accepted."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from tieout.cli import main
from tieout.engine.mapping import read_mapping
from tieout.engine.settings import read_settings

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))


def blocks(language: str) -> list[tuple[str, str]]:
    """Every fenced block of a language with the name of its page."""
    pattern = re.compile(rf"^```{language}\n(.*?)^```", re.M | re.S)
    return [(page.stem, text) for page in PAGES for text in pattern.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("line", sorted({x for _, b in blocks("") for x in b.splitlines() if x.startswith("tieout ")}))
def test_commands_parse(line: str) -> None:
    """The command exists and knows every option that the line gives it."""
    name, *rest = shlex.split(line)[1:]
    command = main.get_command(click.Context(main), name)
    assert command is not None
    known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
    assert {word for word in rest if word.startswith("-")} <= known


@pytest.mark.parametrize(("page", "text"), blocks("toml"))
def test_settings_are_read(tmp_path: Path, page: str, text: str) -> None:
    """Settings are settings, and a mapping is a mapping."""
    path = tmp_path / "tieout.toml"
    path.write_text(text, encoding="utf-8")
    assert read_mapping(str(path)).lines if page == "trial-balance" else read_settings(path)


def test_action_and_hook_are_called_as_they_are() -> None:
    """The inputs and the hook's id that the page uses exist."""
    workflow, config = (yaml.safe_load(text) for page, text in blocks("yaml") if page == "ci")
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert set(workflow["jobs"]["tie-out"]["steps"][1]["with"]) <= set(action["inputs"])
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert config["repos"][0]["hooks"][0]["id"] == hook["id"]
