"""The themes style: composed sentences from facts and the document's own sentences, gathered by theme."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tieout.answer.summary.compose import Writer, compose_measure, compose_other, compose_ratio, find_prior
from tieout.answer.summary.measures import Measure, rank_measures
from tieout.answer.summary.row_scope import leave_out_disputed, scope_rows
from tieout.answer.summary.segment_columns import find_column_breakdowns
from tieout.answer.summary.segments import Breakdown, find_breakdowns, keep_distinct
from tieout.answer.summary.sentences import (
    OwnSentence,
    find_sentences,
    is_in_language,
    quote_sentence,
)
from tieout.answer.summary.theme_catalogue import Theme, all_themes
from tieout.answer.summary.theme_quotes import CAUSE, choose_quotes, find_unnamed_parts, is_past, is_told, values_told
from tieout.answer.summary.wording import clean_label, in_script, is_chinese, show_rate, start_small
from tieout.concepts.words import fold
from tieout.model import Document, Figure, Paper, Period, Table
from tieout.model.summary import Sentence, SummarySection
from tieout.numbers.interval import interval_of
from tieout.numbers.parse import parse_quantity

_COMPOSED_LIMIT = 9
_BASIC = re.compile("basic_")
"""Basic earnings a share, and basic and diluted ones that are equal, are told once."""
_SALES = re.compile(
    r"\b(?:sales|revenues?|income|fees?|turnover|interest|dividends?)\b|收入|收益|營業額|营业额|销售|銷售", re.I
)
_SALES_ZH = re.compile(r"(?:收入|收益|[營营][業业][額额]|[銷销]售[額额]?)$")
"""A part that sells (销售服务业) is not yet its sales."""
_WHOLE = re.compile(r"^(?:sub-?)?total\b|\btotal$|^consolidated\b|合计|合計|总计|總計|[总總](?=收入)", re.I)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NEAR_SCORE, _LEAST_SHARE = 5.0, Decimal("0.05")
_CAUSE_FIGURES = 6
_SAME_LENGTH, _YEAR_DAYS = 20, 340
_WHOLE_BALANCES = frozenset(
    {
        "total_assets",
        "current_assets",
        "non_current_assets",
        "total_liabilities",
        "current_liabilities",
        "non_current_liabilities",
        "inventories",
    }
)
"""What a note prints under these names is of its own subject: a lease liability's current part, stock held for sale."""


def summarise_themes(
    document: Document, paper: Paper, measures: Sequence[Measure], period: Period | None, language: str
) -> tuple[SummarySection, ...]:
    """One section a theme that the document says anything of."""
    own = [
        s
        for s in find_sentences(document, paper.figures.values())
        if is_in_language(s, language) and not is_past(s, period)
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
    values = values_told(measures, told)
    values += [
        q for s in made for f in s.figures if f.verdict == "computed" and (q := parse_quantity(f.text)) is not None
    ]
    parts = find_unnamed_parts(own, paper, agreed, told)
    chosen = choose_quotes([s for s in own if s not in parts and not is_told(s, values)], told)
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
        cause = CAUSE.search(fold(other.span.quote))
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
