"""Finds the accounting policies of a document: outline, spans, standards, references, parameters, lost lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tieout.model import Document, Parameter, Policy, Reference, Segment, Span
from tieout.structure.policies.catalogue import Topic, find_first_topic, find_framework, find_topics
from tieout.structure.policies.labels import parse_label
from tieout.structure.policies.languages import part_languages
from tieout.structure.policies.lines import Line, bare, find_lines
from tieout.structure.policies.missing import find_missing
from tieout.structure.policies.outline import Node, build_outline
from tieout.structure.policies.parameters import drop_repeats, find_parameters
from tieout.structure.policies.references import find_references
from tieout.structure.policies.region import Region, find_regions, is_policies_heading
from tieout.structure.policies.standards import find_standards

_SHORT_CHARACTERS = 150
_MANY_PAGES = 3
_WHOLE_KINDS = ("r_page", "other")


def find_policies(document: Document) -> tuple[Policy, ...]:
    """The policies in reading order, parents before children; empty when the document holds no policies.

    Parameters, references and lost lists are given on the nearest lettered or numbered policy; an unlettered heading
    inside one is a node of the tree that tells where they stand (their own offsets lie inside its span).
    """
    lines = find_lines(document)
    found: list[Policy] = []
    for region in find_regions(lines, document.title, document.kind in _WHOLE_KINDS):
        for inside in part_languages(_without_running_heads(lines[region.first : region.last], region.note)):
            found += _read_lines(document, lines, region, inside)
    return tuple(_with_own_ids(found))


def _with_own_ids(policies: list[Policy]) -> Iterator[Policy]:
    """The same with "~2" after the id of a policy that another language or note gave before."""
    taken: Counter[str] = Counter()
    for policy in policies:
        taken[policy.id] += 1
        yield replace(policy, id=f"{policy.id}~{taken[policy.id]}") if taken[policy.id] > 1 else policy


def _read_lines(document: Document, lines: Sequence[Line], region: Region, inside: Sequence[Line]) -> list[Policy]:
    nodes = build_outline(inside) or _as_one(lines, region, inside)
    framework = find_framework("\n".join(line.text for line in inside))
    ids = frozenset(node.id for node in nodes)
    kept = [line for line in inside if not line.is_furniture]
    order = {id(line): index for index, line in enumerate(kept)}
    own: dict[int, _Contents] = {id(node): _Contents() for node in nodes}
    topics = {id(node): _node_topics(node) for node in nodes}
    for node in nodes:
        home = own[id(node.home())]
        where = _with_parents(node, topics)
        for line in node.body():
            home.parameters += find_parameters(line, where)
        for line in node.lines:
            home.references += find_references(line, region.note, ids, lines)
        last = order[id(node.lines[-1])]
        following = kept[last + 1] if last + 1 < len(kept) else None
        following_child = next(
            (child for around in node.lineage() for child in around.children if child.lines[0] is following), None
        )
        opens_item = following_child is not None and following_child.is_labelled
        opens_heading = any(other.lines[0] is following for other in nodes if not other.is_labelled)
        home.missing += find_missing(node.lines, opens_item, opens_heading)
    made = [_make_policy(document, node, own[id(node)], topics, framework) for node in nodes]
    by_id = {policy.id: policy for policy in made}
    return [_with_items(node, policy, by_id) for node, policy in zip(nodes, made, strict=True)]


def _with_items(node: Node, policy: Policy, by_id: dict[str, Policy]) -> Policy:
    """A policy that is only a heading over its items follows the standards that they follow."""
    if len(node.lines) > 1 or not node.children:
        return policy
    items = [standard for child in node.children for standard in by_id[child.id].standards]
    return replace(policy, standards=tuple(dict.fromkeys((*policy.standards, *items))))


def _as_one(lines: Sequence[Line], region: Region, inside: Sequence[Line]) -> tuple[Node, ...]:
    """A note without any heading in it is one policy, so that nothing in it is lost."""
    kept = [line for line in inside if not line.is_furniture]
    if not kept:
        return ()
    title = bare(lines[region.first - 1].text) if region.first else bare(kept[0].text)[:_SHORT_CHARACTERS]
    return (Node("policies", "", title, 0, None, kept, runs_in=True),)


def _without_running_heads(lines: Sequence[Line], note: str | None) -> list[Line]:
    """Lines of a region without the note's own heading, printed again or not, and short lines met on many pages.

    Side by side in two languages, the heading of the note before it may stand on the same page.
    """
    pages: dict[str, set[int | None]] = {}
    for line in lines:
        if len(line.text) <= _SHORT_CHARACTERS and not line.is_table:
            pages.setdefault(line.text, set()).add(line.page)
    repeated = {text for text, on in pages.items() if len(on) >= _MANY_PAGES}
    of_notes = _find_note_headings(lines, note)
    return [
        line
        for line in lines
        if line.text not in repeated and not is_policies_heading(line.text) and id(line) not in of_notes
    ]


def _find_note_headings(lines: Sequence[Line], note: str | None) -> frozenset[int]:
    """Headings numbered like this note or the one before it, where no other such number stands in the region."""
    if note is None or not note.isdigit():
        return frozenset()
    numbered = [
        (label.text, line)
        for line in lines
        if line.is_heading and (label := parse_label(line.text)) and label.meanings[0].family == "arabic"
    ]
    wanted = {note, str(int(note) - 1)}
    return frozenset(id(line) for _, line in numbered) if all(n in wanted for n, _ in numbered) else frozenset()


class _Contents:
    """What is gathered for one policy."""

    def __init__(self) -> None:
        self.parameters: list[Parameter] = []
        self.references: list[Reference] = []
        self.missing: list[tuple[str, Span]] = []


def _node_topics(node: Node) -> tuple[Topic, ...]:
    """By title; a title without a parent that names none is helped by the first sentence under it."""
    named = find_topics(node.title)
    if named or node.parent is not None or len(node.lines) < 2:
        return named
    return find_first_topic(node.lines[1].text)


def _with_parents(node: Node, topics: dict[int, tuple[Topic, ...]]) -> tuple[Topic, ...]:
    """The node's topics and those of the policies around it."""
    around: list[Topic] = []
    current: Node | None = node
    while current is not None:
        around += topics[id(current)]
        current = current.parent
    return tuple(dict.fromkeys(around))


