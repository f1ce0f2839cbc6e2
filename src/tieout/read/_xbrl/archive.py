"""Taxonomy packages that the user names: the only files read beside the input."""

from __future__ import annotations

import zipfile
import zlib

from tieout.errors import LimitError, UnreadableError

_PACKAGE_LIMIT_BYTES = 512 * 1024 * 1024
_MEMBER_LIMIT = 20_000


def read_taxonomy_archive(path: str) -> dict[str, bytes]:
    """Schemas and linkbases of a taxonomy package the user names; raises UnreadableError or LimitError."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if e.filename.lower().endswith((".xsd", ".xml"))]
            if len(entries) > _MEMBER_LIMIT or sum(e.file_size for e in entries) > _PACKAGE_LIMIT_BYTES:
                raise LimitError(
                    path, f"it unpacks to more than {_PACKAGE_LIMIT_BYTES:,} bytes or {_MEMBER_LIMIT:,} files"
                )
            return {e.filename: archive.read(e) for e in entries}
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableError(path, f"the taxonomy package cannot be opened ({error})") from None
