"""Retrieval figures: FinanceBench, ERC and FinDVer with the document known, FinanceBench over one library; JSON.

usage: python bench/search.py [FOLDER] [--only NAME] [--misses]      FOLDER holds financebench/, erc/, findver/
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tieout.engine.shelf import Library

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared/data/docs/bench"


@dataclass(frozen=True)
class Question:
    """What is asked of which document, and the pages (from 1) that answer."""

    text: str
    document: str
    pages: frozenset[int]
    kind: str


def read_pages(path: Path, name: str, pages: Callable[[Any], list[str]]) -> dict[str, list[str]]:
    """Documents by name, each a list of texts."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return {d[name]: pages(d) for d in map(json.loads, lines)}


def read_financebench(folder: Path) -> tuple[dict[str, list[str]], list[Question]]:
    """Evidence pages are counted from 0 in the file."""
    documents = read_pages(folder / "pages.jsonl.gz", "doc", lambda d: d["pages"])
    questions = []
    for line in (folder / "questions.jsonl").read_text("utf-8").splitlines():
        q = json.loads(line)
        if q["doc_name"] in documents:
            pages = frozenset(e["evidence_page_num"] + 1 for e in q["evidence"])
            questions.append(Question(q["question"], q["doc_name"], pages, q["question_type"]))
    return documents, questions


def read_erc(folder: Path) -> tuple[dict[str, list[str]], list[Question]]:
    """References are "sha1:page", pages from 0."""
    documents = read_pages(folder / "pages.jsonl.gz", "sha1", lambda d: d["pages"])
    questions = []
    for line in (folder / "questions_answers.jsonl").read_text("utf-8").splitlines():
        q = json.loads(line)
        for pool in q["reference_pools"]:
            places = [reference.split(":") for reference in pool]
            names = {name for name, _ in places}
            if len(names) == 1 and (name := next(iter(names))) in documents:
                pages = frozenset(int(page) + 1 for _, page in places)
                questions.append(Question(q["question"], name, pages, q["kind"]))
    return documents, questions


def read_findver(folder: Path) -> tuple[dict[str, list[str]], list[Question]]:
    """Each paragraph of a report is one page."""
    documents = read_pages(
        folder / "reports_context.jsonl.gz", "report", lambda d: [c["context"] for c in d["context"]]
    )
    claims = json.loads((folder / "claims.json").read_text("utf-8"))
    return documents, [
        Question(c["statement"], c["report"], frozenset(i + 1 for i in c["relevant_context"]), c["subset"])
        for c in claims
        if c["report"] in documents and c["relevant_context"]
    ]


def measure(
    documents: dict[str, list[str]], questions: list[Question], k: int, known: bool, misses: bool, semantic: bool
) -> dict[str, Any]:
    """Hits among k (any gold page), recall of gold pages among k, by kind, and times."""
    library = Library.memory(semantic=semantic)
    start = time.perf_counter()
    for name in dict.fromkeys(documents if not known else (q.document for q in questions)):
        library.add_pages(name, documents[name])
    indexed = time.perf_counter()
    found: list[bool] = []
    recalls: list[float] = []
    kinds: dict[str, list[bool]] = {}
    for q in questions:
        hits = library.search(q.text, document=q.document if known else None, by="page", limit=k)
        pages = {hit.page for hit in hits if hit.document == q.document}
        found.append(bool(pages & q.pages))
        recalls.append(len(pages & q.pages) / len(q.pages))
        kinds.setdefault(q.kind, []).append(found[-1])
        if misses and not found[-1]:
            print(f"  miss {q.document} {sorted(q.pages)} got {[h.page for h in hits]} | {q.text}")
    asked = time.perf_counter()
    return {
        "questions": len(questions),
        f"hit@{k}_percent": round(100 * sum(found) / len(found), 1),
        f"recall@{k}_percent": round(100 * sum(recalls) / len(recalls), 1),
        "interval_95_percent": bootstrap(found),
        "kinds": {kind: f"{sum(hit)}/{len(hit)}" for kind, hit in sorted(kinds.items())},
        "index_s": round(indexed - start, 1),
        "query_ms": round(1000 * (asked - indexed) / len(questions), 1),
    }


def bootstrap(found: list[bool], rounds: int = 1_000) -> list[float]:
    """The middle 95 % of the hit rate over resampled questions: how much the figure may be luck."""
    dice = random.Random(0)
    shares = sorted(100 * sum(dice.choices(found, k=len(found))) / len(found) for _ in range(rounds))
    return [round(shares[rounds // 40], 1), round(shares[-rounds // 40], 1)]


def run(folder: Path, only: str | None, misses: bool, semantic: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each bench by name with its figures."""
    plans: dict[str, tuple[Callable[[Path], Any], str, int, bool]] = {
        "financebench": (read_financebench, "financebench", 10, True),
        "financebench_one_library": (read_financebench, "financebench", 10, False),
        "erc": (read_erc, "erc", 5, True),
        "findver": (read_findver, "findver", 10, True),
    }
    for name, (read, place, k, known) in plans.items():
        if only in (None, name):
            documents, questions = read(folder / place)
            yield name, measure(documents, questions, k, known, misses, semantic)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--only")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--semantic", action="store_true")
    a = parser.parse_args()
    figures: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "semantic": a.semantic,
    }
    figures |= run(a.folder, a.only, a.misses, a.semantic)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
