"""A file of accounts to a table that says which column is what: account, name, debit, credit or balance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tieout.concepts.table_words import TOTAL
from tieout.engine.reading import ReadResult
from tieout.errors import UsageError
from tieout.model import Cell, Column, Document, Figure, Grid, GridCell, Row, Table
from tieout.numbers.parse import parse_quantity

_HEADS = {
    "account": re.compile(r"^(?:(?:gl\s*)?(?:account|acct|a/c|nominal)\s*(?:no\.?|number|code|#)?|code|no\.?|number|gl|科目(?:编[号码]|編[號碼]|代[码碼])|编号|編號|代码|代碼)$", re.I),
    "name": re.compile(r"^(?:(?:account|acct)?\s*(?:name|description|title)|particulars|科目名[称稱]|名[称稱]|會計科目|会计科目|科目)$", re.I),
    "debit": re.compile(r"^(?:closing\s+|期末)?(?:debits?|dr\.?|借方)(?:\s*余额|\s*餘額|金额|金額)?\b.*$", re.I),
    "credit": re.compile(r"^(?:closing\s+|期末)?(?:credits?|cr\.?|贷方|貸方)(?:\s*余额|\s*餘額|金额|金額)?\b.*$", re.I),
    "balance": re.compile(r"^(?:(?:closing|ending|final|net|ytd|current(?:\s+year)?|adjusted)\s+)?(?:balance|amount|total)\b.*|^(?:期末|本期)?(?:余额|餘額|金额|金額)$|^(?:fy\s*)?20\d\d$", re.I),
}  # fmt: skip
_HEAD_ROWS = 15
_DECIMAL_COMMA = re.compile(r"[-(]?\d{1,3}(?:\.\d{3})*,\d{1,2}[)-]?|[-(]?\d+,\d{1,2}[)-]?")
_SWAPPED = str.maketrans(",.", ".,")


def read_ledger(result: ReadResult) -> ReadResult:
    """The documents with one table each, of accounts; raises UsageError where none can be found."""
    return replace(result, documents=tuple(_with_ledger(d) for d in result.documents))


def _with_ledger(document: Document) -> Document:
    for block in document.blocks:
        if block.grid is not None:
            table = _make_table(document, block.grid)
            if table is not None:
                return replace(document, tables=(table,), facts=(), figures=())
    wanted = "an account number or name, and debit and credit or a balance"
    raise UsageError(f"{document.input}: no trial balance is in it: a row of headings is wanted with {wanted}")


def _make_table(document: Document, grid: Grid) -> Table | None:
    for r, row in enumerate(grid.rows[:_HEAD_ROWS]):
        heads = _read_heads([c.text.strip() if c else "" for c in row])
        if heads:
            return _fill(document, grid, r, heads)
    return None


def _read_heads(texts: Sequence[str]) -> dict[int, str]:
    """What each column is; {} unless accounts and amounts are among them. Debit and credit go before a balance."""
    heads: dict[int, str] = {}
    for kind, pattern in _HEADS.items():
        places = [c for c, text in enumerate(texts) if c not in heads and pattern.search(text)]
        if places:
            heads[places[-1] if kind in ("debit", "credit") else places[0]] = kind
    kinds = set(heads.values())
    if {"debit", "credit"} <= kinds:
        heads = {c: kind for c, kind in heads.items() if kind != "balance"}
    elif "balance" in kinds:
        heads = {c: kind for c, kind in heads.items() if kind not in ("debit", "credit")}
    else:
        return {}
    return heads if kinds & {"account", "name"} else {}


def _fill(document: Document, grid: Grid, head: int, heads: dict[int, str]) -> Table:
    columns = [(c, kind) for c, kind in sorted(heads.items())]
    rows, cells = [], []
    for line in grid.rows[head + 1 :]:
        own = tuple(_make_cell(document, line[c], kind) for c, kind in columns)
        texts = {kind: cell.text.strip() for (_, kind), cell in zip(columns, own, strict=True)}
        name = texts.get("name") or texts.get("account", "")
        numbered = bool(texts.get("account")) or "account" not in heads.values()
        if not name or not numbered or TOTAL.search(name) or not any(c.figure for c in own):
            continue
        rows.append(Row(name, (name,)))
        cells.append(own)
    spans = [c.span for own in cells for c in own if c.span is not None]
    if not spans:
        raise UsageError(f"{document.input}: its accounts have no amounts")
    whole = document.layers[0].span(spans[0].start, spans[-1].end)
    kinds = tuple(Column((kind,), "label" if kind in ("account", "name") else "value") for _, kind in columns)
    return Table(f"{document.id}:accounts", document.id, document.title, whole, kinds, tuple(rows), tuple(cells))


def _make_cell(document: Document, cell: GridCell | None, kind: str) -> Cell:
    if cell is None or cell.span is None:
        return Cell("", "blank")
    if kind in ("account", "name"):
        return Cell(cell.text, "label", cell.span)
    text = cell.text.translate(_SWAPPED) if _DECIMAL_COMMA.fullmatch(cell.text) else cell.text
    quantity = parse_quantity(text)
    if quantity is None:
        return Cell(cell.text, "value", cell.span)
    figure = Figure(f"{document.id}:{cell.span.start}", document.id, cell.span, quantity, "cell")
    return Cell(cell.text, "value", cell.span, figure)
