"""Labels of policies: what a line's label may mean, and which meaning the whole sequence of labels supports.

"(i)" is the ninth letter or the first small numeral, "(v)" the twenty-second letter or the fifth. No single line
tells; the run of labels does. `resolve` walks all readings of the run side by side and keeps the one with the fewest
gaps, so "(h) (i) (ii) (i) (j)" comes out as h, h(i), h(ii), i, j.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tieout.numbers.chinese import parse_numeral

_PARENTHESIS = re.compile(r"^[(（]\s*([a-z]{1,4}|[A-Z]{1,2}|\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）][.、]?\s*")
_DECIMAL = re.compile(r"^(?:note\s+)?(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=\S)", re.I)
_POINT = re.compile(r"^([ivx]{1,4}|[a-z]{1,2}|[A-Z])[.)]\s+(?=[A-Z])")
_NOTE_PREFIX = re.compile(r"^\d{1,2}\s?(?=[(（][a-z]{1,2}[)）])")
_ARABIC = re.compile(r"^(\d{1,2})\s*(?:[.、．)]\s*)(?=\D)|^(\d{1,2})\s+(?=[A-Z\u4e00-\u9fff])")
_CHINESE = re.compile(r"^([一二三四五六七八九十]{1,3})\s*[、.．]\s*")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BEAM = 60
_OPEN_COST, _NESTED_COST, _GAP_COST, _RESTART_COST = 0.4, 1.5, 3.0, 6.0


@dataclass(frozen=True, slots=True)
class Meaning:
    """One reading of a label: its family and ordinal; `path` holds the numbers of a decimal label."""

    family: str
    ordinal: int
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, without blanks, its length in the line, and its possible meanings."""

    text: str
    length: int
    meanings: tuple[Meaning, ...]


def parse_label(text: str) -> Label | None:
    """The label a line opens with, None when it opens with none; "2(h) Leases" opens with "(h)"."""
    if (prefix := _NOTE_PREFIX.match(text)) is not None:
        inner = parse_label(text[prefix.end() :])
        return None if inner is None else replace(inner, length=inner.length + prefix.end())
    if found := _DECIMAL.match(text):
        path = tuple(int(n) for n in found.group(1).split("."))
        return Label(found.group(1), found.end(), (Meaning("decimal", path[-1], path),))
    if found := _PARENTHESIS.match(text):
        return _make(found.group(1), f"({found.group(1)})", found.end(), "parenthesis")
    if found := _CHINESE.match(text):
        return _make(found.group(1), found.group(1), found.end(), "chinese")
    if found := _POINT.match(text):
        return _make(found.group(1), f"({found.group(1)})", found.end(), "point")
    if found := _ARABIC.match(text):
        number = found.group(1) or found.group(2)
        return Label(number, found.end(), (Meaning("arabic", int(number)),))
    return None


def parse_roman(text: str) -> int | None:
    """The value of a small Roman numeral up to 39, None when the text is not one in its usual form."""
    if not text or any(c not in _ROMAN for c in text):
        return None
    values = [_ROMAN[c] for c in text]
    total = sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
    return total if total < 40 and to_roman(total) == text else None


def to_roman(number: int) -> str:
    """A number up to 89 as a small Roman numeral."""
    out = ""
    for value, sign in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            out, number = out + sign, number - value
    return out


def _make(body: str, text: str, length: int, style: str) -> Label | None:
    meanings: list[Meaning] = []
    lower = body.lower()
    case = "lower" if body == lower else "upper"
    if body.isdigit():
        meanings.append(Meaning(f"{style} arabic", int(body)))
    elif (numeral := parse_numeral(body)) is not None:
        meanings.append(Meaning(f"{style} chinese", numeral))
    else:
        if (roman := parse_roman(lower)) is not None:
            meanings.append(Meaning(f"{style} roman {case}", roman))
        if len(body) == 1:
            meanings.append(Meaning(f"{style} letter {case}", ord(lower) - 96))
        elif len(body) == 2 and lower[0] == lower[1]:
            meanings.append(Meaning(f"{style} letter {case}", ord(lower[0]) - 96 + 26))
        elif len(body) == 2 and lower[0] == "a":
            meanings.append(Meaning(f"{style} letter {case}", ord(lower[1]) - 96 + 26))
    return Label(text, length, tuple(meanings)) if meanings else None


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    stack: tuple[Meaning, ...]
    depths: tuple[int, ...]


def resolve(labels: Sequence[Label]) -> tuple[int, ...]:
    """The depth of each label (0 is outermost) under the reading of the run with the fewest gaps."""
    states = [_State(0.0, (), ())]
    for label in labels:
        reached = [after for state in states for meaning in label.meanings for after in _steps(state, meaning)]
        reached.sort(key=lambda s: s.cost)
        states = reached[:_BEAM]
    return states[0].depths if states else ()


def _steps(state: _State, meaning: Meaning) -> list[_State]:
    if meaning.family == "decimal":
        return [_decimal_step(state, meaning)]
    steps = []
    for depth, open_level in enumerate(state.stack):
        if open_level.family == meaning.family:
            gap = meaning.ordinal - open_level.ordinal - 1
            cost = 0.0 if gap == 0 else _GAP_COST + gap * 0.1 if gap > 0 else _RESTART_COST
            steps.append(_push(state, depth, meaning, cost))
    nested = any(level.family == meaning.family for level in state.stack)
    if not nested or meaning.family == "arabic":
        first = 0.0 if meaning.ordinal == 1 else _GAP_COST + 0.1 * meaning.ordinal
        steps.append(_push(state, len(state.stack), meaning, (_NESTED_COST if nested else _OPEN_COST) + first))
    return steps


def _decimal_step(state: _State, meaning: Meaning) -> _State:
    depth = 0
    for level in state.stack:
        if level.family == "decimal" and level.path == meaning.path[: len(level.path)] != meaning.path:
            depth += 1
        else:
            break
    return _push(state, depth, meaning, 0.0)


def _push(state: _State, depth: int, meaning: Meaning, cost: float) -> _State:
    return _State(state.cost + cost, (*state.stack[:depth], meaning), (*state.depths, depth))
