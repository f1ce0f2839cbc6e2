"""Answers from any cell that the question names by its own words: values, changes, averages, sums, shares, the year of the largest.

Where the catalogue of concepts knows the item, `ask.py` answers as well; this is for all rows, in tables that run either way. It answers
only when one cell fits better than all others; else it stays silent. Which error is worse: a wrong answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from tieout.answer.ask_cells import CellIndex, CellPlace, named_lines, same_scale, share_unit, split_words, tells_years
from tieout.answer.ask_values import is_sized
from tieout.answer.summary.wording import clean_label, has_words, show_quantity
from tieout.concepts import find_concept
from tieout.model import Figure
from tieout.model.summary import Answer, Citation
from tieout.numbers.find import find_quantities

Operation = Literal["value", "difference", "growth", "average", "sum", "largest", "smallest"]
_PERCENT = re.compile(r"percent\w*|%|rate of (?:change|growth|increase|decrease)|百分|变动率|增长率", re.I)
_GROWTH = re.compile(r"grow(?:th|n|ing)?\b|grew|year[- ]over[- ]year|\byoy\b|增长率|增長率|增幅|同比|变动率", re.I)
_CHANGE = re.compile(
    r"\bchanges?\b|\bchanged\b|\bdifference|\bincrease[ds]?\b|\bdecrease[ds]?\b|\bdeclined?\b|how much (?:more|less|higher|lower)|变动|變動|变化|變化|增加|减少|減少|差额|差額|相差",
    re.I,
)  # fmt: skip
_AVERAGE = re.compile(r"\baverages?\b|\bmean\b|平均", re.I)
_SUM = re.compile(r"\b(?:sum|combined|together|altogether|cumulative|total|aggregate)\b|合计|合計|总和|總和", re.I)
_MORE = re.compile(
    r"how (?:much|many) (?:more|less|higher|lower)|\b(?:more|less|higher|lower) .{2,60}\bthan\b|difference .{0,60}between|compared? (?:to|with)|exceed",
    re.I,
)
_RATE = re.compile(r"\bpercent\w*|%|\breturn on\b|\bmargin\b|\breturn for\b|百分比|比率|率是", re.I)
_WEIGHTED = re.compile(r"weighted[- ]average|加权平均|加權平均", re.I)
_OF_RATES = re.compile(r"\b(?:change|difference|increase|decrease) in (?:the )?(?:percent\w*|proportion|%)", re.I)
"""The change of what is itself a percentage: in points."""
_ALL_YEARS = re.compile(r"\b(?:two|three|four|five|\d)[- ](?:years?|fiscal years?)(?: period)?\b", re.I)
_HOW_MANY = re.compile(
    r"how many\b(?!.{0,30}(?:dollars|us\$|millions? of))|number of (?:employees|shares|stores)", re.I
)
_WHICH_YEAR = re.compile(r"(?:which|what) (?:fiscal )?(?:years?|period|FY)\b|哪一?年", re.I)
_LARGEST = re.compile(r"larg(?:est|er)|high(?:est|er)|most|great(?:est|er)|big(?:gest|ger)|最高|最大|最多", re.I)
_SMALLEST = re.compile(r"small(?:est|er)|low(?:est|er)|\bleast\b|最低|最小|最少", re.I)
_BOUND = re.compile(
    r"\b(?P<way>less|more|greater|lower|higher|over|above|below|under|exceed)\w*(?: than)?\s+(?=[$€£¥(-]?\s?[\d(])",
    re.I,
)
_OPERATING = re.compile(
    r"percent\w*|%|\bgrowth rate\b|\brate of (?:change|growth|increase)\b|\bgrowth\b|\bgrew\b|\bchanges?\b|\bchanged\b|\bdifference\b|\bincreased?\b|\bdecreased?\b|\bdeclined?\b"
    r"|\baverages?\b|\bmean\b|\bsum\b|\bcombined\b|\btogether\b|\bnet\b(?= (?:change|difference|increase|decrease))|year[- ]over[- ]year|\bmore\b|\bless\b|\bthan\b|\bboth\b|\beach\b|\bfrom\b"
    r"|larg(?:est|er)|high(?:est|er)|\bmost\b|great(?:est|er)|big(?:gest|ger)|small(?:est|er)|low(?:est|er)|\bleast\b|in (?:terms of )?(?:millions?|thousands?|billions?|dollars)\b"
    r"|变动率|增长率|增幅|同比|变动|变化|增加|减少|差额|平均|合计|总和|最高|最大|最低|最小|百分比",
    re.I,
)  # fmt: skip
_SHARES = (
    re.compile(r"(?P<a>.+?)\s+as an? (?:percentage|percent|share|proportion|portion|%) of\s+(?P<b>.+)", re.I),
    re.compile(
        r"(?:percentage|percent|share|proportion|portion|%)(?: \([^)]*\))? of (?:the )?(?P<b>.+?)\s+(?:is|was|were|are|came from|consists? of|did|related to|relates to|due to|comprised?(?: of)?|accounted for by|represented by|generated from|made up (?:of|by))\s+(?P<a>.+)", re.I,
    ),
    re.compile(r"(?:proportion|share|percentage|portion) of\s+(?P<a>.+?)\s+(?:over|in|to|among|out of|within)\s+(?:the )?(?P<b>.+)", re.I),
    re.compile(r"percentage constitution of\s+(?P<a>.+?)\s+(?:in|among)\s+(?:the )?(?P<b>.+)", re.I),
    re.compile(r"ratio (?:of|between)\s+(?P<a>.+?)\s+(?:to|and)\s+(?P<b>.+)", re.I),
    re.compile(r"(?P<a>.+?)占(?P<b>.+?)的(?:比例|比重|百分比)"),
)  # fmt: skip
_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?!\d|,\d|\.\d)")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*(?:-|–|to|through|至|and)\s*(?:FY)?\s*((?:19|20)\d\d)")
_BETWEEN = re.compile(r"\bbetween\b.{0,30}(?:19|20)\d\d\s+and\b", re.I)
_LONGEST_SPAN = 10


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, its words, the years it names and how it wants them put together."""

    text: str
    operation: Operation
    words: frozenset[str]
    years: tuple[str, ...]


