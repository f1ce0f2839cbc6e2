"""Facts as a reader collects them, before contexts, concepts and places are joined to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from tieout.model import Context, FactLink, Footnote, Segment, Tag, Unit
from tieout.read._xbrl.names import Prefixes

EXPONENT_LIMIT = 400
"""A number of more digits than this is refused: written out it could fill the memory."""


@dataclass(slots=True)
class RawFact:
    """One fact: `value` is its XBRL text (None when nil); `segments` its place in the layer, empty when unplaced.

    `number` is the value as a Decimal; `shown` the printed number before scale and sign, as transformed.
    """

    tag: Tag
    value: str | None
    number: Decimal | None = None
    shown: str | None = None
    segments: tuple[Segment, ...] = ()


@dataclass(slots=True)
class RawFiling:
    """What one set of inline documents, or one instance, holds."""

    prefixes: Prefixes = field(default_factory=Prefixes)
    contexts: dict[str, Context] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    facts: list[RawFact] = field(default_factory=list)
    tuples: list[Tag] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    links: list[FactLink] = field(default_factory=list)
    schema_refs: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    seen: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    first_refused: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def refuse(self, reason: str, place: str) -> None:
        """Counts a tag that gives no fact; the first place of each reason is kept for the Problem."""
        self.refused[reason] += 1
        self.first_refused.setdefault(reason, place)

    def lose(self, reason: str, place: str, count: int) -> None:
        """Counts tags that were written and never seen."""
        if count:
            self.seen += count
            self.refused[reason] += count
            self.first_refused.setdefault(reason, place)

    def say(self, sentence: str) -> None:
        """Keeps a remark that becomes a Problem."""
        self.remarks.append(sentence)


def parse_number(text: str) -> Decimal | None:
    """The Decimal of an XBRL number, None when the text is none or its digits would be beyond EXPONENT_LIMIT."""
    bare = text.strip(" \t\r\n")
    if not bare or not bare.isascii() or "_" in bare:
        return None
    if len(bare) <= EXPONENT_LIMIT and bare.replace(".", "", 1).isdigit():
        return Decimal(bare)
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number.adjusted()) > EXPONENT_LIMIT:
        return None
    exponent = number.as_tuple().exponent
    return to_whole(number) if isinstance(exponent, int) and -EXPONENT_LIMIT <= exponent <= EXPONENT_LIMIT else None


def to_whole(number: Decimal) -> Decimal:
    """The same number without a positive exponent, so that it prints as plain digits."""
    exponent = number.as_tuple().exponent
    return Decimal(format(number, "f")) if isinstance(exponent, int) and exponent > 0 else number


def is_well_formed_decimals(text: str | None) -> bool:
    """True when a decimals attribute is absent, INF or a whole number within reason."""
    if text is None or text.strip() == "INF":
        return True
    bare = text.strip().lstrip("+-")
    return bare.isdecimal() and len(bare) <= 3


def parse_decimals(tag: Tag, number: Decimal | None) -> int | None:
    """Accuracy as XBRL counts it; None when exact (INF), unknown or malformed. Precision is turned into decimals."""
    if tag.decimals is not None:
        text = tag.decimals.strip()
        return int(text) if text != "INF" and is_well_formed_decimals(text) else None
    if tag.precision is None or number is None or not tag.precision.strip().isdecimal():
        return None
    precision = int(tag.precision)
    return None if number == 0 or precision == 0 else precision - number.adjusted() - 1
