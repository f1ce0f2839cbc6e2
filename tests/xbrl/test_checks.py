"""Checks on tagged facts: what ties, what does not, and what is only asked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType, ModuleType

import pytest

from tests.xbrl.pages import CALCULATION, CONTEXTS, EX, FILING, UNITS, number, page, read_folder
from tieout.checks import (
    xbrl_calculation,
    xbrl_cover,
    xbrl_duplicates,
    xbrl_extracted,
    xbrl_identities,
    xbrl_label_sign,
    xbrl_rendered,
    xbrl_scale,
    xbrl_sign,
)
from tieout.model import Document, Paper, Relation
from tieout.relations.fit import Fit, fit_relation
from tieout.relations.judge import Judgement, JudgeSettings, judge

ROOMS = (
    xbrl_calculation,
    xbrl_cover,
    xbrl_duplicates,
    xbrl_extracted,
    xbrl_identities,
    xbrl_label_sign,
    xbrl_rendered,
    xbrl_scale,
    xbrl_sign,
)


def paper_of(document: Document) -> Paper:
    figures = MappingProxyType({f.id: f for f in document.figures})
    return Paper((document,), figures, (), document.facts, (), MappingProxyType({document.id: "subject"}))


def weigh(room: ModuleType, body: str, files: dict[str, str] | None = None) -> list[tuple[Relation, Fit]]:
    paper = paper_of(read_folder({"a.htm": page(body), **(FILING if files is None else files)})[0])
    return list(_fits(room, paper))


def _fits(room: ModuleType, paper: Paper) -> Iterator[tuple[Relation, Fit]]:
    for relation in room.propose(paper, room.Settings()):
        fit = fit_relation(relation, paper.figures)
        assert fit is not None
        yield relation, fit


def verdicts(room: ModuleType, body: str, files: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(fit.verdict, relation.firmness) for relation, fit in weigh(room, body, files)]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_the_shape_of_a_check(room: ModuleType) -> None:
    """CODE, NAME, Settings, propose, and a docstring with what ties and what does not."""
    assert room.CODE.startswith("X9")
    assert room.NAME
    assert room.__doc__ is not None
    for part in ("What it tests:", "Why it matters:", "Ties:", "Does not tie:", "Source:"):
        assert part in room.__doc__
    assert room.Settings.__doc__


def sums(assets: str, current: str = "100", fixed: str = "200") -> str:
    body = number("Assets", assets) + number("Current", current)
    return body + (number("Fixed", fixed) if fixed else "")


def test_a_total_ties_with_all_contributors() -> None:
    """300 = 100 + 200."""
    assert verdicts(xbrl_calculation, sums("300")) == [("agrees", "stated")]


def test_a_total_differs_with_all_contributors_reported() -> None:
    """310 is not 100 + 200, and the filer says it should be."""
    ((relation, fit),) = weigh(xbrl_calculation, sums("310"))
    assert (fit.verdict, relation.firmness) == ("differs", "stated")


def test_rounding_is_within_the_intervals() -> None:
    """In millions, 301 may be 100 + 200: each may be off by a half."""
    body = "".join(
        number(name, text, decimals="-6", more='scale="6"')
        for name, text in (("Assets", "301"), ("Current", "100"), ("Fixed", "200"))
    )
    assert verdicts(xbrl_calculation, body) == [("rounding", "stated")]


def test_an_unreported_contributor_is_named_and_only_asked_about() -> None:
    """Fixed is not reported: the difference may be its; never a finding."""
    third = CALCULATION.replace("ex_Fixed", "ex_Fixed").replace(
        "</link:calculationLink>",
        '<link:loc xlink:type="locator" xlink:href="lw.xsd#ex_Margin" xlink:label="Third"/>'
        '<link:calculationArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/summation-item" '
        'xlink:from="Assets" xlink:to="Third" order="3" weight="1"/></link:calculationLink>',
    )
    document = read_folder({"a.htm": page(sums("310")), **FILING, "lw_cal.xml": third})[0]
    ((relation, fit),) = _fits(xbrl_calculation, paper_of(document))
    assert (fit.verdict, relation.firmness) == ("differs", "suggested")
    assert "Not reported for this period: Margin" in (relation.message or "")


def test_signs_of_the_page_are_turned_into_signs_of_the_facts() -> None:
    """A contributor shown in brackets and tagged positive still adds."""
    body = number("Assets", "300") + number("Current", "100") + f"<p>({number('Fixed', '200')})</p>"
    assert verdicts(xbrl_calculation, body) == [("agrees", "stated")]


def test_duplicates_agree_within_their_digits() -> None:
    """1.2 million and 1,234 thousand agree; 1.3 million does not."""
    exact = number("Assets", "1234", decimals="-3", more='scale="3"')
    assert verdicts(xbrl_duplicates, exact + number("Assets", "1.2", decimals="-5", more='scale="6"')) == [
        ("agrees", "stated")
    ]
    assert verdicts(xbrl_duplicates, exact + number("Assets", "1.3", decimals="-5", more='scale="6"')) == [
        ("differs", "stated")
    ]


def extracted(value: str) -> dict[str, str]:
    instance = (
        '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi" '
        f'xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ex="{EX}">{CONTEXTS}{UNITS}'
        f'<ex:Assets id="a" contextRef="now" unitRef="eur" decimals="0">{value}</ex:Assets></xbrli:xbrl>'
    )
    return {**FILING, "a_htm.xml": instance}


def test_the_page_is_held_against_the_extracted_instance() -> None:
    """The same value proposes nothing; one changed digit differs."""
    body = number("Assets", "1433", fact_id="a")
    assert verdicts(xbrl_extracted, body, extracted("1433.0")) == []
    assert verdicts(xbrl_extracted, body, extracted("1343")) == [("differs", "stated")]


def r_page(shown: str, member: str = "") -> dict[str, str]:
    table = (
        '<table class="report"><tr><th class="tl" rowspan="1"><strong>Position - EUR (€)<br> '
        "€ in Thousands</strong></th>"
        f'<th class="th"><div>Dec. 31, 2030</div></th></tr>{member}<tr class="re"><td class="pl">'
        "<a onclick=\"Show.showAR( this, 'defref_ex_Assets', window );\">Assets</a></td>"
        f'<td class="nump">€ {shown}<span></span></td></tr></table>'
    )
    return {**FILING, "R2.htm": f"<html><body>{table}</body></html>"}


def test_the_page_is_held_against_its_r_pages() -> None:
    """1,433 in thousands is the fact's 1,433,400; 1,343 is not; rows below a member are left out."""
    body = number("Assets", "1,433,400", more='format="ixt:num-dot-decimal"')
    assert verdicts(xbrl_rendered, body, r_page("1,433")) == []
    ((relation, fit),) = weigh(xbrl_rendered, body, r_page("1,343"))
    assert (fit.verdict, relation.expected) == ("differs", Decimal(1343000))
    member = '<tr class="rh"><td class="pl">North [Member]</td></tr>'
    assert verdicts(xbrl_rendered, body, r_page("1,343", member)) == []


