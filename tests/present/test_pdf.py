"""The original PDF with its ticks on it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pikepdf
import pypdfium2
import pytest

from tests.present.invented import make_workpaper
from tieout.errors import PasswordError, UnreadableError, UsageError
from tieout.model import Workpaper
from tieout.present.pdf import to_pdf
from tieout.present.pdf.stamps import to_user


def blank(rotate: int = 0, crop: list[float] | None = None, **more: Any) -> bytes:
    """A PDF of one page of 595 x 842 points as displayed when not turned."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    if rotate:
        page.Rotate = rotate
    if crop:
        page.CropBox = pikepdf.Array(crop)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=not more, **more)
    return out.getvalue()


@pytest.fixture(scope="module")
def workpaper() -> Workpaper:
    """The invented results on a page."""
    return make_workpaper(paged=True)


@pytest.fixture(scope="module")
def marked(workpaper: Workpaper) -> bytes:
    """Its marked copy."""
    return to_pdf(workpaper, {"results.txt": blank()})


class Note(NamedTuple):
    """An annotation as read back."""

    kind: str
    rect: tuple[float, ...]
    contents: str
    prints: bool
    matrix: tuple[float, ...]


def read_notes(content: bytes, page: int = 0) -> list[Note]:
    """The page's annotations."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = []
        for note in pdf.pages[page].get("/Annots", []):
            form = note.AP.N if "/AP" in note else None
            matrix = tuple(float(n) for n in form.Matrix) if form is not None else ()
            rect = tuple(float(n) for n in note.Rect)
            flags = int(note.get("/F", 0))
            found.append(Note(str(note.Subtype), rect, str(note.get("/Contents", "")), bool(flags & 4), matrix))
        return found


def test_every_ticked_number_has_its_mark_behind_it(workpaper: Workpaper, marked: bytes) -> None:
    """As many stamps as tied or rounding figures of the document; where the next word stands near, above the number's end."""
    document = workpaper.documents[0]
    due = [
        workpaper.paper.figures[o.figure].span.box
        for o in workpaper.outcomes.values()
        if o.state in ("tied", "rounding") and workpaper.paper.figures[o.figure].document == document.id
    ]
    stamps = [a for a in read_notes(marked) if a.kind == "/Stamp"]
    assert len(stamps) == len(due) == 11
    assert sorted(round(s.rect[2], 1) for s in stamps) == sorted(round(b[2], 1) for b in due if b is not None)
    tops = [round(b[1] - 0.24 * (b[3] - b[1]), 1) for b in due if b is not None]
    assert sorted(round(842 - s.rect[3], 1) for s in stamps) == sorted(tops)
    assert any("F101 ties with 804.1, 400.4" in s.contents for s in stamps)
    assert all(s.matrix and s.prints for s in stamps)


@pytest.mark.parametrize(("room", "left", "top"), [(40.0, 120.4, 98.5), (2.0, 116.8, 97.6)])
def test_a_mark_goes_behind_its_number_or_above_its_end(room: float, left: float, top: float) -> None:
    """With room behind the number the mark stands there; with two points only, smaller and between the lines."""
    from tieout.present.pdf.stamps import Stamps, add_tick

    with pikepdf.open(io.BytesIO(blank(0))) as pdf:
        add_tick(Stamps(pdf), 0, (100.0, 100.0, 120.0, 110.0), "F", "tied", "told", room)
        rect = [float(n) for n in pdf.pages[0].Annots[0].Rect]
        height = float(pdf.pages[0].MediaBox[3])
    assert rect[0] == pytest.approx(left, abs=0.1)
    assert height - rect[3] == pytest.approx(top, abs=0.1)


def test_findings_are_frames_with_their_sentence(marked: bytes) -> None:
    """The differing figure and the question are framed, message, both numbers and id in the note."""
    frames = [a for a in read_notes(marked) if a.kind == "/Square"]
    told = [f.contents for f in frames]
    assert len(frames) == 2
    assert any("412.7 is printed; revenue less cost of sales gives 421.7" in t for t in told)
    assert all(" id: " in t for t in told)
    assert any(t.startswith("? question (A501 agreement)") for t in told)


def test_marks_are_seen_when_rendered(workpaper: Workpaper, marked: bytes) -> None:
    """A renderer draws the marks: beside the revenue there is green, around the gross profit red."""
    image = pypdfium2.PdfDocument(marked)[0].render(scale=2).to_numpy()[:, :, ::-1].astype(int)

    def colours(quote: str, reach: float) -> Any:
        box = next(f.span.box for f in workpaper.paper.figures.values() if f.span.quote == quote)
        assert box is not None
        left, top, right, bottom = (int(2 * edge) for edge in (box[0] - 3, box[1] - 3, box[2] + reach, box[3] + 3))
        return image[top:bottom, left:right].reshape(-1, 3)

    green, red = colours("804.1", 9), colours("412.7", 9)
    assert np.any((green[:, 1] > green[:, 0] + 30) & (green[:, 1] > green[:, 2] + 20))
    assert np.any((red[:, 0] > red[:, 1] + 80) & (red[:, 0] > red[:, 2] + 80))


