"""How values show themselves in a terminal and a notebook: lines of plain text, escaped for either."""

from __future__ import annotations

from collections.abc import Sequence


class Shown:
    """A value that tells itself in lines; `_lines` gives them, the first as its heading."""

    __slots__ = ()

    def _lines(self) -> Sequence[str]:
        raise NotImplementedError

    def __rich__(self) -> str:
        """For a terminal; square brackets escaped as rich wants them."""
        return "\n".join(self._lines()).replace("[", "\\[")

    def _repr_html_(self) -> str:
        """For a notebook: the heading and a list."""
        from html import escape

        first, *rest = self._lines()
        items = "".join(f"<li>{escape(line)}</li>" for line in rest)
        return f"<p><b>{escape(first)}</b></p><ul>{items}</ul>"
