"""What a document's first lines say of it: company, code, kind, period, currency, title. Fills only what is missing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from tieout.model import Block, Company, Document, Kind, YearEnd
from tieout.numbers.periods import find_periods
from tieout.numbers.words import CURRENCIES

_COVER_BLOCKS = 40
_COVER_CHARS = 6000
_TITLE_CHARS = 120
_ENDED = re.compile(r"\bend(?:ed|ing)\b|止", re.I)
_CODE = re.compile(
    r"(?:stock|share)\s+code\s*[:：]?\s*(\d{1,6})(?!\d)|(?:股份|股票|證券|证券)代[號号碼码]\s*[:：]?\s*(\d{1,6})(?!\d)",
    re.I,
)
_FORM = r"(?:Limited|Ltd\.?|Inc\.?|Incorporated|Corporation|Corp\.?|plc|PLC|N\.V\.|S\.A\.|AG|Holdings|Group|Company)"
_NAME = re.compile(rf"^[A-Z][\w&.,'’() -]{{2,70}}?{_FORM}(?:,?\s+(?:\([\w .-]+\)\s+)?{_FORM})*(?!\w)")
_HAN_NAME = re.compile(
    r"^[\u4e00-\u9fff（）()A-Za-z]{2,30}?(?:有限公司|(?:集團|集团|控股)+(?:股份)?(?:有限公司|公司)?|公司)"
)
_NAMED_BY = re.compile(
    r"^(?:[\w&'’-]+\s+){0,6}?(?:[Aa]nnouncements?|ANNOUNCEMENTS?|[Rr]eports?|REPORTS?|[Rr]esults|[Cc]ircular|[Nn]otice|[Pp]rospectus)\s+"
    r"(?:(?:[\w&'’-]+\s+){0,8}?(?:[Bb]y|BY)|[Oo]f|OF|[Ff]rom)\s+(?=[A-Z])"
)
"""A title that tells whose document it is: "Clarification announcement of", "2023 annual report of"."""
_HAN_NAMED_BY = re.compile("^(?:有关|有關|关于|關於)")
_KINDS: tuple[tuple[str, Kind], ...] = (
    (
        r"earnings\s+(?:conference\s+)?call|conference\s+call\s+transcript|call\s+transcript|電話會議|电话会议",
        "earnings_call",
    ),
    (r"(?:annual|final)\s+results|年度(?:業績|业绩)|全年(?:業績|业绩)|annual results announcement", "annual_results"),
    (r"interim\s+results|中期(?:業績|业绩)", "interim_results"),
    (
        r"(?:first|second|third|fourth)[\s-]quarter.{0,40}results|quarterly\s+results|季度?(?:業績|业绩)",
        "quarterly_results",
    ),
    (r"annual\s+report|form\s+10-k|form\s+20-f|年度?(?:報告|报告)|年報|年报", "annual_report"),
    (r"interim\s+report|half[\s-]year(?:ly)?\s+report|中期(?:報告|报告)|半年度?(?:報告|报告)", "interim_report"),
    (r"quarterly\s+report|form\s+10-q|季度?(?:報告|报告)", "quarterly_report"),
    (r"prospectus|招股", "prospectus"),
    (r"\bcircular\b|通函", "circular"),
)
_ANNOUNCEMENT = re.compile(r"announcement|公告|公佈", re.I)
"""The last resort: every exchange's disclaimer speaks of "this announcement"."""
_CERTIFICATE = re.compile(r"^certifications?\b", re.I)
"""What officers sign names the report it goes with."""
_STATUTE = re.compile(
    r"\b(?:Act|Ordinance|Law|Code|Regulations?|Rules?)(?:\s+\([\w.]+\))?(?:\s+of)?,?\s+(?:19|20)\d\d", re.I
)
_WELCOME = re.compile(
    r"(?:(?i:welcome)(?:\s+\w+){0,2}?\s+to|(?i:call)\s+(?:for|of))\s+(?:[Tt]he\s+)?"
    r"(?P<name>(?!First|Second|Third|Fourth|Fiscal|Full|Interim|Annual|Q\d)[A-Z][\w&.'’-]*(?:\s+(?:[A-Z&][\w&.'’-]*|of|and)){0,5}?)"
    r"(?:['’]s?)?(?=\s+(?:(?i:first|second|third|fourth|fiscal|full|half|interim|annual|year|earnings|conference)\b|Q\d|FY|20\d\d)|[.,](?:\s|$))"
)
"""How an operator opens a call, with the company's name."""
_OPENED = re.compile(r"(?i:welcome)(?:\s+\w+){0,2}?\s+to\s+(?:[Tt]he\s+)?(?P<title>[A-Z][^.!?]{3,110}?\b[Cc]all)\b")
_OPENING_LINES = 12
_MONTHS = {"annual": range(330, 380), "interim": range(150, 200), "quarterly": (*range(80, 100), *range(260, 285))}


