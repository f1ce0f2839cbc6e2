"""A tagged filing as xBRL-JSON 1.0, which other XBRL processors load.

Source: xBRL-JSON 1.0 and Open Information Model 1.0 (REC 2021-10-13). The Model knows no tuples and fractions:
what cannot be written is returned by name, for the caller to say.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tieout.model import Concept, Context, Document, Fact, Filing, Footnote, Tag, Unit
from tieout.present.facts_rows import value_text

DOCUMENT_TYPE = "https://xbrl.org/2021/xbrl-json"
_XBRL = "https://xbrl.org/2021"
_SCHEMES = {"http://www.sec.gov/CIK": "cik", "http://standards.iso.org/iso/17442": "lei"}
_TEXT_TYPES = ("stringItemType", "normalizedStringItemType", "textBlockItemType", "escapedItemType", "xmlItemType")
_NOT_TEXT = ("true", "false")


def to_xbrl_json(document: Document, target: str | None = None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The report of one target document (the default one when None), and what it could not hold, in words.

    Raises ValueError when the document is not a tagged filing.
    """
    filing = document.filing
    if filing is None:
        raise ValueError("the document is not a tagged filing")
    writer = _Writer(filing)
    omitted: list[str] = []
    facts: dict[str, Any] = {}
    for fact in document.facts:
        tag = filing.tag(fact.id)
        if tag is None or tag.target != target:
            continue
        if tag.kind == "fraction" or tag.parent is not None:
            omitted.append(f"{fact.concept} ({fact.id}): a {'fraction' if tag.kind == 'fraction' else 'tuple member'}")
            continue
        facts[fact.id] = writer.fact(fact, tag)
    writer.add_notes(facts)
    writer.add_links(facts)
    info: dict[str, Any] = {
        "documentType": DOCUMENT_TYPE,
        "namespaces": dict(sorted(writer.namespaces.items())),
        "taxonomy": list(filing.schema_refs),
    }
    if writer.link_types:
        info["linkTypes"] = {alias: address for address, alias in writer.link_types.items()}
        info["linkGroups"] = {alias: address for address, alias in writer.link_groups.items()}
    return {"documentInfo": info, "facts": facts}, tuple(omitted)


