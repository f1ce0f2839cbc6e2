"""One printed number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tieout.model.span import Span


Approximation = Literal["about", "over", "under"]
State = Literal["tied", "rounding", "differs", "question", "unsupported", "untested"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a printed number says: not where it stands.

    `number` is signed and as printed ("(3,142.6)" is -3142.6); `decimals` counts the digits shown after the
    point; `scale` is the power of ten of the scale word or table unit (6 for millions); `unit` is an ISO
    currency, "%", "pp" (percentage points), "bp" (basis points), "x" (times), another noun, or None.
    """

    number: Decimal
    decimals: int
    unit: str | None = None
    scale: int = 0
    approximation: Approximation | None = None

    @property
    def value(self) -> Decimal:
        """The exact printed value in whole units: number x 10^scale."""
        return self.number.scaleb(self.scale)

    @property
    def step(self) -> Decimal:
        """One unit of the last displayed digit, in whole units."""
        return Decimal(1).scaleb(self.scale - self.decimals)

    @property
    def digits(self) -> int:
        """Significant digits printed, the zeros at both ends left out."""
        return len(self.number.normalize().as_tuple().digits)


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed number at its place; cells, claims and facts refer to it by id.

    `id` is unique in the run and stable for the same bytes. `explicit_scale` tells that the scale stands
    beside the number itself ("RMB 5 million") and is not inherited from a header or caption.
    """

    id: str
    document: str
    span: Span
    quantity: Quantity
    home: Literal["cell", "prose", "heading"] = "prose"
    explicit_scale: bool = False
    trust: float = 1.0

    @property
    def value(self) -> Decimal:
        """The exact printed value in whole units."""
        return self.quantity.value
