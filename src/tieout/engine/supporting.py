"""A text held against its sources: after the judge has weighed every relation, each sentence is verified as a claim.

An amount is unsupported when it prints at least three significant digits, nothing ties or questions it, it is no stated
change or share (which a source need not print), and no figure of the sources has its value, whatever the unit (S1001). Which
error is worse: to call a supported figure unsupported; so units, scales and signs that disagree still count as met there.
`verify` says more: a figure, a direction or a date that the best-fitting place of the sources contradicts (S1002), a citation
whose page does not print the figure (S1003), and what is printed but perhaps not meant, as a question (S1004).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from tieout.answer.verify.evidence import gather_evidence
from tieout.answer.verify.match import ValueIndex
from tieout.answer.verify.sentences import find_claim_sentences
from tieout.answer.verify.verdict import verify_sentence
from tieout.engine.originals import open_original, read_again
from tieout.engine.reading import ReadResult, read_source
from tieout.engine.run import check_documents
from tieout.engine.structuring import structure_document
from tieout.errors import TieoutError, UsageError
from tieout.model import Block, Document, Figure, Finding, Outcome, Page, Problem, Span, State, Verdict, Workpaper
from tieout.model.verification import FigureCheck, VerifiedClaim
from tieout.numbers.interval import interval_of
from tieout.read.source import ReadSettings, Source, make_layer

if TYPE_CHECKING:
    from tieout.engine.shelf import Library
    from tieout.library.rows import DocumentRow

CODE = "S1001"
NAME = "support in the sources"
_CODES: dict[str, tuple[str, str, Verdict]] = {
    "unsupported": (CODE, NAME, "unsupported"),
    "differs": ("S1002", "what the sources say", "differs"),
    "citation": ("S1003", "the page cited", "differs"),
    "ambiguous": ("S1004", "meant by the sources", "question"),
}
_SURE_TIE = 0.5
"""Fit from which a figure that the sources print, with three digits or more, counts as tied to them."""
_DIGITS = 3
_QUOTED = 16
"""Letters from which a sentence that a source prints too is a quotation of it."""
_CITED = re.compile(r"(?:\s*\[\d{1,4}\])+\s*$")
_DERIVED = frozenset({"change", "share"})
_SCALES = (0, 3, 6, 8, 9, -3, -6, -8, -9)


def verify_documents(subject: ReadResult, sources: ReadResult) -> Workpaper:
    """A workpaper of the subject's documents against the sources, with a verdict on every sentence.

    Raises UsageError where the text is its own source.
    """
    own = {d.sha256 for d in subject.documents} & {d.sha256 for d in sources.documents}
    if own:
        name = next(d.input for d in subject.documents if d.sha256 in own)
        raise UsageError(
            f"{name} is given as the text and as its source: nothing vouches for itself; name another source"
        )
    return mark_support(check_documents(subject, [("against", sources)]), thorough=True)


def read_sources(library: Library) -> ReadResult:
    """The documents of a library, read again from their originals or, where only pages are kept, from the pages' texts."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for row in library.documents():
        try:
            documents.append(read_again(open_original(library.store, row), row)[0])
        except TieoutError as error:
            pages = _read_pages(library, row)
            if pages is None:
                problems.append(Problem(row.name, f"{row.name} is no source here: {error}"))
            else:
                documents.append(pages)
    return ReadResult(tuple(documents), (), tuple(problems))


def _read_pages(library: Library, row: DocumentRow) -> Document | None:
    """A document of the page texts that the library keeps: one layer and one block a page; None when it keeps none."""
    kept = library.store.pages(row.id)
    if not kept:
        return None
    layers = tuple(make_layer(page.text, page.printed or page.number) for page in kept)
    pages = tuple(Page(p.printed or p.number, layer.id, p.label) for p, layer in zip(kept, layers, strict=True))
    blocks = tuple(
        Block("paragraph", layer.span(0, len(layer.text)), layer.text) for layer in layers if layer.text.strip()
    )
    document = Document(
        row.id,
        row.name,
        row.sha256,
        "pages",
        title=row.title,
        language=row.language,
        layers=layers,
        pages=pages,
        blocks=blocks,
    )
    return structure_document(document)


def read_text(text: str) -> ReadResult:
    """A text as a document of its own."""
    source = Source("claim.txt", text.encode("utf-8"))
    _, reading = read_source(source, ReadSettings())
    return ReadResult(tuple(structure_document(d) for d in reading.documents), (), reading.problems)


