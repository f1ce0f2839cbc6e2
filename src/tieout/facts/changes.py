"""Changes told in a clause: the current and the earlier value, by how much, and the word that says which way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tieout.concepts.phrases import COMPARED, DIRECTION, NOT_CHANGE
from tieout.facts.sentences import Clause, Mark

_TAIL = r"[^⟦⟧.;]{0,40}?(?:⟦[TR]\d+⟧[^⟦⟧.;]{0,12}?){0,2}"
_FROM_TO = re.compile(
    rf"\bfrom\s+[^⟦⟧,.;]{{0,40}}?⟦(?P<kind>[APX])(?P<a>\d+)⟧{_TAIL}(?:\b(?:up|down)\s+)?(?<!due\s)(?<!owing\s)(?<!thanks\s)\bto\s+[^⟦⟧,.;]{{0,30}}?⟦(?P=kind)(?P<b>\d+)⟧"
    rf"|[由从從自]\s*[^⟦⟧，。；]{{0,24}}?(?:⟦[TR]\d+⟧[^⟦⟧，。；]{{0,12}}?){{0,2}}⟦(?P<zkind>[APX])(?P<za>\d+)⟧[^⟦⟧。；]{{0,24}}?(?:⟦[TRPQA]\d+⟧[^⟦⟧。；]{{0,14}}?){{0,2}}"
    rf"(?:至|到|为|為)\s*[^⟦⟧，。；]{{0,14}}?(?:⟦[TR]\d+⟧[^⟦⟧，。；]{{0,10}}?)?⟦(?P=zkind)(?P<zb>\d+)⟧",
    re.I,
)
_PRIOR_FIRST = re.compile(
    rf"^[\s,]*(?:as\s+)?(?:compared\s+(?:with|to)|against|versus|from)\s+[^⟦⟧,.;]{{0,30}}?⟦(?P<kind>[APX])(?P<a>\d+)⟧{_TAIL},\s*(?=[^⟦])(?:[^⟦⟧]{{0,120}}?⟦[PQTR]\d+⟧){{0,2}}"
    rf"[^⟦⟧;.]{{0,120}}?(?:\b(?:to|at|reached|was|were|amounted\s+to|totall?ed)\s+)[^⟦⟧,.;]{{0,20}}?⟦(?P=kind)(?P<b>\d+)⟧"
    rf"|[與与和較较]\s*(?:⟦[TR]\d+⟧)?[^⟦⟧，。；]{{0,20}}?⟦(?P<zkind>[APX])(?P<za>\d+)⟧[^⟦⟧，。；]{{0,6}}相比[，,](?:[^⟦⟧。；]{{0,40}}?⟦[PQTR]\d+⟧){{0,3}}[^⟦⟧。；]{{0,16}}?(?:至|為|为)[^⟦⟧，。；]{{0,12}}?⟦(?P=zkind)(?P<zb>\d+)⟧",
    re.I,
)
_STOOD_AT = re.compile(
    rf"\bat\s+[^⟦⟧,.;]{{0,14}}?⟦(?P<kind>[APX])(?P<b>\d+)⟧{_TAIL}\band\s+at\s+[^⟦⟧,.;]{{0,14}}?⟦(?P=kind)(?P<a>\d+)⟧",
    re.I,
)
_BRACKET = re.compile(
    r"⟦(?P<kind>[APX])(?P<b>\d+)⟧[^⟦⟧.;()（）]{0,24}(?:⟦[TR]\d+⟧[^⟦⟧.;()（）]{0,12})?"
    r"[(（]\s*(?:(?:in|for|at|as\s+(?:at|of))\s+)?(?:the\s+)?⟦[TR]\d+⟧\s*[:：]?\s*(?:為|为)?\s*⟦(?P=kind)(?P<a>\d+)⟧\s*[)）]",
    re.I,
)
_WHILE = re.compile(
    r"⟦(?P<kind>[APX])(?P<b>\d+)⟧[，,]\s*(?:而\s*)?⟦[TR](?P<when>\d+)⟧\s*[则則]?\s*[为為是]\s*[约約]?\s*⟦(?P=kind)(?P<a>\d+)⟧"
)
_THAN = re.compile(
    r"⟦(?P<kind>[PAX])(?P<c>\d+)⟧\s*(?P<word>(?P<up>(?:more|higher|larger|greater|stronger)(?=\s+than)|above|ahead\s+of|up\s+on)"
    r"|(?:less|lower|smaller|fewer|weaker)(?=\s+than)|below|down\s+on|short\s+of)"
    r"(?:\s+than)?\s+(?:(?:the|that|its|an?)\s+)?(?:[a-z-]+\s+){0,3}?(?:of\s+)?⟦A(?P<a>\d+)⟧",
    re.I,
)
"""A change and its base side by side: "12.0% more than the ⟦A2⟧", "84 lower than the ⟦A2⟧"; the value stands before, if anywhere."""
_MILD = (
    r"(?:(?:approximately|about|around|some|nearly|roughly|over|almost|circa|only|just|another|significant(?:ly)?|slight(?:ly)?|sharp(?:ly)?"
    r"|more\s+than|less\s+than|up\s+to|as\s+much\s+as|a\s+total\s+of|an\s+aggregate\s+of|an?|year[\s-]on[\s-]year|year[\s-]over[\s-]year|yoy)\s*){0,3}"
)
_CHANGE_NOUN = r"(?:increases?|decreases?|growth|declines?|reductions?|rises?|drops?|falls?|improvements?|gains?|jump|surge|advances?|uplifts?|dips?|climb|changes?|expansion|contraction)"
_BY = re.compile(
    rf"(?:\bby|\b{_CHANGE_NOUN}(?:\s+rates?)?\s+of|\bup|\bdown|\b(?:increased|decreased|grew|rose|fell|declined|dropped|climbed|jumped|surged|advanced|slipped|dipped|eased))\s*{_MILD}$"
    r"|\b(?:adding|net\s+additions?\s+of)\s+$|\bor\s+(?:approximately\s+|about\s+)?$"
    r"|(?:[净淨][增减減]|增加|增长|增長|上升|下降|减少|減少|下跌|下滑|降低|提升|提高|收窄|擴大|扩大|升|跌|降|幅度|同比|按年)(?:了|约|約|近|逾|超过|超過|幅度|幅|为|為|大幅|\s){0,4}$",
    re.I,
)
_CHANGE_AFTER = re.compile(
    r"^\s*(?:\)|year[\s-]on[\s-]year|year[\s-]over[\s-]year|yoy|y-o-y|[a-z]+ly|significant|slight|sharp|annual|,)?\s*(?:increase|decrease|growth|decline|reduction|rise|drop|fall|improvement|jump|surge|advance|uplift|gain|dip|higher|lower|year[\s-]on[\s-]year|year[\s-]over[\s-]year|yoy\b|的?增|的?降|的?減|的?减)",
    re.I,
)
_REACH = 170
_NEAR = 40
_FAR_DIGITS = 3
"""How far the printed numbers of one thing may lie apart where one of them has lost its scale or currency."""
_FAR_APART = 2000
"""Values further apart than this are not two periods of one thing; a lost scale is another check's business."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change told by a clause; `prior` is None when the clause does not print the earlier value.

    `word` is (start, end, direction) in the skeleton: +1 up, -1 down, 0 unchanged.
    """

    current: Mark | None
    prior: Mark | None
    change: Mark | None
    word: tuple[int, int, int] | None


def find_changes(clause: Clause) -> list[Change]:
    """Every change a clause tells, pairs of values first; no figure serves two of them."""
    by_index = {int(re.sub(r"\D", "", clause.skeleton[m.start : m.end])): m for m in clause.marks}
    changes, used = _find_than(clause, by_index)
    used |= _ends_of_ranges(clause)
    pairs = [p for p in _find_pairs(clause, by_index) if not any(id(m) in used for m in p)]
    used |= {id(m) for pair in pairs for m in pair}
    for k, (current, prior) in enumerate(pairs):
        low = max((m.end for p in pairs[:k] for m in p), default=0)
        high = min((m.start for p in pairs[k + 1 :] for m in p), default=len(clause.skeleton))
        change = _find_change(clause, current, prior, low, high, used)
        if change is not None:
            used.add(id(change))
        changes.append(Change(current, prior, change, _find_word(clause, current, prior, change, low, high)))
    changes.extend(_lone_changes(clause, used))
    return changes


def _find_than(clause: Clause, by_index: dict[int, Mark]) -> tuple[list[Change], set[int]]:
    """Changes that print their base beside them, and the figures they take."""
    changes: list[Change] = []
    used: set[int] = set()
    for found in _THAN.finditer(clause.skeleton):
        change, prior = by_index.get(int(found["c"])), by_index.get(int(found["a"]))
        if change is None or prior is None or change.figure is None or prior.figure is None:
            continue
        if change.kind == "A" and not (
            _comparable(change, prior) and abs(change.figure.value) < abs(prior.figure.value)
        ):
            continue
        before = [m for m in clause.figures("A") if m.end <= change.start and id(m) not in used]
        current = before[-1] if before and _ADDS.fullmatch(clause.skeleton[before[-1].end : change.start]) else None
        if current is not None and not _comparable(current, prior):
            current = None
        word = (found.start("word"), found.end("word"), 1 if found["up"] else -1)
        used |= {id(m) for m in (current, change, prior) if m is not None}
        changes.append(Change(current, prior, change, word))
    return changes, used


_RANGE = re.compile(
    r"\b(?:rang(?:ed?|es|ing)|var(?:y|ied|ies|ying))\s+(?:\w+\s+)?(?:from|between)\b|\bbetween\b(?=[^⟦⟧]{0,14}⟦)|介[乎于於]",
    re.I,
)
_ENDS = re.compile(
    r"⟦(?P<kind>[APX])\d+⟧[^⟦⟧.;，。；]{0,24}?(?:\bto\b|\band\b|[至到和與与–—-])[^⟦⟧.;，。；]{0,10}?⟦(?P=kind)\d+⟧",
    re.I,
)


def _ends_of_ranges(clause: Clause) -> set[int]:
    """The figures between which something lies: "ranged from 2 to 4, down from 3 to 5" tells no change from 2 to 4."""
    opening = _RANGE.search(clause.skeleton)
    ranges = _ENDS.finditer(clause.skeleton, opening.start()) if opening is not None else ()
    return {id(m) for found in ranges for m in clause.figures() if found.start() <= m.start < found.end()}


_ADDS = re.compile(
    r"(?!\s*(?:of\s+(?:them|which|whom|these|those)|thereof|including)\b)[^⟦⟧.;]{0,30}?(?:⟦[TR]\d+⟧[^⟦⟧.;]{0,6})?[,(（]\s*(?:(?:or|which\s+(?:is|was)|that\s+is|i\.e\.|being|and|thus|some|about|almost|nearly|only|an?\s+\w+\s+of)\s*)?",
    re.I,
)
"""Between a value and how much it lies above another."""


def _find_pairs(clause: Clause, by_index: dict[int, Mark]) -> list[tuple[Mark, Mark]]:
    pairs: list[tuple[Mark, Mark]] = []
    used: set[int] = set()
    for pattern in (_FROM_TO, _PRIOR_FIRST, _STOOD_AT, _BRACKET, _WHILE):
        for found in pattern.finditer(clause.skeleton):
            group = found.groupdict()
            a = int(group.get("a") or group.get("za") or -1)
            b = int(group.get("b") or group.get("zb") or -1)
            if {a, b} & used or a not in by_index or b not in by_index or _is_later(by_index, group.get("when"), b):
                continue
            if _comparable(by_index[a], by_index[b]) or _is_money(by_index[a], by_index[b]):
                used |= {a, b}
                pairs.append((by_index[b], by_index[a]))
    free = [m for i, m in sorted(by_index.items()) if m.figure is not None and i not in used]
    pairs.extend(_compared_pairs(clause, free))
    return sorted(pairs, key=lambda p: min(p[0].start, p[1].start))


def _is_later(by_index: dict[int, Mark], when: str | None, value: int) -> bool:
    """True where the period of the second value lies after one that opens the first: "2023年為5，2024年為6"."""
    second = by_index[int(when)].period if when is not None else None
    if second is None or second.period is None:
        return False
    first = [m.period.period for i, m in by_index.items() if i < value and m.period is not None and m.period.period]
    return any(p.end < second.period.end for p in first)


def _compared_pairs(clause: Clause, free: list[Mark]) -> list[tuple[Mark, Mark]]:
    """Value ... compared with ... value: the nearest two figures of one class around a word of comparison."""
    pairs = []
    for word in COMPARED.finditer(clause.skeleton):
        before = [m for m in free if m.end <= word.start() and word.start() - m.end <= _REACH]
        after = [m for m in free if m.start >= word.end() and m.start - word.end() <= 70]
        if not before or not after or (after[0].kind not in "AP" and after[0].kind != "X"):
            continue
        if word.group().lower() == "from" and _SOURCE.search(clause.skeleton[: word.start()]):
            continue
        prior = after[0]
        between = clause.skeleton[word.end() : prior.start]
        if (
            _NEXT_ITEM.search(between)
            or _OTHER_THING.search(between)
            or (prior.kind == "A" and _HAN_BY.search(between))
        ):
            continue
        if re.search(r"[)）]", between) or (word.group().lower() in {"from", "than"} and len(between) > _NEAR):
            continue
        before = [
            m
            for m in before
            if not _is_change_mark(clause, m)
            and not _AMOUNT_BY.search(clause.skeleton[: m.start])
            and not _INCLUDED.search(clause.skeleton[: m.start])
            and not _is_in_brackets(clause.skeleton[m.end : word.start()])
        ]
        same = [m for m in before if m.kind == prior.kind and (_comparable(m, prior) or _same_digits(m, prior))]
        if not same or (len(before) > 1 and same[-1] is not before[-1] and len(same[-1:]) and before[-1].kind == "A"):
            continue
        current = same[-1]
        if prior.kind == "P" and clause.skeleton.count("⟦", current.end, prior.start) > 1:
            continue
        pairs.append((current, prior))
        free = [m for m in free if m is not current and m is not prior]
    return pairs


_OTHER_THING = re.compile(
    r"\b(?:statutory|standard|required|minimum|maximum|target(?:ed)?|budget(?:ed)?|industry|market|nominal|headline|limit|cap|quota)\b|法定|行[业業]|目[标標]|[预預]算|上限",
    re.I,
)
"""What a value is held against may be another thing than its own earlier value."""
_NEXT_ITEM = re.compile(r",\s+and\s", re.I)
"""Another item begins before the value: "a 1 % increase from last year, and gross profit of 359"."""
_HAN_BY = re.compile(
    r"[净淨]?(?:增加|增[长長]|[减減]少|下降|上升|[净淨]增|[净淨][减減]|[增减減][亏虧]|增|[减減])[了约約近逾\s]{0,3}$"
)
"""較年初減少 before an amount: by how much, not what it was."""

_SOURCE = re.compile(
    r"\b(?:impacts?|effects?|contributions?|benefit(?:s|t?ed|t?ing)?|support(?:ed)?|help(?:ed)?|stemm(?:ed|ing)|com(?:es?|ing)|proceeds|income|revenues?|gains?|loss(?:es)?|cash|arising|derived|generated|resulting)\s*$",
    re.I,
)
"""Words after which "from" tells where an amount comes from, not what it was before."""

_INCLUDED = re.compile(
    r"(?:includ(?:ing|es|ed)|net\s+of|excluding|其中|包括|扣除)\s+(?:an?\s+|the\s+)?[^⟦⟧]{0,12}$", re.I
)


def _is_in_brackets(after: str) -> bool:
    """True when a bracket closes between a figure and a word that it did not open: the figure is an aside's."""
    return sum(after.count(c) for c in ")）") > sum(after.count(c) for c in "(（")


