"""Self-labelled tables: inline filings read as plain HTML, tags taken out, table cells compared with the tags.

Run: python bench/selflabel.py [--failures N] [FILING...]; prints JSON. A tag counts when it stands in a table and is
shown; it is right when a figure of a table stands at its place with the tag's amount (scale applied, sign as printed)
and the column's period is the tag's. An instant under a column of a duration is right at the duration's ends. Where the
contexts stand in another file, which is absent, the tag's own scale gives the amount and periods are not compared.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from tieout.engine.structuring import structure_document
from tieout.errors import UnreadableError
from tieout.model import Column, Document, Fact, Figure, Period, Row, Segment, Span
from tieout.numbers.parse import is_nil
from tieout.read._html import walk
from tieout.read.html.opening import parse_page
from tieout.read.html.room import read as read_html
from tieout.read.ixbrl.room import read as read_tagged
from tieout.read.ixbrl.values import find_format, parse_scale, read_number, transform
from tieout.read.source import ReadSettings, Source

MATERIAL = Path(__file__).resolve().parents[2] / "shared/data/xbrl"
_KINDS = ("ix:nonfraction", "ix:nonnumeric", "ix:fraction", "ix:tuple")
_TAGS = ("ix:nonfraction", "ix:nonnumeric", "ix:continuation", "ix:exclude", "ix:fraction", "ix:footnote", "ix:tuple")


@dataclass
class Score:
    """Counts for one filing and the cases that failed."""

    tags: int = 0
    dated: int = 0
    placed: int = 0
    value: int = 0
    period: int = 0
    prose: int = 0
    labels: int = 0
    counted: set[str] = field(default_factory=set)
    reasons: Counter[str] = field(default_factory=Counter)
    failures: list[dict[str, str]] = field(default_factory=list)


def find_pages() -> list[Path]:
    """The inline pages of the material: one of each filing, and every page that stands by itself and is sound."""
    pages = []
    for folder in sorted(p for p in (MATERIAL / "filings").iterdir() if p.is_dir()):
        pages += _list_inline(folder)[:1]
    return pages + [p for p in _list_inline(MATERIAL / "inline-only") if "_errors" not in p.name]


def _list_inline(folder: Path) -> list[Path]:
    files = sorted(p for p in folder.rglob("*") if p.suffix in {".htm", ".html", ".xhtml"})
    return [p for p in files if b"<ix:nonFraction" in p.read_bytes()]


def name_of(page: Path) -> str:
    """The filing's folder, or the file where that stands by itself."""
    first, second, *_ = page.relative_to(MATERIAL).parts
    return second if first == "filings" else page.name


def name_tags(root: etree._Element) -> None:
    """Gives every tag without an id the one that its fact gets."""
    for k, element in enumerate(root.iter(*_KINDS), 1):
        if not element.get("id"):
            element.set("id", f"fact-{k}")


def read_labels(page: Path, content: bytes) -> dict[str, Fact]:
    """What the tags say, by id."""
    try:
        found = read_tagged(Source(str(page), content), ReadSettings())
    except UnreadableError:
        return _read_amounts(content)
    return {f.id: f for d in found.documents for f in d.facts}


def _read_amounts(content: bytes) -> dict[str, Fact]:
    """Facts without periods: amounts by their tags' format, scale and sign alone."""
    root, _ = parse_page(Source("page", content))
    name_tags(root)
    facts = {}
    for element in root.iter("ix:nonfraction"):
        text, said = "".join(str(t) for t in element.itertext()), element.get("format")
        if element.get("xsi:nil") in ("true", "1"):
            continue
        sign = -1 if element.get("sign") == "-" else 1
        value = read_number(transform(text, find_format(said, {}), said), parse_scale(element.get("scale")), sign)
        identity = str(element.get("id"))
        place = Span("", text, (Segment(0, len(text)),))
        facts[identity] = Fact(
            identity, "", "", value, place, "tagged", element.get("name"), unit=element.get("unitref")
        )
    return facts


def without_tags(content: bytes) -> tuple[bytes, dict[str, tuple[int, int]], str]:
    """The page without inline tags; for each tagged number's id its range in the text; the text."""
    root, _ = parse_page(Source("page", content))
    name_tags(root)
    walked = walk(root)
    ranges = {}
    for element in root.iter("ix:nonfraction"):
        place = walked.range_of(element)
        if place is not None and element.get("id"):
            ranges[str(element.get("id"))] = place
    etree.strip_elements(root, "ix:header", with_tail=False)
    etree.strip_tags(root, *_TAGS)
    return etree.tostring(root, method="html", encoding="utf-8"), ranges, walked.layer.text


