"""A filing as it was filed: its HTML with our marks, cleaned, for a frame that has no rights.

The page is another's. Every tag and attribute that is not known to be harmless is taken out (nh3), links lead nowhere,
pictures and fonts of elsewhere are not loaded; the reply forbids everything but one script of ours, which only tells
the page around it which mark was clicked.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from lxml import etree
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tieout.errors import LibraryError
from tieout.library.rows import DocumentRow
from tieout.web.desk import Desk, Kept, unpack
from tieout.web.shown import get_document

ENDINGS = (".htm", ".html", ".xhtml")
_KEPT: Kept[str] = Kept(6)
_DROPPED = frozenset({"header", "script", "style", "head", "iframe", "object", "embed", "form", "svg", "template"})
_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "ins",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
    ]
)
_LAYOUT = frozenset(
    [
        "align",
        "bgcolor",
        "border",
        "cellpadding",
        "cellspacing",
        "color",
        "colspan",
        "dir",
        "face",
        "height",
        "lang",
        "nowrap",
        "rowspan",
        "size",
        "style",
        "valign",
        "width",
    ]
)
_STYLES = frozenset(
    [
        "background-color",
        "border",
        "border-bottom",
        "border-bottom-color",
        "border-bottom-style",
        "border-bottom-width",
        "border-collapse",
        "border-color",
        "border-left",
        "border-right",
        "border-spacing",
        "border-style",
        "border-top",
        "border-top-color",
        "border-top-style",
        "border-top-width",
        "border-width",
        "color",
        "display",
        "font-family",
        "font-size",
        "font-style",
        "font-variant",
        "font-weight",
        "height",
        "letter-spacing",
        "line-height",
        "list-style-type",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-width",
        "min-width",
        "overflow",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "text-align",
        "text-decoration",
        "text-indent",
        "text-transform",
        "vertical-align",
        "white-space",
        "width",
        "word-spacing",
    ]
)


async def send_filed(desk: Desk, request: Request) -> Response:
    """The document's filed page; a 404 when its original is no HTML or not kept."""
    row = get_document(desk, request.path_params["id"])
    page = await run_in_threadpool(_KEPT.get, row.state, lambda: _make(desk, row))
    return HTMLResponse(page, headers={"Content-Security-Policy": _policy()})


def _make(desk: Desk, row: DocumentRow) -> str:
    root = _parse(_find_html(desk, row))
    _drop(root)
    drawing = unpack(desk.drawing(row))
    marks = {at: k for k, at in enumerate(drawing["marks"]["at"])}
    states: str = drawing["marks"]["state"]
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for number in sorted(desk.derived(row.id, "number"), key=lambda n: n["place"]["start"]):
        place = number["place"]
        if place.get("xpath") and place["start"] in marks:
            places[place["xpath"]].append((place["quote"], marks[place["start"]]))
    for path, wanted in places.items():
        element = find_element(root, path)
        if element is not None:
            mark_texts(element, wanted, states)
    return _frame(clean(root), row.language or "")


def _find_html(desk: Desk, row: DocumentRow) -> bytes:
    """The filing's page: the file itself, or of a container the member that holds most tagged facts."""
    try:
        sources = desk.original(row)
    except LibraryError as error:
        raise HTTPException(404, f"It cannot be shown as it was filed: {error}.") from None
    pages = [source.content for source in sources if source.name.lower().endswith(ENDINGS) and source.content]
    for source in sources:
        pages += [load() for name, load in source.members.items() if name.lower().endswith(ENDINGS)]
    if not pages:
        raise HTTPException(404, "This document was not filed as HTML.")
    return max(pages, key=lambda page: (page.count(b"ix:nonFraction"), len(page)))


