"""What every surface shows of a comparison, as rows of words: changed figures, findings, decisions, one line of counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.model import Document, Figure, Workpaper
from tieout.model.comparison import Comparison, FigurePair
from tieout.present.text import describe_place
from tieout.present.words import SIGNS, WORDS, clean_controls, count_of, group_digits, title_of

CHANGES = {"changed": "Changed figures", "added": "Added figures", "dropped": "Dropped figures"}
FINDINGS = {"new": "New findings", "still": "Findings still there", "gone": "Findings gone"}
TICKS = {"carried": "carried over", "again": "to be tested again", "fresh": "new", "none": ""}


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in words: where it stands, what was and is printed, the difference in its printed unit, its state now."""

    pair: FigurePair
    where: str
    place: str
    before: str
    after: str
    difference: str
    state: str


def figure_lines(comparison: Comparison, change: str) -> Iterator[FigureLine]:
    """The figures with that change, in reading order."""
    for pair in comparison.figures:
        if pair.change == change:
            yield _figure_line(comparison, pair)


def _figure_line(comparison: Comparison, pair: FigurePair) -> FigureLine:
    old, new = find_figures(comparison, pair)
    paper = comparison.new if new is not None else comparison.old
    shown = new or old
    assert shown is not None
    outcome = comparison.new.outcomes.get(pair.new or "")
    state = f"{SIGNS[outcome.state]} {WORDS[outcome.state]}" if outcome is not None else ""
    before, after = (clean_controls(f.span.quote) if f is not None else "" for f in (old, new))
    return FigureLine(
        pair, clean_controls(pair.where), describe_place(_document(paper, shown.document), shown.span), before, after,
        difference_of(old, new), state,
    )  # fmt: skip


def find_figures(comparison: Comparison, pair: FigurePair) -> tuple[Figure | None, Figure | None]:
    """The old and the new figure of a pair."""
    old = comparison.old.paper.figures[pair.old] if pair.old is not None else None
    return old, comparison.new.paper.figures[pair.new] if pair.new is not None else None


def difference_of(old: Figure | None, new: Figure | None) -> str:
    """New less old in the new one's printed unit with its sign; "" where one is absent or their units differ."""
    if old is None or new is None:
        return ""
    if old.quantity.unit != new.quantity.unit:
        return f"{old.quantity.unit or 'no unit'} → {new.quantity.unit or 'no unit'}"
    gap = (new.value - old.value).scaleb(-new.quantity.scale)
    places = max(new.quantity.decimals, old.quantity.decimals, 0)
    shown = gap.quantize(Decimal(1).scaleb(-places)) if abs(gap) < Decimal(10) ** 20 else gap
    return "as shown only" if gap == 0 else f"{'+' if gap > 0 else '-'}{group_digits(abs(shown))}"


def finding_lines(comparison: Comparison, change: str) -> Iterator[tuple[str, str, str, str]]:
    """Verdict, place, code and name, message of the findings with that change."""
    for pair in comparison.findings:
        if pair.change != change:
            continue
        finding = pair.new or pair.old
        assert finding is not None
        paper = comparison.new if pair.new is not None else comparison.old
        touched = " Its numbers have changed." if pair.touched else ""
        yield (
            f"{SIGNS[finding.verdict]} {WORDS[finding.verdict]}",
            describe_place(_document(paper, finding.document), finding.span),
            f"{finding.code} {clean_controls(finding.check)}",
            clean_controls(finding.message) + touched,
        )


def decision_lines(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    """Whether it holds, which finding, and what was decided by whom."""
    for carried in comparison.decisions:
        decision = carried.decision
        by = f" ({clean_controls(decision.by)})" if decision.by else ""
        held = "carried over" if carried.holds else "to be decided again"
        yield held, clean_controls(carried.finding.message), clean_controls(decision.reason) + by


def title_line(comparison: Comparison) -> str:
    """The two sides by name."""
    names = [_name(comparison.old), _name(comparison.new)]
    if names[0] == names[1]:
        names = [
            clean_controls(p.inputs[0].path) if p.inputs else n
            for p, n in zip((comparison.old, comparison.new), names, strict=True)
        ]
    return f"{names[0]} → {names[1]}"


def _name(paper: Workpaper) -> str:
    documents = [d for d in paper.documents if paper.paper.roles.get(d.id, "subject") == "subject"]
    if not documents:
        return "nothing"
    more = f" and {count_of(len(documents) - 1, 'more document')}" if len(documents) > 1 else ""
    return title_of(documents[0]) + more


def summary_line(comparison: Comparison) -> str:
    """Everything counted, in one sentence a group."""
    counts = comparison.counts
    figures, ticks, findings = counts["figures"], counts["ticks"], counts["findings"]
    told = (
        f"{count_of(figures['same'], 'figure')} unchanged, {figures['changed']:,} changed, {figures['added']:,} added, "
        f"{figures['dropped']:,} dropped. {count_of(ticks['carried'], 'ticked figure')} carried over, "
        f"{ticks['again']:,} to be tested again, {ticks['fresh']:,} new. "
        f"{count_of(findings['new'], 'new finding')}, {findings['still']:,} still there, {findings['gone']:,} gone."
    )
    held = sum(d.holds for d in comparison.decisions)
    if comparison.decisions:
        told += f" {count_of(held, 'decision')} carried over, {len(comparison.decisions) - held:,} to be taken again."
    return told


def _document(paper: Workpaper, document: str) -> Document | None:
    """The document under the last part of its path: which side it stands on is said elsewhere."""
    found = next((d for d in paper.documents if d.id == document), None)
    return found and replace(found, input=found.input.rsplit("/", 1)[-1])
