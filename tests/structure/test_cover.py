"""What the first lines of a document say of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tieout.engine.reading import read_paths


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Clarification announcement of Marram Works Limited", "Marram Works Limited"),
        ("2023 Annual Report of Marram Works Limited", "Marram Works Limited"),
        ("Announcement of Results for the Year by Marram Holdings Limited", "Marram Holdings Limited"),
        ("Marram Holdings (Hong Kong) Group Company Limited", "Marram Holdings (Hong Kong) Group Company Limited"),
        ("Bank of Marram Limited", "Bank of Marram Limited"),
        ("关于万盛控股有限公司的公告", "万盛控股有限公司"),
    ],
)
def test_the_company_is_named_whole_and_without_the_words_of_the_title(tmp_path: Path, line: str, name: str) -> None:
    """A title that names a kind of document and its company gives the company's name, to its last word."""
    path = tmp_path / "a.md"
    path.write_text(f"{line}\n\nTurnover rose in the year.\n", encoding="utf-8")
    (document,) = read_paths([str(path)]).documents
    assert document.company.name == name


@pytest.mark.parametrize(
    ("opening", "name", "title", "end"),
    [
        (
            "Good day, and welcome to the Marram Company's Third Quarter 2021 Earnings Conference Call. Please go ahead.",
            "Marram Company",
            "Marram Company's Third Quarter 2021 Earnings Conference Call",
            "2021-09-30",
        ),
        (
            "Hello, and welcome to the Fourth Quarter Earnings Conference Call for Marram Corporation. After the talk, we ask.",
            "Marram Corporation",
            "Fourth Quarter Earnings Conference Call",
            None,
        ),
    ],
)
def test_a_call_is_named_by_its_welcome(tmp_path: Path, opening: str, name: str, title: str, end: str | None) -> None:
    """Company, title and period are those of the operator's welcome, not the years that speakers promise."""
    turns = [
        {"speaker": "Operator", "speech": opening},
        {"speaker": "Ana Sand", "speech": "We will be carbon neutral by 2040. By 2040 we mean the whole year 2040."},
        {"speaker": "Bo Sand", "speech": "Revenue rose to $5 million."},
    ]
    path = tmp_path / "call.json"
    path.write_text(json.dumps({"prepared_remarks": turns}), encoding="utf-8")
    (document,) = read_paths([str(path)]).documents
    assert (document.kind, document.company.name, document.title) == ("earnings_call", name, title)
    assert (document.period_end.isoformat() if document.period_end else None) == end


def test_a_call_whose_title_names_the_company_whole_has_its_code(tmp_path: Path) -> None:
    """The welcome's name, cut at its comma, is the title's."""
    path = tmp_path / "call.md"
    path.write_text(
        "# Marram Freight Co., Ltd. (Stock code: 93053) - 2024 annual results earnings conference call\n\n"
        "Good evening, and welcome to the annual results conference call of Marram Freight Co., Ltd. Please go ahead.\n",
        encoding="utf-8",
    )
    company = read_paths([str(path)]).documents[0].company
    assert (company.name, company.codes) == ("Marram Freight Co., Ltd.", ("HK:93053",))


def test_a_certificate_is_no_report_and_a_statute_no_period(tmp_path: Path) -> None:
    """It names the report it goes with; the year of the act it is made under ends no period."""
    path = tmp_path / "exhibit.md"
    path.write_text(
        "# Exhibit 31\n\nCERTIFICATION\n\nUNDER THE HARBOUR ACT OF 2002\n\nI have reviewed this quarterly report on Form 10-Q.\n",
        encoding="utf-8",
    )
    (document,) = read_paths([str(path)]).documents
    assert (document.kind, document.period_end) == ("other", None)


@pytest.mark.parametrize(
    ("line", "code"),
    [("(Stock code: 20)", "HK:00020"), ("股份代號：5", "HK:00005"), ("股票代码：600123", "CN:600123")],
)
def test_a_short_code_is_a_code(tmp_path: Path, line: str, code: str) -> None:
    """Exchanges number from 1; old companies have codes of one or two digits."""
    path = tmp_path / "a.md"
    path.write_text(f"# Marram Works Limited\n\n{line}\n\nTurnover rose in the year.\n", encoding="utf-8")
    (document,) = read_paths([str(path)]).documents
    assert document.company.codes == (code,)
