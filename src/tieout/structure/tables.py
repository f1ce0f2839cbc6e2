"""Grids to tables: headers, units, periods, hierarchy, figures. The same for every format."""

from __future__ import annotations

import re
from dataclasses import replace

from tieout.concepts.table_words import LESS
from tieout.model import Cell, Column, Document, Figure, Grid, GridCell, Period, Quantity, Row, Span, Table
from tieout.numbers.find import find_quantities
from tieout.numbers.parse import parse_quantity
from tieout.numbers.periods import find_periods
from tieout.numbers.words import RAISED
from tieout.structure.cell_units import find_cell_unit
from tieout.structure.column_periods import Reckoning, own_period
from tieout.structure.columns import Context, count_header_rows, prints_nothing, read_columns
from tieout.structure.decimal_marks import as_printed, with_points, writes_commas
from tieout.structure.outline import section_paths
from tieout.structure.row_periods import with_row_periods
from tieout.structure.rows import read_rows
from tieout.structure.sides import split_sides
from tieout.structure.units import UnitsInForce

_NEAR_BLOCKS = 3


def figure_id(document_id: str, span: Span) -> str:
    """The id of the figure at a place: document, page where there is one, offset."""
    page = "" if span.page is None else f"p{span.page}:"
    return f"{document_id}:{page}{span.start}"


def build_tables(document: Document) -> tuple[Table, ...]:
    """Every grid of the document, understood; ids count in reading order."""
    paths = section_paths(document)
    tables: list[Table] = []
    units = UnitsInForce(document)
    by = Reckoning(document.year_end, own_period(document.period_end, document.kind, document.year_end))
    commas = writes_commas(document)
    for k, block in enumerate(document.blocks):
        if block.grid is None or not block.grid.rows:
            continue
        context = Context(
            units.of(k, tables[-1] if tables else None),
            by,
            balances=_holds_balances(block.grid, paths[k], lead := _find_lead(document, k)),
            period=_period_in_force(document, k),
            lead=lead,
            hint=f"{block.grid.unit_hint} {block.grid.caption}",
        )
        for grid in split_sides(with_points(block.grid) if commas else block.grid):
            table_id = f"{document.id}-t{len(tables) + 1}"
            table = _build_table(document, table_id, grid, block.span, paths[k], context, block.page)
            tables.append(as_printed(table) if commas else table)
    return tuple(tables)


_BALANCES = re.compile(
    r"financial\s+position|balance\s+sheets?|資產負債表|资产负债表|財務狀況表|财务状况表|^\s*as\s+(?:at|of)\b|於.{2,14}日$",
    re.I,
)


_BALANCE_TITLE = re.compile(
    r"\b(?:receivables?|payables?|inventories|borrowings|bonds\s+issued|deposits|prepayments|cash\s+equivalents|(?:lease|contract|tax|other|current)\s+liabilities"
    r"|(?:contract|tax|financial|intangible|right-of-use|other|current)\s+assets)\b"
    r"|應收|应收|應付|应付|借貸|借款|存貨|存货|負債|负债|資產|资产|債券|债券|銀行結餘|现金及|現金及|按金",
    re.I,
)
_FLOW = re.compile(
    r"\b(?:income|expenses?|costs?|loss(?:es)?|gains?|profit|revenue|movements?|impairment|cash\s+flows?|turnover|emoluments|remuneration|during|for\s+the\s+(?:year|period)|additions?"
    r"|beginning|depreciation|amortisation|disposals?)\b|收益|收入|虧損|亏损|開支|费用|費用|成本|變動|变动|現金流量|现金流量|(?<!一)年內|年初|期初|本年|本期|折舊|折旧|溢利|利润|添置",
    re.I,
)


_BALANCE_LABEL = re.compile(
    r"\b(?:receivables?|payables?|inventories|borrowings|loans?|liabilities|assets)\W*$"
    r"|(?:應收|应收|應付|应付).{0,8}$|(?:借貸|借款|存貨|存货|負債|负债|資產|资产)\W*$",
    re.I,
)
_MATURITY = re.compile(
    r"^\W*(?:within\s+(?:one|1)\s+year|(?:more\s+than|over|after)\s+(?:five|5)\s+years)|^\W*(?:一|1)年[內内]|^\W*(?:五|5)年[後后以]",
    re.I,
)
"""When what is owed falls due: rows of a balance by maturity."""


