"""Which paragraphs are headings, of which level: what the tags say, the names of parts and items, and typography."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_HEADING_LIMIT_CHARACTERS = 160
_PART = re.compile(r"^PART\s+([IVX]+)\b", re.I)
_ITEM = re.compile(r"^ITEM\s+(\d{1,2}[A-C]?)\s*[.:—–-]?", re.I)
_NOTE = re.compile(r"^NOTE\s+(\d{1,2}[A-Z]?)\s*[.:—–-]?|^(\d{1,2})\.\s+(?=[A-Z\u4e00-\u9fff])", re.I)
_STATEMENT = re.compile(
    r"^(?:(?:condensed|interim|unaudited|audited)\s+)*(?:consolidated|combined|company)?\s*(?:(?:condensed|interim)\s+)*"
    r"(?:statements?\s+of\s+[\w\s,’'()]+|balance\s+sheets?|income\s+statements?)(?:\s*[(（].{0,60}[)）])?$",
    re.I,
)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+|\d{1,2}(?=\.))\.?\s*(?=[A-Z\u4e00-\u9fff])")
_NOTES = re.compile(r"^notes\s+to\s+(?:the\s+)?(?:[\w]+\s+){0,4}financial\s+statements\b", re.I)
_USED_OFTEN = 3
_SENTENCE_END = re.compile(r"[.;。；，,]$")
_WORD = re.compile(r"[A-Za-z\u4e00-\u9fff]{2}")
_BULLET = re.compile(r"^[•·●▪○◦■□‣–—*]\s")


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph's text and how all of it is printed. `level`: of its h1-h6 tag, 0 when it has none."""

    text: str
    bold: bool
    italic: bool
    underline: bool
    centred: bool
    size: float
    level: int
    item: bool


_Style = tuple[float, bool, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class HeadingRules:
    """The styles headings of this document are printed in, from the most to the least prominent."""

    ranks: dict[_Style, int]
    body_size: float
    items: bool

    @classmethod
    def of(cls, looks: list[Look]) -> HeadingRules:
        """Learn the document's body size and heading styles from all its paragraphs."""
        sizes: Counter[float] = Counter()
        for look in looks:
            sizes[look.size] += len(look.text)
        body = sizes.most_common(1)[0][0] if sizes else 10.0
        heads = [x for x in looks if not x.level and _may_head(x, body)]
        plain = [x for x in heads if not any(p.match(x.text) for p in (_PART, _ITEM, _NOTE, _STATEMENT, _NOTES))]
        used = Counter(_style(x) for x in plain)
        styles = {style for style, count in used.items() if count >= _USED_OFTEN} or set(used)
        ordered = sorted(styles, key=_prominence)
        ranks = {style: min(k + 1, 4) for k, style in enumerate(ordered)}
        return cls(ranks, body, any(_ITEM.match(x.text) for x in heads))

    def level_of(self, look: Look) -> tuple[int, str | None]:
        """The heading's level from 1 and its number; level 0 for what is no heading."""
        if look.level:
            return look.level, _number_of(look.text)
        if not _may_head(look, self.body_size):
            return 0, None
        part, item = _PART.match(look.text), _ITEM.match(look.text)
        if part is not None and len(look.text) < 80:
            return 1, f"Part {part.group(1).upper()}"
        if item is not None:
            return 2, f"Item {item.group(1).upper()}"
        base = 2 if self.items else 0
        note = _NOTE.match(look.text)
        if note is not None:
            return base + 2, note.group(1) or note.group(2)
        numbered = _NUMBERED.match(look.text)
        if numbered is not None and look.bold:
            return base + 2 + numbered.group(1).count("."), numbered.group(1)
        if _STATEMENT.match(look.text) or _NOTES.match(look.text):
            return base + 1, None
        return base + 2 + self._rank_of(_style(look)), None

    def _rank_of(self, style: _Style) -> int:
        """The style's rank; of a style seldom used, that of the next less prominent one."""
        if style in self.ranks:
            return self.ranks[style]
        smaller = [rank for known, rank in self.ranks.items() if _prominence(known) >= _prominence(style)]
        return min(smaller, default=4)


def _prominence(style: _Style) -> tuple[float, bool, bool, bool, bool]:
    """Smaller for what stands out more: size, capitals, centred, bold, upright."""
    size, capitals, centred, bold, italic = style
    return (-size, not bold, italic, not capitals, not centred)


def _number_of(text: str) -> str | None:
    for pattern, name in ((_PART, "Part "), (_ITEM, "Item "), (_NOTE, "")):
        found = pattern.match(text)
        if found is not None:
            return name + next(g for g in found.groups() if g).upper()
    return None


def _style(look: Look) -> _Style:
    letters = [c for c in look.text if c.isalpha()]
    return (look.size, bool(letters) and look.text.upper() == look.text, look.centred, look.bold, look.italic)


def _may_head(look: Look, body_size: float) -> bool:
    """Short, stressed against the body, with words, and no sentence or list item."""
    text = look.text
    if (
        (look.item and not (look.bold and _NUMBERED.match(text)))
        or len(text) > _HEADING_LIMIT_CHARACTERS
        or _BULLET.match(text)
        or not _WORD.search(text)
    ):
        return False
    if text[0] in "(（" and text[-1] in ")）":
        return False
    named = bool(_ITEM.match(text) or _PART.match(text) or _NOTE.match(text))
    if _SENTENCE_END.search(text) and not named:
        return False
    stressed = look.bold or look.size >= body_size + 1.5 or (look.italic and look.underline)
    return stressed or ((look.italic or look.underline) and len(text) < 80) or bool(_STATEMENT.match(text))
