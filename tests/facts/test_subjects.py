"""What a clause speaks of, without who acts, when, and how the clause is tied on."""

from __future__ import annotations

import pytest

from tieout.facts.subjects import Subject, find_subject


@pytest.mark.parametrize(
    ("skeleton", "subject"),
    [
        ("In ⟦T1⟧, our revenue increased by ⟦P2⟧ to ⟦A3⟧.", Subject("our revenue")),
        ("During the year, the Group's revenue amounted to ⟦A0⟧.", Subject("revenue")),
        ("The Board recommends a final dividend of ⟦A0⟧ per share.", Subject("final dividend", True)),
        ("Europe posted revenue of ⟦A0⟧, a gain of ⟦A1⟧.", Subject("Europe revenue", True)),
        ("At ⟦T0⟧ the Group had ⟦A1⟧ employees (end of ⟦T2⟧: ⟦A3⟧).", Subject("employees", True)),
        ("There were ⟦A0⟧ employees at the end of ⟦T1⟧.", Subject("employees", True)),
        ("The workforce numbered ⟦A0⟧ at the end of ⟦T1⟧.", Subject("workforce")),
        ("董事會建議派發末期股息每股⟦A0⟧。", Subject("末期股息")),
        ("於⟦T0⟧,集團共有⟦A1⟧名僱員及⟦A2⟧間分行。", Subject("僱員", True)),
        ("报告期内,本集团录得收入⟦A0⟧。", Subject("收入")),
        ("不良貸款撥備覆蓋率則由⟦P0⟧降至⟦P1⟧。", Subject("不良貸款撥備覆蓋率")),
    ],
)
def test_subject(skeleton: str, subject: Subject) -> None:
    """Neither the actor nor the date belongs to the item; a count takes the noun that follows it."""
    assert find_subject(skeleton) == subject


def test_an_act_of_one_event_is_not_the_whole() -> None:
    """ "recorded a benefit of ⟦A1⟧ when ..." is one event's amount and ties nothing to the item."""
    assert not find_subject("we recorded a benefit from income taxes of ⟦A0⟧ when we released the allowance.").told
