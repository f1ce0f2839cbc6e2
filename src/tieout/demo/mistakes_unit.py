"""Kinds of mistakes about units, labels and other documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from tieout.demo.draft import Draft, Slot
from tieout.demo.mistakes import ByKey, Change, list_numbers, reprint_value, sample_slots

_SCALE_WORDS = {
    " million": (" billion", 9),
    " billion": (" million", 6),
    " thousand": (" million", 6),
    "百萬元": ("億元", 8),
    "億元": ("百萬元", 6),
    "千元": ("萬元", 4),
}
_LOST = {" million": "", " thousand": "", " billion": "", "百萬元": "元", "千元": "元", "億元": "元"}
_CURRENCIES = {"RMB": ("HK$", "US$"), "RMB ": ("HK$ ", "US$ "), "人民幣": ("港幣", "美元")}
_NEIGHBOURS = (
    ("profit_owners", "profit"),
    ("gross_profit", "operating_profit"),
    ("operating_profit", "profit_before_tax"),
    ("total_assets", "current_assets"),
    ("total_equity", "equity_owners"),
    ("profit_before_tax", "profit"),
    ("cf_operating", "cf_generated"),
    ("selling_expenses", "administrative_expenses"),
)


def propose_scale_word(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """Million printed where billion is meant, and the like."""
    for slot in sample_slots([s for s in list_numbers(draft) if s.suffix in _SCALE_WORDS], rng):
        suffix, scale = _SCALE_WORDS[slot.suffix]
        assert slot.printed is not None
        yield Change(slot.id, {slot.id: replace(slot, suffix=suffix, printed=replace(slot.printed, scale=scale))})


def propose_scale_lost(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """The scale word left out."""
    for slot in sample_slots([s for s in list_numbers(draft) if s.suffix in _LOST], rng):
        assert slot.printed is not None
        yield Change(
            slot.id, {slot.id: replace(slot, suffix=_LOST[slot.suffix], printed=replace(slot.printed, scale=0))}
        )


def propose_table_unit(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """A whole table under the wrong scale."""
    units = [s for s in draft.slots.values() if s.word.startswith("unit|")]
    for unit in sample_slots(units, rng):
        _, other, table = unit.word.split("|")
        up = 3 if "million" in other or "百萬" in other else -3
        changed = {s.id: replace(s, core=other, word="wrong|" + s.word) for s in units if s.word.endswith("|" + table)}
        for slot in draft.slots.values():
            if (
                slot.row.startswith(table + ":")
                and slot.printed is not None
                and slot.look is not None
                and slot.look.unit == "CNY"
            ):
                if slot.look.decimals == 2:
                    continue
                changed[slot.id] = replace(slot, printed=replace(slot.printed, scale=slot.printed.scale + up))
        main = next(iter(changed))
        yield Change(main, changed)


def propose_points(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """Per cent printed where percentage points are meant."""
    for slot in sample_slots([s for s in list_numbers(draft) if s.look is not None and s.look.unit == "pp"], rng):
        assert slot.look is not None
        yield Change(slot.id, {slot.id: replace(slot, suffix="%", look=replace(slot.look, unit="%", suffix="%"))})


def propose_currency(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """Another currency beside the amount."""
    for slot in sample_slots([s for s in list_numbers(draft) if s.prefix in _CURRENCIES], rng):
        assert slot.look is not None
        prefix = rng.choice(_CURRENCIES[slot.prefix])
        yield Change(slot.id, {slot.id: replace(slot, prefix=prefix, look=replace(slot.look, unit=prefix.strip()))})


def propose_label(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """The amount of a neighbouring line under this line's name: total for attributable, gross for operating."""
    pairs = dict(_NEIGHBOURS) | {b: a for a, b in _NEIGHBOURS}
    for slot in sample_slots(
        [s for s in list_numbers(draft) if not s.row and s.key is not None and s.key[0] in pairs], rng
    ):
        assert slot.key is not None
        other = [draft.slots[i] for i in by_key.get((pairs[slot.key[0]], slot.key[1]), ()) if i in draft.slots]
        if other and other[0].exact is not None:
            yield Change(slot.id, {slot.id: reprint_value(slot, other[0].exact)})


def propose_shift(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """The decimal point one place off."""
    for slot in sample_slots(
        [s for s in list_numbers(draft) if s.look is not None and s.look.decimals and not s.row], rng
    ):
        assert slot.printed is not None
        yield Change(
            slot.id, {slot.id: reprint_value(slot, slot.printed.value * rng.choice([Decimal(10), Decimal("0.1")]))}
        )


def propose_story(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """An amount wrong in all of a document's places, its percentages recomputed: only another document shows it."""
    for slot in sample_slots(
        [s for s in list_numbers(draft) if s.key is not None and "|" not in s.key[0] and s.exact is not None], rng
    ):
        assert slot.key is not None
        assert slot.exact is not None
        value = (
            slot.exact * Decimal(str(round(rng.choice([0.86, 0.93, 1.08, 1.17]) + rng.uniform(-0.02, 0.02), 3)))
        ).to_integral_value()
        changed: dict[str, Slot] = {}
        for other_id in by_key[slot.key]:
            other = draft.slots.get(other_id)
            if other is not None and other.exact is not None:
                changed[other_id] = reprint_value(other, abs(value) if other.exact > 0 else -abs(value))
        changed |= _follow(draft, slot, abs(value))
        yield Change(slot.id, changed)


def _follow(draft: Draft, slot: Slot, size: Decimal) -> dict[str, Slot]:
    """Percentages of the draft that are computed from the slot's amount, recomputed for the new size."""
    assert slot.key is not None
    concept, year = slot.key
    sizes = {s.key: abs(s.exact) for s in draft.slots.values() if s.key is not None and s.exact is not None}
    sizes[slot.key] = size
    changed = {}
    for other in draft.slots.values():
        if other.key is None or "|" not in other.key[0] or other.exact is None:
            continue
        kind, part, *rest = other.key[0].split("|")
        now, before = sizes.get((part, other.key[1])), sizes.get((part, other.key[1] - 1))
        if part != concept or other.key[1] not in (year, year + 1) or now is None:
            continue
        if kind == "growth" and before:
            changed[other.id] = reprint_value(other, (now - before) / before * 100)
        elif kind in ("share", "margin") and other.key[1] == year and sizes.get((rest[0], year)):
            changed[other.id] = reprint_value(other, now / sizes[rest[0], year] * 100)
    return changed
