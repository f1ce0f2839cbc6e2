"""Transformation registries: printed text to value."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.material import SHARED, needs_shared
from tieout.read._xbrl.transform import SEC, TransformError, find_transform

TR = "http://www.xbrl.org/inlineXBRL/transformation/"


@needs_shared
def test_every_case_of_the_sec_conformance_suite_passes() -> None:
    """All 787 cases of ixt-sec: a valid text gives the output, an invalid one is refused."""
    wrong: list[str] = []
    count = 0
    for transform in etree.parse(str(SHARED / "data/xbrl/conformance/ixt-sec/tests.xml")).getroot():
        if not isinstance(transform.tag, str):
            continue
        function = find_transform(SEC, str(transform.get("name")).split(":")[1])
        assert function is not None, transform.get("name")
        for case in transform:
            if not isinstance(case.tag, str):
                continue
            count += 1
            try:
                got: str | None = function(str(case.get("input")))
            except TransformError:
                got = None
            expected = case.get("output") if case.get("result") == "valid" else None
            if got != expected:
                wrong.append(f"{transform.get('name')} {case.get('input')!r}: {got!r}, expected {expected!r}")
    assert not wrong, "\n".join(wrong)
    assert count == 787


@pytest.mark.parametrize(
    ("registry", "name", "text", "value"),
    [
        ("2010-04-20", "dateslashus", "12/31/30", "2030-12-31"),
        ("2010-04-20", "datelonguk", "5 January 2030", "2030-01-05"),
        ("2010-04-20", "datelongus", "January 5, 30", "2030-01-05"),
        ("2010-04-20", "numcommadot", "1,234.50", "1234.5"),
        ("2010-04-20", "numspacecomma", "1 234,5", "1234.5"),
        ("2010-04-20", "numdash", "-", "0"),
        ("2011-07-31", "datedaymonthyear", "5.1.2030", "2030-01-05"),
        ("2011-07-31", "zerodash", "—", "0"),
        ("2011-07-31", "numunitdecimal", "5 Pounds 2", "5.02"),
        ("2011-07-31", "dateerayearmonthdayjp", "令和元年5月1日", "2019-05-01"),
        ("2011-07-31", "dateyearmonthdaycjk", "２０３０年１２月３１日", "2030-12-31"),
        ("2015-02-26", "datedaymonthdk", "5. januar", "--01-05"),
        ("2015-02-26", "calindaymonthyear", "1 Chaitra 1952", "2030-03-22"),
        ("2015-02-26", "numdotdecimalin", "12,34,567.8", "1234567.8"),
        ("2020-02-12", "date-day-monthname-year-de", "31. März 2030", "2030-03-31"),
        ("2020-02-12", "date-day-monthname-year-fi", "31. joulukuuta 2030", "2030-12-31"),
        ("2020-02-12", "date-day-monthname-year-el", "31 Δεκεμβρίου 2030", "2030-12-31"),
        ("2020-02-12", "date-day-monthname-year-pl", "31 grudnia 2030 r.", "2030-12-31"),
        ("2022-02-16", "date-monthname-year-bg", "декември 2030 г.", "2030-12"),
        ("2020-02-12", "date-monthname-year-cs", "červenec 2030", "2030-07"),
        ("2020-02-12", "date-year-month", "2030年12月", "2030-12"),
        ("2020-02-12", "date-day-monthroman", "5.IV", "--04-05"),
        ("2020-02-12", "fixed-zero", "nil", "0"),
        ("2020-02-12", "num-comma-decimal", "1.234 567,8", "1234567.8"),
        ("2022-02-16", "num-dot-decimal-apos", "1'234.5", "1234.5"),
        ("2022-02-16", "date-day-monthname-year-cy", "1af Ionawr 2030", "2030-01-01"),
    ],
)
def test_formats_of_each_registry(registry: str, name: str, text: str, value: str) -> None:
    """A printed text, its format, its meaning."""
    function = find_transform(TR + registry, name)
    assert function is not None
    assert function(text) == value


@pytest.mark.parametrize(
    ("registry", "name", "text"),
    [
        ("2010-04-20", "dateslashus", "31/12/2030"),
        ("2011-07-31", "numdotdecimal", "1,23"),
        ("2020-02-12", "date-day-month-year", "30.2.2030"),
        ("2020-02-12", "date-day-monthname-year-da", "31. März 2030"),
        ("2020-02-12", "num-dot-decimal", "1.2.3"),
        ("2020-02-12", "num-dot-decimal", ""),
        ("2020-02-12", "num-dot-decimal", "１２３"),
    ],
)
def test_texts_that_do_not_fit_are_refused(registry: str, name: str, text: str) -> None:
    """No day that is none, no number in another shape."""
    function = find_transform(TR + registry, name)
    assert function is not None
    with pytest.raises(TransformError):
        function(text)


def test_a_format_belongs_to_its_registry() -> None:
    """fixed-zero is not in registry 3, numdotdecimal not in registry 4."""
    assert find_transform(TR + "2015-02-26", "fixed-zero") is None
    assert find_transform(TR + "2020-02-12", "numdotdecimal") is None
    assert find_transform("http://example.com/formats", "fixed-zero") is None
