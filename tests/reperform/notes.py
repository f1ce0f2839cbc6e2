"""Invented notes as files, and what they disclose."""

from __future__ import annotations

from pathlib import Path

from tieout.engine.extracting import extract
from tieout.engine.reading import read_paths
from tieout.model import Paper
from tieout.model.reperformance import Disclosure
from tieout.reperform.disclosed import find_disclosures

HEAD = "<html><head><title>Invented Group, annual report 2024</title></head><body><h1>Notes</h1>"


def table(title: str, heads: list[str], rows: list[list[str]]) -> str:
    """A note of one table."""
    top = "".join(f"<th>{h}</th>" for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<h2>{title}</h2><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def read(path: Path) -> Paper:
    """A file as the checks see it."""
    result = read_paths([str(path)], None, None)
    return extract(list(result.documents), {d.id: "subject" for d in result.documents})


def disclose(folder: Path, *notes: str) -> list[Disclosure]:
    """What the notes disclose."""
    path = folder / "report.html"
    path.write_text(HEAD + "".join(notes) + "</body></html>", encoding="utf-8")
    return list(find_disclosures(read(path)))


YEARS = ["HK$'000", "2024", "2023"]
