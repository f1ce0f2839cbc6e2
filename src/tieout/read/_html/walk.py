"""Walks a tree once: writes its text, notes ranges, and cuts it into raw blocks for `blocks` to finish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from tieout.model import Layer
from tieout.numbers.words import write_raised
from tieout.read._html.around import Around
from tieout.read._html.placed import PlacedCell, RawBlock, Run
from tieout.read._html.places import TextWriter, set_off
from tieout.read._html.rows import RawCell, RawTable, read_table
from tieout.read._html.strips import is_strip
from tieout.read._html.styles import Style, StyleSheet, local_name, read_sheet
from tieout.read.source import make_layer

if TYPE_CHECKING:
    from tieout.model import Block, Page

_SKIPPED = frozenset(
    {"head", "script", "style", "template", "noscript", "object", "iframe", "svg", "select", "textarea"}
)
_BLOCK_WORDS = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary tbody td tfoot th thead tr ul "
    "page document type sequence filename description"
)
_BLOCKS = frozenset(_BLOCK_WORDS.split())
_TABLE_PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"})
_ROW_HOLDERS = frozenset({"thead", "tbody", "tfoot"})
_PRINTED = Run(0, 0)
"""Stands for any run where no blocks are made of them."""


Ranges = Mapping[etree._Element, tuple[int, int]]


@dataclass(eq=False)
class Walked:
    """A tree as read: its text and the ranges of elements; blocks in reading order and pages when they are asked for."""

    layer: Layer
    ranges: Ranges = field(repr=False)
    raw: list[RawBlock] = field(repr=False)
    sheet: StyleSheet = field(repr=False)

    @cached_property
    def _finished(self) -> tuple[tuple[Block, ...], tuple[Page, ...]]:
        from tieout.read._html.blocks import finish_blocks

        return finish_blocks(self.layer, self.raw, self.sheet)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Headings, paragraphs, items and tables."""
        return self._finished[0]

    @property
    def pages(self) -> tuple[Page, ...]:
        """The printed pages, where the page states its breaks."""
        return self._finished[1]

    def range_of(self, element: etree._Element) -> tuple[int, int] | None:
        """Where the element's printed text stands in the layer; None when it prints nothing or is hidden.

        A table cell's marks of a split number (its bracket in the next cell) lie in the neighbouring element.
        """
        found = self.ranges.get(element)
        return found if found is not None and found[1] > found[0] else None


def walk(
    root: etree._Element,
    *more: etree._Element,
    noted: frozenset[str] | None = None,
    make_last: Callable[[Ranges], etree._Element | None] | None = None,
    text_only: bool = False,
) -> Walked:
    """The text, blocks and ranges of one tree, or of several pages of one document put after each other.

    The trees are parsed by the caller and not changed; hidden elements, scripts and ix:header print nothing.
    Ranges are kept of elements with the tags in `noted`, of all elements when it is None. `make_last` may make one
    more tree from the ranges of the others, e.g. to list what they hide. `text_only` gives no blocks and holds nothing
    for them.
    """
    walker = _Walker(TextWriter(), noted, text_only)
    for tree in (root, *more):
        walker.visit_tree(tree)
    last = make_last(walker.ranges) if make_last is not None else None
    if last is not None:
        walker.visit_tree(last)
    layer = make_layer(walker.writer.text(), locator=walker.writer.locator())
    return Walked(layer, walker.ranges, walker.blocks, walker.sheet)


