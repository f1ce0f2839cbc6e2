"""The null test: every number scrambled, its format kept; what still ticks is the false-tick rate. Prints JSON.

usage: python bench/null.py [--seeds N] [--formats md,pdf] [--files PATH...] [--rounds N] [--details]

Generated companies: the digits of every figure are drawn anew before the documents are rendered, so all formats are
covered. Files (text, Markdown, HTML, inline XBRL): the digits of every number that has a separator or at least two
digits are drawn anew in the source; years, dates, citations and identifiers stay. A tick on a scrambled paper is false,
but for the few relations that hold between numbers that chance made equal or that print too little to differ.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from tieout.demo import DemoOptions, generate
from tieout.demo.draft import Draft
from tieout.demo.generate import render
from tieout.demo.mistakes import reprint
from tieout.demo.options import FORMATS, find_format
from tieout.engine.run import check
from tieout.errors import TieoutError
from tieout.model import Workpaper

_FIGURE = re.compile(
    r"(?<![0-9_.,/=&#\[-])(?<![A-Za-z](?<!HK)(?<!RMB)(?<!US))(?!(?:19|20)\d\d(?![,.\d]))"
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d年月日號号])"
)
_BETWEEN_TAGS = re.compile(r">[^<]+<")


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--formats", default="md", help=f"of {','.join(FORMATS)}")
    parser.add_argument("--files", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=2, help="scrambles of each file")
    parser.add_argument("--details", action="store_true")
    args = parser.parse_args()
    started = time.perf_counter()
    papers = [
        measure_generated(seed, form, args.details)
        for form in args.formats.split(",")
        if form
        for seed in range(args.first, args.first + args.seeds)
    ]
    papers += [measure_file(Path(path), number, args.details) for path in args.files for number in range(args.rounds)]
    counted = [paper for paper in papers if "numbers" in paper]
    numbers, ticked = sum(p["numbers"] for p in counted), sum(p["tied"] for p in counted)
    result = {
        "bench": "null",
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "numbers": numbers,
        "false_ticks": ticked,
        "false_tick_rate_percent": round(100 * ticked / numbers, 3) if numbers else None,
        "papers": papers,
        "seconds": round(time.perf_counter() - started, 1),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))


def measure_generated(seed: int, form: str, details: bool) -> dict[str, Any]:
    """The false ticks of a company whose every figure was scrambled before rendering."""
    made = generate(seed, DemoOptions(formats=(find_format(form),)))
    rng = Random(f"{seed}:null")
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for draft in made.drafts:
            for document in render(scramble_draft(draft, rng), made.options.formats, made.company):
                place = Path(folder) / draft.name if document.members else Path(folder)
                place.mkdir(exist_ok=True)
                for name, content in document.members or ((document.name, document.content),):
                    (place / name).write_bytes(content)
                paths.append(str(place if document.members else place / document.name))
        paper = check(paths)
    return {"seed": seed, "format": form, **_count(paper, details)}


def scramble_draft(draft: Draft, rng: Random) -> Draft:
    """The draft with the digits of every figure drawn anew; signs, separators, decimals and unit words stay."""
    changed = []
    for slot in draft.slots.values():
        if slot.printed is not None and slot.look is not None and slot.printed.number != 0:
            number = Decimal(scramble(f"{abs(slot.printed.number):f}", rng))
            changed.append(reprint(slot, -number if slot.printed.number < 0 else number))
        elif slot.word in ("count", "citation"):
            continue
    return draft.put(*changed)


def scramble(digits: str, rng: Random) -> str:
    """Every digit drawn anew; the first stays other than zero, unless it stands alone before a decimal point."""
    out, first = [], True
    for i, c in enumerate(digits):
        if not c.isdigit():
            out.append(c)
            continue
        out.append(rng.choice("123456789" if first and digits[i + 1 : i + 2] != "." else "0123456789"))
        first = False
    return "".join(out)


def measure_file(path: Path, number: int, details: bool) -> dict[str, Any]:
    """The false ticks of one scramble of a file."""
    rng = Random(f"{path.name}:{number}")
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return {"file": path.name, "problem": str(error)}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(scramble_text(text, rng).encode())
        try:
            paper = check([str(copy)])
        except TieoutError as error:
            return {"file": path.name, "problem": str(error)}
    return {"file": path.name, "round": number, **_count(paper, details)}


def scramble_text(text: str, rng: Random) -> str:
    """The source with its numbers scrambled; in HTML the text between tags, contexts of inline XBRL untouched."""

    def draw(found: re.Match[str]) -> str:
        return scramble(found.group(), rng)

    head, end, body = text.partition("</ix:header>")
    if end:
        return head + end + _BETWEEN_TAGS.sub(lambda m: _FIGURE.sub(draw, m.group()), body)
    if re.search(r"<(html|table|body)\b", text[:20000], re.IGNORECASE):
        return _BETWEEN_TAGS.sub(lambda m: _FIGURE.sub(draw, m.group()), text)
    return _FIGURE.sub(draw, text)


def _count(paper: Workpaper, details: bool) -> dict[str, Any]:
    coverage = paper.coverage
    codes: Counter[str] = Counter(
        code for o in paper.outcomes.values() if o.state == "tied" for code in o.relations[:1]
    )
    counted = {name: coverage[name] for name in ("numbers", "tied", "rounding", "differs", "question")}
    counted |= {"percent": round(100 * coverage["tied"] / max(1, coverage["numbers"]), 3), "by_check": dict(codes)}
    if details:
        partners = {t.figure: t for t in paper.ticks}
        counted["details"] = [
            f"{partners[i].code} {paper.paper.figures[i].span.quote!r} with "
            + ", ".join(
                repr(paper.paper.figures[p].span.quote) for p in partners[i].partners[:6] if p in paper.paper.figures
            )
            for i, o in paper.outcomes.items()
            if o.state == "tied" and i in partners
        ][:40]
    return counted


if __name__ == "__main__":
    main()
