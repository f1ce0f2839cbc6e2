"""Builds small invented filings: an inline page, an instance, a taxonomy of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tieout.model import Document, Problem
from tieout.read.ixbrl import room as inline_room
from tieout.read.source import ReadSettings, Source
from tieout.read.xbrl import room as instance_room

EX = "http://example.com/2030"
HEAD = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" '
    'xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" '
    'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:xbrldi="http://xbrl.org/2006/xbrldi" '
    'xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:ex="{EX}" xml:lang="en">'
    "<head><title>Lantern Works plc</title></head><body>"
)
CONTEXTS = (
    '<xbrli:context id="now"><xbrli:entity><xbrli:identifier scheme="http://example.com/ids">LW1</xbrli:identifier>'
    "</xbrli:entity><xbrli:period><xbrli:instant>2030-12-31</xbrli:instant></xbrli:period></xbrli:context>"
    '<xbrli:context id="year"><xbrli:entity><xbrli:identifier scheme="http://example.com/ids">LW1</xbrli:identifier>'
    "</xbrli:entity><xbrli:period><xbrli:startDate>2030-01-01</xbrli:startDate><xbrli:endDate>2030-12-31"
    "</xbrli:endDate></xbrli:period></xbrli:context>"
    '<xbrli:context id="north"><xbrli:entity><xbrli:identifier scheme="http://example.com/ids">LW1</xbrli:identifier>'
    '<xbrli:segment><xbrldi:explicitMember dimension="ex:RegionAxis">ex:NorthMember</xbrldi:explicitMember>'
    '<xbrldi:typedMember dimension="ex:CustomerAxis"><ex:customer>Ash &amp; Co</ex:customer></xbrldi:typedMember>'
    "</xbrli:segment></xbrli:entity><xbrli:period><xbrli:instant>2030-12-31</xbrli:instant></xbrli:period>"
    "</xbrli:context>"
)
UNITS = (
    '<xbrli:unit id="eur"><xbrli:measure>iso4217:EUR</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="each"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>iso4217:EUR</xbrli:measure>'
    "</xbrli:unitNumerator><xbrli:unitDenominator><xbrli:measure>xbrli:shares</xbrli:measure>"
    "</xbrli:unitDenominator></xbrli:divide></xbrli:unit>"
)


def page(
    body: str, hidden: str = "", resources: str = CONTEXTS + UNITS, schema: str = "lw.xsd", head: str = HEAD
) -> str:
    """An inline page with a header that holds the usual contexts and units."""
    inner = f"<ix:hidden>{hidden}</ix:hidden>" if hidden else ""
    inner += '<ix:references><link:schemaRef xlink:type="simple" xlink:href="lw.xsd"/></ix:references>'
    inner += f"<ix:resources>{resources}</ix:resources>"
    return f'{head}<div style="display:none"><ix:header>{inner}</ix:header></div>{body}</body></html>'


def number(
    name: str,
    text: str,
    context: str = "now",
    unit: str = "eur",
    decimals: str = "0",
    more: str = "",
    fact_id: str = "",
) -> str:
    """An ix:nonFraction."""
    identity = f'id="{fact_id}" ' if fact_id else ""
    return (
        f'<ix:nonFraction {identity}name="ex:{name}" contextRef="{context}" unitRef="{unit}" decimals="{decimals}" '
        f"{more}>{text}</ix:nonFraction>"
    )


def text(name: str, content: str, context: str = "year", more: str = "", fact_id: str = "") -> str:
    """An ix:nonNumeric."""
    identity = f'id="{fact_id}" ' if fact_id else ""
    return f'<ix:nonNumeric {identity}name="ex:{name}" contextRef="{context}" {more}>{content}</ix:nonNumeric>'


def read(content: str | bytes, name: str = "page.htm") -> tuple[Document, tuple[Problem, ...]]:
    """Reads one page or instance by the room that claims it."""
    source = Source(name, content.encode() if isinstance(content, str) else content)
    return _one(source)


def read_folder(files: Mapping[str, str | bytes]) -> tuple[Document, tuple[Problem, ...]]:
    """Reads a container given by its members."""
    contents = {n: c.encode() if isinstance(c, str) else c for n, c in files.items()}
    return _one(Source("folder", b"", {n: partial(bytes, c) for n, c in contents.items()}))


def _one(source: Source) -> tuple[Document, tuple[Problem, ...]]:
    room = max((inline_room, instance_room), key=lambda r: r.detect(source))
    assert room.detect(source) > 0, "no room claims this"
    reading = room.read(source, ReadSettings())
    assert len(reading.documents) == 1
    return reading.documents[0], reading.problems


SCHEMA = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:ex="{EX}" targetNamespace="{EX}" elementFormDefault="qualified">
 <xs:annotation><xs:appinfo>
  <link:linkbaseRef xlink:type="simple" xlink:href="lw_lab.xml"
   xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
  <link:linkbaseRef xlink:type="simple" xlink:href="lw_pre.xml"
   xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
  <link:linkbaseRef xlink:type="simple" xlink:href="lw_cal.xml"
   xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"/>
  <link:roleType id="Position" roleURI="{EX}/role/Position">
   <link:definition>000002 - Statement - Financial position</link:definition>
   <link:usedOn>link:presentationLink</link:usedOn><link:usedOn>link:calculationLink</link:usedOn>
  </link:roleType></xs:appinfo></xs:annotation>
 <xs:import namespace="http://www.xbrl.org/2003/instance"
  schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
 <xs:element id="ex_Assets" name="Assets" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
  xbrli:balance="debit" xbrli:periodType="instant" nillable="true"/>
 <xs:element id="ex_Current" name="Current" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
  xbrli:balance="debit" xbrli:periodType="instant" nillable="true"/>
 <xs:element id="ex_Fixed" name="Fixed" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item"
  xbrli:balance="debit" xbrli:periodType="instant" nillable="true"/>
 <xs:element id="ex_Margin" name="Margin" type="xbrli:pureItemType" substitutionGroup="xbrli:item"
  xbrli:periodType="duration" nillable="true"/>
 <xs:element id="ex_Story" name="Story" type="xbrli:stringItemType" substitutionGroup="xbrli:item"
  xbrli:periodType="duration" nillable="true"/>
</xs:schema>"""


