"""Faults planted in the tags of a filing, one at a time, and how many of them the checks name.

usage: python bench/xbrl_faults.py FOLDER [--per-kind N] [--seed N]

FOLDER holds an inline page and its taxonomy. The extracted instance, the R pages and exhibits are left out, so that nothing
repeats the numbers but the page itself. Kinds: a digit of the printed number changed, its sign attribute set or taken
away, its scale off by a thousand. Only numbers of four digits and more are changed. Prints JSON: for each kind how many
faults became a finding, a question or nothing, which codes named them, and what was missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import tieout
from tieout.read._xbrl.sniff import is_inline

TAG = re.compile(r"<ix:nonFraction\b([^>]*)>([^<&]*)</ix:nonFraction>")
_TAXONOMY = re.compile(r"\.xsd$|_(?:cal|def|lab|pre)\.xml$|\.xsd\.xml$", re.IGNORECASE)


def main() -> None:
    """Plants, checks and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--per-kind", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    page = next(p for p in sorted(options.folder.glob("*.*htm*")) if is_inline(p.read_bytes()))
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as place:
        for file in options.folder.iterdir():
            if _TAXONOMY.search(file.name):
                shutil.copy(file, place)
        copy = Path(place) / page.name
        clean = _findings(copy, page.read_text("utf-8"))
        results = {kind: _measure(kind, page, copy, clean, options.per_kind, chance) for kind in KINDS}
    figures = {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "filing": options.folder.name,
        "findings_without_fault": len(clean),
        "kinds": results,
    }
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _measure(
    kind: str, page: Path, copy: Path, clean: set[tuple[str, str]], count: int, chance: random.Random
) -> dict[str, Any]:
    """Outcomes of so many faults of one kind."""
    text = page.read_text("utf-8")
    tags = [m for m in TAG.finditer(text) if len(re.sub(r"\D", "", m[2])) >= 4]
    outcomes: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    missed = []
    for match in chance.sample(tags, min(count, len(tags))):
        attributes, printed = KINDS[kind](match[1], match[2], chance)
        changed = f"<ix:nonFraction{attributes}>{printed}</ix:nonFraction>"
        new = _findings(copy, text[: match.start()] + changed + text[match.end() :]) - clean
        outcome = "found" if any(v == "differs" for _, v in new) else "asked" if new else "missed"
        outcomes[outcome] += 1
        codes.update({code for code, _ in new})
        if outcome == "missed":
            missed.append(" ".join([*re.findall(r'name="([^"]+)"', match[1]), match[2]]))
    return {"planted": sum(outcomes.values()), **outcomes, "codes": dict(codes.most_common()), "missed_at": missed}


def _findings(copy: Path, text: str) -> set[tuple[str, str]]:
    copy.write_text(text, "utf-8")
    return {(f.code, f.verdict) for f in tieout.check(str(copy.parent)).findings}


def _change_digit(attributes: str, printed: str, chance: random.Random) -> tuple[str, str]:
    """One digit but the last, which rounding may explain."""
    places = [i for i, c in enumerate(printed) if c.isdigit()][:-1]
    at = chance.choice(places)
    digit = str((int(printed[at]) + chance.randrange(1, 9)) % 10)
    return attributes, printed[:at] + digit + printed[at + 1 :]


def _turn_sign(attributes: str, printed: str, chance: random.Random) -> tuple[str, str]:
    without = attributes.replace(' sign="-"', "")
    return (without if without != attributes else f'{attributes} sign="-"'), printed


def _shift_scale(attributes: str, printed: str, chance: random.Random) -> tuple[str, str]:
    scale = re.search(r'scale="(-?\d+)"', attributes)
    if scale is None:
        return f'{attributes} scale="3"', printed
    return attributes.replace(
        scale[0], f'scale="{int(scale[1]) - 3 if scale[1] == "6" else int(scale[1]) + 3}"'
    ), printed


KINDS: dict[str, Callable[[str, str, random.Random], tuple[str, str]]] = {
    "digit": _change_digit,
    "sign": _turn_sign,
    "scale": _shift_scale,
}

if __name__ == "__main__":
    main()
