"""The outline style: the document's own tree, each heading with its page, a lead sentence, an indicator table, key bullets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from tieout.answer.summary.compose import Writer, compose_measure, compose_other, compute_change, find_prior
from tieout.answer.summary.measures import Measure, Value
from tieout.answer.summary.row_periods import row_words
from tieout.answer.summary.sentences import (
    OwnSentence,
    find_sentences,
    is_in_language,
    leans_back,
    quote_sentence,
    repeats,
)
from tieout.answer.summary.sides import needs_side
from tieout.answer.summary.titles import find_titles
from tieout.answer.summary.told_rows import contradicts_tables, find_told_rows
from tieout.answer.summary.wording import (
    clean_label,
    has_words,
    in_script,
    is_chinese,
    show_period,
    show_quantity,
    start_small,
)
from tieout.concepts.table_words import CLOSING, OPENING
from tieout.model import Block, Document, Paper, Period, Quantity, Table
from tieout.model.summary import IndicatorRow, IndicatorTable, Sentence, SummarySection
from tieout.numbers.interval import interval_of

_LONGEST_TITLE, _LONGEST_TITLE_ZH = 110, 42
_BROKEN = re.compile(r"[，。；;]|、.*、|[,;]$|^[a-z]|[:：]$|^[）)」]|\d{4}年.{0,6}月.{0,6}日$")
_FOOTNOTE_MARK = re.compile(r"(?:\s*[(（]\d{1,2}[)）]|[¹²³⁴⁵⁶⁷⁸⁹*†])+$")
_LONG_TABLE, _LONGEST_LABEL = 12, 160
_ROWS, _BULLETS, _COMPOSED = 36, 3, 2
_A_BULLET, _A_FIGURED_BULLET, _MOST_BULLETS, _MOST_PLAIN = 6, 2, 12, 4
"""Long sections get one bullet more for so many sentences or so many that print a figure; of those without a figure they get few."""
_SECTIONS = 140
_LEVELS = 4
_TABLE_PERIODS, _LEAST_ROWS = 2, 3
_DASH = "–"
_MOVEMENT = re.compile(r"[增減减][加少]|\b(?:in|de)crease", re.I)
"""A row that names a movement: told as a sentence it would name two directions."""
_HAN, _LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{3}")
_SKIPPED = re.compile(
    r"table of contents|^contents$|^about (?!.{0,30}(?:market|industry))|conference call|webcast|safe harbor|^use of non-|statement (?:regarding|concerning|on) |^(?:investor|media) (?:relations|contacts?)|^contacts?$|^exchange rate|corporate information$|registered office|^important notes?|disclaimer|^关于|^關於|重要注意事项|重要注意事項|前瞻性|definitions|glossary|forward[- ]looking|signatures?$|exhibit|目錄|目录|釋義|释义|備查|承董事會命|by order of the board",
    re.I,
)


@dataclass
class _Node:
    """A heading with what stands directly under it."""

    title: str
    level: int
    page: int | None
    block: Block | None
    sentences: list[OwnSentence] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


def summarise_outline(
    document: Document, paper: Paper, measures: Sequence[Measure], period: Period | None, language: str
) -> tuple[SummarySection, ...]:
    """Sections in the document's order and depth; those that hold nothing and lead to nothing are left out."""
    nodes = _find_nodes(document, paper)
    by_table: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.table:
            by_table.setdefault(measure.table, []).append(measure)
    tables = {t.id: t for t in paper.tables}
    known = frozenset(v.period for m in measures for v in m.values if v.period is not None)
    taken: list[OwnSentence] = []
    told: set[tuple[str, ...]] = set()
    concepts: set[str] = set()
    made: list[SummarySection] = []
    for node in nodes:
        section = _make_section(document, node, paper, known, by_table, tables, period, language, taken, told, concepts)
        made.append(section)
    return _prune(made)[:_SECTIONS]


