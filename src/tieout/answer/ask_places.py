"""Figures of tables with the words that address them: label, labels above, header, caption, the paragraph before the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tieout.answer.ask_words import GENERIC, REMARK, YEAR, split_words
from tieout.answer.summary.row_names import name_row
from tieout.model import Document, Figure, Table

_LEAD_CHARACTERS = 400
MONTHS = frozenset(split_words("january february march april june july august september october november december"))


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A figure of a table with the words that address it; `years` are those its header, row or period names, `lead` the words of
    the paragraph right above the table."""

    table: Table
    row: int
    column: int
    figure: Figure
    label: frozenset[str]
    header: frozenset[str]
    above: frozenset[str]
    caption: frozenset[str]
    years: frozenset[str]
    lead: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The row's label as printed, or the heading that a sum without one stands under."""
        row = self.table.rows[self.row]
        return row.label or (row.path[-1] if row.path else "")


def find_places(documents: Iterable[Document]) -> list[CellPlace]:
    """The figures of all tables of the documents."""
    cells: list[CellPlace] = []
    for document in documents:
        above = _find_leads(document)
        for table in document.tables:
            lead = above.get((table.span.layer, table.span.start), frozenset())
            cells += _cells_of(table, lead)
    return cells


def _find_leads(document: Document) -> dict[tuple[str, int], frozenset[str]]:
    """For each place of a table the words of the last sentence before it."""
    leads: dict[tuple[str, int], frozenset[str]] = {}
    last = ""
    for block in document.blocks:
        if block.grid is None:
            last = block.text if block.kind != "heading" else last
        else:
            leads[block.span.layer, block.span.start] = frozenset(split_words(last[-_LEAD_CHARACTERS:]))
            last = ""
    return leads


def _cells_of(table: Table, lead: frozenset[str]) -> Iterator[CellPlace]:
    corner = " ".join(text for c in table.columns if c.kind == "label" for text in c.path)
    caption = frozenset(split_words(" ".join((table.caption, *table.section[-1:], corner))))
    headers = []
    for column in table.columns:
        path = " ".join(column.path)
        words = frozenset(w for w in split_words(GENERIC.sub(" ", path)) if not w.isdigit()) | _years(path)
        headers.append(words | ({str(column.period.end.year)} if column.period is not None else frozenset()))
    if tells_years(table) or _spans(table):  # what stands above one of them stands above all, and is no name of one
        alike = {k for k, column in enumerate(table.columns) if column.kind == "value"}
        shared = frozenset(w for k in alike for w in headers[k] if not YEAR.fullmatch(w))
        headers, caption = [w | shared if k in alike else w for k, w in enumerate(headers)], caption | shared
    for r, (row, cells) in enumerate(zip(table.rows, table.cells, strict=True)):
        titles = [text for text in row.path if text != row.label]
        label = frozenset(split_words(REMARK.sub("", name_row(row.label, titles[-1] if titles else ""))))
        if not row.label and titles:  # a sum without a name is that of the rows below its heading
            named = frozenset(w for w in split_words(titles[-1]) if not w.isdigit()) - MONTHS
            label = named | {"total"} if named else frozenset()
        above = frozenset(w for text in titles for w in split_words(text))
        own = _years(row.label) | frozenset(y for text in row.path for y in _years(text))
        own |= {str(row.period.end.year)} if row.period is not None else frozenset()
        for k, cell in enumerate(cells):
            if cell.figure is not None and cell.role == "value":
                years = frozenset(w for w in headers[k] if YEAR.fullmatch(w)) or own
                yield CellPlace(table, r, k, cell.figure, label, headers[k], above, caption, years, lead)


def _years(text: str) -> frozenset[str]:
    return frozenset(w for w in split_words(text) if YEAR.fullmatch(w))


def _spans(table: Table) -> bool:
    """True where one value column alone has more than a year above it: a title set over the middle of all of them."""
    paths = [c.path for c in table.columns if c.kind == "value"]
    return (
        sum(len(path) > 1 for path in paths) == 1 and len(paths) > 2 and all(_years(" ".join(path)) for path in paths)
    )


def tells_years(table: Table) -> bool:
    """True where nothing but the year tells a table's value columns apart, whatever else stands above one of them."""
    years = [
        _years(" ".join(c.path)) or ({str(c.period.end.year)} if c.period else set())
        for c in table.columns
        if c.kind == "value"
    ]
    return len(years) > 1 and all(len(y) == 1 for y in years) and len(frozenset().union(*years)) == len(years)


def same_scale(figures: Sequence[Figure]) -> bool:
    """True where figures may be put into one calculation: one unit and one scale."""
    return len({(f.quantity.unit, f.quantity.scale) for f in figures}) == 1


def share_unit(cells: Sequence[CellPlace]) -> Sequence[CellPlace]:
    """Cells of one row that only the year tells apart, in the unit that one of them has where the others have none: it was printed
    over the middle of them."""
    stated = {(c.figure.quantity.unit, c.figure.quantity.scale) for c in cells if c.figure.quantity.unit is not None}
    bare = [c for c in cells if c.figure.quantity.unit is None]
    one_row = len({(c.table.id, c.row) for c in cells}) == 1 and tells_years(cells[0].table)
    if not bare or len(stated) != 1 or not one_row:
        return cells
    unit, scale = stated.pop()
    if unit == "%" or any(c.figure.quantity.scale not in {0, scale} for c in bare):
        return cells
    return [
        replace(c, figure=replace(c.figure, quantity=replace(c.figure.quantity, unit=unit, scale=scale))) for c in cells
    ]
