"""The themes style: composed sentences from facts and the document's own sentences, gathered by theme."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib import resources

import yaml

from tieout.answer.summary.compose import Writer, compose_measure, compose_other, compose_ratio, find_prior
from tieout.answer.summary.measures import Measure, rank_measures
from tieout.answer.summary.row_scope import leave_out_disputed, scope_rows
from tieout.answer.summary.segment_columns import find_column_breakdowns
from tieout.answer.summary.segments import Breakdown, find_breakdowns, keep_distinct
from tieout.answer.summary.sentences import (
    OwnSentence,
    content_words,
    find_sentences,
    is_in_language,
    is_policy_place,
    leans_back,
    quote_sentence,
    repeats,
)
from tieout.answer.summary.wording import clean_label, in_script, is_chinese, show_rate, start_small
from tieout.concepts.words import fold
from tieout.model import Document, Figure, Paper, Period, Quantity, Table
from tieout.model.summary import Sentence, SummarySection
from tieout.numbers.interval import interval_of
from tieout.numbers.parse import parse_quantity

_COMPOSED_LIMIT = 9
_CAUSE = re.compile(
    r"(?:mainly|primarily|largely|principally|partly|was|were)\s+(?:due to|attributable to|driven by|as a result of|reflect\w+|from)"
    r"|due to|resulted from|because of|主要(?:由于|因为|是由于|系|因|受)|由于|归因于"
)
_BASIC = re.compile("basic_")
"""Basic earnings a share, and basic and diluted ones that are equal, are told once."""
_YEAR = re.compile(r"(?<![\d.,(（])((?:19|20)\d\d)(?!\d|[.,]\d|\s*年?[:：])")
_SALES = re.compile(
    r"\b(?:sales|revenues?|income|fees?|turnover|interest|dividends?)\b|收入|收益|營業額|营业额|销售|銷售", re.I
)
_SALES_ZH = re.compile(r"(?:收入|收益|[營营][業业][額额]|[銷销]售[額额]?)$")
"""A part that sells (销售服务业) is not yet its sales."""
_WHOLE = re.compile(r"^(?:sub-?)?total\b|\btotal$|^consolidated\b|合计|合計|总计|總計|[总總](?=收入)", re.I)
_RISK, _RISK_FACTORS = "risk", re.compile(r"risk factors|principal risks|风险因素|可能面对的风险|面临的风险", re.I)
"""What stands under such a heading is what might happen: it tells of no other theme."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NEAR_SCORE, _LEAST_SHARE = 5.0, Decimal("0.05")
_CAUSE_FIGURES = 6
_SAME_LENGTH, _YEAR_DAYS = 20, 340
_TELLING_DIGITS = 4
"""A number without a unit that is shorter may be the same by chance: a headcount, a number of shops."""
_WHOLE_BALANCES = frozenset(
    {
        "total_assets",
        "current_assets",
        "non_current_assets",
        "total_liabilities",
        "current_liabilities",
        "non_current_liabilities",
    }
)
"""What a note prints under these names is of its own subject: a lease liability's current part."""
_LEAST_SCORE, _LEAST_PLAIN, _FEW = 2.6, 3.2, 2
"""What a sentence needs to be told; one that prints no figure needs more where its theme has a few already."""
_SUBJECT = 0.6
"""For each of a theme's words with which a sentence opens: what it is about stands there."""
_EMPTY = 2.0
"""What a sentence loses that prints no figure and tells of no movement, event, expectation or absence."""
_TELLING = re.compile(
    r"\b(?:increas|decreas|grew|grow(?:th|ing)|rose|declin|fell|higher|lower|improve[ds]|deteriorat|driven by|due to|attributable|resulted|reflect)\w*"
    r"|\b(?:acquired|completed|launched|entered into|appointed|resigned|opened|closed|issued|signed|disposed|sold|commenced|suspended|approved|repurchased|pledged|secured|breach|default)\b"
    r"|\b(?:no|not|none|nil|nor)\b|\b(?:expects?|expected|anticipates?|plans? to|intends? to|guidance|targets?|forecasts?|recommend\w*)\b|\b(?:comprise[sd]?|segments?:|consist\w*)\b"
    r"|增[加长長]|减少|減少|下[降跌]|上升|提升至|完成|推出|签[订訂]|簽訂|收购|收購|出售|委任|辞任|辭任|聘任|[设設]立|建成|投[产產]|中标|中標|[获獲]得|不存在|[未无無]|没有|沒有|[预預][计計期]|[计計][划劃]|[拟擬]|抵押|由.{2,20}[组組]成"
)
_OF_DUTY = frozenset({"sustainability", "employees", "customers", "governance"})
_DUTY_REPORT = re.compile(
    r"environmental, social|\besg\b|sustainability report|corporate social|社会责任|环境、社会", re.I
)
"""A report of duties towards others tells nothing of results, strategy or risk to investors."""
_SUPPOSES = frozenset({"instruments", "risk"})
_SUPPOSED = re.compile(
    r"\bwould (?:have |not have )?(?:affect|impact|increase|decrease|reduce|change|result)|a \d+(?:\.\d+)?(?:%| basis)[^.]{0,30} (?:change|increase|decrease|movement) in"
)
"""What would be if something changed is no result."""
_KEY = 2.5
"""What a reader looks for first under a theme: the headcount, the dividend a share, the share of the largest customers."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the catalogue."""

    id: str
    en: str
    zh: str
    concepts: tuple[str, ...]
    ratios: tuple[tuple[str, str, str, str, bool], ...]
    words: frozenset[str]
    words_zh: tuple[str, ...]
    headings: re.Pattern[str]
    key: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    quotes: int


