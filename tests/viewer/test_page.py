"""The viewer's file: self-contained, escaped, and written by the command."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.viewer.filing import YEAR, make_quince
from tieout.cli.view import command
from tieout.demo.generate import generate
from tieout.demo.options import DemoOptions
from tieout.errors import UnreadableError
from tieout.present.viewer import to_html


def payload_of(page: str) -> dict[str, Any]:
    """The JSON the page's script reads."""
    found = re.search(r'<script type="application/json" id="filing0">(.*?)</script>', page, re.S)
    assert found is not None
    read: dict[str, Any] = json.loads(found.group(1))
    return read


def test_the_file_needs_nothing_else() -> None:
    """No source, link or style of the page leads outside it, and its policy allows no connection."""
    page = to_html([make_quince().document()], version="0")
    assert "default-src 'none'" in page
    assert re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page) is None
    assert "@import" not in page


def test_hostile_titles_and_values_stay_text() -> None:
    """A script in a title, label or value cannot end the page's own data or begin an element."""
    made = make_quince()
    made.concept("Evil", "</script><script>alert(1)</script>", "xbrli:stringItemType")
    made.network("</script><b>note", "Notes", ["IncomeAbstract > Evil"])
    made.fact("Evil", "<!--</script><script>alert(2)//", YEAR, None, None)
    page = to_html([replace(made.document(), title="<script>alert(3)</script>")], version="0")
    assert page.count("<script") == 3, "the words, the filing, the script"
    told = payload_of(page)
    assert told["title"] == "<script>alert(3)</script>"


def test_every_fact_is_in_the_data_with_its_place() -> None:
    """The data holds each fact of the filing, with the part of the page where it stands."""
    document = make_quince().document()
    told = payload_of(to_html([document]))
    assert len(told["facts"]) == len(document.facts)
    assert all(fact[7] >= 0 for fact in told["facts"])
    assert [s[0] for s in told["statements"]] == ["Income statement", "Cash flows", "Policies"]


def test_the_command_writes_a_generated_filing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A generated folder with linkbases gives one HTML file beside, its path on stdout, with a balance sheet in it."""
    (document,) = generate(5, DemoOptions(formats=("ixbrl",), parts=("announcement",))).documents
    folder = tmp_path / "filing"
    folder.mkdir()
    for name, content in document.members or ():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, [str(folder)])
    assert result.exit_code == 0
    assert result.stdout.strip() == "filing.view.html"
    told = payload_of((tmp_path / "filing.view.html").read_text("utf-8"))
    labels = {row[1] for s in told["statements"] for row in s[5]}
    assert {"Total assets", "Gross profit"} <= labels


def test_a_text_that_is_no_filing_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """Plain prose is refused, naming what the command shows; nothing is written."""
    prose = tmp_path / "letter.txt"
    prose.write_text("Dear shareholders, sales rose by 4 per cent.\n")
    result = CliRunner().invoke(command, [str(prose), "-o", str(tmp_path / "out.html")])
    assert isinstance(result.exception, UnreadableError)
    assert "neither a tagged filing nor an R page" in str(result.exception)
    assert not (tmp_path / "out.html").exists()
