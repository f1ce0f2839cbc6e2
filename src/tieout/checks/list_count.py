"""A number of things announced agrees with the list that follows.

What it tests: "five areas: a, b, c, d and e"; "four shops were opened, one each in a, b and c"; "six categories, including ..." where more are listed than announced.
Why it matters: lists are edited and the count in front of them is forgotten.
Ties: "three regions: north, south and east". Does not tie: "three regions: north, south, east and west".
After "including" a shorter list is partial, and is not reported; after 涵蓋 one that "and" closes is asked about. Where an "and"
may part two items or stand inside one, it is asked too, unless a table names every item as it was parted.
Source: the sentence itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._mistold import mistold
from tieout.concepts.words import fold
from tieout.model import Block, Document, Paper, Relation
from tieout.numbers.chinese import parse_numeral
from tieout.numbers.words import NUMBER_WORDS

CODE = "L702"
NAME = "count against a list"


@dataclass(frozen=True)
class Settings:
    """`largest`: counts above it are not expected to be listed in a sentence. `item_length`: characters an item may have."""

    largest: int = 15
    item_length: int = 90


_WORDS = "|".join(w for w, n in NUMBER_WORDS.items() if 2 <= n <= 15)
_ENGLISH = re.compile(
    rf"(?<![\w.,$%-])(?<!level\s)(?<!stage\s)(?<!tier\s)(?P<count>{_WORDS}|(?:[2-9]|1[0-5]))(?![\w.,%-])(?P<noun>(?:\s+[A-Za-z][A-Za-z&'’-]*){{1,5}}?)"
    r"(?P<open>\s*:\s*|\s*,?\s+namely,?\s+|,\s+(?=(?:Mr|Ms|Mrs|Dr|Prof)\.?\s)|,\s+(?=(?-i:the\s+[A-Z]))|\s*,\s+(?:i\.e\.,?|that is,?)\s+|\s*,?\s+including:?\s+|\s*,?\s+consisting\s+of\s+|\s*,?\s+comprising\s+|\s+\()(?=\S)",
    re.I,
)
_ONE_EACH = re.compile(
    rf"(?<![\w.,$%-])(?P<count>(?i:{_WORDS})|(?:[2-9]|1[0-5]))(?![\w.,%-])(?P<noun>(?:\s+[A-Za-z][A-Za-z&'’-]*){{1,3}}?)"
    r"(?:\s+(?:were|was|are|have|has|had|opened|closed|added|acquired|built|started|launched|been|during|in|(?:19|20)\d\d))*"
    r"(?P<open>,?\s*[(:]?\s*one\s+(?:each\s+)?(?:in|at|for|from|on)\s+)(?=(?:the\s+)?[A-Z])"
)
_TAILED = re.compile(
    rf"(?<![\w.,$%-])(?P<count>{_WORDS}|(?:[2-9]|1[0-5]))(?![\w.,%-])(?P<noun>\s+(?:[A-Za-z-]+\s+)?[a-z]{{3,}}s)"
    r"(?=\s)[^,.:;()\d]{2,70}?(?P<open>:\s+|,?\s+(?:i\.e\.|namely),?\s+)(?=\S)",
    re.I,
)
"""Things of which something is said before they are listed: "five molecules entered trials: a, b, c, d and e"."""
_CHINESE = re.compile(
    r"(?<![第\d.])(?P<count>[二兩两三四五六七八九十]|1[0-5]|[2-9])\s*(?P<noun>(?:大|個|个|項|项|類|类|家|種|种|座|款|名|位)[\u4e00-\u9fff]{0,12}?)"
    r"(?P<open>[:：]|[，,]?(?:分別為|分别为|即|包括|包含|涵蓋|涵盖|分別是|分别是|[为為](?=[^，。]{2,8}(?:先生|女士|小姐|博士|教授)))[:：]?)"
)
_PARTIAL = re.compile(r"includ|包括|包含|涵", re.I)
_NOT_NOUN = re.compile(
    r"\b(?:months?|years?|days?|weeks?|quarters?|hours?|times|percent|million|billion|thousand|of|to|and|or|in|for|the|as|than|rows?)\b",
    re.I,
)
_STOP = re.compile(
    r"[.;。；](?:\s|$|\[)|\[\d|\(index=|[)）]|\s[-–]\s|\n\n|,\s+(?:were|was|are|is|have|has|had|will)\b|\b(?:which|while|with|enabling|supporting|covering|achieving|demonstrating|and\s+(?:is|has|are|was|were))\b"
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One count for each announced list of prose; the words that announce it are the place."""
    labels = _labels(paper)
    for document in paper.documents:
        for block in document.blocks:
            if block.kind in {"paragraph", "item", "turn"}:
                yield from _in_block(document, block, labels, settings)


