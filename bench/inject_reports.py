"""How many mistakes planted into real reports are found, by class. Prints JSON.

usage: python bench/inject_reports.py PATH... [--per-class N] [--together N] [--kinds a,b] [--seed N] [--details]

Mistakes are planted where a relation holds (see planting.py), several to a copy and never two in one table or sentence.
PDFs are altered as read, so that reading is done once; HTML, inline XBRL, text and Markdown in the file itself. "exact": a
difference the unaltered report does not show stands at the planted place; "partner": it names the place among its
partners; "question": only asked. "beside" counts new differences that touch no planted place.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from planting import Edit, Site, find_sites  # type: ignore[import-not-found]

from tieout.engine.reading import ReadResult, read_source
from tieout.engine.run import check, check_documents
from tieout.engine.structuring import structure_documents
from tieout.errors import TieoutError
from tieout.model import Block, Document, Finding, Grid, GridCell, Layer, Span, Workpaper
from tieout.read.source import ReadSettings, Source

_NUMBER = re.compile(r"[\d.,]*\d")


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--per-class", type=int, default=4, help="mistakes of one class in one report")
    parser.add_argument("--together", type=int, default=8, help="mistakes in one copy")
    parser.add_argument("--kinds", default="")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--details", action="store_true")
    args = parser.parse_args()
    started = time.perf_counter()
    kinds = set(args.kinds.split(",")) - {""}
    total: dict[str, Counter[str]] = defaultdict(Counter)
    reports = []
    for path in args.paths:
        report = measure_report(Path(path), kinds, args.per_class, args.together, args.seed)
        for kind, counts in report.get("by_kind", {}).items():
            total[kind].update(counts)
        if not args.details:
            report.pop("details", None)
        reports.append(report)
    planted = sum(sum(c.values()) for c in total.values())
    exact = sum(c["exact"] for c in total.values())
    found = exact + sum(c["partner"] for c in total.values())
    result = {
        "bench": "inject_reports",
        "date": date.today().isoformat(),
        "cores": os.cpu_count(),
        "planted": planted,
        "recall": round(found / planted, 3) if planted else None,
        "exact": round(exact / planted, 3) if planted else None,
        "by_kind": total,
        "reports": reports,
        "seconds": round(time.perf_counter() - started, 1),
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))


def measure_report(path: Path, kinds: set[str], per_class: int, together: int, seed: int) -> dict[str, Any]:
    """Plant into one report and count what is found."""
    rng = Random(f"{path.name}:{seed}")
    try:
        raw, base = _read(path)
    except TieoutError as error:
        return {"file": path.name, "problem": str(error)}
    known = {_identify(f) for f in base.findings}
    chosen: dict[str, list[Site]] = defaultdict(list)
    for site in find_sites(base.paper, rng):
        if (not kinds or site.kind in kinds) and len(chosen[site.kind]) < per_class and _is_open(path, site):
            chosen[site.kind].append(site)
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    details: list[str] = []
    beside = 0
    for sites in _share_out([s for found in chosen.values() for s in found], together):
        paper = _check_altered(path, raw, base, sites)
        if paper is None:
            continue
        fresh = [f for f in paper.findings if _identify(f) not in known]
        for site in sites:
            how = _how(site, fresh)
            by_kind[site.kind][how] += 1
            if how != "exact":
                details.append(_tell(site, how, base, fresh))
        touched = [f for f in fresh if f.verdict == "differs" and not any(_meets(f, e) for s in sites for e in s.edits)]
        beside += sum(not any(_names(f, e) for s in sites for e in s.edits) for f in touched)
    return {"file": path.name, "by_kind": by_kind, "beside": beside, "details": details}


def _read(path: Path) -> tuple[list[Document], Workpaper]:
    """The documents as read, before structure, and the workpaper of the unaltered report."""
    if path.suffix.lower() != ".pdf":
        return [], check([str(path)])
    _, reading = read_source(Source(path.name, path.read_bytes()), ReadSettings())
    raw = list(reading.documents)
    return raw, _check_read(raw)


def _check_read(raw: Sequence[Document]) -> Workpaper:
    return check_documents(ReadResult(structure_documents(raw), (), ()))


def _is_open(path: Path, site: Site) -> bool:
    """Whether the site can be planted in this medium: a row is left out of what was read only, tags may part a bracket."""
    return path.suffix.lower() == ".pdf" or site.kind not in ("dropped_row", "sign_lost")


def _share_out(sites: list[Site], together: int) -> list[list[Site]]:
    """Copies of at most so many sites, none of which touches what another one of its copy touches."""
    copies: list[list[Site]] = []
    for site in sites:
        for copy in copies:
            if len(copy) < together and not any(_meddle(site, other) for other in copy):
                copy.append(site)
                break
        else:
            copies.append([site])
    return copies


_APART = 300
"""Characters between two mistakes of one copy: nearer ones may stand in one sentence."""


def _meddle(site: Site, other: Site) -> bool:
    """Whether two mistakes touch one relation."""
    near = any(a.layer == b.layer and abs(a.start - b.start) < _APART for a in site.edits for b in other.edits)
    return near or bool(site.touched & other.touched)


def _check_altered(path: Path, raw: list[Document], base: Workpaper, sites: list[Site]) -> Workpaper | None:
    edits = [e for s in sites for e in s.edits]
    if raw:
        return _check_read([alter_document(d, edits, [s.dropped for s in sites if s.dropped]) for d in raw])
    text = alter_source(path.read_bytes().decode("utf-8"), base, edits)
    if text is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(text.encode("utf-8"))
        return check([str(copy)])


def alter_source(source: str, base: Workpaper, edits: Sequence[Edit]) -> str | None:
    """The file's text with the edits made: the k-th occurrence in the reader's text is the k-th between its tags."""
    layers = {layer.id: layer.text for d in base.paper.documents for layer in d.layers}
    head = source.find("</ix:header>") + 1
    changes: list[tuple[int, int, str]] = []
    for edit in edits:
        text = layers[edit.layer]
        if text == source:
            changes.append((edit.start, edit.end, edit.new))
            continue
        old = text[edit.start : edit.end]
        core = _NUMBER.search(old) if any(c.isdigit() for c in old) else re.search(r"\w+", old)
        if core is None:
            return None
        pattern = re.compile(rf"(?<![\w.,]){re.escape(core[0])}(?![\w])")
        places = [m.start() for m in pattern.finditer(text.partition("\nHidden facts")[0])]
        found = [
            m.start()
            for m in pattern.finditer(source, head)
            if source.rfind(">", 0, m.start()) > source.rfind("<", 0, m.start())
        ]
        at = edit.start + core.start()
        if len(places) != len(found) or at not in places:
            return None
        start = found[places.index(at)]
        changes.append((start, start + len(core[0]), edit.new[core.start() : core.end()]))
    for start, end, new in sorted(changes, reverse=True):
        source = source[:start] + new + source[end:]
    return source


def alter_document(document: Document, edits: Sequence[Edit], dropped: Sequence[Span]) -> Document:
    """A document as read with characters replaced and rows left out; layers keep their ids and places."""
    texts = {layer.id: layer.text for layer in document.layers}
    for e in edits:
        if e.layer in texts:
            texts[e.layer] = texts[e.layer][: e.start] + e.new + texts[e.layer][e.end :]
    return _rebuild(document, texts, list(dropped))  # type: ignore[no-any-return]


def _rebuild(value: Any, texts: dict[str, str], dropped: list[Span]) -> Any:
    """The value with every span, block, cell and layer re-read from the altered texts."""
    if isinstance(value, tuple):
        return tuple(_rebuild(v, texts, dropped) for v in value)
    if isinstance(value, Layer):
        return replace(value, text=texts[value.id])
    if isinstance(value, Span):
        return replace(value, quote=texts[value.layer][value.start : value.end])
    if isinstance(value, GridCell):
        span = None if value.span is None else _rebuild(value.span, texts, dropped)
        if span is None or value.span is None or span.quote == value.span.quote:
            return replace(value, span=span)
        return replace(value, span=span, text=span.quote.strip())
    if isinstance(value, Grid):
        rows = tuple(r for r in value.rows if not any(c and c.span and c.span in dropped for c in r))
        ruled = () if len(rows) < len(value.rows) else value.ruled
        return replace(
            value,
            rows=_rebuild(rows, texts, dropped),
            ruled=ruled,
            caption_span=_rebuild(value.caption_span, texts, dropped),
        )
    if isinstance(value, Block):
        span = _rebuild(value.span, texts, dropped)
        return replace(value, span=span, text=span.quote, grid=_rebuild(value.grid, texts, dropped))
    if isinstance(value, Document):
        kept = ("layers", "blocks", "sections")
        return replace(
            value, **{f.name: _rebuild(getattr(value, f.name), texts, dropped) for f in fields(value) if f.name in kept}
        )
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _rebuild(getattr(value, f.name), texts, dropped) for f in fields(value) if f.init}
        )
    return value


def _identify(finding: Finding) -> tuple[str, str, int, str]:
    return finding.verdict, finding.code, finding.span.start, finding.span.quote


def _meets(finding: Finding, edit: Edit) -> bool:
    return finding.span.start < edit.end and edit.start < finding.span.end and _of_layer(finding.span, edit)


def _of_layer(span: Span, edit: Edit) -> bool:
    return span.layer == edit.layer or span.page is None


def _names(finding: Finding, edit: Edit) -> bool:
    return any(s.start < edit.end and edit.start < s.end and _of_layer(s, edit) for _, s in finding.partners)


def _how(site: Site, fresh: Sequence[Finding]) -> str:
    differs = [f for f in fresh if f.verdict == "differs"]
    if any(_meets(f, e) for f in differs for e in site.edits):
        return "exact"
    if any(_names(f, e) for f in differs for e in site.edits):
        return "partner"
    return "question" if any(_meets(f, e) or _names(f, e) for f in fresh for e in site.edits) else "missed"


def _tell(site: Site, how: str, base: Workpaper, fresh: Sequence[Finding]) -> str:
    edit = site.edits[0]
    text, page = next((x.text, x.page) for d in base.paper.documents for x in d.layers if x.id == edit.layer)
    around = f"{text[max(0, edit.start - 60) : edit.start]}[{text[edit.start : edit.end]} -> {edit.new}]{text[edit.end : edit.end + 40]}"
    named = [
        f"{f.code} {f.verdict} {f.span.quote[:40]}"
        for f in fresh
        if any(_names(f, e) or _meets(f, e) for e in site.edits)
    ]
    return f"{site.kind} {how}: p{page} {around!r} {site.note!r} {named}"


if __name__ == "__main__":
    main()
