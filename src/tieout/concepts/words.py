"""Text to tokens: case, plural, spelling, dashes, brackets of a sign word, traditional characters. Offsets are kept."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

Token = tuple[str, int, int]
"""A normal form with its start and end in the text."""

_POSITIVE = (
    r"profits?|incomes?|gains?|earnings|increases?|credits?|surplus|inflows?|benefits?"
    r"|generated (?:from|by)|provided by"
)
_NEGATIVE = r"loss(?:es)?|expenses?|charges?|decreases?|deficits?|outflows?|used (?:in|for)|costs?|provision"
_SIGN = rf"{_POSITIVE}|{_NEGATIVE}|from"
_BRACKETED_LAST = re.compile(rf"\b({_SIGN})(\s*/?\s*[(（]\s*(?:{_SIGN})\s*[)）])", re.I)
_BRACKETED_FIRST = re.compile(rf"([(（]\s*(?:{_SIGN})\s*[)）]\s*/?\s*)(?=(?:{_SIGN})\b)", re.I)
_SLASHED = re.compile(
    rf"\b(?:({_POSITIVE})(\s*/\s*(?:{_NEGATIVE})\b)|((?:{_NEGATIVE})\s*/\s*)(?=(?:{_POSITIVE})\b))", re.I
)
_SLASHES = str.maketrans({"／": "/", "╱": "/", "∕": "/", "⁄": "/"})
_ZH_SIGN = "利润|溢利|盈利|收益|收入|利得|增加|流入|所得|产生|抵免|资产|毛利|保留盈利|保留溢利|净利润"
_ZH_MINUS = "亏损|净亏损|净额亏损|损失|减少|流出|所用|使用|耗用|开支|费用|负债|毛损|累计亏损|亏绌|成本"
_ZH_LAST = re.compile(rf"(?<=[\u4e00-\u9fff])[/／]?[(（](?:{_ZH_SIGN}|{_ZH_MINUS})[)）]")
_ZH_FIRST = re.compile(rf"[(（](?:{_ZH_SIGN}|{_ZH_MINUS})[)）][/／]?(?=(?:{_ZH_SIGN}|{_ZH_MINUS}))")
_ZH_REMARK = re.compile("[(（][^()（）]{0,12}号填列[)）]")
_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|[A-Za-z]+(?:&[A-Za-z]+)*(?:['’`]s\b)?|\d+(?:[.,]\d+)*"
    r"|[%％.;:!?。；：！？、…\n\u4e00-\u9fff]"
)
_DROPPED = frozenset({"the", "a", "an", "、"})
_SPELLINGS = {
    "noncurrent": "non current", "noncontrolling": "non controlling", "longterm": "long term", "&": "and",
    "labour": "labor", "capex": "capex", "earning": "earning", "stockholders": "stockholder", "writedown": "write down",
    "authorized": "authorised", "annualized": "annualised", "uncategorized": "uncategorised", "nongaap": "non gaap",
    "recognized": "recognised", "capitalized": "capitalised", "realizable": "realisable", "programme": "program",
}  # fmt: skip


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """Traditional characters that occur in names of the catalogue to simplified ones; the length stays."""
    return text.translate(_fold_table())


@cache
def _fold_table() -> dict[int, str]:
    pairs = (Path(__file__).parent / "fold.txt").read_text(encoding="utf-8").split()
    return {ord(pair[0]): pair[1] for pair in pairs}


def blank_signs(text: str) -> str:
    """Take the second sense out of "profit/(loss)" or "(used in)/generated from", leaving spaces: the unbracketed
    sense is what a positive number means."""
    text = text.translate(_SLASHES)
    if "(" not in text and "/" not in text and "（" not in text:
        return text
    text = _BRACKETED_LAST.sub(lambda m: m.group(1) + " " * len(m.group(2)), text)
    text = _BRACKETED_FIRST.sub(lambda m: " " * len(m.group(1)), text)
    text = _SLASHED.sub(_keep_positive, text)
    for pattern in (_ZH_REMARK, _ZH_FIRST, _ZH_LAST):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    return text


def _keep_positive(found: re.Match[str]) -> str:
    if found.group(1):
        return found.group(1) + " " * len(found.group(2))
    return " " * len(found.group(3))


@cache
def singular(word: str) -> str:
    """The normal form of one lower-case word: plural taken off, British spelling."""
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    if word.endswith(("'s", "’s", "`s")):
        word = word[:-2]
    if "ization" in word:
        word = word.replace("ization", "isation")
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def tokenise(text: str) -> list[Token]:
    """Tokens of a folded text; sentence marks are tokens of their own, articles and commas are not."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(text):
        word = found.group().lower()
        if word in _DROPPED:
            continue
        if "." in word and len(word) > 1 and word[0].isalpha():
            word = word.replace(".", "")
        normal = singular(word)
        start, end = found.span()
        if " " in normal:
            tokens += [(part, start, end) for part in normal.split(" ")]
        else:
            tokens.append((normal, start, end))
    return tokens
