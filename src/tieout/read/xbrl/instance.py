"""An XBRL 2.1 instance: facts, tuples, footnotes. Its text is a list, one fact a line, since it has no page."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from html import unescape

from lxml import etree

from tieout.errors import UnreadableError
from tieout.model import Context, Document, Footnote, Problem, Segment, Tag
from tieout.read._xbrl.build import Origin, build_document
from tieout.read._xbrl.contexts import read_contexts, read_units
from tieout.read._xbrl.filer_taxonomy import read_taxonomy
from tieout.read._xbrl.names import (
    ARCROLE,
    HREF,
    LANG,
    LINK,
    NIL,
    XBRLI,
    XLINK_FROM,
    XLINK_LABEL,
    XLINK_ROLE,
    XLINK_TO,
    qualified_name,
    split_tag,
)
from tieout.read._xbrl.raw import RawFact, RawFiling, is_well_formed_decimals, parse_number
from tieout.read._xbrl.taxonomy import TaxonomyFiles
from tieout.read._xbrl.xml import parse_xml
from tieout.read.source import ReadSettings, Source, make_layer

_CONTEXT, _UNIT = f"{{{XBRLI}}}context", f"{{{XBRLI}}}unit"
_OWN = frozenset(
    {_CONTEXT, _UNIT}
    | {f"{{{ns}}}{n}" for ns in (LINK, XBRLI) for n in ("schemaRef", "linkbaseRef", "roleRef", "arcroleRef")}
    | {f"{{{LINK}}}footnoteLink"}
)
_MARKUP = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"</(?:p|div|tr|li|h\d|table)>|<br\s*/?>", re.IGNORECASE)
_FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"
_FOOTNOTE_ARCROLE = "http://www.xbrl.org/2003/arcrole/fact-footnote"


def read_instance(
    source: Source, document_id: str, name: str, content: bytes, files: TaxonomyFiles, settings: ReadSettings
) -> tuple[Document, tuple[Problem, ...]]:
    """The document of an instance; raises UnreadableError when no fact of it can be read."""
    root = parse_xml(content, name)
    raw = RawFiling()
    raw.prefixes.learn(root.nsmap)
    raw.schema_refs = [h for e in root.iterchildren(f"{{{LINK}}}schemaRef") if (h := e.get(HREF))]
    raw.contexts = read_contexts(list(root.iterchildren(_CONTEXT)), raw.prefixes, raw.say)
    raw.units = read_units(list(root.iterchildren(_UNIT)), raw.prefixes, raw.say)
    paths: list[str] = []
    _collect(raw, root, name, f"/{qualified_name(root)}", None, paths)
    if not raw.facts:
        if not raw.refused:
            raise UnreadableError(name, "it is an XBRL instance without any fact")
        most, count = raw.refused.most_common(1)[0]
        raise UnreadableError(name, f"none of its {raw.seen:,} facts can be read ({count:,} times: {most})")
    _collect_footnotes(raw, root)
    raw.languages = list(dict.fromkeys(f.tag.language for f in raw.facts if f.tag.language))
    layer = make_layer(list_facts(raw, paths))
    taxonomy = read_taxonomy(files, raw.prefixes, None, settings.taxonomies)
    origin = Origin(source.name, source.sha256, document_id, "xbrl", (name,))
    return build_document(origin, raw, taxonomy, layer)


def list_facts(raw: RawFiling, paths: list[str]) -> str:
    """The text of facts without a page: name, members, period and value on a line; sets each fact's segment."""
    lines: list[str] = []
    at = 0
    for fact, path in zip(raw.facts, paths, strict=True):
        context = raw.contexts.get(fact.tag.context or "")
        lead = f"{fact.tag.concept}{_describe(context)}: "
        value = readable(fact.value) if fact.value is not None else "nil"
        unit = raw.units.get(fact.tag.unit or "")
        line = f"{lead}{value}{f' {unit.text}' if unit else ''}"
        start = at + len(lead)
        fact.segments = (Segment(start, start + len(value), xpath=path),)
        lines.append(line)
        at += len(line) + 1
    return "\n".join(lines)


def readable(value: str) -> str:
    """A value as a person reads it: markup taken off, blocks on lines of their own."""
    if "<" in value and ">" in value:
        value = unescape(_MARKUP.sub("", _BREAK.sub("\n", value)))
    lines = (" ".join(line.split()) for line in value.split("\n"))
    return "\n".join(line for line in lines if line)


def _describe(context: Context | None) -> str:
    if context is None:
        return ""
    members = "".join(f", {m.value}" for m in context.members)
    return f" ({context.period or 'forever'}{members})"


