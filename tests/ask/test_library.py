"""Questions to a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.library.test_together import REPORT
from tieout.engine import asking
from tieout.engine.shelf import Library
from tieout.library.rows import DocumentRow
from tieout.model import Document


def test_a_document_is_read_once_for_many_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second question reads nothing again; a document that was added anew is read anew."""
    read: list[str] = []

    def read_again(library: Library, row: DocumentRow) -> tuple[Document, ...]:
        read.append(row.id)
        return ()

    monkeypatch.setattr(asking, "_read_again", read_again)
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    with Library.open(tmp_path / "library", semantic=False) as library:
        (row,) = library.add(tmp_path / "report.md")
        for question in ("What was revenue in 2023?", "What was net profit in 2023?"):
            library.ask(question)
        assert read == [row.id]
        (tmp_path / "report.md").write_text(REPORT.replace("1,406.7", "1,407.6"), encoding="utf-8")
        library.add(tmp_path / "report.md")
        library.ask("What was revenue in 2023?")
        assert len(set(read)) == 2
