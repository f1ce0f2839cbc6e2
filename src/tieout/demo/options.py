"""What a caller may choose about a generated company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tieout.errors import UsageError

TableScale = Literal["thousand", "million", "full"]
Script = Literal["hant", "hans"]
Part = Literal["announcement", "announcement_zh", "prior", "call", "page"]
Format = Literal["txt", "md", "html", "pdf", "ixbrl"]

PARTS: tuple[Part, ...] = ("announcement", "announcement_zh", "prior", "call", "page")
FORMATS: tuple[Format, ...] = ("txt", "md", "html", "pdf", "ixbrl")


@dataclass(frozen=True)
class DemoOptions:
    """Options of `generate`.

    `scale` is the scale of the tables; `rounded` rounds every displayed number on its own from books kept in whole
    yuan, so that totals may be off in the last digit as they are in practice (otherwise the books are kept in the
    table's unit and everything foots exactly). `mistakes` is how many are planted; `kinds` limits them to these
    kinds (empty: all). `formats` are the renditions of announcements and calls; the page is always text.
    """

    scale: TableScale | None = None
    rounded: bool | None = None
    script: Script | None = None
    mistakes: int = 0
    kinds: tuple[str, ...] = ()
    parts: tuple[Part, ...] = PARTS
    formats: tuple[Format, ...] = ("txt",)

    def __post_init__(self) -> None:
        """Raises UsageError when an option is not one of those allowed."""
        for name, values, allowed in (("parts", self.parts, PARTS), ("formats", self.formats, FORMATS)):
            wrong = [value for value in values if value not in allowed]
            if wrong:
                raise UsageError(f"{name}: {wrong[0]!r} is not one of {', '.join(allowed)}")
        if self.mistakes < 0:
            raise UsageError(f"mistakes: {self.mistakes} is negative")


def find_format(name: str) -> Format:
    """The format of that name; raises UsageError when there is none."""
    for form in FORMATS:
        if form == name:
            return form
    raise UsageError(f"format: {name!r} is not one of {', '.join(FORMATS)}")
