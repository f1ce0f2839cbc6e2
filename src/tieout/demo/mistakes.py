"""The kinds of mistakes, each a proposer of changes to a draft; whether a change can be seen is decided by `plant`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from tieout.demo.draft import Draft, Key, Printed, Slot
from tieout.demo.show import print_value, show_number
from tieout.demo.words import load_words

ByKey = Mapping[Key, list[str]]
CANDIDATES = 60
"""How many places are tried in one draft before the kind is given up there."""


@dataclass(frozen=True)
class Change:
    """A proposed mistake: slots printed differently, slots no longer printed, and the slot it is placed at."""

    main: str
    slots: dict[str, Slot] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    dropped_row: str = ""
    printed: str = ""
    correct: str = ""


Proposer = Callable[[Draft, ByKey, Random], Iterator[Change]]


def reprint(slot: Slot, number: Decimal) -> Slot:
    """The slot printing another number in the same look."""
    assert slot.printed is not None
    assert slot.look is not None
    printed = replace(slot.printed, number=number)
    return replace(slot, printed=printed, core=show_number(printed, slot.look))


def reprint_value(slot: Slot, value: Decimal) -> Slot:
    """The slot printing another exact value in the same look."""
    assert slot.look is not None
    return reprint(slot, print_value(value, slot.look).number)


def sample_slots(slots: list[Slot], rng: Random) -> list[Slot]:
    """At most `CANDIDATES` of the slots, in random order."""
    return rng.sample(slots, min(len(slots), CANDIDATES))


def list_numbers(draft: Draft) -> list[Slot]:
    """The slots that print a number other than nil."""
    return [s for s in draft.slots.values() if s.printed is not None and s.look is not None and s.printed.number != 0]


def find_members(draft: Draft, families: str, part: str) -> set[str]:
    """Slots that are the result or terms of sums of these families."""
    bonds = [b for b in draft.bonds if b.formula == "sum" and b.family in families]
    if part == "result":
        return {b.result for b in bonds}
    return {t for b in bonds for t, _ in b.terms} - {b.result for b in bonds}


def alter_digit(slot: Slot, rng: Random) -> Slot:
    """One digit changed; the first digit never becomes zero."""
    assert slot.printed is not None
    digits = list(f"{abs(slot.printed.number):.{slot.printed.decimals}f}")
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    place = rng.choice(places[:4])
    digits[place] = rng.choice([d for d in "123456789" if d != digits[place]])
    return _from_digits(slot, digits)


def _from_digits(slot: Slot, digits: list[str]) -> Slot:
    assert slot.printed is not None
    number = Decimal("".join(digits))
    return reprint(slot, -number if slot.printed.number < 0 else number)


def change_digit(wanted: Callable[[Draft], set[str]]) -> Proposer:
    """A proposer that changes one digit of a slot among the wanted ones."""

    def propose(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
        ids = wanted(draft)
        for slot in sample_slots([s for s in list_numbers(draft) if s.id in ids], rng):
            yield Change(slot.id, {slot.id: alter_digit(slot, rng)})

    return propose


def find_keyed(prefix: str) -> Callable[[Draft], set[str]]:
    """A finder of slots whose concept begins so."""
    return lambda draft: {
        s.id
        for s in draft.slots.values()
        if s.key is not None and s.key[0].startswith(prefix) and not _is_whole(s.key[0])
    }


def _is_whole(concept: str) -> bool:
    """True for the share of a total in itself, always 100 %."""
    kind, *rest = concept.split("|")
    return kind == "share" and rest[0] == rest[1]


def find_row_sums(draft: Draft) -> set[str]:
    """Slots of rows whose columns add up to a total column."""
    return {
        m
        for b in draft.bonds
        if b.why.startswith("the columns of this row")
        for m in (b.result, *(t for t, _ in b.terms))
    }


def find_identities(draft: Draft) -> set[str]:
    """Slots that an identity between statement lines gives."""
    return {b.result for b in draft.bonds if b.family == "I"}


def find_told(draft: Draft) -> set[str]:
    """Amounts in prose that a table of the same draft prints too."""
    tabled = {s.key for s in draft.slots.values() if s.row}
    return {
        s.id
        for s in draft.slots.values()
        if not s.row and s.key in tabled and s.key is not None and "|" not in s.key[0]
    }


def propose_transposition(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """Two neighbouring digits of a table cell changed places."""
    ids = find_members(draft, "FR", "term") | find_members(draft, "FR", "result")
    for slot in sample_slots([s for s in list_numbers(draft) if s.id in ids], rng):
        assert slot.printed is not None
        digits = list(f"{abs(slot.printed.number):.{slot.printed.decimals}f}")
        pairs = [
            i
            for i in range(len(digits) - 1)
            if digits[i].isdigit()
            and digits[i + 1].isdigit()
            and digits[i] != digits[i + 1]
            and (i > 0 or digits[1] != "0")
        ]
        if pairs:
            i = rng.choice(pairs)
            digits[i], digits[i + 1] = digits[i + 1], digits[i]
            yield Change(slot.id, {slot.id: _from_digits(slot, digits)})


def propose_dropped_row(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """A line of a total is missing; the total is where it shows."""
    terms = {t: b.result for b in draft.bonds if b.formula == "sum" and b.family in "FR" for t, _ in b.terms}
    rows = [(table, row) for table in draft.tables() for row in table.rows if len(table.rows) > 3]
    for _, row in rng.sample(rows, min(len(rows), CANDIDATES)):
        ids = [s.id for s in draft.slots.values() if s.row == row.id]
        used = [i for i in ids if i in terms and draft.slots[i].core != "–"]
        totals = {terms[i] for i in used} - set(ids)
        if used and totals and not row.bold:
            main = min(totals)
            words = " ".join([str(row.label[0]), *(draft.slots[i].core for i in ids)])
            yield Change(main, {}, tuple(ids), row.id, printed=draft.slots[main].text, correct=words)


def propose_lost_sign(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """Brackets left out or put on."""
    ids = find_members(draft, "FR", "term")
    for slot in sample_slots([s for s in list_numbers(draft) if s.id in ids and s.core.startswith("(")], rng):
        assert slot.printed is not None
        yield Change(slot.id, {slot.id: reprint(slot, -slot.printed.number)})


def propose_word(sort: str) -> Proposer:
    """A telling word replaced by its contrary."""

    def propose(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
        for slot in sample_slots([s for s in draft.slots.values() if s.word.startswith(sort + "|")], rng):
            yield Change(slot.id, {slot.id: replace(slot, core=slot.word.split("|")[1], word="wrong|" + slot.word)})

    return propose


def propose_count(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """A count in words that is one off its list."""
    numerals = load_words("sentences")["numerals"]["en" if draft.language == "en" else "zh"]
    for slot in draft.slots.values():
        if slot.word == "count" and slot.printed is not None:
            number = int(slot.printed.number) + rng.choice([-1, 1])
            yield Change(slot.id, {slot.id: replace(slot, core=numerals[number], printed=Printed(Decimal(number), 0))})


def propose_citation(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """A citation of a page on which the statement does not stand."""
    for slot in sample_slots([s for s in draft.slots.values() if s.word == "citation"], rng):
        assert slot.printed is not None
        page = int(slot.printed.number) + rng.choice([2, 3, 5, 40])
        yield Change(slot.id, {slot.id: replace(slot, core=str(page), printed=Printed(Decimal(page), 0))})


def propose_both(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """A note's total and one of its lines off by the same amount: it foots, but disagrees with the statement."""
    bonds = [b for b in draft.bonds if b.formula == "sum" and b.family == "F" and len(b.terms) > 2]
    for bond in rng.sample(bonds, min(len(bonds), CANDIDATES)):
        total, parts = draft.slots[bond.result], [draft.slots[t] for t, _ in bond.terms]
        part = max(parts, key=lambda s: abs(s.printed.number) if s.printed else Decimal(0))
        assert total.printed is not None
        if total.key is not None and "|" in total.key[0]:
            continue
        if len([i for i in by_key.get(total.key or ("", 0), ()) if i in draft.slots]) > 1 and total.printed.number != 0:
            delta = Decimal(rng.randrange(2, 60)).scaleb(-total.printed.decimals) * (
                10 if abs(total.printed.number) > 5000 else 1
            )
            changed = {s.id: reprint(s, s.printed.number + delta) for s in (total, part) if s.printed is not None}
            yield Change(total.id, changed)


def propose_stale(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """Last year's amount printed as this year's."""
    for slot in sample_slots([s for s in list_numbers(draft) if s.key is not None and "|" not in s.key[0]], rng):
        assert slot.key is not None
        before = [draft.slots[i] for i in by_key.get((slot.key[0], slot.key[1] - 1), ()) if i in draft.slots]
        if (
            before
            and before[0].exact is not None
            and before[0].look is not None
            and slot.look is not None
            and before[0].look.unit == slot.look.unit
        ):
            yield Change(slot.id, {slot.id: reprint_value(slot, before[0].exact)})


def propose_swapped_columns(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """This year's and last year's amounts of a row in each other's column."""
    tables = [t for t in draft.tables() for _ in range(3)]
    for table in rng.sample(tables, min(len(tables), CANDIDATES)):
        row = rng.choice(table.rows)
        cells = [s for s in draft.slots.values() if s.row == row.id and s.key is not None and "|" not in s.key[0]]
        if len(cells) == 2 and cells[0].printed is not None and cells[1].printed is not None:
            a, b = cells
            yield Change(
                a.id,
                {a.id: replace(a, core=b.core, printed=b.printed), b.id: replace(b, core=a.core, printed=a.printed)},
            )


def propose_swapped_rows(draft: Draft, by_key: ByKey, rng: Random) -> Iterator[Change]:
    """The amounts of two neighbouring rows under each other's label."""
    tables = [t for t in draft.tables() for _ in range(3)]
    for table in rng.sample(tables, min(len(tables), CANDIDATES)):
        pairs = [(a, b) for a, b in zip(table.rows, table.rows[1:], strict=False) if not a.bold and not b.bold]
        if not pairs:
            continue
        rows = rng.choice(pairs)
        first, second = ([s for s in draft.slots.values() if s.row == row.id] for row in rows)
        if len(first) == len(second) and first and all(a.look == b.look for a, b in zip(first, second, strict=True)):
            changed: dict[str, Slot] = {}
            for a, b in zip(first, second, strict=True):
                changed |= {
                    a.id: replace(a, core=b.core, printed=b.printed),
                    b.id: replace(b, core=a.core, printed=a.printed),
                }
            yield Change(first[0].id, changed)
