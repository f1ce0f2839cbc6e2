"""Pages a second from PDF bytes to text, blocks and tables, next to pdfplumber's tables and PDFium's plain text with boxes.

All three read the same pages in one process, one after the other; times are processor seconds, so that other
work on the machine counts less. Also printed: the elapsed time of one process against two, and peak memory of a process that reads 200 pages and 400.
Usage: pdf_speed.py FILE [--pages 40]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path


def read_ours(content: bytes, count: int) -> None:
    """Text, blocks and tables of the first pages."""
    import pypdfium2

    from tieout.read.pdf.page import read_pages

    pdf = pypdfium2.PdfDocument(content)
    for _ in read_pages(pdf, 0, count):
        pass
    pdf.close()


def read_plain(content: bytes, count: int) -> None:
    """Every character with its box by pypdfium2's own calls."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content)
    for k in range(count):
        page = pdf[k]
        text = page.get_textpage()
        for i in range(text.count_chars()):
            text.get_charbox(i)
        text.get_text_range()
        text.close()
        page.close()
    pdf.close()


def read_plumber(path: Path, count: int) -> None:
    """pdfplumber's tables by lines and by text alignment, as a user would try both."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages[:count]:
            page.extract_tables()
            page.close()


def measure(work: Callable[[], None]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_megabytes(path: Path, count: int, repeat: int) -> float:
    """Peak memory of a fresh process that reads the first `count` pages `repeat` times over and lets them go."""
    code = (
        "import resource, sys, pathlib\n"
        "from bench.pdf_speed import read_ours\n"
        f"content = pathlib.Path({str(path)!r}).read_bytes()\n"
        f"[read_ours(content, {count}) for _ in range({repeat})]\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    return float(done.stdout)


def elapsed(content: bytes, count: int, jobs: int) -> float:
    """Elapsed seconds of reading all pages on `jobs` processes, windows and all."""
    from tieout.read.pdf.windows import read_windows

    start = time.perf_counter()
    read_windows(content, None, count, jobs)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    import pypdfium2

    content = arguments.file.read_bytes()
    pdf = pypdfium2.PdfDocument(content)
    whole = len(pdf)
    pdf.close()
    count = min(arguments.pages, whole)
    read_ours(content, min(2, count))
    ours = statistics.median(measure(lambda: read_ours(content, count)) for _ in range(arguments.rounds))
    plain = statistics.median(measure(lambda: read_plain(content, count)) for _ in range(arguments.rounds))
    plumber = measure(lambda: read_plumber(arguments.file, count))
    one = statistics.median(elapsed(content, whole, 1) for _ in range(arguments.rounds))
    two = statistics.median(elapsed(content, whole, 2) for _ in range(arguments.rounds))
    print(
        json.dumps(
            {
                "date": datetime.date.today().isoformat(),
                "cores": os.cpu_count(),
                "load": round(os.getloadavg()[0], 1),
                "file_pages": whole,
                "pages": count,
                "pages_per_second": round(count / ours, 1),
                "times_pdfplumber_tables": round(plumber / ours, 1),
                "share_of_plain_text_speed": round(plain / ours, 2),
                "two_processes_against_one": round(one / two, 2),
                "peak_megabytes": round(peak_megabytes(arguments.file, min(200, whole), 1)),
                "peak_megabytes_read_twice": round(peak_megabytes(arguments.file, min(200, whole), 2)),
                "this_process_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
