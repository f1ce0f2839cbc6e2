"""Options that several commands have, worded once."""

from __future__ import annotations

import click

library_option = click.option(
    "--library", "where", metavar="DIR|URL", help="A folder or postgresql:// address; else TIEOUT_LIBRARY."
)
password_option = click.option("--password", metavar="TEXT", help="For encrypted files.")
quiet_option = click.option("--quiet", is_flag=True, help="Nothing on standard error, but why nothing could be read.")
output_option = click.option("-o", "--output", metavar="FILE", help="Write there instead of standard output.")
