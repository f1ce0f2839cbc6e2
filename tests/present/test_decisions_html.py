"""The HTML workpaper tells what people decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tieout.engine.run import check
from tieout.model import SignOff, Waived, Waiver
from tieout.present.html import to_html

_TEXT = "# Results\n\nRevenue was RMB 57.0 million against RMB 50.0 million, an increase of 12.0%.\n"


def test_waivers_and_signatures_are_told_with_their_reasons(tmp_path: Path) -> None:
    """A waived finding stands in the page with reason, person and date; a signature that no longer holds says so."""
    path = tmp_path / "results.md"
    path.write_text(_TEXT, "utf-8")
    paper = check(path)
    waiver = Waiver(paper.findings[0].id, "the base <b>leaves out</b> shops", by="A. Chan", source="tieout.toml")
    signed = SignOff("reviewer", "B. Wong", "2026-03-01T10:00:00", "ab" * 32, holds=False)
    decided = replace(paper, findings=(), waived=(Waived(paper.findings[0], waiver),), signoffs=(signed,))
    page = to_html(decided)
    assert "What was decided" in page
    assert "the base &lt;b&gt;leaves out&lt;/b&gt; shops" in page
    assert "by A. Chan, tieout.toml" in page
    assert "Signed as reviewer by B. Wong" in page
    assert "no longer holds" in page


def test_a_page_without_decisions_has_no_such_heading(tmp_path: Path) -> None:
    """Nothing decided, nothing said."""
    path = tmp_path / "results.md"
    path.write_text(_TEXT, "utf-8")
    assert "What was decided" not in to_html(check(path))
