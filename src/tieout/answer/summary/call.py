"""The call style: headlines, figures, business, outlook from the prepared remarks, then each question with who asked and answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tieout.answer.summary.headline import find_headlines
from tieout.answer.summary.sentences import OwnSentence, find_sentences, is_repeat, quote_sentence
from tieout.answer.summary.wording import in_script, is_chinese
from tieout.concepts import find_mentions
from tieout.model import Block, Document, Paper
from tieout.model.summary import Sentence, SummarySection

_METRIC = re.compile(
    r"revenue|sales|earnings|eps|per share|net income|profit|margin|ebitda|cash flow|ffo|backlog|orders|growth|"
    r"收入|利润|毛利|净利|增长|每股|现金流", re.I)  # fmt: skip
_OUTLOOK = re.compile(
    r"\b(?:outlook|guidance|expect\w*|anticipat\w*|forecast\w*|looking ahead|full[- ]year|next (?:quarter|year)|will be in the range|target\w*)\b|"
    r"展望|预计|预期|指引|未来|下半年|明年", re.I)  # fmt: skip
_STRATEGY = re.compile(
    r"\b(?:strateg\w+|invest\w*|launch\w*|initiative\w*|acqui\w+|priorit\w+|focus\w*)\b|战略|策略|布局|投入|推出|收购",
    re.I,
)
_MARKET = re.compile(
    r"\b(?:market\w*|demand|customer\w*|industry|segment\w*|region\w*|china|europe|america\w*|asia)\b|市场|需求|客户|行业|分部|地区",
    re.I,
)
_THANKS = re.compile(
    r"^(?:thank|thanks|good (?:morning|afternoon|evening)|hi\b|hello|yes\.|yeah|okay|great\b|operator)|谢谢|大家好|各位",
    re.I,
)
_HOUSEKEEPING = re.compile(
    r"turn (?:the call|it|things) (?:back )?over|hand (?:it|the call|things) (?:back )?(?:over|to)|my honor|take a few minutes|walk you through|before (?:I|we) (?:turn|begin|get|open)|opened? (?:it|the call|the line)s? (?:up )?(?:for|to)"
    r"|(?:I(?:'|’)?ll|I will|let me|I(?:'|’)d like to|we(?:'|’)?ll|we will) (?:now |also |then |briefly )*(?:comment|turn|discuss|review|cover|talk|speak|share|start|begin|close|conclude|provide|update|move|go|walk)\b"
    r"|on (?:this|the next|today(?:'|’)s) (?:slide|call)|我将介绍|接下来由|把时间交给|交由", re.I)  # fmt: skip
"""Tells how the call goes on, not what happened."""
_OPERATOR = re.compile(r"operator|coordinator|moderator|主持|接线", re.I)
_ASKS = re.compile(r"\?|？")
_WONDERS = re.compile(
    r"question|wonder|curious|wanted to|want to|talk about|thoughts|follow-?up|help us|how you|give us|请教|想问|想了解|问题",
    re.I,
)
"""Asks without a question mark."""
_VAGUE = re.compile(
    r"more colou?r|elaborate|your thoughts|any (?:other )?colou?r|talk (?:a (?:little )?bit )?(?:more )?about (?:that|this|it)|follow[- ]?up|首先|跟进",
    re.I,
)
"""Asks for more without saying of what."""
_REFERS = re.compile(
    r"^(?:and|or|but|so|because|then|also|i mean|you know|well|obviously|that(?:[’']s)?|this|these|those|it(?:[’']s)?|they|which|therefore)\b|\b(?:around|about|of|on|to|like|after|behind) (?:that|this|those|these|it)\b(?! \w)"
    r"|^(?:那|这|這|它|所以|而且|但|另外|因为|因為)", re.I)  # fmt: skip
"""Goes on from the sentence before."""
_VAGUE_WORDS, _LEANING_WORDS, _ENOUGH_WORDS, _LONGEST_GIST = 6, 6, 22, 480
_PER_SHARE = re.compile(r"per (?:diluted )?share|\beps\b|每股", re.I)
_TOTALS = re.compile(
    r"(?:total|net|consolidated|quarter\w*|record) (?:revenues?|sales|income|earnings)|(?:sales|revenues?) (?:were|was|of|increased|grew|decreased|rose|declined)|"
    r"full[- ]year|guidance|总收入|净利润", re.I)  # fmt: skip
_PLAIN_WORDS = 18
_METRICS, _EACH, _QUESTIONS, _A_QUESTION = 7, 4, 16, 160


@dataclass
class _Exchange:
    question: Block
    answers: list[Block]


def summarise_call(document: Document, paper: Paper, language: str) -> tuple[SummarySection, ...]:
    """Headlines, metrics, business and markets, strategy, outlook; then up to 16 questions."""
    own = find_sentences(document, paper.figures.values())
    blocks = list(document.blocks)
    exchanges = _find_exchanges(blocks)
    turns = [b for b in blocks if b.kind == "turn" and b.speaker]
    start = _first_question(turns)
    first_question = blocks.index(turns[start]) if start is not None and exchanges else len(blocks)
    remarks = [s for s in own if s.block < first_question] or list(own)
    taken: list[frozenset[str]] = []
    words = _words(language)
    sections = []
    headlines = find_headlines(remarks, document) if not is_chinese(language) else ()
    if headlines:
        sections.append(SummarySection(words["headlines"], None, 1, None, headlines))
    for title, scorer, limit in (
        (words["metrics"], _score_metric, _METRICS),
        (words["outlook"], lambda s: _score_words(s, _OUTLOOK), _EACH),
        (words["market"], lambda s: _score_words(s, _MARKET), _EACH),
        (words["strategy"], lambda s: _score_words(s, _STRATEGY), _EACH),
    ):
        bullets = _pick(remarks, scorer, limit, taken, document.id)
        if bullets:
            sections.append(SummarySection(title, None, 1, None, bullets))
    asked = _questions(document, own, exchanges, language)
    if asked:
        sections.append(SummarySection(words["questions"], None, 1, None, asked))
    return tuple(sections)


def _words(language: str) -> dict[str, str]:
    if is_chinese(language):
        plain = {
            "headlines": "要点",
            "metrics": "财务数据及关键指标",
            "outlook": "展望",
            "market": "业务及市场",
            "strategy": "战略",
            "questions": "问答",
        }
        return {k: in_script(v, language) for k, v in plain.items()}
    return {
        "headlines": "Headlines", "metrics": "Financial data and key metrics", "outlook": "Outlook", "market": "Business lines and markets",
        "strategy": "Strategy", "questions": "Questions and answers",
    }  # fmt: skip


def _pick(
    own: Sequence[OwnSentence], score: object, limit: int, taken: list[frozenset[str]], document: str
) -> tuple[Sentence, ...]:
    assert callable(score)
    ranked = sorted(((score(s), -s.order, s) for s in own), key=lambda r: (-r[0], -r[1]))
    picked: list[OwnSentence] = []
    for value, _, sentence in ranked:
        if value <= 0 or len(picked) >= limit:
            break
        if not is_repeat(sentence.words, taken, 0.7):
            picked.append(sentence)
            taken.append(sentence.words)
    return tuple(quote_sentence(s, document) for s in picked)


def _score_metric(sentence: OwnSentence) -> float:
    """Sentences that print a figure of a known concept, early in the call, short."""
    if not sentence.figures or _THANKS.search(sentence.text) or _HOUSEKEEPING.search(sentence.text):
        return 0.0
    concepts = {m.concept.id for m in find_mentions(sentence.text)}
    score = 1.2 * min(3, len(concepts)) + 0.5 * min(4, len(sentence.figures))
    score += 0.8 if _METRIC.search(sentence.text) else 0.0
    score += 1.0 * (1 - sentence.position) - 0.3 * bool(_OUTLOOK.search(sentence.text))
    score += 1.4 if _PER_SHARE.search(sentence.text) else 0.0
    score += 0.8 if _TOTALS.search(sentence.text) else 0.0
    score -= 0.03 * max(0, len(sentence.text) // 6 - _PLAIN_WORDS)
    return score if concepts or _METRIC.search(sentence.text) else 0.0


def _score_words(sentence: OwnSentence, pattern: re.Pattern[str]) -> float:
    hits = len({m.group().lower() for m in pattern.finditer(sentence.folded)})
    if not hits or _THANKS.search(sentence.text) or _HOUSEKEEPING.search(sentence.text):
        return 0.0
    return hits + 0.4 * min(3, len(sentence.figures)) + 0.3 * (1 - sentence.position)


def _find_exchanges(blocks: Sequence[Block]) -> list[_Exchange]:
    """Questions by speakers who made no prepared remarks, each with the turns up to the next question."""
    turns = [b for b in blocks if b.kind == "turn" and b.speaker]
    start = _first_question(turns)
    if start is None:
        return []
    hosts = {b.speaker for b in turns[:start] if not _OPERATOR.search(b.speaker or "")}
    exchanges: list[_Exchange] = []
    for turn in turns[start:]:
        if _OPERATOR.search(turn.speaker or ""):
            continue
        asks = turn.speaker not in hosts
        if asks and (_ASKS.search(turn.text) or len(turn.text) >= _A_QUESTION):
            if exchanges and exchanges[-1].question.speaker == turn.speaker and not exchanges[-1].answers:
                continue
            exchanges.append(_Exchange(turn, []))
        elif exchanges and not asks:
            exchanges[-1].answers.append(turn)
    return [e for e in exchanges if e.answers]


def _first_question(turns: Sequence[Block]) -> int | None:
    """The turn after the operator's first call for a question; without an operator, the first short turn that asks."""
    for k, turn in enumerate(turns[:-1]):
        if _OPERATOR.search(turn.speaker or "") and re.search(r"question|提问|问题", turn.text, re.I) and k > 0:
            return k + 1
    spoken: set[str] = set()
    for k, turn in enumerate(turns):
        if turn.speaker not in spoken and len(spoken) >= 1 and _ASKS.search(turn.text) and len(turn.text) < 1500:
            return k
        spoken.add(turn.speaker or "")
    return None


