"""A small invented filing, put together from the nouns: an income statement by product, a movement, a note."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from tieout.model import Arc, Concept, Document, Fact, Filing, Label, Layer, Network, Period, Role, Tag
from tieout.model.filing import MenuCategory, NetworkKind

ROLES = "http://www.xbrl.org/2003/role/"
YEAR, BEFORE = Period(date(2024, 12, 31), date(2024, 1, 1)), Period(date(2023, 12, 31), date(2023, 1, 1))
QUARTER = Period(date(2024, 12, 31), date(2024, 10, 1))
CLOSE, OPEN = Period(date(2024, 12, 31)), Period(date(2023, 12, 31))
MONEY = "xbrli:monetaryItemType"
LAMPS = (("q:ProductAxis", "q:LampsMember"),)
HOSTILE = '<p onclick="x()">Lamps are sold.</p><script>alert(1)</script><img src="https://x.example/a.png">'


class FilingMaker:
    """Collects concepts, arcs and facts; `document()` puts them together."""

    def __init__(self) -> None:
        self.concepts: list[Concept] = []
        self.roles: list[Role] = []
        self.networks: list[Network] = []
        self.facts: list[Fact] = []
        self.tags: list[Tag] = []
        self.text = "Opening words. "

    def concept(
        self,
        local: str,
        label: str,
        data_type: str | None = MONEY,
        kind: Literal["item", "axis", "hypercube", "member"] = "item",
        **others: str,
    ) -> None:
        """An element of the prefix q; `others` are further labels by the last word of their role."""
        labels = (Label(label), *(Label(text, ROLES + role) for role, text in others.items()))
        abstract = True if local.endswith("Abstract") else None
        name = f"q:{local}"
        self.concepts.append(
            Concept(name, "q", "http://quince.example/q", local, data_type, abstract=abstract, kind=kind, labels=labels)
        )

    def network(self, name: str, category: MenuCategory, arcs: list[str], kind: NetworkKind = "presentation") -> None:
        """A role with arcs written "Parent > Child" or "Parent > Child : preferredLabel", in order."""
        uri = f"http://quince.example/role/{name.replace(' ', '')}"
        if kind == "presentation":
            place = len(self.roles) + 1
            self.roles.append(Role(uri, f"{place:03} - {category} - {name}", name, category, place))
        made = []
        for order, arc in enumerate(arcs):
            ends, _, preferred = arc.partition(" : ")
            source, target = (f"q:{end}" for end in ends.split(" > "))
            made.append(Arc(source, target, Decimal(order), preferred_label=ROLES + preferred if preferred else None))
        self.networks.append(Network(uri, kind, tuple(made)))

    def default(self, axis: str, member: str) -> None:
        """The default member of an axis, as a definition link."""
        arc = Arc(f"q:{axis}", f"q:{member}", arcrole="http://xbrl.org/int/dim/arcrole/dimension-default")
        self.networks.append(Network("http://quince.example/role/Defaults", "definition", (arc,)))

    def fact(
        self,
        local: str,
        value: str | int,
        period: Period,
        unit: str | None = "CNY",
        decimals: int | None = -6,
        dimensions: tuple[tuple[str, str], ...] = (),
    ) -> str:
        """A fact printed at the end of the text so far; gives its id."""
        number = isinstance(value, int) or unit is not None
        printed = str(value)
        start = len(self.text)
        self.text += printed + " "
        identity = f"f{len(self.facts) + 1}"
        span = Layer("made", self.text).span(start, start + len(printed))
        label = next(c.title for c in self.concepts if c.local == local)
        amount = Decimal(printed) if number else printed
        self.facts.append(
            Fact(
                identity, "made", label, amount, span, "tagged", f"q:{local}", decimals, unit, period, None, dimensions
            )
        )
        self.tags.append(Tag(identity, f"q:{local}", "c", escape=not number and "<" in printed))
        return identity

    def document(self) -> Document:
        """The filing as a document with one layer."""
        filing = Filing(tuple(self.concepts), tuple(self.roles), tuple(self.networks), tags=tuple(self.tags))
        layers = (Layer("made", self.text),)
        return Document(
            "made", "quince.xhtml", "0" * 64, "ixbrl", "xbrl_filing", "Quince 2024", layers=layers,
            facts=tuple(self.facts), filing=filing,
        )  # fmt: skip


def make_quince() -> FilingMaker:
    """Sales by product over two years and a quarter, cost shown negated, cash from opening to closing, a note."""
    made = FilingMaker()
    made.concept("IncomeAbstract", "Income [Abstract]", None)
    made.concept("ProductTable", "Products [Table]", None, "hypercube")
    made.concept("ProductAxis", "Product [Axis]", None, "axis")
    made.concept("ProductDomain", "Products [Domain]", None, "member")
    made.concept("LampsMember", "Lamps [Member]", None, "member", terseLabel="Lamps")
    made.concept("SalesAbstract", "Sales:", None)
    made.concept("Sales", "Sales", totalLabel="Total sales")
    made.concept("Cost", "Cost of sales")
    made.concept("PerShare", "Earnings per share", "dtr-types:perShareItemType")
    made.concept("Cash", "Cash", periodStartLabel="Cash at start", periodEndLabel="Cash at end")
    made.concept("CashChange", "Change in cash")
    made.concept("Policy", "Revenue policy", "dtr-types:textBlockItemType")
    made.network(
        "Income statement",
        "Statements",
        [
            "IncomeAbstract > ProductTable",
            "ProductTable > ProductAxis",
            "ProductAxis > ProductDomain",
            "ProductDomain > LampsMember : terseLabel",
            "IncomeAbstract > SalesAbstract",
            "SalesAbstract > Sales : totalLabel",
            "IncomeAbstract > Cost : negatedLabel",
            "IncomeAbstract > PerShare",
        ],
    )
    made.network(
        "Cash flows",
        "Statements",
        [
            "IncomeAbstract > Cash : periodStartLabel",
            "IncomeAbstract > CashChange",
            "IncomeAbstract > Cash : periodEndLabel",
        ],
    )
    made.network("Policies", "Policies", ["IncomeAbstract > Policy"])
    for period, sales, cost in ((YEAR, 5_000_000_000, 3_000_000_000), (BEFORE, 4_000_000_000, 2_500_000_000)):
        made.fact("Sales", sales, period)
        made.fact("Cost", cost, period)
    made.fact("Sales", 1_500_000_000, QUARTER)
    made.fact("Sales", 900_000_000, YEAR, dimensions=LAMPS)
    made.fact("PerShare", "0.50", YEAR, "CNY/shares", 2)
    made.fact("Cash", 70_000_000, OPEN)
    made.fact("Cash", 90_000_000, CLOSE)
    made.fact("CashChange", 20_000_000, YEAR)
    made.fact("Policy", HOSTILE, YEAR, None, None)
    return made
