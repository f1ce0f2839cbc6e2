"""A document's own sentences, with what tells how much each of them says: place, headings, figures, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tieout.concepts.words import fold
from tieout.model import Block, Document, Figure, Span
from tieout.model.summary import Citation, Sentence, SentenceFigure

_END = re.compile(r"[.!?]+[\"”’)\]]*(?=\s+[\"“(]?[A-Z\d]|\s*$)|[。！？][」』”）]*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Inc|Ltd|Co|Corp|Bros|No|Nos|approx|vs|St|U\.S|etc|i\.e|e\.g|Messrs)|\b[A-Z])$"
)
_WORD = re.compile(r"[a-z][a-z&'-]+")
_BOILERPLATE = re.compile(
    r"stock exchange of hong kong limited take no|makes? no representation|expressly disclaim|in whole or in part|hereby|"
    r"shareholders (?:are|should)|annual general meeting will|register of members|forward[- ]looking|pleased to (?:announce|present)|"
    r"sincere (?:thanks|gratitude)|would like to (?:thank|express)|website|www\.|http|click|safe harbor|refer to (?:note|the section|exhibit)|"
    r"set out (?:in|on)|defined (?:in|as)|means the|table of contents|incorporated (?:by reference|in)|pursuant to (?:the )?(?:rule|section|item)|"
    r"non-gaap (?:financial )?(?:measures?|information|basis|financial results)|page a-\d|^[A-Z]{4,}[A-Z, .]+ [-–—]|"
    r"see (?:note|\")|details? of .{0,60}(?:are|is) (?:set out|disclosed)|the following table|as follows\s*[:：]?$|"
    r"前瞻性(?:陈述|陳述)|应被视为.{0,40}补充|應被視為.{0,40}補充|概不負責|概不负责|承擔任何責任|承担任何责任|欣然|谨此|謹此|衷心|致以|網站|网站|载于|載於|详见|詳見|参见|參見|請參閱|请参阅|如下[:：。]|释义|釋義|"
    r"(?:ignore|disregard) (?:all |any )?(?:previous|earlier|prior|above)|system prompt|operator instructions|remind (?:everyone|you)|call is being recorded|as an ai|忽略.{0,8}(?:指令|指示)|"
    r"指本公司|「我們」指|「本公司」指|除(?:另|文義)有|"
    r"保证.{0,20}真实|不存在虚假记载|□|√|适用",
    re.I,
)
_POLICY = re.compile(
    r"accounting polic|basis of preparation|notes? to (?:the )?.*financial statements|definitions?$|glossary|independent auditor|"
    r"biographical|corporate information|notice of|会计政策|會計政策|财务报表附注|財務報表附註|附注|附註|释义|釋義|审计报告|核數師報告|備查文件|备查文件",
    re.I,
)
_LEANING = re.compile(
    r"(?:these|this|those|such|it|they|he|she|further|furthermore|additionally|in addition|however|also|moreover|as a result|accordingly|therefore|similarly|likewise)\b"
    r"|(?:此外|另外|同时|同時|其中|因此|该等|該等|上述|以上|其后|其後|然而|但是|与此同时)",
    re.I,
)
_FRONT = re.compile(
    r"management.{0,3}s? discussion|business review|chairman|statement from|letter to|financial review|outlook|prospects|overview|highlights|"
    r"results|管理层讨论|管理層討論|经营情况讨论|業務回顧|业务回顾|主席|致股东|致股東|财务回顾|財務回顧|展望|整體表現|概述",
    re.I,
)
_FULL_STOP = re.compile(r"[。！？.!?:：;；)）]\s*$")
_NO_TITLE = re.compile(r"[，。；]|、.*、")
_OPENING, _TITLE, _MARK = 3, 40, 3
_SHORTEST, _LONGEST = 40, 420
_SHORTEST_ZH, _LONGEST_ZH = 14, 190


@dataclass(frozen=True, slots=True)
class OwnSentence:
    """A complete sentence of the document; `order` counts in reading order; `position` is 0 at the start, 1 at the end."""

    span: Span
    block: int
    order: int
    headings: tuple[str, ...]
    figures: tuple[Figure, ...]
    words: frozenset[str]
    folded: str
    position: float
    front: bool
    speaker: str | None = None

    @property
    def text(self) -> str:
        """The sentence with its line breaks joined."""
        return join_lines(self.span.quote)


def join_lines(quote: str) -> str:
    """A quotation on one line; Chinese lines join without a blank."""
    joined = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", quote)
    return " ".join(joined.split())


def find_sentences(document: Document, figures: Iterable[Figure]) -> tuple[OwnSentence, ...]:
    """Complete sentences of paragraphs, items and turns that are no boilerplate, in reading order."""
    by_layer: dict[str, list[Figure]] = {}
    for figure in figures:
        by_layer.setdefault(figure.span.layer, []).append(figure)
    found: list[OwnSentence] = []
    for k, block, headings in _prose_blocks(document):
        for start, end in split_sentences(block.text):
            if start < _OPENING and not _opens_here(document, k):
                continue
            made = _make(document, block, k, start, end, headings, by_layer, len(found))
            if made is not None:
                found.append(made)
    return tuple(found)


def _opens_here(document: Document, k: int) -> bool:
    """False when the text above breaks off, so that the first sentence of the block is the rest of another."""
    above = document.blocks[k - 1] if k else None
    if above is None or above.grid is not None:
        return True
    text = above.text.strip()
    if not any("\u4e00" <= c <= "\u9fff" for c in text):
        return True
    if _FULL_STOP.search(text) or (above.kind == "heading" and len(text) <= _TITLE and not _NO_TITLE.search(text)):
        return True
    return len(text) <= _MARK


def _prose_blocks(document: Document) -> Iterator[tuple[int, Block, tuple[str, ...]]]:
    stack: list[tuple[int, str]] = []
    for k, block in enumerate(document.blocks):
        if block.kind == "heading":
            while stack and stack[-1][0] >= block.level:
                stack.pop()
            stack.append((block.level, " ".join(block.text.split())))
        elif block.grid is None:
            yield k, block, tuple(title for _, title in stack)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a text; a rest without a full stop is left out."""
    spans, start = [], 0
    for stop in _END.finditer(text):
        before = text[max(0, stop.start() - 9) : stop.start()]
        if stop.group()[0] == "." and _ABBREVIATION.search(before):
            continue
        while start < stop.end() and (text[start].isspace() or text[start] in "•●▪·-–—*"):
            start += 1
        spans.append((start, stop.end()))
        start = stop.end()
    return spans


