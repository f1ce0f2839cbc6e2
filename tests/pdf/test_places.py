"""Every character has a place, and a place re-reads to its text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pypdfium2
import pytest

from tests.pdf.paper import Sheet, write_pdf
from tests.pdf.test_opening import read_bytes
from tieout.facts.prose import find_prose_figures
from tieout.read.pdf.calls import BATCH_ROWS
from tieout.read.pdf.chars import read_chars
from tieout.read.pdf.packing import pack_pages, unpack_pages
from tieout.read.pdf.windows import WINDOW_PAGES, cut_windows, read_windows
from tieout.read.source import ReadSettings


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_follow_the_displayed_page(rotate: int) -> None:
    """A box is in points from the top left of the page as shown, whatever /Rotate says."""
    page = Sheet(rotate=rotate).text(72, 100, "Lanterns 1,204 sold")
    document = read_bytes(write_pdf(page)).documents[0]
    layer = document.layers[0]
    at = layer.text.index("1,204")
    box = layer.span(at, at + 5).box
    assert box is not None
    x0, y0, x1, y1 = box
    shown = {0: (x0, y1), 90: (y0, 842 - x0), 180: (595 - x1, 842 - y0), 270: (595 - y1, x1)}[rotate]
    assert 100 < shown[0] < 125
    assert 95 < shown[1] < 106


def test_wrapped_paragraph_has_a_segment_a_line() -> None:
    """A sentence over two lines is one run of text with one box a line."""
    page = Sheet().text(72, 100, "The harbour company of the northern coast sold many of its old lanterns and")
    page.text(72, 112, "bought new ones for the winter season ahead.")
    layer = read_bytes(write_pdf(page)).documents[0].layers[0]
    assert "lanterns and bought" in layer.text
    span = layer.span(layer.text.index("lanterns and"), layer.text.index("new ones"))
    assert len(span.segments) == 2
    assert span.segments[0].end == span.segments[1].start or span.segments[0].end < span.segments[1].start


def test_blocks_quote_their_layer() -> None:
    """Every block's text is exactly the layer's text at its span, and so is every cell's quote."""
    page = Sheet().text(72, 80, "Lantern sales", bold=True, size=14)
    for k, (label, value) in enumerate([("Tall lanterns", "1,204"), ("Small lanterns", "96"), ("Total", "1,300")]):
        page.text(72, 120 + 14 * k, label).right(400, 120 + 14 * k, value).right(480, 120 + 14 * k, value)
    document = read_bytes(write_pdf(page)).documents[0]
    for block in document.blocks:
        layer = document.layer(block.span.layer)
        assert layer.text[block.span.start : block.span.end] == block.text
        if block.grid is None:
            continue
        for row in block.grid.rows:
            for cell in row:
                if cell is not None and cell.span is not None:
                    assert layer.text[cell.span.start : cell.span.end] == cell.span.quote == cell.text


def test_chinese_letter_spacing_is_closed() -> None:
    """Chinese set apart letter by letter is one word; a wide gap still parts two."""
    page = Sheet()
    for k, char in enumerate("本集團收入"):
        page.text(72 + 13 * k, 100, char)
    page.text(300, 100, "附註")
    text = read_bytes(write_pdf(page)).documents[0].text
    assert "本集團收入" in text
    assert "收入附註" not in text


def test_running_lines_and_page_labels() -> None:
    """A line at the same place of every page is no block; the number that runs with the pages is the page's label."""
    pages = []
    for k in range(5):
        page = Sheet().text(72, 40, "HARBOUR LIGHTS LIMITED").right(300, 820, str(10 + k))
        page.text(72, 200, f"Paragraph about the lanterns of season number {k}, which were many and bright.")
        pages.append(page)
    document = read_bytes(write_pdf(*pages)).documents[0]
    assert [p.label for p in document.pages] == ["10", "11", "12", "13", "14"]
    assert sum("HARBOUR" in b.text for b in document.blocks) <= 1
    assert all("HARBOUR" in layer.text for layer in document.layers)


def test_same_pages_on_any_number_of_processes() -> None:
    """Windows of pages read on two processes give the same layers, blocks and labels as on one."""
    sheets = [
        Sheet().text(72, 200, f"Season {k} sold 1,{k:03d} lanterns").right(300, 820, str(k + 1)) for k in range(90)
    ]
    content = write_pdf(*sheets)
    here, one, two = (read_windows(content, None, 90, ReadSettings(jobs=jobs)) for jobs in (0, 1, 2))
    for pages in (one, two):
        assert [p.layer for p in pages] == [p.layer for p in here]
        assert [p.blocks for p in pages] == [p.blocks for p in here]
    assert [p.page.label for p in two] == [str(k + 1) for k in range(90)]


