"""A ratio with a name follows from the amounts its name divides.

What it tests: margins, tax rate, expense ratios, current ratio, gearing and the like, in tables and sentences, against the
document's own amounts of the same period, or those of the company's other documents for that reporting date.
Why it matters: ratios are computed outside the statements and go stale when these are revised.
Ties: gross profit of 523.1, revenue of 1,000.2, a margin of 52.3 %. Does not tie: the same with a margin of 53.2 %.
Definitions differ between companies and "gross margin" may speak of a segment. So a ratio that fails is reported only where
the name's usual definition holds for another period of the same row or sentence; for a sentence with one ratio, for the same
name elsewhere in the document. Liabilities over assets with a minus sign is reported wherever it stands.
Source: the definition of each ratio; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from tieout.checks._consensus import entities_of
from tieout.checks._facts import Entry, index_facts, unit_class
from tieout.concepts import find_concept
from tieout.model import Claim, Figure, Firmness, Paper, Period, Relation, Term, YearEnd
from tieout.numbers.interval import interval_of
from tieout.numbers.periods import find_periods
from tieout.relations.fit import fit_relation

CODE = "P303"
NAME = "ratio with a name"

_RATIOS: dict[str, tuple[tuple[str, str], ...]] = {
    "gross_profit_margin": (("gross_profit", "revenue"),),
    "operating_profit_margin": (("operating_profit", "revenue"),),
    "net_profit_margin": (("profit_for_the_period", "revenue"), ("profit_attributable_to_owners", "revenue")),
    "ebitda_margin": (("ebitda", "revenue"),),
    "adjusted_ebitda_margin": (("adjusted_ebitda", "revenue"),),
    "adjusted_gross_margin": (("adjusted_gross_profit", "revenue"),),
    "adjusted_operating_margin": (("adjusted_operating_profit", "revenue"),),
    "adjusted_net_margin": (("adjusted_profit", "revenue"),),
    "effective_tax_rate": (("income_tax_expense", "profit_before_tax"),),
    "rd_to_revenue_ratio": (("research_development_expenses", "revenue"),),
    "selling_expense_ratio": (("selling_expenses", "revenue"),),
    "admin_expense_ratio": (("administrative_expenses", "revenue"),),
    "current_ratio": (("current_assets", "current_liabilities"),),
    "debt_to_assets_ratio": (("total_liabilities", "total_assets"),),
    "debt_to_equity_ratio": (("total_liabilities", "total_equity"), ("borrowings", "total_equity")),
    "gearing_ratio": (("borrowings", "total_equity"), ("total_liabilities", "total_assets")),
    "net_gearing_ratio": (("net_debt", "total_equity"),),
}
"""For each ratio the definitions in use, numerator and denominator."""

_AMOUNTS = frozenset(name for definitions in _RATIOS.values() for pair in definitions for name in pair)

_NARROWED = re.compile(
    r"^[^,.;]{0,40}?\b(?:margins?|rates?|ratios?)\s+(?:of|for|from|in|on)\s+"
    r"(?!(?:the\s+|our\s+)?(?:group|company|year|period|quarter|first|second|third|fourth|three|six|nine|twelve|full|half)\b|\d|FY|Q\d|approximately|about)",
    re.I,
)
"""A name followed by what it speaks of: "the gross margin of instruments"."""

_STRICT = frozenset({"gross_profit_margin", "current_ratio", "debt_to_assets_ratio"})
"""Names that are used with one definition only."""

_NEVER_NEGATIVE = frozenset({"debt_to_assets_ratio"})
_MINUS = re.compile(r"^\s*[-−]\s*\d")

_Definition = tuple[str, str]
_Values = dict[tuple[str, Period], dict[str, Figure]]


@dataclass(frozen=True)
class Settings:
    """`near_share`: how close, as a part of it, a ratio of a loose name may come to the printed one and still be another
    definition's; such a failure is only a question.
    """

    near_share: Decimal = Decimal("0.03")


@dataclass(frozen=True)
class _Printed:
    """A printed ratio: its name, the period it is told for, and the row or sentence it stands in."""

    name: str
    figure: Figure
    period: Period
    group: str
    claim: Claim | None = None


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Every ratio that holds, and those that fail beside one of the same row or sentence that holds."""
    values = _shared(paper, _values(paper))
    groups: dict[tuple[str, str], list[_Printed]] = defaultdict(list)
    for printed in (*_cells(paper), *_told(paper)):
        groups[(printed.name, printed.group)].append(printed)
    alone: list[_Printed] = []
    usual: dict[tuple[str, str], _Definition] = {}
    shown: set[tuple[str, str, Period]] = set()
    for (name, _), members in groups.items():
        definition, held = _fitting_definition(paper, values, members)
        document = members[0].figure.document
        if held:
            usual.setdefault((document, name), definition)
            shown.update((document, name, m.period) for m in held)
            yield from (_relation(values, m, definition, "structural") for m in held)
            yield from _failing(paper, values, members, held, definition, settings)
        elif len(members) == 1 and members[0].claim is not None:
            alone.append(members[0])
    yield from _lone(paper, values, alone, usual, shown, settings)
    everything = [m for members in groups.values() for m in members]
    yield from _impossible(values, everything)
    yield from _turned_over(values, everything)


