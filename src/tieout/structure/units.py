"""The unit and scale in force where a table stands: its own statement, the lines above it, the table before it, the
running line of its page, or the line that opens a part of the document. The same for every format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.model import Block, Document, Grid, Table
from tieout.numbers.find import find_quantities
from tieout.numbers.scale import UnitScale, find_unit_statement, parse_unit_scale

NEAR_BLOCKS = 4
"""So many blocks above a table are searched for the line or sentence that leads to it."""
CHAIN_BLOCKS = 8
"""So many blocks may stand between a table and the one whose unit it takes."""
LINE_CHARACTERS = 120
HEAD_CHARACTERS = 400
"""So much of a page's head is searched for a running line."""
OPENING_BLOCKS = 8
"""So far a unit line is followed to see whether text or a table comes first."""

_SIGN = re.compile(r"(?:[A-Z]{1,3})?[$€£¥￥]")
_TABULAR = re.compile(
    r"\b(?:tabular\s+)?(?:amounts|figures|dollars|expressed|stated)\b.{0,30}\b(?:thousands|millions)\b|除另有", re.I
)
_FOOTNOTE = re.compile(r"^(?:[(（]\w{1,2}[)）]|\d{1,2}\s|[*†‡#]|notes?\s*:)", re.I)
_SEVERAL = re.compile(r"\btables\b|下列各表|以下各表", re.I)
_PART = re.compile(
    r"^(?:part\s+[ivx\d]|item\s+\d|signatures?\b|exhibits?\b|schedule\s+[ivx]|report\s+of\s+independent|independent\s+auditor|management.s\s+discussion"
    r"|selected\s+financial|corporate\s+governance|(?:three|four|five|ten)[\s-]year|独立核数师|獨立核數師|管理層討論|管理层讨论|企業管治|企业管治|五年|公司資料|公司资料)",
    re.I,
)
"""Headings that begin another part of a report: a unit line of the part before holds no longer."""


class UnitsInForce:
    """Tells for each table of a document what is stated outside its cells. Ask in reading order."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = document.blocks
        self._leads = _find_leads(document.blocks)
        self._parts = _find_part_units(document.blocks)
        self._running = _find_running_units(document)
        self._found: dict[str, UnitScale] = {}

    def of(self, k: int, before: Table | None) -> UnitScale | None:
        """The unit in force for the table that is block `k`; `before` is the table built last."""
        found = self._find(k, before)
        if found is not None:
            self._found[_key(self._blocks[k])] = found
        return found

    def _find(self, k: int, before: Table | None) -> UnitScale | None:
        grid = self._blocks[k].grid
        assert grid is not None
        own = _own_unit(grid)
        if own is not None and (own.scale is not None or not _SIGN.fullmatch(grid.unit_hint.strip())):
            return own
        near = self._stated_above(k) or self._leads.get(k) or self._taken_over(k, before)
        stated = near or self._running.get(k) or self._parts.get(k)
        return own if stated is None or (own is not None and stated.unit not in {None, own.unit}) else stated

    def _stated_above(self, k: int) -> UnitScale | None:
        """What a short line above the table states, or the sentence that leads to it in its remark."""
        for block in reversed(self._blocks[max(0, k - NEAR_BLOCKS) : k]):
            if block.kind == "table":
                break
            stated = _state_unit(block)
            if stated is not None:
                return stated
        return None

    def _taken_over(self, k: int, before: Table | None) -> UnitScale | None:
        """The unit of the table before, when only headings, footnotes and a short line stand between that lead to no
        table of their own. What its columns state for themselves does not pass a heading."""
        if (
            _is_led(self._blocks[k])
            or _rows_state_units(self._blocks[k])
            or before is None
            or (before.unit is None and not before.scale)
            or before.unit in {"%", "shares"}
        ):
            return None
        lines, headed = 0, False
        for j in range(k - 1, max(-1, k - 1 - CHAIN_BLOCKS), -1):
            block = self._blocks[j]
            if block.span == before.span:
                if _states_in_columns(before) and (headed or _names_measures(self._blocks[k])):
                    return None
                return self._found.get(_key(block), UnitScale(before.unit, before.scale))
            if block.text.rstrip().endswith((":", "：")) or _opens_part(block):
                return None
            headed = headed or block.kind == "heading"
            if block.kind == "heading" or _FOOTNOTE.match(block.text) or block.kind == "table":
                continue
            lines += 1
            if lines > 1 or len(block.text) > LINE_CHARACTERS:
                return None
        return None


def _is_led(block: Block) -> bool:
    """True where a table's own caption ends in a colon: it names what follows, and no unit of the table before."""
    caption = block.grid.caption if block.grid is not None else ""
    after = block.text[len(caption) :].lstrip()
    return bool(caption) and block.text.startswith(caption) and after.startswith((":", "："))


def _states_in_columns(table: Table) -> bool:
    """True where two column headings or more say the scale in words of their own: "2024 (RMB thousands)"."""
    stated = 0
    for column in table.columns:
        text = " ".join(column.path)
        found = parse_unit_scale(text) if re.search(r"\d", text) and re.search(r"[^\W\d]", text) else None
        stated += bool(found and found.scale)
    return stated > 1


_BRACKET = re.compile(r"[(（]([^()（）]{1,30})[)）]\W*$")


