"""What sentences tell: subjects, values, changes and shares, in English and Chinese."""

from __future__ import annotations

import pytest

from tests.checks.test_cases import check_texts
from tieout.model import Claim, Paper

HEAD = "# Lantern Harbour Holdings Limited annual report 2025\nFor the year ended 31 December 2025\n\n"
HAN = "# 燈港控股有限公司 2025年年度報告\n截至2025年12月31日止年度\n\n"


def _told(text: str, head: str = HEAD) -> list[tuple[str, dict[str, str]]]:
    paper: Paper = check_texts(head + text).paper
    return [(claim.subject, _roles(paper, claim)) for claim in paper.claims]


def _claims(text: str) -> list[Claim]:
    return list(check_texts(HEAD + text).paper.claims)


def _roles(paper: Paper, claim: Claim) -> dict[str, str]:
    return {role: paper.figures[key].span.quote for role, key in claim.roles}


@pytest.mark.parametrize(
    ("text", "subject", "roles"),
    [
        (
            "With finance costs down 5.5% at RMB 98.6 million and finance income up 29.0% at RMB 47.1 million, net finance costs "
            "dropped to RMB 51.5 million from RMB 67.8 million.",
            "net finance costs",
            {"current": "RMB 51.5 million", "prior": "RMB 67.8 million"},
        ),
        (
            "Other income was RMB 88.4 million (down 15.7% from RMB 104.9 million), and other gains swung to a net gain of "
            "RMB 31.7 million from a net loss of RMB 18.4 million.",
            "Other income",
            {"current": "RMB 88.4 million", "prior": "RMB 104.9 million", "change": "15.7%"},
        ),
        (
            "Net cash generated from operating activities was RMB 2,013.1 million in 2025, as compared with RMB 2,314.7 million in 2024.",
            "Net cash generated from operating activities",
            {"current": "RMB 2,013.1 million", "prior": "RMB 2,314.7 million"},
        ),
        (
            "Inventories fell 1.4% to RMB 1,706.2 million, after a provision of RMB 78.2 million (2024: RMB 81.3 million).",
            "Inventories",
            {"current": "RMB 1,706.2 million", "change": "1.4%"},
        ),
    ],
)
def test_a_new_subject_after_a_value_has_values_of_its_own(text: str, subject: str, roles: dict[str, str]) -> None:
    """A comma or "and" before a new subject opens a clause; a change that leads to one value is not another pair's."""
    assert (subject, roles) in _told(text)


def test_a_second_base_before_a_change_leaves_it_open() -> None:
    """Against June and against a year ago: the change told last is not pinned on the first."""
    told = _told(
        "The app had 768 thousand users, compared with 712 thousand in June and 664 thousand a year earlier, up 15.7%."
    )
    assert not any({"prior", "change"} <= roles.keys() for _, roles in told)


def test_chinese_clauses_between_half_width_commas() -> None:
    """Each value has the subject that touches it, and its own change."""
    told = _told(
        "2025年經營收入63.2億港元,同比增長20.4%,淨利息收入45.0億港元,同比增長28.2%。\n\n減值損失8.1億港元,同比上升38%。",
        HAN,
    )
    assert ("經營收入", {"current": "63.2億港元", "change": "20.4%"}) in told
    assert ("淨利息收入", {"current": "45.0億港元", "change": "28.2%"}) in told
    assert ("減值損失", {"current": "8.1億港元", "change": "38%"}) in told


def test_chinese_earlier_value_after_a_comma() -> None:
    """The year that follows opens the earlier value; a later year opens no earlier one."""
    assert ("非利息收入", {"current": "17.39億港元", "prior": "18.54億港元", "change": "6.2%"}) in _told(
        "非利息收入上升6.2%至17.39億港元,2024年為18.54億港元。", HAN
    )
    assert not any("prior" in roles for _, roles in _told("2024年收入為17.39億港元,2025年為18.54億港元。", HAN))


