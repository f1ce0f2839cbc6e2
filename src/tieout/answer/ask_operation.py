"""What a question wants done with the figures it names: a value, difference, growth, average, sum, the largest; of which years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tieout.answer.ask_cells import CellIndex, named_lines
from tieout.answer.ask_words import split_words
from tieout.model.summary import Answer

Operation = Literal["value", "difference", "growth", "average", "sum", "largest", "smallest"]
_PERCENT = re.compile(r"percent\w*|%|rate of (?:change|growth|increase|decrease)|百分|变动率|增长率", re.I)
_GROWTH = re.compile(r"grow(?:th|n|ing)?\b|grew|year[- ]over[- ]year|\byoy\b|增长率|增長率|增幅|同比|变动率", re.I)
CHANGE = re.compile(
    r"\bchanges?\b|\bchanged\b|\bdifference|\bincrease[ds]?\b|\bdecrease[ds]?\b|\bdeclined?\b|\breduction\b|\bvariation\b|how much (?:more|less|higher|lower)|变动|變動|变化|變化|增加|减少|減少|差额|差額|相差",
    re.I,
)  # fmt: skip
_AVERAGE = re.compile(r"\baverages?\b|\bmean\b|平均", re.I)
_SUM = re.compile(r"\b(?:sum|combined|together|altogether|cumulative|total|aggregate)\b|合计|合計|总和|總和", re.I)
MORE = re.compile(
    r"how (?:much|many) (?:more|less|higher|lower)|\b(?:more|less|higher|lower) .{2,60}\bthan\b|difference .{0,60}between|compared? (?:to|with)|exceed",
    re.I,
)
_RATE = re.compile(
    r"\bpercent\w*|%|\breturn on\b|\bmargin\b(?! (?:loan|financ|client|customer|deposit|account))|\breturn for\b|百分比|比率|率(?:是|为|為|$|[?？])"
    r"|(?<!exchange )\brates?\b(?! (?:swap|contract|hedg|cap|derivative|lock|risk|sensitiv|instrument))",
    re.I,
)
_MONEY = re.compile(
    r"\bin (?:millions|thousands|billions|dollars)|\bhow much\b|\bamount\b|\bvalue\b|金额|金額|多少元", re.I
)
_WEIGHTED = re.compile(r"weighted[- ]average|加权平均|加權平均", re.I)
OF_RATES = re.compile(r"\b(?:change|difference|increase|decrease) in (?:the )?(?:percent\w*|proportion|%)", re.I)
"""The change of what is itself a percentage: in points."""
_KIND_OF = re.compile(
    r"\b(?:largest|biggest|smallest|top|main)\s+(?:\w+\s+)?(?:customers?|suppliers?|(?:share|stock)holders?|lenders?|clients?|tenants?|vendors?)\b",
    re.I,
)
"""The largest of several who are not named: no row says which it is."""
_ALL_YEARS = re.compile(r"\b(?:two|three|four|five|\d)[- ](?:years?|fiscal years?)(?: period)?\b", re.I)
_HOW_MANY = re.compile(
    r"how many\b(?!.{0,30}(?:dollars|us\$|millions? of))|number of (?:employees|shares|stores)", re.I
)
WHICH_YEAR = re.compile(r"(?:which|what) (?:fiscal )?(?:years?|period|FY)\b|哪一?年", re.I)
LARGEST = re.compile(r"larg(?:est|er)|high(?:est|er)|most|great(?:est|er)|big(?:gest|ger)|最高|最大|最多", re.I)
SMALLEST = re.compile(r"small(?:est|er)|low(?:est|er)|\bleast\b|最低|最小|最少", re.I)
BOUND = re.compile(
    r"\b(?P<way>less|more|greater|lower|higher|over|above|below|under|exceed)\w*(?: than)?\s+(?=[$€£¥(-]?\s?[\d(])",
    re.I,
)
OPERATING = re.compile(
    r"\b(?:two|three|four|five)[- ](?:fiscal )?years?(?: period)?\b|percent\w*|%|\bgrowth rate\b|\brate of (?:change|growth|increase)\b|\bgrowth\b|\bgrew\b|\bchanges?\b|\bchanged\b|\bdifference\b|\bincreased?\b|\bdecreased?\b|\bdeclined?\b|\breduction\b|\bvariation\b|\bobserved\b"
    r"|\baverages?\b|\bmean\b|\bsum\b|\bcombined\b|\btogether\b|\bnet\b(?= (?:change|difference|increase|decrease))|year[- ]over[- ]year|\bmore\b|\bless\b|\bthan\b|\bboth\b|\beach\b|\bfrom\b"
    r"|larg(?:est|er)|high(?:est|er)|\bmost\b|great(?:est|er)|big(?:gest|ger)|small(?:est|er)|low(?:est|er)|\bleast\b|in (?:terms of )?(?:millions?|thousands?|billions?|dollars)\b"
    r"|变动率|增长率|增幅|同比|变动|变化|增加|减少|差额|平均|合计|总和|最高|最大|最低|最小|百分比",
    re.I,
)  # fmt: skip
YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?!\d|,\d|\.\d)")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*(?:-|–|to|through|至|and)\s*(?:FY)?\s*((?:19|20)\d\d)")
BETWEEN = re.compile(r"\bbetween\b.{0,30}(?:19|20)\d\d\s+and\b", re.I)
_LONGEST_SPAN = 10


def asks_rate(question: str) -> bool:
    """True where a rate, margin or percentage is asked for itself, not as the way another amount changed."""
    return _RATE.search(question) is not None and not _MONEY.search(question)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its words, the years it names and how it wants them put together."""

    text: str
    operation: Operation
    words: frozenset[str]
    years: tuple[str, ...]


