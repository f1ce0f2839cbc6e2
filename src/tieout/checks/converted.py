"""An amount told in another currency is converted at that currency's rate.

What it tests: "capital expenditure of US$ 832 million ... about RMB 5.98 billion at the stated 7.19", 支出8.32億美元，按1美元兌7.19元折算約合59.8億元: the
amount after "equivalent to", "about", 約合 against the amounts in the other currency just before it and the rates that the company states.
Why it matters: reports state two rates, of the renminbi and of the Hong Kong dollar, and the wrong one is keyed in.
Ties: nothing is ticked. Does not tie: 64.9億元 for 8.32億美元 where 1美元 is 7.19元 and 7.80港元: the Hong Kong rate was used.
Reported is only what another stated rate, or the right one the other way round, gives digit for digit and no stated rate of the two currencies does.
Source: IAS 21.57 (supplementary currency); arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._consensus import entities_of
from tieout.checks._neighbours import Run, find_neighbours, is_money
from tieout.checks._rates import Rate, stated_rates
from tieout.model import Figure, Paper, Relation, Term
from tieout.numbers.interval import interval_of

CODE = "U615"
NAME = "converted at another rate"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits that both amounts must print. `back`: numbers before a converted amount among which its source may stand."""

    digits: int = 3
    back: int = 6


_CONVERTED = re.compile(
    r"(?:equivalent\s+to|translat(?:es?|ed)\s+(?:in)?to|convert(?:s|ed)\s+(?:in)?to|equal\s+to|\bor|i\.e\.|that\s+is|[(（=])\s*,?\s*(?:about\s+|approximately\s+|around\s+|some\s+)*$"
    r"|(?:折合|[约約]合|折算|相[当當][于於]|[约約为為即等值合])[^，。；\d]{0,4}$",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A failing statement for each converted amount that only another rate explains."""
    entity = entities_of(paper)
    prose: dict[str, list[Figure]] = defaultdict(list)
    for figure in paper.figures.values():
        if figure.home != "cell" and is_money(figure):
            prose[figure.document].append(figure)
    rates: dict[object, set[Rate]] = defaultdict(set)
    for document in paper.documents:
        rates[entity[document.id]] |= set(stated_rates(document, prose[document.id]))
    for run in find_neighbours(paper):
        stated = sorted(rates[entity[run.document.id]], key=lambda r: (r.quote, r.base, r.number))
        for k in range(1, len(run.figures)) if stated else ():
            yield from _of_amount(run, k, stated, settings)


def _of_amount(run: Run, k: int, stated: Sequence[Rate], settings: Settings) -> Iterator[Relation]:
    told = run.figures[k]
    if not is_money(told) or told.quantity.digits < settings.digits or not _CONVERTED.search(run.gaps[k]):
        return
    sources = [
        f
        for f in run.figures[max(0, k - settings.back) : k]
        if is_money(f)
        and f.quantity.unit != told.quantity.unit
        and f.quantity.digits >= settings.digits - 1
        and f.value not in (1, 100)
    ]
    shown: Relation | None = None
    for source in sources:
        right = [f for r in stated if (f := r.factor(source, told)) is not None]
        if any(_gives(source, told, factor) for factor in right):
            return
        if not right or source.quantity.digits < settings.digits or told.value <= 0 or source.value <= 0:
            continue
        other = next(
            (
                r
                for r in stated
                if r.factor(source, told) is None and any(_gives(source, told, f) for f in (r.number, 1 / r.number))
            ),
            None,
        )
        turned = any(_gives(source, told, 1 / factor) for factor in right)
        if shown is None and (other is not None or turned):
            said = (
                f"at {other.number:f}, the rate of another currency" if other is not None else "at the rate turned over"
            )
            shown = _relation(run, told, source, right[0], said)
    if shown is not None:
        yield shown


def _gives(source: Figure, told: Figure, factor: Decimal) -> bool:
    return interval_of(source.quantity).times(factor).meets(interval_of(told.quantity))


def _relation(run: Run, told: Figure, source: Figure, factor: Decimal, said: str) -> Relation:
    return Relation(
        code=CODE,
        formula="stated",
        terms=(Term(source.id),),
        why="the company states the rate of the two currencies",
        result=told.id,
        firmness="stated",
        expected=(source.value * factor).quantize(told.quantity.step),
        document=run.document.id,
        message=f"{{a}} at the stated rate is {{expected}}; {{printed}} is told, converted {said}.",
    )
