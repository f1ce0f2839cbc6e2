"""A library of very many passages: time to add, size, memory, and time a query, beside plain FTS5 and tantivy; JSON.

Texts come from a small grammar over a vocabulary with the frequencies of language; vectors are random, since only their
scanning is timed and embedding a million passages is not what is measured here. tantivy is compared where it is installed.

usage: python bench/search_scale.py [--passages 1000000] [--queries 100] [--library DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from tieout.answer.search import Searcher
from tieout.engine.shelf import Library
from tieout.library.passages import PASSAGE_CHARACTERS, cut_passages
from tieout.library.rows import DocumentRow, Entry, PageRow, ReadingKey
from tieout.library.vectors import DIMENSIONS, Matrix, Vectors

PASSAGES_PER_PAGE = 5
PAGES_PER_DOCUMENT = 200
VOCABULARY = 60_000
SEED = 1
COMMON_LETTERS = 3
"""The forty commonest words, the stop words of this language, have no more letters."""
HEADINGS = (
    "Revenue",
    "Trade receivables",
    "Borrowings",
    "Leases",
    "Inventories",
    "Income tax",
    "Goodwill",
    "Share capital",
)
SENTENCES = (
    "{h} of the {w} {w} segment rose to RMB {a} million in {y}, mainly because {w} {w} {w} and {w}.",
    "The {w} balance of RMB {a} million ({y}: RMB {a} million) relates to {w} {w} in the {w} market.",
    "Management considered {w} {w} {w}, {w} and {w} when it estimated the {w} allowance of {a} thousand.",
    "During {y} the Group entered into {w} agreements with {w} {w} for {w} {w} over {n} months.",
)


class RandomEmbedder:
    """Vectors of length 1 at random, as many as asked for."""

    name = "random"

    def __init__(self) -> None:
        self._dice = np.random.default_rng(3)

    def embed(self, texts: list[str]) -> Matrix:
        """One row a text."""
        rows = self._dice.standard_normal((len(texts), DIMENSIONS)).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def draw_words(dice: np.random.Generator, count: int) -> list[str]:
    """Words by Zipf's law; the commonest are shortest, as in language. All beyond the vocabulary are one word."""
    ranks = np.minimum(dice.zipf(1.15, count), VOCABULARY)
    return [_spell(int(rank)) for rank in ranks]


def _spell(rank: int) -> str:
    """The word of a rank, in syllables: every rank a word of its own."""
    word = ""
    while rank:
        rank, place = divmod(rank, 40)
        word += "bdfgklmn"[place % 8] + "aeiou"[place // 8]
    return word + "r"


def draw_document(number: int) -> list[str]:
    """The pages of one document by a small grammar; the same number gives the same document."""
    dice = np.random.default_rng((SEED, number))
    words = iter(draw_words(dice, 12 * 8 * PASSAGES_PER_PAGE * PAGES_PER_DOCUMENT))
    amounts = iter(np.exp(dice.uniform(1, 16, 8 * 8 * PASSAGES_PER_PAGE * PAGES_PER_DOCUMENT)))
    pages = []
    for _ in range(PAGES_PER_DOCUMENT):
        heading = HEADINGS[int(dice.integers(len(HEADINGS)))]
        passages = [_draw_passage(dice, heading, words, amounts) for _ in range(PASSAGES_PER_PAGE)]
        pages.append(f"{heading} and {next(words)}\n" + "\n\n".join(passages))
    return pages


def _draw_passage(dice: np.random.Generator, heading: str, words: Iterator[str], amounts: Iterator[float]) -> str:
    """Sentences until a passage is full."""
    makers: dict[str, Callable[[], str]] = {
        "{h}": lambda: heading,
        "{w}": lambda: next(words),
        "{a}": lambda: f"{next(amounts):,.1f}",
    }
    text = ""
    while len(text) < PASSAGE_CHARACTERS:
        pattern = SENTENCES[int(dice.integers(len(SENTENCES)))]
        for mark, make in makers.items():
            while mark in pattern:
                pattern = pattern.replace(mark, make(), 1)
        text += pattern.format(y=int(dice.integers(2015, 2025)), n=int(dice.integers(2, 60))) + " "
    return text.strip()


def draw_query(dice: np.random.Generator) -> str:
    """What people type: two to five words, some of them headings, some with an amount or a year; few "the" and "of"."""
    beyond = _spell(VOCABULARY)
    drawn = [w for w in draw_words(dice, 80) if w != beyond and (len(w) > COMMON_LETTERS or dice.random() < 0.1)]
    words = drawn[: int(dice.integers(2, 5))]
    if dice.random() < 0.5:
        words.append(HEADINGS[int(dice.integers(len(HEADINGS)))])
    if dice.random() < 0.25:
        words.append(str(dice.integers(2015, 2025)))
    if dice.random() < 0.25:
        words.append(f"{np.exp(dice.uniform(1, 16)):,.1f} million")
    return " ".join(words)


def add_document(library: Library, embedder: RandomEmbedder, number: int, pages: list[str]) -> int:
    """Add with random vectors; the number of passages."""
    rows = tuple(PageRow(i, text, f"{number}p{i}", printed=i) for i, text in enumerate(pages, 1))
    passages = tuple(p for row in rows for p in cut_passages(row))
    document = DocumentRow(
        f"d{number}", f"report {number}", f"{number}", title=f"Report {number}", page_count=len(rows)
    )
    vectors = Vectors(embedder.name, embedder.embed([""] * len(passages)))
    library.store.add(Entry(document, rows, passages, ReadingKey("bench", "1"), vectors=vectors))
    return len(passages)


def time_queries(search: Callable[[str], Any], queries: list[str]) -> dict[str, float]:
    """Median and 95th percentile in milliseconds, after three to warm up; and the mean of processor time, which a busy
    machine does not lengthen."""
    for query in queries[:3]:
        search(query)
    times = []
    cpu = time.process_time()
    for query in queries:
        start = time.perf_counter()
        search(query)
        times.append(1000 * (time.perf_counter() - start))
    cpu = time.process_time() - cpu
    times.sort()
    mean = round(1000 * cpu / len(queries), 1)
    return {
        "cpu_mean_ms": mean,
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(0.95 * len(times))], 1),
    }


