"""Names of rows: completed by the heading above, told in one of two printed languages, resolved to a concept."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tieout.concepts import find_concept
from tieout.concepts.catalogue import Concept

_PART_LABEL = re.compile(
    r"\W*(?:and|及|和|basic|diluted|assuming dilution|基本|稀释|稀釋|摊薄|攤薄|\((?:hk |us |rmb )?cents?\)|[（(](?:港仙|人民币元|人民幣元|元)[)）]|\W)+\s*$", re.I
)  # fmt: skip
_WHOSE_PART = re.compile(
    r"(?:the )?(?:owners|equity (?:holders|owners|shareholders)|(?:ordinary )?(?:share|stock)holders)\b.*|non-?controlling interests?",
    re.I,
)
_SHARED_OUT = re.compile(r"[A-Z(][^:]*\battributable to\W*$")
"""The heading over the owners' part of a result: "Profit for the year attributable to:"."""
_UNIT = re.compile(
    r"\s*[(（](?:(?:[a-z]+ )?(?:cents?|pence|sen)|港?仙|分|人|名|位|[千万萬百]*元(?:[/／]股)?|股)[)）]\s*$", re.I
)
_SIDE = r"[(（](?:used|utilised|utilized|loss|losses|outflow|inflow|decrease|increase|deficit|expense|charge)(?:\s+(?:in|by|for|from))?[)）]"
_SIDES = re.compile(rf"\s*[/／]?\s*{_SIDE}(?=\s|$)|{_SIDE}\s*[/／]\s*(?=[a-z])", re.I)
"""The side in brackets, told last or first: "generated from/(used in)", "(used)/provided by"."""
_USED_FOR = re.compile(r"\bused for\b", re.I)
_WHOSE = re.compile(r"(?<=share) (?:attributable to|of) .*$", re.I)
"""Whose earnings a share are told: they are earnings a share."""
_NET = re.compile(r"\bnet (?=(?:earnings|income|loss|profit)\b.*\bper\b)", re.I)
_BILINGUAL_ROWS = 20
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{3}")
_FIRST_HAN = re.compile(r"(?<=[A-Za-z\s)）.,:\d])\s*(?=[（(]?[\u4e00-\u9fff])")


def name_row(label: str, above: str) -> str:
    """A row's label; one that names only a kind ("- Basic") is completed by the heading it stands under."""
    if above and _WHOSE_PART.fullmatch(label) and (named := _SHARED_OUT.search(above)) is not None:
        return f"{named[0].strip(' :：-–—')} {label[:1].lower()}{label[1:]}"
    if not above or not _PART_LABEL.fullmatch(label):
        return label
    kinds = split_scripts(re.sub(r"\s*[(（].*[)）]", "", label).strip(" -–—－•"))
    headings = split_scripts(above.strip(" :：-–—"))
    english = f"{kinds[0]} {headings[0][:1].lower()}{headings[0][1:]}" if kinds[0] and headings[0] else ""
    chinese = f"{headings[1]}{kinds[1]}" if kinds[1] and headings[1] else ""
    return english + chinese or label


def names_whose(label: str) -> bool:
    """True for a label that names only whose part it is: "Owners of the Company"."""
    return _WHOSE_PART.fullmatch(label.strip(" -–—－•")) is not None


def is_bilingual(labels: Sequence[str]) -> bool:
    """True where a good share of the rows is named in English and Chinese at once."""
    both = sum(bool(_HAN.search(label) and _LATIN.search(label)) for label in labels)
    return both >= _BILINGUAL_ROWS and both * 4 >= len(labels)


def split_scripts(label: str) -> tuple[str, str]:
    """(English, Chinese) of a label printed in both; either is empty where the label is in one language."""
    if not (_HAN.search(label) and _LATIN.search(label)):
        return ("", label) if _HAN.search(label) else (label, "")
    parts = _FIRST_HAN.split(label, maxsplit=1)
    if len(parts) == 2 and not _HAN.search(parts[0]):
        return parts[0].strip(), parts[1].strip()
    return "", label


def choose_script(label: str, concept: Concept | None, language: str) -> str:
    """The half of a label in a language; of a label in the other one the concept's name."""
    english, chinese = split_scripts(label)
    if language.startswith("zh"):
        return chinese or (concept.names_zh[0].lstrip("-=") if concept is not None and concept.names_zh else english)
    return english or (plain_name(concept.name) if concept is not None else chinese)


def plain_name(name: str) -> str:
    """A catalogue's name as a person reads it: its braces mark words that other words may stand for."""
    return name.replace("{period}", "the period").translate(str.maketrans("", "", "{}"))


def name_concept(label: str, *, per_cent: bool) -> Concept | None:
    """The concept of a label, of either half of a bilingual one, or of one without the other side of its sign ("/(used)")."""
    english, chinese = split_scripts(label)
    halves = (english, chinese) if english and chinese else ()
    for text in (label, *halves):
        text = _USED_FOR.sub("used in", _UNIT.sub("", text))
        for tried in dict.fromkeys((text, _SIDES.sub("", text), _NET.sub("", _WHOSE.sub("", text)))):
            found = find_concept(tried, per_cent=per_cent) if tried else None
            if found is not None:
                return found
    return None
