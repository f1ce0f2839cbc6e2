"""Are changed figures found, and nothing else, when two drafts are compared?

usage: python bench/compare.py [TEXT...] [--changes N]      (without TEXT: a generated company's documents, Markdown and HTML)

Each text is compared with a copy of itself in which N figures have one digit changed and a paragraph is put in front.
Prints JSON: changes made, found (old and new number named), and figures named that nobody changed.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from datetime import date
from pathlib import Path
from typing import Any

from tieout.engine.comparing import compare_workpapers
from tieout.engine.reading import ReadResult, read_source
from tieout.engine.run import CheckSettings, check_documents
from tieout.engine.structuring import structure_document
from tieout.model import Workpaper
from tieout.read.source import ReadSettings, Source


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--changes", type=int, default=20)
    args = parser.parse_args()
    texts = [(p, Path(p).read_text(encoding="utf-8")) for p in args.paths] or generate_texts()
    rows = [measure(name, text, args.changes) for name, text in texts]
    whole = {key: sum(row[key] for row in rows) for key in ("made", "found", "others")}
    print(json.dumps({"date": date.today().isoformat(), **whole, "details": rows}, indent=2))


def generate_texts() -> list[tuple[str, str]]:
    """A generated company's documents that are text files."""
    from tieout.demo import DemoOptions, generate

    made = generate(7, DemoOptions(formats=("md", "html"))).documents
    return [(d.name, d.content.decode()) for d in made if d.name.endswith((".md", ".html"))]


def measure(name: str, text: str, changes: int) -> dict[str, Any]:
    """Change figures of one text and compare."""
    old = check(name, text)
    changed, expected = change(old, text, changes)
    started = time.process_time()
    comparison = compare_workpapers(old, check(name, changed))
    seconds = time.process_time() - started
    olds, news = old.paper.figures, comparison.new.paper.figures
    told = [
        (olds[p.old].span.quote if p.old else "", news[p.new].span.quote if p.new else "")
        for p in comparison.figures
        if p.change != "same"
    ]
    found = 0
    for pair in expected:
        if pair in told:
            told.remove(pair)
            found += 1
    return {
        "text": Path(name).name,
        "made": len(expected),
        "found": found,
        "others": len(told),
        "seconds": round(seconds, 2),
    }


def check(name: str, text: str) -> Workpaper:
    """The text as a workpaper without findings: only its figures matter here."""
    _, reading = read_source(Source(name, text.encode()), ReadSettings())
    documents = tuple(structure_document(d) for d in reading.documents)
    return check_documents(ReadResult(documents, (), ()), (), CheckSettings(only=("F101",)))


def change(paper: Workpaper, text: str, count: int) -> tuple[str, list[tuple[str, str]]]:
    """The text with one digit changed in seeded figures whose quote is unique in it, and a paragraph in front."""
    dice = random.Random(5)
    quotes = [paper.paper.figures[i].span.quote for i in paper.outcomes]
    unique = [q for q in quotes if text.count(q) == 1 and sum(c.isdigit() for c in q) > 2 and q.isascii()]
    expected = []
    for quote in dice.sample(unique, min(count, len(unique))):
        at = dice.choice([k for k, c in enumerate(quote) if c.isdigit() and k > 0])
        new = quote[:at] + dice.choice([d for d in "123456789" if d != quote[at]]) + quote[at + 1 :]
        text = text.replace(quote, new)
        expected.append((quote, new))
    preface = "<p>A preface without numbers.</p>" if "<body>" in text else "A preface without numbers.\n\n"
    return text.replace("<body>", f"<body>{preface}") if "<body>" in text else preface + text, expected


if __name__ == "__main__":
    main()
