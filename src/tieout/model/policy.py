"""Accounting policies as data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tieout.model.span import Span


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed field a policy states: `value` is a Decimal for thresholds and lives, else a word of a closed list."""

    name: str
    value: Decimal | str
    span: Span
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference; `target` is a policy id or outside text; `resolves`: the target is in the document."""

    text: str
    target: str
    resolves: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Policy:
    """An accounting policy: label "(i)", id "h(i)" (labels of its parents joined), title, the text's span.

    `parts` are the spans of its text on later layers (pages), `missing_spans` the places of what `missing` quotes,
    `topics` names of the policy catalogue's subjects, its own before its parents'.
    """

    id: str
    document: str
    label: str
    title: str
    span: Span
    parent: str | None = None
    standards: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    missing: tuple[str, ...] = ()
    parts: tuple[Span, ...] = ()
    missing_spans: tuple[Span, ...] = ()
    topics: tuple[str, ...] = ()
