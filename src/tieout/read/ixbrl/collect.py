"""Collects the facts of one set of inline documents: tags, continuations, tuples, footnotes, relationships.

Source: Inline XBRL 1.1 (and 1.0, whose namespace older accounts carry).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from tieout.model import FactLink, Footnote, Tag
from tieout.read._xbrl.contexts import read_contexts, read_units
from tieout.read._xbrl.names import HREF, INLINE, LANG, LINK, NIL, XBRLI
from tieout.read._xbrl.raw import RawFact, RawFiling, is_well_formed_decimals, parse_number
from tieout.read.ixbrl.values import (
    EXCLUDES,
    RefusedValue,
    find_format,
    parse_scale,
    read_number,
    read_text,
    read_xhtml,
    transform,
)

_KINDS = {f"{{{ns}}}{n}": n for ns in INLINE for n in ("nonFraction", "nonNumeric", "fraction", "tuple")}
FACT_TAGS = tuple(_KINDS)
CONTINUATIONS = tuple(f"{{{ns}}}continuation" for ns in INLINE)
_TUPLES = tuple(f"{{{ns}}}tuple" for ns in INLINE)
_HIDDEN = tuple(f"{{{ns}}}hidden" for ns in INLINE)
_FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"
_FOOTNOTE_ARCROLE = "http://www.xbrl.org/2003/arcrole/fact-footnote"


@dataclass(slots=True)
class InlinePage:
    """One document of the set: the member's name and its root; `one_nsmap` when all prefixes stand at the root.

    `concepts` are names as the page writes them, resolved once where one set of prefixes holds throughout.
    """

    name: str
    root: etree._Element
    nsmap: Mapping[str | None, str]
    one_nsmap: bool
    has_excludes: bool = False
    has_tuples: bool = False
    ix_prefixes: tuple[str, ...] = ()
    concepts: dict[str, str] = field(default_factory=dict)

    def names_at(self, element: etree._Element) -> Mapping[str | None, str]:
        """The prefixes in force at an element."""
        return self.nsmap if self.one_nsmap else element.nsmap


@dataclass(slots=True)
class Collection:
    """A set as collected: `elements[i]` are the tag and its continuations behind `raw.facts[i]`."""

    pages: list[InlinePage]
    raw: RawFiling = field(default_factory=RawFiling)
    elements: list[list[etree._Element]] = field(default_factory=list)
    continuations: dict[str, etree._Element] = field(default_factory=dict)
    footnote_refs: dict[str, list[str]] = field(default_factory=dict)
    undeclared: Counter[str] = field(default_factory=Counter)
    repeated_ids: list[str] = field(default_factory=list)


def make_page(name: str, root: etree._Element, declarations: int) -> InlinePage:
    """A page with its prefixes; `declarations` counts xmlns attributes in its text."""
    nsmap = dict(root.nsmap)
    prefixes = tuple(p for p, ns in nsmap.items() if ns in INLINE and p)
    has_excludes = next(root.iter(*EXCLUDES), None) is not None
    has_tuples = next(root.iter(*_TUPLES), None) is not None
    return InlinePage(name, root, nsmap, declarations <= len(nsmap), has_excludes, has_tuples, prefixes or ("ix",))


def collect(pages: list[InlinePage]) -> Collection:
    """Everything the set's pages say, each tag counted once as read or refused."""
    found = Collection(pages)
    raw = found.raw
    for page in pages:
        raw.prefixes.learn(page.nsmap)
        raw.schema_refs += [h for e in page.root.iter(f"{{{LINK}}}schemaRef") if (h := e.get(HREF))]
        for continuation in page.root.iter(*CONTINUATIONS):
            found.continuations.setdefault(continuation.get("id") or "", continuation)
    holders = [e for page in pages for e in page.root.iter(*(f"{{{ns}}}resources" for ns in INLINE))]
    raw.contexts = read_contexts([e for h in holders for e in h.iter(f"{{{XBRLI}}}context")], raw.prefixes, raw.say)
    raw.units = read_units([e for h in holders for e in h.iter(f"{{{XBRLI}}}unit")], raw.prefixes, raw.say)
    used_prefixes = _all_prefixes(pages)
    for page in pages:
        hidden = {e for h in page.root.iter(*_HIDDEN) for e in h.iter(*FACT_TAGS)}
        for element in page.root.iter(*FACT_TAGS):
            raw.seen += 1
            try:
                _collect_tag(found, page, element, element in hidden, used_prefixes)
            except RefusedValue as reason:
                raw.refuse(str(reason), f"{element.get('name') or 'a tag without a name'} in {page.name}")
    _collect_footnotes(found)
    _say_oddities(found)
    return found


