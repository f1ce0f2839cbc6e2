"""Bytes to text for the readers of text formats."""

from __future__ import annotations

import re

from tieout.errors import LimitError, UnreadableError
from tieout.read.source import Source

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMES = {"gb18030": "GB 18030", "big5hkscs": "Big5", "cp1252": "Windows-1252 (Western European)"}
_COMMON = {
    "gb18030": re.compile(rb"[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]"),
    "big5hkscs": re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]"),
}
"""Pairs of bytes that stand for punctuation and the common characters."""
_HIGH = re.compile(rb"[\x80-\xff]+")
COMMON_SHARE = 0.7
"""Share of the bytes above ASCII that must lie in such pairs for a text to be Chinese."""
WESTERN_SHARE = 0.5
"""Share of bytes above ASCII up to which a text may be Western."""
TEXT_LIMIT_BYTES = 64 * 1024 * 1024
LINE_LIMIT_CHARS = 8 * 1024 * 1024


def looks_like_text(head: bytes) -> bool:
    """True when the bytes hold no NUL and few control characters."""
    if not head or b"\0" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    controls = sum(1 for b in head if b < 32 and b not in b"\t\n\r\f\x1b")
    return controls * 100 <= len(head)


def decode_text(source: Source) -> tuple[str, str | None]:
    """The text and, when it is not UTF-8, a sentence that says which encoding was taken.

    Offsets refer to the file decoded as UTF-8 with line ends kept. Raises UnreadableError for an empty or binary
    file, LimitError for one that is too large.
    """
    content = source.content
    if not content.strip():
        raise UnreadableError(source.name, "the file is empty")
    if len(content) > TEXT_LIMIT_BYTES:
        raise LimitError(source.name, f"the text is {len(content):,} bytes; the limit is {TEXT_LIMIT_BYTES:,}")
    text, note = _decode(source)
    longest = max(len(line) for line in text.split("\n"))
    if longest > LINE_LIMIT_CHARS:
        raise LimitError(source.name, f"one line has {longest:,} characters; the limit is {LINE_LIMIT_CHARS:,}")
    return text, note


def _decode(source: Source) -> tuple[str, str | None]:
    content = source.content
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                text = content.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    source.name, f"it starts as {encoding} but breaks at byte {error.start}"
                ) from None
            return text, None if encoding == "utf-8" else f"the file is {encoding}, not UTF-8"
    if b"\0" in content:
        raise UnreadableError(source.name, f"a NUL byte at offset {content.index(0)}: this is not a text file")
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        broken = error.start
    fitting = guess_encoding(content)
    if fitting is not None:
        return content.decode(fitting), f"the file is not UTF-8; it was read as {_NAMES[fitting]}"
    raise UnreadableError(source.name, f"the text is not valid UTF-8 (first bad byte at offset {broken})")


def guess_encoding(content: bytes) -> str | None:
    """The encoding of a text that is not UTF-8, or None when none fits.

    Chinese text consists of pairs of bytes most of which stand for common characters: the first rows of GB 2312 and of
    Big5. Western text has single bytes above ASCII among its letters.
    """
    high = sum(byte >= 0x80 for byte in content)
    shares = {encoding: len(pairs.findall(content)) * 2 / high for encoding, pairs in _COMMON.items()}
    for encoding in sorted(shares, key=lambda e: -shares[e]):
        if shares[encoding] >= COMMON_SHARE and high > 2 and _decodes(content, encoding):
            return encoding
    alone = sum(len(run) == 1 for run in _HIGH.findall(content))
    western = high <= WESTERN_SHARE * len(content) and alone * 2 > high
    return "cp1252" if western and _decodes(content, "cp1252") else None


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def detect_language(text: str) -> str | None:
    """ "zh-Hant", "zh-Hans" or "en" by the characters; None when there are no letters."""
    sample = text[:20000]
    han = sum("\u4e00" <= c <= "\u9fff" for c in sample)
    latin = sum(c.isascii() and c.isalpha() for c in sample)
    if han * 4 > latin:
        traditional = sum(c in _TRADITIONAL for c in sample)
        simplified = sum(c in _SIMPLIFIED for c in sample)
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return "en" if latin else None


_TRADITIONAL = frozenset("億萬與為於個務產業總額計會費稅與項債權資餘損淨額報動變現價應貸關聯證業務財報營類時間對")
_SIMPLIFIED = frozenset("亿万与为于个务产业总额计会费税项债权资余损净报动变现价应贷关联证财营类时间对")
_TRADITIONAL, _SIMPLIFIED = _TRADITIONAL - _SIMPLIFIED, _SIMPLIFIED - _TRADITIONAL
