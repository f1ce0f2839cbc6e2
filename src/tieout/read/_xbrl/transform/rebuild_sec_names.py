"""Rebuilds sec_names.json: python -m tieout.read._xbrl.transform.rebuild_sec_names TESTS.xml

TESTS.xml is the ixt-sec conformance suite (CC0). Every valid name of a name-to-code format becomes a key.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lxml import etree

from tieout.read._xbrl.transform.sec import fold_exchange, fold_name
from tieout.read._xbrl.transform.words import XML_SPACE

_FORMATS = ("countrynameen", "edgarprovcountryen", "entityfilercategoryen", "exchnameen", "stateprovnameen")
_STATES = (
    "Alabama AL,Alaska AK,Arizona AZ,Arkansas AR,California CA,Colorado CO,Connecticut CT,Delaware DE,Florida FL,"
    "Georgia GA,Hawaii HI,Idaho ID,Illinois IL,Indiana IN,Iowa IA,Kansas KS,Kentucky KY,Louisiana LA,Maine ME,"
    "Maryland MD,Massachusetts MA,Michigan MI,Minnesota MN,Mississippi MS,Missouri MO,Montana MT,Nebraska NE,"
    "Nevada NV,New Hampshire NH,New Jersey NJ,New Mexico NM,New York NY,North Carolina NC,North Dakota ND,Ohio OH,"
    "Oklahoma OK,Oregon OR,Pennsylvania PA,Rhode Island RI,South Carolina SC,South Dakota SD,Tennessee TN,Texas TX,"
    "Utah UT,Vermont VT,Virginia VA,Washington WA,West Virginia WV,Wisconsin WI,Wyoming WY,District of Columbia DC,"
    "Puerto Rico PR,Guam GU,American Samoa AS,Virgin Islands VI,Northern Mariana Islands MP,"
    "Alberta AB,British Columbia BC,Manitoba MB,New Brunswick NB,Newfoundland NL,Newfoundland and Labrador NL,"
    "Northwest Territories NT,Nova Scotia NS,Nunavut NU,Ontario ON,Prince Edward Island PE,Quebec QC,Québec QC,"
    "Saskatchewan SK,Yukon YT"
)
_FILERS = ("Large Accelerated Filer", "Accelerated Filer", "Non-accelerated Filer", "Non-Accelerated Filer")


def main(source: Path) -> None:
    """Writes sec_names.json beside this file from the conformance cases at `source`."""
    tables: dict[str, dict[str, str]] = {name: {} for name in _FORMATS}
    for transform in etree.parse(str(source)).getroot():
        name = str(transform.get("name", "")).removeprefix("ixt-sec:")
        for case in transform if name in tables else ():
            if case.get("result") == "valid":
                fold = fold_exchange if name == "exchnameen" else fold_name
                tables[name][fold(str(case.get("input")).strip(XML_SPACE))] = str(case.get("output"))
    for pair in _STATES.split(","):
        state, code = pair.rsplit(" ", 1)
        tables["stateprovnameen"].setdefault(fold_name(state), code)
    for filer in _FILERS:
        tables["entityfilercategoryen"].setdefault(fold_name(filer), filer.replace("Non-Accel", "Non-accel"))
    target = Path(__file__).with_name("sec_names.json")
    ordered = {k: dict(sorted(v.items())) for k, v in sorted(tables.items())}
    target.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
