"""What an element inherits from those around it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tieout.read._html.styles import PLAIN, Style

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD, _ITALIC = frozenset({"b", "strong", "th"}), frozenset({"i", "em", "cite"})


@dataclass(slots=True, eq=False)
class Around:
    """What an element inherits. `inside`: breaks between blocks count as spaces, as in a cell of a table of figures.

    A page has thousands of elements and a few dozen such states: each is made once, and found again by the state
    above it with the element's style and name.
    """

    bold: bool = False
    italic: bool = False
    underline: bool = False
    centred: bool = False
    raised: bool = False
    preformatted: bool = False
    size: float = 10.0
    inside: bool = False
    kind: str = "paragraph"
    place: tuple[float, float] | None = None
    stretch: float = 1.0
    level: int = 0
    below: dict[tuple[Style, str], Around] = field(default_factory=dict, repr=False)
    _variants: dict[tuple[bool, str], Around] = field(default_factory=dict, repr=False)

    def with_style(self, style: Style, name: str) -> Around:
        """What the children of an element with that style and name inherit."""
        key = (style, name)
        found = self.below.get(key)
        if found is None:
            found = self.below[key] = self._derive(style, name)
        return found

    def with_kind(self, inside: bool, kind: str) -> Around:
        """The same with breaks counting as spaces or not, and the kind of block."""
        found = self._variants.get((inside, kind))
        if found is None:
            found = replace(self, inside=inside, kind=kind, below={}, _variants={})
            self._variants[inside, kind] = found
        return found

    def _derive(self, style: Style, name: str) -> Around:
        bold = style.bold if style.bold is not None else self.bold or name in _BOLD or name in _HEADINGS
        italic = style.italic if style.italic is not None else self.italic or name in _ITALIC
        level = _HEADINGS.get(name, self.level)
        kind = "heading" if name in _HEADINGS else "item" if name == "li" else self.kind
        same = (bold, italic, level, kind) == (self.bold, self.italic, self.level, self.kind)
        if style is PLAIN and same and name not in _TURNS:
            return self
        return Around(
            bold=bold,
            italic=italic,
            underline=style.underline if style.underline is not None else self.underline or name == "u",
            centred=style.centred if style.centred is not None else self.centred or name == "center",
            raised=style.raised or self.raised or name == "sup",
            preformatted=self.preformatted or name == "pre",
            size=style.size or self.size,
            inside=self.inside,
            kind=kind,
            level=level,
            place=self._move(style),
            stretch=self.stretch * style.stretch,
        )

    def _move(self, style: Style) -> tuple[float, float] | None:
        """Where the element stands on its sheet."""
        if style.sheet:
            return None
        if style.place is None:
            return self.place
        left, top = self.place or (0.0, 0.0)
        return left + style.place[0], top + style.place[1]


_TURNS = frozenset({"u", "center", "sup", "pre"})
