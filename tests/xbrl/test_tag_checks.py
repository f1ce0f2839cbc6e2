"""What tags say against labels, words and the cover; and what tables learn from them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tests.xbrl.pages import (
    CONTEXTS,
    EX,
    FILING,
    PARENT_CHILD,
    SCHEMA,
    UNITS,
    arc,
    extended,
    linkbase,
    loc,
    number,
    page,
    read,
    read_folder,
    text,
)
from tests.xbrl.test_checks import paper_of, verdicts
from tieout import check
from tieout.checks import xbrl_cover, xbrl_extracted, xbrl_label_sign, xbrl_scale
from tieout.engine.extracting import extract
from tieout.engine.fact_reading import read_facts
from tieout.engine.reading import read_paths
from tieout.engine.structuring import structure_document
from tieout.model import Document, Paper

NEGATED = 'preferredLabel="http://www.xbrl.org/2009/role/negatedLabel"'


def presentation(paid: str) -> dict[str, str]:
    """A filing whose statement shows Paid with the label given and twelve other lines with their own."""
    names = [f"Line{i}" for i in range(12)]
    arcs = [arc("presentation", PARENT_CHILD, "Flows", n, f'order="{k}"') for k, n in enumerate(names)]
    inner = "".join(map(loc, ["Flows", "Paid", *names])) + "".join(arcs)
    inner += arc("presentation", PARENT_CHILD, "Flows", "Paid", f'order="20" {paid}')
    return {**FILING, "lw_pre.xml": linkbase(extended("presentation", inner))}


def flows(paid: str, sign: str = "") -> str:
    """A table of twelve amounts in their own sign, and a payment."""
    rows = "".join(f"<tr><td>Line</td><td>{number(f'Line{i}', f'{i + 3}00', 'year')}</td></tr>" for i in range(12))
    more = f'sign="{sign}"' if sign else ""
    cell = paid.replace("80", number("Paid", "80", "year", more=more))
    return f"<table>{rows}<tr><td>Paid to suppliers</td><td>{cell}</td></tr></table>"


def test_brackets_go_with_sign_and_label() -> None:
    """A negated label wants the page to print the opposite of the fact's sign, any other label the fact's own."""
    assert verdicts(xbrl_label_sign, flows("(80)"), presentation(NEGATED)) == []
    assert verdicts(xbrl_label_sign, flows("(80)", "-"), presentation("")) == []
    assert verdicts(xbrl_label_sign, flows("(80)", "-"), presentation(NEGATED)) == [("differs", "suggested")]
    assert verdicts(xbrl_label_sign, flows("(80)"), presentation("")) == [("differs", "suggested")]


def test_a_label_with_both_signs_says_nothing() -> None:
    """A concept negated in one statement and not in another may be printed either way."""
    both = presentation(NEGATED)
    extra = loc("Flows") + loc("Paid") + arc("presentation", PARENT_CHILD, "Flows", "Paid", 'order="1"')
    both["more_pre.xml"] = linkbase(extended("presentation", extra, f"{EX}/role/Other"))
    assert verdicts(xbrl_label_sign, flows("(80)", "-"), both) == []


def test_payments_are_not_negative_unless_they_may_be_proceeds() -> None:
    """A negative payment is asked about; a line that nets payments and proceeds may have either sign."""

    def paid(name: str) -> str:
        tag = number(name, "80", "year", more='sign="-"')
        return f"<p>({tag})</p>"

    assert verdicts(xbrl_label_sign, paid("PaymentsForRent")) == [("differs", "suggested")]
    assert verdicts(xbrl_label_sign, paid("ProceedsFromRepaymentsOfDebt")) == []
    assert verdicts(xbrl_label_sign, paid("ProceedsFromSaleNetOfFees")) == []


def covered(cover: str, name: str = "DocumentPeriodEndDate") -> list[str]:
    lines = "".join(f"<p>{number(f'Line{i}', f'{i + 3}00', 'year')}</p>" for i in range(12))
    document = read(page(f"<p>{text(name, cover)}</p>{lines}"))[0]
    return [r.message or "" for r in xbrl_cover.propose(paper_of(document), xbrl_cover.Settings())]


def test_the_cover_names_the_period_of_the_facts() -> None:
    """A period end no fact ends near is asked about; a few days are a convention of 52-week years."""
    assert covered("2030-12-31") == []
    assert covered("2030-12-28") == []
    (asked,) = covered("2029-12-31")
    assert "2029-12-31" in asked
    assert "2030-12-31" in asked


def test_the_cover_names_year_part_and_currency() -> None:
    """A fiscal year far off, a quarter that lasts a year, another currency in words."""
    assert covered("2030", "DocumentFiscalYearFocus") == covered("2031", "DocumentFiscalYearFocus") == []
    assert len(covered("2027", "DocumentFiscalYearFocus")) == 1
    assert covered("FY", "DocumentFiscalPeriodFocus") == []
    assert len(covered("Q2", "DocumentFiscalPeriodFocus")) == 1
    assert covered("Euro (EUR)", "DescriptionOfPresentationCurrency") == []
    assert covered("the euro", "DescriptionOfPresentationCurrency") == []
    assert len(covered("US dollars (USD)", "DescriptionOfPresentationCurrency")) == 1


def _paper(body: str) -> Paper:
    return extract([structure_document(read_folder({"a.htm": page(body), **FILING})[0])])


def test_a_word_beside_the_number_states_its_scale() -> None:
    """6.6 billion tagged with scale 6 is a finding, with scale 9 nothing."""

    def found(scale: str) -> list[str]:
        tag = number("Sales", "6.6", "year", decimals="-8", more=f'scale="{scale}"')
        paper = _paper(f"<p>Sales of the year were EUR {tag} billion, more than expected.</p>")
        return [r.firmness for r in xbrl_scale.propose(paper, xbrl_scale.Settings())]

    assert found("9") == []
    assert found("6") == ["stated"]


def _table(scales: list[str]) -> Document:
    tags = [number(f"Line{i}", f"{i}00", decimals="-3", more=f'scale="{s}"') for i, s in enumerate(scales, 1)]
    rows = "".join(f"<tr><td>Line {i}</td><td>{tag}</td></tr>" for i, tag in enumerate(tags))
    body = f"<p>(in millions of euros)</p><table><tr><td></td><td>2030</td></tr>{rows}</table>"
    return structure_document(read_folder({"a.htm": page(body), **FILING})[0])


def test_a_table_is_read_in_the_scale_most_of_its_tags_have() -> None:
    """A caption over the wrong table gives way to four tags in thousands; a single tag that departs does not."""
    values = [c.figure.value for t in _table(["3"] * 4).tables for row in t.cells for c in row if c.figure is not None]
    assert values == [Decimal(f"{i}00000") for i in range(1, 5)]
    values = [c.figure.value for t in _table(["6", "6", "6", "3"]).tables for r in t.cells for c in r if c.figure]
    assert values == [Decimal(f"{i}00000000") for i in range(1, 5)]


def test_cells_take_the_unit_of_their_tags() -> None:
    """A column of shares under a caption in euros is read as shares."""
    document = _table(["6"] * 3)
    shares = tuple(replace(f, quantity=replace(f.quantity, unit="shares")) for f in document.figures)
    counted = structure_document(replace(document, figures=shares, tables=()))
    units = {c.figure.quantity.unit for t in counted.tables for row in t.cells for c in row if c.figure is not None}
    assert units == {"shares"}


def test_a_percentage_agrees_with_the_extracted_instance() -> None:
    """12.5 % on the page is 0.125 in the instance; 0.135 is a finding that says 13.5 %."""
    tag = number("Margin", "12.5", "year", "pure", "3", 'scale="-2"', "m")

    def found(value: str) -> list[Decimal | None]:
        instance = (
            '<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:xbrli="http://www.xbrl.org/2003/instance" '
            f'xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ex="{EX}">'
            f'{CONTEXTS}{UNITS}<ex:Margin id="m" contextRef="year" unitRef="pure" decimals="3">{value}</ex:Margin></xbrl>'
        )
        files = {"a.htm": page(f"<p>a margin of {tag}%.</p>"), "a_htm.xml": instance, **FILING}
        paper = extract([structure_document(read_folder(files)[0])])
        return [r.expected for r in xbrl_extracted.propose(paper, xbrl_extracted.Settings()) if r.formula == "stated"]

    assert found("0.125") == []
    assert found("0.135") == [Decimal("13.5")]


def test_documents_without_tags_are_read_by_their_own_reader(tmp_path: Path) -> None:
    """An exhibit beside a tagged page is a document of its own; for facts alone it is named and left."""
    (tmp_path / "a.htm").write_text(page(number("Assets", "300")))
    (tmp_path / "lw.xsd").write_text(FILING["lw.xsd"])
    (tmp_path / "exhibit.htm").write_text("<html><body><p>I have reviewed 12 reports.</p></body></html>")
    result = read_paths([tmp_path])
    assert [d.reader for d in result.documents] == ["ixbrl", "html"]
    assert [i.path for i in result.inputs] == [str(tmp_path), f"{tmp_path}/exhibit.htm"]
    assert result.problems == ()
    found = read_facts(str(tmp_path))
    assert [f.concept for f in found.facts] == ["ex:Assets"]
    assert [p.message for p in found.problems] == [
        "1 document of the filing holds no tags and was not read: exhibit.htm"
    ]


def found_in(body: str, tmp_path: Path) -> list[tuple[str, str]]:
    """Codes and verdicts of everything the whole engine reports on a page with a schema."""
    (tmp_path / "a.htm").write_text(page(body))
    (tmp_path / "lw.xsd").write_text(SCHEMA)
    return [(f.code, f.verdict) for f in check(str(tmp_path)).findings]


def sales(scale: str = "3", sign: str = "") -> str:
    """Two years of sales whose printed total supports every one of them, whatever the tags say."""
    rows = (("North", "4,120", "3,970"), ("South", "5,335", "5,018"), ("Total", "9,455", "8,988"))
    body = ""
    for i, (label, *amounts) in enumerate(rows):
        for k, (context, amount) in enumerate(zip(("now", "year"), amounts, strict=True)):
            odd = i == 1 and k == 1
            more = f'scale="{scale if odd else 3}" format="ixt:num-dot-decimal" ' + (f'sign="{sign}"' if odd else "")
            amounts[k] = f"<td>{number(label, amount, context, more=more, decimals='-3')}</td>"
        body += f"<tr><td>{label}</td>{''.join(amounts)}</tr>"
    return f"<p>Sales, in thousands of EUR</p><table><tr><td></td><td>2030</td><td>2029</td></tr>{body}</table>"


def test_a_wrong_scale_is_found_although_the_printed_number_is_supported(tmp_path: Path) -> None:
    """The page adds up; only the tag is wrong. The other year of the same line is tagged as the table is."""
    assert found_in(sales(), tmp_path) == []
    assert found_in(sales("6"), tmp_path) == [("X904", "differs")]


def test_one_wrong_sign_in_a_row_of_four_is_found(tmp_path: Path) -> None:
    """Three others of the row are enough to say that this tag, not the row, is wrong."""
    contexts = CONTEXTS + CONTEXTS.replace('id="now"', 'id="then"').replace("2030", "2029")
    cells = ""
    for k, (context, amount) in enumerate((("now", "4120"), ("then", "3970"), ("year", "5335"), ("north", "5018"))):
        more = 'sign="-"' if k == 3 else ""
        cells += f"<td>({number('Paid', amount, context, more=more)})</td>"
    body = f"<table><tr><td>Paid to suppliers</td>{cells}</tr></table>"
    (tmp_path / "a.htm").write_text(page(body, resources=contexts + UNITS))
    (tmp_path / "lw.xsd").write_text(SCHEMA)
    assert [(f.code, f.verdict) for f in check(str(tmp_path)).findings] == [("X905", "differs")]


def test_figures_tagged_as_different_elements_are_no_one_item(tmp_path: Path) -> None:
    """Current deferred revenue in the table, all of it in the sentence: the words are alike, the elements are not."""

    def page_with(element: str | None) -> str:
        more = 'format="ixt:num-dot-decimal" scale="6"'
        table = f"<tr><td>Deferred revenue</td><td>{number('Fixed', '4,908', more=more, decimals='-6')}</td></tr>"
        told = number(element, "6,600", more=more) if element else "6,600"
        sentence = f"Deferred revenue as of December 31, 2030 was EUR {told} million."
        head = "<tr><td>In millions of EUR</td><td>December 31, 2030</td></tr>"
        return f"<table>{head}{table}<tr><td>Other</td><td>12</td></tr></table><p>{sentence}</p>"

    assert found_in(page_with("Current"), tmp_path) == []
    assert [code for code, _ in found_in(page_with("Fixed"), tmp_path)] == ["X902"]
    assert [code for code, _ in found_in(page_with(None), tmp_path)] == ["A502"]
