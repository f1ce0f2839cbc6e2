"""Our statements of a filing against the SEC's own R pages, cell by cell: the share equal, and what differs.

    python bench/viewer.py FOLDER [--pages 2-8] [--differences 40]

FOLDER holds the inline document and the R pages, or R pages alone: then what the viewer shows of each is compared with it. Rows (labels in order), columns (headings) and displayed values are
compared; a row or column that only one side has counts all of its cells as different. The definitions of the pages'
pop-ups are compared with those of the filing's elements. Text blocks compare by words.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import time
from datetime import date
from pathlib import Path

from lxml import html

from tieout.engine.reading import read_paths
from tieout.model.statement import Statement
from tieout.present.viewer.rendered import read_statements
from tieout.present.viewer.statements import render_statements
from tieout.read.rpage.definitions import read_definition

_SPACE = re.compile(r"\s+")


def main() -> None:
    """Print the comparison as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", default="2-8", help="first-last of the R pages of the named share")
    parser.add_argument("--differences", type=int, default=40, help="how many differences to list")
    options = parser.parse_args()
    documents = read_paths([options.folder]).documents
    document = documents[0]
    pages_alone = document.kind == "r_page"
    began = time.perf_counter()
    shown = read_statements(documents) if pages_alone else render_statements(document)
    statements = {s.page: s for s in shown if s.page}
    seconds = time.perf_counter() - began
    low, high = map(int, options.pages.split("-"))
    pages = sorted(options.folder.glob("R*.htm"), key=lambda p: int(p.stem[1:]))
    results, differences = {}, []
    definitions = [0, 0]
    for page in pages:
        for name, definition in () if pages_alone else read_definitions(page):
            concept = document.filing.concept(name) if document.filing is not None else None
            same_words = concept is not None and words(concept.definition or "") == definition
            definitions = [definitions[0] + same_words, definitions[1] + 1]
            if not same_words:
                differences.append(f"{page.name}: definition of {name}")
        same, total, told = compare(page, statements.get(page.name))
        results[page.name] = (same, total)
        differences += [f"{page.name}: {line}" for line in told]
    named = [results[p.name] for p in pages if low <= int(p.stem[1:]) <= high]
    figures = {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "filing": options.folder.name,
        "seconds_to_render": round(seconds, 3),
        "pages": options.pages,
        "share_equal": share(named),
        "cells": sum(t for _, t in named),
        "share_equal_all": share(list(results.values())),
        "cells_all": sum(t for _, t in results.values()),
        "definitions_equal": share([(definitions[0], definitions[1])]),
        "definitions": definitions[1],
        "by_page": {n: f"{s}/{t}" for n, (s, t) in results.items()},
        "differences": differences[: options.differences],
        "differences_count": len(differences),
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def share(results: list[tuple[int, int]]) -> float | None:
    """Same over total."""
    total = sum(t for _, t in results)
    return round(sum(s for s, _ in results) / total, 4) if total else None


def compare(page: Path, ours: Statement | None) -> tuple[int, int, list[str]]:
    """Cells equal, cells in all (labels and headings count as cells), and each difference in words."""
    theirs_columns, theirs = read_page(page)
    if ours is None:
        return 0, sum(len(r) for r in theirs) + len(theirs_columns), ["no statement of ours"]
    ours_columns, mine = table_of(ours)
    told: list[str] = []
    same = total = 0
    pairs = align(theirs_columns, ours_columns)
    heading = title_of(page)
    line = words(" ".join(([f"{ours.title} - {ours.unit}"] if ours.unit else [ours.title]) + [ours.scale]))
    total += 1
    same += heading == line
    told += [f"title: theirs {heading!r}, ours {line!r}"] if heading != line else []
    for a, b in pairs:
        total += 1
        same += a is not None and b is not None
        if a is None or b is None:
            told.append(
                f"column {theirs_columns[a] if a is not None else ours_columns[b or 0]!r} only {'theirs' if b is None else 'ours'}"
            )
    for i, j in align([r[0] for r in theirs], [r[0] for r in mine]):
        if i is None or j is None:
            total += 1 + len(pairs)
            told.append(
                f"row {(theirs[i] if i is not None else mine[j or 0])!r} only {'theirs' if j is None else 'ours'}"[:200]
            )
            continue
        same, total = same + 1, total + 1
        for a, b in pairs:
            left = theirs[i][a + 1] if a is not None and a + 1 < len(theirs[i]) else None
            right = mine[j][b + 1] if b is not None and b + 1 < len(mine[j]) else None
            total += 1
            if left == right:
                same += 1
            elif a is not None and b is not None:
                told.append(f"{theirs[i][0][:50]!r}: theirs {str(left)[:60]!r}, ours {str(right)[:60]!r}")
    return same, total, told


def align(left: list[str], right: list[str]) -> list[tuple[int | None, int | None]]:
    """Pairs of equal lines in order; lines of one side alone have None on the other."""
    pairs: list[tuple[int | None, int | None]] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pairs += zip(range(a, b), range(c, d), strict=True)
        else:
            pairs += [(k, None) for k in range(a, b)] + [(None, k) for k in range(c, d)]
    return pairs


def read_page(page: Path) -> tuple[list[str], list[list[str]]]:
    """The first report table of an R page: column headings, and rows of label and cells; footnote columns left out."""
    table = html.parse(str(page)).xpath('//table[contains(@class,"report")]')[0]
    over: list[str] = []
    columns: list[str] = []
    rows: list[list[str]] = []
    for tr in table.xpath("./tr|./tbody/tr"):
        cells = [c for c in tr if c.tag in ("td", "th") and c.get("class") != "fn"]
        heads = [c for c in cells if c.tag == "th" and c.get("class") == "th"]
        if heads:
            spread = [words(c.text_content()) for c in heads for _ in range(int(c.get("colspan") or 1))]
            if any(c.get("rowspan") == "2" for c in cells if c.get("class") == "tl"):
                over = spread
            else:
                columns = spread
        elif cells and (cells[0].get("class") or "").startswith("pl"):
            rows.append([words(text_of(c)) for c in cells])
    lines = over or [""] * len(columns)
    return [f"{a} {b}".strip() for a, b in zip(lines, columns, strict=False)], rows


def read_definitions(page: Path) -> list[tuple[str, str]]:
    """Element names and definitions of the page's pop-ups; those of an axis with a member define no element."""
    tables = html.parse(str(page)).xpath('//table[contains(@class,"authRefData")]')
    concepts = [read_definition(table) for table in tables]
    return [(c.name, words(c.definition or "")) for c in concepts if c.name and "=" not in c.name]


def title_of(page: Path) -> str:
    """The title with unit and scale in the corner of an R page."""
    return words(html.parse(str(page)).xpath('string(//table[contains(@class,"report")]//th[@class="tl"])'))


def table_of(statement: Statement) -> tuple[list[str], list[list[str]]]:
    """The same shape from a statement of ours."""
    columns = [words(f"{c.over} {c.heading}") for c in statement.columns]
    rows = []
    for row in statement.rows:
        cells = [
            words(text_of(html.fromstring(f"<div>{c.text}</div>"))) if c.html else words(c.text) for c in row.cells
        ]
        rows.append([words(row.label), *cells])
    return columns, rows


def text_of(element: html.HtmlElement) -> str:
    """The element's text with a space between pieces."""
    return " ".join(element.itertext())


def words(text: str) -> str:
    """One space between words, none at the ends."""
    return _SPACE.sub(" ", text.replace("\u200b", "")).strip()


if __name__ == "__main__":
    main()