class _Writer:
    """Writes facts and notes down which prefixes, link types and groups they use."""

    def __init__(self, filing: Filing) -> None:
        self._filing = filing
        self._known = dict(filing.namespaces)
        self.namespaces: dict[str, str] = {"xbrl": _XBRL}
        self.link_types: dict[str, str] = {}
        self.link_groups: dict[str, str] = {}

    def fact(self, fact: Fact, tag: Tag) -> dict[str, Any]:
        """One fact object."""
        dimensions: dict[str, Any] = {"concept": self._use(tag.concept)}
        context = self._filing.context(tag.context)
        if context is not None:
            dimensions["entity"] = self._entity(context)
            period = _period(context)
            if period is not None:
                dimensions["period"] = period
        unit = self._unit(self._filing.unit(tag.unit))
        if unit is not None:
            dimensions["unit"] = unit
        language = self._language(fact, tag)
        if language is not None:
            dimensions["language"] = language
        for member in context.members if context is not None else ():
            written = member.value if member.typed is not None else self._use(member.value)
            dimensions[self._use(member.axis)] = None if member.nil else written
        out: dict[str, Any] = {"value": value_text(fact.value), "dimensions": dimensions}
        if tag.numeric and fact.decimals is not None and fact.value is not None:
            out["decimals"] = fact.decimals
        return out

    def add_notes(self, facts: dict[str, Any]) -> None:
        """Footnotes as facts of xbrl:note, linked from the facts they belong to."""
        for note in self._filing.footnotes:
            linked = [f for f in note.facts if f in facts]
            if not linked:
                continue
            facts[note.id] = _note(note)
            for fact_id in linked:
                self._link(facts[fact_id], note.arcrole, "http://www.xbrl.org/2003/role/link", note.id)

    def add_links(self, facts: dict[str, Any]) -> None:
        """Relationships between facts."""
        for link in self._filing.links:
            for source in link.sources:
                for target in link.targets:
                    if source in facts and target in facts:
                        self._link(facts[source], link.arcrole, link.linkrole, target)

    def _link(self, fact: dict[str, Any], arcrole: str, linkrole: str, target: str) -> None:
        kind = self.link_types.setdefault(arcrole, _alias(arcrole, self.link_types))
        group = self.link_groups.setdefault(linkrole, _alias(linkrole, self.link_groups))
        targets = fact.setdefault("links", {}).setdefault(kind, {}).setdefault(group, [])
        if target not in targets:
            targets.append(target)

    def _use(self, name: str) -> str:
        prefix, colon, _ = name.partition(":")
        if colon and prefix in self._known:
            self.namespaces[prefix] = self._known[prefix]
        elif colon:
            concept = self._filing.concept(name)
            self.namespaces.setdefault(prefix, (concept.namespace if concept else "") or f"undeclared:{prefix}")
        return name

    def _entity(self, context: Context) -> str:
        prefix = _SCHEMES.get(context.scheme)
        if prefix is None:
            made = next((p for p, n in self.namespaces.items() if n == context.scheme), None)
            count = sum(p.startswith("scheme") for p in self.namespaces)
            prefix = made or f"scheme{count or ''}"
        self.namespaces[prefix] = context.scheme
        return f"{prefix}:{context.entity}"

    def _unit(self, unit: Unit | None) -> str | None:
        if unit is None or (unit.numerators == ("xbrli:pure",) and not unit.denominators):
            return None
        above = "*".join(sorted(self._use(m) for m in unit.numerators))
        below = "*".join(sorted(self._use(m) for m in unit.denominators))
        if not below:
            return above
        above = f"({above})" if len(unit.numerators) > 1 else above
        return f"{above}/({below})" if len(unit.denominators) > 1 else f"{above}/{below}"

    def _language(self, fact: Fact, tag: Tag) -> str | None:
        """The language of a text fact; facts of a known other type, and plain words of one, have none."""
        if tag.numeric or tag.language is None or not isinstance(fact.value, str):
            return None
        concept = self._filing.concept(tag.concept)
        return tag.language.lower() if _is_text(concept, tag, fact.value) else None


def _is_text(concept: Concept | None, tag: Tag, value: str) -> bool:
    if concept is not None and concept.data_type is not None:
        return concept.data_type.rpartition(":")[2] in _TEXT_TYPES
    return tag.escape or (" " in value.strip() and value.strip() not in _NOT_TEXT)


def _note(note: Footnote) -> dict[str, Any]:
    dimensions = {"concept": "xbrl:note", "noteId": note.id, "language": (note.language or "en").lower()}
    return {"value": note.text, "dimensions": dimensions}


def _period(context: Context) -> str | None:
    """The interval as date-times: a day's end is written as the next day's start; None for "forever"."""
    if context.is_forever:
        return None
    end = _moment(context.end_text, is_end=True)
    return f"{_moment(context.start_text, is_end=False)}/{end}" if context.start_text else end


def _moment(text: str, is_end: bool) -> str:
    try:
        if "T" in text:
            return datetime.fromisoformat(text.rstrip("Z")).isoformat()
        day = date.fromisoformat(text[:10]) + timedelta(days=1 if is_end else 0)
    except (ValueError, OverflowError):
        return text
    return f"{day.isoformat()}T00:00:00"


def _alias(address: str, taken: dict[str, str]) -> str:
    base = address.rstrip("/").rpartition("/")[2] or "link"
    base = "footnote" if base == "fact-footnote" else "_" if base == "link" else base
    return base if base not in taken.values() else f"{base}{len(taken)}"
