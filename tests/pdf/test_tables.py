"""Tables: columns, headers, wrapped labels, signs apart, drawn grids, page breaks."""

from __future__ import annotations

from collections.abc import Sequence

from tests.pdf.paper import Sheet, write_pdf
from tests.pdf.test_opening import read_bytes
from tieout.model import Grid
from tieout.read._layout.footing import FootRow, find_totals, is_total, read_amount


def grids(*pages: Sheet) -> list[Grid]:
    """The grids read from these pages."""
    return [b.grid for b in read_bytes(write_pdf(*pages)).documents[0].blocks if b.grid is not None]


def texts(grid: Grid) -> list[list[str]]:
    """The grid's cell texts; a spanned place is "<"."""
    return [["<" if c is None else c.text for c in row] for row in grid.rows]


def put_rows(
    page: Sheet, top: float, rows: Sequence[tuple[str, ...]], rights: tuple[float, ...], step: float = 16
) -> None:
    """Labels at 72, amounts ending at `rights`."""
    for k, (label, *values) in enumerate(rows):
        page.text(72, top + step * k, label)
        for right, value in zip(rights, values, strict=True):
            if value:
                page.right(right, top + step * k, value)


def test_columns_by_right_edges_and_header() -> None:
    """Amounts of different width that end together are a column; years above are its header."""
    page = Sheet()
    put_rows(page, 100, [("", "2023", "2022")], (400, 480))
    rows = [("Tall lanterns", "1,204", "(87)"), ("Small lanterns", "96", "2,110"), ("Total", "1,300", "2,023")]
    put_rows(page, 130, rows, (400, 480))
    (grid,) = grids(page)
    assert texts(grid) == [["", "2023", "2022"], *[list(r) for r in rows]]
    assert grid.header_rows == 1


def test_currency_and_bracket_columns_join_their_number() -> None:
    """A "$" far left and a ")" to the right belong to the amount and make no column."""
    page = Sheet()
    put_rows(page, 100, [("Lanterns", "1,058", "815"), ("Ropes", "(31", "(114"), ("Total", "1,027", "701")], (400, 480))
    for y in (100, 132):
        page.text(350, y, "$").text(430, y, "$")
    for x in (401, 481):
        page.text(x, 116, ")")
    (grid,) = grids(page)
    assert texts(grid) == [["Lanterns", "$1,058", "$815"], ["Ropes", "(31)", "(114)"], ["Total", "$1,027", "$701"]]


def test_wrapped_label_is_one_row() -> None:
    """A label over two lines, its amounts on the last, is one row; the group heading above stays its own."""
    page = Sheet()
    page.text(72, 100, "Lanterns held for sale:")
    page.text(84, 116, "Exchange differences arising on translation of lantern operations at")
    page.text(92, 127, "the northern coast")
    page.right(450, 127, "3,048").right(530, 127, "1,342")
    put_rows(page, 144, [("Other lanterns", "12", "400"), ("Total", "3,060", "1,742")], (450, 530))
    (grid,) = grids(page)
    labels = [row[0] for row in texts(grid)]
    assert "Exchange differences arising on translation of lantern operations at the northern coast" in labels
    assert labels[-2:] == ["Other lanterns", "Total"]


def test_spanning_header_over_its_columns() -> None:
    """A header centred over two of four columns, underlined, spans just these."""
    page = Sheet()
    page.text(330, 90, "Six months").rule(290, 94, 400, 94)
    page.text(450, 90, "Full year").rule(420, 94, 530, 94)
    put_rows(page, 106, [("", "2023", "2022", "2023", "2022")], (340, 400, 470, 530))
    rows = [("Tall lanterns", "10", "20", "30", "41"), ("Small lanterns", "11", "22", "33", "44")]
    put_rows(page, 130, rows, (340, 400, 470, 530))
    (grid,) = grids(page)
    first = grid.rows[0]
    assert [(c.text, c.colspan) for c in first if c is not None and c.text] == [("Six months", 2), ("Full year", 2)]
    assert first[2] is None
    assert first[4] is None


def draw_grid(page: Sheet, xs: list[float], ys: list[float]) -> None:
    """All lines of a grid."""
    for y in ys:
        page.rule(xs[0], y, xs[-1], y)
    for x in xs:
        page.rule(x, ys[0], x, ys[-1])


