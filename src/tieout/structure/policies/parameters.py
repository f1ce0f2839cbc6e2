"""Typed parameters of a policy: each match of a catalogue pattern, with its value, unit and place."""

from __future__ import annotations

import re
from functools import cache

from tieout.model import Parameter
from tieout.structure.policies.catalogue import Pattern, Topic, fold, is_chinese, load_patterns
from tieout.structure.policies.counts import read_currency, read_range, read_unit
from tieout.structure.policies.lines import Line
from tieout.structure.policies.lives import find_lives, find_told_lives

_SENTENCE_END = re.compile(r"(?<!\bi\.e)(?<!\be\.g)(?<!\bNo)(?<!\betc)[.;](?=\s|$)|[。；]")
_WITH_LIVES = frozenset({"property", "investment_property", "intangibles", "leases", "research"})
_LOOSE_END = re.compile(
    r"(?:\s+(?:and|or|the|a|an|of|to|in|on|by|at|is|are|as|such|which|that|from|for|with|it|not|taking|unless|see))+$",
    re.I,
)
_CLAUSE_END = re.compile(r"[,.;:()“”（），。；：、](?!\d)|\n")
_FINISHES_CHARACTERS = 60
"""A quote cut by its pattern's limit goes on to the end of its clause when that is no further than this."""


def find_parameters(line: Line, topics: tuple[Topic, ...]) -> list[Parameter]:
    """The parameters stated in one line, each value at its first place; a table gives lives and rates row by row."""
    names = frozenset(topic.name for topic in topics)
    lives = find_lives(line) if names & _WITH_LIVES else []
    if line.is_table or lives:
        return lives
    text = fold(line.text)
    found: list[tuple[int, int, Pattern, re.Match[str]]] = []
    for pattern in load_patterns(is_chinese(line.text)):
        if pattern.topics and not pattern.topics & names:
            continue
        for match in pattern.pattern.finditer(text):
            cuts_word = match.start() > 0 and _is_word(text[match.start() - 1]) and _is_word(text[match.start()])
            if match.end() > match.start() and not cuts_word and _fits(pattern, text, match):
                start, end = _place(text, match, pattern.tail_characters)
                found.append((start, end, pattern, match))
    told = find_told_lives(line) if names & _WITH_LIVES and not is_chinese(line.text) else []
    made = [p for p in (_make(line, *item) for item in _without_overlaps(found)) if p is not None]
    made = told + [p for p in made if not (p.name == "useful_life" and _meets(p, told))]
    return list({(p.name, str(p.value), p.unit): p for p in reversed(made)}.values())[::-1]


def _meets(parameter: Parameter, others: list[Parameter]) -> bool:
    here = parameter.span
    return any(here.start < o.span.end and o.span.start < here.end for o in others)


def drop_repeats(parameters: list[Parameter]) -> list[Parameter]:
    """A policy's parameters without later places of those the catalogue wants once."""
    once = _names_wanted_once()
    kept: dict[object, Parameter] = {}
    for index, parameter in enumerate(parameters):
        key = (parameter.name, str(parameter.value)) if parameter.name in once else index
        kept.setdefault(key, parameter)
    return list(kept.values())


@cache
def _names_wanted_once() -> frozenset[str]:
    return frozenset(p.name for chinese in (False, True) for p in load_patterns(chinese) if p.once)


def _place(text: str, match: re.Match[str], tail: int) -> tuple[int, int]:
    """The group `quote` where the pattern has one, else the match in whole words, its tail in whole clauses."""
    if "quote" in match.re.groupindex and match.group("quote") is not None:
        return match.span("quote")
    start, end = match.span()
    if tail or _cuts_word(text, end):
        end = start + len(_LOOSE_END.sub("", text[start : _finish(text, start, end, tail)].rstrip()))
    while end > start and text[end - 1] in " \t\n,(（，、":
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _finish(text: str, start: int, end: int, tail: int) -> int:
    """Where a quote that its pattern's limit may have cut ends: after the last whole clause of its tail, or of it all."""
    here = list(_CLAUSE_END.finditer(text, max(start + 1, end - tail), end))
    if here and end < len(text) and _CLAUSE_END.match(text, end) is None:
        return here[-1].end() if here[-1].group() in ")）”" else here[-1].start()
    following = _CLAUSE_END.search(text, end)
    finish = following.start() if following else len(text)
    if finish - end <= _FINISHES_CHARACTERS:
        return finish
    cut = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
    return cut if cut > start and _cuts_word(text, end) else end


def _cuts_word(text: str, end: int) -> bool:
    return end < len(text) and _is_word(text[end - 1]) and _is_word(text[end])


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _fits(pattern: Pattern, text: str, match: re.Match[str]) -> bool:
    if pattern.near is None and pattern.unless is None:
        return True
    sentence = text[slice(*_sentence(text, match.start(), match.end()))]
    if pattern.near is not None and not pattern.near.search(sentence):
        return False
    return pattern.unless is None or not pattern.unless.search(sentence)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence or sentences that hold a range."""
    low = max((m.end() for m in _SENTENCE_END.finditer(text, 0, start)), default=0)
    after = _SENTENCE_END.search(text, end)
    return low, after.start() if after else len(text)


def _without_overlaps(
    found: list[tuple[int, int, Pattern, re.Match[str]]],
) -> list[tuple[int, int, Pattern, re.Match[str]]]:
    """Of two matches of one parameter that overlap, the longer stays."""
    kept: list[tuple[int, int, Pattern, re.Match[str]]] = []
    for item in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
        if not any(k[2].name == item[2].name and k[0] < item[1] and item[0] < k[1] for k in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: f[0])


def _make(line: Line, start: int, end: int, pattern: Pattern, match: re.Match[str]) -> Parameter | None:
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    if pattern.value == "{n}":
        value = read_range(groups)
    elif pattern.value == "{currency}":
        value = read_currency(groups.get("currency", ""))
    elif "{" in pattern.value:
        value = re.sub(r"\{(\w+)\}", lambda m: " ".join(groups.get(m.group(1), "").split()), pattern.value).strip()
    else:
        value = pattern.value
    if value is None or value == "":
        return None
    unit = read_unit(groups["unit"]) if "unit" in groups else pattern.unit
    return Parameter(pattern.name, value, line.span(start, end), unit)
