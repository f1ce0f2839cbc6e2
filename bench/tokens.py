"""Nothing lost: every numeric token of a page is a cell, part of a sentence, or a named non-figure; and the role is right.

usage: python bench/tokens.py FOLDER_OF_PDFS [--details] [--only NAME]
       python bench/tokens.py FOLDER_OF_PDFS --draft NAME.pdf PAGE     a draft to be corrected against the printed page

Labels are in tests/filings/DOCUMENT/tNNN.yml: the page's numeric tokens in reading order, each with its role as a person
sees it: c an amount in a table, s a figure in running text, n no figure (date, note or page number, code, number of a
heading or item, part of a row's or column's name). A token without any role of ours is lost. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

LABELS = Path(__file__).parent.parent / "tests" / "filings"
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[⁰¹²³⁴-⁹]{1,2}")
_ITEM = re.compile(r"^\W*(?:\d{1,3}(?:\.\d{1,2})*|[(（]\d{1,3}[)）])[.、)）:：．\s]")
CLASSES = {"cell": "c", "sentence": "s"}


def account(document: Any, figures: Any, number: int) -> list[tuple[int, int, str]]:
    """(start, end, role) of every numeric token of page `number` in its layer; role "" where nothing accounts for it."""
    layer = next(layer for layer in document.layers if layer.page == number)
    roles: list[tuple[int, int, str]] = sorted(_places(document, figures, layer))
    found = [(t.start(), t.end(), t[0].isdecimal() or len(t[0]) > 2) for t in _TOKEN.finditer(layer.text)]
    return [(a, b, _role_at(roles, a, b) if plain else "raised mark") for a, b, plain in found]


def _role_at(roles: list[tuple[int, int, str]], start: int, end: int) -> str:
    """The narrowest place that covers a token decides."""
    over = [(b - a, role) for a, b, role in roles if a <= start and end <= b]
    return min(over)[1] if over else ""


def _places(document: Any, figures: Any, layer: Any) -> Iterator[tuple[int, int, str]]:
    from tieout.numbers.exclusions import find_not_figures

    for figure in figures:
        if figure.span.layer == layer.id:
            yield figure.span.start, figure.span.end, "cell" if figure.home == "cell" else "sentence"
    covered: list[tuple[int, int]] = []
    for block in document.blocks:
        if block.span.layer == layer.id:
            covered.append((block.span.start, block.span.end))
            yield from _in_block(block, find_not_figures(block.text))
    for table in document.tables:
        rows = [
            *((c, "header") for row in table.headers for c in row),
            *((c, c.role) for row in table.cells for c in row),
        ]
        for cell, role in rows:
            if cell.span is not None and cell.span.layer == layer.id and cell.figure is None:
                yield cell.span.start, cell.span.end, role
                covered.append((cell.span.start, cell.span.end))
    end = 0
    for a, b in [*sorted(covered), (len(layer.text), len(layer.text))]:
        if a > end:
            yield end, a, "running line"
        end = max(end, b)


def _in_block(block: Any, excluded: Any) -> Iterator[tuple[int, int, str]]:
    if block.kind == "table" and block.grid is not None:
        return
    item = _ITEM.match(block.text)
    if item is not None:
        yield block.span.start, block.span.start + item.end(), "item number"
    for a, b, kind in excluded:
        yield block.span.start + a, block.span.start + b, kind


def read_page(path: Path) -> tuple[Any, tuple[Any, ...]]:
    """A report with the figures found in it."""
    from tieout.engine.extracting import extract
    from tieout.engine.reading import read_paths

    document = read_paths([path]).documents[0]
    return document, tuple(extract((document,)).figures.values())


def main() -> None:
    """Score every labelled page; prints JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--draft", nargs=2, metavar=("NAME", "PAGE"))
    options = parser.parse_args()
    if options.draft:
        document, figures = read_page(options.folder / options.draft[0])
        print(write_draft(document, figures, int(options.draft[1])))
        return
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    wrong: list[str] = []
    cached: dict[str, Any] = {}
    for file in sorted(LABELS.glob("*/t*.yml")):
        record = yaml.safe_load(file.read_text(encoding="utf-8"))
        if options.only not in record["file"] or not (options.folder / record["file"]).exists():
            continue
        if record["file"] not in cached:
            cached = {record["file"]: read_page(options.folder / record["file"])}
        document, figures = cached[record["file"]]
        layer = next(layer for layer in document.layers if layer.page == record["page"])
        told = account(document, figures, record["page"])
        got = [(unicodedata.normalize("NFKC", layer.text[a:b]), role) for a, b, role in told]
        wanted = [tuple(unicodedata.normalize("NFKC", entry).rsplit(" ", 1)) for entry in record["tokens"]]
        _compare(wanted, got, counts, names, wrong, f"{record['file']} p{record['page']}")
    total = counts.total()
    result: dict[str, Any] = {"bench": "tokens", "date": date.today().isoformat(), "cores": os.cpu_count()}
    result |= {"tokens": total, "right": counts["right"], "share": round(100 * counts["right"] / max(1, total), 2)}
    result |= {"lost": counts["lost"], "unlike_text": counts["text"], "non_figures": dict(names.most_common())}
    print(json.dumps(result | ({"wrong": wrong} if options.details else {}), indent=1, ensure_ascii=False))


def _compare(wanted: Any, got: Any, counts: Counter[str], names: Counter[str], wrong: list[str], place: str) -> None:
    left = Counter((text, CLASSES.get(role, "n" if role else "")) for text, role in got)
    names.update(role for _, role in got if role and role not in CLASSES)
    for text, role in wanted:
        if left[(text, role)]:
            left[(text, role)] -= 1
            counts["right"] += 1
        else:
            lost = left[(text, "")] > 0
            counts["lost" if lost else "wrong"] += 1
            wrong.append(f"{place}: {text} should be {role}")


def write_draft(document: Any, figures: Any, number: int) -> str:
    """The page's tokens with the roles we give them, to be corrected against the page."""
    layer = next(layer for layer in document.layers if layer.page == number)
    roles = account(document, figures, number)
    return "tokens:\n" + "\n".join(f"- {layer.text[a:b]} {CLASSES.get(r, 'n' if r else '?')}" for a, b, r in roles)


if __name__ == "__main__":
    main()
