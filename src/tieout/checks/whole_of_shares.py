"""Shares of opposites make up their whole.

What it tests: "42 % were women and 58 % were men", 男性占62.5%，女性占37.5%, "60 % of sales were domestic and the remaining 40 % overseas",
"fixed rate 70 %, floating rate 30 %".
Why it matters: the second of two such shares is worked out in the head.
Ties: 42 % and 58 %. Does not tie: 42 % women and 68 % men; 60 % and "the remaining 45 %".
Opposites that leave room for a third (domestic and overseas, online and offline) are only held against making more than all.
Source: the definition of a proportion; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._mistold import mistold
from tieout.checks._neighbours import Run, find_neighbours
from tieout.concepts.phrases import COMPARED
from tieout.model import Paper, Relation
from tieout.numbers.interval import interval_of

CODE = "P350"
NAME = "shares of opposites"


@dataclass(frozen=True)
class Settings:
    """`whole_percent`: what the shares of opposites make."""

    whole_percent: Decimal = Decimal(100)


_BOTH = tuple(
    (re.compile(a, re.I), re.compile(b, re.I))
    for a, b in (
        (r"\b(?:women|females?)\b", r"\b(?:men|males?)\b"),
        (r"女", r"男"),
    )
)
"""Opposites without a third."""
_MOST = tuple(
    (re.compile(a, re.I), re.compile(b, re.I))
    for a, b in (
        (
            r"\b(?:domestic(?:ally)?|mainland|home\s+market)\b",
            r"\b(?:overseas|abroad|international|foreign|exports?)\b",
        ),
        (r"\bonline\b", r"\boffline\b"),
        (r"\bonshore\b", r"\boffshore\b"),
        (r"\bfixed\b", r"\b(?:floating|variable)\b"),
        (r"\bself-operated\b", r"\bfranchised?\b"),
        (r"\bsecured\b", r"\bunsecured\b"),
        (r"\bwithin\s+(?:one|1)\s+year\b", r"\b(?:after|beyond|over)\s+(?:one|1)\s+year\b"),
        (r"国内|境内|內地|内地", r"海外|境外|国外|國外"),
        (r"[线線]上", r"[线線]下"),
        (r"固定", r"浮动|浮動"),
        (r"自[营營]", r"加盟"),
    )
)
_REST = re.compile(
    r"\b(?:the\s+)?(?:remaining|remainder|rest|balance|other)\b[^.;\d]{0,24}$|(?:其[余餘]|[余餘]下|剩[余餘])[^。；\d]{0,12}$",
    re.I,
)
_OTHERS = re.compile(r"其他[^。；，,\d]{0,8}[占佔]?[^。；，,\d]{0,4}$|\bothers?\s+(?:for\s+)?$", re.I)
_SHARE = re.compile(
    r"\bof\s+(?:which|whom|them|the|our|its|total|all|sales|revenue|employees|staff)\b|%\s+of\b|\b(?:made|makes?|making)\s+up|account|represent|contribut|proportion|\bshares?\b|\bwere\b|\bwas\b|\bare\b|\bis\b|\bwith\b|[占佔]|比例|比重|其中",
    re.I,
)
_RATES = re.compile(
    r"grow|grew|increas|decreas|declin|chang|margin|\brose\b|\bfell\b|\bup\b|\bdown\b|yield|utili[sz]|occupan|turnover|retention|penetration|higher|lower|satisf|pass|attend|train|interest\s+rate|effective|per\s+annum|\bp\.a\.|discount|"
    r"增|[減减]|升|[降跌]|毛利|利[润潤]率|利率[为為]|使用率|出租率|流失|培[训訓]|[较較]|同比",
    re.I,
)
_PLAIN = re.compile(
    r"\bma(?:de|kes?|king)\s+up\b|\b(?:fixed|floating|variable)[\s-](?:interest[\s-])?rates?\b|(?:固定|浮[动動])利率",
    re.I,
)
"""Words that hold those of rates of change and are none."""
_STOP = re.compile(r"[.;。；]\s|[。；]|\n")
_REACH = 60


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each two shares of opposites that miss their whole."""
    for run in find_neighbours(paper):
        for k in range(len(run.figures) - 1):
            yield from _in_pair(run, k, settings)


def _in_pair(run: Run, k: int, settings: Settings) -> Iterator[Relation]:
    first, second = run.figures[k], run.figures[k + 1]
    if first.quantity.unit != "%" or second.quantity.unit != "%":
        return
    between = run.gaps[k + 1]
    before, after = _STOP.split(run.gaps[k])[-1][-_REACH:], _STOP.split(run.gaps[k + 2])[0][:_REACH]
    words = f"{before} 0% {between} 0% {after}"
    if (
        _STOP.search(between)
        or COMPARED.search(between)
        or len(between) > _REACH
        or _RATES.search(_PLAIN.sub("", words))
        or not _SHARE.search(words)
    ):
        return
    least = interval_of(first.quantity).low + interval_of(second.quantity).low
    most = interval_of(first.quantity).high + interval_of(second.quantity).high
    rest = _REST.search(between) is not None and _is_alone(run, k)
    whole = rest or any(_are_opposite(pair, before, between, after) for pair in _BOTH)
    over = (
        whole
        or _OTHERS.search(between) is not None
        or any(_are_opposite(pair, before, between, after) for pair in _MOST)
    )
    approximate = first.quantity.approximation or second.quantity.approximation
    if not (over and least > settings.whole_percent) and not (
        whole and not approximate and most < settings.whole_percent
    ):
        return
    told = first.quantity.number + second.quantity.number
    yield mistold(
        CODE,
        run.document.id,
        run.document.layer(first.span.layer).span(first.span.start, second.span.end),
        f"The shares {{terms}} make {told}%, not the whole.",
        first,
        second,
        why="shares of opposites",
        expected=settings.whole_percent,
    )


def _is_alone(run: Run, k: int) -> bool:
    """True when no other share stands in the sentence before the first."""
    return not k or run.figures[k - 1].quantity.unit != "%" or _STOP.search(run.gaps[k]) is not None


def _are_opposite(pair: tuple[re.Pattern[str], re.Pattern[str]], before: str, between: str, after: str) -> bool:
    """True when each share has one of the opposites for itself: both before their shares, or both behind."""
    for a, b in (pair, pair[::-1]):
        leading = a.search(before) and b.search(between) and not b.search(before)
        trailing = a.search(between) and b.search(after) and not b.search(between) and not a.search(after)
        if leading or trailing:
            return True
    return False
