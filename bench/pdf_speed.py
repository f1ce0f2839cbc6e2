"""Pages a second from PDF bytes to understood tables, next to pdfplumber's tables and PDFium's plain text with boxes.

The whole file is read in one process by each: ours to headers, periods, units and roles; pdfplumber's `extract_tables()` with
its own settings (drawn lines), and again by the alignment of text, which is what tables without lines need; pypdfium2's text and
character boxes. Times are processor seconds, ours before and after the others, so that other work on the machine counts less.
Also printed: elapsed time of one process against two (median), which other work on the machine hides; how evenly two processes
share the processor time; and peak memory over 200 pages and over as many twice.
Usage: pdf_speed.py FILE [--pages N] [--aligned]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path


def read_ours(path: Path, content: bytes) -> None:
    """The document with its tables understood."""
    from tieout.engine.structuring import structure_document
    from tieout.read.pdf import room
    from tieout.read.source import ReadSettings, Source

    for document in room.read(Source(str(path), content), ReadSettings(jobs=0, ocr=False)).documents:
        structure_document(document)


def first_pages(path: Path, count: int) -> bytes:
    """The bytes of a PDF of the first `count` pages, or of the file when it has no more."""
    import io

    import pypdfium2

    pdf = pypdfium2.PdfDocument(path.read_bytes())
    if count >= len(pdf):
        return path.read_bytes()
    part = pypdfium2.PdfDocument.new()
    part.import_pages(pdf, list(range(count)))
    out = io.BytesIO()
    part.save(out)
    return out.getvalue()


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


def read_plumber(content: bytes, aligned: bool) -> None:
    """pdfplumber's tables of every page: by drawn lines, as it does unless told otherwise, or by alignment."""
    import io

    import pdfplumber

    settings = {"vertical_strategy": "text", "horizontal_strategy": "text"} if aligned else {}
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            page.extract_tables(settings)
            page.close()


def measure(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_megabytes(content: bytes, repeat: int) -> float:
    """Peak memory of a fresh process that reads the file's windows of pages `repeat` times over and lets them go."""
    code = (
        "import resource, sys\n"
        "import pypdfium2\n"
        "from tieout.read.pdf.page import read_pages\n"
        "from tieout.read.pdf.windows import cut_windows\n"
        "content = sys.stdin.buffer.read()\n"
        f"for _ in range({repeat}):\n"
        "    pdf = pypdfium2.PdfDocument(content)\n"
        "    for window in cut_windows(min(200, len(pdf))):\n"
        "        for page in read_pages(pdf, window.start, window.end): pass\n"
        "    pdf.close()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], input=content, capture_output=True, check=True)
    return float(done.stdout)


def elapsed(content: bytes, count: int, jobs: int) -> float:
    """Elapsed seconds of reading all pages on `jobs` processes, windows and all."""
    from tieout.read.pdf.windows import read_windows
    from tieout.read.source import ReadSettings

    start = time.perf_counter()
    read_windows(content, None, count, ReadSettings(jobs=jobs))
    return time.perf_counter() - start


def spread(content: bytes, count: int) -> float:
    """What two processes that share the windows gain over one, by processor seconds of each window: no other work on
    the machine changes it."""
    import pypdfium2

    from tieout.read.pdf.page import read_pages
    from tieout.read.pdf.windows import cut_windows

    pdf = pypdfium2.PdfDocument(content)
    busy = [0.0, 0.0]
    for window in cut_windows(count):
        pages = read_pages(pdf, window.start, window.end)
        busy[busy.index(min(busy))] += measure(partial(list, pages))
    pdf.close()
    return sum(busy) / max(busy)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--aligned", action="store_true", help="also time pdfplumber by alignment: slow")
    arguments = parser.parse_args()
    import pypdfium2

    content = first_pages(arguments.file, arguments.pages)
    pdf = pypdfium2.PdfDocument(content)
    count = len(pdf)
    pdf.close()
    read_ours(arguments.file, content)
    ours = [measure(lambda: read_ours(arguments.file, content)) for _ in range(2)]
    plain = measure(lambda: read_plain(content, count))
    plumber = measure(lambda: read_plumber(content, False))
    aligned = measure(lambda: read_plumber(content, True)) if arguments.aligned else None
    mine = statistics.mean([*ours, *(measure(lambda: read_ours(arguments.file, content)) for _ in range(2))])
    rounds = [(elapsed(content, count, 1), elapsed(content, count, 2)) for _ in range(arguments.rounds)]
    print(
        json.dumps(
            {
                "date": datetime.date.today().isoformat(),
                "cores": os.cpu_count(),
                "load": round(os.getloadavg()[0], 1),
                "pages": count,
                "pages_per_second": round(count / mine, 1),
                "times_pdfplumber_tables": round(plumber / mine, 1),
                "times_pdfplumber_aligned_tables": None if aligned is None else round(aligned / mine, 1),
                "share_of_plain_text_speed": round(plain / mine, 2),
                "two_processes_against_one": round(statistics.median(one / two for one, two in rounds), 2),
                "two_processes_by_processor_time": round(spread(content, count), 2),
                "peak_megabytes": round(peak_megabytes(content, 1)),
                "peak_megabytes_read_twice": round(peak_megabytes(content, 2)),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
