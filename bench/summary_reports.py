"""Summaries of reports held against the reports by another reader: figures, units, periods, labels, citations, depth and time.

usage: python bench/summary_reports.py [--reports DIR] [--calls DIR] [--captured FILE] [--only WORD]... [--check] [--show]
Prints JSON: date, cores, and for each report how many figures of its summary stand at their citation with the same digits, unit, period
and label as pdfplumber reads the page (our own reading is not asked), sentences without a citation, processor seconds to read and to
summarise, themes, figures and tables; with --captured what the captured page shows for a report of the same kind; with --check what
`check` finds in the summary held against its report (figures that differ; sentences that `verify` does not call supported).
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import os
import re
import resource
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber

from tieout.engine.reading import ReadResult, read_paths
from tieout.engine.summarising import summarise_document
from tieout.engine.supporting import verify_documents
from tieout.present.summary import summary_to_json, summary_to_markdown

MATERIAL = Path(__file__).parents[1] / ".." / "shared" / "data" / "docs"
_SCALES = {
    "thousand": r"'000|’000|‘000|thousands?|千", "千": r"'000|’000|‘000|thousands?|千", "million": r"millions?|\bmn?\b|百萬|百万",
    "百万": r"百萬|百万|millions?", "百萬": r"百萬|百万|millions?", "ten thousand": r"万|萬", "万": r"万|萬", "萬": r"万|萬",
    "billion": r"billions?|\bbn\b|十億|十亿", "亿": r"亿|億", "億": r"亿|億", "hundred million": r"亿|億",
}  # fmt: skip
_MONEY = {
    "RMB": r"RMB|CNY|人民|元", "人民": r"RMB|人民|元", "HK$": r"HK\$|港元|港幣|港币", "港元": r"HK\$|港元|港幣|港币",
    "US$": r"\$|USD|美元", "美元": r"\$|USD|美元", "€": r"€|EUR", "£": r"£|GBP",
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<=[A-Za-z/’'])\d\d(?=$|\s)|本年|本期|期末|去年|上年|上期|期初")
_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BALANCE = re.compile(
    r"\W*(?:balances?|(?:as )?at|於|于)\b.{0,12}\b(?:at|january|march|june|september|december|\d)|.{0,4}(?:期末|年末|结余|結餘)",
    re.I,
)
_WIDE, _GAP, _RUN = 0.75, 9, 24
"""Running text is so much of the page's width, in parts, and its words stand nearer to each other, in points; Chinese text
without a blank is one long run of characters."""
_FIGURE = re.compile(r"(?<![A-Za-z\d])[\d,]*\d(?:\.\d+)?")
_PLACE = re.compile(r"\[(\d{1,3})\]|index=(\d{1,3})\b")
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_MOST_WORDS = 0.7
_NEAR, _COLUMN, _RUNNING, _SAME_LINE = 16, 26, 62, 3


class Page:
    """A page as pdfplumber reads it: words with boxes, in points from the top left."""

    def __init__(self, page: Any) -> None:
        left, top = (page.cropbox or page.bbox)[:2]  # places count from what a viewer shows of the page
        self.words = page.extract_words(keep_blank_chars=False, use_text_flow=False, x_tolerance=1.5)
        for word in self.words:
            word["x0"], word["x1"] = word["x0"] - left, word["x1"] - left
            word["top"], word["bottom"] = word["top"] - top, word["bottom"] - top
        self.text = page.extract_text() or ""
        self.letters = _letters(self.text)
        self.bottom = float(page.height)
        self.chars = [
            (c["x0"] - left, c["top"] - top, c["x1"] - left, c["bottom"] - top, c["text"]) for c in page.chars
        ]

    def digits_in(self, box: list[float]) -> str:
        """The digits printed within a box."""
        left, top, right, bottom = box
        inside = [
            c
            for c in self.chars
            if left - 1 <= (c[0] + c[2]) / 2 <= right + 1 and top - 2 <= (c[1] + c[3]) / 2 <= bottom + 2
        ]
        return "".join(c[4] for c in inside if c[4].isdigit())

    def lines(self) -> list[list[Any]]:
        """The page's lines from the top, each its words from the left."""
        found: list[list[Any]] = []
        for word in sorted(self.words, key=lambda w: (w["top"], w["x0"])):
            if found and abs(found[-1][0]["top"] - word["top"]) <= _SAME_LINE:
                found[-1].append(word)
            else:
                found.append([word])
        return [sorted(line, key=lambda w: w["x0"]) for line in found]

    def prose(self) -> set[float]:
        """Where the lines of running text stand: as wide as the page allows and without a gap as between columns, and the shorter line that
        ends a paragraph."""
        width = max((w["x1"] for w in self.words), default=0.0) - min((w["x0"] for w in self.words), default=0.0)
        found: set[float] = set()
        above: list[Any] | None = None
        for line in self.lines():
            whole = all(b["x0"] - a["x1"] < _GAP for a, b in itertools.pairwise(line))
            ends = (
                above is not None
                and abs(line[0]["x0"] - above[0]["x0"]) < _GAP
                and line[0]["top"] - above[0]["top"] < 2 * _NEAR
            )
            above = line if whole and (ends or line[-1]["x1"] - line[0]["x0"] > _WIDE * width) else None
            found |= {w["top"] for w in above or ()}
        return found

    def is_prose(self, box: list[float]) -> bool:
        """True for a place on a line of running text."""
        middle, prose = (box[1] + box[3]) / 2, self.prose()
        on_line = [w for w in self.words if w["top"] - 1 <= middle <= w["bottom"] + 1]
        return any(
            w["top"] in prose or (len(w["text"]) > _RUN and w["x0"] < box[0] - 1 and w["x1"] > box[2] - 1)
            for w in on_line
        )

    def around(self, box: list[float]) -> str:
        """The text of the lines about a place."""
        near = [w for w in self.words if box[1] - 4 * _NEAR <= (w["top"] + w["bottom"]) / 2 <= box[3] + 2 * _NEAR]
        return "".join(
            w["text"] + " " * (w["text"][-1:] < "\u3000")
            for w in sorted(near, key=lambda w: (round(w["top"]), w["x0"]))
        )

    def told_by_row(self, box: list[float]) -> set[str]:
        """Years named for a figure's row: before it on its own line ("December 31, 2022  970"), by the nearest line of words alone above it
        ("Year ended 30 September 2020"), or by the balance that closes the rows it stands among ("Balance at 31 December 2022")."""
        told: set[str] = set()
        above: set[str] | None = None
        closing: set[str] | None = None
        for line in self.lines():
            own = abs((line[0]["top"] + line[0]["bottom"]) / 2 - (box[1] + box[3]) / 2) <= _SAME_LINE
            label = " ".join(w["text"] for w in line if not own or w["x1"] <= box[0] + 1)
            years = {m[0] for m in _FULL_YEAR.finditer(label)}
            numbers = set(_FIGURE.findall(_FULL_YEAR.sub("", label))) - {"31", "30", "29", "28"}
            if own:
                told |= years
            elif line[0]["top"] < box[1] and years and not any(len(n) > 2 for n in numbers):
                above = years if len(years) == 1 else None  # a line of several years heads columns
            elif line[0]["top"] > box[1] and closing is None and _BALANCE.match(label):
                closing = years
        return told | (above or set()) | (closing or set())

    def beside(self, box: list[float]) -> str:
        """What is printed on the figure's line and the lines next to it, without the figure's own column."""
        _, top, _, bottom = box
        return " ".join(w["text"] for w in self.words if top - _NEAR <= (w["top"] + w["bottom"]) / 2 <= bottom + _NEAR)

    def headings(self, box: list[float]) -> str:
        """The row labels of the lines just above a figure's: what they head may be part of its name."""
        left, top, _, _ = box
        return " ".join(w["text"] for w in self.words if top - 4 * _NEAR <= w["top"] <= top and w["x1"] < left)

    def headed_by(self, box: list[float]) -> str | None:
        """The year of the nearest line above that names two or more: the last one that begins left of a figure's right edge."""
        lines: dict[int, list[Any]] = {}
        for word in sorted(self.words, key=lambda w: -w["bottom"]):
            if word["bottom"] <= box[1] + 1 and word["top"] >= _RUNNING:
                line = next((k for k in lines if abs(k - word["top"]) <= _SAME_LINE), round(word["top"]))
                lines.setdefault(line, []).append(word)
        for words in lines.values():
            letters = [(c, w["x0"]) for w in sorted(words, key=lambda w: w["x0"]) for c in (w["text"], " ")]
            text, starts = "", []
            for part, left in letters:
                joins = part == " " and text[-1:] > "\u3000"
                text += "" if joins else part
                starts += [] if joins else [left] * len(part)
            years = [(starts[m.start()], m[0]) for m in _YEAR.finditer(text.translate(_NUMERALS))]
            if len({y for _, y in years}) > 1:
                return max((y for y in years if y[0] <= box[2] + 2), default=(0.0, None))[1]
        return None

    def heads(self, other: Page) -> set[float]:
        """Where the lines stand that another page prints at the same height: running heads."""
        theirs = {(round(line[0]["top"]), "".join(w["text"] for w in line)) for line in other.lines()}
        return {
            w["top"]
            for line in self.lines()
            if (round(line[0]["top"]), "".join(w["text"] for w in line)) in theirs
            for w in line
        }

    def above(self, box: list[float], running: set[float]) -> Iterator[str]:
        """Lines above a figure in its column, the nearest first, without running text and heads; signs set apart are joined."""
        left, top, right, _ = box
        prose = self.prose() | running
        column = [
            w
            for w in self.words
            if w["top"] not in prose
            and w["bottom"] <= top + 1
            and w["top"] >= _RUNNING
            and w["x1"] >= left - _COLUMN
            and w["x0"] <= right + _COLUMN
        ]
        lines: dict[int, list[Any]] = {}
        for word in sorted(column, key=lambda w: -w["top"]):
            line = next((k for k in lines if abs(k - word["top"]) <= _SAME_LINE), round(word["top"]))
            lines.setdefault(line, []).append(word)
        for words in lines.values():
            yield re.sub(
                r"(?<=[\u3000-\u9fff]) (?=[\u3000-\u9fff])",
                "",
                " ".join(w["text"] for w in sorted(words, key=lambda w: w["x0"])),
            )


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def check_figure(
    shown: str, source: dict[str, Any], label: str, year: str, pages: dict[int, Page], order: list[int]
) -> list[str]:
    """What another reader does not find of one printed figure: "value", "unit", "period", "label"; empty when all is there."""
    page, box = pages.get(source["page"]), source["box"]
    if page is None or box is None:
        return ["value"]
    wrong = []
    digits = re.sub(r"\D", "", source["quote"])
    if re.sub(r"\D", "", shown) != digits or digits not in page.digits_in(box):
        wrong.append("value")
    near = " ".join(pages[k].text for k in order if k in pages and source["page"] - 12 <= k <= source["page"])
    for word, pattern in (*_SCALES.items(), *_MONEY.items()):
        if word in shown and not re.search(pattern, near, re.I):
            wrong.append("unit")
            break
    earlier = [pages[k] for k in range(source["page"] - 1, source["page"] - 4, -1) if k in pages]
    if page.is_prose(box):  # a sentence names its item and its time in running text
        told = page.around(box).translate(_NUMERALS)
        wrong += (
            ["period"]
            if year and year not in told and not any(year in p.text.translate(_NUMERALS) for p in (page, *earlier))
            else []
        )
        return wrong + (["label"] if label and _share_found(label, told.lower()) < _MOST_WORDS else [])
    if year and not _holds_year([page, *earlier], box, year):
        wrong.append("period")
    if label and not _holds_label(page, box, label, " ".join(p.text for p in (page, *earlier))):
        wrong.append("label")
    return wrong


