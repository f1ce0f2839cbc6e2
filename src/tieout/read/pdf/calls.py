"""PDFium's functions as they are called thousands of times a page.

Converting declared arguments is most of what a call through ctypes costs (290 nanoseconds, without 135). So the functions
here declare none: a number is passed as a C int, an address as what `pointer` made of it, once for several calls.
The calls are driven by `map`, which saves the loop, and what PDFium writes goes into memory whose pointers are made once.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

pointer = ctypes.c_void_p.from_param
"""An address as these functions take it. A plain number in its place would be cut to a C int."""
BATCH_ROWS = 1024
"""Rows of memory kept for what PDFium writes; more are read one batch after the other."""


def prototype(function: Any, result: Any) -> Any:
    """A PDFium function that takes C ints and pointers and returns `result`, a ctypes type (addresses as numbers)."""
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def address_of(handle: Any) -> Any:
    """A handle of pypdfium2's (page, text page, object) as these functions take it."""
    return pointer(ctypes.cast(handle, ctypes.c_void_p).value)


def call_each(function: Callable[..., Any], *arguments: Iterable[Any]) -> None:
    """Calls the function for each tuple of arguments, until the first of them ends, and forgets what it returns."""
    deque(map(function, *arguments), maxlen=0)


class Rows:
    """Memory for what PDFium writes of one thing after another: a row each, with named fields; `blank` is a row before."""

    def __init__(self, fields: Sequence[tuple[Any, ...]], blank: tuple[Any, ...] | None = None) -> None:
        self.kind = np.dtype(list(fields))
        self.memory = np.zeros(BATCH_ROWS, self.kind)
        self.blank = np.zeros(1, self.kind) if blank is None else np.array([blank], self.kind)
        start, size = self.memory.ctypes.data, self.kind.itemsize
        self.pointers = {
            name: list(map(pointer, range(start + place, start + place + size * BATCH_ROWS, size)))
            for name, (_, place, *_) in (self.kind.fields or {}).items()
        }

    def read(self, things: Sequence[Any], *asked: tuple[Any, ...], of: Any = None) -> NDArray[Any]:
        """A row for each thing: `asked` are functions with the fields they write, called with the thing and pointers to
        its fields; with `of`, that comes first."""
        rows = np.empty(len(things), self.kind)
        for start in range(0, len(things), BATCH_ROWS):
            batch = things[start : start + BATCH_ROWS]
            self.memory[: len(batch)] = self.blank
            lead = [batch] if of is None else [repeat(of), batch]
            for function, *fields in asked:
                call_each(function, *lead, *(self.pointers[field] for field in fields))
            rows[start : start + len(batch)] = self.memory[: len(batch)]
        return rows


BOX = [("left", np.float32), ("bottom", np.float32), ("right", np.float32), ("top", np.float32)]
COLOUR = [("red", np.uint32), ("green", np.uint32), ("blue", np.uint32), ("alpha", np.uint32)]


def plain(rows: NDArray[Any], kind: Any) -> NDArray[Any]:
    """Rows whose fields are all of one kind as an array with a column for each."""
    return np.asarray(rows.view(kind)).reshape(len(rows), rows.itemsize // np.dtype(kind).itemsize)
