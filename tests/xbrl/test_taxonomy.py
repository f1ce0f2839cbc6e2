"""The filer's own taxonomy: labels, networks, roles, what EDGAR files beside it."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.xbrl.pages import CALCULATION, EX, FILING, LABELS, PRESENTATION, SCHEMA, number, page, read_folder, text
from tieout.errors import UnreadableError
from tieout.model import Filing
from tieout.model.filing import DOCUMENTATION
from tieout.read.ixbrl import room
from tieout.read.source import ReadSettings, Source

BODY = number("Assets", "300", fact_id="a") + number("Current", "100") + number("Fixed", "200")
ROLE = f"{EX}/role/Position"


def filing(extra: dict[str, str] | None = None) -> Filing:
    document, problems = read_folder({"a.htm": page(BODY), **FILING, **(extra or {})})
    assert not problems
    assert document.filing is not None
    return document.filing


def test_labels_come_in_each_language_and_role() -> None:
    """Standard, documentation and German labels are found; a fact is named by the standard one."""
    found = filing()
    concept = found.concept("ex:Assets")
    assert concept is not None
    assert concept.label() == "Everything owned"
    assert concept.label(language="de-AT") == "Vermögen"
    assert concept.definition == "All that the company controls."
    assert (concept.data_type, concept.balance, concept.period_type) == ("xbrli:monetaryItemType", "debit", "instant")


def test_a_concept_without_labels_is_named_by_its_own_words() -> None:
    """The local name taken apart at its capitals."""
    document, _ = read_folder({"a.htm": page(number("NetIncomeLossEBITDA", "1")), **FILING})
    assert document.facts[0].label == "Net Income Loss EBITDA"


def test_networks_keep_order_weight_and_preferred_label() -> None:
    """Children come by order, whatever the order of writing."""
    found = filing()
    tree = found.network("presentation", ROLE)
    assert tree is not None
    assert tree.roots == ("ex:Assets",)
    assert [a.target for a in tree.children("ex:Assets")] == ["ex:Current", "ex:Fixed"]
    assert (tree.children("ex:Assets")[0].preferred_label or "").endswith("terseLabel")
    sums = found.network("calculation", ROLE)
    assert sums is not None
    assert [a.weight for a in sums.arcs] == [Decimal(1), Decimal(1)]


def test_a_prohibited_arc_is_taken_away() -> None:
    """use="prohibited" with a higher priority removes the arc of another linkbase."""
    prohibiting = CALCULATION.replace('order="2" weight="1"', 'order="2" weight="1" use="prohibited" priority="5"')
    found = filing({"zz_cal.xml": prohibiting})
    sums = found.network("calculation", ROLE)
    assert sums is not None
    assert [a.target for a in sums.arcs] == ["ex:Current"]


def test_roles_are_named_and_sorted_by_their_definition() -> None:
    """The definition gives name and category where EDGAR's files are absent."""
    (role,) = filing().roles
    assert (role.name, role.category) == ("Financial position", "Statements")


def test_filing_summary_gives_menu_and_page() -> None:
    """FilingSummary.xml names, sorts and files the role under a menu."""
    summary = (
        "<FilingSummary><MyReports><Report><HtmlFileName>R2.htm</HtmlFileName><Position>2</Position>"
        f"<Role>{ROLE}</Role><ShortName>Position</ShortName><MenuCategory>Statements</MenuCategory></Report>"
        "</MyReports></FilingSummary>"
    )
    (role,) = filing({"FilingSummary.xml": summary}).roles
    assert (role.name, role.position, role.page) == ("Position", 2, "R2.htm")


def test_metalinks_describe_concepts_the_filer_does_not() -> None:
    """Definition, type and references of a standard concept; the filer's own labels come first."""
    tag = {
        "xbrltype": "monetaryItemType",
        "nsuri": EX,
        "crdr": "debit",
        "lang": {"en-us": {"role": {"label": "Meta label", "documentation": "Meta definition."}}},
        "auth_ref": ["r1"],
    }
    meta = {
        "version": "2.2",
        "instance": {"a.htm": {"tag": {"ex_Assets": tag, "ex_Current": tag}, "report": {}}},
        "std_ref": {"r1": {"role": "http://example.com/ref", "Topic": "210", "Section": "45"}},
    }
    found = filing({"MetaLinks.json": json.dumps(meta)})
    own, standard = found.concept("ex:Assets"), found.concept("ex:Current")
    assert own is not None
    assert standard is not None
    assert own.label() == "Everything owned"
    assert (standard.label(), standard.label(DOCUMENTATION)) == ("Meta label", "Meta definition.")
    assert standard.references[0].parts == (("Topic", "210"), ("Section", "45"))