def _holds_balances(grid: Grid, section: tuple[str, ...], lead: str = "") -> bool:
    """True for a table of balances: its caption or heading names the statement or says "as at"; every row is named as a
    balance or falls due at some time; or the note is about balances and neither a row nor the sentence that leads to
    the table tells of a flow."""
    titles = (grid.caption, section[-1] if section else "")
    if any(_BALANCES.search(text) for text in titles):
        return True
    labels = [row[0].text for row in grid.rows if row and row[0] is not None and row[0].text]
    flow = _FLOW.search(lead) is not None
    named = [label for row in grid.rows if (label := _label_of_amounts(row))]
    if not flow and named and (all(map(_BALANCE_LABEL.search, named)) or any(map(_MATURITY.search, named))):
        return True
    if flow or not any(_BALANCE_TITLE.search(text) for text in titles) or any(_FLOW.search(text) for text in titles):
        return False
    return not any(_FLOW.search(label) for label in labels if not LESS.match(label))


def _label_of_amounts(row: tuple[GridCell | None, ...]) -> str:
    """The label of a row that prints amounts, "" for other rows."""
    label = row[0].text if row and row[0] is not None else ""
    amounts = any(c is not None and c.text and parse_quantity(c.text) is not None for c in row[1:])
    return label if amounts else ""


_PERIOD_LINE_LETTERS = 12
"""So many letters may stand beside the period on a line that names nothing else."""


def _period_in_force(document: Document, k: int) -> Period | None:
    """The period that a line of its own right above a table names: "For the year ended 30 September 2020"."""
    for block in reversed(document.blocks[max(0, k - _NEAR_BLOCKS) : k]):
        if block.kind == "table" or len(block.text) > 120:
            break
        found = [f for f in find_periods(block.text, document.year_end) if f.period is not None]
        beside = len(block.text) - sum(f.end - f.start for f in found)
        if found and beside <= _PERIOD_LINE_LETTERS and len({f.period for f in found}) == 1:
            return found[0].period
    return None


_MARK_LETTERS = 6
"""A block of no more letters between a sentence and its table is a page number."""


def _find_lead(document: Document, k: int) -> str:
    """The sentence right above a table that leads to it, or ""."""
    for block in reversed(document.blocks[max(0, k - _NEAR_BLOCKS) : k]):
        if block.kind == "table":
            break
        if block.text.rstrip().endswith((":", "：")):
            return block.text
        if len(block.text) > _MARK_LETTERS:
            break
    return ""


def _build_table(
    document: Document,
    table_id: str,
    grid: Grid,
    span: Span,
    section: tuple[str, ...],
    context: Context,
    page: int | None,
) -> Table:
    header_rows = count_header_rows(grid)
    columns = read_columns(grid, header_rows, context)
    label_columns = [c for c, column in enumerate(columns) if column.kind == "label"]
    corner = " ".join(text for c in label_columns for text in columns[c].path)
    context = replace(context, hint=f"{context.hint} {corner}")
    rows = with_row_periods(
        read_rows(grid, header_rows, columns), columns, context.by.year_end, _last_header_label(grid, header_rows)
    )
    cells = tuple(
        tuple(
            _read_cell(
                document,
                grid.rows[header_rows + r][c],
                columns[c],
                rows[r],
                c in label_columns or _is_of_range(grid.rows[header_rows + r], c),
                context,
            )
            for c in range(len(columns))
        )
        for r in range(len(rows))
    )
    headers = tuple(
        tuple(Cell(c.text, "header", c.span) if c is not None else Cell("", "blank") for c in row)
        for row in grid.rows[:header_rows]
    )
    values = [c for c in columns if c.kind == "value"]
    unit = context.unit.unit if context.unit else next((c.unit for c in values if c.unit), None)
    scale = (context.unit.scale or 0) if context.unit else next((c.scale for c in values if c.scale), 0)
    return Table(
        id=table_id,
        document=document.id,
        caption=grid.caption or (section[-1] if section else ""),
        span=span,
        columns=columns,
        rows=rows,
        cells=cells,
        headers=headers,
        unit=unit,
        scale=scale,
        page=span.page if span.page is not None else page,
        pages=tuple(sorted({s.page for row in cells for c in row if c.span for s in c.span.segments if s.page})),
        section=section,
        confidence=grid.confidence,
        why=grid.note,
    )


_RANGE_OPEN = re.compile(r"\d[^\d]{0,6}(?:\bto|至|~|～)$")
_RANGE_REST = re.compile(r"^(?:to\b|至|~|～)[^\d]{0,6}\d")


