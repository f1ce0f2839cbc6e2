"""A ratio follows from the definition stated for it.

What it tests: ratios whose label or sentence says what they divide, "gearing ratio (borrowings / total equity)", "net gearing,
being borrowings less cash divided by total equity, was 41.4%", 资产负债率(总负债/总资产), against the document's amounts.
Why it matters: ratios are computed beside the statements, on last year's base or on another one than the definition says.
Ties: 1,197.3 of 10,064.0, told as 11.9 %. Does not tie: the same told as 7.1 %, which is the share of total assets.
Amounts must be printed under the very names of the definition, everywhere alike. What fails is reported only where the definition
holds in another period or place; beside a result near it, it is a question, for names have more than one meaning. A label that is
all the definition there is, "staff costs as a percentage of revenue", must hold in the other periods of its row.
Source: the definition that the document states; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._definitions import Definition, in_label, in_sentence, standing_alone
from tieout.checks._facts import Entry, index_facts, unit_class
from tieout.concepts import find_concept
from tieout.concepts.labels import label_words, qualifier_words
from tieout.model import Figure, Paper, Period, Relation, Table, Term
from tieout.numbers.interval import Interval, interval_of
from tieout.relations.fit import Fit, fit_relation

CODE = "P321"
NAME = "ratio by its stated definition"


@dataclass(frozen=True)
class Settings:
    """`near_share`: how close, as a part of it, a ratio may come and still be of amounts that the names also mean.

    `digits`: digits that an amount told in a sentence must print to be divided.
    """

    near_share: Decimal = Decimal("0.03")
    digits: int = 4


@dataclass(frozen=True, slots=True)
class _Stated:
    """A printed ratio with its definition, the period it is told for, and the row or sentence it stands in; `beside` are the amounts
    of its column by the words of their rows."""

    figure: Figure
    period: Period
    definition: Definition
    place: object
    beside: tuple[tuple[frozenset[str], Figure], ...] = ()


_Items = dict[tuple[object, object], list[Entry]]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Every ratio that follows from its definition, and those that do not where others of that definition do."""
    entity = entities_of(paper)
    items = _items(paper, entity, settings)
    groups: dict[tuple[object, ...], list[tuple[Relation, Fit]]] = defaultdict(list)
    seen: set[str] = set()
    for stated in (*_in_labels(paper), *_in_sentences(paper), *_named(paper)):
        if stated.figure.id in seen:
            continue
        relation = _relation(stated, items, entity[stated.figure.document])
        fit = fit_relation(relation, paper.figures) if relation is not None else None
        if relation is not None and fit is not None:
            seen.add(stated.figure.id)
            known = stated.definition
            place = stated.place if known.loose else None
            groups[entity[stated.figure.document], known.above, known.below, place].append((relation, fit))
    for (*_, place), tested in groups.items():
        held = [relation for relation, fit in tested if fit.verdict != "differs"]
        failed = [(relation, _is_near(fit, settings)) for relation, fit in tested if fit.verdict == "differs"]
        yield from held
        if held and (place is None or (len(failed) == 1 and not failed[0][1])):
            yield from (replace(relation, firmness="suggested" if near else "structural") for relation, near in failed)


def _is_near(fit: Fit, settings: Settings) -> bool:
    return abs(fit.computed - fit.printed.middle) <= settings.near_share * abs(fit.computed)


def _items(paper: Paper, entity: dict[str, object], settings: Settings) -> _Items:
    """Amounts by the concept and by the words of their label."""
    found: _Items = defaultdict(list)
    for entry in index_facts(paper).entries:
        quantity = entry.figure.quantity
        told = entry.origin == "prose" and entry.linked and quantity.digits >= settings.digits
        if (
            not (entry.origin == "value" or told)
            or entry.scope
            or entry.period is None
            or entry.unit in {"%", "pp", "x"}
        ):
            continue
        if quantity.approximation is None:
            owner = entity[entry.figure.document]
            if entry.concept is not None:
                found[owner, entry.concept].append(entry)
            found[owner, (entry.words, entry.marks)].append(entry)
    return found


def _in_labels(paper: Paper) -> Iterator[_Stated]:
    for table in paper.tables:
        for r, row in enumerate(table.rows):
            definition = in_label(row.label)
            for c, column in enumerate(table.columns) if definition is not None else ():
                figure, period = table.cells[r][c].figure, row.period or column.period
                if (
                    definition is not None
                    and figure is not None
                    and period is not None
                    and column.kind == "value"
                    and _is_ratio(figure)
                ):
                    yield _Stated(figure, period, definition, (table.id, r), _amounts_of(table, c))


def _amounts_of(table: Table, c: int) -> tuple[tuple[frozenset[str], Figure], ...]:
    """The amounts of a column with the words of their rows."""
    cells = ((label_words(row.label), table.cells[r][c].figure) for r, row in enumerate(table.rows))
    return tuple((words, f) for words, f in cells if f is not None and unit_class(f) not in {"%", "pp", "x"})


