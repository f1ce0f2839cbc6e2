"""The workbook's live formulas come to what the workpaper says when a spreadsheet program works them out again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tieout
from tests.present.invented import make_workpaper
from tieout.present.words import rank_findings
from tieout.present.xlsx import to_xlsx

OFFICE = shutil.which("soffice")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")]


def recalculate(folder: Path, content: bytes) -> Any:
    """The workbook as LibreOffice saves it: formulas worked out anew, their stored results thrown away before."""
    (folder / "workpaper.xlsx").write_bytes(strip_results(folder, content))
    call = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    call += ["--outdir", str(folder / "out"), str(folder / "workpaper.xlsx")]
    subprocess.run(call, check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(folder / "out" / "workpaper.xlsx", data_only=True)


def strip_results(folder: Path, content: bytes) -> bytes:
    """The workbook without stored results: openpyxl keeps formulas only."""
    source = folder / "source.xlsx"
    source.write_bytes(content)
    openpyxl.load_workbook(source).save(source)
    return source.read_bytes()


def test_expected_figures_and_shares_come_out(tmp_path: Path) -> None:
    """Every expected figure equals the finding's, differences are printed less expected, shares add up, no cell is an error."""
    paper = make_workpaper()
    book = recalculate(tmp_path, to_xlsx(paper))
    sheet = book["Findings"]
    for row, finding in enumerate(rank_findings(paper), 2):
        printed, expected, difference = (sheet.cell(row, c).value for c in (8, 9, 10))
        assert expected == pytest.approx(float(finding.expected or 0), abs=0.06)
        assert difference == pytest.approx(printed - expected)
    assert book["Summary"]["B10"].value == paper.coverage["numbers"]
    assert sum(book["Summary"].cell(r, 3).value for r in range(4, 10)) == pytest.approx(1)
    cells = (cell.value for one in book.worksheets for row in one.iter_rows() for cell in row)
    assert not [
        value for value in cells if isinstance(value, str) and value.startswith(("#REF", "#NAME", "#VALUE", "Err:"))
    ]


def test_changes_and_shares_of_a_real_run_come_out(tmp_path: Path) -> None:
    """What `check` itself finds in sentences is a formula over the numbers' cells, and comes to the expected figure."""
    page = tmp_path / "results.md"
    page.write_text(
        "Costs fell by 12.0% from RMB 570.0 million in 2023 to RMB 500.0 million in 2024.\n\n"
        "The gross margin was 30.1% in 2024, against 26.5% in 2023, an increase of 2.6 percentage points.\n",
        encoding="utf-8",
    )
    paper = tieout.check(page)
    content = to_xlsx(paper)
    book = recalculate(tmp_path, content)
    kept = openpyxl.load_workbook(tmp_path / "source.xlsx")["Findings"]
    findings = rank_findings(paper)
    assert len(findings) == 2
    for row, finding in enumerate(findings, 2):
        assert str(kept.cell(row, 9).value).startswith("=ABS(")
        assert "'Text'!" in str(kept.cell(row, 9).value)
        assert book["Findings"].cell(row, 9).value == pytest.approx(float(finding.expected or 0), abs=0.06)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """After a round through a spreadsheet program the hostile label is still the printed text."""
    book = recalculate(tmp_path, to_xlsx(make_workpaper()))
    labels = [row[0].value for one in book.worksheets for row in one.iter_rows(max_col=1)]
    assert '=HYPERLINK("x")' in labels
