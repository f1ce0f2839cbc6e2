"""Folders and archives: which files make a filing, which pages make a set, what is opened and what is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.xbrl.pages import CONTEXTS, HEAD, LABELS, SCHEMA, UNITS, number, page
from tieout.engine.fact_reading import read_facts
from tieout.engine.reading import read_paths
from tieout.engine.shelf_add import expand_path
from tieout.errors import TieoutError

ONE = page(f"<p>{number('Assets', '5', fact_id='a')}</p>")
TWO = page(f"<p>{number('Assets', '6', fact_id='a')}</p>", resources=CONTEXTS.replace("2030", "2029") + UNITS)
HEADLESS = f"{HEAD}{number('Fixed', '7', fact_id='z')}</body></html>"


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these members."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return whole.getvalue()


def facts_of(path: Path, members: Mapping[str, str | bytes]) -> tuple[int, list[tuple[str, str, str]]]:
    """How many documents a zip of these members gives, and id, value and label of each fact."""
    path.write_bytes(pack(members))
    found = read_facts(str(path))
    assert not found.problems
    return len(found.documents), [(f.id, str(f.value), f.label) for f in found.facts]


def test_a_report_and_its_amendment_side_by_side_are_two_sets(tmp_path: Path) -> None:
    """Both define the same context ids, so neither's facts may take the other's periods."""
    (tmp_path / "report.htm").write_text(ONE)
    (tmp_path / "report_amended.htm").write_text(TWO)
    (tmp_path / "lw.xsd").write_text(SCHEMA)
    found = read_facts(str(tmp_path))
    assert [(f.id, str(f.value), str(f.period)) for f in found.facts] == [
        ("a", "5", "2030-12-31"),
        ("a", "6", "2029-12-31"),
    ]
    assert not found.problems


def test_a_page_without_contexts_joins_the_set_that_knows_them(tmp_path: Path) -> None:
    """Two pages and one header, without any schema: one set."""
    count, facts = facts_of(tmp_path / "r.zip", {"1.htm": ONE, "2.htm": HEADLESS})
    assert (count, [f[:2] for f in facts]) == (1, [("a", "5"), ("z", "7")])


def test_each_folder_of_a_container_may_be_a_filing(tmp_path: Path) -> None:
    """Two filings in one archive keep their own labels; files beside them are read by themselves."""
    one = {f"first/{n}": c for n, c in {"a.htm": ONE, "lw.xsd": SCHEMA, "lw_lab.xml": LABELS}.items()}
    two = {f"second/deeper/{n}": c for n, c in {"1.htm": TWO, "2.htm": HEADLESS, "lw.xsd": SCHEMA}.items()}
    count, facts = facts_of(tmp_path / "r.zip", {**one, **two})
    assert count == 2
    assert facts == [("a", "5", "Everything owned"), ("a", "6", "Assets"), ("z", "7", "Fixed")]


def test_schemas_may_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    """A package without a reports folder: the page, and the taxonomy elsewhere in it."""
    members = {"META-INF/catalog.xml": "<x/>", "a.xhtml": ONE, "ex/lw.xsd": SCHEMA, "ex/lw_lab.xml": LABELS}
    assert facts_of(tmp_path / "r.zip", members) == (1, [("a", "5", "Everything owned")])


def test_a_file_beside_a_report_package_does_not_hide_it(tmp_path: Path) -> None:
    """A note in the archive is a document of its own."""
    package = {"top/META-INF/reportPackage.json": "{}", "top/reports/a.xhtml": ONE, "top/ex/lw.xsd": SCHEMA}
    count, facts = facts_of(tmp_path / "r.zip", {**package, "note.txt": "Please read the report."})
    assert (count, facts) == (2, [("a", "5", "Assets")])


def test_an_archive_in_a_folder_or_archive_is_opened_once(tmp_path: Path) -> None:
    """A package zipped again is read; one level more is refused in a sentence; a damaged one costs itself only."""
    inner = pack({"META-INF/reportPackage.json": "{}", "reports/a.xhtml": ONE})
    (tmp_path / "a.zip").write_bytes(pack({"inner.zip": inner, "more.zip": pack({"b.zip": inner})}))
    (tmp_path / "b.zip").write_bytes(inner)
    (tmp_path / "c.zip").write_bytes(inner[:-40])
    read = read_paths([tmp_path])
    assert len(read.documents) == 1, "the same bytes are one document"
    assert [d.facts[0].id for d in read.documents] == ["a"]
    said = " ".join(p.message for p in read.problems)
    assert "an archive inside an archive" in said
    assert "directory is damaged" in said


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("../evil.htm", ONE)], "leads outside"),
        ([("..\\evil.htm", ONE)], "leads outside"),
        ([("/etc/evil.htm", ONE)], "leads outside"),
        ([("a.htm", ONE), ("a.htm", TWO)], "two members are named"),
        ([], "nothing is in it"),
        ([("a.htm", "0" * 60_000_000)], "more than the limits allow"),
    ],
    ids=["up", "backslash", "absolute", "twice", "empty", "bomb"],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archives_that_hide_something_are_refused(tmp_path: Path, members: list[tuple[str, str]], reason: str) -> None:
    """Paths out of the archive, two files of one name, bombs, nothing at all: one sentence each."""
    path = tmp_path / "r.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    with pytest.raises(TieoutError, match=reason):
        read_facts(str(path))


def test_schemas_are_no_texts(tmp_path: Path) -> None:
    """A schema that belongs to no filing is not read as prose."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.xsd").write_text(SCHEMA)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "y.xsd").write_text(SCHEMA)
    assert not read_paths([tmp_path]).documents


