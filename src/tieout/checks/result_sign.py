"""A profit is not told as a loss, nor a loss as a profit.

What it tests: "the Group recorded a loss of 297.9 million" where the statements print a profit of that size; 實現淨利潤3.1億元 where they print a loss.
Why it matters: the digits are right, and every comparison of sizes passes.
Ties: nothing is ticked. Does not tie: a loss of 297.9 million beside "Profit for the period | 297.9".
Only results of the catalogue whose value tables print for the same period are tested, and only where all of these have the other sign.
Source: ISA 720.14; the table itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, index_facts, periods_fit, same_class, unit_class
from tieout.checks._mistold import mistold
from tieout.model import Claim, Figure, Paper, Relation

CODE = "L754"
NAME = "profit or loss"


@dataclass(frozen=True)
class Settings:
    """`digits`: digits a value must print. `reach`: characters from the word to its value."""

    digits: int = 3
    reach: int = 60


_WORD = re.compile(
    r"(?P<loss>\bloss(?:es)?\b|[虧亏][損损])|(?P<profit>\bprofits?\b|\bearnings\b|\bnet\s+income\b|溢利|盈利|[净淨]利(?:[润潤])?|利[润潤])",
    re.I,
)
_EITHER = re.compile(
    r"[(（]\s*(?:loss(?:es)?|profits?|[虧亏][損损])\s*[)）]|\ba gain of\b|profit\s*/\s*\(?\s*loss|loss\)?\s*/\s*\(?\s*profit|profit\s+(?:or|and)\s+loss|per\s+share|每股|before|impairment|credit|扭[亏虧]|盈[转轉]",
    re.I,
)
_OF = re.compile(r"[^.;。；⟦]{0,40}?\b(?:of|was|were|to|at|by)\s+[^.;\d]{0,16}$|[^。；\d]{0,12}$", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each result that tables print with the other sign."""
    index, entity = index_facts(paper), entities_of(paper)
    documents = {d.id: d for d in paper.documents}
    told: set[tuple[str, int]] = set()
    for claim in paper.claims:
        key = claim.figure("current")
        if key is None or claim.concept is None or claim.period is None or not _RESULT.search(claim.concept):
            continue
        figure = paper.figures[key]
        word = _result_word(claim, figure, settings)
        if word is None or figure.quantity.digits < settings.digits or figure.value <= 0:
            continue
        loss = word["loss"] is not None
        cells = [
            e
            for k in index.by_concept.get(claim.concept, ())
            if (e := index.entries[k]).origin == "value"
            and entity[e.figure.document] == entity[claim.document]
            and e.period is not None
            and periods_fit(claim.period, e.period)
            and same_class(e.unit, unit_class(figure))
            and figures_meet(e.figure, figure)
        ]
        start = claim.span.start + word.start()
        if not cells or any(_is_loss(e) == loss for e in cells) or (claim.document, start) in told:
            continue
        told.add((claim.document, start))
        yield mistold(
            CODE,
            claim.document,
            documents[claim.document].layer(claim.span.layer).span(start, claim.span.start + word.end()),
            "“{word}” is said of {b}; the table prints {a} as a " + ("profit." if loss else "loss."),
            cells[0].figure,
            figure,
            why="the table prints the other sign",
        )


_RESULT = re.compile(r"^(?:profit|operating_profit|loss)")


def _result_word(claim: Claim, figure: Figure, settings: Settings) -> re.Match[str] | None:
    """The last word for a result before a value, where nothing else stands between the two."""
    before = claim.span.quote[: max(0, figure.span.start - claim.span.start)]
    if _EITHER.search(before) or re.search(r"[-(（−]\s*$", before):
        return None
    found = list(_WORD.finditer(before))
    if not found or len({m.lastgroup for m in found}) > 1 or len(before) - found[-1].end() > settings.reach:
        return None
    return found[-1] if _OF.fullmatch(before[found[-1].end() :]) else None


def _is_loss(entry: Entry) -> bool:
    """True for a negative result, and for a positive one that its label calls a loss and nothing else."""
    named = "loss" in entry.words and not entry.words & {"profit", "income", "earning"}
    han = "".join(entry.words)  # 营业利润（亏损以“－”号填列） tells how a loss is written
    named = named or (re.search(r"[虧亏][損损]", han) is not None and re.search(r"溢利|盈利|利[润潤]", han) is None)
    return entry.figure.value < 0 or named
