"""What a filing says of itself on its cover (dei facts and their kin), and where that does not fit its contexts."""

from __future__ import annotations

from collections import Counter
from datetime import date

from tieout.model import Company, Context, DuplicateSet
from tieout.read._xbrl.raw import RawFiling

_LEI_SCHEME = "http://standards.iso.org/iso/17442"
_CIK_SCHEME = "http://www.sec.gov/CIK"
_NAMES = (
    "EntityRegistrantName",
    "EntityCurrentLegalOrRegisteredName",
    "LegalEntityName",
    "NameOfReportingEntityOrOtherMeansOfIdentification",
    "EntityCurrentLegalName",
)
_PERIOD_ENDS = ("DocumentPeriodEndDate", "EndDateForPeriodCoveredByReport", "BalanceSheetDate")


class Cover:
    """What the filing's facts about itself (dei and its kin) say; used only where they are there."""

    def __init__(self, raw: RawFiling) -> None:
        said: dict[str, str] = {}
        symbols: list[str] = []
        for fact in raw.facts:
            local = fact.tag.concept.rpartition(":")[2]
            context = raw.contexts.get(fact.tag.context or "")
            if fact.value and not fact.tag.numeric and not fact.tag.escape and context is not None:
                if local == "TradingSymbol":
                    symbols.append(fact.value.strip())
                if not context.members:
                    said.setdefault(local, " ".join(fact.value.split()))
        context = next((raw.contexts[f.tag.context] for f in raw.facts if f.tag.context), None)
        entity, scheme = (context.entity, context.scheme) if context else ("", "")
        name = next((said[n] for n in _NAMES if n in said), None)
        self.company = Company(
            name=name,
            codes=tuple(f"US:{s}" for s in dict.fromkeys(symbols) if " " not in s) if scheme == _CIK_SCHEME else (),
            cik=entity if scheme == _CIK_SCHEME else None,
            lei=entity if scheme == _LEI_SCHEME else None,
        )
        said_end = next((said[n] for n in _PERIOD_ENDS if n in said), "")
        self.period_end = _parse_day(said_end) or _last_period_end(raw)
        words = (name, said.get("DocumentType"), self.period_end.isoformat() if self.period_end else None)
        self.title = " ".join(w for w in words if w) if name else ""
        spoken = Counter(f.tag.language for f in raw.facts if f.tag.language)
        self.language = spoken.most_common(1)[0][0] if spoken else None


def find_cover_remarks(raw: RawFiling, duplicates: tuple[DuplicateSet, ...], titles: dict[str, str]) -> list[str]:
    """Sentences about period, entity and texts that contradict each other.

    Numbers that contradict each other are findings of the checks, not remarks of the reader.
    """
    remarks = _contradicting_texts(raw, duplicates, titles)
    entities = Counter((c.scheme, c.entity) for c in raw.contexts.values())
    if len(entities) > 1:
        named = ", ".join(entity or "(none)" for (_, entity), _ in entities.most_common(3))
        remarks.append(f"its contexts name {len(entities)} entities ({named}); facts are kept under the one they name")
    for fact in raw.facts:
        local, context = fact.tag.concept.rpartition(":")[2], raw.contexts.get(fact.tag.context or "")
        if context is None or context.members or fact.value is None:
            continue
        if local == "EntityCentralIndexKey" and context.scheme == _CIK_SCHEME:
            if fact.value.strip().lstrip("0") != context.entity.strip().lstrip("0"):
                remarks.append(f"the cover gives the CIK {fact.value.strip()}, its contexts {context.entity}")
        elif local == "DocumentPeriodEndDate":
            remarks += _contradicting_period(fact.value, context)
    return remarks


def _contradicting_period(value: str, context: Context) -> list[str]:
    """The cover's own context must end on the day the cover gives; a day's difference is a convention."""
    said = _parse_day(value.strip())
    if said is None or context.period is None or abs((context.period.end - said).days) <= 1:
        return []
    return [f"the cover says the period ends on {said}; the context of that fact ends on {context.period.end}"]


def _contradicting_texts(raw: RawFiling, duplicates: tuple[DuplicateSet, ...], titles: dict[str, str]) -> list[str]:
    by_id = {f.tag.fact: f for f in raw.facts}
    sets = [d for d in duplicates if d.kind == "inconsistent" and by_id[d.facts[0]].number is None]
    if not sets:
        return []
    first = by_id[sets[0].facts[0]].tag.concept
    what = "1 fact is" if len(sets) == 1 else f"{len(sets)} facts are"
    return [f"{what} reported more than once with different texts (first: {titles[first]}, {first})"]


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _last_period_end(raw: RawFiling) -> date | None:
    """The day most durations end on; None where there are none."""
    ends: Counter[date] = Counter()
    for fact in raw.facts:
        context = raw.contexts.get(fact.tag.context or "")
        if context and context.period and context.period.start and not context.members:
            ends[context.period.end] += 1
    return ends.most_common(1)[0][0] if ends else None