def linkbase(inner: str) -> str:
    """A linkbase around extended links."""
    return (
        '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inner}</link:linkbase>'
    )


def loc(name: str) -> str:
    """A locator of one of our elements."""
    return f'<link:loc xlink:type="locator" xlink:href="lw.xsd#ex_{name}" xlink:label="{name}"/>'


def arc(kind: str, arcrole: str, source: str, target: str, more: str = "") -> str:
    """An arc of that kind."""
    return (
        f'<link:{kind}Arc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="{source}" xlink:to="{target}" {more}/>'
    )


def extended(kind: str, inner: str, role: str = f"{EX}/role/Position") -> str:
    """An extended link of that kind."""
    return f'<link:{kind}Link xlink:type="extended" xlink:role="{role}">{inner}</link:{kind}Link>'


SUMMATION = "http://www.xbrl.org/2003/arcrole/summation-item"
PARENT_CHILD = "http://www.xbrl.org/2003/arcrole/parent-child"
CALCULATION = linkbase(
    extended(
        "calculation",
        loc("Assets")
        + loc("Current")
        + loc("Fixed")
        + arc("calculation", SUMMATION, "Assets", "Current", 'order="1" weight="1"')
        + arc("calculation", SUMMATION, "Assets", "Fixed", 'order="2" weight="1"'),
    )
)
PRESENTATION = linkbase(
    extended(
        "presentation",
        loc("Assets")
        + loc("Current")
        + loc("Fixed")
        + arc("presentation", PARENT_CHILD, "Assets", "Fixed", 'order="2"')
        + arc(
            "presentation",
            PARENT_CHILD,
            "Assets",
            "Current",
            'order="1" preferredLabel="http://www.xbrl.org/2003/role/terseLabel"',
        ),
    )
)
LABELS = linkbase(
    extended(
        "label",
        loc("Assets")
        + '<link:label xlink:type="resource" xlink:label="a" xlink:role="http://www.xbrl.org/2003/role/label" '
        'xml:lang="en-US">Everything owned</link:label>'
        '<link:label xlink:type="resource" xlink:label="b" xlink:role="http://www.xbrl.org/2003/role/label" '
        'xml:lang="de">Vermögen</link:label>'
        '<link:label xlink:type="resource" xlink:label="c" xlink:role="http://www.xbrl.org/2003/role/documentation" '
        'xml:lang="en-US">All that the company controls.</link:label>'
        + "".join(arc("label", "http://www.xbrl.org/2003/arcrole/concept-label", "Assets", x) for x in "abc"),
        "http://www.xbrl.org/2003/role/link",
    )
)
FILING = {"lw.xsd": SCHEMA, "lw_lab.xml": LABELS, "lw_pre.xml": PRESENTATION, "lw_cal.xml": CALCULATION}
