"""A whole run: places re-read, the same bytes give the same paper, a changed digit is found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.material import SHARED, needs_shared
from tieout.engine.run import CheckSettings, check
from tieout.errors import UsageError
from tieout.present.json import dump_json, to_json

PAGE = """## Revenue

Revenue rose by 12.0% from RMB 50.0 million in 2023 to RMB 56.0 million in 2024. Segment {a} earned RMB 30.5 million.

| RMB'000 | 2024 | 2023 |
| :--- | ---: | ---: |
| Pumps | 30,512 | 28,114 |
| Valves | 25,488 | 21,886 |
| **Total** | **56,000** | **50,000** |
"""


def test_places_re_read_and_coverage_adds_up(tmp_path: Path) -> None:
    """Every place quotes its own text; every figure is in exactly one state."""
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    paper = check(file)
    text = file.read_text(encoding="utf-8")
    for figure in paper.paper.figures.values():
        assert text[figure.span.start : figure.span.end] == figure.span.quote
    counts = paper.coverage
    states = ("tied", "rounding", "differs", "question", "unsupported", "untested")
    assert sum(counts[s] for s in states) == counts["numbers"] == len(paper.paper.figures)
    assert sum(counts["untested_by_reason"].values()) == counts["untested"]
    assert counts["differs"] == 0
    assert counts["tied"] >= 6


def test_the_same_bytes_give_the_same_paper(tmp_path: Path) -> None:
    """Two runs give the same JSON, byte for byte."""
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    one, two = (dump_json(to_json(check(file), numbers=True, ticks=True)) for _ in range(2))
    assert one == two
    assert json.loads(one)["schema"] == "tieout/workpaper/1"


def test_text_that_looks_like_a_template_is_only_text(tmp_path: Path) -> None:
    """Braces in a document do not reach the wording of a finding as places to fill."""
    file = tmp_path / "page.md"
    file.write_text(PAGE.replace("Pumps", "{printed}").replace("50,000", "50,900"), encoding="utf-8")
    paper = check(file)
    assert not [p for p in paper.problems if p.message.startswith("check ")]
    assert paper.findings


@given(place=st.integers(0, 4), change=st.integers(1, 9))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changing_a_tied_digit_always_yields_a_finding(tmp_path: Path, place: int, change: int) -> None:
    """Any digit of the table's total changed beyond rounding makes a difference there or at a figure it sums."""
    digits = "56000"
    changed = digits[:place] + str((int(digits[place]) + change) % 10) + digits[place + 1 :]
    assume(abs(int(changed) - 56000) > 1)  # one unit is within the rounding of the two lines
    printed = f"{int(changed):,}".rjust(6, "0") if changed[0] != "0" else f"{changed[:2]},{changed[2:]}"
    file = tmp_path / "page.md"
    file.write_text(PAGE.replace("56,000", printed), encoding="utf-8")
    assert any(f.verdict == "differs" for f in check(file).findings)


def test_unknown_code_is_wrong_usage(tmp_path: Path) -> None:
    """A code no check begins with is said, with the letters that codes begin with."""
    file = tmp_path / "page.md"
    file.write_text(PAGE, encoding="utf-8")
    with pytest.raises(UsageError, match="codes begin with A, F"):
        check(file, settings=CheckSettings(only=("Q",)))


def test_only_and_skip_choose_checks(tmp_path: Path) -> None:
    """--only and --skip take codes or their beginnings."""
    file = tmp_path / "page.md"
    file.write_text(PAGE.replace("12.0%", "21.0%"), encoding="utf-8")
    assert {f.code for f in check(file, settings=CheckSettings(only=("G",))).findings} == {"G202"}
    assert "G202" not in {f.code for f in check(file, settings=CheckSettings(skip=("G2",))).findings}


@needs_shared
def test_the_captured_page_is_split_and_counted() -> None:
    """The captured page: eight documents, eighty tables, spans exact, nothing untold."""
    page = next((SHARED / "seeds").glob("000_*.txt"))
    paper = check(page)
    text = page.read_bytes().decode("utf-8")
    assert len(paper.documents) == 8
    assert sum(len(d.tables) for d in paper.documents) == 80
    assert all(text[f.span.start : f.span.end] == f.span.quote for f in paper.paper.figures.values())
    assert not paper.problems
