"""What a claim says beside its figures: which way things went, on which day, and whether at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout.answer.verify.evidence import Evidence, Record
from tieout.answer.verify.words import find_words
from tieout.concepts.phrases import DIRECTION, NOT_CHANGE

_REACH = 70
_COMMA = re.compile(r"(?<!\d)[,;](?!\d)|[，；。]|,(?=\s)")
_OPPOSITES = (
    ("junior", "senior"), ("gross", "net"), ("before", "after"), ("basic", "diluted"), ("unsecured", "secured"), ("fixed", "variable"),
    ("higher", "lower"), ("more", "less"), ("current", "non-current"), ("domestic", "foreign"), ("inflow", "outflow"),
    ("profit", "loss"), ("favorable", "unfavorable"), ("positive", "negative"), ("short-term", "long-term"), ("used", "provided"),
    ("wholly", "partly"), ("voluntary", "mandatory"), ("exclusive", "non-exclusive"), ("first", "last"), ("minimum", "maximum"),
    ("accelerated", "delayed"), ("include", "exclude"), ("including", "excluding"), ("assets", "liabilities"), ("buyer", "seller"),
    ("lessor", "lessee"), ("inadequate", "adequate"), ("ineffective", "effective"), ("weak", "strong"),
)  # fmt: skip
_TREND = re.compile(
    r"\b(?:an?|the|slight|significant|sharp|substantial)\s+(?P<word>increase|decrease|decline|growth|reduction|rise|drop)\s+in\s+(?:the\s+|its\s+|their\s+|total\s+)*"
    r"(?P<subject>[A-Za-z&' -]{4,60}?)(?=\s+(?:in|for|from|of|during|compared|to|by|due|and|as|which|while|driven|with|resulting|despite|per)\b|[,.;]|$)",
    re.I,
)
_NARROWED = re.compile(
    r"\s+(?:of|in|for|from)\s+(?P<more>[A-Za-z][A-Za-z&'’ -]{1,50}?)(?=\s+(?:as|compared|due|by|and|which|while|driven|with|resulting|despite|per|during)\b|[,.;\d]|$)",
    re.I,
)
"""What a subject is narrowed to: "net product sales of ..."."""
_LEAST_COVER, _LONGER = 0.7, 4


def find_direction(text: str, start: int, end: int) -> tuple[int, str] | None:
    """The one direction told around a figure: (+1 or -1, the word); None where there is none or both.

    What stands between the commas around it counts before what stands further off.
    """
    before, after = _COMMA.split(text[:start])[-1], _COMMA.split(text[end:])[0]
    for low, high in (
        (start - len(before), end + len(after)),
        (max(0, start - _REACH), min(len(text), end + _REACH // 2)),
    ):
        words = _directions(text, max(low, start - _REACH), min(high, end + _REACH // 2))
        if words:
            return words[0] if len({d for d, _ in words}) == 1 else None
    return None


def _directions(text: str, low: int, high: int) -> list[tuple[int, str]]:
    """The words of direction within bounds that tell a change."""
    barred = [(m.start(), m.end()) for m in NOT_CHANGE.finditer(text)]
    return [
        (1 if found.group("up") else -1, found.group())
        for found in DIRECTION.finditer(text, low, high)
        if not found.group("flat") and not any(a <= found.start() < b for a, b in barred)
    ]


def find_trends(text: str) -> Iterator[tuple[int, int, int, str]]:
    """(start, end, +1 or -1, subject) of movements told without a figure: "an increase in net sales"."""
    for found in _TREND.finditer(text):
        direction = DIRECTION.search(found["word"])
        if direction is not None and not direction.group("flat") and not any(c.isdigit() for c in found.group()):
            more = _NARROWED.match(text, found.end())
            subject = f"{found['subject']} {more['more']}" if more is not None else found["subject"]
            yield found.start("word"), found.end("word"), 1 if direction.group("up") else -1, subject


def move_of(record: Record, years: set[str], evidence: Evidence) -> int:
    """+1 where a row's later figure is greater in size than its earlier one, -1 where smaller, 0 where it cannot be told.

    Only the first two figures are looked at, and only where the years above them are two different ones.
    """
    if len(record.figures) < 2:
        return 0
    first, second = (max((w for w in record.column(k) if w.isdigit()), default="") for k in (0, 1))
    if not first or not second or first == second or (years and first not in years and second not in years):
        return 0
    a, b = (record.figures[k].quantity.value for k in (0, 1))
    if a == b or any(evidence.is_negative(f) for f in record.figures[:2]):
        return 0
    later, earlier = (abs(a), abs(b)) if first > second else (abs(b), abs(a))
    return 1 if later > earlier else -1


def find_contrary(text: str, evidence: Evidence) -> tuple[Record, str] | None:
    """The sentence that says most of what a clause says, but with the opposite word; else None."""
    closest = find_closest(set(find_words(text)), evidence)
    if closest is None:
        return None
    record = closest
    said, told = (_one_word(t.lower()) for t in (record.text, text))
    if len(said) > _LONGER * len(told) or said.rstrip().endswith(":"):
        return None  # a longer passage says more than one thing, a lead-in nothing
    for pair in _OPPOSITES:
        for mine, theirs in (pair, pair[::-1]):
            if _has(told, mine) and _has(said, theirs) and not _has(said, mine) and not _has(told, theirs):
                return record, f'the claim says "{mine}", the source "{theirs}"'
    return None


def _one_word(text: str) -> str:
    """The text with "prior to" and "subsequent to" as the one word each that means the same."""
    return re.sub(r"\bprior to\b", "before", re.sub(r"\bsubsequent to\b", "after", text))


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None


def find_closest(words: set[str], evidence: Evidence) -> Record | None:
    """The sentence that holds most of the words, by rarity; None where none holds enough."""
    known = {w for w in words if w in evidence.rarity}
    total = sum(evidence.rarity[w] for w in known)
    if len(known) < 3:
        return None
    held: dict[int, float] = {}
    for word in known:
        for k in evidence.holders[word]:
            if not evidence.records[k].row:
                held[k] = held.get(k, 0.0) + evidence.rarity[word]
    best = max(held, key=lambda k: (held[k], -k), default=None)
    return evidence.records[best] if best is not None and held[best] / total >= _LEAST_COVER else None
