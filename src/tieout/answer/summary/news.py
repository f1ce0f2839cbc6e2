"""News and short announcements: what happened, who, figures, when."""

from __future__ import annotations

from tieout.answer.summary.sentences import OwnSentence, find_sentences, quote_sentence, repeats
from tieout.answer.summary.wording import in_script, is_chinese, show_day
from tieout.model import Document, Paper
from tieout.model.summary import Citation, Sentence, SummarySection

_EVENTS, _FIGURES, _VOICES = 3, 6, 3
_LENGTH = 2
"""An announcement often tells all it has to tell in one long sentence."""
_SAID = ("said", "says", "told", "according to", "commented", "表示", "称", "指出", "认为", "介绍")


def summarise_news(document: Document, paper: Paper, language: str) -> tuple[SummarySection, ...]:
    """Up to four sections; each sentence is the document's own."""
    own = find_sentences(document, paper.figures.values(), _LENGTH)
    taken: list[OwnSentence] = []

    def pick(wanted: list[OwnSentence], limit: int) -> tuple[Sentence, ...]:
        picked: list[OwnSentence] = []
        for sentence in wanted:
            if len(picked) < limit and not repeats(sentence, taken):
                picked.append(sentence)
                taken.append(sentence)
        return tuple(quote_sentence(s, document.id) for s in sorted(picked, key=lambda s: s.order))

    words = _words(language)
    events = pick(list(own[:8]), _EVENTS)
    by_figures = sorted((s for s in own if s.figures), key=lambda s: (-len(s.figures), s.order))
    figures = pick(by_figures, _FIGURES)
    voices = pick([s for s in own if any(w in s.folded for w in _SAID)], _VOICES)
    sections = [
        SummarySection(words["happened"], None, 1, None, events),
        SummarySection(words["figures"], None, 1, None, figures),
        SummarySection(words["said"], None, 1, None, voices),
        SummarySection(words["when"], None, 1, None, _when(document, language)),
    ]
    return tuple(s for s in sections if s.bullets)


def _words(language: str) -> dict[str, str]:
    if is_chinese(language):
        plain = {"happened": "事件", "figures": "数据", "said": "各方表示", "when": "时间与来源"}
        return {k: in_script(v, language) for k, v in plain.items()}
    return {"happened": "What happened", "figures": "Figures", "said": "Who said what", "when": "When and by whom"}


def _when(document: Document, language: str) -> tuple[Sentence, ...]:
    """Date and publisher as the document's first lines print them."""
    if document.published is None or not document.blocks:
        return ()
    day = show_day(document.published, language)
    by = document.publisher
    if is_chinese(language):
        text = in_script(f"{day}发布" + (f"，来源：{by}。" if by else "。"), language)
    else:
        text = f"Published on {day}" + (f" by {by}." if by else ".")
    head = document.blocks[0]
    return (Sentence(text, (Citation(document.id, head.span.page, head.span),)),)
