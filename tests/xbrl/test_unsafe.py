"""Unsafe and malformed input: refused with a reason, or read with its losses said. Never a traceback."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from tests.xbrl.pages import CONTEXTS, HEAD, UNITS, number, page, read, read_folder, text
from tieout.engine.reading import read_paths
from tieout.errors import LimitError, UnreadableError
from tieout.read.ixbrl import room
from tieout.read.source import ReadSettings, Source

BODY = number("Assets", "5", fact_id="a")


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE html [<!ATTLIST p title CDATA "x">]>',
        '<!DOCTYPE html SYSTEM "http://example.com/page.dtd">',
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "file:///tmp/x.dtd">',
        "<!-- [ --><!DOCTYPE html [<!ENTITY x 'y'>]>",
    ],
)
def test_entities_and_outside_dtds_are_refused(doctype: str) -> None:
    """Nothing of a document with declarations of its own is used, and nothing outside it is opened."""
    with pytest.raises(UnreadableError, match="refused"):
        read(doctype + page(BODY))


def test_the_usual_xhtml_doctype_is_harmless_and_named_characters_are_read() -> None:
    """The W3C's DTD is not loaded; &nbsp; is known without it."""
    doctype = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
    )
    document, problems = read(doctype + page(f"<p>a&nbsp;b &euro; {BODY}</p>"))
    assert "a b €" in document.text
    assert not problems


def test_an_instance_with_any_doctype_is_refused() -> None:
    """XBRL instances have no use for a document type."""
    with pytest.raises(UnreadableError, match="DTD"):
        read('<!DOCTYPE xbrl SYSTEM "x.dtd"><xbrl xmlns="http://www.xbrl.org/2003/instance"/>', "i.xml")


def test_an_attribute_beyond_all_measure_is_refused() -> None:
    """A huge attribute meets the parser's limit and is named as such."""
    with pytest.raises(LimitError, match="larger or deeper"):
        read(page(f'<p title="{"x" * 11_000_000}">{BODY}</p>'))


def test_embedded_pictures_beyond_the_limit_are_left_out_and_said() -> None:
    """The facts around an 11 MB picture are read."""
    picture = f'<img src="data:image/png;base64,{"QUJD" * 2_900_000}"/>'
    document, problems = read(page(picture + BODY))
    assert document.facts[0].value == Decimal(5)
    assert any("pictures" in p.message for p in problems)


def test_elements_nested_without_end_are_refused() -> None:
    """A depth of 50,000 is no page."""
    with pytest.raises(LimitError):
        read(page("<div>" * 50_000 + BODY + "</div>" * 50_000))


def test_a_deep_but_possible_page_is_read() -> None:
    """A depth of 400 is beyond the parser's own limit and within ours."""
    document, _ = read(page("<div>" * 400 + BODY + "</div>" * 400))
    assert document.facts[0].value == Decimal(5)


def test_text_before_the_declaration_is_passed_over_and_said() -> None:
    """Some servers put a header line before the document."""
    document, problems = read("Document 1 of 2\n<?xml version='1.0'?>" + page(BODY))
    assert document.facts[0].value == Decimal(5)
    assert any("before the start" in p.message for p in problems)


def test_malformed_pages_are_read_as_far_as_they_go_and_the_loss_is_counted() -> None:
    """An unclosed element: the facts are read; a problem says so."""
    document, problems = read(page(f"<p><b>bold {BODY}</p>"))
    assert document.facts[0].value == Decimal(5)
    assert any("not well-formed" in p.message for p in problems)


def test_a_page_in_html_syntax_is_read_although_it_lost_its_capitals() -> None:
    """Saved by a browser: lower case names, no end tags for empty elements."""
    saved = page("<p>EUR " + BODY + "<br></p>" + text("Story", "told", fact_id="s")).replace(
        "<head>", '<head><meta name="x">'
    )
    lowered = (
        saved.replace("ix:nonFraction", "ix:nonfraction").replace("ix:nonNumeric", "ix:nonnumeric")
        .replace("contextRef", "contextref").replace("unitRef", "unitref").replace("startDate", "startdate")
        .replace("endDate", "enddate").replace("explicitMember", "explicitmember")
    )  # fmt: skip
    document, problems = read(lowered)
    assert {f.id: f.value for f in document.facts} == {"a": Decimal(5), "s": "told"}
    assert document.facts[1].period is not None
    assert problems


def test_utf_16_pages_are_read() -> None:
    """The encoding is taken from the byte order mark."""
    document, _ = read(('<?xml version="1.0" encoding="UTF-16"?>' + page(f"<p>Café {BODY}</p>")).encode("utf-16"))
    assert "Café" in document.text


