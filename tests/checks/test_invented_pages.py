"""Pages of invented companies, written without knowledge of the checks, against their keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.page_key import PAGES, score


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted(PAGES.glob("*.txt")), ids=lambda p: p.stem)
def test_page_against_its_key(page: Path) -> None:
    """Half of the mistakes are found, and nothing that is right is called different."""
    told = score(page)
    assert told["alarms"] == 0, told["told"]
    assert told["found"] * 2 >= told["mistakes"], told["missed"]
