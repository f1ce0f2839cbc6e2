"""The nearest passages to a query vector, by the sign codes of all; ranking then looks at whole vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tieout.library.filters import filter_sql
from tieout.library.rows import Filters
from tieout.library.vectors import (
    DIMENSIONS,
    Matrix,
    count_differing_bits,
    unpack_codes,
)


class Reader(Protocol):
    """What is needed of a connection."""

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of one statement."""


class VectorScan:
    """Keeps the sign codes of the whole library in memory, 64 bytes a passage, and reads them again when it changed."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._state: tuple[Any, ...] = ()
        self._codes: NDArray[np.uint64] = np.zeros((DIMENSIONS // 64, 0), np.uint64)
        self._ids: NDArray[np.int64] = np.zeros(0, np.int64)
        self._owners: NDArray[np.int64] = np.zeros(0, np.int64)
        self._documents: list[str] = []

    def find_similar(self, vector: Matrix, model: str, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """Passage ids, best first, with the cosine that the angle between the codes suggests."""
        self._refresh(model)
        if not len(self._ids):
            return []
        distance = count_differing_bits(self._codes, vector)
        where, parameters = filter_sql(filters)
        if where:
            allowed = {row[0] for row in self._reader.execute(f"SELECT d.id FROM document d{where}", parameters)}
            keep = np.array([name in allowed for name in self._documents])
            distance = np.where(keep[self._owners], distance, DIMENSIONS + 1)
        reached = np.searchsorted(np.cumsum(np.bincount(distance)), min(limit, len(distance)))
        nearest = np.flatnonzero(distance <= reached)
        nearest = nearest[np.lexsort((self._ids[nearest], distance[nearest]))][:limit]
        return [
            (int(self._ids[i]), float(np.cos(np.pi * distance[i] / DIMENSIONS)))
            for i in nearest
            if distance[i] <= DIMENSIONS
        ]

    def _refresh(self, model: str) -> None:
        state = (
            model,
            *self._reader.execute("SELECT count(*), max(first_passage), sum(first_passage) FROM vectors")[0],
        )
        if state == self._state:
            return
        rows = self._reader.execute(
            "SELECT document, first_passage, passage_count, codes FROM vectors WHERE model = ? ORDER BY first_passage",
            (model,),
        )
        self._documents = [str(row[0]) for row in rows]
        self._codes = np.zeros((DIMENSIONS // 64, sum(int(row[2]) for row in rows)), np.uint64)
        end = 0
        for row in rows:
            codes = unpack_codes(bytes(row[3]))
            self._codes[:, end : end + len(codes)] = codes.T
            end += len(codes)
        none = np.zeros(0, np.int64)
        self._ids = np.concatenate([none, *(np.arange(int(r[1]), int(r[1]) + int(r[2])) for r in rows)])
        self._owners = np.repeat(np.arange(len(rows)), [int(r[2]) for r in rows])
        self._state = state
