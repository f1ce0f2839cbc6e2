"""Where a table states the scale of its amounts: in a column's header, in its corner, in its caption, or in the line above it."""

from __future__ import annotations

import re

from tieout.model import Document, Span, Table

_STATED = re.compile(
    r"[(（]?\s*(?:in\s+)?(?:(?:RMB|CNY|HK\$|HKD|US\$|USD|EUR|GBP|S\$|[€£¥$])\s*(?:in\s+)?)?(?:['’‘]?000\b['’]?s?|thousands?\b|millions?\b|billions?\b|\bbn\b|\bmn\b)\s*[)）]?"
    r"|(?:[單单]位\s*[：:]\s*)?[(（]?\s*(?:人民[币幣]|港|美)?\s*(?:千|百[萬万]|十?[億亿]|[萬万])(?:港|美)?元\s*[)）]?",
    re.I,
)


def find_scale_words(document: Document, table: Table, c: int) -> Span | None:
    """The words that state the scale in force for column `c`; None where the table itself prints none."""
    cells = [row[k] for k in (c, 0) for row in reversed(table.headers) if k < len(row)]
    for cell in cells:
        if cell.span is not None and (place := _place(document, cell.span.layer, cell.span.start, cell.span.end)):
            return place
    first = min((cell.span.start for row in table.headers for cell in row if cell.span is not None), default=None)
    place = None if first is None else _place(document, table.span.layer, table.span.start, first)
    return place or _above(document, table)


def _above(document: Document, table: Table) -> Span | None:
    before = document.layer(table.span.layer).text[: table.span.start].rstrip()
    start = before.rfind("\n") + 1
    place = _place(document, table.span.layer, start, len(before)) if len(before) - start <= _LINE else None
    return place if place is not None and place.quote[0] in "(（單单" else None


_LINE = 120
"""Characters of a line that leads to a table."""


def _place(document: Document, layer: str, start: int, end: int) -> Span | None:
    text = document.layer(layer).text[start:end]
    found = list(_STATED.finditer(text))
    if not found:
        return None
    at, stop = found[-1].span()
    blank = len(text[at:stop]) - len(text[at:stop].lstrip())
    return document.layer(layer).span(start + at + blank, start + at + len(text[at:stop].rstrip()))
