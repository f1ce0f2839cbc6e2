"""What a sentence of a call tells of the whole company: a measure, its amount or range, its rate of change and its period.

A figure counts only where the words before it name the measure and lead straight to the amount ("revenue was", "earnings per
share increased 14% to"); the amount of a change, of the year before or of a part is left out. Which error is worse: a
measure told with another's amount; so what is not plain is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tieout.answer.summary.sentences import OwnSentence
from tieout.model import Figure

_QUARTERS = {"first": "Q1", "second": "Q2", "third": "Q3", "fourth": "Q4"}
_PERIOD = re.compile(
    r"(?P<part>nine[- ]months?|six[- ]months?|year[- ]to[- ]date|first half|second half|half[- ]year|trailing|last twelve|annuali[sz]ed|run[- ]rate|per month|"
    r"first nine|first six|prior[- ]year (?:quarter|period)|comparable (?:prior|period)|three[- ]year|two[- ]year|(?:last|prior|previous) (?:year|quarter)[’']s|(?:year|quarter) ago)"
    r"|(?P<quarter>\b(?:first|second|third|fourth)[- ]quarter(?! of (?:the )?(?:last|prior))|\bq[1-4]\b)|(?P<this>\b(?:the|this|our|current) quarter\b|\bquarterly\b)"
    r"|(?P<year>\bfull[- ]year\b|\bfor the (?:fiscal )?year\b|\bfiscal (?:year )?(?:20)?\d\d\b|(?<![\d,.$])\b20[12]\d\b(?![\d,]*\d)|\bannual\b)",
    re.I,
)  # fmt: skip
_YEAR = re.compile(r"\b(20[12]\d)\b")
_AHEAD = re.compile(
    r"\b(?:expects?|expecting|anticipat(?:e|es|ing)|forecast(?:s|ing)?|project(?:s|ing)|estimates?|targets?|targeting|guidance|outlook|guiding|range|will (?:be|enable|deliver|generate|grow)|to be (?:in|between|approximately|about))\b"
    r"|\b(?:is|are|now) expected\b|\b(?:is|are) anticipated\b", re.I,
)  # fmt: skip
_MET = re.compile(
    r"\b(?:exceed\w*|above|beat\w*|ahead of|better than|below|within|versus|high end|low end|midpoint|compared)\b[^$]{0,40}\b(?:guidance|range|outlook|expectations?)",
    re.I,
)
"""A result held against what was expected of it looks back."""
_ADJUSTED = re.compile(r"\b(?:adjusted|non-?gaap|normali[sz]ed|comparable|adj\.?)\b", re.I)
_EXCLUDING = re.compile(r"\b(?:excluding|exclusive of|before (?:special|notable)|net of these|ex-\w+)\b", re.I)
_PLAIN_BASIS = re.compile(r"\b(?:on a gaap basis|gaap|reported)\b", re.I)
_OWN_KIND = re.compile(r"\b(core|operating|distributable|cash|underlying)\b", re.I)
_SHARE = r"(?:per|a) (?:fully )?(?:diluted |common |basic |ordinary )*(?:share|unit)\b"
_EARNED = re.compile(
    rf"\b(?:(?P<eps>eps)|(?P<ffo>a?ffo|funds from operations)|(?P<loss>loss(?:es)?)|(?P<verb>earned)|(?P<gain>earnings|net income|income|profit))\b(?:\s*\((?:eps|a?ffo)\))?(?P<share>[^.$;,]{{0,60}}?\b{_SHARE}(?:,? or eps)?)?",
    re.I,
)
_NO_LOSS = re.compile(r"\b(?:realized|unrealized|credit|loan|before|prior to|or|and|from)\s+$", re.I)
_TAIL_SHARE = re.compile(rf"\s*(?:on a |in )?{_SHARE}", re.I)
_NO_AMOUNT = re.compile(
    r"\s*(?:\w+ ){0,2}(?:benefit|headwind|tailwind|impact|improvement|increase|decrease|gain|charge|better|higher|lower|above|below|more|less|ahead|dividend|accretion)\b",
    re.I,
)
"""After "per share": an effect on the result or a distance from another one."""
_NOT_EARNED = re.compile(
    r"dividend|book value|\bnav\b|distributions?\b|headwind|tailwind|\bimpact|benefit|charge|contribut|accreti|repurchas|price|cents? of|tax|related",
    re.I,
)
_LINK = re.compile(
    r"(?:\b(?:of|was|were|is|are|be|at|to|totall?ed|reached|came in|exceeded|between|was a|generated|delivered|posted|achieved|reported)\b|[:—-])\s*(?:an? )?(?:(?:all-time |new |company )*record (?:of |high )*|strong |solid |approximately |about |nearly |around |roughly |over |more than |just over |(?:in )?(?:a |the )range (?:of |between )?|between )*$",
    re.I,
)
_CHANGED_BY = re.compile(
    r"\b(?:up|down|increas\w*|grew|growth|rose|improv\w*|declin\w*|decreas\w*|fell|higher|lower)\s+(?:by\s+|of\s+)?(?:an? |approximately |about |nearly |over |more than )*$",
    re.I,
)
_BETWEEN = re.compile(
    r"compared|versus|against|\bfrom\b|impact|headwind|tailwind|benefit|includ|offset|contribut|previous|prior|due to|driven|because|result of|relat|margin|\bthan\b",
    re.I,
)
"""Words between a measure's name and an amount by which the amount is of something else."""
_HELD_AGAINST = re.compile(r"\b(?:compared|versus|against|than|over)\b[^;]{0,60}$", re.I)
_CONTEXT = re.compile(
    r"(?P<part>nine[- ]months?|six[- ]months?|year[- ]to[- ]date|first half|second half)|(?P<year>\bfull[- ]year\b|\bfor (?:the|fiscal) (?:fiscal )?(?:year|20\d\d)\b|\bfiscal year\b)"
    r"|(?P<quarter>\b(?:first|second|third|fourth)[- ]quarter\b|\bq[1-4]\b|\b(?:the|this) quarter\b)", re.I,
)  # fmt: skip
_MEASURES: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("net sales", 3.0, re.compile(r"\bnet sales\b", re.I)),
    ("same store sales", 2.4, re.compile(r"\b(?:same[- ]store|comparable(?: store)?) sales\b|\bcomps?\b(?! (?:average|ticket|transactions?|store|base))", re.I)),
    ("revenue", 3.0, re.compile(r"\brevenues?\b", re.I)),
    ("sales", 2.8, re.compile(r"\bsales\b", re.I)),
    ("net income", 1.6, re.compile(r"\bnet (?:income|earnings)\b", re.I)),
    ("adjusted EBITDA", 1.2, re.compile(r"\badjusted ebitda\b", re.I)),
)  # fmt: skip
_NAMED_AFTER = re.compile(r"\s*(?:of|in)\s+(?:(?:total|record|consolidated|quarterly|adjusted|net)\s+)*$", re.I)
_NARROWS = re.compile(
    r"\s*(?:per\b|/|margin|multiple|growth|attributable to (?!common|shareholders|stockholders))", re.I
)
_PLAIN = re.compile(
    r"a|achieved|adjusted|again|all-time|also|an|and|announce|announced|another|anticipate|anticipates|anticipating|april|are|as|"
    r"at|august|basis|be|been|began|begin|beginning|between|both|by|closed|company|company's|companywide|consolidated|continue|"
    r"continues|continuing|currently|december|delivered|delivering|diluted|drove|during|earlier|earnings|ended|ending|enterprise|"
    r"excellent|expect|expected|expecting|expects|february|financial|firm-wide|first|fiscal|for|forecast|fourth|from|full|"
    r"full-year|fy|gaap|generated|global|good|great|group|guidance|had|happy|here|high|highlights|i|i'll|in|income|increasing|is|"
    r"it|it's|its|january|july|june|key|let|line|maintaining|march|may|me|morning|moving|net|night|non-gaap|november|now|"
    r"october|of|on|operating|our|outlook|overall|page|pleased|posted|project|projecting|proud|q1|q2|q3|q4|quarter|quarter's|"
    r"quarterly|quarterly-record|quarters|raising|range|reaffirming|record|recorded|reiterating|report|reported|reporting|reports|"
    r"result|results|saw|second|see|september|slide|so|solid|some|start|starting|strong|summary|terms|that|the|then|these|"
    r"third|this|to|today|today's|top|top-line|total|turning|updating|was|we|were|which|will|with|worldwide|would|year|year's|"
    r"years|yesterday|you",
    re.I,
)  # fmt: skip
"""Words that may stand before a measure of the whole company: who, when, and verbs of telling."""
_PART = re.compile(
    r"\bu\.s\.|\b(?:segments?|division|region|us|united states|north america\w*|canad\w+|mexic\w+|u\.?k|japan\w*|latin|americas?|europe\w*|asia|china|international|domestic|organic\w*|digital|online|e-commerce"
    r"|subscription|deferred|recurring|brands?|included|businesses|unit|category|categories|line of|platform|portfolio|acquisitions?|acquired|customers?|contribut\w+|backlog|percent of|% of|percentage of)\b",
    re.I,
)  # fmt: skip
_MOVED = re.compile(
    r"\s*(?:for the (?:third|first|second|fourth|full)?[- ]?(?:quarter|year)\s*)?(?:was |were |is )?(?:(?P<up>up|increased|grew|rose|positive)|(?P<down>down|decreased|declined|fell|negative))\s+(?:by\s+)?(?:approximately |about |nearly |over |more than |roughly |a strong |a record )*$",
    re.I,
)
_NEAR_UP = re.compile(r"\b(?:up|increas\w*|grew|grow\w*|rose|higher|improv\w*)\b", re.I)
_NEAR_DOWN = re.compile(r"\b(?:down|decreas\w*|declin\w*|fell|lower|drop\w*)\b", re.I)
_RATE_FOLLOWS = re.compile(
    r"[\s,]*(?:for the \w+[- ]?(?:quarter|year),?\s*)?(?:(?:which|this|that) (?:was|is|represents|represented)\s+|representing\s+|reflecting\s+|and\s+|or\s+|was\s+|were\s+)?(?:an? )?"
    r"(?:\w+ )?(?:up|down|increas\w+|decreas\w+|grew|growth|rose|declin\w+|fell|higher|lower)?(?:\s+(?:by|of))?(?:\s+(?:an? |approximately|about|nearly|over|more than|strong|record|solid))*\s*",
    re.I,
)
"""Between an amount and the rate by which it moved stands nothing else."""
_OTHER_BASE = re.compile(
    r"organic|sequential|constant|currenc|two years|2019|two-year|three-year|from the (?:second|first|third|fourth|prior|previous)|(?:versus|compared (?:to|with)|over) (?:the )?(?:second|first|third|fourth|prior|previous) quarter|pre-pandemic|excluding|adjusted for|on an? ",
    re.I,
)
"""A rate against another base than the year before."""
_BOTH_KINDS = re.compile(
    r"\b(?P<first>gaap|reported)\b[^$]{0,30}\band\b[^$]{0,12}\b(?:adjusted|non-?gaap|core)\b|\b(?P<second>adjusted|non-?gaap|core)\b[^$]{0,30}\band\b[^$]{0,12}\b(?:gaap|reported)\b",
    re.I,
)
_BOTH_PERIODS = re.compile(r"\bquarter\b[^$]{0,24}\band\b[^$]{0,24}\b(?:year|20\d\d)\b", re.I)
_REACH = 60
_LARGEST_SHARE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """A measure as a sentence tells it: `name` as it was said, `weight` how much it matters, `upper` the end of a range."""

    name: str
    weight: float
    period: str
    ahead: bool
    amount: Figure | None = None
    upper: Figure | None = None
    rate: Figure | None = None
    fell: bool = False