def score_page(page: Path) -> Score:
    """Compare every shown numeric tag of a page with the tables read without tags."""
    content = page.read_bytes()
    facts = read_labels(page, content)
    plain, ranges, text = without_tags(content)
    document = structure_document(read_html(Source(str(page), plain), ReadSettings()).documents[0])
    assert document.layers[0].text == text, "taking the tags out changed the text"
    cells = _cells_by_offset(document)
    labels = _label_offsets(document)
    tables = sorted((b.span.start, b.span.end) for b in document.blocks if b.grid is not None)
    score = Score()
    for fact_id, (start, end) in sorted(ranges.items(), key=lambda r: r[1]):
        fact = facts.get(fact_id)
        if fact is None or not isinstance(fact.value, Decimal):
            continue
        if not any(a <= start < b for a, b in tables):
            score.prose += 1
            continue
        if is_nil(text[start:end].strip()):
            continue
        if start in labels:
            score.labels += 1
            continue
        _compare(score, fact, text[max(0, start - 2) : end], (start, end), cells)
    return score


def _cells_by_offset(document: Document) -> dict[int, tuple[Figure, Column, Row]]:
    found = {}
    for table in document.tables:
        for r, row in enumerate(table.cells):
            for c, cell in enumerate(row):
                if cell.figure is not None:
                    span = cell.figure.span
                    for at in range(span.start, span.end):
                        found[at] = (cell.figure, table.columns[c], table.rows[r])
    return found


def _label_offsets(document: Document) -> set[int]:
    """Places inside cells of words: what is tagged there is read as prose."""
    cells = [c for t in document.tables for row in t.cells for c in row if c.role == "label" and c.span is not None]
    return {at for c in cells if c.span is not None for at in range(c.span.start, c.span.end)}


def _compare(
    score: Score,
    fact: Fact,
    shown: str,
    place: tuple[int, int],
    cells: dict[int, tuple[Figure, Column, Row]],
) -> None:
    assert isinstance(fact.value, Decimal)
    score.tags += 1
    score.counted.add(fact.id)
    score.dated += fact.period is not None
    hit = next((cells[k] for k in range(*place) if k in cells), None)
    row = {
        "id": fact.id,
        "shown": shown,
        "tag": f"{fact.value} {fact.unit} {fact.period}",
        "concept": fact.concept or "",
    }
    if hit is None:
        score.reasons["no figure"] += 1
        score.failures.append(row | {"why": "no figure"})
        return
    score.placed += 1
    figure, column, line = hit
    period = line.period or column.period
    row |= {
        "label": line.label,
        "read": f"{figure.value} {figure.quantity.unit} {period}",
        "header": " / ".join(column.path),
    }
    bracketed = re.search(r"(?:[(（]\s*|-(?=\S))[$€£¥]?\s*[\d.,' ]+$", shown) is not None
    amount = figure.value / 100 if figure.quantity.unit == "%" else figure.value
    if abs(amount) != abs(fact.value):
        score.reasons["value"] += 1
        score.failures.append(row | {"why": "value"})
    elif (figure.value < 0) != bracketed and figure.value:
        score.reasons["sign"] += 1
        score.failures.append(row | {"why": "sign"})
    else:
        score.value += 1
    if fact.period is not None and _same_period(period, fact.period):
        score.period += 1
    elif fact.period is not None:
        why = "no period" if period is None else "period"
        score.reasons[why] += 1
        score.failures.append(row | {"why": why})


def _same_period(read: Period | None, tagged: Period) -> bool:
    if read is None:
        return False
    if read == tagged:
        return True
    if tagged.is_instant and read.start is not None:
        return tagged.end == read.end or abs(tagged.end - read.start) <= timedelta(days=7)
    if read.is_instant and tagged.start is not None:
        return read.end == tagged.end
    both = read.start is not None and tagged.start is not None
    return (
        both
        and read.end == tagged.end
        and abs((read.start or read.end) - (tagged.start or tagged.end)) <= timedelta(days=7)
    )


def summarise(scores: dict[str, Score], failures: int) -> dict[str, Any]:
    """Figures of each filing and in all, and of each filing the first cases that failed."""
    whole = {
        k: sum(getattr(s, k) for s in scores.values())
        for k in ("tags", "dated", "placed", "value", "period", "prose", "labels")
    }
    report: dict[str, Any] = {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "tags_in_tables": whole["tags"],
        "tags_in_prose": whole["prose"],
        "tags_in_labels": whole["labels"],
        "found": round(whole["placed"] / max(whole["tags"], 1), 4),
        "value_with_scale_and_sign": round(whole["value"] / max(whole["tags"], 1), 4),
        "period": round(whole["period"] / max(whole["dated"], 1), 4),
        "filings": {
            n: {
                "tags": s.tags,
                "found": s.placed,
                "value": s.value,
                "dated": s.dated,
                "period": s.period,
                "reasons": dict(s.reasons),
            }
            for n, s in scores.items()
        },
    }
    if failures:
        report["failures"] = {n: s.failures[:failures] for n, s in scores.items()}
    return report


def main() -> None:
    """Print one JSON document with figures for each filing and in all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("filings", nargs="*", help="folder names of filings; all when none is given")
    parser.add_argument("--failures", type=int, default=0, help="print this many failed tags of each filing")
    arguments = parser.parse_args()
    scores = {
        name_of(page): score_page(page)
        for page in find_pages()
        if not arguments.filings or any(f in str(page) for f in arguments.filings)
    }
    print(json.dumps(summarise(scores, arguments.failures), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
