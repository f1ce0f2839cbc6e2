"""Tagged facts as figures: what a fact says and what the page prints may differ in sign, never in size."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from weakref import WeakKeyDictionary

from tieout.model import Document, Fact, Figure, Filing, Paper, Tag


@dataclass(frozen=True, slots=True)
class Tagged:
    """A numeric fact with its tag and figure; `sign` turns the printed value into the fact's (1 or -1)."""

    fact: Fact
    tag: Tag
    figure: Figure
    sign: int

    @property
    def value(self) -> Decimal:
        """The fact's value."""
        assert isinstance(self.fact.value, Decimal)
        return self.fact.value

    def as_printed(self, value: Decimal) -> Decimal:
        """Another value of the fact as its figure would print it: with the page's sign, a percentage as such."""
        is_percent = self.figure.quantity.unit == "%" and abs(self.figure.value) != abs(self.value)
        return value.scaleb(2 if is_percent else 0) * self.sign


@dataclass
class TaggedDocument:
    """A filing's numeric facts, and groups of them by what they are about.

    `unplaced` are facts without a figure of their size, `read_otherwise` those of them whose place holds a figure
    of another size: the table is read in another unit or scale than the tag says.
    """

    document: Document
    filing: Filing
    facts: list[Tagged] = field(default_factory=list)
    by_id: dict[str, Tagged] = field(default_factory=dict)
    by_context: dict[tuple[object, str | None, str | None], dict[str, list[Tagged]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    unplaced: set[tuple[object, str | None]] = field(default_factory=set)
    read_otherwise: list[Tagged] = field(default_factory=list)

    def is_unplaced(self, like: Tagged, concept: str) -> bool:
        """True when the concept is reported where `like` is, by a fact whose figure was not found on the page."""
        return (context_key(like.fact), concept) in self.unplaced


_CACHE: WeakKeyDictionary[Paper, tuple[TaggedDocument, ...]] = WeakKeyDictionary()


def find_tagged(paper: Paper) -> tuple[TaggedDocument, ...]:
    """Every filing of the paper with the facts whose figures are there and print the fact's own size; found once."""
    if paper not in _CACHE:
        _CACHE[paper] = tuple(_find(paper))
    return _CACHE[paper]


def _find(paper: Paper) -> Iterator[TaggedDocument]:
    printed: dict[str, list[Figure]] = defaultdict(list)
    for one in paper.figures.values():
        printed[one.document].append(one)
    for document in paper.documents:
        if document.filing is None:
            continue
        found = TaggedDocument(document, document.filing)
        places = _FigurePlaces(printed[document.id])
        for fact in document.facts:
            tag = document.filing.tag(fact.id)
            if tag is None or not isinstance(fact.value, Decimal):
                continue
            figure = paper.figures.get(fact.figure or "") or places.find(fact)
            sign = _relate(figure, fact.value)
            if figure is None or not sign:
                found.unplaced.add((context_key(fact), fact.concept))
                if figure is not None and figure.value:
                    same = (figure.value < 0) == (fact.value < 0)
                    found.read_otherwise.append(Tagged(fact, tag, figure, 1 if same else -1))
                continue
            tagged = Tagged(fact, tag, figure, sign)
            found.facts.append(tagged)
            found.by_id[fact.id] = tagged
            found.by_context[context_key(fact), fact.unit, tag.target][fact.concept or ""].append(tagged)
        yield found


def _relate(figure: Figure | None, value: Decimal) -> int:
    """1 where the figure prints the value, -1 where it prints its opposite, 0 where neither; 0.66 is printed as 66 %."""
    if figure is None:
        return 0
    if figure.quantity.unit == "%" and abs(figure.value) != abs(value):
        value = value.scaleb(2)
    return 1 if figure.value == value else -1 if figure.value == -value else 0


class _FigurePlaces:
    """The figures of a document by place: a tagged number may be known as the figure of a table's cell."""

    def __init__(self, own: list[Figure]) -> None:
        self._figures = sorted(own, key=lambda f: (f.span.layer, f.span.start))
        self._starts = [(f.span.layer, f.span.start) for f in self._figures]

    def find(self, fact: Fact) -> Figure | None:
        """The figure whose span covers the fact's, or None."""
        if fact.figure is None:
            return None
        k = bisect_right(self._starts, (fact.span.layer, fact.span.start)) - 1
        if k < 0:
            return None
        figure = self._figures[k]
        covers = figure.span.layer == fact.span.layer and figure.span.end >= fact.span.end
        return figure if covers else None


def context_key(fact: Fact) -> tuple[object, ...]:
    """Entity, period and dimensions of a fact."""
    return fact.entity, str(fact.period), fact.dimensions


def most_exact(facts: list[Tagged]) -> Tagged:
    """Of facts that report the same, the one with the smallest last digit; the first among equals."""
    return min(facts, key=lambda t: t.figure.quantity.step)


def name_of(filing: Filing, concept: str) -> str:
    """A concept's label, as short as a message wants it."""
    known = filing.concept(concept)
    title = known.title if known is not None else concept.rpartition(":")[2]
    return title if len(title) <= 80 else title[:79] + "…"


def when(fact: Fact) -> str:
    """Period and members of a fact, for a message."""
    members = ", ".join(member.rpartition(":")[2] for _, member in fact.dimensions)
    return f"{fact.period}{f', {members}' if members else ''}"
