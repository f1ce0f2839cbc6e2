"""Changes told in a clause: the current and the earlier value, by how much, and the word that says which way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.concepts.phrases import DIRECTION, NOT_CHANGE
from tieout.facts.change_bases import TO_VALUE, belongs_elsewhere
from tieout.facts.change_marks import AMOUNT_BY, REACH, SUPPOSED, are_comparable, is_change_mark
from tieout.facts.change_pairs import ends_of_ranges, find_pairs
from tieout.facts.sentences import Clause, Mark

_THAN = re.compile(
    r"⟦(?P<kind>[PAXQ])(?P<c>\d+)⟧\s*(?P<word>(?P<up>(?:more|higher|larger|greater|stronger)(?=\s+than)|above|ahead\s+of|up\s+on)"
    r"|(?:less|lower|smaller|fewer|weaker)(?=\s+than)|below|down\s+on|short\s+of)"
    r"(?:\s+than)?\s+(?:(?:the|that|its|an?)\s+)?(?:[a-z-]+\s+){0,3}?(?:of\s+)?⟦(?P<base>[AP])(?P<a>\d+)⟧",
    re.I,
)
"""A change and its base side by side: "12.0% more than the ⟦A2⟧", "84 lower than the ⟦A2⟧"; the value stands before, if anywhere."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change told by a clause; `prior` is None when the clause does not print the earlier value.

    `word` is (start, end, direction) in the skeleton: +1 up, -1 down, 0 unchanged.
    """

    current: Mark | None
    prior: Mark | None
    change: Mark | None
    word: tuple[int, int, int] | None


def find_changes(clause: Clause) -> list[Change]:
    """Every change a clause tells, pairs of values first; no figure serves two of them."""
    by_index = {int(re.sub(r"\D", "", clause.skeleton[m.start : m.end])): m for m in clause.marks}
    changes, used = _find_than(clause, by_index)
    used |= ends_of_ranges(clause)
    changes.extend(_find_than_before(clause, used))
    pairs = [p for p in find_pairs(clause, by_index) if not any(id(m) in used for m in p)]
    used |= {id(m) for pair in pairs for m in pair}
    for k, (current, prior) in enumerate(pairs):
        low = max((m.end for p in pairs[:k] for m in p), default=0)
        high = min((m.start for p in pairs[k + 1 :] for m in p), default=len(clause.skeleton))
        change = _find_change(clause, current, prior, low, high, used)
        if change is not None:
            used.add(id(change))
        changes.append(Change(current, prior, change, _find_word(clause, current, prior, change, low, high)))
    changes.extend(_lone_changes(clause, used))
    return changes


def _find_than(clause: Clause, by_index: dict[int, Mark]) -> tuple[list[Change], set[int]]:
    """Changes that print their base beside them, and the figures they take."""
    changes: list[Change] = []
    used: set[int] = set()
    for found in _THAN.finditer(clause.skeleton):
        change, prior = by_index.get(int(found["c"])), by_index.get(int(found["a"]))
        if change is None or prior is None or change.figure is None or prior.figure is None:
            continue
        if (found["kind"] == "Q") != (found["base"] == "P"):
            continue  # points lie between two percentages, everything else between two amounts
        if change.kind == "A" and not (
            are_comparable(change, prior) and abs(change.figure.value) < abs(prior.figure.value)
        ):
            continue
        before = [m for m in clause.figures(found["base"]) if m.end <= change.start and id(m) not in used]
        current = before[-1] if before and _ADDS.fullmatch(clause.skeleton[before[-1].end : change.start]) else None
        if current is not None and not are_comparable(current, prior):
            current = None
        word = (found.start("word"), found.end("word"), 1 if found["up"] else -1)
        used |= {id(m) for m in (current, change, prior) if m is not None}
        changes.append(Change(current, prior, change, word))
    return changes, used


_THAN_BEFORE = re.compile(
    r"\s*(?:[a-z-]+\s+){0,2}?(?P<word>(?P<up>more|higher|larger|greater)|fewer|less|lower|smaller)\s+than\s+"
    r"(?:(?:in|at|for|during|as\s+of|as\s+at|by|on)\s+)?(?:the\s+)?(?=a\s+year|last|previous|prior|preceding|same|corresponding|end\b|⟦[TR]|beginning|start|year-end)",
    re.I,
)
"""After an amount or a rate: how much it lies above or below what was there before, which is not printed: "164 fewer than a year earlier"."""


def _find_than_before(clause: Clause, used: set[int]) -> Iterator[Change]:
    """Changes told behind the value, against a time of which no value is printed; their figures are added to `used`."""
    for mark in clause.figures("AP"):
        than = _THAN_BEFORE.match(clause.skeleton, mark.end)
        if id(mark) in used or than is None or SUPPOSED.search(clause.skeleton):
            continue
        before = [m for m in clause.figures("A") if m.end <= mark.start and id(m) not in used]
        current = before[-1] if before and _OF_VALUE.match(clause.skeleton[before[-1].end : mark.start]) else None
        if current is not None and (mark.kind == "P" or are_comparable(current, mark)):
            used |= {id(current), id(mark)}
            yield Change(current, None, mark, (than.start("word"), than.end("word"), 1 if than["up"] else -1))


_ADDS = re.compile(
    r"(?!\s*(?:of\s+(?:them|which|whom|these|those)|thereof|including)\b)[^⟦⟧.;]{0,30}?(?:⟦[TR]\d+⟧[^⟦⟧.;]{0,6})?[,(（]\s*(?:(?:or|which\s+(?:is|was)|that\s+is|i\.e\.|being|and|thus|some|about|almost|nearly|only|an?\s+\w+\s+of)\s*)?",
    re.I,
)
"""Between a value and how much it lies above another."""


def _find_change(clause: Clause, current: Mark, prior: Mark, low: int, high: int, used: set[int]) -> Mark | None:
    """The figure that states the change of a pair: per cent, points, times, or an amount after "by"."""
    best: tuple[int, Mark] | None = None
    for mark in clause.figures():
        if id(mark) in used or mark.start < low or mark.end > high or not is_change_mark(clause, mark):
            continue
        if mark.kind == "A" and (prior.kind != "A" or not AMOUNT_BY.search(clause.skeleton[: mark.start])):
            continue
        if belongs_elsewhere(clause, mark, current, prior):
            continue
        distance = min(
            abs(mark.start - current.end),
            abs(current.start - mark.end),
            abs(mark.start - prior.end),
            abs(prior.start - mark.end),
        )
        if distance <= REACH and (best is None or distance < best[0]):
            best = (distance, mark)
    return best[1] if best else None


def _find_word(
    clause: Clause, current: Mark | None, prior: Mark | None, change: Mark | None, low: int, high: int
) -> tuple[int, int, int] | None:
    """The word of direction nearest to the figures of a change, within its part of the clause; none where all is supposed."""
    if SUPPOSED.search(clause.skeleton):
        return None
    anchors = [m for m in (change, current, prior) if m is not None]
    best: tuple[int, tuple[int, int, int]] | None = None
    told = min(m.start for m in anchors)
    low = max(
        [low, *(m.end for m in clause.figures("A") if current is not None and prior is not None and m.end <= told)]
    )
    barred = [(m.start(), m.end()) for m in NOT_CHANGE.finditer(clause.skeleton)]
    for word in DIRECTION.finditer(clause.skeleton, low, high):
        if any(a <= word.start() < b for a, b in barred):
            continue
        if word.end() <= told and ":" in clause.skeleton[word.end() : told]:
            continue
        if _is_cause(clause, word.start(), anchors) or _is_aside(clause, word, current, prior):
            continue
        if _is_anothers(clause, word, anchors, current, prior):
            continue
        other = _OF_ANOTHER_YEAR.match(clause.skeleton, word.end())
        if other is not None and all(m.start != other.start("rate") for m in anchors):
            continue
        distance = min(min(abs(m.start - word.end()), abs(word.start() - m.end)) for m in anchors)
        direction = 1 if word.group("up") else -1 if word.group("down") else 0
        reach = 40 if current is not None and current.kind == "P" else 90
        if distance <= reach and (best is None or distance < best[0]):
            best = (distance, (word.start(), word.end(), direction))
    return best[1] if best else None


_OF_FIGURE = re.compile(r"\s+(?:rate\s+)?of\s+(?=⟦[AP])", re.I)
_AND = re.compile(r"\b(?:and|but)\s+(?:\w+ly\s+)?$", re.I)
_ITEM_WORD = re.compile(r"growth\b", re.I)
_FORECAST = re.compile(
    r"\b(?:guidance|outlook|estimates?|expectations?|forecasts?|assumptions?|targets?|range)\b", re.I
)


def _is_anothers(
    clause: Clause, word: re.Match[str], anchors: list[Mark], current: Mark | None, prior: Mark | None
) -> bool:
    """True for a word of direction that tells another figure's change, names a rate, or says that a forecast stays."""
    text, starts = clause.skeleton, {m.start for m in anchors}
    of = _OF_FIGURE.match(text, word.end())
    if of is not None and of.end() not in starts:
        return True
    if current is None or prior is None:
        return False
    if not word.group("up") and not word.group("down") and _FORECAST.search(text):
        return True
    if current.kind == "P" and _ITEM_WORD.match(word.group()) and text[: word.start()].rstrip().endswith("⟧"):
        return True
    later = any(m.start > word.end() for m in clause.figures("AP") if m.start not in starts)
    return later and word.start() > max(m.end for m in anchors) and _AND.search(text[: word.start()]) is not None


