"""Running headers, footers and printed page numbers: what stands at the edge of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tieout.read.pdf.lines import Line, find_lines
from tieout.read.pdf.regions import is_header_like
from tieout.read.pdf.words import Words

EDGE_SHARE = 0.12
"""Share of the page's height, at the top and at the bottom, where running lines are looked for."""
REPEATS = 3
"""A line seen at the same height on so many pages runs."""
STEP_PT = 8.0
_NUMBER = re.compile(
    r"^[-–—~\s]*(?:page|第|p\.)?\s*(\d{1,4}|[ivxlc]{1,6}|F-\d{1,3})\s*(?:页|頁)?\s*(?:/|of|共)?\s*(?:\d{1,4})?\s*(?:页|頁)?[-–—~\s]*$",
    re.I,
)
_PLACED = re.compile(r"^(\d{1,4})\s+\D|\D\s+(\d{1,4})$")


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
    found = []
    for words, (top, bottom) in zip(pages, edges, strict=True):
        taken: list[int] = []
        label: str | None = None
        for side in (top, bottom):
            for line, _ in side:
                text = " ".join(c.text for c in line.chunks)
                number = _NUMBER.match(text)
                repeats = max(counts[key] for key in _keys(line, words)) >= REPEATS
                if not number and (not repeats or is_header_like(line)):
                    break
                taken.extend(line.words)
                placed = number or _PLACED.search(text)
                if placed and label is None:
                    label = next((g for g in placed.groups() if g), None)
        found.append(Margins(frozenset(taken), label))
    return _settle_labels(found)


def _edge_lines(words: Words) -> tuple[list[tuple[Line, Words]], list[tuple[Line, Words]]]:
    high, low = words.height * EDGE_SHARE, words.height * (1 - EDGE_SHARE)
    top = [i for i in range(len(words)) if words.boxes[i, 3] < high]
    bottom = [i for i in range(len(words)) if words.boxes[i, 1] > low]
    return (
        [(line, words) for line in find_lines(words, top)],
        [(line, words) for line in reversed(find_lines(words, bottom))],
    )


def _keys(line: Line, words: Words) -> list[tuple[str, int]]:
    text = re.sub(r"\d+", "#", "".join(words.text[i] for i in line.words))
    step = int(line.middle / STEP_PT)
    return [(text, step), (text, step + (1 if line.middle / STEP_PT - step > 0.5 else -1))]


def _settle_labels(found: list[Margins]) -> list[Margins]:
    """Numbers that do not run with the page index (years, a stray figure) are no page numbers."""
    offsets = Counter(int(m.label) - k for k, m in enumerate(found) if m.label and m.label.isdigit())
    if not offsets:
        return found
    best, count = offsets.most_common(1)[0]
    if count < 2 and len(found) > 2:
        return [Margins(m.words, None if m.label and m.label.isdigit() else m.label) for m in found]
    settled = []
    for k, margin in enumerate(found):
        digits = margin.label is not None and margin.label.isdigit()
        fits = digits and int(margin.label or 0) - k == best
        settled.append(margin if fits or not digits else Margins(margin.words, None))
    return settled
