"""A presentation network walked in order: the places of elements, the axes with their members, the headings."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from tieout.model import Arc, Concept, Filing, Network

_HEADING_ENDS = ("Abstract", "Table", "LineItems", "RollForward")
_DEPTH_LIMIT = 200
_DEFAULT_ARC = "dimension-default"
PERIOD_START, PERIOD_END = "periodStart", "periodEnd"


@dataclass(frozen=True, slots=True)
class Place:
    """One occurrence of an element in a network: its position in the walk, depth and preferred label."""

    concept: str
    position: int
    depth: int
    preferred_label: str | None = None

    @property
    def edge(self) -> str | None:
        """Which edge of a duration the element's instant is shown at: period start, period end, or neither."""
        role = (self.preferred_label or "").rpartition("/")[2].lower()
        if "periodstart" in role:
            return PERIOD_START
        return PERIOD_END if "periodend" in role else None

    @property
    def negated(self) -> bool:
        """True when the sign is shown turned round."""
        return "negated" in (self.preferred_label or "").rpartition("/")[2].lower()


@dataclass
class Presentation:
    """What a role presents: elements, headings, and for each axis (in order) the positions of its members."""

    places: list[Place] = field(default_factory=list)
    headings: list[Place] = field(default_factory=list)
    axes: dict[str, dict[str, int]] = field(default_factory=dict)
    member_labels: dict[str, str | None] = field(default_factory=dict)

    def admits(self, dimensions: tuple[tuple[str, str], ...], defaults: dict[str, str], typed: frozenset[str]) -> bool:
        """True when every dimension of a fact is presented, and every axis it leaves out presents its default."""
        taken = dict(dimensions)
        for axis, member in taken.items():
            members = self.axes.get(axis)
            if members is None or (member not in members and axis not in typed):
                return False
        return all(
            axis in taken or axis not in defaults or not members or defaults[axis] in members
            for axis, members in self.axes.items()
        )

    def rank(self, dimensions: tuple[tuple[str, str], ...], defaults: dict[str, str]) -> tuple[tuple[int, str], ...]:
        """Where a set of members stands: the position on each axis, the default's where the axis is left out."""
        taken = dict(dimensions)
        ranks = []
        for axis, members in self.axes.items():
            member = taken.get(axis)
            if member is None:
                ranks.append((members.get(defaults.get(axis, ""), -1), ""))
            else:
                ranks.append((members.get(member, len(members) + 1_000_000), member))
        return tuple(ranks)


def walk(network: Network, filing: Filing, reported: frozenset[str]) -> Presentation:
    """The network in preorder; `reported` names the concepts that have facts anywhere in the filing."""
    children: dict[str, list[Arc]] = defaultdict(list)
    for arc in network.arcs:
        children[arc.source].append(arc)
    for arcs in children.values():
        arcs.sort(key=lambda a: a.order)
    found = Presentation()
    stack: list[tuple[str, str | None, int, str | None, tuple[str, ...]]] = [
        (root, None, 0, None, ()) for root in reversed(network.roots)
    ]
    position = 0
    while stack:
        name, preferred, depth, axis, above = stack.pop()
        if name in above or depth > _DEPTH_LIMIT:
            continue
        concept = filing.concept(name)
        position += 1
        axis = _enter(found, Place(name, position, depth, preferred), concept, axis, name in children, reported)
        stack += [
            (a.target, a.preferred_label, depth + 1, axis, (*above, name)) for a in reversed(children.get(name, []))
        ]
    return found


def find_defaults(filing: Filing) -> dict[str, str]:
    """The default member of each axis, from the definition linkbase."""
    return {
        a.source: a.target
        for n in filing.networks
        if n.kind == "definition"
        for a in n.arcs
        if a.arcrole.rpartition("/")[2] == _DEFAULT_ARC
    }


def _enter(
    found: Presentation, place: Place, concept: Concept | None, axis: str | None, parent: bool, reported: frozenset[str]
) -> str | None:
    """Put the place where it belongs; gives the axis whose members follow."""
    kind = concept.kind if concept is not None else "item"
    local = place.concept.rpartition(":")[2]
    if axis is not None:
        found.axes[axis].setdefault(place.concept, place.position)
        found.member_labels.setdefault(place.concept, place.preferred_label)
        return axis
    if kind == "axis" or (local.endswith("Axis") and place.concept not in reported):
        found.axes.setdefault(place.concept, {})
        return place.concept
    abstract = concept.abstract if concept is not None else None
    if (
        abstract
        or kind == "hypercube"
        or (abstract is None and place.concept not in reported and (parent or local.endswith(_HEADING_ENDS)))
    ):
        found.headings.append(place)
    elif place.concept in reported:
        found.places.append(place)
    return None
