"""Figures in running text, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.numbers.find import find_not_figures, find_quantities


def found(text: str) -> list[str]:
    return [text[f.start : f.end] for f in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Revenue was RMB 1,433,122,000, a 1.3% increase.[8]", ["RMB 1,433,122,000", "1.3%"]),
        (
            "a loss of RMB (2,025,854) against RMB (2,322,546)[5](index=5&type=chunk)",
            ["RMB (2,025,854)", "RMB (2,322,546)"],
        ),
        ("from 27,000 to approximately 30,000 units", ["27,000", "30,000"]),
        ("the loss (505.3) and a change (12.8%)", ["(505.3)", "12.8%"]),
        ("parameters increasing to **7 billion**", ["7 billion"]),
        ("efficiency rose by **5-6 times**", ["5", "6 times"]),
        ("for both the six months ended June 30, 2023, and 2022, was 0.10", ["0.10"]),
        (
            "本集團收入約人民幣14.33億元，同比增長1.3%（2022年同期：3,208.0百萬元）",
            ["人民幣14.33億元", "1.3%", "3,208.0百萬元"],
        ),
        ("二零二三年收入五千萬元", ["五千萬元"]),
        ("毛利率下降5.2個百分點至12.1%", ["5.2個百分點", "12.1%"]),
    ],
)
def test_figures_with_their_bounds(text: str, figures: list[str]) -> None:
    """Each figure is found with its sign, currency, scale and unit, and nothing else is."""
    assert found(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "as of June 30, 2023 and December 31, 2022",
        "on 2024-02-05 at 09:02",
        "Note 2(h)(i), Sections 3.1 and 3.2, page 38, Item 7A",
        "IFRS 9, IAS 34, ISO/SAE 21434:2021",
        "Form 10-K and GPT-4, L2++, V4, S100-0AC, 3D and 6K",
        "SENSETIME (00020), stock code: 0020, 0700.HK",
        "Tel: +852 2123 4567, www.example.com/2023/1",
        "targets for 2025, 2030 and 2050",
        "截至2023年6月30日止六個月，附註五、7，第3章",
        "H1 2023, Q3, FY2022, 1H23",
        "the 2nd and 3rd quarter",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    """Dates, years, references, codes, telephone numbers and names of products and forms are no figures."""
    assert found(text) == []
    assert find_not_figures(text)


@given(st.text(alphabet="0123456789.,()%-– RMBKabc年月日千萬億元[]|*\n", max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """No text raises; figures lie in the text, in order, and do not overlap."""
    last = 0
    for item in find_quantities(text):
        assert last <= item.start < item.end <= len(text)
        last = item.end


@given(
    st.integers(1000, 10**9),
    st.sampled_from(["Revenue was RMB {} million.", "收入為人民幣{}百萬元。", "a total of {} customers"]),
)
def test_a_number_put_into_a_sentence_is_found(number: int, sentence: str) -> None:
    """Whatever the number, it is found where it was put."""
    printed = f"{number:,}"
    hits = found(sentence.format(printed))
    assert len(hits) == 1
    assert printed in hits[0]
