"""The primary statements of an announcement: profit or loss, position, equity, cash flows."""

from __future__ import annotations

from dataclasses import replace

from tieout.demo.draft import Look
from tieout.demo.maker import Column, Line, Maker

_ASSETS = ("ppe", "rou", "intangibles", "associates", "fvtpl", "dta")
_CURRENT = ("inventories", "receivables", "prepayments", "restricted_cash", "cash")
_LATER = ("borrowings_noncurrent", "leases_noncurrent", "dtl")
_DUE = ("trade_payables", "contract_liabilities", "accruals", "tax_payable", "borrowings_current", "leases_current")
_OPERATING = (
    "selling_expenses",
    "administrative_expenses",
    "research_expenses",
    "impairment",
    "other_income",
    "other_gains",
)
_ADJUST = (
    "cf_depreciation",
    "cf_amortisation",
    "cf_impairment",
    "cf_awards",
    "cf_fair_value",
    "cf_disposal",
    "cf_finance",
    "cf_associates",
)
_WORKING = (
    "cf_inventories",
    "cf_receivables",
    "cf_prepayments",
    "cf_payables",
    "cf_contract_liabilities",
    "cf_accruals",
)
_INVESTING = (
    "cf_ppe",
    "cf_ppe_proceeds",
    "cf_intangibles",
    "cf_fvtpl_bought",
    "cf_fvtpl_sold",
    "cf_associates_bought",
    "cf_associates_dividends",
    "cf_restricted",
    "cf_interest_received",
)
_FINANCING = (
    "cf_proceeds",
    "cf_repayments",
    "cf_interest_paid",
    "cf_leases",
    "cf_issue",
    "cf_dividends",
    "cf_dividends_nci",
)
EPS = Look(decimals=2, unit="per share")
SHARES = Look(scale=3, unit="shares")


def unit_words(maker: Maker) -> str:
    """The unit as a column header prints it."""
    words = {3: ("RMB'000", "人民幣千元"), 6: ("RMB million", "人民幣百萬元"), 0: ("RMB", "人民幣元")}[maker.look.scale]
    return maker.pick(*words)


def year_columns(maker: Maker, note: bool = False) -> list[Column]:
    """The usual columns: a note reference, the year and the year before, with the unit below."""
    unit = unit_words(maker)
    columns = [
        Column((header, unit), year)
        for year, header in ((y, maker.pick(str(y), f"{y}年")) for y in (maker.year, maker.year - 1))
    ]
    return [Column((maker.pick("Note", "附註"),), maker.year, kind="note"), *columns] if note else columns


def stack_words(text: str) -> tuple[str, ...]:
    """A column header on two lines, cut at its last space."""
    return tuple(text.rsplit(" ", 1))


def heading_line(english: str, chinese: str) -> Line:
    """A row with a label only."""
    return Line(f"heading:{english}", label=(english, chinese), heading=True)


def date_words(maker: Maker, year: int | None = None) -> str:
    """The reporting date of a year in words."""
    end = maker.books.company.year_end
    day = end.replace(year=year or maker.year)
    return maker.pick(f"{day.day} {day:%B} {day.year}", f"{day.year}年{day.month}月{day.day}日")


def add_statements(maker: Maker) -> None:
    """All four statements, each on its own page."""
    _add_profit(maker)
    _add_position(maker)
    _add_equity(maker)
    _add_flows(maker)


