"""Tables that `<pre>` aligns by blanks become tables of the page, inside their `<pre>`, before it is walked."""

from __future__ import annotations

from lxml import etree

from tieout.model import Grid
from tieout.read._monospaced.tables import find_aligned_tables
from tieout.read.source import make_layer


def mark_tables(root: etree._Element) -> None:
    """Puts a table element in the place of each aligned table in a `<pre>` that holds nothing but text."""
    for element in root.iter("pre"):
        text = element.text or ""
        if len(element) or "\n" not in text:
            continue
        position = 0
        last: etree._Element | None = None
        layer = make_layer(text)
        for table in find_aligned_tables(layer, 0, len(text)):
            _append_text(element, last, text[position : table.start])
            last = _make_table(table.grid)
            element.append(last)
            position = table.end
        if last is not None:
            _append_text(element, last, text[position:])


def _append_text(element: etree._Element, last: etree._Element | None, text: str) -> None:
    if last is None:
        element.text = text
    else:
        last.tail = text


def _make_table(grid: Grid) -> etree._Element:
    table = etree.Element("table")
    for row in grid.rows:
        line = etree.SubElement(table, "tr")
        for cell in row:
            if cell is None:
                continue
            box = etree.SubElement(line, "td")
            if cell.colspan > 1:
                box.set("colspan", str(cell.colspan))
            if cell.indent:
                box.set("style", f"padding-left:{cell.indent}em")
            box.text = cell.text
    return table
