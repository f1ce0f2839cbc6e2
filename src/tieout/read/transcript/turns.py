"""The lines of a transcript to blocks: sections, turns, and the locator that tells turns."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from tieout.model import Block, Layer, Segment
from tieout.read.transcript.speakers import PARTICIPANTS, SpeakerLine, find_section, find_speakers

_TITLE_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class TurnLocator:
    """Tells the turn of a range: `starts[i]` begins turn i + 1, `ends[i]` ends it."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def segments(self, start: int, end: int) -> tuple[Segment, ...]:
        """One segment, with the number of the turn it starts in where it does."""
        k = bisect_right(self.starts, start) - 1
        inside = k >= 0 and start < self.ends[k]
        return (Segment(start, end, turn=k + 1 if inside else None),)


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of the text: a heading, a turn of a speaker, or a paragraph outside any turn."""

    kind: str
    start: int
    end: int
    speaker: str | None = None


def split_turns(text: str) -> list[Piece]:
    """Headings, turns and paragraphs in order. A turn runs from its first word to the next speaker or section."""
    lines, offsets = _split_lines(text)
    speakers = find_speakers(lines)
    pieces: list[Piece] = []
    open_turn: tuple[int, str] | None = None
    last = 0
    listing = False
    for k, line in enumerate(lines):
        section = find_section(line)
        speaker = None if listing and section is None and k not in speakers else speakers.get(k)
        if section is not None or speaker is not None:
            _close(pieces, text, open_turn, last)
            open_turn = None
        if section is not None:
            pieces.append(_trimmed(text, "heading", offsets[k], offsets[k] + len(line)))
            listing = bool(PARTICIPANTS.search(section))
        elif speaker is not None and not listing:
            begin = offsets[k] + len(line) if speaker.speech is None else offsets[k] + speaker.speech
            open_turn = (begin, _full_name(speaker))
        elif line.strip() and open_turn is None:
            first = not pieces and len(line) < _TITLE_CHARACTERS and line.rstrip()[-1] not in ".?!。"
            pieces.append(_trimmed(text, "heading" if first else "paragraph", offsets[k], offsets[k] + len(line)))
        last = offsets[k] + len(line)
    _close(pieces, text, open_turn, last)
    return [p for p in pieces if p.end > p.start]


def _full_name(speaker: SpeakerLine) -> str:
    return f"{speaker.name}, {speaker.title}" if speaker.title else speaker.name


def _close(pieces: list[Piece], text: str, turn: tuple[int, str] | None, end: int) -> None:
    if turn is not None:
        piece = _trimmed(text, "turn", turn[0], end)
        pieces.append(Piece("turn", piece.start, piece.end, turn[1]))


def _trimmed(text: str, kind: str, start: int, end: int) -> Piece:
    part = text[start:end]
    lead = len(part) - len(part.lstrip())
    return Piece(kind, start + lead, start + len(part.rstrip()) if part.strip() else start + lead)


def _split_lines(text: str) -> tuple[list[str], list[int]]:
    lines, offsets, at = [], [], 0
    for line in text.split("\n"):
        lines.append(line.rstrip("\r"))
        offsets.append(at)
        at += len(line) + 1
    return lines, offsets


def make_locator(pieces: list[Piece]) -> TurnLocator:
    """The locator over the turns among the pieces."""
    turns = [p for p in pieces if p.kind == "turn"]
    return TurnLocator(tuple(p.start for p in turns), tuple(p.end for p in turns))


def make_blocks(layer: Layer, pieces: list[Piece]) -> tuple[Block, ...]:
    """One block for each piece; sections are headings of level 2 below the title's 1."""
    blocks = []
    for k, piece in enumerate(pieces):
        span = layer.span(piece.start, piece.end)
        text = layer.text[piece.start : piece.end]
        if piece.kind == "heading":
            blocks.append(Block("heading", span, text, level=1 if k == 0 and find_section(text) is None else 2))
        elif piece.kind == "turn":
            blocks.append(Block("turn", span, text, speaker=piece.speaker))
        else:
            blocks.append(Block("paragraph", span, text))
    return tuple(blocks)