@dataclass(slots=True, eq=False)
class _Walker:
    writer: TextWriter
    noted: frozenset[str] | None = None
    text_only: bool = False
    sheet: StyleSheet = field(default_factory=StyleSheet)
    ranges: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)
    blocks: list[RawBlock] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    page: int = 1
    page_used: bool = False
    shift: float = 0.0

    def visit_tree(self, tree: etree._Element) -> None:
        """Write a whole tree, in the styles of its own sheet."""
        self.sheet = read_sheet(tree)
        self.visit(tree, -1, 1, Around())
        self.flush(Around())
        self.writer.ask("\n")

    def visit(
        self, element: etree._Element, parent: int, number: int, around: Around, style: Style | None = None
    ) -> None:
        """Write an element, of that style where it is known, and what it holds."""
        tag, writer = element.tag, self.writer
        name = self.sheet.names[tag]
        if style is None:
            style = self.sheet.of(element)
        if style.hidden or name in _SKIPPED or (name == "header" and _is_inline_header(element)):
            return
        node = writer.enter(element, parent, number)
        within = around.below.get((style, name)) or around.with_style(style, name)
        breaks = False
        if style.sheet:
            self.turn_page(around)
        if name in _BLOCKS or style.place is not None:
            breaks = not around.inside
            if breaks:
                self.flush(around)
            else:
                writer.ask(" ")
        elif name == "br":
            writer.ask(" ")
        if style.break_before or name == "page":
            self.turn_page(around)
        if style.width and around.place is not None and name == "span" and not (element.text or "").strip():
            self.shift += style.width
        start = len(writer.starts)
        if name == "table" and not around.inside:
            self.flush(around)
            self._visit_table(read_table(element, self.sheet), node, within)
        else:
            if text := element.text:
                self.write(text, node, within)
            if len(element):
                self._visit_children(element, node, within)
        if (self.noted is None or tag in self.noted) and len(writer.starts) > start:
            self.ranges[element] = (writer.starts[start], writer.length)
        if breaks:
            self.flush(within)
        elif name == "br" and not around.inside:
            self._break_line(within)
        if style.break_after:
            self.turn_page(around)

    def _visit_children(self, element: etree._Element, node: int, around: Around) -> None:
        counts: dict[str, int] = {}
        for child in element:
            tag = child.tag
            if isinstance(tag, str):
                counts[tag] = number = counts.get(tag, 0) + 1
                self.visit(child, node, number, around)
            if text := child.tail:
                self.write(text, node, around)

    def write(self, text: str, node: int, around: Around) -> None:
        """Write a text of an element in the style around it; the lines of preformatted text are paragraphs."""
        if around.preformatted and not around.inside and "\n" in text:
            for line in text.split("\n"):
                self.write(line, node, around)
                self.flush(around)
            return
        if around.raised and self.runs and text.strip():
            raised = write_raised(text)
            if raised is None:
                self.writer.ask(" ")
            else:
                text = raised
        placed = self.writer.add(text, node)
        if placed is None:
            return
        if self.text_only:
            self.runs.append(_PRINTED)
            return
        self.runs.append(
            Run(*placed, around.bold, around.italic, around.underline, around.centred, around.raised, around.size)
        )
        if self.shift and around.place is not None:
            self.runs[-1].shift = self.shift
        self.shift = 0.0

    def _break_line(self, around: Around) -> None:
        """A <br>: two in a row part paragraphs, a single one is a space."""
        if self.runs and self.runs[-1].broken:
            self.flush(around)
        elif self.runs:
            self.runs[-1] = replace(self.runs[-1], broken=True)
        self.writer.ask(" ")

    def flush(self, around: Around) -> None:
        """End the paragraph being written."""
        if self.runs:
            if not self.text_only:
                block = RawBlock(around.kind, tuple(self.runs), around.level, self.page)
                if around.place is not None:
                    block.place, block.stretch = around.place, around.stretch
                self.blocks.append(block)
            self.runs = []
            self.page_used = True
        self.writer.ask("\n")

    def turn_page(self, around: Around) -> None:
        """What follows stands on the next page, unless this one is still empty."""
        self.flush(around)
        if self.page_used:
            self.page += 1
            self.page_used = False

    def _visit_table(self, table: RawTable, node: int, around: Around) -> None:
        nodes = self._enter_rows(table, node, around)
        self._visit_strays(table.element, {r.element for r in table.rows if r.has_strays}, nodes, around)
        strip = is_strip(table) and not any(_holds_blocks(c.element) for row in table.rows for c in row.cells)
        if table.is_layout and not strip:
            self._visit_layout(table, around, nodes)
        else:
            self._visit_grid(table, around, nodes)

    def _visit_strays(
        self, holder: etree._Element, broken: set[etree._Element], nodes: dict[etree._Element, int], around: Around
    ) -> None:
        """What broken markup puts between rows, and between cells of the rows `broken`, is printed above the table by
        a browser, and here."""
        node = nodes.get(holder, -1)
        if holder.text:
            self.write(holder.text, node, around)
        counts: dict[str, int] = {}
        for child in holder:
            tag = child.tag
            if isinstance(tag, str):
                name = self.sheet.names[tag]
                counts[tag] = number = counts.get(tag, 0) + 1
                if name not in _TABLE_PARTS:
                    self.visit(child, node, number, around)
                elif name in _ROW_HOLDERS or child in broken:
                    self._visit_strays(child, broken, nodes, around)
            if text := child.tail:
                self.write(text, node, around)
        self.flush(around)

    def _enter_rows(self, table: RawTable, node: int, around: Around) -> dict[etree._Element, int]:
        """Nodes of the elements between the table and its rows."""
        nodes: dict[etree._Element, int] = {table.element: node}
        numbers: dict[etree._Element, int] = {}
        for row in table.rows:
            line = [row.element, *row.element.iterancestors()]
            for element in reversed(line[: line.index(table.element)]):
                if element not in nodes:
                    above = element.getparent()
                    assert above is not None
                    if element not in numbers:
                        numbers.update(_number_children(above))
                    nodes[element] = self.writer.enter(element, nodes[above], numbers[element])
        if table.caption is not None:
            self.visit(table.caption, node, 1, around)
            self.flush(around)
        return nodes

    def _visit_layout(self, table: RawTable, around: Around, nodes: dict[etree._Element, int]) -> None:
        """Each row a paragraph where its cells hold a line each; cells that hold blocks are read one after another."""
        for row in table.rows:
            self.turn_for(row.style, around, before=True)
            simple = len(row.printed()) > 1 and not any(_holds_blocks(c.element) for c in row.cells)
            inside = around.with_kind(simple, "item" if simple else around.kind)
            for cell in row.cells:
                self.writer.ask(" ")
                self.visit(cell.element, nodes[row.element], cell.number, inside, cell.style)
            self.flush(around.with_kind(around.inside, "item") if simple else around)
            self.turn_for(row.style, around, before=False)

    def turn_for(self, style: Style, around: Around, *, before: bool) -> None:
        """Turn the page where a row says so."""
        if style.break_before if before else style.break_after:
            self.turn_page(around)

    def _visit_grid(self, table: RawTable, around: Around, nodes: dict[etree._Element, int]) -> None:
        placed: list[list[PlacedCell]] = []
        within = around.with_kind(True, around.kind)
        for row in table.rows:
            self.turn_for(row.style, around, before=True)
            self.writer.ask("\n")
            previous: RawCell | None = None
            line: list[PlacedCell] = []
            node = nodes[row.element]
            styled = within.with_style(row.style, "tr")
            for cell in row.cells:
                if not cell.text and not len(cell.element) and not cell.element.text:
                    if not self.text_only:
                        line.append(PlacedCell(cell, ()))
                    continue
                if cell.text and previous is not None:
                    set_off(self.writer, previous, cell)
                self.runs = []
                self.visit(cell.element, node, cell.number, styled, cell.style)
                line.append(PlacedCell(cell, tuple(self.runs)))
                previous = cell if cell.text else previous
            self.runs = []
            placed.append(line)
            self.turn_for(row.style, around, before=False)
        if any(p.runs for line in placed for p in line):
            self.page_used = True
            if not self.text_only:
                self.blocks.append(RawBlock("table", (), 0, self.page, table, placed))
        self.writer.ask("\n")


def _number_children(parent: etree._Element) -> dict[etree._Element, int]:
    """Each child's place among its like, from 1."""
    counts: dict[str, int] = {}
    numbers: dict[etree._Element, int] = {}
    for child in parent:
        if isinstance(child.tag, str):
            numbers[child] = counts[child.tag] = counts.get(child.tag, 0) + 1
    return numbers


def _is_inline_header(element: etree._Element) -> bool:
    """True for ix:header, which holds what an inline filing does not show."""
    return "inlineXBRL" in str(element.tag) or str(element.tag).lower().startswith("ix:")


def _holds_blocks(cell: etree._Element) -> bool:
    """True when a cell holds a table, a list or several blocks."""
    found = 0
    for child in cell.iterdescendants():
        if isinstance(child.tag, str):
            name = local_name(child)
            if name in {"table", "ul", "ol"}:
                return True
            found += name in {"div", "p", "h1", "h2", "h3", "h4", "h5", "h6"} and bool((child.text or "").strip())
    return found > 1
