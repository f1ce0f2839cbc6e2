"""One inline tag: its attributes, its value, and the fact they make; or why it makes none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from tieout.model import Tag
from tieout.read._xbrl.names import INLINE, NIL
from tieout.read._xbrl.raw import RawFact, RawFiling, is_well_formed_decimals, parse_number
from tieout.read.ixbrl.collection import (
    KINDS,
    TUPLES,
    Collection,
    InlinePage,
    follow_continuations,
    language_of,
    read_attributes,
)
from tieout.read.ixbrl.values import (
    RefusedValue,
    find_format,
    parse_scale,
    read_number,
    read_text,
    read_xhtml,
    transform,
)


def collect_tag(
    found: Collection, page: InlinePage, element: etree._Element, hidden: bool, prefixes: tuple[str, ...]
) -> None:
    """Adds the fact or tuple of a tag to what was found; raises RefusedValue with the reason when it makes none."""
    raw, kind = found.raw, KINDS[str(element.tag)]
    said = read_attributes(element)
    nsmap = page.names_at(element)
    written = said.get("name")
    if not written:
        raise RefusedValue("a tag has no name attribute")
    concept = page.concepts.get(written)
    if concept is None:
        concept = raw.prefixes.resolve(written, nsmap) or _keep_name(found, written)
        if page.one_nsmap and written.partition(":")[0] in nsmap:
            page.concepts[written] = concept
    if kind != "tuple":
        _require_context_and_unit(raw, said, kind)
    fact_id = _unique_id(found, said.get("id") or (said.get("tupleID") if kind == "tuple" else None))
    nil = said.get(NIL) in ("true", "1")
    pieces = [element] if kind == "nonFraction" else follow_continuations(found, element)
    numeric = kind in ("nonFraction", "fraction")
    values = _Values(None, None, "", None)
    if kind == "nonFraction":
        values = _number_of(page, element, said, nil, nsmap)
    elif kind == "nonNumeric":
        values = _text_of(page, pieces, said, nil, nsmap, prefixes)
    elif kind == "fraction" and not nil:
        values = _fraction_of(page, element, nsmap)
    tag = Tag(
        fact=fact_id,
        concept=concept,
        context=said.get("contextRef"),
        unit=said.get("unitRef"),
        printed=values.printed,
        file=page.name,
        hidden=hidden,
        nil=nil,
        format=said.get("format"),
        scale=parse_scale(said.get("scale")) if kind == "nonFraction" else 0,
        sign=-1 if said.get("sign") == "-" else 1,
        decimals=said.get("decimals"),
        precision=said.get("precision"),
        escape=said.get("escape") in ("true", "1"),
        continued=len(pieces),
        language=language_of(element) if kind == "nonNumeric" else None,
        target=said.get("target"),
        parent=_tuple_of(found, element, said.get("tupleRef")) if page.has_tuples or "tupleRef" in said else None,
        order=parse_number(said["order"]) if "order" in said else None,
        fraction=values.fraction,
        numeric=numeric,
        kind="tuple" if kind == "tuple" else "fraction" if kind == "fraction" else "item",
    )
    if not is_well_formed_decimals(tag.decimals):
        raw.say(f"the decimals {str(tag.decimals)[:20]!r} of {concept} ({fact_id}) are no whole number and no INF")
    if "order" in said and tag.order is None:
        raw.say(f"the order {said['order'][:20]!r} of {concept} ({fact_id}) in its tuple is no number")
    if kind == "tuple":
        raw.tuples.append(tag)
        found.tuples[element] = fact_id
        found.tuple_ids.setdefault(said.get("tupleID") or fact_id, fact_id)
        return
    for note in said.get("footnoteRefs", "").split():
        found.footnote_refs.setdefault(note, []).append(fact_id)
    raw.facts.append(RawFact(tag, values.value, values.number, values.shown))
    found.elements.append(pieces)


@dataclass(slots=True)
class _Values:
    value: str | None
    number: Decimal | None
    printed: str
    shown: str | None
    fraction: tuple[Decimal, Decimal] | None = None


def _require_context_and_unit(raw: RawFiling, said: Mapping[str, str], kind: str) -> None:
    context, unit = said.get("contextRef"), said.get("unitRef")
    if not context:
        raise RefusedValue("a tag names no context")
    if context not in raw.contexts:
        raise RefusedValue(f"the context {context} does not exist")
    if kind == "nonNumeric":
        return
    if not unit:
        raise RefusedValue("a numeric tag names no unit")
    if unit not in raw.units:
        raise RefusedValue(f"the unit {unit} does not exist")


def _unique_id(found: Collection, wanted: str | None) -> str:
    """The XML id, or a made one; an id used twice gets a suffix and is said."""
    if wanted is None:
        wanted = f"fact-{found.raw.seen}"
    elif wanted in found.raw.ids:
        found.repeated_ids.append(wanted)
    candidate, n = wanted, 1
    while candidate in found.raw.ids:
        n += 1
        candidate = f"{wanted}.{n}"
    found.raw.ids.add(candidate)
    return candidate


def _keep_name(found: Collection, written: str) -> str:
    """A name whose prefix the page does not declare, kept as written; said once for each prefix."""
    prefix = written.strip().partition(":")[0]
    found.undeclared[prefix] += 1
    return written.strip()


def _number_of(
    page: InlinePage, element: etree._Element, said: Mapping[str, str], nil: bool, nsmap: Mapping[str | None, str]
) -> _Values:
    printed = read_text([element], page.has_excludes)
    if nil:
        return _Values(None, None, printed, None)
    written = said.get("format")
    shown = transform(printed, find_format(written, nsmap), written)
    number = read_number(shown, parse_scale(said.get("scale")), -1 if said.get("sign") == "-" else 1)
    return _Values(format(number, "f"), number, printed.strip(), shown.strip())


def _text_of(
    page: InlinePage,
    pieces: list[etree._Element],
    said: Mapping[str, str],
    nil: bool,
    nsmap: Mapping[str | None, str],
    prefixes: tuple[str, ...],
) -> _Values:
    printed = read_text(pieces, page.has_excludes)
    if nil:
        return _Values(None, None, printed, None)
    written = said.get("format")
    if said.get("escape") in ("true", "1") and written is None:
        return _Values(read_xhtml(pieces, prefixes, page.has_excludes), None, "", None)
    return _Values(transform(printed, find_format(written, nsmap), written), None, printed.strip(), None)


def _fraction_of(page: InlinePage, element: etree._Element, nsmap: Mapping[str | None, str]) -> _Values:
    """An ix:fraction: numerator and denominator, each with its own format, scale and sign."""
    parts = []
    for name in ("numerator", "denominator"):
        part = next(element.iter(*(f"{{{ns}}}{name}" for ns in INLINE)), None)
        if part is None:
            raise RefusedValue(f"a fraction has no {name}")
        parts.append(_number_of(page, part, read_attributes(part), False, page.names_at(part)).number or Decimal(0))
    if parts[1] == 0:
        raise RefusedValue("a fraction has the denominator 0")
    whole = parts[0] / parts[1]
    exact = whole * parts[1] == parts[0]
    value = format(whole, "f") if exact else f"{parts[0]:f}/{parts[1]:f}"
    printed = read_text([element], page.has_excludes).strip()
    return _Values(value, whole if exact else None, printed, None, (parts[0], parts[1]))


def _tuple_of(found: Collection, element: etree._Element, named: str | None) -> str | None:
    """The tuple an element belongs to: as tupleRef names it (until all tuples are known), else the one around it."""
    if named:
        return named
    node = element.getparent()
    while node is not None:
        if node.tag in TUPLES:
            return found.tuples.get(node)
        node = node.getparent()
    return None
