"""A research site's company page: machine-style summaries of what the company published, as captures have them.

A page draft is a run of items. A "title" text begins an item, the "centre" text after it is its date line; the other
blocks up to the next title are its one-line body. A heading with level 9 is a plain theme; others are linked sections.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from tieout.demo.books import Books
from tieout.demo.company import Pair
from tieout.demo.draft import Draft, Look, Runs
from tieout.demo.maker import Column, Line, Maker
from tieout.demo.review import CASH_FLOWS, list_metrics, name_flow
from tieout.demo.teller import Teller, tidy

Pages = Mapping[str, int]
"""Page of the announcement by heading anchor."""

_OWNERS = ("Profit or loss attributable to owners", "本公司擁有人應佔")


def write_page(books: Books, name: str, look: Look, pages: Mapping[int, Pages]) -> Draft:
    """The page with a news item, a themed summary of the annual report and outlines of two years' results."""
    maker = Maker(books, name, "en", look, books.year, "machine")
    company = books.company
    maker.say(f"{company.short[0].upper()}({company.code})", kind="speaker")
    maker.say("Search documents", kind="speaker")
    _add_news(maker)
    for year in (books.year, books.year - 1):
        maker.year = year
        _add_themes(maker, pages[year])
        _add_outline(maker, pages[year])
    return maker.finish("research_page", f"{company.short[0]}({company.code})")


def _item(maker: Maker, what: str, days: int, publisher: str = "") -> None:
    company = maker.books.company
    day = company.year_end.replace(year=maker.year) + timedelta(days=days)
    title = f"{company.short[1]}({company.code}) - {maker.year} - {what}" if not publisher else what
    maker.say(title, kind="title")
    maker.say(
        f"{publisher}· {day.isoformat()} 09:{day.day:02d}" if publisher else f"{day.isoformat()} 18:{day.day:02d}",
        kind="centre",
    )


def _add_news(maker: Maker) -> None:
    company = maker.books.company
    teller = Teller(maker)
    _item(maker, f"{company.short[0]} reports results for {maker.year}", 88, "Harbour Wire")
    runs: Runs = (f"{company.name[0]} published its annual results. ",)
    runs += (*teller.tell_change("revenue", ("Revenue", "")), " ", *teller.tell_change("profit"), " ")
    maker.say(runs)


def _cite(maker: Maker, page: int, linked: bool) -> Runs:
    """A citation of a page: its number is a slot, so that a wrong page can be planted."""
    ref = maker.word(str(page), "citation", page)
    maker.bind(
        "S",
        "page",
        ref,
        [],
        f"the statement stands on page {page} of the announcement",
        expected=(Decimal(page), Decimal(page)),
    )
    return ("[", ref, f"](index={page}&type=chunk)") if linked else ("[", ref, "]")


def _bullet(maker: Maker, runs: Runs, page: int, linked: bool = False) -> None:
    """A bullet: the sentence without its full stop, then the citation."""
    *head, last = runs
    body: Runs = (*head, last.rstrip(". ")) if isinstance(last, str) else runs
    maker.say(tidy(tuple(run for run in body if run != "")), _cite(maker, page, linked), kind="item")


def _theme(maker: Maker, name: str) -> None:
    maker.heading(name, name, 9)


def _add_themes(maker: Maker, pages: Pages) -> None:
    teller = Teller(maker)
    company, year = maker.books.company, maker.year
    _item(maker, "年度財報" if company.script == "hant" else "年度财报", 118)
    _theme(maker, "Financial Performance")
    for concept, anchor in (
        ("revenue", "profit"),
        ("gross_profit", "profit"),
        ("operating_profit", "profit"),
        ("profit", "profit"),
        ("adjusted_ebitda", "adjusted"),
        ("total_comprehensive", "profit"),
    ):
        _bullet(maker, teller.tell_change(concept, year=year), pages[anchor])
    _bullet(maker, teller.tell_margin("gross_profit", "revenue", ("The gross margin", "")), pages["financial"])
    _theme(maker, "Revenue Breakdown")
    for i, segment in enumerate(company.segments):
        _bullet(
            maker,
            teller.tell_change(f"revenue:segment:{i}", (f"Revenue from the {segment[0]} segment", "")),
            pages["note4"],
        )
        if i < 3:
            _bullet(
                maker,
                teller.tell_share(f"revenue:segment:{i}", "revenue", (f"The {segment[0]} segment", "")),
                pages["note4"],
            )
    _theme(maker, "Cost Management")
    for concept in ("selling_expenses", "administrative_expenses", "research_expenses"):
        _bullet(maker, teller.tell_change(concept), pages["profit"])
    _bullet(maker, teller.tell_change("staff"), pages["note7"])
    _theme(maker, "Cash Flow and Liquidity")
    for concept, activity in CASH_FLOWS:
        _bullet(maker, teller.tell_change(concept, name_flow(maker, concept, activity, year)), pages["flows"])
    for concept in ("cash", "borrowings"):
        _bullet(maker, teller.tell_change(concept), pages["position"])
    _theme(maker, "Assets and Equity")
    for concept in ("total_assets", "total_liabilities", "total_equity", "inventories"):
        _bullet(maker, teller.tell_change(concept), pages["position"])
    _bullet(maker, teller.tell_pair("current_assets", "current_liabilities"), pages["position"])
    _theme(maker, "Employees and Operations")
    _bullet(maker, teller.tell_headcount(), pages["people"])
    for i in range(len(company.metrics)):
        _bullet(maker, teller.metric(i), pages["operations"])


def _section(maker: Maker, title: str, level: int, page: int) -> None:
    maker.heading(title, title, level, str(page))


