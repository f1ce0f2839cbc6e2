"""Figures of a text that its sources do not print: marked after the judge has weighed every relation.

A figure is unsupported when it prints at least three significant digits, nothing ties or questions it, it is no stated
change or share (which a source need not print), and no figure of the sources has its value, whatever the unit. Which error
is worse: to call a supported figure unsupported; so units, scales and signs that disagree still count as met here, and
stay untested.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from tieout.engine.anchors import name_findings
from tieout.engine.reading import ReadResult, read_source
from tieout.engine.run import SUPPORT_CODE, check_documents
from tieout.engine.structuring import structure_document, structure_documents
from tieout.errors import TieoutError
from tieout.model import Document, Figure, Finding, Outcome, Problem, Workpaper
from tieout.numbers.interval import interval_of
from tieout.read.source import ReadSettings, Source

if TYPE_CHECKING:
    from tieout.engine.shelf import Library

CODE = SUPPORT_CODE
NAME = "support in the sources"
_DIGITS = 3
_DERIVED = frozenset({"change", "share"})
_SCALES = (0, 3, 6, 8, 9, -3, -6, -8, -9)


def verify_documents(subject: ReadResult, sources: ReadResult) -> Workpaper:
    """A workpaper of the subject's documents against the sources; what no source prints is unsupported."""
    return mark_unsupported(check_documents(subject, [("against", sources)]))


def read_sources(library: Library) -> ReadResult:
    """The documents whose originals a library keeps, read again; what is not kept is said as a problem."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for row in library.documents():
        try:
            _, reading = read_source(Source(row.name, library.store.get_original(row.sha256)), ReadSettings())
        except TieoutError as error:
            problems.append(Problem(row.name, f"{row.name} is no source here: {error}"))
            continue
        documents += [structure_document(d) for d in reading.documents if d.id == row.id]
    return ReadResult(tuple(documents), (), tuple(problems))


def read_text(text: str) -> ReadResult:
    """A text as a document of its own."""
    source = Source("claim.txt", text.encode("utf-8"))
    _, reading = read_source(source, ReadSettings())
    return ReadResult(structure_documents(reading.documents), (), reading.problems)


def mark_unsupported(paper: Workpaper) -> Workpaper:
    """The workpaper with the states and findings of figures that no source given with `against` prints."""
    sources = {d for d, role in paper.paper.roles.items() if role == "against"}
    if not sources:
        return paper
    printed = sorted(abs(f.value) for f in paper.paper.figures.values() if f.document in sources)
    derived = {key for claim in paper.paper.claims for role, key in claim.roles if role in _DERIVED}
    outcomes, findings = dict(paper.outcomes), list(paper.findings)
    for key, outcome in paper.outcomes.items():
        figure = paper.paper.figures[key]
        if outcome.state != "untested" or key in derived or not _says_enough(figure) or _is_printed(figure, printed):
            continue
        outcomes[key] = Outcome(key, "unsupported", "no source prints it", (*outcome.relations, CODE))
        findings.append(_write(figure))
    return replace(paper, outcomes=MappingProxyType(outcomes), findings=name_findings(findings, paper.paper))


def _says_enough(figure: Figure) -> bool:
    digits = len(figure.quantity.number.normalize().as_tuple().digits)
    return digits >= _DIGITS and figure.quantity.unit not in {"pp", "bp", "x"} and figure.quantity.approximation is None


def _is_printed(figure: Figure, printed: list[Decimal]) -> bool:
    """True when a source prints the value, or its digits in another scale."""
    own = abs(interval_of(figure.quantity))
    for scale in _SCALES:
        low, high = own.low.scaleb(scale), own.high.scaleb(scale)
        if bisect_left(printed, low) < bisect_right(printed, high):
            return True
    return False


def _write(figure: Figure) -> Finding:
    quote = " ".join(figure.span.quote.split())
    return Finding(
        figure.id, CODE, NAME, "unsupported",
        f"{quote} is found in none of the sources given.", figure.document, figure.span, quote, None, None, None, "support",
        (), figure.id, (CODE,),
    )  # fmt: skip