def _impossible(values: _Values, printed: list[_Printed]) -> Iterator[Relation]:
    """Liabilities over assets with a minus sign: neither is ever negative, a net cash position is another ratio's."""
    for ratio in printed:
        if ratio.name not in _NEVER_NEGATIVE or ratio.figure.value >= 0 or not _MINUS.match(ratio.figure.span.quote):
            continue
        definition = _RATIOS[ratio.name][0]
        parts = _parts(values, ratio, definition)
        above, below = (name.replace("_", " ") for name in definition)
        yield Relation(
            code=CODE,
            formula="stated",
            terms=tuple(Term(part.id) for part in parts or ()),
            why=f"{above} over {below} is never negative",
            result=ratio.figure.id,
            firmness="stated",
            expected=abs(parts[0].value / parts[1].value * 100) if parts else abs(ratio.figure.value),
            message=f"{{printed}} is printed as {ratio.name.replace('_', ' ')}; {above} over {below} cannot be negative"
            + (": {a} over {b} is {expected}." if parts else "."),
        )


def _turned_over(values: _Values, printed: list[_Printed]) -> Iterator[Relation]:
    """Ratios of one definition that are what their parts give when divided the other way round."""
    for ratio in printed:
        definition = _RATIOS[ratio.name][0]
        parts = _parts(values, ratio, definition) if ratio.name in _STRICT else None
        if parts is None or parts[0].value <= 0 or parts[1].value <= 0 or ratio.figure.quantity.approximation:
            continue
        right, turned = (
            replace(_relation(values, ratio, pair, "stated"), suspects=()) for pair in (definition, definition[::-1])
        )
        figures = {f.id: f for f in (ratio.figure, *parts)}
        fits = fit_relation(right, figures), fit_relation(turned, figures)
        if fits[0] is not None and fits[1] is not None and fits[0].verdict == "differs" != fits[1].verdict:
            yield replace(right, formula="stated", expected=fits[0].computed)


def _failing(
    paper: Paper,
    values: _Values,
    members: list[_Printed],
    held: list[_Printed],
    definition: _Definition,
    settings: Settings,
) -> Iterator[Relation]:
    """The members that fail beside others that hold."""
    kept, taken = {m.figure.id for m in held}, {m.period for m in held}
    for printed in members:
        period = None if printed.figure.id in kept else _other_period(printed, taken)
        if period is not None:
            dated = replace(printed, period=period)
            parts = _parts(values, dated, definition)
            if parts is not None and not _is_of_another_time(paper, values, dated, definition):
                firmness: Firmness = "stated" if printed.claim is not None and printed.claim.dated else "structural"
                if printed.name not in _STRICT and _is_near(printed.figure, parts, settings):
                    firmness = "suggested"
                yield _relation(values, dated, definition, firmness)


def _is_of_another_time(paper: Paper, values: _Values, printed: _Printed, definition: _Definition) -> bool:
    """Whether a comparative without a period of its own is just what the ratio was in another period of the document."""
    claim, figure = printed.claim, printed.figure
    if claim is None or claim.prior_period is not None or claim.figure("prior") != figure.id:
        return False
    periods = {p for document, p in values if document == figure.document and p != printed.period}
    return any(_holds(paper, values, replace(printed, period=p), definition) for p in periods)


def _is_near(figure: Figure, parts: tuple[Figure, Figure], settings: Settings) -> bool:
    computed = abs(parts[0].value / parts[1].value) * (100 if figure.quantity.unit == "%" else 1)
    return abs(abs(figure.value) - computed) <= settings.near_share * computed


