"""What is opened and closed in a sentence makes the change that the sentence tells.

What it tests: "opened six clinics and closed two, lifting the network from 31 to 35"; "172 stores added and 168 closed, a net increase of 4"; 新開6家、
關閉2家，門店由31家增至35家: what came less what went against the two ends, or against the net change.
Why it matters: such counts are written as words, and nobody does the sum.
Ties: nothing is ticked. Does not tie: six opened, two closed, and 37 after 31.
The sentence must tell one number that came, one that went, and the ends or the net change; where anything was acquired, moved or converted, or one of the
three is told twice, nothing is reported.
Source: arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._mistold import mistold
from tieout.model import Paper, Relation
from tieout.numbers.chinese import parse_numeral
from tieout.numbers.words import NUMBER_WORDS

CODE = "R403"
NAME = "opened and closed in a sentence"


@dataclass(frozen=True)
class Settings:
    """`length`: characters of a sentence that is looked at, at most."""

    length: int = 400


_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_WORDS = rf"(?:{_TENS})-(?:{_UNITS})|" + "|".join(
    sorted((w for w in NUMBER_WORDS if w != "zero"), key=len, reverse=True)
)
_N = rf"(?!(?:19|20)\d\d\b)(?:\d{{1,3}}(?:,\d{{3}})+|\d+|{_WORDS})(?![\d.,]*\d|%|\s*(?:%|per\s?cent|million|billion|months?|years?|days?|quarters?)|-)"
_NOUN = r"(?:(?!(?:and|or|while|but|with|in|of|to|from|at|the|we|it|group|company)\b)[a-z-]+\s+){0,3}?"
_CAME = re.compile(
    rf"\b(?:opened|opening|added|adding|launched|recruited|hired|signed(?:\s+up)?)\s+(?:a\s+(?:further|total\s+of)\s+|another\s+)?(?P<a>{_N})\b(?!\s*(?:to|and)\s+\d)"
    rf"|(?<![\d,.])\b(?P<b>{_N})\s+(?:new\s+)?{_NOUN}(?:openings?\b|additions?\b|joiners?\b|added\b|opened\b|joined\b)|(?<![\d,.])\b(?P<c>{_N})\s+new\s+[a-z]+",
    re.I,
)
_WENT = re.compile(
    rf"\b(?:closed|closing|shut(?:\s+down)?|terminated|terminating|lost|losing)\s+(?:a\s+(?:further|total\s+of)\s+|another\s+)?(?P<a>{_N})\b(?!\s*(?:to|and)\s+\d)"
    rf"|(?<![\d,.])\b(?P<b>{_N})\s+{_NOUN}(?:closures?\b|closings?\b|closed\b|terminated\b|terminations?\b|departures?\b|leavers?\b|leaving\b|left\b|lapsed\b|shut\b)",
    re.I,
)
_ENDS = re.compile(
    rf"\bfrom\s+(?P<a>{_N})\s+(?:{_NOUN})?(?:(?:at|in|on|as\s+(?:of|at))\s+[^.;]{{3,40}}?\s+)?to\s+\**(?P<b>{_N})\b|\bto\s+\**(?P<b2>{_N})\**\s+(?:{_NOUN})?from\s+(?P<a2>{_N})\b",
    re.I,
)
_NET = re.compile(
    rf"\bnet\s+(?:increase|addition|gain|growth|decrease|reduction|decline|loss|opening|closure)s?\s+of\s+(?P<a>{_N})\b"
    rf"|\b(?:rose|fell|increased|decreased|grew|declined|dropped)\s+by\s+(?P<b>{_N})\s+(?:on\s+a\s+net\s+basis|net\b)|(?<![\d,.])\b(?P<c>{_N})\s+net\s+(?:openings?|additions?|closures?)",
    re.I,
)
_HAN_N = r"\d{1,3}(?:,\d{3})+|\d+|[一二兩两三四五六七八九十]{1,4}"
_HAN = {
    "came": re.compile(
        rf"(?:新[開开增設设]|開[設设業业]|开[设业]|新[設设])[了]?\s*(?P<a>{_HAN_N})\s*[家間间座個个所名]"
    ),
    "went": re.compile(
        rf"(?:[關关][閉闭店]|終止|终止|[結结]束|[撤裁][銷销減减])[了]?\s*(?P<a>{_HAN_N})\s*[家間间座個个所名]"
    ),
    "ends": re.compile(
        rf"[由从從]\s*(?P<a>{_HAN_N})\s*[家間间座個个所名][^。；]{{0,8}}?(?:至|到)\s*(?P<b>{_HAN_N})\s*[家間间座個个所名]"
    ),
    "net": re.compile(rf"[淨净](?:增[加長长]?|[減减]少?|[開开])\s*(?P<a>{_HAN_N})\s*[家間间座個个所名]"),
}
_LATIN = {"came": _CAME, "went": _WENT, "ends": _ENDS, "net": _NET}
_SENTENCE = re.compile(r"(?<!\d)[.;](?=\s|$)|[.;](?=\s+[A-Z\[-])|[。；！？\n]|\s-\s")
_MORE = re.compile(
    r"\b(?:acquir|acquisition|franchis|convert|transfer|reclass|relocat|merg|dispos|sold|purchas|plan|expect|will\b|target|up\s+to|about|around|approximately|nearly|more\s+than|over)"
    r"|收[購购]|加盟|[轉转]|合[併并]|出售|[計计][劃划]|[預预]|[將将]|[約约]|超",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each sentence whose counts do not make its change."""
    for document in paper.documents:
        for block in document.blocks:
            if block.kind == "table":
                continue
            start = 0
            for stop in (*(m.start() for m in _SENTENCE.finditer(block.text)), len(block.text)):
                sentence = block.text[start:stop]
                found = _find(sentence) if len(sentence) <= settings.length else None
                if found is not None:
                    (low, high), came, went, change = found
                    base = block.span.start + start
                    yield mistold(
                        CODE,
                        document.id,
                        document.layer(block.span.layer).span(base + low, base + high),
                        f"“{{word}}”: {came} that came less {went} that went make {came - went}; the sentence tells a change of {change}.",
                        why="the sentence prints all counts of the sum",
                        expected=came - went,
                    )
                start = stop + 1