def find_context(sentence: OwnSentence) -> str | None:
    """The period a sentence leaves the next ones with: "FY", "part" for a part of the year, "quarter"; None where it names none."""
    named = list(_CONTEXT.finditer(sentence.text))
    return None if not named else "FY" if named[-1]["year"] else "part" if named[-1]["part"] else "quarter"


def find_told(sentence: OwnSentence, quarter: str | None, own: frozenset[str]) -> Iterator[Told]:
    """The measures that a sentence tells of the whole company; `own` are words of the company's name.

    `quarter` is the period meant where the sentence names none; None where what went before speaks of a part of the year.
    """
    text, base = sentence.span.quote, sentence.span.start
    money = [f for f in sentence.figures if f.quantity.unit is not None and len(f.quantity.unit) == 3]
    both = "respectively" in text
    for k, figure in enumerate(money):
        lead = _lead(text, base, money, k)
        if lead is None or _ends_range(text, base, money, k):
            continue
        start, end = figure.span.start - base, figure.span.end - base
        ahead = _looks_ahead(text[:start])
        upper = money[k + 1] if _ends_range(text, base, money, k + 1) else None
        period = _period(text[:start], text[end : end + _REACH], quarter, ahead)
        if period is None or (upper is not None and not ahead):
            continue
        tail = text[end : money[k + 1].span.start - base if k + 1 < len(money) else None]
        told = _earned(figure, lead, text[:start], tail, own) or _measured(figure, lead, text, start, tail, own)
        if told is None:
            continue
        told = replace(told, period=period, ahead=ahead, amount=figure, upper=upper)
        if both:
            yield from _resolve(told, text, base, money, k, quarter)
        else:
            rate, fell = (None, False) if ahead or told.weight > 3.5 else _near_rate(sentence, lead, start, end)
            yield replace(told, rate=rate, fell=fell)
    yield from _rates_alone(sentence, quarter, own)


