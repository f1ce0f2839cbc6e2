"""Useful lives and yearly rates listed by class of asset, in a table or as lines "Buildings 20 to 50 years"."""

from __future__ import annotations

import re

from tieout.model import Grid, GridCell, Parameter
from tieout.structure.policies.counts import read_range, read_unit
from tieout.structure.policies.lines import Line

_RANGE = (
    r"(?P<n>\d{1,3}(?:\.\d+)?|[a-z]+)\s*(?:%|％|年)?\s*(?:(?:[-–—~～至]|to|or)\s*(?P<m>\d{1,3}(?:\.\d+)?|[a-z]+))?"
    r"(?:\s\d/\d)?\s*"
)
_UNIT = r"(?P<unit>years?|months?|年|个月|個月|%|％)"
_LIFE = re.compile(
    r"(?P<label>[A-Za-z\u4e00-\u9fff][^\d;；]{1,70}?)[\s:：.…–—-]*"
    rf"(?P<quote>(?:over |within |not exceeding )?{_RANGE}{_UNIT}(?: per annum)?)[,;，；.]?(?=\s|$)",
    re.I,
)
_CELL = re.compile(rf"^{_RANGE}{_UNIT}?", re.I)
_NUMBER_CELL = re.compile(r"^\d{1,3}(?:\.\d+)?\s*(?:[-–—~～至]\s*\d{1,3}(?:\.\d+)?)?\s*[%％]?$")
_HEADS = (
    ("residual_value_rate", "%", re.compile(r"残值率|殘值率|residual", re.I)),
    ("depreciation_rate", "%", re.compile(r"折[旧舊]率|摊销率|rate|％|%", re.I)),
    ("useful_life", "months", re.compile(r"\(months\)|（月）")),
    ("useful_life", "years", re.compile(r"年限|寿命|壽命|年期|useful li|years|\(年\)|（年）", re.I)),
)
_COUNT = r"(?:\d{1,3}(?:\.\d+)?|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty)"
_TOLD = (
    rf"(?P<quote>(?P<n>{_COUNT})(?:\s*years?)?(?:\s*(?:[-–—]|to|and|or)\s*(?P<m>{_COUNT}))?\s+(?P<unit>years?|months?))"
)
_LEAD = re.compile(r"(?:useful|depreciable|economic|service)\s+li(?:fe|ves)\b[^.;:]{0,60}", re.I)
_CLASS_FIRST = re.compile(
    rf"(?:[:;,]|\b(?:and|are|is|of)\b)\s*(?:and\s+)?(?:new\s+|our\s+|the\s+)?(?P<label>[A-Za-z][A-Za-z ,'’/&-]{{3,60}}?)"
    rf"(?:,|\s*[-–—:(])?\s*(?:from|over|of|ranging from|up to|generally|approximately)?\s*{_TOLD}",
    re.I,
)
_LIFE_FIRST = re.compile(
    rf"{_TOLD}\s+for\s+(?:our\s+|the\s+|most\s+)?(?P<label>[a-z][a-z ,'’/&-]{{3,60}}?)(?=\s*(?:[,;.(]|\band\s+{_COUNT}\b|$))",
    re.I,
)
_METHOD = re.compile(r"\b(?:straight[- ]line|(?:declining|reducing)[- ]balance)\b|^\W*or indefinite(?:-lived)?\b", re.I)
_LONGEST_LIST_CHARACTERS = 1200


def is_life_list(text: str) -> bool:
    """True for a line that is nothing but classes of assets with their lives or rates."""
    return bool(_find_in_text(text))


def find_lives(line: Line) -> list[Parameter]:
    """Parameters named "useful_life: CLASS" or "depreciation_rate: CLASS"; [] where the line is no such list."""
    if line.is_table:
        return _find_in_grid(line.block.grid) if line.block.grid is not None else []
    found = []
    for match in _find_in_text(line.text):
        value = read_range(match.groupdict())
        if value is not None:
            name = "depreciation_rate" if match.group("unit") in ("%", "％") else "useful_life"
            place = line.span(*match.span("quote"))
            found.append(
                Parameter(f"{name}: {_class(match.group('label'))}", value, place, read_unit(match.group("unit")))
            )
    return found


def find_told_lives(line: Line) -> list[Parameter]:
    """Lives told for each class in a sentence: "useful lives: buildings, 10 to 40 years; tools, 3 years", or "10 years
    for buildings and 3 for tools"."""
    lead = _LEAD.search(line.text)
    if lead is None:
        return []
    end = line.text.find(". ", lead.end())
    sentence_start = line.text.rfind(". ", 0, lead.start()) + 1
    end = len(line.text) if end < 0 else end + 1
    by_life = list(_LIFE_FIRST.finditer(line.text, sentence_start, end))
    matches = by_life or list(_CLASS_FIRST.finditer(line.text, lead.end(), end))
    found = []
    for match in matches:
        value = read_range(match.groupdict())
        if value is not None:
            name = f"useful_life: {_class(match.group('label'))}"
            found.append(Parameter(name, value, line.span(*match.span("quote")), read_unit(match.group("unit"))))
    return found if by_life or len(found) > 1 else []


def _find_in_text(text: str) -> list[re.Match[str]]:
    if len(text) > _LONGEST_LIST_CHARACTERS:
        return []
    found: list[re.Match[str]] = []
    position = 0
    for match in _LIFE.finditer(text):
        if text[position : match.start()].strip(" \t\n•·–-—●"):
            return []
        found.append(match)
        position = match.end()
    return found if found and not text[position:].strip(" .;\n") else []


def _find_in_grid(grid: Grid) -> list[Parameter]:
    heads = _column_heads(grid)
    found = []
    for row in grid.rows:
        label = next((c for c in row if c is not None and c.text), None)
        if label is None or _NUMBER_CELL.match(label.text):
            continue
        for column, cell in enumerate(row):
            if cell is None or cell is label or cell.span is None or not cell.text:
                continue
            parameter = _read_cell(label, cell, heads.get(column))
            if parameter is not None:
                found.append(parameter)
    return found


def _column_heads(grid: Grid) -> dict[int, tuple[str, str]]:
    """Column number to (parameter name, unit) as its header words say; the first two rows are looked at."""
    heads: dict[int, tuple[str, str]] = {}
    for row in grid.rows[:2]:
        for column, cell in enumerate(row):
            if cell is None or not cell.text or _NUMBER_CELL.match(cell.text):
                continue
            named = next(((name, unit) for name, unit, words in _HEADS if words.search(cell.text)), None)
            if named is not None:
                heads.setdefault(column, named)
    return heads


def _read_cell(label: GridCell, cell: GridCell, head: tuple[str, str] | None) -> Parameter | None:
    match = _CELL.match(cell.text)
    if match is None or cell.span is None or len(cell.text) > 60:
        return None
    value = read_range(match.groupdict())
    if value is None:
        return None
    unit = "%" if "%" in cell.text or "％" in cell.text else match.group("unit")
    named, head_unit = head if head is not None else (None, None)
    if unit == "%" or (unit is None and head_unit == "%"):
        name = named if named in ("residual_value_rate", "depreciation_rate") else "depreciation_rate"
        unit = "%"
    elif unit is not None or (named is not None and _NUMBER_CELL.match(cell.text)):
        name, unit = "useful_life", unit or head_unit
    else:
        return None
    return Parameter(f"{name}: {_class(label.text)}", value, cell.span, read_unit(unit or "years"))


def _class(label: str) -> str:
    return " ".join(_METHOD.sub(" ", label).split()).strip(" :：.…–—-•·")[:60]