def _parse(content: bytes) -> etree._Element:
    """As XML where it is, so that paths count as the reader counted them; else as HTML."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError:
        root = etree.fromstring(content, etree.HTMLParser(no_network=True, huge_tree=True))
    if root is None:
        raise HTTPException(404, "The page it was filed as is empty.")
    return root


def _drop(root: etree._Element) -> None:
    """Hidden facts, scripts and styles go with all they hold; places of what is left do not move."""
    for element in [e for e in root.iter() if isinstance(e.tag, str) and _local(e) in _DROPPED]:
        element.text, children = None, list(element)
        for child in children:
            element.remove(child)


def find_element(root: etree._Element, path: str) -> etree._Element | None:
    """The element at a path of steps `name[k]`; prefixes and the case of names do not matter."""
    steps = path.strip("/").split("/")
    element = root
    if _step(steps[0])[0] != _local(root):
        return None
    for step in steps[1:]:
        name, wanted = _step(step)
        named = [child for child in element if isinstance(child.tag, str) and _local(child) == name]
        if wanted > len(named):
            return None
        element = named[wanted - 1]
    return element


def mark_texts(element: etree._Element, wanted: Sequence[tuple[str, int]], states: str) -> None:
    """Puts a mark around each quote, in order, in the texts inside an element; what spans several texts stays unmarked."""
    left = list(wanted)
    for owner, is_tail in list(_texts(element)):
        text = (owner.tail if is_tail else owner.text) or ""
        at, cut, made = 0, 0, list[tuple[str, int, str]]()
        while left and (found := text.find(left[0][0], at)) >= 0:
            quote, mark = left.pop(0)
            made.append((text[cut:found], mark, quote))
            at = cut = found + len(quote)
        if made:
            _insert(owner, is_tail, made, text[cut:], states)


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    yield element, False
    for child in element.iterdescendants():
        if isinstance(child.tag, str):
            yield child, False
        yield child, True


def _insert(owner: etree._Element, is_tail: bool, made: Sequence[tuple[str, int, str]], rest: str, states: str) -> None:
    parent = owner.getparent() if is_tail else owner
    assert parent is not None
    position = parent.index(owner) + 1 if is_tail else 0
    nodes = []
    for _, mark, quote in made:
        node = etree.Element("mark", {"data-m": str(mark), "data-s": states[mark]})
        node.text = quote
        nodes.append(node)
    if is_tail:
        owner.tail = made[0][0]
    else:
        owner.text = made[0][0]
    for node, (before, _, _) in zip(nodes, [*made[1:], (rest, 0, "")], strict=True):
        node.tail = before
    for offset, node in enumerate(nodes):
        tail = node.tail
        parent.insert(position + offset, node)
        node.tail = tail


def clean(root: etree._Element) -> str:
    """The body as harmless HTML: known tags, layout only, no address of any kind."""
    import nh3

    body = next((e for e in root.iter() if isinstance(e.tag, str) and _local(e) == "body"), root)
    for element in body.iter():
        if isinstance(element.tag, str):
            element.tag = _local(element)
    etree.cleanup_namespaces(body)
    attributes: Mapping[str, set[str]] = {"*": set(_LAYOUT), "mark": {"data-m", "data-s"}}
    text = etree.tostring(body, encoding="unicode", method="html")
    return nh3.clean(
        text, tags=set(_TAGS), attributes=dict(attributes), filter_style_properties=set(_STYLES), link_rel=None,
        url_schemes=set(), strip_comments=True,
    )  # fmt: skip


def _frame(body: str, language: str) -> str:
    style, script = _read("filed.css"), _read("filed.js")
    safe = "".join(c for c in language if c.isalnum() or c == "-")
    return (
        f'<!doctype html><html lang="{safe}"><head><meta charset="utf-8"><title>tieout</title><style>{style}</style></head>'
        f"<body>{body}<script>{script}</script></body></html>"
    )


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_read("filed.js").encode()).digest()).decode()
    return (
        f"sandbox allow-scripts; default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


@cache
def _read(name: str) -> str:
    return files(__package__).joinpath("static", name).read_text("utf-8")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.rpartition(":")[2].lower()


def _step(step: str) -> tuple[str, int]:
    name, _, number = step.partition("[")
    return name.rpartition(":")[2].lower(), int(number.rstrip("]") or 1)
