"""tieout summary: a cited summary of each document."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tieout.cli._options import output_option, password_option, quiet_option

if TYPE_CHECKING:
    from tieout.model import Document
    from tieout.model.summary import Summary


@click.command()
@click.argument("path", metavar="PATH")
@click.option(
    "--style", type=click.Choice(("auto", "themes", "outline", "call", "news")), default="auto", show_default=True
)
@click.option("--document", metavar="ID", help="Only this document of a PATH that holds several.")
@click.option("--against", "older", metavar="PATH", help="Last year's document: what changed since, theme by theme.")
@click.option("--llm", metavar="URL", help="An OpenAI-style endpoint that may rephrase; what does not tie is put back.")
@click.option("--both-languages", "both", is_flag=True, help="Sentences about figures in English and Chinese (md).")
@click.option("--format", "shape", type=click.Choice(("md", "json", "html")), default="md", show_default=True)
@output_option
@password_option
@quiet_option
def command(
    path: str,
    style: str,
    document: str | None,
    older: str | None,
    llm: str | None,
    both: bool,
    shape: str,
    output: str | None,
    password: str | None,
    quiet: bool,
) -> None:
    """Summarise PATH: every sentence cited, every figure a fact of the document with its place.

    Sentences about figures are composed from the document's own tables; all others are its own words. No model is
    used unless --llm names one; then it may rephrase sentences, each is checked, and the output says what was put back.
    Its key is read from TIEOUT_LLM_KEY or OPENAI_API_KEY, its name from TIEOUT_LLM_MODEL.
    """
    from tieout.cli._common import read_or_stop, write_result
    from tieout.engine.summarising import compare_document_summaries, phrase_document_summary, summarise_document
    from tieout.errors import UsageError

    result = read_or_stop([path], password, quiet)
    chosen = [d for d in result.documents if document in {None, d.id}]
    if not chosen:
        raise UsageError(f"{path} holds no document {document!r}; it holds {', '.join(d.id for d in result.documents)}")
    earlier = read_or_stop([older], password, quiet).documents[0] if older else None
    plain = [
        (d, summarise_document(d, style) if earlier is None else compare_document_summaries(d, earlier)) for d in chosen
    ]
    made = [(d, phrase_document_summary(s, llm)) for d, s in plain]
    write_result(_render(made, shape, both), output)
    sys.exit(0)


def _render(made: list[tuple[Document, Summary]], shape: str, both: bool) -> str:
    from tieout.present.json import dump_json
    from tieout.present.summary import summary_to_html, summary_to_json, summary_to_markdown

    if shape == "json":
        rows = [summary_to_json(s) for _, s in made]
        return dump_json(rows[0] if len(rows) == 1 else rows)
    if shape == "html":
        return "\n".join(summary_to_html(s, d) for d, s in made)
    return "\n".join(summary_to_markdown(s, both=both) for _, s in made)
