"""How a reference is shown in a check's sentence."""

from __future__ import annotations


def show_title(text: str) -> str:
    """A title as part of a message: on one line, at most 80 characters, without the braces that messages fill."""
    return " ".join(text.split())[:80].replace("{", "(").replace("}", ")")
