"""What the viewer's script reads: statements, elements, facts, checks and the page's text, as compact lists.

Statement: [title, category, unit, scale, columns [[over, heading], ...], rows]. Row: [kind letter (i, h, m), label,
element or -1, depth, total 0/1, cells]; a cell is 0 when blank, [text, fact], or [html, fact, 1] for a text block.
Element: [name, title, definition, references [[role, text], ...], type, balance, period type]. Fact: [element, label,
value, period, unit, dimensions [[axis, member], ...], decimals, chunk or -1, block, printed, hidden 0/1, footnotes, checks,
state's letter].
Check: [code, name, state's letter, words, terms [[sign, text, fact or -1], ...]], the result as the last term.
The page is cut in chunks of blocks as `present.html.blocks` draws them, its marks numbered by fact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tieout.model import Concept, ConceptReference, Document, Fact, Filing, Workpaper
from tieout.model.statement import Statement, StatementCell
from tieout.present.html.blocks import Chunk, Mark, make_chunks
from tieout.present.viewer.checked import find_checks
from tieout.present.viewer.shown import is_text_block
from tieout.present.words import clean_controls, group_digits, title_of

_LONGEST_MARK = 2_000
_LONGEST_VALUE = 400


def make_payload(
    documents: Sequence[Document], statements: Sequence[Statement], workpaper: Workpaper | None = None
) -> dict[str, Any]:
    """Everything the page shows of one filing (a document, or several R pages), ready for JSON."""
    concepts: dict[str, Concept] = {}
    nameless: list[Concept] = []
    for concept in (c for d in documents if d.filing is not None for c in d.filing.concepts):
        if concept.name:
            concepts.setdefault(concept.name, concept)
        else:
            nameless.append(concept)
    described = [n for d in documents if d.filing is not None and d.kind == "r_page" for n in _names(d.filing)]
    used = list(dict.fromkeys([*_used_names(documents, statements), *described]))
    facts = [(document, fact) for document in documents for fact in document.facts]
    numbers = {fact.id: k for k, (_, fact) in enumerate(facts)}
    writer = _FactWriter(documents, facts, {name: k for k, name in enumerate(used)}, concepts)
    checks, by_fact = find_checks(workpaper, facts)
    return {
        "title": name_of(documents),
        "statements": [_statement(s, writer.elements, numbers) for s in statements],
        "elements": [*(_element(name, concepts.get(name)) for name in used), *(_element("", c) for c in nameless)],
        "facts": [
            [*writer.write(document, fact), *by_fact.get(k, ([], ""))] for k, (document, fact) in enumerate(facts)
        ],
        "checks": checks,
        "checked": int(workpaper is not None),
        "chunks": [c.blocks for c in writer.chunks],
    }


def name_of(documents: Sequence[Document]) -> str:
    """What a filing is called: its document's title, of R pages the company or their folder."""
    if len(documents) == 1:
        return clean_controls(title_of(documents[0]))
    cover = next((d.company.name for d in documents if d.company.name and d.company.cik), None)
    folder = documents[0].input.rpartition("/")[0].rpartition("/")[2]
    return clean_controls(cover or folder or title_of(documents[0]))


def _names(filing: Filing) -> list[str]:
    return [c.name for c in filing.concepts if c.name]


def _used_names(documents: Sequence[Document], statements: Sequence[Statement]) -> list[str]:
    names = [r.concept for s in statements for r in s.rows if r.concept is not None]
    return list(dict.fromkeys([*names, *(f.concept for d in documents for f in d.facts if f.concept is not None)]))


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


class _FactWriter:
    """Writes facts with the places where the pages print them."""

    def __init__(
        self,
        documents: Sequence[Document],
        facts: Sequence[tuple[Document, Fact]],
        elements: dict[str, int],
        concepts: dict[str, Concept],
    ) -> None:
        self.elements = elements
        self.titles = {name: c.title for name, c in concepts.items()}
        self.notes: dict[str, list[str]] = defaultdict(list)
        for footnote in (f for d in documents if d.filing is not None for f in d.filing.footnotes):
            for name in footnote.facts:
                self.notes[name].append(clean_controls(footnote.text))
        self.layers = {layer.id: (i, k) for i, d in enumerate(documents) for k, layer in enumerate(d.layers)}
        marks = [
            Mark(index, *self.layers[fact.span.layer], fact.span, None, "n")
            for index, (_, fact) in enumerate(facts)
            if fact.span.layer in self.layers and 0 < fact.span.end - fact.span.start <= _LONGEST_MARK
        ]
        marks.sort(key=lambda m: (m.document, m.layer, m.span.start, -m.span.end))
        self.chunks: list[Chunk] = []
        for index, document in enumerate(documents):
            self.chunks += make_chunks(index, document, marks, 0)
        self.starts = [(c.document, *c.starts[0]) for c in self.chunks]

    def write(self, document: Document, fact: Fact) -> list[Any]:
        """One fact as the payload's list, without its checks."""
        filing = document.filing
        tag = filing.tag(fact.id) if filing is not None else None
        concept = filing.concept(fact.concept) if filing is not None and fact.concept else None
        block = filing is not None and is_text_block(fact, concept, filing)
        hidden = bool(tag and tag.hidden) or (tag is not None and not fact.span.quote)
        chunk, place = (-1, 0) if hidden else self.find(fact)
        return [
            self.elements.get(fact.concept or "", -1),
            clean_controls(fact.label),
            "(text block)" if block else _value(fact),
            str(fact.period) if fact.period is not None else "",
            fact.unit or "",
            [[self.titles.get(a, a), self.titles.get(m, m)] for a, m in fact.dimensions],
            "" if fact.decimals is None else str(fact.decimals),
            chunk,
            place,
            "" if block else clean_controls(fact.span.quote)[:_LONGEST_VALUE],
            int(hidden),
            self.notes[fact.id],
        ]

    def find(self, fact: Fact) -> tuple[int, int]:
        """The chunk and block in which a fact begins; (-1, 0) where no page prints it."""
        layer = self.layers.get(fact.span.layer)
        if layer is None or not self.chunks:
            return -1, 0
        number = max(0, bisect_right(self.starts, (*layer, fact.span.start)) - 1)
        return number, max(0, bisect_right(self.chunks[number].starts, (layer[1], fact.span.start)) - 1)


def _value(fact: Fact) -> str:
    if fact.value is None:
        return "nil"
    if isinstance(fact.value, Decimal):
        return group_digits(fact.value).replace("-", "−")
    text = clean_controls(fact.value)
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"
