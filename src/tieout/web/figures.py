"""A company's figures over its years: each as filed last, with a small bar a year and a mark where documents differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tieout.concepts.catalogue import all_concepts
from tieout.library.companies import Company
from tieout.library.company_facts import FactCell, StoredFact, find_facts
from tieout.web.desk import Desk, make_address

_COLUMNS = 6
_BAR_HEIGHT = 28
_SPELT = (
    ("property plant equipment", "property, plant and equipment"),
    ("ppe", "property, plant and equipment"),
    ("equipment gross", "equipment, gross"),
    ("selling general admin", "selling, general and administrative"),
    ("(research|depreciation|goodwill|wages) (?:and )?(development|amortisation|intangibles|salaries)", r"\1 and \2"),
    ("prepaid other", "prepaid and other"),
    ("trade other receivables prepayments", "trade and other receivables, prepayments"),
    ("prepayments other receivables", "prepayments and other receivables"),
    ("account payable", "accounts payable"),
    ("apic", "additional paid-in capital"),
    ("rou", "right-of-use assets"),
    ("incl", "including"),
    ("(gains|costs|liabilities|debt) (net|current|non current|total)", r"\1, \2"),
    ("non ?(current|controlling|operating)", r"non-\1"),
    ("(long|short) term", r"\1-term"),
    ("right of use", "right-of-use"),
    ("nci", "non-controlling interests"),
    ("oci", "other comprehensive income"),
    ("jv", "joint ventures"),
    ("eps|ebitda|ebita|ebit|fvoci|fvtpl|ads|roe|npl|cet1|arr|arpu", lambda found: found[0].upper()),
)  # fmt: skip
"""How the words of a concept's name are written where its id leaves something out."""
_SCALES = ((6, "million"), (3, "thousand"))
_LEAST = {6: Decimal(1_000_000), 3: Decimal(100_000)}
"""From which largest amount on a row is shown in that scale."""


def show_figures(desk: Desk, company: Company) -> dict[str, Any]:
    """Concept by year: whole years and year-end balances only; amounts in full, and as short text."""
    with desk.open() as library:
        cells = find_facts(library.store.dialect, [row.id for row in company.documents])
    yearly = [cell for cell in cells if _is_yearly(cell)]
    ends = _common_ends(yearly)
    places = _Places(desk)
    rows = []
    for concept in dict.fromkeys(cell.concept for cell in yearly):
        found = {cell.end: cell for cell in yearly if cell.concept == concept}
        if any(end in found for end in ends):
            rows.append(_row(concept, [found.get(end) for end in ends], places))
    order = {name: i for i, name in enumerate(all_concepts())}
    rows.sort(key=lambda row: (order.get(row["concept"], len(order)), row["concept"]))
    return {"periods": ends, "rows": rows}


class _Places:
    """Where facts stand; each document's facts are unpacked once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._facts: dict[str, tuple[dict[str, Any], ...]] = {}

    def address(self, fact: StoredFact) -> str:
        if fact.document not in self._facts:
            self._facts[fact.document] = self._desk.derived(fact.document, "fact")
        facts = self._facts[fact.document]
        place = (facts[fact.ordinal].get("place") if fact.ordinal < len(facts) else None) or {}
        return make_address(fact.document, place.get("page"), place.get("start"))


def _is_yearly(cell: FactCell) -> bool:
    if cell.start is None:
        return True
    try:
        days = (date.fromisoformat(cell.end) - date.fromisoformat(cell.start)).days
    except ValueError:
        return False
    return 350 <= days <= 380


def _common_ends(cells: Sequence[FactCell]) -> list[str]:
    """The year ends, oldest first: of each calendar year the end that most figures have."""
    counted = Counter(cell.end for cell in cells)
    best: dict[str, str] = {}
    for end, _ in sorted(counted.items(), key=lambda item: (item[1], item[0])):
        best[end[:4]] = end
    return sorted(best.values())[-_COLUMNS:]


def _row(concept: str, cells: Sequence[FactCell | None], places: _Places) -> dict[str, Any]:
    known = [cell.newest for cell in cells if cell]
    power, word = choose_scale([fact.value for fact in known])
    places_shown = 0 if all(_is_whole(fact, power) for fact in known) else 1
    return {
        "concept": concept,
        "label": _name(concept, known),
        "label_zh": _name_in_chinese(concept),
        "unit": " ".join(part for part in (known[-1].unit if known else None, word) if part),
        "cells": [_cell(cell, power, places_shown, places) if cell else None for cell in cells],
        "bars": draw_bars([cell.newest.value if cell else None for cell in cells]),
    }


def _name(concept: str, known: Sequence[StoredFact]) -> str:
    """The catalogue's name of a concept; of an element that it does not hold, what the newest document calls it."""
    if concept not in all_concepts() and known:
        return known[-1].label or concept
    words = concept.replace("_", " ")
    for plain, written in _SPELT:
        words = re.sub(rf"\b(?:{plain})\b", written, words)
    return words[:1].upper() + words[1:]


def _is_whole(fact: StoredFact, power: int) -> bool:
    """Whether a fact is printed without decimals in the scale it is shown in."""
    return (fact.decimals is None or fact.decimals <= -power) and fact.value.scaleb(-power) % 1 == 0


def _name_in_chinese(concept: str) -> str | None:
    known = all_concepts().get(concept)
    return known.names_zh[0].lstrip("-=") if known is not None and known.names_zh else None


def _cell(cell: FactCell, power: int, decimals: int, places: _Places) -> dict[str, Any]:
    newest = cell.newest
    return {
        "value": f"{newest.value:f}",
        "text": shorten(newest.value, power, decimals),
        "unit": newest.unit,
        "differs": cell.differs,
        "document": newest.document,
        "label": newest.label,
        "sources": [{"document": f.document, "value": f"{f.value:f}", "label": f.label} for f in cell.facts],
        "address": places.address(newest),
    }


def choose_scale(values: Sequence[Decimal]) -> tuple[int, str]:
    """The power of ten a row of amounts is shown in, and its word; none for small or fractional ones."""
    largest = max(map(abs, values), default=Decimal(0))
    return next(((power, word) for power, word in _SCALES if largest >= _LEAST[power]), (0, ""))


def shorten(value: Decimal, power: int, decimals: int = 1) -> str:
    """An amount in a scale with so many decimals, or in full without a scale; negatives in brackets."""
    size = abs(value)
    if power:
        text = f"{size.scaleb(-power).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    else:
        text = f"{size:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"({text})" if value < 0 else text


def draw_bars(values: Sequence[Decimal | None]) -> list[dict[str, Any]]:
    """Bars on a height of 28 from a common zero line; nothing when fewer than two years are known. What is negative in every
    year is a cost in brackets: its size is drawn."""
    known = [value for value in values if value is not None]
    if len(known) < 2 or not any(known):
        return []
    if all(value <= 0 for value in known):
        return draw_bars([None if value is None else -value for value in values])
    top, bottom = max(Decimal(0), *known), min(Decimal(0), *known)
    scale = Decimal(_BAR_HEIGHT) / (top - bottom)
    bars = []
    for number, value in enumerate(values):
        if value is not None:
            height = max(Decimal(1), abs(value) * scale)
            y = (top - max(value, Decimal(0))) * scale
            bars.append({"x": number * 12, "y": f"{y:.1f}", "height": f"{height:.1f}", "negative": value < 0})
    return bars
