"""What a run reports on documents that are presumably right: findings and questions per 100 pages. Prints JSON.

usage: python bench/clean_reports.py FOLDER [--ending pdf] [--details]

Every finding on such a document is a false alarm unless a person judged otherwise; --details lists them to be judged.
Texts without pages (calls as spoken: --ending txt) are counted by their numbers.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter
from datetime import date
from pathlib import Path


def main() -> None:
    """Check each document of a folder by itself and count what is reported."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--ending", default="pdf", help="the documents' ending")
    parser.add_argument("--details", action="store_true")
    options = parser.parse_args()
    from tieout.engine.run import check

    verdicts: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    states: Counter[str] = Counter()
    details: list[str] = []
    pages = 0
    start = time.perf_counter()
    for path in sorted(Path(options.folder).glob(f"*.{options.ending}")):
        paper = check(path)
        pages += sum(len(d.pages) for d in paper.documents)
        states.update({k: v for k, v in paper.coverage.items() if isinstance(v, int)})
        for finding in paper.findings:
            verdicts[finding.verdict] += 1
            codes[f"{finding.code} {finding.verdict}"] += 1
            details.append(f"{path.stem} p{finding.span.page} {finding.code} {finding.verdict}: {finding.message}")
    figures: dict[str, object] = {
        "bench": "clean_reports",
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "pages": pages,
        "seconds": round(time.perf_counter() - start),
        "differs_per_100_pages": round(100 * verdicts["differs"] / max(1, pages), 2),
        "questions_per_100_pages": round(100 * verdicts["question"] / max(1, pages), 2),
        "findings_per_10000_numbers": round(10000 * verdicts.total() / max(1, states["numbers"]), 1),
        "codes": dict(codes.most_common()),
        "figures": dict(states),
    }
    if options.details:
        figures["details"] = details
    print(json.dumps(figures, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
