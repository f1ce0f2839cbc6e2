"""Labels of elements, axes and members in one report, in the roles its presentation prefers."""

from __future__ import annotations

from collections.abc import Iterable

from tieout.model import Concept, Fact, Filing
from tieout.model.filing import split_camel_case
from tieout.present.viewer.draft import Draft
from tieout.present.viewer.shown import say_text


class Labels:
    """The labels of one draft."""

    def __init__(self, draft: Draft, filing: Filing, language: str | None) -> None:
        self.filing = filing
        self.language = language
        self.typed = {m.axis for c in filing.contexts for m in c.members if m.typed is not None}
        self._preferred = dict(draft.presentation.member_labels)
        self._preferred.update({p.concept: p.preferred_label for p in draft.presentation.places})
        self._prefixes = {address: prefix for prefix, address in filing.namespaces}

    def of(self, name: str, role: str | None = None) -> str:
        """The label of a concept in that role, else its standard label, else its name in words."""
        concept = self.filing.concept(name)
        if concept is None:
            return split_camel_case(name.rpartition(":")[2]) if ":" in name else name
        return concept.label(role, self.language) or concept.title

    def member(self, axis: str, name: str) -> str:
        """The label of a member, in the role the presentation prefers; a typed one with its axis."""
        if axis in self.typed:
            return f"{self.of(axis)}: {name}"
        return self.of(name, self._preferred.get(name))

    def members(self, members: Iterable[tuple[str, str]]) -> list[str]:
        """The labels of several members."""
        return [self.member(axis, name) for axis, name in members]

    def text(self, fact: Fact, concept: Concept | None) -> str:
        """A text as shown; a value that names elements (of an enumeration) by their labels."""
        value = str(fact.value)
        names = [self._element_of(word) for word in value.split()]
        if names and all(names):
            return ", ".join(self.of(name, self._preferred.get(name)) for name in names if name is not None)
        return say_text(value, concept)

    def _element_of(self, word: str) -> str | None:
        """The element that a word of a value names: by prefix, or by its taxonomy's address before "#"."""
        address, hash_mark, local = word.partition("#")
        if hash_mark and address.startswith("http") and local.isidentifier():
            return f"{self._prefixes.get(address, '')}:{local}"
        return word if ":" in word and self.filing.concept(word) is not None else None