def _lead(text: str, base: int, money: Sequence[Figure], k: int) -> str | None:
    """The words that lead to an amount, from the amount before it; through "A or B per share" and "from A to B" from further back.

    None for the amount that a change started from.
    """
    start = money[k].span.start - base
    if re.search(r"\bfrom\s+(?:an? )?(?:approximately |about )?$", text[:start], re.I):
        return None
    if k == 0:
        return text[:start]
    before = money[k - 1]
    gap = text[before.span.end - base : start]
    small = [abs(f.quantity.value) < _LARGEST_SHARE for f in (before, money[k])]
    if small[0] != small[1] and re.fullmatch(r"\s*,?\s*(?:or|and)\s*", gap):
        return _lead(text, base, money, k - 1)
    began = text[: before.span.start - base]
    if re.fullmatch(r"\s*(?:per (?:diluted )?share)?\s*to\s+(?:an? )?(?:record )?", gap) and re.search(
        r"\bfrom\s+$", began
    ):
        earlier = money[k - 2].span.end - base if k > 1 else 0
        return re.sub(r"\bfrom\s+$", "", began[earlier:]) + "to "
    return gap


def _ends_range(text: str, base: int, money: Sequence[Figure], k: int) -> bool:
    """True where the k-th amount ends a range that the one before it opens."""
    if not 0 < k < len(money):
        return False
    before = text[: money[k - 1].span.start - base]
    gap = text[money[k - 1].span.end - base : money[k].span.start - base].strip()
    if re.search(r"\bfrom\s+$", before):
        return False
    return gap in {"to", "-", "–", "through"} or (gap == "and" and "between" in before[-25:])


