"""Which lines of a transcript name the next speaker, and which head a section."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

Form = Literal["alone", "titled", "colon"]

_NAME = (
    r"(?:[A-Z][\w.'’-]*|[A-Z]\.|(?:de|van|von|der|den|la|le|bin|al|da|di)(?=\s))"
    r"(?:\s+(?:[A-Z][\w.'’-]*|[A-Z]\.|de|van|von|der|den|la|le|bin|al|da|di)){0,4}"
)
_ROLE = r"Operator|Moderator|Unidentified\s+\w+(?:\s+\w+)?|Unknown\s+\w+|Company\s+Representative"
_ZH_ROLE = "主持人|接线员|接線員|操作员|操作員|管理层|管理層|分析师|分析師|投资者|投資者|提问者?|提問者?|问|問|答"
_ZH_NAME = _ZH_ROLE + "|[\u4e00-\u9fff]{2,4}(?:先生|女士|博士|总|總)?"
_IS_ROLE = re.compile(f"{_ROLE}|{_ZH_ROLE}")
_TITLED = re.compile(
    rf"^(?P<name>{_ROLE}|{_NAME})\s*(?:--|—|–|\s-)\s*(?P<title>[^?!]{{3,140}}?(?:[^.?!]|\b(?:Inc|Ltd|Corp|Co|L\.?P|N\.?V|S\.?A|plc)\.))$"
)
_COLON = re.compile(
    rf"^\**(?P<name>{_ROLE}|{_NAME})(?:\s*[(（,，](?P<title>[^)）:：]{{2,80}})[)）]?)?\**\s*[:：]\**\s*(?P<rest>\S.*)?$"
)
_ZH_COLON = re.compile(
    rf"^\**(?P<name>{_ZH_NAME})(?:[(（](?P<title>[^)）]{{1,30}})[)）])?\**\s*[:：]\**\s*(?P<rest>\S.*)?$"
)
_ALONE = re.compile(rf"^(?P<marks>\*{{0,2}}|#{{1,6}}\s+)(?P<name>{_ROLE}|{_NAME})\**$")
_SECTION = re.compile(
    r"^[#*\s\[]*(?P<name>prepared\s+remarks|presentation|opening\s+remarks|management\s+(?:discussion|remarks)\w*"
    r"|questions?[\s-]*(?:and|&)[\s-]*answers?(?:\s+session)?|q\s*&\s*a(?:\s+session)?"
    r"|(?:call|conference\s+call|company|corporate)\s+participants?|duration\s*:.*|contents"
    r"|管理层(?:发言|陈述|讨论)|管理層(?:發言|陳述|討論)|问答环节|問答環節|问答|問答)\s*[:：]?[*\]\s]*$",
    re.I,
)
PARTICIPANTS = re.compile(r"participants", re.I)
_CAPITALISED = re.compile(r"[A-Z][\w’'-]+|[\u4e00-\u9fff]{2,4}")
_NOT_NAME_WORDS = """note notes source date time contents total revenue outlook guidance summary question answer
    duration first second third however importantly finally today good thank thanks prepared remarks results
    highlights takeaways"""
_NOT_NAMES = frozenset(_NOT_NAME_WORDS.split())


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """A line that names a speaker. `speech` is where their words begin in the line, None when on the next line."""

    name: str
    title: str
    form: Form
    speech: int | None


def find_section(line: str) -> str | None:
    """The name of the section a line heads, or None."""
    found = _SECTION.match(line.strip())
    return None if found is None else found.group("name").strip()


def read_speaker(line: str) -> SpeakerLine | None:
    """The speaker a line may name; `find_speakers` tells which of these lines do."""
    text = line.rstrip()
    if not text or (len(text) > 400 and ":" not in text[:80] and "：" not in text[:40]):
        return None
    found = _TITLED.match(text)
    if found is not None and _is_name(found.group("name")):
        return SpeakerLine(found.group("name"), found.group("title").strip(), "titled", None)
    found = _COLON.match(text) or _ZH_COLON.match(text)
    if found is not None and _is_name(found.group("name")):
        rest = found.start("rest") if found.group("rest") else None
        return SpeakerLine(found.group("name"), (found.group("title") or "").strip(), "colon", rest)
    found = _ALONE.match(text)
    if found is not None and len(text) < 60 and _is_name(found.group("name")):
        return SpeakerLine(found.group("name"), "", "alone", None)
    return None


def _is_name(name: str) -> bool:
    words = name.lower().split()
    return bool(words) and not any(w in _NOT_NAMES for w in words[:2])


def find_speakers(lines: list[str]) -> dict[int, SpeakerLine]:
    """The lines that name a speaker, by index. The way a transcript does so is the one it uses most.

    A bare name counts when it recurs or is a role, or when it is listed among the participants; so does a name before
    a colon, or when its last word is met again. A wrong speaker is worse than a missed one.
    """
    candidates = {k: s for k, line in enumerate(lines) if (s := read_speaker(line)) is not None}
    named = Counter(s.name for s in candidates.values())
    listed = _find_listed(lines)
    words = Counter(w for line in lines for w in _CAPITALISED.findall(line))
    kept: dict[int, SpeakerLine] = {}
    for k, speaker in candidates.items():
        known = named[speaker.name] > 1 or speaker.name in listed or _IS_ROLE.fullmatch(speaker.name) is not None
        full = len(speaker.name.split()) >= 2
        known = known or (full and words[speaker.name.split()[-1]] > 1)
        followed = speaker.speech is not None or _has_speech(lines, k)
        if followed and (known or (full and speaker.form == "titled")):
            kept[k] = speaker
    forms = Counter(s.form for s in kept.values())
    if not forms:
        return {}
    main = forms.most_common(1)[0][0]
    allowed = {"alone", "titled"} if main in {"alone", "titled"} else {"colon"}
    return {k: s for k, s in kept.items() if s.form in allowed}


def _has_speech(lines: list[str], k: int) -> bool:
    following = next((x for x in lines[k + 1 : k + 4] if x.strip()), "")
    return len(following) > 15 or following.rstrip()[-1:] in {".", "?", "!", "。", "？"}


def _find_listed(lines: list[str]) -> set[str]:
    """Names in the list of participants, wherever it stands."""
    listed: set[str] = set()
    inside = False
    for line in lines:
        section = find_section(line)
        if section is not None:
            inside = bool(PARTICIPANTS.search(section))
        elif inside and line.strip():
            listed.add(re.split(r"\s*(?:--|—|–|\s-\s|,|:|\()", line.strip().lstrip("*-• "), maxsplit=1)[0].strip("* "))
    return listed
