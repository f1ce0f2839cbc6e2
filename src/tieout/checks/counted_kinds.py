"""A number of things is the sum of the kinds that are counted after it.

What it tests: "eight candidates: one approved, one in Phase 3, two in Phase 2, three in Phase 1 and one preclinical"; "nine directors, comprising three executive,
two non-executive and four independent directors"; "15 rigs at the end of June, nine at A, four at B and two at C"; 九名董事，包括三名執行董事、兩名非執行董事及四名獨立非執行董事.
Why it matters: one of the kinds moves on and the number in front, or another kind, is forgotten.
Ties: 8 = 1 + 1 + 2 + 3 + 1. Does not tie: eight, of which 1 + 1 + 2 + 4 + 1.
Every item of the list must open with its number. After "including" kinds may be left out, so that only more than all is reported.
Source: arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._mistold import mistold
from tieout.model import Paper, Relation
from tieout.numbers.chinese import parse_numeral
from tieout.numbers.words import NUMBER_WORDS

CODE = "L751"
NAME = "count against the kinds counted"


@dataclass(frozen=True)
class Settings:
    """`largest`: counts above it are amounts. `item_length`: characters an item may have."""

    largest: int = 99
    item_length: int = 60


_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_COUNT = rf"(?:{_WORD}|[1-9]\d?)"
_WHEN = r"(?:\s+(?:in|for|during|at\s+the\s+end\s+of)\s+(?:19|20)\d\d|\s+(?:in|for|during)\s+the\s+(?:year|period|half|quarter))?"
_OPEN = (
    r"(?P<open>\s*:\s*|,?\s+namely,?\s+|,?\s+(?:i\.e\.,?|that\s+is,?)\s+|,?\s+(?:comprising|consisting\s+of|made\s+up\s+of|including|composed\s+of|being)\s+(?:of\s+)?"
    r"|\s+(?:comprise[sd]?|consist(?:s|ed)?\s+of)\s+|,?\s+of\s+wh(?:ich|om)\s+|\s*\(|,\s+with\s+|\s+[—–-]\s+)"
)
_ENGLISH = re.compile(
    rf"(?<![\w.,$%-])(?<!\bin\s)(?<!\bacross\s)(?<!\bfrom\s)(?<!\bover\s)(?P<count>{_COUNT})(?![\w.,%-])(?P<noun>(?:\s+[A-Za-z][A-Za-z&'’-]*){{1,4}}?){_WHEN}{_OPEN}(?=(?:{_COUNT})\s+[a-z])",
    re.I,
)
_OF_ALL = re.compile(
    rf"\bof\s+(?:the|its|our|these|all)\s+(?P<count>{_COUNT})(?P<noun>(?:\s+[A-Za-z][A-Za-z&'’-]*){{1,4}}?)(?P<open>,\s+)(?=(?:{_COUNT})\s+[a-z])",
    re.I,
)
"""Three women and six men "of the nine directors": kinds may be left out."""
_KIND = r"(?:domestic|overseas|foreign|local|online|offline|executive|non-executive|self-operated|franchised|owned|leased|new|existing|male|female|onshore|offshore|men|women|abroad|at\s+home|in\s+the\s+(?:domestic|home|overseas)\s+markets?)"
_PAIRED = re.compile(
    rf"(?<![\w.,$%-])(?<!\bin\s)(?P<count>{_COUNT})(?P<noun>(?:\s+[A-Za-z][A-Za-z&'’-]*){{1,3}}?){_WHEN}(?P<open>,\s+)(?={_COUNT}\s+{_KIND}\s+and\s+{_COUNT}\s+{_KIND}\b)",
    re.I,
)
"""Twenty titles, twelve domestic and eight overseas."""
_AT = r"(?:in|at|from|on|for)\s+(?:the\s+)?(?-i:[A-Z])"
_PLACED = re.compile(
    rf"(?<![\w.,$%-])(?<!\bin\s)(?<!\bacross\s)(?<!\bfrom\s)(?<!\bover\s)(?<!\bto\s)(?P<count>{_COUNT})(?![\w.,%-])(?P<noun>\s+(?!(?:hundred|thousand|million|billion|trillion)\b)[a-z]{{2,}})\b"
    rf"(?:\s+(?:(?:19|20)\d\d|(?!(?:{_WORD}|and|or)\b)[A-Za-z][A-Za-z'’-]*)){{0,9}}?(?P<open>,\s+)(?={_COUNT}\s+{_AT})",
    re.I,
)
"""Things counted place by place: "15 rigs at the end of June, nine at A and six at B"; places of many or of no note are left out."""
_PLACED_ITEM = re.compile(rf"(?:and\s+)?{_COUNT}\s+{_AT}", re.I)
_ITEM = re.compile(
    rf"^(?:and\s+|or\s+)?(?P<count>{_COUNT})\s+(?!(?:hundred|thousand|million|billion|of\s+them|per|times|months?|years?|days?)\b)[A-Za-z]",
    re.I,
)
_END = re.compile(
    r"\.(?=\s|$|\[)|[;:)（(\[]|\n|\s[-–—]\s|,\s+(?:which|while|whereas|all|each|compared|up|down|an?|the|with|as)\b"
    r"|,?\s+and\s+\w+\s+of\s+(?:the|them|these|those|whom|its|our)\b"
)
_NOT_NOUN = re.compile(
    r"\b(?:months?|years?|days?|weeks?|quarters?|hours?|times|per|percent|points?|of|to|than|more|less|in|by|at|from)\b",
    re.I,
)
_HAN = r"[一二兩两三四五六七八九十]{1,3}|[1-9]\d?"
_CHINESE = re.compile(
    rf"(?<![第\d.十])(?P<count>{_HAN})(?P<noun>(?:名|位|[个個]|[项項]|家|[间間]|款|[种種]|座)[一-鿿]{{1,10}}?)"
    r"(?P<open>[，,]?(?:[组組]成[，,])?(?:包括|包含|其中|分[别別][为為是]?|即|[组組]成|[:：（(]))(?=(?:[一二兩两三四五六七八九十]{1,3}|[1-9]\d?)(?:名|位|[个個]|[项項]|家|[间間]|款|[种種]|座))"
)
_HAN_ITEM = re.compile(rf"^(?P<count>{_HAN})(?:名|位|[个個]|[项項]|家|[间間]|款|[种種]|座)")
_PARTIAL = re.compile(r"includ|of\s+wh|\bwith\b|包|其中", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each number that its kinds do not make."""
    for document in paper.documents:
        for block in document.blocks:
            if block.kind not in {"paragraph", "item", "turn"}:
                continue
            base, layer = block.span.start, document.layer(block.span.layer)
            for pattern, split in (
                (_ENGLISH, _english_counts),
                (_OF_ALL, _english_counts),
                (_PAIRED, _english_counts),
                (_PLACED, _placed_counts),
                (_CHINESE, _chinese_counts),
            ):
                for found in pattern.finditer(block.text):
                    if pattern is not _CHINESE and _NOT_NOUN.search(found["noun"]):
                        continue
                    told, parts = _number(found["count"]), split(block.text[found.end() :], settings)
                    if told is None or len(parts) < 2 or not 2 <= told <= settings.largest or sum(parts) == told:
                        continue
                    if not told <= 2 * sum(parts) <= 3 * told or (
                        sum(parts) < told and (pattern is _OF_ALL or _PARTIAL.search(found["open"]))
                    ):
                        continue
                    if pattern is _PLACED and (told - sum(parts) > 2 or (len(parts) == 2 and sum(parts) < told)):
                        continue
                    if found["count"].isdigit() and len(parts) > 2 and pattern is not _PLACED:
                        continue  # amounts of a sentence, which F105 adds up
                    yield mistold(
                        CODE,
                        document.id,
                        layer.span(base + found.start("count"), base + _end_of_list(block.text, found.end())),
                        f"The kinds counted make {' + '.join(map(str, parts))} = {sum(parts)}; {told} are told.",
                        why="every kind is counted",
                        expected=sum(parts),
                    )


