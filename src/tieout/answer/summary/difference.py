"""Two documents' summaries by theme: how figures moved, what was restated, what is said now and what no longer is.

Figures come from the newer document, each with the year before as that document prints it; where the older document printed
another value for that year, the restatement is told with both places. Quoted sentences that the other summary repeats are left out; with other figures both are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tieout.answer.summary.compose import Writer, find_prior, rename
from tieout.answer.summary.measures import Measure, Value
from tieout.answer.summary.sentences import content_words, is_repeat
from tieout.answer.summary.themes import choose_measure
from tieout.answer.summary.wording import clean_label, has_words, in_script, is_chinese, show_period
from tieout.model import Period
from tieout.model.summary import Sentence, SentenceChange, Summary, SummarySection
from tieout.numbers.interval import interval_of

_SAME = 0.6
_MARKS = {"new": ("New: ", "新增："), "gone": ("No longer: ", "不再提及："), "restated": ("Restated: ", "重列：")}
_PAIR = (("Now: ", "现在："), ("Before: ", "此前："))

_REMARKS = {
    True: (
        'Pages after "No longer", and the second page of a restatement or of "Before", are those of the older document.',
        "引用较早文件之处，页码属于该文件。",
    ),
    False: (
        "The documents are in two languages: figures are compared, sentences are not. The second page of a restatement is that of the older document.",
        "两份文件语言不同：只比较数字，不比较语句。重列之处，第二个页码属于较早文件。",
    ),
}

Measured = tuple[Sequence[Measure], Period | None]
"""A document's measures and its reporting period."""


def compare_summaries(new: Summary, old: Summary, now: Measured, then: Measured) -> Summary:
    """A summary of what changed from the older document to the newer one, by the newer one's themes."""
    chinese = is_chinese(new.language)
    comparable = chinese == is_chinese(old.language)
    before = {s.title: s for s in old.sections} if comparable else {}
    sections: list[SummarySection] = []
    for section in new.sections:
        earlier = before.pop(section.title, None)
        kept = section if comparable else replace(section, bullets=tuple(s for s in section.bullets if not s.quoted))
        bullets = _compare_section(kept, earlier, now, then, new.language)
        if bullets:
            sections.append(SummarySection(section.title, section.page, section.level, None, tuple(bullets)))
    for title, section in before.items():
        gone = tuple(_mark(s, "gone", new.language) for s in section.bullets if s.quoted)
        if gone:
            sections.append(SummarySection(title, None, section.level, None, gone))
    remark = in_script(_REMARKS[comparable][chinese], new.language)
    return replace(new, title=f"{new.title} / {old.title}", sections=tuple(sections), remark=remark)


def _compare_section(
    section: SummarySection, earlier: SummarySection | None, now: Measured, then: Measured, language: str
) -> list[Sentence]:
    quoted = [s for s in earlier.bullets if s.quoted] if earlier else []
    mine = [content_words(s.text) for s in section.bullets if s.quoted]
    bullets: list[Sentence] = []
    for sentence in section.bullets:
        if not sentence.quoted:
            bullets.append(sentence)
            restated = _find_restatement(sentence.concept, now, then, language)
            bullets += [restated] if restated is not None else []
            continue
        before = [s for s in quoted if is_repeat(content_words(sentence.text), [content_words(s.text)], _SAME)]
        if not before:
            bullets.append(_mark(sentence, "new", language))
        elif (pair := _find_changed(sentence, before, section.bullets)) is not None:
            bullets.append(_tell_both(sentence, pair, language))
    for sentence in earlier.bullets if earlier else ():
        if sentence.quoted and not is_repeat(content_words(sentence.text), mine, _SAME):
            bullets.append(_mark(sentence, "gone", language))
    return bullets


def _find_changed(sentence: Sentence, before: Sequence[Sentence], mine: Sequence[Sentence]) -> Sentence | None:
    """The one older sentence in the same words but other figures; None where it is said as before or several could be meant."""
    own = [_values(sentence), *(_values(s) for s in mine if s.quoted)]
    if len(before) != 1 or not sentence.figures or _values(before[0]) in own:
        return None
    return before[0] if len(before[0].figures) == len(sentence.figures) else None


