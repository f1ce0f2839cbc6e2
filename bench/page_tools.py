"""The same page read by other tools, with the settings that serve them best on tables without rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from page_labels import Matrix, to_matrix  # type: ignore[import-not-found]


def read_with(tool: str, path: Path, number: int) -> list[Matrix]:
    """The tables of page `number` (from 1) as a tool reads them. Raises SystemExit when the tool is not installed."""
    try:
        return {"pdfplumber": _read_pdfplumber, "img2table": _read_img2table}[tool](path, number)
    except ImportError as error:
        raise SystemExit(
            f"{tool} is not installed here ({error.name}); it is wanted only for its own figures"
        ) from error
    except KeyError as error:
        raise SystemExit(f"there is no tool {tool}; there are ours, pdfplumber and img2table") from error


def _read_pdfplumber(path: Path, number: int) -> list[Matrix]:
    """pdfplumber: drawn lines where they give a table with numbers, else alignment of text; whichever finds more numbers."""
    import pdfplumber

    with pdfplumber.open(path, pages=[number]) as pdf:
        page = pdf.pages[0]
        readings = []
        for strategy in ("lines", "text"):
            settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
            readings.append([to_matrix(rows) for rows in page.extract_tables(settings)])
    return max(readings, key=lambda tables: sum(bool(cell) for t in tables for row in t for cell in row))


def _read_img2table(path: Path, number: int) -> list[Matrix]:
    """img2table with borderless tables; the words come from the file itself."""
    from img2table.document import PDF

    found: dict[int, list[Any]] = PDF(str(path), pages=[number - 1], pdf_text_extraction=True).extract_tables(
        implicit_rows=True, borderless_tables=True, min_confidence=50
    )
    tables = []
    for table in found.get(number - 1, []):
        rows: list[list[str | None]] = []
        for cells in table.content.values():
            row: list[str | None] = []
            before = None
            for cell in cells:
                row.append(None if cell is before else cell.value)
                before = cell
            rows.append(row)
        tables.append(to_matrix(rows))
    return tables
