"""Which of a document's own sentences are told under which theme: by words, place, figures, and what has been told already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tieout.answer.summary.measures import Measure
from tieout.answer.summary.sentences import OwnSentence, content_words, is_policy_place, leans_back, repeats
from tieout.answer.summary.theme_catalogue import Theme, all_themes
from tieout.concepts import find_mentions
from tieout.concepts.words import fold
from tieout.model import Paper, Period, Quantity, Span
from tieout.numbers.interval import interval_of

CAUSE = re.compile(
    r"(?:mainly|primarily|largely|principally|partly|was|were)\s+(?:due to|attributable to|driven by|as a result of|reflect\w+|from)"
    r"|due to|resulted from|because of|主要(?:由于|因为|是由于|系|因|受)|由于|归因于"
)
_RISK, _RISK_FACTORS = "risk", re.compile(r"risk factors|principal risks|风险因素|可能面对的风险|面临的风险", re.I)
"""What stands under such a heading is what might happen: it tells of no other theme."""
_YEAR = re.compile(r"(?<![\d.,(（])((?:19|20)\d\d)(?!\d|[.,]\d|\s*年?[:：])")
_BARE = 12
"""A name so near the start of a sentence has no owner before it."""
_TELLING_DIGITS = 4
"""A number without a unit that is shorter may be the same by chance: a headcount, a number of shops."""
_LEAST_SCORE, _LEAST_PLAIN, _FEW = 2.6, 3.2, 2
"""What a sentence needs to be told; one that prints no figure needs more where its theme has a few already."""
_SUBJECT = 0.6
"""For each of a theme's words with which a sentence opens: what it is about stands there."""
_EMPTY = 2.0
"""What a sentence loses that prints no figure and tells of no movement, event, expectation or absence."""
_TELLING = re.compile(
    r"\b(?:increas|decreas|grew|growth (?:of|in|was)|rose|declin|fell|higher|lower|improve[ds]|deteriorat|driven by|due to|attributable|resulted|reflect)\w*"
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


def values_told(measures: Sequence[Measure], places: set[tuple[str, int]]) -> list[Quantity]:
    """The values that stand at some of the places, and by how much a row's two latest differ."""
    told = [[v.quantity for v in m.values if (v.span.layer, v.span.start) in places] for m in measures]
    gaps = [
        replace(a, number=abs(a.number - b.number))
        for a, b in (q[:2] for q in told if len(q) > 1)
        if a.scale == b.scale and a.number != b.number
    ]
    return [*(q for row in told for q in row), *gaps]


def find_unnamed_parts(
    own: Sequence[OwnSentence], paper: Paper, measures: Sequence[Measure], places: set[tuple[str, int]]
) -> frozenset[OwnSentence]:
    """Sentences that open with a measure's bare name and tell another value of it than is told of the whole: they stand below a part's
    heading ("SG&A increased 48% to $73.7 million"), which a quotation leaves behind."""
    whole = {
        (m.concept.id, v.period.end): v.quantity
        for m in measures
        if m.concept is not None
        for v in m.values
        if v.period is not None and (v.span.layer, v.span.start) in places
    }
    other = [
        f.span
        for f in paper.facts
        if f.origin == "prose" and f.concept is not None and f.period is not None and isinstance(f.value, Decimal)
        and (told := whole.get((f.concept, f.period.end))) is not None and told.unit == f.unit
        and (printed := paper.figures.get(f.figure or "")) is not None
        and not abs(interval_of(printed.quantity)).meets(abs(interval_of(told)))
    ]  # fmt: skip
    return frozenset(s for s in own if any(_holds(s.span, span) for span in other) and _opens_with_measure(s))


def _holds(outer: Span, inner: Span) -> bool:
    return outer.layer == inner.layer and outer.start <= inner.start < outer.end


def _opens_with_measure(sentence: OwnSentence) -> bool:
    first = next(iter(find_mentions(sentence.text)), None)
    return first is not None and first.start <= _BARE and not first.qualifiers


def is_told(sentence: OwnSentence, values: Sequence[Quantity]) -> bool:
    """True for a sentence that repeats values already told, adds no other one and no cause."""
    if not sentence.figures or CAUSE.search(fold(sentence.span.quote)):
        return False
    return all(any(_says_same(f.quantity, v) for v in values) for f in sentence.figures)


def _says_same(quantity: Quantity, told: Quantity) -> bool:
    """The same size in one unit, or the same digits where a sentence leaves out the unit."""
    if quantity.unit == told.unit and abs(interval_of(quantity)).meets(abs(interval_of(told))):
        return True
    bare = quantity.unit is None and quantity.digits >= _TELLING_DIGITS
    return bare and abs(quantity.number) == abs(told.number) and quantity.decimals == told.decimals


def is_past(sentence: OwnSentence, period: Period | None) -> bool:
    """True where every year a sentence names lies before the period."""
    years = [int(y) for y in _YEAR.findall(sentence.text)]
    return period is not None and bool(years) and max(years) < period.end.year


def choose_quotes(own: Sequence[OwnSentence], told: set[tuple[str, int]]) -> Mapping[str, list[OwnSentence]]:
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
