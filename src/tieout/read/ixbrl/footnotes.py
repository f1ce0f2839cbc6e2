"""Footnotes of inline documents, and relationships between their facts."""

from __future__ import annotations

from lxml import etree

from tieout.model import FactLink, Footnote
from tieout.read._xbrl.names import INLINE
from tieout.read.ixbrl.collection import FOOTNOTES, Collection, follow_continuations, language_of
from tieout.read.ixbrl.values import RefusedValue, read_xhtml

_FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"
_FOOTNOTE_ARCROLE = "http://www.xbrl.org/2003/arcrole/fact-footnote"


def collect_footnotes(found: Collection) -> None:
    """Footnotes with the facts that point at them, and relationships between facts."""
    raw = found.raw
    prefixes = found.all_prefixes()
    links: dict[str, list[str]] = {k: list(v) for k, v in found.footnote_refs.items()}
    arcroles: dict[str, str] = {}
    footnotes = {
        (e.get("id") or e.get("footnoteID") or ""): (page, e)
        for page in found.pages
        for e in page.root.iter(*FOOTNOTES)
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
                read_xhtml(pieces, prefixes, page.has_excludes).strip(),
                tuple(dict.fromkeys(links.get(note_id, ()))),
                language_of(element),
                element.get("footnoteRole") or _FOOTNOTE_ROLE,
                arcroles.get(note_id, _FOOTNOTE_ARCROLE),
                xhtml=True,
            )
        )


def _follow_continuations_or_say(found: Collection, element: etree._Element) -> list[etree._Element]:
    try:
        return follow_continuations(found, element)
    except RefusedValue as reason:
        found.raw.say(f"a footnote is cut short: {reason}")
        return [element]
