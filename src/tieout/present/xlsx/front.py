"""The sheets around the workpaper's tables: legend, summary with scope and sign-offs, sources with their hashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tieout.model import Workpaper
from tieout.present.marks import LEGEND
from tieout.present.words import MEANINGS, SIGNS, STATES, WORDS, count_material, title_of
from tieout.present.xlsx.book import Book


def write_legend(book: Book, sheet: Any, names: Mapping[str, str]) -> None:
    """Tick marks under the names the house gives them, then the states."""
    book.write_text(sheet, 0, 0, "Legend", "title")
    lines = [(names.get(mark, mark), text, "tick") for mark, text in LEGEND.items()]
    lines += [("", "", "text")]
    lines += [(f"{SIGNS[s]} {WORDS[s]}", MEANINGS[s], "bold") for s in STATES]
    for r, (mark, meaning, style) in enumerate(lines, 2):
        book.write_text(sheet, r, 0, mark, style)
        book.write_text(sheet, r, 1, meaning)
    end = len(lines) + 3
    book.write_text(
        sheet, end, 0, "Amounts stand as printed, in the unit of their table; brackets are negatives.", "quiet"
    )
    book.write_text(
        sheet, end + 1, 0, "A tick says that a number was tested and agrees, not that it is right.", "quiet"
    )
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)


def write_summary(book: Book, workpaper: Workpaper, sheet: Any, left_out: int) -> None:
    """The numbers counted by state and reason, the scope of the materiality, what was not read, sign-offs."""
    coverage = workpaper.coverage
    book.write_text(sheet, 0, 0, "Summary", "title")
    for c, head in enumerate(("State", "Numbers", "Share", "Meaning")):
        book.write_text(sheet, 2, c, head, "head_right" if c in (1, 2) else "header")
    for r, state in enumerate(STATES, 3):
        book.write_text(sheet, r, 0, f"{SIGNS[state]} {WORDS[state]}", "bold")
        sheet.write_number(r, 1, coverage[state], book.style("count"))
        share = coverage[state] / coverage["numbers"] if coverage["numbers"] else 0
        sheet.write_formula(r, 2, f"=IF($B$10=0,0,B{r + 1}/$B$10)", book.style("share"), share)
        book.write_text(sheet, r, 3, MEANINGS[state], "aside")
    book.write_text(sheet, 9, 0, "Numbers", "bold")
    sheet.write_formula(9, 1, "=SUM(B4:B9)", book.style("count", bold=True, top=1), coverage["numbers"])
    book.write_text(sheet, 11, 0, "Why numbers were not tested", "header")
    row = 12
    for reason, count in sorted(coverage["untested_by_reason"].items(), key=lambda item: (-item[1], item[0])):
        book.write_text(sheet, row, 0, reason)
        sheet.write_number(row, 1, count, book.style("count"))
        row += 1
    said = [f"Not read: {problem.message}" for problem in workpaper.problems] + list(workpaper.notes)
    if left_out:
        said.append(f"{left_out:,} tables have no sheet here; see Text for their numbers.")
    for text in said:
        row += 1
        book.write_text(sheet, row, 0, text, "tick_question")
    row = _write_scope(book, workpaper, sheet, row + 2)
    _write_signoffs(book, workpaper, sheet, row)
    sheet.set_column(0, 0, 64)
    sheet.set_column(1, 2, 12)
    sheet.set_column(3, 3, 70)


def write_sources(book: Book, workpaper: Workpaper) -> None:
    """Every document with its role, its file and the file's hash."""
    sheet = book.add_sheet("Sources")
    heads = ("Document", "Kind", "Role", "Published", "Input", "SHA-256", "Bytes", "Reader")
    for c, head in enumerate(heads):
        book.write_text(sheet, 0, c, head, "header")
    inputs = {i.path: i for i in workpaper.inputs}
    for r, document in enumerate(workpaper.documents, 1):
        given = inputs.get(document.input)
        published = document.published.isoformat() if document.published else ""
        role = workpaper.paper.roles.get(document.id, "subject")
        texts = (title_of(document), document.kind.replace("_", " "), role, published, document.input)
        for c, text in enumerate(texts):
            book.write_text(sheet, r, c, text, "wrap")
        book.fit_row(sheet, r, [(texts[0], 44), (texts[4], 40)])
        book.write_text(sheet, r, 5, given.sha256 if given else document.sha256)
        if given is not None:
            sheet.write_number(r, 6, given.bytes, book.style("count"))
        book.write_text(sheet, r, 7, document.reader, "aside")
    book.write_text(sheet, len(workpaper.documents) + 2, 0, f"Made by tieout {workpaper.version}.", "quiet")
    for c, width in enumerate((44, 18, 10, 12, 40, 68, 14, 14)):
        sheet.set_column(c, c, width)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def _write_scope(book: Book, workpaper: Workpaper, sheet: Any, row: int) -> int:
    """The figures of the size of the materiality, by state; the row after them."""
    scope = workpaper.materiality
    if scope is None:
        return row
    amount = f"{scope.currency or ''} {scope.amount:,f}".strip()
    book.write_text(sheet, row, 0, f"Numbers of {amount} or more (materiality)", "header")
    book.write_text(sheet, row, 3, "Scope: shown first and counted apart. No tolerance is widened by it.", "quiet")
    counts = count_material(workpaper)
    for name, count in counts.items():
        row += 1
        book.write_text(sheet, row, 0, "all" if name == "numbers" else f"{SIGNS[name]} {WORDS[name]}")
        sheet.write_number(row, 1, count, book.style("count"))
    return row + 2


def _write_signoffs(book: Book, workpaper: Workpaper, sheet: Any, row: int) -> None:
    """Who prepared and reviewed, when, and the hash of what they signed; empty fields where nobody has."""
    for c, head in enumerate(("Sign-off", "Name", "Date", "Evidence (SHA-256)")):
        book.write_text(sheet, row, c, head, "header")
    for role in ("preparer", "reviewer"):
        row += 1
        holding = [s for s in workpaper.signoffs if s.role == role and s.holds]
        book.write_text(sheet, row, 0, "Prepared by" if role == "preparer" else "Reviewed by")
        texts = (holding[-1].by, holding[-1].at[:10], holding[-1].evidence) if holding else ("", "", "")
        for c, text in enumerate(texts, 1):
            book.write_text(sheet, row, c, text, "text" if holding else "input")
