"""What a character or token is: Chinese, an amount, a bullet. Only for layout; values are read by numbers."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tieout.numbers.words import RAISED

RAISED_MARKS = "".join(RAISED.values())
_AMOUNT = re.compile(
    r"(?:(?:HK\$?|US\$|RMB|[$€£¥￥])(?=[\(（]))?[\(（\[]?[-–—−－+]?(?:RMB|HK\$|US\$|[$€£¥￥])?(?:\.?\d[\d,，]*(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?)(?:[%％‰]|pts?|bps|x)?[\)）\]]?[%％]?(?:cents?|港?仙)?[*†#^]?[⁰¹²³⁴-⁹ᵃᵇᶜᵈᵉ]*"
)
_FULL = re.compile(r"[\(（]?[-–—−－+]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?[\)）]?|[\(（]?[-–—−－+]?\d+\.\d+[\)）]?")
_NOTE = re.compile(r"\d{1,2}(?:[\(（][a-zA-Z0-9]{1,4}[\)）]|[a-z]){1,3}")
_NIL = re.compile(r"[-–—−－―‒─]{1,3}|[Nn]il|N/A|n/a|NM|N/M|n\.?m\.?|無|无|不適用|不适用|/|\*+|－")
_SIGN = re.compile(r"(?:RMB|HK\$|US\$|NT\$|A\$|C\$|S\$|[$€£¥￥%％\(\)（）]|\)%|%\)|\(\$|HKD|USD|CNY|pts)")
CURRENCIES = frozenset({"$", "€", "£", "¥", "￥", "HK$", "US$", "RMB", "S$", "A$", "C$", "NT$"})
"""Currency signs that open a column of amounts when they stand apart."""
CLOSINGS = frozenset({")", "）", "%", "％", ")%", "%)", "）%", "bps", "pts", "pp"})
"""What may stand in a narrow column after an amount and belongs to it."""
_BULLET = re.compile(
    r"[•●○◦▪■□◆◇➢►▶✓✔√‧·∙*–—-]|[\(（][0-9a-zA-Z]{1,4}[\)）.、]|(?:\d{1,3}[a-zA-Z]?|[a-zA-Z]\d?|[ivx]{1,4}|[IVX]{1,4})[\)）.、]|[一二三四五六七八九十]+、|[\(（][一二三四五六七八九十]+[\)）]"
)
TOKEN_LIMIT = 1 << 15
"""Tokens whose answers are remembered: those of a document recur."""
CJK_FIRST = 0x2E80
"""Code points from here on are Chinese for the purpose of spaces."""
_YEAR = re.compile(r"(?:19|20)\d\d[A-Z]?")
PRIVATE_BULLETS = {
    0xF0B7: 0x2022,
    0xF06C: 0x25CF,
    0xF06E: 0x25A0,
    0xF0A7: 0x25AA,
    0xF0D8: 0x27A2,
    0xF076: 0x2756,
    0xF0FC: 0x2713,
    0xF02D: 0x2013,
    0xF0A8: 0x25A1,
    0xF052: 0x2611,
    0xF0FE: 0x2611,
}
"""Symbol and Wingdings code points that Word writes for bullets and ticks, and the characters they show."""
UNIT = re.compile(
    r"[’'‘`＇]000|\b(?:in|of)\s+(?:thousands?|millions?|billions?|RMB|HK|US)|(?:thousands?|millions?|billions?)\s+of\b|expressed\s+in|"
    r"單位|单位|币种|幣種|[千万萬億亿][元港美]|百[万萬]|人民币|人民幣|港元|美元|\$\s*(?:in\s+)?millions?|dollars",
    re.I,
)
"""Words of a unit, a scale or a currency that hold for a whole table."""


def is_cjk(codes: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which code points are Chinese characters, Chinese punctuation or full-width forms."""
    return (
        ((codes >= 0x2E80) & (codes <= 0x9FFF))
        | ((codes >= 0xF900) & (codes <= 0xFAFF))
        | ((codes >= 0xFE30) & (codes <= 0xFE4F))
        | ((codes >= 0xFF00) & (codes <= 0xFFEF))
        | (codes >= 0x20000)
    )


def is_cjk_char(char: str) -> bool:
    """The same for one character."""
    code = ord(char)
    return 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE4F or 0xFF00 <= code <= 0xFFEF


@lru_cache(maxsize=TOKEN_LIMIT)
def is_amount(token: str) -> bool:
    """A token that is one number as tables print them: digits with separators, brackets, sign, currency or per cent."""
    return _AMOUNT.fullmatch(token) is not None


@lru_cache(maxsize=TOKEN_LIMIT)
def is_full(token: str) -> bool:
    """An amount that shows groups of thousands or decimals, and so is whole by itself."""
    return _FULL.fullmatch(token) is not None


@lru_cache(maxsize=TOKEN_LIMIT)
def is_year(token: str) -> bool:
    """Four digits that may be a year."""
    return _YEAR.fullmatch(token) is not None


@lru_cache(maxsize=TOKEN_LIMIT)
def is_nil(token: str) -> bool:
    """A dash, "nil", "N/A" or "not applicable" standing for a value."""
    return _NIL.fullmatch(token) is not None


@lru_cache(maxsize=TOKEN_LIMIT)
def is_note(token: str) -> bool:
    """The number of a note with its letter, as a column of notes prints it: 5(a), 12(b)(i), 7a."""
    return _NOTE.fullmatch(token) is not None


@lru_cache(maxsize=TOKEN_LIMIT)
def is_sign(token: str) -> bool:
    """A currency sign, bracket or per cent sign that stands apart from its number."""
    return _SIGN.fullmatch(token) is not None


@lru_cache(maxsize=TOKEN_LIMIT)
def is_bullet(token: str) -> bool:
    """A bullet or item number: •, (a), 1., 一、"""
    return _BULLET.fullmatch(token) is not None


def normalise_codes(codes: NDArray[np.int32]) -> NDArray[np.int32]:
    """Code points with private-use bullets, radicals and odd spaces replaced by what they show; same length."""
    odd = np.flatnonzero((codes >= 0x80) | (codes == 2))
    if not len(odd):
        return codes
    fixed, seen = codes.copy(), codes[odd]
    shown = seen.copy()
    for code in set(seen[(seen >= 0x2F00) & (seen < 0x2FD6)].tolist()):
        import unicodedata

        shown[seen == code] = ord(unicodedata.normalize("NFKC", chr(code)))
    if (seen >= 0xE000).any():
        for private, bullet in PRIVATE_BULLETS.items():
            shown[seen == private] = bullet
    shown[(seen == 0xFFFE) | (seen == 2) | (seen == 0xAD) | (seen == 0x2010) | (seen == 0x2011)] = 0x2D
    shown[(seen == 0xA0) | (seen == 0x3000) | ((seen >= 0x2000) & (seen <= 0x200B)) | (seen == 0x202F)] = 0x20
    shown[(seen >= 0xD800) & (seen <= 0xDFFF)] = 0xFFFD
    fixed[odd] = shown
    return fixed
