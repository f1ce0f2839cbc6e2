"""The numbered notes of a document: where each begins, what it is called, which words it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tieout.concepts.labels import label_words
from tieout.model import Block, Document

_ENGLISH = re.compile(
    r"^\s*(?:notes?\s+)?(?P<number>\d{1,2})\s*(?:[.:)–—-]\s*|\s+)(?P<title>[A-Za-z(].{2,})", re.I | re.S
)
_CHINESE = re.compile(
    r"^\s*(?:附[註注])?\s*(?P<number>\d{1,2})\s*[.、．:：]?\s*(?P<title>[（(]?[\u4e00-\u9fff].+)", re.S
)
_CONTINUED = re.compile(r"\s*[(（]?\s*(?:continued|cont[’']?d|續|续)\s*[)）]?\s*$", re.I)
_LEAST_NOTES = 5


@dataclass(frozen=True, slots=True)
class Note:
    """A note: `words` of its title, `body` every word from its heading to the next note's, all in singular."""

    number: int
    title: str
    words: frozenset[str]
    body: frozenset[str]


def find_notes(document: Document) -> dict[int, tuple[Note, ...]]:
    """Notes by number; several where numbers run twice (group and company). Empty unless they run from 1 to 5 at least.

    A run is headings whose numbers begin with 1 and go up by one; a heading with the number before is a continuation.
    """
    runs: list[list[tuple[int, int, str]]] = []
    for k, number, title in _numbered_headings(document.blocks):
        if number == 1:
            same = runs and runs[-1][-1][0] == 1 and label_words(runs[-1][-1][2]) == label_words(title)
            if not same:
                runs.append([(1, k, title)])
        elif runs and number == runs[-1][-1][0] + 1:
            runs[-1].append((number, k, title))
    found: dict[int, tuple[Note, ...]] = {}
    for run in runs:
        if len(run) >= _LEAST_NOTES:
            ends = [k for _, k, _ in run[1:]] + [len(document.blocks)]
            for (number, start, title), end in zip(run, ends, strict=True):
                note = Note(number, title, label_words(title), _words_between(document.blocks, start, end))
                found[number] = (*found.get(number, ()), note)
    return found


def _numbered_headings(blocks: Sequence[Block]) -> Iterator[tuple[int, int, str]]:
    for k, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        found = _ENGLISH.match(block.text) or _CHINESE.match(block.text)
        if found is not None and len(block.text) < 160:
            title = _CONTINUED.sub("", " ".join(found["title"].split()))
            yield k, int(found["number"]), title


def _words_between(blocks: Sequence[Block], start: int, end: int) -> frozenset[str]:
    return frozenset(word for block in blocks[start:end] for word in label_words(block.text))
