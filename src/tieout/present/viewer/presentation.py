"""A presentation network walked in order: the places of elements, the axes with their members, the headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tieout.model import Arc, Concept, Filing, Network

_HEADING_ENDS = ("Abstract", "Table", "LineItems", "RollForward")
_DEPTH_LIMIT = 200
_DEFAULT_ARC = "dimension-default"
PERIOD_START, PERIOD_END = "periodStart", "periodEnd"
Members = tuple[tuple[str, str], ...]
Rank = tuple[tuple[int, str], ...]


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


@dataclass(frozen=True)
class Dimensions:
    """What the filing as a whole says of its axes: the default member of each, and which are typed.

    `open` are the axes whose default is not known because it stands in a taxonomy that is not at hand: nothing is
    left out for want of it.
    """

    defaults: Mapping[str, str]
    typed: frozenset[str]
    open: frozenset[str]


@dataclass
class Presentation:
    """What a role presents: elements, headings, and for each axis (in order) the positions of its members.

    `blocked` tells that an axis no fact is reported for does not present its default: nothing can be shown.
    """

    places: list[Place] = field(default_factory=list)
    headings: dict[str, Place] = field(default_factory=dict)
    axes: dict[str, dict[str, int]] = field(default_factory=dict)
    member_labels: dict[str, str | None] = field(default_factory=dict)
    blocked: bool = False

    def admits(self, members: Members, dimensions: Dimensions) -> bool:
        """True when every dimension of a fact is presented, and every axis it leaves out presents its default."""
        taken = dict(members)
        for axis, member in taken.items():
            if axis not in self.axes or (member not in self.axes[axis] and axis not in dimensions.typed):
                return False
        return all(axis in taken or _presents_default(axis, found, dimensions) for axis, found in self.axes.items())

    def rank(self, members: Members, dimensions: Dimensions, axes: Collection[str] | None = None) -> Rank:
        """Where a set of members stands: the position on each axis, the default's where the axis is left out."""
        taken = dict(members)
        ranks = []
        for axis in self.axes if axes is None else axes:
            positions, member = self.axes[axis], taken.get(axis)
            if member is None:
                ranks.append((positions.get(dimensions.defaults.get(axis, ""), -1), ""))
            else:
                ranks.append((positions.get(member, len(positions) + 1_000_000), member))
        return tuple(ranks)


def walk(
    network: Network, filing: Filing, reported: Collection[str], used: Collection[str], dimensions: Dimensions
) -> Presentation:
    """The network in preorder.

    `reported` names the concepts that have facts anywhere in the filing, `used` the axes those of this network are
    reported for: another axis and what stands below it plays no part. Of several roots the labels decide the order,
    and likewise among axes of the same order.
    """
    children: dict[str, list[Arc]] = defaultdict(list)
    for link in network.arcs:
        children[link.source].append(link)
    for arcs in children.values():
        arcs.sort(key=lambda a: a.order)
    found = Presentation()
    ranks: dict[str, tuple[float, str]] = {}
    roots = sorted(network.roots, key=lambda name: _title(filing, name))
    stack: list[tuple[str, Arc | None, int, str | None, tuple[str, ...]]] = [
        (root, None, 0, None, ()) for root in reversed(roots)
    ]
    position = 0
    while stack:
        name, arc, depth, axis, above = stack.pop()
        if name in above or depth > _DEPTH_LIMIT:
            continue
        position += 1
        place = Place(name, position, depth, arc.preferred_label if arc is not None else None)
        if _is_axis(filing.concept(name), name, reported, axis):
            if name not in used:
                found.blocked |= _blocks(name, children, dimensions)
                continue
            axis = name
            found.axes.setdefault(name, {})
            ranks[name] = (float(arc.order) if arc is not None else float("-inf"), _title(filing, name))
        else:
            _enter(found, place, filing.concept(name), axis, name in children, reported)
        stack += [(a.target, a, depth + 1, axis, (*above, name)) for a in reversed(children.get(name, []))]
    found.axes = {name: found.axes[name] for name in sorted(found.axes, key=lambda n: ranks[n])}
    return found


def find_dimensions(filing: Filing) -> Dimensions:
    """Defaults from the definition links, typed axes from the contexts.

    Filers repeat the defaults of the axes they use, but not those of the SEC's own taxonomies, which bring them along.
    """
    defaults = {
        a.source: a.target
        for n in filing.networks
        if n.kind == "definition"
        for a in n.arcs
        if a.arcrole.rpartition("/")[2] == _DEFAULT_ARC
    }
    typed = frozenset(m.axis for c in filing.contexts for m in c.members if m.typed is not None)
    unknown = (c for c in filing.concepts if c.name not in defaults)
    return Dimensions(
        defaults,
        typed,
        frozenset(
            c.name for c in unknown if not defaults or ("sec.gov/" in c.namespace and "/dei/" not in c.namespace)
        ),
    )


def _presents_default(axis: str, positions: Collection[str], dimensions: Dimensions) -> bool:
    if axis in dimensions.typed or axis in dimensions.open:
        return True
    return dimensions.defaults.get(axis) in positions


def _blocks(axis: str, children: Mapping[str, list[Arc]], dimensions: Dimensions) -> bool:
    """True for an axis with members, but not with the default that every fact here would stand for."""
    below: dict[str, None] = {}
    waiting = [axis]
    while waiting:
        for link in children.get(waiting.pop(), ()):
            if link.target not in below:
                below[link.target] = None
                waiting.append(link.target)
    return bool(below) and not _presents_default(axis, below, dimensions)


def _title(filing: Filing, name: str) -> str:
    concept = filing.concept(name)
    return concept.title if concept is not None else name


def _is_axis(concept: Concept | None, name: str, reported: Collection[str], axis: str | None) -> bool:
    if concept is not None and concept.kind == "axis":
        return True
    return axis is None and name.endswith("Axis") and name not in reported


def _enter(
    found: Presentation,
    place: Place,
    concept: Concept | None,
    axis: str | None,
    parent: bool,
    reported: Collection[str],
) -> None:
    """Put the place where it belongs; what occurs again as a member or heading stands where it does last."""
    name = place.concept
    if axis is not None:
        found.axes[axis][name] = place.position
        found.member_labels[name] = place.preferred_label
        return
    abstract = concept.abstract if concept is not None else None
    looks_abstract = name not in reported and (parent or name.endswith(_HEADING_ENDS))
    if abstract or (concept is not None and concept.kind == "hypercube") or (abstract is None and looks_abstract):
        found.headings.pop(name, None)
        found.headings[name] = place
    elif name in reported:
        found.places.append(place)
