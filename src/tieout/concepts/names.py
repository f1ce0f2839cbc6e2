"""The index of names in their normal form: token sequences for English, characters for Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tieout.concepts.catalogue import Concept, get_concept
from tieout.concepts.words import Token, blank_signs, fold, tokenise

_HOLDERS = ("owner", "equity holder", "equity shareholder", "shareholder", "stockholder", "equity owner", "holder")
_OF_WHOM = ("company", "parent", "bank", "group", "parent company", "listed company", "corporation", "parent entity")
_PERIODS = (
    "year", "quarter", "half year", "six month", "three month", "nine month", "twelve month", "financial year",
    "financial period", "fiscal year", "reporting period", "interim period", "current period", "current year",
    "first half", "first quarter", "second quarter", "third quarter", "fourth quarter", "full year",
)  # fmt: skip
_IGNORED = frozenset("的之 \u00a0\u3000、，,/／()（）-－—–“”\"'‘’「」\t\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name may mean: concepts with the sign the name gives them, and whether prose may be searched for it."""

    meanings: tuple[tuple[Concept, int], ...]
    in_prose: bool


@dataclass(frozen=True)
class Names:
    """Names of one script by normal form; `lengths` tells for a first token or character how long names are, longest
    first. An entry is read when it is asked for."""

    raw: dict[str, str]
    lengths: dict[str, tuple[int, ...]]

    def get(self, key: str) -> Entry | None:
        """The entry of a normal form, or None."""
        written = self.raw.get(key)
        return None if written is None else _read_entry(written)

    def __contains__(self, key: str) -> bool:
        return key in self.raw


@cache
def english_names() -> Names:
    """Names whose tokens are joined by spaces."""
    return _read_names("names_en.tsv")


@cache
def chinese_names() -> Names:
    """Names as runs of characters."""
    return _read_names("names_zh.tsv")


def _read_names(file_name: str) -> Names:
    first, *lines = (Path(__file__).parent / file_name).read_text(encoding="utf-8").splitlines()
    lengths = {w: tuple(map(int, n.split(","))) for w, n in (part.split(":") for part in first.split(" "))}
    return Names(dict([line.split("\t", 1) for line in lines]), lengths)


@cache
def _read_entry(written: str) -> Entry:
    """An entry as `rebuild` writes it: "=" for labels only, then ids, "-" before one counted downwards."""
    ids = written.lstrip("=").split(" ")
    meanings = tuple((get_concept(i.lstrip("-")), -1 if i[0] == "-" else 1) for i in ids)
    return Entry(meanings, written[0] != "=")


@cache
def _rewrites() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Phrases that count as one word of names, by first token, longest first: holders of the parent, spans of time."""
    phrases: dict[str, str] = dict.fromkeys(_PERIODS, "period")
    for holder in _HOLDERS:
        phrases[f"attributable to {holder}"] = "attributable to owner"
        for whom in _OF_WHOM:
            phrases[f"{holder} of {whom}"] = "owner"
            phrases[f"attributable to {holder} of {whom}"] = "attributable to owner"
    phrases["attributable to parent"] = "attributable to owner"
    phrases["attributable to company"] = "attributable to owner"
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for phrase, words in phrases.items():
        parts = tuple(phrase.split(" "))
        found.setdefault(parts[0], []).append((parts, tuple(words.split(" "))))
    return {k: sorted(v, key=lambda p: -len(p[0])) for k, v in found.items()}


def rewrite(tokens: list[Token]) -> list[Token]:
    """Tokens with phrases for holders and periods put into one word each; their range covers the phrase."""
    rules = _rewrites()
    if not any(t[0] in rules for t in tokens):
        return tokens
    words = [t[0] for t in tokens]
    written: list[Token] = []
    at = 0
    while at < len(tokens):
        for parts, replacement in rules.get(words[at], ()):
            size = len(parts)
            if tuple(words[at : at + size]) == parts:
                end = tokens[at + size - 1][2]
                written += [(w, tokens[at][1], end) for w in replacement]
                at += size
                break
        else:
            written.append(tokens[at])
            at += 1
    return written


def compact(text: str) -> tuple[str, list[int]]:
    """A text without spaces and the light punctuation that names ignore, folded; and each character's offset."""
    kept: list[str] = []
    offsets: list[int] = []
    for at, character in enumerate(fold(text)):
        if character not in _IGNORED:
            kept.append(character.lower())
            offsets.append(at)
    return "".join(kept), offsets


def read_tokens(text: str) -> list[Token]:
    """The tokens of a text as the index knows them."""
    return rewrite(tokenise(blank_signs(text)))
