"""Labels to concepts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tieout.concepts import all_concepts, find_concept, find_element, find_qualified, get_concept, match_label, orient
from tieout.concepts.names import chinese_names, english_names

LABELS = [
    ("Revenue", "revenue", 1),
    ("Total revenues", "revenue", 1),
    ("Turnover", "revenue", 1),
    ("Net sales", "revenue", 1),
    ("營業額", "revenue", 1),
    ("一、營業總收入", "revenue", 1),
    ("其中：营业收入", "revenue", 1),
    ("(Loss)/profit for the year", "profit_for_the_period", 1),
    ("Profit/(loss) for the period", "profit_for_the_period", 1),
    ("Profit for the six months ended 30 June 2023", "profit_for_the_period", 1),
    ("Net income (loss)", "profit_for_the_period", 1),
    ("Loss for the period", "profit_for_the_period", -1),
    ("Net loss", "profit_for_the_period", -1),
    ("Annual loss", "profit_for_the_period", -1),
    ("淨虧損", "profit_for_the_period", -1),
    ("期內（虧損）／溢利", "profit_for_the_period", 1),
    ("Loss attributable to owners of the Company", "profit_attributable_to_owners", -1),
    ("本公司權益持有人應佔溢利", "profit_attributable_to_owners", 1),
    ("Income tax (expense)/credit", "income_tax_expense", -1),
    ("Income tax credit", "income_tax_expense", -1),
    ("Net cash used in operating activities", "cash_from_operating", -1),
    ("Net cash (used in)/generated from operating activities", "cash_from_operating", 1),
    ("Net cash provided by (used in) investing activities", "cash_from_investing", 1),
    ("Earnings per share – Basic", "basic_eps", 1),
    ("Basic (loss)/earnings per share (RMB)", "basic_eps", 1),
    ("Trade receivables (note 5)", "trade_receivables", 1),
    ("Cash and cash equivalents at end of the year", "cash_and_cash_equivalents", 1),
    ("Cash and cash equivalents at beginning of the year", "cash_opening", 1),
    ("Adjusted net loss", "adjusted_profit", -1),
    ("Net current liabilities", "net_current_assets", -1),
    ("Diluted earnings per share (in dollars per share)", "diluted_eps", 1),
    ("融資活動所得╱（所用）現金淨額", "cash_from_financing", 1),
    ("非國際財務報告準則計量：經調整淨利潤1", "adjusted_profit", 1),
    ("每股基本盈利（以每股人民幣元列示）", "basic_eps", 1),
    ("於聯營公司之權益", "interests_in_associates", 1),
    ("年度綜合收益總額", "comprehensive_income", 1),
    ("Accumulated losses", "retained_earnings", -1),
    ("Amortization of intangible assets", "amortisation_intangibles", 1),
    ("加权平均净资产收益率（%）", "weighted_average_roe", 1),
    ("貿易應收款項周轉天數", "trade_receivables_turnover_days", 1),
    ("R&D expenses", "research_development_expenses", 1),
    ("Selling, general and administrative expenses", "selling_general_admin_expenses", 1),
    ("Total liabilities and stockholders’ equity", "equity_and_liabilities", 1),
]

QUALIFIED = [
    ("Revenue from Customer A", "revenue"),
    ("Revenue per customer", "revenue"),
    ("Segment revenue", "revenue"),
    ("Smart city revenue", "revenue"),
    ("智慧城市收入", "revenue"),
    ("Revenue of the robotics segment", "revenue"),
    ("Finance costs of discontinued operations", "finance_costs"),
]


@pytest.mark.parametrize(("label", "concept", "sign"), LABELS, ids=[x[0] for x in LABELS])
def test_label_names_its_concept(label: str, concept: str, sign: int) -> None:
    """A label that is a name in any usual dress resolves to its concept, with the sign its words give it."""
    match = match_label(label)
    assert match is not None
    assert (match.concept.id, match.sign, match.qualifiers) == (concept, sign, ())
    assert find_concept(label) == get_concept(concept)


@pytest.mark.parametrize(("label", "concept"), QUALIFIED, ids=[x[0] for x in QUALIFIED])
def test_qualified_label_is_not_the_plain_concept(label: str, concept: str) -> None:
    """A label with words beyond the name never resolves to the plain concept; the words are handed out."""
    assert find_concept(label) is None
    qualified = find_qualified(label)
    assert qualified is not None
    assert qualified[0].id == concept
    assert qualified[1]


@pytest.mark.parametrize(
    "label", ["Products", "Robotics", "Beijing", "", "-", "2023", "按组合计提", "Others", "Total", "合计"]
)
def test_other_labels_name_nothing(label: str) -> None:
    """Segments, places, bare totals and signs are no concepts."""
    assert find_qualified(label) is None


def test_instant_chooses_between_balances_and_flows() -> None:
    """A flow's name beside a balance names nothing: inventories in a cash flow statement are their change."""
    assert find_concept("Inventories", instant=False) is None
    assert find_concept("Inventories", instant=True) == get_concept("inventories")
    assert find_concept("Revenue", instant=True) is None


