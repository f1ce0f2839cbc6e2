"""EDGAR's complete submission text file: all documents of a filing in one text, each between SGML tags.

Source: EDGAR Public Dissemination Service technical specification. Encoded binaries are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from tieout.read._xbrl.package import Package, find_package
from tieout.read._xbrl.sniff import is_submission
from tieout.read.source import Source

_DOCUMENT = re.compile(rb"<DOCUMENT>(.*?)</DOCUMENT>", re.DOTALL)
_NAME = re.compile(rb"<FILENAME>([^\r\n<]+)")
_TEXT = re.compile(rb"<TEXT>(.*)</TEXT>", re.DOTALL)
_WRAPPER = re.compile(rb"^\s*<(XBRL|XML|PDF|JSON)>\s*(.*?)\s*</\1>\s*$", re.DOTALL)
_ENCODED = re.compile(rb"^\s*begin \d{3} ")


def split_submission(content: bytes) -> dict[str, bytes]:
    """The submission's documents by file name; one named twice keeps the first."""
    members: dict[str, bytes] = {}
    for match in _DOCUMENT.finditer(content):
        name, text = _NAME.search(match[1]), _TEXT.search(match[1])
        if name is None or text is None or _ENCODED.match(text[1]):
            continue
        body = text[1]
        wrapped = _WRAPPER.match(body)
        cleaned = (wrapped[2] if wrapped else body).strip()
        label = name[1].decode("utf-8", "replace").strip().replace("\\", "/").rpartition("/")[2]
        members.setdefault(label, cleaned)
    return members


def members_of(source: Source) -> dict[str, Callable[[], bytes]]:
    """The members of a container, or of a submission text; empty for any other file."""
    if source.members:
        return dict(source.members)
    if not is_submission(source.content):
        return {}
    return {name: partial(bytes, content) for name, content in split_submission(source.content).items()}


def package_of(source: Source) -> Package | None:
    """The one filing a container or submission text holds, or None; a submission is always one."""
    members = members_of(source)
    if source.members or not members:
        return find_package(members)
    return find_package(members) or Package("", False, members)
