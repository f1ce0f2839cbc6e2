"""Facts: values of concepts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tieout.model.period import Period
    from tieout.model.span import Span


Origin = Literal["tagged", "table", "prose"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a concept for an entity and period.

    `concept` is a catalogue id or a qualified XBRL name, None when only the printed label is known. `value` is
    in whole units (scale applied); a text for non-numeric tagged facts; None when nil. `decimals` is accuracy as
    XBRL counts it (-3: correct to thousands), None when exact or unknown. `figure` names the printed Figure.
    """

    id: str
    document: str
    label: str
    value: Decimal | str | None
    span: Span
    origin: Origin
    concept: str | None = None
    decimals: int | None = None
    unit: str | None = None
    period: Period | None = None
    entity: str | None = None
    dimensions: tuple[tuple[str, str], ...] = ()
    figure: str | None = None
    table: str | None = None
    row: int | None = None
    column: int | None = None