def _holds_year(pages: list[Page], box: list[float], year: str) -> bool:
    """True where the nearest year above a figure in its column is the one told; a table may begin on an earlier page."""
    below = [[box[0], page.bottom, box[2], page.bottom] for page in pages[1:]]
    named = [y for p, b in zip(pages, [box, *below], strict=True) if (y := p.headed_by(b)) is not None]
    if named[:1] in ([year], [year[2:]]) or (named and not named[0].isdigit()) or year in pages[0].told_by_row(box):
        return True
    for k, page in enumerate(pages):
        running = page.heads(pages[k - 1 if k else 1]) if len(pages) > 1 else set()
        for line in page.above(box if k == 0 else [box[0], page.bottom, box[2], page.bottom], running):
            found = [m[0] for m in _YEAR.finditer(line.translate(_NUMERALS))]
            if found:
                return any(f in {year, year[2:]} or not f.isdigit() for f in found)
    return any(year in page.text for page in pages)


def _holds_label(page: Page, box: list[float], label: str, around: str) -> bool:
    """True where most words of a label stand on the figure's line or above its column; what a bracket or "of" adds may stand
    elsewhere on the page, or where the table begins."""
    label = re.split(r"[(（]", label)[0] or label
    cut = next((mark for mark in (" – ", " of ") if mark in label), None)
    head, _, tail = label.partition(cut) if cut else label.partition("的")[::-1]
    near = f"{page.beside(box)} {' '.join(page.above(box, set()))} {page.headings(box)}".lower()
    alike = [
        _share_found(label, near),
        _share_found(tail, near) if head and _share_found(head, around.lower()) >= _MOST_WORDS else 0.0,
    ]
    return max(alike) >= _MOST_WORDS


