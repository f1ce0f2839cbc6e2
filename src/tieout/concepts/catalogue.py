"""The catalogue of financial concepts: what is measured, under which names, and what it must not be taken for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

UnitKind = Literal["money", "per_share", "shares", "percent", "ratio", "count", "days"]


@dataclass(frozen=True, slots=True)
class Concept:
    """A financial concept, not a place in any one taxonomy.

    `period_type`: a balance ("instant") or a flow ("duration"). `balance`: the side on which it normally stands, None
    for what is no account. `ifrs`, `us_gaap`: local element names that mean the same, without prefix. `kin`: ids of
    concepts that are easily confused with it and must not be equated. Names are as in the catalogue: a leading "-"
    says that the name counts the concept downwards (a loss of a profit), "=" that it is too short to be looked for
    in running text.
    """

    id: str
    period_type: Literal["instant", "duration"]
    balance: Literal["debit", "credit"] | None
    unit_kind: UnitKind
    ifrs: tuple[str, ...] = ()
    us_gaap: tuple[str, ...] = ()
    kin: frozenset[str] = frozenset()
    names_en: tuple[str, ...] = ()
    names_zh: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The first English name, to be shown."""
        return self.names_en[0].lstrip("-=")


_UNIT_KINDS: dict[str, UnitKind] = {
    "money": "money", "per_share": "per_share", "shares": "shares", "percent": "percent", "ratio": "ratio",
    "count": "count", "days": "days",
}  # fmt: skip


@cache
def all_concepts() -> dict[str, Concept]:
    """Every concept by id, in the catalogue's order."""
    rows: list[list[str]] = []
    for file in sorted((Path(__file__).parent / "catalogue").glob("*.tsv")):
        lines = file.read_text(encoding="utf-8").splitlines()
        rows += [line.split("\t") for line in lines if line and line[0] != "#"]
    kin = _both_ways(rows)
    return {row[0]: _read_row(row, kin[row[0]]) for row in rows}


def get_concept(concept_id: str) -> Concept:
    """The concept with that id; raises KeyError when there is none."""
    return all_concepts()[concept_id]


@cache
def _by_element() -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for concept in all_concepts().values():
        for element in (*concept.ifrs[:1], *concept.us_gaap[:1]):
            found.setdefault(element, concept)
    for concept in all_concepts().values():
        for element in (*concept.ifrs, *concept.us_gaap):
            found.setdefault(element, concept)
    return found


def find_element(name: str) -> Concept | None:
    """The concept of an XBRL element ("us-gaap:Assets", "ifrs-full:Revenue" or the local name), or None."""
    return _by_element().get(name.rsplit(":", 1)[-1])


def _both_ways(rows: list[list[str]]) -> dict[str, set[str]]:
    """Kinship is written once in the file and holds in both directions."""
    kin: dict[str, set[str]] = {row[0]: set() for row in rows}
    for row in rows:
        for other in row[6].split(",") if row[6] else ():
            kin[row[0]].add(other)
            kin[other].add(row[0])
    return kin


def _read_row(row: list[str], kin: set[str]) -> Concept:
    return Concept(
        id=row[0],
        period_type="instant" if row[1] == "i" else "duration",
        balance="debit" if row[2] == "debit" else "credit" if row[2] == "credit" else None,
        unit_kind=_UNIT_KINDS[row[3]],
        ifrs=tuple(row[4].split(",")) if row[4] else (),
        us_gaap=tuple(row[5].split(",")) if row[5] else (),
        kin=frozenset(kin),
        names_en=tuple(row[7].split("|")) if row[7] else (),
        names_zh=tuple(row[8].split("|")) if row[8] else (),
    )
