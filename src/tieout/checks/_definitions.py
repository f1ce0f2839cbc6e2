"""Definitions of ratios as documents state them: "borrowings less cash divided by total equity"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_A = r"(?P<a>[a-z][a-z&'’,\- ]{2,90}?)"
_B = r"(?P<b>[a-z][a-z&'’\- ]{2,60}?)"
_OVER = r"(?:\s*[/÷]\s*|\s+(?:divided\s+by|over|as\s+an?\s+(?:percentage|proportion|share)\s+of)\s+)"
_END = r"(?=\s*(?:[,.;:)）]|\b(?:was|were|is|are|stood|came|amounted|rose|fell|increased|decreased|improved|at|for|on|of|in|as\s+at)\b|$))"
_SAYS = r"(?:being|(?:which\s+is\s+)?(?:defined|calculated|computed|measured|expressed|stated)\s+as|representing|i\.e\.,?|equal\s+to|that\s+is,?)\s+"
_LEAD = rf"{_SAYS}(?:the\s+ratio\s+of\s+)?(?:the\s+|our\s+|its\s+)?"
_BRACKETED = re.compile(rf"[(（]\s*(?:{_LEAD})?(?:the\s+)?{_A}(?:{_OVER}|\s+to\s+)(?:the\s+)?{_B}\s*[)）]", re.I)
_TOLD = (
    re.compile(rf"\b{_LEAD}{_A}{_OVER}(?:the\s+|our\s+|its\s+)?{_B}{_END}", re.I),
    re.compile(rf"\b(?:by\s+)?dividing\s+(?:the\s+)?{_A}\s+by\s+(?:the\s+)?{_B}{_END}", re.I),
    re.compile(rf"\b{_SAYS}the\s+ratio\s+of\s+(?:the\s+)?{_A}\s+to\s+(?:the\s+)?{_B}{_END}", re.I),
)
_HAN = re.compile(
    r"[(（,，]?(?:[即按以]|定[义義][为為]|[计計]算方[法式][为為])?(?P<a>[\u4e00-\u9fff]{2,20}?)(?:除以|÷|/|／)(?P<b>[\u4e00-\u9fff]{2,12}?)"
    r"(?=[计計]算|所得|[)）,，]|[为為])"
)
_SENTENCE = re.compile(
    rf"(?:^|[.;•\-*]\s+)(?:the\s+|our\s+)?(?P<name>[A-Z][A-Za-z'’\- ]{{3,48}}?)\s+(?:is|are|represents?|means|equals|refers\s+to)"
    rf"\s+(?:defined\s+as\s+|calculated\s+as\s+|computed\s+as\s+)?(?:the\s+)?{_A}\s+(?:divided\s+by|over)\s+(?:the\s+)?{_B}(?=\s*[,.;]|$)"
)
_NAMED = re.compile(
    rf"^\W*(?:(?:ratio|percentage)\s+of\s+)?{_A}(?:\s+as\s+an?\s+(?:%|percentage|proportion|share)\s+of|\s+as\s+%\s+of|\s*/|\s+to|-to)[\s-]+(?:the\s+|total\s+)?{_B}"
    r"(?:\s+ratio)?\s*(?:[(（]\s*[%％]\s*[)）])?\W*$",
    re.I,
)
_NAMED_HAN = re.compile(
    r"^\W*(?P<a>[\u4e00-\u9fff]{2,14}?)(?:[占佔]|[对對除与與]|/)(?P<b>[\u4e00-\u9fff]{2,10}?)的?(?:之比|比例|比重|比率|百分比|[%％])\W*(?:[(（]\s*[%％]\s*[)）])?$"
)
"""Labels that are definitions themselves: "Staff costs as a percentage of revenue", 研发费用占营业收入比例."""
_OF_SUBJECT = re.compile(
    rf"(?:^|[.;•\-*]\s+|\bthe\s+){_A}\s+as\s+an?\s+(?:percentage|proportion|share)\s+of\s+(?:the\s+|total\s+)?{_B}{_END}",
    re.I,
)
_MORE = re.compile(r"multipl|times\b|×|\b36[05]\b|average|annuali[sz]ed|平均|乘", re.I)
"""What makes a definition more than a quotient of two printed amounts."""
_MINUS = re.compile(r"\s+(?:less|minus|net\s+of|after\s+deducting|excluding)\s+|[减減扣](?:除|去)?", re.I)
_PLUS = re.compile(r"\s+plus\s+|加(?:上)?", re.I)


@dataclass(frozen=True, slots=True)
class Definition:
    """A quotient in words: `above` as signs and names of items, over `below`; `name` of the ratio where the words give it.

    `loose`: the name itself is all there is, and its items may be those of a part.
    """

    above: tuple[tuple[int, str], ...]
    below: str
    name: str = ""
    loose: bool = False


def in_label(label: str) -> Definition | None:
    """The definition that the brackets of a row's label hold, or that it is."""
    found = _BRACKETED.search(label) or _HAN.search(label)
    if found is not None:
        return _definition(found, label[: found.start()])
    named = _NAMED.match(label) or _NAMED_HAN.match(label)
    return _definition(named, label, loose=True) if named else None


def in_sentence(text: str) -> tuple[Definition, int] | None:
    """The last definition that a sentence states before its values, and where it ends."""
    matches = [m for pattern in (_BRACKETED, *_TOLD, _HAN, _OF_SUBJECT) for m in pattern.finditer(text)]
    if not matches:
        return None
    last = max(matches, key=lambda m: m.end())
    definition = _definition(last, "", loose=last.re is _OF_SUBJECT)
    return (definition, last.end()) if definition else None


def standing_alone(text: str) -> list[Definition]:
    """Definitions in sentences that only define: "Net gearing is borrowings less cash divided by total equity."."""
    return [d for m in _SENTENCE.finditer(text) if (d := _definition(m, m["name"])) is not None]


def _definition(found: re.Match[str], name: str, loose: bool = False) -> Definition | None:
    above, below = found["a"].strip(" ,"), found["b"].strip(" ,")
    if _MORE.search(above) or _MORE.search(below):
        return None
    terms: list[tuple[int, str]] = []
    for k, lessened in enumerate(_MINUS.split(above)):
        terms.extend((-1 if k else 1, part.strip(" ,")) for part in _PLUS.split(lessened))
    if not all(part for _, part in terms) or not below:
        return None
    return Definition(tuple(terms), below, name.strip(), loose)
