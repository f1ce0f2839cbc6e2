"""Last year's report as a source: comparatives are held against it, and it is never named."""

from __future__ import annotations

from pathlib import Path

from tieout.engine.run import check

_ROWS = ("Revenue", "Cost of sales", "Gross profit", "Selling expenses", "Administrative expenses")
_NOW = ("4,150,325", "(2,776,152)", "1,374,173", "(601,204)", "(231,600)")
_THEN = ("3,485,618", "(2,257,286)", "1,228,332", "(499,618)", "(199,300)")
_BEFORE = ("3,001,002", "(2,000,100)", "1,000,902", "(400,120)", "(188,450)")


def _report(year: int, now: tuple[str, ...], then: tuple[str, ...]) -> str:
    rows = "\n".join(f"| {name} | {a} | {b} |" for name, a, b in zip(_ROWS, now, then, strict=True))
    head = f"# Annual results for the year ended 31 December {year}\n\n## Statement of profit or loss\n\n"
    return f"{head}| RMB'000 | {year} | {year - 1} |\n| :--- | ---: | ---: |\n{rows}\n"


def test_a_comparative_that_last_year_printed_otherwise_is_named_in_this_year(tmp_path: Path) -> None:
    """One comparative differs from last year's report: the finding stands in this year's, its partner in last year's."""
    this, last = tmp_path / "this.md", tmp_path / "last.md"
    this.write_text(_report(2024, _NOW, (*_THEN[:3], "(496,618)", *_THEN[4:])), encoding="utf-8")
    last.write_text(_report(2023, _THEN, _BEFORE), encoding="utf-8")
    paper = check(this, prior=last)
    own = [f for f in paper.findings if f.code == "A503"]
    assert [f.span.quote for f in own] == ["(496,618)"]
    assert own[0].partners[0][1].quote == "(499,618)"
    assert not [f for f in paper.findings if paper.paper.roles[f.document] == "prior"]


def test_comparatives_as_last_year_printed_them_tie(tmp_path: Path) -> None:
    """The same comparatives: no finding, and each is ticked against last year's report."""
    this, last = tmp_path / "this.md", tmp_path / "last.md"
    this.write_text(_report(2024, _NOW, _THEN), encoding="utf-8")
    last.write_text(_report(2023, _THEN, _BEFORE), encoding="utf-8")
    paper = check(this, prior=last)
    assert not paper.findings
    ticked = {paper.paper.figures[t.figure].span.quote for t in paper.ticks if t.code == "A503"}
    assert set(_THEN) <= ticked
