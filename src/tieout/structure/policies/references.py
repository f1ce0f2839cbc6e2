"""Cross-references of a policy: "Note 2(h)(ii)" to the policy "h(ii)", or said to lead outside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.model import Reference
from tieout.structure.policies.lines import Line

_ITEMS = r"(?:\s?[(（](?:[a-z]{1,4}|[A-Z]|\d{1,2})[)）])*"
_NOTE = rf"\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}{_ITEMS}"
_REFERENCE = re.compile(
    rf"(?:\bnotes?\s+|附[註注]\s*|[註注][釋释]\s*)(?P<first>{_NOTE})(?P<more>(?:\s*(?:,|，|、|and|及|和|或|or|&)\s*{_NOTE})*)"
    rf"|\b(?:accounting )?polic(?:y|ies)\s+(?:in |at |note )?(?P<bare>(?:\([a-z]{{1,4}}\))+)",
    re.I,
)
_MAINLAND = re.compile(
    r"(?:附[註注]|本[节節])\s*[“「(（]?([一二三四五六七八九十]{1,3})[)）]?\s*[、.．]?\s*((?:\d{1,2}|[(（][\d一二三四五六七八九十]{1,3}[)）])+)?"
)
_SINGLE = re.compile(_NOTE)
_PART = re.compile(r"[(（]([^)）]+)[)）]")
_HEADING_NUMBER = re.compile(r"^(?:note\s+)?(\d{1,2})[.:：、\s—–-]+\S", re.I)


def find_references(line: Line, note: str | None, ids: frozenset[str], all_lines: Sequence[Line]) -> list[Reference]:
    """The references in a line; `note` is the policies' own note number, `ids` the policies found in it."""
    references = []
    for found in _REFERENCE.finditer(line.text):
        if found.group("bare"):
            references.append(_make(line, found.start(), found.end(), *_own_target(found.group("bare"), ids)))
            continue
        start = found.start("first")
        for single in _SINGLE.finditer(line.text, start, found.end()):
            begin = found.start() if single.start() == start else single.start()
            target, resolves = _target(single.group(), note, ids, all_lines)
            references.append(_make(line, begin, single.end(), target, resolves))
    for found in _MAINLAND.finditer(line.text):
        parts = re.findall(r"[\d一二三四五六七八九十]+", found.group(2) or "")
        items = parts[0] + "".join(f"({p})" for p in parts[1:]) if parts else ""
        own = found.group(1) == note and items in ids
        target = items if own else f"Note {found.group(1)}" + (f"、{items}" if items else "")
        references.append(
            _make(line, found.start(), found.end(), target, own or (found.group(1) == note and not items))
        )
    return references


def _make(line: Line, start: int, end: int, target: str, resolves: bool) -> Reference:
    return Reference(line.text[start:end], target, resolves, line.span(start, end))


def _target(text: str, note: str | None, ids: frozenset[str], lines: Sequence[Line]) -> tuple[str, bool]:
    number = re.match(r"[\d.]+", text)
    digits = number.group().rstrip(".") if number else ""
    items = "".join(f"({part})" for part in _PART.findall(text))
    if digits + items in ids:
        return digits + items, True
    if note is not None and digits == note:
        if not items:
            return f"Note {digits}", True
        return _own_target(items, ids)
    outside = f"Note {digits}{items}"
    return outside, any(_opens_note(line, digits) for line in lines)


def _own_target(items: str, ids: frozenset[str]) -> tuple[str, bool]:
    """Items of the policies' own note: "(h)(ii)" is the policy "h(ii)"; a trailing item inside its text is left off."""
    parts = _PART.findall(items)
    whole = parts[0] + "".join(f"({p})" for p in parts[1:])
    return whole, whole in ids


def _opens_note(line: Line, digits: str) -> bool:
    """True for the heading of the note with that number elsewhere in the document."""
    if line.is_table or line.is_furniture or len(line.text) > 120 or line.text[-1:] in ".;,":
        return False
    found = _HEADING_NUMBER.match(line.text)
    return found is not None and found.group(1) == digits and (line.is_heading or line.text.isupper())
