"""Two drafts held side by side: alignment by structure, and what is carried over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.checks.test_cases import check_texts
from tieout.cli.compare import command
from tieout.engine.comparing import compare_workpapers, find_open
from tieout.model import Waiver
from tieout.model.comparison import Comparison
from tieout.present import comparison as present

OLD = """# Lantern Harbour Holdings
## Highlights
Revenue rose 10.2% to RMB 1,204.5 million from RMB 1,093.0 million.
The Group had 2,413 employees in 14 offices.
Gross margin was 34.2%.

## Statement of profit or loss
| RMB million | 2025 | 2024 |
|---|---:|---:|
| Ferry services | 804.1 | 733.9 |
| Harbour storage | 400.4 | 359.1 |
| Revenue | 1,204.5 | 1,093.0 |
| Cost of sales | (782.8) | (720.0) |
| Gross profit | 421.7 | 373.0 |
"""


def compare(old: str, new: str) -> Comparison:
    """The comparison of two Markdown texts."""
    return compare_workpapers(check_texts(old), check_texts(new))


def changed(comparison: Comparison) -> list[tuple[str | None, str | None]]:
    """Quotes of every figure that is not the same."""
    olds, news = comparison.old.paper.figures, comparison.new.paper.figures
    return [
        (olds[p.old].span.quote if p.old else None, news[p.new].span.quote if p.new else None)
        for p in comparison.figures
        if p.change != "same"
    ]


def test_a_text_compared_with_itself_has_changed_nowhere() -> None:
    """Every figure is paired with itself, every tick carried over, every figure counted once."""
    comparison = compare(OLD, OLD)
    counts = comparison.counts
    assert counts["figures"] == {"same": len(comparison.new.outcomes), "changed": 0, "added": 0, "dropped": 0}
    assert counts["ticks"]["carried"] == len({t.figure for t in comparison.new.ticks}) > 8
    assert counts["ticks"]["again"] == counts["ticks"]["fresh"] == 0


def test_changes_are_named_whatever_moves() -> None:
    """A number changed in a cell and one in a sentence are named though sections swapped places and a row came in."""
    head, highlights, table = OLD.split("## ")
    moved = f"{head}## {table}\n## {highlights}"
    moved = moved.replace("2,413", "2,431").replace("| 400.4", "| 410.4")
    moved = moved.replace("| Revenue |", "| Tolls | 1.0 | 2.0 |\n| Revenue |")
    assert sorted(changed(compare(OLD, moved)), key=str) == [
        ("2,413", "2,431"), ("400.4", "410.4"), (None, "1.0"), (None, "2.0"),
    ]  # fmt: skip


def test_added_and_dropped_sentences() -> None:
    """A sentence that is gone drops its figures, a new one adds its own; a reworded one keeps them."""
    new = OLD.replace("Gross margin was 34.2%.", "A dividend of HK$0.12 a share is proposed.")
    new = new.replace("The Group had 2,413 employees in 14 offices.", "At the year end the Group had 2,413 employees.")
    assert sorted(changed(compare(OLD, new)), key=str) == [("14", None), ("34.2%", None), (None, "HK$0.12")]


def test_next_years_edition_keeps_its_years() -> None:
    """The comparative column of the new edition is held against the column of that year: a restatement shows."""
    new = OLD.replace("| 2025 | 2024 |", "| 2026 | 2025 |").replace("804.1 | 733.9", "900.0 | 804.9")
    pairs = changed(compare(OLD, new))
    assert ("804.1", "804.9") in pairs
    assert (None, "900.0") in pairs
    assert ("733.9", None) in pairs


def test_ticks_are_carried_only_where_nothing_changed() -> None:
    """A changed cell is to be tested again; a cell no relation of which touches it keeps its tick."""
    comparison = compare(OLD, OLD.replace("| 804.1", "| 814.1"))
    ticks = {
        comparison.old.paper.figures[p.old].span.quote: p.tick for p in comparison.figures if p.old and p.tick != "none"
    }
    assert ticks["804.1"] == "again"
    assert ticks["733.9"] == "carried"


def test_findings_are_new_still_there_or_gone_and_decisions_follow() -> None:
    """A decision holds while its finding stands as it was, and is to be taken again when its number changes."""
    wrong = OLD.replace("10.2%", "13.2%")
    first, same = compare(OLD, wrong), compare(wrong, wrong)
    assert [p.change for p in first.findings] == ["new"]
    assert [(p.change, p.touched) for p in same.findings] == [("still", False)]
    assert [p.change for p in compare(wrong, OLD).findings] == ["gone"]
    (finding,) = same.old.findings
    decided = {finding.id: Waiver(finding.id, "the base excludes tolls", "A. Chan")}
    held = compare_workpapers(same.old, same.new, decided)
    assert [d.holds for d in held.decisions] == [True]
    assert find_open(held) == ()
    worse = compare_workpapers(same.old, check_texts(OLD.replace("10.2%", "14.2%")), decided)
    assert [d.holds for d in worse.decisions] == [False]
    assert len(find_open(worse)) == 1


def test_every_surface_says_the_same() -> None:
    """Text, Markdown, HTML, JSON and the workbook all name the change; hostile words stay words."""
    new = OLD.replace("2,413 employees", "2,431 employees <script>")
    comparison = compare(OLD, new)
    assert "2,413 → 2,431  (+18" in present.comparison_to_text(comparison)
    assert "| 2,413 | 2,431 | +18 |" in present.comparison_to_markdown(comparison)
    page = present.comparison_to_html(comparison)
    assert "<del>2,413</del>" in page
    assert "<script" not in page
    (row,) = present.comparison_to_json(comparison)["figures"]
    assert (row["change"], row["difference"], row["old"]["value"], row["new"]["place"]["quote"]) == (
        "changed", "18", "2413", "2,431",
    )  # fmt: skip
    assert present.comparison_to_xlsx(comparison)[:2] == b"PK"


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_command_exits_by_what_the_new_text_leaves_open(tmp_path: Path, suffix: str) -> None:
    """0 where the new draft ties, 1 where it does not; one JSON document on stdout."""
    for name, text in (("old", OLD), ("new", OLD.replace("10.2%", "13.2%"))):
        body = text if suffix == ".md" else to_page(text)
        (tmp_path / f"{name}{suffix}").write_text(body, encoding="utf-8")
    old, new = str(tmp_path / f"old{suffix}"), str(tmp_path / f"new{suffix}")
    there = CliRunner().invoke(command, [old, new, "--format", "json"])
    assert there.exit_code == 1
    assert json.loads(there.stdout)["counts"]["figures"] == {"same": 15, "changed": 1, "added": 0, "dropped": 0}
    assert CliRunner().invoke(command, [new, old]).exit_code == 0
    assert CliRunner().invoke(command, [new, new, "--fail-on", "never"]).exit_code == 0


def to_page(markdown: str) -> str:
    """The Markdown of this file as HTML."""
    parts = []
    for line in markdown.splitlines():
        if line.startswith("|") and "---" not in line:
            cells = "".join(f"<td>{c.strip()}</td>" for c in line.strip("|").split("|"))
            parts.append(f"<tr>{cells}</tr>")
        elif line.startswith("#"):
            parts.append(f"<h2>{line.lstrip('# ')}</h2>")
        elif line and not line.startswith("|"):
            parts.append(f"<p>{line}</p>")
    body = "".join(parts).replace("</h2><tr>", "</h2><table><tr>") + "</table>"
    return f"<html><body>{body}</body></html>"