_CAUSE = re.compile(
    r"due\s+to|driven\s+by|primarily|mainly|principally|because|result(?:ing|ed)?\s+(?:from|of)|attributable|owing\s+to|thanks\s+to|caused\s+by|offset"
    r"|as\s+we\b|\bsince\b(?!\s*⟦)|reflecting(?!\s+an?\b)|主要|由於|由于|因為|因为|乃因|所致|抵銷|抵销",
    re.I,
)


_BASE_FORM = re.compile(r"(?:\b(?:to|and|will|would|may|might|could|can|should|further|not|or|helps?)\s+)$", re.I)


def _is_aside(clause: Clause, word: re.Match[str], current: Mark | None, prior: Mark | None) -> bool:
    """True for a word that tells no change of the pair: a verb's base form, a participle, a word after a bracketed year."""
    text = clause.skeleton
    if _BASE_FORM.search(text[max(0, word.start() - 12) : word.start()]) and not word.group().lower().endswith("ed"):
        return True
    if text.startswith("而", word.end()):
        return True  # 因 ... 下降而作出: why, not what
    if word.group().lower().endswith("ing") and not re.match(r"\s+(?:from|by|to)\b|\s*⟦", text[word.end() :]):
        return True
    if current is None or prior is None or not re.search(r"[(（]", text[current.end : prior.start]):
        return False
    return word.start() > prior.end + 12


