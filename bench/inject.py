"""How many planted mistakes are found, and how many false alarms a clean copy raises. Prints JSON.

usage: python bench/inject.py [--seeds N] [--formats md,pdf] [--per-copy N] [--kinds a,b]
                              [--files PATH...] [--per-file N] [--details]

Generated companies: each is checked clean (every difference reported is a false alarm), then in copies that carry
mistakes of different kinds, all of them observable: a relation that held beyond rounding is broken. A wrong page in a citation
is planted only where documents have pages (pdf), and the page that cites them is then held against them; per cent for points only
where the relative change of the two percentages is not what is then told. "exact" is a
difference reported at the planted place, "culprit" one at another place that may be blamed, "question" a question only.
Files: one digit of a figure is changed where it stands in a relation that holds: amounts and rate of a sentence, found
here by arithmetic and without the tool, and figures that the tool itself ticked. A change counts as found when a
difference that the unaltered file did not show is reported at the figure or names it among its partners.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from tieout.demo import KINDS, DemoCompany, DemoOptions, generate
from tieout.demo.options import FORMATS, find_format
from tieout.demo.plant import Plant, Spot
from tieout.demo.render.layout import lay_out
from tieout.demo.score import Named, find_in_reading, match_plants
from tieout.engine.api import verify
from tieout.engine.run import check
from tieout.errors import TieoutError
from tieout.model import Finding, Workpaper

CHARACTERS_A_PAGE = 2500
CITING = frozenset({"citation_wrong"})
"""Kinds that show only where the documents cited have pages, and are given as the sources of the page that cites them."""
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,])\d+\.\d+")
_SHARE = re.compile(r"(?<![\w.,])(\d+\.\d+) ?%")


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--formats", default="md", help=f"of {','.join(FORMATS)}")
    parser.add_argument("--per-copy", type=int, default=7)
    parser.add_argument("--kinds", default="")
    parser.add_argument("--files", nargs="*", default=[])
    parser.add_argument("--per-file", type=int, default=12)
    parser.add_argument("--details", action="store_true")
    args = parser.parse_args()
    started = time.perf_counter()
    kinds = tuple(args.kinds.split(",")) if args.kinds else tuple(KINDS)
    seeds = range(args.first, args.first + args.seeds)
    made = {
        form: measure_generated(seeds, form, kinds, args.per_copy, args.details)
        for form in args.formats.split(",")
        if form
    }
    result = {
        "bench": "inject",
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "seeds": list(seeds),
        "generated": made,
        "files": [measure_file(Path(path), args.per_file, args.details) for path in args.files],
        "seconds": round(time.perf_counter() - started, 1),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))


def measure_generated(
    seeds: Sequence[int], form: str, kinds: Sequence[str], per_copy: int, details: bool
) -> dict[str, Any]:
    """Recall by kind and false alarms over generated companies rendered in one format."""
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    clean: Counter[str] = Counter()
    notes: list[str] = []
    for seed in seeds:
        _measure_clean(generate(seed, DemoOptions(formats=(find_format(form),))), clean, notes)
        order = Random(seed).sample([k for k in kinds if k not in CITING], len(set(kinds) - CITING))
        copies = [tuple(order[i : i + per_copy]) for i in range(0, len(order), per_copy)]
        copies += [(kind,) for kind in kinds if kind in CITING and form == "pdf"]
        for chosen in copies:
            copy = generate(seed, DemoOptions(formats=(find_format(form),), mistakes=len(chosen), kinds=chosen))
            paper = check_company(copy, against=chosen[0] in CITING)
            matches, alarms = match_plants([_place(p, copy, paper) for p in copy.plants], list_named(paper))
            clean["alarms_beside_plants"] += len(alarms)
            for match in matches:
                by_kind[match.plant.kind][match.how] += 1
                if details and match.how in ("missed", "question"):
                    plant = match.plant
                    notes.append(
                        f"seed {seed} {plant.kind} {match.how}: {plant.document} {plant.printed!r} for "
                        f"{plant.correct!r}: {plant.why}"
                    )
    total = sum(by_kind.values(), Counter())
    planted = sum(total.values())
    return {
        "planted": planted,
        "recall": round((total["exact"] + total["culprit"]) / planted, 3) if planted else None,
        "exact": round(total["exact"] / planted, 3) if planted else None,
        "by_kind": {kind: {"family": KINDS[kind][0], **by_kind[kind]} for kind in kinds if kind in by_kind},
        "clean": {
            **clean,
            "alarms_per_100_pages": round(100 * clean["differs"] / max(1, clean["pages"]), 2),
            "alarms_per_1000_numbers": round(1000 * clean["differs"] / max(1, clean["numbers"]), 2),
        },
        **({"details": notes} if details else {}),
    }


def _measure_clean(made: DemoCompany, clean: Counter[str], notes: list[str]) -> None:
    paper = check_company(made)
    clean.update({name: paper.coverage[name] for name in ("numbers", "tied", "rounding", "question", "untested")})
    found = [f for f in paper.findings if f.verdict in ("differs", "unsupported")]
    clean["differs"] += len(found)
    clean["pages"] += sum(len(lay_out(d).sheets) if d.kind != "research_page" else 10 for d in made.drafts)
    names = {d.id: Path(d.input).name for d in paper.documents}
    notes += [
        f"seed {made.seed} false alarm: {names[f.document]} {f.code} {f.span.quote[:60]!r}: {f.message}" for f in found
    ]


def check_company(made: DemoCompany, against: bool = False) -> Workpaper:
    """Write a company's documents to a folder and check them together; `against`: the page, with the others as its sources."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for document in made.documents:
            place = Path(folder) / document.draft.name if document.members else Path(folder)
            place.mkdir(exist_ok=True)
            for name, content in document.members or ((document.name, document.content),):
                (place / name).write_bytes(content)
            paths.append(str(place if document.members else place / document.name))
        if against:
            page = next(path for path in paths if Path(path).name == "page.txt")
            return verify(page, [path for path in paths if path != page])
        return check(paths)