def test_r_pages_belong_to_the_document_they_render(tmp_path: Path) -> None:
    """FilingSummary names the instance of each report: one set is not held against the pages of the other."""
    anchor = "<a onclick=\"Show.showAR( this, 'defref_ex_Assets', window );\">Assets</a>"
    for k, year, shown in ((1, 2030, "5"), (2, 2029, "6")):
        head = f'<tr><th class="tl">Position - EUR</th><th class="th">Dec. 31, {year}</th></tr>'
        row = f'<tr class="re"><td class="pl">{anchor}</td><td class="nump">{shown}</td></tr>'
        content = f'<html><body><table class="report">{head}{row}</table></body></html>'
        (tmp_path / f"R{k}.htm").write_text(content)
    reports = "".join(
        f'<Report instance="{page_name}"><HtmlFileName>R{k}.htm</HtmlFileName><Role>r{k}</Role></Report>'
        for k, page_name in ((1, "one.htm"), (2, "two.htm"))
    )
    (tmp_path / "FilingSummary.xml").write_text(f"<FilingSummary><MyReports>{reports}</MyReports></FilingSummary>")
    (tmp_path / "one.htm").write_text(ONE)
    (tmp_path / "two.htm").write_text(TWO)
    documents = read_paths([tmp_path]).documents
    rendered = [[v.page for v in d.filing.rendered] for d in documents if d.filing is not None]
    assert rendered == [["R1.htm"], ["R2.htm"]]


def test_a_folder_of_filings_is_added_filing_by_filing(tmp_path: Path) -> None:
    """Each filing's folder is one unit of work, and so is a file beside them."""
    for name, content in (("first", ONE), ("second", TWO)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.htm").write_text(content)
        (tmp_path / name / "lw.xsd").write_text(SCHEMA)
    (tmp_path / "note.txt").write_text("Please read both.")
    names = [str(Path(p).relative_to(tmp_path)) for p in expand_path(str(tmp_path))]
    assert names == ["first", "note.txt", "second"]
    assert list(expand_path(str(tmp_path / "first"))) == [str(tmp_path / "first")]
