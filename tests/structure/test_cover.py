"""What the first lines of a document say of it."""

from __future__ import annotations

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