@cache
def all_themes() -> tuple[Theme, ...]:
    """The catalogue of themes, in the order in which they are shown."""
    rows = yaml.safe_load((resources.files("tieout.answer.summary") / "themes.yml").read_text("utf-8"))
    return tuple(
        Theme(
            row["id"], row["en"], row["zh"], tuple(row["concepts"]), tuple((*r[:4], len(r) > 4) for r in row.get("ratios", ())),
            frozenset(row["words"].split()), tuple(row["words_zh"].split()), re.compile(row["headings"], re.I),
            re.compile(row["key"], re.I) if "key" in row else None,
            re.compile(row["needs"], re.I) if "needs" in row else None, row["quotes"],
        )
        for row in rows
    )  # fmt: skip


def summarise_themes(
    document: Document, paper: Paper, measures: Sequence[Measure], period: Period | None, language: str
) -> tuple[SummarySection, ...]:
    """One section a theme that the document says anything of."""
    own = [
        s
        for s in find_sentences(document, paper.figures.values())
        if is_in_language(s, language) and not _is_past(s, period)
    ]
    tables = {t.id: t for t in paper.tables}
    composed: dict[str, list[Sentence]] = {}
    used: set[tuple[object, ...]] = set()
    agreed = leave_out_disputed(measures, paper.facts)
    for theme in all_themes() if period is not None else ():
        assert period is not None
        composed[theme.id] = _compose_theme(theme, agreed, tables, period, language, own, used)
        if theme.id == "revenue":
            for breakdown in _find_parts(paper, tables, measures, period, language):
                composed[theme.id] += compose_breakdown(breakdown, period, language)
    made = [s for sentences in composed.values() for s in sentences]
    told = {(c.span.layer, c.span.start) for s in made for c in s.citations}
    values = _values_told(measures, told)
    values += [
        q for s in made for f in s.figures if f.verdict == "computed" and (q := parse_quantity(f.text)) is not None
    ]
    chosen = _choose_quotes([s for s in own if not _is_told(s, values)], told)
    sections = []
    for theme in all_themes():
        bullets = composed.get(theme.id, [])
        bullets += [quote_sentence(s, document.id) for s in chosen.get(theme.id, ())]
        if bullets:
            title = in_script(theme.zh, language) if is_chinese(language) else theme.en
            page = next((c.page for b in bullets for c in b.citations if c.page), None)
            sections.append(SummarySection(title, page, 1, None, tuple(bullets)))
    return tuple(sections)