def answer_row(question: str, index: CellIndex) -> Answer | None:
    """The answer from the cells whose words the question names; None where none would do, or more than one."""
    for pattern in _SHARES:
        parts = pattern.search(question)
        if parts is not None and not _CHANGE.search(question):
            return _answer_share(question, index, parts["a"], parts["b"])
    asked = _read(question, index)
    if asked is None:
        return None
    if asks_year(question):
        return _answer_year(asked, index)
    if asked.operation == "sum" and re.search(r"proportion|percent\w* of|\bratio\b", question, re.I):
        return None
    if asked.operation != "value":
        items = named_lines(index, question)
        if len(items) > 1 and (asked.operation != "difference" or _MORE.search(question)):
            told = _answer_items(asked, index, items)
            if told is not None:
                return told
    return _answer_years(asked, index)


def fits_question(answer: Answer, question: str) -> bool:
    """False for an amount of money where a rate is asked for, and for one amount where those of several years are to be added up."""
    if answer.verdict != "answered" or answer.value is None:
        return True
    money = answer.unit is not None and len(answer.unit) == 3
    if (money and _HOW_MANY.search(question)) or (sums_years(question) and not answer.calculation):
        return False
    return not (_RATE.search(question) and answer.unit not in {"%", "pp", "x"} and not answer.calculation)


def asks_rows(question: str) -> bool:
    """True for what only rows answer: an average or sum over years or items, a share of one row in another, the year of the largest."""
    return bool(
        _AVERAGE.search(question)
        or asks_year(question)
        or any(p.search(question) for p in _SHARES)
        or sums_years(question)
    )


def asks_year(question: str) -> bool:
    """True where the answer is a year, not an amount."""
    return _WHICH_YEAR.search(question) is not None


def only_rows(question: str) -> bool:
    """True for what no catalogue of concepts answers: a year, a sum over years, the largest or smallest of them."""
    extreme = (_LARGEST.search(question) or _SMALLEST.search(question)) and len(set(_YEAR.findall(question))) != 1
    return bool(extreme) or asks_year(question) or sums_years(question)


