"""Contexts and units of an instance or of an inline page's ix:resources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Literal

from lxml import etree

from tieout.model import Context, Member, Period, Unit
from tieout.read._xbrl.names import NIL, XBRLDI, XBRLI, Prefixes, split_tag

_MEASURE = f"{{{XBRLI}}}measure"
_X = f"{{{XBRLI}}}"
_HOLDERS = (f"{_X}entity", f"{_X}period")
_SCENARIO = f"{_X}scenario"
_EXPLICIT, _TYPED = f"{{{XBRLDI}}}explicitMember", f"{{{XBRLDI}}}typedMember"
Say = Callable[[str], None]


def read_contexts(elements: list[etree._Element], prefixes: Prefixes, say: Say) -> dict[str, Context]:
    """Contexts by id; a faulty one is said and, where its entity or period cannot be read, left out."""
    contexts: dict[str, Context] = {}
    for element in elements:
        context_id = element.get("id")
        if context_id is None:
            say("a context has no id and was passed over")
            continue
        context = _read_context(context_id, element, prefixes, say)
        if context_id in contexts and contexts[context_id] != context:
            say(f"context {context_id!r} is given twice and differently; the first counts")
            continue
        contexts[context_id] = context
    return contexts


def read_units(elements: list[etree._Element], prefixes: Prefixes, say: Say) -> dict[str, Unit]:
    """Units by id; one without measures is said and left out."""
    units: dict[str, Unit] = {}
    for element in elements:
        unit_id = element.get("id")
        above, below = _measures(element, prefixes)
        if unit_id is None or not above:
            say(f"unit {unit_id!r} has no id or no measure and was passed over")
            continue
        units.setdefault(unit_id, Unit(unit_id, above, below))
    return units


def parse_period(start: str, end: str) -> Period | None:
    """The period of XBRL dates: an end at midnight is the day before; None when a date cannot be read."""
    try:
        last = _day(end, is_end=True)
        return Period(last, _day(start, is_end=False) if start else None)
    except ValueError:
        return None


def _day(text: str, is_end: bool) -> date:
    day, _, time = text.partition("T")
    parsed = date.fromisoformat(day[:10])
    if is_end and time and time.rstrip("Z").split(".")[0].split("+")[0] in ("00:00:00", "00:00"):
        parsed -= timedelta(days=1)
    return parsed


def _read_context(context_id: str, element: etree._Element, prefixes: Prefixes, say: Say) -> Context:
    parts = _find_parts(element)
    identifier = parts.get("identifier")
    start = _text(parts.get("startDate"))
    end = _text(parts.get("endDate")) or _text(parts.get("instant"))
    period = parse_period(start, end) if end else None
    if period is None and "forever" not in parts:
        say(f"the dates of context {context_id!r} cannot be read ({start or '-'} to {end or '-'})")
    elif period is not None and period.start is not None and period.start > period.end:
        say(f"context {context_id!r} ends ({end}) before it starts ({start})")
    members: list[Member] = []
    other = ""
    for name in ("segment", "scenario"):
        for child in parts.get(name, ()):
            if not isinstance(child.tag, str):
                continue
            member = _read_member(child, prefixes, name)
            if member is None:
                other += etree.tostring(child, encoding="unicode", with_tail=False)
            else:
                members.append(member)
    return Context(
        context_id,
        (identifier.get("scheme") or "") if identifier is not None else "",
        _text(identifier),
        period,
        start,
        end,
        tuple(sorted(members, key=lambda m: m.axis)),
        other,
    )


def _find_parts(element: etree._Element) -> dict[str, etree._Element]:
    """What a context's entity and period hold, and its scenario, by local name; the first of each."""
    parts: dict[str, etree._Element] = {}
    for child in element:
        if child.tag in _HOLDERS:
            for part in child:
                name = str(part.tag)
                if name.startswith(_X):
                    parts.setdefault(name[len(_X) :], part)
        elif child.tag == _SCENARIO:
            parts.setdefault("scenario", child)
    return parts


def _read_member(element: etree._Element, prefixes: Prefixes, container: str) -> Member | None:
    where: Literal["segment", "scenario"] = "scenario" if container == "scenario" else "segment"
    if element.tag not in (_EXPLICIT, _TYPED):
        return None
    nsmap: Mapping[str | None, str] = element.nsmap
    axis = prefixes.resolve(element.get("dimension") or "", nsmap) or (element.get("dimension") or "")
    if element.tag == _EXPLICIT:
        text = _text(element)
        return Member(axis, prefixes.resolve(text, nsmap) or text, container=where)
    child = next((c for c in element if isinstance(c.tag, str)), None)
    if child is None:
        return Member(axis, "", typed="", container=where)
    namespace, local = split_tag(child)
    return Member(
        axis,
        "".join(str(t) for t in child.itertext()).strip(),
        typed=prefixes.name(namespace, local, child.prefix or "ns"),
        xml=etree.tostring(child, encoding="unicode", with_tail=False),
        nil=child.get(NIL) in ("true", "1"),
        container=where,
    )


def _measures(element: etree._Element, prefixes: Prefixes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    divide = element.find(f"{_X}divide")
    if divide is None:
        return _names(element.findall(_MEASURE), prefixes), ()
    return (
        _names(divide.findall(f"{_X}unitNumerator/{_MEASURE}"), prefixes),
        _names(divide.findall(f"{_X}unitDenominator/{_MEASURE}"), prefixes),
    )


def _names(elements: list[etree._Element], prefixes: Prefixes) -> tuple[str, ...]:
    return tuple(prefixes.resolve(_text(e), e.nsmap) or _text(e) for e in elements if _text(e))


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
