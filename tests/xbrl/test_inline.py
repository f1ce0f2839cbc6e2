"""Inline XBRL: what a tag says, where it stands, and what happens to faulty ones."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.xbrl.pages import CONTEXTS, FILING, UNITS, number, page, read, read_folder, text
from tieout.errors import UnreadableError
from tieout.model import Document, Fact


def fact(document: Document, fact_id: str) -> Fact:
    return next(f for f in document.facts if f.id == fact_id)


def test_a_number_has_scale_sign_and_format_applied_and_keeps_its_place() -> None:
    """1,433.5 in thousands with sign "-" is -1433500, and its span quotes the printed text."""
    body = "<p>Loss of EUR " + number(
        "Assets", "1,433.5", decimals="2", more='format="ixt:num-dot-decimal" scale="3" sign="-"', fact_id="f1"
    )
    document, problems = read(page(body + " thousand.</p>"))
    one = fact(document, "f1")
    assert one.value == Decimal(-1433500)
    assert str(one.value) == "-1433500"
    assert one.decimals == 2
    assert one.unit == "EUR"
    assert one.span.quote == "1,433.5"
    assert document.text[one.span.start : one.span.end] == "1,433.5"
    assert one.span.segments[0].xpath == "/html/body[1]/p[1]/ix:nonFraction[1]"
    assert not problems


@pytest.mark.parametrize(
    ("printed", "form", "scale", "expected"),
    [
        ("1.433,50", "ixt:num-comma-decimal", "0", "1433.5"),
        ("—", "ixt:fixed-zero", "6", "0"),
        ("12.5", "ixt:num-dot-decimal", "-2", "0.125"),
        ("1 433", "ixt:num-dot-decimal", "6", "1433000000"),
    ],
)
def test_formats_give_exact_values(printed: str, form: str, scale: str, expected: str) -> None:
    """Numbers are exact decimals whatever the way of printing."""
    document, _ = read(page(number("Assets", printed, more=f'format="{form}" scale="{scale}"')))
    assert str(document.facts[0].value) == expected


def test_a_figure_shows_the_sign_of_the_page() -> None:
    """(120) tagged as a positive payment is a figure of -120 and a fact of 120."""
    document, _ = read(page(f"<p>({number('Assets', '120')})</p>"))
    assert document.facts[0].value == Decimal(120)
    assert document.figures[0].value == Decimal(-120)
    assert document.facts[0].figure == document.figures[0].id


def test_the_coarser_of_digits_and_decimals_is_the_last_digit() -> None:
    """1,234,567 with decimals -3 is known to thousands."""
    document, _ = read(page(number("Assets", "1,234,567", decimals="-3", more='format="ixt:num-dot-decimal"')))
    assert document.figures[0].quantity.step == Decimal(1000)


def test_a_percentage_is_a_figure_in_per_cent() -> None:
    """12.5 scaled by -2 without a unit is the fact 0.125 and the figure 12.5 %."""
    document, _ = read(page(number("Margin", "12.5", "year", "pure", "3", 'scale="-2"')))
    assert document.facts[0].value == Decimal("0.125")
    assert document.figures[0].quantity.unit == "%"
    assert document.figures[0].value == Decimal("12.5")


def test_nil_has_no_value_and_no_figure() -> None:
    """xsi:nil is a fact without a value."""
    document, _ = read(page(number("Assets", "", more='xsi:nil="true"')))
    assert document.facts[0].value is None
    assert document.facts[0].figure is None
    assert document.filing is not None
    assert document.filing.tags[0].nil


def test_text_is_joined_over_continuations_and_exclusions_are_left_out() -> None:
    """The chain's pieces are one value; ix:exclude is no part of it."""
    body = (
        "<p>"
        + text("Story", "One <ix:exclude>page 7 </ix:exclude>two", more='continuedAt="c1"', fact_id="s")
        + '</p><p>between</p><p><ix:continuation id="c1"> three</ix:continuation></p>'
    )
    document, _ = read(page(body))
    one = fact(document, "s")
    assert one.value == "One two three"
    assert [document.text[s.start : s.end] for s in one.span.segments] == ["One page 7 two", "three"]


