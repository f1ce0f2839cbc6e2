"""From a seed to a company's documents in the formats asked for, with mistakes planted and their places named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from tieout.demo.announcement import write_announcement
from tieout.demo.books import keep_books
from tieout.demo.call import write_call
from tieout.demo.company import Company, invent_company
from tieout.demo.draft import Draft
from tieout.demo.options import DemoOptions, Format, TableScale
from tieout.demo.page import write_page
from tieout.demo.plant import Plant, Spot, plant_mistakes
from tieout.demo.render.html import write_html
from tieout.demo.render.ixbrl import write_filing
from tieout.demo.render.layout import Layout, lay_out
from tieout.demo.render.markdown import write_markdown
from tieout.demo.render.page import write_page_text
from tieout.demo.render.pdf import write_pdf
from tieout.demo.render.text import write_text
from tieout.demo.render.written import Written
from tieout.demo.script import to_simplified
from tieout.demo.show import table_look


@dataclass(frozen=True)
class DemoDocument:
    """A generated file. `written` tells where slots stand in a text rendition, `layout` where on the PDF's pages."""

    name: str
    format: Format
    language: str
    kind: str
    content: bytes
    draft: Draft
    written: Written | None = None
    layout: Layout | None = None
    members: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class DemoCompany:
    """An invented company's documents with the plants in them; `options` are the ones in force, drawn ones included."""

    seed: int
    company: Company
    options: DemoOptions
    documents: tuple[DemoDocument, ...]
    plants: tuple[Plant, ...]
    drafts: tuple[Draft, ...]


def generate(seed: int, options: DemoOptions | None = None) -> DemoCompany:
    """The company of a seed. What `options` leave open is drawn from the seed; the same call gives the same bytes."""
    options = _settle(seed, options or DemoOptions())
    company = invent_company(seed, options.script)
    assert options.scale is not None
    look = table_look(options.scale)
    quantum = Decimal(1) if options.rounded else Decimal(1).scaleb(look.scale - look.decimals)
    books = keep_books(company, quantum)
    drafts = [write_announcement(books, "announcement", "en", look, company.year)]
    prior = write_announcement(books, "prior", "en", look, company.year - 1)
    if "announcement_zh" in options.parts:
        drafts.append(write_announcement(books, "announcement_zh", f"zh-{company.script.title()}", look, company.year))
    if "prior" in options.parts:
        drafts.append(prior)
    if "call" in options.parts:
        drafts.append(write_call(books, "call", look))
    if "page" in options.parts:
        pages = {company.year: lay_out(drafts[0]).anchors, company.year - 1: lay_out(prior).anchors}
        drafts.append(write_page(books, "page", look, pages))
    drafts = [draft for draft in drafts if draft.name in options.parts]
    rng = Random(":".join((str(seed), "plants", *options.kinds)))
    drafts, plants = plant_mistakes(drafts, rng, options.mistakes, options.kinds)
    drafts = [to_simplified(draft) if draft.language == "zh-Hans" else draft for draft in drafts]
    documents = tuple(document for draft in drafts for document in render(draft, options.formats, company))
    return DemoCompany(
        seed, company, options, documents, tuple(_place(plant, documents) for plant in plants), tuple(drafts)
    )


def _settle(seed: int, options: DemoOptions) -> DemoOptions:
    rng = Random(f"{seed}:options")
    scales: list[TableScale] = ["thousand", "thousand", "thousand", "million", "full"]
    scale, rounded = rng.choice(scales), rng.random() < 0.25
    return replace(
        options, scale=options.scale or scale, rounded=rounded if options.rounded is None else options.rounded
    )


def render(draft: Draft, formats: Sequence[Format], company: Company) -> Iterable[DemoDocument]:
    """The draft in each format; a captured page is always text, only English announcements are tagged."""
    if draft.kind == "research_page":
        written = write_page_text(draft)
        yield DemoDocument(
            f"{draft.name}.txt", "txt", draft.language, draft.kind, written.text.encode(), draft, written
        )
        return
    for form in formats:
        made = DemoDocument(f"{draft.name}.{form}", form, draft.language, draft.kind, b"", draft)
        if form == "txt":
            written = write_text(draft)
            yield replace(made, content=written.text.encode(), written=written)
        elif form == "md":
            written = write_markdown(draft)
            yield replace(made, content=written.text.encode(), written=written)
        elif form == "html":
            yield replace(made, content=write_html(draft))
        elif form == "pdf":
            content, layout = write_pdf(draft)
            yield replace(made, content=content, layout=layout)
        elif draft.kind == "annual_results" and draft.language == "en":
            members = write_filing(draft, company)
            yield replace(made, name=f"{draft.name}.xhtml", content=members[0][1], members=tuple(members))


def _place(plant: Plant, documents: Sequence[DemoDocument]) -> Plant:
    """The plant with its places in every rendition."""
    spots = tuple(
        spot
        for document in documents
        if document.draft.name == plant.document
        for i in plant.slots
        if (spot := find_spot(document, i, plant)) is not None
    )
    culprits = tuple(
        spot
        for document in documents
        for i in plant.culprit_slots
        if (spot := find_spot(document, i, plant)) is not None
    )
    return replace(plant, spots=spots, culprits=culprits)


def find_spot(document: DemoDocument, slot_id: str, plant: Plant) -> Spot | None:
    """Where a slot stands in a document: its unit words count where the mistake is about them."""
    slot = document.draft.slots.get(slot_id)
    if slot is None:
        return None
    whole = (
        plant.kind in ("scale_word", "scale_lost", "percent_for_points", "currency_wrong") and slot_id in plant.slots
    )
    quote = slot.text if whole else slot.core
    if document.layout is not None:
        for sheet in document.layout.sheets:
            if slot_id in sheet.boxes:
                return Spot(document.name, None, None, quote, slot_id, sheet.number, sheet.boxes[slot_id])
    if document.written is None:
        return Spot(document.name, None, None, quote, slot_id)
    place = document.written.places.get(slot_id)
    if place is None:
        return None
    start, end = (place.start, place.end) if whole else (place.core_start, place.core_end)
    return Spot(document.name, start, end, quote, slot_id)
