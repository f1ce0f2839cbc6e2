"""A trial balance beside the statements: mapped, summed by the check A520, and what no line takes named.

The trial balance is a source of its own role: its accounts are not counted as figures under test, but an account with an
amount that belongs to no line, and debits that are not the credits, are findings at their own place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from tieout.checks.trial_balance import CODE, NAME
from tieout.concepts.statement_lines import find_lines
from tieout.engine.anchors import name_findings
from tieout.engine.ledger_table import read_ledger
from tieout.engine.mapping import propose_mapping, read_mapping, write_mapping
from tieout.engine.reading import ReadResult
from tieout.engine.run import CheckSettings, check_documents
from tieout.engine.settling import apply_severities
from tieout.model import Figure, Finding, Outcome, Paper, Workpaper
from tieout.model.ledger import ROLE, AccountMapping
from tieout.relations.accounts import Account, accounts_of, is_named, read_accounts
from tieout.relations.findings import show_value, write_findings
from tieout.relations.fit import fit_relation
from tieout.relations.judge import Failure, Judgement


def check_with_ledger(
    subject: ReadResult,
    ledger: ReadResult,
    mapping_path: str | None,
    sources: Sequence[tuple[str, ReadResult]] = (),
    settings: CheckSettings | None = None,
) -> Workpaper:
    """As check_documents, with a trial balance. A mapping file that is not there yet is written with the proposal."""
    settings, ledger = settings or CheckSettings(), read_ledger(ledger)
    mapping, notes = _find_mapping(subject, ledger, mapping_path)
    thresholds = MappingProxyType({**settings.thresholds, "trial_balance": {"mapping": mapping}})
    paper = check_documents(subject, [*sources, (ROLE, ledger)], replace(settings, thresholds=thresholds))
    paper = _name_failing_lines(paper)
    if not mapping.confirmed:
        paper = apply_severities(paper, {CODE: "question"})
    found = tuple(_find_unmapped(paper.paper, mapping))
    return replace(paper, findings=(*paper.findings, *found), notes=(*paper.notes, *notes))


def _name_failing_lines(paper: Workpaper) -> Workpaper:
    """A line that its accounts do not add up to is named, however well the statements support it among themselves.

    The judge may lay the failure at an account: accounts are not under test, so the finding belongs to the line.
    """
    figures, outcomes = paper.paper.figures, dict(paper.outcomes)
    named = {f.figure for f in paper.findings if f.code == CODE}
    found: list[Finding] = []
    for relation in paper.relations:
        fit = fit_relation(relation, figures) if relation.code == CODE else None
        if fit is None or fit.verdict != "differs" or relation.result is None or relation.result in named:
            continue
        named.add(relation.result)
        failure = Failure(relation, fit, relation.result, clear=True)
        found += write_findings(Judgement(failures={relation.result: [failure]}), figures, {CODE: NAME})
        codes = (*outcomes[relation.result].relations, CODE)
        outcomes[relation.result] = Outcome(relation.result, "differs", "a relation fails", tuple(dict.fromkeys(codes)))
    return replace(
        paper,
        findings=(*paper.findings, *name_findings(found, paper.paper)),
        outcomes=MappingProxyType(outcomes),
        ticks=tuple(t for t in paper.ticks if t.figure not in named),
    )


def _find_mapping(subject: ReadResult, ledger: ReadResult, path: str | None) -> tuple[AccountMapping, list[str]]:
    if path is not None and Path(path).exists():
        mapping = read_mapping(path)
        waiting = (
            f"The account mapping {path} is not confirmed: set confirmed = true when somebody has gone through it."
        )
        return mapping, [] if mapping.confirmed else [waiting]
    tables = tuple(t for d in subject.documents for t in d.tables)
    lines = find_lines(Paper(subject.documents, {}, tables, (), ()))
    accounts = [a for d in ledger.documents for t in d.tables for a in accounts_of(t)]
    mapping = propose_mapping(lines, accounts)
    if path is None:
        return mapping, ["The account mapping was proposed here and is kept nowhere: name a file with --mapping."]
    write_mapping(mapping, path)
    return mapping, [f"A proposed account mapping was written to {path}: go through it and set confirmed = true."]


def _find_unmapped(paper: Paper, mapping: AccountMapping) -> Iterator[Finding]:
    accounts = read_accounts(paper)
    for account in accounts:
        if account.value and not any(is_named(account, line.accounts) for line in mapping.lines):
            figure = next(paper.figures[t.figure] for t in account.terms if paper.figures[t.figure].value)
            message = f"{account.label} ({figure.span.quote}) belongs to no line of the mapping."
            yield _write(figure, account.label, "question", message)
    total = sum((a.value for a in accounts), Decimal(0))
    if accounts and total and _has_both_sides(accounts):
        figure = paper.figures[accounts[-1].terms[-1].figure]
        gap = show_value(abs(total), figure.quantity)
        message = (
            f"The trial balance does not balance: debits are {gap} {'more' if total > 0 else 'less'} than credits."
        )
        yield _write(figure, "balance", "differs", message)


def _has_both_sides(accounts: Sequence[Account]) -> bool:
    return any(a.value > 0 for a in accounts) and any(a.value < 0 for a in accounts)


def _write(figure: Figure, anchor: str, verdict: str, message: str) -> Finding:
    return Finding(
        f"{CODE}:{anchor}:1", CODE, NAME, "differs" if verdict == "differs" else "question", message, figure.document,
        figure.span, None, None, None, None, "sum", (), None, (CODE,),
    )  # fmt: skip
