"""The statements, notes and details of a tagged filing, as the SEC's renderer lays them out."""

from __future__ import annotations

import re
from collections import defaultdict

from tieout.model import Document, Fact, Filing, Network, Role
from tieout.model.filing import split_camel_case
from tieout.model.statement import Statement
from tieout.present.viewer.draft import Draft, lay_out
from tieout.present.viewer.grouped import group_facts
from tieout.present.viewer.presentation import Dimensions, Presentation, find_dimensions, walk
from tieout.present.viewer.suppress import leave_out
from tieout.present.viewer.written import write_statement

_SORT_CODE = re.compile(r"^\s*[\d.]+[a-z]?\s*-\s*(?:\w+\s*-\s*)?")


def render_statements(document: Document) -> tuple[Statement, ...]:
    """Every role of the filing that shows facts, in menu order; without presentation links the facts in groups."""
    filing = document.filing
    if filing is None:
        return ()
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in document.facts:
        if fact.concept is not None:
            facts[fact.concept].append(fact)
    dimensions = find_dimensions(filing)
    networks = {n.role: n for n in filing.networks if n.kind == "presentation"}
    drafts: list[Draft] = []
    for role in _order_roles(filing, list(networks)):
        draft = lay_out(role, _present(networks[role.uri], filing, facts, dimensions), facts, dimensions, filing)
        if draft is not None:
            drafts.append(draft)
    if not drafts:
        return group_facts(document)
    leave_out(drafts)
    return tuple(
        write_statement(draft, filing, document.language, _title(draft.role), k) for k, draft in enumerate(drafts)
    )


def _present(network: Network, filing: Filing, facts: dict[str, list[Fact]], dimensions: Dimensions) -> Presentation:
    """The network walked with the axes that its elements are reported for."""
    names = {name for a in network.arcs for name in (a.source, a.target)} & facts.keys()
    used = {axis for name in names for fact in facts[name] for axis, _ in fact.dimensions}
    return walk(network, filing, facts.keys(), used, dimensions)


def _order_roles(filing: Filing, presented: list[str]) -> list[Role]:
    """Roles in menu order: by their position, else by the sort code at the start of the definition."""
    known = {r.uri: r for r in filing.roles}
    roles = [known.get(uri, Role(uri, name=split_camel_case(uri.rpartition("/")[2]))) for uri in presented]
    return sorted(roles, key=lambda r: (r.position is None, r.position or 0, not r.definition, r.definition))


def _title(role: Role) -> str:
    return role.name or _SORT_CODE.sub("", role.definition) or role.uri
