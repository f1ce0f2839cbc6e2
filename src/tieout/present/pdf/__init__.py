"""The original PDF with its ticks on it: a copy with annotations beside the numbers, legend and findings at its end.

Every tick is an annotation of its own with what it was tied to; every finding a frame with its sentence, both numbers
in it. Appearances are drawn here, so that every viewer shows them alike. The original's pages are not changed.
Source: ISO 32000-1, 12.5 (annotations) and 12.5.5 (appearance streams).
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tieout.errors import PasswordError, UnreadableError, UsageError
from tieout.model import Box, Document, Figure, Finding, Span, TickMark, Workpaper
from tieout.present.marks import LEGEND, find_marks
from tieout.present.pdf.closing import add_closing_pages
from tieout.present.pdf.stamps import Stamps, add_frame, add_tick
from tieout.present.text import describe_place
from tieout.present.words import SIGNS, WORDS, clean_controls, find_subjects, rank_findings

_PARTNERS_SHOWN = 6
_NEAR_CHARACTERS = 4
_NO_NEIGHBOUR = 1000.0
"""Points of room where nothing stands behind a number."""


def to_pdf(
    workpaper: Workpaper,
    originals: Mapping[str, bytes] = MappingProxyType({}),
    password: str | None = None,
    marks: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A marked copy of the PDFs under test, one after the other; `originals` maps an input's path to its bytes.

    `marks` renames tick marks. Raises UsageError when no input under test is a PDF, PasswordError when one is encrypted
    and the password is missing or wrong.
    """
    import pikepdf

    documents = [d for d in find_subjects(workpaper) if _is_pdf(originals.get(d.input, b""))]
    if not documents:
        raise UsageError("--format pdf marks a copy of a PDF, and none of the inputs is one: use html or xlsx")
    whole = _open(documents[0], originals, password)
    firsts = {documents[0].id: 0}
    others = [_open(document, originals, password) for document in documents[1:]]
    for document, other in zip(documents[1:], others, strict=True):
        firsts[document.id] = len(whole.pages)
        whole.pages.extend(other.pages)
    names = find_marks(workpaper, marks)
    stamps = Stamps(whole)
    for document in documents:
        _mark_document(workpaper, document, firsts[document.id], stamps, names)
    findings = [_tell(f, documents, firsts, workpaper) for f in rank_findings(workpaper)]
    add_closing_pages(whole, workpaper, {marks.get(m, m): text for m, text in LEGEND.items()}, findings)
    out = io.BytesIO()
    whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _open(document: Document, originals: Mapping[str, bytes], password: str | None) -> Any:
    import pikepdf

    try:
        return pikepdf.open(io.BytesIO(originals[document.input]), password=password or "")
    except pikepdf.PasswordError:
        raise PasswordError(document.input, "the PDF is encrypted and wants its password") from None
    except pikepdf.PdfError as error:
        raise UnreadableError(document.input, f"no marked copy can be made of this PDF ({error})") from None


def _mark_document(
    workpaper: Workpaper, document: Document, first: int, stamps: Stamps, names: Mapping[str, str]
) -> None:
    """Ticks of the document's figures and frames around its findings."""
    figures = workpaper.paper.figures
    ticks: dict[str, list[TickMark]] = defaultdict(list)
    for tick in workpaper.ticks:
        if tick.document == document.id:
            ticks[tick.figure].append(tick)
    for identity, found in ticks.items():
        page, box = _last_box(figures[identity].span)
        outcome = workpaper.outcomes.get(identity)
        if box is not None and outcome is not None and outcome.state in ("tied", "rounding"):
            told = _tell_tick(found, names[identity], figures)
            room = _room_behind(document, figures[identity].span, box)
            add_tick(stamps, first + page - 1, box, names[identity], outcome.state, told, room)
    for finding in rank_findings(workpaper):
        if finding.document == document.id:
            verdict = f"{SIGNS[finding.verdict]} {WORDS[finding.verdict]}"
            told = f"{verdict} ({finding.code} {finding.check}): {finding.message} id: {finding.id}"
            for segment in finding.span.segments:
                if segment.box is not None and segment.page is not None:
                    add_frame(stamps, first + segment.page - 1, segment.box, finding.verdict, clean_controls(told))


def _last_box(span: Span) -> tuple[int, Box | None]:
    """Page and box of the last segment that has both: a tick stands behind the number."""
    for segment in reversed(span.segments):
        if segment.box is not None and segment.page is not None:
            return segment.page, segment.box
    return 0, None


def _room_behind(document: Document, span: Span, box: Box) -> float:
    """Points between a number's right end and what is printed next on its line."""
    layer = document.layer(span.layer)
    following = layer.text[span.end : span.end + _NEAR_CHARACTERS]
    at = span.end + len(following) - len(following.lstrip())
    if at >= len(layer.text) or not following.strip():
        return _NO_NEIGHBOUR
    beside = layer.span(at, at + 1).box
    if beside is None or beside[0] < box[0] or min(beside[3], box[3]) - max(beside[1], box[1]) <= 0:
        return _NO_NEIGHBOUR
    return beside[0] - box[2]


def _tell_tick(ticks: list[TickMark], mark: str, figures: Mapping[str, Figure]) -> str:
    lines = []
    for tick in ticks:
        partners = [clean_controls(figures[p].span.quote) for p in tick.partners if p in figures]
        more = f" and {len(partners) - _PARTNERS_SHOWN} more" if len(partners) > _PARTNERS_SHOWN else ""
        lines.append(f"{tick.code} {WORDS[tick.verdict]} with {', '.join(partners[:_PARTNERS_SHOWN])}{more}")
    return f"{mark}: " + "; ".join(dict.fromkeys(lines))


def _tell(
    finding: Finding, documents: list[Document], firsts: Mapping[str, int], workpaper: Workpaper
) -> tuple[str, str, int | None]:
    """A finding for the closing pages: verdict, sentence, and the number of its page in the copy (None: not in it)."""
    document = next((d for d in workpaper.documents if d.id == finding.document), None)
    target = None
    if finding.document in firsts and finding.span.page is not None:
        target = firsts[finding.document] + finding.span.page - 1
    place = describe_place(document, finding.span)
    place = f"page {target + 1}" if target is not None and len(documents) == 1 else place
    return finding.verdict, f"{clean_controls(finding.message)} ({place}, {finding.code} {finding.check})", target
