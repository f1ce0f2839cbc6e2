"""Accounting policies and their comparison as JSON, Markdown, text and an Excel workbook."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tieout.model import Parameter, Policy, Span
from tieout.model.policy_comparison import PolicyChange, PolicyComparison
from tieout.present.json import plain

SCHEMA = "tieout/policies-comparison/1"
_SIGNS = {"added": "+", "dropped": "-", "reworded": "~", "parameter_changed": "≠"}
_QUOTE_CHARACTERS = 120


def to_policies_json(policies: Sequence[Policy]) -> list[dict[str, Any]]:
    """The contract's list; `pages` gives the parts of a policy on each page where the format has pages."""
    return [_policy(p) for p in policies]


def to_comparison_json(comparison: PolicyComparison) -> dict[str, Any]:
    """Changes from the last document to the first, and the matrix of all of them."""
    return {
        "schema": SCHEMA,
        "documents": [{"id": i, "title": t} for i, t in comparison.documents],
        "changes": [_change(c) for c in comparison.changes],
        "matrix": [
            {
                "topic": row.topic,
                "parameter": row.parameter,
                "differs": row.differs,
                "values": {
                    document: [_parameter(p) for p in values]
                    for (document, _), values in zip(comparison.documents, row.values, strict=True)
                },
            }
            for row in comparison.matrix
        ],
    }


def to_policies_markdown(policies: Sequence[Policy]) -> str:
    """A section a policy, its parameters as a table."""
    lines = ["# Accounting policies", ""]
    for policy in policies:
        depth = min(2 + _depth(policy, policies), 6)
        lines += [f"{'#' * depth} {_heading(policy)}", ""]
        if policy.standards:
            lines += [f"Standards: {', '.join(policy.standards)}", ""]
        if policy.references:
            lines += [
                f"Refers to: {', '.join(_reference(r.text, r.target, r.resolves) for r in policy.references)}",
                "",
            ]
        lines += [f"Missing list: {_escape(quote)}" for quote in policy.missing]
        if policy.missing:
            lines.append("")
        if policy.parameters:
            lines += ["| parameter | value | quote |", "|---|---|---|"]
            lines += [
                f"| {name_text(p.name)} | {_escape(value_text(p))} | {_escape(_short(p.span.quote))} |"
                for p in policy.parameters
            ]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def to_policies_text(policies: Sequence[Policy]) -> str:
    """Indented lines for a terminal, each policy with its page; a value told twice in one policy stands once."""
    lines = []
    for policy in policies:
        margin = "  " * _depth(policy, policies)
        standards = f"  [{', '.join(policy.standards)}]" if policy.standards else ""
        page = f"  p. {policy.span.page}" if policy.span.page is not None else ""
        lines.append(f"{margin}{_heading(policy)}{page}{standards}")
        values = dict.fromkeys(f"{name_text(p.name)}: {value_text(p)}" for p in policy.parameters)
        references = dict.fromkeys(_reference(r.text, r.target, r.resolves) for r in policy.references)
        lines += [f"{margin}    {value}" for value in values]
        lines += [f"{margin}    -> {reference}" for reference in references]
        lines += [f"{margin}    ! list missing after: {_short(quote)}" for quote in policy.missing]
    return "\n".join(lines) + "\n"


def to_comparison_markdown(comparison: PolicyComparison) -> str:
    """What changed, then the matrix; rows whose documents differ are marked."""
    titles = [_escape(title) for _, title in comparison.documents]
    lines = [f"# Accounting policies: {' against '.join(titles)}", ""]
    if comparison.changes:
        lines += ["## Changes", "", "| | policy | change |", "|---|---|---|"]
        lines += [
            f"| {_SIGNS.get(c.kind, '≠')} | {_escape(title_text(c))} | {_escape(change_text(c))} |"
            for c in comparison.changes
        ]
        lines.append("")
    lines += [
        "## Side by side",
        "",
        f"| topic | parameter | {' | '.join(titles)} | |",
        f"|---|---|{'---|' * len(titles)}---|",
    ]
    for row in comparison.matrix:
        cells = " | ".join(_escape(values_text(v)) or " " for v in row.values)
        lines.append(
            f"| {row.topic_title} | {name_text(row.parameter)} | {cells} | {'differs' if row.differs else ''} |"
        )
    return "\n".join(lines) + "\n"


