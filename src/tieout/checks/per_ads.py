"""An amount per ADS is the amount per share times the shares of an ADS.

What it tests: rows "per ADS" against the rows of the same name per share, column by column, where the company says how many shares an ADS
represents: "one ADS represents five ordinary shares", 每股美国存托股代表五股普通股.
Why it matters: those who hold the ADS read only that row, and it is computed by hand.
Ties: nothing is ticked: a product of rounded figures proves little. Does not tie: 0.645 per ADS beside 0.064 per share and five shares an ADS.
A row is tested only where another of its columns, or another row per ADS, follows the ratio.
Source: IAS 33.66 (earnings per share); arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import show_label, value_columns
from tieout.checks._consensus import entities_of
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.numbers.chinese import parse_numeral
from tieout.numbers.interval import interval_of
from tieout.numbers.words import NUMBER_WORDS

CODE = "P358"
NAME = "amount per ADS"


@dataclass(frozen=True)
class Settings:
    """`largest`: shares of an ADS, at most."""

    largest: int = 1000


_WORD = "|".join(sorted((w for w, n in NUMBER_WORDS.items() if n > 1), key=len, reverse=True))
_STATED = re.compile(
    rf"\b(?:one|each|every|1)\s+(?:American\s+depositary\s+shares?(?:\s+\(?[“\"]?ADSs?[”\"]?\)?)?|ADSs?|ADRs?)\s*,?\s*(?:represent(?:s|ing)|equal(?:s|ling)?(?:\s+to)?|is\s+equal\s+to|=|corresponds\s+to|stands\s+for)\s*(?P<n>{_WORD}|\d{{1,4}})\s+(?:[A-Za-z]+\s+){{0,3}}?shares"
    r"|每(?:股|份|一份)?(?:美[国國]存[托託](?:股份?|[凭憑][证證])|ADS)\s*(?:代表|相[当當][于於]|等[于於])\s*(?P<zh>[二三四五六七八九十百]{1,4}|\d{1,4})\s*股",
    re.I,
)
_PER_ADS = re.compile(
    r"\s*(?:,\s*)?\bper\s+(?:ADS|ADR|American\s+depositary\s+share)\b|每(?:股|份)?(?:ADS|美[国國]存[托託]股份?)", re.I
)
_PER_SHARE = re.compile(r"\s*(?:,\s*)?\bper\s+(?:ordinary\s+|common\s+)?share\b|每股", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A failing product for each cell per ADS beside others that follow the ratio."""
    entity = entities_of(paper)
    ratios: dict[object, set[int]] = defaultdict(set)
    for document in paper.documents:
        for layer in document.layers:
            ratios[entity[document.id]] |= {n for m in _STATED.finditer(layer.text) if (n := _number(m)) is not None}
    for table in paper.tables:
        stated = ratios[entity[table.document]]
        if len(stated) == 1 and 1 < (ratio := min(stated)) <= settings.largest:
            yield from _in_table(table, ratio)


def _number(found: re.Match[str]) -> int | None:
    text = (found["n"] or found["zh"]).lower()
    return int(text) if text.isdigit() else NUMBER_WORDS.get(text) or parse_numeral(text)


def _in_table(table: Table, ratio: int) -> Iterator[Relation]:
    by_name = {_bare(row.label): r for r, row in enumerate(table.rows) if not _PER_ADS.search(row.label)}
    pairs: list[tuple[int, Figure, Figure]] = []
    for r, row in enumerate(table.rows):
        single = by_name.get(_bare(row.label)) if _PER_ADS.search(row.label) else None
        for c in value_columns(table) if single is not None else ():
            whole, share = table.cells[r][c].figure, table.cells[single or 0][c].figure
            if whole is not None and share is not None and share.value and whole.quantity.unit == share.quantity.unit:
                pairs.append((r, whole, share))
    failing = [(r, whole, share) for r, whole, share in pairs if not _follows(whole, share, ratio)]
    for r, whole, share in failing if 2 * len(failing) < len(pairs) else ():
        yield Relation(
            code=CODE,
            formula="sum",
            terms=(Term(share.id, Decimal(ratio)),),
            why="the company says how many shares an ADS represents, and other cells follow it",
            result=whole.id,
            firmness="structural",
            binds=False,
            scope=(table.id, f"row {r + 1}"),
            message=f"{show_label(table.rows[r].label)}: {{a}} per share and {ratio} shares an ADS make {{expected}}; {{printed}} is printed "
            "(difference {difference}, tolerance {tolerance}).",
        )


def _bare(label: str) -> str:
    """A label without what it is per, and without its unit."""
    plain = _PER_SHARE.sub("", _PER_ADS.sub("", re.sub(r"\s*[(（][^()（）]*[)）]", "", label)))
    return re.sub(r"\bearnings\b", "eps", plain, flags=re.I).strip(" *–-").lower()


def _follows(whole: Figure, share: Figure, ratio: int) -> bool:
    return interval_of(share.quantity).times(Decimal(ratio)).meets(interval_of(whole.quantity))
