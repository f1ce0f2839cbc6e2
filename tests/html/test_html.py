"""Pages to documents: text, places, blocks and grids."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from tests.html.pages import LAYOUT, SPANNED, STATEMENT
from tests.material import SHARED, needs_shared
from tieout.engine.reading import read_paths
from tieout.errors import TieoutError, UnreadableError
from tieout.model import Document, Grid
from tieout.read._html import walk
from tieout.read.html.room import detect, read
from tieout.read.source import ReadSettings, Source


def _read(page: str | bytes, name: str = "page.htm") -> Document:
    content = page.encode() if isinstance(page, str) else page
    return read(Source(name, content), ReadSettings()).documents[0]


def _grid(document: Document) -> Grid:
    return next(b.grid for b in document.blocks if b.grid is not None)


def _by_id(root: etree._Element, name: str) -> etree._Element:
    return next(e for e in root.iter() if e.get("id") == name)


def _texts(grid: Grid) -> list[list[str | None]]:
    return [[None if c is None else c.text for c in row] for row in grid.rows]


def test_split_numbers_are_joined_and_spacers_go() -> None:
    """Signs, brackets and per cents in cells of their own join their number; blank columns and hidden rows go."""
    grid = _grid(_read(STATEMENT))
    assert _texts(grid) == [
        ["", "Six months ended June 30,", None],
        ["", "2025", "2024"],
        ["Revenue", "1,204.5", "1,101.0"],
        ["Cost of revenue", "(804.5)", "(790.0)"],
        ["Gross profit", "400.0", "311.0"],
        ["Gross margin", "33.2%", "28.2%"],
    ]


def test_caption_unit_indent_bold_and_rules() -> None:
    """The title above is the caption, the unit line the hint with the table's currency; style gives the rest."""
    grid = _grid(_read(STATEMENT))
    assert grid.caption == "CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS"
    assert grid.unit_hint == "(In millions, except per share amounts) $"
    labels = [row[0] for row in grid.rows[2:]]
    assert [c.indent for c in labels if c is not None] == [0, 1, 0, 0]
    assert [c.bold for c in labels if c is not None] == [False, False, True, False]
    assert grid.ruled == (3,)


def test_every_place_reads_back() -> None:
    """Each block's and cell's span re-reads to the same text, a number is one run, and an xpath finds its element."""
    document = _read(STATEMENT)
    tree = html.document_fromstring(STATEMENT).getroottree()
    for block in document.blocks:
        assert document.text[block.span.start : block.span.end] == block.text == block.span.quote
    quotes = [c.span.quote for row in _grid(document).rows for c in row if c is not None and c.span is not None]
    assert "(804.5)" in quotes
    assert "33.2%" in quotes
    cell = _grid(document).rows[2][1]
    assert cell is not None
    assert cell.span is not None
    assert tree.xpath(f"string({cell.span.segments[0].xpath})") == "1,204.5"


def test_headings_pages_and_numbers() -> None:
    """Parts and items are numbered headings; a page break makes a page and its printed number is its label."""
    document = _read(STATEMENT)
    headings = [(b.level, b.number, b.text) for b in document.blocks if b.kind == "heading"]
    assert headings[:2] == [(1, "Part I", "PART I"), (2, "Item 1", "Item 1. Financial Statements")]
    assert [(p.number, p.label) for p in document.pages] == [(1, "3"), (2, "4")]
    assert document.blocks[-1].page == 2
    assert all(b.text not in {"3", "4"} for b in document.blocks)
    assert document.title == "Example Holdings 10-Q"


def test_spanning_headers_keep_their_columns() -> None:
    """A header over two columns spans them; a label over two rows stays in its column."""
    grid = _grid(_read(SPANNED))
    assert [len(row) for row in grid.rows] == [3, 3, 3, 3]
    head = grid.rows[0][1]
    assert head is not None
    assert head.colspan == 2
    assert _texts(grid)[1:] == [["", "Cost", "Fair value"], ["Bonds", "10", "12"], ["Shares", "20", "19"]]


