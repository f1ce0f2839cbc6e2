"""Does the reference processor load our xBRL-JSON of a real filing with the same facts?

usage: python bench/xbrl_json_loads.py FILING...

No taxonomy may be had offline, so each namespace gets a stub schema that declares the names the filing uses with the
types its facts show. Prints JSON: facts written, facts Arelle loaded, facts whose value, decimals, period, unit and
dimensions are the same, and the first differences.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tieout.engine.reading import open_path, read_source
from tieout.model import Document, Fact, Filing
from tieout.present.xbrl_json import to_xbrl_json
from tieout.read.source import ReadSettings

HEAD = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance" '
    'xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:own="{ns}" targetNamespace="{ns}" elementFormDefault="qualified">'
    '<xs:import namespace="http://www.xbrl.org/2003/instance" '
    'schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>'
    '<xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>'
)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("filings", nargs="+")
    results = [_try(path) for path in parser.parse_args().filings]
    print(json.dumps({"date": date.today().isoformat(), "cores": os.cpu_count(), "filings": results}, indent=2))


def _try(path: str) -> dict[str, Any]:
    document = read_source(next(open_path(path)), ReadSettings())[1].documents[0]
    assert document.filing is not None
    report, omitted = to_xbrl_json(document)
    with tempfile.TemporaryDirectory() as folder:
        report["documentInfo"]["taxonomy"] = _write_stubs(document, document.filing, Path(folder))
        file = Path(folder) / "report.json"
        file.write_text(json.dumps(report), "utf-8")
        loaded, errors = _load(str(file))
    own = {f.id: f for f in document.facts if f.id in report["facts"]}
    different = [d for i, f in own.items() if (d := _difference(f, loaded.get(i), document.filing)) is not None]
    return {
        "filing": Path(path).name,
        "facts": len(own),
        "omitted": len(omitted),
        "loaded": len(loaded),
        "same": len(own) - len(different),
        "differences": different[:10],
        "errors": errors[:10],
    }


def _write_stubs(document: Document, filing: Filing, folder: Path) -> list[str]:
    names: dict[str, dict[str, str]] = defaultdict(dict)
    known = dict(filing.namespaces)

    def declare(name: str, body: str) -> None:
        prefix, _, local = name.rpartition(":")
        names[known.get(prefix) or f"undeclared:{prefix}"].setdefault(local, body)

    for context in filing.contexts:
        for member in context.members:
            typed = ""
            if member.typed is not None:
                declare(member.typed, 'type="xs:string"')
                typed = f' xbrldt:typedDomainRef="{_file(known[member.typed.partition(":")[0]])}#{_id(member.typed)}"'
            declare(
                member.axis,
                'type="xbrli:stringItemType" substitutionGroup="xbrldt:dimensionItem" abstract="true" '
                f'xbrli:periodType="duration"{typed}',
            )
            if member.typed is None:
                declare(
                    member.value,
                    'type="xbrli:stringItemType" substitutionGroup="xbrli:item" abstract="true" '
                    'xbrli:periodType="duration"',
                )
    for fact in document.facts:
        period = "instant" if fact.period is not None and fact.period.is_instant else "duration"
        kind = _type(fact, filing)
        declare(
            fact.concept or "",
            f'type="xbrli:{kind}" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="{period}"',
        )
    for namespace, elements in names.items():
        prefix = next((p for p, n in known.items() if n == namespace), "own")
        body = "".join(f'<xs:element id="{prefix}_{n}" name="{n}" {b}/>' for n, b in sorted(elements.items()))
        (folder / _file(namespace)).write_text(HEAD.format(ns=namespace) + body + "</xs:schema>", "utf-8")
    return [_file(n) for n in names]


def _type(fact: Fact, filing: Filing) -> str:
    tag = filing.tag(fact.id)
    if tag is None or not tag.numeric:
        return "stringItemType"
    unit = filing.unit(tag.unit)
    if unit is None or unit.denominators or len(unit.numerators) != 1:
        return "decimalItemType"
    measure = unit.numerators[0]
    if measure.startswith("iso4217:"):
        return "monetaryItemType"
    return {"xbrli:shares": "sharesItemType", "xbrli:pure": "pureItemType"}.get(measure, "decimalItemType")


def _file(namespace: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in namespace) + ".xsd"


def _id(name: str) -> str:
    return name.replace(":", "_")


def _load(file: str) -> tuple[dict[str, Any], list[str]]:
    from arelle import Cntlr, FileSource, PluginManager

    controller = Cntlr.Cntlr(logFileName="logToBuffer", disable_persistent_config=True)
    controller.webCache.workOffline = True
    PluginManager.addPluginModule("loadFromOIM")
    PluginManager.reset()
    model = controller.modelManager.load(FileSource.openFileSource(file, controller))
    said = [r.getMessage() for r in controller.logHandler.logRecordBuffer if r.levelname in ("ERROR", "WARNING")]
    out = {}
    for fact in model.facts:
        context, unit = fact.context, fact.unit
        out[fact.id] = {
            "concept": str(fact.qname),
            "value": None if fact.isNil else fact.value,
            "decimals": None if fact.isNil else fact.decimals,
            "start": context.startDatetime.date() if context.isStartEndPeriod else None,
            "end": context.endDatetime.date(),
            "entity": context.entityIdentifier[1],
            "dimensions": {
                str(axis): str(v.memberQname) if v.isExplicit else v.typedMember.stringValue
                for axis, v in context.qnameDims.items()
            },
            "unit": None if unit is None else sorted(str(m) for part in unit.measures for m in part),
        }
    return out, said


def _difference(fact: Fact, other: dict[str, Any] | None, filing: Filing) -> str | None:
    """What Arelle has otherwise, in a few words; None when all is the same."""
    if other is None:
        return f"{fact.id}: not loaded"
    tag = filing.tag(fact.id)
    unit = filing.unit(tag.unit) if tag else None
    period_end = fact.period.end + timedelta(days=1) if fact.period else None
    value = other["value"]
    if isinstance(fact.value, Decimal) and value is not None:
        value = Decimal(value)
    decimals = None if other["decimals"] in (None, "INF") else int(other["decimals"])
    measures = None if unit is None else sorted((*unit.numerators, *unit.denominators))
    pairs = {
        "concept": (fact.concept, other["concept"]),
        "value": (fact.value, value),
        "decimals": (fact.decimals if fact.value is not None else None, decimals),
        "start": (fact.period.start if fact.period else None, other["start"]),
        "end": (period_end, other["end"]),
        "entity": (fact.entity, other["entity"]),
        "dimensions": (dict(fact.dimensions), other["dimensions"]),
        "unit": (measures, other["unit"]),
    }
    wrong = [f"{k}: {a!r} against {b!r}"[:120] for k, (a, b) in pairs.items() if a != b]
    return f"{fact.id}: {'; '.join(wrong)}" if wrong else None


if __name__ == "__main__":
    main()