def to_comparison_text(comparison: PolicyComparison) -> str:
    """One line a change, then one line a parameter that differs."""
    lines = [f"{_SIGNS.get(c.kind, '≠')} {title_text(c)}: {change_text(c)}" for c in comparison.changes]
    lines += [
        f"≠ {row.topic_title} · {name_text(row.parameter)}: "
        + " | ".join(values_text(v) or "not stated" for v in row.values)
        for row in comparison.matrix
        if row.differs
    ]
    same = sum(1 for row in comparison.matrix if not row.differs and all(row.values))
    differing = sum(row.differs for row in comparison.matrix)
    lines.append(f"{len(comparison.matrix)} parameters, {same} stated alike by all, {differing} differ")
    return "\n".join(lines) + "\n"


def value_text(parameter: Parameter) -> str:
    """A parameter's value with its unit: "12 months", "straight-line"."""
    value = parameter.value
    words = plain(value) if isinstance(value, Decimal) else value
    if parameter.unit in (None, "year"):
        return words
    return f"{words}%" if parameter.unit == "%" else f"{words} {parameter.unit}"


def change_text(change: PolicyChange) -> str:
    """A change in one sentence."""
    if change.kind == "added":
        return "added"
    if change.kind == "dropped":
        return "dropped"
    if change.kind == "reworded":
        parts = [f"no longer: “{_short(s)}”" for s in change.dropped_words[:2]]
        parts += [f"now: “{_short(s)}”" for s in change.added_words[:2]]
        return "reworded; " + "; ".join(parts)
    old, new = values_text(change.old_values) or "not stated", values_text(change.new_values) or "not stated"
    return f"{name_text(change.parameter or '')}: {old} → {new}"


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "label": policy.label,
        "title": policy.title,
        "parent": policy.parent,
        "document": policy.document,
        "start": policy.span.start,
        "end": policy.span.end,
        "page": policy.span.page,
        "segments": [[s.start, s.end] for s in policy.span.segments],
        "pages": [{"page": s.page, "start": s.start, "end": s.end} for s in (policy.span, *policy.parts) if s.page],
        "topics": list(policy.topics),
        "standards": list(policy.standards),
        "references": [
            {"text": r.text, "target": r.target, "resolves": r.resolves, **_offsets(r.span)} for r in policy.references
        ],
        "parameters": [_parameter(p) for p in policy.parameters],
        "missing": [
            {"text": text, **_offsets(span)} for text, span in zip(policy.missing, policy.missing_spans, strict=True)
        ],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    value = parameter.value
    return {
        "name": parameter.name,
        "value": plain(value) if isinstance(value, Decimal) else value,
        "unit": parameter.unit,
        "quote": parameter.span.quote,
        **_offsets(parameter.span),
    }


def _offsets(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "page": span.page}


def _change(change: PolicyChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "topic": change.topic,
        "before": _side(change.before),
        "after": _side(change.after),
        "similarity": None if change.similarity is None else round(change.similarity, 3),
        "dropped_words": list(change.dropped_words),
        "added_words": list(change.added_words),
        "parameter": change.parameter,
        "old": [_parameter(p) for p in change.old_values],
        "new": [_parameter(p) for p in change.new_values],
    }


def _side(policy: Policy | None) -> dict[str, Any] | None:
    if policy is None:
        return None
    named = {"document": policy.document, "id": policy.id, "label": policy.label, "title": policy.title}
    return {**named, **_offsets(policy.span)}


def title_text(change: PolicyChange) -> str:
    """The label and title of the policy a change is about."""
    policy = change.after or change.before
    return _heading(policy) if policy is not None else change.topic


def _heading(policy: Policy) -> str:
    return f"{policy.label} {policy.title}".strip()


def _depth(policy: Policy, policies: Sequence[Policy]) -> int:
    parents = {p.id: p.parent for p in policies if p.document == policy.document}
    depth, parent = 0, policy.parent
    while parent is not None and depth < 8:
        depth, parent = depth + 1, parents.get(parent)
    return depth


def _reference(text: str, target: str, resolves: bool) -> str:
    if not resolves:
        return f"{text} (outside this document)"
    return text if text.lower() == target.lower() else f"{text} ({target})"


def values_text(parameters: Sequence[Parameter]) -> str:
    """Several values in one cell."""
    return "; ".join(value_text(p) for p in parameters)


def name_text(name: str) -> str:
    """A parameter's name as words."""
    return name.replace("_", " ")


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTE_CHARACTERS else words[: _QUOTE_CHARACTERS - 1] + "…"


def _escape(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
