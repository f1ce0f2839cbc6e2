"""The verdict on a sentence: each figure supported, differing, unsupported or ambiguous, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tieout.answer.ask_question import name_formula_parts
from tieout.answer.verify.another import tells_other
from tieout.answer.verify.calculate import (
    Derivation,
    direction_of,
    find_derivation,
    follows_within,
    rank_records,
    states_formula,
)
from tieout.answer.verify.citations import check_citations, check_missing_pages
from tieout.answer.verify.claims import Part, cut_clauses, split_claim
from tieout.answer.verify.contradict import find_contradiction, names_other_years
from tieout.answer.verify.evidence import Evidence, Record
from tieout.answer.verify.match import Match, ValueIndex, find_matches, significant_digits
from tieout.answer.verify.wording import find_contrary, find_direction, find_trends, move_of
from tieout.answer.verify.words import find_days, find_words
from tieout.model import Figure, Span
from tieout.model.verification import ClaimVerdict, FigureCheck, VerifiedClaim
from tieout.numbers.interval import interval_of

_RANK: tuple[ClaimVerdict, ...] = ("differs", "unsupported", "ambiguous", "untested", "supported")
_RATES = frozenset({"%", "pp", "bp"})
_EXACT = frozenset({"growth", "ratio", "multiple"})
"""Quotients, whose last digit depends on how they are rounded."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SAME_ROW = 0.85
_RIVAL_CLOSE = 0.05
_FEW, _MANY = 5, 20
_COMPANY, _COMPANY_DIGITS = 0.4, 3
"""What it counts for the place of a short figure that a longer one of the claim is printed in the same sentence or row."""
_PUT_TOGETHER = re.compile(
    r"\b(?:total|sum|combined|together|altogether|more|fewer|less|difference|increase|decrease|net)\w*\b|合计|共|增|减|多|少",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds of fit (0 to 1). To call a supported figure unsupported is the worse error, so doubt is "ambiguous"."""

    sure: float = 0.3
    sure_short: float = 0.4
    short_digits: int = 2
    sure_long: float = 0.12
    long_digits: int = 4
    lost: float = 0.1
    derived: float = 0.4
    derived_short: float = 0.7
    derived_digits: int = 3
    rival: float = 0.6
    rival_lead: float = 0.3


def verify_sentence(
    text: str, span: Span, document: str, figures: Sequence[Figure], index: ValueIndex, settings: Settings | None = None
) -> VerifiedClaim:
    """The sentence's verdict; `figures` are those it prints, in order."""
    settings = settings or Settings()
    parts = {p.figure.id: _leave_out(p, index.evidence.names) for p in split_claim(text, span.start, figures)}
    told = {key: _tell(part, tuple(parts.values()), text, span, document) for key, part in parts.items()}

    def find_terms(key: str) -> Sequence[Figure] | None:
        if follows_within(told[key], parts[key].figure.quantity):
            return ()
        made = _derive(parts[key], told[key], index.evidence)
        return None if made is None else made.terms

    checks = [_check_figure(part, text, told[key], index, settings) for key, part in parts.items()]
    checks = [_check_direction(c, text, span, index.evidence) for c in checks]
    checks += check_citations(text, span, checks, index, figures, find_terms)
    checks += check_missing_pages(text, span, index.evidence.documents.values())
    checks += _check_days(text, span, index.evidence)
    checks += _check_trends(text, span, index.evidence)
    checks += _check_clauses(text, span, figures, index.evidence)
    worst: ClaimVerdict = min((c.verdict for c in checks), key=_RANK.index, default="untested")
    message = next((c.message for c in checks if c.verdict == worst), "It prints no figure that could be checked.")
    return VerifiedClaim(document, span, worst, message, tuple(checks))


def _leave_out(part: Part, names: frozenset[str]) -> Part:
    """The part without the company's name, which says nothing about what a figure measures."""
    words = tuple(w for w in part.words if w not in names)
    return replace(part, words=words) if any(not w.isdigit() for w in words) else part


def _tell(part: Part, parts: Sequence[Part], text: str, span: Span, document: str) -> Record:
    """The claim without one of its figures, as terms that figure may be worked out from."""
    others = tuple(p.figure for p in parts if p is not part)
    return Record(document, span.layer, span.start, span.end, text, others, frozenset(part.all_words), frozenset())


def _check_figure(part: Part, text: str, told: Record, index: ValueIndex, settings: Settings) -> FigureCheck:
    quantity, evidence = part.figure.quantity, index.evidence
    digits = significant_digits(quantity)
    matches = find_matches(
        index, quantity, part.words or part.all_words, _MANY if digits <= settings.short_digits else _FEW
    )
    if digits <= settings.short_digits:
        matches = _prefer_company(matches, told.figures)
    best = matches[0] if matches else None
    if best is not None and _is_sure(best, digits, settings):
        against = _find_against(part, matches, digits, settings, evidence)
        if against is None and tells_other(part, best, evidence):
            return _ambiguous(part, best, evidence)
        if against is None:
            return _supported(part, best, evidence)
        why, document, place = against
        return FigureCheck(
            part.figure.span, "differs", why, ((document, place),), "", round(best.fit, 2), part.figure.id
        )
    derived = _derive(part, told, evidence)
    if (
        derived is not None
        and _may_follow(derived, part, digits, settings)
        and derived.fit >= (settings.derived if digits >= settings.derived_digits else settings.derived_short)
    ):
        return _derived(part, derived, text, index.evidence)
    cut = _derive(part, told, evidence, cut=True) if derived is None and digits >= settings.derived_digits else None
    if (
        cut is not None
        and cut.formula in _EXACT
        and cut.fit >= settings.derived
        and (best is None or best.fit < settings.sure_long)
    ):
        return _cut_off(part, cut)
    rival = _find_rival(part, evidence, settings)
    if rival is not None and (best is None or rival[0] - best.fit >= settings.rival_lead):
        return _differs(part, rival[1], evidence)
    if best is not None and digits > settings.short_digits and _is_foreign(part, best):
        return _ambiguous(part, best, evidence)
    if best is None or best.fit < settings.lost:
        against = (
            _find_against(part, matches, digits, replace(settings, sure=-1.0, sure_short=-1.0), evidence)
            if matches
            else None
        )
        if against is None or digits <= settings.short_digits:
            return _unsupported(part)
        why, document, place = against
        return FigureCheck(part.figure.span, "differs", why, ((document, place),), "", 0.0, part.figure.id)
    return _ambiguous(part, best, evidence)


def _prefer_company(matches: Sequence[Match], others: Sequence[Figure]) -> list[Match]:
    """The places of a short figure, first those that print one of the claim's longer figures too: it is told there."""
    sizes = [abs(interval_of(f.quantity)) for f in others if significant_digits(f.quantity) >= _COMPANY_DIGITS]

    def rate(match: Match) -> float:
        near = [abs(interval_of(f.quantity)) for f in match.record.figures if f is not match.figure]
        return match.fit + _COMPANY * any(a.meets(b) for a in near for b in sizes)

    return sorted(matches, key=rate, reverse=True)[:_FEW]


def _derive(part: Part, told: Record, evidence: Evidence, *, cut: bool = False) -> Derivation | None:
    """The figure worked out; where the sentence says how ("divided by"), by what all of it names."""
    stated = states_formula(told.text)
    words = part.all_words if stated else part.words or part.all_words
    text = told.text if stated else part.text
    words = (*words, *find_words(" ".join(_parts_of(part))))
    return find_derivation(evidence, part.figure.quantity, words, text, told, cut=cut)


def _find_against(
    part: Part, matches: Sequence[Match], digits: int, settings: Settings, evidence: Evidence
) -> tuple[str, str, Span] | None:
    """(why, document, place) where most of the places that fit equally well speak against the claim.

    Where one of them prints the figure for another year, those that tell no year say nothing for it.
    """
    alike = [m for m in matches if matches[0].fit - m.fit <= _RIVAL_CLOSE and _is_sure(m, digits, settings)]
    told = [
        (why, m.record.document, place)
        for m in alike
        if (found := find_contradiction(part, m.figure.span, m.record.document, evidence)) is not None
        for why, place in (found,)
    ]
    if any(names_other_years(part, m.record, m.index) for m in alike):
        alike = [m for m in alike if names_other_years(part, m.record, m.index) is not None]
    return told[0] if told and len(told) * 2 >= len(alike) else None


def _may_follow(derived: Derivation, part: Part, digits: int, settings: Settings) -> bool:
    """A small count is no sum or difference of other small counts unless the claim says so: too many are."""
    unit = part.figure.quantity.unit or ""
    money = len(unit) == 3 and unit.isupper()
    if money and digits < settings.long_digits and derived.formula in {"sum", "difference"}:
        return _PUT_TOGETHER.search(part.text) is not None
    if digits > settings.short_digits or unit in _RATES | {"x"} or money:
        return True
    return derived.formula not in {"sum", "difference"} or _PUT_TOGETHER.search(part.text) is not None


def _check_direction(check: FigureCheck, text: str, span: Span, evidence: Evidence) -> FigureCheck:
    """A supported figure whose sentence says "increase" where the source's says "decrease" differs."""
    if check.verdict != "supported" or check.formula or not check.sources:
        return check
    document, place = check.sources[0]
    record = evidence.record_at(place)
    if record is None or record.row:
        return check
    quote = evidence.place(record).quote
    if _letters(quote) in _letters(text):
        return check  # the source's own sentence, in which one figure may stand twice
    mine = find_direction(text, check.span.start - span.start, check.span.end - span.start)
    theirs = find_direction(quote, place.start - record.start, place.end - record.start)
    if mine is None or theirs is None or mine[0] == theirs[0]:
        return check
    message = f'The claim says "{mine[1]}", the source "{theirs[1]}": {_shorten(quote)}'
    return replace(check, verdict="differs", message=message, sources=((document, evidence.place(record)),))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _check_days(text: str, span: Span, evidence: Evidence) -> list[FigureCheck]:
    """Full dates that no source prints."""
    checks = []
    for start, end, day in find_days(text):
        if evidence.days and day not in evidence.days:
            place = _sub(span, start, end)
            checks.append(FigureCheck(place, "unsupported", f"{place.quote} is found in none of the sources."))
    return checks


def _check_clauses(text: str, span: Span, figures: Sequence[Figure], evidence: Evidence) -> list[FigureCheck]:
    """Clauses that a source says with the opposite word."""
    checks = []
    for start, end in cut_clauses(text, [(f.span.start - span.start, f.span.end - span.start) for f in figures]):
        contrary = find_contrary(text[start:end], evidence)
        if contrary is not None:
            record, why = contrary
            message = f"{why[0].upper()}{why[1:]}: {_shorten(record.text)}"
            checks.append(
                FigureCheck(_sub(span, start, end), "differs", message, ((record.document, evidence.place(record)),))
            )
    return checks


def _check_trends(text: str, span: Span, evidence: Evidence) -> list[FigureCheck]:
    """ "an increase in net sales": rows of that name, all of which went the other way."""
    checks = []
    for start, end, direction, subject in find_trends(text):
        words = find_words(subject)
        years = {w for w in find_words(text) if w.isdigit()}
        rows = [
            evidence.records[k]
            for fit, k in rank_records(evidence, words, 6)
            if fit >= _SAME_ROW and evidence.records[k].row
        ]
        moves = [(m, r) for r in rows if (m := move_of(r, years, evidence))]
        if moves and all(m == -direction for m, _ in moves):
            record = moves[0][1]
            message = f"The source's row went the other way: {_shorten(record.text)}"
            checks.append(
                FigureCheck(_sub(span, start, end), "differs", message, ((record.document, evidence.place(record)),))
            )
    return checks


def _sub(span: Span, start: int, end: int) -> Span:
    """A part of a sentence's place."""
    first = span.segments[0]
    return Span(
        span.layer, span.quote[start:end], (replace(first, start=span.start + start, end=span.start + end, box=None),)
    )


def _shorten(text: str) -> str:
    said = " ".join(text.split()).removeprefix(": ")
    return said if len(said) <= 160 else said[:157] + "..."


def _parts_of(part: Part) -> tuple[str, ...]:
    return name_formula_parts(part.text) if part.figure.quantity.unit in _RATES | {"x"} else ()


def _is_foreign(part: Part, match: Match) -> bool:
    """True where claim and source are in different scripts, so that no word of one could stand in the other."""
    return (_HAN.search(part.text) is None) != (_HAN.search(match.record.text) is None)


def _is_sure(match: Match, digits: int, settings: Settings) -> bool:
    least = settings.sure_short if digits <= settings.short_digits else settings.sure
    return match.fit >= least or (digits >= settings.long_digits and match.fit >= settings.sure_long)


def _find_rival(part: Part, evidence: Evidence, settings: Settings) -> tuple[float, Record] | None:
    """The place that speaks of the claim's subject and prints a figure of its kind, of several the one nearest in size."""
    size, fitting = abs(part.figure.quantity.value), []
    for fit, k in rank_records(evidence, part.words, 8):
        record = evidence.records[k]
        sizes = [abs(f.quantity.value) for f in record.figures if _kind(f) == _kind(part.figure) and f.quantity.value]
        if fit >= settings.rival and sizes and size:
            fitting.append((fit, min(abs((size / s).ln()) for s in sizes), record))
    if not fitting:
        return None
    most = max(fit for fit, _, _ in fitting)
    fit, _, record = min((f for f in fitting if most - f[0] <= _RIVAL_CLOSE), key=lambda f: f[1])
    return fit, record


def _kind(figure: Figure) -> str:
    unit = figure.quantity.unit
    return "rate" if unit in _RATES else "times" if unit == "x" else "amount"


def _quote(part: Part) -> str:
    return " ".join(part.figure.span.quote.split())


def _supported(part: Part, match: Match, evidence: Evidence) -> FigureCheck:
    place = match.figure.span
    return FigureCheck(
        part.figure.span, "supported", f"{_quote(part)} is printed there.", ((match.record.document, place),), "", round(match.fit, 2),
        part.figure.id,
    )  # fmt: skip


def _derived(part: Part, made: Derivation, text: str, evidence: Evidence) -> FigureCheck:
    sources = tuple((f.document, f.span) for f in made.terms)
    told = find_direction(text, part.figure.span.start - part.base, part.figure.span.end - part.base)
    moves = made.formula in {"growth", "difference", "points"}
    went = direction_of(made, evidence) if moves else 0
    if told is not None and went and told[0] != went:
        message = f'The claim says "{told[1]}", but it went the other way: {made.shown}.'
        return FigureCheck(
            part.figure.span, "differs", message, sources, made.formula, round(made.fit, 2), part.figure.id
        )
    likely = direction_of(made, evidence, first_is_later=True) if moves and not went else 0
    if told is not None and likely and told[0] != likely:
        message = f'The claim says "{told[1]}", and no year tells which of the two came first: {made.shown}.'
        return FigureCheck(
            part.figure.span, "ambiguous", message, sources, made.formula, round(made.fit, 2), part.figure.id
        )
    return FigureCheck(
        part.figure.span,
        "supported",
        f"{_quote(part)} follows: {made.shown}.",
        sources,
        made.formula,
        round(made.fit, 2),
        part.figure.id,
    )


def _cut_off(part: Part, made: Derivation) -> FigureCheck:
    message = f"{_quote(part)} follows only where digits are cut off, not rounded: {made.shown}."
    sources = tuple((f.document, f.span) for f in made.terms)
    return FigureCheck(
        part.figure.span, "ambiguous", message, sources, made.formula, round(made.fit, 2), part.figure.id
    )


def _differs(part: Part, record: Record, evidence: Evidence) -> FigureCheck:
    return FigureCheck(
        part.figure.span, "differs", f"{_quote(part)} is not what the source prints here: {_shorten(record.text)}",
        ((record.document, evidence.place(record)),), "", 0.0, part.figure.id,
    )  # fmt: skip


def _unsupported(part: Part) -> FigureCheck:
    return FigureCheck(
        part.figure.span, "unsupported", f"{_quote(part)} is found in none of the sources.", (), "", 0.0, part.figure.id
    )


def _ambiguous(part: Part, match: Match, evidence: Evidence) -> FigureCheck:
    return FigureCheck(
        part.figure.span, "ambiguous", f"{_quote(part)} is printed, but it is not clear that it is meant there.",
        ((match.record.document, match.figure.span),), "", round(match.fit, 2), part.figure.id,
    )  # fmt: skip