def _find_parts(
    paper: Paper, tables: Mapping[str, Table], measures: Sequence[Measure], period: Period, language: str
) -> tuple[Breakdown, ...]:
    """Breakdowns of revenue: rows under one total, segments side by side, products down and measures across."""
    best = choose_measure(measures, "revenue", period)
    current = best.at(period) if best is not None else None
    if best is None or current is None:
        return ()
    prior = find_prior(best, current)
    across = find_column_breakdowns(
        paper.facts,
        tables,
        rank_measures(measures, "revenue"),
        period,
        prior.period if prior is not None else None,
        language,
    )
    found = (*find_breakdowns(measures, best, period), *across)
    return keep_distinct([b for b in found if all(_is_readable(p.label, language) for p in b.parts)], period)


def _is_readable(label: str, language: str) -> bool:
    """True for a name with words in the language; a Chinese report may name a brand in Latin letters."""
    return is_chinese(language) or not _HAN.search(label)


def _values_told(measures: Sequence[Measure], places: set[tuple[str, int]]) -> list[Quantity]:
    """The values that stand at some of the places, and by how much a row's two latest differ."""
    told = [[v.quantity for v in m.values if (v.span.layer, v.span.start) in places] for m in measures]
    gaps = [
        replace(a, number=abs(a.number - b.number))
        for a, b in (q[:2] for q in told if len(q) > 1)
        if a.scale == b.scale and a.number != b.number
    ]
    return [*(q for row in told for q in row), *gaps]


def _is_told(sentence: OwnSentence, values: Sequence[Quantity]) -> bool:
    """True for a sentence that repeats values already told, adds no other one and no cause."""
    if not sentence.figures or _CAUSE.search(fold(sentence.span.quote)):
        return False
    return all(any(_says_same(f.quantity, v) for v in values) for f in sentence.figures)


def _says_same(quantity: Quantity, told: Quantity) -> bool:
    """The same size in one unit, or the same digits where a sentence leaves out the unit."""
    if quantity.unit == told.unit and abs(interval_of(quantity)).meets(abs(interval_of(told))):
        return True
    bare = quantity.unit is None and quantity.digits >= _TELLING_DIGITS
    return bare and abs(quantity.number) == abs(told.number) and quantity.decimals == told.decimals


def _is_past(sentence: OwnSentence, period: Period | None) -> bool:
    """True where every year a sentence names lies before the period."""
    years = [int(y) for y in _YEAR.findall(sentence.text)]
    return period is not None and bool(years) and max(years) < period.end.year


def choose_measure(measures: Sequence[Measure], concept_id: str, period: Period) -> Measure | None:
    """The row that speaks for the document: the best ranked that holds the period, in the shortest form that agrees."""
    ranked = rank_measures(measures, concept_id)
    if concept_id in _WHOLE_BALANCES:
        ranked = tuple(m for m in ranked if m.stated)
    fitting = [m for m in ranked if m.at(period) is not None and m.score > 0]
    if not fitting:
        return next((m for m in ranked if m.undated is not None and m.score > 0), None)
    best = fitting[0]
    value = best.at(period)
    assert value is not None
    if not best.stated and any(_contradicts(other, best, period) for other in fitting[1:]):
        return None
    alike = [best]
    for other in fitting[1:]:
        shown = other.at(period)
        assert shown is not None
        long = len(shown.quantity.number.as_tuple().digits) >= 4
        same = shown.quantity.unit == value.quantity.unit and interval_of(shown.quantity).meets(
            interval_of(value.quantity)
        )
        if same and long and best.score - other.score <= _NEAR_SCORE and find_prior(other, shown) is not None:
            alike.append(other)
    return min(alike, key=lambda m: _plainness(m, period))


def _contradicts(other: Measure, best: Measure, period: Period) -> bool:
    """True where two notes print different values under one name: neither speaks for the document."""
    a, b = other.at(period), best.at(period)
    assert a is not None
    assert b is not None
    alike = a.quantity.unit == b.quantity.unit and (other.table, other.label) != (best.table, best.label)
    return alike and not abs(interval_of(a.quantity)).meets(abs(interval_of(b.quantity)))


def _plainness(measure: Measure, period: Period) -> tuple[bool, int, float]:
    value = measure.at(period)
    assert value is not None
    return find_prior(measure, value) is None, len(str(value.quantity.number)), -measure.score


