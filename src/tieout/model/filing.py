"""A tagged filing: concepts, contexts, units, footnotes and the tags behind its facts.

The words are those of XBRL 2.1, Inline XBRL 1.1 and the Open Information Model. The facts themselves are
`Document.facts`; what only XBRL knows of a fact is its `Tag`, found by the fact's id with `Filing.tag`.
Everything here is tuples of frozen values, so that a filing can be sent to another process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tieout.model.beside import ExtractedFact, RenderedValue
    from tieout.model.linkbase import ConceptReference, Label, Network, Role
    from tieout.model.period import Period


STANDARD_LABEL = "http://www.xbrl.org/2003/role/label"
DOCUMENTATION = "http://www.xbrl.org/2003/role/documentation"
_CAMEL = re.compile(r"(?<=[^\W_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][^\W\d_A-Z])")
Balance = Literal["debit", "credit"]
PeriodType = Literal["instant", "duration"]
NetworkKind = Literal["presentation", "calculation", "definition"]
DuplicateKind = Literal["complete", "consistent", "inconsistent"]
MenuCategory = Literal["Cover", "Statements", "Notes", "Policies", "Tables", "Details", "Uncategorized"]


@dataclass(frozen=True, slots=True)
class Concept:
    """An element of the filing's taxonomy, as far as the filing itself describes it.

    `name` is prefix:local with the prefix the filing uses; it is what `Fact.concept`, arcs and dimensions hold.
    `data_type` is a prefixed type ("xbrli:monetaryItemType"), None where nothing states it. `balance`,
    `period_type` and `abstract` likewise. `kind` separates what the dimension arcs distinguish.
    """

    name: str
    prefix: str
    namespace: str
    local: str
    data_type: str | None = None
    balance: Balance | None = None
    period_type: PeriodType | None = None
    abstract: bool | None = None
    kind: Literal["item", "tuple", "axis", "hypercube", "member", "typed_domain"] = "item"
    labels: tuple[Label, ...] = ()
    references: tuple[ConceptReference, ...] = ()

    def label(self, role: str | None = None, language: str | None = None) -> str | None:
        """The text of the label with that role (standard when None), in that language where there is one.

        A wanted language matches by its first part ("en" finds "en-US"); the first label of the role is the
        fall-back, None when the role has none.
        """
        wanted = [x for x in self.labels if x.role == (role or STANDARD_LABEL)]
        if language:
            head = language.lower().split("-")[0]
            wanted.sort(
                key=lambda x: (x.language.lower() != language.lower(), x.language.lower().split("-")[0] != head)
            )
        return wanted[0].text if wanted else None

    @property
    def definition(self) -> str | None:
        """The documentation label."""
        return self.label(DOCUMENTATION)

    @property
    def title(self) -> str:
        """The standard label, else the local name taken apart at its capitals."""
        return self.label() or split_camel_case(self.local)


@dataclass(frozen=True, slots=True)
class Member:
    """One dimension of a context: `value` is the member's name, or the text of a typed domain's element.

    `typed` names the typed domain's element ("ex:customer"); None for an explicit dimension.
    `xml` keeps a typed value as written; `nil` when it is xsi:nil.
    """

    axis: str
    value: str
    typed: str | None = None
    xml: str = ""
    nil: bool = False
    container: Literal["segment", "scenario"] = "segment"


@dataclass(frozen=True, slots=True)
class Context:
    """Entity, period and dimensions. `period` is None for "forever" and where the dates cannot be read.

    `start_text`, `end_text` are as written (a time of day may stand in them); an instant has only `end_text`.
    """

    id: str
    scheme: str
    entity: str
    period: Period | None
    start_text: str = ""
    end_text: str = ""
    members: tuple[Member, ...] = ()
    other: str = ""

    @property
    def is_forever(self) -> bool:
        """True when the period is xbrli:forever."""
        return not self.end_text


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: measures multiplied above and below the line, as prefixed names."""

    id: str
    numerators: tuple[str, ...]
    denominators: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As the Open Information Model writes it, without the common prefixes: "USD", "USD/shares"."""
        above = "*".join(sorted(map(_bare_measure, self.numerators)))
        below = "*".join(sorted(map(_bare_measure, self.denominators)))
        return f"{above}/{below}" if below else above


@dataclass(frozen=True, slots=True)
class Tag:
    """What XBRL knows of one fact beside `Fact`: the element that carries it, as written.

    `fact` is the fact's id. `printed` is the text the page shows inside the tag (before scale and sign), `file`
    the member of the input it stands in. `xpath` is the element's place there. `hidden` is true in ix:hidden.
    `nil`, `format`, `scale`, `sign` (-1 or 1), `decimals` and `precision` ("INF" possible) as written; `escape`
    when the value is XHTML; `continued` counts the pieces of a continuation chain. `parent` is the id of the
    tuple it belongs to, with its `order` there. `fraction` is numerator and denominator of an ix:fraction.
    """

    fact: str
    concept: str
    context: str | None
    unit: str | None = None
    printed: str = ""
    file: str = ""
    xpath: str = ""
    hidden: bool = False
    nil: bool = False
    format: str | None = None
    scale: int = 0
    sign: int = 1
    decimals: str | None = None
    precision: str | None = None
    escape: bool = False
    continued: int = 1
    language: str | None = None
    target: str | None = None
    parent: str | None = None
    order: Decimal | None = None
    fraction: tuple[Decimal, Decimal] | None = None
    numeric: bool = False
    kind: Literal["item", "tuple", "fraction"] = "item"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote or other resource, and the facts it hangs on; `text` is XHTML where `xhtml`."""

    id: str
    text: str
    facts: tuple[str, ...]
    language: str | None = None
    role: str = "http://www.xbrl.org/2003/role/footnote"
    arcrole: str = "http://www.xbrl.org/2003/arcrole/fact-footnote"
    xhtml: bool = False


