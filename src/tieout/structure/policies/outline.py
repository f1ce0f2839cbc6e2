"""The lines of a region to a tree of nodes: labelled policies, nested items, unlettered headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from tieout.structure.policies.catalogue import find_topics
from tieout.structure.policies.labels import Label, parse_label, resolve
from tieout.structure.policies.lines import Line, bare

_TITLE_CHARACTERS = 130
_TITLE_WORDS = 22
_END_MARKS = ".;,:；，。：、"
_NOT_TITLE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|shall|will|would|may|must)\b|^\W*\d+\W*$|\b(?:and|or|for|of|the|to|by|with|from|in|on)$",
    re.I,
)
_SENTENCE_OPENING = re.compile(
    r"^(?:the (?:group|company|fund|bank)(?: [a-z]|[’'])|(?:these|this|some|all|any|each|management|we|our|if|when|where)\b)"
    r"|\b(?:includes?|applies|operates|represents?|recogni[sz]es?|comprises?|consists?|depends?)\b",
    re.I,
)
"""What opens a sentence and no title that runs into its paragraph."""
_TABLE_HEAD = re.compile(r"^项\s*目|^項\s*目")
_NUMBERS_LINE = re.compile(r"^.{0,80}\s\d{1,3}(?:\s?(?:[-–—~]|to)\s?\d{1,3})?\s?(?:years?|%)?$", re.I)
"""A row of a table that was read as text: the short line above it is the table's head."""
_RUN_IN = tuple(
    re.compile(rf"^([A-Z][^.:;–—]{{3,90}}?)(?:{mark})\s+(?=[A-Z“\"])") for mark in (":", r"\s[-–—]|[–—]", r"\.\s?[–—]?")
)
_RUN_IN_LEAST = 4
_DEEPEST = 9
_DOUBLED_LEAST = 3
_STEM = 5
"""Characters of a word that are compared: "leases" and "leased" say the same."""
_SLUG = re.compile(r"[^a-z0-9\u4e00-\u9fff]+")
_LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]")


@dataclass
class Node:
    """A policy in the making: `lines` are its own lines, heading first; its children's lines are theirs."""

    id: str
    label: str
    title: str
    depth: int
    parent: Node | None
    lines: list[Line] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    runs_in: bool = False

    @property
    def is_labelled(self) -> bool:
        """False for an unlettered heading."""
        return bool(self.label)

    def body(self) -> list[Line]:
        """Its own lines without the heading, unless the heading opens its paragraph or is all there is."""
        return self.lines if self.runs_in or len(self.lines) == 1 else self.lines[1:]

    def all_lines(self) -> list[Line]:
        """Its own lines and its descendants', in reading order."""
        return [*self.lines, *(line for child in self.children for line in child.all_lines())]

    def home(self) -> Node:
        """The nearest labelled policy around it, itself included; itself where none is labelled."""
        node: Node | None = self
        while node is not None and not node.is_labelled:
            node = node.parent
        return node or self

    def lineage(self) -> list[Node]:
        """Itself and the nodes around it, innermost first."""
        return [self, *(self.parent.lineage() if self.parent is not None else [])]

    @property
    def level(self) -> int:
        """The heading's level as the reader gave it; the deepest when it gave none."""
        return self.lines[0].block.level or _DEEPEST


