"""A library of very many passages: time to add, size, memory, and time a query, beside plain FTS5 and tantivy; JSON.

Texts are drawn from a vocabulary with the frequencies of language; vectors are random, since only their scanning is
timed and embedding a million passages is not what is measured here.

usage: python bench/search_scale.py [--passages 1000000] [--queries 100]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import apsw
import numpy as np

from tieout.answer.search import Searcher
from tieout.engine.shelf import Library
from tieout.library.passages import cut_passages
from tieout.library.rows import DocumentRow, Entry, PageRow, ReadingKey
from tieout.library.vectors import DIMENSIONS, Matrix, Vectors

WORDS_PER_PASSAGE = 100
PASSAGES_PER_PAGE = 5
PAGES_PER_DOCUMENT = 200
VOCABULARY = 60_000


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
    """Words by Zipf's law; the commonest are shortest, as in language."""
    ranks = np.minimum(dice.zipf(1.15, count), VOCABULARY)
    return [_spell(int(rank)) for rank in ranks]


def _spell(rank: int) -> str:
    letters = "etaoinshrdlucmfwypvbgkq"
    word = ""
    while rank:
        rank, place = divmod(rank, len(letters))
        word += letters[place]
    return word + "a"


def draw_document(dice: np.random.Generator, number: int) -> list[str]:
    """The pages of one document."""
    words = draw_words(dice, WORDS_PER_PASSAGE * PASSAGES_PER_PAGE * PAGES_PER_DOCUMENT)
    size = WORDS_PER_PASSAGE
    lines = [" ".join(words[i : i + size]) + "." for i in range(0, len(words), size)]
    per_page = PASSAGES_PER_PAGE
    return ["\n\n".join(lines[i : i + per_page]) for i in range(0, len(lines), per_page)]


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


def measure_plain(folder: Path, texts: list[list[str]], queries: list[str]) -> dict[str, Any]:
    """FTS5 as it comes, with its porter tokenizer, on the same pages' lines."""
    connection = apsw.Connection(str(folder / "plain.sqlite3"))
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5 (body, tokenize='porter unicode61')")
    start = time.perf_counter()
    with connection:
        connection.executemany(
            "INSERT INTO plain VALUES (?)", ((line,) for pages in texts for p in pages for line in p.split("\n\n"))
        )
    added = time.perf_counter() - start
    sql = "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 10"
    figures = time_queries(
        lambda q: list(connection.execute(sql, (" OR ".join(f'"{w}"' for w in q.split()),))), queries
    )
    size = (folder / "plain.sqlite3").stat().st_size
    return {"index_s": round(added, 1), "size_mb": round(size / 1e6), **figures}


def measure_tantivy(folder: Path, texts: list[list[str]], queries: list[str]) -> dict[str, Any] | str:
    """tantivy on the same lines, where it is installed."""
    try:
        tantivy: Any = import_module("tantivy")
    except ImportError:
        return "not installed"
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False, tokenizer_name="en_stem")
    (folder / "tantivy").mkdir()
    index = tantivy.Index(builder.build(), path=str(folder / "tantivy"))
    start = time.perf_counter()
    writer = index.writer(200_000_000, 1)
    for pages in texts:
        for page in pages:
            for line in page.split("\n\n"):
                writer.add_document(tantivy.Document(body=line))
    writer.commit()
    writer.wait_merging_threads()
    added = time.perf_counter() - start
    index.reload()
    searcher = index.searcher()
    figures = time_queries(lambda q: searcher.search(index.parse_query(q, ["body"]), 10), queries)
    size = sum(f.stat().st_size for f in (folder / "tantivy").iterdir())
    return {"index_s": round(added, 1), "size_mb": round(size / 1e6), **figures}


def run(wanted: int, query_count: int) -> dict[str, Any]:
    """All figures on the same passages."""
    dice = np.random.default_rng(1)
    embedder = RandomEmbedder()
    texts: list[list[str]] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with Library.open(folder / "library", semantic=False) as library:
            passages, rates, seconds = 0, [], 0.0
            while passages < wanted:
                pages = draw_document(dice, len(texts))
                start = time.perf_counter()
                added = add_document(library, embedder, len(texts), pages)
                took = time.perf_counter() - start
                seconds, passages = seconds + took, passages + added
                rates.append(added / took)
                texts.append(pages)
            queries = [" ".join(draw_words(dice, int(dice.integers(2, 6)))) for _ in range(query_count)]
            words = Searcher(library.store)
            keyword = time_queries(lambda q: words.search(q), queries)
            both = Searcher(library.store, embedder)
            hybrid = time_queries(lambda q: both.search(q), queries)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            size = (folder / "library" / "library.sqlite3").stat().st_size
        tenth = max(1, len(rates) // 10)
        ours: dict[str, Any] = {
            "passages": passages,
            "documents": len(texts),
            "add_s": round(seconds, 1),
            "passages_per_s_first_and_last_tenth": [round(statistics.mean(r)) for r in (rates[:tenth], rates[-tenth:])],
            "size_mb": round(size / 1e6),
            "peak_memory_mb_with_texts_held": round(memory),
            "keyword": keyword,
            "hybrid": hybrid,
        }
        plain = measure_plain(folder, texts, queries)
        return {"tieout": ours, "plain_fts5": plain, "tantivy": measure_tantivy(folder, texts, queries)}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=100)
    a = parser.parse_args()
    figures = run(a.passages, a.queries)
    print(json.dumps({"date": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(), **figures}, indent=1))


if __name__ == "__main__":
    main()