def _make_policy(
    document: Document, node: Node, contents: _Contents, topics: dict[int, tuple[Topic, ...]], framework: str
) -> Policy:
    spans = _spans(node.all_lines())
    near = topics[id(node)] or _with_parents(node, topics)
    text = "\n".join(line.text for line in node.lines)
    return Policy(
        id=node.id,
        document=document.id,
        label=node.label,
        title=node.title,
        span=spans[0],
        parent=node.parent.id if node.parent else None,
        standards=find_standards(text, near, framework),
        references=tuple(contents.references),
        parameters=tuple(drop_repeats(sorted(contents.parameters, key=lambda p: _order(p.span, spans)))),
        missing=tuple(text for text, _ in contents.missing),
        parts=spans[1:],
        missing_spans=tuple(span for _, span in contents.missing),
        topics=tuple(topic.name for topic in _with_parents(node, topics)),
    )


def _order(span: Span, parts: tuple[Span, ...]) -> tuple[int, int]:
    layers = [part.layer for part in parts]
    return (layers.index(span.layer) if span.layer in layers else len(layers), span.start)


def _spans(lines: Sequence[Line]) -> tuple[Span, ...]:
    """One span a layer; lines with only blanks between them share a segment, page furniture falls between segments."""
    spans = []
    for layer in dict.fromkeys(id(line.layer) for line in lines):
        here = sorted((line for line in lines if id(line.layer) == layer), key=lambda line: line.start)
        text = here[0].layer
        runs: list[tuple[int, int]] = []
        for line in here:
            if runs and not text.text[runs[-1][1] : line.start].strip():
                runs[-1] = (runs[-1][0], line.end)
            else:
                runs.append((line.start, line.end))
        segments: list[Segment] = []
        for start, end in runs:
            segments += text.span(start, end).segments
        spans.append(Span(text.id, text.text[runs[0][0] : runs[-1][1]], tuple(segments)))
    return tuple(spans)
