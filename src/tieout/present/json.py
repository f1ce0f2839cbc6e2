"""The Workpaper as JSON: the public schema `tieout/workpaper/1`.

Amounts are strings of plain decimals in the printed unit (`scale` is the power of ten of that unit). Places are
as the readers made them; `quote` equals the text at the place. Same workpaper, same bytes.
"""

from __future__ import annotations

import json
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from tieout.present.words import count_material, rank_findings

if TYPE_CHECKING:
    from tieout.model import Document, Figure, Finding, Span, Waiver, Workpaper
    from tieout.model.verification import VerifiedClaim

SCHEMA = "tieout/workpaper/1"


def to_json(workpaper: Workpaper, *, numbers: bool = False, ticks: bool = False) -> dict[str, Any]:
    """The whole workpaper as one JSON object; `numbers` and `ticks` add those two lists."""
    paper: dict[str, Any] = {
        "schema": SCHEMA,
        "version": workpaper.version,
        "inputs": [
            {"path": i.path, "sha256": i.sha256, "bytes": i.bytes, "reader": i.reader} for i in workpaper.inputs
        ],
        "documents": [document_to_json(d) for d in workpaper.documents],
        "coverage": workpaper.coverage,
        "findings": [finding_to_json(f) for f in rank_findings(workpaper)],
        "problems": [
            {"input": p.input, "document": p.document, "place": span_to_json(p.span), "message": p.message}
            for p in workpaper.problems
        ],
    }
    if workpaper.claims:
        paper["claims"] = [claim_to_json(c) for c in workpaper.claims]
    if workpaper.waived:
        paper["waived"] = [finding_to_json(w.finding) | {"waiver": waiver_to_json(w.waiver)} for w in workpaper.waived]
    if workpaper.notes:
        paper["notes"] = list(workpaper.notes)
    if workpaper.materiality is not None:
        paper["materiality"] = materiality_to_json(workpaper)
    if workpaper.signoffs:
        paper["signoffs"] = [
            {"role": s.role, "by": s.by, "at": s.at, "evidence": s.evidence, "holds": s.holds}
            for s in workpaper.signoffs
        ]
    if numbers:
        paper["numbers"] = _numbers_to_json(workpaper)
    if ticks:
        paper["ticks"] = _ticks_to_json(workpaper)
    return paper


def waiver_to_json(waiver: Waiver | None) -> dict[str, Any] | None:
    """Why a finding is quiet; None for no waiver."""
    if waiver is None:
        return None
    until = waiver.until.isoformat() if waiver.until else None
    return {"reason": waiver.reason, "by": waiver.by or None, "until": until, "source": waiver.source}


def materiality_to_json(workpaper: Workpaper) -> dict[str, Any]:
    """The amount, and the figures of that size counted by state."""
    scope = workpaper.materiality
    assert scope is not None
    return {"amount": plain(scope.amount), "currency": scope.currency, "coverage": count_material(workpaper)}


def dump_json(value: object) -> str:
    """Any of our JSON values as text: UTF-8 kept, two spaces, a final line end; the same bytes every time."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(value: Decimal) -> str:
    """A decimal without exponent, with the digits it was printed with."""
    return format(value, "f")


def span_to_json(span: Span | None) -> dict[str, Any] | None:
    """A PLACE; None for no place. `trust` is there where the characters were recognised in a picture."""
    if span is None:
        return None
    first = span.segments[0]
    boxes = [list(s.box) for s in span.segments if s.box is not None]
    less = {"trust": span.trust} if span.trust < 1 else {}
    return {
        "quote": span.quote,
        "start": span.start,
        "end": span.end,
        "page": span.page,
        "box": list(span.box) if span.box is not None else None,
        "boxes": boxes,
        "xpath": first.xpath,
        "sheet": first.sheet,
        "cell": first.cell,
        "turn": first.turn,
        **less,
    }


def claim_to_json(claim: VerifiedClaim) -> dict[str, Any]:
    """{document, place, text, verdict, message, checks: [{place, verdict, message, formula, sources}]}."""
    return {
        "document": claim.document,
        "place": span_to_json(claim.span),
        "text": " ".join(claim.span.quote.split()),
        "verdict": claim.verdict,
        "message": claim.message,
        "checks": [
            {
                "place": span_to_json(check.span),
                "verdict": check.verdict,
                "message": check.message,
                "formula": check.formula or None,
                "sources": [{"document": d, "place": span_to_json(s)} for d, s in check.sources],
            }
            for check in claim.checks
        ],
    }


def document_to_json(document: Document) -> dict[str, Any]:
    """A document's description, without its text; `pages` counts them, None where the format has none.

    A tagged document also has `tags`: how many were seen, how many gave facts, how many were refused, and why.
    """
    company = document.company
    tally = document.filing.tally if document.filing is not None else None
    tags = {}
    if tally is not None and tally.seen:
        counts = {"seen": tally.seen, "read": tally.read, "refused": tally.refused}
        tags = {"tags": counts | {"reasons": dict(tally.reasons)}}
    return {
        "id": document.id,
        "input": document.input,
        "title": document.title,
        "kind": document.kind,
        "company": {"name": company.name, "names": dict(company.names), "codes": list(company.codes)},
        "language": document.language,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "period_end": document.period_end.isoformat() if document.period_end else None,
        "currency": document.currency,
        "start": document.start,
        "end": document.end,
        "pages": len(document.pages) or None,
        **tags,
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as the contract has it."""
    return {
        "id": finding.id,
        "code": finding.code,
        "check": finding.check,
        "verdict": finding.verdict,
        "message": finding.message,
        "document": finding.document,
        "place": span_to_json(finding.span),
        "printed": finding.printed,
        "expected": finding.expected,
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "formula": finding.formula,
        "partners": [{"document": d, "place": span_to_json(s)} for d, s in finding.partners],
    }


def _numbers_to_json(workpaper: Workpaper) -> list[dict[str, Any]]:
    figures = workpaper.paper.figures
    rows = []
    for outcome in workpaper.outcomes.values():
        figure = figures[outcome.figure]
        rows.append(
            {
                "id": figure.id,
                "document": figure.document,
                "place": span_to_json(figure.span),
                "value": plain(figure.quantity.number),
                "unit": figure.quantity.unit,
                "scale": figure.quantity.scale,
                "state": outcome.state,
                "reason": outcome.reason,
                "relations": list(outcome.relations),
            }
        )
    return rows


def _tolerance(tolerance: Decimal, figure: Figure | None) -> str:
    """By how much the figure may be off before its tick would be none, in its printed unit, to three digits."""
    if not tolerance.is_finite() or figure is None:
        return "open"
    return plain(Context(prec=3).create_decimal(tolerance.scaleb(-figure.quantity.scale)).normalize())


def _ticks_to_json(workpaper: Workpaper) -> list[dict[str, Any]]:
    figures = workpaper.paper.figures

    def partner(figure: Figure) -> dict[str, Any]:
        return {"document": figure.document, "place": span_to_json(figure.span)}

    return [
        {
            "code": tick.code,
            "document": tick.document,
            "place": span_to_json(tick.span),
            "verdict": tick.verdict,
            "chance": tick.chance,
            "tolerance": None if tick.tolerance is None else _tolerance(tick.tolerance, figures.get(tick.figure)),
            "partners": [partner(figures[p]) for p in tick.partners if p in figures],
        }
        for tick in workpaper.ticks
    ]
