"""tieout ask: a question answered from facts or passages, with citations; or "unavailable"."""

from __future__ import annotations

import click

from tieout.cli._options import library_option, password_option, quiet_option


@click.command()
@click.argument("question", metavar="QUESTION")
@click.argument("paths", metavar="[PATH...]", nargs=-1)
@library_option
@click.option("--document", metavar="ID", help="Only this document of the library: its id or name.")
@click.option(
    "--llm", metavar="URL", help="An OpenAI-style endpoint that may rephrase the answer; what does not tie is put back."
)
@click.option("--format", "style", type=click.Choice(("text", "json")), default="text", show_default=True)
@password_option
@quiet_option
def command(
    question: str,
    paths: tuple[str, ...],
    where: str | None,
    document: str | None,
    llm: str | None,
    style: str,
    password: str | None,
    quiet: bool,
) -> None:
    """Answer QUESTION from the PATHs, or from the library when none is named.

    A figure, a change, a ratio with its calculation, a breakdown, a policy or the passage; in English or Chinese. What
    the documents do not say is "unavailable". Nothing is answered without a citation, and no model is used unless --llm names one:
    it may rephrase the answer and nothing else.
    """
    from tieout.cli._common import read_or_stop
    from tieout.engine.asking import ask_documents, ask_library, phrase_answer
    from tieout.present.answer import answer_to_json, answer_to_text
    from tieout.present.json import dump_json

    if paths:
        answer = ask_documents(question, read_or_stop(paths, password, quiet).documents)
    else:
        from tieout.engine.shelf import Library
        from tieout.library.open import default_library

        with Library.open(where or default_library(), create=False) as library:
            answer = ask_library(library, question, document)
    answer = phrase_answer(answer, llm)
    click.echo(dump_json(answer_to_json(answer)) if style == "json" else answer_to_text(answer), nl=style != "json")
