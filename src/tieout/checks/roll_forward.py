"""Opening balance and movements lead to the closing balance.

What it tests: tables that run from an opening to a closing row (equity, allowances, property, borrowings), by column.
Why it matters: a movement left out or with the wrong sign breaks the chain from last year's balance to this year's.
Ties: 100 opening, 30 additions, (10) disposals, 120 closing.
Does not tie: the same with 125 closing, when the other column rolls forward.
A table that rolls forward in no column lists only some movements, and is not reported, unless its other roll-forwards, or that of
the year before with a line more, lead to their balances in every column.
Source: IAS 1.106, IAS 16.73(e), IFRS 7.35H (reconciliations of opening to closing balances).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._columns import column_figures, find_runs, is_additive, show_label
from tieout.model import Figure, Firmness, Paper, Relation, Table, Term
from tieout.relations.fit import Fit, fit_relation

CODE = "R401"
NAME = "roll-forward"


@dataclass(frozen=True)
class Settings:
    """`row_limit`: rows of movements a roll-forward may have. `sure_confidence`: reading (0 to 1) from which one that fails counts.

    `near`: the share of a closing balance (0 to 1) by which movements that are all listed may miss it: a line left out makes more.
    `near_confidence`: reading from which that counts. `whole_runs`: other roll-forwards of a table that hold in every column before
    one that holds in none lacks a line; that of the year before, with a line more, is enough.
    """

    row_limit: int = 60
    sure_confidence: float = 0.85
    near: float = 0.0003
    near_confidence: float = 0.6
    whole_runs: int = 2


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum from opening through movements to closing, for each column that prints both ends."""
    tables = [
        (table, [_read_run(table, *run) for run in find_runs(table, settings.row_limit)]) for table in paper.tables
    ]
    ended: dict[tuple[str, tuple[Decimal, ...]], list[_Run]] = defaultdict(list)
    for table, runs in tables:
        for run in runs:
            if run.is_whole:
                ended[table.document, run.ends].append(run)
    for table, runs in tables:
        whole = sum(run.is_whole for run in runs)
        for run in runs:
            before = any(run.labels < other.labels for other in ended.get((table.document, run.starts), ()))
            told = table.confidence >= settings.sure_confidence and (whole >= settings.whole_runs or before)
            short = run.short(settings) if told else []
            yield from _lacking(run, short) if short else _propose_for(table, run, settings)


@dataclass(frozen=True, slots=True)
class _Run:
    """The sums of a roll-forward by column, their figures by id, and how they fit; its movements' labels, its balances by column."""

    labels: frozenset[str]
    starts: tuple[Decimal, ...]
    ends: tuple[Decimal, ...]
    relations: list[Relation]
    figures: dict[str, Figure]
    fits: list[Fit | None]

    @property
    def is_whole(self) -> bool:
        """Whether the movements lead from opening to closing in every column, two at least."""
        return len(self.fits) > 1 and all(f is not None and f.verdict != "differs" for f in self.fits)

    def short(self, settings: Settings) -> list[int]:
        """The columns that miss their balance by more than a digit or two, where most do; a line left out may print nothing in others."""
        short = [
            k for k, f in enumerate(self.fits) if f is not None and f.verdict == "differs" and not _is_near(f, settings)
        ]
        return short if len(short) > 1 and len(short) * 2 > len(self.fits) else []


def _read_run(table: Table, opening: int, closing: int) -> _Run:
    relations: list[Relation] = []
    figures: dict[str, Figure] = {}
    starts: list[Decimal] = []
    ends: list[Decimal] = []
    for c in range(len(table.columns)):
        column = column_figures(table, c)
        first, last = column[opening], column[closing]
        if not is_additive(table, c) or first is None or last is None:
            continue
        moves = [
            column[r] for r in range(opening, closing) if column[r] is not None and table.rows[r].role != "subtotal"
        ]
        if len(moves) < 2:
            continue
        starts.append(first.value)
        ends.append(last.value)
        figures.update({f.id: f for f in [*moves, last] if f is not None})
        relations.append(_relation(table, closing, c, [f for f in moves if f is not None], last))
    labels = frozenset(table.rows[r].label.strip().lower() for r in range(opening + 1, closing))
    fits = [fit_relation(r, figures) for r in relations]
    return _Run(labels, tuple(starts), tuple(ends), relations, figures, fits)


def _lacking(run: _Run, short: list[int]) -> Iterator[Relation]:
    """A roll-forward that most columns fall short of, beside others that are told whole: named once, at the first of these columns."""
    first = run.relations[short[0]]
    moved = sum((run.figures[t.figure].value * t.coefficient for t in first.terms), Decimal(0))
    message = (first.message or "").partition(" (difference")[0] + _MISSING
    yield replace(first, formula="stated", firmness="structural", expected=moved, message=message)
    yield from (_explained(run.relations[k]) for k in short[1:])


_MISSING = ", though others like it lead to their balances: a line may be missing."


def _propose_for(table: Table, run: _Run, settings: Settings) -> Iterator[Relation]:
    relations, figures, fits = run.relations, run.figures, run.fits
    holding = sum(f is not None and f.verdict != "differs" for f in fits)
    near = sum(_is_near(f, settings) for f in fits)
    for relation, fit in zip(relations, fits, strict=True):
        others = holding + near - 1
        if (holding + near) * 2 >= len(relations) and holding + near:
            sure = table.confidence >= settings.sure_confidence
            read = table.confidence >= settings.near_confidence
            binds = (sure and others * 2 >= len(relations)) or (read and _shows_near(relation, figures, settings))
            near_miss = read and _is_near(fit, settings)
            firm: Firmness = "structural" if (sure and holding) or near_miss else "suggested"
            yield replace(relation, firmness=firm, binds=binds)
        else:
            yield _explained(relation)


def _is_near(fit: Fit | None, settings: Settings) -> bool:
    """True for a column that misses its closing balance by so little that no movement can be left out."""
    if fit is None or fit.verdict != "differs":
        return False
    return fit.printed.gap(fit.expected) <= abs(fit.printed.middle) * Decimal(str(settings.near))


def _shows_near(relation: Relation, figures: Mapping[str, Figure], settings: Settings) -> bool:
    """Whether the closing balance prints so many digits that one off by twice the rounding still comes near."""
    last = figures[relation.result or ""]
    off = last.quantity.step * (len(relation.terms) + 2)
    return off <= abs(last.value) * Decimal(str(settings.near))


def _relation(table: Table, closing: int, c: int, moves: list[Figure], last: Figure) -> Relation:
    header = " ".join(table.columns[c].path)
    return Relation(
        code=CODE,
        formula="sum",
        terms=tuple(Term(f.id, Decimal(1)) for f in moves),
        why="the table runs from an opening to a closing balance",
        result=last.id,
        scope=(table.id, f"row {closing + 1}"),
        message=f"{show_label(table.rows[closing].label)} ({show_label(header)}): opening balance and movements lead to "
        "{expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )


def _explained(relation: Relation) -> Relation:
    return Relation(
        relation.code, relation.formula, relation.terms, relation.why, relation.result, "suggested",
        explanation="the roll-forward may list only some movements", scope=relation.scope,
    )  # fmt: skip
