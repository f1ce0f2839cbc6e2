"""Transformation registries: printed text to value."""

from __future__ import annotations

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