def test_more_characters_than_one_batch_keep_their_places_and_styles() -> None:
    """PDFium writes into memory of so many rows at a time: a page with twice as many characters, each set by itself and
    every tenth bold, has every one at its place and in its weight."""
    page = Sheet()
    for k in range(2 * BATCH_ROWS + 50):
        page.text(40 + 10 * (k % 50), 40 + 14 * (k // 50), "#", bold=k % 10 == 0)
    pdf = pypdfium2.PdfDocument(write_pdf(page))
    chars = read_chars(pdf[0])
    shown = np.flatnonzero(chars.styles >= 0)
    assert len(shown) == 2 * BATCH_ROWS + 50
    assert np.allclose(chars.boxes[shown, 0], [40 + 10 * (k % 50) for k in range(len(shown))], atol=1)
    bold = [chars.table[style].bold for style in chars.styles[shown].tolist()]
    assert bold == [k % 10 == 0 for k in range(len(shown))]


def test_pages_arrive_as_they_were_sent() -> None:
    """A page packed by one process and unpacked by another is the same in every part, and finds the same places."""
    page = Sheet().text(72, 80, "Lantern sales", bold=True)
    for k, (label, value) in enumerate([("Tall lanterns", "1,204"), ("Total", "1,204")]):
        page.text(72, 120 + 14 * k, label).right(400, 120 + 14 * k, value)
    (sent,) = read_windows(write_pdf(page), None, 1, ReadSettings(jobs=0))
    (got,) = unpack_pages(pack_pages([sent]))
    assert replace(got, layer=sent.layer) == sent
    assert got.layer.text == sent.layer.text
    assert got.layer.span(0, 7) == sent.layer.span(0, 7)


@pytest.mark.parametrize("count", [1, 40, 41, 80, 81, 124, 190, 10_000])
def test_windows_are_of_like_size(count: int) -> None:
    """Windows cover the pages in order, none is larger than the limit, and several are even in number and alike in size."""
    windows = list(cut_windows(count))
    assert [page for window in windows for page in range(window.start, window.end)] == list(range(count))
    sizes = {window.end - window.start for window in windows}
    assert max(sizes) <= WINDOW_PAGES
    assert max(sizes) - min(sizes) <= 1
    assert len(windows) == 1 or len(windows) % 2 == 0


def test_two_columns_read_one_after_the_other() -> None:
    """Text in two columns is read down the left one first."""
    page = Sheet()
    for k in range(12):
        page.text(60, 100 + 12 * k, f"left column line {k} tells of the northern harbour a")
        page.text(320, 100 + 12 * k, f"right column line {k} tells of the southern coast a")
    text = read_bytes(write_pdf(page)).documents[0].text
    assert text.index("left column line 11") < text.index("right column line 0")


def test_turned_text_is_kept() -> None:
    """Text that stands across the page is read too, after the rest."""
    page = Sheet().text(72, 100, "Upright words are the most of this page.").turned(30, 500, "sideways 77")
    assert read_bytes(write_pdf(page)).documents[0].text.endswith("sideways 77")


@pytest.mark.parametrize(
    ("tail", "head", "expected"),
    [
        ("the harbour sold many lanterns, for which it was paid HK$", "3,512 million in the year.", [("3,512 million", "HKD", 6)]),
        ("the harbour sold many lanterns, for which it was paid 3,512", "million dollars in the year.", [("3,512", None, 6)]),
        ("港口於年內出售大量燈籠，收入達人民幣3,512", "億元，較上年為高。", [("人民幣3,512", "CNY", 8)]),
        ("the harbour sold many lanterns and was paid 3,512 million.", "In all 14 people sold them.", [("3,512 million", None, 6), ("14", "people", 0)]),
    ],
)  # fmt: skip
def test_a_sentence_goes_on_over_the_page(tail: str, head: str, expected: list[tuple[str, str | None, int]]) -> None:
    """A paragraph cut by the page says that it goes on, and its amount is read with what stands on the other page."""
    first, second = Sheet(), Sheet()
    lead = (
        "燈籠業務在本期間內維持穩定，" if tail[0] > "z" else "The lantern trade of the northern coast was steady, and"
    )
    first.text(72, 740, lead).text(72, 752, tail)
    second.text(72, 80, head)
    document = read_bytes(write_pdf(first, second)).documents[0]
    assert [b.continues for b in document.blocks] == [not tail.endswith("."), False]
    figures = [f for found in find_prose_figures(document).values() for f in found]
    assert [(f.span.quote, f.quantity.unit, f.quantity.scale) for f in figures] == expected


def test_headings_set_apart_are_two() -> None:
    """A heading and the one below it, set from one edge with air between, are two; close lines of one are one."""
    page = Sheet().text(72, 100, "1. Lanterns", bold=True).text(72, 118, "Lanterns on hand", bold=True)
    page.text(72, 160, "Lanterns that were sold in the year", bold=True).text(
        72, 172, "and those let to others", bold=True
    )
    page.text(
        72, 190, "The harbour keeps its lanterns in a shed beside the quay and counts them on every first Monday."
    )
    document = read_bytes(write_pdf(page)).documents[0]
    assert [b.text for b in document.blocks if b.kind == "heading"] == [
        "1. Lanterns",
        "Lanterns on hand",
        "Lanterns that were sold in the year and those let to others",
    ]


def test_slanted_letters_stay_in_the_text() -> None:
    """A heading in an italic made by leaning the letters is read where it stands, not set apart as turned text."""
    page = Sheet().text(72, 100, "The lanterns were counted at the quay on the first Monday of the month.")
    page.parts.append("BT /F2 11 Tf 1 0 0.21 1 72 702 Tm (How lanterns are counted) Tj ET")
    page.text(72, 160, "Each lantern is counted once, by the keeper of the shed, before the harbour opens.")
    blocks = read_bytes(write_pdf(page)).documents[0].blocks
    assert [b.text for b in blocks if "How" in b.text] == ["How lanterns are counted"]
    assert [b.text[:3] for b in blocks] == ["The", "How", "Eac"]