def test_legend_and_findings_follow_the_pages(marked: bytes) -> None:
    """A page behind the copy explains the marks, lists findings and links to their pages; a bookmark leads there."""
    pdf = pypdfium2.PdfDocument(marked)
    assert len(pdf) == 2
    text = pdf[1].get_textpage().get_text_bounded()
    for words in (
        "Tick marks and findings",
        "Cft",
        "3 findings",
        "412.7 is printed",
        "page 1, F101 footing",
        "SHA-256",
    ):
        assert words in text
    links = [a for a in read_notes(marked, 1) if a.kind == "/Link"]
    assert links
    assert [item.get_title() for item in pdf.get_toc()] == ["tieout: legend and findings"]


def test_chinese_stands_in_the_closing_pages_and_notes(workpaper: Workpaper) -> None:
    """A Chinese sentence is kept in the note and as text of the closing page."""
    finding = replace(workpaper.findings[0], message="合計為421.7,但印為412.7。")
    content = to_pdf(replace(workpaper, findings=(finding,)), {"results.txt": blank()})
    assert "合計為421.7" in next(a for a in read_notes(content) if a.kind == "/Square").contents
    assert "合計為" in pypdfium2.PdfDocument(content)[1].get_textpage().get_text_bounded()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_and_cropped_pages(turn: int) -> None:
    """A displayed box becomes the page's own coordinates: the inverse of how pdfium displays a corner mark."""
    content = blank(turn, [50, 100, 550, 700])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        width, height = (500, 600) if turn in (0, 180) else (600, 500)
        box = (10.0, 20.0, 60.0, 30.0)
        x0, y0, x1, y1 = to_user(box, page)
        page.Contents = pikepdf.Stream(pdf, f"1 0 0 rg {x0} {y0} {x1 - x0} {y1 - y0} re f".encode())
        out = io.BytesIO()
        pdf.save(out)
    image = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=1).to_numpy()
    assert image.shape[:2] == (height, width)
    rows, columns = np.nonzero(image[:, :, 2].astype(int) - image[:, :, 0] > 100)
    found = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert found == pytest.approx(box, abs=1)


def test_marks_stay_upright_on_turned_pages(workpaper: Workpaper) -> None:
    """On a page turned by 90 degrees the mark's form is turned back and its place is wider than high as displayed."""
    content = to_pdf(workpaper, {"results.txt": blank(90)})
    stamp = next(a for a in read_notes(content) if a.kind == "/Stamp")
    assert stamp.matrix[:4] == (0, 1, -1, 0)
    x0, y0, x1, y1 = stamp.rect
    assert y1 - y0 > x1 - x0


def test_what_cannot_be_marked_is_refused_in_a_sentence(workpaper: Workpaper) -> None:
    """No PDF among the inputs, a damaged one, an encrypted one without its password."""
    with pytest.raises(UsageError, match="none of the inputs is one"):
        to_pdf(workpaper, {"results.txt": b"plain text"})
    with pytest.raises(UsageError, match="use html or xlsx"):
        to_pdf(workpaper)
    with pytest.raises(UnreadableError, match=r"results\.txt: no marked copy"):
        to_pdf(workpaper, {"results.txt": b"%PDF-1.7 cut off"})
    locked = blank(encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(PasswordError, match="wants its password"):
        to_pdf(workpaper, {"results.txt": locked})
    assert to_pdf(workpaper, {"results.txt": locked}, password="u").startswith(b"%PDF")


def test_several_pdfs_stand_one_after_the_other(workpaper: Workpaper) -> None:
    """Two PDFs under test give one copy; the second one's findings lead to its pages."""
    content = to_pdf(workpaper, {"results.txt": blank(), "summary.txt": blank()})
    assert len(pypdfium2.PdfDocument(content)) == 3


def test_same_input_same_bytes(workpaper: Workpaper, marked: bytes) -> None:
    """Two runs give the same file, and marks can be renamed."""
    assert to_pdf(workpaper, {"results.txt": blank()}) == marked
    renamed = to_pdf(workpaper, {"results.txt": blank()}, marks={"Ft": "/\\"})
    assert any(a.contents.startswith("/\\: F101") for a in read_notes(renamed))
