"""Measurements found in documents: invented notes end to end, and real reports where the material is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.material import SHARED, needs_shared
from tests.reperform.notes import HEAD, YEARS, disclose, read, table
from tieout.reperform.disclosed import find_disclosed_rooms, find_disclosures
from tieout.reperform.disclosed.relations import to_relations

TAX_ROWS = [
    ["Loss before tax", "(20,000)", "(10,000)"],
    ["Tax at the domestic income tax rate", "(3,300)", "(1,650)"],
    ["Tax effect of expenses not deductible", "4,574", "1,949"],
    ["Income tax expense", "1,274", "299"],
]


def test_rooms_are_check_rooms() -> None:
    """Each has a stable code of its own, a name, settings, and both functions."""
    rooms = find_disclosed_rooms()
    assert [r.CODE for r in rooms] == ["M1101", "M1102", "M1103", "M1104", "M1105"]
    for room in rooms:
        assert room.NAME
        assert room.Settings()
        assert callable(room.find)
        assert callable(room.propose)


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        ("Hong Kong profits tax is calculated at 16.5% (2023: 16.5%) of the assessable profits.", ["agrees", "agrees"]),
        ("The profits tax rate is 25% (2023: 16.5%).", ["cannot", "agrees"]),
        ("The corporate income tax rate is 15%. The profits tax rate is 16.5%.", ["cannot", "cannot"]),
        ("A new subsidiary was formed.", ["cannot", "cannot"]),
    ],
)
def test_tax_rate_in_words(tmp_path: Path, words: str, verdicts: list[str]) -> None:
    """One rate in the sentences of the note is used; one that does not fit, or several, is no finding."""
    note = table("12 Income tax", YEARS, TAX_ROWS).replace("</h2>", f"</h2><p>{words}</p>")
    found = [d for d in disclose(tmp_path, note) if "applicable" in d.title]
    assert [d.verdict for d in found] == verdicts


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("The incremental borrowing rates of leases range from 3.50% to 4.50% (2023: 3.41% to 4.20%).", "agrees"),
        ("The incremental borrowing rate of leases is 25.00%.", "cannot"),
        ("The incremental borrowing rates are 3%, 4% and 5%.", "cannot"),
        ("No rate is told.", "cannot"),
    ],
)
def test_discount_rate_in_words(tmp_path: Path, words: str, verdict: str) -> None:
    """A rate or a range in the note's sentences discounts the bands; one that does not fit is no finding."""
    heads = [
        "HK$'000",
        "Within 1 year",
        "1 to 2 years",
        "2 to 5 years",
        "Total undiscounted cash flows",
        "Carrying amount",
    ]
    rows = [["Lease liabilities", "1,000", "1,000", "900", "2,900", "2,725"]]
    found = disclose(tmp_path, table("13 Lease liabilities", heads, rows) + f"<p>{words}</p>")
    assert [d.verdict for d in found] == [verdict]


def test_loss_allowance_by_band(tmp_path: Path) -> None:
    """Gross by rate: exact, within the rounding of the rate, and beyond it."""
    heads = ["HK$'000", "Expected loss rate", "Gross carrying amount", "Loss allowance"]
    rows = [
        ["Not past due", "1.0%", "12,000", "120"],
        ["1 to 90 days", "4.4%", "5,210", "231"],
        ["Over 90 days", "30.0%", "1,500", "540"],
    ]
    found = disclose(tmp_path, table("Credit risk", heads, rows))
    assert [d.verdict for d in found] == ["agrees", "rounding", "differs"]


def test_tax_reconciliation(tmp_path: Path) -> None:
    """16.5 % of 10,000 is 1,650; with the items 1,530; a wrong total differs."""
    rows = [
        ["Profit before tax", "10,000", "8,000"],
        ["Tax at the applicable rate of 16.5% (2023: 16.5%)", "1,650", "1,320"],
        ["Tax effect of income not taxable", "(200)", "(100)"],
        ["Tax effect of expenses not deductible", "80", "60"],
        ["Income tax expense for the year", "1,530", "1,380"],
    ]
    found = disclose(tmp_path, table("10 Income tax", YEARS, rows))
    assert [d.verdict for d in found] == ["agrees", "agrees", "agrees", "differs"]


