"""A comparison as a workbook: Summary, Findings, Figures (all that are not the same), Decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tieout.model.comparison import Comparison
from tieout.present.comparison.lines import (
    CHANGES,
    FINDINGS,
    TICKS,
    decision_lines,
    figure_lines,
    find_figures,
    finding_lines,
    summary_line,
    title_line,
)
from tieout.present.xlsx.book import Book


def comparison_to_xlsx(comparison: Comparison) -> bytes:
    """The workbook's bytes; amounts are numbers in their printed unit."""
    book = Book()
    _write_summary(book, comparison)
    findings = [(head, *row) for change, head in FINDINGS.items() for row in finding_lines(comparison, change)]
    _write_rows(
        book, "Findings", ("Change", "Verdict", "Where", "Check", "What does not tie"), findings, (20, 16, 30, 30, 90)
    )
    _write_figures(book, comparison)
    decided = list(decision_lines(comparison))
    _write_rows(book, "Decisions", ("Holds", "Finding", "Decided"), decided, (20, 90, 60))
    return book.close()


def _write_summary(book: Book, comparison: Comparison) -> None:
    sheet = book.add_sheet("Summary")
    book.write_text(sheet, 0, 0, title_line(comparison), "title")
    book.write_text(sheet, 1, 0, summary_line(comparison), "quiet")
    row = 3
    for group, counts in comparison.counts.items():
        book.write_text(sheet, row, 0, group.capitalize(), "header")
        for name, count in counts.items():
            row += 1
            book.write_text(sheet, row, 0, name)
            sheet.write_number(row, 1, count, book.style("count"))
        row += 2
    for side, paper in (("Old", comparison.old), ("New", comparison.new)):
        for given in paper.inputs:
            book.write_text(sheet, row, 0, f"{side}: {given.path}")
            book.write_text(sheet, row, 1, f"SHA-256 {given.sha256}", "quiet")
            row += 1
    sheet.set_column(0, 0, 46)


def _write_figures(book: Book, comparison: Comparison) -> None:
    sheet = book.add_sheet("Figures")
    heads = ("Change", "Where it stands", "Place", "Old", "New", "Difference", "Ticks", "State")
    for c, head in enumerate(heads):
        book.write_text(sheet, 0, c, head, "head_right" if head in ("Old", "New", "Difference") else "header")
    row = 0
    for change in CHANGES:
        for line in figure_lines(comparison, change):
            row += 1
            for c, text in enumerate((change, line.where, line.place)):
                book.write_text(sheet, row, c, text, "wrap" if c == 1 else "text")
            old, new = find_figures(comparison, line.pair)
            for c, figure in ((3, old), (4, new)):
                if figure is not None:
                    book.write_number(sheet, row, c, figure.quantity)
            same_unit = (
                old and new and (old.quantity.unit, old.quantity.scale) == (new.quantity.unit, new.quantity.scale)
            )
            if old and new and same_unit:
                gap = float(new.quantity.number - old.quantity.number)
                sheet.write_formula(
                    row, 5, f"=E{row + 1}-D{row + 1}", book.style("text", num_format="#,##0.##", align="right"), gap
                )
            else:
                book.write_text(sheet, row, 5, line.difference)
            book.write_text(sheet, row, 6, TICKS[line.pair.tick])
            book.write_text(sheet, row, 7, line.state)
    book.finish_list(sheet, len(heads), row, (12, 70, 30, 16, 16, 16, 18, 16))


def _write_rows(
    book: Book, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> None:
    sheet = book.add_sheet(name)
    for c, head in enumerate(heads):
        book.write_text(sheet, 0, c, head, "header")
    count = 0
    for count, row in enumerate(rows, 1):
        for c, text in enumerate(row):
            book.write_text(sheet, count, c, text, "wrap")
    book.finish_list(sheet, len(heads), count, widths)
