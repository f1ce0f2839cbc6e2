"""What is known of a filing's concepts from the files beside its facts: labels, networks, descriptions.

Definitions and references come, in order, from the filer's linkbases, MetaLinks, R pages, the package.
A filing without any of these still gives concepts: a name, and what the facts show of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from tieout.model import Concept
from tieout.model.filing import DOCUMENTATION, Balance, PeriodType
from tieout.read._xbrl.names import Prefixes

if TYPE_CHECKING:
    from tieout.model import ConceptReference, Label, Network, Role
    from tieout.read._xbrl.schema import Declared

Kind = Literal["item", "tuple", "axis", "hypercube", "member", "typed_domain"]
_KIND_OF_SUBSTITUTION: dict[str, Kind] = {"dimensionItem": "axis", "hypercubeItem": "hypercube", "tuple": "tuple"}


@dataclass(slots=True)
class Described:
    """What EDGAR's own files say of one concept."""

    namespace: str = ""
    data_type: str | None = None
    balance: Balance | None = None
    period_type: PeriodType | None = None
    labels: list[Label] = field(default_factory=list)
    references: list[ConceptReference] = field(default_factory=list)


_NOTHING = Described()


@dataclass(slots=True)
class Taxonomy:
    """What the files beside the facts say; `remarks` are sentences for Problems."""

    labels: dict[str, list[Label]] = field(default_factory=dict)
    references: dict[str, list[ConceptReference]] = field(default_factory=dict)
    declared: dict[str, Declared] = field(default_factory=dict)
    described: Mapping[str, Described] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    networks: tuple[Network, ...] = ()
    files: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)
    package_labels: dict[str, list[Label]] = field(default_factory=dict)
    package_references: dict[str, list[ConceptReference]] = field(default_factory=dict)
    package_declared: dict[str, Declared] = field(default_factory=dict)

    def concepts(self, prefixes: Prefixes, names: Iterable[str]) -> tuple[Concept, ...]:
        """Every concept that a fact, dimension, arc or label names, in order of name."""
        wanted = set(names) | set(self.declared)
        for network in self.networks:
            for arc in network.arcs:
                wanted.add(arc.source)
                wanted.add(arc.target)
        kinds = _kinds_from_arcs(self.networks)
        return tuple(self._concept(name, prefixes, kinds) for name in sorted(wanted))

    def _concept(self, name: str, prefixes: Prefixes, kinds: Mapping[str, Kind]) -> Concept:
        prefix, _, local = name.rpartition(":")
        declared = self.declared.get(name) or self.package_declared.get(name)
        noted = self.described.get(name) or _NOTHING
        labels = tuple(self.labels.get(name, ()))
        if not labels:
            labels = tuple(noted.labels)
        elif not any(x.role == DOCUMENTATION for x in labels):
            labels += tuple(x for x in noted.labels if x.role == DOCUMENTATION)
        for extra in self.package_labels.get(name, ()):
            if not any(x.role == extra.role and x.language == extra.language for x in labels):
                labels += (extra,)
        kind: Kind = kinds.get(name, "item")
        if declared is not None:
            kind = _KIND_OF_SUBSTITUTION.get(declared.substitution, kind)
        return Concept(
            name=name,
            prefix=prefix,
            namespace=(declared.namespace if declared else noted.namespace) or prefixes.namespace(prefix) or "",
            local=local,
            data_type=(declared.data_type if declared else None) or noted.data_type,
            balance=(declared.balance if declared else None) or noted.balance,
            period_type=(declared.period_type if declared else None) or noted.period_type,
            abstract=declared.abstract if declared else True if local.endswith("Abstract") else None,
            kind=kind,
            labels=labels,
            references=tuple(self.references.get(name) or noted.references or self.package_references.get(name) or ()),
        )


@dataclass(slots=True)
class TaxonomyFiles:
    """The members of an input that may describe a taxonomy, by name; contents loaded."""

    schemas: dict[str, bytes] = field(default_factory=dict)
    linkbases: dict[str, bytes] = field(default_factory=dict)
    metalinks: bytes | None = None
    summary: bytes | None = None
    r_pages: dict[str, bytes] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """True when there is any file."""
        return bool(self.schemas or self.linkbases or self.metalinks or self.summary or self.r_pages)


def _kinds_from_arcs(networks: Iterable[Network]) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for network in networks:
        if network.kind != "definition":
            continue
        for arc in network.arcs:
            relation = arc.arcrole.rpartition("/")[2]
            if relation in ("all", "notAll"):
                kinds[arc.target] = "hypercube"
            elif relation == "hypercube-dimension":
                kinds[arc.target] = "axis"
            elif relation in ("dimension-domain", "dimension-default"):
                kinds.setdefault(arc.target, "member")
    for network in networks:
        if network.kind == "definition":
            _spread_members(network, kinds)
    for network in networks:
        for arc in network.arcs:
            for name in (arc.source, arc.target):
                if name not in kinds:
                    guessed = _kind_from_name(name)
                    if guessed is not None:
                        kinds[name] = guessed
    return kinds


def _spread_members(network: Network, kinds: dict[str, Kind]) -> None:
    """Children of a member by domain-member arcs are members too (line items hang on items the same way)."""
    children: dict[str, list[str]] = {}
    for arc in network.arcs:
        if arc.arcrole.endswith("/domain-member"):
            children.setdefault(arc.source, []).append(arc.target)
    stack = [n for n in children if kinds.get(n) == "member"]
    while stack:
        for child in children.get(stack.pop(), ()):
            if child not in kinds:
                kinds[child] = "member"
                stack.append(child)


def _kind_from_name(name: str) -> Kind | None:
    if name.endswith("Axis"):
        return "axis"
    if name.endswith(("Member", "Domain")):
        return "member"
    return "hypercube" if name.endswith("Table") else None