def _labels(paper: Paper) -> frozenset[str]:
    """What the rows and columns of all tables are called."""
    rows = (row.label for table in paper.tables for row in table.rows)
    heads = (head for table in paper.tables for column in table.columns for head in column.path)
    return frozenset(fold(name).strip().lower() for name in (*rows, *heads))


def _in_block(document: Document, block: Block, labels: frozenset[str], settings: Settings) -> Iterator[Relation]:
    told: set[int] = set()
    for pattern in (_ENGLISH, _ONE_EACH, _TAILED, _CHINESE):
        for found in pattern.finditer(block.text):
            noun, chinese = found.group("noun"), pattern is _CHINESE
            if not chinese and (
                _NOT_NOUN.search(_TWO_NOUNS.sub(" ", noun)) or not noun.strip().split()[-1].endswith(("s", "a", "e"))
            ):
                continue
            count = _read_count(found.group("count"))
            rest = _COUNTED.sub("", _TITLE.sub(r"\1 ", block.text[found.end() :]))
            apposed = _APPOSED.fullmatch(found.group("open")) is not None
            if apposed and (closed_list := _CLOSED_LIST.match(rest)) is not None:
                rest = closed_list.group()
            items = _list_items(rest, chinese)
            if items and _TITLED.match(items[0]):
                items = [i for i in items if _TITLED.match(i)]  # "Ms. Lee Wai, Anna" is one
                if len(_TITLED.findall(re.split(r"\.(?:\s|$)", rest, maxsplit=1)[0])) == count:
                    continue
            if apposed and not _are_named(items):
                continue
            if count is None or not 2 <= count <= settings.largest or len(items) < 2 or found.start() in told:
                continue
            if max(len(i) for i in items) > settings.item_length or len(items) == count or len(items) > count + 3:
                continue
            partial = _PARTIAL.search(found.group("open")) is not None
            covered = chinese and _COVERS.search(found.group("open")) is not None and _ENDS.search(rest) is not None
            if len(items) < count and ((partial and not covered) or _MADE_OF.search(noun) or len(items) < count - 1):
                continue
            closed = chinese or re.search(r",\s+(?:and|or|&)\s", rest) is not None
            named = all(fold(item).strip().lower() in labels for item in items)
            sure = not partial and (apposed or named or _is_plain(items, count, closed))
            if pattern is _TAILED and not (sure and max(len(i) for i in items) <= _SHORT):
                continue
            told.add(found.start())
            yield _relation(document, block, found, count, len(items), sure)


_TWO_NOUNS = re.compile(r"(?<=s)\s+and\s+(?=[a-z]+s\b)")
"""Between two names of what is counted: "six provinces and regions"."""
_COUNTED = re.compile(r"(?<=[a-z\u4e00-\u9fff])\s*[(（]\d[\d,.]*\s*[%％]?[)）]")
"""How many there are of an item, in brackets after it."""
_TITLE = re.compile(r"\b(Mr|Ms|Mrs|Dr|Prof|Messrs)\.\s")
"""Full stops that end no list."""
_MADE_OF = re.compile(r"[组組]成")
"""Who makes up a body changes between the day it is counted and the day its members are named."""
_CLOSED_LIST = re.compile(r"[^.;]{0,200}?\sand\s[^,.;]+")
_TITLED = re.compile(r"(?:and\s+)?(?:Mr|Ms|Mrs|Miss|Dr|Prof|Professor|Sir|Madam)\b")
_APPOSED = re.compile(r",\s+|[为為]")


