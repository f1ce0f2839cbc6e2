"""Pages that are pictures: recognised with the extra, marked as less sure, and named where they are not read."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from tests.pdf.paper import Sheet, write_pdf
from tests.pdf.test_opening import one_line, read_bytes
from tieout.errors import UnreadableError
from tieout.read.pdf import ocr, windows
from tieout.read.pdf.chars import read_chars
from tieout.read.pdf.ocr import SIDE_PIXELS, recognise_chars
from tieout.read.source import ReadSettings

needs_ocr = pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra 'ocr' is not installed")


def statement(total: str) -> Sheet:
    """A list with a total."""
    page = Sheet().text(72, 100, "Lanterns of the harbour", 12)
    rows = (
        ("", "2031", "2030"),
        ("Brass lanterns", "41,207", "38,116"),
        ("Paper lanterns", "18,334", "17,905"),
        ("Oil lamps", "9,618", "8,242"),
        ("Total", total, "64,263"),
    )
    for k, (label, amount, before) in enumerate(rows):
        page.text(72, 140 + 22 * k, label, 11)
        page.right(400, 140 + 22 * k, amount, 11).right(500, 140 + 22 * k, before, 11)
    return page


def photograph(*sheets: Sheet, beside: bytes | None = None) -> bytes:
    """A PDF whose pages are pictures of these; `beside` is a PDF whose pages come first."""
    import pypdfium2

    drawn = pypdfium2.PdfDocument(write_pdf(*sheets))
    pictures = [page.render(scale=150 / 72).to_pil().convert("L") for page in drawn]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=150, save_all=True, append_images=pictures[1:])
    if beside is None:
        return out.getvalue()
    whole = pypdfium2.PdfDocument(beside)
    whole.import_pages(pypdfium2.PdfDocument(out.getvalue()))
    joined = io.BytesIO()
    whole.save(joined)
    return joined.getvalue()


def test_pictures_are_named_where_they_are_not_read() -> None:
    """Without recognition a page that is a picture is counted and named, and a file of pictures is refused saying how to read it."""
    plain = ReadSettings(ocr=False)
    reading = read_bytes(photograph(statement("69,159"), beside=write_pdf(one_line())), settings=plain)
    assert [p.message for p in reading.problems] == ["page 2 has an image without text; it was not read"]
    with pytest.raises(UnreadableError, match=r"none of its 2 pages has a text layer .*tieout\[ocr\]"):
        read_bytes(photograph(one_line(), one_line()), settings=plain)


def test_without_the_extra_nothing_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognition is wanted unless switched off, and left out where the extra is not installed."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert not windows.wants_ocr(ReadSettings())


def test_metres_of_paper_make_no_larger_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that declares ten metres of paper is recognised in a picture of bounded size: memory does not follow the page."""
    import pypdfium2

    seen: list[tuple[int, ...]] = []

    def see(picture: np.ndarray) -> SimpleNamespace:
        seen.append(picture.shape)
        return SimpleNamespace(boxes=None)

    monkeypatch.setattr(ocr, "find_engine", lambda: see)
    page = pypdfium2.PdfDocument(write_pdf(Sheet(width=14_400, height=7_200)))[0]
    recognise_chars(page, read_chars(page))
    assert max(seen[0]) <= SIDE_PIXELS
    assert min(seen[0][:2]) >= SIDE_PIXELS // 2 - 2


@needs_ocr
@pytest.mark.slow
def test_a_picture_is_read_and_marked(tmp_path: Path) -> None:
    """A photographed table is read with its places; a wrong total in it is a question, never more, and says why."""
    import tieout
    from tieout.present.json import span_to_json

    file = tmp_path / "scan.pdf"
    file.write_bytes(photograph(statement("69,195")))
    paper = tieout.check(str(file))
    assert any("recognised" in p.message for p in paper.problems)
    figures = [f for f in paper.paper.figures.values() if f.home == "cell"]
    assert {f.span.quote for f in figures} >= {"41,207", "18,334", "9,618", "69,195"}
    assert all(f.span.trust < 1 and (span_to_json(f.span) or {})["trust"] < 1 for f in figures)
    assert all(
        f.span.box is not None and min(abs(f.span.box[2] - x) for x in (400, 500)) < 4
        for f in figures
        if "," in f.span.quote
    )
    assert [f.verdict for f in paper.findings] == ["question"]
    assert "recognised in a picture" in paper.findings[0].message
    assert "differs" not in {o.state for o in paper.outcomes.values()}
