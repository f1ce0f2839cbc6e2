"""Sentences of findings in Chinese. Checks write English; a finding's sentence is known again by its pattern, its figures,
labels and quotes are kept as they are. A sentence of no known pattern stays in English."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

_PLACE = re.compile(r"\{(\w+)\}")
_TAIL = re.compile(r" \(difference (?P<difference>[^()]+?)(?:, tolerance (?P<tolerance>[^()]+?))?\)\.")
_MISSING = re.compile(r" Not reported for this period: (?P<names>.+)$")
_LEAST = re.compile(r" The figure least supported elsewhere is (?P<figure>.+)\.$")
_LIKELY = re.compile(r" Just as likely: (?P<figures>.+?)(?: and (?P<more>\d+) more)?\.$")
_SCALES = (
    (" hundred million", " 亿"),
    (" ten thousand", " 万"),
    (" thousand", " 千"),
    (" million", " 百万"),
    (" billion", " 十亿"),
    (" trillion", " 万亿"),
    (" percentage points", " 个百分点"),
    (" basis points", " 个基点"),
    (" times", " 倍"),
)
_COMPUTED = ("expected", "difference", "tolerance")
"""These we write ourselves, in English words of scale; everything else is the document's own."""


def say_finding(message: str) -> str:
    """The sentence in Chinese, or as it is where its pattern is not known."""
    rest, after = message, ""
    if (likely := _LIKELY.search(rest)) is not None:
        more = f" 等 {int(likely['more']) + likely['figures'].count(', ') + 1} 个" if likely["more"] else ""
        rest, after = rest[: likely.start()], f"同样可能的是 {likely['figures'].replace(', ', '、')}{more}。"
    for pattern, chinese in ((_MISSING, "本期没有报告：{}。"), (_LEAST, "其中别处佐证最少的是 {}。")):
        found = pattern.search(rest)
        if found is not None:
            rest, after = rest[: found.start()], chinese.format(found[1]) + after
    tail = _TAIL.search(rest)
    said = _translate(rest[: tail.start()] if tail else rest.removesuffix("."))
    if said is None or (tail is not None and tail.end() != len(rest)):
        return message
    if tail is not None:
        tolerance = f"，容差 {_say_amount(tail['tolerance'])}" if tail["tolerance"] else ""
        said += f"（差 {_say_amount(tail['difference'])}{tolerance}）"
    return f"{said}。{after}"


def _translate(head: str) -> str | None:
    for pattern, chinese in _patterns():
        found = pattern.fullmatch(head)
        if found is not None:
            values = {k: _say_amount(v) if k in _COMPUTED else v for k, v in found.groupdict().items()}
            return _PLACE.sub(lambda place, values=values: values[place[1]], chinese)  # type: ignore[misc]
    return None


def _say_amount(text: str) -> str:
    for english, chinese in _SCALES:
        if text.endswith(english):
            text = text.removesuffix(english) + chinese
    return text


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns with what they become, those with most fixed words first."""
    told: dict[str, str] = json.loads(files(__package__).joinpath("messages_zh.json").read_text("utf-8"))
    ranked = sorted(told.items(), key=lambda pair: -len(_PLACE.sub("", pair[0])))
    return tuple((_compile(english), chinese) for english, chinese in ranked)


def _compile(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)
    return re.compile("".join(f"(?P<{part}>.+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts)), re.S)
