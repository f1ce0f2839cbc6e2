"""The store keeps what it is given, once, whole or not at all; the same on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tieout.engine.shelf import Library
from tieout.errors import LibraryError, UsageError
from tieout.library.rows import Decision, DocumentRow, Entry, Filters, PageRow, PassageRow, ReadingKey

PAGES = (
    "Harbour Lamp Limited\nAnnual report 2021\nRevenue rose to RMB 3,808.5 million.",
    "Consolidated statement of cash flows\nNet cash used in operating activities (1,804.8)\nDepreciation 212.0",
)


def make_entry(name: str = "lamp.pdf", pages: tuple[str, ...] = PAGES, version: str = "1") -> Entry:
    rows = tuple(PageRow(i, text, f"layer{i}") for i, text in enumerate(pages, 1))
    passages = tuple(PassageRow(p.number, 0, len(p.text), "Heading") for p in rows)
    document = DocumentRow(
        f"{abs(hash(pages)):x}"[:12],
        name,
        f"{abs(hash(pages)):x}",
        title="Harbour Lamp 2021",
        kind="annual_report",
        company="Harbour Lamp Limited",
        codes=("HK:09999",),
        language="en",
        published=date(2022, 3, 29),
        period_end=date(2021, 12, 31),
        page_count=len(rows),
    )
    fact = {
        "concept": "revenue",
        "label": "Revenue",
        "value": "3808500000",
        "period": {"start": "2021-01-01", "end": "2021-12-31"},
    }
    return Entry(document, rows, passages, ReadingKey("pdf", version), {"fact": (fact,), "section": ({"title": "A"},)})


def test_a_document_comes_back_as_it_was_added(library: Library) -> None:
    """Row, pages, passages and derived rows are equal to what was given."""
    entry = make_entry()
    assert library.store.add(entry)
    row = library.document(entry.document.id)
    assert replace(row, added_at="") == entry.document
    assert library.store.pages(row.id) == entry.pages
    assert [(p.page, p.start, p.end) for p in library.store.passages(row.id)] == [
        (p.page, p.start, p.end) for p in entry.passages
    ]
    assert library.store.derived(row.id, "section") == ({"title": "A"},)
    assert library.store.derived(row.id, "nothing") == ()


def test_the_same_reading_twice_is_one_document(library: Library) -> None:
    """The second time adds nothing and says so."""
    assert library.store.add(make_entry())
    before = library.store.counts()
    assert not library.store.add(make_entry())
    assert library.store.counts() == before


def test_a_new_reading_takes_the_place_of_the_old(library: Library) -> None:
    """Rows of the old reading are gone, from the index too, and the document is still one."""
    library.store.add(make_entry())
    library.store.add(replace(make_entry(version="2"), derived={"fact": ()}))
    assert library.store.counts()["documents"] == 1
    assert library.store.counts()["facts"] == 0
    assert len(library.search("revenue", by="page", limit=10)) == 1


def test_a_failure_in_the_middle_leaves_nothing(library: Library) -> None:
    """Rows that cannot be written take the whole document with them."""
    entry = make_entry()
    broken = replace(entry, pages=(*entry.pages, entry.pages[0]))
    with pytest.raises(LibraryError):
        library.store.add(broken)
    assert set(library.store.counts().values()) == {0}
    assert library.store.add(entry)


def test_a_newer_version_knows_its_predecessor(library: Library) -> None:
    """The same name with other bytes is another document that names the one before."""
    first, second = make_entry(), make_entry(pages=("Harbour Lamp Limited\nAnnual report 2021, amended.",))
    library.store.add(first)
    library.store.add(second)
    assert library.document(second.document.id).predecessor == first.document.id
    assert library.document("lamp.pdf").id in {first.document.id, second.document.id}
    assert library.store.counts()["documents"] == 2


def test_removing_takes_everything_but_decisions(library: Library) -> None:
    """What a person decided outlives the document."""
    entry = make_entry()
    library.store.add(entry)
    decided = library.store.reviews.decide(
        Decision(entry.document.id, "F101:revenue/#1", "reject", "rounding", "ana", "")
    )
    assert decided.id
    assert decided.decided_at
    assert library.store.remove(entry.document.id)
    assert not library.store.remove(entry.document.id)
    assert library.store.reviews.decisions(entry.document.id) == (decided,)
    assert library.search("revenue") == ()


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(company="harbour lamp"), 1),
        (Filters(company="09999"), 1),
        (Filters(company="other"), 0),
        (Filters(kind="annual_report", language="en"), 1),
        (Filters(language="zh"), 0),
        (Filters(since=date(2022, 3, 29), until=date(2022, 3, 29)), 1),
        (Filters(since=date(2022, 3, 30)), 0),
        (Filters(period="2021"), 1),
        (Filters(period="2020"), 0),
        (Filters(documents=("lamp.pdf",)), 1),
        (Filters(documents=()), 0),
    ],
)
def test_filters_choose_documents(library: Library, filters: Filters, count: int) -> None:
    """Company by part of the name or by code, dates with both ends, period by its beginning."""
    library.store.add(make_entry())
    assert len(library.documents(filters)) == count
    assert bool(library.search("revenue", filters=filters)) is bool(count)


def test_text_no_database_keeps_is_replaced_one_for_one(library: Library) -> None:
    """NUL and lone surrogates do not stop a document, and offsets stay."""
    library.add_pages("odd", ["Revenue\x00 12,345 \ud800 end"])
    (page,) = library.store.pages("odd")
    assert page.text == "Revenue\ufffd 12,345 \ufffd end"


def test_originals_are_kept_by_hash_once(library: Library) -> None:
    """The bytes come back; unknown hashes are refused in one sentence."""
    first = library.store.put_original(b"bytes of a file")
    assert library.store.put_original(b"bytes of a file") == first
    assert library.store.get_original(first) == b"bytes of a file"
    with pytest.raises(LibraryError, match="keeps no original"):
        library.store.get_original("0" * 64)


def test_a_library_opens_again_with_all_in_it(address: str) -> None:
    """Closing and opening loses nothing."""
    with Library.open(address, semantic=False) as library:
        library.add_pages("a", ["Trade receivables 5,201.3"])
        counts = library.store.counts()
    with Library.open(address, semantic=False) as library:
        assert library.store.counts() == counts
        assert library.search("trade receivables")[0].page == 1


def test_a_newer_schema_is_refused(address: str) -> None:
    """A library of a later program is not touched."""
    with Library.open(address, semantic=False) as library:
        library.store.dialect.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    with pytest.raises(LibraryError, match="schema 99"):
        Library.open(address)


def test_refusals_are_kept_by_path(library: Library) -> None:
    """The last reason counts."""
    library.store.reviews.refuse("a.pdf", None, "encrypted")
    library.store.reviews.refuse("a.pdf", "00", "empty")
    assert library.store.reviews.refusals() == (("a.pdf", "empty"),)


def test_a_document_needs_a_page() -> None:
    """No pages is a wrong call, not an empty document."""
    with Library.memory() as library, pytest.raises(UsageError):
        library.add_pages("none", [])


def test_facts_line_up_over_documents(library: Library) -> None:
    """One cell a concept and period; a rounder print of the same amount is no difference, another amount is."""
    values = {"a.pdf": ("3808512000", "100"), "b.pdf": ("3808500000", "120")}
    decimals = {"a.pdf": -3, "b.pdf": -5}
    for number, (name, (revenue, profit)) in enumerate(values.items()):
        entry = make_entry(name, (f"page of {name}",))
        period = {"start": "2021-01-01", "end": "2021-12-31"}
        facts = tuple(
            {"concept": concept, "label": concept, "value": value, "decimals": places, "period": period}
            for concept, value, places in (("revenue", revenue, decimals[name]), ("profit", profit, 0))
        )
        document = replace(entry.document, published=date(2022 + number, 3, 1))
        library.store.add(replace(entry, document=document, derived={"fact": facts}))
    cells = {cell.concept: cell for cell in library.facts("harbour lamp")}
    assert set(cells) == {"revenue", "profit"}
    assert not cells["revenue"].differs
    assert cells["profit"].differs
    assert str(cells["profit"].newest.value) == "120"
    assert library.facts("harbour lamp", "revenue") == (cells["revenue"],)
    assert library.facts("another company") == ()


def test_a_correction_by_hand_outlives_a_new_reading(library: Library) -> None:
    """What a person set stays when the document is read by a later version."""
    entry = make_entry()
    library.store.add(entry)
    assert library.correct("lamp.pdf", "kind", "prospectus", "ana").kind == "prospectus"
    assert library.correct("lamp.pdf", "period_end", "2021-06-30", "ana").period_end == date(2021, 6, 30)
    library.store.add(make_entry(version="2"))
    assert library.document("lamp.pdf").kind == "prospectus"
    with pytest.raises(UsageError, match="sha256"):
        library.correct("lamp.pdf", "sha256", "0", "ana")
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        library.correct("lamp.pdf", "published", "June", "ana")


def test_a_document_speaks_once_for_a_concept(library: Library) -> None:
    """Parts under the whole's name, a sentence, a share in per cent and brackets are no difference; another amount is."""
    told = {
        "a.pdf": [("500", "CNY", "table"), ("120", "CNY", "table"), ("500", "CNY", "table"), ("90", "CNY", "prose")],
        "b.pdf": [("-500", "CNY", "table"), ("12.5", "%", "table")],
        "c.pdf": [("700", "CNY", "prose")],
    }
    period = {"start": "2021-01-01", "end": "2021-12-31"}
    for name, values in told.items():
        entry = make_entry(name, (f"page of {name}",))
        facts = tuple(
            {
                "concept": "expense",
                "label": name,
                "value": v,
                "decimals": 0,
                "unit": unit,
                "period": period,
                "origin": by,
            }
            for v, unit, by in values
        )
        library.store.add(replace(entry, derived={"fact": facts}))
    (cell,) = library.facts("harbour lamp")
    assert sorted(str(fact.value) for fact in cell.facts) == ["-500", "500"]
    assert not cell.differs
    entry = make_entry("d.pdf", ("page of d",))
    fact = {"concept": "expense", "label": "d", "value": "510", "decimals": 0, "unit": "CNY", "period": period}
    library.store.add(replace(entry, derived={"fact": (fact,)}))
    (cell,) = library.facts("harbour lamp")
    assert cell.differs
