"""A tick promises that a figure which is a little off is named: figures of small papers, changed and checked again."""

from pathlib import Path

import pytest

from tieout.engine.run import check
from tieout.model import Workpaper

_STATEMENT = """## Results

| RMB'000 | 2024 | 2023 |
| :--- | ---: | ---: |
| Berth fees | 801,233 | 760,118 |
| Tug hire | 120,417 | 99,206 |
| Pilotage | 64,901 | 61,377 |
| Total revenue | 986,551 | 920,701 |
"""
_OPENING = """## Allowance

| RMB'000 | |
| :--- | ---: |
| At 1 January 2024 | 120,417 |
| Charged in the year | 9,206 |
| Written off | (4,901) |
| At 31 December 2024 | 124,722 |
"""


def _check(folder: Path, text: str) -> Workpaper:
    path = folder / "report.md"
    path.write_text(text, encoding="utf-8")
    return check(path)


@pytest.mark.parametrize("text", [_STATEMENT, _OPENING], ids=["statement", "roll-forward"])
def test_every_ticked_figure_is_named_when_it_changes(tmp_path: Path, text: str) -> None:
    """Each ticked figure, off by more than twice its tolerance, stands at a new finding or is cited by one."""
    paper = _check(tmp_path, text)
    assert not paper.findings
    assert paper.ticks
    for quote in {tick.span.quote for tick in paper.ticks}:
        number = int(quote.strip("()").replace(",", ""))
        changed = quote.replace(f"{number:,}", f"{number + 9:,}")
        after = _check(tmp_path, text.replace(quote, changed))
        named = {span.quote for f in after.findings for span in (f.span, *(s for _, s in f.partners))}
        assert changed in named, (quote, [f.message for f in after.findings])


def test_agreement_that_nothing_would_miss_is_no_tick(tmp_path: Path) -> None:
    """Two cells of one name and period that agree are no tick where no other period makes them one row."""
    text = "## A\n\n| 2024 | RMB'000 |\n| :--- | ---: |\n| Tug hire | 120,417 |\n| Berths | 88,001 |\n\n## B\n\n| 2024 | RMB'000 |\n| :--- | ---: |\n| Tug hire | 120,417 |\n| Buoys | 7,313 |\n"
    paper = _check(tmp_path, text)
    assert not [t for t in paper.ticks if t.span.quote == "120,417"]


_TWICE = """## Highlights

| RMB'000 | 31 December 2024 |
| :--- | ---: |
{first}
## Financial position

| RMB'000 | 31 December 2024 |
| :--- | ---: |
{second}"""


@pytest.mark.parametrize(("rows", "ticked"), [(3, False), (6, True)])
def test_rows_of_a_table_printed_twice_tick_where_one_that_differs_is_told(
    tmp_path: Path, rows: int, ticked: bool
) -> None:
    """Three rows in one column are the same table only while all agree; of six, one that differs is a slip, and told."""
    items = ["Tug hire", "Berths", "Buoys", "Pilot boats", "Slipways", "Dredgers"][:rows]
    sizes = [120_417, 88_213, 7_313_902, 41_568, 903_377, 65_129]
    lines = "".join(f"| {item} | {size:,} |\n" for item, size in zip(items, sizes, strict=False))
    paper = _check(tmp_path, _TWICE.format(first=lines, second=lines))
    assert bool([t for t in paper.ticks if t.code == "A503"]) is ticked
    other = _check(tmp_path, _TWICE.format(first=lines, second=lines.replace("88,213", "88,222")))
    assert bool([f for f in other.findings if "A503" in f.relations]) is ticked
