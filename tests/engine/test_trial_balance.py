"""A trial balance beside statements: files of every usual shape, the mapping kept and read, marks in the workbook."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tests.checks.test_cases import read_texts
from tieout.cli.check import command
from tieout.engine.ledger_table import read_ledger
from tieout.engine.mapping import read_mapping, write_mapping
from tieout.errors import UsageError
from tieout.model.ledger import AccountLine, AccountMapping
from tieout.relations.accounts import Account, accounts_of, is_named

REPORT = """# Lantern Harbour Holdings
## Consolidated statement of profit or loss
| RMB'000 | Notes | 2025 | 2024 |
|---|---:|---:|---:|
| Revenue | 3 | 1,204 | 1,093 |
| Cost of sales | | (783) | (720) |
| Gross profit | | 421 | 373 |
"""
LEDGER = """Account,Name,Debit,Credit
4000,Sales of tickets,,"804,150.20"
4010,Sales of storage,,"400,049.10"
5000,Cost of sales - fuel,"500,100.00",
5010,Wages of crews,"282,700.00",
9000,Lantern fund,"421,399.30",
,Total,"1,204,199.30","1,204,199.30"
"""


def accounts_in(name: str, text: str) -> list[Account]:
    """The accounts of a file."""
    ledger = read_ledger(read_texts([(name, text)]))
    return [a for d in ledger.documents for t in d.tables for a in accounts_of(t)]


@pytest.mark.parametrize(
    "text",
    [
        "Code;Description;Closing balance\n100;Till;1.200,50\n200;Loan;-1.200,50\n",
        "Trial balance at 31 December 2025\n\nA/C No.\tAccount name\tDr\tCr\n100\tTill\t1,200.50\t\n200\tLoan\t\t1,200.50\n",
        '科目編號,科目名稱,期初餘額,借方,貸方\n100,Till,"9","1,200.50",\n200,Loan,9,,"1,200.50"\n,合計,18,1200.50,1200.50\n',
        "\ufeffName,2025,2024\r\nTill,1200.50,9\r\nLoan,(1200.50),8\r\n",
    ],
)
def test_usual_shapes_of_files(text: str) -> None:
    """Semicolons and decimal commas, titles above the headings, Chinese headings, totals, a byte order mark, names only."""
    accounts = accounts_in("tb.csv", text)
    assert [(a.name, str(a.value)) for a in accounts] == [("Till", "1200.50"), ("Loan", "-1200.50")]


def test_a_file_without_accounts_is_refused() -> None:
    """The sentence names the file and the headings that are wanted."""
    with pytest.raises(UsageError, match=r"tb.csv: no trial balance is in it: a row of headings is wanted"):
        accounts_in("tb.csv", "a,b\n1,2\n")


@pytest.mark.parametrize(
    ("word", "named"),
    [("4010", True), ("4000-4099", True), ("40*", True), ("Sales*", True), ("4010 sales of storage", True),
     ("400-499", False), ("4000-4009", False), ("5*", False), ("", False)],
)  # fmt: skip
def test_words_that_name_accounts(word: str, named: bool) -> None:
    """A number, a range of numbers as long, a beginning, a name."""
    (account,) = accounts_in("tb.csv", 'No,Name,Balance\n4010,Sales of storage,"400,049.10"\n')
    assert is_named(account, [word]) is named


def test_mapping_is_proposed_kept_and_read(tmp_path: Path) -> None:
    """The first run writes the proposal; confirmed, a failing line differs instead of being asked about."""
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "tb.csv").write_text(LEDGER, encoding="utf-8")
    mapping = tmp_path / "map.toml"
    call = [str(tmp_path / "report.md"), "--trial-balance", str(tmp_path / "tb.csv"), "--mapping", str(mapping)]
    first = CliRunner().invoke(command, call)
    assert "9000 Lantern fund (421,399.30) belongs to no line of the mapping." in first.output
    assert first.exit_code == 0
    proposed = read_mapping(str(mapping))
    assert not proposed.confirmed
    assert [(x.label, x.accounts, x.why) for x in proposed.lines] == [
        ("Revenue", ("4000", "4010"), "name"), ("Cost of sales", ("5000", "5010"), "amount"),
    ]  # fmt: skip
    mapping.write_text(mapping.read_text().replace("confirmed = false", "confirmed = true"), encoding="utf-8")
    (tmp_path / "tb.csv").write_text(LEDGER.replace("804,150.20", "814,150.20"), encoding="utf-8")
    second = CliRunner().invoke(command, call)
    assert second.exit_code == 1
    assert "Revenue: its accounts come to RMB 1,214 thousand; 1,204 is printed" in " ".join(second.output.split())


def test_a_mapping_without_accounts_is_refused(tmp_path: Path) -> None:
    """--mapping alone would do nothing: the sentence says what it lacks, and nothing is written."""
    page = tmp_path / "page.md"
    page.write_text("Revenue was RMB 5 million.\n", encoding="utf-8")
    run = CliRunner().invoke(command, [str(page), "--mapping", str(tmp_path / "m.toml")])
    assert run.exit_code == 2
    assert "--trial-balance" in run.output
    assert not (tmp_path / "m.toml").exists()


def test_lines_that_tie_bear_the_mark_of_the_trial_balance(tmp_path: Path) -> None:
    """TB stands beside the amount; accounts chosen by their amounts leave none until the mapping is confirmed."""
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("No", "Account name", "Debit", "Credit"),
        (4000, "Sales", None, 1204199.30),
        (5000, "Crews", 782800, None),
    ):
        sheet.append(row)
    book.save(tmp_path / "tb.xlsx")
    out = tmp_path / "wp.xlsx"
    call = [str(tmp_path / "report.md"), "--trial-balance", str(tmp_path / "tb.xlsx"), "-o", str(out)]
    CliRunner().invoke(command, call)
    made = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    cells = next(s for s in made.worksheets if s.title.startswith("01 "))
    marks = {str(r[0].value): str(r[3].value) for r in cells.iter_rows() if r[0].value}
    assert "TB" in marks["Revenue"]
    assert "TB" not in marks["Cost of sales"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("confirmed = 1", "confirmed is true or false"),
        ("confirm = true", "confirm: this name is not known"),
        ('[[line]]\nlabel = "x"', "line 1: label"),
        ('[[line]]\nlabel = "x"\naccounts = ["1"]\nwhy = "luck"', "why: 'luck' is not one of"),
        ("[[line", "it is not valid TOML"),
    ],
)
def test_a_wrong_mapping_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    """File, place and what is wanted."""
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_mapping(str(path))


def test_mapping_reads_as_it_was_written(tmp_path: Path) -> None:
    """Quotes, backslashes and Chinese survive the file."""
    mapping = AccountMapping((AccountLine('R"e\\v', ("40*", "銷售"), "損益表", "name"),), True)
    write_mapping(mapping, str(tmp_path / "m.toml"))
    assert read_mapping(str(tmp_path / "m.toml")) == mapping
