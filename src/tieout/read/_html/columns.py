"""Raw columns of the markup to the columns a reader sees, and the Grid."""

from __future__ import annotations

from dataclasses import replace

from tieout.model import Block, Grid, GridCell, Layer
from tieout.numbers.scale import parse_unit_scale
from tieout.read._html.captions import find_hint
from tieout.read._html.fragments import Fragment, is_ruled_above, is_ruled_below, read_fragments
from tieout.read._html.placed import PlacedCell
from tieout.read._html.rows import RawTable
from tieout.read._html.styles import StyleSheet

_TITLE_ROWS = 3
_FULL_WIDTH = 0.6
_INDENT_STEP_POINTS = 4.0


def make_grid(
    layer: Layer, table: RawTable, rows: list[list[PlacedCell]], sheet: StyleSheet, caption: Block | None, hint: str
) -> Grid:
    """The grid of a table: split numbers joined, spacer columns gone, blank rows gone, titles inside taken out."""
    lines = [(k, read_fragments(layer, row, sheet)) for k, row in enumerate(rows)]
    lines = [(k, line) for k, line in lines if line]
    titles, lines = _take_titles(lines)
    if not lines:
        lines, titles = [(0, titles)], []
    columns = find_columns([line for _, line in lines])
    width = len(columns)
    indents = _indent_steps([line[0] for _, line in lines if line and line[0].left < columns[0][1]])
    cells = [_place(layer, line, columns, width, indents) for _, line in lines]
    heads = [table.rows[k].in_head for k, _ in lines]
    title = " ".join(t.text for t in titles if not _is_unit_line(t.text))
    own = [h for t in titles if (h := find_hint(t.text))]
    return Grid(
        tuple(cells),
        caption=title or ("" if caption is None else " ".join(caption.text.split())),
        caption_span=layer.span(titles[0].start, titles[-1].end)
        if title
        else None
        if caption is None
        else caption.span,
        unit_hint=_with_sign(" ".join(own) if own else hint, lines, title),
        header_rows=_count_heads(heads),
        ruled=_find_ruled(table, [k for k, _ in lines]),
    )


def _count_heads(heads: list[bool]) -> int | None:
    count = next((k for k, is_head in enumerate(heads) if not is_head), len(heads))
    return count if 0 < count < len(heads) else None


def _is_unit_line(text: str) -> bool:
    """True for a line that is only a statement of unit, in brackets."""
    return text[:1] in "(（" and text[-1:] in ")）" and bool(find_hint(text))


def _take_titles(lines: list[tuple[int, list[Fragment]]]) -> tuple[list[Fragment], list[tuple[int, list[Fragment]]]]:
    """Leading rows of one cell over (nearly) the whole width, with more than a row left, are titles and units."""
    width = max((f.right for _, line in lines for f in line), default=0)
    count = 0
    while count < min(_TITLE_ROWS, len(lines) - 2):
        line = lines[count][1]
        wide = len(line) == 1 and line[0].left == 0 and line[0].right >= max(2, _FULL_WIDTH * width)
        if not wide or line[0].is_figure:
            break
        count += 1
    if (
        count
        and len(lines[count][1]) == 1
        and lines[count][1][0].left == 0
        and not find_hint(lines[count - 1][1][0].text)
    ):
        # Narrow single cells follow: these are headings of rows, and the last wide one may be as well.
        count = count if any(len(line) > 1 for _, line in lines[count : count + 2]) else 0
    return [f for _, line in lines[:count] for f in line], lines[count:]


def find_columns(lines: list[list[Fragment]]) -> list[tuple[int, int]]:
    """The raw ranges of the columns, from left to right.

    Narrow fragments make columns; a wider one over one column widens it, over several it spans them, unless
    it is a number and the columns below never print in the same row: then they are one.
    """
    columns: list[tuple[int, int]] = []
    pieces = sorted((f for line in lines for f in line), key=lambda f: (f.right - f.left, f.left))
    spanning: list[Fragment] = []
    for piece in pieces:
        over = [c for c in columns if c[0] < piece.right and piece.left < c[1]]
        if not over:
            columns.append((piece.left, piece.right))
        elif len(over) == 1:
            columns.remove(over[0])
            columns.append((min(over[0][0], piece.left), max(over[0][1], piece.right)))
        else:
            spanning.append(piece)
    columns = _disjoint(sorted(columns))
    for piece in spanning:
        over = [c for c in columns if c[0] < piece.right and piece.left < c[1]]
        if len(over) > 1 and piece.is_figure and _never_together(lines, over):
            columns = sorted([c for c in columns if c not in over] + [(over[0][0], over[-1][1])])
    return _merge_under_headers(lines, columns)


