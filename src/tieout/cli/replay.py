"""`tieout replay`: the independent kernel over an evidence bundle."""

from __future__ import annotations

import sys

import click


@click.command("replay")
@click.argument("bundle", type=click.Path(exists=True, dir_okay=False))
def command(bundle: str) -> None:
    """Read an evidence BUNDLE again and redo every tick; exit 0 when everything holds, 1 when something does not, 2 for no bundle."""
    from tieout.replay import main

    sys.exit(main(bundle))
