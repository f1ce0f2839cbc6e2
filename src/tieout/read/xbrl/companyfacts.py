"""The SEC's companyfacts JSON: every number a company tagged, over all its filings.

Each filing (accession number) is a target of its own: the same period restated in a later filing is no duplicate.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tieout.errors import UnreadableError
from tieout.model import Company, Context, Label, Period, Tag, Unit
from tieout.model.filing import DOCUMENTATION
from tieout.read._xbrl.build import Origin, build_document
from tieout.read._xbrl.raw import RawFact, RawFiling, parse_number
from tieout.read._xbrl.taxonomy import Taxonomy
from tieout.read.source import Reading, Source, make_layer
from tieout.read.xbrl.instance import list_facts

_CURRENCY = re.compile(r"[A-Z]{3}")
_CIK_SCHEME = "http://www.sec.gov/CIK"


def read_companyfacts(source: Source) -> Reading:
    """One document with all facts; raises UnreadableError when it is not JSON of the expected shape."""
    try:
        whole = json.loads(source.content, parse_float=Decimal, parse_int=Decimal)
        groups: dict[str, Any] = dict(whole["facts"])
        name = str(whole.get("entityName") or "")
        cik = str(whole.get("cik") or "").zfill(10)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        kind = type(error).__name__
        raise UnreadableError(source.name, f"it begins like companyfacts JSON but is not ({kind}: {error})") from None
    raw, taxonomy = RawFiling(), Taxonomy()
    for prefix, concepts in groups.items():
        for local, said in _items(concepts):
            concept = f"{prefix}:{local}"
            _note_labels(taxonomy, concept, said)
            for unit, rows in _items(said.get("units")):
                for i, row in enumerate(rows if isinstance(rows, list) else (), 1):
                    raw.seen += 1
                    reason = _add_row(raw, concept, unit, i, row, cik)
                    if reason:
                        raw.refuse(reason, f"{concept}, row {i} of {unit}")
    if raw.seen and not raw.facts:
        raise UnreadableError(source.name, f"none of its {raw.seen:,} numbers can be read: {next(iter(raw.refused))}")
    layer = make_layer(list_facts(raw, [f.tag.xpath for f in raw.facts]))
    origin = Origin(source.name, source.sha256, source.sha256[:12], "xbrl", (source.name.rpartition("/")[2],))
    document, problems = build_document(origin, raw, taxonomy, layer, f"{name} company facts".strip())
    company = Company(name=name or None, cik=cik)
    return Reading((replace(document, company=company),), problems)


def _note_labels(taxonomy: Taxonomy, concept: str, said: Any) -> None:
    if isinstance(said, dict):
        if said.get("label"):
            taxonomy.labels.setdefault(concept, []).append(Label(str(said["label"]), language="en-US"))
        if said.get("description"):
            taxonomy.labels.setdefault(concept, []).append(Label(str(said["description"]), DOCUMENTATION, "en-US"))


def _add_row(raw: RawFiling, concept: str, unit: str, number: int, row: Any, cik: str) -> str | None:
    """Adds one reported number, or tells why it cannot be read."""
    if not isinstance(row, dict):
        return "a row is not an object"
    value = parse_number(str(row.get("val")))
    if value is None:
        return "a row has no number"
    try:
        end = date.fromisoformat(str(row.get("end")))
        start = date.fromisoformat(str(row["start"])) if row.get("start") else None
    except ValueError:
        return "a row has no readable dates"
    context_id = f"{start}/{end}" if start else str(end)
    if context_id not in raw.contexts:
        period = Period(end, start)
        raw.contexts[context_id] = Context(context_id, _CIK_SCHEME, cik, period, str(start) if start else "", str(end))
    if unit not in raw.units:
        raw.units[unit] = _unit(unit)
    tag = Tag(
        fact=f"{concept}/{unit}/{number}",
        concept=concept,
        context=context_id,
        unit=unit,
        printed=format(value, "f"),
        xpath=f"$.facts.{concept.replace(':', '.', 1)}.units['{unit}'][{number - 1}]",
        target=str(row.get("accn") or "") or None,
        numeric=True,
    )
    raw.facts.append(RawFact(tag, format(value, "f"), value))
    return None


def _unit(text: str) -> Unit:
    above, _, below = text.partition("/")
    return Unit(text, (_measure(above),), (_measure(below),) if below else ())


def _measure(text: str) -> str:
    if _CURRENCY.fullmatch(text):
        return f"iso4217:{text}"
    return f"xbrli:{text}" if text in ("shares", "pure") else text


def _items(said: Any) -> list[tuple[str, Any]]:
    return list(said.items()) if isinstance(said, dict) else []
