"""Ids of findings that stay when text around them moves and digits change: code, section, row and column path, ordinal.

A figure in a cell is anchored by its section, row path and column path, a figure or word in prose by its heading and the
words before it; digits become "#". The ordinal counts all places with the same anchor in reading order, whether they
fail or not, so that a repaired finding never hands its id to another one. In a run over several documents the
document's title stands first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tieout.model import Block, Document, Finding, Paper, Span

_NUMBER = re.compile(r"\d[\d,.]*%?")
_WORDS_BEFORE = 6
_REACH = 120
_LIMIT = 160


def name_findings(findings: Iterable[Finding], paper: Paper) -> tuple[Finding, ...]:
    """The findings in their order, each with its id."""
    anchors = _Anchors(paper)
    seen: Counter[str] = Counter()
    named = []
    for finding in findings:
        ordinal = anchors.ordinal(finding.figure)
        base = f"{finding.code}:{anchors.path(finding.document, finding.figure, finding.span)}"
        if ordinal is None:
            seen[base] += 1
            ordinal = seen[base]
        named.append(replace(finding, id=f"{base}:{ordinal}"))
    return tuple(named)


def steady(text: str) -> str:
    """The text on one line with every number replaced by "#"."""
    return " ".join(_NUMBER.sub("#", text.replace("**", "")).split())


class _Anchors:
    def __init__(self, paper: Paper) -> None:
        self.documents = {d.id: d for d in paper.documents}
        subjects = [d for d in paper.documents if paper.roles.get(d.id, "subject") == "subject"]
        self.titles = {d.id: steady(d.title)[:60] for d in subjects} if len(subjects) > 1 else {}
        self.cells = _find_cells(paper)
        self.blocks: dict[tuple[str, str], list[tuple[int, Block, str]]] = {}
        self.figures = paper.figures
        self._ordinals: dict[str, int] | None = None

    def path(self, document: str, figure: str | None, span: Span) -> str:
        own = self.cells.get(figure or "") or self._in_prose(self.documents[document], span, figure is None)
        title = self.titles.get(document)
        return (f"{title}/{own}" if title else own)[:_LIMIT]

    def ordinal(self, figure: str | None) -> int | None:
        """The place of a figure among those with its anchor; None for what is no figure."""
        if figure is None:
            return None
        if self._ordinals is None:
            counts: Counter[str] = Counter()
            self._ordinals = {}
            for key, one in self.figures.items():
                path = self.path(one.document, key, one.span)
                counts[path] += 1
                self._ordinals[key] = counts[path]
        return self._ordinals[figure]

    def _in_prose(self, document: Document, span: Span, word: bool) -> str:
        rows = self._blocks_of(document, span.layer)
        k = bisect_right(rows, span.start, key=lambda row: row[0]) - 1
        if k < 0:
            return steady(span.quote)
        _, block, heading = rows[k]
        before = steady(block.text[: max(span.start - block.span.start, 0)][-_REACH:]).split(" ")
        words = " ".join([*before[-_WORDS_BEFORE:], steady(span.quote) if word else "#"])
        return f"{heading}/{words}" if heading else words

    def _blocks_of(self, document: Document, layer: str) -> list[tuple[int, Block, str]]:
        """Blocks of a layer by their start, each with the heading above it (on a page: the last one of any page)."""
        key = (document.id, layer)
        if key not in self.blocks:
            rows: dict[str, list[tuple[int, Block, str]]] = defaultdict(list)
            heading = ""
            for block in document.blocks:
                rows[block.span.layer].append((block.span.start, block, heading))
                if block.kind == "heading":
                    heading = steady(block.text)
            for name, found in rows.items():
                self.blocks[document.id, name] = sorted(found, key=lambda row: row[0])
            self.blocks.setdefault(key, [])
        return self.blocks[key]


def _find_cells(paper: Paper) -> dict[str, str]:
    cells: dict[str, str] = {}
    for table in paper.tables:
        head = table.section[-1:]
        for row, line in zip(table.rows, table.cells, strict=True):
            for column, cell in zip(table.columns, line, strict=False):
                if cell.figure is not None:
                    cells[cell.figure.id] = steady("/".join((*head, *row.path, *column.path)))
    return cells
