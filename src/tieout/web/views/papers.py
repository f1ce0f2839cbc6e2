"""Papers made here: a document checked against another one, and somebody's text against the library's documents.

A paper is drawn as a document's page is. Its address says what it was made of, so a document checked against another is
made again when it is no longer kept; a text is not in the address and has to be sent once more.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.engine.reading import ReadResult
from tieout.engine.run import check_documents
from tieout.engine.shelf_entry import draw_paper
from tieout.engine.supporting import read_text, verify_documents
from tieout.errors import TieoutError
from tieout.library.companies import group_companies
from tieout.library.rows import DocumentRow, Filters
from tieout.model import Problem, Workpaper
from tieout.present.json import to_json
from tieout.web.desk import Desk, pack, unpack
from tieout.web.sent import Sent
from tieout.web.shown import Value, get_company, get_document, show_company_row, title_of

_TEXT_CHARACTERS = 200_000
_SOURCES = 6
_PROBES = 30
_PROBE_CHARACTERS = 300


def show_together(desk: Desk, request: Request) -> Value:
    """`document` checked against `prior`, another edition or year of it: every number in both, drawn side by side."""
    asked = request.query_params
    row, prior = get_document(desk, asked.get("document", "")), get_document(desk, asked.get("prior", ""))
    key = _name("together", *row.state, *prior.state)
    made: list[Workpaper] = []

    def make() -> bytes:
        made.append(check_documents(desk.read(row)[1], [("prior", desk.read(prior)[1])]))
        return pack({**draw_paper(made[0]), "workpaper": to_json(made[0])})

    desk.drawings.get(key, make)
    title = f"{title_of(row)} / {title_of(prior)}"
    return _show(desk, key, title, [row, prior])


def describe_verify(desk: Desk, request: Request) -> Value:
    """The form: which company's documents, or those the text itself leads to."""
    companies = group_companies(desk.documents())
    return {"companies": [show_company_row(c) for c in companies], "limit": _TEXT_CHARACTERS, "text": ""}


def verify_text(desk: Desk, request: Request, sent: Sent) -> Value:
    """A workpaper of the text that was sent as `text`, against the documents of `company` or those it leads to."""
    text = sent.text("text", _TEXT_CHARACTERS)
    if not text:
        raise HTTPException(400, "text: paste the text whose numbers are to be verified; it is empty.")
    key_of_company = sent.text("company", 200)
    rows = list(get_company(desk, key_of_company).documents) if key_of_company else []
    rows = _find_sources(desk, text, rows)
    if not rows:
        raise HTTPException(400, "The library has no document that this text could be verified against.")
    key = _name("verify", text, *(part for row in rows for part in row.state))

    def make() -> bytes:
        paper = verify_documents(read_text(text), _read_all(desk, rows))
        return pack({**draw_paper(paper), "workpaper": to_json(paper, numbers=True)})

    desk.drawings.get(key, make)
    return {**_show(desk, key, text.split("\n", 1)[0][:80], rows), "next": f"/paper/{key}"}


def show_paper(desk: Desk, request: Request) -> Value:
    """A paper that is still kept; a 404 that says what to do when it is not."""
    key = request.path_params["key"]
    if desk.drawings.find(key) is None:
        raise HTTPException(404, "This result is no longer kept; send the text once more at /verify.")
    return _show(desk, key, "", [])


def _show(desk: Desk, key: str, title: str, rows: Sequence[DocumentRow]) -> Value:
    packed = desk.drawings.find(key)
    assert packed is not None
    drawing = unpack(packed)
    workpaper = drawing["workpaper"]
    return {
        "title": title or drawing["documents"][0]["title"],
        "kind": "verify" if key.startswith("verify") else "together",
        "sources": [{"title": d["title"], "id": d["id"]} for d in drawing["documents"][1:]],
        "coverage": workpaper["coverage"],
        "verdicts": dict(Counter(finding["verdict"] for finding in workpaper["findings"])),
        "problems": [problem["message"] for problem in workpaper["problems"]],
        "findings": workpaper["findings"],
        "workpaper": workpaper,
        "address": f"/paper/{key}",
        "drawing": f"/paper/{key}/drawing.json",
    }


def _find_sources(desk: Desk, text: str, rows: list[DocumentRow]) -> list[DocumentRow]:
    """The documents that the text's lines are found in most; only among `rows` where there are any."""
    if 0 < len(rows) <= _SOURCES:
        return rows
    inside = Filters(documents=tuple(row.id for row in rows)) if rows else None
    met: Counter[str] = Counter()
    lines = [line.strip()[:_PROBE_CHARACTERS] for line in text.splitlines() if any(c.isdigit() for c in line)]
    for line in (lines or [text[:_PROBE_CHARACTERS]])[:_PROBES]:
        with desk.open() as library:
            hits = library.search(line, limit=8, filters=inside)
        met.update(hit.document for hit in hits)
    found = [desk.document(name) for name, _ in met.most_common(_SOURCES)]
    return [row for row in found if row is not None] or rows[:_SOURCES]


def _read_all(desk: Desk, rows: Sequence[DocumentRow]) -> ReadResult:
    documents, problems = [], []
    for row in rows:
        try:
            documents.append(desk.read(row)[0])
        except TieoutError as error:
            problems.append(Problem(row.name, f"{title_of(row)} is no source here: {error}"))
    return ReadResult(tuple(documents), (), tuple(problems))


def _name(kind: str, *parts: str) -> str:
    return f"{kind}-{hashlib.sha256(chr(0).join(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
