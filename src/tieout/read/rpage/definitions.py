"""The pop-up tables of an R page (Definition, References, Details) to concepts."""

from __future__ import annotations

import re
from typing import cast, get_args

from lxml.html import HtmlElement

from tieout.model import Concept, ConceptReference, Label
from tieout.model.filing import DOCUMENTATION, Balance, PeriodType
from tieout.read.rpage.fragments import clean

NO_DEFINITION = "No definition available."
_REFERENCE = re.compile(r"(?=\bReference \d+:)")
_PART = re.compile(r"(?:^|\s)-([A-Z][A-Za-z]+) (.*?)(?=\s-[A-Z][A-Za-z]+ |$)")


def qualify(name: str) -> str:
    """`defref_us-gaap_Assets` or `us-gaap_Assets` to `us-gaap:Assets`; the last underscore parts prefix and name."""
    bare = name.removeprefix("defref_")
    prefix, underscore, local = bare.rpartition("_")
    return f"{prefix}:{local}" if underscore and prefix else bare


def read_definition(table: HtmlElement) -> Concept:
    """One `table.authRefData`: the concept with its documentation label, references, type, balance, period type."""
    definition, references = "", ""
    details: dict[str, str] = {}
    for anchor in table.iter("a"):
        heading = clean(anchor.text_content()).lstrip("+- ").lower()
        body = anchor.getnext()
        if body is None:
            continue
        text = clean(" ".join(body.itertext()))
        if heading == "definition":
            definition = text
        elif heading == "references":
            references = text
        elif heading == "details":
            details = _pairs(body)
    return make_concept(details.get("Name") or table.get("id") or "", definition, references, details)


def make_concept(name: str, definition: str, references: str, details: dict[str, str]) -> Concept:
    """A concept from the four texts; `name` may be "" where a flattened page lost it."""
    qualified = qualify(name) if name else ""
    prefix, _, local = qualified.rpartition(":")
    balance, period = details.get("Balance Type", ""), details.get("Period Type", "")
    known = definition and definition != NO_DEFINITION
    return Concept(
        name=qualified,
        prefix=prefix,
        namespace="",
        local=local,
        data_type=details.get("Data Type") or None,
        balance=cast(Balance, balance) if balance in get_args(Balance) else None,
        period_type=cast(PeriodType, period) if period in get_args(PeriodType) else None,
        abstract=local.endswith("Abstract") if local else None,
        labels=(Label(definition, DOCUMENTATION, "en-US", "rpage"),) if known else (),
        references=tuple(_reference(r) for r in _REFERENCE.split(references) if r.startswith("Reference ")),
    )


def _reference(text: str) -> ConceptReference:
    role, _, rest = text.partition(":")[2].strip().partition(" ")
    return ConceptReference(tuple((k, v.strip()) for k, v in _PART.findall(rest)), role)


def _pairs(body: HtmlElement) -> dict[str, str]:
    pairs = {}
    for row in body.iter("tr"):
        cells = [clean(c.text_content()) for c in row if c.tag == "td"]
        if len(cells) == 2 and cells[0].endswith(":"):
            pairs[cells[0].rstrip(": ")] = cells[1]
    return pairs
