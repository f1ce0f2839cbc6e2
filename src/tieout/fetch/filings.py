"""What sources speak of: who files, and what was filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filer:
    """A company as a source knows it: its number there, its name, its listing codes ("US:WRD")."""

    number: str
    name: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing. `form` is the source's word ("10-K"), `kind` ours; `main` is the file to read first, "" when the source
    does not say; `tagged` tells whether it holds XBRL."""

    filer: Filer
    number: str
    form: str
    kind: str
    filed: date
    period_end: date | None = None
    main: str = ""
    tagged: bool = False
