"""Bytes that are not UTF-8."""

from __future__ import annotations

import pytest

from tieout.errors import UnreadableError
from tieout.read.decode import decode_text, guess_encoding
from tieout.read.source import Source

SENTENCE = "本港燈籠收入為一千二百萬元，較去年增長百分之三。"


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        (SENTENCE, "big5", "big5hkscs"),
        (SENTENCE, "gb18030", "gb18030"),
        ("灯笼收入一千二百万元", "gb18030", "gb18030"),
        ("收入100元", "big5", "big5hkscs"),
        ("café 12 è", "latin-1", "cp1252"),
        ("£1.2m", "latin-1", "cp1252"),
        ("Umsatz über 1.204 €", "cp1252", "cp1252"),
    ],
)
def test_encodings_are_told_by_their_common_pairs(text: str, written: str, read: str) -> None:
    """Chinese is told from Western text by its pairs of bytes, even in nine bytes, and the two Chinese codes from each other."""
    content = text.encode(written)
    assert guess_encoding(content) == read
    told, note = decode_text(Source("a.txt", content))
    assert told == text
    assert note is not None
    assert "not UTF-8" in note


def test_what_fits_no_encoding_is_refused() -> None:
    """Bytes that are no text in any of them are refused with the place of the first bad one."""
    with pytest.raises(UnreadableError, match="offset 1"):
        decode_text(Source("a.txt", b"a\x81\xff\xfe\x8d\x90\x81\xff\xfe\x8d\x90\x81"))
