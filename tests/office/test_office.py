"""Workbooks and Word documents."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal
from types import ModuleType

import docx
import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, Side

from tieout.errors import LimitError, PasswordError, TieoutError, UnreadableError
from tieout.model import Document, Grid
from tieout.read.docx import room as docx_room
from tieout.read.source import Reading, ReadSettings, Source
from tieout.read.xlsx import room as xlsx_room
from tieout.read.xlsx.shown import show_number, show_value

SHOWN = [
    ("1234567.891", "General", "1234567.891"),
    ("0.1", "General", "0.1"),
    ("1234567", "#,##0", "1,234,567"),
    ("-1234.5", "#,##0.0_);(#,##0.0)", "(1,234.5)"),
    ("-1234.5", "#,##0", "-1,235"),
    ("0.1256", "0.0%", "12.6%"),
    ("1234567", "#,##0,", "1,235"),
    ("1500000", '#,##0.0,,"m"', "1.5m"),
    ("95359", '"$ "#,##0', "$ 95,359"),
    ("95359", "[$€-407] #,##0", "€ 95,359"),
    ("0", '#,##0;(#,##0);"-"', "-"),
    ("-3", "#,##0;[Red](#,##0)", "(3)"),
    ("2.5", "0.0x", "2.5x"),
    ("2.50", "0.0#", "2.5"),
    ("-0.2", "0", "0"),
]


@pytest.mark.parametrize(("value", "number_format", "shown"), SHOWN)
def test_numbers_are_read_as_shown(value: str, number_format: str, shown: str) -> None:
    """A stored number is read as its format shows it, which is what a reader of the sheet sees."""
    assert show_number(Decimal(value), number_format) == shown


def test_other_values_are_read_as_shown() -> None:
    """Dates carry the month's name where the day is shown, truth values and errors are words."""
    assert show_value(datetime.datetime(2025, 6, 30), "dd/mm/yyyy") == "30 June 2025"
    assert show_value(datetime.datetime(2025, 6, 30), "mmm-yy") == "June 2025"
    assert show_value(datetime.datetime(2025, 6, 30), "yyyy") == "2025"
    assert show_value(True, "General") == "TRUE"
    assert show_value("#DIV/0!", "General") == "#DIV/0!"


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "P&L"
    sheet["A1"], sheet["A2"] = "Income statement", "(RMB'000)"
    sheet["B4"] = "Year ended 31 December"
    sheet.merge_cells("B4:C4")
    sheet["B5"], sheet["C5"] = "2024", "2023"
    rows = [
        ("Revenue", 1234.4, 1100),
        ("Cost", -800, -700),
        (None, None, None),
        ("Profit", 434, "=C6+C7"),
        ("Hidden", 1, 1),
    ]
    for r, row in enumerate(rows, 6):
        for c, value in enumerate(row, 1):
            cell = sheet.cell(r, c, value)
            cell.number_format = "#,##0_);(#,##0)"
    sheet["A6"].alignment = Alignment(indent=1)
    sheet["A9"].font = Font(bold=True)
    sheet["B7"].border = Border(bottom=Side(style="thin"))
    sheet.row_dimensions[10].hidden = True
    secret = book.create_sheet("Secret")
    secret.sheet_state = "hidden"
    secret["A1"] = 5
    return _saved(book)


def _saved(opened: object) -> bytes:
    stream = io.BytesIO()
    opened.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def _read(room: ModuleType, content: bytes, name: str) -> Reading:
    source = Source(name, content)
    assert room.detect(source) >= 0.5
    reading = room.read(source, ReadSettings())
    assert isinstance(reading, Reading)
    return reading


def _grid(document: Document) -> Grid:
    return next(b.grid for b in document.blocks if b.grid is not None)


def _check_places(document: Document) -> None:
    for block in document.blocks:
        assert document.text[block.span.start : block.span.end] == block.text == block.span.quote


