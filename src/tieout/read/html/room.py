"""Reads HTML pages: filings without tags, results pages, web pages."""

from __future__ import annotations

import re

from tieout.errors import UnreadableError
from tieout.read.source import Reading, ReadSettings, Source

_SUFFIXES = frozenset({".htm", ".html", ".xhtml"})
_MARK = re.compile(rb"<!doctype\s+html|<html[\s>]|<body[\s>]|<table[\s>]|<TYPE>(?:10-|20-|8-|6-|EX-)", re.I)
_OWN = re.compile(rb"""<meta\s+name=["']generator["']\s+content=["']tieout\b""", re.I)
_WINDOW_BYTES = 16_384


def detect(source: Source) -> float:
    """0.6 for a page by its markup, 0.65 with the usual ending, so that tagged filings and R pages go to their rooms
    first; 0.9 for a complete EDGAR submission; 1 for a page that tieout wrote, which only this room knows to refuse."""
    if source.members or not source.content:
        return 0.0
    if is_own_page(source):
        return 1.0
    from tieout.read.html.submission import is_submission

    if is_submission(source.head):
        return 0.9
    marked = _MARK.search(source.content[:_WINDOW_BYTES].replace(b"\0", b"")) is not None
    if source.suffix in _SUFFIXES:
        return 0.65 if marked else 0.4
    return 0.6 if marked and source.suffix not in {".txt", ".md", ".json", ".eml"} else 0.45 if marked else 0.0


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document; raises UnreadableError for a file without markup and for a page that tieout wrote, and LimitError
    for one too large or too deep."""
    if is_own_page(source):
        raise UnreadableError(source.name, "tieout wrote this page; name the documents it shows instead")
    from tieout.read.html.reading import read_page

    return read_page(source)


def is_own_page(source: Source) -> bool:
    """True for a workpaper, view, summary or comparison: its head names tieout as its generator."""
    return _OWN.search(source.content[:_WINDOW_BYTES]) is not None
