"""Printed statements are true in the books, figures stand where they are said to, one call gives one set of bytes."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product

import pypdfium2
import pytest
from lxml import etree

from tieout.demo import DemoCompany, DemoOptions, generate
from tieout.demo.bonds import fit_bond, group_by_key, is_same_amount
from tieout.demo.draft import Slot
from tieout.demo.options import TableScale
from tieout.demo.score import find_in_reading
from tieout.errors import UsageError

SCALES: tuple[TableScale, ...] = ("thousand", "million", "full")


@pytest.fixture(scope="module")
def company() -> DemoCompany:
    """A company in every format, without mistakes."""
    return generate(4, DemoOptions(formats=("txt", "md", "html", "pdf", "ixbrl"), scale="thousand", rounded=False))


def read_number(slot: Slot) -> Decimal:
    """The slot's core read back on its own: brackets or a minus sign are negative, a dash is nil."""
    if slot.core == "–":
        return Decimal(0)
    number = Decimal(re.sub(r"[(),\-]", "", slot.core))
    return -number if slot.core.startswith(("(", "-")) else number


@pytest.mark.parametrize(
    ("seed", "scale", "rounded"),
    [*product(range(3), SCALES, (True, False)), *((s, "thousand", False) for s in (3, 6, 8, 11))],
)
def test_statements_are_true(seed: int, scale: TableScale, rounded: bool) -> None:
    """No sum, rate, share, word or count of a clean company is beyond rounding; one amount is alike everywhere."""
    made = generate(seed, DemoOptions(scale=scale, rounded=rounded))
    slots = {slot.id: slot for draft in made.drafts for slot in draft.slots.values()}
    bonds = [bond for draft in made.drafts for bond in draft.bonds]
    assert len(bonds) > 900
    wrong = [(bond, slots[bond.result].text) for bond in bonds if fit_bond(bond, slots) == "differs"]
    assert wrong == []
    for key, group in group_by_key(slots.values()).items():
        assert all(is_same_amount(group[0], slot) for slot in group), key


@pytest.mark.parametrize("seed", range(2))
def test_exact_books_foot_exactly(seed: int) -> None:
    """With books in the tables' unit no sum is even a rounding difference; with rounded display some are."""
    fits = {}
    for rounded in (True, False):
        made = generate(seed, DemoOptions(scale="thousand", rounded=rounded, parts=("announcement",)))
        draft = made.drafts[0]
        money = [
            b
            for b in draft.bonds
            if b.formula == "sum" and draft.slots[b.result].look and "%" not in str(draft.slots[b.result].look)
        ]
        fits[rounded] = {fit_bond(bond, draft.slots) for bond in money}
    assert fits[False] == {"agrees"}
    assert fits[True] == {"agrees", "rounding"}


def test_text_of_a_slot_is_its_number(company: DemoCompany) -> None:
    """What is printed reads back to the number recorded for it."""
    for draft in company.drafts:
        for slot in draft.slots.values():
            if slot.printed is not None and slot.look is not None:
                assert read_number(slot) == slot.printed.number, slot
                assert slot.exact is not None
                assert abs(abs(slot.exact) - abs(slot.printed.value)) <= Decimal(5).scaleb(
                    slot.look.scale - slot.look.decimals - 1
                )


def test_places_read_again(company: DemoCompany) -> None:
    """Every slot stands exactly once in each text rendition, and its offsets give its text."""
    for document in company.documents:
        if document.written is None:
            continue
        text = document.content.decode()
        assert set(document.written.places) == set(document.draft.slots)
        for slot_id, place in document.written.places.items():
            slot = document.draft.slots[slot_id]
            assert text[place.start : place.end] == slot.text
            assert text[place.core_start : place.core_end] == slot.core


def test_pdf_prints_every_figure(company: DemoCompany) -> None:
    """The PDF has dozens of pages over all documents, and within each slot's box stands its figure."""
    pages = 0
    for document in company.documents:
        if document.layout is None:
            continue
        pdf = pypdfium2.PdfDocument(document.content)
        pages += len(pdf)
        texts = [page.get_textpage() for page in pdf]
        for sheet in document.layout.sheets[:6]:
            height = pdf[sheet.number - 1].get_height()
            for slot_id, (left, top, right, bottom) in list(sheet.boxes.items())[::9]:
                got = texts[sheet.number - 1].get_text_bounded(
                    left - 1, height - bottom - 2, right + 1, height - top + 1
                )
                core = document.draft.slots[slot_id].core
                assert core.replace(" ", "") in got.replace(" ", ""), (document.name, sheet.number, core, got)
    assert pages >= 60


