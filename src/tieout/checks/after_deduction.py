"""What is left after a deduction is less than what it was taken from.

What it tests: "after the fee of 0.5, holders receive 9.5 net", "net of tax of 2.0, the gain was 12.0": the amount before the deduction
is printed in the sentence or in one of those before it, and the deduction was added to it.
Why it matters: a sign is exchanged and a fee becomes income.
Ties: 9.0 before, a fee of 0.5, 8.5 net. Does not tie: 9.0 before, a fee of 0.5, 9.5 net; "net receivables were 18.1, that is gross receivables
of 18.1 less an allowance of 6.1".
Only an exact sum is reported, where no amount nearby makes the difference right; and any difference where the sentence spells the deduction out.
Source: arithmetic; the sentence itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from tieout.checks._facts import unit_class
from tieout.checks._mistold import mistold
from tieout.model import Document, Figure, Paper, Relation, Term
from tieout.numbers.interval import interval_of
from tieout.relations.fit import fit_relation

CODE = "F106"
NAME = "amount after a deduction"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters before the deduction within which the amount before it is looked for. `digits`: digits the result must print."""

    reach: int = 500
    digits: int = 2


_DEDUCTED = re.compile(
    r"\b(?:after(?:\s+(?:deducting|deduction\s+of|paying|payment\s+of))?|net\s+of|less)\s+(?:[a-z'’-]+\s+){0,4}?"
    r"(?:fees?|charges?|commissions?|tax(?:es)?|withholding|expenses|costs|discounts?|levy|duty|interest)\s+of\s+(?:about\s+)?$"
    r"|(?:扣除|減去|减去|減|减)[^，,。；;\d]{0,12}(?:費用?|费用?|[稅税]項?|[稅税]项?|佣金|手[續续][費费]|折扣|利息|開支|开支)$",
    re.I,
)
_LEFT = re.compile(
    r"^[^.;。；\d]{0,60}?\b(?:receives?|received|is|was|were|are|leaves?|left|remains?|remained|came\s+to|amounts?\s+to|amounted\s+to|gets?|net(?:ted)?|proceeds\s+of)\s+(?:(?:a|the)\s+net\s+)?(?:of\s+)?$"
    r"|^[^。；\d]{0,24}?(?:為|为|得|收取|實收|实收|淨額|净额|余|餘)(?:約|约)?$",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each amount told after a deduction, where the amount before it is printed nearby."""
    layers: dict[tuple[str, str], list[Figure]] = {}
    for figure in paper.figures.values():
        if figure.home == "prose" and len(unit_class(figure)) == 3:
            layers.setdefault((figure.document, figure.span.layer), []).append(figure)
    documents = {d.id: d for d in paper.documents}
    for (owner, _), figures in layers.items():
        figures.sort(key=lambda f: f.span.start)
        for k in range(len(figures) - 1):
            yield from _left(paper, documents[owner], figures, k, settings)
            yield from _spelt_out(documents[owner], figures[k : k + 3])
            yield from _overdrawn(documents[owner], figures[k : k + 3])


def _left(paper: Paper, document: Document, figures: list[Figure], k: int, settings: Settings) -> Iterator[Relation]:
    """The relation of a deduction `figures[k]` and of what is left, the figure after it."""
    taken, left = figures[k], figures[k + 1]
    text = document.layer(taken.span.layer).text
    before, between = text[max(0, taken.span.start - 80) : taken.span.start], text[taken.span.end : left.span.start]
    if not _DEDUCTED.search(before) or not _LEFT.search(between) or unit_class(taken) != unit_class(left):
        return
    if len(left.quantity.number.as_tuple().digits) < settings.digits or left.value <= taken.value:
        return
    nearby = [
        f
        for f in figures[:k]
        if taken.span.start - f.span.end <= settings.reach
        and unit_class(f) == unit_class(left)
        and f.value > taken.value
    ]
    told = [_relation(gross, taken, left) for gross in reversed(nearby)]
    held = next((r for r in told if _holds(paper, r)), None)
    if held is not None:
        yield held
        return
    for gross, relation in zip(reversed(nearby), told, strict=True):
        if gross.value + taken.value == left.value:
            yield replace(relation, formula="stated", expected=gross.value - taken.value)
            return


_SPENT = re.compile(
    r"\b(?:after|less|net\s+of|minus)\s+(?:[a-z'’-]+\s+){0,3}?(?:capital\s+(?:expenditures?|spending|outlays?)|capex|investments?|purchases?|payments?|outlays?|additions?)(?:\s+[a-z]+){0,4}\s+of\s+$"
    r"|(?:扣除|減去|减去)[^，,。；;\d]{0,10}(?:[資资]本(?:性)?(?:[開开]支|支出)|投[資资])[^，,。；;\d]{0,4}$",
    re.I,
)
_FREE = re.compile(
    r"^[^.;。；\d]{0,30}?(?:free\s+cash\s+flow|cash\s+(?:left|surplus)|surplus|自由[現现]金流(?:量|入)?)\W*(?:(?:was|were|is|came\s+to|amounted\s+to|of|stood\s+at|reached|left)\s*|[為为约約])?$",
    re.I,
)
_NEGATIVE = re.compile(r"negative|outflow|deficit|minus|shortfall|burn|\bused\b|[-−(]$|負|负|流出|缺口", re.I)


def _overdrawn(document: Document, figures: list[Figure]) -> Iterator[Relation]:
    """Of three amounts in a row the last, told as what is left where more was taken off than there was: its sign is lost.

    A semicolon or a rate parts the first from the others: what follows it at once is F105's business.
    """
    if len(figures) < 3 or len({unit_class(f) for f in figures}) > 1:
        return
    gross, taken, left = figures
    text = document.layer(gross.span.layer).text
    first, second = text[gross.span.end : taken.span.start], text[taken.span.end : left.span.start]
    if not _SPENT.search(first) or not _FREE.search(second) or _NEGATIVE.search(second.rstrip()):
        return
    short = interval_of(taken.quantity) - interval_of(gross.quantity)
    parted = _PARTED.search(first) is not None and len(first) <= _NEAR
    if parted and 0 < gross.value < taken.value and left.value > 0 and short.meets(interval_of(left.quantity)):
        yield mistold(
            CODE,
            document.id,
            left.span,
            "{word} is told as what is left of {a} after {b}, which is more: it is negative.",
            gross,
            taken,
            why="more was taken off than there was",
        )


_NEAR = 120
_PARTED = re.compile(r"[;；]|\d\s*(?:times|%|％|per\s?cent|倍)")


_THAT_IS = re.compile(
    r"^\s*,?\s*(?:that\s+is,?|i\.e\.,?|being|namely,?|or)\s+(?:the\s+|a\s+)?gross\b[^.;,\d]{0,50}\bof\s+$|^[，,]?即[^，。；\d]{0,16}(?:[总總毛]额|[總总]額|原值|[余餘][额額])[为為]?$",
    re.I,
)
_LESS = re.compile(
    r"^\s*,?\s*(?:less|minus|net\s+of)\s+[^.;,\d]{0,60}\bof\s+$|^[，,]?(?:[减減]去?|扣除)[^，。；\d]{0,16}$", re.I
)


def _spelt_out(document: Document, figures: list[Figure]) -> Iterator[Relation]:
    """Of three amounts in a row the first, where it is said to be the second less the third."""
    if len(figures) < 3 or len({unit_class(f) for f in figures}) > 1:
        return
    text = document.layer(figures[0].span.layer).text
    first, second = (text[a.span.end : b.span.start] for a, b in pairwise(figures))
    if _THAT_IS.search(first) and _LESS.search(second):
        if figures[0].value == figures[1].value and figures[2].value > 0:
            yield mistold(
                CODE,
                document.id,
                figures[0].span,
                "{word} is told as what is left of {a} once {b} is taken off.",
                figures[1],
                figures[2],
                why="the sentence spells the deduction out",
            )
        else:
            yield _relation(figures[1], figures[2], figures[0])


def _holds(paper: Paper, relation: Relation) -> bool:
    fit = fit_relation(relation, paper.figures)
    return fit is not None and fit.verdict == "agrees"


def _relation(gross: Figure, taken: Figure, left: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="difference",
        terms=(Term(gross.id), Term(taken.id)),
        why="the sentence takes one amount off another",
        result=left.id,
        firmness="stated",
        message="{a} less {b} is {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )
