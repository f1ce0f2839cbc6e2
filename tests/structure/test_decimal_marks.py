"""Documents with decimal commas, and two tables beside each other in one grid."""

from __future__ import annotations

from decimal import Decimal

from tests.structure.test_tables import document

COMMAS = """# Ergebnis

| in EUR | 2024 | 2023 |
|---|---|---|
| Umsatz | 1.234.567,89 | 1.198.004,12 |
| Quote | 12,5 | 11,8 |
| Stück | 1.204 | 1.187 |
"""
SIDES = """# Balance sheet

| Assets | 2024 | 2023 | Liabilities | 2024 | 2023 |
|---|---|---|---|---|---|
| Cash | 194 | 153 | Loans | 210 | 230 |
| Receivables | 281 | 266 | Payables | 179 | 164 |
| Inventories | 311 | 299 | Provisions | 41 | 39 |
"""


def values(text: str) -> list[dict[str, list[Decimal]]]:
    """The numbers of each row, by label, one dictionary a table."""
    return [
        {
            row.label: [c.figure.quantity.number for c in cells if c.figure is not None]
            for row, cells in zip(table.rows, table.cells, strict=True)
        }
        for table in document(text).tables
    ]


def test_decimal_commas() -> None:
    """Where numbers show that commas are decimal marks, "1.204" is a thousand and "12,5" a half; cells keep their print."""
    (rows,) = values(COMMAS)
    assert rows["Umsatz"] == [Decimal("1234567.89"), Decimal("1198004.12")]
    assert rows["Quote"] == [Decimal("12.5"), Decimal("11.8")]
    assert rows["Stück"] == [1204, 1187]
    assert document(COMMAS).tables[0].cells[2][1].text == "1.204"


def test_decimal_points_stay() -> None:
    """One number with decimal points leaves a table's other numbers alone."""
    (rows,) = values(COMMAS.replace("1.234.567,89", "1,234,567.89").replace("1.198.004,12", "1,198,004.12"))
    assert rows["Stück"] == [Decimal("1.204"), Decimal("1.187")]


def test_two_sides() -> None:
    """Assets left, liabilities right under the same years are two tables: each amount has its own label."""
    left, right = values(SIDES)
    assert left["Receivables"] == [281, 266]
    assert right["Payables"] == [179, 164]


def test_words_in_the_middle_are_no_second_side() -> None:
    """A column of words whose right half does not repeat the years stays in its table."""
    assert len(values(SIDES.replace("| Liabilities | 2024 | 2023 |", "| Remark | Change | Share |"))) == 1
