"""`tieout.toml`: a project's settings, found upward from the input or the working directory, every key checked by name.

    only = ["F", "G2"]            skip = ["P303"]           fail-on = "question"        min-coverage = 60
    paths = ["drafts/*.pdf"]      exclude = ["drafts/old/*"]   language = "zh-Hant"     baseline = "accepted.json"
    signoffs = "signed.json"      mapping = "accounts.toml"

    [severity]                    [checks.footing]                 [marks]        [materiality]
    A502 = "question"             doubtful_confidence = 0.7        Ft = "F"       amount = "5 million"
    L = "off"                                                                     currency = "HKD"

    [[waiver]]
    finding = "F101:Segments/Total/#:1"
    reason = "eliminations are told in note 5"
    by = "A. Chan"
    until = 2027-03-31

Paths are relative to the file. Every mistake is one sentence that names the file, the key and the nearest right name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from tieout.engine.run import SUPPORT_CODE, CheckSettings, guess_code, guess_name, room_name
from tieout.errors import UsageError
from tieout.model import Materiality, Waiver
from tieout.numbers.parse import parse_quantity
from tieout.registry import find_checks

FILE_NAME = "tieout.toml"
FAIL_ON = ("differs", "rounding", "question", "never")
SEVERITIES = ("differs", "question", "off")
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
MARKS = ("Ft", "Cft", "Rc", "Ag", "PY", "TB", "x", "?", "~")


@dataclass(frozen=True)
class ProjectSettings:
    """What a project decided: how to check, what stays quiet, what is shown first. `folder` is where its paths start."""

    path: str = ""
    folder: Path = Path()
    check: CheckSettings = field(default_factory=CheckSettings)
    severities: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    waivers: tuple[Waiver, ...] = ()
    paths: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    language: str | None = None
    fail_on: str | None = None
    min_coverage: float | None = None
    baseline: str | None = None
    signoffs: str | None = None
    mapping: str | None = None
    marks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    materiality: Materiality | None = None

    def find_paths(self) -> tuple[str, ...]:
        """The files that `paths` name and `exclude` does not, in order of name; raises UsageError when there are none."""
        found = sorted({p for pattern in self.paths for p in self.folder.glob(pattern)})
        kept = [p for p in found if not any(p.relative_to(self.folder).match(e) for e in self.exclude)]
        if self.paths and not kept:
            raise UsageError(f"{self.path}: paths: nothing matches {', '.join(self.paths)}")
        here = Path().resolve()
        return tuple(str(p.relative_to(here) if p.is_relative_to(here) else p) for p in kept)


def find_settings_file(starts: Sequence[Path]) -> Path | None:
    """The first tieout.toml beside or above the inputs, else beside or above the working directory."""
    for start in (*starts, Path()):
        place = start.resolve()
        for folder in (place, *place.parents):
            if (folder / FILE_NAME).is_file():
                return folder / FILE_NAME
    return None


def read_settings(path: Path) -> ProjectSettings:
    """The settings of a file; raises UsageError for one that is not there, is no TOML or holds what is not known."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'it cannot be read'}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: it is not valid TOML: {error}") from None
    return _Reader(path).read(content)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.rooms = {room_name(room): room for room in find_checks()}
        self.codes = [*(room.CODE for room in find_checks()), SUPPORT_CODE]

    def read(self, content: dict[str, Any]) -> ProjectSettings:
        made = ProjectSettings(str(self.path), self.path.resolve().parent)
        only: tuple[str, ...] = ()
        skip: tuple[str, ...] = ()
        readers: dict[str, Callable[[str, Any], Any]] = {
            "only": self._codes, "skip": self._codes, "paths": self._texts, "exclude": self._texts,
            "language": self._one_of(LANGUAGES), "fail-on": self._one_of(FAIL_ON), "min-coverage": self._percent,
            "baseline": self._file, "signoffs": self._file, "mapping": self._file, "severity": self._severities,
            "checks": self._thresholds, "marks": self._marks, "materiality": self._materiality, "waiver": self._waivers,
        }  # fmt: skip
        for key, value in content.items():
            if key not in readers:
                self._unknown(key, readers)
            told = readers[key](key, value)
            match key:
                case "only":
                    only = told
                case "skip":
                    skip = told
                case "checks":
                    made = replace(made, check=replace(made.check, thresholds=told))
                case "severity":
                    made = replace(made, severities=told)
                case "waiver":
                    made = replace(made, waivers=told)
                case _:
                    made = replace(made, **{key.replace("-", "_"): told})
        return replace(made, check=replace(made.check, only=only, skip=skip))

    def _fail(self, place: str, reason: str) -> NoReturn:
        raise UsageError(f"{self.path}: {place}: {reason}")

    def _unknown(self, name: str, known: Sequence[str] | Mapping[str, Any], place: str = "") -> NoReturn:
        self._fail(f"{place}{name}", f"this name is not known; {guess_name(name, list(known), 0.5)}")

    def _texts(self, key: str, value: Any) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(i, str) and i.strip() for i in items):
            self._fail(key, f'a list of texts is wanted here, like ["a", "b"], not {value!r}')
        return tuple(items)

    def _codes(self, key: str, value: Any) -> tuple[str, ...]:
        return tuple(self._code(key, code) for code in self._texts(key, value))

    def _code(self, place: str, code: str) -> str:
        wanted = code.strip().upper()
        if not any(known.startswith(wanted) for known in self.codes):
            self._fail(place, f"no check has the code {code!r}; {guess_code(wanted, self.codes)}")
        return wanted

    def _one_of(self, allowed: Sequence[str]) -> Callable[[str, Any], str]:
        def read(key: str, value: Any) -> str:
            if value not in allowed:
                self._fail(key, f"{value!r} is not allowed; one of {', '.join(allowed)} is")
            return str(value)

        return read

    def _percent(self, key: str, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
            self._fail(key, f"a number from 0 to 100 is wanted here, not {value!r}")
        return float(value)

    def _file(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            self._fail(key, f"the name of a file is wanted here, not {value!r}")
        return str(self.path.resolve().parent / value)

    def _table(self, key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._fail(key, f"a table is wanted here, [{key}], not {value!r}")
        return value

    def _severities(self, key: str, value: Any) -> Mapping[str, str]:
        told = self._table(key, value).items()
        one_of = self._one_of(SEVERITIES)
        return MappingProxyType({self._code(f"{key}.{c}", c): one_of(f"{key}.{c}", s) for c, s in told})

    def _thresholds(self, key: str, value: Any) -> Mapping[str, Mapping[str, Any]]:
        found: dict[str, Mapping[str, Any]] = {}
        by_code = {room.CODE: name for name, room in self.rooms.items()}
        for name, own in self._table(key, value).items():
            room = by_code.get(name.upper(), name)
            if room not in self.rooms:
                self._unknown(name, [*self.rooms, *by_code], f"{key}.")
            usual = self.rooms[room].Settings()
            known = list(getattr(usual, "__dataclass_fields__", {}))
            for field_name in self._table(f"{key}.{name}", own):
                if field_name not in known:
                    if not known:
                        self._fail(f"{key}.{name}.{field_name}", "this check has no thresholds")
                    self._unknown(field_name, known, f"{key}.{name}.")
            place = f"{key}.{name}"
            found[room] = MappingProxyType(
                {n: self._like(f"{place}.{n}", v, getattr(usual, n)) for n, v in own.items()}
            )
        return MappingProxyType(found)

    def _like(self, place: str, value: Any, usual: Any) -> Any:
        """The value in the type of the usual one."""
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if isinstance(usual, (bool, str)):
            fits, told = type(value) is type(usual), value
        elif isinstance(usual, Decimal):
            fits, told = number, Decimal(str(value)) if number else value
        elif isinstance(usual, (int, float)):
            fits = number and (isinstance(usual, float) or value == int(value))
            told = type(usual)(value) if fits else value
        else:
            fits, told = False, value
        if not fits:
            self._fail(place, f"{value!r} is not allowed; the usual value is {usual!s}")
        return told

    def _marks(self, key: str, value: Any) -> Mapping[str, str]:
        for name, sign in self._table(key, value).items():
            if name not in MARKS:
                self._unknown(name, MARKS, f"{key}.")
            if not isinstance(sign, str) or not 1 <= len(sign) <= 6:
                self._fail(f"{key}.{name}", f"a sign of one to six characters is wanted here, not {sign!r}")
        return MappingProxyType(dict(value))

    def _materiality(self, key: str, value: Any) -> Materiality:
        table = value if isinstance(value, dict) else {"amount": value}
        for name in table:
            if name not in ("amount", "currency"):
                self._unknown(name, ("amount", "currency"), f"{key}.")
        return read_materiality(str(table.get("amount", "")), table.get("currency"), f"{self.path}: {key}")

    def _waivers(self, key: str, value: Any) -> tuple[Waiver, ...]:
        if not isinstance(value, list):
            self._fail(key, f"waivers are written as [[{key}]]")
        return tuple(self._waiver(f"{key} {k}", one) for k, one in enumerate(value, 1))

    def _waiver(self, place: str, one: Any) -> Waiver:
        known = ("finding", "reason", "by", "until")
        for name in self._table(place, one):
            if name not in known:
                self._unknown(name, known, f"{place}: ")
        for name in ("finding", "reason"):
            if not isinstance(one.get(name), str) or not one[name].strip():
                self._fail(place, f"it has no {name}: a waiver names its finding by id and says why")
        until = one.get("until")
        if isinstance(until, str):
            until = read_date(until)
        if isinstance(until, datetime) or not isinstance(until, (date, type(None))):
            self._fail(place, f"until: {one['until']!r} is no date; write it as 2027-03-31")
        return Waiver(one["finding"].strip(), one["reason"].strip(), str(one.get("by", "")), until, str(self.path))


def read_date(text: str) -> date | str:
    """The date a text writes as YYYY-MM-DD, else the text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def read_materiality(text: str, currency: str | None, place: str) -> Materiality:
    """An amount as people write it ("5 million", "HKD 500,000"); raises UsageError, which begins with `place`."""
    quantity = parse_quantity(text.strip().replace("_", ""))
    if quantity is None or quantity.value <= 0:
        raise UsageError(f"{place}: {text!r} is no amount; write it as 5,000,000 or 5 million")
    unit = quantity.unit if quantity.unit and len(quantity.unit) == 3 and quantity.unit.isupper() else None
    return Materiality(quantity.value, currency or unit)
