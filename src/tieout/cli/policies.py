"""tieout policies: accounting policies as data, and what differs between sets of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from tieout.cli._options import output_option, password_option, quiet_option

if TYPE_CHECKING:
    from tieout.structure.policies import PolicySet

_FORMATS = ("json", "md", "xlsx", "text")


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--against", multiple=True, metavar="PATH", help="An older set, or another company's; may be repeated.")
@click.option("--languages", is_flag=True, help="Set the English text of a bilingual report against its Chinese text.")
@click.option("--format", "style", type=click.Choice(_FORMATS), default="text", show_default=True)
@output_option
@password_option
@quiet_option
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    languages: bool,
    style: str,
    output: str | None,
    password: str | None,
    quiet: bool,
) -> None:
    """Print the accounting policies in PATH as a tree with standards, references and typed parameters.

    With --against, print what was added, dropped, reworded or given another parameter, and a matrix by topic; with
    --languages, the same for the two languages of one report.
    """
    from tieout.cli._common import write_result
    from tieout.errors import UsageError

    if languages and (against or len(paths) > 1):
        raise UsageError("--languages takes one bilingual document and no --against")
    sets = _read_sets(paths, password, quiet)
    if languages:
        write_result(_render_comparison(style, *_part(sets)), output)
        return
    if not against:
        write_result(_render(style, sets), output)
        return
    write_result(_render_comparison(style, sets, _read_sets(against, password, quiet)), output)


def _read_sets(paths: Sequence[str], password: str | None, quiet: bool) -> list[PolicySet]:
    """Every document that holds policies; one sentence on standard error for a path that holds none."""
    from tieout.cli._common import read_or_stop, say_problems
    from tieout.model import Problem
    from tieout.structure.policies import PolicySet, find_policies

    sets = []
    for path in paths:
        found = [PolicySet(d, find_policies(d)) for d in read_or_stop([path], password, quiet).documents]
        with_policies = [one for one in found if one.policies]
        if not with_policies:
            say_problems([Problem(path, "no accounting policies were found in it")], quiet)
        sets += with_policies
    return sets


def _part(sets: Sequence[PolicySet]) -> tuple[Sequence[PolicySet], Sequence[PolicySet]]:
    """English and Chinese of the one document; raises UsageError where its policies are in one language."""
    from tieout.errors import UsageError
    from tieout.structure.policies import part_by_language

    parts = [part for one in sets for part in part_by_language(one)]
    if [part.language for part in parts] != ["English", "Chinese"]:
        raise UsageError("--languages needs one document with accounting policies in English and in Chinese")
    return parts[:1], parts[1:]


def _render(style: str, sets: Sequence[PolicySet]) -> str | bytes:
    from tieout.present.json import dump_json
    from tieout.present.policies import to_policies_json, to_policies_markdown, to_policies_text
    from tieout.present.policies_xlsx import to_policies_xlsx

    policies = [policy for one in sets for policy in one.policies]
    if style == "json":
        return dump_json(to_policies_json(policies))
    if style == "md":
        return to_policies_markdown(policies)
    return to_policies_xlsx(policies) if style == "xlsx" else to_policies_text(policies)


def _render_comparison(style: str, newer: Sequence[PolicySet], older: Sequence[PolicySet]) -> str | bytes:
    from tieout.errors import UsageError
    from tieout.present import policies as present
    from tieout.present.json import dump_json
    from tieout.present.policies_xlsx import to_policies_xlsx
    from tieout.structure.policies import compare_policies

    if not newer or not older:
        raise UsageError("a comparison needs accounting policies on both sides of --against")
    sets = [*newer, *older]
    comparison = compare_policies(sets, base=len(newer))
    if style == "json":
        return dump_json(present.to_comparison_json(comparison))
    if style == "md":
        return present.to_comparison_markdown(comparison)
    if style == "xlsx":
        return to_policies_xlsx([p for one in sets for p in one.policies], comparison)
    return present.to_comparison_text(comparison)