def test_tax_without_a_rate_is_not_guessed(tmp_path: Path) -> None:
    """No rate named: cannot, with the rate the printed tax implies as a note only."""
    rows = [
        ["Profit before tax", "10,000", "8,000"],
        ["Tax at the statutory rate", "2,500", "2,000"],
        ["Income tax expense", "2,500", "2,000"],
    ]
    found = [d for d in disclose(tmp_path, table("10 Income tax", YEARS, rows)) if "applicable" in d.title]
    assert {d.verdict for d in found} == {"cannot"}
    assert found[0].missing == ("tax rate",)
    assert "25.00 %" in found[0].note


@pytest.mark.parametrize(("carrying", "verdict"), [("2,725", "agrees"), ("2,100", "differs"), ("3,300", "differs")])
def test_lease_maturity(tmp_path: Path, carrying: str, verdict: str) -> None:
    """The carrying amount lies between payments at the end and at the start of their bands, discounted at the rate."""
    heads = ["HK$'000", "Weighted average interest rate %", "Within 1 year", "1 to 2 years", "2 to 5 years"]
    heads += ["Total undiscounted cash flows", "Carrying amount"]
    rows = [["Lease liabilities", "4.00", "1,000", "1,000", "900", "2,900", carrying]]
    found = disclose(tmp_path, table("Liquidity risk", heads, rows))
    assert [d.verdict for d in found] == [verdict]
    assert found[0].low is not None
    assert found[0].high is not None
    assert found[0].low < found[0].high


def test_lease_without_a_rate_cannot(tmp_path: Path) -> None:
    """No rate and no carrying amount beside the bands: both are said to be missing."""
    heads = ["HK$'000", "Within 1 year", "1 to 2 years", "Total"]
    found = disclose(tmp_path, table("Liquidity risk", heads, [["Lease liabilities", "1,000", "1,000", "2,000"]]))
    assert [d.missing for d in found] == [("discount rate", "carrying amount")]


@pytest.mark.parametrize(("net", "verdict"), [("300", "agrees"), ("290", "differs")])
def test_property_movement(tmp_path: Path, net: str, verdict: str) -> None:
    """Cost and depreciation roll forward, and their difference is the carrying amount."""
    heads = ["HK$'000", "Vehicles"]
    rows = [
        ["Cost", ""],
        ["At 1 January 2024", "400"],
        ["Additions", "120"],
        ["Disposals", "(40)"],
        ["At 31 December 2024", "480"],
        ["Accumulated depreciation", ""],
        ["At 1 January 2024", "120"],
        ["Charge for the year", "90"],
        ["Eliminated on disposals", "(30)"],
        ["At 31 December 2024", "180"],
        ["Carrying amount", ""],
        ["At 31 December 2024", net],
    ]
    found = disclose(tmp_path, table("14 Property, plant and equipment", heads, rows))
    assert [d.verdict for d in found] == [verdict]


def test_only_certain_verdicts_become_relations(tmp_path: Path) -> None:
    """Agreement and difference become relations over the cited figures; rounding and cannot do not."""
    heads = ["HK$'000", "Expected loss rate", "Gross carrying amount", "Loss allowance"]
    rows = [
        ["Not past due", "1.0%", "12,000", "120"],
        ["1 to 90 days", "4.4%", "5,210", "231"],
        ["Over 90 days", "30.0%", "1,500", "540"],
    ]
    path = tmp_path / "report.html"
    path.write_text(HEAD + table("Credit risk", heads, rows), encoding="utf-8")
    paper = read(path)
    relations = list(to_relations(paper, find_disclosures(paper)))
    assert len(relations) == 2
    for relation in relations:
        assert relation.code == "M1102"
        assert relation.result in paper.figures
    assert relations[1].expected == 450 * 10**3 or relations[1].expected == 450


