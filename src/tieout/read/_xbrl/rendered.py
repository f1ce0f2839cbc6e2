"""The numbers that R pages show: concept, column and printed digits, for columns and rows without members.

A row of members ("[Member]") begins a part that this leaves out, and so do columns with more than a date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from html import unescape

from tieout.model import RenderedValue
from tieout.read._xbrl.raw import parse_number

_TABLE = re.compile(r'<table class="report".*?(?=<div style="display: none;">|class="authRefData"|$)', re.DOTALL)
_ROW = re.compile(r'<tr(?: class="(\w+)")?[^>]*>(.*?)</tr>', re.DOTALL)
_HEAD = re.compile(r'<th class="th"(?: colspan="(\d+)")?[^>]*>(.*?)</th>', re.DOTALL)
_TITLE = re.compile(r'<th class="tl"[^>]*>(.*?)</th>', re.DOTALL)
_CELL = re.compile(r'<td class="(num|nump|text|th|fn)"[^>]*>(.*?)</td>', re.DOTALL)
_CONCEPT = re.compile(r"'defref_([^']+)'")
_MARKUP = re.compile(r"<[^>]*>")
_FOOTNOTE = re.compile(r"<sup>.*?</sup>", re.DOTALL)
_DATE = re.compile(r"([A-Z][a-z]{2})\. (\d{1,2}), (\d{4})")
_MONTHS_ENDED = re.compile(r"(\d+) Months? Ended")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MONTHS = {
    m: i for i, m in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)
}
_SCALES = {"Thousands": 3, "Millions": 6, "Billions": 9}
_AMOUNT_SCALE = re.compile(r"(?:[^\w\s] |\b)[Ii]n (Thousands|Millions|Billions)")
_SHARE_SCALE = re.compile(r"shares in (Thousands|Millions|Billions)")


def read_rendered(pages: Mapping[str, bytes]) -> tuple[RenderedValue, ...]:
    """The numbers of all R pages, page by page; pages of another form give none."""
    return tuple(value for name, content in pages.items() for value in _read_page(name, content))


def _read_page(name: str, content: bytes) -> list[RenderedValue]:
    table = _TABLE.search(content.decode("utf-8", "replace"))
    if table is None:
        return []
    title = _clean("".join(_TITLE.findall(table[0])[:1]))
    shares = _SHARE_SCALE.search(title)
    amounts = _AMOUNT_SCALE.search(_SHARE_SCALE.sub("", title))
    scales = _SCALES[amounts[1]] if amounts else 0, _SCALES[shares[1]] if shares else 0
    columns: list[tuple[date, int] | None] = []
    heads: list[str] = []
    out: list[RenderedValue] = []
    for kind, row in _ROW.findall(table[0]):
        if "<th" in row:
            heads.append(row)
            continue
        if kind == "rh":
            break
        columns = columns or _columns(heads)
        concept = _CONCEPT.search(row)
        cells = [c for c in _CELL.findall(row) if c[0] != "fn"]
        if concept is None or len(cells) != len(columns):
            continue
        prefix, _, local = concept[1].partition("_")
        for column, (role, cell) in zip(columns, cells, strict=True):
            shown = _NUMBER.search(_clean(cell)) if role.startswith("num") else None
            number = parse_number(shown[0].replace(",", "")) if shown else None
            if column is not None and shown is not None and number is not None and "%" not in cell:
                digits = len(shown[0].partition(".")[2])
                out.append(RenderedValue(name, f"{prefix}:{local}", *column, number, digits, *scales))
    return out


def _columns(heads: list[str]) -> list[tuple[date, int] | None]:
    """End date and months (0: an instant) of each column; None for a column that names members."""
    if not heads:
        return []
    last = [_clean(text) for _, text in _HEAD.findall(heads[-1])]
    spans: list[str] = []
    for width, text in _HEAD.findall(heads[0]) if len(heads) > 1 else ():
        spans += [_clean(text)] * int(width or 1)
    if len(spans) != len(last):
        spans = [""] * len(last)
    out: list[tuple[date, int] | None] = []
    for above, text in zip(spans, last, strict=True):
        found, months = _DATE.fullmatch(text), _MONTHS_ENDED.fullmatch(above)
        if found is None or (above and months is None) or found[1] not in _MONTHS:
            out.append(None)
            continue
        try:
            end = date(int(found[3]), _MONTHS[found[1]], int(found[2]))
        except ValueError:
            out.append(None)
            continue
        out.append((end, int(months[1]) if months else 0))
    return out


def _clean(markup: str) -> str:
    return " ".join(unescape(_MARKUP.sub(" ", _FOOTNOTE.sub("", markup))).split())
