"""Bad days of a library: missing, damaged, too new, on a full disk; companies and corrections; sections."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.library.test_add import QUICK, write_reports
from tieout.cli.documents import command as documents_command
from tieout.cli.facts import command as facts_command
from tieout.engine.shelf import Library
from tieout.engine.shelf_add import watch_folder
from tieout.errors import LibraryError, UsageError
from tieout.library.company_facts import find_facts
from tieout.library.rows import DocumentRow, Entry, Filters, PageRow, PassageRow, ReadingKey

PROGRAM = [sys.executable, "-c", "from tieout.cli import run; run()"]


def put_document(library: Library, name: str, **said: object) -> DocumentRow:
    """A document of one page, with what it says of itself."""
    text = f"{name} says little"
    row = DocumentRow(name, f"{name}.pdf", f"hash of {name}", page_count=1, **said)  # type: ignore[arg-type]
    page = PageRow(1, text, name, printed=1)
    library.store.add(Entry(row, (page,), (PassageRow(1, 0, len(text)),), ReadingKey("test", "1")))
    return library.document(name)


@pytest.mark.parametrize("call", [["search", "lamps"], ["documents"], ["facts", "--company", "x"]])
def test_who_only_reads_makes_no_library(tmp_path: Path, call: list[str]) -> None:
    """A library that is not there is said in one sentence and is not there afterwards."""
    place = tmp_path / "nowhere"
    ran = subprocess.run([*PROGRAM, *call, "--library", str(place)], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert str(place) in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert not place.exists()


def test_a_library_of_a_later_program_is_left_alone(address: str) -> None:
    """The sentence names both schemas."""
    with Library.open(address, semantic=False) as library:
        library.store.dialect.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    with pytest.raises(LibraryError, match="schema 99"):
        Library.open(address, semantic=False)


def test_a_library_damaged_inside_says_so(tmp_path: Path) -> None:
    """Pages overwritten in the middle of the file: one sentence with what to do, whatever is asked for."""
    write_reports(tmp_path / "in", 6)
    place = tmp_path / "library"
    with Library.open(place, semantic=False) as library:
        list(library.add_many([tmp_path / "in"], QUICK))
    file = place / "library.sqlite3"
    content = bytearray(file.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 2000] = os.urandom(2000)
    file.write_bytes(content)

    def ask() -> None:
        with Library.open(place, semantic=False) as library:
            library.documents()
            library.search("Larkspur")

    with pytest.raises(LibraryError, match="damaged"):
        ask()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="a small file system can only be mounted by root")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """Adding stops with one sentence; what was added is whole; with room again it goes on."""
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(small)], check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        for number, path in enumerate(write_reports(tmp_path / "in", 30)):
            path.write_text(path.read_text("utf-8") + f"\nMore words {number}. " * 3000, encoding="utf-8")
        call = [
            *PROGRAM,
            "add",
            "--no-check",
            "--no-embeddings",
            "--library",
            str(small / "library"),
            str(tmp_path / "in"),
        ]
        ran = subprocess.run(call, capture_output=True, text=True, check=False)
        assert ran.returncode == 2
        assert "Traceback" not in ran.stderr
        assert "full" in ran.stderr or "No space" in ran.stderr
        subprocess.run(["mount", "-o", "remount,size=200m", str(small)], check=True)
        with Library.open(small / "library", semantic=False) as library:
            assert library.store.dialect.check() == "ok"
            list(library.add_many([tmp_path / "in"], QUICK))
            assert len(library.documents()) == 30
            for row in library.documents():
                assert library.store.get_original(row.sha256)
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_folder_to_watch_must_be_there(library: Library, tmp_path: Path) -> None:
    """Else one would watch nothing for ever."""
    with pytest.raises(UsageError, match="no such folder"):
        next(watch_folder(library.store, str(tmp_path / "none"), QUICK, lambda: False))


def test_a_company_is_found_by_code_number_and_any_name(library: Library) -> None:
    """Documents that share a code, a CIK or a name are one company's, over two steps too."""
    put_document(library, "a", company="Sorrel Bridges plc", codes=("HK:00981",), names=("酸模桥梁",))
    put_document(library, "b", company="酸模桥梁", cik="123456")
    put_document(library, "c", company="Sorrel Bridges and Roads", cik="123456")
    put_document(library, "d", company="Tansy Ferries")
    for text in ("sorrel", "HK:00981", "981", "酸模", "123456", "0000123456"):
        assert {row.id for row in library.documents(Filters(company=text))} == {"a", "b", "c"}, text
    assert {hit.document for hit in library.search("says", filters=Filters(company="981"))} == {"a", "b", "c"}
    assert library.documents(Filters(company="nobody")) == ()
    assert {row.id for row in library.documents(Filters(company="981", documents=("b", "d")))} == {"b"}