def test_a_sentence_before_a_table_keeps_its_figures() -> None:
    """What prints a value is a sentence, not the table's caption, with or without a full stop."""
    paper = check_texts(
        HAN
        + "於2025年12月31日,集團共有3,208名僱員及55間分行\n\n| 地區 | 人數 |\n|---|---:|\n| 香港 | 3,000 |\n| 內地 | 208 |\n"
    ).paper
    assert {"3,208", "55"} <= {f.span.quote for f in paper.figures.values() if f.home == "prose"}


def test_an_earlier_value_that_opens_the_sentence_stays_with_it() -> None:
    """The subject follows the earlier value: no clause of its own."""
    told = _told(
        "From RMB 42.8 million for 2024, our other income increased to RMB 83.5 million for 2025, that is, by 95.1%."
    )
    assert ("other income", {"current": "RMB 83.5 million", "prior": "RMB 42.8 million", "change": "95.1%"}) in told


def test_a_change_beside_its_base() -> None:
    """ "10.5% more than the 3.302 million" prints change and base; the value stands before them, or nowhere."""
    told = _told(
        "Ferries carried 3.648 million passengers, 10.5% more than the 3.302 million of the year before.\n\n"
        "The headcount was 171 lower than the 10,577 at the end of 2024."
    )
    assert ("Ferries", {"current": "3.648 million", "prior": "3.302 million", "change": "10.5%"}) in told
    assert ("headcount", {"prior": "10,577", "change": "171"}) in told


def test_what_is_supposed_is_no_change() -> None:
    """What an amount would be if a rate moved tells neither a rate of change nor a direction between two years."""
    for text in (
        "A change of 5% in the US dollar would have moved the loss by RMB 18.6 million (2022: RMB 31.2 million).",
        "若汇率上升5%，利润将减少人民币3.2百万元（2022年：2.9百万元）。",
    ):
        told = [c for c in _claims(text) if c.kind == "change"]
        assert [c.word for c in told] == [None]
        assert all(c.figure("change") is None for c in told)


def test_a_reason_after_as_is_a_clause_of_its_own() -> None:
    """Words of direction and rates do not cross the "as" that opens a reason."""
    reason, told = (
        _claims(text)[0]
        for text in (
            "Revenue per machine went from RMB 15,001 to RMB 14,294 as smaller models gained weight.",
            "Spending fell 7% as headcount in research went to 1,962 from 2,305.",
        )
    )
    assert reason.word is None
    assert told.figure("prior") is None


def test_a_year_of_its_own_ends_an_aside() -> None:
    """A fall told for another year between commas is not the direction of the change that follows."""
    told = _claims("Device revenue, down 8% in 2023, recovered by 16% to RMB 334 million.")
    assert [c.direction for c in told if c.figure("current")] == [1]


def test_since_a_date_is_no_date_of_the_value() -> None:
    """What something fell to since a date is not told for that date."""
    told = _claims("Cash fell 10.1% to RMB 361.7 million since 31 December 2024.")
    assert all(c.period is None or str(c.period.end) != "2024-12-31" for c in told)


def test_a_change_of_another_base_is_none_of_the_pair() -> None:
    """A rate on the quarter before, one with a base of its own and one that leads to a third value tell no change of the two values."""
    for text, rate in (
        ("EBITDA was up 18% sequentially to $728 million, much higher than last year's $284 million.", "18%"),
        ("FFO was $0.41 compared to $0.40 in the third quarter and represented a 7.9% increase over the $0.38 of 2019.", "7.9%"),
        ("Cash rose from RMB 14,340 million to RMB 14,872 million, and net debt, being borrowings less cash, fell 25.0% to RMB 7,009 million.", "25.0%"),
    ):  # fmt: skip
        paired = [c for c in _claims(text) if c.figure("current") and c.figure("prior")]
        assert len(paired) == 1, text
        assert paired[0].figure("change") is None, rate
