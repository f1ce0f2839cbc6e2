"""R pages as HTML: an invented page with the markup of the SEC's renderer."""

from __future__ import annotations

import pytest

from tieout.errors import UnreadableError
from tieout.model.filing import Filing
from tieout.present.viewer.rendered import read_statements
from tieout.read.rpage import room
from tieout.read.source import ReadSettings, Source

_HEAD = '<html><head><script src="Show.js"></script></head><body><span style="display: none;">v1</span>'
_SHOW = "Show.showAR( this, 'defref_us-gaap_{0}', window );"


def _row(element: str, label: str, *values: str, kind: str = "re") -> str:
    anchor = f'<a class="a" href="javascript:void(0);" onclick="{_SHOW.format(element)}">{label}</a>'
    cells = "".join(f'<td class="nump">{v}<span></span></td>' for v in values)
    return f'<tr class="{kind}"><td class="pl" valign="top">{anchor}</td>{cells}</tr>'


def _popup(element: str, definition: str, balance: str = "debit") -> str:
    pairs = [("Name:", f"us-gaap_{element}"), ("Balance Type:", balance), ("Period Type:", "instant")]
    rows = "".join(f"<tr><td><strong> {k}</strong></td><td>{v}</td></tr>" for k, v in pairs)
    return (
        f'<table class="authRefData" style="display: none;" id="defref_us-gaap_{element}"><tr><td class="hide"><a>X</a>'
        f'</td></tr><tr><td><div class="body"><a>- Definition</a><div><p>{definition}</p></div>'
        "<a>+ References</a><div style='display: none;'><p>Reference 1: http://example.org/role/ref<br> -Topic 999<br>"
        " -SubTopic 10<br> -Publisher FASB<br></p></div>"
        f"<a>+ Details</a><div><table>{rows}</table></div></div></td></tr></table>"
    )


def _source(body: str) -> Source:
    return Source("R9.htm", f"{_HEAD}{body}</body></html>".encode())


_STATEMENT = _source(
    '<table class="report"><tr><th class="tl" rowspan="2"><div><strong>STATEMENT OF TOYS - USD ($)<br> $ in Millions'
    '</strong></div></th><th class="th" colspan="2">6 Months Ended</th></tr>'
    '<tr><th class="th"><div>Mar. 29, 2025</div></th><th class="th"><div>Mar. 30, 2024</div></th></tr>'
    + _row("Revenues", "Sales of toys", "$ 1,204", "$ 998")
    + _row("GrossProfit", "Gross profit", "(17)", "&#160;")
    + "</table>"
    + _popup("Revenues", "Amount of revenue from toys.", "credit")
)


def test_statement_has_its_title_units_and_spanning_period() -> None:
    """The title cell is split into title and units; a duration spans the dates under it."""
    document = room.read(_STATEMENT, ReadSettings()).documents[0]
    grid = next(b.grid for b in document.blocks if b.grid is not None)
    assert (document.kind, document.title, document.currency) == ("r_page", "STATEMENT OF TOYS", "USD")
    assert str(document.period_end) == "2025-03-29"
    assert grid.header_rows == 2
    assert grid.unit_hint.endswith("$ in Millions")
    duration = grid.rows[0][1]
    assert duration is not None
    assert (duration.text, duration.colspan) == ("6 Months Ended", 2)
    assert [c.text if c else None for c in grid.rows[2]] == ["Sales of toys", "$ 1,204", "$ 998"]


def test_every_cell_rereads_to_its_text_and_names_its_xpath() -> None:
    """A cell's span quotes its text, and its xpath is that of the cell in the page."""
    document = room.read(_STATEMENT, ReadSettings()).documents[0]
    grid = next(b.grid for b in document.blocks if b.grid is not None)
    cells = [c for row in grid.rows for c in row if c is not None and c.span is not None]
    assert cells
    for cell in cells:
        assert cell.span is not None
        assert cell.span.quote == cell.text
        assert (cell.span.segments[0].xpath or "").startswith("/html/body/table")


def test_popups_become_concepts() -> None:
    """Definition, reference parts, balance and period type of a pop-up are kept on the concept."""
    filing = room.read(_STATEMENT, ReadSettings()).documents[0].filing
    assert isinstance(filing, Filing)
    concept = filing.concept("us-gaap:Revenues")
    assert concept is not None
    assert concept.definition == "Amount of revenue from toys."
    assert concept.label() == "Sales of toys"
    assert (concept.balance, concept.period_type) == ("credit", "instant")
    assert concept.references[0].parts == (("Topic", "999"), ("SubTopic", "10"), ("Publisher", "FASB"))


def test_text_block_becomes_headings_paragraphs_items_and_tables() -> None:
    """Bold lines are headings, two-cell bullet tables are items, a table of values keeps its cells."""
    block = (
        "<td class='text'>Opening words <div><span style='font-weight:700'>Toy stock</span></div>"
        "<div>Toys are counted twice a year by two people who do not talk to each other.</div>"
        "<table><tr><td>•</td><td>wooden toys; and</td></tr><tr><td>•</td><td>tin toys.</td></tr></table>"
        "<table><tr><td></td><td colspan='2'>2025</td></tr><tr><td>Wood</td><td>$</td><td>12</td></tr>"
        "<tr><td>Tin</td><td></td><td>7</td></tr></table></td>"
    )
    source = _source(
        '<table class="report"><tr><th class="tl"><strong>Toys (Policies)</strong></th><th class="th">Mar. 29, 2025'
        f'</th></tr><tr class="re"><td class="pl"><a class="a" onclick="{_SHOW.format("X")}">Toys</a></td>'
        f"{block}</tr></table>"
    )
    blocks = room.read(source, ReadSettings()).documents[0].blocks
    kinds = [b.kind for b in blocks]
    assert kinds == ["heading", "heading", "paragraph", "heading", "paragraph", "item", "item", "table"]
    grid = blocks[-1].grid
    assert grid is not None
    assert [c.text if c else "" for c in grid.rows[1]] == ["Wood", "$ 12"]


def test_page_without_report_is_refused() -> None:
    """A page with the viewer's marks but no report table is refused with its name and the reason."""
    with pytest.raises(UnreadableError, match=r"R9\.htm: this R page has no report table"):
        room.read(_source('<table class="authRefData"><tr><td>x</td></tr></table>'), ReadSettings())


def test_detect_leaves_other_pages_alone() -> None:
    """Ordinary HTML, plain text and an empty file are not claimed."""
    for content in (b"<html><table><tr><td>1</td></tr></table></html>", b"Some words\nand more words\n", b""):
        assert room.detect(Source("a.htm", content)) == 0.0
    assert room.detect(_STATEMENT) > 0.9


def _read_or_reason(source: Source) -> str:
    try:
        return "read" if room.read(source, ReadSettings()).documents else "nothing"
    except UnreadableError as error:
        return str(error)


def test_broken_pages_are_read_as_far_as_they_go_or_refused() -> None:
    """Cut anywhere, or with a comment or an empty row in it, a page gives a document or a refusal with its reason."""
    content = _STATEMENT.content.replace(b"<tr class", b"<!-- x --><tr></tr><tr class")
    sources = [Source("R9.htm", content[:end]) for end in range(0, len(content), 37)]
    outcomes = {_read_or_reason(source) for source in sources if room.detect(source) > 0}
    assert "read" in outcomes
    assert outcomes <= {"read", "R9.htm: this R page has no report table"}


def _folder(summary: str) -> Source:
    other = _STATEMENT.content.replace(b"STATEMENT OF TOYS", b"Toys we like")
    members = {
        "R2.htm": _STATEMENT.content,
        "R10.htm": other,
        "FilingSummary.xml": summary.encode(),
        "report.css": b"p { color: red }",
        "exhibit.htm": b"<html><body><p>An exhibit.</p></body></html>",
    }
    return Source("filing", b"", {n: (lambda c=c: c) for n, c in members.items()})  # type: ignore[misc]


def test_a_folder_of_pages_takes_its_menu_from_the_filing_summary() -> None:
    """Category, name and position of each page; exhibits are left to their reader, styles to nobody."""
    entry = (
        "<Report><HtmlFileName>R10.htm</HtmlFileName><LongName>0000002 - Disclosure - Toys we like</LongName>"
        "<Role>http://example.com/role/Toys</Role><ShortName>Toys we like</ShortName>"
        "<MenuCategory>Policies</MenuCategory><Position>2</Position></Report>"
    )
    source = _folder(f"<FilingSummary><MyReports>{entry}</MyReports></FilingSummary>")
    assert 0.5 <= room.detect(source) < 0.9
    reading = room.read(source, ReadSettings())
    assert [d.input for d in reading.documents] == ["filing/R2.htm", "filing/R10.htm"]
    assert [s.category for s in read_statements(reading.documents)] == ["Statements", "Policies"]
    assert [o.name for o in reading.others] == ["filing/exhibit.htm"]
    assert not reading.problems


def test_a_broken_filing_summary_costs_the_menu_only() -> None:
    """The pages are read; a problem says so."""
    reading = room.read(_folder("<FilingSummary>"), ReadSettings())
    assert len(reading.documents) == 2
    assert "the menu is made from titles" in reading.problems[0].message
