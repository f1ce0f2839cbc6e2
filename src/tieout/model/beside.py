"""What lies beside an inline page in its filing and must say the same: the extracted instance and the R pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ExtractedFact:
    """A fact of the instance that was extracted from the page and filed beside it (EDGAR `_htm.xml`)."""

    id: str
    concept: str
    context: str
    value: str | None
    unit: str | None = None
    decimals: str | None = None
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class RenderedValue:
    """A number of an R page without members: `months` is 0 for an instant, `number` unsigned and as shown.

    `scale` and `share_scale` are the powers of ten the page states for amounts and for shares.
    """

    page: str
    concept: str
    end: date
    months: int
    number: Decimal
    decimals: int
    scale: int = 0
    share_scale: int = 0
