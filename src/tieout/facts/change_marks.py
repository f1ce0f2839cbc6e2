"""Figures that tell a change, and figures that may be two values of one thing."""

from __future__ import annotations

import re

from tieout.concepts.phrases import DIRECTION
from tieout.facts.sentences import Clause, Mark

REACH = 170
"""Characters between a value and what is compared with it."""
_MILD = (
    r"(?:(?:approximately|about|around|some|nearly|roughly|over|almost|circa|only|just|another|significant(?:ly)?|slight(?:ly)?|sharp(?:ly)?"
    r"|more\s+than|less\s+than|up\s+to|as\s+much\s+as|a\s+total\s+of|an\s+aggregate\s+of|an?|year[\s-]on[\s-]year|year[\s-]over[\s-]year|yoy)\s*){0,3}"
)
_CHANGE_NOUN = r"(?:increases?|decreases?|growth|declines?|reductions?|rises?|drops?|falls?|improvements?|gains?|jump|surge|advances?|uplifts?|dips?|climb|changes?|expansion|contraction)"
_BY = re.compile(
    rf"(?:\bby|\b{_CHANGE_NOUN}(?:\s+rates?)?\s+(?:in\s+[a-z][a-z ,&'’-]{{2,50}}?\s+)?of|\bup|\bdown|\b(?:increased|decreased|grew|rose|fell|declined|dropped|climbed|jumped|surged|advanced|slipped|dipped|eased|narrowed|widened|shrank|soared|plunged|tumbled|slid|contracted|expanded|receded|slumped|retreated))\s*{_MILD}$"
    r"|\b(?:adding|(?:net\s+|an\s+)additions?\s+of)\s+$|\bor\s+(?:approximately\s+|about\s+)?$"
    r"|(?:[净淨][增减減]|增加|增长|增長|上升|下降|减少|減少|下跌|下滑|降低|提升|提高|收窄|擴大|扩大|升|跌|降|(?<=⟧)[高低]出?|幅度|同比|按年)(?:了|约|約|近|逾|超过|超過|幅度|幅|为|為|大幅|\s){0,4}$",
    re.I,
)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:\)|year[\s-]on[\s-]year|year[\s-]over[\s-]year|yoy|y-o-y|[a-z]+ly|significant|slight|sharp|annual|,)?\s*(?:increase|decrease|growth|decline|reduction|rise|drop|fall|improvement|jump|surge|advance|uplift|gain|dip|higher|lower|year[\s-]on[\s-]year|year[\s-]over[\s-]year|yoy\b|的?增|的?降|的?減|的?减)",
    re.I,
)
_FAR_DIGITS = 3
"""How far the printed numbers of one thing may lie apart where one of them has lost its scale or currency."""
_FAR_APART = 2000
"""Values further apart than this are not two periods of one thing; a lost scale is another check's business."""


def are_money(a: Mark, b: Mark) -> bool:
    """True for two amounts of money, however far apart and in whatever currency: words pair them, so a slip shows."""
    if a.figure is None or b.figure is None or a.kind != "A":
        return False
    return all(len(m.figure.quantity.unit or "") == 3 for m in (a, b) if m.figure is not None)


def have_same_digits(a: Mark, b: Mark) -> bool:
    """True for two amounts of money that are near, or would be with their scales left aside: one may have lost its scale or currency."""
    if not are_money(a, b) or a.figure is None or b.figure is None or not (a.figure.value and b.figure.value):
        return False
    pairs = ((a.figure.quantity.number, b.figure.quantity.number), (a.figure.value, b.figure.value))
    return any(max(abs(x), abs(y)) / min(abs(x), abs(y)) < _FAR_DIGITS for x, y in pairs)


def are_comparable(a: Mark, b: Mark) -> bool:
    if a.figure is None or b.figure is None:
        return False
    x, y = a.figure.quantity, b.figure.quantity
    if x.unit != y.unit and not (None in {x.unit, y.unit} and x.scale == y.scale):
        return False
    small, large = sorted((abs(x.value), abs(y.value)))
    return small == 0 or large / small < _FAR_APART


SUPPOSED = re.compile(
    r"\bwould(?:\s+not)?\s+(?:have|be|increase|decrease|change|move|rise|fall|result|lead)\b|倘|若(?!干)|假[设設如若定]|[将將][会會]?(?:增|[减減]|上升|下[降跌])",
    re.I,
)
"""Words of a supposed change: what an amount would be if another thing moved."""


def is_change_mark(clause: Clause, mark: Mark) -> bool:
    """True when a figure stands where a change stands: "by 5 %", "a 5 % increase", "up 5 %"; none where all is supposed."""
    if SUPPOSED.search(clause.skeleton):
        return False
    before, after = clause.skeleton[: mark.start], clause.skeleton[mark.end :]
    if _CHANGE_AFTER.match(after):
        return True
    lead = _BY.search(before)
    if lead is None:
        return False
    opening = lead.group().lower()
    if opening.startswith("or"):
        if _SHARE.match(after):
            return False
        return DIRECTION.search(before[max(0, lead.start() - 60) : lead.start()]) is not None
    if opening.startswith("gain") and mark.kind == "A":
        return False  # a gain of an amount is an item, not a change
    if opening.startswith("by"):
        if _CAUSED.search(before[: lead.start()]):
            return False
        return DIRECTION.search(before[max(0, lead.start() - 90) :]) is not None
    return True


_SHARE = re.compile(r"\s*of\s+(?!⟦)", re.I)
"""After "or 25 %": a share of something."""
_CAUSED = re.compile(
    r"\b(?:help|support|driv|boost|offset|aid|lift|led|caus|hit|drag|weigh|affect|follow|back|fuel+|underpin+|cushion|burden|sparr?|propel+|hurt|held|bolster|outweigh|compensat|fund|financ|impact|distort|inflat)"
    r"(?:ed|en|ing|back|down)?(?:\s+(?:down|back|in\s+part|partly|mainly|largely|up))?\s+$",
    re.I,
)
"""Before "by": what follows is what brought it about, not how much."""

AMOUNT_BY = re.compile(
    r"(?:\b(?:increased|decreased|grew|rose|fell|declined|dropped|climbed|reduced|improved|up|down)|\bby|(?:increase|decrease|growth|decline|reduction|rise|drop|fall|(?:net|an)\s+addition)s?\s+of|\badding|[净淨][增减減]|增加|減少|减少|上升|下降)\s*(?:approximately|about|some|nearly|約|约)?\s*$",
    re.I,
)