def test_a_legal_form_left_out_makes_no_other_company(library: Library) -> None:
    """A call says the name only; but two listed companies whose names differ by the form stay two."""
    put_document(library, "a", company="Sorrel Bridges Co., Inc.", cik="123456")
    put_document(library, "b", company="Sorrel Bridges")
    put_document(library, "c", company="Tansy Ferries plc", codes=("HK:00981",))
    put_document(library, "d", company="Tansy Ferries Inc.", codes=("US:TNSY",))
    assert {row.id for row in library.documents(Filters(company="123456"))} == {"a", "b"}
    assert {row.id for row in library.documents(Filters(company="981"))} == {"c"}


def test_a_company_is_found_by_its_other_names(library: Library) -> None:
    """A question that names the company in one language finds the document that names it in both."""
    put_document(library, "a", company="Sorrel Bridges plc", names=("酸模桥梁",))
    put_document(library, "b", company="Tansy Ferries")
    assert library.search("酸模桥梁 says")[0].document == "a"


def test_what_a_person_corrects_stays(tmp_path: Path) -> None:
    """Fields by hand, all or none; an unknown field, kind or date is one sentence."""
    place = tmp_path / "library"
    with Library.open(place, semantic=False) as library:
        put_document(library, "a", company="Sorel Brides")
    where = ["--library", str(place), "--document", "a", "--format", "json"]
    said = [
        "company=Sorrel Bridges plc",
        "codes=HK:00981, US:SRB",
        "kind=interim_report",
        "published=2031-03-04",
        "cik=00981",
    ]
    result = CliRunner().invoke(documents_command, [*where, "--by", "ana", *(x for s in said for x in ("--set", s))])
    (row,) = json.loads(result.stdout)
    assert row["company"] == {"name": "Sorrel Bridges plc", "names": [], "codes": ["HK:00981", "US:SRB"], "cik": "981"}
    assert (row["kind"], row["published"]) == ("interim_report", "2031-03-04")
    for wrong in ("pages=3", "kind=yearbook", "published=4 March", "company"):
        refused = CliRunner().invoke(documents_command, [*where, "--set", "title=New", "--set", wrong])
        assert isinstance(refused.exception, UsageError), wrong
    with Library.open(place, semantic=False) as library:
        assert library.document("a").title == ""


def test_facts_of_a_company_line_up(tmp_path: Path) -> None:
    """Concept by period over two documents, as filed last, marked where they differ."""
    folder = tmp_path / "in"
    folder.mkdir()
    for year, now, before in ((2022, "412.5", "390.0"), (2023, "450.0", "415.0")):
        (folder / f"r{year}.md").write_text(
            f"# Larkspur Ferries Limited\n\n## Consolidated income statement\n\nFor the year ended 31 December {year}\n\n"
            f"| RMB million | {year} | {year - 1} |\n|---|---|---|\n| Revenue | {now} | {before} |\n",
            encoding="utf-8",
        )
    place = str(tmp_path / "library")
    with Library.open(place, semantic=False) as library:
        list(library.add_many([folder]))
        for row in library.documents():
            library.correct(row.id, "company", "Larkspur Ferries", "ana")
    result = CliRunner().invoke(facts_command, ["--company", "larkspur", "--library", place])
    rows = {(row["concept"], tuple(row["period"].values())[-1]): row for row in json.loads(result.stdout)}
    revenue = next(row for (concept, end), row in rows.items() if "evenue" in concept and end.startswith("2022"))
    assert revenue["differs"]
    assert len(revenue["facts"]) == 2
    shown = CliRunner().invoke(facts_command, ["--company", "larkspur", "--library", place, "--format", "md"])
    assert "≠" in shown.stdout
    assert CliRunner().invoke(facts_command, ["--company", "nobody", "--library", place]).exception is not None