def _add_profit(maker: Maker) -> None:
    maker.page()
    maker.heading(
        "CONSOLIDATED STATEMENT OF PROFIT OR LOSS AND OTHER COMPREHENSIVE INCOME",
        "綜合損益及其他全面收益表",
        1,
        "profit",
    )
    period = maker.pick(f"For the year ended {date_words(maker)}", f"截至{date_words(maker)}止年度")
    lines = [
        Line("revenue", note="4"),
        Line("cost_of_sales", note="6"),
        Line("gross_profit", of=("revenue", "cost_of_sales"), rule="single"),
        Line("selling_expenses", note="6"),
        Line("administrative_expenses", note="6"),
        Line("research_expenses", note="6"),
        Line("impairment", note="15"),
        Line("other_income", note="5"),
        Line("other_gains", note="5"),
        Line("operating_profit", of=("gross_profit", *_OPERATING), rule="single"),
        Line("finance_income", note="8"),
        Line("finance_costs", note="8"),
        Line("finance_net", of=("finance_income", "finance_costs"), rule="single", note="8"),
        Line("associates_share", note="13"),
        Line("profit_before_tax", of=("operating_profit", "finance_net", "associates_share"), rule="single"),
        Line("income_tax", note="9"),
        Line("profit", of=("profit_before_tax", "income_tax"), rule="double"),
        heading_line("Attributable to:", "以下人士應佔："),
        Line("profit_owners", indent=1),
        Line("profit_nci", indent=1),
        Line("net", of=("profit_owners", "profit_nci"), rule="double", label=("Total", "合計")),
        heading_line("Other comprehensive income", "其他全面收益"),
        heading_line("Items that may be reclassified to profit or loss:", "可能重新分類至損益的項目："),
        Line("oci_translation", indent=1),
        Line("total_comprehensive", of=("net", "oci_translation"), rule="double"),
        heading_line("Attributable to:", "以下人士應佔："),
        Line("comprehensive_owners", indent=1),
        Line("comprehensive_nci", indent=1),
    ]
    grid = maker.table(
        period,
        lines,
        year_columns(maker, True),
        concept_of=lambda line, _: "profit" if line.concept == "net" else line.concept,
    )
    for j in (1, 2):
        parts = [grid[c, j] for c in ("comprehensive_owners", "comprehensive_nci")]
        maker.bind(
            "F", "sum", grid["total_comprehensive", j], parts, "the two attributable amounts add up to the total"
        )
    loss = maker.books.value("profit_owners", maker.year) < 0
    words = ("Loss", "虧損") if loss else ("Earnings", "盈利")
    maker.table(
        maker.pick(f"{words[0]} per share attributable to owners of the Company", f"本公司擁有人應佔每股{words[1]}"),
        [Line("eps_basic", note="10", look=EPS), Line("eps_diluted", note="10", look=EPS)],
        [replace(c, header=c.header[:1]) for c in year_columns(maker, True)],
    )


def _add_position(maker: Maker) -> None:
    maker.page()
    maker.heading("CONSOLIDATED STATEMENT OF FINANCIAL POSITION", "綜合財務狀況表", 1, "position")
    notes = {
        "ppe": "11",
        "rou": "12",
        "intangibles": "12",
        "associates": "13",
        "fvtpl": "14",
        "inventories": "16",
        "receivables": "15",
        "prepayments": "17",
        "cash": "18",
        "trade_payables": "20",
        "accruals": "21",
        "contract_liabilities": "4",
        "borrowings_current": "22",
        "borrowings_noncurrent": "22",
        "leases_current": "12",
    }

    def lines(*concepts: str) -> list[Line]:
        return [Line(c, note=notes.get(c, "")) for c in concepts]

    rows = [
        heading_line("ASSETS", "資產"),
        heading_line("Non-current assets", "非流動資產"),
        *lines(*_ASSETS),
        Line("noncurrent_assets", of=_ASSETS, rule="single"),
        heading_line("Current assets", "流動資產"),
        *lines(*_CURRENT),
        Line("current_assets", of=_CURRENT, rule="single"),
        Line("total_assets", of=("noncurrent_assets", "current_assets"), rule="double"),
        heading_line("EQUITY", "權益"),
        *lines("share_capital", "share_premium", "reserves", "retained"),
        Line("equity_owners", of=("share_capital", "share_premium", "reserves", "retained"), rule="single"),
        *lines("nci"),
        Line("total_equity", of=("equity_owners", "nci"), rule="single"),
        heading_line("LIABILITIES", "負債"),
        heading_line("Non-current liabilities", "非流動負債"),
        *lines(*_LATER),
        Line("noncurrent_liabilities", of=_LATER, rule="single"),
        heading_line("Current liabilities", "流動負債"),
        *lines(*_DUE),
        Line("current_liabilities", of=_DUE, rule="single"),
        Line("total_liabilities", of=("noncurrent_liabilities", "current_liabilities"), rule="single"),
        Line("equity_and_liabilities", of=("total_equity", "total_liabilities"), rule="double"),
        Line("net_current_assets"),
    ]
    caption = maker.pick(f"As at {date_words(maker)}", f"於{date_words(maker)}")
    grid = maker.table(caption, rows, year_columns(maker, True))
    for j in (1, 2):
        maker.bind(
            "I",
            "sum",
            grid["total_assets", j],
            [grid["equity_and_liabilities", j]],
            "total assets equal total equity and liabilities",
        )
        maker.bind(
            "I",
            "sum",
            grid["net_current_assets", j],
            [grid["current_assets", j], (grid["current_liabilities", j], -1)],
            "net current assets are current assets less current liabilities",
        )


