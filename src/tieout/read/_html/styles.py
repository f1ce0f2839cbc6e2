"""What styles and classes say that matters for reading: hidden, bold, size, indent, rules, page breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"^(?:[a-zA-Z][\w]*)?\.([\w-]+)$")
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|in|cm|mm|ex|pc)?")
_POINTS = {"px": 0.75, "pt": 1.0, "em": 10.0, "rem": 10.0, "%": 1.0, "in": 72.0, "cm": 28.3, "mm": 2.83, "ex": 5.0}
_BORDER_WIDTH = re.compile(r"(?<![\w.])0(?:\.0+)?(?:px|pt|em)?(?![\w.])|none|hidden|transparent|#fff(?:fff)?\b|white")
_INDENT_LIMIT_POINTS = 200.0


@dataclass(slots=True, eq=False)
class Style:
    """Declarations of one element, not what it inherits. None: not stated. Lengths are in points.

    `place`: set at coordinates, left and top of what it stands in; `sheet`: of its own height and the place others are
    counted from; `stretch`: the scale of its transform; `width`: how wide it is said to be, less what draws it back.

    A sheet gives the same object for the same declarations, so that what follows from a style is found by it.
    """

    hidden: bool = False
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    centred: bool | None = None
    size: float | None = None
    indent: float = 0.0
    rule_above: bool = False
    rule_below: bool = False
    break_before: bool = False
    break_after: bool = False
    raised: bool = False
    place: tuple[float, float] | None = None
    sheet: bool = False
    stretch: float = 1.0
    width: float = 0.0


PLAIN = Style()


class LocalNames(dict[object, str]):
    """The local name of a tag, without namespace or prefix and in lower case, worked out once for each tag met."""

    def __missing__(self, tag: object) -> str:
        name = self[tag] = str(tag).rpartition("}")[2].rpartition(":")[2].lower()
        return name


@dataclass(slots=True, eq=False)
class StyleSheet:
    """Class rules of the page's own <style> elements, and every declaration text and tag met, read once.

    `has_marks`: some element has a `hidden` or `align` attribute, which count as declarations.
    """

    classes: dict[str, str] = field(default_factory=dict)
    has_marks: bool = True
    known: dict[str | tuple[str, ...], Style] = field(default_factory=dict)
    names: LocalNames = field(default_factory=LocalNames)

    def of(self, element: etree._Element) -> Style:
        """The element's own style: its classes, then its style attribute, `hidden` and old attributes."""
        text = element.get("style")
        if self.classes or self.has_marks:
            return self._style_of(element, text or "")
        if not text:
            return PLAIN
        style = self.known.get(text)
        if style is None:
            style = self.known[text] = parse_style(text)
        return style

    def _style_of(self, element: etree._Element, text: str) -> Style:
        names = element.get("class", "") if self.classes else ""
        hidden = "display:none" if element.get("hidden") is not None else ""
        centred = "text-align:center" if element.get("align", "").lower() == "center" else ""
        key = (names, text, hidden, centred)
        style = self.known.get(key)
        if style is None:
            stated = ";".join([self.classes[n] for n in names.split() if n in self.classes] + [text, hidden, centred])
            style = self.known[key] = parse_style(stated) if stated.strip("; ") else PLAIN
        return style


def read_sheet(root: etree._Element) -> StyleSheet:
    """Class rules of all <style> elements; other selectors do not matter for reading."""
    sheet = StyleSheet(has_marks=bool(root.xpath("boolean(//@hidden | //@align)")))
    for element in root.iter("{*}style", "{*}STYLE"):
        if element.text:
            for selectors, body in _RULE.findall(re.sub(r"/\*.*?\*/", "", element.text, flags=re.S)):
                for selector in selectors.split(","):
                    name = _SELECTOR.match(selector.strip())
                    if name is not None:
                        sheet.classes[name.group(1)] = sheet.classes.get(name.group(1), "") + ";" + body
    return sheet


def local_name(element: etree._Element) -> str:
    """The tag without namespace or prefix, in lower case."""
    return _local_name(element.tag)


