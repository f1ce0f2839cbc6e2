"""A comparison as one self-contained page: the counts, findings, figures old beside new; no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tieout.model.comparison import Comparison
from tieout.present.comparison.lines import (
    CHANGES,
    FINDINGS,
    TICKS,
    decision_lines,
    figure_lines,
    finding_lines,
    title_line,
)

_STYLE = """
:root { color-scheme: light dark; --ink: #22201c; --quiet: #6b675f; --rule: #d9d6ce; --paper: #fff; --bad: #b3261e; --ask: #8a5a00 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --quiet: #a8a399; --rule: #46433d; --paper: #1b1a18; --bad: #ff8a80; --ask: #f0bd5c } }
body { font: 15px/1.45 system-ui, "Noto Sans CJK SC", sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
h1 { font-size: 1.35rem; margin: 0 0 .8rem } h2 { font-size: 1.05rem; margin: 2rem 0 .4rem }
dl { display: flex; flex-wrap: wrap; gap: .3rem 2.2rem; margin: 0 } dl div { display: flex; gap: .5rem } dt { color: var(--quiet) } dd { margin: 0; font-variant-numeric: tabular-nums }
nav { margin-top: .8rem; color: var(--quiet) } a { color: inherit }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600; border-bottom: 1px solid var(--ink) }
th, td { padding: .28rem .9rem .28rem 0; vertical-align: top } td { border-bottom: 1px solid var(--rule) } .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
.q { color: var(--quiet) } .w { white-space: nowrap } del { color: var(--quiet) } ins { text-decoration: none; font-weight: 600 } .bad { color: var(--bad) } .ask { color: var(--ask) }
@media print { body { margin: 0; max-width: none; font-size: 11px } h2 { break-after: avoid } tr { break-inside: avoid } }
"""
_NAMES = {"same": "unchanged", "still": "still there"}
_CLASSES = {"✗": "bad", "?": "ask", "∅": "bad"}


def comparison_to_html(comparison: Comparison) -> str:
    """The page; every group that holds something has a heading and an address."""
    groups: list[tuple[str, str, int, str]] = []
    for change, head in FINDINGS.items():
        rows = [
            f'<tr><td class="w {_CLASSES.get(v[:1], "")}">{escape(v)}</td><td>{escape(m)}</td>'
            f'<td class="q w">{escape(p)}</td><td class="q">{escape(c)}</td></tr>'
            for v, p, c, m in finding_lines(comparison, change)
        ]
        groups.append(
            (f"findings-{change}", head, len(rows), _table(("", "What does not tie", "Where", "Check"), rows))
        )
    for change, head in CHANGES.items():
        rows = [
            f"<tr><td>{escape(f.where)}</td>"
            f'<td class="n"><del>{escape(f.before)}</del></td><td class="n"><ins>{escape(f.after)}</ins></td>'
            f'<td class="n">{escape(f.difference)}</td><td class="q">{escape(f.place)}</td>'
            f'<td class="w {_CLASSES.get(f.state[:1], "q")}">{escape(f.state)}</td><td class="q">{TICKS[f.pair.tick]}</td></tr>'
            for f in figure_lines(comparison, change)
        ]
        heads = ("Figure", "Old", "New", "Difference", "Where", "State", "Ticks")
        groups.append((f"figures-{change}", head, len(rows), _table(heads, rows)))
    rows = [
        f'<tr><td class="w">{escape(held)}</td><td>{escape(message)}</td><td>{escape(reason)}</td></tr>'
        for held, message, reason in decision_lines(comparison)
    ]
    groups.append(("decisions", "Decisions", len(rows), _table(("", "Finding", "Decided"), rows)))
    title = escape(title_line(comparison))
    shown = [g for g in groups if g[2]]
    body = "".join(f'<h2 id="{i}">{head} ({n:,})</h2><div class="wide">{table}</div>' for i, head, n, table in shown)
    menu = " · ".join(f'<a href="#{i}">{head} {n:,}</a>' for i, head, n, _ in shown)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="tieout">'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>{_counts(comparison)}<nav>{menu}</nav>{body}</body></html>\n"
    )


def _counts(comparison: Comparison) -> str:
    counts = comparison.counts
    told = [
        (name, f"{count:,}")
        for group in ("figures", "findings")
        for name, count in ((f"{group} {_NAMES.get(n, n)}", c) for n, c in counts[group].items())
    ]
    told += [(f"ticks {TICKS[name]}", f"{counts['ticks'][name]:,}") for name in ("carried", "again", "fresh")]
    return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{count}</dd></div>" for name, count in told) + "</dl>"


def _table(heads: Sequence[str], rows: Sequence[str]) -> str:
    right = ("Old", "New", "Difference")
    head = "".join(f'<th class="{"n" if h in right else ""}">{h}</th>' for h in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