def _all_prefixes(pages: list[InlinePage]) -> tuple[str, ...]:
    return tuple(sorted({p for page in pages for p in page.ix_prefixes}))


def _collect_tag(
    found: Collection, page: InlinePage, element: etree._Element, hidden: bool, prefixes: tuple[str, ...]
) -> None:
    raw, kind = found.raw, _KINDS[str(element.tag)]
    said = {str(k): str(v).strip() for k, v in element.items()}
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
    pieces = [element] if kind == "nonFraction" else _follow_continuations(found, element)
    numeric = kind in ("nonFraction", "fraction")
    values = _Values(None, None, "", None)
    if kind == "nonFraction":
        values = _number_of(page, element, nil, nsmap)
    elif kind == "nonNumeric":
        values = _text_of(page, pieces, nil, nsmap, prefixes)
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
        language=_language_of(element) if kind == "nonNumeric" else None,
        target=said.get("target"),
        parent=_tuple_of(element) if page.has_tuples or "tupleRef" in said else None,
        order=parse_number(said["order"]) if "order" in said else None,
        fraction=values.fraction,
        numeric=numeric,
        kind="tuple" if kind == "tuple" else "fraction" if kind == "fraction" else "item",
    )
    if not is_well_formed_decimals(tag.decimals):
        raw.say(f"the decimals {str(tag.decimals)[:20]!r} of {concept} ({fact_id}) are no whole number and no INF")
    if kind == "tuple":
        raw.tuples.append(tag)
        return
    for note in said.get("footnoteRefs", "").split():
        found.footnote_refs.setdefault(note, []).append(fact_id)
    raw.facts.append(RawFact(tag, values.value, values.number, values.shown))
    found.elements.append(pieces)


def _keep_name(found: Collection, written: str) -> str:
    """A name whose prefix the page does not declare, kept as written; said once for each prefix."""
    prefix = written.strip().partition(":")[0]
    found.undeclared[prefix] += 1
    return written.strip()


def _say_oddities(found: Collection) -> None:
    for prefix, count in found.undeclared.items():
        names = "1 name with it is" if count == 1 else f"{count} names with it are"
        found.raw.say(f"the prefix {prefix!r} is not declared; {names} kept as written")
    if found.repeated_ids:
        count, first = len(found.repeated_ids), found.repeated_ids[0]
        tags = "1 tag repeats" if count == 1 else f"{count} tags repeat"
        found.raw.say(f"{tags} an id that another has (first: {first!r}) and got a suffix")


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


def _follow_continuations(found: Collection, element: etree._Element) -> list[etree._Element]:
    pieces, seen = [element], {element}
    target = element.get("continuedAt")
    while target:
        piece = found.continuations.get(target)
        if piece is None:
            raise RefusedValue(f"the continuation {target} does not exist")
        if piece in seen:
            raise RefusedValue(f"the continuation {target} leads back to itself")
        pieces.append(piece)
        seen.add(piece)
        target = piece.get("continuedAt")
    return pieces


def _number_of(page: InlinePage, element: etree._Element, nil: bool, nsmap: Mapping[str | None, str]) -> _Values:
    printed = read_text([element], page.has_excludes)
    if nil:
        return _Values(None, None, printed, None)
    written = element.get("format")
    shown = transform(printed, find_format(written, nsmap), written)
    number = read_number(shown, parse_scale(element.get("scale")), -1 if element.get("sign") == "-" else 1)
    return _Values(format(number, "f"), number, printed.strip(), shown.strip())