def test_escaped_text_is_xhtml_without_inline_tags() -> None:
    """escape="true" keeps the markup and drops the tags of nested facts."""
    body = text("Story", f"<b>Total</b> {number('Assets', '5', fact_id='n')}", more='escape="true"', fact_id="s")
    document, _ = read(page(f"<div>{body}</div>"))
    assert fact(document, "s").value == "<b>Total</b> 5"
    assert fact(document, "n").value == Decimal(5)


def test_nested_numbers_are_two_facts_at_one_place() -> None:
    """A number tagged twice is read twice."""
    inner = number("Current", "7", fact_id="b")
    document, _ = read(page(number("Assets", inner, fact_id="a")))
    assert fact(document, "a").value == fact(document, "b").value == Decimal(7)
    assert fact(document, "a").span.start == fact(document, "b").span.start


def test_a_fraction_has_numerator_and_denominator() -> None:
    """ix:fraction is exact where it can be, else written as a quotient; both parts are kept."""
    body = (
        '<ix:fraction id="q" name="ex:Rate" contextRef="year" unitRef="pure"><ix:numerator>1</ix:numerator> / '
        "<ix:denominator>3</ix:denominator></ix:fraction>"
    )
    document, _ = read(page(body))
    assert document.facts[0].value == "1/3"
    assert document.filing is not None
    assert document.filing.tags[0].fraction == (Decimal(1), Decimal(3))


def test_members_of_a_tuple_know_it_and_their_order() -> None:
    """ix:tuple is kept as a tag; its members name it, by place or by tupleRef."""
    body = (
        '<ix:tuple tupleID="t" name="ex:Officer">'
        + text("Name", "Ann", more='order="1"', fact_id="a")
        + "</ix:tuple>"
        + text("Rank", "Chair", more='order="2" tupleRef="t"', fact_id="b")
    )
    document, _ = read(page(body))
    assert document.filing is not None
    tags = {t.fact: t for t in document.filing.tags}
    assert [(tags[i].parent, str(tags[i].order)) for i in "ab"] == [("t", "1"), ("t", "2")]
    assert tags["t"].kind == "tuple"
    assert (document.filing.tally.seen, document.filing.tally.read) == (3, 3)


def test_dimensions_are_explicit_or_typed() -> None:
    """An explicit member is a name, a typed one a text with the name of its element."""
    document, _ = read(page(number("Assets", "5", "north")))
    assert document.facts[0].dimensions == (("ex:CustomerAxis", "Ash & Co"), ("ex:RegionAxis", "ex:NorthMember"))
    assert document.filing is not None
    context = document.filing.context("north")
    assert context is not None
    assert [m.typed for m in context.members] == ["ex:customer", None]


def test_footnotes_and_relationships_hang_on_facts() -> None:
    """ix:footnote is found through ix:relationship; facts may lead to facts."""
    relationship = (
        '<ix:relationship fromRefs="a" toRefs="n1" arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote"/>'
        '<ix:relationship fromRefs="a" toRefs="b" arcrole="http://www.xbrl.org/2009/arcrole/fact-explanatoryFact"/>'
    )
    body = (
        number("Assets", "5", fact_id="a")
        + number("Current", "4", fact_id="b")
        + '<ix:footnote id="n1" xml:lang="en">As <b>restated</b></ix:footnote>'
    )
    document, _ = read(page(body, resources=CONTEXTS + UNITS + relationship))
    assert document.filing is not None
    (note,) = document.filing.footnotes
    assert (note.facts, note.text, note.language) == (("a",), "As <b>restated</b>", "en")
    (link,) = document.filing.links
    assert (link.sources, link.targets) == (("a",), ("b",))


