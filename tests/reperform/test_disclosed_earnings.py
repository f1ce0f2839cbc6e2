"""Earnings per share performed again from what a report's own notes print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reperform.notes import YEARS, disclose, table


@pytest.mark.parametrize(("printed", "verdict"), [("(2.66)", "agrees"), ("(2.69)", "differs")])
def test_earnings_per_share(tmp_path: Path, printed: str, verdict: str) -> None:
    """A loss of 21,274 thousand on 800,000 thousand shares is 2.66 cents; 2.69 differs; every input is cited."""
    rows = [
        ["Loss attributable to owners of the Company", "(21,274)", "(10,299)"],
        ["Weighted average number of ordinary shares (in thousand)", "800,000", "800,000"],
        ["Basic loss per share (HK cents)", printed, "(1.29)"],
    ]
    found = disclose(tmp_path, table("11 Loss per share", YEARS, rows))
    assert [d.verdict for d in found] == [verdict, "agrees"]
    assert {i.field for i in found[0].inputs} == {"profit", "weighted_shares"}
    assert all(i.figure for i in found[0].inputs)


STATEMENT = (
    "<h1>Consolidated statement of profit or loss</h1><p>For the year ended 31 December 2024</p><table><thead><tr>"
    "<th>HK$'000</th><th>2024</th><th>2023</th></tr></thead><tbody>"
    "<tr><td>Loss for the year</td><td>(21,274)</td><td>(10,299)</td></tr>"
    "<tr><td>{label}</td><td>{printed}</td><td>(1.29)</td></tr></tbody></table><h1>Notes</h1>"
)
BASIS = (
    "<h2>11 Loss per share</h2><p>The calculation of the basic loss per share is based on the loss for the year "
    "attributable to owners of the Company of approximately HK$21,274,000 (2023: HK$10,299,000) and the weighted "
    "average number of 800,000,000 (2023: 800,000,000) ordinary shares in issue during the year.</p>"
)


@pytest.mark.parametrize(("printed", "verdict"), [("(2.66)", "agrees"), ("(2.69)", "differs")])
def test_earnings_per_share_in_words(tmp_path: Path, printed: str, verdict: str) -> None:
    """Earnings and shares of a sentence against the statement's figure, each period with its own year."""
    statement = STATEMENT.format(label="Basic and diluted loss per share (HK cents)", printed=printed)
    found = disclose(tmp_path, statement, BASIS)
    assert [d.verdict for d in found] == [verdict, "agrees"]
    assert all(i.figure for d in found for i in d.inputs)


def test_a_sentence_without_a_printed_figure_is_passed_over(tmp_path: Path) -> None:
    """No row of earnings a share, a sentence on diluted figures alone, no shares for the year: nothing is disclosed."""
    statement = STATEMENT.format(label="Dividends", printed="(2.66)")
    assert disclose(tmp_path, statement, BASIS) == []
    statement = STATEMENT.format(label="Basic loss per share (HK cents)", printed="(2.66)")
    assert disclose(tmp_path, statement, BASIS.replace("basic", "diluted")) == []
    assert disclose(tmp_path, statement, BASIS.replace("800,000,000", "an unknown number")) == []


@pytest.mark.parametrize(
    ("printed", "label", "verdicts"),
    [
        ("2.36", "Net income available to common equity", {"cannot"}),
        ("2.40", "Net income available to common equity", {"differs"}),
        ("2.36", "Earnings attributable to owners for the purpose of basic earnings", {"differs"}),
        ("2.36", "Net income", {"cannot"}),
    ],
)
def test_participating_securities(tmp_path: Path, printed: str, label: str, verdicts: set[str]) -> None:
    """Earnings before participating securities may exceed what a share earns by a little; final ones may not."""
    rows = [
        [label, "354,622", "354,622"],
        ["Weighted average number of ordinary shares (in thousand)", "149,162", "149,162"],
        ["Basic earnings per share", printed, printed],
    ]
    found = disclose(tmp_path, table("11 Earnings per share", YEARS, rows))
    assert {d.verdict for d in found} == verdicts


@pytest.mark.parametrize(("printed", "verdict"), [("0.40", "agrees"), ("0.41", "differs")])
def test_result_and_a_bare_basic_row(tmp_path: Path, printed: str, verdict: str) -> None:
    """ "Result attributable to owners" is earnings, and "Basic (RMB)" a printed figure in a note on earnings a share."""
    rows = [
        ["Result attributable to owners of the Company", "1,200", "900"],
        ["Weighted average number of ordinary shares (million)", "3,000", "3,000"],
        ["Basic (RMB)", printed, "0.30"],
    ]
    found = disclose(tmp_path, table("9 Earnings per share", ["RMB million", "2024", "2023"], rows))
    assert [d.verdict for d in found] == [verdict, "agrees"]


def test_missing_earnings_are_said(tmp_path: Path) -> None:
    """A note without earnings cannot be performed again, and says what is missing."""
    rows = [
        ["Weighted average number of ordinary shares", "800,000", "800,000"],
        ["Basic loss per share", "(2.66)", "(1.29)"],
    ]
    found = disclose(tmp_path, table("11 Loss per share", YEARS, rows))
    assert {d.verdict for d in found} == {"cannot"}
    assert found[0].missing == ("earnings",)
