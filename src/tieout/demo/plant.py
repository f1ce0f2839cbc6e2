"""Planting mistakes: changes to drafts that break a relation which held, with everything a scorer needs to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from tieout.demo.bonds import fit_bond, is_same_amount
from tieout.demo.draft import Bond, Draft, Key, Slot, Table
from tieout.demo.kinds import KINDS
from tieout.demo.mistakes import Change

Scope = Literal["within", "across", "languages", "prior"]


@dataclass(frozen=True)
class Spot:
    """A place in one rendition: file name, offsets (None where the format is not text), words; page and box in a PDF.

    `box` is left, top, right, bottom in points from the top left.
    """

    document: str
    start: int | None
    end: int | None
    quote: str
    slot: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Plant:
    """A planted mistake.

    `families` are the letters of the check families that can see it. `spots` are its places, one a rendition;
    `culprits` are other places that a reader could as well name. `scope` says which documents are needed to see it.
    `slots` and `culprit_slots` name the same places in the drafts.
    """

    kind: str
    families: tuple[str, ...]
    scope: Scope
    document: str
    printed: str
    correct: str
    why: str
    slots: tuple[str, ...]
    culprit_slots: tuple[str, ...]
    spots: tuple[Spot, ...] = ()
    culprits: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Broken:
    """A relation that held in the clean drafts and does not hold after a change."""

    family: str
    why: str
    scope: Scope
    members: frozenset[str]


class Truth:
    """All relations of a set of clean drafts, by the slots in them."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.slots: dict[str, Slot] = {}
        self.home: dict[str, Draft] = {}
        self.bonds: dict[str, list[Bond]] = defaultdict(list)
        self.by_key: dict[Key, list[str]] = defaultdict(list)
        for draft in drafts:
            for slot in draft.slots.values():
                self.slots[slot.id], self.home[slot.id] = slot, draft
                if slot.key is not None:
                    self.by_key[slot.key].append(slot.id)
            for bond in draft.bonds:
                for member in {bond.result, *(t for t, _ in bond.terms)}:
                    self.bonds[member].append(bond)

    def find_broken(self, changed: Mapping[str, Slot | None]) -> tuple[Broken, ...]:
        """Relations broken by these changes (None: the slot is no longer printed)."""
        after = {**self.slots, **{i: s for i, s in changed.items() if s is not None}}
        for gone in [i for i, s in changed.items() if s is None]:
            del after[gone]
        found = [
            Broken(
                bond.family, bond.why, "within", frozenset({bond.result, *(t for t, _ in bond.terms)} & after.keys())
            )
            for bond in {id(b): b for i in changed for b in self.bonds[i]}.values()
            if fit_bond(bond, after) == "differs" and fit_bond(bond, self.slots) != "differs"
        ]
        found += [
            broken
            for i, slot in changed.items()
            if slot is not None
            for broken in self._find_unequal(slot, after, changed)
        ]
        return tuple(found)

    def _find_unequal(
        self, slot: Slot, after: Mapping[str, Slot], changed: Mapping[str, Slot | None]
    ) -> Iterable[Broken]:
        if slot.key is None or slot.printed is None:
            return
        for other_id in self.by_key[slot.key]:
            other = after.get(other_id)
            if (
                other is None
                or other_id == slot.id
                or (other_id in changed and self.home[other_id] is self.home[slot.id])
            ):
                continue
            if _reads_as_rate(slot, other):
                continue
            if is_same_amount(self.slots[slot.id], self.slots[other_id]) and not is_same_amount(slot, other):
                yield Broken(
                    "A",
                    f"the same amount is printed as {other.text} elsewhere",
                    self._scope(slot.id, other_id),
                    frozenset({slot.id, other_id}),
                )

    def _scope(self, one: str, other: str) -> Scope:
        a, b = self.home[one], self.home[other]
        if a is b:
            return "within"
        if a.language != b.language:
            return "languages"
        return "prior" if "prior" in (a.name, b.name) else "across"


