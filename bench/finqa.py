"""Questions for one computed figure on a page of a report, answered without a model (FinQA): exact match, abstentions apart.

usage: python -m bench.finqa [--material DIR] [--items N] [--show]
Prints JSON: date, cores, asked, right, wrong and abstained. Right: the printed answer at its digits, or what its program comes to
(the set's own measure) at four.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

from bench.tatqa import MATERIAL, count_marks, is_right, read_table, to_number
from tieout.engine.asking import ask_documents

_QUOTE = re.compile(r"(?<=\w) 2019s\b|(?<=s) 2019(?= \w)")
"""What the set left of an apostrophe."""


def comes_to(value: str | None, executed: object) -> bool:
    """True for what a program comes to, at four digits, as a rate or its hundredth, either sign."""
    if value is None or not isinstance(executed, int | float) or not executed:
        return False
    goal, got = abs(Decimal(str(executed))), abs(Decimal(value))
    return any(abs(got.scaleb(s) / goal - 1) < Decimal("0.0001") for s in (0, -3, -6, -9, -2, 2))


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--material", type=Path, default=MATERIAL)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    counts: Counter[str] = Counter()
    path = chosen.material / "docs" / "bench" / "finqa" / "dev_200.json"
    for item in json.loads(path.read_text(encoding="utf-8"))[: chosen.items]:
        expected = to_number(str(item["qa"]["answer"]))
        if expected is None:
            continue
        document = read_table("page", item["table_ori"], item["pre_text"], item["post_text"])
        said = ask_documents(_QUOTE.sub("'s", item["qa"]["question"]).removesuffix("\\n"), [document])
        right = is_right(said.value, expected) or comes_to(said.value, item["qa"].get("exe_ans"))
        mark = "abstained" if said.value is None else "right" if right else "wrong"
        counts[mark] += 1
        if chosen.show and mark != "right":
            print(mark, "|", item["qa"]["question"], "|", expected, "|", item["qa"]["program"], "|", said.text[:160])
    print(json.dumps({"figure": "FinQA questions answered without a model", "date": datetime.date.today().isoformat(),
                      "cores": os.cpu_count(), **count_marks(counts)}, indent=2))  # fmt: skip


if __name__ == "__main__":
    main()
