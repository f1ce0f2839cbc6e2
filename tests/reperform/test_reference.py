"""The reference page says what the measurements say."""

from __future__ import annotations

from pathlib import Path

from tieout.reperform.formats.reference import to_reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "reperform.md"


def test_reference_page_is_current() -> None:
    """docs/reference/reperform.md is what the generator prints."""
    assert PAGE.read_text(encoding="utf-8") == to_reference()
