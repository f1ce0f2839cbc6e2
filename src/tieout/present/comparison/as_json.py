"""A comparison as JSON: schema `tieout/comparison/1`, unchanged figures counted but not listed."""

from __future__ import annotations

from typing import Any

from tieout.model import Figure, Workpaper
from tieout.model.comparison import Comparison, FigurePair
from tieout.present.comparison.lines import find_figures
from tieout.present.json import document_to_json, finding_to_json, plain, span_to_json, waiver_to_json

SCHEMA = "tieout/comparison/1"


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Both sides, the counts, every figure that is not the same, every finding, every decision."""
    return {
        "schema": SCHEMA,
        "version": comparison.new.version,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "counts": comparison.counts,
        "figures": [_pair(comparison, p) for p in comparison.figures if p.change != "same" or p.tick == "again"],
        "findings": [
            {
                "change": p.change,
                "touched": p.touched,
                "old": finding_to_json(p.old) if p.old else None,
                "new": finding_to_json(p.new) if p.new else None,
            }
            for p in comparison.findings
        ],
        "decisions": [
            {"finding": d.finding.id, "holds": d.holds, "decision": waiver_to_json(d.decision)}
            for d in comparison.decisions
        ],
        "problems": [
            {"input": p.input, "document": p.document, "place": span_to_json(p.span), "message": p.message}
            for p in (*comparison.old.problems, *comparison.new.problems)
        ],
    }


def _side(paper: Workpaper) -> dict[str, Any]:
    return {
        "inputs": [{"path": i.path, "sha256": i.sha256, "bytes": i.bytes, "reader": i.reader} for i in paper.inputs],
        "documents": [document_to_json(d) for d in paper.documents],
        "coverage": paper.coverage,
    }


def _pair(comparison: Comparison, pair: FigurePair) -> dict[str, Any]:
    old, new = find_figures(comparison, pair)
    gap = None
    if old is not None and new is not None and old.quantity.unit == new.quantity.unit:
        gap = plain((new.value - old.value).scaleb(-new.quantity.scale))
    return {
        "change": pair.change,
        "where": pair.where,
        "tick": pair.tick,
        "difference": gap,
        "old": _figure(old, comparison.old),
        "new": _figure(new, comparison.new),
    }


def _figure(figure: Figure | None, paper: Workpaper) -> dict[str, Any] | None:
    if figure is None:
        return None
    outcome = paper.outcomes.get(figure.id)
    return {
        "document": figure.document,
        "place": span_to_json(figure.span),
        "value": plain(figure.quantity.number),
        "unit": figure.quantity.unit,
        "scale": figure.quantity.scale,
        "state": outcome.state if outcome is not None else None,
    }
