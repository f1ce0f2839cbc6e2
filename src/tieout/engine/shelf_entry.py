"""A document as read and checked to what the library keeps of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tieout import __version__
from tieout.answer.statement_pages import find_statements
from tieout.engine.measured import desk_to_rows, lay_out
from tieout.engine.parts import alone, part_of
from tieout.engine.reading import ReadResult
from tieout.engine.run import check_documents
from tieout.engine.summarising import summarise_document
from tieout.library.passages import cut_passages, join_blocks, lay_sheets
from tieout.library.rows import DocumentRow, Entry, PageRow, PassageRow, ReadingKey
from tieout.library.vectors import Embedder, Vectors
from tieout.model import Company, Document, Workpaper
from tieout.present.facts_rows import fact_to_json
from tieout.present.html.payload import make_payload
from tieout.present.json import document_to_json, to_json
from tieout.present.outline import outline_to_json
from tieout.present.policies import to_policies_json
from tieout.present.summary import summary_to_json
from tieout.present.tables import tables_to_json
from tieout.present.viewer import to_html as draw_statements
from tieout.structure.policies import find_policies

_TOLD = ("finding", "tick", "number")
_FILINGS = frozenset({"ixbrl", "xbrl"})
"""Readers of filings, which know their filer."""


def make_key(checked: bool, embedded: bool) -> ReadingKey:
    """Which reading a document added now would have, its reader left open."""
    return ReadingKey("", __version__, json.dumps({"checked": checked, "embedded": embedded}, sort_keys=True))


def make_entries(result: ReadResult, embedder: Embedder | None, *, checked: bool = True) -> tuple[Entry, ...]:
    """One entry a document; with `checked`, its findings, ticks and figures too: documents of one file are checked together."""
    paper = check_documents(result) if checked and result.documents else None
    filers = {document.company for document in result.documents if document.reader in _FILINGS}
    named = result.documents
    if len(filers) == 1:  # the exhibits of a filing are its company's
        (filer,) = filers
        named = tuple(replace(d, company=filer) if d.company == Company() else d for d in named)
    return tuple(_make_entry(document, result, embedder, paper) for document in named)


def _make_entry(document: Document, result: ReadResult, embedder: Embedder | None, whole: Workpaper | None) -> Entry:
    paper = part_of(whole, document.id) if whole is not None else None
    pages = tuple(replace(page, features=find_statements(page.text)) for page in make_pages(document))
    passages = make_passages(document, pages)
    key = make_key(whole is not None, embedder is not None)
    size = next((i.bytes for i in result.inputs if i.sha256 == document.sha256), 0)
    return Entry(
        document=_make_row(document, len(pages), size),
        pages=pages,
        passages=passages,
        reading=ReadingKey(document.reader, key.version, key.settings),
        derived=_derive(document, paper),
        vectors=embed_passages(embedder, pages, passages),
    )


def _make_row(document: Document, sheets: int, size: int) -> DocumentRow:
    company = document.company
    return DocumentRow(
        id=document.id,
        name=document.input,
        sha256=document.sha256,
        title=document.title,
        kind=document.kind,
        company=company.name or next((name for _, name in company.names), None),
        codes=company.codes,
        cik=company.cik.lstrip("0") if company.cik else None,
        language=document.language,
        publisher=document.publisher,
        published=document.published,
        period_end=document.period_end,
        currency=document.currency,
        page_count=len(document.pages) or sheets,
        byte_count=size,
        names=tuple(dict.fromkeys(name for _, name in company.names)),
    )


def make_pages(document: Document) -> tuple[PageRow, ...]:
    """Its printed pages where each has a layer of its own; else its text in sheets."""
    layers = {layer.id: layer for layer in document.layers}
    own = [page for page in document.pages if page.layer in layers]
    if own and len({page.layer for page in own}) == len(own):
        return tuple(
            PageRow(i, layers[page.layer].text, page.layer, page.label, page.number) for i, page in enumerate(own, 1)
        )
    rows: list[PageRow] = []
    for layer in document.layers:
        start, end = (document.start, document.end or len(layer.text)) if len(document.layers) == 1 else (0, None)
        cuts = [b.span.start for b in document.blocks if b.span.layer == layer.id]
        rows += lay_sheets(layer.text[start:end], layer.id, start, cuts, len(rows) + 1)
    return tuple(rows)


def make_passages(document: Document, pages: Sequence[PageRow]) -> tuple[PassageRow, ...]:
    """Passages along the document's blocks, or along its lines where it has none."""
    if not document.blocks:
        return tuple(passage for page in pages for passage in cut_passages(page))
    passages: list[PassageRow] = []
    heading = ""
    for page in pages:
        end = page.offset + len(page.text)
        inside = [
            (b.span.start - page.offset, min(b.span.end, end) - page.offset, b.kind)
            for b in document.blocks
            if b.span.layer == page.layer and page.offset <= b.span.start < end
        ]
        made, heading = join_blocks(page, inside, heading)
        passages += made
    return tuple(passages)


def embed_passages(
    embedder: Embedder | None, pages: Sequence[PageRow], passages: Sequence[PassageRow]
) -> Vectors | None:
    """One vector a passage, of its heading and text; None without an embedder."""
    if embedder is None:
        return None
    texts = {page.number: page.text for page in pages}
    wanted = [f"{p.heading}\n{texts[p.page][p.start : p.end]}".strip() for p in passages]
    return Vectors(embedder.name, embedder.embed(wanted))


def _derive(document: Document, paper: Workpaper | None) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    rows: dict[str, tuple[Mapping[str, Any], ...]] = {
        "document": (document_to_json(document),),
        "section": tuple(outline_to_json([document])),
        "table": tuple(tables_to_json([document])),
        "policy": tuple(to_policies_json(find_policies(document))),
    }
    if paper is not None:
        rows |= derive_checked(document, paper)
        own = alone(paper, document.id).paper
        rows["fact"] = tuple(fact_to_json(fact) for fact in own.facts)
        rows |= desk_to_rows(lay_out(document, own))
        rows["problem"] = tuple(to_json(paper)["problems"])
        rows["summary"] = (summary_to_json(summarise_document(document)),)
    return rows


def derive_checked(document: Document, paper: Workpaper) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """What a run says of a document's figures, of a workpaper that is the document's part of the run."""
    whole = to_json(paper, numbers=True, ticks=True)
    rows: dict[str, tuple[Mapping[str, Any], ...]] = {kind: tuple(whole[f"{kind}s"]) for kind in _TOLD}
    rows["coverage"] = (whole["coverage"],)
    rows["drawing"] = (draw_paper(alone(paper, document.id)),)
    if document.filing is not None or document.kind == "r_page":
        rows["statements"] = ({"html": draw_statements((document,), paper.problems, __version__, paper)},)
    return rows


def draw_paper(paper: Workpaper) -> Mapping[str, Any]:
    """What a page with the documents' marks and relations is drawn from; pictures by relative address, files by name only."""
    pictures = {
        (document.id, page.number): f"page/{page.number}"
        for document in paper.documents
        for page in document.pages
        if page.width and page.height
    }
    payload = make_payload(paper, pictures)
    for described in payload["documents"]:
        described["input"] = described["input"].rstrip("/").rsplit("/", 1)[-1]
    return payload