def test_tables_of_other_things_disclose_nothing(tmp_path: Path) -> None:
    """A table that is none of these yields nothing."""
    rows = [["Revenue", "100", "90"], ["Cost of sales", "(60)", "(50)"], ["Gross profit", "40", "40"]]
    assert disclose(tmp_path, table("Results", YEARS, rows)) == []


REPORTS = {
    "hk01161_AR_FY2021_en": {"M1101": 2, "M1103": 4, "M1104": 2, "M1105": 22},
    "hk01741_ri_ying_AR_FY2021_en": {"M1101": 2, "M1102": 6, "M1103": 4, "M1105": 11},
    "a603339_sifang_AR_FY2019_zh": {"M1102": 28, "M1103": 1, "M1105": 9},
}


@pytest.mark.slow
@needs_shared
@pytest.mark.parametrize("name", REPORTS)
def test_real_reports_perform_again(name: str) -> None:
    """On a real report the measurements it discloses agree, to rounding; nothing differs."""
    found = find_disclosures(read(SHARED / "data" / "docs" / "pdf" / f"{name}.pdf"))
    assert [d for d in found if d.verdict == "differs"] == []
    held = [d.code for d in found if d.verdict in ("agrees", "rounding")]
    for code, least in REPORTS[name].items():
        assert held.count(code) >= least * 0.8, (code, held.count(code))


def test_rates_in_rows(tmp_path: Path) -> None:
    """Age bands across, with rate, gross amount and allowance as rows."""
    rows = [
        ["Average loss rate", "1.0%", "30.0%"],
        ["Gross carrying amount", "12,000", "1,500"],
        ["Loss allowance provision", "120", "540"],
    ]
    heads = ["HK$'000", "Within 30 days", "Over 365 days"]
    found = disclose(tmp_path, table("Credit risk", heads, rows))
    assert [d.verdict for d in found] == ["agrees", "differs"]


def test_leases_by_year(tmp_path: Path) -> None:
    """Years down, less imputed interest; the rate stands in another table of the note."""
    rates = table("Leases", ["Leases", "2024"], [["Weighted average discount rate of leases", "4.0%"]])
    for liability, verdict in (("$2,600", "agrees"), ("$1,900", "differs")):
        rows = [["2025", "$1,000"], ["2026", "800"], ["2027", "600"], ["Thereafter", "400"]]
        rows += [["Total lease payments", "2,800"], ["Less imputed interest", "(200)"]]
        rows += [["Total lease liabilities", liability]]
        years = table("Leases", ["(in millions)", "Operating leases"], rows)
        found = [d for d in disclose(tmp_path, rates, years) if d.code == "M1104"]
        assert [d.verdict for d in found] == [verdict]


def test_chinese_movement_table(tmp_path: Path) -> None:
    """Increases and decreases printed with their parts: the parts are not counted twice; impairment is deducted."""
    rows = [
        ["一、账面原值", ""],
        ["1.期初余额", "400.00"],
        ["2.本期增加金额", "120.00"],
        ["（1）购置", "120.00"],
        ["3.本期减少金额", "40.00"],
        ["（1）处置或报废", "40.00"],
        ["4.期末余额", "480.00"],
        ["二、累计折旧", ""],
        ["1.期初余额", "120.00"],
        ["2.本期增加金额", "90.00"],
        ["3.本期减少金额", "30.00"],
        ["4.期末余额", "180.00"],
        ["三、减值准备", ""],
        ["1.期初余额", "10.00"],
        ["2.本期增加金额", "5.00"],
        ["4.期末余额", "15.00"],
        ["四、账面价值", ""],
        ["1.期末账面价值", "285.00"],
    ]
    found = disclose(tmp_path, table("固定资产", ["项目", "运输工具"], rows))
    assert [d.verdict for d in found] == ["agrees"]


