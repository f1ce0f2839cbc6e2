"""The workpaper's documents, marks and relations as compact JSON for the page's script.

Marks (figures, and places of findings that are no figures) are numbered in reading order over all documents. A chunk
is a page, or some 30 blocks where there are no pages; the script builds it when it is seen. All amounts are made ready
here: the script calculates nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tieout.model import Document, Figure, Finding, Section, Span, Workpaper
from tieout.present.html.blocks import Chunk, Mark, make_chunks
from tieout.present.html.tags import make_tags
from tieout.present.sums import Sum, family, find_sums, members
from tieout.present.words import clean_controls, group_digits, rank_findings, title_of

LETTERS = {"tied": "t", "rounding": "r", "differs": "d", "question": "q", "unsupported": "u", "untested": "n"}
_VERDICTS = {"agrees": "t"} | LETTERS
_Place = tuple[str, int, int]


@dataclass
class Pool:
    """Strings kept once; index 0 is the empty string."""

    strings: list[str] = field(default_factory=lambda: [""])
    places: dict[str, int] = field(default_factory=lambda: {"": 0})

    def add(self, text: str) -> int:
        """The index of the text, added when it is new."""
        if text not in self.places:
            self.places[text] = len(self.strings)
            self.strings.append(text)
        return self.places[text]


def make_payload(workpaper: Workpaper, page_images: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    """Everything the script shows; `page_images` maps (document id, page) to a data URI."""
    marks = find_marks(workpaper)
    chunks: list[Chunk] = []
    for index, document in enumerate(workpaper.documents):
        first = chunks[-1].first + chunks[-1].count if chunks else 0
        chunks += make_chunks(index, document, marks, first)
    pool = Pool()
    places = {(m.span.layer, m.span.start, m.span.end): m.index for m in marks}
    numbers = {m.figure: m.index for m in marks if m.figure is not None}
    findings = rank_findings(workpaper)
    names = {f.code: f.check for f in findings}
    return {
        "documents": [_document(d) for d in workpaper.documents],
        "chunks": [_chunk(c, workpaper.documents[c.document], page_images) for c in chunks],
        "marks": _columns(workpaper, marks, pool),
        "relations": [_relation(s, numbers, workpaper.paper.figures, pool, names) for s in find_sums(workpaper)],
        "findings": [_finding(f, places, numbers) for f in findings],
        "outline": make_outline(workpaper, marks, chunks),
        **make_tags(workpaper.documents, marks),
        "strings": pool.strings,
    }


def find_marks(workpaper: Workpaper) -> list[Mark]:
    """Every place to be marked, in reading order: document, layer, offset; a place around another comes first."""
    order = {d.id: (i, {layer.id: k for k, layer in enumerate(d.layers)}) for i, d in enumerate(workpaper.documents)}
    wanted: list[tuple[str, Span, str | None, str]] = []
    taken: set[tuple[str, int, int]] = set()
    for outcome in workpaper.outcomes.values():
        figure = workpaper.paper.figures[outcome.figure]
        wanted.append((figure.document, figure.span, figure.id, LETTERS[outcome.state]))
        taken.add((figure.span.layer, figure.span.start, figure.span.end))
    named = {m for relation in workpaper.relations for m in members(relation)}
    for name in sorted(named - workpaper.outcomes.keys()):
        if (source := workpaper.paper.figures.get(name)) is not None:
            wanted.append((source.document, source.span, source.id, LETTERS["untested"]))
            taken.add((source.span.layer, source.span.start, source.span.end))
    for finding in workpaper.findings:
        key = (finding.span.layer, finding.span.start, finding.span.end)
        if finding.figure is None and key not in taken:
            wanted.append((finding.document, finding.span, None, _VERDICTS[finding.verdict]))
            taken.add(key)

    def rank(entry: tuple[str, Span, str | None, str]) -> tuple[int, int, int, int]:
        document, layers = order[entry[0]]
        return (document, layers.get(entry[1].layer, len(layers)), entry[1].start, -entry[1].end)

    ranked = sorted(wanted, key=rank)
    return [Mark(i, *rank(e)[:2], e[1], e[2], e[3]) for i, e in enumerate(ranked)]


def _document(document: Document) -> dict[str, Any]:
    facts = [
        document.kind.replace("_", " "),
        document.company.name or "",
        " ".join(document.company.codes),
        document.publisher or "",
        document.published.isoformat() if document.published else "",
        f"{len(document.pages)} pages" if document.pages else "",
    ]
    return {
        "id": document.id,
        "title": title_of(document),
        "input": clean_controls(document.input),
        "language": document.language or "",
        "line": " · ".join(f for f in facts if f and f != "other"),
    }


def _chunk(chunk: Chunk, document: Document, page_images: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    record: dict[str, Any] = {"d": chunk.document, "f": chunk.first, "n": chunk.count, "b": chunk.blocks}
    if chunk.page is not None:
        record["p"] = chunk.page
        image = page_images.get((document.id, chunk.page))
        page = document.pages[chunk.page - 1] if chunk.page <= len(document.pages) else None
        if image is not None and page is not None and page.width and page.height:
            record |= {"image": image, "size": [page.width, page.height], "boxes": chunk.boxes}
    return record


def _columns(workpaper: Workpaper, marks: list[Mark], pool: Pool) -> dict[str, Any]:
    labels = _label_figures(workpaper)
    figures = workpaper.paper.figures
    columns: dict[str, Any] = {"state": "".join(m.state for m in marks), "at": [m.span.start for m in marks]}
    values, reasons, rows, heads = [], [], [], []
    for mark in marks:
        row, head = labels.get(mark.figure or "", ("", ""))
        rows.append(pool.add(row))
        heads.append(pool.add(head))
        values.append("" if mark.figure is None else say_value(figures[mark.figure]))
        reasons.append(pool.add(_say_reason(workpaper, mark)))
    return columns | {"value": values, "reason": reasons, "row": rows, "head": heads}


def _say_reason(workpaper: Workpaper, mark: Mark) -> str:
    if mark.figure is None:
        return ""
    outcome = workpaper.outcomes.get(mark.figure)
    return "stands in a source; only the inputs under test are counted" if outcome is None else outcome.reason


def _label_figures(workpaper: Workpaper) -> dict[str, tuple[str, str]]:
    labels = {}
    for table in workpaper.paper.tables:
        for row, cells in zip(table.rows, table.cells, strict=True):
            for column, cell in zip(table.columns, cells, strict=True):
                if cell.figure is not None:
                    labels[cell.figure.id] = (clean_controls(row.label), clean_controls(" · ".join(column.path)))
    return labels


def say_value(figure: Figure) -> str:
    """The exact value in whole units with its unit: "1,204,500,000 CNY", "12.5 %"."""
    return " ".join(part for part in (group_digits(figure.value).replace("-", "−"), figure.quantity.unit or "") if part)


def _relation(
    total: Sum, numbers: Mapping[str, int], figures: Mapping[str, Figure], pool: Pool, names: Mapping[str, str]
) -> list[Any]:
    relation = total.relation
    terms: list[Any] = []
    for term in relation.terms:
        index = numbers.get(term.figure, -1)
        terms.append(index if term.coefficient == 1 else [index, format(term.coefficient, "f")])
    result = figures.get(relation.result or "")
    amounts = [_say(total.computed, result, guard=2), _say(total.difference, result, guard=2)]
    why = pool.add(f"{relation.why} ({total.note})" if total.note else relation.why)
    return [
        pool.add(f"{relation.code} {names.get(relation.code, family(relation.code))}"),
        pool.add(relation.formula),
        _VERDICTS[total.verdict],
        numbers.get(relation.result or "", -1),
        terms,
        why,
        *amounts,
        _say(total.tolerance, result, guard=3),
    ]


def _say(value: Decimal | None, result: Figure | None, guard: int) -> str:
    """An amount with at most `guard` digits more than the result prints; trailing zeros beyond its own taken off."""
    if value is None:
        return ""
    shown = max(result.quantity.decimals, 0) if result is not None else 0
    guard = guard if abs(value) < 1000 else 0
    text = f"{round(value, shown + guard):,f}"
    whole, _, part = text.partition(".")
    part = part[:shown] + part[shown:].rstrip("0")
    unit = {"%": "%", "pp": " pp", "bp": " bp", "x": "x"}.get(result.quantity.unit or "", "") if result else ""
    return (f"{whole}.{part}" if part else whole).replace("-", "−") + unit


def _finding(finding: Finding, places: Mapping[_Place, int], numbers: Mapping[str, int]) -> dict[str, Any]:
    own = numbers.get(finding.figure or "")
    if own is None:
        own = places.get((finding.span.layer, finding.span.start, finding.span.end), -1)
    partners = [places.get((s.layer, s.start, s.end), -1) for _, s in finding.partners]
    return {
        "id": finding.id,
        "m": own,
        "v": _VERDICTS[finding.verdict],
        "code": finding.code,
        "check": finding.check,
        "message": finding.message,
        "quote": clean_controls(finding.span.quote),
        "partners": [p for p in partners if p >= 0],
    }


def make_outline(workpaper: Workpaper, marks: list[Mark], chunks: list[Chunk]) -> list[list[Any]]:
    """Headings in order: [level, title, document, chunk, block, numbers, differs, questions], children counted in."""
    rows: list[list[Any]] = []
    for index, document in enumerate(workpaper.documents):
        layers = {layer.id: k for k, layer in enumerate(document.layers)}
        flat = leave_out_continued(_flatten(document.sections, 1, layers))
        starts = [place for place, _, _ in flat]
        counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        for mark in marks:
            if mark.document != index:
                continue
            at = bisect_right(starts, (mark.layer, mark.span.start)) - 1
            for owner in _ancestors(flat, at):
                counts[owner][0] += 1
                counts[owner][1] += mark.state in "du"
                counts[owner][2] += mark.state == "q"
        own = [(k, c) for k, c in enumerate(chunks) if c.document == index]
        for number, (place, level, title) in enumerate(flat):
            chunk, block = _find_block(own, place)
            rows.append([level, title, index, chunk, block, *counts[number]])
    return rows


_Heading = tuple[tuple[int, int], int, str]


def _flatten(sections: tuple[Section, ...], level: int, layers: Mapping[str, int]) -> list[_Heading]:
    flat: list[_Heading] = []
    for section in sections:
        title = clean_controls(section.title)
        if section.number and not title.startswith(section.number):
            title = f"{section.number} {title}"
        flat.append(((layers.get(section.span.layer, 0), section.span.start), level, title))
        flat += _flatten(section.children, level + 1, layers)
    return sorted(flat, key=lambda entry: entry[0]) if level == 1 else flat


_CONTINUED = re.compile(r"\s*[(（]?\s*(?:continued|cont['’]?d|[續续])\s*\.?\s*[)）]\s*$|\s+[-–—]\s*continued$", re.I)


def leave_out_continued(flat: list[_Heading]) -> list[_Heading]:
    """Headings without those that a new page only repeats as continued; what stands under them counts for the one before."""
    kept: list[_Heading] = []
    seen: set[str] = set()
    for place, level, title in flat:
        bare = _CONTINUED.sub("", title)
        if bare == title or (bare and bare.casefold() not in seen):
            kept.append((place, level, title))
        seen.add(bare.casefold())
    return kept


def _ancestors(flat: list[_Heading], at: int) -> list[int]:
    found: list[int] = []
    level = 1_000
    while at >= 0 and level > 1:
        if flat[at][1] < level:
            found.append(at)
            level = flat[at][1]
        at -= 1
    return found


def _find_block(chunks: list[tuple[int, Chunk]], place: tuple[int, int]) -> tuple[int, int]:
    best = (chunks[0][0] if chunks else 0, 0)
    for index, chunk in chunks:
        for number, start in enumerate(chunk.starts):
            if start > place:
                return best
            best = (index, number)
    return best