def _find(sentence: str) -> tuple[tuple[int, int], int, int, int] | None:
    """The place of the two counts, the counts and the change told, where they do not fit; None otherwise."""
    if _MORE.search(sentence):
        return None
    for patterns in (_LATIN, _HAN):
        came, went = (list(patterns[kind].finditer(sentence)) for kind in ("came", "went"))
        ends, net = (list(patterns[kind].finditer(sentence)) for kind in ("ends", "net"))
        if len(came) != 1 or len(went) != 1 or len(ends) + len(net) != 1:
            continue
        between = sentence[min(came[0].end(), went[0].end()) : max(came[0].start(), went[0].start())]
        if re.search(rf"\b(?:{_N})\b", between, re.I):
            continue  # a third count: of another place or kind
        plus, minus = _number(came[0]), _number(went[0])
        if ends:
            group = ends[0].groupdict()
            change = _read(group["b"] or group["b2"]) - _read(group["a"] or group["a2"])
            fits = change == plus - minus
        else:
            change = _number(net[0])
            fits = change == abs(plus - minus)
        if not fits:
            return (min(came[0].start(), went[0].start()), max(came[0].end(), went[0].end())), plus, minus, change
    return None


def _number(match: re.Match[str]) -> int:
    return _read(next(text for text in match.groupdict().values() if text))


def _read(text: str) -> int:
    plain = text.replace(",", "").lower()
    if plain.isdigit():
        return int(plain)
    if plain.isascii():
        return sum(NUMBER_WORDS[part] for part in plain.split("-"))
    return int(parse_numeral(plain.replace("兩", "二").replace("两", "二")) or 0)
