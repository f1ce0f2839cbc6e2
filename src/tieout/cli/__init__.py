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


class _LazyGroup(click.Group):
    """Finds commands by the modules of this folder, so that `tieout --help` imports none of the heavy parts."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(f"tieout.cli.{name}").command
        assert isinstance(command, click.Command)
        return command


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
