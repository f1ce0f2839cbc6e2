"""The flattened text of R pages, in both layouts."""

from __future__ import annotations

from tieout.model.filing import Filing
from tieout.read.rpage import room
from tieout.read.rpage.titles import split_title
from tieout.read.source import ReadSettings, Source

_POLICIES = (
    "|\nMaterial toy policies\n|6 Months Ended\n|\nJun. 30, 2025\n|Notes [abstract]\n|Material toy policies\n|\n"
    "2 Material toy policies\n(a) Toys\nToys are carried at the lower of cost and what a child would pay for them.\n"
    "2 Material toy policies (Continued)\nBroken toys are mended within a week, or else given away to the neighbours.\n"
    "|X\n- Definition\n+ References\nThe entire disclosure of toys.\n+ Details\n"
    "Reference 1: http://example.org/role\n|X\n- References\n+ Details\nNo definition available.\n"
)
_STATEMENT = (
    "TOY ACCOUNTS - USD ($) $ in Thousands\n|12 Months Ended\n|Dec. 31, 2021|Dec. 31, 2020\n|Toys [abstract]\n"
    "|Sales|$ 2,948|$ 1,873\n|Costs|(2,910)|(1,849)\n|Once only|(31)\n|Profit|38|24\n"
)


def test_text_blocks_keep_their_offsets_and_lose_page_furniture() -> None:
    """Each line is a block that re-reads in the file; the running head within the text makes no block."""
    document = room.read(Source("a.txt", _POLICIES.encode()), ReadSettings()).documents[0]
    assert document.kind == "r_page"
    assert document.title == "Material toy policies"
    assert str(document.period_end) == "2025-06-30"
    for block in document.blocks:
        assert _POLICIES[block.span.start : block.span.end] == block.text
    assert not any("Continued" in block.text for block in document.blocks)
    assert any(b.kind == "heading" and b.text == "(a) Toys" for b in document.blocks)


def test_popups_of_flattened_text() -> None:
    """A definition is kept although the element's name is lost; one that says it has none has none."""
    filing = room.read(Source("a.txt", _POLICIES.encode()), ReadSettings()).documents[0].filing
    assert isinstance(filing, Filing)
    assert [c.definition for c in filing.concepts] == ["The entire disclosure of toys.", None]


def test_rows_a_line_become_a_grid_and_lost_blanks_are_not_guessed() -> None:
    """A row with fewer values than the others is kept apart from the period columns, and the doubt is told."""
    document = room.read(Source("b.txt", _STATEMENT.encode()), ReadSettings()).documents[0]
    grid = next(b.grid for b in document.blocks if b.grid is not None)
    rows = [[c.text if c else "" for c in row] for row in grid.rows]
    assert rows[1][1:3] == ["Dec. 31, 2021", "Dec. 31, 2020"]
    assert rows[3][:3] == ["Sales", "$ 2,948", "$ 1,873"]
    assert rows[5] == ["Once only", "", "", "(31)"]
    assert grid.confidence < 0.5
    assert (document.title, document.currency, grid.unit_hint) == ("TOY ACCOUNTS", "USD", "USD ($) $ in Thousands")


def test_titles_without_units_are_left_whole() -> None:
    """ "CONSOLIDATED" is no currency, and a title may state no units at all."""
    assert split_title("CONSOLIDATED STATEMENTS ¥ in Thousands, $ in Thousands")[1] == "¥ in Thousands, $ in Thousands"
    assert split_title("Leases (Details)") == ("Leases (Details)", "")