def _are_named(items: list[str]) -> bool:
    """True where every item is a person, or every one a thing with a name of its own."""
    return any(all(pattern.search(i) for i in items) for pattern in (_PERSON, _NAMED))


_PERSON = re.compile(r"^(?:Mr|Ms|Mrs|Dr|Prof)\s|(?:先生|女士|小姐|博士|教授)$")
_NAMED = re.compile(r"^(?:and\s+)?the\s+[A-Z]")
_SHORT = 32
"""Characters of an item where words stand between a count and its list: longer ones are clauses, not things."""
_COVERS = re.compile(r"涵")
_ENDS = re.compile(r"^[^。；;，,等]*、[^。；;，,等]*[及和與与][^。；;，,等]*(?:[。；;\[\n]|$)")
"""A list that "and" closes, with nothing after it."""


def _read_count(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    return NUMBER_WORDS.get(text.lower()) or parse_numeral(text)


def _list_items(rest: str, chinese: bool) -> list[str]:
    """The items of a list up to the end of its sentence; an "and" counts only where no comma stands before it.

    Where semicolons part the items, commas part what stands inside them.
    """
    sentence = re.split(r"\.(?:\s|$)|\n\n", rest, maxsplit=1)[0]
    if not chinese and re.search(r";\s+(?:and|or)\s", sentence):
        return [part for part in re.split(r";\s+(?:(?:and|or)\s+)?", sentence) if part]
    stop = _STOP.search(rest)
    text = rest[: stop.start()] if stop else rest
    if chinese:
        first = text.split("，")[0] if "、" in text.split("，")[0] else text
        parts = [p.strip() for p in re.split(r"[、，,]", first) if p.strip()]
        last = re.split(r"[及和與与](?!其他|其它|其餘|其余)", parts[-1], maxsplit=1) if parts else []
        return [*parts[:-1], *(p for p in last if p.strip())]
    if "," not in text:
        return []
    oxford = re.search(r",\s+(?:and|or|&)\s+", text)
    if oxford is not None:
        head, tail = text[: oxford.start()], text[oxford.end() :]
        return [*(p.strip() for p in head.split(",") if p.strip()), tail.split(",")[0].strip()]
    parts = [p.strip() for p in text.split(",") if p.strip()]
    last = re.split(r"\s+(?:and|&)\s+", parts[-1], maxsplit=1)
    return [*parts[:-1], *last] if len(last) == 2 else []


_ACT = re.compile(r"^[a-z]{2,}ing\s", re.I)
"""Items that all open with an act are parted by their "and", whether a comma stands before it or not."""


def _is_plain(items: list[str], count: int, closed: bool) -> bool:
    """False when an "and" inside an item could make up the difference of one.

    `closed` tells that a comma (、 in Chinese) stands before the last item's "and", so that the "and" parts items.
    """
    inner = sum(1 for item in items if re.search(r"\band\b|[及和與与]", item))
    loose = len(items) == count + 1 and not closed and not all(_ACT.match(item) for item in items)
    return not loose and not (len(items) < count and inner)


def _relation(document: Document, block: Block, found: re.Match[str], count: int, listed: int, sure: bool) -> Relation:
    start = block.span.start + found.start("count")
    end = block.span.start + found.end("noun")
    span = document.layer(block.span.layer).span(start, end)
    return mistold(
        CODE,
        document.id,
        span,
        f'"{{word}}" announces {count}; {listed} are listed.',
        why="the words announce a list",
        firmness="stated" if sure else "suggested",
        expected=listed,
    )
