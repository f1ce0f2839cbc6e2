"""Pages of text set at coordinates, as converters of PDF write them."""

from __future__ import annotations

import html as entities

import pytest

from tieout.model import Document
from tieout.read.html.room import read
from tieout.read.source import ReadSettings, Source

ROWS = [
    ("Lanterns sold in the harbour", "12,540", "11,802"),
    ("Oil", "(8,215)", "(7,944)"),
    ("Ropes and", "", ""),
    ("other goods", "4,325", "3,858"),
    ("Total", "8,650", "7,716"),
]
WIDTH = {",": 0.28, "(": 0.33, ")": 0.33}


def length(text: str) -> float:
    """Points of a text of digits set in ten points."""
    return sum(10 * WIDTH.get(c, 0.556) for c in text)


def lines() -> list[tuple[float, list[tuple[float, str]]]]:
    """Height and texts at their left edges: a paragraph over two lines, years, rows whose amounts end together."""
    found = [
        (60.0, [(72.0, "The keepers sold more lanterns than in any year before, and the")]),
        (72.0, [(72.0, "harbour was well lit. They were paid 1,204 in all.")]),
        (100.0, [(400 - length("2024"), "2024"), (480 - length("2023"), "2023")]),
    ]
    for k, (label, one, two) in enumerate(ROWS):
        amounts = [(right - length(a), a) for right, a in ((400.0, one), (480.0, two)) if a]
        found.append((114 + 12.0 * k, [(72.0, label), *amounts]))
    return found


def by_points(tag: str) -> str:
    """Every text an element of its own, left and top in points."""
    body = "".join(
        f'<{tag} style="position:absolute;left:{x:.1f}pt;top:{y}pt;font-size:10pt">{entities.escape(t)}</{tag}>'
        for y, texts in lines()
        for x, t in texts
    )
    return f'<html><body><div style="position:relative;height:842pt">{body}</div></body></html>'


def by_classes() -> str:
    """A line an element, scaled, counted from the bottom in classes, its texts set off by empty spans."""
    rules = [".t{position:absolute}", ".pf{position:relative;height:1123px}", ".m{transform:matrix(0.25,0,0,0.25,0,0)}"]
    body = ""
    for n, (y, texts) in enumerate(lines()):
        rules.append(f".p{n}{{left:{texts[0][0] / 0.75:.2f}px;bottom:{(842 - y) / 0.75:.2f}px;font-size:53.33px}}")
        inner, reached = "", texts[0][0]
        for k, (x, text) in enumerate(texts):
            if k:
                rules.append(f".s{n}{k}{{width:{(x - reached) / 0.75 / 0.25:.1f}px}}")
                inner += f'<span class="_ s{n}{k}"> </span>'
            inner += entities.escape(text)
            reached = x + (length(text) if text[-1].isdigit() or text[-1] == ")" else 4.8 * len(text))
        body += f'<div class="t m p{n}">{inner}</div>'
    return f'<html><style>{"".join(rules)}</style><body><div class="pf">{body}</div></body></html>'


def document(page: str) -> Document:
    """The page as read."""
    return read(Source("placed.html", page.encode()), ReadSettings()).documents[0]


@pytest.mark.parametrize("page", [by_points("div"), by_points("span"), by_classes()], ids=["div", "span", "classes"])
def test_tables_are_found_by_where_words_stand(page: str) -> None:
    """Rows, columns and a label over two lines come out as printed; each cell's place reads the same text again."""
    found = document(page)
    (grid,) = [block.grid for block in found.blocks if block.grid is not None]
    texts = [tuple(c.text if c else "" for c in row) for row in grid.rows]
    assert texts[0] == ("", "2024", "2023")
    assert texts[1:] == [ROWS[0], ROWS[1], ("Ropes and other goods", "4,325", "3,858"), ROWS[4]]
    assert all(c.span.quote == c.text for row in grid.rows for c in row[1:] if c is not None and c.span is not None)


def test_lines_of_a_paragraph_are_joined() -> None:
    """Lines of one type, one below the other, make one paragraph."""
    first = document(by_points("div")).blocks[0]
    assert first.kind == "paragraph"
    assert first.text.startswith("The keepers")
    assert first.text.endswith("1,204 in all.")


def test_a_page_that_flows_keeps_its_ornaments() -> None:
    """A few elements at coordinates on an ordinary page are read as the paragraphs they are."""
    page = '<p>Lanterns</p><div style="position:absolute;left:1pt;top:2pt">Draft 5</div><p>Ropes</p>'
    assert [b.text for b in document(page).blocks] == ["Lanterns", "Draft 5", "Ropes"]
