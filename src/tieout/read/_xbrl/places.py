"""The rendered text of pages with the range of every tag in it, and the locator that gives ranges an xpath."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from tieout.model import Segment
from tieout.read._xbrl.names import INLINE, XHTML

_SPACES = re.compile("[ \t\r\n\f]+")
_SKIPPED = {"head", "script", "style", "template", "noscript", "object", "iframe"}
_BLOCKS_WORDS = (
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main nav ol p pre section summary table tbody "
    "tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_CELLS = {"td", "th"}
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADERS = {f"{{{ns}}}header" for ns in INLINE}


@dataclass(frozen=True, slots=True)
class PathLocator:
    """Tells xpaths for character ranges: `starts[i]` begins a run of text that stands in element `nodes[i]`.

    `parents` and `steps` describe the elements as a tree; -1 is the root's parent.
    """

    starts: tuple[int, ...]
    nodes: tuple[int, ...]
    parents: tuple[int, ...]
    steps: tuple[str, ...]

    def path(self, node: int) -> str:
        """The xpath of an element."""
        steps: list[str] = []
        while node >= 0:
            steps.append(self.steps[node])
            node = self.parents[node]
        return "/" + "/".join(reversed(steps))

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """One segment with the xpath of the smallest element around the range."""
        if not self.starts:
            return (Segment(start, end),)
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, first)
        common = self._ancestors(self.nodes[first])
        if last > first:
            other = set(self._ancestors(self.nodes[last]))
            common = [n for n in common if n in other]
        return (Segment(start, end, xpath=self.path(common[0]) if common else None),)

    def _ancestors(self, node: int) -> list[int]:
        line = []
        while node >= 0:
            line.append(node)
            node = self.parents[node]
        return line


@dataclass(slots=True)
class PageText:
    """Text being laid out; `ranges` tells where each wanted element's text stands, `numbers` its node."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    nodes: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    ranges: dict[etree._Element, tuple[int, int]] = field(default_factory=dict)
    numbers: dict[etree._Element, int] = field(default_factory=dict)
    gap: str = ""

    def locator(self) -> PathLocator:
        """What a layer takes to tell xpaths."""
        return PathLocator(tuple(self.starts), tuple(self.nodes), tuple(self.parents), tuple(self.steps))

    def path(self, node: int) -> str:
        """The xpath of an element laid out."""
        steps: list[str] = []
        while node >= 0:
            steps.append(self.steps[node])
            node = self.parents[node]
        return "/" + "/".join(reversed(steps))

    def text(self) -> str:
        """The whole text so far."""
        return "".join(self.parts)

    def add(self, text: str, node: int) -> None:
        """Appends a run of one element's text, white space folded; what is only space becomes a gap."""
        if "\n" in text or "  " in text or "\t" in text or "\r" in text:
            text = _SPACES.sub(" ", text)
        if text[:1] == " ":
            self.gap = self.gap or " "
            text = text[1:]
        trailing = text[-1:] == " "
        if trailing:
            text = text[:-1]
        if text:
            if self.gap and self.length:
                self.parts.append(self.gap)
                self.length += len(self.gap)
            self.gap = ""
            self.starts.append(self.length)
            self.nodes.append(node)
            self.parts.append(text)
            self.length += len(text)
        if trailing:
            self.gap = self.gap or " "

    def break_line(self) -> None:
        """The next text starts a new line."""
        self.gap = "\n"

    def break_cell(self) -> None:
        """The next text starts a new cell."""
        if self.gap != "\n":
            self.gap = "\t"


def lay_out(page: PageText, root: etree._Element, wanted: Iterable[etree._Element]) -> None:
    """Appends a page's visible text; the ranges of the wanted elements are noted.

    Text in ix:header, in what styles hide, in scripts and styles is left out: tags there have no range.
    """
    marks = set(wanted)
    page.break_line()
    _walk(page, root, -1, "html", marks)
    page.break_line()


def _walk(page: PageText, element: etree._Element, parent: int, step: str, marks: set[etree._Element]) -> None:
    tag = element.tag
    if tag in _HEADERS:
        return
    local = tag[len(XHTML) + 2 :] if tag.startswith("{" + XHTML) else "" if tag[:1] == "{" else tag
    style = element.get("style")
    if local in _SKIPPED or (style is not None and "n" in style and _INVISIBLE.search(style)):
        return
    number = len(page.parents)
    page.parents.append(parent)
    page.steps.append(step)
    if local in _BLOCKS:
        page.break_line()
    elif local in _CELLS:
        page.break_cell()
    marked = element in marks
    start = page.length
    if element.text:
        page.add(element.text, number)
    counts: dict[str, int] = {}
    for child in element:
        child_tag = child.tag
        if isinstance(child_tag, str):
            n = counts[child_tag] = counts.get(child_tag, 0) + 1
            _walk(page, child, number, _step(child, child_tag, n), marks)
        if child.tail:
            page.add(child.tail, number)
    if marked:
        page.ranges[element] = (start, page.length)
        page.numbers[element] = number
    if local in _BLOCKS or local == "br":
        page.break_line()


def _step(element: etree._Element, tag: str, number: int) -> str:
    if tag.startswith("{" + XHTML):
        return f"{tag[len(XHTML) + 2 :]}[{number}]"
    return f"{qualified_name(element)}[{number}]"


def qualified_name(element: etree._Element) -> str:
    """The name as the document writes it: with its prefix where it has one."""
    local = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else local


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the white space at its ends; an empty range stays where it starts."""
    while start < end and text[start] in " \t\n":
        start += 1
    while end > start and text[end - 1] in " \t\n":
        end -= 1
    return start, end