def _looks_ahead(before: str) -> bool:
    return _AHEAD.search(_MET.sub(" ", before)) is not None


def _period(before: str, after: str, quarter: str | None, ahead: bool) -> str | None:
    """The period named nearest before a figure, else just after it, else the call's; None for a part of the year or several."""
    named = [
        m for m in _PERIOD.finditer(before) if not re.search(r"\b(?:last|prior|previous)\s+$", before[: m.start()])
    ]
    found = named[-1] if named else _PERIOD.search(re.split(r"[;,]|\bcompared\b|\bversus\b", after)[0])
    if found is None:
        return "FY" if ahead else quarter
    if found["part"]:
        return None
    if found["quarter"]:
        word = found["quarter"].lower()
        return _QUARTERS.get(word.split("-")[0].split(" ")[0]) or word.upper()
    if found["this"]:
        return quarter
    year = _YEAR.search(before[found.start() :] if named else found[0]) if ahead else None
    return f"FY {year[1]}" if year is not None else "FY"


def _earned(figure: Figure, lead: str, before: str, tail: str, own: frozenset[str]) -> Told | None:
    """Earnings, a loss or funds from operations a share."""
    if figure.quantity.scale != 0 or abs(figure.quantity.value) >= _LARGEST_SHARE:
        return None
    names = [m for m in _EARNED.finditer(lead) if not (m["loss"] and _NO_LOSS.search(lead[: m.start()]))]
    share = _TAIL_SHARE.match(tail)
    if (
        not names
        or _NO_AMOUNT.match(tail[share.end() if share else 0 :])
        or _HELD_AGAINST.search(lead[: names[-1].start()])
    ):
        return None
    name = names[-1]
    gap = lead[name.end() :]
    if not (name["eps"] or name["share"] or share) or not _leads_on(gap, share is not None):
        return None
    at = before.rfind(name[0])  # the lead may have been reached through another amount
    if re.search(r"\bof\W*$", gap) and _HELD_AGAINST.search(before[:at]):
        return None  # "... compared to A and earnings per share of B": both are held against
    if name["verb"] and not _of_the_whole(before[:at], own):
        return None
    near = re.split(r"[;,]", lead[: name.start()])[-1][-45:]
    if _NOT_EARNED.search(near) or _NOT_EARNED.search(gap):
        return None
    return Told(_name_earned(name, near, before, tail), 4.0, "", False)


