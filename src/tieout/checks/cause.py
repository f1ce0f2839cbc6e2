"""A cause told for a change points the way the change went.

What it tests: "revenue decreased, mainly due to an increase in orders": the direction of what moved against that of the cause
named first after "due to", where the two are tied by what they are (orders move revenue the same way, costs move profit the other way).
Why it matters: a cause taken from another year's sentence is a common slip, and no sum shows it.
Ties: "profit fell, mainly due to higher staff costs". Does not tie: "profit fell, mainly due to lower staff costs".
It is a question, never a finding: words can leave out what would explain them.
Source: the sentence itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks._mistold import mistold
from tieout.model import Claim, Paper, Relation, Span

CODE = "S1005"
NAME = "cause against direction"


@dataclass(frozen=True)
class Settings:
    """`reach_chars`: how far after the change its cause may begin."""

    reach_chars: int = 90


_INCOME = re.compile(r"\b(?:revenues?|sales|turnover)\b|收入|营业额|營業額", re.I)
_PROFIT = re.compile(r"\b(?:profits?|earnings|margin)\b|利润|利潤|溢利|盈利", re.I)
_COST = re.compile(r"\b(?:costs?|expenses?)\b|成本|费用|費用|开支|開支", re.I)
_CAUSE = re.compile(
    r"(?:mainly |primarily |largely |principally )?(?:due to|driven by|attributable to|because of|as a result of|resulting from)\s+(?:an? |the )?(?:significant |slight |sharp )?"
    r"(?P<word>(?P<up>increased?|higher|growth|rise)|(?P<down>decreased?|lower|declined?|drop|reduced|reduction|fall))(?:\s+(?:in|of))?\s+(?:the |our |its )?"
    r"(?P<driver>[a-z][a-z &-]{2,48})"
    r"|主要(?:由于|由於|因|乃因|是由于)(?P<driver_zh>[^，。；]{2,16}?)(?P<word_zh>(?P<up_zh>增加|上升|增长|增長|提高)|(?P<down_zh>减少|減少|下降|下跌|降低))",
    re.I,
)
_WITH_INCOME = re.compile(
    r"\b(?:orders?|demand|sales volumes?|volumes?|customers?|traffic|selling prices?|occupancy|deliveries)\b|订单|訂單|需求|销量|銷量|客户数|客流",
    re.I,
)
_WITH_COST = re.compile(
    r"\b(?:headcount|number of employees|staff costs?|salaries|raw materials?|production volumes?|purchase prices?)\b|员工人数|員工人數|人工成本|原材料|薪酬",
    re.I,
)
_OTHER = re.compile(r"offset|despite|although|partly|partially|抵销|抵銷|抵消|尽管|儘管", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One count that fails for each cause that points the other way."""
    layers = {layer.id: layer for document in paper.documents for layer in document.layers}
    for claim in paper.claims:
        if claim.kind != "change" or not claim.direction or claim.word is None:
            continue
        layer = layers[claim.span.layer]
        ends = max([claim.word.end, *(paper.figures[f].span.end for _, f in claim.roles)])
        found = _CAUSE.search(layer.text, ends, min(len(layer.text), ends + settings.reach_chars + 60))
        if (
            found is None
            or found.start() - ends > settings.reach_chars
            or re.search(r"[.;。；\n]", layer.text[ends : found.start()])
        ):
            continue
        if _OTHER.search(layer.text[ends : found.end() + 40]) or not _contradicts(claim, found):
            continue
        word = "word" if found["word"] else "word_zh"
        yield _relation(claim, layer.span(found.start(word), found.end(word)))


def _contradicts(claim: Claim, found: re.Match[str]) -> bool:
    went = 1 if found["up"] or found["up_zh"] else -1
    driver = found["driver"] or found["driver_zh"]
    if _COST.search(claim.subject):
        return _WITH_COST.search(driver) is not None and went == -(claim.direction or 0)
    if _PROFIT.search(claim.subject):
        if _COST.search(driver):
            return went == claim.direction
        return (_WITH_INCOME.search(driver) or _INCOME.search(driver)) is not None and went == -(claim.direction or 0)
    return bool(_INCOME.search(claim.subject) and _WITH_INCOME.search(driver)) and went == -(claim.direction or 0)


def _relation(claim: Claim, place: Span) -> Relation:
    assert claim.word is not None
    told = claim.word.quote
    return mistold(
        CODE,
        claim.document,
        place,
        f'The text says "{told}", and gives as its cause what would move it the other way ("{{word}}").',
        why="the cause named points the other way than the change",
        firmness="suggested",
    )
