"""A workpaper over several documents, taken apart by document."""

from __future__ import annotations

from pathlib import Path

from tieout.engine.parts import alone, part_of
from tieout.engine.run import check


def test_parts_hold_every_finding_tick_and_figure_once(tmp_path: Path) -> None:
    """Each part has its document's own; together they are the whole, and a part alone shows no other document."""
    (tmp_path / "a.md").write_text(
        "Revenue was RMB 57.0 million in 2024.\n\nRevenue rose by 12.0% from RMB 50.0 million in 2023 to RMB 57.0 million in 2024.\n"
    )
    (tmp_path / "b.md").write_text("| RMB'000 | 2024 | 2023 |\n| :--- | ---: | ---: |\n| Revenue | 57,012 | 50,004 |\n")
    whole = check(tmp_path)
    parts = [part_of(whole, d.id) for d in whole.documents]
    assert len(parts) == 2
    assert sum(len(p.outcomes) for p in parts) == len(whole.outcomes)
    assert sorted(f.id for p in parts for f in p.findings) == sorted(f.id for f in whole.findings)
    assert sum(len(p.ticks) for p in parts) == len(whole.ticks)
    for part, document in zip(parts, whole.documents, strict=True):
        own = alone(part, document.id)
        assert own.documents == (document,)
        assert {f.document for f in own.paper.figures.values()} == {document.id}
        assert all(p in own.paper.figures for t in own.ticks for p in t.partners)
