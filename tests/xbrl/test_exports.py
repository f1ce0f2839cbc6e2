"""Facts as JSON, CSV, Parquet, Excel, Markdown and xBRL-JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.xbrl.pages import CONTEXTS, FILING, UNITS, number, page, read, read_folder, text
from tieout import check
from tieout.cli import main
from tieout.cli.facts import command
from tieout.model import Document
from tieout.present.facts_csv import to_facts_csv
from tieout.present.facts_markdown import to_facts_markdown
from tieout.present.facts_parquet import to_facts_parquet
from tieout.present.facts_rows import to_facts_json
from tieout.present.facts_xlsx import to_facts_xlsx
from tieout.present.json import to_json
from tieout.present.xbrl_json import to_xbrl_json
from tieout.read._xbrl.cross_check import cross_check

BODY = (
    number("Assets", "300", fact_id="a", more='scale="6"', decimals="-6")
    + number("Current", "100", decimals="INF", fact_id="c")
    + number("Fixed", "", fact_id="nil", more='xsi:nil="true"')
    + number("Margin", "12.5", "year", "pure", "3", 'scale="-2"', "m")
    + text("Story", "=Once | upon", fact_id="s")
)


def filing(body: str = BODY, resources: str = CONTEXTS + UNITS) -> Document:
    return read_folder({"a.htm": page(body, resources=resources), **FILING})[0]


def test_json_keeps_exact_values_and_places() -> None:
    """The record of the contract: plain digits, nil as null, a place that re-reads."""
    document = filing()
    first, second, nil, _, story = to_facts_json(document.facts)
    assert first["value"] == "300000000"
    assert first["decimals"] == -6
    assert second["decimals"] is None
    assert nil["value"] is None
    assert first["period"] == {"instant": "2030-12-31"}
    assert story["period"] == {"start": "2030-01-01", "end": "2030-12-31"}
    place = first["place"]
    assert document.text[place["start"] : place["end"]] == place["quote"] == "300"


def test_csv_reads_back_and_defuses_formulas() -> None:
    """A text that a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    rows = list(csv.DictReader(io.StringIO(to_facts_csv(filing().facts))))
    assert [r["id"] for r in rows] == ["a", "c", "nil", "m", "s"]
    assert rows[0]["value"] == "300000000"
    assert rows[4]["value"] == "'=Once | upon"


def test_parquet_reads_back_with_exact_decimals() -> None:
    """`number` is a decimal, null where there is none."""
    table = pq.read_table(io.BytesIO(to_facts_parquet(filing().facts)))
    numbers = table.column("number").to_pylist()
    assert numbers == [Decimal(300000000), Decimal(100), None, Decimal("0.125"), None]
    assert table.column("concept").to_pylist()[0] == "ex:Assets"


def test_excel_reads_back_and_keeps_long_numbers_exact() -> None:
    """15 digits are a number, more are a text; nothing is a formula; the same facts give the same bytes."""
    facts = filing(BODY + number("Assets", "1234567890123456789", "year", fact_id="long")).facts
    content = to_facts_xlsx(facts)
    assert content == to_facts_xlsx(facts)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    values = {row[0]: row[4] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert values["a"] == 300000000
    assert values["long"] == "1234567890123456789"
    assert values["s"] == "=Once | upon"


def test_markdown_escapes_bars() -> None:
    """A bar in a value does not break the table."""
    lines = to_facts_markdown(filing().facts).splitlines()
    assert len(lines) == 7
    assert "=Once \\| upon" in lines[-1]


def test_xbrl_json_writes_dimensions_as_the_open_information_model_does() -> None:
    """Instants are the next midnight, pure has no unit, languages are small, exact has no decimals."""
    report, omitted = to_xbrl_json(filing(BODY + number("Assets", "7", "north", fact_id="n")))
    facts = report["facts"]
    assert facts["a"]["dimensions"] == {
        "concept": "ex:Assets",
        "entity": "scheme:LW1",
        "period": "2031-01-01T00:00:00",
        "unit": "iso4217:EUR",
    }
    assert "decimals" not in facts["c"]
    assert facts["nil"]["value"] is None
    assert "unit" not in facts["m"]["dimensions"]
    assert facts["s"]["dimensions"]["language"] == "en"
    assert facts["n"]["dimensions"]["ex:CustomerAxis"] == "Ash & Co"
    assert facts["n"]["dimensions"]["ex:RegionAxis"] == "ex:NorthMember"
    assert report["documentInfo"]["taxonomy"] == ["lw.xsd"]
    assert not omitted


def test_xbrl_json_links_footnotes() -> None:
    """A footnote is a fact of xbrl:note that others link to."""
    resources = CONTEXTS + UNITS + '<ix:relationship fromRefs="a" toRefs="n1"/>'
    document = filing(BODY + '<ix:footnote id="n1" xml:lang="en">Restated</ix:footnote>', resources)
    report, _ = to_xbrl_json(document)
    assert report["facts"]["a"]["links"] == {"footnote": {"_": ["n1"]}}
    assert report["facts"]["n1"]["dimensions"]["concept"] == "xbrl:note"


def test_what_xbrl_json_cannot_hold_is_named() -> None:
    """Fractions and tuple members are not in the Open Information Model."""
    body = (
        '<ix:fraction id="q" name="ex:Rate" contextRef="year" unitRef="pure"><ix:numerator>1</ix:numerator>/'
        "<ix:denominator>3</ix:denominator></ix:fraction>"
    )
    report, omitted = to_xbrl_json(read(page(body))[0])
    assert report["facts"] == {}
    assert len(omitted) == 1


def test_the_command_prints_one_json_document(tmp_path: Path) -> None:
    """stdout carries the result alone; an unreadable page is one sentence and exit code 2."""
    good, bad = tmp_path / "a.htm", tmp_path / "b.htm"
    good.write_text(page(BODY))
    bad.write_text('<!DOCTYPE html [<!ENTITY x "y">]>' + page(BODY))
    result = CliRunner().invoke(command, [str(good), "--quiet"])
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) == 5
    refused = CliRunner().invoke(command, [str(bad)])
    assert refused.exit_code == 2
    assert "refused" in refused.stderr
    assert "Traceback" not in refused.output


