"""A table while it is being read: cells as lists of words, before its text has a place in the layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tieout.read._layout.lines import Line, separator
from tieout.read._layout.script import is_amount, is_nil
from tieout.read._layout.words import Words


@dataclass(slots=True)
class SheetCell:
    """One cell: its words in reading order and what was seen of it. `x0` is its left edge; `wrapped`: digits go on
    over a line end."""

    words: list[int]
    text: str = ""
    x0: float = 0.0
    colspan: int = 1
    rowspan: int = 1
    indent: int = 0
    bold: bool = False
    header: bool = False
    wrapped: bool = False


@dataclass(slots=True)
class Sheet:
    """Rows of cells, None where a neighbour spans; box in the layout frame; `lines` are those of the zone it took."""

    rows: list[list[SheetCell | None]]
    header_rows: int
    box: tuple[float, float, float, float]
    lines: list[int] = field(default_factory=list)
    ruled: list[int] = field(default_factory=list)
    caption: list[int] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    bottoms: list[float] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    how: str = ""
    confidence: float = 0.5
    note: str = ""


def join_cell(words: Words, run: Sequence[int], wrapped: bool = False) -> tuple[str, list[str]]:
    """A cell's text and the separator before each of its words: signs, brackets and wrapped digits join up."""
    if wrapped or len(run) < 2:
        return "".join(words.text[i] for i in run), [""] * len(run)
    before: list[str] = []
    text = ""
    for k, i in enumerate(run):
        piece = words.text[i]
        gap = separator(words, run[k - 1], i) if k else ""
        if gap and (len(text) < 4 or not piece[0].isalnum()) and _belongs(text, piece):
            gap = ""
        before.append(gap)
        text += gap + piece
    return text, before


_SIGNS = {"$", "€", "£", "¥", "￥", "HK$", "US$", "RMB", "(", "（", "-", "–", "—", "($", "$(", "NT$", "S$", "A$"}


def _belongs(text: str, piece: str) -> bool:
    if piece[0].isdigit() and text in _SIGNS:
        return True
    if piece in {")", "）", "%", "％", ")%", "）%", "%)"} and text[-1:].isdigit():
        return True
    if piece in {"%", "％"} and text[-1:] in ")）" and is_amount(text):
        return True
    return bool(piece[0] in "(（" and text in _SIGNS and (is_amount(piece) or piece in {"(", "（"}))


def finish_cell(words: Words, cell: SheetCell) -> SheetCell:
    """The cell with text, edge and weight worked out from its words."""
    if cell.words:
        cell.x0 = words.x0[cell.words[0]]
        if len(cell.words) == 1:
            cell.text, cell.bold = words.text[cell.words[0]], words.bold[cell.words[0]]
            return cell
        cell.text = join_cell(words, cell.words)[0]
        heavy = sum(len(words.text[i]) for i in cell.words if words.bold[i])
        cell.bold = heavy * 2 > sum(len(words.text[i]) for i in cell.words)
    return cell


def holds_value(cell: SheetCell | None) -> bool:
    """True when the whole cell prints one amount, a dash or "n/a"."""
    if cell is None or not cell.text:
        return False
    bare = cell.text.replace(" ", "")
    return is_amount(bare) or is_nil(bare)


def set_indents(rows: Sequence[Sequence[SheetCell | None]], header_rows: int, em: float) -> None:
    """Indent steps of the first column, from the clusters its left edges form."""
    labels = [row[0] for row in rows[header_rows:] if row and row[0] is not None and row[0].text]
    edges = sorted(c.x0 for c in labels)
    steps: list[float] = []
    for edge in edges:
        if not steps or edge - steps[-1] > 0.45 * em:
            steps.append(edge)
    for cell in labels:
        cell.indent = max((k for k, step in enumerate(steps) if cell.x0 >= step - 0.01), default=0)


def lines_box(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """The smallest box around lines."""
    left, top = min(line.x0 for line in lines), min(line.y0 for line in lines)
    return left, top, max(line.x1 for line in lines), max(line.y1 for line in lines)
