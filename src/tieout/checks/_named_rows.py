"""The row of a table that a sentence names."""

from __future__ import annotations

from tieout.concepts import find_concept
from tieout.concepts.labels import label_words, qualifier_words
from tieout.model import Claim, Table

_PLAIN = label_words("ratio rate amount balance")
_SALES = label_words("sales revenue turnover")
"""What the rows of a table that breaks revenue down leave to its heading."""


def find_named_row(table: Table, claim: Claim) -> int | None:
    """The only row that the subject names: by its words, or by the concept of both; else by its words and those of the heading."""
    words, marks = label_words(claim.subject) - _PLAIN, qualifier_words(claim.subject)
    heading = label_words(f"{table.caption} {' '.join(table.section[-1:])}")
    of_sales = bool(words & _SALES) and bool(heading & _SALES)
    rows = []
    for r, row in enumerate(table.rows):
        if row.role == "header" or not row.label:
            continue
        same = words == label_words(row.label) - _PLAIN and marks == qualifier_words(row.label)
        concept = (
            claim.concept is not None and (found := find_concept(row.label)) is not None and found.id == claim.concept
        )
        sold = of_sales and words - _SALES == label_words(row.label) != frozenset()
        if (same and words) or concept or sold:
            rows.append(r)
    if not rows:
        rows = [r for r, row in enumerate(table.rows) if row.role == "item" and _is_headed(row.label, words, heading)]
    return rows[0] if len(rows) == 1 else None


def _is_headed(label: str, words: frozenset[str], heading: frozenset[str]) -> bool:
    """True for "Secured" under "Borrowings", of secured borrowings; words that all stand in the heading name the whole."""
    own = label_words(label) - _PLAIN
    return bool(own) and own < words and words - own <= heading and not words <= heading
