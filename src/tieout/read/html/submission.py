"""A complete EDGAR submission in one text file: its documents, each with type, name and content."""

from __future__ import annotations

import re
from dataclasses import dataclass

_START = re.compile(
    rb"^\s*(?:-----BEGIN PRIVACY-ENHANCED MESSAGE-----|<SEC-DOCUMENT>|<SUBMISSION>|<DOCUMENT>\s*<TYPE>)"
)
_DOCUMENT = re.compile(rb"<DOCUMENT>(.*?)</DOCUMENT>", re.S | re.I)
_FIELD = re.compile(rb"^<(TYPE|FILENAME|DESCRIPTION)>([^\r\n]*)", re.M)
_TEXT = re.compile(rb"<TEXT>(.*?)(?:</TEXT>|\Z)", re.S | re.I)
_MARKUP = re.compile(rb"<html[\s>]|<body[\s>]|<div[\s>]|<p[\s>]", re.I)
_NOT_TEXT = re.compile(rb"<(?:XBRL|XML|PDF|JSON)>|^begin \d{3} ", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a submission; `is_page` tells that it is HTML, else it is plain text or not read at all."""

    kind: str
    name: str
    content: bytes
    is_page: bool
    is_text: bool


def is_submission(head: bytes) -> bool:
    """True for the first bytes of a complete submission."""
    return _START.match(head) is not None


def split_submission(content: bytes) -> list[Part]:
    """The documents in order; pictures, XBRL and archives are neither pages nor text."""
    parts = []
    for found in _DOCUMENT.finditer(content):
        section = found.group(1)
        fields = {k.decode(): v.strip().decode("utf-8", "replace") for k, v in _FIELD.findall(section[:4096])}
        text = _TEXT.search(section)
        body = text.group(1) if text is not None else b""
        other = _NOT_TEXT.search(body[:2048]) is not None
        page = not other and _MARKUP.search(body[:20_000]) is not None
        parts.append(Part(fields.get("TYPE", ""), fields.get("FILENAME", ""), body, page, not other and not page))
    return parts