def _share_found(label: str, text: str) -> float:
    words = re.findall(r"[a-z]{3,}|[\u4e00-\u9fff]", label.lower())
    return sum(w in text for w in words) / len(words) if words else 1.0


def find_label(sentence: str) -> str:
    """The label of a composed sentence."""
    english = re.match(r"(.{3,160}?) (?:was|were) ", sentence)
    chinese = re.search(r"，(.{2,80}?)为|，(.{2,80}?)為", sentence)
    return english[1] if english else (chinese[1] or chinese[2]) if chinese else ""


def find_year(sentence: str, figure: dict[str, Any]) -> str:
    """The year a figure of a composed sentence is told for: the next year named in English, the last one in Chinese."""
    if re.search(r"[\u4e00-\u9fff]", sentence):
        years = re.findall(r"(?<!\d)((?:19|20)\d\d)年", sentence[: figure["place"]["start"]])
        return years[-1] if years else ""
    years = re.findall(r"(?<![\d,.])((?:19|20)\d\d)(?!\d|,\d)", sentence[figure["place"]["end"] :])
    return years[0] if years else ""


def list_figures(summary: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str, str]]:
    """(text shown, source, label, year) of every printed figure that is not a quotation's own."""
    for section in summary["sections"]:
        for bullet in section["bullets"]:
            for figure in bullet["figures"]:
                if not figure["computed"] and not bullet["quoted"] and figure["place"]["start"] < len(bullet["text"]):
                    composed = bullet["text"]
                    own = any(c["place"]["quote"] == figure["source"]["quote"] for c in bullet["citations"])
                    yield (
                        figure["text"],
                        figure["source"],
                        find_label(composed) if own else "",
                        find_year(composed, figure) if own else "",
                    )
        for table in section["tables"]:
            years = [re.findall(r"(?:19|20)\d\d", h)[-1:] for h in table["headers"][1:3]]
            for row in table["rows"]:
                printed = [f for f in row["figures"] if not f["computed"]]
                shown = [y for y, text in zip(years, (row["current"], row["prior"]), strict=False) if text != "–"]
                for figure, year in zip(printed, shown, strict=False):
                    yield figure["text"], figure["source"], row["label"], (year or [""])[0]