NOTES = (
    table(
        "11 Loss per share",
        YEARS,
        [
            ["Loss attributable to owners of the Company", "(21,274)", "(10,299)"],
            ["Weighted average number of ordinary shares (in thousand)", "800,000", "800,000"],
            ["Basic loss per share (HK cents)", "(2.66)", "(1.35)"],
        ],
    ),
    table("12 Income tax", YEARS, [["Loss before tax", "(20,000)", "(10,000)"], *TAX_ROWS[1:]]),
    table(
        "13 Credit risk",
        ["HK$'000", "Current", "1 to 90 days", "Over 90 days"],
        [
            ["Expected loss rate", "1.0%", "4.0%", "30.0%"],
            ["Gross carrying amount", "12,000", "5,000", "1,500"],
            ["Loss allowance", "120", "200", "540"],
        ],
    ),
)


def test_disclosures_become_relations(tmp_path: Path) -> None:
    """Each room proposes one relation for what agrees or differs, over printed figures, and none for the rest."""
    path = tmp_path / "report.html"
    path.write_text(HEAD + "".join(NOTES) + "</body></html>", encoding="utf-8")
    paper = read(path)
    for room in find_disclosed_rooms():
        firm = [d for d in room.find(paper) if d.verdict in ("agrees", "differs")]
        relations = list(room.propose(paper, room.Settings()))
        assert len(relations) == len(firm)
        assert all(r.code == room.CODE and r.result in paper.figures for r in relations)


def test_bands_across(tmp_path: Path) -> None:
    """Rates, gross amounts and allowances as rows, bands as columns."""
    found = [d for d in disclose(tmp_path, NOTES[2]) if d.code == "M1102"]
    assert [d.verdict for d in found] == ["agrees", "agrees", "differs"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Lease liabilities", "1,000", "1,000", "3,000", "2,725"]],
        [["Lease liabilities", "(1,000)", "3,900", "2,900", "2,725"]],
        [["Lease liabilities", "1,000", "1,000", "", "2,725"]],
    ],
)
def test_bands_that_do_not_add_up_are_not_understood(tmp_path: Path, rows: list[list[str]]) -> None:
    """Payments that miss their total, negative ones, or no total: nothing is disclosed."""
    heads = ["HK$'000", "Within 1 year", "1 to 2 years", "Total undiscounted cash flows", "Carrying amount"]
    assert disclose(tmp_path, table("Liquidity risk", heads, rows)) == []


def test_an_odd_tax_note_is_passed_over(tmp_path: Path) -> None:
    """A nil profit, an item without a name: no reconciliation is claimed."""
    rows = [["Profit before tax", "-", "8,000"], ["Tax at the applicable rate of 16.5%", "-", "1,320"]]
    rows += [["", "5", "60"], ["Income tax expense", "5", "1,380"]]
    found = [d for d in disclose(tmp_path, table("10 Income tax", YEARS, rows)) if d.code == "M1103"]
    assert [d.title for d in found] == ["Tax at the applicable rate, 2023-01-01/2023-12-31"]


def test_years_down_with_the_rate_beside(tmp_path: Path) -> None:
    """Payments by year, less imputed interest, and a discount rate in the table of the same note."""
    rows = [[str(2025 + i), "1,000"] for i in range(3)]
    rows += [["Total lease payments", "3,000"], ["Less: imputed interest", "(206)"], ["Lease liabilities", "2,794"]]
    other = [["Weighted average remaining lease term (years)", "3.0"], ["Weighted average discount rate", "5.0%"]]
    heads = ["In thousands", "2024"]
    note = table("7 Leases", heads, rows) + table("", heads, other).replace("<h2></h2>", "<p>Leases at year end:</p>")
    assert [d.verdict for d in disclose(tmp_path, note) if d.code == "M1104"] == ["agrees"]
