"""Claims to facts: a value that a sentence states for a named item and period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tieout.model import Claim, Document, Fact, Figure


def find_prose_facts(document: Document, claims: Sequence[Claim], figures: Mapping[str, Figure]) -> Iterator[Fact]:
    """One fact for each current or earlier value of a claim whose clause names what it speaks of."""
    entity = document.company.codes[0] if document.company.codes else document.company.name
    for claim in claims:
        if not claim.subject:
            continue
        for role, key in claim.roles:
            if role not in {"current", "prior", "part"}:
                continue
            figure = figures[key]
            yield Fact(
                id=f"{claim.id}-{role}",
                document=document.id,
                label=claim.subject,
                value=figure.value,
                span=figure.span,
                origin="prose",
                concept=claim.concept,
                decimals=figure.quantity.decimals - figure.quantity.scale,
                unit=figure.quantity.unit,
                period=claim.prior_period if role == "prior" else claim.period,
                entity=entity,
                figure=key,
            )
