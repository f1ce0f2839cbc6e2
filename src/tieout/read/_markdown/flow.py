"""Running text to blocks: headings, paragraphs, list items and pipe tables, on many lines or flattened to one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout.concepts.labels import SMALL_WORDS
from tieout.model import Block, Layer
from tieout.read._markdown.tables import PipeTable, find_pipe_tables, to_grid

_SECTION_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])+)\]\(index=(\d+)&type=section(?:&id=(?:[^()]|\([^()]*\))*)?\)")
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_BULLET = re.compile(r"(?:(?<=\s)|^)[-•*·▪‣][ \t]+(?=[\"“'A-Z\d*\[(（《「\u4e00-\u9fff])")
_CITATION_END = re.compile(r"(?:\[\d+\]|\(index=\d+&type=\w+\)|[.。!?！？;；])[.。]?[ \t]+")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_SMALL_WORDS = SMALL_WORDS | {"&", "vs", "and/or", "/", "–", "-"}
_TITLE_LIMIT = 110


def split_flow(layer: Layer, start: int, end: int) -> Iterator[Block]:
    """Blocks of a run of text, in order; every character that prints something lies in one of them."""
    position = start
    for table in find_pipe_tables(layer.text, start, end):
        caption = _find_caption(layer.text, position, table.start)
        yield from _split_prose(layer, position, caption[0])
        yield _table_block(layer, table, caption)
        position = table.end
    yield from _split_prose(layer, position, end)


def _table_block(layer: Layer, table: PipeTable, caption: tuple[int, int]) -> Block:
    words = layer.text[caption[0] : caption[1]]
    grid = to_grid(layer, table, words, caption if words else None)
    begin = caption[0] if words else table.start
    stop = begin + len(layer.text[begin : table.end].rstrip())
    return Block("table", layer.span(begin, stop), layer.text[begin:stop], grid=grid)


def _find_caption(text: str, floor: int, table_start: int) -> tuple[int, int]:
    """The title printed right before a table: the last words on its line that are written as a title. A heading is none:
    it stays a block of its own and names the table's section."""
    end = floor + len(text[floor:table_start].rstrip())
    low = max(floor, end - _TITLE_LIMIT, text.rfind("\n", floor, end) + 1)
    if "\n" in text[end:table_start]:
        low = max(floor, text.rfind("\n", floor, end) + 1)
        line = text[low:end]
        heading = line.lstrip().startswith("#")
        if (
            heading
            or len(line) > _TITLE_LIMIT
            or line.endswith((".", "。"))
            or _BULLET.match(line)
            or _TELLS.search(line)
        ):
            return table_start, table_start
        start = low + len(line) - len(line.lstrip("# *"))
        return (start, start + len(text[start:end].rstrip("*: "))) if start < end else (table_start, table_start)
    lead = _LEAD.search(text[floor:end])
    if lead is not None and not _TELLS.search(lead["words"]) and not _SENTENCE.search(lead["words"]):
        return floor + lead.start("words"), floor + lead.end("words")
    start = _title_start(text, low, end)
    return (start, end) if _is_title(text[start:end]) else (table_start, table_start)


_TELLS = re.compile(
    r"\d\s?[%％]|(?:[A-Z]{3}|[$€£¥])\s?\d|\d,\d{3}(?!\d)|\d\.\d+\s?(?:million|billion|[百千万萬亿億])|\d\s?(?:(?:million|billion)\b|[亿億]|百[万萬]|[万萬千]?(?:元|名|間|间|家|個|个|人|倍))"
)
"""A value: what prints one is a sentence, though it stands where a title would."""
_LEAD = re.compile(
    r"(?:^|(?<=[.。!?！？;；•]))\s*(?P<words>[A-Z\u4e00-\u9fff][^.。!?！？;；:：•\[\]|]{2,100}[^\s:：])\s*[:：]$"
)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|shows?|sets?|gives?|follow\w*|below|table|as|summari[sz]e[sd]?|presents?|lists?|include[sd]?|including)\b|如下|下表|以下|載列|载列|列示|概述",
    re.I,
)
"""A line that leads to a table without naming it: "The figures are as follows:"."""
_NOT_TITLE = frozenset({"RMB", "HKD", "USD", "CNY", "EUR"})


def _is_title(words: str) -> bool:
    """True for at least two words of letters, currencies and what stands in brackets not counted."""
    bare = re.sub(r"\([^()]*\)", " ", words)
    return len([w for w in re.findall(r"[A-Za-z]{3,}|[\u4e00-\u9fff]{2,}", bare) if w not in _NOT_TITLE]) >= 2


