"""What speaks against a figure although its place prints it: another year, the other side of zero, hundredths, the other direction."""

from __future__ import annotations

import re

from tieout.answer.verify.claims import Part
from tieout.answer.verify.evidence import Evidence, Record
from tieout.answer.verify.words import find_quarters, find_quarters_in
from tieout.concepts.phrases import DIRECTION, NOT_CHANGE
from tieout.concepts.words import fold
from tieout.model import Figure, Span
from tieout.numbers.interval import interval_of

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|,\d|\.\d)")
_OPENS = re.compile(r"[(（]\s*((?:19|20)\d\d)年?\s*[:：]\s*[^\d()（）]{0,12}$")
"""(2021: HK$9,799,000): a year that opens the value after it."""
_ASIDE = re.compile(r"[(（]\s*(?:FY\s*)?(?:19|20)\d\d\s*年?(?:度)?\s*[:：][^()（）]*(?:[)）]|$)")
"""The comparative in brackets: its year is that of no figure outside."""
_COMPARATIVE = re.compile(
    r"(?:\bfrom|\bcompared (?:to|with)|\bagainst|\bversus|\bthan|\bup on|较|較|比)\s*(?:the\s+)?(?:about\s+|approximately\s+)?[(（]?(?:[A-Z]{0,3}[$€£¥￥]|RMB|人民[币幣])?\s*$",
    re.I,
)
"""What stands right before the value of the time before."""
_THAT_OF = re.compile(
    r"\b(?:than|from|over|against|versus|compared (?:to|with))\s+(?:(?:that|those)\s+)?(?:(?:of|in|for)\s+)?(?:the\s+)?(?:fiscal\s+|year\s+)?(?:19|20)\d\d\b(?!\s*(?:to|and)\b)"
    r"|\b(?:that|those)\s+(?:of|in|for)\s+(?:fiscal\s+|year\s+)?(?:19|20)\d\d\b",
    re.I,
)
"""A year that is only compared with."""
_PLUS = re.compile(
    r"\bprofits?\b|\bgains?\b|\binflows?\b|\bsurplus\b|\bgenerated\b|\bprovided\b|cash from\b|净流入|盈利|收益|利润",
    re.I,
)
_MINUS = re.compile(r"\bloss(?:es)?\b|\bdeficit\b|\boutflows?\b|\bused\b|\bnegative\b|净流出|亏损|净亏", re.I)
_NO_SIDE = re.compile(
    r"(?:profit or loss|profits? and loss(?:es)?|gains? and losses|gains? or losses|loss allowance|credit loss(?:es)?|impairment loss(?:es)?|loss on|gross profit|(?:tax|valued?|rate|ratio|margin) .{0,20}(?:profit|loss)|损益)", re.I
)  # fmt: skip
_CENTS = re.compile(r"\s*[)）]?\s*(?:HK|US|RMB)?\s*(?:cents?\b|港?仙)", re.I)
_TO = re.compile(
    r"(?P<move>[A-Za-z]+|[\u4e00-\u9fff]{1,6}?)(?:\s+(?:by|of)\s[^,;，；]{1,40}?)?\s*(?:\bto\b|至|到)\s*(?:about|approximately|around|nearly|约|約)?\s*(?:[A-Z]{2,3}\$?|[$€£¥]|人民[币幣])?\s*$"
)
_CASH = re.compile(r"cash flow|现金流量?净额|净现金", re.I)
_SIDES = ("a loss or outflow", "a profit or inflow")
_BEFORE, _AFTER = 60, 12


def find_contradiction(part: Part, place: Span, document: str, evidence: Evidence) -> tuple[str, Span] | None:
    """(why, the source's figure that says otherwise) for a figure printed at a place; None where nothing speaks against it."""
    record = evidence.record_at(place)
    if record is None:
        return None
    k = next((i for i, f in enumerate(record.figures) if f.span == place), None)
    if k is None:
        return None
    text = evidence.documents[document].layer(place.layer).text
    return (
        _other_year(part, record, k)
        or _other_quarter(part, record, k)
        or _other_side(part, record, k, evidence)
        or _hundredths(part, record.figures[k], text)
        or _other_way(part, record, k)
    )


