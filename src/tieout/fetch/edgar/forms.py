"""SEC forms and the kinds of documents they are. Source: the SEC's list of forms (17 CFR 249)."""

from __future__ import annotations

from collections.abc import Sequence

from tieout.errors import UsageError

KIND_OF_FORM = {
    "10-K": "annual_report",
    "10-KT": "annual_report",
    "20-F": "annual_report",
    "40-F": "annual_report",
    "10-Q": "quarterly_report",
    "10-QT": "quarterly_report",
    "8-K": "announcement",
    "6-K": "announcement",
    "S-1": "prospectus",
    "F-1": "prospectus",
    "424B4": "prospectus",
    "DEF 14A": "circular",
}
USUAL_FORMS = ("10-K", "10-KT", "20-F", "40-F", "10-Q", "10-QT")
"""What is fetched when no kind is asked for: periodic reports."""
WITH_EXHIBITS = frozenset({"8-K", "6-K"})
"""Forms that say what they have to say in exhibits."""


def kind_of(form: str) -> str:
    """Our kind of a form; an amendment is of the kind it amends."""
    return KIND_OF_FORM.get(base_of(form), "other")


def base_of(form: str) -> str:
    """The form without the mark of an amendment: "10-K/A" is a "10-K"."""
    return form.removesuffix("/A")


def choose_forms(kinds: Sequence[str]) -> frozenset[str]:
    """Forms for words that are forms ("10-K", "8-k/a") or our kinds ("annual_report"); the usual ones for none.

    Raises UsageError for a word that looks like a kind and is none.
    """
    forms: set[str] = set()
    for word in (kind.strip() for kind in kinds):
        of_kind = {form for form, kind in KIND_OF_FORM.items() if kind == word.lower()}
        if not of_kind and "_" in word:
            known = ", ".join(sorted(set(KIND_OF_FORM.values())))
            raise UsageError(f"EDGAR has no {word!r}; these kinds: {known}; or forms, such as 10-K, 20-F, 8-K/A")
        forms |= of_kind or {word.upper()}
    return frozenset(forms - {""} or USUAL_FORMS)
