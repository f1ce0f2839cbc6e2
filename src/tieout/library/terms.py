"""Text to index terms: folded words with their stems, Chinese bigrams; the same for the index and for queries.

Folding is one character to one character, so an offset in the folded text is an offset in the text.
Chinese is folded to simplified script and indexed as overlapping pairs, so every two-character word is found exactly.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

TermKind = Literal["word", "han", "number"]

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
TERM_CHARACTERS = 64
"""Longer words are cut: they are addresses and codes, and a PostgreSQL lexeme has at most 2,046 bytes."""
_TOKEN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<number>\d[\d,]*(?:\.\d+)?)|(?P<word>[^\W\d_{HAN}]+(?:&[^\W\d_{HAN}]+)*)")


class Term(NamedTuple):
    """One index term and the characters of the text it stands for."""

    text: str
    kind: TermKind
    start: int
    end: int


@cache
def _fold_character(character: str) -> str:
    if unicodedata.decomposition(character).startswith("<super>"):
        return " "  # the mark of a footnote is no part of the word before it
    plain = unicodedata.normalize("NFKD", character)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    if len(plain) != 1:
        plain = character.lower() if len(character.lower()) == 1 else character
    if "\u3400" <= plain <= "\u9fff":
        plain = _to_simplified(plain)
    return plain if len(plain) == 1 else character


@cache
def _to_simplified(character: str) -> str:
    return str(_converter().convert(character))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


class _Folding(dict[int, str]):
    """A translation table that fills itself, for str.translate."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in lower case, simplified Chinese, without accents and full-width forms; as long as the text."""
    return text.translate(_FOLDING)


@cache
def _stemmer() -> Any:
    import apsw

    return apsw.Connection(":memory:").fts5_tokenizer("porter", ["unicode61"])


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The Porter stem of a folded word ("receivables" -> "receiv"); a word it cannot cut is returned as it is."""
    import apsw

    if len(word) < 3 or not word.isalpha():
        return word
    parts = _stemmer()(word.encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None, include_offsets=False)
    return str(parts[0][0]) if len(parts) == 1 else word


def find_terms(text: str) -> tuple[Term, ...]:
    """Every word (as its stem), Chinese bigram and printed number of the text, in order."""
    terms: list[Term] = []
    for match in _TOKEN.finditer(fold(text)):
        start, end = match.span()
        word = match.group()
        if match.lastgroup == "word":
            terms.append(Term(stem(word[:TERM_CHARACTERS]), "word", start, end))
        elif match.lastgroup == "number":
            terms.append(Term(word.replace(",", "")[:TERM_CHARACTERS], "number", start, end))
        else:
            terms += [Term(word[i : i + 2], "han", start + i, start + i + 2) for i in range(len(word) - 1)]
            terms.append(Term(word[-1], "han", end - 1, end))
    return tuple(terms)


def index_terms(text: str) -> list[str]:
    """The texts of `find_terms`, quickly."""
    terms: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        word = match.group()
        if match.lastgroup == "word":
            terms.append(stem(word[:TERM_CHARACTERS]))
        elif match.lastgroup == "number":
            terms.append(word.replace(",", "")[:TERM_CHARACTERS])
        else:
            terms += [word[i : i + 2] for i in range(len(word) - 1)]
            terms.append(word[-1])
    return terms