def _values(sentence: Sentence) -> tuple[str, ...]:
    return tuple(f.text for f in sentence.figures)


def _tell_both(sentence: Sentence, before: Sentence, language: str) -> Sentence:
    """Both sentences, the newer first, each with its figures and places."""
    new, old = _open(sentence, _PAIR[0], language), _open(before, _PAIR[1], language)
    gap = "" if is_chinese(language) else " "
    at = len(new.text) + len(gap)
    moved = tuple(replace(f, start=f.start + at, end=f.end + at) for f in old.figures)
    return replace(
        new, text=f"{new.text}{gap}{old.text}", figures=(*new.figures, *moved),
        citations=(*new.citations, *old.citations), change="changed",
    )  # fmt: skip


def _open(sentence: Sentence, openings: tuple[str, str], language: str) -> Sentence:
    opening = in_script(openings[is_chinese(language)], language)
    moved = tuple(replace(f, start=f.start + len(opening), end=f.end + len(opening)) for f in sentence.figures)
    return replace(sentence, text=opening + sentence.text, figures=moved)


def _mark(sentence: Sentence, kind: SentenceChange, language: str) -> Sentence:
    return replace(_open(sentence, _MARKS[kind], language), change=kind)


def _find_restatement(concept: str | None, now: Measured, then: Measured, language: str) -> Sentence | None:
    """The older document's value for the year before, where it is not the one that the newer document prints for it."""
    (measures, period), (old_measures, old_period) = now, then
    if concept is None or period is None or old_period is None:
        return None
    mine, theirs = choose_measure(measures, concept, period), choose_measure(old_measures, concept, old_period)
    current = mine.at(period) if mine is not None else None
    prior = find_prior(mine, current) if mine is not None and current is not None else None
    printed = theirs.at(old_period) if theirs is not None else None
    if mine is None or theirs is None or prior is None or printed is None or prior.period is None:
        return None
    if prior.period.end != old_period.end or prior.quantity.unit != printed.quantity.unit:
        return None
    if abs(interval_of(prior.quantity)).meets(abs(interval_of(printed.quantity))):
        return None
    if not has_words(prior.quantity, language) or not has_words(printed.quantity, language):
        return None
    told = _write_restatement(mine, theirs, prior, printed, language)
    other = "en" if is_chinese(language) else "zh-Hans"
    named = [rename(m, other) for m in (mine, theirs)]
    if None in named or not has_words(prior.quantity, other) or not has_words(printed.quantity, other):
        return told
    assert named[0] is not None
    assert named[1] is not None
    return replace(told, other=_write_restatement(named[0], named[1], prior, printed, other).text)


def _write_restatement(mine: Measure, theirs: Measure, prior: Value, printed: Value, language: str) -> Sentence:
    assert prior.period is not None
    instant = mine.concept is not None and mine.concept.period_type == "instant"
    when, label = show_period(prior.period, language, instant=instant), clean_label(mine.label, language)
    first, second = Writer(language, mine.document), Writer(language, theirs.document)
    chinese = is_chinese(language)
    first.say(
        in_script(
            f"{_MARKS['restated'][1]}{when}的{label}在本文件为"
            if chinese
            else f"{_MARKS['restated'][0]}{label} {when}: ",
            language,
        )
    )
    first.say_value(prior, magnitude=False)
    first.say(in_script("，在较早文件为", language) if chinese else " in this document, ")
    second.text = first.text
    second.say_value(printed, magnitude=False)
    second.say("。" if chinese else " in the older one.")
    concept = mine.concept.id if mine.concept else None
    one, two = first.finish(concept), second.finish(concept)
    cited, figures = (*one.citations, *two.citations), (*one.figures, *two.figures)
    return replace(two, citations=cited, figures=figures, change="restated")