def build_outline(lines: Sequence[Line]) -> tuple[Node, ...]:
    """All nodes in reading order. Lines before the first heading belong to none; furniture is left out."""
    kept = [line for line in lines if not line.is_furniture]
    labels = {i: label for i, line in enumerate(kept) if (label := _heading_label(kept, i)) is not None}
    depths = dict(zip(labels, resolve(list(labels.values())), strict=True))
    plain = {i for i in range(len(kept)) if i not in labels and _is_plain_heading(kept, i)}
    doubled = {i for i in plain if i + 1 in labels and _says_the_same(kept[i].text, kept[i + 1].text)}
    if len(doubled) < _DOUBLED_LEAST or len(doubled) * 2 < sum(depth == 0 for depth in depths.values()):
        doubled = set()
    kept, labels, plain = _without(kept, labels, plain, doubled)
    depths = dict(zip(labels, depths.values(), strict=True))
    run_in = _find_run_in_titles(kept) if not labels else {}
    outer = _plain_is_outer(labels, depths, plain)
    levels = {kept[i].block.level for i in plain if kept[i].block.kind == "heading"}
    has_levels = bool(levels) and min(levels) > 0  # a reader that knows some levels only is no guide
    outermost = _outermost_level([kept[i].block.level for i in plain if kept[i].block.kind == "heading"])
    nodes: list[Node] = []
    stack: list[Node] = []
    taken: dict[str, int] = {}
    for index, line in enumerate(kept):
        if index in labels:
            depth = depths[index] + outer
            stack = [n for n in stack if n.depth < depth and (n.is_labelled or outer)]
            parent = stack[-1] if stack else None
            nodes.append(_make_labelled(kept, index, labels[index], depth, parent))
            stack.append(nodes[-1])
        elif index in plain or index in run_in:
            title = run_in.get(index) or bare(line.text)
            if stack and not stack[-1].is_labelled and stack[-1].title == title:
                continue
            level = max(outermost, line.block.level) if line.block.level else (_DEEPEST if has_levels else 0)
            keep_levels = level if has_levels else 0
            stack = [
                n
                for n in stack
                if (max(n.level, outermost) < keep_levels if outer else n.is_labelled and not 0 < level < n.level)
            ]
            parent = stack[-1] if stack else None
            depth = parent.depth + 1 if parent else 0
            nodes.append(Node(_slug(parent, title), "", title, depth, parent, [line], runs_in=index in run_in))
            stack.append(nodes[-1])
        elif stack:
            stack[-1].lines.append(line)
            continue
        else:
            continue
        node = nodes[-1]
        if node.parent is not None:
            node.parent.children.append(node)
        taken[node.id] = taken.get(node.id, 0) + 1
        if taken[node.id] > 1:
            node.id = f"{node.id}~{taken[node.id]}"
    return tuple(nodes)


def _outermost_level(levels: Sequence[int]) -> int:
    """The most prominent level that at least two headings share; 0 where none do. One alone is a slip of the reader."""
    return min((level for level in set(levels) if level and levels.count(level) > 1), default=0)


def _without(
    lines: list[Line], labels: dict[int, Label], plain: set[int], dropped: set[int]
) -> tuple[list[Line], dict[int, Label], set[int]]:
    """Lines, labels and plain headings with some lines taken out and the rest counted anew."""
    if not dropped:
        return lines, labels, plain
    order = [i for i in range(len(lines)) if i not in dropped]
    place = {old: new for new, old in enumerate(order)}
    kept = {place[i]: label for i, label in labels.items()}
    return [lines[i] for i in order], kept, {place[i] for i in plain if i in place}


def _says_the_same(text: str, labelled: str) -> bool:
    """True for a block's name ("Leases") printed above the block's own heading ("(e) Leased assets")."""
    label = parse_label(labelled)
    title = labelled[label.length :] if label is not None else labelled
    first, second = _SLUG.sub(" ", text.lower()).split(), _SLUG.sub(" ", title.lower()).split()
    shared = sum(any(a[:_STEM] == b[:_STEM] for b in second) for a in first)
    return shared * 2 >= max(1, min(len(first), len(second)))


def _find_run_in_titles(lines: Sequence[Line]) -> dict[int, str]:
    """Titles that open their paragraph ("Inventories: Inventories are ..."), where at least four do so in one way."""
    found: dict[int, str] = {}
    for pattern in _RUN_IN:
        titles = {i: m.group(1) for i, line in enumerate(lines) if (m := pattern.match(line.text)) is not None}
        titles = {
            i: t
            for i, t in titles.items()
            if not _NOT_TITLE.search(t) and not _SENTENCE_OPENING.search(t) and len(t.split()) <= 12
        }
        named = sum(1 for title in titles.values() if find_topics(title))
        if named >= _RUN_IN_LEAST and named * 2 >= len(titles) and len(titles) > len(found):
            found = titles
    return found


