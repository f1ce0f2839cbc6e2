"""What Word's styles say of a paragraph or run: heading level, list item, bold, italic, size, indent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"^heading\s*(\d)$|^标题\s*(\d)$|^標題\s*(\d)$", re.I)
_DEFAULT_SIZE_POINTS = 10.0
_BASE_LIMIT = 12


@dataclass(frozen=True, slots=True)
class WordStyle:
    """A paragraph style with what it inherits. `level` is the heading level, 0 for none."""

    level: int = 0
    item: bool = False
    bold: bool = False
    italic: bool = False
    centred: bool = False
    size: float = _DEFAULT_SIZE_POINTS


@dataclass
class WordStyles:
    """The document's styles by id, resolved along the chain of those they are based on."""

    opened: Any
    known: dict[str | None, WordStyle] = field(default_factory=dict)

    def of(self, paragraph: etree._Element) -> WordStyle:
        """The style of a paragraph, its own outline level and numbering included."""
        properties = paragraph.find(f"{W}pPr")
        style_id = None
        if properties is not None:
            named = properties.find(f"{W}pStyle")
            style_id = named.get(f"{W}val") if named is not None else None
        style = self._resolve(style_id)
        if properties is None:
            return style
        outline, numbered = properties.find(f"{W}outlineLvl"), properties.find(f"{W}numPr")
        level = style.level
        if outline is not None and (outline.get(f"{W}val") or "9") in "012345":
            level = int(outline.get(f"{W}val") or 0) + 1
        centred = style.centred or _value(properties, "jc") == "center"
        return WordStyle(
            level, style.item or (numbered is not None and not level), style.bold, style.italic, centred, style.size
        )

    def _resolve(self, style_id: str | None) -> WordStyle:
        if style_id in self.known:
            return self.known[style_id]
        chain: list[Any] = []
        by_id = {s.style_id: s for s in self.opened.styles if s.style_id}
        style = by_id.get(style_id) if style_id is not None else None
        while style is not None and len(chain) < _BASE_LIMIT:
            chain.append(style)
            style = getattr(style, "base_style", None)
        resolved = WordStyle(
            level=next((lv for s in chain if (lv := _level_of(s))), 0),
            item=any("list" in (s.name or "").lower() for s in chain[:1]),
            bold=next((bool(s.font.bold) for s in chain if s.font.bold is not None), False),
            italic=next((bool(s.font.italic) for s in chain if s.font.italic is not None), False),
            centred=any(s.paragraph_format.alignment == 1 for s in chain if hasattr(s, "paragraph_format")),
            size=next((float(s.font.size.pt) for s in chain if s.font.size is not None), _DEFAULT_SIZE_POINTS),
        )
        self.known[style_id] = resolved
        return resolved


def _level_of(style: Any) -> int:
    name = style.name or ""
    if name.lower() == "title":
        return 1
    found = _HEADING.match(name)
    return int(next(g for g in found.groups() if g)) if found is not None else 0


def _value(parent: etree._Element, name: str) -> str | None:
    found = parent.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """A toggle of run properties (bold, italic, vanish): None where it is not stated."""
    if properties is None:
        return None
    found = properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "1") not in {"0", "false", "off", "none"}


def indent_points(paragraph: etree._Element) -> float:
    """The left indentation a paragraph states, in points."""
    stated = paragraph.find(f"{W}pPr/{W}ind")
    if stated is None:
        return 0.0
    left = stated.get(f"{W}left") or stated.get(f"{W}start") or "0"
    first = stated.get(f"{W}firstLine") or "0"
    try:
        return max(0.0, (float(left) + float(first)) / 20)
    except ValueError:
        return 0.0
