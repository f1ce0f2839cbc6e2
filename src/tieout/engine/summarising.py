"""Documents to summaries: extracts, chooses the style by kind, and composes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from tieout.answer.summary.call import summarise_call
from tieout.answer.summary.difference import compare_summaries
from tieout.answer.summary.measures import Measure, find_measures
from tieout.answer.summary.news import summarise_news
from tieout.answer.summary.outline import summarise_outline
from tieout.answer.summary.themes import summarise_themes
from tieout.answer.summary.wording import in_script, is_chinese, show_period
from tieout.engine.extracting import extract
from tieout.errors import UsageError
from tieout.facts.claims import document_period
from tieout.model import Document, Paper, Period, Relation
from tieout.model.summary import Sentence, Style, Summary, SummarySection
from tieout.registry import find_checks
from tieout.relations.findings import write_findings
from tieout.relations.judge import JudgeSettings, judge

STYLES = ("auto", "themes", "outline", "call", "news")
_STYLE_OF_KIND: dict[str, Style] = {
    "annual_report": "themes", "interim_report": "themes", "quarterly_report": "themes", "xbrl_filing": "themes",
    "prospectus": "themes", "annual_results": "outline", "interim_results": "outline", "quarterly_results": "outline",
    "earnings_call": "call", "news": "news",
}  # fmt: skip
_INSTEAD: tuple[Style, ...] = ("outline", "news")
"""What is tried in turn where a style finds nothing to say."""
_SHORT_BLOCKS, _LONGEST_TITLE, _WEEK_DAYS = 40, 130, 10
_ONLY_KIND = re.compile(
    r"\W*(?:20\d\d(?:\s*[/-]\s*\d{2,4})?年?\s*)?(?:(?:annual|interim|quarterly|half[- ]year(?:ly)?)\s+(?:report|results)(?:\s+announcement)?|(?:年度|中期|季度|半年度)(?:報告|报告|業績|业绩)(?:公告)?|年[報报])(?:\s*(?:全文|20\d\d(?:\s*[/-]\s*\d{2,4})?))?\W*",
    re.I,
)
_KINDS_ZH = {"annual_report": "年度报告", "interim_report": "中期报告", "quarterly_report": "季度报告", "annual_results": "年度业绩", "interim_results": "中期业绩"}  # fmt: skip
_CONTENTS = re.compile(r"(?<!\S)\d{1,3}\s+[A-Z][a-z]")
"""A page and the title that begins on it, as in a table of contents."""
_SENTENCE_CHECKS = frozenset({"F105", "G202", "L701", "L702", "L704", "L732", "L751", "L752", "P302", "P309", "P350"})
"""Checks that need no more than a sentence: a quotation that fails one of them is not passed on."""


def summarise_document(document: Document, style: str = "auto") -> Summary:
    """A cited summary; `style` "auto" follows the document's kind. Raises UsageError for an unknown style."""
    if style not in STYLES:
        raise UsageError(f"no style of summary is called {style!r}; known: {', '.join(STYLES)}")
    chosen: Style = _choose_style(document) if style == "auto" else style  # type: ignore[assignment]
    paper = extract((document,))
    measures, period = measure_paper(document, paper)
    language = document.language or "en"

    def summarise(style: Style) -> tuple[SummarySection, ...]:
        if style == "call":
            return summarise_call(document, paper, language)
        if style == "news":
            return summarise_news(document, paper, language)
        if style == "outline":
            return summarise_outline(document, paper, measures, period, language)
        return summarise_themes(document, paper, measures, period, language)

    sections, dropped = _drop_doubtful(summarise(chosen), paper)
    remark = ""
    for other in _INSTEAD if not sections else ():
        sections, dropped = _drop_doubtful(summarise(other), paper)
        if sections:
            remark = f"The document holds nothing for the style {chosen}; this is the style {other}."
            chosen = other
            break
    remark = remark or ("" if sections else "The document holds nothing that could be summarised with a citation.")
    return Summary(document.id, chosen, _name(document, period), language, sections, dropped, remark)


