"""`tieout facts` on documents that state no facts themselves, in every format."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from tieout.cli.facts import command
from tieout.errors import UsageError

_PAGE = (
    "TOY ACCOUNTS - USD ($) $ in Thousands\n|12 Months Ended\n|Dec. 31, 2021|Dec. 31, 2020\n|Toys [abstract]\n"
    "|Sales|$ 2,948|$ 1,873\n|Costs|(2,910)|(1,849)\n|Profit|38|24\n"
)
_REPORT = (
    "# Toys\n\n| USD thousand | 2021 | 2020 |\n|---|---|---|\n| Sales | 2,948 | 1,873 |\n| Costs | 2,910 | 1,849 |\n"
)


@pytest.mark.parametrize(("name", "text"), [("page.txt", _PAGE), ("report.md", _REPORT)])
def test_tables_of_untagged_documents_are_exported(name: str, text: str, tmp_path: Path) -> None:
    """A flattened R page and a plain report give the facts of their tables, the same in every format."""
    given = tmp_path / name
    given.write_text(text)
    told = json.loads(CliRunner().invoke(command, [str(given)]).stdout)
    assert {"Sales", "Costs"} <= {f["label"] for f in told}
    assert "2948000" in {f["value"] for f in told}
    assert {f["origin"] for f in told} == {"table"}
    lines = CliRunner().invoke(command, [str(given), "--format", "csv"]).stdout.splitlines()
    assert len(lines) == len(told) + 1
    sheet = load_workbook(io.BytesIO(CliRunner().invoke(command, [str(given), "--format", "xlsx"]).stdout_bytes)).active
    assert sheet is not None
    assert sheet.max_row == len(told) + 1
    assert CliRunner().invoke(command, [str(given), "--format", "md"]).stdout.count("\n") == len(told) + 2


def test_xbrl_json_of_an_untagged_document_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """xBRL-JSON is for tagged facts: a report without any is refused, saying so."""
    given = tmp_path / "report.md"
    given.write_text(_REPORT)
    result = CliRunner().invoke(command, [str(given), "--format", "xbrl-json"])
    assert isinstance(result.exception, UsageError)
    assert "no tagged facts" in str(result.exception)
