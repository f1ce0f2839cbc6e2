"""A whole run: read, extract, propose, judge; the stages in order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType, ModuleType

from tieout import __version__
from tieout.engine.extracting import extract
from tieout.engine.reading import ReadResult, read_paths
from tieout.errors import UnreadableError, UsageError
from tieout.model import Finding, Paper, Problem, Relation, Table, Workpaper
from tieout.read.source import ReadSettings
from tieout.registry import find_checks
from tieout.relations.findings import write_findings
from tieout.relations.judge import JudgeSettings, judge


@dataclass(frozen=True)
class CheckSettings:
    """What a user may choose for a run. `only`/`skip` are codes or beginnings of codes ("G", "F1")."""

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    tick_chance: float = JudgeSettings().tick_chance


Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def check(
    paths: Paths,
    *,
    against: Paths = (),
    prior: Paths = (),
    settings: CheckSettings | None = None,
    read_settings: ReadSettings | None = None,
    password: str | None = None,
) -> Workpaper:
    """Read and check; raises UnreadableError when nothing at all could be read.

    `against` and `prior` are sources to compare with: their figures are not counted or reported.
    """
    settings = settings or CheckSettings()
    subject = read_paths(_as_list(paths), read_settings, password)
    if not subject.documents:
        reasons = "; ".join(p.message for p in subject.problems) or "no input was given"
        raise (
            UnreadableError(str(_as_list(paths)[0]) if _as_list(paths) else "-", reasons)
            if not subject.problems
            else UsageError(reasons)
        )
    sources = [
        (role, read_paths(_as_list(p), read_settings, password))
        for role, p in (("against", against), ("prior", prior))
        if _as_list(p)
    ]
    return check_documents(subject, sources, settings)


def check_documents(
    subject: ReadResult, sources: Sequence[tuple[str, ReadResult]] = (), settings: CheckSettings | None = None
) -> Workpaper:
    """Check documents that are already read."""
    settings = settings or CheckSettings()
    roles = {d.id: "subject" for d in subject.documents}
    documents, problems, inputs = list(subject.documents), list(subject.problems), list(subject.inputs)
    for role, result in sources:
        for document in result.documents:
            if document.id not in roles:
                roles[document.id] = role
                documents.append(document)
        problems.extend(result.problems)
        inputs.extend(result.inputs)
    paper = extract(documents, roles)
    rooms = _chosen_rooms(settings)
    relations, crashed = _propose(paper, rooms)
    decided = judge(paper.figures, relations, JudgeSettings(tick_chance=settings.tick_chance))
    names = {room.CODE: room.NAME for room in rooms}
    findings = write_findings(decided, paper.figures, names, _anchors(paper.tables))
    subjects = {d.id for d in subject.documents}
    outcomes = {k: o for k, o in decided.outcomes.items() if paper.figures[k].document in subjects}
    return Workpaper(
        version=__version__,
        inputs=tuple(inputs),
        paper=paper,
        outcomes=MappingProxyType(outcomes),
        findings=_unique_ids(f for f in findings if f.document in subjects),
        ticks=tuple(t for t in decided.ticks if t.document in subjects),
        relations=tuple(r for r, _ in decided.fits),
        problems=(*problems, *crashed),
        settings=MappingProxyType(
            {"only": settings.only, "skip": settings.skip, "tick_chance": str(settings.tick_chance)}
        ),
    )


def _as_list(paths: Paths) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(p) for p in paths]


def _chosen_rooms(settings: CheckSettings) -> list[ModuleType]:
    rooms = list(find_checks())
    for code in (*settings.only, *settings.skip):
        if not any(room.CODE.startswith(code) for room in rooms):
            raise UsageError(f"no check has the code {code!r}; known: {', '.join(room.CODE for room in rooms)}")
    if settings.only:
        rooms = [r for r in rooms if r.CODE.startswith(settings.only)]
    return [r for r in rooms if not (settings.skip and r.CODE.startswith(settings.skip))]


def _propose(paper: Paper, rooms: Sequence[ModuleType]) -> tuple[list[Relation], list[Problem]]:
    """Relations of every room; a room that crashes becomes a problem and the others still run."""
    relations: list[Relation] = []
    problems: list[Problem] = []
    for room in rooms:
        try:
            relations.extend(_of_room(paper, room))
        except Exception as error:  # a crashing check must not take the run down: it is reported instead
            problems.append(Problem("", f"check {room.CODE} ({room.NAME}) stopped: {type(error).__name__}: {error}"))
    return relations, problems


def _of_room(paper: Paper, room: ModuleType) -> Iterator[Relation]:
    seen: set[tuple[object, ...]] = set()
    for relation in room.propose(paper, room.Settings()):
        key = (relation.code, relation.formula, relation.result, relation.terms, relation.span)
        if key not in seen:
            seen.add(key)
            yield relation


def _anchors(tables: Sequence[Table]) -> dict[str, str]:
    """For figures in cells: section, row and column path without digits, so that an id survives when text moves."""
    anchors: dict[str, str] = {}
    for table in tables:
        for r, row in enumerate(table.cells):
            for c, cell in enumerate(row):
                if cell.figure is not None:
                    path = "/".join((*table.section[-1:], *table.rows[r].path, *table.columns[c].path))
                    anchors[cell.figure.id] = "".join("#" if ch.isdigit() else ch for ch in path)[:160]
    return anchors


def _unique_ids(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    seen: dict[str, int] = {}
    kept = []
    for finding in findings:
        base = finding.id.rsplit(":", 1)[0]
        seen[base] = seen.get(base, 0) + 1
        kept.append(replace(finding, id=f"{base}:{seen[base]}"))
    return tuple(kept)
