"""What an element inherits from those around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tieout.read._html.styles import PLAIN, Style

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD, _ITALIC = frozenset({"b", "strong", "th"}), frozenset({"i", "em", "cite"})


@dataclass(frozen=True, slots=True)
class Around:
    """What an element inherits. `inside`: breaks between blocks count as spaces, as in a cell of a table of figures."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    centred: bool = False
    raised: bool = False
    preformatted: bool = False
    size: float = 10.0
    inside: bool = False
    kind: str = "paragraph"
    level: int = 0
    node: int = -1

    def with_style(self, style: Style, name: str) -> Around:
        """What the children of an element with that style and name inherit."""
        bold = style.bold if style.bold is not None else self.bold or name in _BOLD or name in _HEADINGS
        italic = style.italic if style.italic is not None else self.italic or name in _ITALIC
        level = _HEADINGS.get(name, self.level)
        kind = "heading" if name in _HEADINGS else "item" if name == "li" else self.kind
        same = (bold, italic, level, kind) == (self.bold, self.italic, self.level, self.kind)
        if style is PLAIN and same and name not in _TURNS:
            return self
        return replace(
            self,
            bold=bold,
            italic=italic,
            underline=style.underline if style.underline is not None else self.underline or name == "u",
            centred=style.centred if style.centred is not None else self.centred or name == "center",
            raised=style.raised or self.raised or name == "sup",
            preformatted=self.preformatted or name == "pre",
            size=style.size or self.size,
            level=level,
            kind=kind,
        )


_TURNS = frozenset({"u", "center", "sup", "pre"})
