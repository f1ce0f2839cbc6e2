"""A company's facts over its documents and years: concept by period, as filed, marked where the sources differ."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import combinations

from tieout.concepts.catalogue import all_concepts, find_element
from tieout.concepts.find import find_concept
from tieout.library.dialect import Dialect
from tieout.library.filters import filter_sql
from tieout.library.rows import Filters
from tieout.numbers.periods import find_periods
from tieout.numbers.scale import parse_unit_scale

_NEUTRAL = re.compile(
    r"\b(?:audited|unaudited|restated|re-presented|for|the|years?|periods?|months?|ended|ending|as|at|of|amounts?|figures?|balances?)\b"
    r"|金[额額]|\(?(?:经审计|經審計|未经审计|未經審核|经重列|經重列|重述后)\)?",
    re.IGNORECASE,
)


_CURRENCY = re.compile("[A-Z]{3}")
_MONEY = re.compile(r"[A-Z]{3}\b")
_STANDARD = re.compile("(?:us-gaap|ifrs-full):")
_SECTION = re.compile(
    r"(?:(?:non-?\s?)?current |total |net |other )*(?:assets|liabilities)(?: and .*equity.*)?"
    r"|(?:equity|liabilities)(?: and liabilities)?|(?:capital|equity) and reserves|.*(?:share|stock)holders'? ?equity"
    r"|(?:.* )?attributable to(?: .*)?"
    r"|(?:.* )?(?:operating|investing|financing) activities|adjustments? (?:for|to)\b.*|supplemental .*cash flow.*"
    r"|(?:operating |other |costs? and )*(?:income|expenses?)(?: \((?:income|expenses?|loss)\))?(?:,? net)?"
    r"|other comprehensive .*|items that .*reclassified.*|numerator|total cash provided by.*"
    r"|非?流[動动][資资][產产]|非?流[動动][負负][債债]|[資资][產产]|[負负][債债]|.*[權权]益|.*[應应][佔占].*|.*重新分[類类].*"
    r"|.*(?:[經经][營营]|投[資资]|融[資资]|[籌筹][資资])活[動动].*"
)
"""Headings of a statement under which whole amounts of the company stand."""
_TOTALS = frozenset(("total_assets", "total_liabilities", "total_equity", "equity_and_liabilities", "net_assets"))
_CURRENT = re.compile(r"current|流[動动]", re.IGNORECASE)
_NON_CURRENT = re.compile(r"non-?\s?current|非流[動动]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StoredFact:
    """One fact without dimensions as a document states it; `ordinal` is its place among the document's facts."""

    document: str
    ordinal: int
    concept: str
    label: str
    value: Decimal
    decimals: int | None
    unit: str | None
    start: str | None
    end: str
    origin: str


@dataclass(frozen=True, slots=True)
class FactCell:
    """What the documents say of one concept in one period, each of them once. `facts` come in the order of the documents,
    newest first; `differs` when their values are not all the same."""

    concept: str
    start: str | None
    end: str
    facts: tuple[StoredFact, ...]
    differs: bool

    @property
    def newest(self) -> StoredFact:
        """As filed last."""
        return self.facts[0]


def find_facts(dialect: Dialect, documents: Sequence[str], concepts: Sequence[str] = ()) -> tuple[FactCell, ...]:
    """The facts of one company's documents by concept and period, or only those of some concepts.

    Only whole-entity facts with a concept, a period and a number are lined up; dimensions are left to the documents.
    """
    where, parameters = filter_sql(Filters(documents=tuple(documents)))
    named = _with_elements(concepts)
    some = f" AND f.concept IN ({', '.join('?' * len(named))})" if named else ""
    rows = dialect.execute(
        "SELECT f.document, f.ordinal, f.concept, f.label, f.value, f.decimals, f.unit, f.period_start, f.period_end, f.origin,"
        f" f.dimensions FROM fact f JOIN document d ON d.id = f.document{where}{some}"
        " AND f.concept IS NOT NULL AND f.period_end IS NOT NULL AND f.value IS NOT NULL"
        " ORDER BY d.published DESC, d.period_end DESC, d.id, f.ordinal",
        [*parameters, *named],
    )
    cells: dict[tuple[str, str | None, str], list[tuple[StoredFact, str]]] = {}
    for *columns, dimensions in rows:
        fact, told = _to_fact(columns), json.loads(dimensions)
        if fact is not None and (not concepts or fact.concept in concepts) and not _narrows(told, fact.concept):
            cells.setdefault((fact.concept, fact.start, fact.end), []).append((fact, told.get("row", "")))
    lined_up = [(key, facts) for key, found in cells.items() if (facts := _choose(_leave_out_parts(found)))]
    lined_up.sort(key=lambda item: item[0][1] or "")
    lined_up.sort(key=lambda item: item[0][2], reverse=True)
    lined_up.sort(key=lambda item: item[0][0])
    return tuple(FactCell(*key, facts, _differ(facts)) for key, facts in lined_up)


