"""Real filings: counts of facts, values against the extracted instance, refusals, faulty accounts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from tests.material import SHARED, needs_shared
from tieout.errors import UnreadableError
from tieout.model import Document, Problem
from tieout.read.ixbrl import room as inline_room
from tieout.read.source import ReadSettings, Source
from tieout.read.xbrl import room as instance_room

FILINGS = SHARED / "data/xbrl/filings"
ACCOUNTS = SHARED / "data/xbrl/inline-only/uk-ixbrlparse"
pytestmark = needs_shared


def read(path: Path) -> tuple[Document, tuple[Problem, ...]]:
    source = _source(path)
    room = max((inline_room, instance_room), key=lambda r: r.detect(source))
    reading = room.read(source, ReadSettings())
    assert len(reading.documents) == 1
    return reading.documents[0], reading.problems


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("aapl-10q-20250329", 760),
        ("goog-10q-20250331", 1220),
        ("wk-10q-20220630", 973),
        ("kvk-groot-en-jaarrekening-ifrs-2023", 333),
    ],
)
def test_every_fact_of_a_filing_is_read_and_re_reads_at_its_place(name: str, facts: int) -> None:
    """All tags seen are facts; each span quotes the document's text."""
    document, _ = read(FILINGS / name)
    assert document.filing is not None
    assert (len(document.facts), document.filing.tally.refused) == (facts, 0)
    for fact in document.facts:
        assert document.text[fact.span.start : fact.span.end] == fact.span.quote
    for block in document.blocks:
        assert document.text[block.span.start : block.span.end] == block.text


@pytest.mark.parametrize(
    ("page", "instance", "different"),
    [
        ("aapl-10q-20250329/aapl-20250329.htm", "aapl-10q-20250329/aapl-20250329_htm.xml", set()),
        ("wk-10q-20220630/wk-20220630.htm", "wk-10q-20220630/wk-20220630.htm.xml", set()),
        ("goog-10q-20250331/goog-20250331.htm", "goog-10q-20250331/goog-20250331_htm.xml", {"f-60"}),
    ],
)
def test_values_equal_the_extracted_instance(page: str, instance: str, different: set[str]) -> None:
    """Every number by its id; texts but for white space and markup."""
    document, _ = read(FILINGS / page)
    facts = {f.id: f for f in document.facts}
    wrong = set()
    for element in etree.parse(str(FILINGS / instance)).getroot():
        if not isinstance(element.tag, str) or element.get("contextRef") is None:
            continue
        fact = facts[element.get("id") or ""]
        text = element.text or ""
        if element.get("unitRef") and element.text:
            same = fact.value == Decimal(text)
        else:
            same = fold(str(fact.value or "")) == fold(text)
        if not same:
            wrong.add(fact.id)
    assert wrong == different


def fold(text: str) -> str:
    if "<" in text:
        text = "".join(str(t) for t in etree.fromstring(f"<x>{text}</x>", etree.XMLParser(recover=True)).itertext())
    return "".join(text.split())


def test_a_page_whose_header_is_in_an_absent_file_is_refused() -> None:
    """One sentence with the number of tags."""
    with pytest.raises(UnreadableError, match="another document"):
        read(FILINGS / "clx-10k-20220630")


@pytest.mark.parametrize("name", ["account_errors.html", "account_errors_date.html", "account_errors_nonnumeric.html"])
def test_faulty_accounts_are_read_with_their_problems(name: str) -> None:
    """An unknown format and a missing context cost those tags only."""
    document, problems = read(ACCOUNTS / name)
    assert document.filing is not None
    tally = document.filing.tally
    assert tally.seen == tally.read + tally.refused
    assert 2 <= tally.refused <= 3
    said = " ".join(p.message for p in problems)
    assert "numdotdecimalblahblah" in said
    assert "dcur4gjksdjds" in said


def test_every_other_filing_is_read() -> None:
    """Nothing else in the material is refused; tallies add up."""
    for path in sorted([*FILINGS.iterdir(), *ACCOUNTS.iterdir()]):
        source = _source(path)
        room = max((inline_room, instance_room), key=lambda r: r.detect(source))
        if room.detect(source) == 0:
            continue
        if path.name.startswith("clx"):
            continue
        documents = room.read(source, ReadSettings()).documents
        for document in documents:
            assert document.filing is not None
            tally = document.filing.tally
            assert tally.seen == tally.read + tally.refused
            assert len(document.facts) + sum(t.kind == "tuple" for t in document.filing.tags) == tally.read


def _source(path: Path) -> Source:
    if not path.is_dir():
        return Source(str(path), path.read_bytes())
    members = {f.relative_to(path).as_posix(): f.read_bytes for f in sorted(path.rglob("*")) if f.is_file()}
    return Source(str(path), b"", members)
