"""Words for a multiple fit the change they speak of.

What it tests: "doubled", "more than doubled", "nearly tripled", "halved", 翻番, 腰斬 against the two values of the sentence, or the row that the
sentence names with the value before.
Why it matters: such a word is a number that no search for numbers finds.
Ties: nothing is ticked: the words are wide. Does not tie: "more than doubled to 65,000" where the table prints 46,820 before.
How far a change may lie from the word is told by the words beside it: "more than" sets a floor, "nearly" a ceiling, none of them
allows for either side.
Source: the sentence and the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._facts import index_facts
from tieout.checks._mistold import mistold
from tieout.checks._rows_told import Pair, find_named, find_row_pairs, find_rows, pair_of
from tieout.concepts.labels import label_words
from tieout.model import Block, Claim, Document, Figure, Paper, Relation

CODE = "L752"
NAME = "word for a multiple"


@dataclass(frozen=True)
class Settings:
    """Shares of the multiple: `slack` for a word by itself, `near` below it after "nearly", `least` for what "more than" must reach."""

    slack: Decimal = Decimal("0.18")
    near: Decimal = Decimal("0.2")
    least: Decimal = Decimal("0.97")


_TIMES = {
    "doubled": 2, "tripled": 3, "trebled": 3, "quadrupled": 4, "halved": Decimal("0.5"),
    "翻番": 2, "翻倍": 2, "翻一番": 2, "倍增": 2, "减半": Decimal("0.5"), "減半": Decimal("0.5"), "腰斩": Decimal("0.5"), "腰斬": Decimal("0.5"),
}  # fmt: skip
_WORD = re.compile(
    r"(?P<degree>(?:(?:much|well|far)\s+)?(?:more\s+than|over)|nearly|almost|close\s+to|just\s+under|逾|超|[将將]?近|[几幾]乎|接近)?(?(degree)\s*|)"
    r"(?P<word>\b(?:doubled|tripled|trebled|quadrupled|halved)\b|翻一番|翻番|翻倍|倍增|[减減]半|腰[斩斬])(?!-)",
    re.I,
)
_MORE = re.compile(r"more|over|逾|超", re.I)
_BEFORE = re.compile(r"[.;。；:：]\s|[。；]|\n|,\s|，|\b(?:and|but|while|whereas|as)\s", re.I)
_SUBJECT = re.compile(
    r"^(?:the\s+|its\s+|our\s+|group\s+|total\s+)*(?P<words>[A-Za-z一-鿿][^\d,.;]{2,70}?)\s*(?:\b(?:has|have|had)\s+)?$",
    re.I,
)
_OTHER_BASE = re.compile(
    r"quarter|\bhalf\b|month|since|than\s+in|compared|versus|from|over\s+(?:the\s+)?(?:past|last)|within|capacity\s+to|will|expect|target|plan|环比|環比|季|月|预|預|[计計][划劃]|年内",
    re.I,
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """Words that cannot be right for each multiple that every pair of values it may speak of contradicts."""
    by_block: dict[tuple[str, str], list[Claim]] = {}
    for claim in paper.claims:
        by_block.setdefault((claim.document, claim.span.layer), []).append(claim)
    for document in paper.documents:
        for block in document.blocks:
            if block.kind == "table":
                continue
            for found in _WORD.finditer(block.text):
                at = block.span.start + found.start()
                around = by_block.get((document.id, block.span.layer), ())
                inside = [c for c in around if c.span.start <= at < c.span.end]
                yield from _of_word(paper, document, block, found, inside, settings)


def _of_word(
    paper: Paper, document: Document, block: Block, found: re.Match[str], claims: list[Claim], settings: Settings
) -> Iterator[Relation]:
    pairs = _told_pairs(paper, document, block, found, claims)
    rates = [abs(a.value) / abs(b.value) for a, b in pairs if b.value and (a.value < 0) == (b.value < 0)]
    if not rates or len(rates) < len(pairs) or any(_fits(found, rate, settings) for rate in rates):
        return
    span = document.layer(block.span.layer).span(block.span.start + found.start(), block.span.start + found.end())
    change = (rates[0] - 1) * 100
    yield mistold(
        CODE,
        document.id,
        span,
        f'"{{word}}" is said of a change of {change:.1f}%.',
        *pairs[0],
        why="the word tells a multiple",
        expected=change,
    )


def _told_pairs(
    paper: Paper, document: Document, block: Block, found: re.Match[str], claims: list[Claim]
) -> list[tuple[Figure, Figure]]:
    """The values that a word may speak of, each with the one before: of its own sentence, else of a table's rows."""
    end = block.span.start + found.end()
    words = _BEFORE.split(block.text[max(0, found.start() - 2 * _REACH) : found.start()])[-1]
    subject_words = _SUBJECT.match(words)
    for claim in claims:
        current, prior = (paper.figures.get(claim.figure(r) or "") for r in ("current", "prior"))
        if (
            current is None
            or current.quantity.unit in {"%", "pp", "x"}
            or not end <= current.span.start <= end + _REACH
        ):
            continue
        between = block.text[found.end() : current.span.start - block.span.start]
        if _OTHER_SUBJECT.search(between):
            return []
        if prior is not None:
            return [(current, prior)]
        if subject_words and _TO.fullmatch(between) and not _OTHER_BASE.search(claim.span.quote):
            return _figures(find_row_pairs(paper, claim, current, label_words(subject_words["words"])))
        return []
    rest = re.split(r"[.;。；]", block.text[found.end() :], maxsplit=1)[0]
    if subject_words is None or document.period_end is None or _OTHER_BASE.search(words + rest):
        return []
    index, rows = index_facts(paper), find_rows(paper)
    cells = find_named(paper, index, label_words(subject_words["words"]), document.id, document.period_end)
    own = [e for e in cells if e.figure.document == document.id]
    return _figures([p for e in own if (p := pair_of(rows, e)) is not None])


_REACH = 60
_OTHER_SUBJECT = re.compile(r",\s+(?:with|while|and|as|although|but)\s", re.I)
"""Between the word and a value: the value is another's."""
_TO = re.compile(
    r"\s*(?:year[\s-]on[\s-]year\s+|in\s+(?:19|20)\d\d\s+)?(?:,?\s*(?:to|reaching|at))\s+[^.;\d]{0,24}|[，,]?(?:至|到|[达達])[^。；\d]{0,12}",
    re.I,
)


def _figures(pairs: list[Pair]) -> list[tuple[Figure, Figure]]:
    return [(p.now.figure, p.then.figure) for p in pairs]


def _fits(found: re.Match[str], rate: Decimal, settings: Settings) -> bool:
    """True when a rate may be called so."""
    times = Decimal(str(_TIMES[found["word"].lower()]))
    falling = times < 1
    size, wanted = (1 / rate, 1 / times) if falling and rate else (rate, times)
    degree = found["degree"] or ""
    if _MORE.search(degree):
        return size >= wanted * settings.least
    if degree:
        return wanted * (1 - settings.near) <= size <= wanted * (1 + settings.slack / 2)
    return wanted * (1 - settings.slack) <= size <= wanted * (1 + 2 * settings.slack)
