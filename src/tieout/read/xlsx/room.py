"""Reads Excel workbooks (.xlsx, .xlsm): what is shown in visible sheets, never a macro or a link."""

from __future__ import annotations

from tieout.errors import UnreadableError
from tieout.read._office.archive import OLD_FORMAT, holds, read_title
from tieout.read.source import Reading, ReadSettings, Source


def detect(source: Source) -> float:
    """0.95 for an archive with a workbook; 0.5 for an old or encrypted file, to refuse it with a reason."""
    if holds(source, "xl/workbook.xml"):
        return 0.95
    old = source.content[:8] == OLD_FORMAT and source.suffix in {".xls", ".xlsx", ".xlsm"}
    return 0.5 if old else 0.0


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document; raises UnreadableError, PasswordError or LimitError for what cannot be read, and for a workpaper
    that tieout wrote: its numbers are copies."""
    if read_title(source) == "tieout workpaper":
        raise UnreadableError(source.name, "tieout wrote this workpaper; name the documents it shows instead")
    from tieout.read.xlsx.reading import read_workbook

    return read_workbook(source)