def list_quotes(summary: dict[str, Any]) -> Iterator[tuple[str, int | None]]:
    """(text, page) of every quotation."""
    for section in summary["sections"]:
        if section["lead"] and section["lead_citations"] and _is_quoted(section["lead"], section["lead_citations"][0]):
            yield section["lead"], section["lead_citations"][0]["page"]
        for bullet in section["bullets"]:
            if bullet["quoted"]:
                yield bullet["text"], bullet["citations"][0]["page"]


def _is_quoted(text: str, citation: dict[str, Any]) -> bool:
    return _letters(text) == _letters(citation["place"]["quote"])


def measure_report(path: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """Everything counted for one report."""
    start = _seconds()
    read = read_paths([path])
    middle = _seconds()
    document = read.documents[0]
    made = summarise_document(document)
    end = _seconds()
    summary = summary_to_json(made)
    figures = list(list_figures(summary))
    quotes = list(list_quotes(summary))
    wanted = sorted(
        {k for _, s, _, _ in figures for k in range(max(1, (s["page"] or 1) - 12), (s["page"] or 0) + 1)}
        | {p for _, p in quotes if p}
    )
    counts: Counter[str] = Counter()
    if path.suffix == ".pdf":
        with pdfplumber.open(path) as pdf:
            pages = {k: Page(pdf.pages[k - 1]) for k in wanted if k <= len(pdf.pages)}
        for shown, source, label, year in figures:
            wrong = check_figure(shown, source, label, year, pages, wanted)
            counts.update(wrong or ["right"])
            if wrong and chosen.show:
                print(path.name, wrong, "|", shown, "|", label, "|", year, "|", source["page"], source["quote"])
        for text, page in quotes:
            words = re.findall(r"[a-z]{4,}|[\u4e00-\u9fff]|\d[\d,.]*\d", text.lower())
            there = pages[page].letters if page in pages else ""
            held = sum(_letters(w) in there for w in words) >= 0.97 * len(words)
            counts["quotes_right" if held else "quotes_elsewhere"] += 1
            if not held and chosen.show:
                print(path.name, "quote", page, "|", text[:160])
    row = {
        "report": path.stem, "kind": document.kind, "pages": len(document.pages), "style": made.style, **_depth(summary),
        "figures_right": counts["right"], **{f"figures_without_{k}": counts[k] for k in ("value", "unit", "period", "label")},
        "quotes_right": counts["quotes_right"], "quotes_elsewhere": counts["quotes_elsewhere"],
        "sentences_without_citation": sum(not s.citations for s in made.sentences),
        "seconds_read": round(middle - start, 1), "seconds_summarised": round(end - middle, 1),
    }  # fmt: skip
    if chosen.check:
        row |= check_own(summary_to_markdown(made), read, chosen.show)
    return row


def check_own(text: str, source: ReadResult, show: bool) -> dict[str, Any]:
    """Our own summary as anybody's text, held against its report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "summary.md"
        path.write_text(text, encoding="utf-8")
        paper = verify_documents(read_paths([path]), ReadResult(source.documents, (), ()))
    found = [
        f
        for f in paper.findings
        if f.verdict in {"differs", "unsupported"} and f.document not in {d.id for d in source.documents}
    ]
    verdicts = Counter(c.verdict for c in paper.claims)
    if show:
        for finding in found:
            print("  own", finding.code, finding.message[:220])
        for claim in paper.claims:
            if claim.verdict not in {"supported", "untested"}:
                print("  claim", claim.verdict, "|", " ".join(claim.span.quote.split())[:160], "|", claim.message[:160])
    return {"own_findings": len(found), "own_claims": dict(sorted(verdicts.items()))}


def _depth(summary: dict[str, Any]) -> dict[str, int]:
    sentences = [b for s in summary["sections"] for b in s["bullets"]]
    leads = [s["lead"] for s in summary["sections"] if s["lead"]]
    rows = [r for s in summary["sections"] for t in s["tables"] for r in t["rows"]]
    return {
        "themes": len(summary["sections"]), "bullets": len(sentences) + len(leads), "tables": sum(len(s["tables"]) for s in summary["sections"]),
        "figures": sum(len(b["figures"]) for b in sentences) + sum(len(s["lead_figures"]) for s in summary["sections"]) + sum(len(r["figures"]) for r in rows),
    }  # fmt: skip


_RESULTS = frozenset({"annual_results", "interim_results", "quarterly_results"})
_DEPTH = ("themes", "bullets", "figures", "tables")


def compare_density(rows: list[dict[str, Any]], captured: list[dict[str, Any]]) -> dict[str, Any]:
    """Announcements of results, long and short ones, by what a page of them gives: the captured page's least, ours, and who falls short.

    A captured summary's pages are as many as the highest place it cites."""
    theirs = [c for c in captured if c["kind"] in _RESULTS and c["pages"]]
    ours = [r for r in rows if r["kind"] in _RESULTS and r["style"] == "outline" and r["pages"]]
    told: dict[str, Any] = {}
    for key in _DEPTH if theirs and ours else ():
        least = min(c[key] / c["pages"] for c in theirs)
        told[key] = {
            "captured_least_a_page": round(least, 2),
            "ours_a_page": round(sum(r[key] for r in ours) / sum(r["pages"] for r in ours), 2),
            "ours_below": [r["report"] for r in ours if r[key] / r["pages"] < least],
        }
    return told


def compare_depth(rows: list[dict[str, Any]], captured: list[dict[str, Any]]) -> dict[str, Any]:
    """For each kind that the captured page shows: its mean depth and ours, and how many of ours fall short of the least of its summaries."""
    depth: dict[str, Any] = {}
    for kind in sorted({c["kind"] for c in captured} & {r["kind"] for r in rows}):
        theirs, ours = ([x for x in side if x["kind"] == kind] for side in (captured, rows))
        depth[kind] = {
            k: {"captured": round(sum(c[k] for c in theirs) / len(theirs)), "ours": round(sum(r[k] for r in ours) / len(ours)),
                "ours_below_its_least": sum(r[k] < min(c[k] for c in theirs) for r in ours)}
            for k in _DEPTH
        }  # fmt: skip
    return {"depth": depth, "results_a_page": compare_density(rows, captured), "captured": captured}


def measure_captured(path: Path) -> list[dict[str, Any]]:
    """Themes, bullets, figures and tables of each summary on a captured page."""
    rows = []
    for document in read_paths([path]).documents:
        shown = [b for b in document.blocks if b.kind != "heading"]
        text = re.sub(r"\[[^\]]*\]|\(index=[^)]*\)", "", "\n".join(b.text for b in shown))
        rows.append({
            "title": document.title, "kind": document.kind, "pages": _last_place(document.text), "themes": sum(b.kind == "heading" for b in document.blocks) - 1,
            "bullets": sum(b.kind == "item" for b in document.blocks), "tables": len(document.tables),
            "figures": sum(not _YEAR.fullmatch(w) for w in _FIGURE.findall(text)),
        })  # fmt: skip
    return rows


def _last_place(text: str) -> int:
    """The highest page or place that a captured summary cites."""
    return max((int(n) for m in _PLACE.finditer(text) for n in m.groups() if n), default=0)


def _seconds() -> float:
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=Path, default=MATERIAL / "pdf")
    parser.add_argument("--calls", type=Path, default=MATERIAL / "transcripts")
    parser.add_argument("--captured", type=Path)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    paths = [*sorted(chosen.reports.glob("*.pdf")), *sorted(chosen.calls.glob("*.json"))]
    rows = [measure_report(p, chosen) for p in paths if not chosen.only or any(w in p.name for w in chosen.only)]
    total = {k: sum(r[k] for r in rows) for k in rows[0] if isinstance(rows[0][k], (int, float))} if rows else {}
    print(json.dumps({
        "figure": "summaries of reports re-read by another reader", "date": datetime.date.today().isoformat(), "cores": os.cpu_count(),
        "reports": len(rows), "total": total, "rows": rows, **compare_depth(rows, measure_captured(chosen.captured) if chosen.captured else []),
    }, indent=2, ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    main()
