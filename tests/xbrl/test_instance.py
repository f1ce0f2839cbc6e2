"""Plain instances and companyfacts: facts without a page."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from tests.xbrl.pages import CONTEXTS, EX, UNITS, read, read_folder
from tieout.errors import UnreadableError

ROOT = (
    '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi" '
    'xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ex="{EX}">'
    '<link:schemaRef xlink:type="simple" xlink:href="lw.xsd"/>'
)


def instance(facts: str) -> str:
    return ROOT + CONTEXTS + UNITS + facts + "</xbrli:xbrl>"


def test_facts_of_an_instance_stand_in_its_text_one_a_line() -> None:
    """Each fact's span quotes its value in the listing, and its xpath finds the element."""
    document, problems = read(
        instance(
            '<ex:Assets id="a" contextRef="now" unitRef="eur" decimals="-3">1433000</ex:Assets>'
            '<ex:Story contextRef="year" xml:lang="en">&lt;p&gt;Once&lt;/p&gt;&lt;p&gt;upon&lt;/p&gt;</ex:Story>'
        ),
        "i.xml",
    )
    number, story = document.facts
    assert (number.id, number.value, number.decimals) == ("a", Decimal(1433000), -3)
    assert number.span.quote == "1433000"
    assert number.span.segments[0].xpath == "/xbrli:xbrl/ex:Assets[1]"
    assert story.value == "<p>Once</p><p>upon</p>"
    assert document.text[story.span.start : story.span.end] == "Once\nupon"
    assert document.figures[0].quantity.step == Decimal(1000)
    assert not problems


def test_precision_becomes_decimals() -> None:
    """1,433,000 known to four digits is known to thousands."""
    body = '<ex:Assets contextRef="now" unitRef="eur" precision="4">1433000</ex:Assets>'
    assert read(instance(body), "i.xml")[0].facts[0].decimals == -3


def test_tuples_nest() -> None:
    """Members of a tuple are facts that name it."""
    document, _ = read(instance('<ex:Officer id="t"><ex:Name contextRef="year">Ann</ex:Name></ex:Officer>'), "i.xml")
    assert document.filing is not None
    assert document.filing.tags[0].parent == "t"
    assert (document.filing.tally.seen, document.filing.tally.read) == (2, 2)


def test_footnotes_of_an_instance_hang_on_facts_by_locators() -> None:
    """link:footnoteLink joins locators and footnotes by arcs."""
    link = (
        '<link:footnoteLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
        '<link:loc xlink:type="locator" xlink:href="#a" xlink:label="fact"/>'
        '<link:footnote xlink:type="resource" xlink:label="note" xml:lang="en">Restated.</link:footnote>'
        '<link:footnoteArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote" '
        'xlink:from="fact" xlink:to="note"/></link:footnoteLink>'
    )
    body = '<ex:Assets id="a" contextRef="now" unitRef="eur" decimals="0">1</ex:Assets>' + link
    document, _ = read(instance(body), "i.xml")
    assert document.filing is not None
    assert document.filing.footnotes[0].facts == ("a",)


def test_a_value_that_is_no_number_is_refused_and_counted() -> None:
    """The rest is read."""
    body = (
        '<ex:Assets contextRef="now" unitRef="eur" decimals="0">n/a</ex:Assets>'
        '<ex:Current contextRef="now" unitRef="eur" decimals="0">1</ex:Current>'
    )
    document, problems = read(instance(body), "i.xml")
    assert len(document.facts) == 1
    assert "is not a number" in problems[0].message


def test_an_instance_without_facts_is_refused() -> None:
    """Nothing to read is said, not returned as an empty document."""
    with pytest.raises(UnreadableError, match="without any fact"):
        read(instance(""), "i.xml")


def test_several_instances_of_a_folder_are_told_apart() -> None:
    """A folder with one instance and its schema is one filing."""
    body = '<ex:Assets contextRef="now" unitRef="eur" decimals="0">1</ex:Assets>'
    document, _ = read_folder({"i.xml": instance(body), "lw.xsd": "<x/>"})
    assert document.filing is not None
    assert document.filing.files == ("i.xml",)


def test_companyfacts_keep_each_filing_apart() -> None:
    """The same period in two filings is no duplicate; a row without a number is refused."""
    rows = [
        {"start": "2029-01-01", "end": "2029-12-31", "val": 1200.5, "accn": "A-1", "form": "10-K"},
        {"start": "2029-01-01", "end": "2029-12-31", "val": 1300, "accn": "A-2", "form": "10-K/A"},
        {"end": "2029-12-31", "val": None, "accn": "A-2"},
    ]
    whole = {
        "cik": 77,
        "entityName": "LANTERN",
        "facts": {"us-gaap": {"Revenues": {"label": "Sales", "units": {"USD": rows}}}},
    }
    document, problems = read(json.dumps(whole), "facts.json")
    assert [f.value for f in document.facts] == [Decimal("1200.5"), Decimal(1300)]
    assert document.facts[0].label == "Sales"
    assert document.company.cik == "0000000077"
    assert document.filing is not None
    assert document.filing.duplicates == ()
    assert len(problems) == 1


def test_json_that_only_looks_like_companyfacts_is_refused() -> None:
    """One sentence, no traceback."""
    with pytest.raises(UnreadableError):
        read('{"cik": 1, "facts": 7', "facts.json")
