"""Pictures of PDF pages for the HTML workpaper: those with findings, then those with most ticks, within a budget."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping

from tieout.errors import UnreadableError
from tieout.model import Workpaper
from tieout.present.words import rank_findings

_PIXELS_A_POINT = 1.7
_COLOURS = 32
_BASE64_GROWTH = 4 / 3


def render_page_images(
    workpaper: Workpaper,
    originals: Mapping[str, bytes],
    password: str | None = None,
    limit_bytes: int = 3_000_000,
) -> dict[tuple[str, int], bytes]:
    """PNGs by (document id, page) for `to_html`; together at most `limit_bytes` as they stand in the file.

    `originals` maps an input's path to its bytes; what is no PDF is left out. Raises UnreadableError for a PDF that
    cannot be opened.
    """
    import pypdfium2

    images: dict[tuple[str, int], bytes] = {}
    opened: dict[str, pypdfium2.PdfDocument] = {}
    inputs = {d.id: d.input for d in workpaper.documents}
    used = 0.0
    for identity, number in _rank_pages(workpaper):
        path = inputs[identity]
        content = originals.get(path, b"")
        if b"%PDF-" not in content[:1024]:
            continue
        try:
            pdf = opened.setdefault(path, pypdfium2.PdfDocument(content, password=password))
            page = pdf[number - 1]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise UnreadableError(path, f"no picture of its page {number} can be made ({error})") from None
        picture = page.render(scale=_PIXELS_A_POINT).to_pil().convert("RGB").quantize(_COLOURS, method=2)
        out = io.BytesIO()
        picture.save(out, "PNG")
        used += len(out.getvalue()) * _BASE64_GROWTH
        if used > limit_bytes:
            break
        images[identity, number] = out.getvalue()
    return images


def _rank_pages(workpaper: Workpaper) -> list[tuple[str, int]]:
    """Pages of findings worst first, then of their partners, then by the ticks on them; only pages that have any."""
    paged = {d.id for d in workpaper.documents if d.pages}
    places = [(f.document, f.span) for f in rank_findings(workpaper)]
    places += [partner for f in rank_findings(workpaper) for partner in f.partners]
    found = [(d, span.page) for d, span in places if d in paged and span.page is not None]
    ticked = Counter(
        (t.document, t.span.page) for t in workpaper.ticks if t.document in paged and t.span.page is not None
    )
    found += [page for page, _ in sorted(ticked.items(), key=lambda item: (-item[1], item[0]))]
    return list(dict.fromkeys(found))
