"""Statements in the plain text of a page: lines that end in as many numbers as the header names periods.

For pages of which only the text is known. Nothing is guessed: a line whose numbers do not match the header's periods one
for one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tieout.concepts import find_concept
from tieout.model import Column, Fact, Layer, Period, Span, Table, YearEnd
from tieout.numbers.parse import parse_quantity
from tieout.numbers.periods import find_periods, fiscal_year, months_ending
from tieout.numbers.scale import UnitScale, parse_unit_scale

_TOKEN = re.compile(r"\S+")
_NUMBER = re.compile(r"[$€£¥]?\(?-?[$€£¥]?\d[\d,]*(?:\.\d+)?\)?%?\)?|[—–-]")
_CURRENCY = frozenset("$€£¥")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAYS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}\b", re.I
)
_LENGTH = re.compile(r"(three|six|nine|3|6|9)\s+months|quarters?\s+ended|(\d\d?)\s+weeks", re.I)
_TITLE = re.compile(
    r"statements? of|balance shee\s?ts?|cash flows?|income statement|operations|earnings|資產負債表|资产负债表|利润表|現金流量表|现金流量表",
    re.I,
)
_INSTANT_TITLE = re.compile(r"balance shee\s?ts?|financial (?:position|condition)|资产负债表|資產負債表", re.I)
_MONTHS = {"three": 3, "six": 6, "nine": 9, "3": 3, "6": 6, "9": 9}
_HEAD_LINES = 14
_SHORTEST_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Header:
    periods: tuple[Period, ...]
    line: int


def find_line_facts(document: str, layer: Layer, page: int) -> tuple[Table, tuple[Fact, ...]] | None:
    """The statement a page prints and its values; None for a page without one."""
    lines = _split(layer.text)
    head = " ".join(text for _, text in lines[:_HEAD_LINES])
    titled = _TITLE.search(head)
    if titled is None:
        return None
    header = _find_header(lines, head)
    unit = next(
        (u for _, text in lines[:_HEAD_LINES] if (u := parse_unit_scale(text)) is not None and u.unit != "%"), None
    )
    if header is None:
        return None
    title = next((text for _, text in lines[:8] if _TITLE.search(text)), "")
    table_id = f"{document}-p{page}"
    rows = list(_find_rows(lines[header.line + 1 :], len(header.periods)))
    if len(rows) < _SHORTEST_ROWS:
        return None
    columns = (Column((), "label"), *(Column((str(p),), "value", p) for p in header.periods))
    span = layer.span(0, len(layer.text))
    table = Table(
        table_id, document, title, span, columns, (), (), unit=unit.unit if unit else None, page=page, section=(title,)
    )
    facts = tuple(_facts(document, table_id, layer, rows, header, unit))
    return (table, facts) if facts else None


def _split(text: str) -> list[tuple[int, str]]:
    lines, at = [], 0
    for raw in text.split("\n"):
        lines.append((at, raw.rstrip()))
        at += len(raw) + 1
    return lines


def _find_header(lines: Sequence[tuple[int, str]], head: str) -> _Header | None:
    """The first line that names two to five years or days and nothing that looks like a row."""
    for k, text in _header_lines(lines):
        years = [int(y) for y in _YEARS.findall(text)]
        if not 2 <= len(years) <= 5 or len(set(years)) != len(years):
            continue
        rest = _YEARS.sub("", _DAYS.sub("", text))
        if re.search(r"\d{2,}", rest.replace("000", "")):
            continue
        around = " ".join(t for _, t in lines[max(0, k - 3) : k + 1])
        return _Header(_periods(text, around, head, years), k)
    return None


def _header_lines(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Each line with its number; days and years that stand on lines of their own are put together."""
    run: list[str] = []
    for k, (_, text) in enumerate(lines[:_HEAD_LINES]):
        stripped = text.strip()
        if stripped and not _YEARS.sub("", _DAYS.sub("", stripped)).strip(" ,"):
            run.append(stripped)
            following = lines[k + 1][1].strip() if k + 1 < len(lines) else ""
            if not following or _YEARS.sub("", _DAYS.sub("", following)).strip(" ,"):
                yield k, " ".join(run)
            continue
        run = []
        yield k, text


