"""What an item's title and date line say: kind, company, code, period, publisher."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tieout.model import Company, Kind

_DATE_LINE = re.compile(
    r"^(?P<who>[^|\n]{0,60}?)\s*[·•|,，]?\s*(?P<date>(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?\s*$"
)
_NAME_CODE = re.compile(
    r"(?:^|\s-\s|[|·\n])\s*(?P<name>[^()（）|\n·]{1,60}?)(?:-[A-Z]{1,2})?\s*[(（](?P<code>[A-Z]{0,6}:?\.?\d{4,6}(?:\.[A-Z]{2})?|[A-Z]{1,5})[)）]"
)
_KINDS: tuple[tuple[str, Kind], ...] = (
    (
        r"电话会|電話會|业绩会|業績會|(?:earnings|results|conference|analysts?|investors?)\s+call|transcript",
        "earnings_call",
    ),
    (r"(?:中期|半年度?)\s*(?:业绩|業績)|interim\s+results", "interim_results"),
    (r"(?:中期|半年度?)\s*(?:财报|財報|报告|報告)|interim\s+report|half[\s-]year", "interim_report"),
    (r"(?:年度|全年)\s*(?:业绩|業績)|annual\s+results|final\s+results", "annual_results"),
    (r"(?:年度)\s*(?:财报|財報|报告|報告)|年报|年報|annual\s+report", "annual_report"),
    (r"(?:季度|[一二三四]季)\s*(?:业绩|業績)|quarterly\s+results|\bQ[1-4]\b.*results", "quarterly_results"),
    (r"(?:季度|[一二三四]季)\s*(?:财报|財報|报告|報告)?|quarterly\s+report|\bQ[1-4]\b", "quarterly_report"),
    (r"招股|prospectus", "prospectus"),
    (r"通函|circular", "circular"),
    (r"公告|announcement", "announcement"),
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """The line under a title: who published (empty for the company's own documents) and when."""

    who: str
    published: date


def parse_date_line(line: str) -> DateLine | None:
    """The publisher and date of a date line, or None when the line is something else."""
    found = _DATE_LINE.match(line.strip())
    if found is None:
        return None
    try:
        year, month, day = (int(n) for n in re.split(r"[-/.]", found.group("date")))
        return DateLine(found.group("who").strip(" ·•|,，"), date(year, month, day))
    except ValueError:
        return None


def find_kind(title: str, who: str) -> Kind:
    """The document's kind from its title; an item with a publisher that is not a company is news."""
    for pattern, kind in _KINDS:
        if re.search(pattern, title, re.I):
            return kind
    return "news" if who and _NAME_CODE.search(who) is None else "other"


def parse_company(text: str) -> Company | None:
    """The company named with its code in a line ("SENSETIME(00020)"), or None. Five digits are a Hong Kong code."""
    found = _NAME_CODE.search(text)
    if found is None:
        return None
    name, code = found.group("name").strip(), found.group("code")
    listing = f"HK:{code}" if re.fullmatch(r"\d{5}", code) else f"CN:{code}" if re.fullmatch(r"\d{6}", code) else code
    language = "zh-Hans" if re.search("[\u4e00-\u9fff]", name) else "en"
    return Company(name=name, names=((language, name),), codes=(listing,))


_PARTS = (
    (r"(?<![A-Z\d])(?:Q1|1Q)(?![A-Z\d])|第?一季", (3, 31)),
    (r"(?<![A-Z\d])(?:H1|1H|Q2|2Q)(?![A-Z\d])|上半年|第?二季|中期", (6, 30)),
    (r"(?<![A-Z\d])(?:Q3|3Q)(?![A-Z\d])|第?三季", (9, 30)),
    (r"(?<![A-Z\d])(?:H2|2H|Q4|4Q|FY)(?![A-Z])|下半年|第?四季|全年", (12, 31)),
)


def find_period_end(title: str, kind: Kind) -> date | None:
    """The end of the reporting period as far as a title tells: the calendar quarter, half or year it names."""
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", title)
    if year is None:
        return None
    if kind.startswith("interim"):
        return date(int(year.group()), 6, 30)
    if kind.startswith("annual"):
        return date(int(year.group()), 12, 31)
    ends = next((end for pattern, end in _PARTS if re.search(pattern, title, re.I)), None)
    return (
        date(int(year.group()), *ends)
        if ends and kind in {"earnings_call", "quarterly_report", "quarterly_results"}
        else None
    )
