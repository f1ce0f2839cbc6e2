"""What linkbases say beside a filing's facts: labels, references, networks of arcs, and the roles they stand under.

Many filings are read without any; the nouns of this module are then never made.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tieout.model.filing import STANDARD_LABEL, MenuCategory, NetworkKind


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a concept: `role` is the full role address, `language` as written ("en-US"), `source` who said it.

    `source` is "filer" (label linkbase), "metalinks", "rpage" or "package" (a taxonomy package the user named).
    """

    text: str
    role: str = STANDARD_LABEL
    language: str = ""
    source: Literal["filer", "metalinks", "rpage", "package"] = "filer"


@dataclass(frozen=True, slots=True)
class ConceptReference:
    """A reference to authoritative literature: parts in order, e.g. ("Topic", "230"), ("Section", "45")."""

    parts: tuple[tuple[str, str], ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """A relationship in a network from concept `source` to concept `target`, both by name.

    `weight` is set on calculation arcs. `preferred_label` is the full role address. `order` sorts siblings.
    Definition arcs keep `arcrole`, `usable`, `closed`, `context_element` and `target_role` as written.
    """

    source: str
    target: str
    order: Decimal = Decimal(1)
    arcrole: str = ""
    weight: Decimal | None = None
    preferred_label: str | None = None
    usable: bool = True
    closed: bool | None = None
    context_element: Literal["segment", "scenario"] | None = None
    target_role: str | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """The arcs of one kind under one role, prohibited ones taken away, siblings in order."""

    role: str
    kind: NetworkKind
    arcs: tuple[Arc, ...]

    @property
    def roots(self) -> tuple[str, ...]:
        """Concepts that are nobody's child, in the order written."""
        targets = {a.target for a in self.arcs}
        return tuple(dict.fromkeys(a.source for a in self.arcs if a.source not in targets))

    def children(self, name: str) -> tuple[Arc, ...]:
        """The arcs from that concept in sibling order."""
        return tuple(a for a in self.arcs if a.source == name)


@dataclass(frozen=True, slots=True)
class Role:
    """A section of the filing (a statement, a note): one role address with what the filing says of it.

    `definition` is the filer's text ("9952153 - Statement - BALANCE SHEETS"); `name` what a menu shows;
    `category`, `position` and `page` (the R page's file name) come from FilingSummary.xml or MetaLinks.json,
    else from the definition.
    """

    uri: str
    definition: str = ""
    name: str = ""
    category: MenuCategory = "Uncategorized"
    position: int | None = None
    page: str | None = None
