"""The workpaper as one HTML file."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.present.invented import make_workpaper
from tests.present.test_pdf import blank
from tieout.errors import UnreadableError
from tieout.model import Block, Concept, ConceptReference, Fact, Filing, Label, Page, Period
from tieout.model.filing import DOCUMENTATION
from tieout.present.html import to_html
from tieout.present.html.images import render_page_images
from tieout.present.html.payload import leave_out_continued


def payload(html: str) -> dict[str, Any]:
    """The JSON the page's script reads."""
    found = re.search(r'<script type="application/json" id="workpaper">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    value = json.loads(found.group(1))
    assert isinstance(value, dict)
    return value


def png(width: int, height: int) -> bytes:
    """A white PNG."""
    rows = b"".join(b"\0" + b"\xff" * width for _ in range(height))

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


def quotes(block: list[Any], text_of_mark: dict[int, str]) -> None:
    """Collect what each mark of a block covers."""
    if block[0] == "T":
        pieces = [cell for row in block[3] for cell in row if isinstance(cell, list)] + (block[4:] and block[4])
        if isinstance(block[1], list):
            pieces.append(block[1])
    else:
        pieces = [[block[2], block[3]]]
    for text, marks, *_ in pieces:
        units = text.encode("utf-16-le")
        for k in range(0, len(marks), 3):
            begin, length, number = marks[k : k + 3]
            covered = units[2 * begin : 2 * (begin + length)].decode("utf-16-le")
            text_of_mark[number] = text_of_mark.get(number, "") + covered


def test_every_figure_is_marked_with_its_own_text() -> None:
    """Each of the figures has exactly one mark, it covers the printed number, and its state is the outcome's."""
    workpaper = make_workpaper()
    page = payload(to_html(workpaper))
    covered: dict[int, str] = {}
    for chunk in page["chunks"]:
        for block in chunk["b"]:
            quotes(block, covered)
    assert len(covered) == len(page["marks"]["state"]) == len(workpaper.outcomes)
    assert sorted(covered.values()) == sorted(f.span.quote for f in workpaper.paper.figures.values())
    letters = {"tied": "t", "rounding": "r", "differs": "d", "question": "q", "untested": "n"}
    expected = sorted(letters[o.state] for o in workpaper.outcomes.values())
    assert sorted(page["marks"]["state"]) == expected


def test_characters_outside_the_basic_plane_do_not_shift_marks() -> None:
    """Offsets are UTF-16 units, as the script counts: a number after an emoji or a rare character is marked whole."""
    from tests.present.invented import Desk

    desk = Desk()
    desk.add("a.txt", "# 𠮷 holdings 😀\nRevenue 😀𠮷 was RMB 12.5 million.\n| 😀 | 2025 |\n| 𠮷𠮷 | 1,204 |\n")
    page = payload(to_html(desk.close()))
    covered: dict[int, str] = {}
    for chunk in page["chunks"]:
        for block in chunk["b"]:
            quotes(block, covered)
    assert sorted(covered.values()) == ["1,204", "RMB 12.5 million"]


def test_first_screen_answers_without_the_script() -> None:
    """The counts, the findings with both numbers, why numbers were not tested, and what was not read are plain HTML."""
    html = to_html(make_workpaper())
    first = html[: html.index('<script type="application/json"')]
    assert "22 numbers in 2 documents: 11 tie (50 %), 2 of them only by rounding; 2 differ, 1 in question" in first
    for word in ("3 findings, worst first", "1,245.0", "1,204.5", "no second source", "annex.bin: not a format"):
        assert word in first


def test_nothing_in_the_file_is_run_or_fetched_but_its_own_script() -> None:
    """The policy allows the two hashes and nothing else; no address is loaded; no attribute holds script or style."""
    html = to_html(make_workpaper())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy.group(1)
    assert "unsafe" not in policy.group(1)
    for tag in ("script", "style"):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy.group(1)
    assert re.findall(r'\b(?:src|href)="(?!#)[^"]*"', html) == []
    assert re.findall(r"<[^>]+\s(?:on\w+|style)=", html) == []
    assert "innerHTML" not in html
    assert "http" not in re.sub(r"http-equiv|http\|https|https\?", "", html[: html.index('<script type="application')])


def test_documents_cannot_break_out() -> None:
    """Markup in titles, messages and text stays text, in the first screen and in the JSON."""
    workpaper = make_workpaper()
    hostile = '</script><img src=x onerror="alert(1)"><!--'
    documents = tuple(replace(d, title=hostile) for d in workpaper.documents)
    finding = replace(workpaper.findings[0], message=hostile)
    broken = replace(workpaper, paper=replace(workpaper.paper, documents=documents), findings=(finding,))
    html = to_html(broken)
    assert "<img" not in html
    assert "<b>Gross" not in html
    assert html.count("</script>") == 2
    page = payload(html)
    assert page["documents"][0]["title"] == hostile
    assert page["findings"][0]["message"] == hostile


def test_a_heading_repeated_as_continued_is_listed_once() -> None:
    """What stands under "(continued)" belongs to the heading before; one that continues nothing named stays."""
    titles = [
        "22. Lamps",
        "Impairment",
        "22. LAMPS (continued)",
        "(continued)",
        "Piers (continued)",
        "煤油（續）",
        "23. Oil",
    ]
    flat = [((0, n), 1, title) for n, title in enumerate(titles)]
    kept = [title for _, _, title in leave_out_continued(flat)]
    assert kept == ["22. Lamps", "Impairment", "Piers (continued)", "煤油（續）", "23. Oil"]


def test_outline_counts_what_differs_under_each_heading() -> None:
    """The statement's heading counts its difference, the highlights' heading its question, the document's both."""
    page = payload(to_html(make_workpaper()))
    rows = {row[1]: row[5:] for row in page["outline"]}
    assert rows["2. Consolidated statement of profit or loss"][1:] == [1, 0]
    assert rows["1. Financial highlights"][1:] == [0, 1]


def test_relations_are_ready_to_read() -> None:
    """A sum that differs carries what it comes to and the difference as text; the script calculates nothing."""
    page = payload(to_html(make_workpaper()))
    strings = page["strings"]
    failed = [r for r in page["relations"] if r[2] == "d" and strings[r[1]] == "sum"]
    assert len(failed) == 1
    assert failed[0][6:] == ["421.7", "−9.0", "0.15"]
    assert [r[6] for r in page["relations"] if strings[r[1]] == "growth"] == ["10.201%"]
    assert len(page["relations"]) == len(make_workpaper().relations)


def test_a_page_image_carries_its_marks_as_boxes() -> None:
    """With page images a page holds the image, its size in points and one box a mark."""
    workpaper = make_workpaper(paged=True)
    document = workpaper.documents[0]
    page = payload(to_html(workpaper, {(document.id, 1): png(8, 8)}))
    chunk = page["chunks"][0]
    assert chunk["image"].startswith("data:image/png;base64,")
    assert chunk["size"] == [595.0, 842.0]
    assert len(chunk["boxes"]) == chunk["n"] == 20
    plain = payload(to_html(workpaper))["chunks"][0]
    assert "image" not in plain


def test_pages_that_share_one_text_are_cut_where_they_begin() -> None:
    """An inline filing has one text and many pages: each page is a part of its own, with its number and its marks."""
    workpaper = make_workpaper()
    document = workpaper.documents[0]
    middle = document.blocks[5].span.start

    def turn(block: Block) -> Block:
        page = 1 if block.span.start < middle else 2
        span = replace(block.span, segments=tuple(replace(s, page=page) for s in block.span.segments))
        return replace(block, span=span)

    pages = tuple(Page(n, document.layers[0].id) for n in (1, 2))
    paged = replace(document, pages=pages, blocks=tuple(turn(b) for b in document.blocks))
    page = payload(
        to_html(replace(workpaper, paper=replace(workpaper.paper, documents=(paged, workpaper.documents[1]))))
    )
    chunks = page["chunks"]
    assert [c.get("p") for c in chunks] == [1, 2, None]
    assert [c["f"] for c in chunks] == [0, chunks[0]["n"], chunks[0]["n"] + chunks[1]["n"]]
    assert sum(c["n"] for c in chunks) == 22
    for chunk in chunks:
        covered: dict[int, str] = {}
        for block in chunk["b"]:
            quotes(block, covered)
        assert sorted(covered) == list(range(chunk["f"], chunk["f"] + chunk["n"]))


def test_text_outside_blocks_is_kept() -> None:
    """A document none of whose text is in a block is shown whole, its numbers marked."""
    workpaper = make_workpaper()
    documents = tuple(replace(d, blocks=()) for d in workpaper.documents)
    page = payload(to_html(replace(workpaper, paper=replace(workpaper.paper, documents=documents))))
    covered: dict[int, str] = {}
    for chunk in page["chunks"]:
        for block in chunk["b"]:
            quotes(block, covered)
    assert len(covered) == 22


def test_an_empty_paper_says_so() -> None:
    """No document, no number: one sentence, no finding, no chart."""
    workpaper = make_workpaper()
    empty = replace(
        workpaper,
        paper=replace(workpaper.paper, documents=(), figures={}, tables=()),
        outcomes={}, findings=(), ticks=(), relations=(),
    )  # fmt: skip
    html = to_html(empty)
    assert "No numbers were found in 0 documents." in html
    assert 'class="strip"' not in html


def test_same_workpaper_same_bytes() -> None:
    """Two runs give the same file."""
    assert to_html(make_workpaper()) == to_html(make_workpaper())


def test_a_tagged_number_carries_its_definition() -> None:
    """The element's label, definition, references and details come with the number; other numbers have none."""
    workpaper = make_workpaper()
    document = workpaper.documents[0]
    figure = next(f for f in workpaper.paper.figures.values() if f.span.quote == "804.1")
    concept = Concept(
        "lh:FerryRevenue", "lh", "urn:lh", "FerryRevenue", "xbrli:monetaryItemType", "credit", "duration",
        labels=(Label("Ferry revenue"), Label("What <passengers> pay.", DOCUMENTATION)),
        references=(ConceptReference((("Topic", "606"), ("Section", "50"))),),
    )  # fmt: skip
    fact = Fact(
        "f1", document.id, "Ferry revenue", Decimal("804.1"), figure.span, "tagged", concept.name, -5, "CNY",
        Period(date(2025, 12, 31), date(2025, 1, 1)), dimensions=(("lh:RegionAxis", "lh:NorthMember"),),
    )  # fmt: skip
    tagged = replace(document, facts=(fact,), filing=Filing(concepts=(concept,)))
    paper = replace(workpaper.paper, documents=(tagged, workpaper.documents[1]))
    page = payload(to_html(replace(workpaper, paper=paper)))
    assert page["concepts"] == [
        ["Ferry revenue", "lh:FerryRevenue", "What <passengers> pay.", ["Topic 606, Section 50"],
         "xbrli:monetaryItemType", "credit", "duration"]
    ]  # fmt: skip
    ((mark, number, *told),) = page["tags"]
    assert page["marks"]["value"][mark] == "804,100,000 CNY"
    assert [number, *told] == [0, "2025-01-01 to 2025-12-31", "CNY", "-5", "lh:RegionAxis: lh:NorthMember"]
    assert payload(to_html(workpaper))["tags"] == []


def test_header_rows_are_those_of_the_table_as_understood() -> None:
    """Where the format does not say which rows are headings, the understood table's first row ends them."""
    workpaper = make_workpaper()
    document = workpaper.documents[0]
    blocks = tuple(replace(b, grid=replace(b.grid, header_rows=None)) if b.grid else b for b in document.blocks)
    documents = (replace(document, blocks=blocks), workpaper.documents[1])
    page = payload(to_html(replace(workpaper, paper=replace(workpaper.paper, documents=documents))))
    assert [b[2] for c in page["chunks"] for b in c["b"] if b[0] == "T"] == [1]


def test_pictures_are_made_within_the_budget() -> None:
    """A PDF's page with findings becomes a PNG; other formats have none; a budget too small gives none."""
    workpaper = make_workpaper(paged=True)
    originals = {"results.txt": blank(), "summary.txt": b"text"}
    images = render_page_images(workpaper, originals)
    assert list(images) == [(workpaper.documents[0].id, 1)]
    assert next(iter(images.values())).startswith(b"\x89PNG")
    assert render_page_images(workpaper, originals, limit_bytes=100) == {}
    assert render_page_images(make_workpaper(), originals) == {}
    with pytest.raises(UnreadableError, match=r"results\.txt: no picture of its page 1"):
        render_page_images(workpaper, {"results.txt": b"%PDF-1.7 cut off"})