def names_other_years(part: Part, record: Record, k: int) -> bool | None:
    """Whether a row prints its k-th figure for other years than the claim's; None where either names none."""
    named, own = _years_named(part), {w for w in record.column(k) if _YEAR.fullmatch(w)}
    return None if not named or not own else not named & own


def _years_named(part: Part) -> set[str]:
    """The years that a claim names for a figure: of one in brackets after its year that one, else those outside such brackets."""
    at = part.figure.span.start - part.base - part.start
    if (
        _COMPARATIVE.search(part.text[:at])
        and len(set(_YEAR.findall(part.text[:at]))) == 1
        and not _YEAR.search(part.text[at:])
    ):
        return set()
    aside = next((m for m in _ASIDE.finditer(part.text) if m.start() < at < m.end()), None)
    return set(_YEAR.findall(aside[0] if aside is not None else _THAT_OF.sub(" ", _ASIDE.sub(" ", part.text))))


def _other_year(part: Part, record: Record, k: int) -> tuple[str, Span] | None:
    """A row prints the figure for another year than the claim's, and for the claim's year something else."""
    named = _years_named(part)
    if not record.row:
        return _opened_by_other_year(part, record, k, named)
    own = {w for w in record.column(k) if _YEAR.fullmatch(w)}
    if len(named) != 1 or len(own) != 1 or named & own:
        return None
    wanted = named.pop()
    heads = record.column(k) - own
    fitting = [
        f
        for j, f in enumerate(record.figures)
        if {w for w in record.column(j) if _YEAR.fullmatch(w)} == {wanted} and record.column(j) - {wanted} == heads
    ]
    alike = [f for f in fitting if f.quantity.unit == record.figures[k].quantity.unit]
    if len(alike) != 1 or abs(interval_of(alike[0].quantity)).meets(abs(interval_of(part.figure.quantity))):
        return None
    return (
        f"{_quote(part.figure)} is printed for {own.pop()}; for {wanted} the source prints {_quote(alike[0])}.",
        alike[0].span,
    )


def _other_quarter(part: Part, record: Record, k: int) -> tuple[str, Span] | None:
    """A row prints the figure for another quarter than the claim's, and for the claim's quarter something else."""
    named, own = find_quarters(part.text), find_quarters_in(record.column(k))
    if len(named) != 1 or len(own) != 1 or named == own:
        return None
    wanted = next(iter(named))
    fitting = [f for j, f in enumerate(record.figures) if find_quarters_in(record.column(j)) == named]
    if len(fitting) != 1 or abs(interval_of(fitting[0].quantity)).meets(abs(interval_of(part.figure.quantity))):
        return None
    return (
        f"{_quote(part.figure)} is printed for {next(iter(own)).upper()}; for {wanted.upper()} the source prints {_quote(fitting[0])}.",
        fitting[0].span,
    )


def _opened_by_other_year(part: Part, record: Record, k: int, named: set[str]) -> tuple[str, Span] | None:
    """A sentence prints the figure as the comparative, "HK$7,300 (2021: HK$9,799)", or beside the comparative of the claim's year."""
    figure = record.figures[k]
    after = record.figures[k + 1] if k + 1 < len(record.figures) else None
    then = _OPENS.search(record.text[: after.span.start - record.start]) if after is not None else None
    if after is not None and then is not None and named == {then[1]} and after.quantity.unit == figure.quantity.unit:
        if abs(interval_of(after.quantity)).meets(abs(interval_of(part.figure.quantity))):
            return None
        return (
            f"{_quote(part.figure)} is printed for another year; for {then[1]} the source prints {_quote(after)}.",
            after.span,
        )
    opened = _OPENS.search(record.text[: figure.span.start - record.start])
    if opened is None or not named or opened[1] in named or k == 0:
        return None
    before = record.figures[k - 1]
    if before.quantity.unit != figure.quantity.unit or abs(interval_of(before.quantity)).meets(
        abs(interval_of(part.figure.quantity))
    ):
        return None
    return (
        f"{_quote(part.figure)} is printed for {opened[1]}; beside it the source prints {_quote(before)}.",
        before.span,
    )


