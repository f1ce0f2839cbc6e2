"""Two drafts or editions compared: figures aligned by structure, ticks and decisions carried over, findings sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from tieout.engine.align_sentences import align_sentences
from tieout.engine.align_tables import Pair, align_tables
from tieout.engine.anchors import steady
from tieout.model import Document, Figure, Finding, TickMark, Waiver, Workpaper
from tieout.model.comparison import CarriedDecision, Comparison, FigureChange, FigurePair, FindingPair, TickChange

_LEAST_TITLE_LIKENESS = 0.6


def compare_workpapers(old: Workpaper, new: Workpaper, decisions: Mapping[str, Waiver] | None = None) -> Comparison:
    """What became of every figure, tick and finding of the subjects of two workpapers.

    `decisions` maps ids of old findings to what was decided about them, beside the waivers the old workpaper holds.
    """
    pairs = _align(old, new)
    unchanged = {a: b for a, b, _ in pairs if a and b and _is_same(old.paper.figures[a], new.paper.figures[b])}
    ticks = _Ticks(old, new, unchanged)
    figures = tuple(_make_pair(a, b, where, unchanged, ticks) for a, b, where in pairs)
    findings = _pair_findings(old, new, {b: a for a, b, _ in pairs if a and b}, unchanged)
    return Comparison(old, new, figures, findings, _carry(old, findings, decisions or {}))


def _align(old: Workpaper, new: Workpaper) -> list[Pair]:
    olds, news = _subjects(old), _subjects(new)
    partners = _pair_documents(olds, news)
    pairs: list[Pair] = []
    for k, document in enumerate(news):
        own = _prose_figures(new, document)
        if k in partners:
            earlier = olds[partners[k]]
            pairs += align_tables(earlier.tables, document.tables)
            pairs += align_sentences(earlier, _prose_figures(old, earlier), document, own)
        else:
            pairs += align_tables((), document.tables)
            pairs += [(None, f.id, f.span.quote) for f in own]
    for k in sorted(set(range(len(olds))) - set(partners.values())):
        pairs += align_tables(olds[k].tables, ())
        pairs += [(f.id, None, f.span.quote) for f in _prose_figures(old, olds[k])]
    order = {d.id: k for k, d in enumerate((*news, *olds))}

    def place(pair: Pair) -> tuple[int, int, int, int]:
        figure = new.paper.figures[pair[1]] if pair[1] else old.paper.figures[pair[0] or ""]
        return (pair[1] is None, order[figure.document], figure.span.page or 0, figure.span.start)

    return sorted(pairs, key=place)


def _subjects(paper: Workpaper) -> list[Document]:
    return [d for d in paper.documents if paper.paper.roles.get(d.id, "subject") == "subject"]


def _pair_documents(old: Sequence[Document], new: Sequence[Document]) -> dict[int, int]:
    """For places of new documents, the old one: by title without digits, the likest first; a single one has its like."""
    if len(old) == len(new) == 1:
        return {0: 0}
    scored = []
    for n, document in enumerate(new):
        for o, earlier in enumerate(old):
            a, b = steady(earlier.title).lower(), steady(document.title).lower()
            likeness = SequenceMatcher(None, a, b).ratio()
            if likeness >= _LEAST_TITLE_LIKENESS and earlier.language == document.language:
                exact = earlier.title == document.title
                scored.append((-exact, -(earlier.kind == document.kind), -likeness, abs(n - o), n, o))
    partners: dict[int, int] = {}
    for *_, n, o in sorted(scored):
        if n not in partners and o not in partners.values():
            partners[n] = o
    return partners


def _prose_figures(paper: Workpaper, document: Document) -> list[Figure]:
    """The document's figures that stand in no cell."""
    cells = {c.figure.id for t in document.tables for row in t.cells for c in row if c.figure is not None}
    return [f for f in paper.paper.figures.values() if f.document == document.id and f.id not in cells]


def _is_same(old: Figure, new: Figure) -> bool:
    """True when both print the same value, as exactly and in the same unit."""
    a, b = old.quantity, new.quantity
    return a.value == b.value and a.step == b.step and a.unit == b.unit and a.approximation == b.approximation


class _Ticks:
    """What becomes of ticks: an old one still stands where its figure and all its partners are unchanged."""

    def __init__(self, old: Workpaper, new: Workpaper, unchanged: Mapping[str, str]) -> None:
        self.old: dict[str, list[TickMark]] = defaultdict(list)
        for tick in old.ticks:
            self.old[tick.figure].append(tick)
        self.new = {tick.figure for tick in new.ticks}
        self.unchanged = unchanged
        sources = {d for d, role in old.paper.roles.items() if role != "subject"}
        self.sources = {f.id for f in old.paper.figures.values() if f.document in sources}

    def change(self, old: str | None, new: str | None) -> TickChange:
        before = self.old.get(old or "", [])
        if new is None or (not before and new not in self.new):
            return "none"
        if not before:
            return "fresh"
        stand = old in self.unchanged and any(
            all(p in self.unchanged or p in self.sources for p in t.partners) for t in before
        )
        return "carried" if stand else "again"


def _make_pair(old: str | None, new: str | None, where: str, unchanged: Mapping[str, str], ticks: _Ticks) -> FigurePair:
    change: FigureChange = (
        "added" if old is None else "dropped" if new is None else "same" if old in unchanged else "changed"
    )
    return FigurePair(change, where, old, new, ticks.change(old, new))


def _pair_findings(
    old: Workpaper, new: Workpaper, earlier: Mapping[str, str], unchanged: Mapping[str, str]
) -> tuple[FindingPair, ...]:
    """Findings of both sides, waived ones too: paired by code at the same figure, else by id."""
    before = [*old.findings, *(w.finding for w in old.waived)]
    after = [*new.findings, *(w.finding for w in new.waived)]
    by_figure = {(f.code, f.figure): f for f in before if f.figure is not None}
    by_id = {f.id: f for f in before}
    used: set[str] = set()
    pairs = []
    for finding in after:
        match = by_figure.get((finding.code, earlier.get(finding.figure or "", ""))) or by_id.get(finding.id)
        if match is None or match.id in used:
            pairs.append(FindingPair("new", None, finding))
            continue
        used.add(match.id)
        touched = (match.verdict, match.message) != (finding.verdict, finding.message)
        pairs.append(FindingPair("still", match, finding, touched or _is_moved(match, unchanged)))
    return (*pairs, *(FindingPair("gone", f) for f in before if f.id not in used))


def _is_moved(finding: Finding, unchanged: Mapping[str, str]) -> bool:
    return finding.figure is not None and finding.figure not in unchanged


def _carry(
    old: Workpaper, findings: Sequence[FindingPair], decisions: Mapping[str, Waiver]
) -> tuple[CarriedDecision, ...]:
    """Decisions about old findings; each holds where its finding is still there and untouched."""
    made = {w.finding.id: w.waiver for w in old.waived} | dict(decisions)
    return tuple(
        CarriedDecision(p.new or p.old, made[p.old.id], p.change == "still" and not p.touched)
        for p in findings
        if p.old is not None and p.old.id in made
    )


def find_open(comparison: Comparison) -> tuple[Finding, ...]:
    """Findings of the new text that no waiver and no decision carried over keeps quiet."""
    quiet = {d.finding.id for d in comparison.decisions if d.holds}
    return tuple(f for f in comparison.new.findings if f.id not in quiet)
