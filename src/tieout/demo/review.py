"""Management discussion: highlights, business review, financial review, people, proceeds, five years."""

from __future__ import annotations

from dataclasses import replace

from tieout.demo.company import Company
from tieout.demo.draft import Look
from tieout.demo.events import FUNCTIONS
from tieout.demo.maker import Column, Line, Maker
from tieout.demo.show import COUNT
from tieout.demo.statements import unit_words, year_columns
from tieout.demo.teller import Teller
from tieout.demo.words import load_words

_PURPOSES = (
    ("Research and development", "研發"),
    ("Expansion of production capacity", "擴充產能"),
    ("Sales network", "銷售網絡"),
    ("Working capital and general purposes", "營運資金及一般用途"),
)


CASH_FLOWS = (
    ("cf_operating", ("operating", "經營")),
    ("cf_investing", ("investing", "投資")),
    ("cf_financing", ("financing", "融資")),
)


def name_flow(maker: Maker, concept: str, activity: tuple[str, str], year: int | None = None) -> tuple[str, str]:
    """What to call a cash flow, by its signs: generated, used, or only net."""
    year = year or maker.year
    signs = {maker.books.value(concept, y) < 0 for y in (year, year - 1)}
    english, chinese = (
        ("flow of", "現金流量淨額")
        if len(signs) == 2
        else ("used in", "所用現金淨額")
        if True in signs
        else ("generated from", "所得現金淨額")
    )
    return f"Net cash {english} {activity[0]} activities", f"{activity[1]}活動{chinese}"


def list_metrics(company: Company) -> list[Line]:
    """Table rows of the operating measures, scaled as their labels say."""
    return [
        Line(f"metric:{i}", label=metric.label, look=replace(COUNT, scale=metric.scale))
        for i, metric in enumerate(company.metrics)
    ]


def write_passages(maker: Maker, name: str, limit: int = 99) -> None:
    """Paragraphs without figures, in the document's language."""
    short = maker.books.company.short
    for english, chinese in load_words("passages")[name][:limit]:
        maker.write(english.format(short=short[0]), chinese.format(short=short[1]))


def growth_columns(maker: Maker) -> list[Column]:
    """Year, year before and change."""
    return [*year_columns(maker), Column((maker.pick("Change", "變動"), "%"), maker.year, kind="growth")]


def add_highlights(maker: Maker) -> None:
    """The table of key figures that opens an announcement."""
    maker.heading("FINANCIAL HIGHLIGHTS", "財務摘要", 1, "highlights")
    names = ("revenue", "gross_profit", "operating_profit", "profit_before_tax", "profit")
    lines = [Line(n) for n in names]
    lines.append(Line("profit_owners", label=("Attributable to owners of the Company", "本公司擁有人應佔")))
    lines += [Line("adjusted_profit"), Line("adjusted_ebitda")]
    maker.table(maker.pick("Key figures", "主要數據"), lines, growth_columns(maker))


def add_business_review(maker: Maker, teller: Teller) -> None:
    """Segments, regions and operating measures in prose and tables."""
    maker.page()
    maker.heading("MANAGEMENT DISCUSSION AND ANALYSIS", "管理層討論及分析", 1, "review")
    maker.heading("Business overview", "業務概覽", 2, "overview")
    write_passages(maker, "overview")
    teller.change("revenue", reason=True)
    texts = load_words("passages")["segments"]
    for i, segment in enumerate(maker.books.company.segments):
        maker.heading(segment[0], segment[1], 3, f"segment{i}")
        subject = (f"Revenue of {segment[0]}", f"{segment[1]}收入")
        teller.change(f"revenue:segment:{i}", subject, reason=True)
        maker.say(
            teller.tell_share(
                f"revenue:segment:{i}", "revenue", (f"This segment ({segment[0]})", f"該分部（{segment[1]}）")
            )
        )
        maker.write(*texts[(i + maker.books.company.seed) % len(texts)])
    maker.heading("Markets", "市場", 3, "markets")
    for i, region in enumerate(maker.books.company.regions[:3]):
        teller.change(f"revenue:region:{i}", (f"Revenue from {region[0]}", f"來自{region[1]}的收入"))
    maker.heading("Operating data", "營運數據", 3, "operations")
    columns = [replace(c, header=c.header[:1]) for c in growth_columns(maker)]
    lines = list_metrics(maker.books.company)
    maker.table(maker.pick("Operating data", "營運數據"), lines, columns)
    for i in range(len(maker.books.company.metrics)):
        maker.say(teller.metric(i))


