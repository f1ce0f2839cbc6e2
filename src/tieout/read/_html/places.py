"""The text being written, and where each run of it stands in the tree."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from tieout.model import Segment
from tieout.read._html.rows import RawCell

_SPACES = re.compile("[ \t\r\n\f\u00a0\u2002-\u200a\u202f\u3000]+")
_ODD = re.compile("[\t\r\n\f\u00a0\u00ad\u2002-\u200f\u202f\u2060\u3000\ufeff]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


@dataclass(slots=True, eq=False)
class PathLocator:
    """Tells xpaths for ranges: `starts[i]` begins a run that stands in element `nodes[i]` of a tree of elements.

    `parents[n]` is an element's parent, -1 above the root; `names[n]` its name, `numbers[n]` its place among its like.
    """

    starts: list[int]
    nodes: list[int]
    parents: list[int]
    names: list[str]
    numbers: list[int]
    _above: dict[int, str] = field(default_factory=dict, repr=False)

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """One segment with the xpath of the smallest element around the range."""
        if not self.starts:
            return (Segment(start, end),)
        first = max(bisect_right(self.starts, start) - 1, 0)
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, first)
        node, parents = self.nodes[first], self.parents
        below = {node}
        for other in self.nodes[first + 1 : last + 1]:
            while other not in below:  # an element is entered after the one around it: the later of two is no ancestor
                if node > other:
                    node = parents[node]
                    below.add(node)
                else:
                    below.add(other)
                    other = parents[other]
        return (Segment(start, end, xpath=self.path(node) if node >= 0 else None),)

    def path(self, node: int) -> str:
        """The xpath of an element; that of what is around it is kept, for the next one asked for is mostly beside it."""
        above = self.parents[node]
        if above < 0:
            return f"/{self.names[node]}"
        around = self._above.get(above)
        if around is None:
            around = self._above[above] = self.path(above)
        return f"{around}/{self.names[node]}[{self.numbers[node]}]"


@dataclass(slots=True, eq=False)
class TextWriter:
    """Text so far. White space is folded as a browser does: a run of it becomes one gap between what is printed.

    A gap is " ", a tab between cells or a newline between blocks; the strongest one asked for wins.
    """

    parts: list[str] = field(default_factory=list)
    length: int = 0
    gap: str = ""
    sealed: bool = False
    starts: list[int] = field(default_factory=list)
    nodes: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def enter(self, element: etree._Element, parent: int, number: int) -> int:
        """Note an element, the `number`th of its name below `parent`; gives its node."""
        return self.enter_named(step_name(element.tag, element.prefix), parent, number)

    def enter_named(self, name: str, parent: int, number: int) -> int:
        """Note an element of that name; the root of a tree is below -1."""
        self.names.append(name)
        self.numbers.append(number)
        self.parents.append(parent)
        return len(self.parents) - 1

    def add(self, text: str, node: int) -> tuple[int, int] | None:
        """Append a text; the range of what it prints, None when it is only white space."""
        if (not text.isprintable() or not text.isascii()) and _ODD.search(text):
            text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
        elif "  " in text:
            text = _SPACES.sub(" ", text)
        if text[:1] == " ":
            self.ask(" ")
            text = text[1:]
        if not text:
            return None
        trailing = text[-1] == " "
        if trailing:
            text = text[:-1]
        if self.gap and self.length:
            self.parts.append(self.gap)
            self.length += len(self.gap)
        self.gap = " " if trailing else ""
        self.sealed = False
        start = self.length
        self.starts.append(start)
        self.nodes.append(node)
        self.parts.append(text)
        self.length += len(text)
        return start, self.length

    def ask(self, gap: str) -> None:
        """The next text is set off by at least this gap."""
        if not self.sealed and _STRENGTH[gap] > _STRENGTH[self.gap]:
            self.gap = gap

    def glue(self) -> None:
        """The next text follows at once, whatever white space stood between: the halves of a split number."""
        self.gap, self.sealed = "", True

    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)

    def locator(self) -> PathLocator:
        """What the layer takes to tell xpaths; nothing is written after it."""
        return PathLocator(self.starts, self.nodes, self.parents, self.names, self.numbers)


@lru_cache(maxsize=1024)
def step_name(tag: object, prefix: str | None) -> str:
    """The name of an element in an xpath: with its prefix where it has a namespace and a prefix."""
    written = str(tag)
    name = written.rpartition("}")[2]
    return f"{prefix}:{name}" if prefix and written[:1] == "{" else name


def set_off(writer: TextWriter, previous: RawCell, cell: RawCell) -> None:
    """Ask for what stands between two printed cells of a row: nothing inside a split number, else a tab."""
    if previous.glue == "opening" or cell.glue == "closing":
        writer.glue()
    else:
        writer.ask(" " if previous.glue == "sign" else "\t")


_STRENGTH = {"": 0, " ": 1, "\t": 2, "\n": 3}