def test_layout_tables_dissolve() -> None:
    """A bullet beside its text is an item; a table inside a layout cell is a table of its own."""
    document = _read(LAYOUT)
    assert [(b.kind, b.text) for b in document.blocks if b.grid is None] == [
        ("item", "• First point of a list."),
        ("item", "• Second point."),
        ("paragraph", "Beside it stands a paragraph."),
    ]
    assert _texts(_grid(document)) == [["Sales", "7", "8"], ["Costs", "4", "5"]]


def test_a_number_in_a_table_of_its_own_is_a_cell() -> None:
    """A table of one row inside a cell, as some programs write a number and its sign, is that cell's text."""
    number = "<table><tr><td>(</td><td>12</td><td>)</td></tr></table>"
    page = f"<table><tr><td>Sales</td><td>{number}</td></tr><tr><td>Costs</td><td>4</td></tr></table>"
    assert [row[0] for row in _texts(_grid(_read(page)))] == ["Sales", "Costs"]
    assert (_texts(_grid(_read(page)))[0][1] or "").replace(" ", "") == "(12)"


def test_thousands_parted_by_spaces_stay_as_printed() -> None:
    """3 343 674 in a cell is kept as it is printed; what it means is told by who reads numbers."""
    grid = _grid(
        _read("<table><tr><td>Revenue</td><td>3 343 674</td></tr><tr><td>Cost</td><td>(41 205)</td></tr></table>")
    )
    assert [row[1] for row in _texts(grid)] == ["3 343 674", "(41 205)"]


def test_range_of_tells_any_element() -> None:
    """The range of an element is where its printed text stands; hidden and empty elements have none."""
    root = html.fromstring(
        "<body><p>Sales of <b id='x'>12.5</b> million.</p><p id='h' hidden>no</p><p id='e'> </p></body>"
    )
    walked = walk(root)
    place = walked.range_of(_by_id(root, "x"))
    assert place is not None
    assert walked.layer.text[slice(*place)] == "12.5"
    assert walked.range_of(_by_id(root, "h")) is None
    assert walked.range_of(_by_id(root, "e")) is None


def test_inline_header_prints_nothing() -> None:
    """What ix:header holds is not part of the text, whichever parser read the page; tags are transparent."""
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"><body>'
        "<ix:header><ix:hidden><ix:nonNumeric>secret</ix:nonNumeric></ix:hidden></ix:header>"
        "<p>Revenue was <ix:nonFraction>12</ix:nonFraction>.</p></body></html>"
    )
    assert walk(etree.fromstring(page)).layer.text == "Revenue was 12."
    assert _read(page).text == "Revenue was 12."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<meta charset='gb2312'><p>营业收入增长</p>".encode("gb18030"), "营业收入增长"),
        ("<meta charset='big5'><p>營業額增長</p>".encode("big5hkscs"), "營業額增長"),
        ("<p>Größe</p>".encode("cp1252"), "Größe"),
        (b"\xef\xbb\xbf<p>Gr\xc3\xb6\xc3\x9fe</p>", "Größe"),
        ("<p>Umsatz</p>".encode("utf-16"), "Umsatz"),
    ],
)
def test_encodings(content: bytes, expected: str) -> None:
    """The stated encoding, a byte order mark, or what fits is taken."""
    assert _read(content).text == expected


SUBMISSION = b"""<SEC-DOCUMENT>0000000000-25-000001.txt : 20250801
<DOCUMENT>
<TYPE>10-Q
<FILENAME>q2.htm
<TEXT>
<html><body><p>Revenue was 12.</p></body></html>
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>EX-99
<TEXT>
PRESS RELEASE
Sales & profit: 7 < 8
</TEXT>
</DOCUMENT>
<DOCUMENT>
<TYPE>GRAPHIC
<FILENAME>logo.jpg
<TEXT>
begin 644 logo.jpg
M_]C_X
</TEXT>
</DOCUMENT>
"""


def test_complete_submission() -> None:
    """A whole EDGAR submission in one file gives a document for each page and text; pictures are named as not read."""
    source = Source("0000000000-25-000001.txt", SUBMISSION)
    assert detect(source) > 0.5
    reading = read(source, ReadSettings())
    assert [d.text for d in reading.documents] == ["Revenue was 12.", "PRESS RELEASE\nSales & profit: 7 < 8"]
    assert len({d.id for d in reading.documents}) == 2
    assert "logo.jpg" in reading.problems[0].message


