"""Running headers, footers and printed page numbers: what stands at the edge of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.read._layout.lines import Line, find_lines
from tieout.read._layout.regions import is_header_like
from tieout.read._layout.words import Words

EDGE_SHARE = 0.12
"""Share of the page's height, at the top and at the bottom, where running lines are looked for."""
REPEATS = 3
"""A line seen at the same height on so many pages runs."""
_COUNTED = re.compile(r"(?<![Qq\d])(?!(?:19|20)\d\d(?!\d))\d+")
"""Digits that count pages; a title that names another year or quarter on each page is no running line."""
COLUMN_HEADS = 4
"""No running line has so many parts; the header of a table may."""
STEP_PT = 8.0
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
"""A time of day: browsers print it with the date over every page; no column is headed so."""
_NUMBER = re.compile(
    r"^[-–—~\s]*(?:page|第|p\.)?\s*(\d{1,4}|[ivxlc]{1,6}|F-\d{1,3})\s*(?:页|頁)?\s*(?:/|of|共)?\s*(?:\d{1,4})?\s*(?:页|頁)?[-–—~\s]*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Margins:
    """Of one page: the words of its running lines, and the page number printed there."""

    words: frozenset[int]
    label: str | None


def find_margins(pages: Sequence[Words]) -> list[Margins]:
    """The running lines of consecutive pages; a line counts when it repeats (digits aside) at its height."""
    edges = [_edge_lines(words) for words in pages]
    counts: Counter[tuple[str, int]] = Counter()
    for top, bottom in edges:
        counts.update({key for line, words in (*top, *bottom) for key in _keys(line, words)})
    found: list[tuple[frozenset[int], list[str]]] = []
    for words, (top, bottom) in zip(pages, edges, strict=True):
        taken: list[int] = []
        labels: list[str] = []
        for side in (top, bottom):
            for line, _ in side:
                text = " ".join(c.text for c in line.chunks)
                number = _NUMBER.match(text)
                ends = {words.text[line.words[0]], words.text[line.words[-1]]}
                repeats = max(counts[key] for key in _keys(line, words)) >= REPEATS
                heads = side is top and is_header_like(line) and (len(line.chunks) > 1 or line.chunks[0].year)
                heads = heads and _CLOCK.search(text) is None
                if heads and len(line.chunks) > 1:
                    break  # "2024  2023" over columns is no page number
                if not number and (not repeats or heads or _prints_table(line)):
                    break
                taken.extend(line.words)
                labels += [number[1]] if number else sorted(t for t in ends if t.isdigit() and len(t) < 5)
        found.append((frozenset(taken), labels))
    lone = [_find_last_number(words) for words in pages]
    offsets = Counter(int(n[1]) - k for k, n in enumerate(lone) if n is not None and n[1].isdigit())
    for k, alone in enumerate(lone):
        if alone is not None and alone[1].isdigit() and offsets[int(alone[1]) - k] >= REPEATS:
            found[k] = (found[k][0] | alone[0], [*found[k][1], alone[1]])
    return _settle_labels(found)


def _prints_table(line: Line) -> bool:
    """Amounts, or words over so many columns: part of a table that stands at the same height on several pages."""
    amounts = sum(c.value and not c.year and not c.text.isdigit() for c in line.chunks)
    return amounts > 0 or len(line.chunks) >= COLUMN_HEADS


def _edge_lines(words: Words) -> tuple[list[tuple[Line, Words]], list[tuple[Line, Words]]]:
    high, low = words.height * EDGE_SHARE, words.height * (1 - EDGE_SHARE)
    top = [i for i in range(len(words)) if words.y1[i] < high]
    bottom = [i for i in range(len(words)) if words.y0[i] > low]
    foot = list(reversed(find_lines(words, bottom)))
    return [(line, words) for line in find_lines(words, top)], [(line, words) for line in foot]


def _find_last_number(words: Words) -> tuple[frozenset[int], str] | None:
    """A number that stands alone below all other text, where the text ends high on the page."""
    if not len(words) or max(words.y1) > words.height * (1 - EDGE_SHARE):
        return None
    lowest = max(range(len(words)), key=lambda i: words.y1[i])
    last = [i for i in range(len(words)) if words.y1[i] > words.y0[lowest]]
    below = set(last)
    above = max((words.y1[i] for i in range(len(words)) if i not in below), default=0.0)
    number = _NUMBER.match(" ".join(words.text[i] for i in last))
    apart = words.y0[lowest] - above > 0.8 * words.size[lowest]
    return (frozenset(last), number[1]) if number and apart else None


def _keys(line: Line, words: Words) -> list[tuple[str, int]]:
    text = _COUNTED.sub("#", "".join(words.text[i] for i in line.words))
    step = int(line.middle / STEP_PT)
    return [(text, step), (text, step + (1 if line.middle / STEP_PT - step > 0.5 else -1))]


def _settle_labels(found: Sequence[tuple[frozenset[int], list[str]]]) -> list[Margins]:
    """Of the numbers seen at the edge of each page, those that run with the page index are page numbers."""
    offsets = Counter(int(label) - k for k, (_, labels) in enumerate(found) for label in set(labels) if label.isdigit())
    best, count = offsets.most_common(1)[0] if offsets else (0, 0)
    settled = []
    for k, (words, labels) in enumerate(found):
        wanted = str(best + k) if count > 1 or len(found) < 3 else None
        other = next((label for label in labels if not label.isdigit()), None)
        settled.append(Margins(words, wanted if wanted in labels else other))
    return settled
