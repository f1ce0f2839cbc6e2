"""Amounts listed in a sentence add up to the one they make.

What it tests: "453.2 million (296.7 million non-current and 156.4 million current)"; "x and y, a total of z".
Why it matters: sums inside paragraphs are what footing tools never see.
Ties: 5.0 comprising 2.0 and 3.0. Does not tie: "a total of 4 meetings, including 4 of one committee and 2 of another".
Parts after "including" or "primarily" may be partial; only parts larger than their whole are reported then.
Source: the sentence itself; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._facts import same_class, unit_class
from tieout.model import Figure, Paper, Relation, Term
from tieout.relations.fit import fit_relation

CODE = "F105"
NAME = "sum in a sentence"


@dataclass(frozen=True)
class Settings:
    """`part_limit`: amounts one sentence may list. `split_parts`: parts from which what is "split into" them is all of it."""

    part_limit: int = 12
    split_parts: int = 3


_WHOLE_FIRST = re.compile(
    r"^(?P<between>[^.;。；]{0,60}?)(?P<word>[(（]|,?\s+(?:comprising|consist(?:s|ed|ing)\s+of|being|represent(?:ing|ed\s+by)|made\s+up\s+of|(?:split|divided|broken\s+down)\s+into|of\s+which|including|primarily\s+comprising|mainly\s+comprising|,\s+with)\b|其中|包括|[:：])",
    re.I,
)
_COMPARATIVES = re.compile(r"[(（]\s*(?:(?:19|20)\d\d|二[零〇○]..)\s*年?[^()（）]{0,24}[:：]")
"""Last year's figures in brackets beside this year's: such a sentence lists two sets of parts."""

_TOTAL_AFTER = re.compile(
    r"(?:total(?:l?ing)?(?:\s+\w+){0,2}\s+of|in\s+total|aggregat(?:e|ing)(?:\s+of)?|sum\s+of|合計|合计|共計|共计|總計|总计)[^.;。；]{0,20}$",
    re.I,
)
_FULL = re.compile(r"^[(（]$|comprising$|consist|being|made up|split|divided|broken|represent", re.I)
_SPLIT = re.compile(r"split|divided|broken|consist", re.I)
_FULL_SUM, _EXHAUSTIVE = Decimal("0.02"), Decimal("0.5")
"""By what share of the whole listed parts may miss it and still be all of them: after most words, and after "split into"."""
_HEDGE = re.compile(r"includ|primarily|mainly|principally|such as|其中|包括|主要", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each sentence whose listed parts make up a whole it also prints."""
    by_layer: dict[str, list[Figure]] = {}
    for figure in paper.figures.values():
        if figure.home == "prose":
            by_layer.setdefault(figure.span.layer, []).append(figure)
    sentences = {(c.document, c.span.layer, c.span.start): c.span for c in paper.claims}
    for (document, layer, start), span in sentences.items():
        inside = sorted(
            (f for f in by_layer.get(layer, ()) if start <= f.span.start < span.end and f.document == document),
            key=lambda f: f.span.start,
        )
        if 3 <= len(inside) <= 4 * settings.part_limit and not _COMPARATIVES.search(span.quote):
            yield from _whole_first(span.quote, start, inside, settings)
            yield from _whole_last(span.quote, start, inside, settings)


def _whole_first(text: str, base: int, figures: list[Figure], settings: Settings) -> Iterator[Relation]:
    """Whole, then its parts: in brackets, or after a word that opens a list."""
    for k, whole in enumerate(figures[:-2]):
        if unit_class(whole) in {"pp", "x", "%"}:
            continue
        opening = _WHOLE_FIRST.match(text[whole.span.end - base : figures[k + 1].span.start - base])
        if opening is None:
            continue
        parts = _run(text, base, whole, figures[k + 1 :], settings)
        if len(parts) >= 2:
            hedged = _HEDGE.search(text[whole.span.end - base : parts[0].span.start - base]) is not None
            word = opening.group("word").strip()
            near = _EXHAUSTIVE if _SPLIT.search(word) and len(parts) >= settings.split_parts else _FULL_SUM
            yield from _judge_parts(whole, parts, hedged, near if _FULL.search(word) else None, 1)


def _whole_last(text: str, base: int, figures: list[Figure], settings: Settings) -> Iterator[Relation]:
    """Parts, then "a total of" the whole."""
    for k, whole in enumerate(figures):
        if k < 2 or _TOTAL_AFTER.search(text[figures[k - 1].span.end - base : whole.span.start - base]) is None:
            continue
        runs = [figures[k - count : k] for count in range(k, 1, -1)]
        runs = [parts for parts in runs if all(_one_kind(whole, p) for p in parts)]
        held = [parts for parts in runs if sum(p.value for p in parts) == whole.value]
        for parts in held or runs:
            yield from _judge_parts(whole, parts, True, None, k - 1)


def _run(text: str, base: int, whole: Figure, following: list[Figure], settings: Settings) -> list[Figure]:
    """The figures after a whole that are listed as its parts: same unit class, no full stop between."""
    parts: list[Figure] = []
    last = whole.span.end
    for figure in following[: settings.part_limit]:
        between = text[last - base : figure.span.start - base]
        if re.search(r"[;；]|compared|from\b|同比|較|较", between) or (parts and re.search(r"[)）]", between)):
            break
        if not _one_kind(whole, figure):
            if unit_class(figure) == "%":
                last = figure.span.end
                continue
            break
        parts.append(figure)
        last = figure.span.end
    return parts


def _one_kind(whole: Figure, part: Figure) -> bool:
    """True when two figures may be whole and part: one currency, or counts printed in one scale."""
    if unit_class(whole) == unit_class(part) != "plain":
        return True
    return same_class(unit_class(whole), unit_class(part)) and whole.quantity.scale == part.quantity.scale


def _judge_parts(
    whole: Figure, parts: list[Figure], hedged: bool, near: Decimal | None, tried: int
) -> Iterator[Relation]:
    relation = Relation(
        code=CODE,
        formula="sum",
        terms=tuple(Term(p.id) for p in parts),
        why="the sentence lists parts of an amount it prints",
        result=whole.id,
        firmness="structural",
        candidates=max(1, tried),
        message="{terms} make {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )
    fit = fit_relation(relation, {f.id: f for f in (whole, *parts)})
    if fit is None:
        return
    if (
        fit.verdict != "differs"
        or (
            hedged
            and all(p.value > 0 for p in parts)
            and sum(p.value for p in parts) > whole.value > 0
            and _plain_counts(whole, parts)
        )
        or (near is not None and not hedged and abs(fit.computed - whole.value) < near * abs(whole.value))
    ):
        yield relation


def _plain_counts(whole: Figure, parts: list[Figure]) -> bool:
    """Counts of one kind of thing: their parts cannot outnumber them."""
    return (
        whole.quantity.unit is not None
        and all(p.quantity.unit in {whole.quantity.unit, None} for p in parts)
        and unit_class(whole) == "plain"
    )
