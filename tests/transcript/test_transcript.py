"""Calls to documents: speakers, turns and sections."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.material import SHARED, needs_shared
from tieout.errors import UnreadableError
from tieout.model import Document
from tieout.read.source import ReadSettings, Source
from tieout.read.transcript.room import detect, read

TITLED = """Example Robotics (EXR) Q2 2025 Earnings Call Transcript
Aug 14, 2025, 8:30 a.m. ET

Prepared Remarks:

Operator

Good morning and welcome to the conference call. I will now hand over to Mary Q. Jones.

Mary Q. Jones -- Chief Executive Officer, Example Robotics Inc.

Thank you. Revenue rose 12% to $1.2 billion.

We are pleased with this.

Questions & Answers:

Operator

Our first question comes from Paul de Vries.

Paul de Vries -- Big Bank -- Analyst

How is the margin?

Mary Q. Jones -- Chief Executive Officer, Example Robotics Inc.

Gross margin was 41%. Note: this excludes one cost.

Call participants:

Mary Q. Jones -- Chief Executive Officer, Example Robotics Inc.
Paul de Vries -- Big Bank -- Analyst
"""
COLON = """Operator: Welcome to the earnings call of Example.
Mary Jones: Good morning. Revenue was $5 million.
It was a good quarter.
Operator: Our next question comes from Paul Smith.
Paul Smith: Thank you. Free cash flow?
Mary Jones: Free Cash Flow: we do not say.
"""
CHINESE = """2025年中期業績電話會議
主持人：歡迎各位參加業績電話會議。
王小明（首席執行官）：上半年收入為人民幣12億元，同比增長8%。
分析師：毛利率如何？
王小明（首席執行官）：毛利率為41%。
問答環節
主持人：謝謝各位。
"""


def _read(text: str, name: str = "call.txt") -> Document:
    return read(Source(name, text.encode()), ReadSettings()).documents[0]


def _turns(document: Document) -> list[tuple[str | None, str]]:
    return [(b.speaker, b.text) for b in document.blocks if b.kind == "turn"]


def test_titled_speakers() -> None:
    """Names with titles on a line of their own open turns; sections and the title are headings; the list is no turn."""
    document = _read(TITLED)
    assert [s for s, _ in _turns(document)] == [
        "Operator",
        "Mary Q. Jones, Chief Executive Officer, Example Robotics Inc.",
        "Operator",
        "Paul de Vries, Big Bank -- Analyst",
        "Mary Q. Jones, Chief Executive Officer, Example Robotics Inc.",
    ]
    assert _turns(document)[1][1] == "Thank you. Revenue rose 12% to $1.2 billion.\n\nWe are pleased with this."
    headings = [(b.level, b.text) for b in document.blocks if b.kind == "heading"]
    assert headings[0] == (1, "Example Robotics (EXR) Q2 2025 Earnings Call Transcript")
    assert [t for _, t in headings[1:]] == ["Prepared Remarks:", "Questions & Answers:", "Call participants:"]
    assert document.kind == "earnings_call"
    assert document.published == date(2025, 8, 14)


def test_speakers_before_a_colon() -> None:
    """A name before a colon opens a turn; other words before a colon do not; a wrapped turn stays one."""
    assert _turns(_read(COLON)) == [
        ("Operator", "Welcome to the earnings call of Example."),
        ("Mary Jones", "Good morning. Revenue was $5 million.\nIt was a good quarter."),
        ("Operator", "Our next question comes from Paul Smith."),
        ("Paul Smith", "Thank you. Free cash flow?"),
        ("Mary Jones", "Free Cash Flow: we do not say."),
    ]


def test_chinese_calls() -> None:
    """Chinese names and roles before a full-width colon open turns."""
    document = _read(CHINESE)
    assert [s for s, _ in _turns(document)] == [
        "主持人",
        "王小明, 首席執行官",
        "分析師",
        "王小明, 首席執行官",
        "主持人",
    ]
    assert document.language == "zh-Hant"


@pytest.mark.parametrize("text", [TITLED, COLON, CHINESE])
def test_places_read_back_with_their_turn(text: str) -> None:
    """Every block's span re-reads from the file's own text, and a place in a turn names its turn."""
    document = _read(text)
    assert document.text == text
    turn = 0
    for block in document.blocks:
        assert text[block.span.start : block.span.end] == block.text == block.span.quote
        turn += block.kind == "turn"
        assert block.span.segments[0].turn == (turn if block.kind == "turn" else None)


def test_json_of_turns() -> None:
    """A JSON with lists of speakers' turns is a call; other JSON is refused."""
    call = {
        "prepared_remarks": [{"speaker": "Operator", "speech": "Welcome."}, {"speaker": "Ann Lee", "speech": "Hello."}]
    }
    source = Source("call.json", json.dumps(call).encode())
    assert detect(source) > 0.7
    document = read(source, ReadSettings()).documents[0]
    assert _turns(document) == [("Operator", "Welcome."), ("Ann Lee", "Hello.")]
    with pytest.raises(UnreadableError):
        _read('{"a": 1}', "x.json")
    with pytest.raises(UnreadableError):
        _read('{"a": [', "x.json")


@pytest.mark.parametrize("text", [TITLED, COLON])
def test_calls_are_detected(text: str) -> None:
    """A call is claimed more surely than by the room for plain text."""
    assert detect(Source("a.txt", text.encode())) > 0.5


def test_speech_without_speakers() -> None:
    """Bare sentences of a call are paragraphs of a call, no title is made of the first, and a problem says so."""
    lines = [f"We saw revenue of ${k} million in the quarter and expect our call to go well." for k in range(30)]
    source = Source("call.txt", "\n".join(["I am joined by our chief executive.", *lines]).encode())
    assert detect(source) > 0.5
    reading = read(source, ReadSettings())
    assert {b.kind for b in reading.documents[0].blocks} == {"paragraph"}
    assert "no speakers" in reading.problems[0].message


OTHERS = [
    "Revenue: 12\nCost: 8\nProfit: 4\n" * 5,
    "# Heading\n\nSome words of a note.\n",
    "<html><p>Operator: x</p></html>",
    "{}",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_texts_are_left_alone(text: str) -> None:
    """Lists of amounts, notes, pages and other JSON are no calls."""
    assert detect(Source("a.txt", text.encode())) == 0.0


@needs_shared
def test_real_calls_lose_no_turn() -> None:
    """Ten real calls, written out as text in three ways, come back with every turn and speaker."""
    files = sorted((SHARED / "data/docs/transcripts").glob("*.json"))
    assert len(files) == 10
    for file in files:
        call = json.loads(file.read_text(encoding="utf-8"))
        spoken = [t for key in ("prepared_remarks", "q_and_a") for t in call[key] if t["speech"].strip()]
        truth = [(t["speaker"], t["speech"].split()) for t in spoken]
        for write in ("{}\n{}\n", "{}\n\n{}\n", "{}: {}\n"):
            text = "\n".join(write.format(t["speaker"], t["speech"]) for t in spoken)
            read_back = [(s, t.split()) for s, t in _turns(_read(text))]
            assert sum(turn in read_back for turn in truth) >= 0.97 * len(truth), file.name
