"""The annual results announcement, in either language and for any year of the books."""

from __future__ import annotations

from tieout.demo.books import Books
from tieout.demo.draft import Draft, Look
from tieout.demo.maker import Maker
from tieout.demo.notes import add_notes
from tieout.demo.review import (
    add_business_review,
    add_financial_review,
    add_five_years,
    add_highlights,
    add_people,
    add_proceeds,
    write_passages,
)
from tieout.demo.statements import add_statements, date_words
from tieout.demo.teller import Teller


def write_announcement(books: Books, name: str, language: str, look: Look, year: int) -> Draft:
    """The announcement of the results of `year`."""
    maker = Maker(books, name, language, look, year)
    teller = Teller(maker)
    company = books.company
    title = maker.pick(
        f"Annual results announcement for the year ended {date_words(maker)}",
        f"截至{date_words(maker)}止年度的全年業績公告",
    )
    write_passages(maker, "notice")
    maker.say(maker.pick(*company.name), kind="title")
    if not maker.is_english:
        maker.say(company.name[0], kind="centre")
    maker.say(maker.pick(f"(Stock code: {company.code})", f"（股份代號：{company.code}）"), kind="centre")
    maker.say(title, kind="title")
    maker.write(
        f"The board of directors of {company.name[0]} announces the consolidated results of the Group for the "
        "year ended "
        f"{date_words(maker)} together with the comparative figures of the previous year.",
        f"{company.name[1]}董事會宣佈本集團截至{date_words(maker)}止年度的綜合業績，連同上一年度的比較數字。",
    )
    add_highlights(maker)
    add_business_review(maker, teller)
    add_financial_review(maker, teller)
    add_people(maker, teller)
    if year == books.year:
        add_proceeds(maker)
    maker.heading("Outlook", "展望", 2, "outlook")
    write_passages(maker, "outlook")
    add_statements(maker)
    add_notes(maker, teller)
    maker.page()
    if year == books.year:
        add_five_years(maker)
    maker.heading("CORPORATE GOVERNANCE AND OTHER INFORMATION", "企業管治及其他資料", 1, "governance")
    write_passages(maker, "governance")
    chair, chief, *rest = company.people
    maker.write(
        f"By order of the board\n{company.name[0]}\n{chair[0]}\nChairman".replace("\n", ", "),
        f"承董事會命，{company.name[1]}，主席{chair[1]}",
    )
    names = maker.pick(
        ", ".join(p[0] for p in (chair, chief, rest[0])), "、".join(p[1] for p in (chair, chief, rest[0]))
    )
    others = maker.pick(", ".join(p[0] for p in rest[1:4]), "、".join(p[1] for p in rest[1:4]))
    maker.write(
        f"As at the date of this announcement, the executive directors are {names}; the independent "
        f"non-executive directors are {others}.",
        f"於本公告日期，執行董事為{names}；獨立非執行董事為{others}。",
    )
    return maker.finish("annual_results", title)
