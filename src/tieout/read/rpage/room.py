"""Reads an R page of the SEC's viewer, as HTML or as its flattened text, and a folder of them with its menu."""

from __future__ import annotations

import re

from tieout.read._xbrl.package import is_rendered_folder
from tieout.read.decode import decode_text, looks_like_text
from tieout.read.source import Reading, ReadSettings, Source, make_layer

_HTML_MARKS = (b'class="report"', b"authRefData", b"Show.showAR")
_POPUP = re.compile(rb"^\|?X(?: - References| - Definition)?\s*$|^\|X - ", re.M)
_PANELS = re.compile(rb"^[-+] (?:Definition|References|Details)\s*$", re.M)
_DURATION = re.compile(rb"^\|?\d{1,2} Months? Ended\s*$", re.M)
_PERIOD_CELL = re.compile(
    rb"\|\s*(?:\n\s*)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\. ?\d{1,2}, \d{4}"
)
_CELL = re.compile(rb"^\|", re.M)
_WINDOW_BYTES = 65536


def detect(source: Source) -> float:
    """Certain for the viewer's HTML; for text it wants cells marked with "|", period headers or pop-ups.

    A folder is one filing when it holds R pages and the FilingSummary that lists them; tagged pages go before.
    """
    if source.members:
        return 0.6 if is_rendered_folder(source.members) else 0.0
    if not source.content:
        return 0.0
    head = source.content[:_WINDOW_BYTES]
    if any(mark in head for mark in _HTML_MARKS) and b"<table" in head:
        return 0.98
    if b"<html" in head[:2048].lower() or not looks_like_text(source.head):
        return 0.0
    ends = head + b"\n" + source.content[-_WINDOW_BYTES:]
    if len(_CELL.findall(ends)) < 3:
        return 0.0
    marks = [bool(p.search(ends)) for p in (_POPUP, _PANELS, _DURATION, _PERIOD_CELL)]
    return (0.0, 0.7, 0.9, 0.95, 0.97)[sum(marks)]


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document of kind r_page, of a folder one each; raises UnreadableError for a page without its report table."""
    if source.members:
        from tieout.read.rpage.folder import read_folder

        return read_folder(source, settings)
    if any(mark in source.content[:_WINDOW_BYTES] for mark in _HTML_MARKS):
        from tieout.read.rpage.page import read_page

        return read_page(source)
    from tieout.read.rpage.flat import read_flat

    text, _ = decode_text(source)
    return read_flat(source, text, make_layer(text))