def rows(cells: list[str]) -> str:
    return "<table>" + "".join(f"<tr><td>Line</td><td>{cell}</td></tr>" for cell in cells) + "</table>"


def scaled(last: str) -> str:
    cells = [number(f"Line{i}", f"{i}00", decimals="-6", more='scale="6"') for i in range(1, 12)]
    return rows([*cells, number("Line12", "450", decimals="-3", more=f'scale="{last}"')])


def test_one_tag_of_another_scale_is_asked_about() -> None:
    """Eleven amounts in millions and one in thousands."""
    assert verdicts(xbrl_scale, scaled("6")) == []
    assert verdicts(xbrl_scale, scaled("3")) == [("differs", "suggested")]


def signed(third: str) -> str:
    cells = [
        f"<td>({number('Paid', n, c, more=more)})</td>" for n, c, more in (("120", "now", ""), ("90", "north", ""))
    ]
    return f"<table><tr><td>Paid</td>{''.join(cells)}<td>({number('Paid', '80', 'year', more=third)})</td></tr></table>"


def test_a_sign_that_the_rest_of_its_row_contradicts_is_asked_about() -> None:
    """Two payments in brackets tagged positive, a third tagged negative."""
    assert verdicts(xbrl_sign, signed("")) == []
    assert verdicts(xbrl_sign, signed('sign="-"')) == [("differs", "suggested")]


def test_assets_equal_liabilities_and_equity() -> None:
    """The accounting equation on tags of a known taxonomy."""

    def balance(right: str) -> str:
        left = '<ix:nonFraction name="us-gaap:Assets" contextRef="now" unitRef="eur" decimals="0">9000</ix:nonFraction>'
        other = f'name="us-gaap:LiabilitiesAndStockholdersEquity" contextRef="now" unitRef="eur" decimals="0">{right}'
        return f'<div xmlns:us-gaap="http://fasb.org/us-gaap/2030">{left}<ix:nonFraction {other}</ix:nonFraction></div>'

    assert verdicts(xbrl_identities, balance("9000")) == [("agrees", "stated")]
    assert verdicts(xbrl_identities, balance("8900")) == [("differs", "stated")]


def judged(body: str) -> Judgement:
    paper = paper_of(read_folder({"a.htm": page(body), **FILING})[0])
    relations = [r for room in ROOMS for r in room.propose(paper, room.Settings())]
    return judge(paper.figures, relations, JudgeSettings())


@pytest.mark.parametrize("digit", range(4))
def test_changing_one_digit_of_a_tied_total_always_yields_a_finding(digit: int) -> None:
    """The total ties; with any one digit changed it differs."""
    assert judged(sums("3000", "1000", "2000")).failures == {}
    changed = list("3000")
    changed[digit] = "7"
    assert judged(sums("".join(changed), "1000", "2000")).failures


def test_a_contributor_reported_by_its_members_counts_where_the_sum_comes_out() -> None:
    """Fixed assets of 120 and 80 by two regions are the 200 that are missing; 120 and 70 are not, and it is asked."""

    def reported(south: str) -> list[tuple[str, str]]:
        region = '<xbrldi:explicitMember dimension="ex:RegionAxis">ex:{}Member</xbrldi:explicitMember>'
        extra = "".join(
            f'<xbrli:context id="{i}"><xbrli:entity><xbrli:identifier scheme="http://example.com/ids">LW1'
            f"</xbrli:identifier><xbrli:segment>{region.format(m)}</xbrli:segment></xbrli:entity><xbrli:period>"
            "<xbrli:instant>2030-12-31</xbrli:instant></xbrli:period></xbrli:context>"
            for i, m in (("n", "Upper"), ("s", "Lower"))
        )
        lines = [number("Assets", "300"), number("Current", "100")]
        lines += [number("Fixed", "120", "n"), number("Fixed", south, "s")]
        document = read_folder({"a.htm": page("".join(lines), resources=CONTEXTS + extra + UNITS), **FILING})[0]
        return [(fit.verdict, r.firmness) for r, fit in _fits(xbrl_calculation, paper_of(document))]

    assert reported("80") == [("agrees", "suggested")]
    assert reported("70") == []