def _number(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    return NUMBER_WORDS.get(text.lower()) or parse_numeral(text.replace("兩", "二").replace("两", "二"))


def _end_of_list(text: str, start: int) -> int:
    stop = _END.search(text, start) or re.compile(r"[。；]").search(text, start)
    return stop.start() if stop else len(text)


def _english_counts(rest: str, settings: Settings) -> list[int]:
    """The numbers that open the items of a list closed by "and"; empty where one of them has none."""
    stop = _END.search(rest)
    text = rest[: stop.start()] if stop else rest
    if not re.search(r"\band\b", text):
        return []
    head, _, last = text.rpartition(" and ")
    items = [p.strip() for p in (*re.split(r",\s+(?:and\s+)?", head), last) if p.strip(" ,")]
    found = [_ITEM.match(i) for i in items]
    if any(len(i) > settings.item_length for i in items):
        return []
    numbers = [_number(f["count"]) for f in found if f is not None]
    return [n for n in numbers if n is not None] if len(numbers) == len(items) else []


def _placed_counts(rest: str, settings: Settings) -> list[int]:
    """The numbers of a list of places that ends its sentence; empty where an item is no place."""
    sentence = re.split(r"\.(?=\s|$|\[)", rest, maxsplit=1)[0]
    items = re.split(r",\s+(?:and\s+)?|\s+and\s+(?=(?:the\s+)?[a-z\d])", sentence)
    return _english_counts(rest, settings) if all(_PLACED_ITEM.match(i) for i in items) else []


def _chinese_counts(rest: str, settings: Settings) -> list[int]:
    """The numbers that open the items of a Chinese list; empty where one of them has none."""
    text = re.split(r"[。；;，,）)\n]", rest, maxsplit=1)[0]
    items = [
        p for p in re.split(rf"、|[及和與与](?=(?:{_HAN})(?:名|位|[个個]|[项項]|家|[间間]|款|[种種]|座))", text) if p
    ]
    found = [_HAN_ITEM.match(i) for i in items]
    if any(len(i) > settings.item_length for i in items):
        return []
    numbers = [_number(f["count"]) for f in found if f is not None]
    return [n for n in numbers if n is not None] if len(numbers) == len(items) else []