def add_financial_review(maker: Maker, teller: Teller) -> None:
    """Line by line from revenue to profit, then liquidity and capital."""
    maker.page()
    maker.heading("Financial review", "財務回顧", 2, "financial")
    for concept, english, chinese in (("revenue", "Revenue", "收入"), ("cost_of_sales", "Cost of sales", "銷售成本")):
        maker.heading(english, chinese, 3)
        teller.change(concept, reason=True)
    nature = ("nature:materials", "nature:subcontracting")
    for concept in nature:
        maker.say(teller.tell_value(concept))
    for concept in ("nature:promotion", "nature:transport", "nature:professional", "cf_proceeds", "cf_repayments"):
        runs = teller.tell_multiple(concept)
        if runs:
            maker.say(runs)
    maker.heading("Gross profit and gross margin", "毛利及毛利率", 3)
    teller.change("gross_profit", reason=True)
    maker.say(teller.tell_margin("gross_profit", "revenue", ("The gross margin", "毛利率")))
    for concept in FUNCTIONS[1:]:
        maker.heading(maker.label(concept), maker.label(concept), 3)
        teller.change(concept)
        maker.say(teller.tell_share(concept, "revenue", _pair(maker, concept)))
    maker.heading("Other income, finance and tax", "其他收入、財務及稅項", 3)
    for concept in ("other_income", "other_gains", "finance_income", "finance_costs"):
        teller.change(concept)
    maker.say(teller.tell_value("income_tax", ("Income tax", "所得稅")))
    maker.heading("Result for the year", "年內業績", 3)
    teller.change("profit")
    teller.change("profit_owners", _owners(maker))
    _add_adjusted(maker, teller)
    _add_liquidity(maker, teller)


def _pair(maker: Maker, concept: str) -> tuple[str, str]:
    words = load_words("labels")[concept]
    return words[0], words[1]


def _owners(maker: Maker) -> tuple[str, str]:
    return (
        maker.name_sign("The {p} attributable to owners of the Company", "profit_owners") if maker.is_english else "",
        "" if maker.is_english else maker.name_sign("本公司擁有人應佔{p}", "profit_owners"),
    )


def _add_adjusted(maker: Maker, teller: Teller) -> None:
    maker.heading("Non-IFRS measures", "非國際財務報告準則計量", 3, "adjusted")
    lines = [
        Line("profit"),
        Line("cf_awards"),
        Line("cf_fair_value"),
        Line("adjusted_profit", of=("profit", "cf_awards", "cf_fair_value"), rule="double"),
    ]
    maker.table(maker.pick("Reconciliation of the adjusted result", "經調整業績對賬"), lines, year_columns(maker))
    lines = [
        Line("operating_profit"),
        Line("nature:depreciation"),
        Line("nature:amortisation"),
        Line("ebitda", of=("operating_profit", "nature:depreciation", "nature:amortisation"), rule="single"),
        Line("cf_awards"),
        Line("cf_fair_value"),
        Line("adjusted_ebitda", of=("ebitda", "cf_awards", "cf_fair_value"), rule="double"),
    ]
    maker.table(maker.pick("Reconciliation of adjusted EBITDA", "經調整EBITDA對賬"), lines, year_columns(maker))
    teller.change("adjusted_ebitda")


def _add_liquidity(maker: Maker, teller: Teller) -> None:
    maker.heading("Liquidity and capital resources", "流動資金及資本資源", 2, "liquidity")
    write_passages(maker, "treasury", 1)
    teller.change("cash")
    for concept, activity in CASH_FLOWS:
        teller.change(concept, name_flow(maker, concept, activity))
    teller.change("total_assets")
    teller.change("receivables")
    teller.change("inventories")
    teller.change("borrowings")
    maker.say(
        teller.tell_margin(
            "borrowings",
            "total_equity",
            ("The gearing ratio (borrowings over total equity)", "資本負債比率（借款除以權益總額）"),
        )
    )
    maker.say(teller.tell_ratio("current_assets", "current_liabilities", ("The current ratio", "流動比率")))
    maker.say(teller.tell_pair("current_assets", "current_liabilities"))
    maker.say(teller.tell_pair("total_assets", "total_liabilities"))
    maker.heading("Capital expenditure, pledges and commitments", "資本開支、抵押及承擔", 3)
    maker.say(
        teller.tell_value("ppe:additions", ("Additions to property, plant and equipment", "物業、廠房及設備添置"))
    )
    maker.say(teller.tell_value("pledged", ("Buildings pledged to secure borrowings", "為借款作抵押的樓宇")))
    teller.change("commitments", ("Capital commitments", "資本承擔"))
    maker.heading("Foreign exchange risk", "外匯風險", 3)
    maker.write(*load_words("passages")["treasury"][1])


