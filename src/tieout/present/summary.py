"""A summary as JSON, Markdown or HTML: every bullet with its citations, every figure with its place."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from tieout.model import Document, Span
from tieout.model.summary import Citation, IndicatorTable, Sentence, SentenceFigure, Summary, SummarySection
from tieout.present.json import span_to_json

_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
_COUNTS_ZH = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_TRADITIONAL = str.maketrans("两数与", "兩數與")


def summary_to_json(summary: Summary) -> dict[str, Any]:
    """The public record; a figure's `place` is in its bullet's text, its `source` in the document."""
    return {
        "document": summary.document,
        "style": summary.style,
        "title": summary.title,
        "language": summary.language,
        "sections": [_section_to_json(s) for s in summary.sections],
        "dropped": summary.dropped,
        "remark": summary.remark,
    }


def _section_to_json(section: SummarySection) -> dict[str, Any]:
    return {
        "title": section.title,
        "page": section.page,
        "level": section.level,
        "lead": section.lead.text if section.lead else None,
        "lead_citations": [citation_to_json(c) for c in section.lead.citations] if section.lead else [],
        "lead_figures": [_figure_to_json(f, section.lead.text) for f in section.lead.figures] if section.lead else [],
        "bullets": [sentence_to_json(b) for b in section.bullets],
        "tables": [_table_to_json(t) for t in section.tables],
    }


def sentence_to_json(sentence: Sentence) -> dict[str, Any]:
    """A bullet: text, whether it is the document's own, citations, figures; of a comparison what became of it."""
    told = {"change": sentence.change} if sentence.change else {}
    return {
        "text": sentence.text,
        "quoted": sentence.quoted,
        "other_language": sentence.other or None,
        "speaker": sentence.speaker,
        "citations": [citation_to_json(c) for c in sentence.citations],
        "figures": [_figure_to_json(f, sentence.text) for f in sentence.figures],
        **told,
    }


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """Document, page and PLACE."""
    return {"document": citation.document, "page": citation.page, "place": span_to_json(citation.span)}


def _figure_to_json(figure: SentenceFigure, text: str) -> dict[str, Any]:
    assert text[figure.start : figure.end] == figure.text
    row: dict[str, Any] = {
        "text": figure.text,
        "verdict": "agrees",
        "computed": figure.verdict == "computed",
        "place": _own_place(figure),
        "source": span_to_json(figure.source),
    }
    if figure.verdict == "computed":
        row["formula"] = figure.formula
        row["terms"] = [span_to_json(t) for t in figure.terms]
    return row


def _own_place(figure: SentenceFigure) -> dict[str, Any]:
    """A PLACE in the summary's own sentence, which has no page or box."""
    return {
        "quote": figure.text, "start": figure.start, "end": figure.end, "page": None, "box": None, "boxes": [],
        "xpath": None, "sheet": None, "cell": None, "turn": None,
    }  # fmt: skip


def _table_to_json(table: IndicatorTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "unit": table.unit,
        "headers": list(table.headers),
        "rows": [
            {
                "label": r.label,
                "current": r.current,
                "prior": r.prior,
                "change": r.change,
                "citations": [citation_to_json(c) for c in r.citations],
                "figures": [_row_figure(f) for f in r.figures],
            }
            for r in table.rows
        ],
    }


def _row_figure(figure: SentenceFigure) -> dict[str, Any]:
    """A figure of a table's row: its text is one of the row's cells."""
    row = {
        "text": figure.text,
        "verdict": "agrees",
        "computed": figure.verdict == "computed",
        "source": span_to_json(figure.source),
    }
    if figure.verdict == "computed":
        row |= {"formula": figure.formula, "terms": [span_to_json(t) for t in figure.terms]}
    return row


def summary_to_markdown(summary: Summary, *, both: bool = False) -> str:
    """Headings, bullets with page citations `[8]` (or turn and offset where there are no pages), tables.

    With `both`, sentences about figures stand in the other language as well; quotations stay in the original.
    """
    lines = [f"# {_plain(summary.title)}", ""] if summary.title.strip() else []
    for section in summary.sections:
        level = min(6, max(2, section.level))
        page = f" [{section.page}]" if section.page and summary.style == "outline" else ""
        if _plain(section.title) != _plain(summary.title):
            lines += [f"{'#' * level} {_plain(section.title)}{page}", ""]
        if section.lead is not None:
            lines += [_bullet(section.lead), ""]
        for table in section.tables:
            lines += [*_table_lines(table), ""]
        for bullet in section.bullets:
            lines.append(f"- {_bullet(bullet)}")
            if both and bullet.other:
                lines.append(f"  {_bullet(replace(bullet, text=bullet.other))}")
        lines += [""] if section.bullets else []
    if summary.dropped:
        lines += [tell_dropped(summary), ""]
    if summary.remark:
        lines += [summary.remark, ""]
    return "\n".join(lines).rstrip() + "\n"


def tell_dropped(summary: Summary) -> str:
    """How many sentences were left out and why; small counts in words, so that nobody takes them for figures of the document."""
    count = summary.dropped
    if summary.language.startswith("zh"):
        said = _COUNTS_ZH[count] if count < len(_COUNTS_ZH) else f"{count}"
        text = f"另有{said}句因其中数字与文件不符而略去。"
        return text if summary.language == "zh-Hans" else text.translate(_TRADITIONAL)
    said = _COUNTS[count] if count < len(_COUNTS) else f"{count}"
    return f"{said} {'sentence was' if count == 1 else 'sentences were'} left out because the figures do not tie to the document."


