"""Writes small PDFs by hand for tests: text at places, rules, fills, rotation, passwords. All words are invented."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
WIDTHS = {
    "Helvetica": {
        **dict.fromkeys("0123456789", 556),
        ",": 278,
        ".": 278,
        " ": 278,
        "(": 333,
        ")": 333,
        "-": 333,
        "$": 556,
        "%": 889,
    }
}


def text_width(text: str, size: float) -> float:
    """Width in points of a text of digits and signs in Helvetica; letters are taken as half an em."""
    return sum(WIDTHS["Helvetica"].get(c, 500) for c in text) * size / 1000


@dataclass
class Sheet:
    """One page: drawing operators collected, coordinates from the top left in points; or `content`, already deflated.

    `form` holds the operators of a form that the page and the form itself know as /X1.
    """

    width: float = 595
    height: float = 842
    rotate: int = 0
    parts: list[str] = field(default_factory=list)
    content: bytes | None = None
    form: str | None = None

    def text(self, x: float, y: float, words: str, size: float = 10, bold: bool = False, mode: int = 0) -> Sheet:
        """Puts `words` with its baseline at `y`; Chinese goes out in a Chinese font."""
        if any(ord(c) > 0x2E7F for c in words):
            font, body = "F3", "<" + words.encode("utf-16-be").hex() + ">"
        else:
            escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            font, body = ("F2" if bold else "F1"), f"({escaped})"
        self.parts.append(f"BT /{font} {size} Tf {mode} Tr 1 0 0 1 {x} {self.height - y} Tm {body} Tj ET")
        return self

    def right(self, x: float, y: float, words: str, size: float = 10, bold: bool = False) -> Sheet:
        """Puts `words` so that it ends at `x`."""
        return self.text(x - text_width(words, size), y, words, size, bold)

    def turned(self, x: float, y: float, words: str, size: float = 10) -> Sheet:
        """Text that reads from the bottom to the top of the page."""
        self.parts.append(f"BT /F1 {size} Tf 0 1 -1 0 {x} {self.height - y} Tm ({words}) Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A thin line."""
        self.parts.append(f"0.5 w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def fill(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """A grey box."""
        self.parts.append(f"q 0.8 g {x0} {self.height - y1} {x1 - x0} {y1 - y0} re f Q")
        return self


def write_pdf(*sheets: Sheet, user: str | None = None, owner: str | None = None) -> bytes:
    """The bytes of a PDF 1.4 with these pages; with `user` or `owner` passwords it is encrypted (RC4, 40 bits)."""
    identity = hashlib.md5(b"invented").digest()
    key = owner_entry = b""
    if user is not None or owner is not None:
        owner_entry = _rc4(hashlib.md5(_pad(owner or user or "")).digest()[:5], _pad(user or ""))
        key = hashlib.md5(_pad(user or "") + owner_entry + (0xFFFFFFFC).to_bytes(4, "little") + identity).digest()[:5]
    pages = " ".join(f"{7 + 2 * k} 0 R" for k in range(len(sheets)))
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{pages}] /Count {len(sheets)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        4: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        5: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [6 0 R] >>",
        6: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    }
    for k, sheet in enumerate(sheets):
        number, form = 7 + 2 * k, 7 + 2 * len(sheets) + k
        known = "/Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R >>"
        if sheet.form is not None:
            known += f" /XObject << /X1 {form} 0 R >>"
            box = f"/Type /XObject /Subtype /Form /BBox [0 0 {sheet.width} {sheet.height}] /Resources << {known} >>"
            objects[form] = f"<< {box} /Length {len(sheet.form)} >>\nstream\n{sheet.form}\nendstream".encode()
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {sheet.width} {sheet.height}] /Rotate {sheet.rotate} "
            f"/Resources << {known} >> /Contents {number + 1} 0 R >>"
        ).encode()
        stream = "\n".join(sheet.parts).encode("cp1252") if sheet.content is None else sheet.content
        if key:
            stream = _rc4(_object_key(key, number + 1), stream)
        packed = b" /Filter /FlateDecode" if sheet.content is not None else b""
        objects[number + 1] = b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), packed, stream)
    trailer = b"/Root 1 0 R /ID [<%s><%s>]" % (identity.hex().encode(), identity.hex().encode())
    if key:
        last = max(objects) + 1
        user_entry = _rc4(key, _PADDING)
        objects[last] = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
            owner_entry.hex().encode(),
            user_entry.hex().encode(),
        )
        trailer += b" /Encrypt %d 0 R" % last
    return _assemble(objects, trailer)


def _assemble(objects: dict[int, bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for number in sorted(objects):
        out += b"%010d 00000 n \n" % places[number]
    out += b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def _pad(password: str) -> bytes:
    return (password.encode("latin-1") + _PADDING)[:32]


def _object_key(key: bytes, number: int) -> bytes:
    return hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10]


def _rc4(key: bytes, text: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