def _add_equity(maker: Maker) -> None:
    maker.page()
    maker.heading("CONSOLIDATED STATEMENT OF CHANGES IN EQUITY", "綜合權益變動表", 1, "equity")
    members = ("share_capital", "share_premium", "reserves", "retained", "owners", "nci", "all")
    heads = (
        ("Share capital", "股本"),
        ("Share premium", "股份溢價"),
        ("Other reserves", "其他儲備"),
        ("Retained earnings", "保留盈利"),
        ("Total", "合計"),
        ("Non-controlling interests", "非控股權益"),
        ("Total equity", "權益總額"),
    )
    sums = {"owners": members[:4], "all": ("owners", "nci")}
    for year in (maker.year, maker.year - 1):
        columns = [
            Column((*stack_words(maker.pick(*head)), unit_words(maker)), year, member, of=sums.get(member, ()))
            for member, head in zip(members, heads, strict=True)
        ]
        tags = ("opening", "profit", "exchange", "awards", "issue", "dividends")
        lines = [
            Line("opening", label=(f"At the beginning of {year}", f"{year}年度年初")),
            Line("profit", label=maker_pair(maker, "{P} for the year", "年內{p}", "profit", year)),
            Line("exchange"),
            Line("awards"),
            Line("issue"),
            Line("dividends"),
            Line("closing", of=tags, rule="double", label=(f"At the end of {year}", f"{year}年度年末")),
        ]
        caption = maker.pick(f"For the year ended {date_words(maker, year)}", f"截至{date_words(maker, year)}止年度")
        maker.table(caption, lines, columns, "R", lambda line, column: f"equity:{column.member}:{line.concept}")


def maker_pair(maker: Maker, english: str, chinese: str, concept: str, *years: int) -> tuple[str, str]:
    """A label in both languages with {P} replaced for the language in use."""
    return maker.name_sign(english, concept, *years), maker.name_sign(chinese, concept, *years)


def _add_flows(maker: Maker) -> None:
    maker.page()
    maker.heading("CONSOLIDATED STATEMENT OF CASH FLOWS", "綜合現金流量表", 1, "flows")
    lines = [
        heading_line("Cash flows from operating activities", "經營活動所得現金流量"),
        Line("profit_before_tax"),
        heading_line("Adjustments for:", "就下列各項作出調整："),
        *(Line(c, indent=1) for c in _ADJUST),
        heading_line("Changes in working capital:", "營運資金變動："),
        *(Line(c, indent=1) for c in _WORKING),
        Line("cf_generated", of=("profit_before_tax", *_ADJUST, *_WORKING), rule="single"),
        Line("cf_tax_paid"),
        Line("cf_operating", of=("cf_generated", "cf_tax_paid"), rule="single"),
        heading_line("Cash flows from investing activities", "投資活動所得現金流量"),
        *(Line(c) for c in _INVESTING),
        Line("cf_investing", of=_INVESTING, rule="single"),
        heading_line("Cash flows from financing activities", "融資活動所得現金流量"),
        *(Line(c) for c in _FINANCING),
        Line("cf_financing", of=_FINANCING, rule="single"),
        Line("cf_net", of=("cf_operating", "cf_investing", "cf_financing"), rule="single"),
        Line("cf_opening"),
        Line("cf_exchange"),
        Line("cf_closing", of=("cf_net", "cf_opening", "cf_exchange"), rule="double"),
    ]
    maker.table(
        maker.pick(f"For the year ended {date_words(maker)}", f"截至{date_words(maker)}止年度"),
        lines,
        year_columns(maker),
    )