def _is_money(a: Mark, b: Mark) -> bool:
    """True for two amounts of money, however far apart and in whatever currency: words pair them, so a slip shows."""
    if a.figure is None or b.figure is None or a.kind != "A":
        return False
    return all(len(m.figure.quantity.unit or "") == 3 for m in (a, b) if m.figure is not None)


def _same_digits(a: Mark, b: Mark) -> bool:
    """True for two amounts of money that are near, or would be with their scales left aside: one may have lost its scale or currency."""
    if not _is_money(a, b) or a.figure is None or b.figure is None or not (a.figure.value and b.figure.value):
        return False
    pairs = ((a.figure.quantity.number, b.figure.quantity.number), (a.figure.value, b.figure.value))
    return any(max(abs(x), abs(y)) / min(abs(x), abs(y)) < _FAR_DIGITS for x, y in pairs)


def _comparable(a: Mark, b: Mark) -> bool:
    if a.figure is None or b.figure is None:
        return False
    x, y = a.figure.quantity, b.figure.quantity
    if x.unit != y.unit and not (None in {x.unit, y.unit} and x.scale == y.scale):
        return False
    small, large = sorted((abs(x.value), abs(y.value)))
    return small == 0 or large / small < _FAR_APART


_SUPPOSED = re.compile(
    r"\bwould(?:\s+not)?\s+(?:have|be|increase|decrease|change|move|rise|fall|result|lead)\b|倘|若(?!干)|假[设設如若定]|[将將][会會]?(?:增|[减減]|上升|下[降跌])",
    re.I,
)
"""Words of a supposed change: what an amount would be if another thing moved."""


