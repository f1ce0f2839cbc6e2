"""Words that cannot be right: the finding stands at the words, and the figures that show it are cited."""

from __future__ import annotations

from decimal import Decimal

from tieout.model import Figure, Firmness, Relation, Span, Term


def mistold(
    code: str,
    document: str,
    span: Span,
    message: str,
    *cited: Figure,
    why: str,
    firmness: Firmness = "stated",
    expected: Decimal | int = 1,
    scope: tuple[str, ...] = (),
) -> Relation:
    """The relation that the words at `span` of a document (its id) break, proposed only where they do.

    `message` is the finding's sentence; {word} stands for the words, {a} and {b} for the first two figures `cited`, {terms}
    for all. `expected` is the number that the words should tell, where they tell one.
    """
    return Relation(
        code=code,
        formula="count",
        terms=tuple(Term(figure.id) for figure in cited),
        why=why,
        firmness=firmness,
        expected=Decimal(expected),
        span=span,
        document=document,
        scope=scope,
        message=message,
    )
