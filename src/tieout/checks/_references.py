"""What a check says of a reference: a number printed that names another place than it should."""

from __future__ import annotations

from decimal import Decimal

from tieout.model import Document, Firmness, Relation, Span


def refer(
    code: str, document: Document, span: Span, expected: int, told: str, why: str, firmness: Firmness
) -> Relation:
    """The relation that the number at `span` should be `expected`; `told` is the finding's sentence."""
    return Relation(
        code=code,
        formula="count",
        terms=(),
        why=why,
        firmness=firmness,
        expected=Decimal(expected),
        span=span,
        document=document.id,
        message=told,
    )


def show_title(text: str) -> str:
    """A title as part of a message: on one line, at most 80 characters, without the braces that messages fill."""
    return " ".join(text.split())[:80].replace("{", "(").replace("}", ")")
