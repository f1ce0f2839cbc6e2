"""A share of a named item follows from the amount beside it and the item.

What it tests: "96.1 million, 15.9% of all borrowings"; "this equals 49.7% of profit attributable to shareholders, as the dividend costs
21.7 million"; 占資產總額的12.3%: the amount of the sentence over the item's value for the period.
Why it matters: the item stands in the statements, the share is typed in the text, and nothing on the page divides the two.
Ties: 96.1 of 604.8, told as 15.9 %. Does not tie: 21.7 of 43.7, told as 47.0 %.
The item must be named by its own name, and all tables that print it for the period must agree. Shares of revenue after
"accounting for" are the business of P302.
Source: the definition of a proportion; interval arithmetic on the printed digits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tieout.checks._consensus import entities_of, figures_meet
from tieout.checks._facts import Entry, FactIndex, claims_by_figure, index_facts, unit_class
from tieout.concepts import find_concept, get_concept
from tieout.concepts.catalogue import Concept
from tieout.concepts.labels import label_words
from tieout.model import Claim, Figure, Paper, Period, Relation, Term
from tieout.relations.fit import fit_relation
from tieout.relations.slips import find_slip

CODE = "P308"
NAME = "share of a named item"


@dataclass(frozen=True)
class Settings:
    """`part_limit`: how many times its item a part may be: more is another thing than a part. `words`: words that name an item
    which the catalogue does not know."""

    part_limit: int = 1
    words: int = 2


_OF = re.compile(
    r"^\s*of\s+(?:(?:all|the|its|our|total|group(?:['’]s)?|company['’]s|consolidated|overall|that|this|period['’]s|year['’]s)\s+)*"
    r"(?P<item>[a-z][a-z&'’-]*(?:\s+[a-z][a-z&'’-]*){0,6})",
    re.I,
)
_JOINS = re.compile(
    r"^\s*(?:,\s*(?:giving|implying|making|or|i\.e\.|representing|equal\s+to)?\s*an?\s+(?:[a-z]+\s+){0,2}(?:pay-?out|share|ratio|proportion)(?:\s+(?:ratio|rate))?\s+of\s*(?:about|approximately|around|some)?\s*$)"
    r"|^\s*(?:in\s+(?:all|total),?\s*)?(?:,|\(|or|,\s*or|–|—|,?\s*(?:being|representing|equal(?:l?ing)?\s+to|equivalent\s+to|equals|which\s+is|that\s+is|i\.e\.|corresponding\s+to)|\s(?:made|make|makes)\s+up|\s(?:represent(?:s|ed)?|account(?:s|ed)\s+for|equal(?:s|l?ed)|correspond(?:s|ed)\s+to|amount(?:s|ed)\s+to|(?:is|was|were|are)(?:\s+equal\s+to)?))"
    r"\s*(?:about|approximately|around|some|roughly|nearly)?\s*$",
    re.I,
)
_GOES_ON = re.compile(
    r"(?:after|against|compared|as|while|whereas|versus|up|down|and|which|but|because|or|so|from\s+a|at|in|on|to|for)$"
    r"|(?:after|against|compared|as|while|whereas|versus|up|down|and|which|but|because|or|so)\s|for\s+(?:the|this)\s+(?:year|period|half|quarter)|at\s+the\s+(?:end|year)",
    re.I,
)
"""Words that may follow an item's name without narrowing it; a number follows a lone preposition."""
_SAYS_WHY = re.compile(
    r"^[^.;\d%]{0,80}?,?\s+(?:as|because|since)\s+(?:the|its|this|our)\s+[a-z\s]{2,40}?\b(?:costs?|comes?\s+to|amounts?\s+to|is|was|takes|took)\s*(?:about\s+)?$",
    re.I,
)
_THIS = re.compile(r"\b(?:this|that|it|which)\s+(?:equals|is|was|corresponds\s+to|represents|amounts\s+to)\s*$", re.I)
_HAN = re.compile(
    r"^[名人位]?[，,（(]?\s*(?:約|约)?(?:占|佔|相[當当][於于]|即)(?P<item>[\u4e00-\u9fffA-Z]{2,16}?)的?(?:約|约)?$"
)


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One ratio for each share whose part the sentence prints and whose item is known."""
    entity, index = entities_of(paper), index_facts(paper)
    items: dict[tuple[object, str], list[Entry]] = defaultdict(list)
    for entry in index.entries:
        known = entry.origin == "value" or (entry.origin == "prose" and entry.linked)
        if entry.concept is not None and not entry.scope and entry.period is not None and known:
            items[entity[entry.figure.document], entry.concept].append(entry)
    claims = claims_by_figure(paper)
    sentences: dict[tuple[str, int, int], list[Figure]] = defaultdict(list)
    for key, (claim, _) in claims.items():
        if paper.figures[key].span.layer == claim.span.layer:
            sentences[claim.span.layer, claim.span.start, claim.span.end].append(paper.figures[key])
    for (_, start, _), inside in sentences.items():
        figures = sorted(inside, key=lambda f: f.span.start)
        for k, share in enumerate(figures):
            claim = claims[share.id][0]
            if share.quantity.unit != "%" or share.quantity.approximation is not None:
                continue
            found = _part_and_item(claim.span.quote, start, figures, k)
            if found is None:
                continue
            part, name = found
            concept = _longest(name)
            told, role = claims[part.id]
            period = told.period or claim.period
            if role == "prior":  # "5 from 4, 3 % of revenue": the later value's share, unless that has its own
                later = paper.figures[told.figure("current") or part.id]
                own = any(f.quantity.unit == "%" and later.span.end <= f.span.start < part.span.start for f in figures)
                part, period = (part, told.prior_period) if own else (later, period)
            if part.quantity.approximation is not None:
                continue
            if concept is None:
                yield from _of_a_part(index, items, entity[claim.document], claim, share, part, name, period, settings)
                continue
            if (concept.id == "employees") == (len(unit_class(part)) == 3):
                continue
            whole = _agreed([e for e in items[entity[claim.document], concept.id] if _is_of(e, period, part)], claim)
            if whole is not None and whole.id != part.id and abs(part.value) <= settings.part_limit * abs(whole.value):
                yield _relation(share, part, whole)


_PLAIN = label_words("segment segments business division operations total external overall amount all its")
_OTHER_WHOLES = ("revenue", "total_assets", "total_equity", "profit_for_the_period", "borrowings", "employees")


def _of_a_part(
    index: FactIndex,
    items: Mapping[tuple[object, str], list[Entry]],
    company: object,
    claim: Claim,
    share: Figure,
    part: Figure,
    name: str,
    period: Period | None,
    settings: Settings,
) -> Iterator[Relation]:
    """A share of an item that is only known by its words ("hospital segment revenue"): it fails where it is the share of another whole, or
    has two digits exchanged."""
    pieces = name.split()
    end = next((k for k in range(1, len(pieces)) if _GOES_ON.match(" ".join(pieces[k:]))), len(pieces))
    words = label_words(" ".join(pieces[:end])) - _PLAIN
    if len(words) < settings.words or not all(w.isascii() for w in words):
        return
    rare = min(words, key=lambda w: (len(index.by_word[w]), w))
    known = [
        e
        for k in index.by_word[rare]
        if (e := index.entries[k]).words - _PLAIN == words
        and (e.origin == "value" or (e.origin == "prose" and e.linked))
        and _is_of(e, period, part)
        and e.figure.id != part.id
    ]
    whole = _agreed(known, claim)
    if whole is None or abs(part.value) > settings.part_limit * abs(whole.value):
        return
    relation = _relation(share, part, whole)
    fit = fit_relation(relation, {f.id: f for f in (share, part, whole)})
    if fit is None:
        return
    wanted = (fit.computed / share.quantity.step).to_integral_value() * share.quantity.step
    others = (_agreed([e for e in items[company, name] if _is_of(e, period, part)], claim) for name in _OTHER_WHOLES)
    borrowed = any(
        other is not None
        and (o := fit_relation(_relation(share, part, other), {f.id: f for f in (share, part, other)})) is not None
        and o.verdict == "agrees"
        for other in others
    )
    if fit.verdict != "differs" or borrowed or find_slip(share, wanted) is not None:
        yield relation


def _may_be_part(figure: Figure) -> bool:
    """True for money, and for counts that are no years or small numbers."""
    plain = unit_class(figure) == "plain" and figure.quantity.unit in {None, "people"} and figure.quantity.decimals <= 0
    return len(unit_class(figure)) == 3 or (plain and figure.value >= _LEAST_COUNT)


_COUNTED = re.compile(
    r"^\s*(?!or\b|being\b)[a-z]{3,}(?=\s*[,(–—]|\s+(?:or|being|represent|account|made|make|equal))", re.I
)
"""The noun of a count, before what ties it to its share."""
_LEAST_COUNT = 20
_WORKFORCE = re.compile(
    r"(?:workforce|staff|personnel|headcount|employees)(?=$|[,.;)]|\s+(?:while|and|as|at|in|of\s+the|compared|against|which|with|but)\b)|(?:[员員]工|雇[员員]|僱員|人[员員])(?:总数|總數|总人数|總人數|总量)$",
    re.I,
)
"""All who work there, under any name."""


def _longest(words: str) -> Concept | None:
    """The concept that the most of some words name, from the first on, where the rest does not narrow it: "profit for the year while"."""
    if _WORKFORCE.match(words):
        return get_concept("employees")
    pieces = words.split()
    for count in range(len(pieces), 0, -1):
        found = find_concept(" ".join(pieces[:count]), per_cent=False)
        if found is not None:
            rest = " ".join(pieces[count:])
            return found if not rest or _GOES_ON.match(rest) else None
    return None


def _part_and_item(text: str, base: int, figures: list[Figure], k: int) -> tuple[Figure, str] | None:
    """The amount that a share is of, and the name of what it is a share of."""
    share = figures[k]
    before = text[(figures[k - 1].span.end - base if k else 0) : share.span.start - base]
    after = text[share.span.end - base : figures[k + 1].span.start - base if k + 1 < len(figures) else len(text)]
    previous = figures[k - 1] if k and _may_be_part(figures[k - 1]) else None
    if previous is not None and (han := _HAN.match(before)) is not None:
        return previous, han["item"]
    of = _OF.match(after)
    if of is None:
        return None
    if previous is not None and _JOINS.match(_COUNTED.sub("", before) if len(unit_class(previous)) != 3 else before):
        return previous, of["item"]
    following = figures[k + 1] if k + 1 < len(figures) and len(unit_class(figures[k + 1])) == 3 else None
    if following is not None and _THIS.search(before) and _SAYS_WHY.match(after):
        return following, of["item"]
    return None


def _is_of(entry: Entry, period: Period | None, part: Figure) -> bool:
    """True for a value of the part's period and currency; a balance is that at the period's end."""
    if period is None or entry.period is None or entry.unit != unit_class(part) or entry.figure.quantity.approximation:
        return False
    return entry.period == period or (entry.period.is_instant and entry.period.end == period.end)


def _agreed(entries: list[Entry], claim: Claim) -> Figure | None:
    """The most exact of the cells, of the sentences where no cell prints the item; None unless they agree."""
    cells = [e.figure for e in entries if e.origin == "value"]
    figures = sorted(cells or [e.figure for e in entries], key=lambda f: (f.quantity.step, f.span.start))
    own = [f for f in figures if f.document == claim.document] or figures
    if not own or own[0].value == 0 or not all(figures_meet(own[0], f) for f in figures[1:]):
        return None
    return own[0]


def _relation(share: Figure, part: Figure, whole: Figure) -> Relation:
    return Relation(
        code=CODE,
        formula="ratio",
        terms=(Term(part.id), Term(whole.id)),
        why="the sentence prints the part and names the item",
        result=share.id,
        firmness="stated",
        magnitude=True,
        message="{a} of {b} is {expected}; {printed} is told (difference {difference}, tolerance {tolerance}).",
    )
