"""A PDF with a real text layer, written by hand: standard Times and a predefined Chinese font, no font file needed.

Same draft, same bytes: no date and no random identifier goes in. See ISO 32000-1, 7.5 (file structure), 9.7.5 (CMaps).
"""

from __future__ import annotations

import zlib

from tieout.demo.draft import Draft
from tieout.demo.render.fonts import measure, split_fonts
from tieout.demo.render.layout import HEIGHT, WIDTH, Layout, Line, Sheet, lay_out

_NAMES = {"roman": "F1", "bold": "F2", "cjk": "F3"}
_CHINESE = {
    "zh-Hant": ("MSung-Light", "UniCNS-UCS2-H", "CNS1", 3),
    "zh-Hans": ("STSong-Light", "UniGB-UCS2-H", "GB1", 4),
}


def write_pdf(draft: Draft) -> tuple[bytes, Layout]:
    """The draft as a PDF file, and its layout."""
    layout = lay_out(draft)
    return _assemble([_draw(sheet) for sheet in layout.sheets], draft.language), layout


def _draw(sheet: Sheet) -> bytes:
    parts = ["BT"]
    for line in sheet.lines:
        parts.extend(_draw_line(line))
    parts.append("ET 0.5 w")
    parts += [f"{r.x0:.2f} {r.y:.2f} m {r.x1:.2f} {r.y:.2f} l S" for r in sheet.rules]
    return "\n".join(parts).encode("ascii")


def _draw_line(line: Line) -> list[str]:
    out, x = [], line.x
    for piece, font in split_fonts(line.text, line.bold):
        code = piece.encode("utf-16-be" if font == "cjk" else "cp1252").hex()
        out.append(f"/{_NAMES[font]} {line.size:g} Tf 1 0 0 1 {x:.2f} {line.y:.2f} Tm <{code}> Tj")
        x += measure(piece, line.size, line.bold)
    return out


def _assemble(contents: list[bytes], language: str) -> bytes:
    face, cmap, ordering, supplement = _CHINESE.get(language, _CHINESE["zh-Hant"])
    pages = " ".join(f"{9 + 2 * i} 0 R" for i in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{pages}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>",
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{face} /Encoding /{cmap} /DescendantFonts [6 0 R] >>",
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{face} /FontDescriptor 7 0 R /DW 1000 "
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering ({ordering}) /Supplement {supplement} >> >>",
        f"<< /Type /FontDescriptor /FontName /{face} /Flags 6 /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 "
        "/StemV 93 /FontBBox [-25 -254 1000 880] >>",
        "<< /Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >> >>",
    ]
    encoded = [text.encode("ascii") for text in objects]
    for i, content in enumerate(contents):
        packed = zlib.compress(content, 6)
        encoded.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH:g} {HEIGHT:g}] /Resources 8 0 R /Contents "
                f"{10 + 2 * i} 0 R >>"
            ).encode()
        )
        encoded.append(f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream")
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(encoded, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(encoded) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode()
    out += f"trailer\n<< /Size {len(encoded) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