def _is_change_mark(clause: Clause, mark: Mark) -> bool:
    """True when a figure stands where a change stands: "by 5 %", "a 5 % increase", "up 5 %"; none where all is supposed."""
    if _SUPPOSED.search(clause.skeleton):
        return False
    before, after = clause.skeleton[: mark.start], clause.skeleton[mark.end :]
    if _CHANGE_AFTER.match(after):
        return True
    lead = _BY.search(before)
    if lead is None:
        return False
    opening = lead.group().lower()
    if opening.startswith("or"):
        return DIRECTION.search(before[max(0, lead.start() - 60) : lead.start()]) is not None
    if opening.startswith("gain") and mark.kind == "A":
        return False  # a gain of an amount is an item, not a change
    if opening.startswith("by"):
        return DIRECTION.search(before[max(0, lead.start() - 90) :]) is not None
    return True


_AMOUNT_BY = re.compile(
    r"(?:\b(?:increased|decreased|grew|rose|fell|declined|dropped|climbed|reduced|improved|up|down)|\bby|(?:increase|decrease|growth|decline|reduction|rise|drop|fall|net\s+addition)s?\s+of|\badding|[净淨][增减減]|增加|減少|减少|上升|下降)\s*(?:approximately|about|some|nearly|約|约)?\s*$",
    re.I,
)