_OF_ANOTHER_YEAR = re.compile(r"\s*(?:by\s+)?(?P<rate>⟦[PQ]\d+⟧)\s*(?:in|for|during)?\s*⟦T\d+⟧\s*,")
"""After a word of direction, a rate with a year of its own between commas: "revenue, down 8 % in 2023, recovered by 16 %"."""


def _is_cause(clause: Clause, at: int, anchors: list[Mark]) -> bool:
    """True when a word stands in the part of the clause that tells why, not what."""
    before = [m.end for m in anchors if m.end <= at]
    return bool(before) and _CAUSE.search(clause.skeleton[max(before) : at]) is not None


def _lone_changes(clause: Clause, used: set[int]) -> list[Change]:
    """Changes whose earlier value is not printed: "increased by 5 % to 12", "a 5 % increase", "fell 3 %"."""
    changes = []
    for mark in clause.figures():
        if id(mark) in used:
            continue
        told = AMOUNT_BY.search(clause.skeleton[: mark.start]) if mark.kind == "A" else is_change_mark(clause, mark)
        if not told:
            continue
        word = _find_word(clause, None, None, mark, max(0, mark.start - 90), min(len(clause.skeleton), mark.end + 60))
        if word is None and "同比" not in clause.skeleton:
            continue
        current = _value_of_change(clause, mark, used)
        prior = _base_of_change(clause, mark, used) if current is None else None
        used |= {id(m) for m in (mark, prior) if m is not None}
        changes.append(Change(current, prior, mark, word))
    return changes


_OF_VALUE = re.compile(
    r"^[^⟦⟧.;,，(（]{0,34}(?:⟦[TR]\d+⟧[^⟦⟧.;,，(（]{0,10})?[,，(（]\s*(?:(?:an?|up|down|representing|marking|reflecting|which|with|同比|较|較|按年|year[\s-]on[\s-]year|增|减|減|上升|下降)[^⟦⟧.;]{0,44})?$",
    re.I,
)


_ON_BASE = re.compile(
    r"\s+(?:on|from|against|compared\s+(?:with|to)|over)\s+(?:(?:the|its|our)\s+)?(?:(?:figure|amount)\s+of\s+)?"
)


def _base_of_change(clause: Clause, change: Mark, used: set[int]) -> Mark | None:
    """The value that a lone change is told of, right after it: "up 5 % on the ⟦A⟧ of last year"."""
    after = [m for m in clause.figures("A") if m.start > change.end and id(m) not in used]
    return after[0] if after and _ON_BASE.fullmatch(clause.skeleton[change.end : after[0].start]) else None


_OF_ANOTHER = re.compile(
    r"^[^⟦⟧.;]{0,24},\s+(?:and|with|while)\s+(?!(?:was|were|came|stood|reached|amounted|totall?ed|brought|led)\b)[a-z]",
    re.I,
)
"""What follows is another item's change, its verb left out: "down 7.5 %, and profit to 336.8"."""


def _value_of_change(clause: Clause, change: Mark, used: set[int]) -> Mark | None:
    """The value a lone change leads to: after "to", or the amount right before the change with a comma between."""
    free = [m for m in clause.figures("AP") if id(m) not in used and m is not change]
    for mark in free:
        between = clause.skeleton[change.end : mark.start]
        if mark.start > change.end and TO_VALUE.match(between) and not _OF_ANOTHER.match(between):
            return mark
    for mark in reversed(free):
        if mark.end < change.start and mark.kind == "A":
            return mark if _OF_VALUE.match(clause.skeleton[mark.end : change.start]) else None
    return None