def _is_of_range(row: tuple[GridCell | None, ...], c: int) -> bool:
    """Whether a cell prints one end of a range that stands in two cells ("HK$27 to" beside "HK$377"): no value of its own."""
    texts = ["" if cell is None else cell.text.strip() for cell in row]
    if not texts[c]:
        return False
    before = next((text for text in reversed(texts[1:c]) if text), "")
    after = next((text for text in texts[c + 1 :] if text), "")
    opens, rests = _RANGE_OPEN.search(texts[c]), _RANGE_REST.match(texts[c])
    return any((opens, rests, _RANGE_OPEN.search(before), _RANGE_REST.match(after) and texts[c][-1:].isdigit()))


def _last_header_label(grid: Grid, header_rows: int) -> str:
    cell = grid.rows[header_rows - 1][0] if header_rows else None
    return cell.text if cell is not None else ""


def _read_cell(
    document: Document, cell: GridCell | None, column: Column, row: Row, is_label: bool, context: Context
) -> Cell:
    if cell is None or not cell.text.strip():
        return Cell("", "blank", cell.span if cell else None)
    if is_label or column.kind == "label":
        return Cell(cell.text, "label", cell.span)
    if column.kind == "note":
        return Cell(cell.text, "note", cell.span)
    if prints_nothing(cell.text) or cell.span is None:
        return Cell(cell.text, "blank", cell.span)
    printed, cell = cell.text, _without_mark(document, cell)
    assert cell.span is not None
    unit, scale = find_cell_unit(column, row, context, parse_quantity(cell.text))
    quantity = _read_cents(cell.text, unit) or parse_quantity(cell.text, unit, scale)
    if quantity is None:
        return _read_worded_cell(document, cell, unit, scale)
    figure = Figure(
        figure_id(document.id, cell.span), document.id, cell.span, quantity, "cell", quantity.scale != scale
    )
    return Cell(printed, "value", cell.span, figure)


_REMARK_END = re.compile(
    r"\s*[(（]\s*(?:as\s+)?(?:restated|re-presented|unaudited|audited|revised|经?重[列述]|經?重[列述]|未[经經][审審][计計核]|[经經][审審][计計核])\s*[)）]$",
    re.I,
)
_RAISED_END = re.compile(rf"(?<=[\d)）%％])[{''.join(RAISED.values())},]*[{''.join(RAISED.values())}]$")


def _without_mark(document: Document, cell: GridCell) -> GridCell:
    """The cell without the raised mark of a footnote or a remark like "(restated)" behind its number."""
    found = _RAISED_END.search(cell.text) or _REMARK_END.search(cell.text)
    if found is None or cell.span is None or not cell.span.quote.endswith(found[0]):
        return cell
    span = document.layer(cell.span.layer).span(cell.span.start, cell.span.end - len(found[0]))
    return replace(cell, text=cell.text[: found.start()], span=span)


_CENTS = re.compile(r"^(HK|RMB|US)?\s*([(（]?[\d.,]+[)）]?)\s*(?:HK|US)?\s*(?:cents?|港?仙|分)(?:\s*港?仙)?$", re.I)


def _read_cents(text: str, unit: str | None) -> Quantity | None:
    """An amount in hundredths: "HK(8.55) cents", "8.55港仙"."""
    found = _CENTS.match(text.strip())
    number = parse_quantity(found[2]) if found is not None else None
    if found is None or number is None:
        return None
    currency = {"HK": "HKD", "RMB": "CNY", "US": "USD"}.get((found[1] or "").upper())
    hong_kong = "仙" in text or text.strip().upper().startswith("HK")
    return replace(number, unit=currency or ("HKD" if hong_kong else unit), scale=-2)


def _read_worded_cell(document: Document, cell: GridCell, unit: str | None, scale: int) -> Cell:
    """A cell with words around one number ("Over 5 million units"): its figure is the number, its place the number's."""
    assert cell.span is not None
    found = find_quantities(cell.span.quote)
    if len(found) != 1:
        return Cell(cell.text, "label", cell.span)
    start = cell.span.start + found[0].start
    span = document.layer(cell.span.layer).span(start, cell.span.start + found[0].end)
    quantity: Quantity = found[0].quantity
    if quantity.unit is None and not found[0].explicit_scale:
        quantity = replace(quantity, unit=unit, scale=scale)
    return Cell(
        cell.text, "value", span, Figure(figure_id(document.id, span), document.id, span, quantity, "cell", True)
    )
