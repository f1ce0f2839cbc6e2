"""Conclusions that people wrote into a workpaper's Findings sheet, read back by finding id."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from tieout.errors import UsageError
from tieout.model import Waiver

_WANTED = ("Id", "Conclusion", "Prepared by", "Reviewed by")


def read_conclusions(path: str) -> Mapping[str, Waiver]:
    """What was concluded about each finding, by its id; raises UsageError for what is no workpaper of ours."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or 'it cannot be read'}") from None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError):
        raise UsageError(f"{path}: it is no Excel workbook") from None
    rows = book["Findings"].iter_rows(values_only=True) if "Findings" in book.sheetnames else iter(())
    heads = [str(cell or "") for cell in next(rows, ())]
    if any(name not in heads for name in _WANTED):
        raise UsageError(f"{path}: it is no workpaper of tieout: a sheet Findings with {', '.join(_WANTED)} is wanted")
    found = {}
    for row in rows:
        told = {name: str(row[heads.index(name)] or "").strip() for name in _WANTED}
        if told["Id"] and told["Conclusion"]:
            by = ", ".join(dict.fromkeys(n for n in (told["Prepared by"], told["Reviewed by"]) if n))
            found[told["Id"]] = Waiver(told["Id"], told["Conclusion"], by, source=Path(path).name)
    return found
