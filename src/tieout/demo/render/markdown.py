"""Markdown: headings, paragraphs, pipe tables."""

from __future__ import annotations

from tieout.demo.draft import Break, Draft, Runs, Table, Text
from tieout.demo.render.written import Written


def write_markdown(draft: Draft) -> Written:
    """The draft as Markdown."""
    out = Written(draft.slots)
    for block in draft.blocks:
        if isinstance(block, Break):
            continue
        if isinstance(block, Table):
            _write_table(out, block)
        else:
            _write_text(out, block)
    return out


def _write_text(out: Written, block: Text) -> None:
    marks = {"title": "# ", "heading": "#" * (block.level + 1) + " ", "item": "- ", "speaker": "**"}
    out.add(marks.get(block.kind, ""))
    out.add_runs(block.runs)
    out.add("**" if block.kind == "speaker" else "")
    out.add("\n\n")


def _write_table(out: Written, table: Table) -> None:
    out.add("**")
    out.add_runs(table.caption)
    out.add("**\n\n|  |")
    columns = len(table.headers[0])
    for j in range(columns):
        out.add(" ")
        parts = [line[j] for line in table.headers if line[j]]
        for k, part in enumerate(parts):
            out.add("<br>" if k else "")
            out.add_runs(part)
        out.add(" |")
    out.add("\n| :--- |" + " ---: |" * columns + "\n")
    for row in table.rows:
        out.add("| " + "&nbsp;&nbsp;" * row.indent)
        _write_cell(out, row.label, row.bold)
        for cell in row.cells:
            out.add(" | ")
            _write_cell(out, cell, row.bold and bool(cell))
        out.add(" |\n")
    out.add("\n")


def _write_cell(out: Written, runs: Runs, bold: bool) -> None:
    out.add("**" if bold else "")
    out.add_runs(runs)
    out.add("**" if bold else "")
