"""Typed parameters of a policy: each match of a catalogue pattern, with its value, unit and place."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from tieout.model import GridCell, Parameter
from tieout.numbers.chinese import parse_numeral
from tieout.structure.policies.catalogue import Pattern, Topic, fold, is_chinese, load_patterns
from tieout.structure.policies.lines import Line

_SENTENCE_END = re.compile(r"(?<!\bi\.e)(?<!\be\.g)(?<!\bNo)(?<!\betc)[.;](?=\s|$)|[。；]")
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "ninety": 90, "a single": 1, "single": 1, "an": 1, "a": 1,
}  # fmt: skip
_UNITS = {"年": "years", "个月": "months", "月": "months", "天": "days", "日": "days", "％": "%", "percent": "%", "per cent": "%"}
_LIFE = re.compile(
    r"(?P<low>\d{1,3}(?:\.\d+)?)\s*(?:%|％)?\s*(?:(?:[-–—~～至]|to|or)\s*(?P<high>\d{1,3}(?:\.\d+)?))?\s*"
    r"(?P<unit>years?|months?|年|个月|個月|%|％)",
    re.I,
)
_LIFE_WORDS = re.compile(r"useful li(?:fe|ves)|depreciat|amorti[sz]|使用寿命|使用年限|可使用|折旧|摊销", re.I)
_LABEL = re.compile(r"^[\s•·–-]*([A-Za-z\u4e00-\u9fff][^\d:：]{1,70}?)[\s:：\t.…–—-]*$")


def find_parameters(line: Line, topics: tuple[Topic, ...]) -> list[Parameter]:
    """The parameters stated in one line; a table gives useful lives and rates row by row."""
    if line.is_table:
        return _find_in_table(line)
    text = fold(line.text)
    names = frozenset(topic.name for topic in topics)
    found: list[tuple[int, int, Pattern, re.Match[str]]] = []
    for pattern in load_patterns(is_chinese(line.text)):
        if pattern.topics and not pattern.topics & names:
            continue
        for match in pattern.pattern.finditer(text):
            if match.end() > match.start() and _fits(pattern, text, match):
                start, end = _place(match)
                found.append((start, end, pattern, match))
    return [p for p in (_make(line, *item) for item in _without_overlaps(found)) if p is not None]


def _place(match: re.Match[str]) -> tuple[int, int]:
    """The group `quote` where the pattern has one, else the whole match."""
    if "quote" in match.re.groupindex and match.group("quote") is not None:
        return match.span("quote")
    return match.span()


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
        value = _read_range(groups)
    elif "{" in pattern.value:
        value = re.sub(r"\{(\w+)\}", lambda m: " ".join(groups.get(m.group(1), "").split()), pattern.value).strip()
    else:
        value = pattern.value
    if value is None or value == "":
        return None
    unit = _read_unit(groups["unit"]) if "unit" in groups else pattern.unit
    return Parameter(pattern.name, value, line.span(start, end), unit)


def _read_range(groups: dict[str, str]) -> Decimal | str | None:
    low = parse_count(groups.get("n", ""))
    high = parse_count(groups["m"]) if "m" in groups else None
    if low is None:
        return None
    if high is None or high == low:
        return low
    return f"{low}-{high}"


def parse_count(text: str) -> Decimal | None:
    """A small number in digits, English words or Chinese numerals; None for anything else."""
    words = " ".join(text.lower().replace("-", " ").split())
    if words in _WORDS:
        return Decimal(_WORDS[words])
    if (numeral := parse_numeral(words)) is not None:
        return Decimal(numeral)
    try:
        number = Decimal(words.replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _read_unit(text: str) -> str:
    words = " ".join(text.lower().split())
    if words in _UNITS:
        return _UNITS[words]
    return words if words.endswith("s") or not words.isalpha() else words + "s"


def _find_in_table(line: Line) -> list[Parameter]:
    """Useful lives and yearly rates in a table: a label and a cell such as "3 to 5 years" or "20%"."""
    grid = line.block.grid
    if grid is None:
        return []
    found = []
    for row in grid.rows:
        cells = [c for c in row if c is not None and c.text and c.span is not None]
        if len(cells) < 2 or not _LABEL.match(cells[0].text):
            continue
        for cell in cells[1:]:
            parameter = _life(cells[0], cell)
            if parameter is not None:
                found.append(parameter)
    return found


def _life(label: GridCell, cell: GridCell) -> Parameter | None:
    match = _LIFE.search(cell.text)
    if match is None or cell.span is None or len(cell.text) > 80:
        return None
    is_rate = match.group("unit") in ("%", "％")
    value = _read_range({k: v for k, v in (("n", match.group("low")), ("m", match.group("high"))) if v})
    if value is None:
        return None
    name = "depreciation_rate" if is_rate else "useful_life"
    return Parameter(f"{name}: {label.text.strip(' :：')[:60]}", value, cell.span, _read_unit(match.group("unit")))
