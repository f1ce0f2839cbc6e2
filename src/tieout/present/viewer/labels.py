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
        names = name_elements(value, self.filing)
        return ", ".join(self.of(name, self._preferred.get(name)) for name in names) or say_text(value, concept)


def name_elements(value: str, filing: Filing) -> list[str]:
    """The elements that a value of an enumeration names, empty where any word names none.

    A word names one by its prefix, or by its taxonomy's address before "#".
    """
    prefixes = {address: prefix for prefix, address in filing.namespaces}
    names: list[str] = []
    for word in value.split():
        address, hash_mark, local = word.partition("#")
        if hash_mark and address.startswith("http") and local.isidentifier():
            names.append(f"{prefixes.get(address, '')}:{local}")
        elif ":" in word and filing.concept(word) is not None:
            names.append(word)
        else:
            return []
    return names