def test_drawn_grid_with_amount_wrapped_over_two_lines() -> None:
    """In a narrow drawn cell `71,309,502.4` / `2` is one amount."""
    page = Sheet()
    draw_grid(page, [60, 200, 262, 324], [100, 120, 150, 180])
    page.text(64, 114, "Item").text(205, 114, "2023").text(267, 114, "2022")
    page.text(64, 134, "Lanterns").text(202, 134, "71,309,502.4").text(255, 146, "2").text(266, 134, "1,204.00")
    page.text(64, 164, "Total").text(202, 164, "71,309,502.4").text(255, 176, "2").text(266, 164, "1,204.00")
    (grid,) = grids(page)
    assert texts(grid)[1:] == [["Lanterns", "71,309,502.42", "1,204.00"], ["Total", "71,309,502.42", "1,204.00"]]


def test_table_goes_on_over_the_page() -> None:
    """A drawn table cut by a page break is one grid, and cells of the second half lie on page two."""
    pages = []
    rows = [
        ["项目", "期末", "期初"],
        ["灯具", "100.00", "70.00"],
        ["绳索", "20.00", "30.00"],
        ["合计", "120.00", "100.00"],
    ]
    for part in (rows[:2], rows[2:]):
        page = Sheet()
        draw_grid(page, [60, 200, 300, 400], [100 + 20 * k for k in range(len(part) + 1)])
        for k, (label, *values) in enumerate(part):
            page.text(64, 114 + 20 * k, label)
            for x, value in zip((220, 320), values, strict=True):
                page.text(x, 114 + 20 * k, value)
        pages.append(page)
    (grid,) = grids(*pages)
    assert texts(grid) == rows
    last = grid.rows[-1][1]
    assert last is not None
    assert last.span is not None
    assert last.span.page == 2


def test_prose_with_numbers_is_no_table() -> None:
    """A paragraph full of numbers makes no grid."""
    page = Sheet()
    for k in range(6):
        page.text(
            72, 100 + 12 * k, f"In season {k} the harbour sold 1,2{k}4 lanterns for 3,40{k} crowns and 12 ropes for 77"
        )
    assert grids(page) == []


def test_total_words() -> None:
    """Words for totals at an end of the label count; 按组合计提, which holds 合计, does not."""
    assert all(map(is_total, ["Total assets", "Sub-total", "流动资产合计", "小 计", "總計", "Grand total"]))
    assert not any(map(is_total, ["按组合计提坏账准备", "Totally new lanterns", "合计提取", "Lanterns"]))


def test_footing_knows_subtotals_less_and_rounding() -> None:
    """Sub-totals stand for their parts, "less" rows subtract, rounding is allowed, a wrong sum does not foot."""

    def foot(rows: list[tuple[str, str]]) -> list[bool]:
        return [t.foots for t in find_totals([FootRow(label, (read_amount(text),)) for label, text in rows])]

    assert foot([("a", "10"), ("b", "20"), ("Sub-total", "30"), ("c", "5"), ("Total", "35")]) == [True, True]
    assert foot([("a", "100"), ("Less: b", "30"), ("Total", "70")]) == [True]
    assert foot([("a", "10.4"), ("b", "20.4"), ("Total", "30.9")]) == [True]
    assert foot([("a", "10"), ("b", "20"), ("Total", "40")]) == [False]
    rows = [("a", "30", 0), ("of which: x", "10", 1), ("y", "19", 1), ("b", "5", 0), ("Total", "35", 0)]
    inset = [FootRow(label, (read_amount(text),), indent=indent) for label, text, indent in rows]
    assert [t.foots for t in find_totals(inset)] == [True]
    assert foot([("Total", "40")]) == [False]


def test_a_header_left_behind_at_the_foot_of_a_page() -> None:
    """Two drawn rows of words at the foot, their columns drawn on the next page: one table with both parts' headers."""
    first, second = Sheet(), Sheet()
    draw_grid(first, [72, 200, 310, 420], [740, 760, 780])
    first.text(80, 755, "Towns").text(220, 755, "Lanterns").text(330, 755, "Wicks")
    first.text(80, 775, "of all").text(220, 775, "in boxes").text(330, 775, "in bags")
    draw_grid(second, [72, 200, 310, 420], [72, 92, 112, 132])
    second.text(220, 87, "2024").text(330, 87, "2023")
    for k, (town, one, two) in enumerate((("Harbour", "1,204", "1,190"), ("Hill", "310", "290"))):
        second.text(80, 107 + 20 * k, town).right(300, 107 + 20 * k, one).right(410, 107 + 20 * k, two)
    alone = Sheet()
    draw_grid(alone, [72, 200, 310, 420], [740, 760, 780])
    alone.text(80, 755, "Oak").text(220, 755, "Ash").text(330, 755, "Elm")
    found = grids(first, second)
    assert grids(alone) == []
    assert [texts(grid)[-1] for grid in found] == [["Hill", "310", "290"]]
    assert "its header begins on page 1" in found[0].note
    assert texts(found[0])[0][0] == "Towns"
