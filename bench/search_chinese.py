"""Queries in Chinese and English over reports in both languages: the labelled page among the first ten; JSON.

usage: python bench/search_chinese.py [FOLDER] [--library DIR] [--misses]      FOLDER holds the reports named in the labels
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tieout.engine.shelf import Library
from tieout.engine.shelf_add import AddSettings

LABELS = Path(__file__).with_name("search_labels.yml")
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared/data/docs/pdf"


def is_chinese(text: str) -> bool:
    """Whether it holds a Chinese character."""
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def measure(library: Library, misses: bool) -> dict[str, Any]:
    """Hits among ten by language of query and report."""
    names = {Path(row.name).stem: row for row in library.documents()}
    found: dict[str, list[bool]] = {}
    for name, entries in yaml.safe_load(LABELS.read_text("utf-8")).items():
        report = "en" if name.endswith("_en") else "zh"
        for entry in entries:
            for query in entry["queries"]:
                hits = library.search(query, document=names[name].id, by="page", limit=10)
                pages = [hit.page for hit in hits]
                hit = bool(set(entry["pages"]) & set(pages))
                found.setdefault(f"{'zh' if is_chinese(query) else 'en'} query, {report} report", []).append(hit)
                if misses and not hit:
                    print(f"  miss {query} in {name}: wants {entry['pages']}, got {pages}")
    every = [hit for hits in found.values() for hit in hits]
    return {
        "queries": len(every),
        "hit@10_percent": round(100 * sum(every) / len(every), 1),
        "by_language": {kind: f"{sum(hits)}/{len(hits)}" for kind, hits in sorted(found.items())},
    }


def main() -> None:
    """Print the figures with and without embeddings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--misses", action="store_true")
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        where = a.library or Path(place) / "library"
        with Library.open(where) as library:
            paths = [a.folder / f"{name}.pdf" for name in yaml.safe_load(LABELS.read_text("utf-8"))]
            list(library.add_many(paths, AddSettings(checked=False)))
            figures = {"words_and_meaning": measure(library, a.misses)}
        with Library.open(where, semantic=False) as library:
            figures["words_only"] = measure(library, False)
    print(json.dumps({"date": datetime.now(UTC).date().isoformat(), "cores": os.cpu_count(), **figures}, indent=1))


if __name__ == "__main__":
    main()
