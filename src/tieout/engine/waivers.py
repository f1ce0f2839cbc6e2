"""Waivers written in a text itself, as comments of Markdown and HTML, and which finding each waiver covers.

    <!-- tieout: waive G202 until 2027-03-31 by A. Chan: the change excludes the stores sold -->

The comment names a code (or its beginning) or, in quotes, a finding's id. It covers findings in the paragraph it stands in,
or in the next paragraph or table where it stands alone; in HTML in the element it stands in, or in the next one. A reason is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from tieout.engine.settings import read_date
from tieout.model import Document, Finding, Problem, Span, Waiver

_COMMENT = re.compile(r"<!--\s*tieout:\s*(?P<told>.*?)-->", re.S)
_ANY_COMMENT = re.compile(r"<!--.*?-->", re.S)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_WAIVER = re.compile(
    r"waive\s+(?:\"(?P<id>[^\"]+)\"|(?P<code>[A-Z]\d*))(?:\s+until\s+(?P<until>[^\s:]+))?(?:\s+by\s+(?P<by>[^:]+?))?\s*:\s*(?P<reason>\S.*)",
    re.S,
)
_FORM = "write <!-- tieout: waive G202 until 2027-03-31 by A. Chan: why -->"


def find_inline_waivers(
    documents: Iterable[Document], originals: Mapping[str, bytes]
) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    """Waivers in the documents' own text, and a problem for each comment that begins like one and is none.

    `originals` maps an input's path to its bytes: comments of HTML are in no text layer.
    """
    waivers: list[Waiver] = []
    problems: list[Problem] = []
    for document in documents:
        for told, where, place in _find_comments(document, originals.get(document.input, b"")):
            found = _read_waiver(told, where, document, place)
            if isinstance(found, Waiver):
                waivers.append(found)
            else:
                problems.append(Problem(document.input, found, document.id))
    return tuple(waivers), tuple(problems)


def covers(waiver: Waiver, finding: Finding) -> bool:
    """True when the waiver speaks of the finding: by its id, or by its code within the waiver's place."""
    if waiver.place is None:
        return waiver.target == finding.id
    if waiver.document != finding.document or not (
        finding.id == waiver.target or (waiver.target.isalnum() and finding.code.startswith(waiver.target))
    ):
        return False
    if waiver.place.segments[0].xpath is not None:
        own = [s.xpath for s in finding.span.segments]
        root = waiver.place.segments[0].xpath
        return any(path is not None and (path == root or path.startswith(root + "/")) for path in own)
    return waiver.place.layer == finding.span.layer and waiver.place.start <= finding.span.start <= waiver.place.end


def _read_waiver(told: str, where: str, document: Document, place: Span | None) -> Waiver | str:
    """The waiver of a comment, or the sentence that says what is wrong with it."""
    found = _WAIVER.fullmatch(" ".join(told.split()))
    if found is None:
        return f"{where}: this waiver is not understood; {_FORM}"
    until = read_date(found["until"]) if found["until"] else None
    if isinstance(until, str):
        return f"{where}: {until!r} is no date; {_FORM}"
    if place is None:
        return f"{where}: nothing follows this waiver that it could cover"
    by = (found["by"] or "").strip()
    return Waiver(found["id"] or found["code"], found["reason"].strip(), by, until, where, document.id, place)


def _find_comments(document: Document, original: bytes) -> Iterator[tuple[str, str, Span | None]]:
    """What each comment says, where it stands in words, and the place it covers."""
    if document.reader in ("html", "ixbrl") and b"tieout:" in original:
        yield from _find_html_comments(document, original)
        return
    for layer in document.layers:
        for comment in _COMMENT.finditer(layer.text, document.start, document.end or len(layer.text)):
            line = layer.text.count("\n", 0, comment.start()) + 1
            start, end = _find_paragraph(layer.text, comment.start(), comment.end())
            yield comment["told"], f"{document.input}:{line}", layer.span(start, end) if start < end else None


def _find_paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The unbroken lines that hold the comment and other text, else the ones after it."""
    first = text.rfind("\n\n", 0, start) + 1
    last = _end_of_lines(text, end)
    if _ANY_COMMENT.sub("", text[first:last]).strip():
        return first, last
    while last < len(text) and not _ANY_COMMENT.sub("", text[first:last]).strip():
        last = _end_of_lines(text, last + len(text[last:]) - len(text[last:].lstrip()))
    return end, last


def _end_of_lines(text: str, position: int) -> int:
    found = _BLANK_LINE.search(text, position)
    return found.start() if found else len(text)


def _find_html_comments(document: Document, original: bytes) -> Iterator[tuple[str, str, Span | None]]:
    from lxml import etree

    tree = etree.ElementTree(etree.fromstring(original, etree.HTMLParser(no_network=True, huge_tree=True)))
    layer = document.layers[0]
    for comment in tree.iter(etree.Comment):
        found = _COMMENT.fullmatch(f"<!--{comment.text}-->")
        if found is None:
            continue
        following, parent = comment.getnext(), comment.getparent()
        while following is not None and not isinstance(following.tag, str):
            following = following.getnext()
        alone = not (parent is not None and ((parent.text or "").strip() or (comment.tail or "").strip()))
        element = following if alone else parent
        place = None
        if element is not None:
            path = _in_steps(tree.getpath(element))
            spans = [b.span for b in document.blocks if any((s.xpath or "").startswith(path) for s in b.span.segments)]
            first = (spans[0] if spans else layer.span(0, 0)).segments[0]
            place = Span(layer.id, "", (type(first)(first.start, first.end, xpath=path),))
        yield found["told"], f"{document.input}:{comment.sourceline}", place


def _in_steps(path: str) -> str:
    """lxml's path with a number at every step but the root, as places of HTML are written."""
    root, *steps = path.strip("/").split("/")
    return "/" + "/".join([root, *(s if s.endswith("]") else f"{s}[1]" for s in steps)])


def is_expired(waiver: Waiver, today: date) -> bool:
    """True from the day after its last one."""
    return waiver.until is not None and waiver.until < today
