"""What a bond, loan or security is called where a sentence tells its terms."""

from __future__ import annotations

import re
from decimal import Decimal

from tieout.concepts.labels import label_words
from tieout.concepts.words import fold

INSTRUMENT = re.compile(
    r"(?P<kind>(?:\b(?:convertible|exchangeable|senior|perpetual|subordinated|green|secured|unsecured|guaranteed|corporate|medium[\s-]term|term|syndicated|bridge|panda)\s+){0,3}"
    r"\b(?:notes?|bonds?|debentures?|loans?|securities|sukuk|commercial\s+papers?))\b"
    r"|(?P<han>(?:可[換换]股|可[轉转][換换]|可交[換换]|[優优]先|永[續续]|公司|[綠绿]色|中期|短期融[資资]|[銀银][團团]|定期)*(?:[債债]券|票[據据]|[證证]券|[債债]|[貸贷]款|[借]款))",
    re.I,
)
RATE = re.compile(r"\d+(?:\.\d+)?\s*[%％厘]")
AMOUNT = re.compile(
    r"(?:RMB|HK\$|US\$|US\s?dollars?|€|£|\$)\s?\d[\d,.]*\d?\s*(?:thousand|million|billion|mn|bn)?|\d[\d,.]*\s*[百千]?[萬万億亿][港美]?元",
    re.I,
)
_NAMED, _NAMED_HAN = 2, 4
"""Words, or more than so many characters, that name an instrument so that no other is likely."""


_HAN_WORDS = {
    "可換股": "convertible",
    "可轉換": "convertible",
    "可交換": "exchangeable",
    "優先": "senior",
    "永續": "perpetual",
    "綠色": "green",
    "中期": "medium term",
    "銀團": "syndicated",
    "定期": "term",
    "債券": "bond",
    "票據": "note",
    "證券": "security",
    "貸款": "loan",
    "借款": "loan",
    "債": "bond",
}
_FOLDED = {fold(han): word for han, word in _HAN_WORDS.items()}
_HAN_WORD = re.compile("|".join(_FOLDED))


def kind_of(name: str) -> frozenset[str]:
    """The words of an instrument's name, in English where it is told in Chinese."""
    plain = _HAN_WORD.sub(lambda m: f" {_FOLDED[m.group()]} ", fold(name).replace("-", " "))
    words = frozenset(label_words(plain))
    return frozenset(w for w in words if w.isascii()) or words


def is_named(kind: frozenset[str]) -> bool:
    """True for "convertible notes" and 可換股票據, which no second one is likely to be called; False for "loan" and 公司債券."""
    return len(kind) >= _NAMED or any(len(word) > _NAMED_HAN and not word.isascii() for word in kind)


def printed(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """What a text prints of a kind, without blanks, currency and noughts behind the point: one principal may stand in two currencies."""
    found = (re.sub(r"\s|^[^\d]+|[港美]?元$", "", m.group().lower()) for m in pattern.finditer(text))
    short = (re.sub(r"\.0+(?=\D|$)|(?<=[1-9])(?<=\.\d)0+(?=\D|$)", "", text) for text in found)
    return frozenset(_plain(text) for text in short)


_POWERS = {
    "thousand": 3,
    "million": 6,
    "mn": 6,
    "billion": 9,
    "bn": 9,
    **dict.fromkeys("萬万", 4),
    **dict.fromkeys(("百萬", "百万"), 6),
    **dict.fromkeys(("千萬", "千万"), 7),
    **dict.fromkeys("億亿", 8),
}
_SCALED = re.compile(r"([\d,.]*\d)(\D+)")


def _plain(text: str) -> str:
    """A number with its word of scale as the number it stands for: 7.8億 and 780million are one."""
    told = _SCALED.fullmatch(text)
    power = _POWERS.get(told[2]) if told is not None else None
    if told is None or power is None or told[1].count(".") > 1:
        return text
    return f"{Decimal(told[1].replace(',', '')).scaleb(power).normalize():f}"