def read_asked(asked: str, index: CellIndex) -> Asked | None:
    """The question taken apart; None for the average of changes, for an average compared with anything, and for the
    largest of customers and the like."""
    question, named = _split_names(index, asked)
    years = tuple(dict.fromkeys(w for w in split_words(asked) if YEAR.fullmatch(w)))
    averages = _AVERAGE.search(_WEIGHTED.sub(" ", question)) is not None
    changes = CHANGE.search(question) is not None
    if _KIND_OF.search(question):
        return None
    if averages and any(p.search(question) for p in (CHANGE, _GROWTH, MORE, LARGEST, SMALLEST)):
        return None
    if _GROWTH.search(question) or (changes and _PERCENT.search(question) and not OF_RATES.search(question)):
        operation: Operation = "growth"
    elif averages:
        operation = "average"
    elif changes:
        operation = "difference"
    elif (
        _SUM.search(question)
        and (len(years) > 1 or re.search(r"\b(?:sum|combined|together)\b|合计|总和", question, re.I))
    ) or (_SUM.search(question) and _ALL_YEARS.search(question)):
        operation = "sum"
    elif (LARGEST.search(question) or SMALLEST.search(question)) and not asks_year(asked) and len(years) != 1:
        operation = "largest" if LARGEST.search(question) else "smallest"
    else:
        operation = "value"
    span = _SPAN.search(question)
    if (
        span
        and operation in {"average", "sum"}
        and 0 < int(span[2]) - int(span[1]) <= _LONGEST_SPAN
        and (" and " not in span[0] or re.search(r"between\s+(?:\w+\s+){0,3}$", asked[: span.start()], re.I))
    ):
        years = tuple(str(y) for y in range(int(span[1]), int(span[2]) + 1))
    if operation in {"difference", "growth"} and len(years) == 1:
        years = (*years, str(int(years[0]) - 1))
    words = frozenset(w for w in split_words(OPERATING.sub(" ", question)) if not YEAR.fullmatch(w))
    return Asked(asked, operation, words | {w for w in named if not YEAR.fullmatch(w)}, years)


def _split_names(index: CellIndex, question: str) -> tuple[str, frozenset[str]]:
    """The question without the names of rows that stand in it word for word, and the words of these: "net decrease in cash" asks for
    no decrease, and an "average exchange rate" for no average."""
    bare, words = question, set()
    for name in named_lines(index, question, 1):
        if not OPERATING.sub(" ", name).strip() or not (OPERATING.search(name) or _AVERAGE.search(name)):
            continue
        parts = r"\W+".join(re.escape(w) for w in re.findall(r"[A-Za-z0-9%\u4e00-\u9fff]+", name))
        bare, count = re.subn(parts, " ", bare, flags=re.I)
        words |= set(split_words(name)) if count else set()
    return bare, frozenset(words)


def fits_question(answer: Answer, question: str) -> bool:
    """False for an amount of money where a rate is asked for, and for one amount where those of several years are to be added up."""
    if answer.verdict != "answered" or answer.value is None:
        return True
    money = answer.unit is not None and len(answer.unit) == 3
    if (money and _HOW_MANY.search(question)) or (sums_years(question) and not answer.calculation):
        return False
    if money and _RATE.search(question) and not _MONEY.search(question):
        return False
    return money or not (_RATE.search(question) and answer.unit not in {"%", "pp", "x"} and not answer.calculation)


def asks_rows(question: str) -> bool:
    """True for what only rows answer: an average or sum over years or items, a share of one row in another, the year of the largest."""
    return bool(_AVERAGE.search(question) or asks_year(question) or sums_years(question))


def asks_year(question: str) -> bool:
    """True where the answer is a year, not an amount."""
    return WHICH_YEAR.search(question) is not None


def only_rows(question: str) -> bool:
    """True for what no catalogue of concepts answers: a year, a sum over years, the largest or smallest of them."""
    extreme = (LARGEST.search(question) or SMALLEST.search(question)) and len(set(YEAR.findall(question))) != 1
    return bool(extreme) or asks_year(question) or sums_years(question)


def sums_years(question: str) -> bool:
    """True where the values of several years are to be added up."""
    return len(set(YEAR.findall(question))) > 1 and _SUM.search(question) is not None
