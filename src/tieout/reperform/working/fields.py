"""Inputs of measurements: declared on a frozen dataclass, parsed strictly, described for forms and documentation.

Every number has a lowest and highest value, every list a greatest length; what is unknown, missing, of the wrong type
or out of range raises `InputError` with the field, the value and what is allowed. Percentages are given in per cent and
held as fractions.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, TypeVar

from tieout.errors import InputError
from tieout.model.reperformance import Kind
from tieout.reperform.working.expression import Day, Number

Plain = int | str | Decimal
Shape = Literal["number", "day", "flag", "choice", "text", "rows"]
T = TypeVar("T")

GREATEST_AMOUNT = Decimal(10) ** 18
MOST_ROWS = 2000
MOST_CHARACTERS = 200
EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)
_MOST_DIGITS = 40
_SHOWN_CHARACTERS = 60
_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Spec:
    """What a field allows; `low` and `high` in the unit the user writes (per cent for percentages)."""

    shape: Shape
    label: str
    kind: Kind = "text"
    low: Decimal | None = None
    high: Decimal | None = None
    whole: bool = False
    choices: tuple[str, ...] = ()
    row: type | None = None
    least: int = 0
    most: int = MOST_ROWS
    default: Any = _REQUIRED

    @property
    def is_required(self) -> bool:
        """Whether the field must be given."""
        return self.default is _REQUIRED

    @property
    def allowed(self) -> str:
        """The allowed values as words, for messages and documentation."""
        if self.shape == "number":
            noun = "a whole number" if self.whole else ("a percentage" if self.kind == "percent" else "a number")
            return f"{noun} from {_plain(self.low)} to {_plain(self.high)}"
        if self.shape == "day":
            return f"a date (YYYY-MM-DD) from {EARLIEST} to {LATEST}"
        if self.shape == "flag":
            return "true or false"
        if self.shape == "choice":
            return "one of " + ", ".join(self.choices)
        if self.shape == "rows":
            return f"a list of {self.least} to {self.most} entries"
        return f"text of 1 to {MOST_CHARACTERS} characters"


class _Bare(str):
    """Text that shows without quotes in a message."""

    def __repr__(self) -> str:
        return str(self)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")


def _field(spec: Spec) -> Any:
    return dataclasses.field(metadata={"spec": spec})


def _limits(low: Plain | None, high: Plain | None) -> tuple[Decimal, Decimal]:
    return (
        -GREATEST_AMOUNT if low is None else Decimal(low),
        GREATEST_AMOUNT if high is None else Decimal(high),
    )


def amount(label: str, low: Plain | None = 0, high: Plain | None = None, default: Any = _REQUIRED) -> Any:
    """Money in the unit of the document; `low=None` allows negative amounts."""
    return _field(Spec("number", label, "amount", *_limits(low, high), default=default))


def price(label: str, low: Plain | None = 0, high: Plain | None = None, default: Any = _REQUIRED) -> Any:
    """Money a unit or an exchange rate."""
    return _field(Spec("number", label, "price", *_limits(low, high), default=default))


def percent(label: str, low: Plain | None = 0, high: Plain | None = 100, default: Any = _REQUIRED) -> Any:
    """A percentage, held as a fraction."""
    return _field(Spec("number", label, "percent", *_limits(low, high), default=default))


def figure(label: str, low: Plain | None = 0, high: Plain | None = None, default: Any = _REQUIRED) -> Any:
    """Any other number, such as years."""
    return _field(Spec("number", label, "number", *_limits(low, high), default=default))


def count(label: str, low: Plain | None = 0, high: Plain | None = None, default: Any = _REQUIRED) -> Any:
    """A whole number, such as shares or periods."""
    return _field(Spec("number", label, "count", *_limits(low, high), whole=True, default=default))


def day(label: str, default: Any = _REQUIRED) -> Any:
    """A calendar date."""
    return _field(Spec("day", label, "date", default=default))


def flag(label: str, default: Any = _REQUIRED) -> Any:
    """True or false."""
    return _field(Spec("flag", label, default=default))


def choice(label: str, *choices: str, default: Any = _REQUIRED) -> Any:
    """One word of a closed list."""
    return _field(Spec("choice", label, choices=choices, default=default))


def text(label: str, default: Any = _REQUIRED) -> Any:
    """A name."""
    return _field(Spec("text", label, default=default))


def rows(label: str, row: type, least: int = 1, most: int = MOST_ROWS) -> Any:
    """A list of entries of one shape; optional when `least` is 0."""
    default = _REQUIRED if least else ()
    return _field(Spec("rows", label, row=row, least=least, most=most, default=default))


def get_specs(cls: type) -> dict[str, Spec]:
    """The specs of an input class by field name, in order."""
    return {f.name: f.metadata["spec"] for f in dataclasses.fields(cls)}


def parse(cls: type[T], given: object, path: str = "") -> T:
    """An input object from a mapping; raises InputError for anything that is not allowed."""
    if not isinstance(given, Mapping):
        raise InputError(path or "input", given, "a mapping of field names to values")
    specs = get_specs(cls)
    for name in given:
        if name not in specs:
            near = difflib.get_close_matches(str(name), specs, n=1)
            wanted = f"{near[0]} (all fields: {', '.join(specs)})" if near else f"one of {', '.join(specs)}"
            value = given[name]
            shown = (str(value) if isinstance(value, Decimal) else repr(value))[:_SHOWN_CHARACTERS]
            raise InputError(f"{path}{name}", _Bare(f"an unknown field (value {shown})"), wanted)
    values: dict[str, Any] = {}
    for name, spec in specs.items():
        if name in given:
            values[name] = _parse_value(spec, given[name], f"{path}{name}")
        elif spec.is_required:
            raise InputError(f"{path}{name}", _Bare("a missing value"), spec.allowed)
        else:
            values[name] = None if spec.default is None else _parse_value(spec, spec.default, f"{path}{name}")
    return cls(**values)


def require(holds: bool, field: str, value: object, allowed: str) -> None:
    """Raise InputError unless the condition holds; for conditions between fields."""
    if not holds:
        shown = value.value if isinstance(value, Number | Day) else value
        if isinstance(shown, Decimal):
            shown = _Bare(_plain(shown))
        elif isinstance(shown, date):
            shown = _Bare(shown.isoformat())
        raise InputError(field, shown, allowed)


def require_order(**days: Day | None) -> None:
    """The days given, by field name, must not go backwards in the order given."""
    before: tuple[str, Day] | None = None
    for name, value in days.items():
        if value is None:
            continue
        if before is not None:
            require(before[1].value <= value.value, name, value, f"a date not before {before[0]} ({before[1].value})")
        before = (name, value)


def _parse_value(spec: Spec, value: Any, path: str) -> Any:
    if spec.shape == "number":
        return Number(_parse_number(spec, value, path), "input")
    if spec.shape == "day":
        return Day(_parse_day(spec, value, path), "input")
    if spec.shape == "rows":
        if isinstance(value, str | bytes | Mapping) or not isinstance(value, Sequence):
            raise InputError(path, value, spec.allowed)
        if not spec.least <= len(value) <= spec.most:
            raise InputError(path, _Bare(f"a list of {len(value)}"), spec.allowed)
        assert spec.row is not None
        return tuple(parse(spec.row, entry, f"{path}[{i}].") for i, entry in enumerate(value))
    fits = {
        "flag": isinstance(value, bool),
        "choice": isinstance(value, str) and value in spec.choices,
        "text": isinstance(value, str) and 0 < len(value.strip()) <= MOST_CHARACTERS,
    }
    if not fits[spec.shape]:
        raise InputError(path, value, spec.allowed)
    return value


def _parse_number(spec: Spec, value: Any, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise InputError(path, value, spec.allowed)
    try:
        # repr of a float is the shortest text that reads back to it: the number as it was typed.
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        inside = exact.is_finite() and Decimal(spec.low or 0) <= exact <= Decimal(spec.high or 0)
    except InvalidOperation:
        inside = False
    if not inside or len(exact.as_tuple().digits) > _MOST_DIGITS:
        raise InputError(path, _Bare(str(value)), spec.allowed)
    if spec.whole and exact != exact.to_integral_value():
        raise InputError(path, _Bare(str(value)), spec.allowed)
    return exact / 100 if spec.kind == "percent" else exact


def _parse_day(spec: Spec, value: Any, path: str) -> date:
    if isinstance(value, str) and len(value) == 10:
        try:
            value = date.fromisoformat(value)
        except ValueError as error:
            raise InputError(path, value, spec.allowed) from error
    if isinstance(value, datetime) or not isinstance(value, date) or not EARLIEST <= value <= LATEST:
        raise InputError(path, value, spec.allowed)
    return value


def describe_fields(cls: type) -> list[dict[str, Any]]:
    """The fields of an input class as plain values: name, label, shape, allowed, required, default, choices, rows."""
    described: list[dict[str, Any]] = []
    for name, spec in get_specs(cls).items():
        entry: dict[str, Any] = {"name": name, "label": spec.label, "shape": spec.shape, "allowed": spec.allowed}
        entry["required"] = spec.is_required
        if spec.shape == "number":
            entry["unit"] = spec.kind
        if spec.choices:
            entry["choices"] = list(spec.choices)
        if not spec.is_required and spec.shape != "rows":
            entry["default"] = str(spec.default) if isinstance(spec.default, Decimal) else spec.default
        if spec.row is not None:
            entry["rows"] = describe_fields(spec.row)
        described.append(entry)
    return described
