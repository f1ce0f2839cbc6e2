"""Which words of a passage to mark, and the piece of it to show."""

from __future__ import annotations

import re

from tieout.answer.search_question import SearchQuestion
from tieout.library.amounts import find_amounts_matching
from tieout.library.terms import find_terms

SNIPPET_CHARACTERS = 320
_LEAD_CHARACTERS = 40
"""So much is shown before the first mark."""
_WORD_CHARACTERS = 24
"""A cut moves by so much to leave words whole."""
_CUT = "… "
Range = tuple[int, int]
_LINK = re.compile(r"(?:\[([^\[\]\n]*))?\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)")
"""A link, or what is left of one whose first words stand before."""
_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}[-:| \t]*$", re.M)
_ROW = re.compile(r"^[ \t]*\|.*$", re.M)
_STARS = re.compile(r"\*\*([^*\n]+)\*\*")
_BLANK = re.compile(r"\s+")


def find_highlights(text: str, question: SearchQuestion, page: str = "") -> tuple[Range, ...]:
    """Character ranges of the text that the question's words, phrases and amounts cover, in order, merged.

    `page` is the page it stands on, whose head may state the scale of its amounts.
    """
    phrases = set(question.phrases) | {phrase for group in question.required for phrase in group}
    terms = [term for term in find_terms(text) if not (term.kind == "han" and len(term.text) == 1)]
    ranges: list[Range] = []
    first: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        first.setdefault(phrase[0], []).append(phrase)
    for number, term in enumerate(terms):
        for phrase in first.get(term.text, ()):
            run = terms[number : number + len(phrase)]
            if tuple(t.text for t in run) == phrase:
                ranges.append((term.start, run[-1].end))
    for group in question.amounts:
        ranges += find_amounts_matching(text, group, page)
    return tuple(_merge(sorted(ranges)))


def leave_out_markup(text: str) -> str:
    """Markdown as one reads it: links by their words, numbers of sources gone, cells of a table apart, no rules or stars."""
    text = _LINK.sub(lambda link: "" if (link[1] or "").strip("[ ").isdigit() else (link[1] or ""), text)
    text = _RULE.sub("", text)
    text = _ROW.sub(lambda row: " · ".join(c for cell in row[0].split("|") if (c := cell.strip())), text)
    return _STARS.sub(r"\1", text)


def make_snippet(text: str, ranges: tuple[Range, ...]) -> tuple[str, tuple[Range, ...]]:
    """The piece of about SNIPPET_CHARACTERS with most marked, blanks collapsed, whole words, dots where it was cut; and its
    marks."""
    start = _find_window(ranges, len(text))
    end = min(len(text), start + SNIPPET_CHARACTERS)
    inside = [(a, b) for a, b in ranges if start <= a and b <= end]
    start = _open_word(text, start, inside[0][0] if inside else end)
    end = _close_word(text, inside[-1][1] if inside else start, end)
    before = _CUT if start else ""
    marks = tuple((len(before + _join(text[start:a])), len(before + _join(text[start:b]))) for a, b in inside)
    return f"{before}{_join(text[start:end]).rstrip()}{_CUT[::-1] if end < len(text) else ''}", marks


def _open_word(text: str, start: int, last: int) -> int:
    """Where the first whole word at or after a cut begins; the cut itself where none does nearby, as in Chinese."""
    if start == 0 or text[start - 1].isspace():
        return start
    found = _BLANK.search(text, start, min(last, start + _WORD_CHARACTERS))
    return found.end() if found else start


def _close_word(text: str, first: int, end: int) -> int:
    """Where the last whole word before a cut ends."""
    if end == len(text) or text[end].isspace():
        return end
    found = list(_BLANK.finditer(text, max(first, end - _WORD_CHARACTERS), end))
    return found[-1].start() if found else end


def _join(text: str) -> str:
    """The text with every run of blanks one space, none at its beginning; of a beginning of a text it is a beginning."""
    return _BLANK.sub(" ", text.lstrip())


def _find_window(ranges: tuple[Range, ...], length: int) -> int:
    """Where the piece begins in which most is marked; the marks are in order, so two pointers go over them once."""
    if not ranges or length <= SNIPPET_CHARACTERS:
        return 0
    best, most, covered, first = 0, -1, 0, 0
    for start, end in ranges:
        covered += end - start
        while first < len(ranges) and end - ranges[first][0] > SNIPPET_CHARACTERS - _LEAD_CHARACTERS:
            covered -= ranges[first][1] - ranges[first][0]
            first += 1
        if covered > most and first < len(ranges):
            best, most = ranges[first][0], covered
    return max(0, min(best - _LEAD_CHARACTERS, length - SNIPPET_CHARACTERS))


def _merge(ranges: list[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in ranges:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
