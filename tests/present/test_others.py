"""JUnit, Markdown, tables and outline."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from tests.present.invented import make_workpaper
from tieout.model import Section
from tieout.present.junit import to_junit
from tieout.present.markdown import to_markdown
from tieout.present.outline import outline_to_csv, outline_to_json, outline_to_markdown, outline_to_text
from tieout.present.tables import defuse, escape_markdown, tables_to_csv, tables_to_json, tables_to_markdown


def test_junit_counts_are_those_of_its_cases() -> None:
    """Totals equal the elements: a failure for what differs, none for a question, an error for what was not read."""
    root = ElementTree.fromstring(to_junit(make_workpaper()))
    assert root.get("tests") == str(len(root.findall(".//testcase"))) == "6"
    assert root.get("failures") == str(len(root.findall(".//failure"))) == "2"
    assert root.get("errors") == str(len(root.findall(".//error"))) == "1"
    for suite in root:
        assert suite.get("tests") == str(len(suite.findall("testcase")))
    failure = root.find(".//failure")
    assert failure is not None
    assert "expected: 421.7" in (failure.text or "")


def test_junit_holds_any_text() -> None:
    """Control characters, markup and half surrogates in a message still give well-formed XML."""
    workpaper = make_workpaper()
    hostile = replace(workpaper.findings[0], message="a\x00\x0b]]></failure><\ud800\uffff&")
    root = ElementTree.fromstring(to_junit(replace(workpaper, findings=(hostile,))).encode())
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "a ]]></failure><&"


def test_markdown_has_the_answer_first_and_holds_its_table() -> None:
    """The coverage line comes before the findings; a pipe or tag in a message does not break the row."""
    workpaper = make_workpaper()
    text = to_markdown(workpaper)
    assert text.index("22 numbers in 2 documents") < text.index("3 findings, worst first") < text.index("## Coverage")
    hostile = replace(workpaper.findings[0], message="a | b <script> `c` [d](e)")
    row = next(line for line in to_markdown(replace(workpaper, findings=(hostile,))).splitlines() if "a \\|" in line)
    assert row.replace("\\|", "").count("|") == 8
    assert "<script>" not in row


def test_markdown_counts_what_it_does_not_list() -> None:
    """Past 200 findings the rest are counted."""
    workpaper = make_workpaper()
    many = tuple(replace(workpaper.findings[0], id=str(k)) for k in range(230))
    assert "30 more findings not listed here." in to_markdown(replace(workpaper, findings=many))
    assert "No number that could be tested differs." in to_markdown(replace(workpaper, findings=()))


def test_tables_as_json_keep_the_contract() -> None:
    """Header rows first; every value re-reads from its place and carries paths and plain decimals."""
    workpaper = make_workpaper()
    (table,) = tables_to_json(workpaper.documents)
    assert {"id", "caption", "unit", "scale", "page", "pages", "header_rows", "rows", "confidence"} <= set(table)
    assert (table["header_rows"], table["unit"], table["scale"]) == (1, "CNY", 6)
    assert [c["role"] for c in table["rows"][0]] == ["header"] * 3
    text = workpaper.documents[0].layers[0].text
    values = [c for row in table["rows"] for c in row if c["role"] == "value"]
    assert len(values) == 11
    for cell in values:
        place = cell["place"]
        assert text[place["start"] : place["end"]] == place["quote"] == cell["text"]
    costs = table["rows"][4][1]
    assert (costs["value"], costs["row_path"], costs["column_path"]) == ("-782.8", ["Cost of sales"], ["2025"])


def test_tables_as_csv_and_markdown() -> None:
    """One line a cell, text that looks like a formula defused, amounts plain; Markdown keeps the printed form."""
    documents = make_workpaper().documents
    lines = list(csv.DictReader(io.StringIO(tables_to_csv(documents))))
    assert len(lines) == 7 * 3
    assert [line["value"] for line in lines if line["text"] == "(782.8)"] == ["-782.8"]
    assert '\'=HYPERLINK("x")' in [line["text"] for line in lines]
    assert "| Cost of sales | (782.8) | (720.1) |" in tables_to_markdown(documents)
    assert tables_to_markdown(()) == "No table was found.\n"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("+a", "'+a"),
        ("-1,204.5", "-1,204.5"),
        ("-cmd|x", "'-cmd|x"),
        ("\t=1", "'\t=1"),
    ],
)
def test_csv_fields_are_defused(text: str, safe: str) -> None:
    """Only plain negative and positive numbers keep their sign in front."""
    assert defuse(text) == safe


def test_markdown_escapes() -> None:
    """Markup characters come out as themselves."""
    assert escape_markdown("a|b*c_<d>\n[e]") == "a\\|b\\*c\\_&lt;d> \\[e\\]"


def test_outline_in_four_forms() -> None:
    """Children nest, pages show, numbers are not said twice."""
    document = make_workpaper().documents[0]
    first = document.sections[0]
    child = replace(first, title="Inner", number="1.1", level=2, page=7)
    parent = replace(document.sections[1], number="1.", children=(child,))
    nested = replace(document, sections=(first, parent))
    tree = outline_to_json([nested])
    assert [node["title"] for node in tree] == ["Lantern Harbour Holdings", "1. Financial highlights"]
    assert {"title", "number", "level", "page", "start", "end", "children"} <= set(tree[1]["children"][0])
    assert outline_to_text([nested]).splitlines()[2:] == ["  1. Financial highlights", "    1.1 Inner  7"]
    assert "  - 1.1 Inner (page 7)" in outline_to_markdown([nested])
    assert list(csv.reader(io.StringIO(outline_to_csv([nested]))))[3][1:5] == ["2", "1.1", "Inner", "7"]
    assert isinstance(first, Section)
