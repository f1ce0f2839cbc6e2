"""The viewer: a tagged filing as its statements, in one HTML file that needs nothing else.

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

from tieout.model import Document, Problem
from tieout.model.statement import Statement
from tieout.present.viewer.payload import make_payload
from tieout.present.viewer.rendered import read_statements
from tieout.present.viewer.statements import render_statements
from tieout.present.words import clean_controls, count_of, title_of

_SCRIPTS = ("draw", "details", "page", "doors")
"""The script's parts in the order in which they are put together; they share one scope."""


def find_statements(document: Document) -> tuple[Statement, ...]:
    """The statements of a filing by its presentation links, of an R page by its tables."""
    return read_statements(document) if document.kind == "r_page" else render_statements(document)


def to_html(document: Document, problems: Sequence[Problem] = (), version: str = "") -> str:
    """The filing or R page as one self-contained page."""
    from jinja2 import Environment
    from markupsafe import Markup

    statements = find_statements(document)
    payload = json.dumps(make_payload(document, statements), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    room = files(__package__)
    style = files("tieout.present.html").joinpath("page.css").read_text("utf-8")
    style += room.joinpath("viewer.css").read_text("utf-8")
    parts = [room.joinpath(f"{name}.js").read_text("utf-8") for name in _SCRIPTS]
    script = '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"
    template = Environment(autoescape=True).from_string(room.joinpath("viewer.html").read_text("utf-8"))
    return template.render(
        style=Markup(style),
        script=Markup(script),
        style_hash=Markup(_hash(style)),
        script_hash=Markup(_hash(script)),
        payload=Markup(payload.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")),
        title=clean_controls(title_of(document)),
        version=version,
        problems=[clean_controls(_say_problem(p, document)) for p in problems],
        **_describe(document, statements),
    )


def _say_problem(problem: Problem, document: Document) -> str:
    return problem.message if problem.input == document.input else f"{problem.input}: {problem.message}"


def _describe(document: Document, statements: Sequence[Statement]) -> dict[str, Any]:
    filing = document.filing
    shown: frozenset[str] = frozenset().union(*(s.facts for s in statements))
    unplaced = sum(f.id not in shown for f in document.facts)
    told = [count_of(len(document.facts), "fact"), count_of(len(statements), "statement or note")]
    if unplaced:
        told.append(f"{unplaced:,} {'fact' if unplaced == 1 else 'facts'} in none of them")
    if filing is not None and filing.tally.refused:
        told.append(f"{filing.tally.refused:,} of {filing.tally.seen:,} tags refused")
    return {"input": clean_controls(document.input).rstrip("/").rpartition("/")[2], "counts": " · ".join(told)}


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