def test_workbook_as_a_reader_sees_it() -> None:
    """Titles, unit, merged header, indent, rules and cell names are read; hidden rows and sheets are not, and said."""
    reading = _read(xlsx_room, _workbook(), "book.xlsx")
    document = reading.documents[0]
    _check_places(document)
    grid = _grid(document)
    assert [[None if c is None else c.text for c in row] for row in grid.rows] == [
        ["", "Year ended 31 December", None],
        ["", "2024", "2023"],
        ["Revenue", "1,234", "1,100"],
        ["Cost", "(800)", "(700)"],
        ["Profit", "434", ""],
    ]
    assert (grid.caption, grid.unit_hint, grid.ruled) == ("Income statement", "(RMB'000)", (3,))
    cell = grid.rows[2][1]
    assert cell is not None
    assert cell.span is not None
    assert (cell.span.segments[0].sheet, cell.span.segments[0].cell) == ("P&L", "B6")
    messages = " ".join(p.message for p in reading.problems)
    assert "Secret" in messages
    assert "without a stored result, not read: 1" in messages


def _word() -> bytes:
    opened = docx.Document()
    opened.add_heading("Results", 1)
    paragraph = opened.add_paragraph("Revenue rose ")
    paragraph.add_run("12%").bold = True
    paragraph.add_run(" to RMB5.2 million.")
    opened.add_paragraph("First point", style="List Bullet")
    opened.add_heading("Income statement", 2)
    opened.add_paragraph("(RMB'000)")
    rows = [["", "2024", ""], ["Revenue", "1,200", ""], ["Cost", "(800", ")"], ["Profit", "400", ""]]
    table = opened.add_table(rows=len(rows), cols=3)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    opened.add_paragraph("Second page.").paragraph_format.page_break_before = True
    return _saved(opened)


def test_word_document() -> None:
    """Headings, paragraphs over several runs, items, a table with split numbers and a page break."""
    document = _read(docx_room, _word(), "report.docx").documents[0]
    _check_places(document)
    assert [(b.kind, b.text) for b in document.blocks if b.grid is None] == [
        ("heading", "Results"),
        ("paragraph", "Revenue rose 12% to RMB5.2 million."),
        ("item", "First point"),
        ("heading", "Income statement"),
        ("paragraph", "(RMB'000)"),
        ("paragraph", "Second page."),
    ]
    grid = _grid(document)
    assert [[c.text if c else None for c in row] for row in grid.rows] == [
        ["", "2024"],
        ["Revenue", "1,200"],
        ["Cost", "(800)"],
        ["Profit", "400"],
    ]
    assert (grid.caption, grid.unit_hint) == ("Income statement", "(RMB'000)")
    assert [p.number for p in document.pages] == [1, 2]


def _repacked(content: bytes, member: str, new: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in old.infolist():
            made.writestr(entry.filename, new if entry.filename == member else old.read(entry.filename))
    return stream.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
ENCRYPTED = OLD + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("room", "content", "name", "error"),
    [
        (xlsx_room, OLD, "a.xls", UnreadableError),
        (docx_room, OLD, "a.doc", UnreadableError),
        (xlsx_room, ENCRYPTED, "a.xlsx", PasswordError),
        (docx_room, ENCRYPTED, "a.docx", PasswordError),
        (xlsx_room, _repacked(_workbook(), "xl/workbook.xml", ENTITY), "a.xlsx", UnreadableError),
        (docx_room, _repacked(_word(), "word/document.xml", ENTITY), "a.docx", UnreadableError),
        (xlsx_room, _repacked(_workbook(), "xl/workbook.xml", b"<broken"), "a.xlsx", UnreadableError),
        (docx_room, _repacked(_word(), "word/document.xml", b"<broken"), "a.docx", UnreadableError),
        (docx_room, _repacked(_word(), "word/document.xml", b" " * 60_000_000), "a.docx", LimitError),
        (xlsx_room, _saved(openpyxl.Workbook()), "empty.xlsx", UnreadableError),
        (docx_room, _saved(docx.Document()), "empty.docx", UnreadableError),
    ],
)
def test_bad_files_are_refused_in_one_sentence(
    room: ModuleType, content: bytes, name: str, error: type[TieoutError]
) -> None:
    """Old, encrypted, damaged, crafted and empty files raise an error of the right kind that names the file."""
    with pytest.raises(error) as raised:
        _read(room, content, name)
    assert name in str(raised.value)


@pytest.mark.parametrize("room", [xlsx_room, docx_room])
def test_cut_files_never_crash(room: ModuleType) -> None:
    """A file cut anywhere is not claimed or refused, never a traceback of the library."""
    whole = _workbook() if room is xlsx_room else _word()
    for cut in range(10, len(whole), len(whole) // 25):
        source = Source("cut.bin", whole[:cut])
        if room.detect(source):
            with pytest.raises(TieoutError):
                room.read(source, ReadSettings())