def _plain(text: str) -> str:
    return " ".join(text.split())


def _bullet(sentence: Sentence) -> str:
    pages = sorted({c.page for c in sentence.citations if c.page})
    marks = "".join(f"[{page}]" for page in pages)
    if not marks:
        turns = sorted({s.turn for c in sentence.citations for s in c.span.segments if s.turn is not None})
        marks = "".join(f"[{turn}]" for turn in turns[:3])
    return f"{_plain(sentence.text)}{(' ' + marks) if marks else ''}"


def _table_lines(table: IndicatorTable) -> list[str]:
    title = _plain(table.title)
    lines = [f"*{title}*", ""] if title else []
    lines += ["| " + " | ".join(_cell(h) for h in table.headers) + " |", "|---|---:|---:|---:|"]
    lines += [f"| {_cell(r.label)} | {_cell(r.current)} | {_cell(r.prior)} | {_cell(r.change)} |" for r in table.rows]
    return lines


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


_STYLE = """
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6675;--line:#d9dee5;--paper:#fff;--mark:#0a6c74}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#9aa5b4;--line:#323b47;--paper:#12171d;--mark:#5cc3c9}}
body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;color:var(--ink);background:var(--paper);max-width:52rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;border-bottom:1px solid var(--line);padding-bottom:.2rem;margin-top:2rem}h3,h4,h5,h6{font-size:1rem;margin:1.4rem 0 .4rem}
ul{padding-left:1.2rem}li{margin:.35rem 0}.page{color:var(--mark);font-size:.8em;margin-left:.25em;cursor:help}.figure{border-bottom:1px dotted var(--mark);cursor:help}
.quoted{color:var(--soft)}table{border-collapse:collapse;margin:.6rem 0;font-variant-numeric:tabular-nums;width:100%}
caption{text-align:left;color:var(--soft);font-size:.85rem}td,th{border-bottom:1px solid var(--line);padding:.25rem .6rem;text-align:right;font-weight:normal}
td:first-child,th:first-child{text-align:left}th{color:var(--soft);font-size:.85rem}.wide{overflow-x:auto}
"""


def summary_to_html(summary: Summary, document: Document | None = None) -> str:
    """One self-contained page; every figure tells on hover what the source prints and where."""
    lang = escape(summary.language)
    parts = [
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="tieout">',
        f"<title>{escape(summary.title)}</title><style>{_STYLE}</style></head><body><main><h1>{escape(summary.title)}</h1>",
    ]
    for section in summary.sections:
        level = min(6, max(2, section.level))
        page = f' <span class="page">p. {section.page}</span>' if section.page and summary.style == "outline" else ""
        parts.append(f"<section><h{level}>{escape(section.title)}{page}</h{level}>")
        parts += [f"<p>{_sentence_html(section.lead)}</p>"] if section.lead else []
        parts += [_table_html(t) for t in section.tables]
        items = "".join(f"<li>{_sentence_html(b)}</li>" for b in section.bullets)
        parts += [f"<ul>{items}</ul>"] if items else []
        parts.append("</section>")
    parts += [
        f"<p>{escape(text)}</p>" for text in (tell_dropped(summary) if summary.dropped else "", summary.remark) if text
    ]
    return "\n".join((*parts, "</main></body></html>")) + "\n"


def _sentence_html(sentence: Sentence) -> str:
    text, at = "", 0
    for figure in sentence.figures:
        text += escape(sentence.text[at : figure.start])
        text += f'<span class="figure" title="{escape(_describe(figure))}">{escape(figure.text)}</span>'
        at = figure.end
    text += escape(sentence.text[at:])
    marks = "".join(
        f'<span class="page" title="{escape(_plain(c.span.quote)[:300])}">[{c.page}]</span>'
        for c in _one_a_page(sentence)
    )
    return f'<span class="{"quoted" if sentence.quoted else "composed"}">{text}</span>{marks}'


def _one_a_page(sentence: Sentence) -> list[Citation]:
    pages: dict[int, Citation] = {}
    for citation in sentence.citations:
        if citation.page:
            pages.setdefault(citation.page, citation)
    return [pages[p] for p in sorted(pages)]


def _describe(figure: SentenceFigure) -> str:
    def where(span: Span) -> str:
        return f"{_plain(span.quote)}{f' (p. {span.page})' if span.page else ''}"

    if figure.verdict == "computed":
        return f"computed ({figure.formula}) from " + " and ".join(where(t) for t in figure.terms)
    return f"printed: {where(figure.source)}"


def _table_html(table: IndicatorTable) -> str:
    title = escape(table.title)
    head = "".join(f"<th scope='col'>{escape(h)}</th>" for h in table.headers)
    rows = "".join(
        f"<tr><td>{escape(r.label)}</td><td>{escape(r.current)}</td><td>{escape(r.prior)}</td><td>{escape(r.change)}</td></tr>"
        for r in table.rows
    )
    return f'<div class="wide"><table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