def _side_of(text: str) -> int:
    """+1 for a profit or inflow, -1 for a loss or outflow, 0 where neither or both are named."""
    plain = _NO_SIDE.sub(" ", fold(text))
    plus, minus = _PLUS.search(plain) is not None, _MINUS.search(plain) is not None
    return 0 if plus == minus else 1 if plus else -1


def _other_side(part: Part, record: Record, k: int, evidence: Evidence) -> tuple[str, Span] | None:
    """The claim tells a profit or inflow where the row prints a loss or outflow, and the reverse."""
    figure = record.figures[k]
    told = _side_of(part.text)
    if not told or figure.quantity.unit in {"%", "pp", "bp", "x"}:
        return None
    if not record.row:
        near = re.split(r"[,;，；。]", record.text[: figure.span.start - record.start])[-1][-_BEFORE:]
        if _side_of(near) != -told:
            return None
        return (
            f"The claim tells {_SIDES[told > 0]}, the source {_SIDES[told < 0]}: {near.strip()} {_quote(figure)}.",
            figure.span,
        )
    label = record.text.split(":", 1)[0]
    plain = _NO_SIDE.sub(" ", fold(label))
    both = bool(_PLUS.search(plain)) and bool(_MINUS.search(plain))
    side = _side_of(label)
    if both or side == 1:
        printed = -1 if evidence.is_negative(figure) else 1
    elif side == -1 or (_CASH.search(fold(label)) and evidence.is_negative(figure)):
        printed = -1
    else:
        return None
    if printed == told:
        return None
    return (
        f"The claim tells {_SIDES[told > 0]}, the source prints {_SIDES[printed > 0]}: {label.strip(' |')} {_quote(figure)}.",
        figure.span,
    )


def _hundredths(part: Part, figure: Figure, text: str) -> tuple[str, Span] | None:
    """The source prints cents where the claim tells whole units."""
    said = part.text[part.figure.span.end - part.base - part.start :][:_AFTER]
    if (
        figure.quantity.scale == -2
        or not _CENTS.match(text[figure.span.end : figure.span.end + _AFTER])
        or _CENTS.match(said)
    ):
        return None
    if (
        part.figure.quantity.unit is None
        or len(part.figure.quantity.unit) != 3
        or re.search(r"cents?|仙|分", part.figure.span.quote)
    ):
        return None
    return f"{_quote(part.figure)} is told where the source prints {_quote(figure)} cents.", figure.span


def _other_way(part: Part, record: Record, k: int) -> tuple[str, Span] | None:
    """ "Increased to X" where the row's year before is larger than X."""
    before = part.text[
        max(0, part.figure.span.start - part.base - part.start - _BEFORE) : part.figure.span.start
        - part.base
        - part.start
    ]
    move = _TO.search(before)
    found = DIRECTION.search(before, move.start("move")) if move else None
    if not record.row or found is None or found.group("flat") or NOT_CHANGE.search(before):
        return None
    own = {w for w in record.column(k) if _YEAR.fullmatch(w)}
    if len(own) != 1:
        return None
    prior = str(int(own.pop()) - 1)
    figures = [
        f for j, f in enumerate(record.figures) if {w for w in record.column(j) if _YEAR.fullmatch(w)} == {prior}
    ]
    now = record.figures[k]
    if len(figures) != 1 or figures[0].quantity.unit != now.quantity.unit:
        return None
    a, b = abs(now.quantity.value), abs(figures[0].quantity.value)
    if (now.quantity.value < 0) != (figures[0].quantity.value < 0) or a == b or (a > b) == bool(found.group("up")):
        return None
    return (
        f'The claim says "{found.group()}", but the source prints {_quote(figures[0])} for {prior} and {_quote(now)} after it.',
        figures[0].span,
    )


def _quote(figure: Figure) -> str:
    return " ".join(figure.span.quote.split())