def _text_of(
    page: InlinePage,
    pieces: list[etree._Element],
    nil: bool,
    nsmap: Mapping[str | None, str],
    prefixes: tuple[str, ...],
) -> _Values:
    element = pieces[0]
    printed = read_text(pieces, page.has_excludes)
    if nil:
        return _Values(None, None, printed, None)
    written = element.get("format")
    if element.get("escape") in ("true", "1") and written is None:
        return _Values(read_xhtml(pieces, prefixes, page.has_excludes), None, "", None)
    return _Values(transform(printed, find_format(written, nsmap), written), None, printed.strip(), None)


def _fraction_of(page: InlinePage, element: etree._Element, nsmap: Mapping[str | None, str]) -> _Values:
    """An ix:fraction: numerator and denominator, each with its own format, scale and sign."""
    parts = []
    for name in ("numerator", "denominator"):
        part = next(element.iter(*(f"{{{ns}}}{name}" for ns in INLINE)), None)
        if part is None:
            raise RefusedValue(f"a fraction has no {name}")
        parts.append(_number_of(page, part, False, page.names_at(part)).number or Decimal(0))
    if parts[1] == 0:
        raise RefusedValue("a fraction has the denominator 0")
    whole = parts[0] / parts[1]
    exact = whole * parts[1] == parts[0]
    value = format(whole, "f") if exact else f"{parts[0]:f}/{parts[1]:f}"
    printed = read_text([element], page.has_excludes).strip()
    return _Values(value, whole if exact else None, printed, None, (parts[0], parts[1]))


def _language_of(element: etree._Element) -> str | None:
    node: etree._Element | None = element
    while node is not None:
        language = node.get(LANG)
        if language is not None:
            return language
        node = node.getparent()
    return None


def _tuple_of(element: etree._Element) -> str | None:
    """The id of the tuple an element belongs to: named by tupleRef, else the tuple around it."""
    named = element.get("tupleRef")
    if named:
        return named
    node = element.getparent()
    while node is not None:
        if node.tag in _TUPLES:
            return node.get("tupleID") or node.get("id")
        node = node.getparent()
    return None


def _collect_footnotes(found: Collection) -> None:
    """Footnotes with the facts that point at them, and relationships between facts."""
    raw = found.raw
    links: dict[str, list[str]] = {k: list(v) for k, v in found.footnote_refs.items()}
    arcroles: dict[str, str] = {}
    footnotes = {
        (e.get("id") or e.get("footnoteID") or ""): (page, e)
        for page in found.pages
        for e in page.root.iter(*(f"{{{ns}}}footnote" for ns in INLINE))
    }
    for page in found.pages:
        for element in page.root.iter(*(f"{{{ns}}}relationship" for ns in INLINE)):
            sources = tuple((element.get("fromRefs") or "").split())
            targets = (element.get("toRefs") or "").split()
            arcrole = element.get("arcrole") or _FOOTNOTE_ARCROLE
            for target in targets:
                if target in footnotes:
                    links.setdefault(target, []).extend(s for s in sources if s in found.raw.ids)
                    arcroles[target] = arcrole
                elif target not in found.raw.ids:
                    raw.say(f"a relationship leads to {target!r}, which does not exist")
            between = tuple(t for t in targets if t in found.raw.ids)
            if between:
                role = element.get("linkRole") or "http://www.xbrl.org/2003/role/link"
                raw.links.append(FactLink(sources, between, arcrole, role))
    for note_id, (page, element) in footnotes.items():
        pieces = _follow_continuations_or_say(found, element)
        raw.footnotes.append(
            Footnote(
                note_id,
                read_xhtml(pieces, _all_prefixes(found.pages), page.has_excludes).strip(),
                tuple(dict.fromkeys(links.get(note_id, ()))),
                _language_of(element),
                element.get("footnoteRole") or _FOOTNOTE_ROLE,
                arcroles.get(note_id, _FOOTNOTE_ARCROLE),
                xhtml=True,
            )
        )


def _follow_continuations_or_say(found: Collection, element: etree._Element) -> list[etree._Element]:
    try:
        return _follow_continuations(found, element)
    except RefusedValue as reason:
        found.raw.say(f"a footnote is cut short: {reason}")
        return [element]
