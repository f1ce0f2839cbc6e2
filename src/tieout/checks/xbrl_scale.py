"""A tag's scale is the scale of the table it stands in.

What it tests: in each table, the scale of the tags of one unit; a tag that departs from nearly all others. In a
sentence, the tag's scale against the word beside the number.
Why it matters: a tag scaled by a thousand too much or too little prints the same and reports another value.
Ties: twelve amounts in a table "in millions", all tagged with scale 6.
Does not tie: eleven of them tagged with scale 6 and one with scale 3.
A departing tag of a table is a question: it may hold whole amounts on purpose. It is a finding where the same element is
tagged in the table's scale everywhere else in that table, and so is "6.6 billion" tagged as 6.6 million: the words say what is meant.
Source: Inline XBRL 1.1, the scale attribute; XBRL US Data Quality Committee, rules on scale.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tieout.checks._tagged import Tagged, TaggedDocument, find_tagged, name_of, when
from tieout.model import Paper, Relation

CODE = "X904"
NAME = "scale of tags"


@dataclass(frozen=True)
class Settings:
    """`least_tags`: tags of a unit a table needs; `least_share`: share of them (0 to 1) that must agree.

    `least_sure`: tags a table needs where the one that departs is alone with its scale among those of its element.
    """

    least_tags: int = 8
    least_share: float = 0.85
    least_sure: int = 4


def propose(paper: Paper, settings: Settings) -> Iterator[Relation]:
    """One relation for each tag whose scale nearly all others of its table and unit contradict."""
    for tagged in find_tagged(paper):
        tables: dict[tuple[str, str, str | None], list[Tagged]] = defaultdict(list)
        for one in (*tagged.facts, *tagged.read_otherwise):
            table = _table_of(one)
            if table and one.figure.value != 0:
                tables[one.tag.file, table, one.fact.unit].append(one)
        for members in tables.values():
            yield from _departures(tagged, members, settings)
        for one in tagged.read_otherwise:
            if one.figure.explicit_scale and one.figure.home != "cell" and _is_shifted(one):
                yield _contradiction(tagged, one)


def _is_shifted(one: Tagged) -> bool:
    """True when the number in words and the fact differ by a power of ten only."""
    value = one.fact.value
    assert isinstance(value, Decimal)
    return abs(one.figure.value).normalize().as_tuple().digits == abs(value).normalize().as_tuple().digits


def _contradiction(tagged: TaggedDocument, one: Tagged) -> Relation:
    assert isinstance(one.fact.value, Decimal)
    return Relation(
        code=CODE,
        formula="stated",
        terms=(),
        why="a word beside the number states its scale",
        result=one.figure.id,
        firmness="stated",
        expected=one.fact.value * one.sign,
        document=tagged.document.id,
        scope=(one.fact.concept or "", when(one.fact)),
        message=f"{name_of(tagged.filing, one.fact.concept or '')} ({when(one.fact)}) is printed "
        f"{' '.join(one.figure.span.quote.split())!r} and tagged as {one.fact.value:,f}.",
    )


def _table_of(one: Tagged) -> str:
    path = one.figure.span.segments[0].xpath or ""
    head, found, tail = path.rpartition("/table[")
    return f"{head}{found}{tail.partition(']')[0]}" if found else ""


def _departures(tagged: TaggedDocument, members: list[Tagged], settings: Settings) -> Iterator[Relation]:
    if len(members) < settings.least_sure:
        return
    usual, count = Counter(m.tag.scale for m in members).most_common(1)[0]
    enough = len(members) >= settings.least_tags and count >= settings.least_share * len(members)
    for member in members:
        alone = count == len(members) - 1 and _is_alone(member, members)
        if member.tag.scale == usual or not (enough or alone):
            continue
        yield Relation(
            code=CODE,
            formula="stated",
            terms=(),
            why=f"{count} of {len(members)} tags of this unit in the table have scale {usual}",
            result=member.figure.id,
            firmness="stated" if alone else "suggested",
            expected=_expected(member, usual),
            document=tagged.document.id,
            scope=(member.fact.concept or "", when(member.fact)),
            message=f"{name_of(tagged.filing, member.fact.concept or '')} ({when(member.fact)}) is tagged with scale "
            f"{member.tag.scale}, which makes it {member.fact.value:,f}; {count} of the {len(members)} tags in this "
            f"table have scale {usual}.",
        )


def _is_alone(member: Tagged, members: list[Tagged]) -> bool:
    """True when the table holds other numbers of the element and none of them in this scale (another column, as a rule)."""
    alike = [m for m in members if m.fact.concept == member.fact.concept and m is not member]
    return bool(alike) and all(m.tag.scale != member.tag.scale for m in alike)


def _expected(member: Tagged, usual: int) -> Decimal:
    """What the other reading gives: the fact's value where the table is read in its usual scale, else that scale's."""
    if abs(member.figure.value) != abs(member.value):
        return member.value * member.sign
    return member.figure.value.scaleb(usual - member.tag.scale)
