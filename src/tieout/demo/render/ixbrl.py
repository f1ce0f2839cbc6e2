"""The announcement as inline XBRL (Inline XBRL 1.1, transformation registry 4) with its own extension taxonomy."""

from __future__ import annotations

import re
from html import escape

from tieout.demo.company import Company
from tieout.demo.draft import Draft, Slot, Table
from tieout.demo.render.html import write_body
from tieout.demo.render.taxonomy import Element, Taxonomy, write_taxonomy

_AXES = {"segment": "SegmentAxis", "region": "RegionAxis", "class": "AssetClassAxis"}
_UNITS = {"CNY": "CNY", "HKD": "HKD", "shares": "shares", "per share": "CNYPerShare", "count": "pure"}
_POSITION = {
    "ppe",
    "rou",
    "intangibles",
    "associates",
    "fvtpl",
    "dta",
    "noncurrent_assets",
    "receivables_gross",
    "allowance",
    "receivables",
    "inventories",
    "prepayments",
    "restricted_cash",
    "cash",
    "current_assets",
    "total_assets",
    "share_capital",
    "share_premium",
    "nci",
    "retained",
    "reserves",
    "equity_owners",
    "total_equity",
    "borrowings",
    "borrowings_current",
    "borrowings_noncurrent",
    "leases",
    "leases_current",
    "leases_noncurrent",
    "dtl",
    "trade_payables",
    "contract_liabilities",
    "accruals",
    "tax_payable",
    "noncurrent_liabilities",
    "current_liabilities",
    "total_liabilities",
    "equity_and_liabilities",
    "net_current_assets",
    "shares",
    "headcount",
    "commitments",
    "pledged",
}
_POSITION_AXES = ("age", "type", "level", "security", "due", "currency")


class _Tagger:
    """Decides for each table slot whether and how it is tagged, and remembers what the taxonomy needs."""

    def __init__(self, draft: Draft, company: Company) -> None:
        self.draft, self.company = draft, company
        self.prefix = re.sub(r"[^a-z]", "", company.short[0].lower())
        self.elements: dict[str, Element] = {}
        self.contexts: dict[str, tuple[int, bool, tuple[tuple[str, str], ...]]] = {}
        self.exact: dict[tuple[str, str], object] = {}
        self.names: dict[str, str] = {}
        self.members: dict[str, dict[str, str]] = {}
        self.dimensional: dict[str, None] = {}
        self.year = max(s.key[1] for s in draft.slots.values() if s.key is not None)
        self.labels = {row.id: str(row.label[0]) for table in draft.tables() for row in table.rows}
        self._count = 0

    def show(self, slot: Slot) -> str:
        """The slot's markup: tagged where it is a fact, plain text otherwise."""
        plain = escape(slot.text, quote=False)
        if (
            not slot.row
            or slot.key is None
            or "|" in slot.key[0]
            or slot.printed is None
            or slot.look is None
            or slot.look.unit not in _UNITS
        ):
            return plain
        concept, year = slot.key
        if year < self.year - 1 and not slot.row.endswith("opening"):
            return plain
        name, members = _name_concept(concept)
        instant = _is_instant(concept)
        context = self._context(year, instant, members)
        if self.exact.setdefault((name, context), slot.exact) != slot.exact:
            return plain
        label = self.labels.get(slot.row, name)
        self.elements.setdefault(name, Element(name, slot.look.unit, instant, label))
        self.names[slot.id] = name if not members else ""
        for axis, member in members:
            self.members.setdefault(axis, {})[member] = self._member_label(axis, member)
            self.dimensional[name] = None
        return self._tag(slot, name, context)

    def _tag(self, slot: Slot, name: str, context: str) -> str:
        assert slot.printed is not None
        assert slot.look is not None
        self._count += 1
        number = slot.printed.number
        digits = slot.core.strip("()-")
        zero = number == 0 and not digits.strip("–")
        form = "ixt:fixed-zero" if zero else "ixt:num-dot-decimal"
        sign = ' sign="-"' if number < 0 else ""
        scale = slot.printed.scale
        fact = (
            f'<ix:nonFraction id="f-{self._count}" name="{self.prefix}:{name}" contextRef="{context}" '
            f'unitRef="{_UNITS[slot.look.unit]}" '
            f'decimals="{slot.printed.decimals - scale}" scale="{scale}" format="{form}"{sign}>'
            f"{slot.core if zero else digits}</ix:nonFraction>"
        )
        return f"({fact})" if number < 0 else fact

    def _context(self, year: int, instant: bool, members: tuple[tuple[str, str], ...]) -> str:
        name = "_".join([f"{'I' if instant else 'D'}{year}", *(member for _, member in members)])
        self.contexts.setdefault(name, (year, instant, members))
        return name

    def _member_label(self, axis: str, member: str) -> str:
        number = re.sub(r"\D", "", member)
        names = self.company.segments if axis == "SegmentAxis" else self.company.regions
        return names[int(number)][0] if number and axis != "AssetClassAxis" else member.removesuffix("Member")

    def list_sums(self) -> tuple[tuple[int, str, tuple[tuple[str, int], ...]], ...]:
        """Sums of the reported year among plain facts of one period type, by table."""
        tables = {row.id: i for i, table in enumerate(self.draft.tables()) for row in table.rows}
        found, children_of = [], set()
        for bond in self.draft.bonds:
            members = [self.draft.slots[i] for i in (bond.result, *(t for t, _ in bond.terms)) if i in self.draft.slots]
            names = [self.names.get(s.id, "") for s in members]
            years = {s.key[1] for s in members if s.key is not None}
            if (
                bond.formula != "sum"
                or bond.family not in "FI"
                or not all(names)
                or len(members) < 3
                or len(set(names)) < len(names)
            ):
                continue
            if (
                len(years) != 1
                or len({self.elements[n].instant for n in names}) > 1
                or any(s.row == members[0].row for s in members[1:])
            ):
                continue
            network = (tables.get(members[0].row, 0), names[0])
            if network not in children_of:
                children_of.add(network)
                found.append((*network, tuple((n, k) for n, (_, k) in zip(names[1:], bond.terms, strict=True))))
        return tuple(found)


def write_filing(draft: Draft, company: Company) -> list[tuple[str, bytes]]:
    """The files of the filing: the inline document first, then schema and linkbases."""
    tagger = _Tagger(draft, company)
    body = write_body(draft, tagger.show)
    end = company.year_end.replace(year=tagger.year)
    base = f"{tagger.prefix}-{end:%Y%m%d}"
    namespace = f"http://www.{tagger.prefix}.example/{end:%Y%m%d}"
    networks = tuple((_caption(draft, table), tuple(_network(tagger, table))) for table in draft.tables())
    axes = tuple((axis, tuple(members.items())) for axis, members in tagger.members.items())
    taxonomy = Taxonomy(
        tagger.prefix,
        namespace,
        base,
        tuple(tagger.elements.values()),
        axes,
        networks,
        tagger.list_sums(),
        tuple(tagger.dimensional),
    )
    head = _write_head(tagger, draft, namespace, base)
    return [(f"{base}.xhtml", (head + body + "</body>\n</html>\n").encode()), *write_taxonomy(taxonomy)]


def _caption(draft: Draft, table: Table) -> str:
    return "".join(run for run in table.caption if isinstance(run, str)) or table.id


def _network(tagger: _Tagger, table: Table) -> list[str]:
    rows = {row.id for row in table.rows}
    ids = [s.id for s in tagger.draft.slots.values() if s.row in rows]
    names = [
        _name_concept(key[0])[0] for i in ids if i in tagger.names and (key := tagger.draft.slots[i].key) is not None
    ]
    return list(dict.fromkeys(names))


def _write_head(tagger: _Tagger, draft: Draft, namespace: str, base: str) -> str:
    company = tagger.company
    contexts = "".join(_write_context(tagger, name, *parts) for name, parts in tagger.contexts.items())
    main = f"D{tagger.year}"
    if main not in tagger.contexts:
        contexts += _write_context(tagger, main, tagger.year, False, ())
    units = "".join(
        f'<xbrli:unit id="{i}"><xbrli:measure>{m}</xbrli:measure></xbrli:unit>\n'
        for i, m in (("CNY", "iso4217:CNY"), ("HKD", "iso4217:HKD"), ("shares", "xbrli:shares"), ("pure", "xbrli:pure"))
    )
    units += (
        '<xbrli:unit id="CNYPerShare"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>'
        "iso4217:CNY</xbrli:measure></xbrli:unitNumerator>"
        "<xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>\n"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
        'xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" '
        'xmlns:xbrli="http://www.xbrl.org/2003/instance" '
        'xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:xbrldi="http://xbrl.org/2006/xbrldi" '
        f'xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:{tagger.prefix}="{namespace}" xml:lang="en">\n'
        f"<head><title>{escape(draft.title)}</title></head>\n<body>\n"
        f'<div style="display:none"><ix:header><ix:hidden><ix:nonNumeric name="{tagger.prefix}:EntityName" '
        f'contextRef="{main}">'
        f"{escape(company.name[0])}</ix:nonNumeric></ix:hidden>\n"
        f'<ix:references><link:schemaRef xlink:type="simple" xlink:href="{base}.xsd"/></ix:references>\n'
        f"<ix:resources>\n{contexts}{units}</ix:resources></ix:header></div>\n"
    )


def _write_context(tagger: _Tagger, name: str, year: int, instant: bool, members: tuple[tuple[str, str], ...]) -> str:
    end = tagger.company.year_end.replace(year=year)
    start = end.replace(year=year - 1).toordinal() + 1
    period = (
        f"<xbrli:instant>{end}</xbrli:instant>"
        if instant
        else (f"<xbrli:startDate>{type(end).fromordinal(start)}</xbrli:startDate><xbrli:endDate>{end}</xbrli:endDate>")
    )
    explicit = "".join(
        f'<xbrldi:explicitMember dimension="{tagger.prefix}:{axis}">{tagger.prefix}:{member}</xbrldi:explicitMember>'
        for axis, member in members
    )
    segment = f"<xbrli:segment>{explicit}</xbrli:segment>" if explicit else ""
    return (
        f'<xbrli:context id="{name}"><xbrli:entity><xbrli:identifier scheme="http://www.example.com/stock-code">{tagger.company.code}'
        f"</xbrli:identifier>{segment}</xbrli:entity><xbrli:period>{period}</xbrli:period></xbrli:context>\n"
    )


def _name_concept(concept: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Element name and dimensions of a concept of the books."""
    parts = concept.split(":")
    members: tuple[tuple[str, str], ...] = ()
    if len(parts) > 2 and parts[1] in _AXES:
        members = ((_AXES[parts[1]], f"{parts[1].title()}{parts[2].title()}Member"),)
        parts = [parts[0], *parts[3:]]
    words = [word for part in parts for word in part.split("_")]
    name = "".join(word[:1].upper() + word[1:] for word in words)
    return name, members


def _is_instant(concept: str) -> bool:
    parts = concept.split(":")
    return (
        concept in _POSITION
        or parts[-1] in ("closing", "planned", "left")
        or parts[0] in ("headcount", "metric", "commitments")
        or (len(parts) > 2 and parts[1] in _POSITION_AXES and parts[0] != "other_income")
    )
