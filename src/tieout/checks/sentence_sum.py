"""Amounts listed in a sentence add up to the one they make.

What it tests: "453.2 million (296.7 million non-current and 156.4 million current)"; "x and y, a total of z"; "31 vessels: 18 owned,
8 chartered and 5 ships"; "of the 6.2 million passengers, 2.7 million ... and 1.4 million elsewhere"; "a less b leaves c".
Why it matters: sums inside paragraphs are what footing tools never see.
Ties: 5.0 comprising 2.0 and 3.0. Does not tie: "a total of 4 meetings, including 4 of one committee and 2 of another".
Parts after "including" or "primarily" may be partial; only parts larger than their whole are reported then.
Source: the sentence itself; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tieout.checks._culprit import find_culprits
from tieout.checks._facts import FactIndex, index_facts, same_class, unit_class
from tieout.checks._neighbours import is_count
from tieout.checks._within import figures_within
from tieout.model import Figure, Paper, Relation, Term
from tieout.numbers.interval import Interval, interval_of
from tieout.relations.fit import fit_relation

CODE = "F105"
NAME = "sum in a sentence"


@dataclass(frozen=True)
class Settings:
    """`part_limit`: amounts one sentence may list. `split_parts`: parts from which what is "split into" them is all of it."""

    part_limit: int = 12
    split_parts: int = 3


_WHOLE_FIRST = re.compile(
    r"^(?P<between>[^.;。；:：]{0,60}?)(?P<word>[(（]|,?\s+(?:compris(?:ing|ed|es)|consist(?:s|ed|ing)\s+of|composed\s+of|being|represent(?:ing|ed\s+by)|made\s+up\s+of|(?:split|divided|broken\s+down)\s+into|of\s+which|including|primarily\s+comprising|mainly\s+comprising|,\s+with)\b|其中|包括|[:：])",
    re.I,
)
_ACROSS = re.compile(
    r"\b(?:across|throughout|spanning|in)\s+(?:all\s+|over\s+|more\s+than\s+)?$|遍[及布]\D{0,4}$", re.I
)
"""Before a count of the places in which what is listed lies."""
_MADE_OF = re.compile(r"compris|consist|composed|made\s+up", re.I)
_NESTED = re.compile(
    r"of\s+which|includ|\bless\b|\bnet\b|offset|partly|deduct|loss|cost|expens|\bwith\b|contract|capacity|其中|扣除|[減减]|[虧亏]",
    re.I,
)
"""Words by which parts may lie in each other, or be taken off."""
_COMPARATIVES = re.compile(
    r"[(（]\s*(?:(?:(?:H[12]|[12]H|Q[1-4]|[1-4]Q|9M|FY)\s*)?(?:19|20)\d\d|二[零〇○]..)\s*年?[^()（）]{0,24}[:：]"
)
"""Last year's figures in brackets beside this year's: such a sentence lists two sets of parts."""

_TOTAL_AFTER = re.compile(
    r"(?:total(?:l?ing)?(?:\s+\w+){0,2}\s+of|in\s+total|aggregat(?:e|ing)(?:\s+of)?|sum\s+of|合計|合计|共計|共计|總計|总计)[^.;。；]{0,20}$",
    re.I,
)
_TOGETHER = re.compile(
    r"^\W*(?:of\s+[^.;\d]{3,40}?)?,?\s*(?:which\s+|or\s+)?(?:together|combined|jointly|合計|合计|合共)\s*"
    r"(?:make|makes|made|were|are|is|account\w*\s+for|represent\w*|[佔占為为])?(?:\s+(?:about|some|nearly))?\W*$",
    re.I,
)
_SHARES = re.compile(r"[%％]\s*of\b|contribut|account\w*\s+for|represent|shares?\s+of|[佔占]", re.I)
"""Percentages of one whole add up; rates of change do not."""
_FULL = re.compile(r"^[(（]$|compris|consist|composed|being|made up|split|divided|broken|represent", re.I)
_SPLIT = re.compile(r"split|divided|broken|consist", re.I)
_CLOSED = re.compile(r"\band\b[^,;]*$|[及和與与][^,，、；;]*$")
"""Before the last part: the list says that it ends here."""
_OF_ALL = re.compile(r"(?:^|[-•*]\s*)\W*of\s+(?:the|its|our|all|these)\s*$", re.I)
_OF_ALL_OPENS = re.compile(r"^[^.;:。；\d]{2,50},\s[^.;:\d]{0,30}$")
_REST = re.compile(r"^[^.;]{0,12}?\b(?:elsewhere|others?|the\s+rest|remain\w+)\b|^\W*$", re.I)
_MARK = r"⟦(?P<{}>\d+)⟧"
_LESS = tuple(
    re.compile(
        pattern.replace("<A>", _MARK.format("a")).replace("<B>", _MARK.format("b")).replace("<C>", _MARK.format("c")),
        re.I,
    )
    for pattern in (
        r"<A>[^⟦⟧.;]{0,40}?\b(?:less|minus)\b[^⟦⟧.;]{1,60}?<B>[^⟦⟧.;]{0,30}?\b(?:leav\w+|giv\w+|equals?|makes?|yields?|results?\s+in|resulting\s+in)\b[^⟦⟧.;]{0,40}?<C>",
        r"\b(?:budget|facilit(?:y|ies)|commitments?|quota)\b[^⟦⟧.;,]{0,30}<A>[^⟦⟧.;]{0,30}?<B>\s(?:already\s)?(?:spent|used|utili[sz]ed|drawn|paid|invested),\s*<C>\s+(?:remains?|remained|is\s+left|was\s+left)",
        r"\bof\s+(?:the|a|its|our)\s+<A>[^⟦⟧.;]{1,50}?,?\s<B>\s(?:had\s+been|has\s+been|have\s+been|was|were)\s(?:already\s)?(?:spent|used|utili[sz]ed|drawn|paid|invested)[^⟦⟧.;]{0,30}?,?\s(?:and|leaving|so\s+that)\s<C>\s+(?:remain\w*|was\s+left|is\s+left|available|unused|undrawn|unspent)",
        r"<A>[^⟦⟧.;]{0,80}?\bafter\s+(?:capital\s+expenditures?|capex)\s+of\s+<B>,?\s+(?:the\s+)?free\s+cash\s+flow\s+(?:was|came\s+to|amounted\s+to|stood\s+at|of)\s+<C>",
        r"<A>[^⟦⟧。；，,]{0,12}[,，]?(?:扣除|減去|减去)[^⟦⟧。；]{0,20}<B>[^⟦⟧。；]{0,6}[後后][^⟦⟧。；]{0,12}[為为餘余剩][^⟦⟧。；]{0,6}<C>",
        r"(?:預算|预算|額度|额度)[^⟦⟧。；，,]{0,10}<A>[^⟦⟧。；]{0,10}已(?:使用|動用|动用|投入|支付)[^⟦⟧。；]{0,4}<B>[^⟦⟧。；]{0,6}(?:尚餘|尚余|餘下|余下|剩餘|剩余|未動用|未动用)[^⟦⟧。；]{0,4}<C>",
    )
)
"""An amount, what is taken off, and what is left."""
_SIGNED = re.compile(r"negative|minus|outflow|deficit|shortfall|負|负|流出", re.I)
"""Words that say that what is left is less than nothing."""
_FULL_SUM, _EXHAUSTIVE = Decimal("0.02"), Decimal("0.5")
"""By what share of the whole listed parts may miss it and still be all of them: after most words, and after "split into"."""
_HEDGE = re.compile(r"includ|primarily|mainly|principally|such as|其中|包括|主要", re.I)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """A sum for each sentence whose listed parts make up a whole it also prints."""
    index = index_facts(paper)
    sentences = {(c.document, c.span.layer, c.span.start): c.span for c in paper.claims}
    for (document, _, start), span in sentences.items():
        inside = [f for f in figures_within(paper, document, span) if f.home == "prose"]
        if 3 <= len(inside) <= 4 * settings.part_limit and not _COMPARATIVES.search(span.quote):
            yield from _whole_first(index, span.quote, start, inside, settings)
            yield from _whole_last(index, span.quote, start, inside, settings)
            yield from _of_all(index, span.quote, start, inside, settings)
            yield from _together(index, span.quote, start, inside)
            yield from _differences(index, span.quote, start, inside)


def _whole_first(
    index: FactIndex, text: str, base: int, figures: list[Figure], settings: Settings
) -> Iterator[Relation]:
    """Whole, then its parts: in brackets, or after a word that opens a list."""
    for k, whole in enumerate(figures[:-2]):
        if unit_class(whole) in {"pp", "x", "%"}:
            continue
        opening = _WHOLE_FIRST.match(text[whole.span.end - base : figures[k + 1].span.start - base])
        if opening is None or _ACROSS.search(text[: whole.span.start - base]):
            continue
        parts = _run(text, base, whole, figures[k + 1 :], settings)
        if len(parts) >= 2:
            hedged = _HEDGE.search(text[whole.span.end - base : parts[0].span.start - base]) is not None
            word = opening.group("word").strip()
            near = _EXHAUSTIVE if _SPLIT.search(word) and len(parts) >= settings.split_parts else _FULL_SUM
            colon = word in ":：" and _is_closed(text, base, parts)
            listed = colon and len(parts) >= settings.split_parts
            near = _EXHAUSTIVE if listed else near
            if _MADE_OF.search(word) and not hedged and _outgrow(text[whole.span.end - base :], whole, parts):
                near = Decimal(1)
            yield from _judge_parts(index, text, whole, parts, hedged, near if colon or _FULL.search(word) else None, 1)


def _outgrow(after: str, whole: Figure, parts: list[Figure]) -> bool:
    """True when listed parts, the last of them after "and", are together more than what is made up of them."""
    between = after[: parts[-1].span.end - whole.span.end]
    last = after[parts[-2].span.end - whole.span.end : parts[-1].span.start - whole.span.end]
    least = sum((interval_of(p.quantity).low for p in parts), Decimal(0))
    return (
        re.search(r"\band\b|[及和與与]", last) is not None
        and not _NESTED.search(between)
        and all(p.value > 0 for p in parts)
        and least > interval_of(whole.quantity).high
    )


def _of_all(index: FactIndex, text: str, base: int, figures: list[Figure], settings: Settings) -> Iterator[Relation]:
    """ "Of the whole, part ..., part ... and part elsewhere"."""
    whole = figures[0]
    between = text[whole.span.end - base : figures[1].span.start - base]
    if not _OF_ALL.search(text[: whole.span.start - base]) or not _OF_ALL_OPENS.match(between):
        return
    parts = _run(text, base, whole, figures[1:], settings)
    rest = text[parts[-1].span.end - base :] if parts else ""
    if len(parts) == len(figures) - 1 >= settings.split_parts and _REST.match(rest) and _is_closed(text, base, parts):
        yield from _judge_parts(index, text, whole, parts, False, Decimal(1), 1)


def _is_closed(text: str, base: int, parts: list[Figure]) -> bool:
    """True when "and" stands before the last part: nothing is left out."""
    return _CLOSED.search(text[parts[-2].span.end - base : parts[-1].span.start - base]) is not None


def _differences(index: FactIndex, text: str, base: int, figures: list[Figure]) -> Iterator[Relation]:
    """An amount, what is taken off, and what is left of it."""
    pieces, at = [], 0
    for k, figure in enumerate(figures):
        pieces.append(text[at : figure.span.start - base] + f"⟦{k}⟧")
        at = figure.span.end - base
    skeleton = "".join(pieces) + text[at:]
    for pattern in _LESS:
        for found in pattern.finditer(skeleton):
            whole, off, left = (figures[int(found[name])] for name in "abc")
            if not (_one_kind(whole, off) and _one_kind(whole, left)):
                continue
            relation = Relation(
                code=CODE,
                formula="sum",
                terms=(Term(whole.id), Term(off.id, Decimal(-1))),
                why="the sentence takes one amount off another and prints what is left",
                result=left.id,
                firmness="structural",
                magnitude=_SIGNED.search(skeleton[found.start("b") : found.end()]) is not None,
                suspects=find_culprits(index, text, _wanted(left, [(whole, 1), (off, -1)])),
                message="{a} less {b} is {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
            )
            yield relation


def _wanted(result: Figure, parts: list[tuple[Figure, int]]) -> Iterator[tuple[Figure, Interval]]:
    """What the result, and each part, would have to be for the sum to hold."""
    intervals = [(part, sign, interval_of(part.quantity)) for part, sign in parts]
    total = Interval.exact(Decimal(0))
    for _, sign, interval in intervals:
        total = total + interval.times(Decimal(sign))
    yield result, total
    printed = interval_of(result.quantity)
    for part, sign, _ in intervals:
        rest = Interval.exact(Decimal(0))
        for other, own, size in intervals:
            if other is not part:
                rest = rest + size.times(Decimal(own))
        yield part, (printed - rest).times(Decimal(sign))


def _whole_last(
    index: FactIndex, text: str, base: int, figures: list[Figure], settings: Settings
) -> Iterator[Relation]:
    """Parts, then "a total of" the whole."""
    for k, whole in enumerate(figures):
        if k < 2 or _TOTAL_AFTER.search(text[figures[k - 1].span.end - base : whole.span.start - base]) is None:
            continue
        runs = [figures[k - count : k] for count in range(k, 1, -1)]
        runs = [parts for parts in runs if all(_one_kind(whole, p) for p in parts)]
        held = [parts for parts in runs if sum(p.value for p in parts) == whole.value]
        for parts in held or runs:
            yield from _judge_parts(index, text, whole, parts, True, None, k - 1)


def _together(index: FactIndex, text: str, base: int, figures: list[Figure]) -> Iterator[Relation]:
    """ "A 12 % and B 11 % of revenue, together 23 %": the figures right before the word, or the two there are."""
    for k, whole in enumerate(figures):
        if k < 2 or _TOGETHER.search(text[figures[k - 1].span.end - base : whole.span.start - base]) is None:
            continue
        parts: list[Figure] = []
        for figure in reversed(figures[:k]):
            if not (unit_class(whole) == unit_class(figure) == "%" or _one_kind(whole, figure)):
                break
            parts.insert(0, figure)
        shares = unit_class(whole) != "%" or _SHARES.search(text[: whole.span.start - base])
        runs = [parts[-count:] for count in range(2, len(parts) + 1)] if shares else []
        fitting = [run for run in runs if sum(p.value for p in run) == whole.value]
        for run in fitting[:1] or (runs if len(runs) == 1 == len(figures[:k]) - 1 else []):
            yield from _judge_parts(index, text, whole, run, False, Decimal(1), max(1, len(runs)))


def _run(text: str, base: int, whole: Figure, following: list[Figure], settings: Settings) -> list[Figure]:
    """The figures after a whole that are listed as its parts: same unit class, no full stop between."""
    parts: list[Figure] = []
    last = whole.span.end
    for figure in following[: settings.part_limit]:
        between = text[last - base : figure.span.start - base]
        if re.search(
            r"[;；]|compared|\b(?:from|after|against|versus|than|(?<!made\s)up|down)\b|同比|較|较|[净淨]?(?:增|[减減])(?:加|少|长|長)?[了约約]?$",
            between,
        ) or (parts and re.search(r"[)）]", between)):
            break
        if not _one_kind(whole, figure):
            if unit_class(figure) == "%":
                last = figure.span.end
                continue
            break
        if parts and _SECOND_LIST.search(between):
            parts = []
        parts.append(figure)
        last = figure.span.end
    return parts


_SECOND_LIST = re.compile(r",\s+with\s+(?:\w+\s+){0,2}$", re.I)
"""What was listed before is of another kind: "62 hotels and 9,870 rooms: two owned and 57 managed, with 906 and 8,964 rooms"."""


def _one_kind(whole: Figure, part: Figure) -> bool:
    """True when two figures may be whole and part: one currency, or counts printed in one scale."""
    if unit_class(whole) == unit_class(part) != "plain":
        return True
    if None not in {whole.quantity.unit, part.quantity.unit} and whole.quantity.unit != part.quantity.unit:
        return False
    return same_class(unit_class(whole), unit_class(part)) and whole.quantity.scale == part.quantity.scale


def _judge_parts(
    index: FactIndex, text: str, whole: Figure, parts: list[Figure], hedged: bool, near: Decimal | None, tried: int
) -> Iterator[Relation]:
    relation = Relation(
        code=CODE,
        formula="sum",
        terms=tuple(Term(p.id) for p in parts),
        why="the sentence lists parts of an amount it prints",
        result=whole.id,
        firmness="structural",
        candidates=max(1, tried),
        message="{terms} make {expected}; {printed} is printed (difference {difference}, tolerance {tolerance}).",
    )
    fit = fit_relation(relation, {f.id: f for f in (whole, *parts)})
    if fit is None:
        return
    if near == _EXHAUSTIVE and fit.verdict == "rounding" and all(is_count(f) for f in (whole, *parts)):
        yield replace(relation, formula="stated", expected=fit.computed, firmness="stated")
        return
    if (
        fit.verdict != "differs"
        or (
            hedged
            and all(p.value > 0 for p in parts)
            and sum(p.value for p in parts) > whole.value > 0
            and _plain_counts(whole, parts)
        )
        or (near is not None and not hedged and abs(fit.computed - whole.value) < near * abs(whole.value))
    ):
        suspects = (
            find_culprits(index, text, _wanted(whole, [(p, 1) for p in parts])) if fit.verdict == "differs" else ()
        )
        yield replace(relation, suspects=suspects)


def _plain_counts(whole: Figure, parts: list[Figure]) -> bool:
    """Counts of one kind of thing: their parts cannot outnumber them."""
    return (
        whole.quantity.unit is not None
        and all(p.quantity.unit in {whole.quantity.unit, None} for p in parts)
        and unit_class(whole) == "plain"
    )
