"""A figure carries one unit: a currency and a per-cent sign do not belong to the same number.

What it tests: "RMB 13.5%", "US$ 20 percentage points": a money sign right before a percentage.
Why it matters: the number may be right and the unit wrong, or an amount was lost; either way a reader is misled.
Ties: "RMB 13.5 million"; "13.5% of total assets". Does not tie: "cash amounted to RMB 13.5% of total assets".
Source: the printed figure itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._mistold import mistold
from tieout.model import Paper, Relation

CODE = "U602"
NAME = "unit of a figure"


@dataclass(frozen=True)
class Settings:
    """No thresholds: the sign stands there or it does not."""


_MIXED = re.compile(
    r"^(?:RMB|CNY|HK\$|HKD|US\$|USD|EUR|GBP|[€£¥￥$]|人民[币幣])\s*[\d(].*(?:[%％]|percentage points?|个百分点|個百分點)$"
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One count that fails for each figure of prose that prints money and per cent at once."""
    for figure in paper.figures.values():
        if figure.quantity.unit in {"%", "pp"} and figure.home == "prose" and _MIXED.match(figure.span.quote):
            yield mistold(
                CODE,
                figure.document,
                figure.span,
                '"{word}" prints a currency and a per-cent sign on one number; only one of them can be meant.',
                why="a money sign stands before a percentage",
            )
