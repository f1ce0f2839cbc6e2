"""The viewer: tagged filings as their statements, in one HTML file that needs nothing else.

The filing is not trusted: text reaches the page only as text nodes, text blocks as sanitised markup, and the content
security policy allows no script and no style but the two of this file, and no connection at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from tieout.model import Document, Problem, Workpaper
from tieout.model.statement import Statement
from tieout.present.viewer.payload import make_payload, name_of
from tieout.present.viewer.rendered import read_statements, sort_pages
from tieout.present.viewer.statements import render_statements
from tieout.present.words import clean_controls, count_of

_SCRIPTS = ("words", "draw", "details", "page", "zip", "sheets", "find", "doors")
"""The script's parts in the order in which they are put together; they share one scope."""


def find_statements(documents: Sequence[Document]) -> tuple[Statement, ...]:
    """The statements of a filing by its presentation links, of R pages by their tables."""
    return read_statements(documents) if documents[0].kind == "r_page" else render_statements(documents[0])


def group_filings(documents: Sequence[Document]) -> list[list[Document]]:
    """What is shown together: all R pages of a folder as one filing, every other filing by itself, the largest first."""
    pages: dict[str, list[Document]] = {}
    groups: list[list[Document]] = []
    for document in documents:
        if document.kind != "r_page":
            groups.append([document])
            continue
        folder = document.input.rpartition("/")[0]
        if folder not in pages:
            groups.append(pages.setdefault(folder, []))
        pages[folder].append(document)
    groups.sort(key=lambda g: -sum(len(d.facts) for d in g))
    return [sort_pages(g) if len(g) > 1 else g for g in groups]


def to_html(
    documents: Sequence[Document],
    problems: Sequence[Problem] = (),
    version: str = "",
    workpaper: Workpaper | None = None,
) -> str:
    """Filings and R pages as one self-contained page; with a workpaper each fact says what its checks found."""
    from jinja2 import Environment
    from markupsafe import Markup

    groups = group_filings(documents)
    statements = [find_statements(group) for group in groups]
    payloads = [make_payload(group, told, workpaper) for group, told in zip(groups, statements, strict=True)]
    room = files(__package__)
    style = files("tieout.present.html").joinpath("page.css").read_text("utf-8")
    style += room.joinpath("viewer.css").read_text("utf-8")
    parts = [room.joinpath(f"{name}.js").read_text("utf-8") for name in _SCRIPTS]
    script = '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"
    template = Environment(autoescape=True).from_string(room.joinpath("viewer.html").read_text("utf-8"))
    names = {d.input for g in groups for d in g[:1]}
    return template.render(
        style=Markup(style),
        script=Markup(script),
        style_hash=Markup(_hash(style)),
        script_hash=Markup(_hash(script)),
        words=Markup(_embed(room.joinpath("words_zh.json").read_text("utf-8"))),
        payloads=[Markup(_to_json(p)) for p in payloads],
        filings=[_describe(group, told) for group, told in zip(groups, statements, strict=True)],
        title=name_of(groups[0]) + (f" and {len(groups) - 1} more" if len(groups) > 1 else ""),
        version=version,
        problems=[clean_controls(_say_problem(p, names)) for p in problems],
    )


def _to_json(payload: dict[str, Any]) -> str:
    return _embed(json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def _embed(text: str) -> str:
    """JSON as it may stand inside a script element."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _say_problem(problem: Problem, names: set[str]) -> str:
    known = problem.input in names or problem.message.startswith(problem.input)
    return problem.message if known else f"{problem.input}: {problem.message}"


def _describe(group: Sequence[Document], statements: Sequence[Statement]) -> dict[str, Any]:
    """The name in the chooser and the counts of the last line."""
    document = group[0]
    count = sum(len(d.facts) for d in group)
    told = [
        count_of(count, "fact"),
        "1 statement or note" if len(statements) == 1 else f"{len(statements):,} statements and notes",
    ]
    refused = sum(d.filing.tally.refused for d in group if d.filing is not None)
    if refused:
        told.append(f"{refused:,} of {sum(d.filing.tally.seen for d in group if d.filing is not None):,} tags refused")
    path = clean_controls(document.input).rstrip("/")
    folder, _, name = path.rpartition("/")
    return {
        "title": name_of(group),
        "input": name if len(group) == 1 else folder.rpartition("/")[2],
        "counts": told,
    }


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
