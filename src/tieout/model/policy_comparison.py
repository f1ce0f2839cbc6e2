"""What changed between two sets of accounting policies, and many sets side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tieout.model.policy import Parameter, Policy

ChangeKind = Literal["added", "dropped", "reworded", "parameter_changed", "parameter_added", "parameter_dropped"]


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One change from an older to a newer set; `before` is None for what was added, `after` for what was dropped.

    `dropped_words` and `added_words` are the sentences of a reworded policy that only one side has. A changed
    parameter names it in `parameter` with its values on both sides.
    """

    kind: ChangeKind
    topic: str
    before: Policy | None
    after: Policy | None
    similarity: float | None = None
    dropped_words: tuple[str, ...] = ()
    added_words: tuple[str, ...] = ()
    parameter: str | None = None
    old_values: tuple[Parameter, ...] = ()
    new_values: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A subject's parameter across documents: `values[d]` are those the d-th document states, () where it states none.

    `differs` tells that two documents state it and not the same.
    """

    topic: str
    topic_title: str
    parameter: str
    values: tuple[tuple[Parameter, ...], ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class PolicyComparison:
    """Documents by id and title, the newer ones first; changes from the last to the first; the matrix of all."""

    documents: tuple[tuple[str, str], ...]
    changes: tuple[PolicyChange, ...]
    matrix: tuple[MatrixRow, ...]
