"""Where in a document the accounting policies stand: from their note's heading to the next note's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.structure.policies.labels import parse_label
from tieout.structure.policies.lines import Line, bare

_NUMBER = re.compile(
    r"^(?:notes?\s*)?(\d{1,2}(?:\.\d{1,2})*|[一二三四五六七八九十]{1,3})\s*[.、．:：–—-]?\s*(?=\D)", re.I
)
_POLICIES = re.compile(
    r"^(?:[\w ,()“”’'/&-]{0,90}\b(?:and|of)\s+)?(?:(?:a )?summary of\s+)?(?:(?:the )?(?:company|group)[’']s\s+)?"
    r"(?:(?:other|certain|selected)\s+)?(?:(?:significant|material|principal|critical|major|main)\s+)*"
    r"(?:accounting|reporting) polic(?:y|ies)(?: information)?"
    r"(?:\s+and\s+[\w ,]{0,80})?(?:\s*\((?:policies|text block|notes?)\))?(?:\s*\[.{0,30}\])?$",
    re.I,
)
_POLICIES_ZH = re.compile(
    r"^(?:.{0,20}(?:及|和|與|与|、))?(?:公司|本集[團团]|本公司)?(?:主要|重要|重大)?的?(?:會計政策|会计政策)(?:資料|信息|概要|摘要)?"
    r"(?:[及和、與与].{0,16})?(?:概要|摘要)?$"
)
_CHANGES = re.compile(r"\bchanges?\b|\bnew\b|\bamend|adoption|變動|变更|變更|采用|採納|應用", re.I)
_LEAST_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Region:
    """A run of lines that holds policies, and the number of the note they stand in ("2"), None when it has none."""

    first: int
    last: int
    note: str | None


def is_policies_heading(text: str) -> bool:
    """True for the heading of a policies note, with or without its number."""
    words = bare(text)
    if len(words) > 160:
        return False
    number = _NUMBER.match(words)
    title = words[number.end() :] if number else words
    if _CHANGES.search(title):
        return False
    return bool(_POLICIES.match(title) or _POLICIES_ZH.match(title.replace(" ", "")))


def find_regions(lines: Sequence[Line], title: str, whole: bool) -> tuple[Region, ...]:
    """The regions in reading order; `whole` lets a document titled so be one region itself.

    A table of contents names the note too: a region counts only with text of at least 400 characters in it.
    """
    regions: list[Region] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.is_table or not is_policies_heading(line.text):
            index += 1
            continue
        note = _note_number(line.text)
        last = _find_end(lines, index, note)
        size = sum(_weight(x.text) for x in lines[index + 1 : last] if not x.is_furniture)
        if size >= _LEAST_CHARACTERS:
            regions.append(Region(index + 1, last, note))
            index = last
        else:
            index += 1
    if not regions and whole and ("polic" in title.lower() or "政策" in title):
        return (Region(0, len(lines), None),)
    numbered = [r for r in regions if r.note is not None]
    return _join(numbered or regions)  # a discussion of critical policies elsewhere is not the note


def _join(regions: list[Region]) -> tuple[Region, ...]:
    """Regions that follow one another under the same note are one: the heading is printed again on each page.

    What stands between an unnumbered title and the numbered note of that name belongs to the notes before it.
    """
    joined: list[Region] = []
    for region in regions:
        if joined and joined[-1].note is None and region.note is not None and region.first - joined[-1].last <= 1:
            joined[-1] = region
        elif joined and region.note == joined[-1].note and region.first - joined[-1].last <= 1:
            joined[-1] = Region(joined[-1].first, region.last, region.note)
        else:
            joined.append(region)
    return tuple(joined)


def _weight(text: str) -> int:
    """Characters, a Chinese one counted as three: it says about as much as three letters."""
    return len(text) + 2 * sum("\u4e00" <= c <= "\u9fff" for c in text)


def _note_number(text: str) -> str | None:
    label = parse_label(bare(text))
    if label is not None and label.meanings[0].family == "decimal":
        return label.text
    number = _NUMBER.match(bare(text))
    return number.group(1) if number else None


def _find_end(lines: Sequence[Line], start: int, note: str | None) -> int:
    """Index of the line that opens the next note, or the number of lines."""
    shouting = _is_shouting(lines[start].text)
    following = _successors(note)
    end = len(lines)
    own_level, deeper = lines[start].block.level, False
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if line.is_table or line.is_furniture or len(line.text) > 160:
            continue
        if is_policies_heading(line.text) and _note_number(line.text) not in (note, None):
            return index
        if note is None:
            if line.is_heading and line.block.level > 0 and own_level:
                if line.block.level < own_level or (deeper and line.block.level == own_level):
                    return index
                deeper = deeper or line.block.level > own_level
            continue
        number = _NUMBER.match(line.text)
        if number is None or number.group(1) not in following:
            continue
        title = line.text[number.end() :]
        if _is_title(title) and (not shouting or _is_shouting(title)) and not _comes_back(lines, index, note):
            return index
    return end


def _successors(note: str | None) -> frozenset[str]:
    numerals = "一二三四五六七八九十"
    if note is None:
        return frozenset()
    if note.isdigit():
        return frozenset({str(int(note) + 1)})
    if "." in note:
        head, _, tail = note.rpartition(".")
        return frozenset({f"{head}.{int(tail) + 1}", str(int(head.split(".")[0]) + 1)})
    at = numerals.find(note)
    return frozenset({numerals[at + 1]} if 0 <= at < 9 else {"十一"} if note == "十" else set())


def _comes_back(lines: Sequence[Line], index: int, note: str) -> bool:
    """True when a running head further on still names this policies note: what was met is a list item within it."""
    return any(
        x.is_furniture and is_policies_heading(x.text) and _note_number(x.text) == note for x in lines[index + 1 :]
    )


def _is_title(text: str) -> bool:
    return bool(text) and text[-1] not in ".;,；，。:：" and (text[0].isupper() or not text[0].isascii())


def _is_shouting(text: str) -> bool:
    letters = [c for c in bare(text) if c.isascii() and c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= len(letters) * 0.8
