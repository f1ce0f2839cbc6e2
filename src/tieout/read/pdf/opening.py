"""Opens PDF bytes with PDFium: passwords, damage and limits become one clear sentence."""

from __future__ import annotations

import re
from typing import Any

from tieout.errors import LimitError, PasswordError, UnreadableError
from tieout.read.source import ReadSettings, Source


def open_pdf(source: Source, settings: ReadSettings) -> Any:
    """The open `pypdfium2.PdfDocument`; the caller closes it.

    Raises PasswordError when a user password is needed or wrong (an owner password alone never hinders
    reading), LimitError above the limits on bytes or pages, UnreadableError when PDFium finds no document.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    if len(source.content) > settings.size_limit_bytes:
        raise LimitError(source.name, f"the file is larger than {settings.size_limit_bytes:,} bytes")
    try:
        document = pypdfium2.PdfDocument(source.content, password=source.password)
    except pypdfium2.PdfiumError as error:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            said = "the password given does not open it" if source.password else "it asks for a password (--password)"
            raise PasswordError(source.name, f"the PDF is encrypted and {said}") from error
        raise UnreadableError(source.name, _tell_damage(source.content)) from error
    pages = len(document)
    if pages == 0:
        document.close()
        raise UnreadableError(source.name, "the PDF has no pages")
    if pages > settings.page_limit:
        document.close()
        raise LimitError(source.name, f"the PDF has {pages:,} pages; the limit is {settings.page_limit:,}")
    return document


def _tell_damage(content: bytes) -> str:
    """Why PDFium finds no document, as far as the bytes show it."""
    if b"%PDF-" not in content[:1024]:
        return "it is no PDF: it does not begin with %PDF-"
    if re.search(rb"/Count\s+0\b", content) and not re.search(rb"/Type\s*/Page\b", content):
        return "the PDF has no pages"
    return "PDFium cannot open it as a PDF: it is damaged or cut off"