def _find_change(clause: Clause, current: Mark, prior: Mark, low: int, high: int, used: set[int]) -> Mark | None:
    """The figure that states the change of a pair: per cent, points, times, or an amount after "by"."""
    best: tuple[int, Mark] | None = None
    for mark in clause.figures():
        if id(mark) in used or mark.start < low or mark.end > high or not _is_change_mark(clause, mark):
            continue
        if mark.kind == "A" and (prior.kind != "A" or not _AMOUNT_BY.search(clause.skeleton[: mark.start])):
            continue
        if _leads_elsewhere(clause, mark, current, prior) or _has_another_base(clause, mark, current, prior):
            continue
        distance = min(
            abs(mark.start - current.end),
            abs(current.start - mark.end),
            abs(mark.start - prior.end),
            abs(prior.start - mark.end),
        )
        if distance <= _REACH and (best is None or distance < best[0]):
            best = (distance, mark)
    return best[1] if best else None


def _leads_elsewhere(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True for a change that leads to a value before the pair: "fell 1 % to 10, after a provision of 3 (2022: 4)"."""
    between = [m for m in clause.figures("A") if change.end <= m.start < min(current.start, prior.start)]
    return bool(between) and _TO_VALUE.match(clause.skeleton[change.end : between[0].start]) is not None


def _has_another_base(clause: Clause, change: Mark, current: Mark, prior: Mark) -> bool:
    """True where a third value stands between the pair and its change: "768, against 712 in June and 664 a year ago, up 16 %"."""
    last = max(current.end, prior.end)
    return any(
        m is not current and m is not prior and _comparable(m, prior) and not _is_change_mark(clause, m)
        for m in clause.figures(prior.kind)
        if last <= m.start and m.end <= change.start
    )


def _find_word(
    clause: Clause, current: Mark | None, prior: Mark | None, change: Mark | None, low: int, high: int
) -> tuple[int, int, int] | None:
    """The word of direction nearest to the figures of a change, within its part of the clause; none where all is supposed."""
    if _SUPPOSED.search(clause.skeleton):
        return None
    anchors = [m for m in (change, current, prior) if m is not None]
    best: tuple[int, tuple[int, int, int]] | None = None
    told = min(m.start for m in anchors)
    low = max(
        [low, *(m.end for m in clause.figures("A") if current is not None and prior is not None and m.end <= told)]
    )
    barred = [(m.start(), m.end()) for m in NOT_CHANGE.finditer(clause.skeleton)]
    for word in DIRECTION.finditer(clause.skeleton, low, high):
        if any(a <= word.start() < b for a, b in barred):
            continue
        if _is_cause(clause, word.start(), anchors) or _is_aside(clause, word, current, prior):
            continue
        distance = min(min(abs(m.start - word.end()), abs(word.start() - m.end)) for m in anchors)
        direction = 1 if word.group("up") else -1 if word.group("down") else 0
        reach = 40 if current is not None and current.kind == "P" else 90
        if distance <= reach and (best is None or distance < best[0]):
            best = (distance, (word.start(), word.end(), direction))
    return best[1] if best else None


_CAUSE = re.compile(
    r"due\s+to|driven\s+by|primarily|mainly|principally|because|result(?:ing|ed)?\s+(?:from|of)|attributable|owing\s+to|thanks\s+to|caused\s+by|offset"
    r"|as\s+we\b|\bsince\b(?!\s*⟦)|reflecting(?!\s+an?\b)|主要|由於|由于|因為|因为|乃因|所致|抵銷|抵销",
    re.I,
)


_BASE_FORM = re.compile(r"(?:\b(?:to|and|will|would|may|might|could|can|should|further|not|or|helps?)\s+)$", re.I)


def _is_aside(clause: Clause, word: re.Match[str], current: Mark | None, prior: Mark | None) -> bool:
    """True for a word that tells no change of the pair: a verb's base form, a participle, a word after a bracketed year."""
    text = clause.skeleton
    if _BASE_FORM.search(text[max(0, word.start() - 12) : word.start()]) and not word.group().lower().endswith("ed"):
        return True
    if text.startswith("而", word.end()):
        return True  # 因 ... 下降而作出: why, not what
    if word.group().lower().endswith("ing") and not re.match(r"\s+(?:from|by|to)\b|\s*⟦", text[word.end() :]):
        return True
    if current is None or prior is None or not re.search(r"[(（]", text[current.end : prior.start]):
        return False
    return word.start() > prior.end + 12


def _is_cause(clause: Clause, at: int, anchors: list[Mark]) -> bool:
    """True when a word stands in the part of the clause that tells why, not what."""
    before = [m.end for m in anchors if m.end <= at]
    return bool(before) and _CAUSE.search(clause.skeleton[max(before) : at]) is not None


def _lone_changes(clause: Clause, used: set[int]) -> list[Change]:
    """Changes whose earlier value is not printed: "increased by 5 % to 12", "a 5 % increase", "fell 3 %"."""
    changes = []
    for mark in clause.figures():
        if id(mark) in used:
            continue
        told = _AMOUNT_BY.search(clause.skeleton[: mark.start]) if mark.kind == "A" else _is_change_mark(clause, mark)
        if not told:
            continue
        word = _find_word(clause, None, None, mark, max(0, mark.start - 90), min(len(clause.skeleton), mark.end + 60))
        if word is None and "同比" not in clause.skeleton:
            continue
        current = _value_of_change(clause, mark, used)
        prior = _base_of_change(clause, mark, used) if current is None else None
        used |= {id(m) for m in (mark, prior) if m is not None}
        changes.append(Change(current, prior, mark, word))
    return changes


_TO_VALUE = re.compile(
    r"^[^⟦⟧.;，。；]{0,60}?(?:⟦[TR]\d+⟧[^⟦⟧.;]{0,20}?)?(?:\b(?:to|at)\b|至|到|为|為)\s*(?:a\s+(?:total|record)\s+of\s+)?[^⟦⟧,.;]{0,20}?$",
    re.I,
)
_OF_VALUE = re.compile(
    r"^[^⟦⟧.;,，(（]{0,34}(?:⟦[TR]\d+⟧[^⟦⟧.;,，(（]{0,10})?[,，(（]\s*(?:(?:an?|up|down|representing|marking|reflecting|which|with|同比|较|較|按年|year[\s-]on[\s-]year|增|减|減|上升|下降)[^⟦⟧.;]{0,44})?$",
    re.I,
)


_ON_BASE = re.compile(
    r"\s+(?:on|from|against|compared\s+(?:with|to)|over)\s+(?:(?:the|its|our)\s+)?(?:(?:figure|amount)\s+of\s+)?"
)


def _base_of_change(clause: Clause, change: Mark, used: set[int]) -> Mark | None:
    """The value that a lone change is told of, right after it: "up 5 % on the ⟦A⟧ of last year"."""
    after = [m for m in clause.figures("A") if m.start > change.end and id(m) not in used]
    return after[0] if after and _ON_BASE.fullmatch(clause.skeleton[change.end : after[0].start]) else None


_OF_ANOTHER = re.compile(
    r"^[^⟦⟧.;]{0,24},\s+(?:and|with|while)\s+(?!(?:was|were|came|stood|reached|amounted|totall?ed|brought|led)\b)[a-z]",
    re.I,
)
"""What follows is another item's change, its verb left out: "down 7.5 %, and profit to 336.8"."""


def _value_of_change(clause: Clause, change: Mark, used: set[int]) -> Mark | None:
    """The value a lone change leads to: after "to", or the amount right before the change with a comma between."""
    free = [m for m in clause.figures("AP") if id(m) not in used and m is not change]
    for mark in free:
        between = clause.skeleton[change.end : mark.start]
        if mark.start > change.end and _TO_VALUE.match(between) and not _OF_ANOTHER.match(between):
            return mark
    for mark in reversed(free):
        if mark.end < change.start and mark.kind == "A":
            return mark if _OF_VALUE.match(clause.skeleton[mark.end : change.start]) else None
    return None