def sums_years(question: str) -> bool:
    """True where the values of several years are to be added up."""
    return len(set(_YEAR.findall(question))) > 1 and _SUM.search(question) is not None


def _split_names(index: CellIndex, question: str) -> tuple[str, frozenset[str]]:
    """The question without the names of rows that stand in it word for word, and the words of these: "net decrease in cash" asks for
    no decrease, and an "average exchange rate" for no average."""
    bare, words = question, set()
    for name in named_lines(index, question, 1):
        if not _OPERATING.sub(" ", name).strip() or not (_OPERATING.search(name) or _AVERAGE.search(name)):
            continue
        parts = r"\W+".join(re.escape(w) for w in re.findall(r"[A-Za-z0-9%\u4e00-\u9fff]+", name))
        bare, count = re.subn(parts, " ", bare, flags=re.I)
        words |= set(split_words(name)) if count else set()
    return bare, frozenset(words)


def _read(asked: str, index: CellIndex) -> _Asked | None:
    """The question taken apart; None for the average of changes, and for an average compared with anything."""
    question, named = _split_names(index, asked)
    years = tuple(dict.fromkeys(w for w in split_words(asked) if _YEAR.fullmatch(w)))
    averages = _AVERAGE.search(_WEIGHTED.sub(" ", question)) is not None
    changes = _CHANGE.search(question) is not None
    if averages and any(p.search(question) for p in (_CHANGE, _GROWTH, _MORE, _LARGEST, _SMALLEST)):
        return None
    if _GROWTH.search(question) or (changes and _PERCENT.search(question) and not _OF_RATES.search(question)):
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
    elif (_LARGEST.search(question) or _SMALLEST.search(question)) and not asks_year(asked) and len(years) != 1:
        operation = "largest" if _LARGEST.search(question) else "smallest"
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
    words = frozenset(w for w in split_words(_OPERATING.sub(" ", question)) if not _YEAR.fullmatch(w))
    return _Asked(asked, operation, words | {w for w in named if not _YEAR.fullmatch(w)}, years)


def _answer_years(asked: _Asked, index: CellIndex) -> Answer | None:
    """One line, the years asked for."""
    if asked.operation == "value":
        if len(set(asked.years)) > 1 and _BETWEEN.search(asked.text):  # came about between two years: no value of one
            return None
        hit = index.best(asked.text, asked.words | set(asked.years), asked.years[0] if len(asked.years) == 1 else None)
        return None if hit is None or _is_outdone(index, asked, hit.cell) else _tell(asked, [hit.cell])
    if not asked.years:
        first = index.best(asked.text, asked.words)
        cells = [] if first is None else _line_of(index, first.cell)
        wanted = len(cells) == 2 if asked.operation in {"difference", "growth"} else len(cells) > 1
        return _tell(asked, cells) if wanted else None
    first = index.best(asked.text, asked.words | {asked.years[0]}, asked.years[0])
    if first is None or _is_outdone(index, asked, first.cell):
        return None
    cells = [first.cell]
    for year in asked.years[1:]:
        other = index.best(asked.text, asked.words | {year}, year, first.cell)
        if other is None or other.cell in cells:
            return None
        cells.append(other.cell)
    return _tell(asked, cells) if len(cells) > 1 else None


def _is_outdone(index: CellIndex, asked: _Asked, cell: CellPlace) -> bool:
    place = cell.figure.span
    return index.is_outdone((place.layer, place.start), asked.text, asked.words)


def _line_of(index: CellIndex, cell: CellPlace) -> list[CellPlace]:
    """The cells of a row that only their year tells apart, the latest first."""
    own = [
        c for c in index.cells
        if c.table.id == cell.table.id and c.row == cell.row and len(c.years) == 1
        and (tells_years(c.table) or c.header - c.years == cell.header - cell.years)
    ]  # fmt: skip
    return sorted(own, key=lambda c: max(c.years), reverse=True)


