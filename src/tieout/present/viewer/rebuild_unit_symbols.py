"""Rebuilds unit_symbols.json: python -m tieout.present.viewer.rebuild_unit_symbols UTR.xml

UTR.xml is the Unit Types Registry that XBRL International publishes. Kept are the symbols alone, by unit name, where
they differ from the name: first the currencies, then the others.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lxml import etree

_REGISTRY = {"u": "http://www.xbrl.org/2009/utr"}


def main(registry: str) -> None:
    """Write the file beside this one."""
    symbols: dict[str, dict[str, str]] = {"currencies": {}, "units": {}}
    for unit in etree.parse(registry).iterfind(".//u:unit", _REGISTRY):
        name, symbol = (unit.findtext(f"u:{part}", "", _REGISTRY) for part in ("unitId", "symbol"))
        kind = "currencies" if unit.findtext("u:itemType", "", _REGISTRY) == "monetaryItemType" else "units"
        if symbol and symbol != name:
            symbols[kind].setdefault(name, symbol)
    text = json.dumps(symbols, ensure_ascii=False, indent=0, sort_keys=True)
    Path(__file__).with_name("unit_symbols.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
