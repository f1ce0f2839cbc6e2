"""The policies page we start from, against a key of offsets and values (no words of the page are kept here)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.material import SHARED
from tieout.model import Policy
from tieout.read.rpage import room
from tieout.read.source import ReadSettings, Source
from tieout.structure.policies import find_policies

_KEY: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("seed_001.yml").read_text("utf-8"))
_FILE = SHARED / "seeds" / _KEY["file"]

pytestmark = pytest.mark.skipif(not _FILE.is_file(), reason=f"the policies page is missing at {_FILE}")


@pytest.fixture(scope="module")
def policies() -> tuple[Policy, ...]:
    source = Source(_FILE.name, _FILE.read_bytes())
    assert source.sha256 == _KEY["sha256"]
    return find_policies(room.read(source, ReadSettings()).documents[0])


def test_thirty_policies_and_fourteen_items_with_exact_spans(policies: tuple[Policy, ...]) -> None:
    """Every letter and item is found at its offsets, and no other label is."""
    labelled = {p.id: (p.span.start, p.span.end) for p in policies if p.label}
    assert labelled == {k: tuple(v[:2]) for k, v in _KEY["policies"].items()}
    assert sum(1 for p in policies if p.label and p.parent is None) == 30


def test_twenty_one_references(policies: tuple[Policy, ...]) -> None:
    """Twenty resolve to a policy of the page; one leads outside and says so."""
    found = [[p.id, r.span.start, r.span.end, r.target, r.resolves] for p in policies for r in p.references]
    assert found == _KEY["references"]
    assert [r[4] for r in found].count(False) == 1


def test_nine_lost_lists(policies: tuple[Policy, ...]) -> None:
    """The lists the page lost are reported where they were announced, and no list that is there."""
    assert [[p.id, s.start, s.end] for p in policies for s in p.missing_spans] == _KEY["missing"]


def test_parameters(policies: tuple[Policy, ...]) -> None:
    """Nearly every parameter of the key is found with value and place; a known place never has another value."""
    key = {(p, n, s, e): (v, u) for p, n, v, u, s, e in _KEY["parameters"]}
    found = {(p.id, q.name, q.span.start, q.span.end): (str(q.value), q.unit) for p in policies for q in p.parameters}
    right = sum(1 for place, value in key.items() if found.get(place) == value)
    assert right >= len(key) * 0.97
    assert [place for place, value in key.items() if place in found and found[place] != value] == []


def test_places_marked_by_hand(policies: tuple[Policy, ...]) -> None:
    """At least 93 in 100 of the places marked while reading the page lie in a parameter of their policy."""
    by_id = {p.id: p for p in policies}
    places = _KEY["places"]
    met = sum(any(q.span.start < e and s < q.span.end for q in by_id[p].parameters) for p, s, e in places)
    assert met >= len(places) * 0.93
