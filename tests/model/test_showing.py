"""A workpaper shows itself in a terminal and in a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

import tieout
from tieout.model import Workpaper


@pytest.fixture
def paper(tmp_path: Path) -> Workpaper:
    """One finding on three numbers."""
    page = tmp_path / "results.md"
    page.write_text("Revenue rose by 12.0% from RMB 50.0 million in 2023 to RMB 57.0 million in 2024.\n", "utf-8")
    return tieout.check(page)


def test_in_a_terminal(paper: Workpaper) -> None:
    """rich prints the finding's sentence and the counts, and no field names."""
    console = Console(width=300)
    with console.capture() as captured:
        console.print(paper)
    finding, counts = captured.get().splitlines()
    assert finding == f"differs G202 {paper.findings[0].message}"
    assert counts == "3 numbers: 0 tied, 0 rounding, 1 differs, 0 question, 0 unsupported, 2 untested"


def test_in_a_notebook(paper: Workpaper) -> None:
    """The page holds each finding as a row, escaped, and the counts."""
    page = paper._repr_html_()
    assert page.count("<tr>") == 1
    assert "<td>G202</td>" in page
    assert "3 numbers: " in page
