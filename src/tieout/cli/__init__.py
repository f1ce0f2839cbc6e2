"""The command line: one module a command, loaded when called; no rule and no number handling here."""

from __future__ import annotations

import atexit
import gc
import importlib
import pkgutil
import sys

import click

from tieout.errors import TieoutError

_COLLECT_AFTER = 50_000
"""Objects made before the collector looks for cycles."""


SECTIONS = {
    "Check": {
        "check": "tie every number and say what differs",
        "verify": "check a summary, note or answer against its sources",
        "compare": "two drafts or editions: what changed, what still holds",
        "replay": "redo every tick of an evidence bundle",
    },
    "See what was read": {
        "text": "the text that offsets count in",
        "outline": "titles, numbers, levels and pages",
        "tables": "tables with header paths, periods, units and roles",
        "facts": "tagged facts, or those of tables and prose",
        "draw": "a PDF page as it was read",
        "view": "a tagged filing as one HTML page",
    },
    "Understand": {
        "summary": "every sentence cited, every figure with its place",
        "ask": "a question answered with citations, or not at all",
        "search": "passages or pages, in English and Chinese",
        "policies": "accounting policies as data, and what changed",
        "reperform": "perform a measurement again, with its schedule",
    },
    "Keep and share": {
        "add": "read documents into a library",
        "documents": "list a library, or correct what a document says of itself",
        "fetch": "filings of a company into a library, over the network",
        "serve": "a library as a web application",
        "mcp": "read-only tools for agents, over stdio",
    },
    "Try": {"demo": "an invented company with planted mistakes"},
}
"""The commands as `tieout --help` shows them, each with its line."""


class _LazyGroup(click.Group):
    """Finds commands by the modules of this folder, so that `tieout --help` loads none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(f"tieout.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], names, 1)
            ctx.fail(f"No such command '{args[0]}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(tuple(commands.items()), col_max=12)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tieout", message="tieout %(version)s")
def main() -> None:
    """Read what companies publish and prove, number by number, what agrees and what does not."""


def run() -> None:
    """Entry point: errors raised on purpose become one sentence on stderr and exit code 2.

    Loading makes objects that live as long as the process: the collector looks for cycles less often than it would by
    itself, and not at all on the way out.
    """
    gc.set_threshold(_COLLECT_AFTER, 20, 100)
    atexit.register(gc.freeze)
    try:
        main(standalone_mode=True)
    except TieoutError as error:
        click.echo(f"tieout: {error}", err=True)
        sys.exit(2)
