"""The words and signs of the six states, the same on every surface: never colour alone."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tieout.model import Document, Finding, State, Verdict, Workpaper

STATES: tuple[State, ...] = ("tied", "rounding", "differs", "question", "unsupported", "untested")
SIGNS: dict[str, str] = {
    "tied": "✓",
    "agrees": "✓",
    "rounding": "≈",
    "differs": "✗",
    "question": "?",
    "unsupported": "∅",
    "untested": "·",
}
WORDS: dict[str, str] = {
    "tied": "ties",
    "agrees": "ties",
    "rounding": "rounding only",
    "differs": "differs",
    "question": "question",
    "unsupported": "unsupported",
    "untested": "not tested",
}
MEANINGS: dict[str, str] = {
    "tied": "tested; the result rounds to what is printed",
    "rounding": "tested; the difference is no larger than rounding explains",
    "differs": "tested; the difference is larger than rounding explains",
    "question": "does not tie, and which number is wrong or whether one is, is not clear",
    "unsupported": "found nowhere in the sources given",
    "untested": "nothing to test it against; the reason is given",
}
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?")
_SEVERITY: dict[Verdict, int] = {"differs": 0, "unsupported": 1, "question": 2, "rounding": 3, "agrees": 4}


def rank_findings(workpaper: Workpaper) -> tuple[Finding, ...]:
    """Findings worst first: by verdict, material ones before others, then by relative difference, then by place."""
    documents = {d.id: i for i, d in enumerate(workpaper.documents)}

    def rank(finding: Finding) -> tuple[int, bool, Decimal, int, int, int]:
        place = (documents.get(finding.document, 0), finding.span.page or 0, finding.span.start)
        small = not is_material(workpaper, finding.figure)
        return (_SEVERITY[finding.verdict], small, -_relative_size(finding), *place)

    return tuple(sorted(workpaper.findings, key=rank))


def is_material(workpaper: Workpaper, figure_id: str | None) -> bool:
    """True for an amount of the size of the workpaper's materiality; without one, for everything."""
    scope = workpaper.materiality
    if scope is None:
        return True
    figure = workpaper.paper.figures.get(figure_id or "")
    if figure is None or abs(figure.value) < scope.amount:
        return False
    unit = figure.quantity.unit
    return unit == scope.currency or unit is None or (scope.currency is None and len(unit) == 3 and unit.isupper())


def count_material(workpaper: Workpaper) -> dict[str, int]:
    """The figures of the size of the materiality, counted by state."""
    states = Counter(o.state for o in workpaper.outcomes.values() if is_material(workpaper, o.figure))
    return {"numbers": states.total(), **{state: states[state] for state in STATES}}


def _relative_size(finding: Finding) -> Decimal:
    difference, printed = read_amount(finding.difference), read_amount(finding.printed)
    if difference is None:
        return Decimal(0)
    base = max(abs(printed or Decimal(0)), Decimal(1))
    return min(abs(difference) / base, Decimal(1000))


def read_amount(text: str | None) -> Decimal | None:
    """A finding's plain decimal as a number; None when it holds none (a word, a list)."""
    if text is None:
        return None
    cleaned = text.replace(",", "").strip()
    return Decimal(cleaned) if _PLAIN.fullmatch(cleaned) else None


def group_digits(value: Decimal) -> str:
    """A plain decimal with thousands separated: 1234.50 gives "1,234.50"; never an exponent."""
    return f"{value:,f}"


def title_of(document: Document) -> str:
    """What to call a document: its title, else the last part of its path."""
    return clean_controls(document.title) or clean_controls(document.input).rstrip("/").rsplit("/", 1)[-1]


def find_subjects(workpaper: Workpaper) -> tuple[Document, ...]:
    """The documents under test, without those that were only given to compare with."""
    roles = workpaper.paper.roles
    return tuple(d for d in workpaper.documents if roles.get(d.id, "subject") == "subject")


def count_of(number: int, noun: str) -> str:
    """A count with its noun in the right number: "1 finding", "2 findings"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def display_width(text: str) -> int:
    """Columns the text takes in a terminal: East Asian wide characters take two, combining marks none."""
    width = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def clean_controls(text: str) -> str:
    """The text on one line with control and direction-changing characters taken off: documents are not trusted."""
    barred = ("Cc", "Cf", "Cs", "Cn")
    kept = (" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in barred)
    return " ".join("".join(kept).split())
