"""The words that stand next to each figure of a sentence: what one of several figures is told for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from tieout.model import Figure

JOINS = re.compile(
    r"[\s,、和及与與或()（）$€£%]*(?:(?:and|or|in|for|at|as of|of|million|billion|thousand)\b[\s,]*)*", re.I
)
"""What may stand between figures of one list."""
_OWN = re.compile(r"\s*(?:of|in|for|from|to|on|per|is|are|was|were)\b", re.I)
_NOUN = re.compile(
    r"\s?(?!(?:and|or|but|while|which|with|compared|respectively|to|from|as|at|by|than|over|higher|lower|more|less|during|when|year)\b)[a-z]",
    re.I,
)
"""A noun right behind a number: what it counts, or is a share of."""


def find_near(
    text: str, base: int, figures: Sequence[Figure], split: Callable[[str], Iterable[str]]
) -> list[frozenset[str]]:
    """For each figure the words next to it: those after it that "of" or a noun ties to it, else those before it; figures that only
    "and" joins share them. `base` is where the text starts in its layer."""
    bounds = [(f.span.start - base, f.span.end - base) for f in figures]
    found = [frozenset[str]()] * len(bounds)
    at = 0
    for run in find_runs([(a, b, "") for a, b in bounds], text, JOINS, alike=False):
        first, last = run[0], run[-1]
        end = bounds[last + 1][0] if last + 1 < len(bounds) else len(text)
        counts = figures[last].quantity.unit in {None, "%"} and _NOUN.match(text, bounds[last][1]) is not None
        ties = counts or _OWN.match(text, bounds[last][1]) is not None
        words = frozenset(split(f"{text[at : bounds[first][0]]} {text[bounds[last][1] : end] if ties else ''}"))
        found[first : last + 1] = [words] * len(run)
        at = end if ties else bounds[last][1]
    return found


def find_runs(
    items: Sequence[tuple[int, int, str]], text: str, join: re.Pattern[str], *, alike: bool
) -> Iterator[list[int]]:
    """Indices of items (start, end, kind) that only joining words part; with `alike` also of one kind."""
    run: list[int] = []
    for k, (start, _, kind) in enumerate(items):
        last = items[run[-1]] if run else None
        if last is not None and join.fullmatch(text, last[1], start) and (not alike or last[2] == kind):
            run.append(k)
            continue
        if run:
            yield run
        run = [k]
    if run:
        yield run
