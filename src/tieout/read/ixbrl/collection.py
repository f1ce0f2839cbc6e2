"""What is collected of one set of inline documents, and how its elements are walked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from tieout.read._xbrl.names import INLINE, LANG
from tieout.read._xbrl.raw import RawFiling
from tieout.read.ixbrl.values import EXCLUDES, RefusedValue

KINDS = {f"{{{ns}}}{n}": n for ns in INLINE for n in ("nonFraction", "nonNumeric", "fraction", "tuple")}
FACT_TAGS = tuple(KINDS)
CONTINUATIONS = tuple(f"{{{ns}}}continuation" for ns in INLINE)
FOOTNOTES = tuple(f"{{{ns}}}footnote" for ns in INLINE)
TUPLES = tuple(f"{{{ns}}}tuple" for ns in INLINE)


@dataclass(slots=True)
class InlinePage:
    """One document of the set: the member's name and its root; `one_nsmap` when all prefixes stand at the root.

    `concepts` are names as the page writes them, resolved once where one set of prefixes holds throughout.
    """

    name: str
    root: etree._Element
    nsmap: Mapping[str | None, str]
    one_nsmap: bool
    has_excludes: bool = False
    has_tuples: bool = False
    ix_prefixes: tuple[str, ...] = ()
    concepts: dict[str, str] = field(default_factory=dict)

    def names_at(self, element: etree._Element) -> Mapping[str | None, str]:
        """The prefixes in force at an element."""
        return self.nsmap if self.one_nsmap else element.nsmap


@dataclass(slots=True)
class Collection:
    """A set as collected: `elements[i]` are the tag and its continuations behind `raw.facts[i]`.

    `tuples` and `tuple_ids` give the fact id of a tuple by its element and by its tupleID.
    """

    pages: list[InlinePage]
    raw: RawFiling = field(default_factory=RawFiling)
    elements: list[list[etree._Element]] = field(default_factory=list)
    continuations: dict[str, etree._Element] = field(default_factory=dict)
    tuples: dict[etree._Element, str] = field(default_factory=dict)
    tuple_ids: dict[str, str] = field(default_factory=dict)
    footnote_refs: dict[str, list[str]] = field(default_factory=dict)
    undeclared: Counter[str] = field(default_factory=Counter)
    repeated_ids: list[str] = field(default_factory=list)

    def all_prefixes(self) -> tuple[str, ...]:
        """The prefixes that stand for the inline namespace on any page."""
        return tuple(sorted({p for page in self.pages for p in page.ix_prefixes}))


def make_page(name: str, root: etree._Element, declarations: int) -> InlinePage:
    """A page with its prefixes; `declarations` counts xmlns attributes in its text."""
    nsmap = dict(root.nsmap)
    prefixes = tuple(p for p, ns in nsmap.items() if ns in INLINE and p)
    has_excludes = next(root.iter(*EXCLUDES), None) is not None
    has_tuples = next(root.iter(*TUPLES), None) is not None
    return InlinePage(name, root, nsmap, declarations <= len(nsmap), has_excludes, has_tuples, prefixes or ("ix",))


def read_attributes(element: etree._Element) -> dict[str, str]:
    """Attributes by name, without the white space around their values that names and numbers may have."""
    return {str(k): str(v).strip() for k, v in element.items()}


def follow_continuations(found: Collection, element: etree._Element) -> list[etree._Element]:
    """The tag and its continuations in order; raises RefusedValue where the chain is broken or leads back."""
    pieces, seen = [element], {element}
    while target := (pieces[-1].get("continuedAt") or "").strip():
        piece = found.continuations.get(target)
        if piece is None:
            raise RefusedValue(f"the continuation {target} does not exist")
        if piece in seen:
            raise RefusedValue(f"the continuation {target} leads back to itself")
        pieces.append(piece)
        seen.add(piece)
    return pieces


def language_of(element: etree._Element) -> str | None:
    """The language stated nearest around an element."""
    node: etree._Element | None = element
    while node is not None:
        language = node.get(LANG)
        if language is not None:
            return language
        node = node.getparent()
    return None