def _answer_items(asked: _Asked, index: CellIndex, items: Sequence[str]) -> Answer | None:
    """Two or more lines named in the question, one year or none."""
    if len(asked.years) > 2 or (len(asked.years) == 2 and len(_YEAR.findall(asked.text)) > 1):
        return None
    year = asked.years[0] if asked.years else None
    named = [frozenset(split_words(item)) for item in items]
    context = asked.words - frozenset().union(*named) - {"total"}
    cells = []
    for words in named:
        hit = index.best(asked.text, words | context | ({year} if year else frozenset()), year)
        if hit is None or hit.cell in cells:
            return None
        cells.append(hit.cell)
    if asked.operation in {"difference", "growth"} and len(cells) != 2:
        return None
    return _tell(asked, cells, names=True)


def _tell(asked: _Asked, cells: Sequence[CellPlace], *, names: bool = False) -> Answer | None:
    """The calculation over cells; of two years the later comes first."""
    figures = [c.figure for c in share_unit(cells)]
    if not same_scale(figures):
        return None
    if asked.operation in {"difference", "growth"} and not names:
        latest = {c.figure.id: max(c.years, default="") for c in cells}
        figures.sort(key=lambda f: latest[f.id], reverse=True)
    quotes, unit = [_quote(f) for f in figures], figures[0].quantity.unit
    values = [f.quantity.value for f in figures]
    label = " / ".join(
        dict.fromkeys(clean_label(c.name, "zh" if re.search(r"[\u4e00-\u9fff]", c.name) else "en") for c in cells)
    )
    period = max(cells[0].years, default=None) if len(cells) == 1 else None
    if unit != "%" and _OF_RATES.search(asked.text):
        return None
    if all(v <= 0 for v in values) and any(_is_cost(c) for c in cells):
        values = [abs(v) for v in values]
    match asked.operation:
        case "value":
            if re.search(r"percent(?:age)? of\b", asked.text, re.I) and unit != "%":
                return None
            return _answer(asked.text, label, figures, values[0], unit, period, "")
        case "growth" if unit == "%":
            return _answer(asked.text, label, figures, values[0] - values[1], "pp", None, f"{quotes[0]} - {quotes[1]}")
        case "growth":
            if len(values) != 2 or values[1] == 0:
                return None
            calculation = f"({quotes[0]} - {quotes[1]}) / {quotes[1]}"
            return _answer(
                asked.text, label, figures, (values[0] - values[1]) / abs(values[1]) * 100, "%", None, calculation
            )
        case "difference":
            if len(values) != 2:
                return None
            return _answer(
                asked.text,
                label,
                figures,
                values[0] - values[1],
                "pp" if unit == "%" else unit,
                None,
                f"{quotes[0]} - {quotes[1]}",
            )
        case "largest" | "smallest":
            value = (max if asked.operation == "largest" else min)(values)
            listed = ", ".join(f"{max(c.years, default='')}: {_quote(c.figure)}" for c in cells)
            return _answer(asked.text, label, [figures[values.index(value)]], value, unit, None, "", listed)
        case "average":
            mean = sum(values, Decimal(0)) / len(values)
            return _answer(asked.text, label, figures, mean, unit, None, f"({' + '.join(quotes)}) / {len(values)}")
        case "sum":
            return _answer(asked.text, label, figures, sum(values, Decimal(0)), unit, None, " + ".join(quotes))


def _is_cost(cell: CellPlace) -> bool:
    """True for a cost or outflow: asked for, it is told by its size, whatever sign the statement prints."""
    concept = find_concept(cell.name)
    return concept is not None and is_sized(concept.id)