def _columns(maker: Maker, change: bool = True, unit: str = "RMB thousands") -> list[Column]:
    suffix = f" ({unit})" if unit else ""
    columns = [Column((f"{y}{suffix}",), y) for y in (maker.year, maker.year - 1)]
    return [*columns, Column(("YoY Change",), maker.year, kind="growth")] if change else columns


def _add_outline(maker: Maker, pages: Pages) -> None:
    teller = Teller(maker)
    company, year = maker.books.company, maker.year
    thousand, million = Look(scale=3), Look(scale=6, decimals=1)
    _item(maker, "年度業績" if company.script == "hant" else "年度业绩", 87)
    _section(maker, "Executive Summary", 1, 1)
    _section(maker, "Financial Highlights", 2, pages["highlights"])
    maker.say(teller.tell_change("revenue"), " ", teller.tell_change("profit"))
    names = ("revenue", "gross_profit", "operating_profit", "profit_before_tax", "profit", "adjusted_ebitda")
    maker.table(
        f"{year} Fiscal Year Key Financial Data (thousand RMB)",
        [Line(n, look=thousand) for n in names],
        _columns(maker),
    )
    _section(maker, "Operating Data", 2, pages["operations"])
    lines = list_metrics(company)
    maker.table("", lines, _columns(maker, unit=""))
    _section(maker, "Business Review", 1, pages["review"])
    for i, segment in enumerate(company.segments):
        _section(maker, segment[0], 2, pages[f"segment{i}"])
        maker.say(teller.tell_change(f"revenue:segment:{i}", (f"{segment[0]} revenue", "")))
        concepts = [Line(f"revenue:segment:{i}", label=(f"{segment[0]} revenue", ""), look=million)]
        maker.table("", concepts, _columns(maker, unit="RMB millions"))
        _bullet(
            maker,
            teller.tell_share(f"revenue:segment:{i}", "revenue", (f"{segment[0]}", "")),
            pages[f"segment{i}"],
            True,
        )
    _section(maker, "Revenue by Segment", 2, pages["note4"])
    _add_parts(maker, "revenue:segment", company.segments, thousand)
    _section(maker, "Revenue by Region", 2, pages["note4"])
    _add_parts(maker, "revenue:region", company.regions, thousand)
    _add_outline_statements(maker, teller, pages, thousand)


def _add_parts(maker: Maker, axis: str, names: tuple[Pair, ...], look: Look) -> None:
    lines = [Line(f"{axis}:{i}", label=name, look=look) for i, name in enumerate(names)]
    lines.append(Line("revenue", of=tuple(line.concept for line in lines), label=("Total", ""), look=look))
    columns = [
        Column((f"{maker.year} (RMB thousands)",), maker.year),
        Column((f"{maker.year} Share",), maker.year, "%", "share", whole="revenue"),
        Column((f"{maker.year - 1} (RMB thousands)",), maker.year - 1),
        Column((f"{maker.year - 1} Share",), maker.year - 1, "%", "share", whole="revenue"),
    ]
    maker.table("", lines, columns)


def _add_outline_statements(maker: Maker, teller: Teller, pages: Pages, look: Look) -> None:
    def lines(*concepts: str) -> list[Line]:
        return [Line(c, look=look) for c in concepts]

    _section(maker, "Financial Statements", 1, pages["profit"])
    _section(maker, "Consolidated Statement of Profit or Loss", 2, pages["profit"])
    rows = lines("revenue", "cost_of_sales")
    rows.append(Line("gross_profit", of=("revenue", "cost_of_sales"), look=look))
    rows += lines(
        "selling_expenses",
        "administrative_expenses",
        "research_expenses",
        "operating_profit",
        "profit_before_tax",
        "income_tax",
    )
    rows.append(Line("profit", of=("profit_before_tax", "income_tax"), look=look))
    rows.append(Line("profit_owners", label=_OWNERS, look=look))
    maker.table("", rows, _columns(maker, change=False))
    _bullet(maker, teller.tell_change("profit_owners", _OWNERS), pages["profit"], True)
    _section(maker, "Consolidated Statement of Financial Position", 2, pages["position"])
    rows = lines("noncurrent_assets", "current_assets")
    rows.append(Line("total_assets", of=("noncurrent_assets", "current_assets"), look=look))
    rows += lines("total_equity", "noncurrent_liabilities", "current_liabilities")
    rows.append(Line("total_liabilities", of=("noncurrent_liabilities", "current_liabilities"), look=look))
    rows.append(Line("equity_and_liabilities", of=("total_equity", "total_liabilities"), look=look))
    maker.table("", rows, _columns(maker))
    _section(maker, "Consolidated Statement of Cash Flows", 2, pages["flows"])
    rows = lines("cf_operating", "cf_investing", "cf_financing")
    rows.append(Line("cf_net", of=("cf_operating", "cf_investing", "cf_financing"), look=look))
    maker.table("", rows, _columns(maker, change=False))
    for concept, activity in CASH_FLOWS:
        _bullet(maker, teller.tell_change(concept, name_flow(maker, concept, activity)), pages["flows"], True)
    _section(maker, "Trade Receivables Ageing", 2, pages["note15"])
    ages = ("within_3_months", "3_to_6_months", "6_to_12_months", "1_to_2_years", "over_2_years")
    rows = [Line(f"receivables_gross:age:{a}", label=(maker.label(a), ""), look=look) for a in ages]
    rows.append(Line("receivables_gross", of=tuple(row.concept for row in rows), label=("Total", ""), look=look))
    maker.table("", rows, _columns(maker, change=False))
    _section(maker, "Employees", 2, pages["people"])
    _bullet(maker, teller.tell_headcount(), pages["people"], True)