def add_people(maker: Maker, teller: Teller) -> None:
    """Employees by function with their shares."""
    maker.heading("Employees and remuneration", "僱員及薪酬", 2, "people")
    teller.headcount()
    parts = tuple(f"headcount:{n}" for n in ("production", "research", "sales", "administration"))
    lines = [Line(p, look=COUNT) for p in parts]
    lines.append(Line("headcount", of=parts, look=COUNT, rule="double"))
    columns = []
    for year in (maker.year, maker.year - 1):
        header = maker.pick(str(year), f"{year}年")
        columns += [
            Column((header, maker.pick("Number", "人數")), year),
            Column((header, maker.pick("% of total", "佔總數%")), year, "%", "share", whole="headcount"),
        ]
    maker.table(maker.pick("Employees by function", "按職能劃分的僱員"), lines, columns)
    teller.change("staff")


def add_proceeds(maker: Maker) -> None:
    """Use of the net proceeds of the listing, in millions of Hong Kong dollars."""
    maker.heading("Use of proceeds from the listing", "上市所得款項用途", 2, "proceeds")
    look = Look(scale=6, decimals=1, unit="HKD")
    heads = {
        "planned": ("Planned", "計劃"),
        "before": ("Used before the year", "年前已動用"),
        "during": ("Used in the year", "年內已動用"),
        "left": ("Unused at year end", "年末未動用"),
    }
    columns = [
        Column((maker.pick(*head), maker.pick("HK$ million", "百萬港元")), maker.year, name)
        for name, head in heads.items()
    ]
    lines = [Line(str(i), label=purpose, look=look) for i, purpose in enumerate(_PURPOSES)]
    lines.append(
        Line("all", of=tuple(line.concept for line in lines), label=("Total", "總計"), look=look, rule="double")
    )
    grid = maker.table(
        maker.pick("Net proceeds", "所得款項淨額"),
        lines,
        columns,
        concept_of=lambda line, c: f"proceeds_use:{line.concept}:{c.member}",
    )
    for line in lines:
        planned, before, during, left = (grid[line.concept, j] for j in range(4))
        maker.bind(
            "R",
            "sum",
            left,
            [planned, (before, -1), (during, -1)],
            "what is left is what was planned less what was used",
        )


def add_five_years(maker: Maker) -> None:
    """The five-year summary."""
    maker.heading("FIVE-YEAR FINANCIAL SUMMARY", "五年財務摘要", 1, "five")
    unit = unit_words(maker)
    columns = [
        Column((maker.pick(str(y), f"{y}年"), unit), y)
        for y in range(maker.year, maker.year - 5, -1)
        if ("revenue", y) in maker.books.values
    ]
    names = ("revenue", "gross_profit", "profit_before_tax", "profit", "profit_owners")
    lines = [
        Line(n, label=("Attributable to owners of the Company", "本公司擁有人應佔") if n == "profit_owners" else None)
        for n in names
    ]
    maker.table(maker.pick("Results", "業績"), lines, columns)
    lines = [
        Line("noncurrent_assets"),
        Line("current_assets"),
        Line("total_assets", of=("noncurrent_assets", "current_assets"), rule="single"),
        Line("noncurrent_liabilities"),
        Line("current_liabilities"),
        Line("total_liabilities", of=("noncurrent_liabilities", "current_liabilities"), rule="single"),
        Line("total_equity", rule="double"),
    ]
    grid = maker.table(maker.pick("Assets, liabilities and equity", "資產、負債及權益"), lines, columns)
    for j in range(len(columns)):
        maker.bind(
            "I",
            "sum",
            grid["total_equity", j],
            [grid["total_assets", j], (grid["total_liabilities", j], -1)],
            "total equity is total assets less total liabilities",
        )
