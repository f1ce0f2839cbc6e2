"""The cases of every check: an invented text, and what the check must say of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.pdf.paper import Sheet, write_pdf
from tieout.engine.reading import ReadResult, read_source
from tieout.engine.run import CheckSettings, check_documents
from tieout.engine.structuring import structure_document
from tieout.engine.trial_balance import check_with_ledger
from tieout.model import Document, Input, Workpaper
from tieout.read.source import ReadSettings, Source
from tieout.registry import find_checks

CASES = Path(__file__).parents[1] / "cases"
CODES = {room.__name__.rsplit(".", 1)[-1]: room.CODE for room in find_checks()}


def _load() -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for name in CODES:
        file = CASES / f"{name}.yml"
        if file.exists():
            for case, body in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                found.append((name, case, body))
    return found


def check_texts(*texts: str, ledger: str | None = None) -> Workpaper:
    """A workpaper of invented texts, Markdown or (inline XBRL) HTML, read as if they were files; `ledger` is CSV."""
    named = [(f"case{k}.{'htm' if text.lstrip().startswith('<') else 'md'}", text) for k, text in enumerate(texts)]
    if ledger is not None:
        return check_with_ledger(read_texts(named), read_texts([("accounts.csv", ledger)]), None)
    return check_documents(read_texts(named), (), CheckSettings())


def check_pages(pages: Sequence[str]) -> Workpaper:
    """A workpaper of a PDF with these pages, one line each 16 points, page numbers at the foot from the second on."""
    sheets = []
    for number, text in enumerate(pages):
        sheet = Sheet()
        for k, line in enumerate(text.split("\n")):
            sheet.text(60, 80 + 24 * k, line, 16 if k == 0 else 10, bold=k == 0)
        sheets.append(sheet.text(290, 815, str(number), 9) if number else sheet)
    _, reading = read_source(Source("case.pdf", write_pdf(*sheets)), ReadSettings())
    return check_documents(
        ReadResult(tuple(structure_document(d) for d in reading.documents), (), ()), (), CheckSettings()
    )


def _texts(body: dict[str, Any]) -> list[str]:
    return body["text"] if isinstance(body["text"], list) else [body["text"]]


def read_texts(named: Sequence[tuple[str, str]]) -> ReadResult:
    """Documents of texts by name."""
    documents: list[Document] = []
    inputs: list[Input] = []
    for name, text in named:
        source = Source(name, text.encode())
        room, reading = read_source(source, ReadSettings())
        documents.extend(structure_document(d) for d in reading.documents)
        inputs.append(Input(name, source.sha256, len(source.content), room.__name__.split(".")[-2]))
    return ReadResult(tuple(documents), tuple(inputs), ())


@pytest.mark.parametrize(("room", "case", "body"), _load(), ids=lambda v: v if isinstance(v, str) else "")
def test_case(room: str, case: str, body: dict[str, Any]) -> None:
    """A pass_ case gives no finding of the check, a fail_ case the one it names at the quote it names."""
    paper = check_pages(body["pages"]) if "pages" in body else check_texts(*_texts(body), ledger=body.get("ledger"))
    assert not [p for p in paper.problems if p.message.startswith("check ")]
    own = [f for f in paper.findings if f.code == body.get("code", CODES[room])]
    if case.startswith("pass_"):
        assert not own, own[0].message if own else ""
        for quote in body.get("ticks", ()):
            states = {o.state for k, o in paper.outcomes.items() if paper.paper.figures[k].span.quote == quote}
            assert states & {"tied", "rounding"}, f"{quote} is {states}"
        return
    assert body["quote"] in [f.span.quote for f in own], [f.message for f in paper.findings]
    found = next(f for f in own if f.span.quote == body["quote"])
    assert found.verdict == body.get("verdict", "differs")
    if "expected" in body:
        assert found.expected == str(body["expected"])
