"""Are mistakes that an issuer itself corrected found across its documents, and does a true chain stay quiet? Prints JSON.

usage: python bench/natural_errata.py KEY.json FOLDER

KEY lists `items` (file and text of the mistake, file of its correction) and `consistent_chain` (two files); FOLDER holds the
files. An item is found when a difference is reported at a figure or word of the mistake's own text; "pair" checks the two
files of an item, "all" every file of the key together.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from datetime import date
from pathlib import Path
from typing import Any

from tieout.engine.run import check
from tieout.model import Workpaper


def main() -> None:
    """Check each item's two files, the chain's two files, and all of them together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("key", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    print(json.dumps(measure(options.key, options.folder), ensure_ascii=False, indent=1))


def measure(key: Path, folder: Path) -> dict[str, Any]:
    """Items found in pairs and together, and every difference between the files of the chain."""
    started = time.perf_counter()
    told = json.loads(key.read_text(encoding="utf-8"))
    chain = [told["consistent_chain"][side] for side in ("from_file", "to_file")]
    files = {item[side]["file"] for item in told["items"] for side in ("wrong", "correction", "also") if side in item}
    together = check([folder / name for name in sorted(files | set(chain))])
    return {
        "bench": "natural_errata",
        "date": date.today().isoformat(),
        "pair": {item["id"]: find_item(item, _check_pair(item, folder)) for item in told["items"]},
        "all": {item["id"]: find_item(item, together) for item in told["items"]},
        "elsewhere": [_tell(f.code, f.message) for f in together.findings if f.verdict == "differs"][:40],
        "chain": [_tell(f.code, f.message) for f in check([folder / name for name in chain]).findings],
        "seconds": round(time.perf_counter() - started, 1),
    }


def _check_pair(item: dict[str, Any], folder: Path) -> Workpaper:
    return check([folder / item[side]["file"] for side in ("wrong", "correction")])


def find_item(item: dict[str, Any], paper: Workpaper) -> list[str]:
    """The differences at the mistake's own text: in its file, at words that its text holds."""
    words = re.sub(r"\s", "", item["wrong"]["text"])
    names = {d.id: Path(d.input).name for d in paper.documents}
    return [
        _tell(f.code, f.message)
        for f in paper.findings
        if f.verdict == "differs"
        and names[f.document] == item["wrong"]["file"]
        and re.sub(r"\s", "", f.span.quote) in words
    ]


def _tell(code: str, message: str) -> str:
    return f"{code}: {message}"


if __name__ == "__main__":
    main()