def _plain_is_outer(labels: dict[int, Label], depths: dict[int, int], plain: set[int]) -> bool:
    """True where unlettered headings part the policies and labels only list items under them."""
    if not plain:
        return False
    if not labels:
        return True
    outermost = sum(1 for depth in depths.values() if depth == 0)
    return min(plain) < min(labels) and len(plain) >= 2 * outermost


def _make_labelled(lines: Sequence[Line], index: int, label: Label, depth: int, parent: Node | None) -> Node:
    text = lines[index].text[label.length :]
    opening = _labelled_run_in(text)
    title = opening or bare(text)
    return Node(_identity(label, parent), label.text, title, depth, parent, [lines[index]], runs_in=opening is not None)


def _labelled_run_in(text: str) -> str | None:
    """The title in "(d) Inventories: Inventories are ..."; it must name a subject, or a list item would do too."""
    for pattern in _RUN_IN:
        found = pattern.match(text)
        if found is not None and not _NOT_TITLE.search(found.group(1)) and find_topics(found.group(1)):
            return found.group(1)
    return None


def _identity(label: Label, parent: Node | None) -> str:
    """Labels of the parents joined: "h(i)", "2.4(c)(i)"; a decimal label says its parents itself."""
    if label.meanings[0].family == "decimal":
        return label.text
    if parent is None:
        return label.text.strip("()")
    return parent.id + (label.text if label.text.startswith("(") else f"({label.text})")


def _slug(parent: Node | None, title: str) -> str:
    words = _SLUG.sub("-", title.lower()).strip("-")[:60]
    return f"{parent.id}:{words}" if parent else words


def _heading_label(lines: Sequence[Line], index: int) -> Label | None:
    line = lines[index]
    if line.is_table:
        return None
    label = parse_label(line.text)
    if label is None:
        return None
    text = line.text[label.length :]
    if not _is_title(text, line) and (line.is_item or _labelled_run_in(text) is None):
        return None
    if label.meanings[0].family == "arabic" and not line.is_heading and not _opens_text(lines, index):
        return None
    return label


def _is_title(text: str, line: Line) -> bool:
    words = bare(text)
    if not words or len(words) > _TITLE_CHARACTERS or len(words.split()) > _TITLE_WORDS or words[-1] in _END_MARKS:
        return False
    if not _LETTERS.search(words) or (words[0].isascii() and words[0].isalpha() and words[0].islower()):
        return False
    if _is_half_bracketed(words) or _TABLE_HEAD.match(words):
        return False
    if any("\u4e00" <= c <= "\u9fff" for c in words):
        return len(words) <= 40 and not any(mark in words for mark in "。；")
    return not _NOT_TITLE.search(words) and (line.is_heading or not line.is_item or len(words.split()) <= 12)


def _is_half_bracketed(words: str) -> bool:
    """True for the end of a bracketed text whose beginning stands elsewhere."""
    return sum(c in ")）" for c in words) > sum(c in "(（" for c in words)


def _is_plain_heading(lines: Sequence[Line], index: int) -> bool:
    """An unlettered heading: short, without an end mark, followed by running text or by a heading that is."""
    line = lines[index]
    if line.is_table or line.is_item or parse_label(line.text) is not None or "\t" in line.text:
        return False
    if not _is_title(line.text, line) or len(line.text.split()) > 14 or sum(c.isdigit() for c in line.text) > 4:
        return False
    if index + 1 < len(lines) and (_NUMBERS_LINE.match(lines[index + 1].text) or _heads_a_table(lines, index)):
        return False
    return _opens_text(lines, index)


def _heads_a_table(lines: Sequence[Line], index: int) -> bool:
    """True for the head of a list or table that the line above announces."""
    if index == 0 or lines[index - 1].text[-1:] not in ":：":
        return False
    following = lines[index + 1]
    return following.is_table or (not following.is_heading and following.text[-1:] not in ".。:：”’)）")


def _opens_text(lines: Sequence[Line], index: int) -> bool:
    if index + 1 >= len(lines):
        return False
    following = lines[index + 1]
    if following.is_table:
        return lines[index].is_heading
    if lines[index].is_heading:
        return True
    return len(following.text) > len(lines[index].text) and following.text[-1:] in _END_MARKS + ")）”"
