"""Questions for figures on one table and its text, answered without a model (TAT-QA): exact match, abstentions apart.

usage: python bench/tatqa.py [--material DIR] [--tables N] [--show]
Prints JSON: date, cores, and by kind of answer how many were asked, right, wrong and abstained. Right: the same number at the digits
expected, in any power of a thousand; questions whose answer is no single number are not asked.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from html import escape
from pathlib import Path
from typing import Any

from tieout.engine.asking import ask_documents
from tieout.engine.reading import read_source
from tieout.engine.structuring import structure_document
from tieout.model import Document
from tieout.read.source import ReadSettings, Source

MATERIAL = Path(__file__).parents[1] / ".." / "shared" / "data"


def to_number(text: str) -> Decimal | None:
    """The one number of an answer, negative in brackets; None for anything else."""
    plain = text.strip().replace("$", "").replace(",", "").replace("%", "").replace(" ", "")
    found = re.fullmatch(r"\(?(-?\d+(?:\.\d+)?)\)?", plain)
    if found is None:
        return None
    try:
        return -Decimal(found[1]) if plain.startswith("(") else Decimal(found[1])
    except InvalidOperation:
        return None


def is_right(value: str | None, expected: Decimal) -> bool:
    """True for the expected number at its digits, in some power of a thousand, or a rate as its hundredth; either sign of a loss."""
    if value is None:
        return False
    half = Decimal(1).scaleb(int(expected.as_tuple().exponent)) / 2
    got = Decimal(value)
    return any(abs(abs(got.scaleb(s)) - abs(expected)) <= half for s in (0, -3, -6, -9, -2, 2))


_RUN_ON = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
"""Where a benchmark lost the line break of a head: "TotalAmount"."""
_TAG = re.compile(r"</?(?:i|b|sup|sub|u|em|strong|br|font)\b[^>]*>", re.I)


def _mark_row(row: list[str], width: int) -> str:
    """A row of a page's table. Where heads were merged the benchmark keeps each once: those that divide the columns evenly are spread."""
    heads, columns = len(row) - 1, width - 1
    spread = columns // heads if 0 < heads < columns and columns % heads == 0 else 1
    cells = [escape(_RUN_ON.sub(" ", _TAG.sub(" ", cell))).strip() for cell in row]
    return "<tr>" + "".join(
        f'<td colspan="{spread}">{text}</td>' if k and spread > 1 else f"<td>{text}</td>" for k, text in enumerate(cells)
    ) + "</tr>"  # fmt: skip


def _close_up(text: str) -> str:
    """A text without the blanks that a benchmark sets around its marks: "december 31 , 2015 ( $ 5 )"."""
    return re.sub(r" (?=[,.;:)%])|(?<=[($]) ", "", text)


def read_table(name: str, rows: list[list[str]], before: list[str], after: list[str]) -> Document:
    """A benchmark's table and text as one page."""
    width = max(map(len, rows), default=0)
    table = "".join(_mark_row(row, width) for row in rows)
    parts = [
        *(f"<p>{escape(_close_up(t))}</p>" for t in before),
        f"<table>{table}</table>",
        *(f"<p>{escape(_close_up(t))}</p>" for t in after),
    ]
    page = f"<!DOCTYPE html><html><body>{''.join(parts)}</body></html>"
    _, reading = read_source(Source(f"{name}.html", page.encode("utf-8")), ReadSettings())
    return structure_document(reading.documents[0])


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    path = chosen.material / "docs" / "bench" / "tatqa" / "tatqa_dataset_dev.json"
    counts: dict[str, Counter[str]] = {}
    for entry in json.loads(path.read_text(encoding="utf-8"))[: chosen.tables]:
        document: Document | None = None
        for question in entry["questions"]:
            answer = question["answer"]
            expected = to_number(str(answer[0] if isinstance(answer, list) and len(answer) == 1 else answer))
            if question["answer_type"] not in {"span", "arithmetic"} or expected is None:
                continue
            document = document or read_table(
                entry["table"]["uid"], entry["table"]["table"], [], [p["text"] for p in entry["paragraphs"]]
            )
            said = ask_documents(question["question"], [document])
            mark = "abstained" if said.value is None else "right" if is_right(said.value, expected) else "wrong"
            counts.setdefault(question["answer_type"], Counter())[mark] += 1
            if chosen.show and mark != "right":
                print(
                    mark,
                    "|",
                    question["question"],
                    "|",
                    expected,
                    question["scale"],
                    "|",
                    question["derivation"],
                    "|",
                    said.text[:160],
                )
    print(json.dumps({"figure": "TAT-QA questions for a figure answered without a model", "date": datetime.date.today().isoformat(),
                      "cores": os.cpu_count(), **{k: count_marks(c) for k, c in sorted(counts.items())}}, indent=2))  # fmt: skip


def count_marks(counts: Counter[str]) -> dict[str, Any]:
    """Asked, right, wrong, abstained, and the share right of those answered."""
    answered = counts["right"] + counts["wrong"]
    return {"asked": sum(counts.values()), **{m: counts[m] for m in ("right", "wrong", "abstained")},
            "right_of_answered": round(100 * counts["right"] / answered, 1) if answered else None}  # fmt: skip


if __name__ == "__main__":
    main()