def _reads_as_rate(slot: Slot, other: Slot) -> bool:
    """True for a change told in per cent here and in points there: by itself no contradiction, for both may be right ("0.1 %" of
    18.0 % and 0.1 points). The two percentages of its own sentence decide."""
    units = {s.look.unit for s in (slot, other) if s.look is not None}
    return units == {"%", "pp"}


def plant_mistakes(
    drafts: Sequence[Draft], rng: Random, count: int, kinds: Sequence[str] = ()
) -> tuple[list[Draft], list[Plant]]:
    """Plant `count` mistakes of different kinds where possible; returns the changed drafts and the plants.

    A change counts only if it breaks a relation; no two plants share a relation, so none hides another.
    """
    truth = Truth(drafts)
    current = {draft.name: draft for draft in drafts}
    plants: list[Plant] = []
    touched: set[str] = set()
    queue = _order_kinds(rng, kinds or tuple(KINDS), count)
    for kind in queue:
        if len(plants) == count:
            break
        made = _plant_one(truth, list(current.values()), rng, kind, touched)
        if made is not None:
            plant, draft, members = made
            plants.append(plant)
            current[draft.name] = draft
            touched |= members
    return [current[draft.name] for draft in drafts], plants


def _order_kinds(rng: Random, kinds: Sequence[str], count: int) -> list[str]:
    order: list[str] = []
    while len(order) < count * 3 + len(kinds):
        order += rng.sample(list(kinds), len(kinds))
    return order


def _plant_one(
    truth: Truth, drafts: list[Draft], rng: Random, kind: str, touched: set[str]
) -> tuple[Plant, Draft, set[str]] | None:
    family, propose, wanted = KINDS[kind]
    for draft in rng.sample(drafts, len(drafts)):
        for change in propose(draft, truth.by_key, rng):
            ids = {*change.slots, *change.dropped}
            changed: dict[str, Slot | None] = {**change.slots, **dict.fromkeys(change.dropped)}
            if ids & touched or _is_unchanged(draft, change):
                continue
            broken = truth.find_broken(changed)
            members = {m for b in broken for m in b.members}
            scopes = {b.scope for b in broken}
            if not broken or members & touched or (wanted and wanted not in scopes) or (wanted and "within" in scopes):
                continue
            return _describe(kind, family, draft, change, broken, wanted), _apply(draft, change), members | ids
    return None


def _is_unchanged(draft: Draft, change: Change) -> bool:
    return not change.dropped and all(draft.slots[i].text == s.text for i, s in change.slots.items())


def _describe(kind: str, family: str, draft: Draft, change: Change, broken: Sequence[Broken], wanted: str) -> Plant:
    families = tuple(sorted({family, *(b.family for b in broken)}))
    scope: Scope = "within" if any(b.scope == "within" for b in broken) else broken[0].scope
    shown = (change.slots.get(change.main) or draft.slots[change.main]).text
    others = {m for b in broken for m in b.members} - {change.main}
    own = (change.main, *(i for i in change.slots if i != change.main))
    culprits = tuple(sorted(others - {*own}))
    return Plant(
        kind,
        families,
        scope if not wanted else next(b.scope for b in broken if b.scope == wanted),
        draft.name,
        change.printed or shown,
        change.correct or draft.slots[change.main].text,
        broken[0].why,
        own,
        culprits,
    )


def _apply(draft: Draft, change: Change) -> Draft:
    blocks = draft.blocks
    if change.dropped_row:
        blocks = tuple(
            replace(block, rows=tuple(row for row in block.rows if row.id != change.dropped_row))
            if isinstance(block, Table)
            else block
            for block in blocks
        )
    slots = {i: change.slots.get(i, slot) for i, slot in draft.slots.items() if i not in change.dropped}
    return replace(draft, blocks=blocks, slots=slots)
