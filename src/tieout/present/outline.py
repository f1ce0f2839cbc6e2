"""The outline: JSON as the contract has it, an indented list for people, Markdown and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from tieout.model import Document, Section
from tieout.present.tables import defuse, escape_markdown
from tieout.present.words import clean_controls, title_of


def outline_to_json(documents: Iterable[Document]) -> list[dict[str, Any]]:
    """The top sections of every document in order, each with its children; `document` tells whose they are."""
    return [_section_to_json(section, document.id) for document in documents for section in document.outline]


def outline_to_text(documents: Iterable[Document]) -> str:
    """One heading a line, indented by depth, its page to the right where it has one."""
    lines = []
    for document in documents:
        lines.append(title_of(document))
        for depth, section in walk(document.outline):
            page = f"  {section.page}" if section.page is not None else ""
            lines.append("  " * depth + f"{_title(section)}{page}")
    return "\n".join(lines) + "\n"


def outline_to_markdown(documents: Iterable[Document]) -> str:
    """Nested lists under each document's title."""
    lines = []
    for document in documents:
        lines += [f"## {escape_markdown(title_of(document))}", ""]
        for depth, section in walk(document.outline):
            page = f" (page {section.page})" if section.page is not None else ""
            lines.append("  " * (depth - 1) + f"- {escape_markdown(_title(section))}{page}")
        lines.append("")
    return "\n".join(lines)


def outline_to_csv(documents: Iterable[Document]) -> str:
    """One heading a line: document, depth, number, title, page, start, end."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["document", "level", "number", "title", "page", "start", "end"])
    for document in documents:
        for depth, section in walk(document.outline):
            place = [section.page if section.page is not None else "", section.start, section.end]
            writer.writerow([document.id, depth, defuse(section.number or ""), defuse(section.title), *place])
    return out.getvalue()


def walk(sections: Iterable[Section], depth: int = 1) -> Iterator[tuple[int, Section]]:
    """Every section with its depth from 1, parents before children."""
    for section in sections:
        yield depth, section
        yield from walk(section.children, depth + 1)


def _title(section: Section) -> str:
    title = clean_controls(section.title)
    return title if not section.number or title.startswith(section.number) else f"{section.number} {title}"


def _section_to_json(section: Section, document: str) -> dict[str, Any]:
    return {
        "title": section.title,
        "number": section.number,
        "level": section.level,
        "document": document,
        "page": section.page,
        "start": section.start,
        "end": section.end,
        "children": [_section_to_json(child, document) for child in section.children],
    }
