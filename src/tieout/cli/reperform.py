"""`tieout reperform`: perform a measurement again from its inputs."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from tieout.errors import UnreadableError, UsageError


@click.command()
@click.argument("model", required=False)
@click.argument("input_path", metavar="[INPUT]", required=False)
@click.option("--format", "form", type=click.Choice(["json", "md", "xlsx"]), help="Default: by FILE, else md.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
@click.option("--list", "listing", is_flag=True, help="List the measurements.")
@click.option("--example", is_flag=True, help="Print an input of MODEL to edit.")
@click.option("--fields", is_flag=True, help="Print the fields of MODEL and what they allow, as JSON.")
@click.option(
    "--document",
    type=click.Path(exists=True, path_type=Path),
    help="Instead of INPUT: what this document discloses; MODEL, if given, names the only measurement wanted.",
)
def command(
    model: str | None,
    input_path: str | None,
    form: str | None,
    output: Path | None,
    listing: bool,
    example: bool,
    fields: bool,
    document: Path | None,
) -> None:
    """Perform a measurement again.

    MODEL is a name from --list; INPUT a JSON or YAML file, or - for standard input. Exit code 1 when a printed figure
    (one given under "printed", or one of --document) differs from ours.
    """
    from tieout.reperform import describe, find_measurements, get_measurement, perform

    if listing:
        for name, module in find_measurements().items():
            click.echo(f"{name:<22} {module.STANDARD:<28} {module.TITLE}")
        return
    if document is not None:
        _write_disclosed(document, model, form or _form_of(output), output)
        return
    if model is None:
        raise UsageError("which measurement? tieout reperform --list shows them")
    if example:
        click.echo(json.dumps(get_measurement(model).EXAMPLE, indent=2, ensure_ascii=False))
        return
    if fields:
        click.echo(json.dumps(describe(model), indent=2, ensure_ascii=False))
        return
    if input_path is None:
        get_measurement(model)
        raise UsageError(f"which inputs? tieout reperform --example {model} prints some to edit")
    from tieout.reperform.formats.inputs import read_inputs

    get_measurement(model)
    result = perform(model, read_inputs(_read(input_path), input_path))
    _write(_render(result, form or _form_of(output)), output)
    if any(c.verdict == "differs" for c in result.comparisons):
        sys.exit(1)


def _write_disclosed(document: Path, model: str | None, form: str, output: Path | None) -> None:
    from tieout.engine.extracting import extract
    from tieout.engine.reading import read_paths
    from tieout.reperform import get_measurement
    from tieout.reperform.disclosed import find_disclosures
    from tieout.reperform.formats.disclosures import disclosures_to_json, disclosures_to_markdown

    if form == "xlsx":
        raise UsageError("what a document discloses is written as json or md")
    wanted = get_measurement(model).NAME if model else None
    result = read_paths([str(document)], None, None)
    for problem in result.problems:
        click.echo(f"tieout: {problem.message}", err=True)
    if not result.documents:
        raise UnreadableError(str(document), "nothing in it could be read")
    paper = extract(list(result.documents), {d.id: "subject" for d in result.documents})
    found = [d for d in find_disclosures(paper) if wanted is None or d.measurement == wanted]
    if form == "json":
        text = json.dumps(disclosures_to_json(found), indent=2, ensure_ascii=False) + "\n"
    else:
        text = disclosures_to_markdown(found)
    _write(text.encode(), output)
    if any(d.verdict == "differs" for d in found):
        sys.exit(1)


def _read(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableError(path, error.strerror or "cannot be read") from error


def _form_of(output: Path | None) -> str:
    return {".json": "json", ".xlsx": "xlsx"}.get(output.suffix.lower(), "md") if output else "md"


def _render(result: object, form: str) -> bytes:
    from tieout.model.reperformance import Reperformance

    assert isinstance(result, Reperformance)
    if form == "xlsx":
        from tieout.reperform.formats.workbook import to_workbook

        return to_workbook(result)
    if form == "json":
        from tieout.reperform.formats.as_json import to_json

        return (json.dumps(to_json(result), indent=2, ensure_ascii=False) + "\n").encode()
    from tieout.reperform.formats.markdown import to_markdown

    return to_markdown(result).encode()


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        if sys.stdout.isatty() and content[:2] == b"PK":
            raise UsageError("a workbook is not for a terminal; name a file with -o")
        sys.stdout.buffer.write(content)
        return
    from tieout.cli._common import refuse_overwriting

    refuse_overwriting(output)
    try:
        output.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{output}: {error.strerror}") from error
