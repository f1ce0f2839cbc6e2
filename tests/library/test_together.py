"""Documents of one company that came in several files are checked together."""

from __future__ import annotations

from pathlib import Path

from tieout.engine.shelf import Library
from tieout.engine.shelf_add import AddSettings

REPORT = """# Larkspur Ferries Limited

## Annual report for the year ended 31 December 2023

| RMB million | 2023 | 2022 |
| --- | --- | --- |
| Fares | 1,913.4 | 1,722.8 |
| Freight | 1,406.7 | 1,391.6 |
| Charter | 988.1 | 1,017.9 |
| Kiosks | 509.1 | 488.2 |
| Fuel bought | 633.5 | 602.4 |
| Paint bought | 127.8 | 119.3 |
| Harbour dues | 291.6 | 284.9 |
"""
NEXT = """# Larkspur Ferries Limited

## Annual report for the year ended 31 December 2024

| RMB million | 2024 | 2023 |
| --- | --- | --- |
| Fares | 2,101.9 | 1,913.4 |
| Freight | 1,377.2 | 1,406.7 |
| Charter | 1,012.5 | 998.1 |
| Kiosks | 533.8 | 509.1 |
| Fuel bought | 671.2 | 633.5 |
| Paint bought | 131.4 | 127.8 |
| Harbour dues | 305.7 | 291.6 |
"""
CHECKED = AddSettings(embedded=False)


def _add(library: Library, folder: Path, settings: AddSettings = CHECKED, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
        list(library.add_many([folder / f"{name}.md"], settings))


def _findings(library: Library) -> set[tuple[str, str]]:
    return {
        (row.name.rsplit("/", 1)[-1], str(finding["printed"]))
        for row in library.documents()
        for finding in library.store.derived(row.id, "finding")
    }


def test_a_comparative_that_last_years_report_prints_otherwise_is_found(library: Library, tmp_path: Path) -> None:
    """A comparative that nothing in its own report contradicts is a finding beside last year's report."""
    _add(library, tmp_path / "in", first=REPORT)
    assert _findings(library) == set()
    _add(library, tmp_path / "in", second=NEXT)
    assert ("second.md", "998.1") in _findings(library)
    (new,) = [row for row in library.documents() if row.name.endswith("second.md")]
    assert library.store.derived(new.id, "drawing")[0]["findings"]
    assert new.checked_at


def test_documents_checked_together_are_not_checked_again(library: Library, tmp_path: Path) -> None:
    """A second run over the same files changes nothing; one that was interrupted before the joint check makes up for it."""
    _add(library, tmp_path / "in", AddSettings(embedded=False, together=False), first=REPORT, second=NEXT)
    assert _findings(library) == set()
    list(library.add_many([tmp_path / "in"], CHECKED))
    found, stamps = _findings(library), {row.checked_at for row in library.documents()}
    assert found
    list(library.add_many([tmp_path / "in"], CHECKED))
    assert stamps == {row.checked_at for row in library.documents()}


def test_another_company_is_left_alone(library: Library, tmp_path: Path) -> None:
    """Documents of two companies are never compared."""
    _add(library, tmp_path / "in", first=REPORT, second=NEXT.replace("Larkspur Ferries", "Bracken Mills"))
    assert _findings(library) == set()


def test_a_document_that_was_superseded_no_longer_speaks(library: Library, tmp_path: Path) -> None:
    """The corrected report takes the place of the faulty one, and the finding is gone."""
    _add(library, tmp_path / "in", first=REPORT, second=NEXT)
    _add(library, tmp_path / "in", second=NEXT.replace("998.1", "988.1"))
    newest = [row for row in library.documents() if row.predecessor]
    assert len(newest) == 1
    assert library.store.derived(newest[0].id, "finding") == ()
