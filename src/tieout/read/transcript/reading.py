"""A transcript to a document."""

from __future__ import annotations

import calendar
import json
import re
from datetime import date
from typing import Any

from tieout.errors import UnreadableError
from tieout.model import Document, Problem
from tieout.read.decode import decode_text, detect_language
from tieout.read.source import Reading, Source, make_layer
from tieout.read.transcript.turns import Piece, make_blocks, make_locator, split_turns

_DATE = re.compile(r"\b([A-Z][a-z]{2,8})\.?\s+(\d{1,2}),\s+(20\d\d)\b")
_MONTHS = {name[:3]: k for k, name in enumerate(calendar.month_name) if name}
_TITLE_LINES = 8
_SPEECH_KEYS = ("speech", "text", "content", "remarks")
_SPEAKER_KEYS = ("speaker", "speaker_name", "name")
_LIMIT_TURNS = 20_000


def read_call(source: Source) -> Reading:
    """The call as one document; a file without named speakers becomes paragraphs, which a problem says."""
    text, note = decode_text(source)
    problems = [] if note is None else [Problem(source.name, note)]
    if text.lstrip()[:1] in {"{", "["}:
        text, pieces = _read_json(source, text)
    else:
        pieces = split_turns(text)
    if not any(p.kind == "turn" for p in pieces):
        problems.append(Problem(source.name, "no speakers are named; the call is read as paragraphs"))
    layer = make_layer(text, locator=make_locator(pieces))
    blocks = make_blocks(layer, pieces)
    title = next((b.text for b in blocks if b.kind == "heading" and b.level == 1), "")
    document = Document(
        id=source.sha256[:12],
        input=source.name,
        sha256=source.sha256,
        reader="transcript",
        kind="earnings_call",
        title=" ".join(title.split()),
        language=detect_language(text),
        published=_find_date(text),
        start=0,
        end=len(text),
        layers=(layer,),
        blocks=blocks,
    )
    return Reading((document,), tuple(problems))


_TITLE_CHARACTERS = 100


def _find_date(text: str) -> date | None:
    """The first full date in the first lines that are no sentences: those may tell any day."""
    head = [x for x in text.split("\n") if x.strip()][:_TITLE_LINES]
    found = next((m for line in head if len(line) <= _TITLE_CHARACTERS and (m := _DATE.search(line))), None)
    month = _MONTHS.get(found.group(1)[:3]) if found is not None else None
    if found is None or month is None:
        return None
    try:
        return date(int(found.group(3)), month, int(found.group(2)))
    except ValueError:
        return None


def _read_json(source: Source, text: str) -> tuple[str, list[Piece]]:
    """A text made of the turns, since offsets into JSON with its escapes would tell nobody anything."""
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableError(source.name, f"the JSON is broken ({error})") from None
    sections = {"": whole} if isinstance(whole, list) else whole
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for key, turns in sections.items():
        if not isinstance(turns, list) or not turns or not all(isinstance(t, dict) for t in turns):
            continue
        if key:
            heading = key.replace("_", " ").strip().capitalize()
            pieces.append(Piece("heading", at, at + len(heading)))
            parts.append(heading + "\n\n")
            at += len(parts[-1])
        for turn in turns[:_LIMIT_TURNS]:
            speaker, speech = _first(turn, _SPEAKER_KEYS), _first(turn, _SPEECH_KEYS)
            if not speech.strip():
                continue
            head = f"{speaker}:\n" if speaker else ""
            body = speech.strip().replace("\r\n", "\n")
            pieces.append(Piece("turn", at + len(head), at + len(head) + len(body), speaker or None))
            parts.append(f"{head}{body}\n\n")
            at += len(parts[-1])
    if not any(p.kind == "turn" for p in pieces):
        raise UnreadableError(source.name, "the JSON holds no list of speakers' turns")
    return "".join(parts), pieces


def _first(turn: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((str(turn[k]) for k in keys if isinstance(turn.get(k), str)), "")
