"""Questions for one computed figure on a page of a report, answered without a model (FinQA): exact match, abstentions apart.

usage: python -m bench.finqa [--material DIR] [--items N] [--show]
Prints JSON: date, cores, asked, right, wrong and abstained. Right: the executed answer at the digits of the printed one.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
from collections import Counter
from pathlib import Path

from bench.tatqa import MATERIAL, count_marks, is_right, read_table, to_number
from tieout.engine.asking import ask_documents


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
        said = ask_documents(item["qa"]["question"], [document])
        mark = "abstained" if said.value is None else "right" if is_right(said.value, expected) else "wrong"
        counts[mark] += 1
        if chosen.show and mark != "right":
            print(mark, "|", item["qa"]["question"], "|", expected, "|", item["qa"]["program"], "|", said.text[:160])
    print(json.dumps({"figure": "FinQA questions answered without a model", "date": datetime.date.today().isoformat(),
                      "cores": os.cpu_count(), **count_marks(counts)}, indent=2))  # fmt: skip


if __name__ == "__main__":
    main()
