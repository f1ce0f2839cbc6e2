"""Pairs of a current and an earlier value in a clause."""

from __future__ import annotations

import re

from tieout.concepts.phrases import COMPARED
from tieout.facts.change_marks import AMOUNT_BY, REACH, are_comparable, are_money, have_same_digits, is_change_mark
from tieout.facts.sentences import Clause, Mark

_TAIL = r"(?:(?!,\s+and\s+(?!(?:to|at)\b))[^⟦⟧.;]){0,40}?(?:⟦[TR]\d+⟧[^⟦⟧.;]{0,12}?){0,2}"
_FROM_TO = re.compile(
    rf"\bfrom\s+[^⟦⟧,.;]{{0,40}}?(?:⟦[TR]\d+⟧[^⟦⟧,.;]{{0,30}}?)?⟦(?P<kind>[APX])(?P<a>\d+)⟧{_TAIL}(?:\b(?:up|down)\s+)?(?<!due\s)(?<!owing\s)(?<!thanks\s)\bto\s+[^⟦⟧,.;]{{0,30}}?(?:⟦[TR]\d+⟧[^⟦⟧,.;]{{0,30}}?)?⟦(?P=kind)(?P<b>\d+)⟧"
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
_BY_RATE = (
    r"(?:,?\s*(?:(?:which\s+is|being|representing)\s+)?(?:up|down|an?\s+(?:increase|decrease|decline|rise|fall|drop|growth)\s+of)(?:\s+by)?\s+⟦(?:Q|(?!(?P=kind))P)\d+⟧"
    r"(?:\s*,?\s*(?:year[\s-]o(?:n|ver)[\s-]year|yoy|y-o-y))?"
    r"|[，,]\s*(?:同比|按年|[较較](?:⟦[TR]\d+⟧|[上去]年(?:同期)?))?(?:大幅|略有?|小幅|轻微|輕微)?(?:增[长長加]|上[升涨漲]|下[降滑跌]|[减減]少|提[升高]|降低|[升降增减減跌])[了约約近逾]?⟦(?:Q|(?!(?P=kind))P)\d+⟧)?"
)
"""By how much, between a value and the one of the year before: percentages change by points here."""
_BRACKET = re.compile(
    rf"⟦(?P<kind>[APX])(?P<b>\d+)⟧{_BY_RATE}[^⟦⟧.;()（）]{{0,24}}(?:⟦[TR]\d+⟧[^⟦⟧.;()（）]{{0,12}})?"
    r"[(（]\s*(?:(?:in|for|at|as\s+(?:at|of))\s+)?(?:the\s+)?⟦[TR]\d+⟧\s*[:：]?\s*(?:為|为)?\s*⟦(?P=kind)(?P<a>\d+)⟧\s*[)）]",
    re.I,
)
_WHILE = re.compile(
    rf"⟦(?P<kind>[APX])(?P<b>\d+)⟧{_BY_RATE}[，,]\s*(?:而\s*)?⟦(?:T(?P<when>\d+)⟧\s*[则則]?\s*[为為是]|R\d+⟧\s*[则則]?\s*[为為是]?)\s*[约約]?\s*⟦(?P=kind)(?P<a>\d+)⟧"
)
_NEAR = 40


def find_pairs(clause: Clause, by_index: dict[int, Mark]) -> list[tuple[Mark, Mark]]:
    pairs: list[tuple[Mark, Mark]] = []
    used: set[int] = set()
    for pattern in (_FROM_TO, _PRIOR_FIRST, _STOOD_AT, _BRACKET, _WHILE):
        for found in pattern.finditer(clause.skeleton):
            group = found.groupdict()
            a = int(group.get("a") or group.get("za") or -1)
            b = int(group.get("b") or group.get("zb") or -1)
            if {a, b} & used or a not in by_index or b not in by_index or _is_later(by_index, group.get("when"), b):
                continue
            if pattern is _FROM_TO and _FORECAST.search(clause.skeleton[found.start() : by_index[a].start]):
                continue
            if are_comparable(by_index[a], by_index[b]) or are_money(by_index[a], by_index[b]):
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
        before = [m for m in free if m.end <= word.start() and word.start() - m.end <= REACH]
        after = [m for m in free if m.start >= word.end() and m.start - word.end() <= 70]
        if not before or not after or (after[0].kind not in "AP" and after[0].kind != "X"):
            continue
        if word.group().lower() == "from" and _SOURCE.search(clause.skeleton[: word.start()]):
            continue
        prior = after[0]
        between = clause.skeleton[word.end() : prior.start]
        bare = word.group().lower() in {"from", "than"}
        if (
            _NEXT_ITEM.search(between)
            or _OTHER_THING.search(between)
            or _BY.search(between)
            or (bare and _SOURCE_OF.search(between))
            or (prior.kind == "A" and _HAN_BY.search(between))
        ):
            continue
        if re.search(r"[)）]", between) or (bare and len(between) > _NEAR):
            continue
        before = [
            m
            for m in before
            if not is_change_mark(clause, m)
            and not AMOUNT_BY.search(clause.skeleton[: m.start])
            and not _INCLUDED.search(clause.skeleton[: m.start])
            and not _is_in_brackets(clause.skeleton[m.end : word.start()])
            and not _IS_BASE.search(clause.skeleton[: m.start])
        ]
        if len(before) > 1 and _OR.fullmatch(clause.skeleton[before[-2].end : before[-1].start]):
            before = [
                m for m in before if _is_per(clause, m) == _is_per(clause, prior)
            ] or before  # "19 million or 1.04 a share"
        same = [m for m in before if m.kind == prior.kind and (are_comparable(m, prior) or have_same_digits(m, prior))]
        if not same or (len(before) > 1 and same[-1] is not before[-1] and len(same[-1:]) and before[-1].kind == "A"):
            continue
        current = same[-1]
        if prior.kind == "P" and clause.skeleton.count("⟦", current.end, prior.start) > 1:
            continue
        pairs.append((current, prior))
        free = [m for m in free if m is not current and m is not prior]
    return pairs


_OTHER_THING = re.compile(
    r"\b(?:statutory|standard|required|minimum|maximum|target(?:ed)?|budget(?:ed)?|industry|market|nominal|headline|limit|cap|quota"
    r"|guid(?:ed|ance)|outlook|range|expectations?|estimates?|consensus|forecasts?|request(?:ed)?|propos(?:ed|al)|recommend\w*|overall)\b|法定|行[业業]|目[标標]|[预預]算|上限",
    re.I,
)
"""What a value is held against may be another thing than its own earlier value."""
_FORECAST = re.compile(r"\b(?:guidance|range|outlook)\b(?!\s+midpoint)", re.I)
"""After "from": the two values are the ends of what was forecast before."""
_NEXT_ITEM = re.compile(
    r",\s+and\s|⟦[TR]\d+⟧,?\s+and\s|\b(?:despite|due\s+to|because|driven|result(?:ing|ed)|largely|primarily|mainly|principally|reflecting|exceeding|includ(?:es?|ed|ing)"
    r"|which|as\s+(?:we|our|it|they|modest|strong))\b",
    re.I,
)
"""Another item, or why it is so, begins before the value: "a 1 % increase from last year, and gross profit of 359"."""
_BY = re.compile(r"\b(?:by|at)\s*(?:(?:approximately|about|some|nearly|over|more\s+than)\s+)?$", re.I)
"""After these words stands by how much, or what it is now: "up from last year by 61", "unchanged from a year ago at 149"."""
_SOURCE_OF = re.compile(
    r"[,;]|^\s*(?:the\s+)?(?:lower|higher|increas|decreas|reduc|improv|chang|impact|acqui|dispos|sale|exercise|issu)|\bU\.S\.?\b",
    re.I,
)
"""After "from": where an amount comes from, or why: "0.21 from lower revenue and 0.05 from higher costs"."""
_IS_BASE = re.compile(
    r"\b(?:from|versus|against|than|compared\s+(?:to|with))\s+(?:(?!\b(?:was|were|is|are|of|to|at|reached|totall?ed|stood|came)\b)[^⟦⟧,;]){0,40}"
    r"(?:⟦[TR]\d+⟧[^⟦⟧,;]{0,30})?$",
    re.I,
)
"""Before a value that is itself compared with; not in "cash generated from operations was"."""
_OR = re.compile(r"[^⟦⟧.;]{0,24}\bor\s+", re.I)
_PER = re.compile(
    r"\s*(?:per|a|an|each)\s+(?:\w+\s+)?(?:share|unit|ADS|ADR|vehicle|barrel|ton(?:ne)?|room|night|day|month|order|customer|user|head)\b",
    re.I,
)


def _is_per(clause: Clause, mark: Mark) -> bool:
    """True for an amount for one share or unit."""
    return _PER.match(clause.skeleton, mark.end) is not None


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


_RANGE = re.compile(
    r"\b(?:rang(?:ed?|es|ing)|var(?:y|ied|ies|ying))\s+(?:\w+\s+)?(?:from|between)\b|\bbetween\b(?=[^⟦⟧]{0,14}⟦)|介[乎于於]",
    re.I,
)
_ENDS = re.compile(
    r"⟦(?P<kind>[APX])\d+⟧[^⟦⟧.;，。；]{0,24}?(?:\bto\b|\band\b|[至到和與与–—-])[^⟦⟧.;，。；]{0,10}?⟦(?P=kind)\d+⟧",
    re.I,
)


_PLAIN_RANGE = re.compile(
    r"(?P<by>\bby\s+)?(?P<from>\bfrom\b[^⟦⟧]{0,40})?⟦(?P<kind>[APX])\d+⟧\s*(?:to|-|–|—)\s*⟦(?P=kind)\d+⟧", re.I
)


def ends_of_ranges(clause: Clause) -> set[int]:
    """The figures between which something lies: "ranged from 2 to 4, down from 3 to 5" tells no change from 2 to 4, nor does "2 to 4"; "by 2 to 4" tells how
    much and what to, unless the two are of one size."""
    opening = _RANGE.search(clause.skeleton)
    ranges = [*_ENDS.finditer(clause.skeleton, opening.start())] if opening is not None else []
    ranges += [f for f in _PLAIN_RANGE.finditer(clause.skeleton) if not f["from"] or "range" in f["from"].lower()]
    ranges = [f for f in ranges if not f.groupdict().get("by") or _are_of_one_size(clause, f)]
    return {id(m) for found in ranges for m in clause.figures() if found.start() <= m.start < found.end()}


_ONE_SIZE = 2


def _are_of_one_size(clause: Clause, found: re.Match[str]) -> bool:
    """True for two amounts of which neither is twice the other."""
    sizes = sorted(
        abs(m.figure.value) for m in clause.figures("A") if found.start() <= m.start < found.end() and m.figure
    )
    return len(sizes) > 1 and sizes[-1] < _ONE_SIZE * sizes[0]