def _find_nodes(document: Document, paper: Paper) -> list[_Node]:
    """The document's headings with their sentences and tables; a line that is no title belongs to the one above."""
    chinese = is_chinese(document.language)
    limit = _LONGEST_TITLE_ZH if chinese else _LONGEST_TITLE
    by_block: dict[int, list[OwnSentence]] = {}
    for sentence in find_sentences(document, paper.figures.values()):
        if is_in_language(sentence, document.language or "en") and (sentence.figures or not sentence.notes):
            by_block.setdefault(sentence.block, []).append(sentence)
    starts = {(t.span.layer, t.span.start): t.id for t in paper.tables}
    nodes = [_Node(document.title, 1, 1 if document.pages else None, None)]
    titles = find_titles(document)
    for k, block in enumerate(document.blocks):
        found = titles.get(k)
        if found is not None:
            title = _FOOTNOTE_MARK.sub("", found.text)
            if (
                found.level <= _LEVELS
                and 1 < len(title) <= limit
                and not _BROKEN.search(title)
                and title != nodes[-1].title
                and (chinese or not _HAN.search(title) or _LATIN.search(title))
            ):
                page = block.page if block.page is not None else block.span.page
                nodes.append(_Node(title, found.level, page, block))
            continue
        nodes[-1].sentences += by_block.get(k, [])
        table = starts.get((block.span.layer, block.span.start))
        if table is not None:
            nodes[-1].tables.append(table)
    return [n for n in nodes if not _SKIPPED.search(n.title)]