def _with_elements(concepts: Sequence[str]) -> tuple[str, ...]:
    """The concepts and the XBRL elements that mean the same, as facts are kept under them."""
    known = [all_concepts()[name] for name in concepts if name in all_concepts()]
    elements = [f"us-gaap:{e}" for c in known for e in c.us_gaap] + [f"ifrs-full:{e}" for c in known for e in c.ifrs]
    return (*concepts, *elements)


def _leave_out_parts(found: Sequence[tuple[StoredFact, str]]) -> list[StoredFact]:
    """The facts but those a document splits into what is current and what is not: neither is the whole."""
    splits: dict[str, set[bool]] = {}
    for fact, heading in found:
        if _CURRENT.search(heading):
            splits.setdefault(fact.document, set()).add(bool(_NON_CURRENT.search(heading)))
    return [f for f, heading in found if not (_CURRENT.search(heading) and len(splits[f.document]) > 1)]


def _choose(facts: Sequence[StoredFact]) -> tuple[StoredFact, ...]:
    """For each document the value that it prints most often, the first of those it prints equally often: a part under the
    whole's name stands in one table, the whole in several.

    Tables and tags speak before sentences, which may tell of a part that only the sentence before them names, and amounts
    before what they are of a whole in per cent.
    """
    printed = [fact for fact in facts if fact.origin != "prose"] or list(facts)
    amounts = [fact for fact in printed if fact.unit is not None and _CURRENCY.fullmatch(fact.unit)] or printed
    counts = Counter((fact.document, abs(fact.value)) for fact in amounts)
    best: dict[str, StoredFact] = {}
    for fact in amounts:
        chosen = best.setdefault(fact.document, fact)
        if counts[fact.document, abs(fact.value)] > counts[chosen.document, abs(chosen.value)]:
            best[fact.document] = fact
    return tuple(best.values())


def _narrows(dimensions: Mapping[str, str], concept: str) -> bool:
    """Whether dimensions tell a part of the company; a column's heading that names its period or unit does not, nor does
    a row's heading that names the part of a statement in which it stands, or the concept itself."""
    return any(
        _names_more_than_period(text)
        if name == "column"
        else not (name == "row" and (_is_section(text) or _names_concept(text, concept)))
        for name, text in dimensions.items()
    )


@lru_cache(maxsize=4096)
def _is_section(heading: str) -> bool:
    return _SECTION.fullmatch(heading.strip().rstrip(":：").casefold().replace("’", "'")) is not None


@lru_cache(maxsize=4096)
def _names_concept(heading: str, concept: str) -> bool:
    """Whether a heading names the concept, or for a total of the balance sheet any balance: it stood above and runs on."""
    found = find_concept(heading.strip().rstrip(":："))
    return found is not None and (found.id == concept or (concept in _TOTALS and found.period_type == "instant"))


@lru_cache(maxsize=4096)
def _names_more_than_period(heading: str) -> bool:
    rest = heading
    for found in reversed(find_periods(heading)):
        rest = f"{rest[: found.start]} {rest[found.end :]}"
    rest = _NEUTRAL.sub(" ", rest)
    return parse_unit_scale(rest) is None and any(character.isalnum() for character in rest)


def _to_fact(columns: Sequence[object]) -> StoredFact | None:
    document, ordinal, concept, label, value, decimals, unit, start, end, origin = columns
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    if origin == "tagged" and unit is None:
        return None  # text that looks like a number: a year, a company's number
    element = find_element(str(concept)) if origin == "tagged" and _STANDARD.match(str(concept)) else None
    known = element or all_concepts().get(str(concept))
    if known is not None and known.unit_kind == "money" and unit is not None and not _MONEY.match(str(unit)):
        return None  # "8.5 % of revenue", "time deposits of three months": told of the amount, not the amount
    return StoredFact(
        document=str(document),
        ordinal=int(str(ordinal)),
        concept=element.id if element is not None else str(concept),
        label=str(label),
        value=number,
        decimals=None if decimals is None else int(str(decimals)),
        unit=None if unit is None else str(unit),
        start=None if start is None else str(start),
        end=str(end),
        origin=str(origin),
    )


def _differ(facts: Sequence[StoredFact]) -> bool:
    """Whether the intervals that any two printed values of one unit stand for do not meet; a rounder print is no
    difference, neither is another currency, nor a cost in brackets here and without them there."""
    return any(
        a.unit == b.unit and abs(abs(a.value) - abs(b.value)) > _half_step(a) + _half_step(b)
        for a, b in combinations(facts, 2)
    )


def _half_step(fact: StoredFact) -> Decimal:
    return Decimal(0) if fact.decimals is None else Decimal("0.5").scaleb(-fact.decimals)
