"""The Workpaper on a terminal."""

from __future__ import annotations

from dataclasses import replace

from tests.present.invented import make_workpaper
from tieout.present.markdown import to_markdown
from tieout.present.tables import escape_markdown
from tieout.present.text import to_text
from tieout.present.words import display_width, group_digits, rank_findings, read_amount


def test_findings_first_worst_first_coverage_last() -> None:
    """The first line is the worst finding, the last the coverage."""
    lines = to_text(make_workpaper()).strip().splitlines()
    assert lines[0].startswith("✗ differs  summary.txt:2:19  A501")
    assert lines[-1].startswith("22 numbers in 2 documents: 9 tied (40 %), 2 rounding only, 2 differ, 1 in question")
    assert lines[-1].endswith("8 not tested (no second source 8).")


def test_each_finding_shows_quote_both_numbers_and_difference() -> None:
    """Quote in its line, printed, expected and difference all stand in the text."""
    text = to_text(make_workpaper())
    assert "[RMB 1,245.0 million] in 2025" in text
    for number in ("1,245.0", "1,204.5", "40.5", "412.7", "421.7"):
        assert number in text


def test_amounts_are_added_where_the_message_lacks_them() -> None:
    """A message without its numbers gets a line that holds them."""
    workpaper = make_workpaper()
    bare = replace(workpaper, findings=(replace(workpaper.findings[0], message="The column does not sum."),))
    assert "printed 412.7   expected 421.7   difference -9.0" in to_text(bare)


def test_every_finding_shows_its_id() -> None:
    """A waiver is written by id, so both texts for people print it."""
    paper = make_workpaper()
    for finding in paper.findings:
        assert f"  id {finding.id}\n" in to_text(paper)
        assert escape_markdown(finding.id) in to_markdown(paper)


def test_colour_only_when_asked() -> None:
    """No escape sequence without colour."""
    workpaper = make_workpaper()
    assert "\x1b" not in to_text(workpaper)
    assert "\x1b[31;1m" in to_text(workpaper, colour=True)


def test_document_text_cannot_drive_the_terminal() -> None:
    """Escape sequences and direction marks in a document's name or a message are taken off."""
    workpaper = make_workpaper()
    hostile = replace(workpaper.findings[0], message="\x1b[2Jgone\u202e 412.7 421.7 -9.0")
    text = to_text(replace(workpaper, findings=(hostile,)))
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_lines_keep_the_width() -> None:
    """At 60 columns no line of a finding is wider, Chinese counted double."""
    lines = to_text(make_workpaper(), width=60).splitlines()[:-1]
    assert max(display_width(line) for line in lines) <= 60
    assert display_width("收入 12") == 7


def test_nothing_read_says_so() -> None:
    """A paper without numbers says that none were found rather than 100 %."""
    workpaper = make_workpaper()
    empty = replace(workpaper, outcomes={}, findings=())
    assert "No numbers found in 2 documents." in to_text(empty)


def test_ranking() -> None:
    """Differs before question; the larger relative difference first."""
    ranked = rank_findings(make_workpaper())
    assert [f.verdict for f in ranked] == ["differs", "differs", "question"]
    assert [f.printed for f in ranked[:2]] == ["1245.0", "412.7"]


def test_amounts_read_and_print() -> None:
    """Plain decimals round-trip with grouping; words are no amounts."""
    assert [read_amount(t) for t in ("five", None, "1E5", "")] == [None] * 4
    value = read_amount("-1,234.50")
    assert value is not None
    assert group_digits(value) == "-1,234.50"