def _name(document: Document, period: Period | None) -> str:
    """The title; of a document whose first words run on like a table of contents or name only its kind, company, kind and period."""
    title = " ".join(document.title.split())
    contents = len(_CONTENTS.findall(title)) > 1
    company = document.company.name if document.company is not None and document.company.name else ""
    if (len(title) <= _LONGEST_TITLE and not _ONLY_KIND.fullmatch(title) and not contents) or not (company or contents):
        return title
    language = document.language or "en"
    when = show_period(period, language, instant=False) if period is not None and not period.is_instant else ""
    if is_chinese(language):
        return f"{company}{when}{in_script(_KINDS_ZH.get(document.kind, '报告'), language)}"
    told = f"{document.kind.replace('_', ' ')} {when}".strip()
    return f"{company}: {told}" if company else told[:1].upper() + told[1:]


def _drop_doubtful(sections: tuple[SummarySection, ...], paper: Paper) -> tuple[tuple[SummarySection, ...], int]:
    """The sections without quoted sentences in which a number does not tie within the sentence, and how many these were."""
    relations: list[Relation] = []
    for room in find_checks():
        if room.CODE in _SENTENCE_CHECKS:
            relations.extend(room.propose(paper, room.Settings()))
    found = write_findings(judge(paper.figures, relations, JudgeSettings()), paper.figures, {})
    doubtful = [(f.span.layer, f.span.start) for f in found if f.verdict == "differs"]
    if not doubtful:
        return sections, 0

    def holds(sentence: Sentence | None) -> bool:
        return (
            sentence is not None
            and sentence.quoted
            and any(
                c.span.layer == layer and c.span.start <= at < c.span.end
                for c in sentence.citations
                for layer, at in doubtful
            )
        )

    kept = [
        replace(s, lead=None if holds(s.lead) else s.lead, bullets=tuple(b for b in s.bullets if not holds(b)))
        for s in sections
    ]
    dropped = sum(holds(b) for s in sections for b in (s.lead, *s.bullets))
    filled = [bool(s.lead or s.bullets or s.tables) for s in sections]
    return tuple(
        s for s, full in zip(kept, filled, strict=True) if s.lead or s.bullets or s.tables or not full
    ), dropped


def compare_document_summaries(new: Document, old: Document) -> Summary:
    """What changed from an older document to a newer one, theme by theme."""
    return compare_summaries(
        summarise_document(new, "themes"),
        summarise_document(old, "themes"),
        *(measure_paper(d, extract((d,))) for d in (new, old)),
    )


def phrase_document_summary(summary: Summary, llm: str | None) -> Summary:
    """The summary phrased by the model at an address where its words tie; the plain one without an address or an answer."""
    if llm is None:
        return summary
    from tieout.answer.phrase import phrase_summary
    from tieout.engine.model_endpoint import Endpoint

    endpoint = Endpoint(llm)
    return phrase_summary(summary, endpoint.ask, endpoint.name)


def measure_paper(document: Document, paper: Paper) -> tuple[tuple[Measure, ...], Period | None]:
    """The measures of one document and its reporting period: as it states it, else the one its tables print most."""
    facts = [f for f in paper.facts if f.document == document.id]
    tables = {t.id: t for t in paper.tables}
    stated = document_period(document)
    measures = find_measures(facts, tables, stated, document.currency, document.language)
    counts = Counter(v.period for m in measures if m.concept is not None for v in m.values[:2] if v.period is not None)
    later = _find_later(stated, counts) if stated is not None else None
    if later is not None:
        return find_measures(facts, tables, later, document.currency, document.language), later
    if stated is not None and any(m.at(stated) is not None and m.concept is not None for m in measures):
        return measures, stated
    flows = {p: n for p, n in counts.items() if not p.is_instant and p.days >= 80}
    if not flows:
        return measures, stated or max(counts, key=lambda p: (counts[p], p.end), default=None)
    most = max(flows.values())
    chosen = max((p for p, n in flows.items() if n * 2 >= most), key=lambda p: (p.end, p.days))
    return find_measures(facts, tables, chosen, document.currency, document.language), chosen


def _find_later(stated: Period, counts: Counter[Period]) -> Period | None:
    """A period as long as the stated one that ends after it and that the tables print at least half as often: the stated one is then the
    year before, as where a fiscal year is named by the year in which it begins."""
    alike = [
        p
        for p, n in counts.items()
        if p.end > stated.end and abs(p.days - stated.days) <= _WEEK_DAYS and n * 2 >= counts[stated] and n > 1
    ]
    return min(alike, key=lambda p: p.end, default=None)


def _choose_style(document: Document) -> Style:
    style = _STYLE_OF_KIND.get(document.kind)
    if style is not None:
        return style
    return "outline" if len(document.blocks) > _SHORT_BLOCKS else "news"