def _find_beside(stated: _Stated, name: str) -> Figure | None:
    """The only amount of the ratio's own column whose row says the name, if need be among other words: "allowance" of "ECL allowance"."""
    words = label_words(name)
    found = [f for label, f in stated.beside if words and words <= label]
    return found[0] if len(found) == 1 and found[0].value else None


_LINK = re.compile(
    r"^[\s,)）*]*(?:(?:ratio\s+)?(?:was|were|is|stood\s+at|came\s+to|amounted\s+to|of|at|reached|(?:rose|fell|increased|decreased|improved|declined)(?:\s+\w+)?\s+to"
    r"|所得|[计計]算)[\s*]*)?(?:approximately|about|[为為]|[约約]|[:：])?[\s*]*$",
    re.I,
)
"""What may stand between a definition and its value."""


def _in_sentences(paper: Paper) -> Iterator[_Stated]:
    for claim in paper.claims:
        key = claim.figure("current")
        figure = paper.figures[key] if key else None
        if figure is None or not _is_ratio(figure) or claim.period is None or figure.span.layer != claim.span.layer:
            continue
        text = claim.span.quote[: figure.span.start - claim.span.start]
        found = in_sentence(text)
        if found is None or not _LINK.match(text[found[1] :]):
            continue
        yield _Stated(figure, claim.period, found[0], claim.id)
        prior = claim.figure("prior")
        if prior is not None and claim.prior_period is not None and _is_ratio(paper.figures[prior]):
            yield _Stated(paper.figures[prior], claim.prior_period, found[0], claim.id)


def _named(paper: Paper) -> Iterator[_Stated]:
    """Values of ratios that their document defines in another sentence."""
    defined: dict[tuple[str, frozenset[str]], Definition] = {}
    for document in paper.documents:
        for block in document.blocks:
            for definition in standing_alone(block.text) if block.kind != "table" else ():
                defined[document.id, _name(definition.name)] = definition
    for entry in index_facts(paper).entries if defined else ():
        found = defined.get((entry.figure.document, entry.words - _RATIO))
        if (
            found is not None
            and entry.period is not None
            and _is_ratio(entry.figure)
            and (entry.origin == "value" or entry.linked)
        ):
            yield _Stated(entry.figure, entry.period, found, entry.place)


_RATIO = label_words("ratio rate level")


def _name(text: str) -> frozenset[str]:
    return label_words(text) - _RATIO


def _is_ratio(figure: Figure) -> bool:
    return unit_class(figure) == "%" and figure.quantity.approximation is None


_SAME = {"total_equity": ("net_assets",), "net_assets": ("total_equity",)}
"""Items that balance sheets print under one name or the other."""


def _find(items: _Items, owner: object, name: str, period: Period, document: str) -> Figure | None:
    """The amount printed under a name at a period's end, or in it; None where places disagree."""
    concept = find_concept(name, instant=True, per_cent=False) or find_concept(name, per_cent=False)
    keys: list[object] = [
        (label_words(name), qualifier_words(name)),
        *([concept.id, *_SAME.get(concept.id, ())] if concept is not None else ()),
    ]
    found = [(e.period, e.figure) for key in keys for e in items.get((owner, key), ()) if e.period is not None]
    ours = [f for known, f in found if known == period or (known.is_instant and known.end == period.end)]
    cells = sorted(ours, key=lambda f: (f.document != document, f.home != "cell", f.quantity.step, f.span.start))
    if not cells or not all(figures_meet(cells[0], f) for f in cells[1:]):
        return None
    return cells[0] if cells[0].value else None


def _relation(stated: _Stated, items: _Items, owner: object) -> Relation | None:
    figure, definition = stated.figure, stated.definition
    names = [definition.below, *(name for _, name in definition.above)]
    found = [_find(items, owner, name, stated.period, figure.document) for name in names]
    if None in found:
        found = [_find_beside(stated, name) for name in names]  # both of one table
    below = found[0]
    above = [(sign, part) for (sign, _), part in zip(definition.above, found[1:], strict=True)]
    parts = [(sign, part) for sign, part in above if part is not None]
    if (
        below is None
        or len(parts) < len(above)
        or any(unit_class(p) != unit_class(below) or p.id == below.id for _, p in parts)
    ):
        return None
    total = Interval.exact(0)
    for sign, part in parts:
        total = total + abs(interval_of(part.quantity)).times(Decimal(sign))
    if total.low <= 0:
        return None
    share = (total / abs(interval_of(below.quantity))).times(Decimal(100))
    return Relation(
        code=CODE,
        formula="ratio" if len(parts) == 1 else "stated",
        terms=(*(Term(part.id, Decimal(sign)) for sign, part in parts), Term(below.id)),
        why="the document states what the ratio divides",
        result=figure.id,
        magnitude=True,
        expected=share.middle,
        slack=share.radius,
        binds=len(parts) == 1,
        document=figure.document,
        message="{a} over {b} is {expected}; {printed} is printed (difference {difference}, tolerance {tolerance})."
        if len(parts) == 1
        else "By the definition stated, {terms} make {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )
