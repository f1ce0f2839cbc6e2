"""Earnings per share follow from the earnings and the average number of shares.

What it tests: basic and diluted earnings per share = profit attributable to owners / weighted average number of shares of the
same period; and a diluted loss per share is not smaller than the basic one.
Why it matters: the shares stand in a note, the earnings in the statement; the quotient is typed by hand on the face of it.
Ties: 282.9 million over 467.5 million shares, 0.61. Does not tie: the same with 0.16.
Numerators differ (preference dividends, interest on convertible notes): a figure that fails is reported only where another
period of its row holds, not where it falls short of the quotient by a little.
Source: IAS 33.9-10, 33.30-33, 33.41-44 (antidilutive shares are left out); interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._facts import unit_class
from tieout.concepts import find_concept
from tieout.concepts.table_words import PER_SHARE
from tieout.model import Figure, Paper, Period, Relation, Row, Table, Term
from tieout.numbers.interval import interval_of
from tieout.relations.fit import fit_relation

CODE = "P304"
NAME = "earnings per share"

_EARNINGS = ("profit_attributable_to_ordinary_holders", "profit_attributable_to_owners", "profit_for_the_period")
_BESIDE = "earnings beside the shares"
_SHARED = "earnings divided among holders"
_REDUCED = "the earnings per share may leave out what other holders take"
_WEIGHTED = re.compile(
    r"weighted[\s-]+average.{0,40}\bshares\b|shares.{0,30}weighted[\s-]+average|[加]權平均|加权平均", re.I
)
_ATTRIBUTABLE = re.compile(r"attributable\s+to|應佔|应占|归属|歸屬", re.I)
_NOT_OWNERS = re.compile(r"non-?\s?controlling|minorit|comprehensive|非控[制股]|少[数數]|全面收益|[综綜]合收益", re.I)
_DILUTED = re.compile(r"dilut|[摊攤]薄|稀[释釋]", re.I)
_BASIC = re.compile(r"basic|基本", re.I)
_LOSS_ONLY = re.compile(r"\bloss(?:es)?\s+per|每股[虧亏]損?损?", re.I)
_OTHER = re.compile(
    r"\bADSs?\b|\bADRs?\b|non-?\s?GAAP|non-?IFRS|adjusted|continu|dividend|prefer|\bclass\s+[A-Z]\b|exclud|book value|net assets"
    r"|存托|存託|[经經]调?調?整|持[续續]|終止|终止|股息|[净淨][资資]|扣除|现金流|現金流",
    re.I,
)
_BRACKETS = re.compile(r"[(（][^)）]*[)）]")


@dataclass(frozen=True)
class Settings:
    """`fewest_shares`: the smallest value taken for a number of shares; `reduced_share`: up to what part of the earnings
    preference dividends and participating securities may take, so that less per share is printed.
    """

    fewest_shares: int = 1000
    reduced_share: Decimal = Decimal("0.02")


@dataclass(frozen=True)
class _PerShare:
    """A row of earnings per share: its cells by period, whether diluted, whether its label speaks of losses only."""

    table: str
    document: str
    diluted: bool
    loss: bool
    cells: tuple[tuple[Period, Figure], ...]


_Values = dict[tuple[str, Period, str], list[Figure]]


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One quotient for each cell of a row that holds for one of its periods; one comparison for each loss."""
    rows: list[_PerShare] = []
    values: _Values = defaultdict(list)
    for table in paper.tables:
        _read_table(table, rows, values, settings)
    for row in rows:
        yield from _quotients(paper, row, values, settings)
    yield from _dilutions(rows)


def _read_table(table: Table, rows: list[_PerShare], values: _Values, settings: Settings) -> None:
    """Collect a table's rows of earnings per share, and its earnings and average shares."""
    kinds = [_kind_of(table, row) for row in table.rows]
    weighted = any(kind in {"basic shares", "diluted shares"} for kind in kinds)
    for row, kind, cells in zip(table.rows, kinds, table.cells, strict=True):
        printed = [
            (row.period or table.columns[c].period, cell.figure)
            for c, cell in enumerate(cells)
            if cell.figure is not None and table.columns[c].kind == "value"
        ]
        dated = [(period, figure) for period, figure in printed if period is not None]
        if kind in {"basic", "diluted"}:
            if dated and len({p for p, _ in dated}) == len(dated):
                words = " ".join((*row.path, row.label, table.caption))
                loss = _LOSS_ONLY.search(words) is not None
                rows.append(_PerShare(table.id, dated[0][1].document, kind == "diluted", loss, tuple(dated)))
            continue
        for period, figure in dated:
            if kind in {"basic shares", "diluted shares"}:
                if abs(figure.value) >= settings.fewest_shares and unit_class(figure) not in {"%", "pp", "x"}:
                    values[(figure.document, period, kind)].append(figure)
            elif kind in _EARNINGS and figure.quantity.unit != "%":
                values[(figure.document, period, kind)].append(figure)
            elif _NOT_OWNERS.search(row.label):
                values[(figure.document, period, _SHARED)].append(figure)
            elif weighted and _ATTRIBUTABLE.search(row.label) and figure.quantity.unit != "%":
                values[(figure.document, period, _BESIDE)].append(figure)


def _kind_of(table: Table, row: Row) -> str | None:
    """ "basic", "diluted" (per share), "basic shares", "diluted shares", an earnings concept, or None."""
    own = " ".join((*row.path, row.label))
    if _OTHER.search(own):
        return None
    if _WEIGHTED.search(own):
        return "diluted shares" if _is_diluted(row.label, own) else "basic shares"
    titles = " ".join((own, table.caption, *table.section[-1:]))
    if PER_SHARE.search(own) or (PER_SHARE.search(titles) and (_BASIC.match(row.label) or _DILUTED.match(row.label))):
        if _OTHER.search(table.caption) or not (_BASIC.search(own) or _DILUTED.search(own)):
            return None
        return "diluted" if _is_diluted(row.label, own) else "basic"
    concept = find_concept(_BRACKETS.sub("", row.label).strip(), instant=False, per_cent=False)
    return concept.id if concept is not None and concept.id in _EARNINGS else None


def _is_diluted(label: str, own: str) -> bool:
    """What the label says, else what stands above it; "basic and diluted" is basic."""
    for words in (label, own):
        if _BASIC.search(words):
            return False
        if _DILUTED.search(words):
            return True
    return False


def _quotients(paper: Paper, row: _PerShare, values: _Values, settings: Settings) -> Iterator[Relation]:
    """The quotients of the numerator that most of a row's cells bear out; a cell that another numerator fits is left.

    Where more cells fail than hold, the numerator is another one; where a cell falls short a little, it may be reduced.
    """
    shares = "diluted shares" if row.diluted else "basic shares"
    best: list[Relation] = []
    explained: set[str | None] = set()
    holding: set[str | None] = set()
    for earnings in (*_EARNINGS, _BESIDE):
        offered = []
        for period, figure in row.cells:
            if earnings == "profit_for_the_period" and (row.document, period, _SHARED) in values:
                continue
            above, below = (_agreed(values.get((row.document, period, name), [])) for name in (earnings, shares))
            if above is not None and below is not None and below.value != 0:
                offered.append(_relation(figure, above, below, row))
        held = {r.result for r in offered if _holds(paper, r)}
        explained |= held
        if len(held) > len(holding):
            best, holding = offered, held
        if held and earnings == _EARNINGS[0] and len(offered) == len(row.cells):
            break  # what is left for ordinary holders is printed: nothing else is divided
    yield from (r for r in best if r.result in holding)
    failing = [r for r in best if r.result not in explained]
    if len(failing) <= len(holding):
        reduced = _REDUCED if any(_is_reduced(paper, r, settings) for r in failing) else None
        yield from (replace(r, explanation=reduced) for r in failing)


def _is_reduced(paper: Paper, relation: Relation, settings: Settings) -> bool:
    """True when a little less is printed than the earnings make."""
    fit = fit_relation(relation, paper.figures)
    if fit is None or relation.result is None or fit.computed == 0:
        return False
    missing = 1 - abs(paper.figures[relation.result].value / fit.computed)
    return 0 < missing <= settings.reduced_share


def _holds(paper: Paper, relation: Relation) -> bool:
    fit = fit_relation(relation, paper.figures)
    return fit is not None and fit.verdict != "differs"


def _agreed(figures: list[Figure]) -> Figure | None:
    """The most precise of figures that agree in size; None when they do not."""
    if not figures:
        return None
    first = abs(interval_of(figures[0].quantity))
    if not all(first.meets(abs(interval_of(f.quantity))) for f in figures[1:]):
        return None
    return min(figures, key=lambda f: (f.quantity.step, f.span.start))


def _relation(figure: Figure, above: Figure, below: Figure, row: _PerShare) -> Relation:
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(above.id), Term(below.id)),
        why="earnings over the weighted average number of shares",
        result=figure.id,
        firmness="structural",
        magnitude=True,
        document=row.document,
        message="Earnings of {a} over {b} shares are {expected} per share; {printed} is printed "
        "(difference {difference}, tolerance {tolerance}).",
    )


def _dilutions(rows: list[_PerShare]) -> Iterator[Relation]:
    """For each loss per share, the diluted one against the basic one of the same table and period."""
    by_table: dict[str, list[_PerShare]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    for members in by_table.values():
        basic = [r for r in members if not r.diluted]
        diluted = [r for r in members if r.diluted]
        if len(basic) != 1 or len(diluted) != 1:
            continue
        known = dict(basic[0].cells)
        for period, figure in diluted[0].cells:
            other = known.get(period)
            if other is None:
                continue
            negative = figure.value < 0 and other.value < 0
            if negative or (basic[0].loss and diluted[0].loss and figure.value > 0 and other.value > 0):
                yield _no_better(figure, other, basic[0].document)


def _no_better(diluted: Figure, basic: Figure, document: str) -> Relation:
    return Relation(
        code=CODE,
        formula="direction",
        terms=(Term(diluted.id), Term(basic.id)),
        why="shares that would make a loss per share smaller are left out",
        firmness="structural",
        expected=Decimal(1),
        span=diluted.span,
        document=document,
        magnitude=True,
        message="The diluted loss per share {a} is smaller than the basic one {b}.",
    )
