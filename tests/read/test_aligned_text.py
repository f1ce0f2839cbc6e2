"""Tables that plain text aligns by blanks."""

from __future__ import annotations

import itertools

import pytest

from tieout.model import Document
from tieout.read.source import ReadSettings, Source
from tieout.read.text.room import read

LANTERNS = """The harbour kept its lanterns lit, and in the year it sold many of them, more than ever before in its long history.

Lanterns sold

                                        2031        2030  Change
                             Note    RMB'000     RMB'000       %
Brass lanterns                  4     41,207      38,116    8.1%
Paper lanterns, of which
  painted                       5     18,334      17,905    2.4%
Oil lamps                              9,618      (8,242)      –
                                  ----------  ----------
Total                                 69,159      47,779

Wicks and oil

         2031   2030
Wicks     120    115
Oil     1,480  1,390

The rest was given to the northern coast, as it is every winter, by the keepers of the harbour and their friends of old.
"""


def read_text(text: str) -> Document:
    """The document of a text."""
    return read(Source("harbour.txt", text.encode()), ReadSettings()).documents[0]


def test_columns_rows_and_title() -> None:
    """Rows keep their columns over blanks, header lines stand on top, and the title and the ruled row are known."""
    tables = [b.grid for b in read_text(LANTERNS).blocks if b.grid is not None]
    assert [t.caption for t in tables] == ["Lanterns sold", "Wicks and oil"]
    rows = [[c.text if c else "" for c in row] for row in tables[0].rows]
    assert rows[:3] == [
        ["", "", "2031", "2030", "Change"],
        ["", "Note", "RMB'000", "RMB'000", "%"],
        ["Brass lanterns", "4", "41,207", "38,116", "8.1%"],
    ]
    assert rows[-2:] == [["Oil lamps", "", "9,618", "(8,242)", "–"], ["Total", "", "69,159", "47,779", ""]]
    assert tables[0].header_rows == 2
    assert tables[0].ruled == (len(rows) - 2,)


def test_places_reread_to_their_text() -> None:
    """Every cell's place holds its words; a block's text is the layer's; no character is lost or read twice."""
    document = read_text(LANTERNS)
    layer = document.layers[0]
    for block in document.blocks:
        assert layer.text[block.span.start : block.span.end] == block.text
        for row in block.grid.rows if block.grid else ():
            for cell in row:
                if cell is not None and cell.span is not None:
                    parts = [layer.text[s.start : s.end] for s in cell.span.segments]
                    assert " ".join(parts) == cell.text
    ends = [(b.span.start, b.span.end) for b in document.blocks]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(ends))
    assert sum(len("".join(b.text.split())) for b in document.blocks) == len("".join(LANTERNS.split()))


def test_chinese_takes_two_columns() -> None:
    """A Chinese character is as wide as two others: columns are those of the eye."""
    text = "            2031年    2030年\n          人民幣千元  人民幣千元\n燈籠          41,207      38,116\n油燈           9,618       8,242\n合計          50,825      46,358\n"
    grid = next(b.grid for b in read_text(text).blocks if b.grid is not None)
    assert [[c.text if c else "" for c in row] for row in grid.rows][2:] == [
        ["燈籠", "41,207", "38,116"],
        ["油燈", "9,618", "8,242"],
        ["合計", "50,825", "46,358"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Dear keeper,  thank you for 1,204 lanterns.\n\nWe hope that 300 more  will follow in 2031.\n",
        "1.  Light the lamps\n2.  Count the boats\n3.  Close the gate\n",
        "In 2031 the harbour sold 1,204 lanterns\nand in 2030 it had sold 1,180 of them, or\n2.0% less than in the year that followed.\n",
    ],
)
def test_text_is_no_table(text: str) -> None:
    """Letters, numbered lists and wrapped sentences with numbers stay what they are."""
    assert all(b.grid is None for b in read_text(text).blocks)


def test_tabs_part_columns() -> None:
    """Columns parted by tabs are columns."""
    text = "Item\t2031\t2030\nBoats\t1,200\t1,100\nOars\t2,400\t2,200\nTotal\t3,600\t3,300\n"
    grid = next(b.grid for b in read_text(text).blocks if b.grid is not None)
    assert [c.text if c else "" for c in grid.rows[-1]] == ["Total", "3,600", "3,300"]