def _questions(
    document: Document, own: Sequence[OwnSentence], exchanges: Sequence[_Exchange], language: str
) -> tuple[Sentence, ...]:
    """For each exchange one sentence asked and one answered, each quoted with its speaker."""
    index = {id(b): k for k, b in enumerate(document.blocks)}
    by_block: dict[int, list[OwnSentence]] = {}
    for sentence in own:
        by_block.setdefault(sentence.block, []).append(sentence)
    bullets: list[Sentence] = []
    for exchange in exchanges[:_QUESTIONS]:
        said = by_block.get(index[id(exchange.question)], [])
        asked = [s for s in said if _ASKS.search(s.text)] or [s for s in said if _WONDERS.search(s.text)]
        answered = [
            s for turn in exchange.answers for s in by_block.get(index[id(turn)], []) if not _THANKS.search(s.text)
        ]
        if not asked or not answered:
            continue
        question = _with_opening(max(asked, key=_score_question), said, document)
        best = max(answered, key=lambda s: (_score_answer(s, question), -s.order))
        best = _with_opening(best, by_block[best.block], document)
        for own_sentence, mark in ((question, "Q"), (best, "A")):
            bullets.append(_with_speaker(quote_sentence(own_sentence, document.id), mark, language))
    return tuple(bullets)


