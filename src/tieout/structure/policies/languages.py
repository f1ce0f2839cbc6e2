"""A note printed side by side in English and Chinese, taken apart: each language has an outline of its own."""

from __future__ import annotations

from collections.abc import Sequence

from tieout.structure.policies.catalogue import is_chinese
from tieout.structure.policies.lines import Line

_LEAST_HEADINGS = 4
_LEAST_SHARE = 0.3


def part_languages(lines: Sequence[Line]) -> tuple[list[Line], ...]:
    """The lines of English and those of Chinese where both have headings enough; all lines together where not.

    A line without letters goes with the line before it.
    """
    headings = [is_chinese(line.text) for line in lines if line.is_heading and not line.is_furniture]
    chinese = sum(headings)
    fewest = min(chinese, len(headings) - chinese)
    if fewest < _LEAST_HEADINGS or fewest < _LEAST_SHARE * len(headings):
        return (list(lines),)
    parts: dict[bool, list[Line]] = {False: [], True: []}
    current = is_chinese(lines[0].text)
    for line in lines:
        if any(c.isalpha() for c in line.text):
            current = is_chinese(line.text)
        parts[current].append(line)
    return parts[False], parts[True]