def _compose_theme(
    theme: Theme,
    measures: Sequence[Measure],
    tables: Mapping[str, Table],
    period: Period,
    language: str,
    own: Sequence[OwnSentence],
    used: set[tuple[object, ...]],
) -> list[Sentence]:
    composed: list[Sentence] = []
    so_far = _find_so_far(measures, period)
    for concept_id in theme.concepts:
        measure, when = choose_measure(measures, concept_id, period), period
        if measure is None and so_far is not None:
            measure, when = choose_measure(measures, concept_id, so_far), so_far
        if measure is None or len(composed) >= _COMPOSED_LIMIT:
            continue
        shown = tuple(abs(v.quantity.value) for v in measure.values[:2])
        same = (theme.id, *shown) if theme.id != "performance" else ("eps", *shown) if _BASIC.match(concept_id) else ()
        keys = {(measure.table, measure.row), same} - {()}
        if keys & used:
            continue
        scoped = scope_rows(measure, measures, tables, when, language)
        for row in scoped:
            sentence = compose_measure(row, when, language)
            if sentence is not None:
                used |= keys
                caused = _with_cause(sentence, concept_id, row, own, when, language)
                other = compose_other(row, when, language) if row.label == measure.label else ""
                composed.append(replace(caused, other=other))
    for name, name_zh, top, bottom, times in theme.ratios:
        over, under = choose_measure(measures, top, period), choose_measure(measures, bottom, period)
        if over is not None and under is not None and over.at(period) is not None and under.at(period) is not None:
            pair = _same_table(measures, over, under, period) or (over, under)
            ratio = compose_ratio((name, name_zh), pair[0], pair[1], period, language, times=times)
            composed += [ratio] if ratio is not None else []
    return composed


def _find_so_far(measures: Sequence[Measure], period: Period) -> Period | None:
    """The year so far, which ends with the quarter: a report of a quarter tells its cash flows for it alone."""
    ends = [
        v.period
        for m in measures
        if m.stated and m.concept is not None
        for v in m.values
        if v.period is not None
        and v.period.end == period.end
        and period.days + _SAME_LENGTH < v.period.days < _YEAR_DAYS
    ]
    return max(set(ends), key=ends.count) if ends and not period.is_instant else None


def _same_table(
    measures: Sequence[Measure], over: Measure, under: Measure, period: Period
) -> tuple[Measure, Measure] | None:
    """Both measures from one table, so that the ratio compares like with like."""
    if over.table == under.table:
        return over, under
    assert over.concept is not None
    for other in rank_measures(measures, over.concept.id):
        if other.table == under.table and other.at(period) is not None:
            return other, under
    return None


def _with_cause(
    sentence: Sentence, concept_id: str, measure: Measure, own: Sequence[OwnSentence], period: Period, language: str
) -> Sentence:
    """Adds the cause the document states in a sentence that prints the same value."""
    value = measure.at(period)
    if value is None:
        return sentence
    size = abs(interval_of(value.quantity))
    for other in own:
        cause = _CAUSE.search(fold(other.span.quote))
        if cause is None or not any(
            _alike(f, value.quantity.unit) and abs(interval_of(replace(f.quantity, approximation=None))).meets(size)
            for f in other.figures
        ):
            continue
        label = set(clean_label(measure.label, language).lower().split())
        if not is_chinese(language) and not label & set(other.text.lower().split()):
            continue
        if len(other.figures) > _CAUSE_FIGURES:
            continue
        quoted = quote_sentence(other, sentence.citations[0].document)
        offset = len(sentence.text) + 1
        moved = tuple(replace(f, start=f.start + offset, end=f.end + offset) for f in quoted.figures)
        return replace(
            sentence,
            text=f"{sentence.text} {quoted.text}",
            citations=(*sentence.citations, *quoted.citations),
            figures=(*sentence.figures, *moved),
        )
    return sentence


def _alike(figure: Figure, unit: str | None) -> bool:
    digits = len(figure.quantity.number.as_tuple().digits)
    return digits >= 3 and figure.quantity.unit in {unit, None} and figure.quantity.approximation in {None, "about"}


