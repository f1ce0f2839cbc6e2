"""Workbooks: live formulas that recalculate to our figures."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.reperform.test_cases import ALL
from tests.reperform.test_rooms import NAMES, example
from tieout.model.reperformance import PLACES, Reperformance
from tieout.reperform import perform
from tieout.reperform.formats.workbook import to_workbook

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed: workbooks are not recalculated"
)


@pytest.mark.parametrize("name", NAMES)
def test_same_result_same_bytes(name: str) -> None:
    """A workbook carries no clock: twice the same bytes."""
    assert to_workbook(perform(name, example(name))) == to_workbook(perform(name, example(name)))


@pytest.mark.parametrize("name", NAMES)
def test_inputs_have_one_colour_and_derived_cells_formulas(name: str) -> None:
    """Input cells are blue on yellow and hold values; the workbook has exactly as many formulas as derived cells."""
    result = perform(name, example(name))
    book = openpyxl.load_workbook(io.BytesIO(to_workbook(result)))
    formulas = inputs = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                is_formula = isinstance(cell.value, str) and cell.value.startswith("=")
                formulas += is_formula
                if cell.font.color is not None and cell.font.color.rgb == "FF0000C0":
                    inputs += 1
                    assert not is_formula
    cells = [c for t in result.tables for r in t.rows for c in r]
    assert formulas == sum(c.role == "derived" for c in cells)
    assert inputs == sum(c.role == "input" for c in cells)
    assert "Findings" in book.sheetnames


@pytest.mark.slow
@needs_office
def test_office_recalculates_to_our_figures(tmp_path: Path) -> None:
    """With every cached value removed, LibreOffice computes each derived cell to our last digit."""
    results = {name: perform(name, example(name)) for name in NAMES}
    results |= {f"{n}-{i}": perform(n, c["inputs"]) for i, (n, c) in enumerate(ALL) if c["inputs"] != "example"}
    for name, result in results.items():
        book = openpyxl.load_workbook(io.BytesIO(to_workbook(result)))
        book.save(tmp_path / f"{name}.xlsx")
    recalculated = recalculate(tmp_path, sorted(tmp_path.glob("*.xlsx")))
    for name, result in results.items():
        compare(result, recalculated / f"{name}.xlsx")


def recalculate(folder: Path, files: list[Path]) -> Path:
    """The folder with the files as LibreOffice saves them after computing every cell."""
    assert SOFFICE is not None
    out = folder / "recalculated"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *map(str, files)]
    subprocess.run(words, check=True, capture_output=True, timeout=600)
    return out


def compare(result: Reperformance, path: Path) -> None:
    """Every derived cell of the working against the recalculated workbook, in reading order of each sheet."""
    book = openpyxl.load_workbook(path, data_only=True)
    formulas = openpyxl.load_workbook(path)
    found: dict[str, list[object]] = {}
    for sheet in formulas:
        cells = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and c.value.startswith("=")]
        found[sheet.title] = [book[sheet.title][c.coordinate].value for c in cells]
    names = iter(formulas.sheetnames)
    sheets: dict[str, str] = {}
    for table in result.tables:
        if table.rows and table.sheet not in sheets:
            sheets[table.sheet] = next(names)
    for title, name in sheets.items():
        ours = [c for t in result.tables if t.sheet == title for r in t.rows for c in r if c.role == "derived"]
        assert len(ours) == len(found[name]), (path.name, title)
        for cell, theirs in zip(ours, found[name], strict=True):
            assert_equal(cell.value, theirs, PLACES.get(cell.kind, 2), (path.name, title, cell.formula))


def assert_equal(ours: object, theirs: object, places: int, where: object) -> None:
    """Equal to the last digit shown; a double carries 15 digits, so an exact half may round either way."""
    if isinstance(ours, Decimal):
        step = Decimal(1).scaleb(-places)
        given = Decimal(repr(theirs)) if isinstance(theirs, int | float) else Decimal("NaN")
        if given.is_finite() and abs(given - ours) <= Decimal("1e-9") + abs(ours) * Decimal("1e-12"):
            return
        assert given.quantize(step, ROUND_HALF_UP) == ours.quantize(step, ROUND_HALF_UP), (where, ours, theirs)
    elif isinstance(ours, date):
        assert isinstance(theirs, datetime), where
        assert theirs.date() == ours, (where, ours, theirs)
    else:
        assert theirs == ours, (where, ours, theirs)