def _make(
    document: Document,
    block: Block,
    k: int,
    start: int,
    end: int,
    headings: tuple[str, ...],
    by_layer: Mapping[str, list[Figure]],
    order: int,
) -> OwnSentence | None:
    text = block.text[start:end]
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in text) * 3 > len(text)
    low, high = (_SHORTEST_ZH, _LONGEST_ZH) if chinese else (_SHORTEST, _LONGEST)
    if not low <= len(text) <= high or _BOILERPLATE.search(join_lines(text)):
        return None
    if not chinese and not (text[0].isupper() or text[0] in '"“'):
        return None
    if chinese and text[0] in "，、；）」”：":
        return None
    layer = document.layer(block.span.layer)
    span = layer.span(block.span.start + start, block.span.start + end)
    inside = tuple(f for f in by_layer.get(span.layer, ()) if span.start <= f.span.start and f.span.end <= span.end)
    where = " / ".join(headings)
    return OwnSentence(
        span, k, order, headings, inside, content_words(text), fold(text).lower(),
        k / max(1, len(document.blocks)), bool(_FRONT.search(where)) and not _POLICY.search(where), block.speaker,
    )  # fmt: skip


def leans_back(sentence: OwnSentence) -> bool:
    """True for a sentence that goes on from the one before ("These were offset ...") and says little alone."""
    return _LEANING.match(sentence.text) is not None


def is_policy_place(sentence: OwnSentence) -> bool:
    """True below headings of accounting policies, notes, definitions and biographies."""
    return _POLICY.search(" / ".join(sentence.headings)) is not None


@lru_cache(maxsize=20_000)
def content_words(text: str) -> frozenset[str]:
    """Words by which sentences are compared: English words, Chinese pairs of characters."""
    lowered = fold(text).lower()
    words = {w for w in _WORD.findall(lowered) if len(w) > 3}
    runs = re.findall(r"[\u4e00-\u9fff]+", lowered)
    return frozenset(words | {run[i : i + 2] for run in runs for i in range(len(run) - 1)})


def is_repeat(words: frozenset[str], others: Iterable[frozenset[str]], share: float = 0.6) -> bool:
    """True when most of the words stand in one of the others."""
    return any(words and len(words & other) / min(len(words), len(other) or 1) >= share for other in others)


def quote_sentence(own: OwnSentence, document: str) -> Sentence:
    """The sentence as a quotation with its place; each figure in it is its own source."""
    text = own.text
    figures: list[SentenceFigure] = []
    at = 0
    for figure in own.figures:
        shown = join_lines(figure.span.quote)
        start = text.find(shown, at)
        if start >= 0:
            at = start + len(shown)
            figures.append(SentenceFigure(start, at, shown, figure.span, document))
    citation = Citation(document, own.span.page, own.span)
    return Sentence(text, (citation,), tuple(figures), True, None, own.speaker)