def _make_section(
    document: Document,
    node: _Node,
    paper: Paper,
    known: frozenset[Period],
    by_table: dict[str, list[Measure]],
    tables: dict[str, Table],
    period: Period | None,
    language: str,
    taken: list[OwnSentence],
    told: set[tuple[str, ...]],
    concepts: set[str],
) -> SummarySection:
    shown: list[IndicatorTable] = []
    composed: list[Sentence] = []
    for table_id in node.tables:
        rows = by_table.get(table_id, [])
        for current in _table_periods(rows, period):
            made = make_indicators(rows, tables[table_id], current, language, node.title)
            key = tuple(r.current for r in made.rows) if made else ()
            if made is None or key in told:
                continue
            told.add(key)
            shown.append(made)
            if period is None or current == period:
                agreed = [m for m in rows if not _is_disputed(m, current, paper)]
                composed += _compose_rows(agreed, current, language, _COMPOSED - len(composed), concepts)
    own = [s for s in node.sentences if not repeats(s, taken)]
    if not shown:
        told_rows = [m for m in find_told_rows(own, paper, known) if not contradicts_tables(m, by_table)]
        shown += _tabulate_told(told_rows, period, language, told)
    lead = next((s for s in own if s.figures and not leans_back(s)), next((s for s in own if not leans_back(s)), None))
    rest: list[OwnSentence] = []
    said = [lead] if lead else []
    figured = sum(bool(s.figures) for s in own)
    most = min(_MOST_BULLETS, _BULLETS + max(len(own) // _A_BULLET, figured // _A_FIGURED_BULLET))
    for sentence in sorted(own, key=lambda s: (-min(4, len(s.figures)), leans_back(s), s.order)):
        if (leans_back(sentence) and rest) or (not sentence.figures and len(rest) >= _MOST_PLAIN):
            continue
        if sentence is not lead and len(rest) < most and not repeats(sentence, said):
            rest.append(sentence)
            said.append(sentence)
    taken += said
    first = quote_sentence(lead, document.id) if lead else composed[0] if composed else None
    bullets = [
        *([] if shown else composed),
        *(quote_sentence(s, document.id) for s in sorted(rest, key=lambda s: s.order)),
    ]
    return SummarySection(
        node.title, node.page, node.level, first, tuple(b for b in bullets if b != first), tuple(shown)
    )


def _is_disputed(measure: Measure, period: Period, paper: Paper) -> bool:
    """True where the document's sentences tell only other values of the row's concept for the day: a gross amount beside the net one."""
    value, concept = measure.at(period), measure.concept
    if value is None or concept is None or value.period is None or concept.period_type != "instant":
        return False
    told = [
        paper.figures[f.figure or ""].quantity
        for f in paper.facts
        if f.origin == "prose" and f.concept == concept.id and (f.figure or "") in paper.figures
        and f.period is not None and f.period.end == value.period.end and f.unit == value.quantity.unit
    ]  # fmt: skip
    size = abs(interval_of(value.quantity))
    return bool(told) and not any(abs(interval_of(q)).meets(size) for q in told)


def _tabulate_told(
    rows: Sequence[Measure], period: Period | None, language: str, told: set[tuple[str, ...]]
) -> list[IndicatorTable]:
    """A table of what the section's sentences tell, where two or more tell of the same two periods."""
    main = _table_period(rows, period)
    made = make_indicators([m for m in rows if _values_of(m, main)], None, main, language) if main is not None else None
    key = tuple(r.current for r in made.rows) if made else ()
    if made is None or key in told:
        return []
    told.add(key)
    return [made]


def _table_periods(rows: Sequence[Measure], period: Period | None) -> tuple[Period, ...]:
    """The periods whose columns a table is read by: the document's own and, of results, the quarter that ends with it."""
    main = _table_period(rows, period)
    if main is None:
        return ()
    ends = [
        v.period
        for m in rows
        for v in m.values
        if v.period is not None and v.period.end == main.end and v.period != main
    ]
    others = [
        p for p in dict.fromkeys(ends) if not p.is_instant and not main.is_instant and ends.count(p) >= _LEAST_ROWS
    ]
    return (main, *others)[:_TABLE_PERIODS]


def _table_period(rows: Sequence[Measure], period: Period | None) -> Period | None:
    """The period whose column the table is read by: the document's, else the latest that most rows have."""
    if period is not None and sum(m.at(period) is not None for m in rows) >= 2:
        return period
    latest = [m.values[0].period for m in rows if m.values and m.values[0].period is not None]
    if len(latest) < 2:
        return None
    best = max(set(latest), key=lambda p: (latest.count(p), p.end, p.days))
    return best if latest.count(best) >= 2 else None


def _compose_rows(
    rows: Sequence[Measure], period: Period, language: str, limit: int, told: set[str]
) -> Iterator[Sentence]:
    made = 0
    for measure in rows:
        if made >= limit or measure.concept is None or measure.concept.id in told or _MOVEMENT.search(measure.label):
            continue
        sentence = compose_measure(measure, period, language)
        if sentence is not None and len(sentence.figures) > 1:
            made += 1
            told.add(measure.concept.id)
            yield replace(sentence, other=compose_other(measure, period, language))


def make_indicators(
    rows: Sequence[Measure], table: Table | None, period: Period, language: str, heading: str = ""
) -> IndicatorTable | None:
    """Rows that hold the period and the one before it, with the change computed; None when fewer than two do.

    The table's caption is left out where it only repeats the `heading` above it.
    """
    printed = Counter(m.label for m in rows)
    flows = any(m.concept is not None and m.concept.id.startswith("cash_from") for m in rows)
    if len(rows) < _LONG_TABLE and not flows and any(OPENING.search(m.label) for m in rows):
        return None  # a movement of one balance: with a row left out it would not roll forward
    first = next((pair for m in rows if (pair := _values_of(m, period)) is not None), None)
    if first is None:
        return None
    made: list[IndicatorRow] = []
    for measure in rows:
        if OPENING.search(measure.label) or CLOSING.search(measure.label) or len(made) >= _ROWS:
            continue
        current, prior = measure.at(first[0].period or period), _earlier(measure, first[1])
        shown = [v for v in (current, prior) if v is not None]
        if not shown or not all(has_words(v.quantity, language) for v in shown):
            continue
        above = row_words(shown[0].fact) if printed[measure.label] > 1 else ""
        row = _make_row(measure, current, prior, first[0], language, above)
        if not made or (row.label, row.current, row.prior) != (made[-1].label, made[-1].current, made[-1].prior):
            made.append(row)
    if sum(_DASH not in {r.current, r.prior} for r in made) < 2 or first[0].period is None or first[1].period is None:
        return None
    instant = all(m.concept is None or m.concept.period_type == "instant" for m in rows[:3]) and any(
        m.concept for m in rows[:3]
    )
    words = [show_period(v.period, language, instant=instant) for v in first if v.period is not None]
    heads = [
        w.removeprefix("in ").removeprefix("for the ").removeprefix("at ").removeprefix("于").removeprefix("於")
        for w in words
    ]
    names = ("指标", "变动") if is_chinese(language) else ("Indicator", "Change")
    unit = _unit_words(first[0].quantity, language)
    heads = [f"{h} ({unit})" if unit and not is_chinese(language) else f"{h}（{unit}）" if unit else h for h in heads]
    headers = (
        in_script(names[0], language),
        heads[0][:1].upper() + heads[0][1:],
        heads[1][:1].upper() + heads[1][1:],
        in_script(names[1], language),
    )
    named = table.caption if table is not None else ""
    caption = "" if _letters(named) in _letters(heading) else clean_label(named, language)[:120]
    return IndicatorTable(caption, unit, headers, tuple(made))


def _values_of(measure: Measure, period: Period) -> tuple[Value, Value] | None:
    """The value of the period and the one before it, where a row prints both."""
    current = measure.at(period)
    prior = find_prior(measure, current) if current is not None else None
    return None if current is None or prior is None else (current, prior)


def _earlier(measure: Measure, prior: Value) -> Value | None:
    """The row's value for the period of the earlier column."""
    return measure.at(prior.period) if prior.period is not None else None


def _letters(text: str) -> str:
    return re.sub(r"[\W_\d]+", "", text.lower())


def _unit_words(quantity: Quantity, language: str) -> str:
    """The table's unit in words, from one of its values: "HK$ thousand"."""
    shown = show_quantity(quantity, language, magnitude=True)
    words = re.sub(r"[\d.,]+", "" if is_chinese(language) else " ", shown)
    return " ".join(words.split())


def _make_row(
    measure: Measure, current: Value | None, prior: Value | None, first: Value, language: str, above: str
) -> IndicatorRow:
    """Digits as printed, with their unit where it is not the table's; a dash for a value that the row does not print.

    `above` goes before a label that stands twice.
    """
    head = first.quantity
    writer, texts = Writer(language, measure.document), []
    for value in (current, prior):
        start = len(writer.text)
        if value is None:
            writer.say(_DASH)
        elif (value.quantity.unit, value.quantity.scale) == (head.unit, head.scale):
            writer.say_printed(_digits_of(value, language), value.span)
        else:
            writer.say_value(value, magnitude=False)
        texts.append(writer.text[start:])
        writer.say(" ")
    shown = _DASH if current is None or prior is None else _say_change(writer, measure, current, prior)
    sentence = writer.finish(measure.concept.id if measure.concept else None)
    label = clean_label(measure.label, language)
    if above and _letters(label) not in _letters(above):
        label = f"{above.strip(' :：')} – {start_small(label)}"[:_LONGEST_LABEL]
    return IndicatorRow(label, texts[0], texts[1], shown, sentence.citations, sentence.figures)


def _digits_of(value: Value, language: str) -> str:
    """The value as a cell prints it; of a sentence's amount the digits, whose unit the header names."""
    if value.fact.origin != "prose":
        return " ".join(value.span.quote.split())
    return show_quantity(replace(value.quantity, unit=None, scale=0), language)


def _say_change(writer: Writer, measure: Measure, current: Value, prior: Value) -> str:
    """The change computed from both values; a dash where they allow none."""
    if current.quantity.unit == "%":
        return _say_points(writer, current, prior)
    change = compute_change(current, prior, magnitude=not needs_side(measure, [current, prior]))
    if change is not None and change.shown is not None:
        shown = ("+" if change.direction > 0 else "-") + change.shown
        writer.say_computed(shown, "growth", (current.span, prior.span))
        return shown
    if change is None or change.direction != 0:
        return _DASH
    same = current.quantity.value == prior.quantity.value
    if is_chinese(writer.language):
        return in_script("不变" if same else "基本持平", writer.language)
    return "unchanged" if same else "little changed"


def _say_points(writer: Writer, current: Value, prior: Value) -> str:
    """The difference of two percentages, in points."""
    gap = current.quantity.number - prior.quantity.number
    if gap == 0:
        return in_script("不变", writer.language) if is_chinese(writer.language) else "unchanged"
    places = max(current.quantity.decimals, prior.quantity.decimals, 0)
    shown = f"{gap:+,.{places}f}" + ("个百分点" if is_chinese(writer.language) else " pp")
    shown = in_script(shown, writer.language)
    writer.say_computed(shown, "points", (current.span, prior.span))
    return shown


def _prune(sections: Sequence[SummarySection]) -> tuple[SummarySection, ...]:
    """Without empty sections, but with those that hold one that is not empty; no level is left out on the way down."""
    kept: list[SummarySection] = []
    needed = 99
    for section in reversed(sections):
        filled = section.lead is not None or section.bullets or section.tables
        if filled or section.level < needed:
            if filled or kept:
                kept.append(section)
            needed = section.level
    path: list[int] = []
    levelled = []
    for section in reversed(kept):
        while path and path[-1] >= section.level:
            path.pop()
        path.append(section.level)
        levelled.append(replace(section, level=len(path)))
    return tuple(levelled)
