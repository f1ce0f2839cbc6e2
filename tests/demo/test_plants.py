"""Every planted mistake is really one: it breaks what held, at the place said, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tieout.demo import KINDS, DemoCompany, DemoOptions, generate
from tieout.demo.bonds import fit_bond, is_same_amount
from tieout.demo.draft import Slot
from tieout.demo.score import Named, match_plants

_ALL = len(KINDS)


@pytest.fixture(scope="module", params=[2, 8])
def twins(request: pytest.FixtureRequest) -> tuple[DemoCompany, DemoCompany]:
    """A clean company and its twin with a mistake of every kind."""
    options = DemoOptions(formats=("txt", "md"))
    return generate(request.param, options), generate(request.param, replace(options, mistakes=_ALL))


def _slots(made: DemoCompany) -> dict[str, Slot]:
    return {slot.id: slot for draft in made.drafts for slot in draft.slots.values()}


def test_every_kind_is_planted(twins: tuple[DemoCompany, DemoCompany]) -> None:
    """One mistake of each kind finds a place in every company."""
    assert {plant.kind for plant in twins[1].plants} == set(KINDS)


def test_every_plant_is_false(twins: tuple[DemoCompany, DemoCompany]) -> None:
    """A plant breaks at least one relation that held in the clean twin; what it prints differs from what is right."""
    clean, wrong = (_slots(made) for made in twins)
    bonds = [bond for draft in twins[0].drafts for bond in draft.bonds]
    for plant in twins[1].plants:
        mine = set(plant.slots)
        assert plant.printed != plant.correct
        broken = [b for b in bonds if mine & {b.result, *(t for t, _ in b.terms)} and fit_bond(b, wrong) == "differs"]
        assert all(fit_bond(b, clean) != "differs" for b in broken)
        unequal = [
            other
            for i in mine & wrong.keys()
            for other in plant.culprit_slots
            if other in wrong
            and wrong[i].key == wrong[other].key
            and wrong[i].printed
            and wrong[other].printed
            and not is_same_amount(wrong[i], wrong[other])
        ]
        assert broken or unequal, plant


def test_only_the_plants_differ(twins: tuple[DemoCompany, DemoCompany]) -> None:
    """Apart from the planted slots and a dropped row, the twins print the same."""
    clean, wrong = (_slots(made) for made in twins)
    planted = {i for plant in twins[1].plants for i in plant.slots}
    changed = {i for i, slot in wrong.items() if slot.text != clean[i].text}
    assert changed <= planted
    dropped = clean.keys() - wrong.keys()
    rows = {clean[i].row for i in dropped}
    assert len(rows) == sum(plant.kind == "dropped_row" for plant in twins[1].plants)


def test_places_of_plants_read_again(twins: tuple[DemoCompany, DemoCompany]) -> None:
    """Each plant has a place in every rendition of its document, and the quote stands there."""
    texts = {d.name: d.content.decode() for d in twins[1].documents}
    for plant in twins[1].plants:
        assert {spot.document for spot in plant.spots} == {
            d.name for d in twins[1].documents if d.draft.name == plant.document
        }
        for spot in (*plant.spots, *plant.culprits):
            assert texts[spot.document][spot.start : spot.end] == spot.quote


def test_plants_do_not_hide_each_other(twins: tuple[DemoCompany, DemoCompany]) -> None:
    """No slot of one plant stands in a relation that another plant breaks."""
    for i, one in enumerate(twins[1].plants):
        for other in twins[1].plants[i + 1 :]:
            assert not set(one.slots) & {*other.slots, *other.culprit_slots}


def test_scopes() -> None:
    """Mistakes between documents are visible only with the other document: none breaks within its own."""
    made = generate(6, DemoOptions(mistakes=3, kinds=("across_documents", "between_languages", "prior_year")))
    assert {plant.scope for plant in made.plants} == {"across", "languages", "prior"}
    slots = _slots(made)
    for draft in made.drafts:
        assert all(fit_bond(bond, slots) != "differs" for bond in draft.bonds)


def test_score_tells_places_apart() -> None:
    """A finding at the place is exact, at a partner a culprit, elsewhere an alarm; a whole page names nothing."""
    made = generate(6, DemoOptions(mistakes=2, kinds=("total_wrong", "growth_wrong")))
    first, second = made.plants
    here, there = first.spots[0], second.culprits[0]

    def name(document: str, start: int | None, end: int | None, verdict: str = "differs") -> Named:
        return Named(document, start, end, verdict, "F101", "")

    matches, alarms = match_plants(
        made.plants, [name(here.document, here.start, here.end), name(there.document, there.start, there.end)]
    )
    assert [match.how for match in matches] == ["exact", "culprit"]
    assert alarms == ()
    matches, alarms = match_plants(
        made.plants, [name(here.document, 0, 50_000), name(here.document, here.start, here.end, "question")]
    )
    assert [match.how for match in matches] == ["question", "missed"]
    assert len(alarms) == 1
