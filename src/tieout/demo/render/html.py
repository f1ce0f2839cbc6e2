"""Plain HTML as filings have it: paragraphs, tables with separate header rows, no style sheet to speak of."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tieout.demo.draft import Break, Draft, Ref, Row, Runs, Slot, Table, Text

_STYLE = (
    "body{font-family:'Times New Roman',serif;font-size:10.5pt;max-width:46em;margin:2em auto}"
    "table{border-collapse:collapse;width:100%;font-size:9.5pt}td,th{padding:1px 6px;vertical-align:bottom}"
    "td.n,th.n{text-align:right;white-space:nowrap}td.r1{border-top:1px solid}td.r2{border-top:1px "
    "solid;border-bottom:3px double}"
    "hr{margin:2em 0}"
)
Show = Callable[[Slot], str]


def write_html(draft: Draft) -> bytes:
    """The draft as an HTML file in UTF-8."""
    head = (
        f'<!DOCTYPE html>\n<html lang="{draft.language}">\n<head><meta charset="utf-8"/><title>'
        f"{escape(draft.title)}</title>"
        f"<style>{_STYLE}</style></head>\n<body>\n"
    )
    return (head + write_body(draft, lambda slot: escape(slot.text, quote=False)) + "</body>\n</html>\n").encode()


def write_body(draft: Draft, show: Show) -> str:
    """The blocks as HTML; `show` gives the markup of a slot."""
    return "".join(_write_block(draft, block, show) for block in draft.blocks)


def _write_block(draft: Draft, block: Text | Table | Break, show: Show) -> str:
    if isinstance(block, Break):
        return "<hr/>\n"
    if isinstance(block, Table):
        return _write_table(draft, block, show)
    inner = _write_runs(draft, block.runs, show)
    if block.kind == "heading":
        return f"<h{block.level + 1}>{inner}</h{block.level + 1}>\n"
    tags = {
        "title": ('<h1 style="text-align:center">', "</h1>"),
        "centre": ('<p style="text-align:center">', "</p>"),
        "item": ("<p>• ", "</p>"),
        "speaker": ("<p><b>", "</b></p>"),
        "paragraph": ("<p>", "</p>"),
    }
    before, after = tags[block.kind]
    return f"{before}{inner}{after}\n"


def _write_runs(draft: Draft, runs: Runs, show: Show) -> str:
    return "".join(show(draft.slots[r.id]) if isinstance(r, Ref) else escape(r, quote=False) for r in runs)


def _write_table(draft: Draft, table: Table, show: Show) -> str:
    caption = _write_runs(draft, table.caption, show)
    out = [f"<p><b>{caption}</b></p>\n" if caption else "", "<table>\n"]
    for line in table.headers:
        cells = "".join(f'<th class="n">{_write_runs(draft, cell, show)}</th>' for cell in line)
        out.append(f"<tr><th></th>{cells}</tr>\n")
    out += [_write_row(draft, row, show) for row in table.rows]
    out.append("</table>\n")
    return "".join(out)


def _write_row(draft: Draft, row: Row, show: Show) -> str:
    label = _write_runs(draft, row.label, show)
    label = f"<b>{label}</b>" if row.bold else label
    rule = {"": "n", "single": "n r1", "double": "n r2"}[row.rule]
    indent = f' style="padding-left:{1.5 * row.indent:g}em"' if row.indent else ""
    cells = "".join(f'<td class="{rule if cell else "n"}">{_write_runs(draft, cell, show)}</td>' for cell in row.cells)
    return f"<tr><td{indent}>{label}</td>{cells}</tr>\n"