def test_hidden_facts_have_a_place_of_their_own_after_the_page() -> None:
    """ix:hidden and hidden styles keep facts off the page; they are listed at the end of the text."""
    body = "<p>Seen " + number("Assets", "5", fact_id="a") + "</p>"
    body += "<div style='display: none'>" + number("Current", "6", fact_id="b") + "</div>"
    document, _ = read(page(body, hidden=text("Story", "kept", fact_id="c")))
    assert [document.text[f.span.start : f.span.end] for f in document.facts] == ["kept", "5", "6"]
    assert document.text.index("Hidden facts") > fact(document, "a").span.end
    assert fact(document, "b").span.start > document.text.index("Hidden facts")


def test_two_pages_of_a_set_share_contexts_and_continuations() -> None:
    """A page without a header takes contexts from the other one; chains cross pages."""
    first = page("<p>" + text("Story", "Here", more='continuedAt="c9"', fact_id="s") + "</p>")
    second = page(
        '<p><ix:continuation id="c9"> and there</ix:continuation> ' + number("Assets", "5", fact_id="a") + "</p>"
    )
    second = second[: second.index('<div style="display:none">')] + second[second.index("</div>") + 6 :]
    document, problems = read_folder({"a.htm": first, "b.htm": second, "lw.xsd": "<x/>"})
    assert fact(document, "s").value == "Here and there"
    assert fact(document, "a").value == Decimal(5)
    assert document.filing is not None
    assert document.filing.files[:2] == ("a.htm", "b.htm")
    assert not [p for p in problems if "tags" in p.message]


def test_targets_are_told_apart() -> None:
    """A tag of another target keeps its name, and is no duplicate of the default target's."""
    body = number("Assets", "5") + number("Assets", "6", more='target="other"')
    document, _ = read(page(body))
    assert document.filing is not None
    assert document.filing.targets == ("other",)
    assert document.filing.duplicates == ()


def test_duplicates_are_sorted_as_the_open_information_model_does() -> None:
    """Equal: complete; 1.2 million and 1,234 thousand: consistent; 1.3 million: inconsistent."""
    exact = number("Assets", "1234", decimals="-3", more='scale="3"')
    rough = number("Assets", "1.2", decimals="-5", more='scale="6"')
    wrong = number("Assets", "1.3", decimals="-5", more='scale="6"')
    kinds = []
    for body in (exact + exact, exact + rough, exact + wrong):
        document, _ = read(page(body))
        assert document.filing is not None
        kinds.append(document.filing.duplicates[0].kind)
    assert kinds == ["complete", "consistent", "inconsistent"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (number("Assets", "5", "nowhere"), "the context nowhere does not exist"),
        (number("Assets", "5", unit="pound"), "the unit pound does not exist"),
        (number("Assets", "5", more='format="ixt:no-such"'), "the format ixt:no-such is unknown"),
        (number("Assets", "five"), "is not a number"),
        (number("Assets", "5", more='scale="9999999"'), "beyond"),
        (number("Assets", "1e999999"), "is not a number"),
        (text("Story", "x", more='continuedAt="gone"'), "the continuation gone does not exist"),
        ('<ix:nonNumeric contextRef="year">x</ix:nonNumeric>', "has no name"),
    ],
)
def test_a_tag_that_cannot_be_known_is_refused_with_its_place_and_the_rest_is_read(body: str, reason: str) -> None:
    """One good fact beside each faulty tag: read; the faulty one: a problem and a count, never a value."""
    document, problems = read(page(body + number("Current", "1", fact_id="good")))
    assert [f.id for f in document.facts] == ["good"]
    assert document.filing is not None
    tally = document.filing.tally
    assert (tally.seen, tally.read, tally.refused) == (2, 1, 1)
    assert any(reason in p.message and "page.htm" in p.message for p in problems)


def test_a_page_whose_header_stands_elsewhere_is_refused_in_one_sentence() -> None:
    """Without any context no tag can be trusted."""
    whole = page(number("Assets", "5"))
    bare = whole[: whole.index('<div style="display:none">')] + whole[whole.index("</div>") + 6 :]
    with pytest.raises(UnreadableError, match="another document of the set"):
        read(bare)


