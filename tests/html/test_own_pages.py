"""What tieout wrote is not read as a document: its numbers are copies."""

from __future__ import annotations

from pathlib import Path

import pytest

import tieout
from tests.viewer.filing import make_quince
from tieout.engine.comparing import compare_workpapers
from tieout.engine.reading import read_paths
from tieout.present.bundle import to_bundle
from tieout.present.comparison import comparison_to_html
from tieout.present.html import to_html
from tieout.present.summary import summary_to_html
from tieout.present.viewer import to_html as view_to_html
from tieout.present.xlsx import to_xlsx

TEXT = "# Results\n\nRevenue rose by 14.0% from RMB 50.0 million in 2023 to RMB 57.0 million in 2024.\n"


def write_own(folder: Path, kind: str) -> Path:
    """A page of the kind, about a text in the same folder."""
    report = folder / "results.md"
    report.write_text(TEXT, encoding="utf-8")
    page = folder / f"{kind}.html"
    if kind == "workpaper":
        page.write_text(to_html(tieout.check(report)), encoding="utf-8")
    elif kind == "view":
        page.write_text(view_to_html([make_quince().document()], (), "0"), encoding="utf-8")
    elif kind == "summary":
        page.write_text(summary_to_html(tieout.summary(tieout.read(report))), encoding="utf-8")
    else:
        paper = tieout.check(report)
        page.write_text(comparison_to_html(compare_workpapers(paper, paper)), encoding="utf-8")
    return page


@pytest.mark.parametrize("kind", ["workpaper", "view", "summary", "comparison"])
def test_own_page_is_refused(tmp_path: Path, kind: str) -> None:
    """Named itself, the page is refused in one sentence; in a folder it is passed over and said, and the rest is read."""
    page = write_own(tmp_path, kind)
    alone = read_paths([page])
    assert not alone.documents
    assert [p.message for p in alone.problems] == [
        f"{page}: tieout wrote this page; name the documents it shows instead"
    ]
    beside = read_paths([tmp_path])
    assert [Path(d.input).name for d in beside.documents] == ["results.md"]
    assert [p.message.split(": ", 1)[1] for p in beside.problems] == [
        "tieout wrote this page; name the documents it shows instead"
    ]


def test_own_workbook_and_bundle_are_refused(tmp_path: Path) -> None:
    """The workpaper as a workbook and the evidence bundle are copies too."""
    report = tmp_path / "results.md"
    report.write_text(TEXT, encoding="utf-8")
    paper = tieout.check(report)
    book, bundle = tmp_path / "workpaper.xlsx", tmp_path / "evidence.zip"
    book.write_bytes(to_xlsx(paper))
    bundle.write_bytes(to_bundle(paper))
    assert [p.message for p in read_paths([book, bundle]).problems] == [
        f"{book}: tieout wrote this workpaper; name the documents it shows instead",
        f"{bundle}: tieout wrote this evidence bundle; `tieout replay` reads it",
    ]
    assert len(read_paths([tmp_path]).documents) == 1


def test_page_that_only_speaks_of_tieout_is_read(tmp_path: Path) -> None:
    """The word in a text, or another generator, is no reason to refuse."""
    page = tmp_path / "news.html"
    page.write_text(
        '<html><head><meta name="generator" content="Invented 3"></head><body><p>tieout checks 12 numbers.</p></body>',
        encoding="utf-8",
    )
    assert len(read_paths([page]).documents) == 1
