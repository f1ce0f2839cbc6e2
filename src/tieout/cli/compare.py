"""tieout compare: two drafts or editions, figure by figure."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tieout.cli._options import output_option, password_option, quiet_option

if TYPE_CHECKING:
    from tieout.model.comparison import Comparison

_FORMATS = ("text", "json", "html", "xlsx", "md")
_SUFFIXES = {".txt": "text", ".json": "json", ".html": "html", ".xlsx": "xlsx", ".md": "md"}


@click.command("compare")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "style", type=click.Choice(_FORMATS), help="Else by the ending of FILE, else text.")
@output_option
@click.option("--workpaper", metavar="FILE", help="The old workpaper (XLSX) with conclusions: those are carried over.")
@click.option("--only", metavar="CODES", help="Only these checks: codes or their beginnings, with commas.")
@click.option("--skip", metavar="CODES", help="All but these checks.")
@click.option("--config", metavar="FILE", help="Settings; else tieout.toml beside or above NEW.")
@click.option("--fail-on", type=click.Choice(("differs", "rounding", "question", "never")), help="[default: differs]")
@password_option
@quiet_option
def command(
    old: str,
    new: str,
    style: str | None,
    output: str | None,
    workpaper: str | None,
    only: str | None,
    skip: str | None,
    config: str | None,
    fail_on: str | None,
    password: str | None,
    quiet: bool,
) -> None:
    """Compare OLD with NEW: figures changed, added and dropped; findings new, still there and gone.

    Ticks and decisions are carried over where nothing changed. Exit codes as of check, on what NEW leaves open: 0 nothing
    differs, 1 findings, 2 nothing readable or wrong usage.
    """
    from tieout.cli._common import find_format, read_or_stop, refuse_missing, write_result
    from tieout.cli._project import Decisions, choose_checks, load_project, settle, with_language
    from tieout.cli.check import LEVELS
    from tieout.engine.comparing import compare_workpapers, find_open
    from tieout.engine.run import check_documents

    project = load_project(config, [new])
    style = style or find_format(output, _SUFFIXES)
    refuse_missing((old, new))
    settings = choose_checks(project, only, skip)
    papers = [
        settle(
            check_documents(with_language(read_or_stop([p], password, quiet), project.language), (), settings),
            project,
            Decisions(),
        )
        for p in (old, new)
    ]
    decisions = None
    if workpaper is not None:
        from tieout.engine.conclusions import read_conclusions

        decisions = read_conclusions(workpaper)
    comparison = compare_workpapers(papers[0], papers[1], decisions)
    write_result(_render(comparison, style), output)
    level = fail_on or project.fail_on or "differs"
    sys.exit(1 if any(f.verdict in LEVELS[level] for f in find_open(comparison)) else 0)


def _render(comparison: Comparison, style: str) -> str | bytes:
    from tieout.present import comparison as present
    from tieout.present.json import dump_json

    match style:
        case "json":
            return dump_json(present.comparison_to_json(comparison))
        case "md":
            return present.comparison_to_markdown(comparison)
        case "html":
            return present.comparison_to_html(comparison)
        case "xlsx":
            return present.comparison_to_xlsx(comparison)
    return present.comparison_to_text(comparison)
