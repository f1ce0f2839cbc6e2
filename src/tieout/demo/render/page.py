"""The captured page: a company line, items of title, date and one long line with tables flattened into it."""

from __future__ import annotations

from urllib.parse import quote

from tieout.demo.draft import Draft, Table, Text
from tieout.demo.render.written import Written


def write_page_text(draft: Draft) -> Written:
    """The page as a capture of the site has it; see `demo.page` for what the block kinds mean."""
    out = Written(draft.slots)
    fresh = True
    for block in draft.blocks:
        if isinstance(block, Text) and block.kind in ("title", "speaker", "centre"):
            out.add("" if fresh else "\n")
            out.add_runs(block.runs)
            out.add("\n")
            fresh = True
        elif isinstance(block, Text | Table):
            out.add("" if fresh else " ")
            _write_inline(out, block)
            fresh = False
    out.add("\n")
    return out


def _write_inline(out: Written, block: Text | Table) -> None:
    if isinstance(block, Table):
        _write_table(out, block)
    elif block.kind == "heading":
        title = out.plain(block.runs)
        out.add(title if block.level == 9 else f"[{title}](index={block.anchor}&type=section&id={quote(title)})")
    else:
        out.add("- " if block.kind == "item" else "")
        out.add_runs(block.runs)


def _write_table(out: Written, table: Table) -> None:
    if out.plain(table.caption):
        out.add_runs(table.caption)
        out.add(" ")
    out.add("| Indicator |")
    for cell in table.headers[-1]:
        out.add(" ")
        out.add_runs(cell)
        out.add(" |")
    out.add(" |" + " :--- |" * (len(table.headers[-1]) + 1))
    for row in table.rows:
        out.add(" | ")
        out.add_runs(row.label)
        out.add(" |")
        for cell in row.cells:
            out.add(" ")
            out.add_runs(cell)
            out.add(" |")
