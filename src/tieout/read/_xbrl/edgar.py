"""What EDGAR files beside a filing: MetaLinks.json, FilingSummary.xml and the pop-ups of its R pages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, get_args

from lxml import etree

from tieout.model import ConceptReference, Label
from tieout.model.filing import DOCUMENTATION, Balance, MenuCategory, PeriodType
from tieout.read._xbrl.taxonomy import Described

_ROLE_BASE = "http://www.xbrl.org/2003/role/"
_ROLE_2009 = "http://www.xbrl.org/2009/role/"
_ROLES_2003_WORDS = (
    "label terseLabel verboseLabel positiveLabel positiveTerseLabel positiveVerboseLabel negativeLabel "
    "negativeTerseLabel negativeVerboseLabel zeroLabel zeroTerseLabel zeroVerboseLabel totalLabel "
    "periodStartLabel periodEndLabel documentation definitionGuidance disclosureGuidance presentationGuidance "
    "measurementGuidance commentaryGuidance exampleGuidance"
)
_ROLES_2003 = frozenset(_ROLES_2003_WORDS.split())
_XBRLI_TYPES_WORDS = (
    "monetaryItemType sharesItemType pureItemType stringItemType dateItemType decimalItemType integerItemType "
    "booleanItemType durationItemType gYearItemType gMonthDayItemType normalizedStringItemType tokenItemType "
    "anyURIItemType nonNegativeIntegerItemType positiveIntegerItemType QNameItemType dateTimeItemType "
    "gYearMonthItemType fractionItemType floatItemType doubleItemType languageItemType"
)
_XBRLI_TYPES = frozenset(_XBRLI_TYPES_WORDS.split())
_DTR_TYPES_WORDS = (
    "domainItemType textBlockItemType perShareItemType percentItemType escapedItemType xmlItemType "
    "areaItemType volumeItemType massItemType energyItemType powerItemType lengthItemType perUnitItemType "
    "flowItemType massPerUnitItemType noDecimalsMonetaryItemType nonemptyURIItemType"
)
_DTR_TYPES = frozenset(_DTR_TYPES_WORDS.split())
_POPUP = re.compile(r'id="defref_([^"]+)">(.*?)(?=class="authRefData"|$)', re.DOTALL)
_POPUP_PART = re.compile(r"[-+] (Definition|References|Details)</a><div[^>]*>(.*?)(?=<a href=|$)", re.DOTALL)
_DETAIL = re.compile(r"<strong>\s*([^<:]+):</strong></td>\s*<td[^>]*>([^<]*)</td>")


@dataclass(slots=True)
class ReportEntry:
    """One entry of the menu: short name, category, position and R page of a role."""

    short_name: str = ""
    long_name: str = ""
    category: MenuCategory = "Uncategorized"
    position: int | None = None
    page: str | None = None


@dataclass(slots=True)
class EdgarNotes:
    """Descriptions by name (prefix:local) and menu entries by role, from whichever files are there."""

    concepts: dict[str, Described] = field(default_factory=dict)
    reports: dict[str, ReportEntry] = field(default_factory=dict)
    instances: list[tuple[str, ...]] = field(default_factory=list)


def read_metalinks(content: bytes, notes: EdgarNotes, wanted: str | None = None) -> None:
    """Takes in MetaLinks.json; `wanted` names a document when the file describes several sets.

    Raises ValueError when it is not JSON of the expected shape.
    """
    whole = json.loads(content)
    if not isinstance(whole, dict) or not isinstance(whole.get("instance"), dict):
        raise ValueError("it has no 'instance' object")
    library = whole.get("std_ref")
    library = library if isinstance(library, dict) else {}
    for key, instance in whole["instance"].items():
        documents = tuple(str(key).split())
        notes.instances.append(documents)
        if not isinstance(instance, dict) or (wanted is not None and wanted not in documents):
            continue
        for tag, said in _items(instance.get("tag")):
            prefix, _, local = tag.partition("_")
            notes.concepts.setdefault(f"{prefix}:{local}", _describe(said, library))
        for page, said in _items(instance.get("report")):
            entry = notes.reports.setdefault(str(said.get("role", "")), ReportEntry())
            order = str(said.get("order", ""))
            entry.short_name = entry.short_name or str(said.get("shortName", ""))
            entry.long_name = entry.long_name or str(said.get("longName", ""))
            entry.position = entry.position or (int(order) if order.isdecimal() else None)
            entry.page = entry.page or f"{page}.htm"
            entry.category = _category(str(said.get("menuCat", "")), entry.category)


def reports_of(root: etree._Element, document: str | None) -> list[etree._Element]:
    """The reports that FilingSummary.xml states for a document; all of them where it names none for it."""
    reports = list(root.iter("Report"))
    own = [r for r in reports if document is not None and document in (r.get("instance") or "").split()]
    return own or reports


def read_filing_summary(root: etree._Element, notes: EdgarNotes, document: str | None = None) -> None:
    """Takes in FilingSummary.xml: the menu's names, categories and order; those of one document where several have some."""
    for report in reports_of(root, document):
        said = {str(e.tag): (e.text or "").strip() for e in report if isinstance(e.tag, str)}
        role = said.get("Role")
        if not role:
            continue
        position = said.get("Position", "")
        notes.reports[role] = ReportEntry(
            said.get("ShortName", ""),
            said.get("LongName", ""),
            _category(said.get("MenuCategory", ""), "Uncategorized"),
            int(position) if position.isdecimal() else None,
            said.get("HtmlFileName") or said.get("XmlFileName") or None,
        )


