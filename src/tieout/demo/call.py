"""The transcript of the results conference call, in English: prepared remarks, then questions and answers."""

from __future__ import annotations

from typing import Any

from tieout.demo.books import Books
from tieout.demo.draft import Draft, Look
from tieout.demo.maker import Maker
from tieout.demo.review import CASH_FLOWS, name_flow
from tieout.demo.statements import date_words
from tieout.demo.teller import Teller
from tieout.demo.words import load_words


def write_call(books: Books, name: str, look: Look) -> Draft:
    """The call on the books' reported year."""
    maker = Maker(books, name, "en", look, books.year, "call")
    teller = Teller(maker)
    company, lines = books.company, load_words("call")
    title = f"{company.name[0]} (Stock code: {company.code}) - {books.year} annual results earnings conference call"
    maker.say(title, kind="title")
    maker.say(f"Year ended {date_words(maker)}", kind="centre")
    chief, finance, relations = company.people[1], company.people[2], company.people[6]
    maker.heading("Company participants", "", 2)
    for person, role in (
        (chief, "Chief Executive Officer"),
        (finance, "Chief Financial Officer"),
        (relations, "Head of Investor Relations"),
    ):
        maker.say(f"{person[0]} - {role}", kind="item")
    maker.heading("Presentation", "", 2)
    _speak(maker, "Operator", lines["opening"].format(name=company.name[0], first=relations[0]))
    _speak(
        maker,
        f"{relations[0]}, Head of Investor Relations",
        lines["relations"].format(second=chief[0], third=finance[0]),
    )
    _speak(maker, f"{chief[0]}, Chief Executive Officer", lines["chief"])
    teller.count_list("segments", company.segments)
    for i, segment in enumerate(company.segments):
        teller.change(f"revenue:segment:{i}", (f"Revenue of {segment[0]}", ""), reason=i == 0)
    for i in range(len(company.metrics) - 1):
        maker.say(teller.metric(i))
    maker.write(lines["outlook"], "")
    _speak(maker, f"{finance[0]}, Chief Financial Officer", lines["finance"])
    for concept in (
        "revenue",
        "gross_profit",
        "selling_expenses",
        "administrative_expenses",
        "research_expenses",
        "operating_profit",
        "profit",
        "adjusted_profit",
        "cash",
    ):
        teller.change(concept, reason=concept == "revenue")
    maker.say(teller.tell_share(f"revenue:region:{0}", "revenue", company.regions[0]))
    _add_questions(maker, teller, chief[0], finance[0], lines)
    return maker.finish("earnings_call", title)


def _speak(maker: Maker, speaker: str, text: str) -> None:
    maker.say(speaker, kind="speaker")
    maker.write(text, "")


def _add_questions(maker: Maker, teller: Teller, chief: str, finance: str, lines: Any) -> None:
    maker.heading("Questions and answers", "", 2)
    rng = maker.rng
    houses, analysts = rng.sample(lines["houses"], 4), rng.sample(lines["analysts"], 4)
    for i, (question, topic) in enumerate(rng.sample(lines["questions"], 4)):
        key = "turn_questions" if i == 0 else "next_question"
        _speak(maker, "Operator", lines[key].format(analyst=analysts[i], house=houses[i]))
        _speak(maker, f"{analysts[i]}, {houses[i]}", question)
        _speak(
            maker,
            f"{chief}, Chief Executive Officer" if topic in ("mix", "staff") else f"{finance}, Chief Financial Officer",
            lines["answers"][topic],
        )
        _answer(maker, teller, topic)
    _speak(maker, "Operator", lines["closing"])


def _answer(maker: Maker, teller: Teller, topic: str) -> None:
    company = maker.books.company
    if topic == "margin":
        maker.say(teller.tell_margin("gross_profit", "revenue", ("Our gross margin", "")))
    elif topic == "cash":
        for concept, activity in CASH_FLOWS[:1]:
            teller.change(concept, name_flow(maker, concept, activity))
        teller.change("borrowings")
    elif topic == "staff":
        teller.headcount()
        teller.change("staff")
    else:
        maker.say(teller.tell_share("revenue:segment:0", "revenue", company.segments[0]))