def _score_question(sentence: OwnSentence) -> float:
    """What a question names, less where it asks only for more or goes on from what was said before."""
    plain = len(sentence.words) - _VAGUE_WORDS * bool(_VAGUE.search(sentence.text))
    return min(_ENOUGH_WORDS, plain) - _LEANING_WORDS * bool(_REFERS.search(sentence.text))


def _score_answer(sentence: OwnSentence, question: OwnSentence) -> float:
    """An answer takes up the words of its question and has figures; it seldom opens in the middle of a thought."""
    shared = len(sentence.words & question.words) + 0.8 * min(3, len(sentence.figures))
    return shared + 0.05 * min(40, len(sentence.words)) - 1.2 * bool(_REFERS.search(sentence.text))


def _with_opening(sentence: OwnSentence, said: Sequence[OwnSentence], document: Document) -> OwnSentence:
    """The sentence with the one before it where it only goes on from that; as it is where both are too long."""
    before = next((s for s in said if s.order == sentence.order - 1), None)
    if before is None or _REFERS.search(sentence.text) is None or _THANKS.search(before.text):
        return sentence
    if sentence.span.end - before.span.start > _LONGEST_GIST:
        return sentence
    span = document.layer(sentence.span.layer).span(before.span.start, sentence.span.end)
    return replace(sentence, span=span, figures=before.figures + sentence.figures, words=before.words | sentence.words)


def _with_speaker(sentence: Sentence, mark: str, language: str) -> Sentence:

    opening = (
        f"{mark} ({sentence.speaker}): "
        if not is_chinese(language)
        else f"{'问' if mark == 'Q' else '答'}（{sentence.speaker}）："
    )
    moved = tuple(replace(f, start=f.start + len(opening), end=f.end + len(opening)) for f in sentence.figures)
    return replace(sentence, text=opening + sentence.text, figures=moved)