def test_older_accounts_with_inline_1_0_are_read() -> None:
    """The 2008 namespace is Inline XBRL 1.0."""
    old = page(number("Assets", "5")).replace(
        "http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL"
    )
    document, _ = read(old)
    assert document.facts[0].value == Decimal(5)


def test_a_complete_submission_text_is_a_container() -> None:
    """EDGAR's one text file of a whole filing gives the same as its folder; encoded pictures are passed over."""
    parts = {"a.htm": page(number("Assets", "300", fact_id="a")), **FILING}
    documents = "".join(
        f"<DOCUMENT>\n<TYPE>X\n<FILENAME>{name}\n<TEXT>\n<XBRL>\n{content}\n</XBRL>\n</TEXT>\n</DOCUMENT>\n"
        for name, content in parts.items()
    )
    picture = "<DOCUMENT>\n<TYPE>GRAPHIC\n<FILENAME>p.jpg\n<TEXT>\nbegin 644 p.jpg\nM_\nend\n</TEXT>\n</DOCUMENT>\n"
    document, problems = read(f"<SEC-DOCUMENT>x.txt : 20300101\n{documents}{picture}</SEC-DOCUMENT>", "x.txt")
    assert document.facts[0].label == "Everything owned"
    assert document.filing is not None
    assert len(document.filing.networks) == 2
    assert not problems


def test_a_page_is_known_by_its_content_whatever_its_name() -> None:
    """Standard input and files without an ending are read too."""
    assert len(read(page(number("Assets", "5")), "-")[0].facts) == 1


def test_white_space_around_names_and_numbers_is_no_part_of_them() -> None:
    """Attributes are names and numbers; XML Schema collapses the blanks around such."""
    tag = (
        '<ix:nonFraction id=" a " name=" ex:Assets " contextRef=" now " unitRef="\neur " decimals=" 0 " scale=" 3 " '
        'sign=" - " format=" ixt:num-dot-decimal ">1,500</ix:nonFraction>'
    )
    document, problems = read(page(tag))
    assert [(f.id, f.value, f.decimals) for f in document.facts] == [("a", Decimal(-1500000), 0)]
    assert not problems


def test_a_tuple_is_known_by_its_tuple_id_or_by_standing_around() -> None:
    """tupleRef names a tupleID, not the XML id; a tuple without either still holds what stands in it."""
    inner = number("Fixed", "8", more='order="1"', fact_id="b")
    body = (
        number("Assets", "7", more='tupleRef="T1" order="1"', fact_id="a")
        + '<ix:tuple id="t" name="ex:Group" tupleID="T1"/>'
        + f'<ix:tuple name="ex:Group">{inner}</ix:tuple>'
    )
    document, problems = read(page(body))
    assert document.filing is not None
    parents = {t.fact: t.parent for t in document.filing.tags}
    assert parents["a"] == "t"
    assert parents["b"] in {t.fact for t in document.filing.tags if t.kind == "tuple"} - {"t"}
    assert not problems


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (number("Assets", "7", more='tupleRef="T9" order="1"', fact_id="a"), "the tuple 'T9', which does not exist"),
        (number("Assets", "7", more='order="first"', fact_id="a"), "the order 'first'"),
        (number("Assets", "7", fact_id="a") + '<ix:continuation id="c">x</ix:continuation>', "from nowhere"),
        (number("Assets", "7", fact_id="a") + number("Fixed", "8", fact_id="a"), "1 tag repeats an id"),
    ],
)
def test_what_hangs_loose_is_said(body: str, said: str) -> None:
    """A missing tuple, a lost piece of text, an id used twice: the fact is read, and a problem names the loss."""
    document, problems = read(page(body))
    assert document.facts[0].value == Decimal(7)
    assert any(said in p.message for p in problems)


def test_an_empty_text_is_no_nil() -> None:
    """Both are listed after the page, told apart."""
    document, _ = read(page("", hidden=text("Story", "", fact_id="s") + text("Story", "", more='xsi:nil="true"')))
    assert [(f.value, f.span.quote) for f in document.facts] == [("", "(empty)"), (None, "nil")]
