"""Collects the facts of one set of inline documents: tags, continuations, tuples, footnotes, relationships.

Source: Inline XBRL 1.1 (and 1.0, whose namespace older accounts carry).
"""

from __future__ import annotations

from dataclasses import replace

from tieout.model import Tag
from tieout.read._xbrl.contexts import read_contexts, read_units
from tieout.read._xbrl.names import HREF, INLINE, LINK, XBRLI
from tieout.read.ixbrl.collection import CONTINUATIONS, FACT_TAGS, FOOTNOTES, Collection, InlinePage
from tieout.read.ixbrl.footnotes import collect_footnotes
from tieout.read.ixbrl.tags import collect_tag
from tieout.read.ixbrl.values import RefusedValue

_HIDDEN = tuple(f"{{{ns}}}hidden" for ns in INLINE)


def collect(pages: list[InlinePage]) -> Collection:
    """Everything the set's pages say, each tag counted once as read or refused."""
    found = Collection(pages)
    raw = found.raw
    for page in pages:
        raw.prefixes.learn(page.nsmap)
        raw.schema_refs += [h for e in page.root.iter(f"{{{LINK}}}schemaRef") if (h := e.get(HREF))]
        for continuation in page.root.iter(*CONTINUATIONS):
            found.continuations.setdefault((continuation.get("id") or "").strip(), continuation)
    holders = [e for page in pages for e in page.root.iter(*(f"{{{ns}}}resources" for ns in INLINE))]
    raw.contexts = read_contexts([e for h in holders for e in h.iter(f"{{{XBRLI}}}context")], raw.prefixes, raw.say)
    raw.units = read_units([e for h in holders for e in h.iter(f"{{{XBRLI}}}unit")], raw.prefixes, raw.say)
    used_prefixes = found.all_prefixes()
    for page in pages:
        hidden = {e for h in page.root.iter(*_HIDDEN) for e in h.iter(*FACT_TAGS)}
        for element in page.root.iter(*FACT_TAGS):
            raw.seen += 1
            try:
                collect_tag(found, page, element, element in hidden, used_prefixes)
            except RefusedValue as reason:
                raw.refuse(str(reason), f"{element.get('name') or 'a tag without a name'} in {page.name}")
    _join_tuples(found)
    collect_footnotes(found)
    _say_oddities(found)
    return found


def _join_tuples(found: Collection) -> None:
    """Turns the tupleIDs that members name into the fact ids of their tuples, which may stand after them."""
    raw, ids = found.raw, set(found.tuples.values())
    for i, tag in enumerate(raw.tuples):
        if tag.parent is not None and tag.parent not in ids:
            raw.tuples[i] = replace(tag, parent=_find_tuple(found, tag))
    for fact in raw.facts:
        if fact.tag.parent is not None and fact.tag.parent not in ids:
            fact.tag = replace(fact.tag, parent=_find_tuple(found, fact.tag))


def _find_tuple(found: Collection, tag: Tag) -> str | None:
    known = found.tuple_ids.get(tag.parent or "")
    if known is None:
        found.raw.say(f"{tag.concept} ({tag.fact}) belongs to the tuple {tag.parent!r}, which does not exist")
    return known


def _say_oddities(found: Collection) -> None:
    for prefix, count in found.undeclared.items():
        names = "1 name with it is" if count == 1 else f"{count} names with it are"
        found.raw.say(f"the prefix {prefix!r} is not declared; {names} kept as written")
    if found.repeated_ids:
        count, first = len(found.repeated_ids), found.repeated_ids[0]
        tags = "1 tag repeats" if count == 1 else f"{count} tags repeat"
        found.raw.say(f"{tags} an id that another has (first: {first!r}) and got a suffix")
    unused = set(found.continuations)
    for page in found.pages if unused else ():
        holders = page.root.iter(*FACT_TAGS, *FOOTNOTES, *CONTINUATIONS)
        unused -= {target.strip() for e in holders if (target := e.get("continuedAt"))}
    if unused:
        what = "1 continuation is" if len(unused) == 1 else f"{len(unused)} continuations are"
        found.raw.say(f"{what} continued from nowhere (first: {min(unused)!r}); the text is in no fact")