def _answer_share(question: str, index: CellIndex, part: str, whole: str) -> Answer | None:
    years = [w for w in split_words(question) if _YEAR.fullmatch(w)]
    year = years[0] if len(set(years)) == 1 else None
    cells: list[CellPlace] = []
    for text in (part, whole):
        words = frozenset(w for w in split_words(_OPERATING.sub(" ", text)) if not _YEAR.fullmatch(w))
        hit = index.best(text, words | ({year} if year else frozenset()), year)
        if hit is None:
            return None
        cells.append(hit.cell)
    if len(set(years)) > 1 and any(c.years and not c.years & set(years) for c in cells):
        return None
    a, b = (c.figure for c in cells)
    if a == b or b.quantity.value == 0 or not same_scale((a, b)) or (year is None and cells[0].years != cells[1].years):
        return None
    ratio = abs(a.quantity.value / b.quantity.value)
    percent = re.search(r"\bratio\b", question, re.I) is None
    label = f"{clean_label(cells[0].name, 'en')} / {clean_label(cells[1].name, 'en')}"
    value, unit = (ratio * 100, "%") if percent else (ratio, "x")
    return _answer(question, label, (a, b), value, unit, year, f"{_quote(a)} / {_quote(b)}")


def _answer_year(asked: _Asked, index: CellIndex) -> Answer | None:
    """The year in which a row is the largest, the smallest, or beyond a bound; of negative values the size counts."""
    bound = _BOUND.search(asked.text)
    largest, smallest = (p.search(asked.text) is not None for p in (_LARGEST, _SMALLEST))
    if bound is None and not (largest or smallest):
        return None
    text = asked.text[: bound.start()] if bound is not None else asked.text
    words = frozenset(
        w for w in split_words(_OPERATING.sub(" ", re.sub(_WHICH_YEAR, " ", text))) if not _YEAR.fullmatch(w)
    )
    hit = index.best(text, words, asked.years[0] if len(asked.years) == 1 else None) or index.best(text, words)
    line = [] if hit is None else _line_of(index, hit.cell)
    line = [c for c in line if not asked.years or max(c.years) in asked.years]
    if len(line) < 2 or not same_scale([c.figure for c in line]):
        return None
    sized = all(c.figure.quantity.value <= 0 for c in line)
    pairs = [(abs(c.figure.quantity.value) if sized and bound is None else c.figure.quantity.value, c) for c in line]
    if bound is not None:
        limit = next((q.quantity for q in find_quantities(asked.text) if q.start >= bound.end()), None)
        if limit is None:
            return None
        below = re.match(r"less|lower|below|under", bound["way"], re.I) is not None
        like = line[0].figure.quantity
        value = limit.value if limit.scale or limit.unit == "%" else limit.number.scaleb(like.scale)
        fitting = [c for v, c in pairs if (v < value if below else v > value)]
        chosen = fitting[0] if len(fitting) == 1 else None
    else:
        chosen = (max if largest else min)(pairs, key=lambda p: p[0])[1]
    if chosen is None:
        return None
    year, listed = max(chosen.years), ", ".join(f"{max(c.years)}: {_quote(c.figure)}" for c in line)
    citations = tuple(Citation(c.figure.document, c.figure.span.page, c.figure.span) for c in line)
    return Answer(asked.text, f"{year} ({listed}).", "answered", year, None, year, listed, citations)


def _answer(
    question: str,
    label: str,
    figures: Sequence[Figure],
    value: Decimal,
    unit: str | None,
    period: str | None,
    calculation: str,
    listed: str = "",
) -> Answer:
    citations = tuple(Citation(f.document, f.span.page, f.span) for f in figures)
    if calculation:
        like = figures[0].quantity
        shown = value if unit in {"%", "pp", "x"} else value.scaleb(-like.scale)
        rounded = shown.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        mark = {"%": "%", "pp": " percentage points", "x": " times"}.get(unit or "", "")
        text = f"{label}: {rounded:,}{mark} = {calculation}"
    else:
        quantity = figures[0].quantity
        text = f"{label}: {show_quantity(quantity, 'en') if has_words(quantity, 'en') else _quote(figures[0])}"
        text += f" ({listed})" if listed else ""
    digits = Decimal("0.01") if unit in {"%", "pp"} else Decimal("0.0001")
    told = value if not calculation else value.quantize(digits, rounding=ROUND_HALF_UP)
    plain = format(told.normalize() if told == told.to_integral() or calculation else told, "f")
    return Answer(question, text, "answered", plain, unit, period, calculation, citations)


def _quote(figure: Figure) -> str:
    return " ".join(figure.span.quote.split())
