"""A share of one thing is not told of another: of shops, of floor space, of sales.

What it tests: "managed hotels made up 73.5% of hotels and 67.7% of rooms" against the row of managed hotels and the columns of hotels and
rooms, in the table that lists them above a total; 占門店的73.5%.
Why it matters: the two shares stand in one sentence and are typed the wrong way round.
Ties: nothing is ticked: other checks compute shares. Does not tie: "67.7% of hotels", which is the share of the rooms.
A share that any column of the name gives is right; one that none gives is reported only where it is that of another column of the row.
Source: the table itself; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._columns import is_additive, show_label
from tieout.checks._lists import Lists, find_lists, name_of
from tieout.checks._neighbours import Run, find_neighbours
from tieout.checks._shares_told import share_of, whole_of
from tieout.concepts.labels import label_words
from tieout.model import Figure, Paper, Relation, Table, Term
from tieout.numbers.interval import interval_of

CODE = "P355"
NAME = "share of another column"


@dataclass(frozen=True)
class Settings:
    """`steps`: last digits that a share must be to be known for that of another column: 5.0% is fifty."""

    steps: int = 100


_VERB = re.compile(
    r"(?:account(?:ed|s|ing)?\s+for|ma(?:de|kes?|king)\s+up|represent(?:ed|s|ing)?|constitut(?:ed|es?|ing)|contribut(?:ed|es?|ing)|compris(?:ed|es|ing)|held|hold|had|provid(?:ed|es?)|with)"
    r"\s+(?:about\s+|approximately\s+)?\**$",
    re.I,
)
_AND = re.compile(r"^\**\s+of\s+[A-Za-z][A-Za-z\s]{1,30}?,?\s+(?:and|but|against)\s+(?:only\s+|about\s+)?\**$")
_HAN_OF = re.compile(r"[占佔](?P<item>[\u4e00-\u9fff]{1,8}?)(?:[总總][数數量额額])?的?(?:約|约)?\**$")
_HAN_STOP = re.compile(r"[，。；,：:\s]")
_ASIDE = re.compile(r"^(?:the|our|its)\s+|\s+(?:now|alone|also|still|already|together)$")
_WHEN = re.compile(
    r"(?:at|in|by|as\s+of)\s+[^,;]{2,30}\b(?:end|year|half|quarter|period|date|(?:19|20)\d\d),?\s+(?:the\s+)?", re.I
)
_STOP = re.compile(r"[.;。；]\s|\n|\s-\s|[:：]\s|\((?:index)[^()]*\)|\]|,\s")


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each share of a row that is that of another column."""
    lists = find_lists(paper)
    for run in find_neighbours(paper):
        around = lists[run.document.id]
        for k, share in enumerate(run.figures) if around else ():
            if (
                share.quantity.unit == "%"
                and not share.quantity.approximation
                and share.value >= settings.steps * share.quantity.step
            ):
                yield from _of_share(run, k, share, around)


def _of_share(run: Run, k: int, share: Figure, around: Lists) -> Iterator[Relation]:
    name, whole = _read(run, k)
    words, told = label_words(whole), interval_of(share.quantity)
    right = Decimal(0)
    shown: tuple[str, Figure, Figure] | None = None
    for table, rows in around if words and name else ():
        named = [r for r in rows if _is_named(name_of(table.rows[r].label), name)]
        if len(named) != 1 or table.document != run.document.id:
            continue
        shares = _shares(table, named[0], rows[-1] + 1)
        of_name = [c for c in shares if words <= label_words(" ".join(table.columns[c].path))]
        if any(share_of(*shares[c]).meets(told) for c in of_name):
            return
        if of_name:
            right = share_of(*shares[of_name[-1]]).middle
        for c, (part, total) in shares.items():
            if of_name and c not in of_name and shown is None and share_of(part, total).meets(told):
                shown = " ".join(table.columns[c].path), part, total
    if shown is not None:
        yield Relation(
            code=CODE,
            formula="stated",
            terms=(Term(shown[1].id), Term(shown[2].id)),
            why="the table lists the row and the total of both columns",
            result=share.id,
            firmness="stated",
            expected=right.quantize(share.quantity.step),
            document=run.document.id,
            message=f"{{printed}} is told of “{show_label(whole)}”, where it is {{expected}}; it is the share of “{show_label(shown[0])}”, {{a}} of {{b}}.",
        )


def _is_named(row: str, words: str) -> bool:
    """True when words are a row's name, or a time and the name."""
    return row == words or (words.endswith(" " + row) and _WHEN.fullmatch(words[: -len(row)]) is not None)


def _shares(table: Table, row: int, total: int) -> dict[int, tuple[Figure, Figure]]:
    """Part and whole of a row in each column that adds up."""
    found = {}
    for c in range(len(table.columns)):
        part, whole = table.cells[row][c].figure, table.cells[total][c].figure
        if is_additive(table, c) and part is not None and whole is not None and 0 < part.value < whole.value:
            found[c] = part, whole
    return found


def _read(run: Run, k: int) -> tuple[str, str]:
    """The name that a share is told of, and of what it is a share; the second share of a sentence has the name of the first.

    Both are empty where the words are others.
    """
    if (han := _HAN_OF.search(run.gaps[k])) is not None:
        name = _HAN_STOP.split(run.gaps[k][: han.start()])[-1]
        earlier = _HAN_OF.search(run.gaps[k - 1]) if k and not name else None
        return name or (_HAN_STOP.split(run.gaps[k - 1][: earlier.start()])[-1] if earlier is not None else ""), han[
            "item"
        ]
    lead = run.gaps[k - 1 if k and _AND.match(run.gaps[k]) else k]
    whole, verb = whole_of(run.gaps[k + 1]), _VERB.search(lead)
    if whole is None or verb is None:
        return "", ""
    name = _STOP.split(lead[: verb.start()])[-1].strip(" *•-").lower()
    return _ASIDE.sub("", name), whole
