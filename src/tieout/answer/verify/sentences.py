"""The sentences of a text that can be verified: those with a figure, a movement or a full date, outside tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tieout.answer.verify.citations import find_missing_pages
from tieout.answer.verify.wording import find_trends
from tieout.answer.verify.words import find_days
from tieout.model import Document, Figure, Span

_END = re.compile(
    r"(?<=[a-z\d%)\]\"”])[.!?]+(?:\s*\[\d[\d, ]*\])*(?=\s+[\"“(]?[A-Z\u4e00-\u9fff]|\s*$)|[。！？；](?:\s*\[\d[\d, ]*\])*|\n\s*\n"
)
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Inc|Ltd|Co|Corp|No|approx|vs|St|U\.S|pp?|[A-Z]))$")


@dataclass(frozen=True, slots=True)
class ClaimSentence:
    """A sentence with its place and figures."""

    document: str
    text: str
    span: Span
    figures: tuple[Figure, ...]


def find_claim_sentences(
    document: Document, figures: Mapping[str, Figure], sources: Sequence[Document] = ()
) -> Iterator[ClaimSentence]:
    """Sentences in reading order; citations right after the full stop belong to them. One that cites a page of no source is a claim."""
    own: dict[str, list[Figure]] = {}
    for figure in figures.values():
        if figure.document == document.id and figure.home != "cell":
            own.setdefault(figure.span.layer, []).append(figure)
    for block in document.blocks:
        if block.grid is not None:
            continue
        base, layer = block.span.start, document.layer(block.span.layer)
        for start, end in _split(block.text):
            inside = tuple(f for f in own.get(layer.id, ()) if base + start <= f.span.start < base + end)
            text = block.text[start:end]
            told = any(True for _ in find_days(text)) or any(True for _ in find_trends(text))
            if inside or told or find_missing_pages(text, sources):
                yield ClaimSentence(document.id, text, layer.span(base + start, base + end), inside)


def _split(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _END.finditer(text):
        if stop.group()[0] == "." and _ABBREVIATION.search(text[max(0, stop.start() - 9) : stop.start()]):
            continue
        if text[start : stop.end()].strip():
            yield start, stop.end()
        start = stop.end()
    if text[start:].strip():
        yield start, len(text)