def _leads_on(gap: str, reached_by_amount: bool) -> bool:
    """True where the words after a measure's name lead to the amount and to nothing else."""
    if _BETWEEN.search(gap) or _CHANGED_BY.search(gap):
        return False
    return _LINK.search(gap) is not None or (reached_by_amount and not gap.strip())


def _name_earned(name: re.Match[str], near: str, before: str, tail: str) -> str:
    said = f"{near} {name[0]}"
    plain = _PLAIN_BASIS.search(re.sub(r"non-?gaap", " ", said, flags=re.I))
    adjusted = _ADJUSTED.search(said) or _EXCLUDING.search(re.split(r"[;,]|\bcompared\b|\bor\b", tail)[0])
    if not adjusted and plain is None and not re.search(r"\bon a gaap basis", before, re.I):
        adjusted = _EXCLUDING.search(before) or re.search(r"\b(?:adjusted|non-?gaap|core) basis", before, re.I)
    kind = _OWN_KIND.search(said)
    word = (
        "adjusted "
        if adjusted
        else f"{kind[1].lower()} "
        if kind and not (name["ffo"] and kind[1].lower() != "core")
        else ""
    )
    if name["ffo"]:
        return f"{'adjusted ' if name['ffo'].lower() == 'affo' else word}FFO per share"
    return f"{word}{'loss' if name['loss'] else 'earnings'} per share"


def _measured(figure: Figure, lead: str, text: str, start: int, tail: str, own: frozenset[str]) -> Told | None:
    """Sales, revenue, net income or adjusted EBITDA of the company."""
    if figure.quantity.scale < 6 and abs(figure.quantity.value) < 1_000_000:
        return None
    found = [(m, name, weight) for name, weight, pattern in _MEASURES for m in pattern.finditer(lead)]
    if found:
        name, word, weight = max(found, key=lambda f: (f[0].end(), f[0].end() - f[0].start()))
        gap, at = lead[name.end() :], start - len(lead) + name.start()
        told = _leads_on(gap, False) and not _NARROWS.match(gap) and not _PART.search(gap)
    else:
        after = [(m, name, weight) for name, weight, pattern in _MEASURES for m in pattern.finditer(tail[:_REACH])]
        if not after:
            return None
        name, word, weight = min(after, key=lambda f: (f[0].start(), f[0].start() - f[0].end()))
        at = start
        told = _NAMED_AFTER.match(tail[: name.start()]) is not None and not _CHANGED_BY.search(lead)
        told = told and not _NARROWS.match(tail[name.end() :]) and not _PART.search(tail[name.end() :][:_REACH])
    if not told or word == "same store sales" or not _of_the_whole(text[:at], own):
        return None
    return Told(word, weight, "", False)