def _title_start(text: str, low: int, end: int) -> int:
    """Where the run of title words that ends at `end` starts; `end` when there is none."""
    start = end
    for word in reversed(list(re.finditer(r"\([^()]*\)|\S+", text[low:end]))):
        token = word.group()
        if token.endswith((".", "。", ";", "]")) or "](" in token or "&type=" in token or "[" in token:
            break
        if _TELLS.search(token):
            break
        if re.match(r"\d", token) and not re.fullmatch(r"(?:19|20)\d\d", token):
            break
        bare = token.strip("\"“”'‘’*,:")
        first = bare[:1]
        if not (first.isupper() or first.isdigit() or first in "(–-&" or bare in _SMALL_WORDS or first > "\u3000"):
            break
        start = low + word.start()
    while start < end:
        word_end = re.compile(r"\S+").match(text, start)
        if word_end is None or text[start : word_end.end()] not in _SMALL_WORDS:
            break
        start = word_end.end() + len(text[word_end.end() : end]) - len(text[word_end.end() : end].lstrip())
    return start


def _split_prose(layer: Layer, start: int, end: int) -> Iterator[Block]:
    position = start
    for link in _SECTION_LINK.finditer(layer.text, start, end):
        yield from _split_lines(layer, position, link.start())
        page = int(link.group(2))
        yield Block("heading", layer.span(link.start(1), link.end(1)), link.group(1), level=2, page=page)
        position = link.end()
    yield from _split_lines(layer, position, end)


def _split_lines(layer: Layer, start: int, end: int) -> Iterator[Block]:
    """Blocks line by line; comments print nothing."""
    position = start
    for comment in _COMMENT.finditer(layer.text, start, end):
        yield from _split_run(layer, position, comment.start())
        position = comment.end()
    yield from _split_run(layer, position, end)


def _split_run(layer: Layer, start: int, end: int) -> Iterator[Block]:
    position = start
    while position < end:
        stop = layer.text.find("\n", position, end)
        stop = end if stop < 0 else stop
        a, b = _trim(layer.text, position, stop)
        if a < b:
            yield from _split_line(layer, a, b)
        position = stop + 1


def _split_line(layer: Layer, start: int, end: int) -> Iterator[Block]:
    hashes = _HASHES.match(layer.text, start, end)
    if hashes is not None:
        text = layer.text[hashes.end() : end]
        yield Block("heading", layer.span(hashes.end(), end), text, level=len(hashes.group(1)))
        return
    cuts = _bullet_cuts(layer.text, start, end)
    first = cuts[0][0] if cuts else end
    yield from _split_heads(layer, start, first, "paragraph", bool(cuts))
    for k, (_, after) in enumerate(cuts):
        stop = cuts[k + 1][0] if k + 1 < len(cuts) else end
        yield from _split_heads(layer, after, stop, "item", k + 1 < len(cuts))


def _bullet_cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(start of the bullet mark, start of its text) of every list item on a line; marks inside quotation marks do not count."""
    cuts: list[tuple[int, int]] = []
    since = start
    for mark in _BULLET.finditer(text, start, end):
        before = text[since : mark.start()]
        if before.count('"') % 2 or before.count("“") > before.count("”") or before.count("(") > before.count(")"):
            continue
        cuts.append((mark.start(), mark.end()))
        since = mark.end()
    return cuts


def _split_heads(layer: Layer, start: int, end: int, kind: str, before_item: bool) -> Iterator[Block]:
    """A paragraph or item, and the theme heading that stands at its end when list items follow."""
    a, b = _trim(layer.text, start, end)
    if a >= b:
        return
    cut = b
    if before_item:
        cut = _theme_start(layer.text, a, b)
    body_end = a + len(layer.text[a:cut].rstrip())
    if a < body_end:
        span = layer.span(a, body_end)
        yield Block("item" if kind == "item" else "paragraph", span, span.quote)
    if cut < b:
        span = layer.span(cut, b)
        yield Block("heading", span, span.quote, level=2)


def _theme_start(text: str, start: int, end: int) -> int:
    """Where a theme heading begins at the end of a run ("... growth[8]. Cost Management"), or `end`."""
    last = None
    for stop in _CITATION_END.finditer(text, start, end):
        last = stop.end()
    at = start if last is None else last
    title = text[at:end]
    if not title or len(title) > _TITLE_LIMIT or re.search(r"[.。;；\[|]", title):
        return end
    return at if _title_start(text, at, end) == at else end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
