"""Summaries of calls against experts' bullets, and what share of the figures re-reads at its place.

usage: python bench/summary.py [--material DIR] [--calls N] [--sentences K] [--verify]
Prints JSON: date, cores, ROUGE-1/2/L F of the first K metric sentences of N calls, figures and those that re-read; with --verify how many of the
headlines `verify` finds the call itself to contradict.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import os
import re
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tieout.engine.reading import ReadResult, read_paths
from tieout.engine.summarising import summarise_document
from tieout.engine.supporting import read_text, verify_documents
from tieout.model import Document
from tieout.model.summary import Summary
from tieout.numbers.parse import parse_quantity

MATERIAL = Path(__file__).parents[1] / ".." / "shared" / "data"


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _overlap(made: Sequence[object], wanted: Sequence[object]) -> float:
    shared = sum((Counter(made) & Counter(wanted)).values())
    return 2 * shared / (len(made) + len(wanted)) if made and wanted else 0.0


def rouge(made: str, wanted: str) -> tuple[float, float, float]:
    """F of single words, pairs of words, and the longest common subsequence."""
    a, b = _words(made), _words(wanted)
    row = [0] * (len(b) + 1)
    for x in a:
        last = 0
        for k, y in enumerate(b, 1):
            last, row[k] = row[k], last + 1 if x == y else max(row[k], row[k - 1])
    longest = 2 * row[-1] / (len(a) + len(b)) if a and b else 0.0
    return _overlap(a, b), _overlap(list(itertools.pairwise(a)), list(itertools.pairwise(b))), longest


def count_figures(document: Document, summary: Summary) -> tuple[int, int]:
    """Printed figures of a summary, and those whose source re-reads to the same number."""
    figures = [f for s in summary.sentences for f in s.figures if f.verdict == "agrees"]
    right = 0
    for figure in figures:
        place = figure.source
        said, printed = parse_quantity(figure.text), parse_quantity(place.quote)
        same = said is None or printed is None or abs(said.number) == abs(printed.number)
        right += same and document.layer(place.layer).text[place.start : place.end] == place.quote
    return len(figures), right


def count_contradicted(document: Document, summary: Summary) -> tuple[int, int]:
    """Composed headlines, and those of them that the call contradicts as `verify` reads it."""
    told = [s.text for s in summary.sentences if not s.quoted]
    if not told:
        return 0, 0
    paper = verify_documents(read_text("\n\n".join(told)), ReadResult((document,), (), ()))
    return len(told), sum(claim.verdict == "differs" for claim in paper.claims)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL)
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--sentences", type=int, default=5)
    parser.add_argument("--verify", action="store_true")
    chosen = parser.parse_args()
    folder = chosen.material / "docs" / "bench" / "ectsum"
    paths = sorted((folder / "ects").glob("*.txt"))[: chosen.calls]
    scores, figures, right, seconds = [], 0, 0, 0.0
    headlines = contradicted = 0
    for path in paths:
        document = read_paths([path]).documents[0]
        start = time.perf_counter()
        summary = summarise_document(document, "call")
        seconds += time.perf_counter() - start
        n, good = count_figures(document, summary)
        figures, right = figures + n, right + good
        if chosen.verify:
            told, against = count_contradicted(document, summary)
            headlines, contradicted = headlines + told, contradicted + against
        bullets = summary.sections[0].bullets[: chosen.sentences] if summary.sections else ()
        wanted = (folder / "gt_summaries" / path.name).read_text(encoding="utf-8")
        scores.append(rouge(" ".join(b.text for b in bullets), wanted))
    mean = [round(sum(s[k] for s in scores) / len(scores), 3) for k in range(3)]
    print(
        json.dumps(
            {
                "figure": "calls summarised without a model",
                "date": datetime.date.today().isoformat(),
                "cores": os.cpu_count(),
                "calls": len(paths),
                "rouge_1_2_l": mean,
                "figures": figures,
                "figures_that_re_read": right,
                "seconds_a_call": round(seconds / len(paths), 3),
                **({"headlines": headlines, "headlines_contradicted": contradicted} if chosen.verify else {}),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
