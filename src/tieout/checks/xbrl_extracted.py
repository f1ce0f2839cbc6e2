"""The inline page against the instance that was extracted from it.

What it tests: each numeric fact of the page, by its id, against the instance filed beside the page.
Why it matters: programs read the instance and people read the page; both must say the same.
Ties: 1,433 in millions on the page and 1433000000 in the instance.
Does not tie: 1,433 in millions on the page and 1343000000 in the instance.
Only values that are not identical are proposed: identical ones leave nothing to weigh.
Source: EDGAR Filer Manual, volume II, 5.2.5 (the instance is derived from the inline document).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tieout.checks._tagged import Tagged, TaggedDocument, find_tagged, name_of, when
from tieout.model import Paper, Relation

CODE = "X903"
NAME = "page against extracted instance"


@dataclass(frozen=True)
class Settings:
    """Nothing to set: values are equal or not."""


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each fact whose value in the instance is another one."""
    for tagged in find_tagged(paper):
        for extracted in tagged.filing.extracted:
            own = tagged.by_id.get(extracted.id)
            if own is None or not extracted.numeric or extracted.value is None:
                continue
            value = _number(extracted.value)
            if value is not None and value != own.value:
                yield _relation(tagged, own, value)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < 400 else None


def _relation(tagged: TaggedDocument, own: Tagged, value: Decimal) -> Relation:
    name = name_of(tagged.filing, own.fact.concept or "")
    file = tagged.filing.extracted_file or "the extracted instance"
    return Relation(
        code=CODE,
        formula="stated",
        terms=(),
        why=f"{file} was extracted from this page and holds the same fact, {own.fact.id}",
        result=own.figure.id,
        firmness="stated",
        expected=own.as_printed(value),
        document=tagged.document.id,
        scope=(own.fact.concept or "", when(own.fact)),
        message=f"{name} ({when(own.fact)}): the page shows {{printed}}; the extracted instance {file} holds "
        "{expected} (difference {difference}, tolerance {tolerance}).",
    )
