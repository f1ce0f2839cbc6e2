"""Reads transcripts of earnings calls: text with named speakers, lines of speech without, and JSON of turns."""

from __future__ import annotations

import re

from tieout.read.decode import looks_like_text
from tieout.read.source import Reading, ReadSettings, Source

_WINDOW_CHARACTERS = 60_000
_CUES = re.compile(
    r"earnings\s+(?:conference\s+)?call|conference\s+call|prepared\s+remarks|question[\s-]and[\s-]answer|\boperator\b|next\s+question"
    r"|good\s+(?:morning|afternoon|evening)|joined\s+by|welcome\s+to\s+the|thank\s+you\s+for\s+joining|turn\s+the\s+call"
    r"|业绩(?:说明会|发布会|电话会)|業績(?:說明會|發佈會|電話會)|电话会议|電話會議|问答环节|問答環節",
    re.I,
)
_FIRST_PERSON = re.compile(r"\b(?:we|our|us|I|we're|we've|I'm|I'll)\b", re.I)
_CALL_WORDS = re.compile(r"\bquarter\b|\byear\b|\bguidance\b|\bearnings\b|\bcall\b", re.I)
_RESULTS = tuple(
    re.compile(p, re.I) for p in (r"\bquarter\b", r"\bper share\b|\bmillion\b", r"\bguidance\b|\bexpect\b|\boutlook\b")
)
_JSON_TURNS = re.compile(r'"speaker(?:_name)?"\s*:\s*"')
_SPEECH_LINES = 20
_SPOKEN_SHARE = 0.4
_MARKUP_LIMIT_SHARE = 0.02


def detect(source: Source) -> float:
    """0.8 for text with turns and the words of a call, 0.6 for lines of speech without speakers, 0.75 for JSON."""
    if source.members or not looks_like_text(source.head) or source.head.lstrip()[:1] == b"<":
        return 0.0
    text = source.content[: 4 * _WINDOW_CHARACTERS].decode("utf-8", "ignore")[:_WINDOW_CHARACTERS]
    if text.lstrip()[:1] in {"{", "["}:
        return 0.75 if len(_JSON_TURNS.findall(text)) >= 2 else 0.0
    from tieout.read.transcript.speakers import find_speakers

    lines = [x for x in text.split("\n") if x.strip()]
    cues = len({m.lower() for m in _CUES.findall(text)})
    speakers = find_speakers(text.split("\n"))
    if len(speakers) >= 4 and cues >= 2 and len({s.name for s in speakers.values()}) >= 2:
        return 0.8
    if not _is_speech(lines):
        return 0.0
    return 0.6 if cues else 0.55 if all(p.search(text) for p in _RESULTS) else 0.0


def _is_speech(lines: list[str]) -> bool:
    """Many lines, nearly all whole sentences of which many are in the first person."""
    if len(lines) < _SPEECH_LINES or sum(x.startswith(("#", "|", "-", "*")) for x in lines) > _MARKUP_LIMIT_SHARE * len(
        lines
    ):
        return False
    whole = sum(x.rstrip().endswith((".", "?", "!")) for x in lines)
    spoken = sum(bool(_FIRST_PERSON.search(x)) for x in lines)
    about = sum(bool(_CALL_WORDS.search(x)) for x in lines)
    return whole > 0.9 * len(lines) and spoken > _SPOKEN_SHARE * len(lines) and about > 0.1 * len(lines)


def read(source: Source, settings: ReadSettings) -> Reading:
    """One document of kind earnings_call; raises UnreadableError for an empty file or JSON that is no transcript."""
    from tieout.read.transcript.reading import read_call

    return read_call(source)
