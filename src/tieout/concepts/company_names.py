"""Names of companies compared without what one document prints of them and another leaves out."""

from __future__ import annotations

import unicodedata

_LEGAL_FORMS = frozenset(
    ("inc", "incorporated", "corp", "corporation", "co", "company", "limited", "ltd", "llc", "plc")
)
"""Words at the end of a name that one document prints and another leaves out."""


def fold_name(text: str) -> str:
    """A name's letters and digits of any script, the rest as single hyphens."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "-".join("".join(c if c.isalnum() else " " for c in folded).split())


def without_legal_form(name: str) -> str:
    """A name without its legal form: "sorrel-bridges" of "Sorrel Bridges Co., Inc."; empty where nothing else is left."""
    words = fold_name(name).split("-")
    while words and words[-1] in _LEGAL_FORMS:
        words.pop()
    return "-".join(words)