def _lone(
    paper: Paper,
    values: _Values,
    alone: list[_Printed],
    usual: dict[tuple[str, str], _Definition],
    shown: set[tuple[str, str, Period]],
    settings: Settings,
) -> Iterator[Relation]:
    """Failing ratios that stand alone in a dated sentence, where the document's ratio of that name holds elsewhere."""
    for printed in alone:
        claim, key = printed.claim, (printed.figure.document, printed.name)
        if claim is None or key not in usual or not (claim.dated and claim.linked):
            continue
        if any(e.scope for e in _entries_of(paper, printed.figure)) or (*key, printed.period) in shown:
            continue
        parts = _parts(values, printed, usual[key])
        if parts is not None:
            near = printed.name not in _STRICT and _is_near(printed.figure, parts, settings)
            yield _relation(values, printed, usual[key], "suggested" if near else "stated")


def _entries_of(paper: Paper, figure: Figure) -> list[Entry]:
    index = index_facts(paper)
    return [index.entries[k] for k in index.by_figure.get(figure.id, ())]


def _cells(paper: Paper) -> Iterator[_Printed]:
    for entry in index_facts(paper).entries:
        if (
            entry.origin == "value"
            and entry.concept in _RATIOS
            and entry.period
            and _is_ratio(entry.concept, entry.figure)
        ):
            yield _Printed(entry.concept, entry.figure, entry.period, f"{entry.place}:{entry.row}")


def _told(paper: Paper) -> Iterator[_Printed]:
    for claim in paper.claims:
        if claim.kind not in {"change", "value", "ratio"} or not claim.subject:
            continue
        subject = _DEFINED.sub("", claim.subject)
        concept = claim.concept or getattr(find_concept(subject, per_cent=True), "id", None)
        if concept is None and _TAX_RATE.search(claim.subject) and _TAX.search(claim.span.quote):
            concept = "effective_tax_rate"
        if concept not in _RATIOS or _NARROWED.search(_from_subject(claim)):
            continue
        for role, period in (("current", claim.period), ("prior", claim.prior_period or _year_before(claim.period))):
            key = claim.figure(role)
            if key is not None and period is not None and _is_ratio(concept, paper.figures[key]):
                yield _Printed(concept, paper.figures[key], period, claim.id, claim)


_DEFINED = re.compile(r"\s*[(（][^()（）]*(?:\bover\b|divided\s+by|\bto\b|除以|[／/÷])[^()（）]*[)）]\s*$", re.I)
"""What a ratio divides, told in brackets after its name: "gearing ratio (borrowings over total equity)"."""
_TAX_RATE = re.compile(r"\beffective\s+(?:tax\s+)?rate$|[實实][際际]税率|[實实][際际]稅率|有效[稅税]率", re.I)
_TAX = re.compile(r"\btax|[稅税]", re.I)


def _year_before(period: Period | None) -> Period | None:
    """The same period of the year before, for a value that is compared with no date."""
    if period is None or (period.end.month, period.end.day) == (2, 29) or period.is_instant:
        return None
    start = period.start
    assert start is not None
    return Period(period.end.replace(year=period.end.year - 1), start.replace(year=start.year - 1))


def _from_subject(claim: Claim) -> str:
    """The sentence from its claim's subject on."""
    at = claim.span.quote.lower().find(claim.subject.lower())
    return claim.span.quote[max(at, 0) :]


def _is_ratio(name: str, figure: Figure) -> bool:
    kind = unit_class(figure)
    return kind == "%" or (kind in {"x", "plain"} and name == "current_ratio" and figure.quantity.decimals > 0)