def _periods(text: str, around: str, head: str, years: Sequence[int]) -> tuple[Period, ...]:
    instant = bool(_INSTANT_TITLE.search(head)) and not re.search(
        r"cash flow|statements? of (?:operations|income|earnings)", head, re.I
    )
    days = [f.period.end for f in find_periods(text) if f.period is not None and f.period.is_instant]
    if len(days) != len(years):
        day = _DAYS.search(around)
        named = [f.period.end for f in find_periods(f"{day.group()}, {years[0]}") if f.period] if day else []
        close = named[0] if named else date(years[0], 12, 31)
        days = [fiscal_year(y, YearEnd(close.month, close.day)).end for y in years]
    if instant:
        return tuple(Period(d) for d in days)
    length = _LENGTH.search(around)
    if length is not None and length[1]:
        return tuple(months_ending(d, _MONTHS[length[1].lower()]) for d in days)
    if length is not None:
        return tuple(months_ending(d, 3) for d in days)
    return tuple(months_ending(d, 12) for d in days)


def _find_rows(lines: Sequence[tuple[int, str]], count: int) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Label and character ranges of the numbers of each line that has one for every period."""
    carried = ""
    for at, text in lines:
        edge, cells = _split_row(text)
        if not cells:
            stripped = text.strip()
            carried = "" if stripped.endswith(":") or not stripped else stripped
            continue
        label = text[:edge].strip(" .$")
        if not label or label[:1].islower():
            label = f"{carried} {label}".strip()
        carried = ""
        if len(cells) == count and label:
            yield label, [(at + start, at + end) for start, end in cells]


def _split_row(text: str) -> tuple[int, list[tuple[int, int]]]:
    """Where a line's trailing run of numbers starts, and the numbers' ranges in order."""
    edge, cells = len(text), []
    for token in reversed(list(_TOKEN.finditer(text))):
        if token.group() in _CURRENCY or token.group() == ")":
            edge = token.start()
        elif _NUMBER.fullmatch(token.group()):
            edge = token.start()
            cells.append((token.start(), token.end()))
        else:
            break
    return edge, cells[::-1]


def _facts(
    document: str,
    table: str,
    layer: Layer,
    rows: Sequence[tuple[str, list[tuple[int, int]]]],
    header: _Header,
    unit: UnitScale | None,
) -> Iterator[Fact]:
    per_share = re.compile(r"per (?:common |ordinary )?share|basic|diluted|shares", re.I)
    for r, (label, cells) in enumerate(rows):
        plain = per_share.search(label) is not None
        money, scale = (unit.unit if unit else None), (unit.scale or 0) if unit else 0
        concept = (
            find_concept(label)
            or find_concept(re.sub(r"\s*\([^()]*\)\s*$", "", label))
            or find_concept(re.split(r",? (?:net|[—–-]+ ?net) of ", label)[0])
        )
        for c, ((start, end), period) in enumerate(zip(cells, header.periods, strict=True)):
            quote = layer.text[start:end]
            lead = len(quote) - len(quote.lstrip("$€£¥ "))
            span: Span = layer.span(start + lead, start + len(quote.rstrip()))
            quantity = parse_quantity(span.quote, money or "USD", 0 if plain else scale)
            if quantity is None:
                continue
            yield Fact(
                id=f"{table}-r{r + 1}c{c + 2}", document=document, label=label, value=quantity.value, span=span, origin="table",
                concept=concept.id if concept else None, decimals=quantity.decimals - quantity.scale,
                unit=quantity.unit, period=period, table=table, row=r, column=c + 1,
            )  # fmt: skip
