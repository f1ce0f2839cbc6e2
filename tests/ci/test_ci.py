"""The GitHub Action's steps and the pre-commit hook run as they stand in their files."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WRONG = "Revenue rose 12% to RMB 110 million from RMB 100 million.\n"
RIGHT = WRONG.replace("12%", "10%")
ENVIRONMENT = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def run_action(folder: Path, **inputs: str) -> tuple[int, str, str]:
    """Every shell step of action.yml in order, inputs filled in; the last exit code, the job summary, what was said."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    values = (
        {name: str(body["default"]) for name, body in action["inputs"].items()} | {"requirement": "tieout"} | inputs
    )
    summary = folder / "summary.md"
    code, said = 0, ""
    for step in action["runs"]["steps"]:
        if "run" not in step:
            continue
        own = {name: fill(text, values) for name, text in step["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=folder, env=ENVIRONMENT | own | {"GITHUB_STEP_SUMMARY": str(summary), "PIP_NO_INDEX": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        code, said = done.returncode, said + done.stdout + done.stderr
        if code:
            break
    return code, summary.read_text(encoding="utf-8") if summary.exists() else "", said


def fill(text: str, values: dict[str, str]) -> str:
    """An env entry of the action with its input put in."""
    for name, value in values.items():
        text = text.replace("${{ inputs.%s }}" % name, value)  # noqa: UP031
    assert "${{" not in text
    return text


@pytest.mark.slow
def test_action_fails_on_a_difference_and_writes_both_reports(tmp_path: Path) -> None:
    """Exit 1, the finding in the job summary and in the JUnit file; patterns and spaces in names are no trouble."""
    (tmp_path / "a draft.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "b.md").write_text(RIGHT, encoding="utf-8")
    code, summary, _ = run_action(tmp_path, paths="a draft.md\n*.md")
    assert code == 1
    assert "is a change of 10%; 12% is printed" in summary
    tests = ElementTree.parse(tmp_path / "tieout.xml").getroot()
    assert tests.get("failures") == "1"


@pytest.mark.slow
def test_action_passes_with_a_baseline_from_the_settings(tmp_path: Path) -> None:
    """Without paths those of tieout.toml are checked; a finding accepted before is quiet; options reach the command."""
    (tmp_path / "draft.md").write_text(WRONG, encoding="utf-8")
    call = [str(Path(sys.executable).parent / "tieout"), "check", "draft.md", "--write-baseline", "accepted.json"]
    subprocess.run(call, cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "tieout.toml").write_text('paths = ["*.md"]\nbaseline = "accepted.json"\n', encoding="utf-8")
    code, summary, said = run_action(tmp_path, args="--fail-on question")
    assert code == 0, said
    assert "accepted in the baseline" in summary


@pytest.mark.slow
def test_action_says_what_is_wrong_with_the_call(tmp_path: Path) -> None:
    """A path that is not there exits 2 with its sentence; nothing of an input is run by the shell."""
    code, _, said = run_action(tmp_path, paths="$(touch pwned)\nabsent.md")
    assert code == 2
    assert "there is no such file or folder" in said
    assert not (tmp_path / "pwned").exists()


@pytest.mark.slow
def test_pre_commit_hook_stops_a_commit_that_does_not_tie(tmp_path: Path) -> None:
    """The hook of .pre-commit-hooks.yaml, run by pre-commit in a repository: fails, says where, passes when mended."""
    pytest.importorskip("pre_commit")
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    config: dict[str, Any] = {"repos": [{"repo": "local", "hooks": [hook | {"language": "system"}]}]}
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (tmp_path / "draft.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "notes.py").write_text("x = 1\n", encoding="utf-8")
    environment = ENVIRONMENT | {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    for call in (["git", "init", "-q"], ["git", "add", "."]):
        subprocess.run(call, cwd=tmp_path, env=environment, check=True)
    call = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
    failed = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert failed.returncode == 1, failed.stderr
    assert "draft.md:1:14" in failed.stdout
    (tmp_path / "draft.md").write_text(RIGHT, encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=tmp_path, env=environment, check=True)
    assert subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, check=False).returncode == 0
