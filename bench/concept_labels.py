"""Labels to concepts against the filers' own tags.

Run: python bench/concept_labels.py [--differences]; prints JSON. Every English label a filing gives a concept is looked
up by `find_concept`, the period type known as it is from a table's column. It *agrees* when the concept found lists the
filer's element, *differs* when it does not although the catalogue knows that element, and is *missed* when nothing is
found for an element the catalogue knows. A label may rightly differ: many elements are called "Marketable securities".
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from datetime import date
from pathlib import Path

from tieout.concepts import find_concept, find_element
from tieout.engine.reading import open_path, read_source
from tieout.errors import TieoutError
from tieout.model import Concept, Document
from tieout.read.source import ReadSettings

FILINGS = Path(__file__).resolve().parents[2] / "shared/data/xbrl/filings"
_ROLES = frozenset({"label", "terseLabel", "totalLabel", "netLabel", "verboseLabel"})
_KINDS = ("Abstract", "TextBlock", "LineItems", "Policy", "RollForward", "Table", "Axis", "Member", "Domain")


def find_labels() -> set[tuple[str, str, str | None]]:
    """Every pair of label and local element name, with the element's period type, once."""
    found: set[tuple[str, str, str | None]] = set()
    for folder in sorted(FILINGS.iterdir()):
        for source in open_path(str(folder)):
            try:
                documents = read_source(source, ReadSettings())[1].documents
            except TieoutError:
                continue
            for document in documents:
                found |= {row for c in _concepts(document) for row in _labels(c)}
    return found


def _concepts(document: Document) -> tuple[Concept, ...]:
    return () if document.filing is None else document.filing.concepts


def _labels(concept: Concept) -> set[tuple[str, str, str | None]]:
    if concept.kind != "item" or concept.abstract or concept.local.endswith(_KINDS):
        return set()
    return {
        (label.text, concept.local, concept.period_type)
        for label in concept.labels
        if label.role.rsplit("/", 1)[-1] in _ROLES and (not label.language or label.language.startswith("en"))
    }


def main() -> None:
    """Print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--differences", action="store_true", help="list the labels that differ")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    differing = []
    for text, local, period_type in sorted(find_labels(), key=str):
        tagged = find_element(local)
        found = find_concept(text, instant=None if period_type is None else period_type == "instant")
        if tagged is None:
            counts["element unknown, label resolved" if found else "element and label unknown"] += 1
        elif found is None:
            counts["missed"] += 1
        elif found is tagged or local in found.ifrs + found.us_gaap:
            counts["agree"] += 1
        else:
            counts["differ"] += 1
            differing.append([text, local, found.id])
    resolved = counts["agree"] + counts["differ"]
    report: dict[str, object] = {
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "labels": dict(counts),
        "precision": round(counts["agree"] / max(resolved, 1), 4),
        "recall": round(counts["agree"] / max(resolved + counts["missed"], 1), 4),
    }
    if arguments.differences:
        report["differences"] = differing
    print(json.dumps(report, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