def put_facts(library: Library, name: str, facts: list[dict[str, object]]) -> None:
    """A document that states these facts, all at the end of 2022."""
    put_document(library, name)
    for ordinal, said in enumerate(facts):
        fact = {"unit": "USD", "origin": "table", "row": "", "label": "", **said}
        heading = json.dumps({"row": fact["row"]} if fact["row"] else {})
        library.store.dialect.execute(
            "INSERT INTO fact (reading, document, ordinal, concept, label, value, unit, period_end, dimensions, origin)"
            " SELECT id, document, ?, ?, ?, ?, ?, '2022-12-31', ?, ? FROM reading WHERE document = ?",
            [ordinal, fact["concept"], fact["label"], fact["value"], fact["unit"], heading, fact["origin"], name],
        )


def test_tags_and_tables_line_up_under_one_concept(library: Library) -> None:
    """An element of a taxonomy stands with the concept it means; a number that is text, or of another kind, is no figure."""
    tagged: dict[str, object] = {"origin": "tagged", "concept": "us-gaap:Assets", "value": "500"}
    put_facts(library, "tagged", [tagged, {**tagged, "concept": "dei:FiscalYear", "value": "2022", "unit": None}])
    put_facts(
        library,
        "printed",
        [{"concept": "total_assets", "value": "505"}, {"concept": "goodwill", "value": "3", "unit": "%"}],
    )
    for asked in ((), ("total_assets",)):
        (cell,) = find_facts(library.store.dialect, ["tagged", "printed"], asked)
        assert (cell.concept, cell.differs) == ("total_assets", True)
        assert {fact.document for fact in cell.facts} == {"tagged", "printed"}


def test_headings_of_a_statement_do_not_narrow(library: Library) -> None:
    """What stands under "Current assets" is the company's, under a region a part; current and not current are parts each."""
    put_facts(
        library,
        "a",
        [
            {"concept": "inventories", "value": "70", "row": "Current assets:"},
            {"concept": "inventories", "value": "9", "row": "Northern yard"},
            {"concept": "trade_payables", "value": "40", "row": "流動負債"},
            {"concept": "borrowings", "value": "30", "row": "Non-current liabilities"},
            {"concept": "borrowings", "value": "20", "row": "Current liabilities"},
            {"concept": "total_assets", "value": "90", "row": "Property and equipment"},
            {"concept": "goodwill", "value": "6", "row": "Property and equipment"},
            {"concept": "cash_from_operating", "value": "8", "row": "Cash flows from operating activities"},
        ],
    )
    told = {cell.concept: str(cell.newest.value) for cell in find_facts(library.store.dialect, ["a"])}
    assert told == {"inventories": "70", "trade_payables": "40", "cash_from_operating": "8", "total_assets": "90"}


def test_a_section_holds_what_stands_below_it(library: Library, tmp_path: Path) -> None:
    """Words under a heading, and under the headings below it, but not the same words elsewhere."""
    path = tmp_path / "report.md"
    path.write_text(
        "# Larkspur Ferries\n\n## Risk factors\n\nFog delays ferries.\n\n### Weather\n\nStorms delay ferries more.\n\n"
        "## Business\n\nOur ferries cross the sound.\n",
        encoding="utf-8",
    )
    library.add(path)
    assert len(library.search("ferries")) == 4
    inside = library.search("ferries", filters=Filters(section="risk factors"))
    assert {hit.heading for hit in inside} == {"Risk factors", "Weather"}
    assert {hit.heading for hit in library.search("ferries section:business")} == {"Business"}
    assert library.search("ferries section:outlook") == ()