def list_named(paper: Workpaper) -> list[Named]:
    """The findings by file name and place."""
    names = {d.id: Path(d.input).name for d in paper.documents}
    return [
        Named(names[f.document], f.span.start, f.span.end, f.verdict, f.code, f.message, f.span.page, f.span.box)
        for f in paper.findings
    ]


def _place(plant: Plant, made: DemoCompany, paper: Workpaper) -> Plant:
    """The plant with offsets in the reader's text for renditions that have none of their own (HTML, inline XBRL)."""
    if all(spot.start is not None or spot.box is not None for spot in (*plant.spots, *plant.culprits)):
        return plant
    places: dict[str, tuple[str, dict[str, tuple[int, int]]]] = {}
    for document in made.documents:
        name = document.members[0][0] if document.members else document.name
        read = next((d for d in paper.documents if name in d.input or Path(d.input).name == document.draft.name), None)
        if read is not None and document.written is None and document.layout is None:
            places[document.name] = (Path(read.input).name, find_in_reading(document.draft, read.layers[0].text))

    def locate(spot: Spot) -> Spot:
        file, found = places.get(spot.document, (spot.document, {}))
        start, end = found.get(spot.slot, (None, None))
        return (
            Spot(file, start, end, spot.quote, spot.slot, spot.page, spot.box)
            if spot.start is None and spot.box is None
            else spot
        )

    return Plant(
        **{**plant.__dict__, "spots": tuple(map(locate, plant.spots)), "culprits": tuple(map(locate, plant.culprits))}
    )


def measure_file(path: Path, limit: int, details: bool) -> dict[str, Any]:
    """Change one digit at a time in a file and see whether a new difference names it."""
    started = time.perf_counter()
    try:
        base = check([str(path)])
    except TieoutError as error:
        return {"file": path.name, "problem": str(error)}
    text = path.read_bytes().decode("utf-8")
    pages = max(1, round(len(text) / CHARACTERS_A_PAGE))
    known = {_identify(f) for f in base.findings}
    differs = sum(f.verdict == "differs" for f in base.findings)
    rng = Random(f"{path.name}:inject")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    notes = []
    for kind, start, end, read_at in _choose_targets(text, base, rng, limit):
        altered = text[:start] + alter_digit(text[start:end], rng) + text[end:]
        how, words = _try_altered(path, altered, read_at, read_at + end - start, known)
        counts[kind][how] += 1
        if details and how == "missed":
            notes.append(
                f"{kind}: {text[max(0, start - 60) : start]}[{altered[start:end]}]{text[end : end + 40]} {words}"
            )
    return {
        "file": path.name,
        "numbers": base.coverage["numbers"],
        "tied": base.coverage["tied"],
        "differs_unaltered": differs,
        "differs_per_100_pages": round(100 * differs / pages, 1),
        "by_kind": counts,
        "seconds": round(time.perf_counter() - started, 1),
        **({"details": notes} if details else {}),
    }


