"""What the viewer's script reads: statements, elements, facts and the page's text, as compact lists.

Statement: [title, category, unit, scale, columns [[over, heading], ...], rows]. Row: [kind letter (i, h, m), label,
element or -1, depth, total 0/1, cells]; a cell is 0 when blank, [text, fact], or [html, fact, 1] for a text block.
Element: [name, title, definition, references [[role, text], ...], type, balance, period type]. Fact: [element, label,
value, period, unit, dimensions [[axis, member], ...], decimals, chunk or -1, block, printed, hidden 0/1, footnotes].
The page is cut in chunks of blocks as `present.html.blocks` draws them, its marks numbered by fact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tieout.model import Concept, Document, Fact
from tieout.model.filing import ConceptReference
from tieout.model.statement import Statement, StatementCell
from tieout.present.html.blocks import Chunk, Mark, make_chunks
from tieout.present.viewer.shown import is_text_block
from tieout.present.words import clean_controls, group_digits, title_of

_LONGEST_MARK = 2_000
_LONGEST_VALUE = 400


def make_payload(document: Document, statements: Sequence[Statement]) -> dict[str, Any]:
    """Everything the page shows, ready for JSON."""
    concepts = {c.name: c for c in (document.filing.concepts if document.filing is not None else ())}
    used = _used_names(document, statements)
    described = document.filing.concepts if document.filing is not None and document.kind == "r_page" else ()
    used = list(dict.fromkeys([*used, *(c.name for c in described if c.name)]))
    nameless = [c for c in described if not c.name]
    elements = {name: k for k, name in enumerate(used)}
    facts = {f.id: k for k, f in enumerate(document.facts)}
    chunks = _cut_page(document)
    finder = _Finder(document, chunks)
    notes: dict[str, list[str]] = defaultdict(list)
    for footnote in document.filing.footnotes if document.filing is not None else ():
        for fact in footnote.facts:
            notes[fact].append(clean_controls(footnote.text))
    titles = {n: c.title for n, c in concepts.items()}
    return {
        "title": clean_controls(title_of(document)),
        "statements": [_statement(s, elements, facts) for s in statements],
        "elements": [*(_element(name, concepts.get(name)) for name in used), *(_element("", c) for c in nameless)],
        "facts": [_fact(document, f, elements, titles, finder, notes[f.id]) for f in document.facts],
        "chunks": [c.blocks for c in chunks],
    }


def _used_names(document: Document, statements: Sequence[Statement]) -> list[str]:
    names = [r.concept for s in statements for r in s.rows if r.concept is not None]
    return list(dict.fromkeys([*names, *(f.concept for f in document.facts if f.concept is not None)]))


def _statement(statement: Statement, elements: dict[str, int], facts: dict[str, int]) -> list[Any]:
    rows = [
        [
            r.kind[0],
            clean_controls(r.label),
            elements[r.concept] if r.concept is not None else -1,
            r.depth,
            int(r.is_total),
            [_cell(c, facts) for c in r.cells],
        ]
        for r in statement.rows
    ]
    columns = [[c.over, clean_controls(c.heading)] for c in statement.columns]
    title = clean_controls(statement.title)
    return [title, statement.category, clean_controls(statement.unit), statement.scale, columns, rows]


def _cell(cell: StatementCell, facts: dict[str, int]) -> Any:
    if not cell.text and cell.fact is None:
        return 0
    number = facts.get(cell.fact, -1) if cell.fact is not None else -1
    text = clean_controls(cell.text) if not cell.html else cell.text
    return [text, number, 1] if cell.html else [text, number]


def _element(name: str, concept: Concept | None) -> list[Any]:
    if concept is None:
        return [name, name, "", [], "", "", ""]
    return [
        name,
        clean_controls(concept.title),
        clean_controls(concept.definition or ""),
        [_reference(r) for r in concept.references],
        concept.data_type or "",
        concept.balance or "",
        concept.period_type or "",
    ]


def _reference(reference: ConceptReference) -> list[str]:
    """The role's last word, and the parts in one line; addresses are left out."""
    parts = [f"{name} {value}" for name, value in reference.parts if name != "URI"]
    return [reference.role.rpartition("/")[2], clean_controls(", ".join(parts))]


def _fact(
    document: Document,
    fact: Fact,
    elements: dict[str, int],
    titles: dict[str, str],
    finder: _Finder,
    notes: list[str],
) -> list[Any]:
    filing = document.filing
    tag = filing.tag(fact.id) if filing is not None else None
    concept = filing.concept(fact.concept) if filing is not None and fact.concept else None
    block = filing is not None and is_text_block(fact, concept, filing)
    hidden = bool(tag and tag.hidden) or (tag is not None and not fact.span.quote)
    chunk, place = (-1, 0) if hidden else finder.find(fact)
    return [
        elements.get(fact.concept or "", -1),
        clean_controls(fact.label),
        "(text block)" if block else _value(fact),
        str(fact.period) if fact.period is not None else "",
        fact.unit or "",
        [[titles.get(a, a), titles.get(m, m)] for a, m in fact.dimensions],
        "" if fact.decimals is None else str(fact.decimals),
        chunk,
        place,
        "" if block else clean_controls(fact.span.quote)[:_LONGEST_VALUE],
        int(hidden),
        notes,
    ]


def _value(fact: Fact) -> str:
    if fact.value is None:
        return "nil"
    if isinstance(fact.value, Decimal):
        return group_digits(fact.value).replace("-", "−")
    text = clean_controls(fact.value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _cut_page(document: Document) -> list[Chunk]:
    layers = {layer.id: k for k, layer in enumerate(document.layers)}
    marks = []
    for index, fact in enumerate(document.facts):
        span = fact.span
        if span.layer in layers and 0 < span.end - span.start <= _LONGEST_MARK:
            marks.append(Mark(index, 0, layers[span.layer], span, None, "n"))
    marks.sort(key=lambda m: (m.layer, m.span.start, -m.span.end))
    return make_chunks(0, document, marks, 0)


class _Finder:
    """Finds the chunk and block in which a fact begins."""

    def __init__(self, document: Document, chunks: list[Chunk]) -> None:
        self.layers = {layer.id: k for k, layer in enumerate(document.layers)}
        self.chunks = chunks
        self.starts = [c.starts[0] for c in chunks]

    def find(self, fact: Fact) -> tuple[int, int]:
        """Chunk and block; (-1, 0) where the page does not print it."""
        layer = self.layers.get(fact.span.layer)
        if layer is None or not self.chunks:
            return -1, 0
        wanted = (layer, fact.span.start)
        number = max(0, bisect_right(self.starts, wanted) - 1)
        return number, max(0, bisect_right(self.chunks[number].starts, wanted) - 1)