@pytest.mark.slow
def test_the_reference_processor_loads_our_xbrl_json_with_the_same_facts(tmp_path: Path) -> None:
    """Arelle, offline, with the filer's own schema: the same concepts, values, decimals from page and from JSON."""
    pytest.importorskip("arelle")
    for name, content in FILING.items():
        (tmp_path / name).write_text(content)
    body = BODY.replace("=Once | upon", "Once upon")
    (tmp_path / "a.htm").write_text(page(body))
    document = read_folder({"a.htm": page(body), **FILING})[0]
    (tmp_path / "r.json").write_text(json.dumps(to_xbrl_json(document)[0]))
    listed = []
    for file, plugin in (("a.htm", ()), ("r.json", ("--plugins", "loadFromOIM"))):
        out = tmp_path / f"{file}.csv"
        call = [sys.executable, "-m", "arelle.CntlrCmdLine", "--file", str(tmp_path / file), *plugin]
        call += ["--facts", str(out), "--factListCols", "Label,Dec,Value", "--internetConnectivity", "offline"]
        subprocess.run(
            call,
            check=True,
            capture_output=True,
            env={**os.environ, "HOME": str(tmp_path), "ARELLE_WORK_OFFLINE": "1"},
        )
        rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
        listed.append(sorted((r["Label"], r["Dec"] if r["Value"] != "(nil)" else "", r["Value"]) for r in rows))
    assert len(listed[0]) == 5
    assert listed[0] == listed[1]


@pytest.mark.slow
def test_the_cross_check_says_how_much_it_could_compare(tmp_path: Path) -> None:
    """Values are compared fact by fact; how many concepts Arelle knows, all or none, is said beside it."""
    pytest.importorskip("arelle")
    for name, content in FILING.items():
        (tmp_path / name).write_text(content)
    body = BODY.replace("=Once | upon", "Once upon")
    (tmp_path / "a.htm").write_text(page(body))
    document = read(page(body), "a.htm")[0]
    (said,) = cross_check(str(tmp_path / "a.htm"), document)
    assert "Arelle loaded 5 of 5 facts and knows the concepts of 5; 5 were compared, all of them agree" in said.message
    (tmp_path / "lw.xsd").unlink()
    (said,) = cross_check(str(tmp_path / "a.htm"), document)
    assert "knows the concepts of 0; 5 were compared, all of them agree" in said.message
    altered = replace(document, facts=tuple(replace(f, value=Decimal(1)) for f in document.facts[:1]))
    _, differs = cross_check(str(tmp_path / "a.htm"), altered)[:2]
    assert "ours 1, Arelle's" in differs.message


@pytest.mark.slow
def test_the_command_notes_what_arelle_reads(tmp_path: Path) -> None:
    """--with-arelle adds a note with "N of M facts" and changes neither findings nor the exit code."""
    pytest.importorskip("arelle")
    (tmp_path / "a.htm").write_text(page(BODY))
    outcome = CliRunner().invoke(main, ["check", str(tmp_path / "a.htm"), "--with-arelle", "--format", "json"])
    assert outcome.exit_code == 0
    (note,) = json.loads(outcome.stdout)["notes"]
    assert "Arelle loaded 5 of 5 facts" in note


def test_the_workpaper_counts_tags_seen_read_and_refused(tmp_path: Path) -> None:
    """What was not read is in the JSON with its reasons; seen is read and refused together."""
    body = number("Assets", "5") + number("Fixed", "6", unit="gone") + number("Fixed", "seven")
    (tmp_path / "a.htm").write_text(page(body))
    told = to_json(check(str(tmp_path / "a.htm")))["documents"][0]["tags"]
    assert {k: told[k] for k in ("seen", "read", "refused")} == {"seen": 3, "read": 1, "refused": 2}
    assert told["reasons"] == {"the unit gone does not exist": 1, "the text 'seven' is not a number": 1}
