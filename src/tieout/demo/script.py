"""Traditional to simplified script, for issuers of the mainland; the words are written once, in traditional."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from tieout.demo.draft import BlockLike, Draft, Ref, Runs, Slot, Table, Text


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def _convert(text: str) -> str:
    return str(_converter().convert(text)) if text else text


def _convert_runs(runs: Runs) -> Runs:
    return tuple(run if isinstance(run, Ref) else _convert(run) for run in runs)


def _convert_slot(slot: Slot) -> Slot:
    return replace(slot, core=_convert(slot.core), prefix=_convert(slot.prefix), suffix=_convert(slot.suffix))


def _convert_block(block: BlockLike) -> BlockLike:
    if isinstance(block, Text):
        return replace(block, runs=_convert_runs(block.runs))
    if isinstance(block, Table):
        headers = tuple(tuple(_convert_runs(cell) for cell in line) for line in block.headers)
        rows = tuple(
            replace(row, label=_convert_runs(row.label), cells=tuple(_convert_runs(c) for c in row.cells))
            for row in block.rows
        )
        return replace(block, caption=_convert_runs(block.caption), headers=headers, rows=rows)
    return block


def to_simplified(draft: Draft) -> Draft:
    """The draft in simplified script."""
    slots = {i: _convert_slot(slot) for i, slot in draft.slots.items()}
    return replace(
        draft, title=_convert(draft.title), blocks=tuple(_convert_block(b) for b in draft.blocks), slots=slots
    )