@lru_cache(maxsize=1024)
def _local_name(tag: object) -> str:
    return str(tag).rpartition("}")[2].rpartition(":")[2].lower()


def _declarations(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            yield name.strip().lower(), value.strip().lower()


def parse_style(text: str) -> Style:
    """The declarations of a style attribute that matter for reading; unknown ones are passed over."""
    found: dict[str, Any] = {}
    indent = 0.0
    for name, value in _declarations(text):
        if name == "display":
            found["hidden"] = value.startswith("none")
        elif name == "visibility" and value.startswith("hidden"):
            found["hidden"] = True
        elif name == "font-weight":
            found["bold"] = value.startswith(("bold", "6", "7", "8", "9"))
        elif name == "font":
            found["bold"] = bool(re.search(r"\bbold\b|\b[6-9]00\b", value))
        elif name == "font-style":
            found["italic"] = value.startswith(("italic", "oblique"))
        elif name in {"text-decoration", "text-decoration-line"}:
            found["underline"] = "underline" in value
        elif name == "text-align":
            found["centred"] = value.startswith("center")
        elif (name == "vertical-align" and value.startswith(("super", "text-top"))) or (
            name == "top" and value.startswith("-") and "relative" in text
        ):
            found["raised"] = True
        elif name == "font-size":
            found["size"] = _points(value)
        elif name in {"padding-left", "text-indent", "margin-left"}:
            indent += _points(value) or 0.0
        elif name in {"padding", "margin"}:
            indent += _left_of(value)
        elif name.startswith("border"):
            _read_border(name, value, found)
        elif name in {"page-break-before", "break-before"}:
            found["break_before"] = value.startswith(("always", "page", "left", "right"))
        elif name in {"page-break-after", "break-after"}:
            found["break_after"] = value.startswith(("always", "page", "left", "right"))
    if "position" in text or "transform" in text or "width" in text or "margin-left" in text:
        found |= read_place(dict(_declarations(text)))
    return Style(indent=min(max(indent, 0.0), _INDENT_LIMIT_POINTS), **found)


def _points(value: str) -> float | None:
    found = _LENGTH.match(value)
    return None if found is None else float(found.group(1)) * _POINTS.get(found.group(2) or "px", 1.0)


_SCALE = re.compile(r"(?:matrix|scale)\(\s*(-?\d*\.?\d+)")


def read_place(stated: dict[str, str]) -> dict[str, Any]:
    """What declarations say of where an element stands; lengths in per cent tell nothing."""
    found: dict[str, Any] = {}
    lengths = {
        name: length
        for name in ("left", "top", "bottom", "width", "height", "margin-left")
        if (value := stated.get(name)) is not None and "%" not in value and (length := _points(value)) is not None
    }
    position = stated.get("position")
    if position == "absolute" and ("left" in lengths or "top" in lengths or "bottom" in lengths):
        down = lengths["top"] if "top" in lengths else -lengths.get("bottom", 0.0)
        found["place"] = (lengths.get("left", 0.0), down)
    found["sheet"] = position == "relative" and "height" in lengths
    scale = _SCALE.search(stated.get("transform") or stated.get("-webkit-transform") or "")
    if scale is not None and float(scale[1]) > 0:
        found["stretch"] = float(scale[1])
    found["width"] = lengths.get("width", 0.0) + min(lengths.get("margin-left", 0.0), 0.0)
    return found


def _left_of(value: str) -> float:
    """The left length of a shorthand of one to four values."""
    parts = value.split()
    if not parts:
        return 0.0
    left = parts[3] if len(parts) == 4 else parts[1] if len(parts) >= 2 else parts[0]
    return _points(left) or 0.0


def _read_border(name: str, value: str, found: dict[str, Any]) -> None:
    plain = re.sub(r"rgba?\([^)]*\)", "", value)
    drawn = bool(plain) and not _BORDER_WIDTH.search(plain)
    if name in {"border-top", "border-top-style", "border-top-width"}:
        found["rule_above"] = drawn
    elif name in {"border-bottom", "border-bottom-style", "border-bottom-width"}:
        found["rule_below"] = drawn