def _collect(
    raw: RawFiling, parent: etree._Element, file: str, path: str, tuple_id: str | None, paths: list[str]
) -> None:
    counts: Counter[str] = Counter()
    for element in parent.iterchildren(etree.Element):
        written = qualified_name(element)
        counts[written] += 1
        if element.tag in _OWN:
            continue
        raw.seen += 1
        place = f"{path}/{written}[{counts[written]}]"
        namespace, local = split_tag(element)
        concept = raw.prefixes.name(namespace, local, element.prefix or "ns")
        fact_id = _unique_id(raw, element.get("id") or f"fact-{raw.seen}")
        if element.get("contextRef") is None:
            if len(element):
                raw.tuples.append(Tag(fact_id, concept, None, file=file, xpath=place, parent=tuple_id, kind="tuple"))
                _collect(raw, element, file, place, fact_id, paths)
            else:
                raw.refuse("an element names no context", f"{concept} at {place}")
            continue
        reason = _add_fact(raw, element, concept, fact_id, file, place, tuple_id)
        if reason:
            raw.refuse(reason, f"{concept} at {place}")
        else:
            paths.append(place)


def _unique_id(raw: RawFiling, wanted: str) -> str:
    candidate, n = wanted, 1
    while candidate in raw.ids:
        n += 1
        candidate = f"{wanted}.{n}"
    raw.ids.add(candidate)
    return candidate


def _add_fact(
    raw: RawFiling, element: etree._Element, concept: str, fact_id: str, file: str, place: str, tuple_id: str | None
) -> str | None:
    """Adds the fact, or tells why it cannot be read."""
    context, unit = element.get("contextRef"), element.get("unitRef")
    if context not in raw.contexts:
        return f"the context {context} does not exist"
    if unit is not None and unit not in raw.units:
        return f"the unit {unit} does not exist"
    nil = element.get(NIL) in ("true", "1")
    text = None if nil else "".join(str(t) for t in element.itertext(etree.Element))
    number: Decimal | None = None
    fraction = None
    if unit is not None and text is not None:
        fraction = _fraction(element)
        number = parse_number(text) if fraction is None else None
        if number is None and fraction is None:
            return f"the value {text.strip()[:40]!r} is not a number"
        text = format(number, "f") if number is not None else f"{fraction[0]:f}/{fraction[1]:f}" if fraction else text
    tag = Tag(
        fact=fact_id,
        concept=concept,
        context=context,
        unit=unit,
        printed=text or "",
        file=file,
        xpath=place,
        nil=nil,
        decimals=element.get("decimals"),
        precision=element.get("precision"),
        escape=text is not None and "<" in text and unit is None,
        language=_language(element) if unit is None else None,
        parent=tuple_id,
        fraction=fraction,
        numeric=unit is not None,
        kind="fraction" if fraction is not None else "item",
    )
    if not is_well_formed_decimals(tag.decimals):
        raw.say(f"the decimals {str(tag.decimals)[:20]!r} of {concept} ({fact_id}) are no whole number and no INF")
    raw.facts.append(RawFact(tag, text, number))
    return None


def _fraction(element: etree._Element) -> tuple[Decimal, Decimal] | None:
    parts = [parse_number(element.findtext(f"{{{XBRLI}}}{n}") or "") for n in ("numerator", "denominator")]
    if parts[0] is None or parts[1] is None or parts[1] == 0:
        return None
    return parts[0], parts[1]


def _language(element: etree._Element) -> str | None:
    node: etree._Element | None = element
    while node is not None:
        said = node.get(LANG)
        if said is not None:
            return said
        node = node.getparent()
    return None


def _collect_footnotes(raw: RawFiling, root: etree._Element) -> None:
    """Footnote links: locators to facts by id, footnote resources, arcs between them."""
    known = {f.tag.fact for f in raw.facts}
    for n, link in enumerate(root.iterchildren(f"{{{LINK}}}footnoteLink"), 1):
        locators: dict[str, list[str]] = {}
        for locator in link.iterchildren(f"{{{LINK}}}loc"):
            fact_id = (locator.get(HREF) or "").rpartition("#")[2]
            if fact_id in known:
                locators.setdefault(locator.get(XLINK_LABEL) or "", []).append(fact_id)
            else:
                raw.say(f"a footnote points at {fact_id!r}, which is no fact")
        linked: dict[str, list[str]] = {}
        arcroles: dict[str, str] = {}
        for arc in link.iterchildren(f"{{{LINK}}}footnoteArc"):
            target = arc.get(XLINK_TO) or ""
            linked.setdefault(target, []).extend(locators.get(arc.get(XLINK_FROM) or "", ()))
            arcroles[target] = arc.get(ARCROLE) or _FOOTNOTE_ARCROLE
        for k, note in enumerate(link.iterchildren(f"{{{LINK}}}footnote"), 1):
            label = note.get(XLINK_LABEL) or ""
            raw.footnotes.append(
                Footnote(
                    note.get("id") or f"footnote-{n}-{k}",
                    " ".join("".join(str(t) for t in note.itertext()).split()),
                    tuple(dict.fromkeys(linked.get(label, ()))),
                    note.get(LANG),
                    note.get(XLINK_ROLE) or _FOOTNOTE_ROLE,
                    arcroles.get(label, _FOOTNOTE_ARCROLE),
                )
            )