def compose_breakdown(breakdown: Breakdown, period: Period, language: str) -> list[Sentence]:
    """One sentence a part: its value, its share of the total, the year before."""
    whole = breakdown.total.at(period)
    assert whole is not None
    made = []
    for part in breakdown.parts:
        if (own := part.at(period)) is not None and own.quantity.value <= 0:
            continue
        base = compose_measure(replace(part, label=_name_part(part, breakdown.total, language)), period, language)
        value = part.at(period)
        if base is None or value is None:
            continue
        share = abs(value.quantity.value / whole.quantity.value * 100)
        if share < _LEAST_SHARE:
            continue
        writer = Writer(language, part.document)
        total = clean_label(breakdown.total.label, language)
        shown = show_rate(share, 1)
        if is_chinese(language):
            text = base.text.removesuffix("。")
            writer.say(text + in_script(f"，占{total}的", language))
        else:
            text = base.text.removesuffix(".")
            writer.say(f"{text}; this was ")
        writer.say_computed(shown, "ratio", (value.span, whole.span))
        writer.say("。" if is_chinese(language) else f" of {start_small(total)}.")
        added = writer.finish(None)
        citations = {(c.span.layer, c.span.start): c for c in (*base.citations, *added.citations)}
        made.append(replace(added, figures=(*base.figures, *added.figures), citations=tuple(citations.values())))
    return made


def _name_part(part: Measure, total: Measure, language: str) -> str:
    """ "Net sales of North America": what is told of a part, where its own name does not say it."""
    label = clean_label(part.label, language)
    if (_SALES_ZH if is_chinese(language) else _SALES).search(label):
        return label
    word = _WHOLE.sub("", clean_label(total.label, language)).strip()
    if not word:
        return label
    return f"{label}的{word}" if is_chinese(language) else f"{word[:1].upper()}{word[1:]} of {label}"


def _choose_quotes(own: Sequence[OwnSentence], told: set[tuple[str, int]]) -> Mapping[str, list[OwnSentence]]:
    """For each theme its best sentences; a sentence serves one theme, and nothing is told twice.

    `told` are layer and start of the sentences already given as causes.
    """
    scored: list[tuple[float, int, Theme]] = []
    for k, sentence in enumerate(own):
        if is_policy_place(sentence) or leans_back(sentence):
            continue
        theme, score = max(((t, _score_quote(sentence, t)) for t in all_themes()), key=lambda pair: pair[1])
        if score >= _LEAST_SCORE:
            scored.append((score, k, theme))
    scored.sort(key=lambda s: (-s[0], s[1]))
    chosen: dict[str, list[OwnSentence]] = {}
    taken = [s for s in own if (s.span.layer, s.span.start) in told]
    for score, k, theme in scored:
        picked = chosen.setdefault(theme.id, [])
        most = theme.quotes if own[k].figures or score >= _LEAST_PLAIN else _FEW
        if len(picked) >= most or repeats(own[k], taken):
            continue
        picked.append(own[k])
        taken.append(own[k])
    for picked in chosen.values():
        picked.sort(key=lambda s: s.order)
    return chosen


def _count_words(text: str, theme: Theme) -> int:
    """How many of a theme's words a folded text holds."""
    return len(content_words(text) & theme.words) + sum(word in text for word in theme.words_zh)


def _score_quote(sentence: OwnSentence, theme: Theme) -> float:
    if theme.needs is not None and theme.needs.search(sentence.folded) is None:
        return 0.0
    if theme.id != _RISK and any(_RISK_FACTORS.search(fold(h)) for h in sentence.headings):
        return 0.0
    hits = _count_words(sentence.folded, theme)
    key = theme.key is not None and theme.key.search(sentence.folded) is not None
    if hits < 2 and not (
        hits and (key or theme.headings.search(fold(sentence.headings[-1]) if sentence.headings else ""))
    ):
        return 0.0
    if theme.id not in _SUPPOSES and _SUPPOSED.search(sentence.folded):
        return 0.0
    if theme.id not in _OF_DUTY and any(_DUTY_REPORT.search(fold(h)) for h in sentence.headings):
        return 0.0
    telling = bool(sentence.figures) or _TELLING.search(sentence.folded) is not None
    score = min(4.0, 0.9 * hits) + (_SUBJECT * min(2, _count_words(sentence.subject, theme)) if telling else -_EMPTY)
    near = fold(" / ".join(sentence.headings[-2:]))
    score += 1.6 if theme.headings.search(near) else 0.0
    score += _KEY if key else 0.0
    score += min(1.5, 0.4 * len(sentence.figures))
    score += 1.2 if sentence.front else 0.0
    score += 0.6 * (1 - sentence.position)
    return score
