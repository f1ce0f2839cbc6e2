"""An invented company's results as workpapers made by hand: what the presenters are tried on.

The markup is one line a block: `# ` headings, `- ` items, `| ` table rows (the first is the header), others paragraphs.
The judge here is a few lines of interval arithmetic, enough to leave ticks and findings of every verdict.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal

from tieout.model import (
    Block,
    Cell,
    CellRole,
    Column,
    Company,
    Document,
    Figure,
    Finding,
    Firmness,
    Formula,
    Grid,
    GridCell,
    Input,
    Layer,
    Outcome,
    Page,
    Paper,
    Problem,
    Relation,
    Row,
    Section,
    Segment,
    State,
    Table,
    Term,
    TickMark,
    Verdict,
    Workpaper,
)
from tieout.numbers.find import find_quantities
from tieout.numbers.interval import Interval, agrees, interval_of
from tieout.numbers.parse import parse_quantity
from tieout.read.source import make_layer

RESULTS = """# Lantern Harbour Holdings
# 1. Financial highlights
Revenue was RMB 1,204.5 million for the year, an increase of 10.2% from RMB 1,093.0 million.
<b>Gross profit</b> was RMB 421.7 million.
- Net profit rose to RMB 120.4 million from RMB 98.8 million.
- The Group had 2,413 employees & 14 offices.
# 2. Consolidated statement of profit or loss
| RMB million | 2025 | 2024 |
| Ferry services | 804.1 | 733.9 |
| Harbour storage | 400.4 | 359.1 |
| Revenue | 1,204.5 | 1,093.0 |
| Cost of sales | (782.8) | (720.1) |
| Gross profit | 412.7 | 373.0 |
| =HYPERLINK("x") | 3.0 | – |
# 3. 分部資料
收入為人民幣1,204.5百萬元。
"""
SUMMARY = """# Lantern Harbour: machine summary
- Revenue reached RMB 1,245.0 million in 2025.
- Orders in hand came to RMB 77.7 million.
"""


@dataclass
class Desk:
    """Collects documents, figures and relations, and closes them into a Workpaper."""

    documents: list[Document] = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)
    inputs: list[Input] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    def add(self, name: str, markup: str, *, paged: bool = False) -> Document:
        """Read the markup as a document; `paged` makes it a page with boxes, one line each 20 points."""
        layer = _make_lined_layer(markup) if paged else make_layer(markup)
        digest = hashlib.sha256(markup.encode()).hexdigest()
        identity = digest[:12]
        reading = _Reading(self, identity, layer, 1 if paged else None)
        reading.read()
        self.inputs.append(Input(name, digest, len(markup.encode()), "text"))
        document = Document(
            id=identity,
            input=name,
            sha256=digest,
            reader="text",
            kind="annual_results",
            title=reading.sections[0].title if reading.sections else name,
            language="en",
            company=Company("Lantern Harbour Holdings", (("en", "Lantern Harbour Holdings"),), ("HK:99999",)),
            start=0,
            end=len(markup),
            layers=(layer,),
            pages=(Page(1, layer.id, "1", 595.0, 842.0),) if paged else (),
            blocks=tuple(reading.blocks),
            sections=tuple(reading.sections),
            tables=tuple(reading.tables),
        )
        self.documents.append(document)
        return document

    def find(self, quote: str, nth: int = 0, document: str | None = None) -> str:
        """The id of the nth figure printed so."""
        wanted = [f for f in self.figures.values() if f.span.quote == quote and document in (None, f.document)]
        return wanted[nth].id

    def relate(
        self, code: str, formula: Formula, result: str, terms: list[str], why: str, firmness: Firmness = "structural"
    ) -> None:
        """Propose a relation."""
        document = self.figures[result].document
        signed = tuple(Term(t) for t in terms)
        self.relations.append(Relation(code, formula, signed, why, result, firmness, document=document))

    def close(self) -> Workpaper:
        """Judge every relation and leave the workpaper."""
        ticks: list[TickMark] = []
        findings: list[Finding] = []
        states: dict[str, tuple[State, str, list[str]]] = {}
        for relation in self.relations:
            assert relation.result is not None
            printed = self.figures[relation.result]
            verdict, computed = _judge(relation, self.figures)
            members = [relation.result, *(t.figure for t in relation.terms)]
            if verdict in ("agrees", "rounding"):
                for member in members:
                    partners = tuple(m for m in members if m != member)
                    figure = self.figures[member]
                    ticks.append(
                        TickMark(relation.code, figure.document, member, figure.span, partners, 0.001, verdict)
                    )
                    _raise(states, member, "tied" if verdict == "agrees" else "rounding", relation.code)
            else:
                findings.append(_make_finding(relation, printed, computed, verdict, self.figures))
                _raise(states, relation.result, "question" if verdict == "question" else "differs", relation.code)
        outcomes = {
            i: Outcome(i, *states[i][:2], tuple(states[i][2]))
            if i in states
            else Outcome(i, "untested", "no second source")
            for i in self.figures
        }
        paper = Paper(tuple(self.documents), self.figures, tuple(t for d in self.documents for t in d.tables), (), ())
        problem = Problem("annex.bin", "annex.bin: not a format that can be read")
        return Workpaper(
            "0.1.0",
            tuple(self.inputs),
            paper,
            outcomes,
            tuple(findings),
            tuple(ticks),
            tuple(self.relations),
            (problem,),
        )


def make_workpaper(*, paged: bool = False) -> Workpaper:
    """The invented results and a summary of them: ties, a rounding item, two findings, a question, untested figures."""
    desk = Desk()
    results = desk.add("results.txt", RESULTS, paged=paged)
    summary = desk.add("summary.txt", SUMMARY)
    f = desk.find
    columns = (
        ("804.1", "400.4", "1,204.5", "(782.8)", "412.7"),
        ("733.9", "359.1", "1,093.0", "(720.1)", "373.0"),
    )
    for ferry, storage, revenue, cost, gross in columns:
        total = f(revenue)
        desk.relate("F101", "sum", total, [f(ferry), f(storage)], "a subtotal under its parts")
        desk.relate("F101", "sum", f(gross), [total, f(cost)], "revenue less cost of sales")
    desk.relate(
        "G201", "growth", f("10.2%"), [f("RMB 1,204.5 million"), f("RMB 1,093.0 million")], "an increase of ... from"
    )
    desk.relate("A501", "equal", f("RMB 1,204.5 million"), [f("1,204.5")], "the text names the row")
    desk.relate(
        "A501", "equal", f("RMB 1,245.0 million", document=summary.id), [f("1,204.5")], "the summary names the row"
    )
    desk.relate(
        "A501", "equal", f("RMB 421.7 million"), [f("412.7")], "the text may name the row", firmness="suggested"
    )
    assert results.id != summary.id
    return desk.close()


@dataclass
class _Reading:
    desk: Desk
    document: str
    layer: Layer
    page: int | None
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def read(self) -> None:
        position, rows = 0, list[tuple[int, int]]()
        for line in [*self.layer.text.splitlines(keepends=True), ""]:
            start, end = position, position + len(line.rstrip("\n"))
            position += len(line)
            if line.startswith("| "):
                rows.append((start, end))
                continue
            if rows:
                self._add_table(rows)
                rows = []
            if line.startswith("# "):
                span = self.layer.span(start + 2, end)
                self.blocks.append(Block("heading", span, span.quote, level=1, page=self.page))
                self.sections.append(Section(span.quote, span, 1, page=self.page, start=start + 2, end=end))
            elif line.strip():
                offset = 2 if line.startswith("- ") else 0
                span = self.layer.span(start + offset, end)
                self.blocks.append(Block("item" if offset else "paragraph", span, span.quote, page=self.page))
                for found in find_quantities(span.quote):
                    place = self.layer.span(start + offset + found.start, start + offset + found.end)
                    self._add_figure(
                        Figure(self._name(), self.document, place, found.quantity, "prose", found.explicit_scale)
                    )

    def _name(self) -> str:
        return f"{self.document}:{len(self.desk.figures)}"

    def _add_figure(self, figure: Figure) -> Figure:
        self.desk.figures[figure.id] = figure
        return figure

    def _add_table(self, rows: list[tuple[int, int]]) -> None:
        text = self.layer.text
        grid: list[tuple[GridCell | None, ...]] = []
        cells: list[tuple[Cell, ...]] = []
        for r, (start, end) in enumerate(rows):
            line, at, made, understood = text[start:end], start, list[GridCell](), list[Cell]()
            for part in line.strip("|").split("|"):
                content = part.strip()
                begin = text.index(content, at + 1)
                at = begin + len(content)
                span = self.layer.span(begin, at)
                made.append(GridCell(content, span, header=r == 0))
                quantity = parse_quantity(content, "CNY", 6) if r and len(made) > 1 else None
                figure = None
                if quantity is not None:
                    figure = self._add_figure(Figure(self._name(), self.document, span, quantity, "cell"))
                role: CellRole = "header" if r == 0 else "value" if figure else "label" if len(made) == 1 else "blank"
                understood.append(Cell(content, role, span, figure))
            grid.append(tuple(made))
            cells.append(tuple(understood))
        span = self.layer.span(rows[0][0], rows[-1][1])
        caption = self.sections[-1].title
        header = cells[0]
        columns = tuple(Column((c.text,), "label" if i == 0 else "value", None, "CNY", 6) for i, c in enumerate(header))
        lines = tuple(
            Row(r[0].text, (r[0].text,), role="total" if r[0].text == "Revenue" else "item") for r in cells[1:]
        )
        self.tables.append(
            Table(
                f"{self.document}:t{len(self.tables)}", self.document, caption, span, columns, lines, tuple(cells[1:]),
                (header,), "CNY", 6, self.page, section=(caption,),
            )
        )  # fmt: skip
        self.blocks.append(
            Block("table", span, span.quote, page=self.page, grid=Grid(tuple(grid), caption, header_rows=1))
        )


class _Lines:
    """Boxes for a page whose characters are 5 points wide and lines 20 points apart."""

    def __init__(self, text: str) -> None:
        self.text = text

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        line = self.text.count("\n", 0, start)
        first = self.text.rfind("\n", 0, start) + 1
        box = (40.0 + 5 * (start - first), 40.0 + 20 * line, 40.0 + 5 * (end - first), 54.0 + 20 * line)
        return (Segment(start, end, page=1, box=box),)


def _make_lined_layer(text: str) -> Layer:
    return make_layer(text, 1, _Lines(text))


def _judge(relation: Relation, figures: dict[str, Figure]) -> tuple[Verdict, Decimal]:
    assert relation.result is not None
    quantities = [figures[t.figure].quantity for t in relation.terms]
    spans = [interval_of(q) for q in quantities]
    if relation.formula == "growth":
        ratio = Interval((spans[0].low - spans[1].high) / spans[1].high, (spans[0].high - spans[1].low) / spans[1].low)
        reach, computed = ratio.times(Decimal(100)), (quantities[0].value / quantities[1].value - 1) * 100
    else:
        parts = [s.times(t.coefficient) for s, t in zip(spans, relation.terms, strict=True)]
        reach = sum(parts[1:], parts[0])
        computed = sum((q.value * t.coefficient for q, t in zip(quantities, relation.terms, strict=True)), Decimal(0))
    printed = figures[relation.result].quantity
    if agrees(printed, computed):
        return "agrees", computed
    if interval_of(printed).meets(reach):
        return "rounding", computed
    return ("question" if relation.firmness == "suggested" else "differs"), computed


def _make_finding(
    relation: Relation, printed: Figure, computed: Decimal, verdict: Verdict, figures: dict[str, Figure]
) -> Finding:
    expected = round(computed.scaleb(-printed.quantity.scale), printed.quantity.decimals)
    difference = printed.quantity.number - expected
    return Finding(
        id=f"{relation.code}-{printed.id}",
        code=relation.code,
        check="footing" if relation.code == "F101" else "agreement",
        verdict=verdict,
        message=(
            f"{printed.span.quote} is printed; {relation.why} gives {expected:,f} "
            f"(difference {difference:,f}, tolerance 0.1)."
        ),
        document=printed.document,
        span=printed.span,
        printed=format(printed.quantity.number, "f"),
        expected=format(expected, "f"),
        difference=format(difference, "f"),
        tolerance="0.1",
        formula=relation.formula,
        partners=tuple((figures[t.figure].document, figures[t.figure].span) for t in relation.terms),
        figure=printed.id,
        relations=(relation.code,),
    )


def _raise(states: dict[str, tuple[State, str, list[str]]], figure: str, state: State, code: str) -> None:
    order: list[State] = ["differs", "question", "tied", "rounding"]
    if figure not in states or order.index(state) < order.index(states[figure][0]):
        codes = states[figure][2] if figure in states else []
        states[figure] = (state, f"{state} by {code}", codes)
    if code not in states[figure][2]:
        states[figure][2].append(code)
