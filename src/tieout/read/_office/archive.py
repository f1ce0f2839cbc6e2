"""Opens an Office file's archive and refuses what is encrypted, damaged, too large or crafted."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib

from tieout.errors import LimitError, PasswordError, UnreadableError
from tieout.read.source import Source

OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVE = b"PK\x03\x04"
_UNPACKED_LIMIT_BYTES = 768 * 1024 * 1024
_RATIO_LIMIT = 200
_SMALL_BYTES = 50_000_000
_PROPERTIES_LIMIT_BYTES = 65_536
_TITLE = re.compile(rb"<dc:title>([^<]*)</dc:title>")


def holds(source: Source, member: str) -> bool:
    """True when the file is an archive with that member; cheap: reads the archive's directory only."""
    if source.members or not source.content.startswith(_ARCHIVE):
        return False
    try:
        return member in zipfile.ZipFile(io.BytesIO(source.content)).namelist()
    except zipfile.BadZipFile:
        return False


def read_title(source: Source) -> str:
    """The title in an Office file's properties; empty without one or where they cannot be read."""
    if not holds(source, "docProps/core.xml"):
        return ""
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        if archive.getinfo("docProps/core.xml").file_size > _PROPERTIES_LIMIT_BYTES:
            return ""
        try:
            properties = archive.read("docProps/core.xml")
        except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error):
            return ""
    found = _TITLE.search(properties)
    return html.unescape(found.group(1).decode("utf-8", "replace")) if found else ""


def check_archive(source: Source, kind: str) -> None:
    """Raises PasswordError, LimitError or UnreadableError for a file not to be opened; `kind` names the format."""
    if source.content.startswith(OLD_FORMAT):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in source.content:
            raise PasswordError(source.name, f"the {kind} is encrypted; save it without a password")
        raise UnreadableError(source.name, f"this is an old binary format; save it as a {kind}")
    try:
        archive = zipfile.ZipFile(io.BytesIO(source.content))
    except zipfile.BadZipFile:
        raise UnreadableError(source.name, f"the {kind} is damaged: its directory cannot be read") from None
    entries = archive.infolist()
    unpacked, packed = sum(e.file_size for e in entries), max(1, sum(e.compress_size for e in entries))
    if unpacked > _UNPACKED_LIMIT_BYTES or (unpacked > _SMALL_BYTES and unpacked > packed * _RATIO_LIMIT):
        raise LimitError(source.name, f"it unpacks to {unpacked:,} bytes, more than the limits allow")
    for entry in entries:
        if entry.flag_bits & 1:
            raise PasswordError(source.name, f"the {kind} is encrypted; save it without a password")
        if entry.filename.endswith((".xml", ".rels")):
            _refuse_doctype(source, archive, entry)


def _refuse_doctype(source: Source, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    try:
        with archive.open(entry) as member:
            head = member.read(2048)
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError) as error:
        raise UnreadableError(source.name, f"its part {entry.filename} cannot be unpacked ({error})") from None
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise UnreadableError(
            source.name, f"its part {entry.filename} declares a document type, which no such file does"
        )