def draw_lines(documents: int) -> Iterator[str]:
    """The same documents again, paragraph by paragraph."""
    for number in range(documents):
        for page in draw_document(number):
            yield from page.split("\n\n")


def measure_plain(folder: Path, documents: int, queries: list[str]) -> dict[str, Any]:
    """FTS5 as it comes, with its porter tokenizer, on the same paragraphs."""
    connection = apsw.Connection(str(folder / "plain.sqlite3"))
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5 (body, tokenize='porter unicode61')")
    drawn = Clock(draw_lines(documents))
    start = time.process_time()
    with connection:
        connection.executemany("INSERT INTO plain VALUES (?)", ((line,) for line in drawn))
    added = time.process_time() - start - drawn.seconds
    sql = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 10"
    figures = time_queries(
        lambda q: list(connection.execute(sql, (" OR ".join(f'"{w}"' for w in q.split()),))), queries
    )
    size = (folder / "plain.sqlite3").stat().st_size
    return {"add_cpu_s": round(added, 1), "size_mb": round(size / 1e6), **figures}


def measure_tantivy(folder: Path, documents: int, queries: list[str]) -> dict[str, Any] | str:
    """tantivy on the same paragraphs, where it is installed."""
    try:
        tantivy: Any = import_module("tantivy")
    except ImportError:
        return "not installed"
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name="en_stem")
    (folder / "tantivy").mkdir()
    index = tantivy.Index(builder.build(), path=str(folder / "tantivy"))
    drawn = Clock(draw_lines(documents))
    start = time.process_time()
    writer = index.writer(200_000_000, 1)
    for line in drawn:
        writer.add_document(tantivy.Document(body=line))
    writer.commit()
    writer.wait_merging_threads()
    added = time.process_time() - start - drawn.seconds
    index.reload()
    searcher = index.searcher()
    figures = time_queries(lambda q: searcher.search(index.parse_query(q.replace(",", " "), ["body"]), 10), queries)
    size = sum(f.stat().st_size for f in (folder / "tantivy").iterdir())
    return {"add_cpu_s": round(added, 1), "size_mb": round(size / 1e6), **figures}


class Clock:
    """An iterator that knows how much processor time went into making its values."""

    def __init__(self, values: Iterator[str]) -> None:
        self._values = values
        self.seconds = 0.0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        start = time.process_time()
        try:
            return next(self._values)
        finally:
            self.seconds += time.process_time() - start


def fill(library: Library, embedder: RandomEmbedder, wanted: int) -> dict[str, Any]:
    """Add until so many passages are there; the rate at the beginning and at the end tells whether adding is linear."""
    passages, seconds = 0, 0.0
    rates: list[float] = []
    while passages < wanted:
        pages = draw_document(len(rates))
        start = time.process_time()
        added = add_document(library, embedder, len(rates), pages)
        took = time.process_time() - start
        seconds, passages = seconds + took, passages + added
        rates.append(added / took)
    tenth = max(1, len(rates) // 10)
    return {
        "passages": passages,
        "documents": len(rates),
        "add_cpu_s": round(seconds, 1),
        "passages_per_cpu_s_first_and_last_tenth": [round(statistics.mean(r)) for r in (rates[:tenth], rates[-tenth:])],
    }


def run(wanted: int, query_count: int, where: Path | None) -> dict[str, Any]:
    """All figures on the same passages; a library that is already `where` is only asked."""
    embedder = RandomEmbedder()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        home = where or folder / "library"
        with Library.open(home, semantic=False) as library:
            there = library.store.counts()
            ours: dict[str, Any] = dict(there) if there["documents"] else fill(library, embedder, wanted)
            dice = np.random.default_rng(2)
            queries = [draw_query(dice) for _ in range(query_count)]
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            words = Searcher(library.store)
            ours["keyword"] = time_queries(words.search, queries)
            both = Searcher(library.store, embedder)
            ours["hybrid"] = time_queries(both.search, queries)
            ours["size_mb"] = round((home / "library.sqlite3").stat().st_size / 1e6)
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            ours["peak_memory_mb_after_adding_and_after_asking"] = [round(before), round(after)]
        plain = measure_plain(folder, ours["documents"], queries)
        tantivy = measure_tantivy(folder, ours["documents"], queries)
    return {"tieout": ours, "plain_fts5": plain, "tantivy": tantivy, "ratios": _compare(ours, plain, tantivy)}


def _compare(ours: dict[str, Any], plain: dict[str, Any], tantivy: dict[str, Any] | str) -> dict[str, float]:
    """Our keyword query over theirs, processor time of the mean query."""
    others = {"plain_fts5": plain} | ({"tantivy": tantivy} if isinstance(tantivy, dict) else {})
    mean = float(ours["keyword"]["cpu_mean_ms"])
    return {f"keyword_cpu_over_{name}": round(mean / max(0.1, o["cpu_mean_ms"]), 2) for name, o in others.items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--library", type=Path, help="keep the library here, to ask it again")
    a = parser.parse_args()
    figures = run(a.passages, a.queries, a.library)
    print(json.dumps({"date": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(), **figures}, indent=1))


if __name__ == "__main__":
    main()
