"""The command: files in, results out, and errors in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tieout.cli.reperform import command
from tieout.errors import TieoutError


def run(*words: str, stdin: str | None = None) -> Result:
    """The command with its arguments."""
    return CliRunner().invoke(command, list(words), input=stdin)


def test_list_and_example() -> None:
    """--list names every measurement; --example prints an input that runs."""
    assert "lease" in run("--list").stdout
    shown = run("--example", "lease").stdout
    assert run("lease", "-", "--format", "json", stdin=shown).exit_code == 0


def test_fields() -> None:
    """--fields describes every field for forms."""
    described = json.loads(run("--fields", "lease").stdout)
    assert described[0]["name"] == "commencement"
    assert described[0]["required"]


def test_yaml_and_json_give_the_same(tmp_path: Path) -> None:
    """YAML and JSON are read to the same exact numbers."""
    (tmp_path / "a.yml").write_text("balances:\n  - {name: a, opening: 0.1, closing: 0.2, flow: 0.3}\n")
    (tmp_path / "a.json").write_text('{"balances": [{"name": "a", "opening": 0.1, "closing": 0.2, "flow": 0.3}]}')
    results = [run("turnover_days", str(tmp_path / n), "--format", "json").stdout for n in ("a.yml", "a.json")]
    assert results[0] == results[1]
    assert json.loads(results[0])["totals"][0]["exact"] == "182.5"


def test_output_by_name(tmp_path: Path) -> None:
    """-o FILE.xlsx writes a workbook, FILE.json JSON, anything else Markdown."""
    source = tmp_path / "in.json"
    source.write_text(run("--example", "gearing").stdout)
    for name, head in (("a.xlsx", b"PK"), ("a.json", b"{"), ("a.md", b"# Gearing")):
        assert run("gearing", str(source), "-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(head)


def test_printed_figures_set_the_exit_code(tmp_path: Path) -> None:
    """A printed figure that differs gives exit code 1; one that agrees 0."""
    source = tmp_path / "in.yml"
    for words, code in (("(7.1)%", 0), ("(7.4)%", 1)):
        source.write_text(
            "cash: 7000\nequity: 24000\ndebts:\n  - {name: a, amount: 5400}\n" + f"printed: {{gearing: '{words}'}}\n"
        )
        assert run("gearing", str(source)).exit_code == code


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("[1]", "no mapping"),
        ("a: &x 1\nb: *x\n", "aliases"),
        ('{"a": 1, "a": 2}', "twice"),
        ("a: 1\na: 2\n", "twice"),
        ('{"a": NaN}', "not valid JSON"),
        ("a: .nan\n", "not a plain decimal"),
        ('{"a": ' + "[" * 100000, "nested too deeply"),
        ("a: [[[[[[[[[[1]]]]]]]]]]\n", "nested too deeply"),
        ('{"cash": "seven", "equity": 1}', "cash"),
        ('{"cash": 1e999, "equity": 1}', "cash"),
        ('{"cash": ' + "9" * 100 + ', "equity": 1}', "characters"),
        ("cash: !!python/object/apply:os.system ['true']\n", "not valid YAML"),
    ],
)
def test_bad_files_are_refused_in_a_sentence(tmp_path: Path, content: str, words: str) -> None:
    """Whatever is wrong with a file, the error is one of ours and says it."""
    source = tmp_path / "in"
    source.write_text(content)
    result = run("gearing", str(source))
    assert isinstance(result.exception, TieoutError), result.output
    assert words in str(result.exception)


def test_unknown_names_are_refused() -> None:
    """A name that does not exist leads to the nearest ones; a file that does not exist is said."""
    assert "lease" in str(run("leese", "-").exception)
    assert "No such file" in str(run("lease", "/nowhere").exception)
    assert "which" in str(run().exception)


def test_document(tmp_path: Path) -> None:
    """--document performs what the document discloses; a figure that differs gives exit code 1."""
    rows = "<tr><td>Profit before tax</td><td>10,000</td></tr><tr><td>Tax at the rate of 16.5%</td><td>1,650</td></tr>"
    page = "<h2>10 Income tax</h2><table><thead><tr><th>HK$'000</th><th>2024</th></tr></thead>{}</table>"
    path = tmp_path / "report.html"
    for text, code in ((rows, 0), (rows.replace("1,650", "1,750"), 1)):
        path.write_text("<html><body>" + page.format(text) + "</body></html>")
        result = run("--document", str(path), "--format", "json")
        assert result.exit_code == code, result.output
        assert json.loads(result.stdout)[0]["code"] == "M1103"
        assert "Tax at the applicable rate" in run("income_tax", "--document", str(path)).stdout
    assert json.loads(run("lease", "--document", str(path), "--format", "json").stdout) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"cash": 1, "equity": 1, "colour": 2}', "colour: an unknown field (value 2)"),
        ('{"cash": 1}', "equity: a missing value is not allowed"),
    ],
)
def test_what_is_missing_or_unknown_is_said_in_words(tmp_path: Path, content: str, words: str) -> None:
    """A message names the field and the value as they were written, not as Python writes them."""
    source = tmp_path / "in.json"
    source.write_text(content)
    assert words in str(run("gearing", str(source)).exception)
