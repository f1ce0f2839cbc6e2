"""The notes to the statements: text of the accounting framework and the tables that break the statements down."""

from __future__ import annotations

from tieout.demo.breakdowns import MOVEMENTS, PAYABLE_AGES, RECEIVABLE_AGES
from tieout.demo.draft import Look
from tieout.demo.events import PPE
from tieout.demo.maker import Column, Line, Maker
from tieout.demo.notes_text import add_basis, write_accounting_paragraph
from tieout.demo.statements import EPS, SHARES, date_words, stack_words, unit_words, year_columns
from tieout.demo.teller import Teller


def add_notes(maker: Maker, teller: Teller) -> None:
    """All notes, numbered as the statements refer to them."""
    maker.page()
    maker.heading("NOTES TO THE CONSOLIDATED FINANCIAL STATEMENTS", "綜合財務報表附註", 1, "notes")
    add_basis(maker)
    _add_segments(maker, teller)
    _add_revenue(maker, teller)
    _add_incomes(maker)
    _add_expenses(maker, teller)
    _add_tax(maker, teller)
    _add_per_share(maker)
    _add_assets(maker)
    _add_receivables(maker, teller)
    _add_current(maker)
    _add_liabilities(maker, teller)
    _add_capital(maker, teller)


def _note(maker: Maker, number: int, english: str, chinese: str) -> None:
    maker.heading(f"{number}. {english}", f"{number}. {chinese}", 2, f"note{number}")
    write_accounting_paragraph(maker, english)


def _split(
    maker: Maker,
    caption: tuple[str, str],
    concept: str,
    axis: str,
    members: tuple[str, ...],
    total: tuple[str, str] = ("Total", "總計"),
) -> None:
    """A note table of the parts of one amount, for two years."""
    lines = [Line(f"{concept}:{axis}:{m}", label=_label_pair(f"{concept}:{m}", m)) for m in members]
    lines.append(Line(concept, of=tuple(line.concept for line in lines), label=total, rule="double"))
    maker.table(maker.pick(*caption), lines, year_columns(maker))


def _label_pair(*concepts: str) -> tuple[str, str]:
    from tieout.demo.words import load_words

    words = load_words("labels")
    english, chinese = next(words[c] for c in concepts if c in words)
    return english, chinese


def _movement(maker: Maker, concept: str, english: str, chinese: str) -> None:
    tags = MOVEMENTS[concept]
    lines = [Line(f"{concept}:opening", label=_label_pair("opening"))]
    lines += [Line(f"{concept}:{t}", label=_label_pair(t)) for t in tags]
    lines.append(
        Line(
            f"{concept}:closing", of=tuple(line.concept for line in lines), label=_label_pair("closing"), rule="double"
        )
    )
    maker.table(maker.pick(english, chinese), lines, year_columns(maker), "R")


def _add_segments(maker: Maker, teller: Teller) -> None:
    _note(maker, 3, "Segment information", "分部資料")
    segments = maker.books.company.segments
    teller.count_list("segments", segments)
    members = [str(i) for i in range(len(segments))]
    for year in (maker.year, maker.year - 1):
        columns = [
            Column((*stack_words(maker.pick(*s)), unit_words(maker)), year, m)
            for m, s in zip(members, segments, strict=True)
        ]
        columns.append(Column((maker.pick("Total", "總計"), unit_words(maker)), year, "all", of=tuple(members)))
        lines = [
            Line("revenue", label=("Segment revenue", "分部收入")),
            Line("cost_of_sales"),
            Line("gross_profit", of=("revenue", "cost_of_sales"), rule="double"),
        ]
        maker.table(
            maker.pick(f"For the year ended {date_words(maker, year)}", f"截至{date_words(maker, year)}止年度"),
            lines,
            columns,
            "F",
            lambda line, c: line.concept if c.member == "all" else f"{line.concept}:segment:{c.member}",
        )
    for i in range(len(segments)):
        teller.segment_margin(i)


