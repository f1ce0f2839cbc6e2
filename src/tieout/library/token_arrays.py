"""A document's terms in reading order as numbers: its passages and pages are ranked without reading its text."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]
_SHORT_NUMBERS = 1 << 16
_PLAIN, _SHORT, _LONG = b"\0", b"\1", b"\2"
"""First bytes that no compressed stream has."""


@dataclass(frozen=True)
class TokenArrays:
    """`words` holds the vocabulary, each term between line ends, its number its place; passage i holds the term numbers
    `tokens[starts[i]:starts[i + 1]]`. A vocabulary is searched, not split: a query asks for a few of its thousands."""

    words: str
    tokens: Numbers | NDArray[np.uint16]
    starts: Numbers

    @cached_property
    def _numbers(self) -> dict[str, int | None]:
        return {}

    def find_number(self, term: str) -> int | None:
        """The number of a term; None when it is not in the vocabulary."""
        if term not in self._numbers:
            at = self.words.find(f"\n{term}\n")
            self._numbers[term] = None if at < 0 else self.words.count("\n", 0, at)
        return self._numbers[term]

    @cached_property
    def counts(self) -> NDArray[np.bool_]:
        """Which tokens are whole numbers that may count something: no year, no decimal."""
        whole = [t.isdigit() and not (len(t) == 4 and t[:2] in ("19", "20")) for t in self.words.split("\n")[1:-1]]
        return np.array(whole, bool)[self.tokens]

    def find_counted(self, phrase: Sequence[str], reach: int) -> NDArray[np.int64]:
        """Where the phrase begins at most `reach` tokens after a whole number: "1,300 issued patents"."""
        found = self.find(phrase)
        near = np.zeros(len(found), bool)
        for step in range(1, reach + 1):
            before = found - step
            near |= (before >= 0) & self.counts[before]
        return found[near]

    def find(self, phrase: Sequence[str]) -> NDArray[np.int64]:
        """Where in `tokens` the phrase begins; empty when one of its terms is nowhere."""
        wanted = [self.find_number(term) for term in phrase]
        if not wanted or None in wanted:
            return np.zeros(0, np.int64)
        found = np.flatnonzero(self.tokens[: len(self.tokens) - len(wanted) + 1] == wanted[0])
        for step, number in enumerate(wanted[1:], 1):
            found = found[self.tokens[found + step] == number]
        return found


def make_token_arrays(passages: Sequence[Sequence[str]]) -> TokenArrays:
    """The arrays of passages given as their terms."""
    numbers: dict[str, int] = {}
    tokens = [numbers.setdefault(term, len(numbers)) for terms in passages for term in terms]
    starts = np.cumsum([0, *(len(terms) for terms in passages)])
    return TokenArrays(
        "\n".join(("", *numbers, "")) if numbers else "\n", np.array(tokens, np.int32), starts.astype(np.int32)
    )


def pack_tokens(arrays: TokenArrays) -> tuple[bytes, bytes, bytes]:
    """Vocabulary, tokens and starts as they are read back: a search opens several documents, and has no time to decompress.

    Token numbers take two bytes where the vocabulary allows it, which is as small as four bytes compressed.
    """
    short = arrays.words.count("\n") <= _SHORT_NUMBERS
    tokens = (_SHORT, arrays.tokens.astype("<u2")) if short else (_LONG, arrays.tokens.astype("<i4"))
    words = arrays.words.strip("\n").encode("utf-8")
    return _PLAIN + words, tokens[0] + tokens[1].tobytes(), arrays.starts.astype("<i4").tobytes()


def unpack_tokens(vocabulary: bytes, tokens: bytes, starts: bytes) -> TokenArrays:
    """What `pack_tokens` packed; also as earlier versions did, compressed."""
    mark, rest = tokens[:1], memoryview(tokens)[1:]
    if mark in (_SHORT, _LONG):
        words = str(memoryview(vocabulary)[1:], "utf-8")
        numbers = np.frombuffer(rest, "<u2" if mark == _SHORT else "<i4")
    else:
        words = zlib.decompress(vocabulary).decode("utf-8")
        numbers = np.frombuffer(zlib.decompress(tokens), "<i4")
    return TokenArrays(f"\n{words}\n" if words else "\n", numbers, np.frombuffer(starts, "<i4"))