def test_r_page_popups_describe_concepts_where_there_is_no_metalinks() -> None:
    """Definition, reference and details of a pop-up table."""
    popup = (
        '<table class="authRefData" id="defref_ex_Fixed"><tr><td><a href="x">- Definition</a><div><p>What stays.</p>'
        '</div><a href="x">+ References</a><div><p>Reference 1: http://example.com/ref<br> -Topic 360<br></p></div>'
        '<a href="x">+ Details</a><div><table><tr><td><strong> Period Type:</strong></td><td>instant</td></tr>'
        "</table></div></td></tr></table>"
    )
    document, _ = read_folder({"a.htm": page(BODY), "R2.htm": popup, "lw_pre.xml": PRESENTATION, "lw.xsd": "<x/>"})
    assert document.filing is not None
    concept = document.filing.concept("ex:Fixed")
    assert concept is not None
    assert (concept.definition, concept.period_type) == ("What stays.", "instant")
    assert concept.references[0].parts == (("Topic", "360"),)


def test_a_broken_metalinks_costs_its_definitions_only() -> None:
    """A problem says what is missing."""
    document, problems = read_folder({"a.htm": page(BODY), **FILING, "MetaLinks.json": '{"instance": 3}'})
    assert len(document.facts) == 3
    assert any("MetaLinks.json" in p.message for p in problems)


def test_a_named_taxonomy_package_fills_what_the_filing_leaves_open(tmp_path: Path) -> None:
    """Labels, types and references come from the package; the filer's own labels stay first."""
    labels = LABELS.replace("Everything owned", "Package assets")
    with zipfile.ZipFile(tmp_path / "taxonomy.zip", "w") as archive:
        archive.writestr("t/lw.xsd", SCHEMA)
        archive.writestr("t/lw_lab.xml", labels)
    source = Source("a.htm", page(BODY).encode())
    settings = ReadSettings(taxonomies=(str(tmp_path / "taxonomy.zip"),))
    document = room.read(source, settings).documents[0]
    assert document.filing is not None
    concept = document.filing.concept("ex:Assets")
    assert concept is not None
    assert (concept.label(), concept.balance, concept.labels[0].source) == ("Package assets", "debit", "package")
    assert document.facts[0].label == "Package assets"


def test_a_taxonomy_package_that_is_none_is_refused() -> None:
    """The user named it, so it is said and not passed over."""
    with pytest.raises(UnreadableError, match="taxonomy package"):
        room.read(Source("a.htm", page(BODY).encode()), ReadSettings(taxonomies=("nowhere.zip",)))


def test_facts_are_named_in_the_language_of_the_page() -> None:
    """A German page takes German labels where the filer gives them."""
    german = page(BODY + text("Story", "Ein Jahr", fact_id="s")).replace('xml:lang="en"', 'xml:lang="de"')
    document, _ = read_folder({"a.htm": german, **FILING})
    assert document.language == "de"
    assert document.facts[0].label == "Vermögen"


@pytest.mark.parametrize(
    ("definition", "category"),
    [
        ("00010 - Document and Entity information", "Cover"),
        ("0000001 - Document - Cover", "Cover"),
        ("00210 - Consolidated statement of financial position", "Statements"),
        ("2101 - Disclosure - Leases (Detail)", "Details"),
        ("2102 - Disclosure - Leases (Table)", "Tables"),
        ("2103 - Disclosure - Leases", "Notes"),
    ],
)
def test_the_menu_follows_from_definitions_of_many_styles(definition: str, category: str) -> None:
    """EDGAR's words after the sort code, or none of them; endings in the singular."""
    schema = SCHEMA.replace("000002 - Statement - Financial position", definition)
    document, _ = read_folder({"a.htm": page(number("Assets", "5")), **FILING, "lw.xsd": schema})
    assert document.filing is not None
    assert [r.category for r in document.filing.roles] == [category]