def _add_revenue(maker: Maker, teller: Teller) -> None:
    _note(maker, 4, "Revenue", "收入")
    company = maker.books.company
    _labelled_split(maker, ("Revenue by segment", "按分部劃分的收入"), "revenue:segment", company.segments)
    _labelled_split(
        maker, ("Revenue by location of customers", "按客戶所在地劃分的收入"), "revenue:region", company.regions
    )
    teller.share("revenue:region:0", "revenue", company.regions[0])
    _split(maker, ("Timing of revenue recognition", "收入確認時間"), "revenue", "timing", ("point", "over"))
    _movement(maker, "contract_liabilities", "Movements in contract liabilities", "合同負債變動")


def _labelled_split(maker: Maker, caption: tuple[str, str], axis: str, names: tuple[tuple[str, str], ...]) -> None:
    lines = [Line(f"{axis}:{i}", label=name) for i, name in enumerate(names)]
    lines.append(Line("revenue", of=tuple(line.concept for line in lines), label=("Total", "總計"), rule="double"))
    columns = []
    for year in (maker.year, maker.year - 1):
        header = maker.pick(str(year), f"{year}年")
        columns += [
            Column((header, unit_words(maker)), year),
            Column((header, maker.pick("% of total", "佔總額%")), year, "%", "share", whole="revenue"),
        ]
    maker.table(maker.pick(*caption), lines, columns)


def _add_incomes(maker: Maker) -> None:
    _note(maker, 5, "Other income and other gains", "其他收入及其他收益")
    _split(maker, ("Other income", "其他收入"), "other_income", "type", ("grants", "vat_refunds", "rental", "other"))
    parts = ("fair_value_gains", "disposal_gains")
    maker.table(
        maker.pick("Other gains/(losses), net", "其他收益╱（虧損）淨額"),
        [*(Line(p) for p in parts), Line("other_gains", of=parts, label=("Total", "總計"), rule="double")],
        year_columns(maker),
    )


def _add_expenses(maker: Maker, teller: Teller) -> None:
    _note(maker, 6, "Expenses by nature", "按性質劃分的開支")
    parts = (
        "nature:materials",
        "staff",
        "nature:depreciation",
        "nature:amortisation",
        "nature:subcontracting",
        "nature:promotion",
        "nature:transport",
        "nature:professional",
        "nature:other",
    )
    maker.table(
        maker.pick("Expenses by nature", "按性質劃分的開支"),
        [*(Line(p) for p in parts), Line("nature", of=parts, rule="double")],
        year_columns(maker),
    )
    _note(maker, 7, "Employee benefit expenses", "僱員福利開支")
    pay = ("staff:salaries", "staff:bonuses", "staff:pensions", "staff:welfare", "staff:awards")
    maker.table(
        maker.pick("Employee benefit expenses, including directors' emoluments", "僱員福利開支（包括董事酬金）"),
        [*(Line(p) for p in pay), Line("staff", of=pay, label=("Total", "總計"), rule="double")],
        year_columns(maker),
    )
    teller.change("staff")
    _note(maker, 8, "Finance income and costs", "財務收入及成本")
    costs = ("interest_borrowings", "interest_leases")
    maker.table(
        maker.pick("Finance income/(costs), net", "財務收入╱（成本）淨額"),
        [
            Line("finance_income"),
            *(Line(c) for c in costs),
            Line("finance_costs", of=costs, rule="single"),
            Line("finance_net", of=("finance_income", "finance_costs"), rule="double"),
        ],
        year_columns(maker),
    )


def _add_tax(maker: Maker, teller: Teller) -> None:
    _note(maker, 9, "Income tax", "所得稅")
    parts = ("tax:prc", "tax:overseas", "tax:deferred")
    maker.table(
        maker.pick("Income tax expense/(credit)", "所得稅開支╱（抵免）"),
        [*(Line(p) for p in parts), Line("tax:charge", of=parts, rule="double")],
        year_columns(maker),
    )
    steps = ("tax:statutory", "tax:preferential", "tax:not_deductible", "tax:research", "tax:losses", "tax:other")
    maker.table(
        maker.pick("Reconciliation of the income tax", "所得稅對賬"),
        [
            Line("profit_before_tax"),
            *(Line(p) for p in steps),
            Line("tax:charge", of=steps, rule="double"),
        ],
        year_columns(maker),
    )
    teller.effective_tax()


