"""Citations of a claim: "[38]", "(page 38)", "p. 38", 第38頁; does that page print the figure?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from tieout.answer.verify.match import ValueIndex
from tieout.model import Document, Figure, Span
from tieout.model.verification import FigureCheck

_CITED = re.compile(
    r"\[(?:\d{1,3}\s*[,，:：;；]\s*)?(?:pages?|pp?\.?)\s*(?P<inner>\d{1,4})\]|\[(?P<bracket>\d{1,4}(?:\s*(?:[,，]|\]\s*\[)\s*\d{1,4})*)\]|\b(?:pages?|pp?\.)\s*(?P<page>\d{1,4})\b|第\s*(?P<zh>\d{1,4})\s*[頁页]",
    re.I,
)


_OTHER = r"circular|announcement|prospectus|(?:annual|interim)\s+report|listing\s+document"
_OF_ANOTHER = re.compile(
    rf"(?:[該该此][^。；，,]{{0,6}}|通函|公[告布佈]|年[報报]|中期[報报]告|招股[章說说][程明]?[書书]?|\b(?:the|that|said)\s+(?:{_OTHER})\W*)$",
    re.I,
)
_OF_THE_OTHER = re.compile(rf"\s+(?:of|in)\s+(?:the|that|said|its)\s+(?:\w+\s+)?(?:{_OTHER})\b", re.I)
"""Before or behind a page: it is another document's, of which the text speaks."""


def find_cited_pages(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """(start, end, page labels) of every citation of a text."""
    found = []
    for match in _CITED.finditer(text):
        if _OF_ANOTHER.search(text[: match.start()]) or _OF_THE_OTHER.match(text, match.end()):
            continue
        labels = next(g for g in (match["inner"], match["bracket"], match["page"], match["zh"]) if g)
        found.append((match.start(), match.end(), tuple(re.findall(r"\d+", labels))))
    return found


def check_citations(
    text: str,
    span: Span,
    checks: Sequence[FigureCheck],
    index: ValueIndex,
    figures: Sequence[Figure],
    find_terms: Callable[[str], Sequence[Figure] | None],
) -> list[FigureCheck]:
    """Citations that follow a supported figure and name pages none of which prints it, though another page does.

    A figure may stand on the page a citation numbers or on the page so labelled; sources without pages are not held against it.
    `find_terms` gives what a figure follows from, by its id: none where the claim itself prints it; those on the cited pages vouch for it.
    """
    paged = {d.id: d for d in index.evidence.documents.values() if d.pages}
    if not paged:
        return []
    known = {str(p.number) for d in paged.values() for p in d.pages} | {
        p.label for d in paged.values() for p in d.pages
    }
    made: list[FigureCheck] = []
    cited = find_cited_pages(text)
    for check in checks:
        if check.verdict != "supported" or check.formula or not check.sources:
            continue
        at = check.span.end - span.start
        after = next(((a, b, labels) for a, b, labels in cited if a >= at), None)
        if (
            after is None
            or not known.intersection(after[2])
            or any(
                at <= c.span.start - span.start < after[0]
                for c in checks
                if c is not check and c.verdict != "supported"
            )
        ):
            continue
        claimed = next(f for f in figures if f.id == check.figure)
        places = [index.evidence.records[r].figures[k] for r, k in index.find(claimed.quantity)]
        pages = sorted({(f.document, f.span.page) for f in places if f.document in paged and f.span.page})
        wanted = set(after[2])
        if not pages or any(_is_on(paged[d], p, wanted) for d, p in pages):
            continue
        terms = find_terms(claimed.id)
        if terms is not None and all(_is_printed_on(f, wanted, paged, index) for f in terms):
            continue
        numbers = list(dict.fromkeys(p for _, p in pages[:3]))
        start, end = after[0], after[1]
        place = replace(span.segments[0], start=span.start + start, end=span.start + end, box=None)
        quote = " ".join(check.span.quote.split())
        message = f"The page cited does not print {quote}; {_name_pages(numbers)}."
        made.append(FigureCheck(Span(span.layer, text[start:end], (place,)), "differs", message, check.sources[:1]))
    return made


def find_missing_pages(text: str, documents: Iterable[Document]) -> list[tuple[int, int, str]]:
    """(start, end, message) of citations of pages that no source has; none where a source has no pages: its own may be meant."""
    sources = tuple(documents)
    if not sources or not all(d.pages for d in sources):
        return []
    known = {str(p.number) for d in sources for p in d.pages} | {p.label for d in sources for p in d.pages}
    last = max(p.number for d in sources for p in d.pages)
    message = f"The page cited is in none of the sources: the last one is page {last}."
    return [(start, end, message) for start, end, labels in find_cited_pages(text) if not known.intersection(labels)]


def check_missing_pages(text: str, span: Span, documents: Iterable[Document]) -> list[FigureCheck]:
    """These citations as checks of a claim at its place."""
    return [
        FigureCheck(
            Span(
                span.layer, text[a:b], (replace(span.segments[0], start=span.start + a, end=span.start + b, box=None),)
            ),
            "differs",
            message,
        )
        for a, b, message in find_missing_pages(text, documents)
    ]


def _name_pages(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]} does"
    return f"pages {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} do"


def _is_printed_on(term: Figure, labels: set[str], paged: Mapping[str, Document], index: ValueIndex) -> bool:
    """True where one of the cited pages prints a term's value."""
    places = [index.evidence.records[r].figures[k] for r, k in index.find(term.quantity)]
    return any(f.document in paged and _is_on(paged[f.document], f.span.page, labels) for f in places)


def _is_on(document: Document, page: int | None, labels: set[str]) -> bool:
    printed = next((p.label for p in document.pages if p.number == page), None)
    return str(page) in labels or (printed is not None and printed in labels)