def mark_support(paper: Workpaper, *, thorough: bool = False) -> Workpaper:
    """The workpaper with the claims of its subject, and the states and findings that follow from them.

    Only what no source prints becomes a finding unless `thorough`: then contradictions, citations and doubts do as well.
    """
    sources = [d for d in paper.documents if paper.paper.roles.get(d.id) == "against"]
    if not sources:
        return paper
    figures = paper.paper.figures
    claims = verify_claims([d for d in paper.documents if d.id not in {s.id for s in sources}], sources, figures)
    printed = sorted(abs(f.value) for f in figures.values() if f.document in {s.id for s in sources})
    derived = {key for claim in paper.paper.claims for role, key in claim.roles if role in _DERIVED}
    outcomes, judged = _leave_quotations(paper, claims, sources)
    findings = list(judged)
    checked = {c.figure: c for claim in claims for c in claim.checks if c.figure is not None}
    for key, outcome in paper.outcomes.items():
        if outcome.state != "untested":
            continue
        figure, check = figures[key], checked.get(key)
        nowhere = (
            key not in derived
            and figure.quantity.unit != "%"
            and _says_enough(figure)
            and not _is_printed(figure, printed)
        )
        if check is not None and check.verdict == "supported":
            outcomes[key] = _tie(outcome, check, figure)
        elif check is not None and (thorough or nowhere) and check.verdict != "untested":
            kind: str = check.verdict if thorough else "unsupported"
            outcomes[key] = _judge(outcome, kind, check.message)
            findings.append(_write(kind, figure.document, figure.span, check, key, len(findings)))
        elif check is None and nowhere:
            told = FigureCheck(
                figure.span, "unsupported", f"{_quote(figure.span)} is found in none of the sources given."
            )
            outcomes[key] = _judge(outcome, "unsupported", "no source prints it")
            findings.append(_write("unsupported", figure.document, figure.span, told, key, len(findings)))
    if thorough:
        for claim in claims:
            for check in claim.checks:
                if check.figure is None and check.verdict != "supported":
                    kind = "citation" if check.message.startswith("The page cited") else check.verdict
                    findings.append(_write(kind, claim.document, check.span, check, None, len(findings)))
    claims = tuple(_heed(claim, judged) for claim in claims)
    return replace(paper, outcomes=MappingProxyType(outcomes), findings=tuple(findings), claims=claims)


def _leave_quotations(
    paper: Workpaper, claims: Sequence[VerifiedClaim], sources: Sequence[Document]
) -> tuple[dict[str, Outcome], list[Finding]]:
    """Outcomes and findings without those by which a sentence disagrees with another place though a source prints it word for word:
    it says what the source says, whatever it is there said of."""
    outcomes, kept = dict(paper.outcomes), []
    printed: list[str] = []
    for finding in paper.findings:
        claim = next((c for c in claims if c.document == finding.document and _holds(c.span, finding.span)), None)
        if claim is None or all(_holds(claim.span, span) for _, span in finding.partners):
            kept.append(finding)
            continue
        printed = printed or [_closed_up("".join(b.text for b in d.blocks)) for d in sources]
        told = _closed_up(_CITED.sub("", claim.span.quote))
        if len(told) < _QUOTED or not any(told in text for text in printed):
            kept.append(finding)
        elif finding.figure is not None:
            outcomes[finding.figure] = replace(
                outcomes[finding.figure], state="untested", reason="a quotation of a source"
            )
    return outcomes, kept


def _holds(outer: Span, inner: Span) -> bool:
    return outer.layer == inner.layer and outer.start <= inner.start < outer.end


def _closed_up(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _heed(claim: VerifiedClaim, findings: Sequence[Finding]) -> VerifiedClaim:
    """The claim with what the judge found wrong in it: amounts that are all printed may still be told the wrong way round."""
    known = {check.span for check in claim.checks if check.verdict == "differs"}
    told = tuple(
        FigureCheck(f.span, "differs", f.message, f.partners, f.formula, figure=f.figure)
        for f in findings
        if f.verdict == "differs"
        and f.document == claim.document
        and f.span.layer == claim.span.layer
        and claim.span.start <= f.span.start < claim.span.end
        and f.span not in known
    )
    if not told:
        return claim
    kept = tuple(c for c in claim.checks if c.span not in {t.span for t in told})
    return replace(claim, verdict="differs", message=told[0].message, checks=(*told, *kept))


def verify_claims(
    subjects: Sequence[Document], sources: Sequence[Document], figures: Mapping[str, Figure]
) -> tuple[VerifiedClaim, ...]:
    """Every sentence of the subjects that prints a figure or tells a movement, with its verdict."""
    index = ValueIndex(gather_evidence(sources, figures))
    return tuple(
        verify_sentence(s.text, s.span, s.document, s.figures, index)
        for document in subjects
        for s in find_claim_sentences(document, figures, sources)
    )


def _tie(outcome: Outcome, check: FigureCheck, figure: Figure) -> Outcome:
    """Tied where the words fit well and the digits say enough, else untested with the place as the reason."""
    if check.fit >= _SURE_TIE and figure.quantity.digits >= _DIGITS:
        return replace(outcome, state="tied", reason=check.message, relations=(*outcome.relations, CODE))
    return replace(outcome, reason=f"a source prints it: {check.message}")


def _judge(outcome: Outcome, kind: str, reason: str) -> Outcome:
    state: State = "question" if kind == "ambiguous" else "differs" if kind == "differs" else "unsupported"
    return replace(outcome, state=state, reason=reason, relations=(*outcome.relations, _CODES[kind][0]))


def _says_enough(figure: Figure) -> bool:
    digits = figure.quantity.digits
    return digits >= _DIGITS and figure.quantity.unit not in {"pp", "bp", "x"} and figure.quantity.approximation is None


def _is_printed(figure: Figure, printed: list[Decimal]) -> bool:
    """True when a source prints the value, or its digits in another scale."""
    own = abs(interval_of(figure.quantity))
    for scale in _SCALES:
        low, high = own.low.scaleb(scale), own.high.scaleb(scale)
        if bisect_left(printed, low) < bisect_right(printed, high):
            return True
    return False


def _quote(span: Span) -> str:
    return " ".join(span.quote.split())


def _write(kind: str, document: str, span: Span, check: FigureCheck, figure: str | None, count: int) -> Finding:
    code, name, verdict = _CODES[kind]
    return Finding(
        f"{code}:{(figure or str(span.start)).split(':', 1)[-1]}:{count + 1}", code, name, verdict, check.message, document, span,
        _quote(span), None, None, None, check.formula or "support", check.sources, figure, (code,),
    )  # fmt: skip
