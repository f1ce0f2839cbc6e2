"""Verified claims as text: each sentence with what the sources say to it."""

from __future__ import annotations

import textwrap

from tieout.model import Document, Workpaper
from tieout.model.verification import VerifiedClaim
from tieout.present.text import describe_place

SIGNS = {"supported": "✓", "differs": "✗", "unsupported": "∅", "ambiguous": "?", "untested": "·"}


def claims_to_text(workpaper: Workpaper, width: int = 100) -> str:
    """One paragraph a claim, worst first: its verdict, its words, and for each figure what became of it and where."""
    documents = {d.id: d for d in workpaper.documents}
    order = list(SIGNS)
    ranked = sorted(
        workpaper.claims,
        key=lambda c: -("supported", "untested", "ambiguous", "unsupported", "differs").index(c.verdict),
    )
    lines: list[str] = []
    for claim in ranked:
        lines += [*_claim_lines(claim, documents, width), ""]
    counts = [
        f"{sum(c.verdict == v for c in workpaper.claims)} {v}"
        for v in order
        if any(c.verdict == v for c in workpaper.claims)
    ]
    if counts:
        lines.append(f"{len(workpaper.claims)} claims: {', '.join(counts)}.")
    else:
        lines.append("Nothing to verify: no sentence of the text prints a figure, a full date or a movement.")
    return "\n".join(lines) + "\n"


def _claim_lines(claim: VerifiedClaim, documents: dict[str, Document], width: int) -> list[str]:
    said = textwrap.wrap(" ".join(claim.span.quote.split()), width - 14)
    lines = [
        f"{SIGNS[claim.verdict]} {claim.verdict:<11} {said[0] if said else ''}",
        *(f"{'':13} {line}" for line in said[1:]),
    ]
    for check in claim.checks:
        where = "; ".join(dict.fromkeys(describe_place(documents.get(d), s) for d, s in check.sources))
        text = f"{check.message}{f' ({where})' if where else ''}"
        wrapped = textwrap.wrap(text, width - 17)
        lines += [f"{'':13} {SIGNS[check.verdict]} {wrapped[0]}", *(f"{'':15} {line}" for line in wrapped[1:])]
    return lines