@pytest.mark.parametrize("content", [b"<html></html>", b"   ", b"<html><body><script>alert(1)</script></body></html>"])
def test_pages_without_text_are_refused(content: bytes) -> None:
    """A page that shows nothing is unreadable, with a reason."""
    with pytest.raises(UnreadableError):
        _read(content)


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    """Unclosed cells and rows still give a table."""
    grid = _grid(_read("<table><tr><td>Sales<td>12<td>13<tr><td>Costs<td>(4<td>)<td>5</table>"))
    assert [row[0] for row in _texts(grid)] == ["Sales", "Costs"]


def test_nothing_printed_in_a_table_is_lost() -> None:
    """Text between rows, a table without rows and elements that belong in no table are read above the table."""
    rows = "<tr>more<td>Sales</td><td>7</td></tr><div>a block</div><tr><td>Costs</td><td>4</td></tr>"
    page = f"<table>Stray words{rows}</table>"
    document = _read(f"<body>{page}<table>REVENUE      12\n</table></body>")
    for words in ("Stray words", "more", "a block", "REVENUE 12"):
        assert words in document.text
    assert [row[0] for row in _texts(_grid(document))] == ["Sales", "Costs"]


def test_room_knows_pages() -> None:
    """Markup makes a page, whatever its name; text and pictures are none."""
    assert detect(Source("a.htm", b"<html><body>x</body></html>")) > 0.6
    assert detect(Source("unnamed", b"<!DOCTYPE html><html>")) > 0.5
    assert detect(Source("a.txt", b"plain words")) == 0.0
    assert detect(Source("a.png", b"\x89PNG\r\n")) == 0.0


PIECES = [
    "<table>", "</table>", "<tr>", "<td colspan=3>", "<td rowspan='x'>", "</td>", "<p>", "7", "(8", ")", "$", "%",
    "words ", "<br>", "<sup>1</sup>", "<li>", "<div style='page-break-after:always'>", "<th>", "&nbsp;",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_reads_or_refuses(pieces: list[str]) -> None:
    """No order of tags crashes the reader, every row is as long as the first, and all places read back."""
    try:
        document = _read("<body>" + "".join(pieces))
    except TieoutError:
        return
    for block in document.blocks:
        assert document.text[block.span.start : block.span.end] == block.text
        if block.grid is not None:
            assert len({len(row) for row in block.grid.rows}) == 1


@needs_shared
def test_every_tag_in_a_table_has_a_figure() -> None:
    """In a real filing read without its tags, a figure stands wherever a number is tagged in a table of numbers."""
    from bench.selflabel import score_page

    page = next((SHARED / "data/xbrl/filings/aapl-10q-20250329").glob("aapl-2*.htm"))
    score = score_page(page)
    assert score.tags > 500
    assert score.placed == score.tags


def test_engine_reads_pages(tmp_path: Path) -> None:
    """`read_paths` takes a page through structure: its table has typed columns."""
    (tmp_path / "q.htm").write_text(STATEMENT, encoding="utf-8")
    result = read_paths([tmp_path / "q.htm"])
    assert not result.problems
    (table,) = result.documents[0].tables
    assert [c.kind for c in table.columns] == ["label", "value", "value"]


def test_preformatted_tables_are_tables() -> None:
    """What `<pre>` aligns by blanks is a table with its title; text beside it stays text."""
    page = """<html><body><p>The harbour kept its lanterns lit.</p><pre>
Lanterns sold

                     2031     2030
Brass lanterns     41,207   38,116
  of which lit      1,204    1,108
Oil lamps           9,618   (8,242)
                   ------   ------
Total              50,825   29,874

Kept by the harbour.
</pre></body></html>"""
    document = read(Source("harbour.htm", page.encode()), ReadSettings()).documents[0]
    tables = [b.grid for b in document.blocks if b.grid is not None]
    rows = [[c.text if c else "" for c in row] for row in tables[0].rows]
    assert len(tables) == 1
    assert tables[0].caption == "Lanterns sold"
    assert rows[0] == ["", "2031", "2030"]
    assert rows[-1] == ["Total", "50,825", "29,874"]
    assert document.blocks[-1].text == "Kept by the harbour."