def test_html_places_are_found(company: DemoCompany) -> None:
    """In the text of the HTML rendition every slot is found by the words before it."""
    document = next(d for d in company.documents if d.name == "announcement.html")
    text = "".join(str(part) for part in etree.HTML(document.content).itertext())
    places = find_in_reading(document.draft, text)
    assert len(places) > len(document.draft.slots) * 0.98
    for slot_id, (start, end) in places.items():
        assert text[start:end] == document.draft.slots[slot_id].core


def test_tagged_facts_equal_the_books(company: DemoCompany) -> None:
    """The inline document is well-formed, its references resolve, and its facts have the values printed."""
    document = next(d for d in company.documents if d.name == "announcement.xhtml")
    names = {name for name, _ in document.members}
    assert len(names) == 6
    root = etree.fromstring(document.content)
    spaces = {"ix": "http://www.xbrl.org/2013/inlineXBRL", "x": "http://www.xbrl.org/2003/instance"}
    contexts = {c.get("id") for c in root.iterfind(".//x:context", spaces)}
    units = {u.get("id") for u in root.iterfind(".//x:unit", spaces)}
    facts = root.findall(".//ix:nonFraction", spaces)
    assert len(facts) > 450
    schema = etree.fromstring(next(content for name, content in document.members if name.endswith(".xsd")))
    declared = {e.get("name") for e in schema.iter("{http://www.w3.org/2001/XMLSchema}element")}
    for fact in facts:
        assert fact.get("contextRef") in contexts
        assert fact.get("unitRef") in units
        assert str(fact.get("name")).split(":")[1] in declared
        assert re.fullmatch(r"[\d,]+(\.\d+)?|–", fact.text or "")
    for name, content in document.members[2:]:
        hrefs = re.findall(rb'href="([^"#]+)#([^"]+)"', content)
        assert hrefs, name
        ids = {e.get("id") for e in schema.iter() if e.get("id")}
        assert all(
            anchor.decode() in ids for file, anchor in hrefs if file.endswith(b".xsd") and not file.startswith(b"http")
        )


def test_page_has_the_format_of_a_capture(company: DemoCompany) -> None:
    """A captured page: company line, search box, items of title, date and one line, cited bullets, flat tables."""
    text = next(d for d in company.documents if d.kind == "research_page").content.decode()
    lines = text.rstrip("\n").split("\n")
    assert re.fullmatch(r"[A-Z]+\(\d{5}\)", lines[0])
    assert lines[1] == "Search documents"
    assert (len(lines) - 2) % 3 == 0
    items = [lines[i : i + 3] for i in range(2, len(lines), 3)]
    assert len(items) == 5
    assert all(re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d$", date) for _, date, _ in items)
    assert sum("](index=" in body and "| :--- |" in body for _, _, body in items) == 2
    assert sum(len(re.findall(r"[^ ]\[\d+\] ", body)) > 20 for _, _, body in items) == 2


def test_same_call_same_bytes() -> None:
    """Seed and options decide every byte; another seed gives another company."""
    options = DemoOptions(mistakes=5, formats=("txt", "pdf", "ixbrl"))
    one, two, other = generate(3, options), generate(3, options), generate(5, options)
    assert [d.content for d in one.documents] == [d.content for d in two.documents]
    assert one.plants == two.plants
    assert one.company.name != other.company.name


def test_scripts() -> None:
    """The Chinese edition comes in the script asked for."""
    texts = {
        s: generate(4, DemoOptions(script=s, parts=("announcement_zh",))).documents[0].content.decode()
        for s in ("hant", "hans")
    }
    assert "綜合財務狀況表" in texts["hant"]
    assert "综合财务状况表" in texts["hans"]
    assert not set("資產額負債") & set(texts["hans"])


def test_options_are_checked() -> None:
    """A part, format or count that is not allowed is refused with a sentence."""
    with pytest.raises(UsageError, match="formats: 'doc'"):
        DemoOptions(formats=("doc",))  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="negative"):
        DemoOptions(mistakes=-1)
