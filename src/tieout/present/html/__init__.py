"""The workpaper as one HTML file that needs nothing else: the answer, then the documents with every number marked.

The first screen is plain HTML; documents are drawn by the file's own script from compact JSON, a page when seen.
Documents are not trusted: text reaches the page only as text nodes, and the content security policy allows no script
and no style but the two of this file, and no connection at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from tieout.model import Document, Finding, Workpaper
from tieout.present.html.payload import LETTERS, make_payload
from tieout.present.text import describe_place, percent
from tieout.present.words import (
    MEANINGS,
    SIGNS,
    STATES,
    WORDS,
    clean_controls,
    count_of,
    find_subjects,
    group_digits,
    rank_findings,
    read_amount,
    title_of,
)

_SCRIPTS = ("draw", "travel", "sums", "find", "panel", "doors")
"""The script's parts in the order in which they are put together; they share one scope."""

_DATA = 'JSON.parse(document.getElementById("workpaper").textContent)'

_DOUBTFUL = 0.6
"""Below this confidence a table was read with doubt."""


def to_html(workpaper: Workpaper, page_images: Mapping[tuple[str, int], bytes] | None = None) -> str:
    """The workpaper as one self-contained page; `page_images` maps (document id, page from 1) to PNG bytes."""
    from jinja2 import Environment
    from markupsafe import Markup

    images = {key: _to_data_uri(png) for key, png in (page_images or {}).items()}
    payload = json.dumps(make_payload(workpaper, images), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    room = files(__package__)
    style = room.joinpath("page.css").read_text("utf-8")
    script = f'"use strict";\n((W, T) => {{\n{read_scripts(*_SCRIPTS)}}})({_DATA}, (text) => text);\n'
    template = Environment(autoescape=True).from_string(room.joinpath("page.html").read_text("utf-8"))
    return template.render(
        style=Markup(style),
        script=Markup(script),
        style_hash=Markup(_hash(style)),
        script_hash=Markup(_hash(script)),
        payload=Markup(payload.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")),
        **_describe(workpaper),
    )


def read_scripts(*names: str) -> str:
    """Parts of the script as one text; they share a scope that holds `W`, the payload, and `T`, which translates words."""
    room = files(__package__)
    return "\n".join(room.joinpath(f"{name}.js").read_text("utf-8") for name in names)


def _describe(workpaper: Workpaper) -> dict[str, Any]:
    coverage = workpaper.coverage
    documents = {d.id: d for d in workpaper.documents}
    numbers = coverage["numbers"]
    ranked = rank_findings(workpaper)
    reasons = sorted(coverage["untested_by_reason"].items(), key=lambda item: (-item[1], item[0]))
    return {
        "version": workpaper.version,
        "title": _title(workpaper),
        "inputs": _say_inputs(workpaper),
        "hashes": [f"{clean_controls(i.path)} SHA-256 {i.sha256}" for i in workpaper.inputs],
        "problems": [clean_controls(p.message) for p in workpaper.problems],
        "numbers": numbers,
        "reading": _say_reading(workpaper),
        "lead": _lead(coverage, len(find_subjects(workpaper))),
        "states": [_state(name, coverage[name], numbers) for name in STATES],
        "findings_title": f"{count_of(len(ranked), 'finding')}, worst first" if ranked else "Findings",
        "nothing": _nothing(coverage),
        "about_words": _about_words(ranked),
        "findings": [_finding(f, documents.get(f.document)) for f in ranked],
        "decisions": _decisions(workpaper, documents),
        "reasons": [(clean_controls(reason), f"{count:,}") for reason, count in reasons],
    }


def _decisions(workpaper: Workpaper, documents: Mapping[str, Document]) -> list[tuple[str, str, str]]:
    """What people decided: a sign, the sentence, and by whom and until when. Waived findings stay untied and are told in full."""
    told = []
    for waived in workpaper.waived:
        finding, waiver = waived.finding, waived.waiver
        place = describe_place(documents.get(finding.document), finding.span)
        by = [f"by {waiver.by}" if waiver.by else "", f"until {waiver.until}" if waiver.until else ""]
        by.append(waiver.source.rsplit("/", 1)[-1])
        said = f"Waived: {waiver.reason} ({place}, {finding.code} {finding.check}: {finding.message})"
        told.append((SIGNS[finding.verdict], said, ", ".join(part for part in by if part)))
    told += [("!", note, "") for note in workpaper.notes]
    for sign in workpaper.signoffs:
        held = "" if sign.holds else "; the workpaper has changed since, so that it no longer holds"
        said = f"Signed as {sign.role} by {sign.by}, {sign.at[:16].replace('T', ' ')}{held}"
        told.append(("✓" if sign.holds else "!", said, f"evidence {sign.evidence[:16]}"))
    return [(sign, clean_controls(said), clean_controls(by)) for sign, said, by in told]


def _title(workpaper: Workpaper) -> str:
    if not workpaper.documents:
        return "Nothing was read"
    title = title_of(workpaper.documents[0])
    others = len(workpaper.documents) - 1
    return f"{title} and {count_of(others, 'more document')}" if others else title


def _say_inputs(workpaper: Workpaper) -> str:
    told = [f"{clean_controls(i.path).rsplit('/', 1)[-1]} ({i.bytes:,} bytes)" for i in workpaper.inputs[:6]]
    left = len(workpaper.inputs) - len(told)
    return " · ".join([*told, f"{left} more"] if left else told)


def _say_reading(workpaper: Workpaper) -> str:
    """How much was read and how sure the tables are: a reader who doubts a table looks there first."""
    subjects = find_subjects(workpaper)
    names = {d.id for d in subjects}
    tables = [t for t in workpaper.paper.tables if t.document in names]
    doubtful = [t for t in tables if t.confidence < _DOUBTFUL]
    pages = sum(len(d.pages) for d in subjects)
    parts = [count_of(pages, "page")] if pages else []
    parts.append(count_of(len(tables), "table"))
    told = f"Read: {', '.join(parts)}"
    if not doubtful:
        return told + "."
    places = sorted({t.page for t in doubtful if t.page is not None})
    where = f" (pages {', '.join(map(str, places[:12]))}{' …' if len(places) > 12 else ''})" if places else ""
    return f"{told}; {len(doubtful):,} of the tables {'was' if len(doubtful) == 1 else 'were'} read with doubt{where}."


def _lead(coverage: Mapping[str, Any], documents: int) -> str:
    numbers = coverage["numbers"]
    if not numbers:
        return f"No numbers were found in {count_of(documents, 'document')}."
    tested = coverage["tied"] + coverage["rounding"]
    parts = [f"{coverage['differs']:,} {'differs' if coverage['differs'] == 1 else 'differ'}"]
    parts += [f"{coverage['question']:,} in question"] if coverage["question"] else []
    parts += [f"{coverage['unsupported']:,} found in no source"] if coverage["unsupported"] else []
    parts.append(f"{coverage['untested']:,} could not be tested")
    share = percent(tested, numbers)
    return (
        f"{count_of(numbers, 'number')} in {count_of(documents, 'document')}: {tested:,} tie ({share}), "
        f"{coverage['rounding']:,} of them only by rounding; {', '.join(parts)}."
    )


def _about_words(findings: tuple[Finding, ...]) -> str:
    words = sum(f.figure is None for f in findings)
    if not words:
        return ""
    return (
        f"{words} of them {'is' if words == 1 else 'are'} about a word, not a number, and not among the counts above."
    )


def _nothing(coverage: Mapping[str, Any]) -> str:
    if not coverage["numbers"]:
        return "There was nothing to test."
    return "Every number that could be tested ties. The numbers that could not be tested are counted below."


def _state(name: str, count: int, numbers: int) -> dict[str, Any]:
    return {
        "name": name,
        "letter": LETTERS[name],
        "sign": SIGNS[name],
        "word": WORDS[name],
        "counted": {"tied": "tie", "differs": "differ", "question": "in question"}.get(name, WORDS[name]),
        "meaning": MEANINGS[name],
        "count": count,
        "said": f"{count:,}",
        "share": 1000 * count // numbers if numbers else 0,
    }


def _finding(finding: Finding, document: Document | None) -> dict[str, Any]:
    page = f"&page={finding.span.page}" if document is not None and document.pages and finding.span.page else ""
    return {
        "verdict": finding.verdict,
        "word": WORDS[finding.verdict],
        "sign": SIGNS[finding.verdict],
        "code": finding.code,
        "check": finding.check,
        "message": clean_controls(finding.message),
        "place": _say_place(document, finding),
        "address": f"#doc={finding.document}{page}&at={finding.span.start}",
        "amounts": [
            {"name": name, "text": _amount(getattr(finding, name))}
            for name in ("printed", "expected", "difference")
            if getattr(finding, name) is not None and finding.expected is not None
        ],
    }


def _say_place(document: Document | None, finding: Finding) -> str:
    place = describe_place(document, finding.span)
    if document is None:
        return place
    where = place.removeprefix(clean_controls(document.input)).lstrip(",: ")
    where = f"line {where.split(':')[0]}" if ":" in where else where
    return ", ".join(part for part in (title_of(document), where) if part)


def _amount(text: str | None) -> str:
    value = read_amount(text)
    return clean_controls(text or "") if value is None else group_digits(value).replace("-", "−")


def _to_data_uri(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