def read_popups(content: bytes, notes: EdgarNotes) -> None:
    """Takes in the Definition, References and Details of an R page; what is known already is kept."""
    page = content.decode("utf-8", "replace")
    for identifier, body in _POPUP.findall(page):
        parts = dict(_POPUP_PART.findall(body))
        details = {k.strip(): unescape(v).strip() for k, v in _DETAIL.findall(parts.get("Details", ""))}
        prefix, _, local = identifier.partition("_")
        known = notes.concepts.setdefault(f"{prefix}:{local}", Described())
        known.data_type = details.get("Data Type") or known.data_type
        known.balance = known.balance or _balance(details.get("Balance Type"))
        known.period_type = known.period_type or _period(details.get("Period Type"))
        definition = _strip_markup(parts.get("Definition", ""))
        if definition and definition != "No definition available." and not known.labels:
            known.labels.append(Label(definition, DOCUMENTATION, "en-US", "rpage"))
        if not known.references:
            known.references += _popup_references(parts.get("References", ""))


def _describe(said: Mapping[str, Any], library: Mapping[str, Any]) -> Described:
    labels = [
        Label(str(text), _role_address(role), _language(language), "metalinks")
        for language, roles in _items(said.get("lang"))
        for role, text in _items(roles.get("role"))
    ]
    references = []
    for key in said.get("auth_ref") or ():
        entry = library.get(key)
        if isinstance(entry, dict):
            parts = tuple((k, str(v)) for k, v in entry.items() if k != "role")
            references.append(ConceptReference(parts, str(entry.get("role", ""))))
    return Described(
        str(said.get("nsuri", "")),
        qualify_type(said.get("xbrltype"), str(said.get("nsuri", ""))),
        _balance(said.get("crdr")),
        None,
        labels,
        references,
    )


def qualify_type(name: object, namespace: str) -> str | None:
    """A bare type name of MetaLinks with the prefix of the registry that defines it."""
    if not isinstance(name, str) or not name:
        return None
    if ":" in name:
        return name
    if name in _XBRLI_TYPES:
        return f"xbrli:{name}"
    if name in _DTR_TYPES:
        return f"dtr-types:{name}"
    authority = re.search(r"/(dei|srt|us-gaap|ecd|country|exch|stpr|cyd)/\d{4}", namespace)
    return f"{authority[1]}:{name}" if authority else name


def _items(said: object) -> list[tuple[str, Any]]:
    return list(said.items()) if isinstance(said, dict) else []


def _language(tag: str) -> str:
    head, dash, region = tag.partition("-")
    return f"{head}-{region.upper()}" if dash else head


def _role_address(role: str) -> str:
    if "/" in role:
        return role
    return (_ROLE_BASE if role in _ROLES_2003 else _ROLE_2009) + role


def _category(text: str, otherwise: MenuCategory) -> MenuCategory:
    return next((c for c in get_args(MenuCategory) if c == text), otherwise)


def _balance(text: object) -> Balance | None:
    return "debit" if text == "debit" else "credit" if text == "credit" else None


def _period(text: object) -> PeriodType | None:
    return "instant" if text == "instant" else "duration" if text == "duration" else None


def _strip_markup(markup: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", markup)).strip()


def _popup_references(markup: str) -> list[ConceptReference]:
    out = []
    for chunk in re.split(r"Reference \d+:\s*", markup)[1:]:
        lines = [_strip_markup(x) for x in re.split(r"<br\s*/?>", chunk)]
        parts = tuple((k, v) for line in lines[1:] if line.startswith("-") for k, _, v in [line[1:].partition(" ")])
        if parts:
            out.append(ConceptReference(parts, lines[0]))
    return out
