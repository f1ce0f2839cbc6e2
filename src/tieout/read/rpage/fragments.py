"""A text block's HTML to fragments in reading order: headings, paragraphs, items and tables of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from lxml.html import HtmlElement

_BLOCK_TAGS = {"div", "p", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "center", "blockquote"}
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)|text-decoration:\s*underline|font-style:\s*italic", re.I)
_BOLD_TAGS = {"b", "strong", "u", "em", "i"}
_HIDDEN = re.compile(r"display:\s*none", re.I)
_HEADING_CHARACTERS = 160
_SPACE = re.compile(r"[\s\u00a0\u200b]+")
_VALUE = re.compile(r"^[(\-–—$¥€£]*\s*\d[\d,.]*\)?\s*[%x]?$|^[-–—]$")
_SIGNS = {"$", "US$", "HK$", "¥", "€", "£", "RMB", "HKD", "USD", "CNY"}
_NUMBER_END = re.compile(r"\d\)?$")
_BULLET = re.compile(r"^(?:[•·●▪○–—-]|\(?[a-z]{1,4}[.)]|\(?\d{1,2}[.)])$", re.I)


@dataclass(frozen=True)
class CellFragment:
    """A cell of an HTML table with its spans as stated."""

    text: str
    xpath: str
    colspan: int = 1
    rowspan: int = 1
    bold: bool = False


@dataclass(frozen=True)
class Fragment:
    """A heading, paragraph, item or table in reading order."""

    kind: Literal["heading", "paragraph", "item", "table"]
    text: str
    xpath: str
    rows: tuple[tuple[CellFragment, ...], ...] = ()


def clean(text: str) -> str:
    """Whitespace runs (no-break and zero-width ones too) to one space."""
    return _SPACE.sub(" ", text).strip()


def is_hidden(element: HtmlElement) -> bool:
    """True for an element that is not shown."""
    return bool(_HIDDEN.search(element.get("style") or ""))


def read_span(cell: HtmlElement, name: str) -> int:
    """A colspan or rowspan, at least 1 and at most 200; what is no number counts as 1."""
    try:
        return min(max(int(cell.get(name) or 1), 1), 200)
    except ValueError:
        return 1


def find_fragments(cell: HtmlElement) -> tuple[Fragment, ...]:
    """All fragments of a text-block cell."""
    tree = cell.getroottree()
    return tuple(_walk(cell, tree.getpath))


def _walk(element: HtmlElement, path_of: object) -> Iterator[Fragment]:
    assert callable(path_of)
    runs: list[tuple[str, bool]] = []

    def flush() -> Iterator[Fragment]:
        fragment = _fragment(runs, path_of(element), "item" if element.tag == "li" else "paragraph")
        runs.clear()
        if fragment is not None:
            yield fragment

    def inline(node: HtmlElement, bold: bool) -> Iterator[Fragment]:
        if node.text:
            runs.append((node.text, bold))
        for child in node:
            if isinstance(child.tag, str) and not is_hidden(child):
                if child.tag in _BLOCK_TAGS:
                    yield from flush()
                    yield from _table(child, path_of) if child.tag == "table" else _walk(child, path_of)
                elif child.tag == "br":
                    if _ends_fragment(runs):
                        yield from flush()
                    else:
                        runs.append(("\n", bold))
                else:
                    yield from inline(child, bold or _is_bold(child))
            if child.tail:
                runs.append((child.tail, bold))

    yield from inline(element, _is_bold(element) or element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"})
    yield from flush()


def _ends_fragment(runs: list[tuple[str, bool]]) -> bool:
    """A line break ends a fragment after another break, and after a line that is stressed throughout."""
    printed = [(run, bold) for run, bold in runs if clean(run)]
    if not printed:
        return False
    length = sum(len(run) for run, _ in printed)
    return runs[-1][0] == "\n" or (all(bold for _, bold in printed) and length <= _HEADING_CHARACTERS)


def _is_bold(element: HtmlElement) -> bool:
    return element.tag in _BOLD_TAGS or bool(_BOLD.search(element.get("style") or ""))


def _fragment(runs: list[tuple[str, bool]], xpath: str, kind: Literal["paragraph", "item"]) -> Fragment | None:
    text = clean("".join(run for run, _ in runs))
    if not text:
        return None
    stressed = all(bold for run, bold in runs if clean(run))
    if kind == "paragraph" and stressed and len(text) <= _HEADING_CHARACTERS and text[-1] not in ".;。；":
        return Fragment("heading", text, xpath)
    return Fragment(kind, text, xpath)


def _join_signs(cells: tuple[CellFragment, ...]) -> tuple[CellFragment, ...]:
    """Currency signs and closing brackets that markup puts into cells of their own go back to their number."""
    joined: list[CellFragment] = []
    for cell in cells:
        before = joined[-1] if joined else None
        if before is not None and before.text in _SIGNS and _VALUE.match(cell.text):
            joined[-1] = replace(cell, text=f"{before.text} {cell.text}", colspan=before.colspan + cell.colspan)
        elif before is not None and cell.text in {")", "%", ")%", "％"} and _NUMBER_END.search(before.text):
            joined[-1] = replace(before, text=before.text + cell.text, colspan=before.colspan + cell.colspan)
        else:
            joined.append(cell)
    return tuple(joined)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    """The cells that are shown; markup hides those that a cell above reaches into."""
    return [cell for cell in row if cell.tag in ("td", "th") and not is_hidden(cell)]


def _table(table: HtmlElement, path_of: object) -> Iterator[Fragment]:
    """A nested table: data keeps its cells; a table used for layout (a bullet beside its text) becomes items.

    Rows with nothing in them are left out, and cells that reach down over them get so much shorter.
    """
    assert callable(path_of)
    rows = []
    own = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    shown = [k for k, row in enumerate(own) if any(clean(c.text_content()) for c in _cells(row))]
    for number in shown:
        row = own[number]
        cells = tuple(
            CellFragment(
                clean(cell.text_content()),
                path_of(cell),
                read_span(cell, "colspan"),
                max(1, sum(number <= k < number + read_span(cell, "rowspan") for k in shown)),
                any(_is_bold(e) for e in cell.iter() if isinstance(e.tag, str)),
            )
            for cell in _cells(row)
        )
        rows.append(_join_signs(cells))
    if not rows:
        return
    filled = [[c for c in row if c.text] for row in rows]
    is_layout = all(
        len(row) == 1 or (len(row) == 2 and bool(_BULLET.match(row[0].text)) and not _VALUE.match(row[1].text))
        for row in filled
    )
    if not is_layout:
        yield Fragment("table", "", path_of(table), tuple(rows))
        return
    for row in filled:
        text = " ".join(c.text for c in row)
        short = row[-1].bold and len(text) <= _HEADING_CHARACTERS and text[-1] not in ".;。；"
        yield Fragment("heading" if short else "item" if len(row) == 2 else "paragraph", text, row[-1].xpath)