def _identify(finding: Finding) -> tuple[str, int, str]:
    return finding.code, finding.span.start, finding.span.quote


def _try_altered(path: Path, altered: str, start: int, end: int, known: set[tuple[str, int, str]]) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(altered.encode())
        paper = check([str(copy)])
    fresh = [f for f in paper.findings if f.verdict == "differs" and _identify(f) not in known]
    if any(f.span.start < end and start < f.span.end for f in fresh):
        return "exact", ""
    if any(s.start < end and start < s.end for f in fresh for _, s in f.partners):
        return "partner", ""
    asked = [f for f in paper.findings if f.verdict == "question" and f.span.start < end and start < f.span.end]
    return ("question", "") if asked else ("missed", f"{len(fresh)} other new differences")


def _choose_targets(text: str, base: Workpaper, rng: Random, limit: int) -> Iterator[tuple[str, int, int, int]]:
    """Places to alter, with where the reader's text has them.

    In plain text, sentences whose rate is the growth between two of their amounts; ticked figures (in marked-up files
    those whose digits are printed once).
    """
    plain = any(layer.text == text for document in base.documents for layer in document.layers)
    sentences = list(find_growth_sentences(text)) if plain else []
    for share, amounts in rng.sample(sentences, min(limit // 2, len(sentences))):
        start, end = share if rng.random() < 0.5 else rng.choice(amounts)
        yield ("growth_rate" if (start, end) == share else "growth_amount"), start, end, start
    ticked = {(t.span.start, t.span.quote) for t in base.ticks if sum(c.isdigit() for c in t.span.quote) >= 3}
    places = []
    for at, quote in sorted(ticked):
        core = re.sub(r"^\D+|\D+$", "", quote)
        start = at + quote.index(core)
        if plain or text.count(core) == 1:
            places.append((start if plain else text.index(core), len(core), start))
    for start, length, read_at in rng.sample(places, min(limit - limit // 2, len(places))):
        yield "ticked_figure", start, start + length, read_at


def find_growth_sentences(text: str) -> Iterator[tuple[tuple[int, int], list[tuple[int, int]]]]:
    """Sentences with one rate that is, as printed, the growth between exactly one pair of amounts in them; places."""
    for sentence in re.finditer(r"[^\n|。]+?(?:\. |\n|$|。|(?=\|))", text):
        shares = list(_SHARE.finditer(sentence.group()))
        amounts = [
            m for m in _NUMBER.finditer(sentence.group()) if not any(s.start() <= m.start() < s.end() for s in shares)
        ]
        if len(shares) != 1 or not 2 <= len(amounts) <= 6:
            continue
        rate = shares[0].group(1)
        pairs = [pair for pair in combinations(amounts, 2) if _is_growth(rate, pair[0].group(), pair[1].group())]
        if len(pairs) == 1:
            at = sentence.start()
            yield (at + shares[0].start(1), at + shares[0].end(1)), [(at + m.start(), at + m.end()) for m in pairs[0]]


def _is_growth(rate: str, one: str, other: str) -> bool:
    try:
        a, b = Decimal(one.replace(",", "")), Decimal(other.replace(",", ""))
    except InvalidOperation:
        return False
    step = Decimal(1).scaleb(-len(rate.split(".")[1]))
    return any(y != 0 and abs(abs(x - y) / y * 100 - Decimal(rate)) <= step / 2 for x, y in ((a, b), (b, a)))


def alter_digit(quote: str, rng: Random) -> str:
    """The quote with one of its first three digits changed; never a zero in front."""
    places = [i for i, c in enumerate(quote) if c.isdigit()][:3]
    i = rng.choice(places)
    return quote[:i] + rng.choice([d for d in "123456789" if d != quote[i]]) + quote[i + 1 :]


if __name__ == "__main__":
    main()