def read_cover(document: Document) -> Document:
    """The document with what its cover and headings say, where the reader left it open."""
    lines = _cover_lines(document)
    kind = document.kind if document.kind != "other" else _find_kind(lines)
    document = replace(document, kind=kind)
    document = replace(document, company=find_company(document))
    if kind == "earnings_call" and not document.title:
        opened = next((m["title"] for line in lines[:_OPENING_LINES] if (m := _OPENED.search(line))), "")
        document = replace(document, title=opened)
    if document.period_end is None:
        told = (
            [line for line in lines[:_OPENING_LINES] if "call" in line.casefold()] if kind == "earnings_call" else lines
        )
        document = replace(document, period_end=_find_period_end(told, kind, document.year_end))
    if document.currency is None:
        document = replace(document, currency=_find_currency(document))
    return document


def find_company(document: Document) -> Company:
    """The company its reader knows, else the one its cover names; empty when neither does."""
    if document.company != Company():
        return document.company
    lines = _cover_lines(document)
    if document.kind == "earnings_call":
        welcome = next((m for line in lines[:_OPENING_LINES] if (m := _WELCOME.search(line))), None)
        if welcome is not None:
            name = re.sub(r"['’]s?$", "", welcome["name"])
            printed = _find_company(lines, document.language)
            return printed if (printed.name or "").startswith(name) else Company(name, (("en", name),))
    return _find_company(lines, document.language)


def _cover_lines(document: Document) -> list[str]:
    return [line.strip() for b in _cover(document) for line in b.text.split("\n") if line.strip()]


def _cover(document: Document) -> list[Block]:
    kept: list[Block] = []
    size = 0
    for block in document.blocks[:_COVER_BLOCKS]:
        if block.kind != "table":
            kept.append(block)
            size += len(block.text)
        if size > _COVER_CHARS:
            break
    return kept


def _find_kind(lines: list[str]) -> Kind:
    short = [line for line in lines[:25] if len(line) <= 160]
    if any(_CERTIFICATE.match(line) for line in short[:4]):
        return "other"
    for line in short:
        for pattern, kind in _KINDS:
            if re.search(pattern, line, re.I):
                return kind
    return "announcement" if any(_ANNOUNCEMENT.search(line) for line in short) else "other"


def _find_company(lines: list[str], language: str | None) -> Company:
    code = next((m.group(1) or m.group(2) for line in lines if (m := _CODE.search(line))), None)
    names: list[tuple[str, str]] = []
    for line in lines[:25]:
        for pattern, tongue in (
            (_NAME, "en"),
            (_HAN_NAME, language if language and language.startswith("zh") else "zh-Hant"),
        ):
            found = pattern.match(_HAN_NAMED_BY.sub("", _NAMED_BY.sub("", line)))
            if found is not None and len(line) <= 120 and tongue not in dict(names):
                names.append((tongue, found.group().strip()))
    listing = () if code is None else (f"CN:{code}",) if len(code) == 6 else (f"HK:{int(code):05d}",)
    return Company(name=names[0][1] if names else None, names=tuple(names), codes=listing)


def _find_period_end(lines: list[str], kind: Kind, year_end: YearEnd) -> date | None:
    """The end of the period that a title says has ended, else of the one the first lines name most; of the kind's length."""
    wanted = _MONTHS.get(kind.split("_")[0])
    counts: Counter[date] = Counter()
    for line in lines:
        ends = [
            found.period.end
            for found in find_periods(_STATUTE.sub("", line), year_end)
            if found.period is not None
            and not found.period.is_instant
            and (wanted is None or found.period.days in wanted)
        ]
        if len(set(ends)) == 1 and len(line) <= _TITLE_CHARS and _ENDED.search(line):
            return ends[0]
        counts.update(ends)
    if not counts:
        return None
    top = max(counts.values())
    return max(end for end, n in counts.items() if n == top)


def _find_currency(document: Document) -> str | None:
    """The currency that most tables state, else the one the text names most."""
    counts = Counter(t.unit for t in document.tables if t.unit and len(t.unit) == 3 and t.unit.isupper())
    if counts:
        return counts.most_common(1)[0][0]
    sample = " ".join(b.text for b in document.blocks[:200])
    named = Counter(dict.fromkeys(CURRENCIES.values(), 0))
    for name, code in CURRENCIES.items():
        if len(name) > 1:
            named[code] += sample.count(name)
    code, count = named.most_common(1)[0]
    return code if count else None
