"""Concepts in running prose."""

from __future__ import annotations

from tieout.concepts import find_mentions


def _found(text: str) -> list[tuple[str, str, int, bool]]:
    return [(text[m.start : m.end], m.concept.id, m.sign, not m.qualifiers) for m in find_mentions(text)]


def test_longest_name_wins() -> None:
    """Where names overlap the longest is taken."""
    text = "Loss for the period attributable to owners of the Company widened; gross profit margin fell."
    assert _found(text) == [
        ("Loss for the period attributable to owners of the Company", "profit_attributable_to_owners", -1, True),
        ("gross profit margin", "gross_profit_margin", 1, True),
    ]


def test_names_stop_at_words() -> None:
    """A name is found at word boundaries only and not across the end of a sentence."""
    assert _found("The inventoried assetsheet") == []
    assert [m[0] for m in _found("We cut cost. Of sales we speak later.")] == []


def test_neighbours_that_narrow_are_told() -> None:
    """Segment revenue and revenue from a customer are mentions with qualifiers, plain revenue is one without."""
    text = "Revenue rose. Segment revenue and revenue from Customer A fell, and our revenue of RMB5 million held."
    assert [m[3] for m in _found(text)] == [True, False, False, True]


def test_participles_and_standards_narrow() -> None:
    """An adjusted rate is not the rate, a non-GAAP expense not the expense; a GAAP figure is the figure."""
    text = (
        "The adjusted effective tax rate was 24%; non-GAAP SG&A was 9; GAAP diluted EPS was 3; provision for bad loans"
    )
    assert [m[1:] for m in _found(text)] == [
        ("effective_tax_rate", 1, False),
        ("selling_general_admin_expenses", 1, False),
        ("diluted_eps", 1, True),
    ]
    assert [m[3] for m in _found("Revenue for the quarter was 3. Revenue for robots was 2.")] == [True, False]


def test_lists_are_plain() -> None:
    """Names in a list, parted by commas, are each plain."""
    assert [m[1:] for m in _found("Trade receivables, contract assets and inventories")] == [
        ("trade_receivables", 1, True),
        ("contract_assets", 1, True),
        ("inventories", 1, True),
    ]


def test_chinese_in_both_scripts() -> None:
    """Chinese names are found by characters, traditional or simplified, with their offsets."""
    text = "期內，本集團收入為人民幣5億元，淨虧損為人民幣3億元；毛利率為44%。"
    assert _found(text) == [
        ("收入", "revenue", 1, True),
        ("淨虧損", "profit_for_the_period", -1, True),
        ("毛利率", "gross_profit_margin", 1, True),
    ]


def test_short_chinese_names_inside_words_are_left() -> None:
    """A two-character name that is part of a longer word is no mention."""
    assert [m[1] for m in _found("其智慧汽車收入為人民幣1億元。")] == []


def test_chinese_possessives() -> None:
    """ "本集團的收入" is plain, "智慧汽車的收入" is narrowed by what stands before 的."""
    assert [m[1:] for m in _found("本集團的營業收入增長。")] == [("revenue", 1, True)]
    assert [m[1:] for m in _found("智慧汽車的營業收入增長。")] == [("revenue", 1, False)]


def test_the_next_number_tells_amount_from_rate() -> None:
    """ "Gross margin" is the rate before a percentage, the amount before another number, nothing before none."""
    assert [m[1] for m in _found("Gross margin was 41.2% this year.")] == ["gross_profit_margin"]
    assert [m[1] for m in _found("Gross margin was $44.9 billion.")] == ["gross_profit"]
    assert _found("Gross margin improved.") == []