@dataclass(frozen=True, slots=True)
class FactLink:
    """A relationship between facts (ix:relationship): ids of the facts it leads from and to."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    arcrole: str
    linkrole: str = "http://www.xbrl.org/2003/role/link"


@dataclass(frozen=True, slots=True)
class DuplicateSet:
    """Facts that report the same thing; complete, consistent or inconsistent as OIM defines."""

    kind: DuplicateKind
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Tags seen, facts read, tags refused and why; `seen` = `read` + `refused`."""

    seen: int = 0
    read: int = 0
    refused: int = 0
    reasons: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Filing:
    """Everything a filing says of itself beside its facts.

    `concepts` holds each concept that a fact, arc, label or dimension names. `roles` are in menu order.
    `files` are the inputs' members that were read, the inline or instance documents first. `namespaces` maps
    the prefixes used in names to addresses. `extracted` is the instance filed beside an inline page, `rendered` what
    the filing's R pages show.
    """

    concepts: tuple[Concept, ...] = field(default=(), repr=False)
    roles: tuple[Role, ...] = field(default=(), repr=False)
    networks: tuple[Network, ...] = field(default=(), repr=False)
    contexts: tuple[Context, ...] = field(default=(), repr=False)
    units: tuple[Unit, ...] = field(default=(), repr=False)
    tags: tuple[Tag, ...] = field(default=(), repr=False)
    footnotes: tuple[Footnote, ...] = field(default=(), repr=False)
    links: tuple[FactLink, ...] = field(default=(), repr=False)
    duplicates: tuple[DuplicateSet, ...] = field(default=(), repr=False)
    extracted: tuple[ExtractedFact, ...] = field(default=(), repr=False)
    extracted_file: str | None = None
    rendered: tuple[RenderedValue, ...] = field(default=(), repr=False)
    tally: Tally = Tally()
    files: tuple[str, ...] = ()
    schema_refs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    namespaces: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    targets: tuple[str, ...] = ()

    @cached_property
    def _concepts(self) -> dict[str, Concept]:
        return {c.name: c for c in self.concepts}

    @cached_property
    def _tags(self) -> dict[str, Tag]:
        return {t.fact: t for t in self.tags}

    @cached_property
    def _contexts(self) -> dict[str, Context]:
        return {c.id: c for c in self.contexts}

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {u.id: u for u in self.units}

    def concept(self, name: str) -> Concept | None:
        """The concept of that name, or None."""
        return self._concepts.get(name)

    def tag(self, fact: str) -> Tag | None:
        """The tag behind the fact with that id, or None."""
        return self._tags.get(fact)

    def context(self, context_id: str | None) -> Context | None:
        """The context with that id, or None."""
        return self._contexts.get(context_id) if context_id is not None else None

    def unit(self, unit_id: str | None) -> Unit | None:
        """The unit with that id, or None."""
        return self._units.get(unit_id) if unit_id is not None else None

    def network(self, kind: NetworkKind, role: str) -> Network | None:
        """The network of that kind under that role, or None."""
        return next((n for n in self.networks if n.kind == kind and n.role == role), None)


def split_camel_case(local: str) -> str:
    """A readable text of a local name: "NetIncomeLoss" to "Net Income Loss"; runs of capitals stay together."""
    return _CAMEL.sub(" ", local).replace("_", " ")


def _bare_measure(measure: str) -> str:
    prefix, _, local = measure.rpartition(":")
    return local if prefix in ("iso4217", "xbrli", "") else measure
