"""Failures to findings: one a culprit, worst first, with both numbers, the difference and the tolerance in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tieout.model import Figure, Finding, Quantity, Relation, Span, Verdict
from tieout.numbers.interval import Interval, interval_of
from tieout.relations.fit import Fit
from tieout.relations.judge import Failure, Judgement

_UNITS = {"%": "%", "pp": " percentage points", "bp": " basis points", "x": " times"}
_MONEY = {"CNY": "RMB"}
"""Currencies that reports call by another name than ISO 4217."""
_SHOWN = 3
"""Figures listed that are as likely to be wrong as the one named."""
_SCALES = {
    -2: " cents",
    0: "",
    3: " thousand",
    4: " ten thousand",
    6: " million",
    8: " hundred million",
    9: " billion",
    12: " trillion",
}


def show_value(value: Decimal, like: Quantity) -> str:
    """A value in the unit, scale and precision of a printed quantity, as a person writes it."""
    if not value.is_finite():
        return "open"
    number = _to_printed(value, like)
    text = f"{number:,f}" if number >= 0 else f"-{-number:,f}"
    money = f"{_MONEY.get(like.unit, like.unit)} " if like.unit and len(like.unit) == 3 and like.unit.isupper() else ""
    return f"{money}{text}{_SCALES.get(like.scale, '')}{_UNITS.get(like.unit or '', '')}"


def _to_printed(value: Decimal, like: Quantity, extra: int = 0) -> Decimal:
    places = max(like.decimals, 0) + extra
    return value.scaleb(-like.scale).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def write_findings(decided: Judgement, figures: Mapping[str, Figure], names: Mapping[str, str]) -> tuple[Finding, ...]:
    """All findings, worst first: differs before question, stated before structural, then in reading order.

    `names` maps a code to its check's name. Ids are the culprits'; `engine.anchors` gives those that users see.
    """
    findings: list[Finding] = []
    for key, failures in decided.failures.items():
        main = min(failures, key=_rank)
        findings.append(_write_finding(key, main, failures, figures, names))
    order = {"differs": 0, "question": 1, "unsupported": 2, "rounding": 3}
    return tuple(sorted(findings, key=lambda f: (order[f.verdict], f.document, f.span.page or 0, f.span.start)))


def _rank(failure: Failure) -> tuple[bool, bool, bool, bool, float]:
    """Which of a culprit's failures speaks for all: a clear one that says why (an agreement does not), told in words.

    Then one that computes the culprit itself, and the one least likely by chance.
    """
    relation = failure.relation
    apart = failure.culprit != (relation.result or "")
    return not failure.clear, relation.code.startswith("A"), relation.firmness != "stated", apart, failure.fit.chance


def _write_finding(
    key: str, main: Failure, failures: list[Failure], figures: Mapping[str, Figure], names: Mapping[str, str]
) -> Finding:
    relation, fit = main.relation, main.fit
    verdict: Verdict = "differs" if main.clear else "question"
    codes = tuple(dict.fromkeys(f.relation.code for f in failures))
    others = _partners(relation, main.culprit, figures)
    if not main.culprit:
        assert relation.span is not None
        assert relation.document is not None
        return Finding(
            key, relation.code, names.get(relation.code, relation.code), verdict, _fill(relation, fit, figures),
            relation.document, relation.span, relation.span.quote, None, None, None, relation.formula, others, None, codes,
        )  # fmt: skip
    figure = figures[main.culprit]
    place = figure.span if relation.span is None or main.culprit != relation.result else relation.span
    expected, tolerance = _expected_of(relation, fit, main.culprit, figures)
    like = figure.quantity
    gap = None if expected is None else abs(like.value - expected)
    message = _fill(relation, fit, figures)
    if main.culprit != relation.result and expected is not None:
        message += f" The figure least supported elsewhere is {figure.span.quote}."
    if main.others:
        message += f" Just as likely: {_list([_quote(figures[k].span) for k in main.others])}."
    return Finding(
        key, relation.code, names.get(relation.code, relation.code), verdict, message, figure.document, place,
        _plain(like.value, like), None if expected is None else _plain(expected, like),
        None if gap is None else _plain(gap, like, 2 if like.unit in _UNITS else 0),
        None if tolerance is None else _plain(tolerance, like, 2), relation.formula, others, main.culprit, codes,
    )  # fmt: skip


def _list(quotes: Sequence[str]) -> str:
    shown = ", ".join(quotes[:_SHOWN])
    return f"{shown} and {len(quotes) - _SHOWN} more" if len(quotes) > _SHOWN else shown


def _plain(value: Decimal, like: Quantity, extra: int = 0) -> str:
    return format(_to_printed(value, like, extra), "f") if value.is_finite() else "open"


def _partners(relation: Relation, culprit: str, figures: Mapping[str, Figure]) -> tuple[tuple[str, Span], ...]:
    ids = ([relation.result] if relation.result else []) + [t.figure for t in relation.terms]
    return tuple((figures[i].document, figures[i].span) for i in ids if i != culprit)


def _expected_of(
    relation: Relation, fit: Fit, culprit: str, figures: Mapping[str, Figure]
) -> tuple[Decimal | None, Decimal | None]:
    """What the culprit would have to be for the relation to hold, and the tolerance, in whole units."""
    if culprit == relation.result:
        return fit.computed, fit.printed.radius + fit.expected.radius
    if relation.formula in {"sum", "equal"} and relation.result:
        term = next(t for t in relation.terms if t.figure == culprit)
        rest = fit.computed - figures[culprit].value * term.coefficient
        wanted = (figures[relation.result].value - rest) / term.coefficient
        radius = Interval(fit.printed.low, fit.printed.high).radius + fit.expected.radius
        return wanted, radius / abs(term.coefficient)
    if relation.formula == "growth" and relation.result and len(relation.terms) == 2:
        rate = 1 + _signed_rate(relation, fit, figures) / 100
        current, prior = (figures[t.figure].value for t in relation.terms)
        if culprit == relation.terms[0].figure:
            return prior * rate, interval_of(figures[culprit].quantity).radius
        return (current / rate, interval_of(figures[culprit].quantity).radius) if rate else (None, None)
    return None, None


def _signed_rate(relation: Relation, fit: Fit, figures: Mapping[str, Figure]) -> Decimal:
    assert relation.result is not None
    printed = figures[relation.result].value
    current, prior = (figures[t.figure].value for t in relation.terms)
    return abs(printed) if current / prior >= 1 else -abs(printed)


def _fill(relation: Relation, fit: Fit, figures: Mapping[str, Figure]) -> str:
    """The check's sentence with its places filled: {printed} {expected} {difference} {tolerance} {a} {b} {terms} {word}."""
    quotes = [_quote(figures[t.figure].span) for t in relation.terms]
    keys = [k for k in (relation.result, *(t.figure for t in relation.terms)) if k]
    like = figures[keys[0]].quantity if keys else Quantity(fit.computed, 0)
    printed = _quote(figures[relation.result].span) if relation.result else ""
    tolerance = fit.printed.radius + fit.expected.radius
    template = (
        relation.message or "Printed {printed}; computed {expected} (difference {difference}, tolerance {tolerance})."
    )
    return template.format(
        printed=printed,
        expected=show_value(fit.computed, _finer(like, fit)),
        difference=show_value(
            abs(fit.computed - (figures[relation.result].value if relation.result else 0)), _finer(like, fit)
        ),
        tolerance=show_value(tolerance, replace(like, decimals=like.decimals + 2)),
        a=quotes[0] if quotes else "",
        b=quotes[1] if len(quotes) > 1 else "",
        terms=" + ".join(quotes[:12]) + (" + …" if len(quotes) > 12 else ""),
        word=_quote(relation.span) if relation.span else "",
    )


def _finer(like: Quantity, fit: Fit) -> Quantity:
    """One digit more than printed where the printed digits would show no difference."""
    middle = fit.printed.middle
    near = middle.is_finite() and abs(_to_printed(fit.computed, like) - _to_printed(middle, like)) <= Decimal(1).scaleb(
        -max(like.decimals, 0)
    )
    return replace(like, decimals=max(like.decimals, 0) + (1 if near else 0))


def _quote(span: Span) -> str:
    return " ".join(span.quote.replace("**", "").split())
