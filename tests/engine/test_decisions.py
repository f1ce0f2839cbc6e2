"""Waivers, baselines, materiality and sign-offs: what people decide, and that nothing ties because of it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.checks.test_cases import check_texts
from tieout.cli.check import command
from tieout.engine.settling import apply_waivers
from tieout.engine.waivers import find_inline_waivers
from tieout.model import Waiver

DRAFT = """# Lantern Harbour Holdings

## Highlights

Revenue rose 12% to RMB 110 million from RMB 100 million.

Profit rose 32% to RMB 11.5 million from RMB 9.0 million.
"""
WAIVE = "<!-- tieout: waive G202 until 2099-03-31 by A. Chan: leaves out 7 stores sold -->"


def check(path: Path, *options: str) -> dict[str, Any]:
    """The command's JSON."""
    told = CliRunner().invoke(command, [str(path), "--format", "json", *options])
    assert told.exit_code in (0, 1), told.output
    found: dict[str, Any] = json.loads(told.stdout)
    return found | {"exit": told.exit_code}


def ids(paper: dict[str, Any]) -> list[str]:
    """Ids of the findings."""
    return [f["id"] for f in paper["findings"]]


@pytest.mark.parametrize(
    "text",
    [
        DRAFT.replace("Revenue rose", f"{WAIVE}\nRevenue rose"),
        DRAFT.replace("Revenue rose", f"{WAIVE}\n\nRevenue rose"),
        DRAFT.replace("100 million.", f"100 million. {WAIVE}"),
    ],
)
def test_waiver_in_the_text_covers_its_paragraph(tmp_path: Path, text: str) -> None:
    """Above, apart or at the end: the finding beside it is quiet with its reason, the next paragraph's is not.

    The number in the comment is none of the document's, and the figure's state stays: waived is not tied.
    """
    (tmp_path / "draft.md").write_text(text, encoding="utf-8")
    paper = check(tmp_path / "draft.md")
    assert [f["place"]["quote"] for f in paper["findings"]] == ["32%"]
    (waived,) = paper["waived"]
    assert waived["place"]["quote"] == "12%"
    assert (waived["waiver"]["reason"], waived["waiver"]["by"]) == ("leaves out 7 stores sold", "A. Chan")
    assert (paper["coverage"]["numbers"], paper["coverage"]["differs"]) == (6, 2)


def test_waiver_in_html_covers_its_element(tmp_path: Path) -> None:
    """A comment before a paragraph or inside one; a table's comment covers the whole table."""
    page = f"<html><body><h1>Draft</h1>{WAIVE}<p>Revenue rose 12% to RMB 110 million from RMB 100 million.</p>"
    page += f"<p>Profit rose 32% to RMB 11.5 million from RMB 9.0 million.{WAIVE}</p>"
    page += "<p>Costs rose 50% to RMB 11.5 million from RMB 9.0 million.</p></body></html>"
    (tmp_path / "draft.html").write_text(page, encoding="utf-8")
    paper = check(tmp_path / "draft.html")
    assert [f["place"]["quote"] for f in paper["findings"]] == ["50%"]
    assert len(paper["waived"]) == 2


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("<!-- tieout: waive G202 -->", "this waiver is not understood; write <!-- tieout: waive"),
        ("<!-- tieout: waive G202 until spring: x -->", "'spring' is no date"),
        ("<!-- tieout: ignore -->", "this waiver is not understood"),
    ],
)
def test_a_waiver_that_is_none_is_said(tmp_path: Path, comment: str, said: str) -> None:
    """The problem names file and line, and the finding stays."""
    (tmp_path / "draft.md").write_text(f"{comment}\n{DRAFT}", encoding="utf-8")
    paper = check(tmp_path / "draft.md")
    assert said in paper["problems"][0]["message"]
    assert "draft.md:1" in paper["problems"][0]["message"]
    assert len(paper["findings"]) == 2


def test_expired_and_unused_waivers_are_said() -> None:
    """After its last day the finding is back and a note says why; a waiver that covers nothing can be taken out."""
    paper = check_texts(DRAFT)
    first = paper.findings[0].id
    waivers = [Waiver(first, "x", until=date(2026, 3, 31), source="t"), Waiver("F101:y:1", "y", source="t")]
    before, after = (apply_waivers(paper, waivers, date(2026, m, d)) for m, d in ((3, 31), (4, 1)))
    assert (len(before.findings), len(after.findings)) == (1, 2)
    assert after.notes == (
        f"the waiver of {first} (t) ended on 2026-03-31: what it covered is reported again.",
        "the waiver of F101:y:1 (t) covers no finding: it can be taken out.",
    )


def test_ids_stay_when_text_moves_and_digits_change(tmp_path: Path) -> None:
    """A preface, other amounts, a repaired neighbour: the finding that is left keeps its id."""
    draft = tmp_path / "draft.md"
    draft.write_text(DRAFT, encoding="utf-8")
    before = ids(check(draft))
    assert all(not re.search(r"\d", i.split(":", 1)[1].rsplit(":", 1)[0]) for i in before)
    moved = DRAFT.replace("## Highlights", "A preface of 3 lines.\n\n## Highlights").replace("RMB 110", "RMB 115.5")
    draft.write_text(moved, encoding="utf-8")
    assert ids(check(draft)) == before
    draft.write_text(DRAFT.replace("12%", "10%"), encoding="utf-8")
    assert ids(check(draft)) == [i for i in before if "Profit" in i]


def test_baseline_keeps_accepted_findings_quiet_and_nothing_else(tmp_path: Path) -> None:
    """Accepted findings are quiet whatever their digits become; a new one is not; gone ones are counted in a note."""
    draft, accepted = tmp_path / "draft.md", tmp_path / "accepted.json"
    draft.write_text(DRAFT, encoding="utf-8")
    assert check(draft, "--write-baseline", str(accepted))["exit"] == 0
    assert check(draft, "--baseline", str(accepted))["exit"] == 0
    draft.write_text(DRAFT.replace("12%", "13%") + "\nCosts rose 50% to RMB 11 million from RMB 9 million.\n")
    paper = check(draft, "--baseline", str(accepted))
    assert [f["place"]["quote"] for f in paper["findings"]] == ["50%"]
    draft.write_text(DRAFT.replace("12%", "10%"), encoding="utf-8")
    paper = check(draft, "--baseline", str(accepted))
    assert paper["exit"] == 0
    assert "1 finding of the baseline is gone" in paper["notes"][0]


def test_a_question_accepted_is_no_difference_accepted(tmp_path: Path) -> None:
    """What was accepted as a question is reported again when it differs."""
    draft, accepted = tmp_path / "draft.md", tmp_path / "accepted.json"
    draft.write_text(DRAFT, encoding="utf-8")
    (tmp_path / "soft.toml").write_text('[severity]\nG = "question"\n', encoding="utf-8")
    check(draft, "--config", str(tmp_path / "soft.toml"), "--write-baseline", str(accepted))
    assert check(draft, "--baseline", str(accepted))["exit"] == 1


@pytest.mark.parametrize("content", ["{}", "not json", '{"schema": "tieout/baseline/1", "accepted": [1]}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    """One sentence and exit 2 instead of a run that would call everything new."""
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "b.json").write_text(content, encoding="utf-8")
    told = CliRunner().invoke(command, [str(tmp_path / "draft.md"), "--baseline", str(tmp_path / "b.json")])
    assert "baseline" in str(told.exception)


def test_materiality_is_scope_and_no_tolerance(tmp_path: Path) -> None:
    """The same findings and verdicts with it as without; the amounts of its size are counted apart."""
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    plain, scoped = check(tmp_path / "draft.md"), check(tmp_path / "draft.md", "--materiality", "RMB 50 million")
    assert ids(plain) == ids(scoped)
    assert plain["coverage"] == scoped["coverage"]
    assert scoped["materiality"]["amount"] == "50000000"
    assert scoped["materiality"]["coverage"]["numbers"] == 2


def test_sign_offs_hold_until_the_workpaper_changes(tmp_path: Path) -> None:
    """Who and when stands in every later output while the evidence is the same, and a changed report needs them again."""
    draft, record = tmp_path / "draft.md", tmp_path / "signed.json"
    draft.write_text(DRAFT, encoding="utf-8")
    check(draft, "--signoffs", str(record), "--sign", "preparer=A. Chan", "--sign", "reviewer=B. Wong")
    again = check(draft, "--signoffs", str(record))
    assert [(s["role"], s["by"], s["holds"]) for s in again["signoffs"]] == [
        ("preparer", "A. Chan", True), ("reviewer", "B. Wong", True),
    ]  # fmt: skip
    draft.write_text(DRAFT.replace("110", "111"), encoding="utf-8")
    changed = check(draft, "--signoffs", str(record))
    assert not any(s["holds"] for s in changed["signoffs"])
    assert "the workpaper has changed since" in changed["notes"][0]
    signed = check(draft, "--signoffs", str(record), "--sign", "preparer=B. Wong", "--sign", "reviewer=B. Wong")
    assert any("signed as preparer and as reviewer" in note for note in signed["notes"])


@pytest.mark.parametrize("options", [["--sign", "boss=X", "--signoffs", "s.json"], ["--sign", "preparer=X"]])
def test_a_wrong_sign_off_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]) -> None:
    """An unknown role or no file to keep it in: one sentence."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    assert "--sign" in str(CliRunner().invoke(command, ["draft.md", *options]).exception)


def test_waiver_of_one_document_covers_no_other() -> None:
    """Two drafts with the same words: the comment in the first leaves the second's finding alone."""
    paper = check_texts(DRAFT.replace("Revenue rose", f"{WAIVE}\nRevenue rose"), DRAFT)
    waivers, problems = find_inline_waivers(paper.documents, {})
    assert (len(waivers), problems) == (1, ())
    assert len(apply_waivers(paper, waivers, date(2026, 1, 1)).waived) == 1
