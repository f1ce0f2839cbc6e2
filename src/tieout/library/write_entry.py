"""What an entry holds beside its document's row, into the tables: pages, passages with terms and vectors, derived rows, facts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from tieout.library.amounts import index_amounts
from tieout.library.dialect import Dialect
from tieout.library.rows import Entry
from tieout.library.terms import index_terms
from tieout.library.token_arrays import make_token_arrays, pack_tokens
from tieout.library.vectors import pack_codes, pack_vectors


def write_entry(dialect: Dialect, entry: Entry) -> None:
    """All rows of an entry whose document's row is there; within the caller's transaction."""
    _add_pages(dialect, entry)
    _add_passages(dialect, entry)
    _add_derived(dialect, entry)


def _add_pages(dialect: Dialect, entry: Entry) -> None:
    for page in entry.pages:
        dialect.execute(
            'INSERT INTO page (document, number, text, layer, label, printed, "offset", features)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.document.id,
                page.number,
                page.text,
                page.layer,
                page.label,
                page.printed,
                page.offset,
                json.dumps(dict(page.features)),
            ),
        )


def _add_passages(dialect: Dialect, entry: Entry) -> None:
    if not entry.passages:
        return
    first = dialect.insert_passages(entry.document.id, entry.passages)
    texts = {page.number: page.text for page in entry.pages}
    rows = []
    terms = []
    for ordinal, passage in enumerate(entry.passages):
        text = texts[passage.page][passage.start : passage.end]
        terms.append(index_terms(text))
        head = " ".join(index_terms(passage.heading))
        amounts = " ".join(index_amounts(text, texts[passage.page]))
        rows.append((first + ordinal, head, " ".join(terms[-1]), amounts))
    dialect.execute(
        "INSERT INTO tokens (document, vocabulary, tokens, starts) VALUES (?, ?, ?, ?)",
        (entry.document.id, *pack_tokens(make_token_arrays(terms))),
    )
    dialect.add_terms(rows)
    if entry.vectors is not None and dialect.semantic:
        dialect.execute(
            "INSERT INTO vectors (document, model, first_passage, passage_count, codes, vectors)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                entry.document.id,
                entry.vectors.model,
                first,
                len(entry.passages),
                pack_codes(entry.vectors.values),
                pack_vectors(entry.vectors.values),
            ),
        )


def _add_derived(dialect: Dialect, entry: Entry) -> None:
    key = entry.reading
    rows = dialect.execute(
        "INSERT INTO reading (document, reader, version, settings) VALUES (?, ?, ?, ?) RETURNING id",
        (entry.document.id, key.reader, key.version, key.settings),
    )
    reading = int(rows[0][0])
    for kind in sorted(entry.derived):
        rows_of_kind = entry.derived[kind]
        dialect.execute(
            "INSERT INTO derived (reading, kind, row_count, body) VALUES (?, ?, ?, ?)",
            (reading, kind, len(rows_of_kind), _pack(rows_of_kind)),
        )
        if kind == "fact":
            for ordinal, body in enumerate(rows_of_kind):
                _add_fact(dialect, reading, entry.document.id, ordinal, body)


def replace_derived(dialect: Dialect, document: str, kinds: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Derived rows of a document's newest reading in the place of those of the same kinds, facts excepted; within the
    caller's transaction."""
    (reading,) = dialect.execute("SELECT max(id) FROM reading WHERE document = ?", (document,))[0]
    for kind in sorted(kinds):
        rows = kinds[kind]
        dialect.execute("DELETE FROM derived WHERE reading = ? AND kind = ?", (reading, kind))
        dialect.execute(
            "INSERT INTO derived (reading, kind, row_count, body) VALUES (?, ?, ?, ?)",
            (reading, kind, len(rows), _pack(rows)),
        )


def _add_fact(dialect: Dialect, reading: int, document: str, ordinal: int, body: Mapping[str, Any]) -> None:
    period = body.get("period") or {}
    dialect.execute(
        "INSERT INTO fact (reading, document, ordinal, concept, label, value, decimals, unit, period_start, period_end,"
        " entity, dimensions, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reading,
            document,
            ordinal,
            body.get("concept"),
            body.get("label") or "",
            None if body.get("value") is None else str(body["value"]),
            body.get("decimals"),
            body.get("unit"),
            period.get("start"),
            period.get("end") or period.get("instant"),
            body.get("entity"),
            json.dumps(body.get("dimensions") or {}, sort_keys=True),
            body.get("origin") or "table",
        ),
    )


def _pack(rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)
