"""Documents structured together: the year end one of them names serves the others of its company, and each is read once."""

from __future__ import annotations

from datetime import date

import pytest

from tieout.engine import structuring
from tieout.engine.structuring import structure_documents
from tieout.model import Document
from tieout.read.source import ReadSettings, Source
from tieout.read.text.room import read

REPORT = "# Lantern Quay Limited\n\nStock code: 08811\n\nFor the year ended 30 June 2024 revenue rose.\n"
TABLE = "# {name}\n\nStock code: {code}\n\nRope sold in tonnes is set out below.\n\n| | FY2024 | FY2023 |\n|---|---:|---:|\n| Rope | 487 | 512 |\n"


def read_text(name: str, text: str) -> Document:
    """The document of a Markdown text, not structured."""
    return read(Source(name, text.encode()), ReadSettings()).documents[0]


def first_period_end(document: Document) -> date | None:
    """When the period of the first column of values ends."""
    period = document.tables[0].columns[1].period
    return period.end if period else None


def test_a_year_end_serves_the_company_s_other_documents() -> None:
    """The sheet that says only FY2024 follows its company's report; that of another company that names its own does not."""
    other = "# Salt Row Limited\n\nStock code: 08822\n\nFor the year ended 31 March 2024 revenue fell.\n"
    documents = structure_documents(
        [
            read_text("report.md", REPORT),
            read_text("other.md", other),
            read_text("sheet.md", TABLE.format(name="Lantern Quay Limited", code="08811")),
            read_text("third.md", TABLE.format(name="Tide Mill Limited", code="08833")),
        ]
    )
    assert [d.year_end[:2] for d in documents] == [(6, 30), (3, 31), (6, 30), (12, 31)]
    assert [first_period_end(d) for d in documents[2:]] == [date(2024, 6, 30), date(2024, 12, 31)]


def test_one_year_end_that_all_agree_on_serves_documents_without_a_company() -> None:
    """A sheet that names no company follows the only year end there is."""
    sheet = "| | FY2024 | FY2023 |\n|---|---:|---:|\n| Rope | 487 | 512 |\n"
    documents = structure_documents([read_text("report.md", REPORT), read_text("sheet.md", sheet)])
    assert documents[1].year_end[:2] == (6, 30)


def test_tables_are_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the year end becomes known, no document's tables are understood twice."""
    built: list[str] = []

    def count(document: Document) -> tuple[()]:
        built.append(document.title or "")
        return ()

    monkeypatch.setattr(structuring, "build_tables", count)
    sheet = TABLE.format(name="Lantern Quay Limited", code="08811")
    structure_documents([read_text("sheet.md", sheet), read_text("report.md", REPORT)])
    assert len(built) == 2
