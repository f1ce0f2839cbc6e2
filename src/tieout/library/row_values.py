"""Rows as the database keeps them: values to columns and back."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from tieout.library.rows import DocumentRow, Entry, PageRow

DOCUMENT_COLUMNS = tuple(f.name for f in fields(DocumentRow))
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_DATES = ("published", "period_end")
_LISTS = ("codes", "names")


def to_document(row: Sequence[Any]) -> DocumentRow:
    """A document from its columns in the order of DOCUMENT_COLUMNS."""
    values = dict(zip(DOCUMENT_COLUMNS, row, strict=True))
    for name in _LISTS:
        values[name] = tuple(json.loads(values[name]))
    for name in _DATES:
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return DocumentRow(**values)


def to_page(row: Sequence[Any]) -> PageRow:
    """A page from number, text, layer, label, printed, offset, features."""
    number, text, layer, label, printed, offset, features = row
    return PageRow(number, text, layer, label, printed, offset, json.loads(features))


def from_document(row: DocumentRow) -> tuple[Any, ...]:
    """Its columns in the order of DOCUMENT_COLUMNS."""
    values = {name: getattr(row, name) for name in DOCUMENT_COLUMNS}
    for name in _LISTS:
        values[name] = json.dumps(list(values[name]), ensure_ascii=False)
    for name in _DATES:
        values[name] = values[name].isoformat() if values[name] else None
    return tuple(values.values())


def make_storable(entry: Entry) -> Entry:
    """NUL and lone surrogates, which no database keeps as text, become U+FFFD, one character for one."""
    pages = tuple(replace(p, text=_UNSTORABLE.sub("\ufffd", p.text)) for p in entry.pages)
    passages = tuple(replace(p, heading=_UNSTORABLE.sub("\ufffd", p.heading)) for p in entry.passages)
    row = entry.document
    document = replace(
        row,
        name=_UNSTORABLE.sub("\ufffd", row.name),
        id=_UNSTORABLE.sub("\ufffd", row.id),
        title=_UNSTORABLE.sub("\ufffd", row.title),
        company=_UNSTORABLE.sub("\ufffd", row.company) if row.company else row.company,
        names=tuple(_UNSTORABLE.sub("\ufffd", name) for name in row.names),
    )
    return replace(entry, document=document, pages=pages, passages=passages)