def _rows_state_units(block: Block) -> bool:
    """True where labels of a table state different units or scales in brackets: each row tells its own."""
    labels = [row[0].text for row in block.grid.rows if row and row[0] is not None] if block.grid is not None else []
    remarks = (found[1] for label in labels[1:] if (found := _BRACKET.search(label)))
    return len({(u.unit, u.scale) for r in remarks if (u := parse_unit_scale(r)) is not None and u.unit != "%"}) > 1


_NO_MEASURE = re.compile(
    r"\b(?:19|20)\d\d(?:\s*/\s*\d{2,4})?\b|\b[HQ][1-4]|\b[1-4][HQ]\d*|\bFY\d*|\d|\b(?:as|at|of|for|in|the|and|to|on|year|years|period|half|months?|quarter|ended|ending|first|second|third|fourth|three|six|nine|twelve"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|restated|audited|unaudited|change|changes|yoy|y-o-y|total|amounts?|current|prior|opening|closing|note|notes)\b"
    r"|[年月日末度上下半季止期至截经經重列述未審审核計计增減减变變動动金額额本附註注]+|[^\w]",
    re.I,
)


def _names_measures(block: Block) -> bool:
    """True where two column headings or more of a table say what they hold besides a period: "Students 2024"."""
    grid = block.grid
    heads = [cell.text for cell in grid.rows[0][1:] if cell is not None] if grid is not None and grid.rows else []
    return sum(len(_NO_MEASURE.sub("", text)) > 3 for text in heads) > 1


def _key(block: Block) -> str:
    return f"{block.span.layer}:{block.span.start}"


def _own_unit(grid: Grid) -> UnitScale | None:
    for text in (grid.unit_hint, grid.caption):
        stated = parse_unit_scale(text)
        if stated is not None and stated.unit != "%":
            return stated
    return None


def _state_unit(block: Block) -> UnitScale | None:
    """The scale (with its unit) that a line or a leading sentence states."""
    if block.kind not in {"paragraph", "heading"}:
        return None
    text = " ".join(block.text.split())
    if len(text) < LINE_CHARACTERS and not find_quantities(text):
        stated = parse_unit_scale(text)
    else:
        statement = find_unit_statement(text)  # "(2023: RMB256.6 million)" states an amount and no unit of others
        stated = None if find_quantities(statement) else parse_unit_scale(statement)
    return stated if stated is not None and stated.unit != "%" and stated.scale is not None else None


def is_unit_line(text: str) -> bool:
    """True for a line that only states in what the amounts are told: "(Dollars in millions, except per share data)"."""
    text = text.strip()
    whole = text[:1] in "(（" and text[-1:] in ")）"
    if len(text) > LINE_CHARACTERS or not (whole or _TABULAR.search(text)):
        return False
    stated = parse_unit_scale(text)
    return stated is not None and bool(stated.scale) and not find_quantities(text)


def _find_part_units(blocks: tuple[Block, ...]) -> dict[int, UnitScale]:
    """For each block after a unit line that opens a part (no table follows at once), what the line states, up to the
    heading of another part."""
    found: dict[int, UnitScale] = {}
    current: UnitScale | None = None
    for k, block in enumerate(blocks):
        if block.kind != "table" and is_unit_line(block.text):
            if _opens_text(blocks[k + 1 : k + 1 + OPENING_BLOCKS]):
                current = parse_unit_scale(block.text)
        elif _opens_part(block):
            current = None
        if current is not None:
            found[k] = current
    return found


def _opens_text(following: Sequence[Block]) -> bool:
    """True when running text comes before a table: then the unit line belongs to more than that table."""
    for block in following:
        if block.kind == "table":
            return False
        if len(block.text) > LINE_CHARACTERS:
            return True
    return False


def _find_leads(blocks: tuple[Block, ...]) -> dict[int, UnitScale]:
    """For each block under a sentence that leads to several tables, what the sentence states, up to the next heading or
    sentence of that kind."""
    found: dict[int, UnitScale] = {}
    current: UnitScale | None = None
    for k, block in enumerate(blocks):
        if block.kind != "table" and block.text.rstrip().endswith((":", "：")):
            several = _SEVERAL.search(block.text) is not None
            current = parse_unit_scale(find_unit_statement(block.text)) if several else None
        elif block.kind == "heading":
            current = None
        if current is not None:
            found[k] = current
    return found


def _opens_part(block: Block) -> bool:
    return block.kind == "heading" and _PART.match(block.text.strip()) is not None


def _find_running_units(document: Document) -> dict[int, UnitScale]:
    """For each block, what the running lines at the head of its page state for every table of the page. Running lines
    are no blocks; they stand in the text before a page's first block."""
    found: dict[int, UnitScale] = {}
    page: tuple[str, int | None] | None = None
    current: UnitScale | None = None
    end = 0
    for k, block in enumerate(document.blocks):
        here = (block.span.layer, block.page)
        if here != page:
            begin = end if page is not None and page[0] == block.span.layer else 0
            head = document.layer(block.span.layer).text[
                max(begin, block.span.start - HEAD_CHARACTERS) : block.span.start
            ]
            line = next((line for line in head.splitlines() if _TABULAR.search(line) or is_unit_line(line)), "")
            current, page = parse_unit_scale(line), here
        end = block.span.end
        if current is not None:
            found[k] = current
    return found
