"""The pages put behind a marked copy: legend, coverage, and every finding with a link to its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tieout.model import Workpaper
from tieout.present.text import coverage_line
from tieout.present.words import WORDS, clean_controls, count_of, display_width

_PAGE = (595.0, 842.0)
_MARGIN_PT = 56.0
_COLUMNS = 96
_SIGNS = {"differs": "x", "unsupported": "o", "question": "?", "rounding": "~"}


@dataclass
class _Line:
    text: str
    size: float = 9.5
    bold: bool = False
    indent: float = 0.0
    target: int | None = None


@dataclass
class _Sheet:
    lines: list[tuple[float, _Line]] = field(default_factory=list)
    height: float = _PAGE[1] - _MARGIN_PT


def add_closing_pages(
    pdf: Any,
    workpaper: Workpaper,
    legend: Mapping[str, str],
    findings: Sequence[tuple[str, str, int | None]],
) -> None:
    """Append the pages; a finding is (verdict, sentence, page in the copy from 0 or None)."""
    import pikepdf

    first = len(pdf.pages)
    sheets = _lay_out(_write_lines(workpaper, legend, findings))
    fonts = _make_fonts(pdf)
    for sheet in sheets:
        _add_page(pdf, sheet, fonts)
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("tieout: legend and findings", first))


def _write_lines(
    workpaper: Workpaper, legend: Mapping[str, str], findings: Sequence[tuple[str, str, int | None]]
) -> list[_Line]:
    lines = [_Line("Tick marks and findings", 16, bold=True), _Line("")]
    lines += _wrap(coverage_line(workpaper), 0)
    lines += [_Line(""), _Line("Tick marks", 11, bold=True)]
    for mark, meaning in legend.items():
        lines += _wrap(f"{mark}    {meaning}", 0)
    lines += [_Line(""), _Line(count_of(len(findings), "finding"), 11, bold=True)]
    for number, (verdict, sentence, target) in enumerate(findings, 1):
        told = _wrap(f"{number}. {_SIGNS.get(verdict, '')} {WORDS[verdict]}: {sentence}", 12)
        lines += [_Line(t.text, t.size, t.bold, t.indent, target) for t in told]
    lines += _write_decisions(workpaper)
    if workpaper.problems:
        lines += [_Line(""), _Line("Not read", 11, bold=True)]
        for problem in workpaper.problems:
            lines += _wrap(clean_controls(problem.message), 0)
    lines += [_Line(""), *_wrap("A tick says that a number was tested and agrees, not that it is right.", 0)]
    for given in workpaper.inputs:
        lines += _wrap(f"{clean_controls(given.path)} SHA-256 {given.sha256}", 0, size=7.5)
    return lines


def _write_decisions(workpaper: Workpaper) -> list[_Line]:
    """What was waived and why, notes, and who signed."""
    told = [
        f"waived: {w.finding.message} ({w.waiver.reason}{f', {w.waiver.by}' if w.waiver.by else ''})"
        for w in workpaper.waived
    ]
    told += workpaper.notes
    told += [f"signed as {s.role} by {s.by}, {s.at[:10]}, evidence {s.evidence}" for s in workpaper.signoffs if s.holds]
    lines = [_Line(""), _Line("Decisions", 11, bold=True)] if told else []
    return lines + [line for text in told for line in _wrap(clean_controls(text), 12)]


def _wrap(text: str, hanging: float, size: float = 9.5) -> list[_Line]:
    """The text in lines that fit the page; words longer than a line and Chinese are cut where the line ends."""
    lines: list[_Line] = []
    line = ""
    for word in text.split(" "):
        if line and display_width(line) + 1 + display_width(word) > _COLUMNS:
            lines.append(_Line(line, size, indent=hanging if lines else 0))
            line = word
        else:
            line = f"{line} {word}" if line else word
        while display_width(line) > _COLUMNS:
            cut = next(k for k in range(len(line), 0, -1) if display_width(line[:k]) <= _COLUMNS)
            lines.append(_Line(line[:cut], size, indent=hanging if lines else 0))
            line = line[cut:]
    return [*lines, _Line(line, size, indent=hanging if lines else 0)]


def _lay_out(lines: Sequence[_Line]) -> list[_Sheet]:
    sheets = [_Sheet()]
    for line in lines:
        step = 1.45 * line.size
        if sheets[-1].height - step < _MARGIN_PT:
            sheets.append(_Sheet())
        sheets[-1].height -= step
        sheets[-1].lines.append((sheets[-1].height, line))
    return sheets


def _make_fonts(pdf: Any) -> Any:
    """Helvetica, bold, and for what is not Latin a Chinese font that viewers have or replace."""
    import pikepdf

    def latin(name: str) -> Any:
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(f"/{name}"),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )

    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/STSong-Light"),
        Flags=6,
        FontBBox=pikepdf.Array([-25, -254, 1000, 880]),
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=880,
        StemV=93,
    )
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=4
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
    )
    chinese = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/STSong-Light-UniGB-UTF16-H"),
        Encoding=pikepdf.Name("/UniGB-UTF16-H"),
        DescendantFonts=pikepdf.Array([pdf.make_indirect(inner)]),
    )
    fonts = {"/F1": latin("Helvetica"), "/F2": latin("Helvetica-Bold"), "/F3": pdf.make_indirect(chinese)}
    return pdf.make_indirect(pikepdf.Dictionary(fonts))


def _add_page(pdf: Any, sheet: _Sheet, fonts: Any) -> None:
    import pikepdf

    parts = []
    for height, line in sheet.lines:
        parts.append(f"BT {_MARGIN_PT + line.indent:.1f} {height:.1f} Td")
        for latin, run in _split_runs(line.text):
            font = ("F2" if line.bold else "F1") if latin else "F3"
            code = run.encode("cp1252") if latin else run.encode("utf-16-be")
            parts.append(f"/{font} {line.size} Tf <{code.hex()}> Tj")
        parts.append("ET")
    page = pdf.add_blank_page(page_size=_PAGE)
    page.Contents = pikepdf.Stream(pdf, "\n".join(parts).encode("ascii"))
    page.Resources = pikepdf.Dictionary(Font=fonts)
    links = []
    for height, line in sheet.lines:
        if line.target is not None:
            place = [_MARGIN_PT, height - 2, _PAGE[0] - _MARGIN_PT, height + line.size]
            target = [pdf.pages[line.target].obj, pikepdf.Name.Fit]
            link = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=pikepdf.Array(place),
                Border=pikepdf.Array([0, 0, 0]),
                Dest=pikepdf.Array(target),
            )
            links.append(pdf.make_indirect(link))
    if links:
        page.Annots = pikepdf.Array(links)


def _split_runs(text: str) -> list[tuple[bool, str]]:
    """The text in runs that the Latin font can write and runs that it cannot."""
    runs: list[tuple[bool, str]] = []
    for character in text:
        latin = character.isascii() or _is_latin(character)
        if runs and runs[-1][0] == latin:
            runs[-1] = (latin, runs[-1][1] + character)
        else:
            runs.append((latin, character))
    return runs


def _is_latin(character: str) -> bool:
    try:
        character.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
