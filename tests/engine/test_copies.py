"""One text saved twice is one witness."""

from __future__ import annotations

from pathlib import Path

from tieout.engine.run import check

_REPORT = """# Marram Works Limited

## Annual report for the year ended 31 December 2024

Marram Works makes rope, sails and awnings in three works on the coast, and sells them through its own shops.

Revenue was RMB 4,817.3 million for the year. The order book stood at RMB 2,236.9 million on 31 December 2024.
Wages of RMB 713.8 million were paid to 3,912 people, and freight cost RMB 291.4 million.

| RMB million | 2024 | 2023 |
| --- | --- | --- |
| Rope | 1,913.4 | 1,722.8 |
| Sails | 1,406.7 | 1,391.6 |
| Awnings | 988.1 | 1,017.9 |
| Repairs | 509.1 | 488.2 |
| Canvas bought | 633.5 | 602.4 |
| Dye bought | 127.8 | 119.3 |

The directors thank the people of the works, who rowed the finished sails across the bay when the bridge was shut.
"""


def _ticks(tmp_path: Path, **texts: str) -> tuple[int, list[str]]:
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    paper = check([tmp_path / f"{name}.md" for name in texts])
    return len(paper.ticks), [str(finding.printed) for finding in paper.findings]


def test_a_copy_vouches_for_nothing(tmp_path: Path) -> None:
    """Saved again with other blanks and a line more, a report ticks no figure that it does not tick alone."""
    alone, _ = _ticks(tmp_path, one=_REPORT)
    again = _REPORT.replace("\n\n", "\n\n\n") + "\nPrinted on recycled paper.\n"
    together, findings = _ticks(tmp_path, one=_REPORT, two=again)
    assert together == 2 * alone
    assert findings == []


def test_copies_that_differ_are_still_told_apart(tmp_path: Path) -> None:
    """That copies agree proves nothing; that they differ in one cell is worth telling."""
    _, findings = _ticks(tmp_path, one=_REPORT, two=_REPORT.replace("1,391.6", "1,319.6"))
    assert set(findings) in ({"1391.6"}, {"1319.6"})


def test_another_text_still_vouches(tmp_path: Path) -> None:
    """A text of its own that tells the same figure of the same year speaks for it; a copy does not."""
    other = (
        "# Marram Works Limited\n\nResults for the year ended 31 December 2024\n\nRevenue was RMB 4,817.3 million.\n"
    )

    def joined(text: str) -> bool:
        for name, content in {"one": _REPORT, "two": text}.items():
            (tmp_path / f"{name}.md").write_text(content, encoding="utf-8")
        paper = check([tmp_path / "one.md", tmp_path / "two.md"])
        places = paper.paper.figures
        return any(
            len({places[k].document for k in (r.result, *(t.figure for t in r.terms)) if k}) > 1
            for r in paper.relations
        )

    assert joined(other)
    assert not joined(_REPORT.replace("\n\n", "\n\n\n"))
