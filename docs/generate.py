"""The reference pages that come from the code: `python docs/generate.py` writes them; a test says when they are old."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import click

from tieout.cli import SECTIONS, main
from tieout.registry import find_checks

FAMILIES = {
    "A": "Agreement",
    "F": "Footing",
    "G": "Growth and change",
    "I": "Identities between statements",
    "L": "Labels, words and references",
    "M": "Measurements performed again",
    "P": "Shares and ratios",
    "R": "Roll-forwards",
    "S": "Support",
    "U": "Unit, scale and currency",
    "X": "XBRL",
}
_PARTS = ("What it tests", "Why it matters", "Ties", "Does not tie", "Source")
_PART = re.compile(rf"(?:^|(?<=\. )|(?<=\n))({'|'.join(_PARTS)}):\s+", re.M)
_SENTENCE_BREAK = re.compile(r"(?<=\.)\n(?=[A-Z`])")
_WIDTH_CHARACTERS = 100


def to_checks() -> str:
    """docs/reference/checks.md: a table of codes, then each check's own words and thresholds, codes in order."""
    rooms = find_checks()
    lines = [
        "# Checks",
        "",
        "Generated from the checks themselves (`python docs/generate.py`); do not edit.",
        "",
        "Codes are stable. `--only` and `--skip` take codes or their beginnings, with commas; thresholds are set in `tieout.toml` under",
        "`[checks.NAME]`, where NAME is the code or the file's name ([settings](../how-to/settings.md)).",
        "",
        "| Code | Name | What is claimed |",
        "|---|---|---|",
    ]
    lines += [f"| [{room.CODE}](#{_anchor(room)}) | {room.NAME} | {_claim(room)} |" for room in rooms]
    family = ""
    for room in rooms:
        if room.CODE[0] != family:
            family = room.CODE[0]
            lines += ["", f"## {FAMILIES[family]}"]
        lines += ["", f"### {room.CODE} {room.NAME}", "", *_describe(room), *_thresholds(room)]
    return "\n".join(lines) + "\n"


def to_commands() -> str:
    """docs/reference/cli.md: what every command says of itself, in the order of `tieout --help`."""
    lines = [
        "# Commands",
        "",
        "Generated from the commands themselves (`python docs/generate.py`); do not edit.",
        "",
        "A PATH is a file, a folder, a zip (an EDGAR folder, an XBRL report package) or `-` for standard input. Exit codes: 0 everything",
        "tested agrees (rounding allowed), 1 a finding at or above `--fail-on`, 2 wrong usage or nothing readable, 3 coverage below",
        "`--min-coverage`. `--format json` prints one JSON document on standard output and nothing else; messages go to standard error.",
    ]
    for title, commands in SECTIONS.items():
        lines += ["", f"## {title}"]
        for name in commands:
            lines += ["", f"### tieout {name}", "", "```text", _help(name), "```"]
    return "\n".join(lines) + "\n"


def _help(name: str) -> str:
    group = click.Context(main, info_name="tieout", **main.context_settings)
    command = main.get_command(group, name)
    assert command is not None, name
    context = click.Context(
        command, group, info_name=name, terminal_width=_WIDTH_CHARACTERS, max_content_width=_WIDTH_CHARACTERS
    )
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def _anchor(room: ModuleType) -> str:
    kept = re.sub(r"[^\w\- ]", "", f"{room.CODE} {room.NAME}".lower())
    return kept.replace(" ", "-")


def _claim(room: ModuleType) -> str:
    return (room.__doc__ or "").strip().splitlines()[0]


def _describe(room: ModuleType) -> Iterator[str]:
    """The docstring: its claim, a list of its named parts, and what else it says as paragraphs."""
    yield _claim(room)
    notes: list[str] = []
    parts: list[str] = []
    pieces = _PART.split((room.__doc__ or "").strip().partition("\n")[2].strip())
    notes += [pieces[0]] if pieces[0].strip() else []
    for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
        told, *more = _SENTENCE_BREAK.split(text.strip())
        parts.append(f"- **{name}:** {_one_line(told)}")
        notes += more
    yield from ("", *parts)
    if notes:
        yield from ("", _one_line(" ".join(notes)))


def _thresholds(room: ModuleType) -> Iterator[str]:
    """The settings with their defaults and what their docstring says; none for a check without thresholds."""
    named = [(field.name, getattr(room.Settings(), field.name)) for field in fields(room.Settings)]
    shown = [f"`{name} = {_value(value)}`" for name, value in named if _value(value)]
    if shown:
        yield from ("", f"Thresholds: {', '.join(shown)}. {_one_line(room.Settings.__doc__ or '')}")


def _value(value: object) -> str:
    """As it is written in tieout.toml; empty for what no file can say."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, (tuple, frozenset)):
        return f"[{', '.join(_value(v) for v in (value if isinstance(value, tuple) else sorted(value)))}]"
    return ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


PAGES = {"checks.md": to_checks, "cli.md": to_commands}

if __name__ == "__main__":
    for page, write in PAGES.items():
        (Path(__file__).parent / "reference" / page).write_text(write(), encoding="utf-8")