def _disjoint(columns: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for left, right in columns:
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _never_together(lines: list[list[Fragment]], over: list[tuple[int, int]]) -> bool:
    """True when no row prints in more than one of the columns."""
    for line in lines:
        filled = {c for c in over for f in line if f.left < c[1] and c[0] < f.right and f.right - f.left <= c[1] - c[0]}
        if len(filled) > 1:
            return False
    return True


def _merge_under_headers(lines: list[list[Fragment]], columns: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring columns under one header cell that never print in the same row are one column."""
    for line in lines[:6]:
        if any(f.is_figure for f in line):
            break
        for head in line:
            over = [c for c in columns if c[0] < head.right and head.left < c[1]]
            if len(over) > 1 and head.left > 0 and _never_together([x for x in lines if x is not line], over):
                columns = sorted([c for c in columns if c not in over] + [(over[0][0], over[-1][1])])
    return columns


def _place(
    layer: Layer,
    line: list[Fragment],
    columns: list[tuple[int, int]],
    width: int,
    indents: dict[float, int],
) -> tuple[GridCell | None, ...]:
    cells: list[GridCell | None] = [None] * width
    covered = [False] * width
    for piece in line:
        over = [k for k, c in enumerate(columns) if c[0] < piece.right and piece.left < c[1]]
        first = next((k for k in over if cells[k] is None and not covered[k]), None)
        if first is None:
            _append(layer, cells, over[0] if over else width - 1, piece)
            continue
        colspan = over[-1] - first + 1
        text = _on_one_line(piece)
        span = layer.span(piece.start, piece.end)
        indent = indents.get(round(piece.indent), 0) if first == 0 else 0
        cells[first] = GridCell(text, span, colspan, piece.rowspan, indent, piece.bold, piece.header)
        for k in range(first + 1, first + colspan):
            covered[k] = True
    return tuple(c if c is not None or covered[k] else GridCell("") for k, c in enumerate(cells))


def _append(layer: Layer, cells: list[GridCell | None], column: int, piece: Fragment) -> None:
    """Two cells over the same columns (spans that overlap): the second's text joins the first's, none is lost."""
    at = next((k for k in range(column, -1, -1) if cells[k] is not None), 0)
    cell = cells[at]
    span = layer.span(piece.start if cell is None or cell.span is None else cell.span.start, piece.end)
    text = _on_one_line(piece) if cell is None else f"{cell.text} {_on_one_line(piece)}".strip()
    cells[at] = GridCell(text, span) if cell is None else replace(cell, text=text, span=span)


def _on_one_line(piece: Fragment) -> str:
    return " ".join(piece.text.split())


def _indent_steps(labels: list[Fragment]) -> dict[float, int]:
    """Indentations of labels as steps: what is nearer than a few points counts as the same."""
    steps: dict[float, int] = {}
    level, last = -1, -100.0
    for indent in sorted({round(f.indent) for f in labels}):
        if indent - last >= _INDENT_STEP_POINTS:
            level, last = level + 1, float(indent)
        steps[indent] = max(level, 0)
    return steps


def _find_ruled(table: RawTable, kept: list[int]) -> tuple[int, ...]:
    """Rows of the grid with a line under their numbers: their own, or the next row's upper line."""
    ruled = set()
    for position, k in enumerate(kept):
        if is_ruled_below(table.rows[k]):
            ruled.add(position)
        if (position and is_ruled_above(table.rows[k])) or (
            position and k and k - 1 not in kept and is_ruled_below(table.rows[k - 1])
        ):
            ruled.add(position - 1)
    return tuple(sorted(ruled))


def _with_sign(hint: str, lines: list[tuple[int, list[Fragment]]], title: str) -> str:
    """The unit hint, with the one currency sign the table's numbers carry where no currency is stated."""
    stated = parse_unit_scale(hint) or parse_unit_scale(title)
    if stated is not None and stated.unit not in {None, "shares"}:
        return hint
    signs = {f.sign for _, line in lines for f in line if f.sign}
    return f"{hint} {signs.pop()}".strip() if len(signs) == 1 else hint
