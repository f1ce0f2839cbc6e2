"""The principal of a bond or loan keeps its currency.

What it tests: "US$150 million of 5.00% perpetual securities", "convertible notes of HK$200.0 million", 2億港元可換股票據: the same number told of the same
instrument in another currency.
Why it matters: a principal stands in no statement, so that no table shows that its currency was exchanged for the one of the accounts.
Ties: nothing is ticked. Does not tie: "HK$150 million of 5.00% perpetual securities" where other places print US$150 million.
The currency that fewer places print is reported; of two places, the one in the document's own currency, which is written without thinking, where the instrument
is known by its rate or by a name of its own. Carrying amounts, interest and proceeds are no principals.
A document that tells both has two instruments.
Source: IFRS 7.31 (terms of financial instruments); the printed currency of both places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of
from tieout.checks._instruments import INSTRUMENT, RATE, is_named, kind_of, printed
from tieout.checks._mistold import mistold
from tieout.checks._neighbours import find_neighbours, is_money
from tieout.model import Figure, Paper, Relation

CODE = "U614"
NAME = "currency of a principal"


@dataclass(frozen=True)
class Settings:
    """`reach`: characters between an amount and the name of its instrument."""

    reach: int = 60


_STOP = re.compile(r"[.!?;](?:\s|$)|[。；！？\n|]|\s-\s|\]\(")
_OTHER_AMOUNT = re.compile(
    r"\b(?:carr(?:ied|ying)|component|fair\s+value|interest|coupon|distribut\w+|proceeds|cost|repaid|repurchas\w+|redeem\w+|converted|conversion|price|fees?|gains?|loss\w*|matur\w+\s+of)\b[^.;]{0,30}$"
    r"|(?:[賬账]面|公[允平]|利息|所得|[償偿][還还]|[贖赎]回|[轉换換转]股?[價价])[^。；]{0,14}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Principal:
    """An amount told of an instrument: the instrument's words and the rates told beside it."""

    figure: Figure
    kind: frozenset[str]
    rates: frozenset[str]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each principal that other places print in another currency."""
    entity = entities_of(paper)
    home = {d.id: d.currency for d in paper.documents}
    groups: dict[tuple[object, object], list[_Principal]] = defaultdict(list)
    for principal in _find(paper, settings):
        groups[entity[principal.figure.document], abs(principal.figure.value)].append(principal)
    for group in groups.values():
        for own in group:
            alike = [p for p in group if p is not own and _are_one(own, p)]
            unit = own.figure.quantity.unit
            same = [p for p in alike if p.figure.quantity.unit == unit]
            other = [p for p in alike if p.figure.quantity.unit != unit]
            if not other or len({p.figure.quantity.unit for p in other}) > 1:
                continue
            if any(p.figure.document == own.figure.document for p in other):
                continue  # two instruments are told together
            foreign = other[0].figure.quantity.unit
            known = is_named(own.kind) or bool(own.rates & other[0].rates)
            at_home = len(other) == 1 and not same and unit == home[own.figure.document] != foreign and known
            if len(other) > len(same) + 1 or at_home:
                yield mistold(
                    CODE,
                    own.figure.document,
                    own.figure.span,
                    f"{{word}} is printed in {unit}; the same principal is {{a}} in {foreign} elsewhere.",
                    other[0].figure,
                    why="one principal has one currency",
                )


def _are_one(a: _Principal, b: _Principal) -> bool:
    """True where one name holds the other, or both tell a rate, and none contradicts."""
    if a.rates and b.rates and not a.rates & b.rates:
        return False
    return a.kind <= b.kind or b.kind <= a.kind


def _find(paper: Paper, settings: Settings) -> Iterator[_Principal]:
    for run in find_neighbours(paper):
        base, text = run.block.span.start, run.block.text
        for figure in run.figures:
            if not is_money(figure) or not figure.value or figure.quantity.approximation:
                continue
            at, end = figure.span.start - base, figure.span.end - base
            before = _STOP.split(text[max(0, at - settings.reach) : at])[-1]
            after = _STOP.split(text[end : end + settings.reach])[0]
            if _OTHER_AMOUNT.search(before):
                continue
            names = list(INSTRUMENT.finditer(before))
            behind = INSTRUMENT.match(_OF.sub("", after))
            named = behind or (
                names[-1]
                if names and not re.search(r"\d[\d,.]*\s*(?:million|billion|億|亿)", before[names[-1].end() :])
                else None
            )
            if named is not None and (kind := kind_of(named.group())):
                yield _Principal(figure, kind, printed(RATE, before[-_RATE_REACH:] + " " + after[:_RATE_REACH]))


_RATE_REACH = 30
_OF = re.compile(
    r"^\s*(?:of\s+)?(?:the\s+)?(?:(?:\d+(?:\.\d+)?\s*[%％]|in|aggregate|principal|amount|of|fixed[\s-]rate|zero\s+coupon|unlisted|listed)\s+)*|^的?",
    re.I,
)
"""Between an amount and the name of the instrument behind it."""
