"""What claims are read from: the blocks of prose, and sentences that go on over a page put together again.

Each page of a PDF is a text layer of its own. A sentence that a page break cuts is read whole in a layer made for it;
what its claims then point to are places of the pages: the part that holds the claim's first figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tieout.concepts.labels import has_han
from tieout.facts.sentences import split_sentences
from tieout.model import Block, Claim, Document, Figure, Layer, Segment, Span

MADE = "over a page break"
"""Name of the layer in which a cut sentence is whole; it is never handed on."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A sentence in two parts: the end of one block and the beginning of the next; `seam` is where, in the whole, the
    second part begins."""

    parts: tuple[Span, Span]
    seam: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A block with its figures in order; `document` holds its layer."""

    document: Document
    block: Block
    figures: Sequence[Figure]
    cut: _Cut | None = None

    def restore(self, claim: Claim, figures: Mapping[str, Figure]) -> Claim:
        """The claim with places of the pages; `figures` are those of the document by id."""
        if self.cut is None:
            return claim
        layer = figures[claim.roles[0][1]].span.layer
        part = next(p for p in self.cut.parts if p.layer == layer)
        word = None if claim.word is None else self._place(claim.word)
        return replace(claim, span=part, word=word, direction=None if word is None else claim.direction)

    def _place(self, span: Span) -> Span | None:
        """Where a word of the whole stands; None where the page break cuts it."""
        assert self.cut is not None
        second = span.start >= self.cut.seam
        part = self.cut.parts[second]
        start, end = (x - (self.cut.seam if second else 0) for x in (span.start, span.end))
        if end > len(part.quote):
            return None
        return self.document.layer(part.layer).span(part.start + start, part.start + end)


def find_passages(document: Document, figures: Mapping[int, Sequence[Figure]]) -> Iterator[Passage]:
    """Blocks of prose that hold figures, in order, and after each the sentence that it leaves to the next page.

    `figures` maps a block's index to its figures in order.
    """
    skip = 0
    for k, block in enumerate(document.blocks):
        own = figures.get(k, ())
        begin, skip = skip, 0
        if block.kind == "table":
            continue
        joined = (
            _join(document, block, document.blocks[k + 1], own, figures.get(k + 1, ())) if block.continues else None
        )
        end = len(block.text)
        if joined is not None and joined.cut is not None:
            end, skip = joined.cut.parts[0].start - block.span.start, len(joined.cut.parts[1].quote)
        if end > begin and (rest := _within(own, block, begin, end)):
            yield Passage(document, _trim(document, block, begin, end), rest)
        if joined is not None:
            yield joined


def _within(figures: Sequence[Figure], block: Block, begin: int, end: int) -> list[Figure]:
    return [f for f in figures if begin <= f.span.start - block.span.start < end]


def _trim(document: Document, block: Block, begin: int, end: int) -> Block:
    if begin == 0 and end == len(block.text):
        return block
    span = document.layer(block.span.layer).span(block.span.start + begin, block.span.start + end)
    return replace(block, span=span, text=span.quote)


def _join(
    document: Document, block: Block, after: Block, own: Sequence[Figure], others: Sequence[Figure]
) -> Passage | None:
    """The cut sentence, or None where neither part prints a figure or the second block is no more than its middle."""
    tails, heads = split_sentences(block.text), split_sentences(after.text)
    if not tails or not heads or (after.continues and len(heads) == 1):
        return None
    start, end = tails[-1][0], heads[0][1]
    start += len(block.text[start:]) - len(block.text[start:].lstrip())
    upper, lower = _trim(document, block, start, len(block.text.rstrip())), _trim(document, after, 0, end)
    first, second = _within(own, block, start, len(block.text)), _within(others, after, 0, end)
    if not first and not second:
        return None
    between = "" if has_han(upper.text[-1:]) or has_han(lower.text[:1]) else " "
    seam = len(upper.text) + len(between)
    layer = Layer(MADE, f"{upper.text}{between}{lower.text}")
    moved = [_move(f, layer, f.span.start - upper.span.start) for f in first]
    moved += [_move(f, layer, f.span.start - after.span.start + seam) for f in second]
    whole = replace(block, span=layer.span(0, len(layer.text)), text=layer.text, continues=False)
    layers = (layer, *(document.layer(part.span.layer) for part in (upper, lower)))
    return Passage(replace(document, layers=layers), whole, moved, _Cut((upper.span, lower.span), seam))


def _move(figure: Figure, layer: Layer, start: int) -> Figure:
    end = start + figure.span.end - figure.span.start
    return replace(figure, span=Span(layer.id, layer.text[start:end], (Segment(start, end),)))