def _of_the_whole(before: str, own: frozenset[str]) -> bool:
    """True where the words before a measure's name speak of the company, not of a part of it."""
    if _PART.search(before):
        return False
    *earlier, last = re.split(r"[;,]", before)
    words = re.findall(r"[A-Za-z][\w'-]*", last.replace("’", "'"))
    if any(w.lower().removesuffix("'s") not in own and not _PLAIN.fullmatch(w) for w in words):
        return False
    names = [w for part in earlier for w in re.findall(r"(?<=[a-z] )[A-Z][\w-]+", part)]
    return all(_PLAIN.fullmatch(w) or w.lower() in own for w in names)


def _near_rate(sentence: OwnSentence, lead: str, start: int, end: int) -> tuple[Figure | None, bool]:
    """(a rate of change told beside an amount, whether it fell)."""
    text, base = sentence.span.quote, sentence.span.start
    for figure in sentence.figures:
        a, b = figure.span.start - base, figure.span.end - base
        gap = text[end:a] if a >= end else text[b:start]
        inside = start - len(lead) <= a < start
        if (
            figure.quantity.unit != "%"
            or "$" in gap
            or (not inside if a < start else _RATE_FOLLOWS.fullmatch(gap) is None)
        ):
            continue
        if _OTHER_BASE.search(re.split(r"[.;,]", text[b : b + 60])[0]) or re.match(r"\s*(?:of|margin)\b", text[b:]):
            continue
        around = text[max(end if a >= end else 0, a - 32) : b + 12]
        up, down = _NEAR_UP.search(around), _NEAR_DOWN.search(around)
        if (up is None) != (down is None):
            return figure, down is not None
    return None, False


def _rates_alone(sentence: OwnSentence, quarter: str | None, own: frozenset[str]) -> Iterator[Told]:
    """ "Same store sales increased 4.7%": a rate whose subject is the measure."""
    text, base = sentence.span.quote, sentence.span.start
    if "respectively" in text:
        return
    for figure in sentence.figures:
        start, end = figure.span.start - base, figure.span.end - base
        if (
            figure.quantity.unit != "%"
            or _looks_ahead(text[:start])
            or re.search(r"\d", text[max(0, start - _REACH) : start])
        ):
            continue
        for name, weight, pattern in _MEASURES:
            found = list(pattern.finditer(text[max(0, start - _REACH - 20) : start]))
            at = max(0, start - _REACH - 20) + found[-1].start() if found else 0
            moved = _MOVED.fullmatch(text[at + len(found[-1][0]) : start]) if found else None
            if moved is None or name == "net income" or not _of_the_whole(text[:at], own):
                continue
            period = _period(text[:start], text[end : end + _REACH], quarter, False)
            if period is not None and not _OTHER_BASE.search(text[end : end + _REACH]):
                yield Told(name, weight - 0.9, period, False, rate=figure, fell=moved["down"] is not None)
            break


def _resolve(told: Told, text: str, base: int, money: Sequence[Figure], k: int, quarter: str | None) -> Iterator[Told]:
    """ "GAAP and adjusted ... of A and B, respectively", "quarter and year ... of A and B respectively": each with its own; nothing
    where the words do not pair."""
    after = text[money[k].span.end - base :]
    if k + 1 >= len(money) or not re.match(
        r"[^$]{0,3}\s*(?:per share )?and\s*$", text[money[k].span.end - base : money[k + 1].span.start - base]
    ):
        return
    if (
        re.match(r"[\s,]*(?:per share,?\s*)?respectively", text[money[k + 1].span.end - base :]) is None
        or told.upper is not None
    ):
        return
    lead = text[: money[k].span.start - base]
    kinds, periods = _BOTH_KINDS.search(lead[-90:]), _BOTH_PERIODS.search(lead[-150:])
    bare = told.name.removeprefix("adjusted ")
    if kinds is not None and (periods is None) and after:
        names = (bare, f"adjusted {bare}") if kinds["first"] else (f"adjusted {bare}", bare)
        yield replace(told, name=names[0])
        yield replace(told, name=names[1], amount=money[k + 1])
    elif periods is not None and kinds is None:
        if told.period != "FY" or quarter is not None:
            yield replace(told, period=quarter if told.period == "FY" and quarter is not None else told.period)
        yield replace(told, period="FY", amount=money[k + 1])