KINDRED = [
    ("Profit for the year", "Profit attributable to owners of the Company"),
    ("Trade receivables", "Trade receivables, gross"),
    ("Research and development expenses", "Research and development investment"),
    ("Total equity", "Equity attributable to owners of the Company"),
    ("Revenue", "Gross revenue"),
    ("Net debt", "Total debt"),
    ("净利润", "扣除非经常性损益后的净利润"),
    ("Profit for the year", "Adjusted profit for the year"),
]


@pytest.mark.parametrize(("one", "other"), KINDRED)
def test_kin_are_kept_apart(one: str, other: str) -> None:
    """Concepts that are easily confused are two concepts, each in the other's kin."""
    first, second = find_concept(one), find_concept(other)
    assert first is not None
    assert second is not None
    assert first.id != second.id
    assert second.id in first.kin
    assert first.id in second.kin


def test_a_percentage_chooses_between_amount_and_rate() -> None:
    """ "Gross margin" is an amount or a rate: without knowing the value it names nothing."""
    assert find_concept("Gross margin") is None
    assert find_concept("Gross margin", per_cent=False) == get_concept("gross_profit")
    assert find_concept("Gross margin", per_cent=True) == get_concept("gross_profit_margin")


def test_orient_turns_a_loss_once() -> None:
    """A loss printed as 120 and one printed as (120) are both -120; a plain profit keeps its sign."""
    assert 120 * orient(-1, 120) == -120
    assert -120 * orient(-1, -120) == -120
    assert 120 * orient(1, 120) == 120
    assert orient(-1, Decimal("0.5")) == -1


def test_elements_find_their_concept() -> None:
    """An XBRL element of either taxonomy finds its concept, with or without prefix."""
    assert find_element("ifrs-full:Assets") == get_concept("total_assets")
    assert find_element("us-gaap:LiabilitiesAndStockholdersEquity") == get_concept("equity_and_liabilities")
    assert find_element("custom:SomethingElse") is None


def test_catalogue_is_sound() -> None:
    """Ids are unique snake case, every concept has an English name, and kinship is mutual and never with itself."""
    concepts = all_concepts()
    assert len(concepts) >= 250
    for concept in concepts.values():
        assert concept.id.replace("_", "").isalnum()
        assert concept.id.islower()
        assert concept.names_en
        assert concept.id not in concept.kin
        assert all(concept.id in get_concept(k).kin for k in concept.kin)


def test_names_mean_one_thing() -> None:
    """A name stands for two concepts only when period type or percentage tells them apart."""
    for names in (english_names(), chinese_names()):
        for key in names.raw:
            entry = names.get(key)
            assert entry is not None
            kinds = [(concept.period_type, concept.unit_kind == "percent") for concept, _ in entry.meanings]
            assert len(kinds) == len(set(kinds)), key


@pytest.mark.parametrize("write", ["fold", "english", "chinese"])
def test_derived_files_are_up_to_date(write: str) -> None:
    """fold.txt and the name files are what `rebuild` writes from the catalogue."""
    from tieout.concepts import rebuild

    lines: dict[str, tuple[str, Callable[[], list[str]]]] = {
        "fold": ("fold.txt", rebuild.fold_lines),
        "english": ("names_en.tsv", rebuild.english_lines),
        "chinese": ("names_zh.tsv", rebuild.chinese_lines),
    }
    name, build = lines[write]
    assert (rebuild.FOLDER / name).read_text(encoding="utf-8").splitlines() == build()
