"""From raw facts to a Document: facts with their places, figures, tags, duplicates, problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from tieout.model import (
    Document,
    Fact,
    Filing,
    Layer,
    Problem,
    Segment,
    Span,
    Tag,
    Tally,
)
from tieout.read._xbrl.cover import Cover, find_cover_remarks
from tieout.read._xbrl.duplicates import find_duplicates
from tieout.read._xbrl.raw import RawFact, RawFiling, parse_decimals
from tieout.read._xbrl.taxonomy import Taxonomy

if TYPE_CHECKING:
    from tieout.model import ExtractedFact, Figure, RenderedValue

_REASONS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Origin:
    """What is being built: the input's name and hash, the document's id, the reader, the members read."""

    input: str
    sha256: str
    document: str
    reader: str
    files: tuple[str, ...] = ()


@dataclass(slots=True)
class Beside:
    """What else of the same filing its facts can be held against: the extracted instance, the R pages."""

    extracted: tuple[ExtractedFact, ...] = ()
    extracted_file: str | None = None
    rendered: tuple[RenderedValue, ...] = ()


def build_document(
    origin: Origin,
    raw: RawFiling,
    taxonomy: Taxonomy,
    layer: Layer,
    title: str = "",
    beside: Beside | None = None,
    only_facts: bool = False,
) -> tuple[Document, tuple[Problem, ...]]:
    """The document of a filing, and a problem for each remark and each reason a tag was refused for.

    `only_facts` leaves out what only checks and viewers want: figures, and the xpaths of tags.
    """
    beside = beside or Beside()
    concepts = {c.name: c for c in taxonomy.concepts(raw.prefixes, _names_used(raw))}
    cover = Cover(raw)
    language = cover.language or (raw.languages[0] if raw.languages else None)
    titles = {name: concept.label(None, language) or concept.title for name, concept in concepts.items()}
    joiner = _Joiner(raw, layer, origin.document, titles, {name: unit.text for name, unit in raw.units.items()})
    facts, figures = [], []
    for fact in raw.facts:
        figure = None if only_facts else joiner.figure(fact)
        if figure is not None:
            figures.append(figure)
        facts.append(joiner.fact(fact, figure))
    refused = sum(raw.refused.values())
    filing = Filing(
        concepts=tuple(concepts.values()),
        roles=taxonomy.roles,
        networks=taxonomy.networks,
        contexts=tuple(raw.contexts.values()),
        units=tuple(raw.units.values()),
        tags=tuple(f.tag if only_facts else _with_path(f) for f in raw.facts) + tuple(raw.tuples),
        footnotes=tuple(raw.footnotes),
        links=tuple(raw.links),
        duplicates=find_duplicates(raw),
        extracted=beside.extracted,
        extracted_file=beside.extracted_file,
        rendered=beside.rendered,
        tally=Tally(raw.seen, raw.seen - refused, refused, tuple(raw.refused.most_common())),
        files=origin.files + taxonomy.files,
        schema_refs=tuple(dict.fromkeys(raw.schema_refs)),
        languages=tuple(dict.fromkeys(raw.languages)),
        namespaces=raw.prefixes.items(),
        targets=tuple(sorted({f.tag.target for f in raw.facts if f.tag.target})),
    )
    document = Document(
        id=origin.document,
        input=origin.input,
        sha256=origin.sha256,
        reader=origin.reader,
        kind="xbrl_filing",
        title=cover.title or title,
        language=language,
        company=cover.company,
        period_end=cover.period_end,
        currency=_main_currency(raw),
        end=len(layer.text),
        layers=(layer,),
        facts=tuple(facts),
        figures=tuple(figures),
        filing=filing,
    )
    raw.remarks += find_cover_remarks(raw, filing.duplicates, titles)
    return document, _problems(origin, raw, taxonomy.remarks)


def _with_path(fact: RawFact) -> Tag:
    """The tag with the xpath of its first place, where its reader has not given it one."""
    path = fact.segments[0].xpath if fact.segments else None
    return replace(fact.tag, xpath=path) if path and not fact.tag.xpath else fact.tag


def _names_used(raw: RawFiling) -> Iterable[str]:
    for fact in raw.facts:
        yield fact.tag.concept
    for tag in raw.tuples:
        yield tag.concept
    for context in raw.contexts.values():
        for member in context.members:
            yield member.axis
            if member.typed is None:
                yield member.value


@dataclass(frozen=True, slots=True)
class _Joiner:
    """Joins raw facts with contexts, titles by concept, unit texts by id, and the layer they stand in."""

    raw: RawFiling
    layer: Layer
    document: str
    titles: dict[str, str]
    units: dict[str, str]

    def _span(self, fact: RawFact) -> Span:
        segments = fact.segments or (Segment(0, 0),)
        return Span(self.layer.id, self.layer.text[segments[0].start : segments[-1].end], segments)

    def fact(self, fact: RawFact, figure: Figure | None) -> Fact:
        """The fact; a dimension is axis and member, or axis and the text of a typed one."""
        tag = fact.tag
        context = self.raw.contexts[tag.context] if tag.context else None
        value: Decimal | str | None = fact.number if fact.number is not None else fact.value
        return Fact(
            id=tag.fact,
            document=self.document,
            label=self.titles[tag.concept],
            value=value,
            span=figure.span if figure is not None else self._span(fact),
            origin="tagged",
            concept=tag.concept,
            decimals=parse_decimals(tag, fact.number),
            unit=self.units.get(tag.unit or ""),
            period=context.period if context else None,
            entity=context.entity if context else None,
            dimensions=tuple((m.axis, m.value) for m in context.members) if context else (),
            figure=figure.id if figure else None,
        )

    def figure(self, fact: RawFact) -> Figure | None:
        """The printed number of a numeric fact, with the sign the page shows (brackets stand outside the tag).

        Its last digit is the coarser of what is shown and what `decimals` claims. The fact's own sign may differ:
        an outflow printed in brackets is often tagged as a positive payment.
        """
        if fact.number is None or fact.tag.kind == "fraction" or not fact.segments:
            return None
        from tieout.model import Figure, Quantity  # no facts-only reading needs them

        tag = fact.tag
        shown = fact.number.scaleb(-tag.scale) if tag.scale else fact.number
        printed = (fact.shown or "").partition(".")[2]
        if fact.shown is not None and tag.scale > 0:
            shown = _cut_zeros(shown, len(printed))
        digits = len(printed) if fact.shown is not None else max(0, -_exponent(shown))
        claimed = parse_decimals(tag, fact.number)
        if claimed is not None:
            digits = min(digits, claimed + tag.scale)
        unit, scale = _printed_unit(self.units.get(tag.unit or ""), tag.scale)
        if unit == "%":
            shown, scale = fact.number.scaleb(2), 0
        if fact.shown is not None and not tag.hidden:
            negative = _is_printed_negative(self.layer.text, fact.segments[0].start, fact.segments[-1].end)
            shown = -abs(shown) if negative and shown else abs(shown)
        quantity = Quantity(shown, digits, unit, scale)
        place = self._span(fact)
        return Figure(f"{self.document}:{tag.fact}", self.document, place, quantity, "cell", explicit_scale=True)


def _cut_zeros(number: Decimal, places: int) -> Decimal:
    """The number with the digits it is printed with: scaling back leaves zeros behind the point."""
    cut = round(number, places) if -_exponent(number) > places else number
    return cut if cut == number else number


def _is_printed_negative(text: str, start: int, end: int) -> bool:
    """True when brackets close around the number, or a minus stands right before it."""
    before = text[max(0, start - 6) : start].rstrip(" \t\n\xa0$€£¥")
    after = text[end : end + 6].lstrip(" \t\n\xa0%")
    return (before.endswith("(") and after.startswith(")")) or text[max(0, start - 1) : start] in ("-", "−", "–")


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _printed_unit(unit: str | None, scale: int) -> tuple[str | None, int]:
    """Unit and scale as a reader of the page would say them: a pure number scaled by -2 is a percentage."""
    if unit == "pure":
        return ("%", 0) if scale == -2 else (None, scale)
    return unit, scale


def _main_currency(raw: RawFiling) -> str | None:
    counts: Counter[str] = Counter()
    for fact in raw.facts:
        unit = raw.units.get(fact.tag.unit or "")
        if unit and len(unit.numerators) == 1 and unit.numerators[0].startswith("iso4217:"):
            counts[unit.numerators[0].removeprefix("iso4217:")] += 1
    return counts.most_common(1)[0][0] if counts else None


def _problems(origin: Origin, raw: RawFiling, remarks: list[str]) -> tuple[Problem, ...]:
    out = [Problem(origin.input, sentence, origin.document) for sentence in dict.fromkeys(raw.remarks + remarks)]
    shown = raw.refused.most_common(_REASONS_SHOWN)
    for reason, count in shown:
        first = raw.first_refused[reason]
        what = "1 tag was not read as a fact" if count == 1 else f"{count} tags were not read as facts"
        where = f"({first})" if count == 1 else f"(first: {first})"
        out.append(Problem(origin.input, f"{what}: {reason} {where}", origin.document))
    rest = sum(raw.refused.values()) - sum(c for _, c in shown)
    if rest:
        out.append(
            Problem(origin.input, f"{rest} more tags were not read as facts, for other reasons", origin.document)
        )
    return tuple(out)