def _values(paper: Paper) -> _Values:
    """For each document and period the cell that prints each amount, where all its cells agree in size."""
    labels = {table.id: [row.label for row in table.rows] for table in paper.tables}
    found: dict[tuple[str, Period], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for entry in index_facts(paper).entries:
        if entry.origin != "value" or entry.scope or entry.unit in {"%", "pp", "x"} or entry.period is None:
            continue
        concept, period = entry.concept, entry.period
        if concept is None and entry.row is not None and not period.is_instant:
            concept, period = _balance(labels[entry.place][entry.row]), Period(period.end)
        if concept in _AMOUNTS:
            found[(entry.figure.document, period)][concept].append(entry.figure)
    return {
        key: {
            name: min(cells, key=lambda f: (f.quantity.step, f.span.start))
            for name, cells in by_name.items()
            if all(abs(interval_of(cells[0].quantity)).meets(abs(interval_of(f.quantity))) for f in cells[1:])
        }
        for key, by_name in found.items()
    }


def _shared(paper: Paper, values: _Values) -> _Values:
    """The values of each document, completed from those of its company that report on the same date."""
    entity = entities_of(paper)
    alike: dict[object, list[str]] = defaultdict(list)
    for document in paper.documents:
        if document.period_end is not None and entity[document.id]:
            alike[entity[document.id], document.period_end].append(document.id)
    completed = {key: dict(known) for key, known in values.items()}
    for members in alike.values():
        for (owner, period), known in values.items():
            for other in members if owner in members else ():
                for name, figure in known.items():
                    completed.setdefault((other, period), {}).setdefault(name, figure)
    return completed


@cache
def _balance(label: str) -> str | None:
    """The balance that a label names under a column headed by a bare year: such a column is read as a period of time."""
    concept = find_concept(label, instant=True, per_cent=False) if label else None
    return concept.id if concept is not None and concept.period_type == "instant" else None


def _parts(values: _Values, printed: _Printed, definition: _Definition) -> tuple[Figure, Figure] | None:
    """The amounts of a definition for the ratio's period; balances stand at the end of a period of time."""
    for period in (printed.period, Period(printed.period.end)):
        known = values.get((printed.figure.document, period), {})
        if definition[0] in known and definition[1] in known and known[definition[1]].value != 0:
            return known[definition[0]], known[definition[1]]
    return None


def _fitting_definition(paper: Paper, values: _Values, members: list[_Printed]) -> tuple[_Definition, list[_Printed]]:
    """The definition that most members bear out, and those members, each with the period it holds for.

    A sentence's two ratios may have been read with each other's periods; those of its members are tried for both.
    """
    best: tuple[_Definition, list[_Printed]] = (_RATIOS[members[0].name][0], [])
    for definition in _RATIOS[members[0].name]:
        if not all(_is_defined_so(m, definition) for m in members):
            continue
        held: list[_Printed] = []
        for printed in members:
            others = [m.period for m in members if m.claim is not None and m.period != printed.period]
            tried = (replace(printed, period=p) for p in (printed.period, *others))
            held.extend([t for t in tried if _holds(paper, values, t, definition)][:1])
        if len(held) > len(best[1]):
            best = (definition, held)
    return best


def _is_defined_so(printed: _Printed, definition: _Definition) -> bool:
    """False where the sentence tells in English, in brackets, that the ratio divides something else."""
    told = _DEFINED.search(printed.claim.subject) if printed.claim is not None else None
    if told is None or not told.group().isascii():
        return True
    words = {word for part in definition for word in part.split("_")} - {"total"}
    return all(word in told.group().lower() for word in words)


def _holds(paper: Paper, values: _Values, printed: _Printed, definition: _Definition) -> bool:
    if _parts(values, printed, definition) is None:
        return False
    fit = fit_relation(_relation(values, printed, definition, "structural"), paper.figures)
    return fit is not None and fit.verdict != "differs"


def _other_period(printed: _Printed, taken: set[Period]) -> Period | None:
    """The period a failing ratio is told for; in a sentence the one other year it names where that is already taken."""
    period = printed.period
    if period not in taken or printed.claim is None:
        return period
    year_end = YearEnd(period.end.month, period.end.day)
    named = {f.period.end for f in find_periods(printed.claim.span.quote, year_end) if f.period} - {
        p.end for p in taken
    }
    if len(named) != 1:
        return None
    end = named.pop()
    if (end.month, end.day) != year_end[:2] or year_end[:2] == (2, 29):
        return None
    if period.start is None:
        return Period(end)
    return Period(end, period.start.replace(year=period.start.year + end.year - period.end.year))


def _relation(values: _Values, printed: _Printed, definition: _Definition, firmness: Firmness) -> Relation:
    parts = _parts(values, printed, definition)
    assert parts is not None
    above, below = (name.replace("_", " ") for name in definition)
    return Relation(
        code=CODE,
        formula="ratio",
        terms=tuple(Term(part.id) for part in parts),
        why=f"{printed.name.replace('_', ' ')} is {above} over {below}",
        result=printed.figure.id,
        firmness=firmness,
        candidates=len(_RATIOS[printed.name]),
        magnitude=True,
        document=printed.figure.document,
        message=f"{above[0].upper()}{above[1:]} {{a}} over {below} {{b}} is {{expected}}; {{printed}} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )
