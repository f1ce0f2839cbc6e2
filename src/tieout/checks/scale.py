"""Scale and currency are not lost between places.

What it tests: a value whose digits agree with the same item elsewhere but whose size is off by a power of a thousand
(or ten thousand), as when "thousand" or "million" is dropped.
Why it matters: a figure a thousand times too small is the commonest slip of machine-written summaries.
Ties: 1,415,343 thousand and 1,415.3 million. Does not tie: 1,415,343 beside 1,415.3 million for the same item.
Source: the printed digits of both places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._borne_out import is_scale_borne_out
from tieout.checks._consensus import SLIPS, find_groups, is_scale_slip
from tieout.checks._facts import Entry, FactIndex, claims_by_figure, index_facts, same_class, unit_class
from tieout.checks._odd_columns import odd_places
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Relation, Term

CODE = "U601"
NAME = "scale lost or changed"


@dataclass(frozen=True)
class Settings:
    """`digits`: significant digits a figure must print before a slip of scale is believed.

    `sure_digits`: digits that need no named subject: they agree with nothing by chance.
    `habit`: slips in one document that make a habit of leaving out the scale its tables state, and no mistake.
    """

    digits: int = 4
    sure_digits: int = 6
    habit: int = 3


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """An equality with the value in its right scale for each figure that is off by what a word of scale stands for."""
    proposed = list(_one_a_sentence(paper, _find_slips(paper, settings)))
    for relation, figure in proposed:
        alike = sum(f.document == figure.document for _, f in proposed)
        yield (
            replace(relation, explanation="the document states its amounts in this scale")
            if (alike >= settings.habit and _states_scale(paper, figure, relation))
            else relation
        )


def _one_a_sentence(paper: Paper, slips: Iterable[tuple[Relation, Figure]]) -> Iterator[tuple[Relation, Figure]]:
    """Slips, one for the two values of a sentence: where only the earlier one is known, the later one is named by it."""
    found = {figure.id: (relation, figure) for relation, figure in slips}
    claims = claims_by_figure(paper)
    for key, (relation, figure) in found.items():
        claim, role = claims.get(key, (None, ""))
        current = claim.figure("current") if claim is not None and role == "prior" else None
        if current is None or paper.figures[current].explicit_scale:
            yield relation, figure
        elif current not in found:
            later, reference = paper.figures[current], paper.figures[relation.terms[0].figure]
            yield _by_comparative(later, figure, reference), later


def _by_comparative(later: Figure, earlier: Figure, reference: Figure) -> Relation:
    """The later value of a sentence whose earlier one has lost its scale."""
    ratio = abs(reference.value / earlier.value)
    lost = min((p * sign for p in SLIPS for sign in (1, -1)), key=lambda power: abs(ratio.scaleb(-power) - 1))
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(earlier.id), Term(reference.id)),
        why="its comparative has lost its scale",
        result=later.id,
        firmness="stated",
        expected=later.value.scaleb(lost),
        message="Its comparative {a} has the digits of {b} in another scale: {printed} is printed where {expected} is meant.",
    )


def _states_scale(paper: Paper, figure: Figure, relation: Relation) -> bool:
    """True when tables of the same document are in the scale that the sentence leaves out."""
    reference = paper.figures[relation.terms[-1].figure]
    return reference.document == figure.document and reference.quantity.scale > 0


_TWO_SIGNS = re.compile(r"^\D*[$€£¥].*\d.*[$€£¥]\s*$", re.S)


def _find_slips(paper: Paper, settings: Settings) -> Iterator[tuple[Relation, Figure]]:
    seen: set[str] = set()
    index, claims, odd = index_facts(paper), claims_by_figure(paper), odd_places(paper)
    for group in find_groups(paper):
        for entry in group.others:
            claim = claims.get(entry.figure.id, (None, ""))[0]
            if claim is not None and (
                is_scale_borne_out(paper, index, claim, entry.figure) or _is_counted(claim, entry.figure)
            ):
                continue
            if (group.reference.place, group.reference.column) in odd:
                continue  # that column's header is the mistake
            if _TWO_SIGNS.search(entry.figure.span.quote):
                continue  # the second sign is the next column's: a row of a table that was read as a sentence
            if entry.figure.explicit_scale and group.reference.figure.quantity.scale == 0:
                continue  # the reference's table states no scale: what is lost is lost there, in the reading
            rough = group.reference.figure.quantity.digits < settings.digits or entry.figure.home == "cell"
            if group.weight >= 2 and not rough and is_scale_slip(entry.figure, group.reference.figure):
                seen.add(entry.figure.id)
                yield _relation(entry.figure, group.reference.figure, len(group.agreed)), entry.figure
    for relation, figure in _lost_in_pairs(paper, settings):
        seen.add(figure.id)
        yield relation, figure
    for key, (claim, role) in claims.items():
        figure = paper.figures[key]
        told = claim.linked or claim.concept is not None or figure.quantity.digits >= settings.sure_digits
        if (
            key in seen
            or role == "change"
            or not told
            or figure.quantity.digits < settings.digits
            or figure.explicit_scale
        ):
            continue
        if _TWO_SIGNS.search(figure.span.quote) or _is_counted(claim, figure):
            continue
        partner = _slipped_partner(index, figure, label_words(claim.subject), claim.concept, settings)
        if partner is not None:
            yield _relation(figure, partner.figure, 1), figure


def _is_counted(claim: Claim, figure: Figure) -> bool:
    """True for a number without a unit right before the name of what it counts: "employed 1,018 doctors"."""
    after = claim.span.quote[max(0, figure.span.end - claim.span.start) :].lstrip().lower()
    name = claim.subject.lower().split(",")[0].strip()
    return figure.quantity.unit is None and bool(name) and after.startswith(name)


def _lost_in_pairs(paper: Paper, settings: Settings) -> Iterator[tuple[Relation, Figure]]:
    """Two values of one sentence in one currency, of which only one has a word of scale: the other is as large with it too."""
    index = index_facts(paper)
    for claim in paper.claims:
        pair = [paper.figures[k] for k in (claim.figure("current"), claim.figure("prior")) if k is not None]
        if claim.kind != "change" or len(pair) < 2 or pair[0].quantity.unit != pair[1].quantity.unit:
            continue
        if (
            len(pair[0].quantity.unit or "") != 3
            or pair[0].explicit_scale == pair[1].explicit_scale
            or 0 in {f.value for f in pair}
        ):
            continue
        bare, told = sorted(pair, key=lambda f: f.explicit_scale)
        lost = next((p for p in SLIPS if _NEAR < abs(bare.value.scaleb(p) / told.value) < 1 / _NEAR), None)
        lost = lost or next((p for p in SLIPS if _is_printed(index, bare, p, told)), None)
        if lost is not None and bare.quantity.digits >= _PAIR_DIGITS and not _TWO_SIGNS.search(bare.span.quote):
            yield (
                Relation(
                    code=CODE,
                    formula="stated",
                    terms=(Term(told.id),),
                    why="the value beside it has a word of scale",
                    result=bare.id,
                    firmness="stated",
                    expected=bare.value.scaleb(lost),
                    message="{printed} is compared with {a}: printed without a scale where {expected} is meant.",
                ),
                bare,
            )


def _is_printed(index: FactIndex, bare: Figure, power: int, told: Figure) -> bool:
    """True where a table prints the digits with a scale put back, for an amount of the size of the one beside it."""
    meant = replace(bare, quantity=replace(bare.quantity, scale=bare.quantity.scale + power))
    like = 1 / _FAR < abs(meant.value / told.value) < _FAR and bare.quantity.digits > _PAIR_DIGITS
    return like and any(
        e.origin == "value" and e.unit == unit_class(bare) and abs(e.figure.value) == abs(meant.value)
        for e in index.meeting(meant)
    )


_FAR = 20
_NEAR, _PAIR_DIGITS = Decimal("0.5"), 3
"""How near two values of a sentence must come once the scale is put back, and the digits that the bare one must print."""


def _slipped_partner(
    index: FactIndex, figure: Figure, subject: frozenset[str], concept: str | None, settings: Settings
) -> Entry | None:
    """A place of the same label with the same digits and a larger scale: a table's cell, or a sentence that prints many digits."""
    candidates = {k for w in subject for k in index.by_word.get(w, ())}
    if concept is not None:
        candidates.update(index.by_concept.get(concept, ()))
    for k in sorted(candidates):
        entry = index.entries[k]
        printed = settings.digits if entry.origin == "value" else settings.sure_digits
        if (
            entry.origin not in {"value", "prose"}
            or entry.figure.quantity.digits < printed
            or not same_class(unit_class(figure), entry.unit)
            or (figure.quantity.unit is not None) > (entry.unit == unit_class(figure))  # tonnes beside money
        ):
            continue
        if not (entry.words <= subject or (concept is not None and concept == entry.concept)):
            continue
        if abs(entry.figure.value) > abs(figure.value) and is_scale_slip(figure, entry.figure):
            return entry
    return None


def _relation(figure: Figure, reference: Figure, places: int) -> Relation:
    return Relation(
        code=CODE,
        formula="equal",
        terms=(Term(reference.id),),
        why=f"the digits agree with {places} other place(s), the size does not",
        result=figure.id,
        firmness="stated",
        magnitude=True,
        message="The digits are those of {a}, but the scale is not: {printed} is printed where {expected} is meant.",
    )
