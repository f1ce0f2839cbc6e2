"""Self-labelled tables over PDF: inline filings printed by Chromium, tables of the PDF compared with the tags.

Run: python bench/selflabel_pdf.py [--failures N] [--chromium PATH] [FILING...]; prints JSON. Every tagged number becomes a
link to its own id, which the print keeps as a box; nothing else tells the reader of tags. Scored as in `selflabel`, and the
same tags count: those that the page as HTML shows in a table.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree
from selflabel import (  # type: ignore[import-not-found]  # stands beside this script
    _TAGS,
    Score,
    _compare,
    find_pages,
    name_of,
    name_tags,
    read_labels,
    score_page,
    summarise,
)

from tieout.engine.structuring import structure_document
from tieout.model import Box, Column, Document, Figure, Row
from tieout.read.html.opening import parse_page
from tieout.read.pdf.room import read as read_pdf
from tieout.read.source import ReadSettings, Source

ADDRESS = "https://fact.invalid/"
_BRACKETS, _MINUS = ("(", "（"), ("-", "−")
Cell = tuple[Figure, Column, Row]


def link_tags(content: bytes) -> tuple[bytes, dict[str, str]]:
    """The page without inline tags, each tagged number of a table a link to its id; and the text of each."""
    root, _ = parse_page(Source("page", content))
    name_tags(root)
    texts = {}
    etree.strip_elements(root, "ix:header", with_tail=False)
    for element in root.iter("ix:nonfraction"):
        identity = element.get("id")
        in_table = next(element.iterancestors("td"), None) is not None
        if identity and in_table and next(element.iterancestors("a"), None) is None:
            texts[identity] = _sign_before(element) + "".join(str(t) for t in element.itertext())
            element.tag = "a"
            element.set("href", ADDRESS + identity)
            element.set("style", "color:inherit;text-decoration:none")
    etree.strip_tags(root, *_TAGS)
    return etree.tostring(root, method="html", encoding="utf-8"), texts


def _sign_before(element: etree._Element) -> str:
    """The bracket or minus right before a tag; a dash in a cell of its own is a nil."""
    found = element.xpath("preceding::text()[normalize-space()][1]")
    if not isinstance(found, list) or not found:
        return ""
    before, holder = str(found[0]).strip(), found[0].getparent()  # type: ignore[union-attr]
    assert holder is not None, "a text stands in an element"
    cell, own = next(holder.iterancestors("td"), holder), next(element.iterancestors("td"))
    return before[-1:] if before[-1:] in _BRACKETS or (before[-1:] in _MINUS and cell is own) else ""


def print_page(content: bytes, chromium: str, kept: Path | None) -> bytes:
    """The page as Chromium prints it; a print that was kept is used again."""
    if kept is not None and kept.exists():
        return kept.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_bytes(content)
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        printed = out.read_bytes()
    if kept is not None:
        kept.write_bytes(printed)
    return printed


def find_links(content: bytes) -> dict[str, list[tuple[int, Box]]]:
    """For each id the pages and boxes of its links, in points from the top left."""
    import io

    found: dict[str, list[tuple[int, Box]]] = {}
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            height = float(page.mediabox[3])
            notes: Any = page.get("/Annots")
            for note in notes or ():
                address = str(note.A.URI) if "/A" in note and "/URI" in note.A else ""
                if address.startswith(ADDRESS):
                    left, bottom, right, top = (float(v) for v in note["/Rect"])
                    box = (left, height - top, right, height - bottom)
                    found.setdefault(address.removeprefix(ADDRESS), []).append((number, box))
    return found


def score_print(page: Path, chromium: str, prints: Path | None) -> Score:
    """Compare every tagged number that the print shows in a table with the table read there."""
    content = page.read_bytes()
    facts, counted = read_labels(page, content), score_page(page).counted
    linked, texts = link_tags(content)
    printed = print_page(linked, chromium, prints and prints / f"{name_of(page)}.pdf")
    document = structure_document(read_pdf(Source(str(page), printed), ReadSettings()).documents[0])
    cells = _cells_by_page(document)
    score = Score()
    for key, (identity, places) in enumerate(find_links(printed).items()):
        fact = facts.get(identity)
        if fact is None or identity not in counted:
            continue
        hit = next((cell for number, box in places for cell in cells.get(number, ()) if _covers(box, cell[0])), None)
        _compare(score, fact, texts[identity], (key, key + 1), {} if hit is None else {key: hit})
    return score


def _cells_by_page(document: Document) -> dict[int, list[Cell]]:
    cells: dict[int, list[Cell]] = {}
    for table in document.tables:
        for r, row in enumerate(table.cells):
            for c, cell in enumerate(row):
                if cell.figure is not None and cell.figure.span.page is not None:
                    place = (cell.figure, table.columns[c], table.rows[r])
                    cells.setdefault(cell.figure.span.page, []).append(place)
    return cells


def _covers(box: Box, figure: Figure) -> bool:
    own = figure.span.box
    if own is None:
        return False
    shared, middle = min(own[2], box[2]) - max(own[0], box[0]), (own[1] + own[3]) / 2
    return shared >= 0.7 * (box[2] - box[0]) and box[1] - 2 <= middle <= box[3] + 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("filings", nargs="*", help="parts of the paths of filings; all when none is given")
    parser.add_argument("--failures", type=int, default=0)
    parser.add_argument("--chromium", default="chromium")
    parser.add_argument("--prints", type=Path, help="a folder in which prints are kept and looked for")
    arguments = parser.parse_args()
    scores = {
        name_of(page): score_print(page, arguments.chromium, arguments.prints)
        for page in find_pages()
        if not arguments.filings or any(f in str(page) for f in arguments.filings)
    }
    print(json.dumps(summarise(scores, arguments.failures), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