def _add_per_share(maker: Maker) -> None:
    loss = maker.books.value("profit_owners", maker.year) < 0
    words = ("Loss per share", "每股虧損") if loss else ("Earnings per share", "每股盈利")
    _note(maker, 10, *words)
    grid = maker.table(
        maker.pick("Basic and diluted", "基本及攤薄"),
        [
            Line("profit_owners", label=("Result attributable to owners of the Company", "本公司擁有人應佔業績")),
            Line("shares:average", look=SHARES),
            Line("shares:diluted", look=SHARES),
            Line("eps_basic", look=EPS),
            Line("eps_diluted", look=EPS),
        ],
        year_columns(maker),
    )
    for j in (0, 1):
        for result, base in (("eps_basic", "shares:average"), ("eps_diluted", "shares:diluted")):
            maker.bind(
                "P",
                "ratio",
                grid[result, j],
                [grid["profit_owners", j], grid[base, j]],
                "the amount per share is the attributable result over the average number of shares",
            )


def _add_assets(maker: Maker) -> None:
    _note(maker, 11, "Property, plant and equipment", "物業、廠房及設備")
    for year in (maker.year, maker.year - 1):
        columns = [
            Column((*stack_words(maker.pick(*_label_pair(f"class:{name}"))), unit_words(maker)), year, name)
            for name in PPE
        ]
        columns.append(Column((maker.pick("Total", "總計"), unit_words(maker)), year, "all", of=PPE))
        tags = ("opening", *MOVEMENTS["ppe"])
        lines = [Line(t) for t in tags] + [Line("closing", of=tags, rule="double")]
        maker.table(
            maker.pick(
                f"Net book amount, year ended {date_words(maker, year)}",
                f"賬面淨值，截至{date_words(maker, year)}止年度",
            ),
            lines,
            columns,
            "R",
            lambda line, c: f"ppe:{line.concept}" if c.member == "all" else f"ppe:class:{c.member}:{line.concept}",
        )
    _note(maker, 12, "Leases and intangible assets", "租賃及無形資產")
    _movement(maker, "rou", "Movements in right-of-use assets", "使用權資產變動")
    _movement(maker, "leases", "Movements in lease liabilities", "租賃負債變動")
    _movement(maker, "intangibles", "Movements in intangible assets", "無形資產變動")
    _note(maker, 13, "Investments in associates", "於聯營公司的投資")
    _movement(maker, "associates", "Movements in investments in associates", "於聯營公司的投資變動")
    _note(maker, 14, "Financial assets at fair value through profit or loss", "按公平值計入損益的金融資產")
    _split(maker, ("Fair value hierarchy", "公平值層級"), "fvtpl", "level", ("level_1", "level_2", "level_3"))
    _movement(maker, "fvtpl", "Movements in financial assets at fair value", "按公平值計量的金融資產變動")


def _add_receivables(maker: Maker, teller: Teller) -> None:
    _note(maker, 15, "Trade receivables", "貿易應收款項")
    parts = ("receivables_gross", "allowance")
    maker.table(
        maker.pick("Trade receivables", "貿易應收款項"),
        [*(Line(p) for p in parts), Line("receivables", of=parts, label=("Total", "總計"), rule="double")],
        year_columns(maker),
    )
    _split(
        maker,
        (
            "Ageing of trade receivables by invoice date, before impairment",
            "按發票日期呈列的貿易應收款項（減值前）賬齡",
        ),
        "receivables_gross",
        "age",
        RECEIVABLE_AGES,
    )
    teller.share(
        "receivables_gross:age:within_3_months",
        "receivables_gross",
        ("Trade receivables aged within 3 months", "賬齡為3個月內的貿易應收款項"),
    )
    _movement(maker, "allowance", "Movements in the allowance for impairment", "減值撥備變動")
    teller.change("allowance:closing", ("The allowance for impairment", "減值撥備"))