def test_a_broken_linkbase_costs_its_labels_only() -> None:
    """The facts are read; a problem says what is missing."""
    document, problems = read_folder({"a.htm": page(BODY), "lw.xsd": "<x/>", "lw_lab.xml": "<link:linkbase"})
    assert document.facts[0].value == Decimal(5)
    assert any("lw_lab.xml" in p.message for p in problems)


def test_random_cuts_of_a_page_never_raise_anything_but_a_reason() -> None:
    """Cut anywhere, a page is read or refused in words."""
    whole = page(f"<table><tr><td>{BODY}</td></tr></table>")
    source_name = "cut.htm"
    for cut in range(len(HEAD), len(whole), 97):
        source = Source(source_name, whole[:cut].encode())
        if room.detect(source) == 0:
            continue
        with suppress(UnreadableError):
            document = room.read(source, ReadSettings()).documents[0]
            assert document.filing is not None
            assert document.filing.tally.seen >= len(document.facts)


def test_a_page_with_bytes_changed_is_read_or_refused_in_words() -> None:
    """150 damaged pages: every tag is counted as read or refused, every place re-reads, nothing else is raised."""
    dice = random.Random(7)
    whole = page(f"<table><tr><td>{BODY}</td></tr></table>" + text("Story", "<p>x</p>", more='escape="true"')).encode()
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(dice.choice([1, 3, 12])):
            at = dice.randrange(len(damaged))
            if dice.random() < 0.5:
                damaged[at] = dice.randrange(256)
            else:
                del damaged[at : at + dice.randrange(1, 40)]
        source = Source("damaged.htm", bytes(damaged))
        if room.detect(source) == 0:
            continue
        with suppress(UnreadableError):
            document = room.read(source, ReadSettings()).documents[0]
            assert document.filing is not None
            tally = document.filing.tally
            assert tally.seen == tally.read + tally.refused
            for one in document.facts:
                assert document.text[one.span.start : one.span.end] == one.span.quote


def test_a_page_cut_in_the_middle_of_a_tag_is_read_as_far_as_it_goes() -> None:
    """An upload that broke off: what stands before the cut is read, what is lost is counted."""
    whole = page(number("Assets", "300") + number("Current", "100"))
    document, problems = read(whole[: whole.rindex("decimals") + 4])
    assert [f.concept for f in document.facts] == ["ex:Assets"]
    assert any("not well-formed" in p.message for p in problems)


def test_a_damaged_member_of_an_archive_costs_that_archive_only(tmp_path: Path) -> None:
    """A zip whose bytes were changed is said in one sentence; the other inputs are read."""
    (tmp_path / "good.htm").write_text(page(number("Assets", "300")))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.htm", page(number("Assets", "300")))
    content = bytearray(whole.getvalue())
    content[60:90] = bytes(b ^ 0xFF for b in content[60:90])
    (tmp_path / "bad.zip").write_bytes(content)
    result = read_paths([tmp_path / "bad.zip", tmp_path / "good.htm"])
    assert [d.reader for d in result.documents] == ["ixbrl"]
    (problem,) = result.problems
    assert "a.htm: it cannot be unpacked" in problem.message


def test_one_tag_is_spoken_of_as_one() -> None:
    """A filing of one tag is refused in a sentence that says so."""
    with pytest.raises(UnreadableError, match="its only tag cannot be read: the context gone does not exist"):
        read(page(number("Assets", "300", context="gone")))


def test_scripts_and_drawings_beyond_the_limit_are_left_out_and_said() -> None:
    """A viewer's 11 MB of JSON or a drawing in an address do not cost the facts."""
    script = f"<script type='application/json'>{'[1] ' * 2_800_000}</script>"
    drawing = f"<img src='data:image/svg+xml;utf8,{'x' * 11_000_000}'/>"
    for ballast in (script, drawing):
        document, problems = read(page(ballast + BODY))
        assert document.facts[0].value == Decimal(5)
        assert any("left out" in p.message for p in problems)


def test_tags_that_broken_markup_swallows_are_counted_as_refused() -> None:
    """An attribute that never ends hides the tags after it; all of them lost is a refusal, in one sentence."""
    with pytest.raises(UnreadableError, match=r"none of its 2 tags can be read \(2 times: the markup"):
        read(page(f"<p class='x {BODY}</p>{BODY}"))


def test_comments_before_an_instance_do_not_hide_it() -> None:
    """Some programs write a licence of many lines first; some a line break before the XML declaration."""
    instance = (
        '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:ex="http://example.com/2030" '
        'xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:xbrldi="http://xbrl.org/2006/xbrldi">'
        f'{CONTEXTS}{UNITS}<ex:Assets id="a" contextRef="now" unitRef="eur" decimals="0">5</ex:Assets></xbrli:xbrl>'
    )
    for before in (f"<!-- {'an <html> licence ' * 2_000} -->", "\n <?xml version='1.0'?>"):
        document, _ = read(before + instance, "i.xml")
        assert document.facts[0].value == Decimal(5)