def _add_current(maker: Maker) -> None:
    _note(maker, 16, "Inventories", "存貨")
    _split(
        maker, ("Inventories", "存貨"), "inventories", "type", ("raw_materials", "work_in_progress", "finished_goods")
    )
    _note(maker, 17, "Prepayments, deposits and other receivables", "預付款項、按金及其他應收款項")
    _split(
        maker,
        ("Prepayments, deposits and other receivables", "預付款項、按金及其他應收款項"),
        "prepayments",
        "type",
        ("advances", "deposits", "vat", "other"),
    )
    _note(maker, 18, "Cash and cash equivalents", "現金及現金等價物")
    _split(maker, ("Denominated in", "以下列貨幣計值"), "cash", "currency", ("rmb", "usd", "hkd", "other"))


def _add_liabilities(maker: Maker, teller: Teller) -> None:
    _note(maker, 20, "Trade payables", "貿易應付款項")
    _split(
        maker,
        ("Ageing of trade payables by invoice date", "按發票日期呈列的貿易應付款項賬齡"),
        "trade_payables",
        "age",
        PAYABLE_AGES,
    )
    _note(maker, 21, "Accruals and other payables", "應計費用及其他應付款項")
    _split(
        maker,
        ("Accruals and other payables", "應計費用及其他應付款項"),
        "accruals",
        "type",
        ("payroll", "taxes", "construction", "other"),
    )
    _note(maker, 22, "Borrowings", "借款")
    _split(
        maker,
        ("Borrowings by security", "按抵押劃分的借款"),
        "borrowings",
        "security",
        ("secured", "guaranteed", "unsecured"),
    )
    parts = tuple(f"borrowings:due:{k}" for k in ("1", "2", "5", "over"))
    maker.table(
        maker.pick("Borrowings by maturity", "按到期日劃分的借款"),
        [*(Line(p) for p in parts), Line("borrowings", of=parts, label=("Total", "總計"), rule="double")],
        year_columns(maker),
    )
    _movement(maker, "borrowings", "Movements in borrowings", "借款變動")
    teller.change("borrowings")
    _note(maker, 23, "Capital commitments", "資本承擔")
    parts = ("commitments:ppe", "commitments:investments")
    maker.table(
        maker.pick("Contracted but not provided for", "已訂約但未撥備"),
        [*(Line(p) for p in parts), Line("commitments", of=parts, rule="double")],
        year_columns(maker),
    )


def _add_capital(maker: Maker, teller: Teller) -> None:
    _note(maker, 24, "Share capital and share options", "股本及購股權")
    shares = Look(unit="shares")
    columns = [Column((maker.pick(str(y), f"{y}年"),), y) for y in (maker.year, maker.year - 1)]
    maker.table(
        maker.pick("Number of ordinary shares of RMB0.1 each", "每股面值人民幣0.1元的普通股數目"),
        [
            Line("shares:opening", look=shares, label=_label_pair("opening")),
            Line("shares:issued", look=shares, label=_label_pair("issued")),
            Line(
                "shares",
                of=("shares:opening", "shares:issued"),
                look=shares,
                label=_label_pair("closing"),
                rule="double",
            ),
        ],
        columns,
        "R",
    )
    tags = ("granted", "exercised", "forfeited")
    lines = [
        Line("options:opening", look=shares, label=_label_pair("opening")),
        *(Line(f"options:{t}", look=shares, label=_label_pair(t)) for t in tags),
    ]
    lines.append(
        Line(
            "options:closing",
            of=tuple(line.concept for line in lines),
            look=shares,
            label=_label_pair("closing"),
            rule="double",
        )
    )
    maker.table(maker.pick("Number of share options", "購股權數目"), lines, columns, "R")
    _note(maker, 25, "Dividends and events after the reporting period", "股息及報告期後事項")
    teller.closing_remarks()
