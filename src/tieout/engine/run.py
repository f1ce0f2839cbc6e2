"""A whole run: read, extract, propose, judge; the stages in order."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from types import MappingProxyType, ModuleType
from typing import Any

from tieout import __version__
from tieout.engine.anchors import name_findings
from tieout.engine.copies import find_copies
from tieout.engine.extracting import extract
from tieout.engine.reading import ReadResult, read_paths
from tieout.engine.recognised import doubt_recognised
from tieout.errors import UnreadableError, UsageError
from tieout.model import Paper, Problem, Relation, Workpaper
from tieout.model.period import CALENDAR
from tieout.read.collector import paused_collector
from tieout.read.source import ReadSettings
from tieout.registry import find_checks
from tieout.relations.findings import write_findings
from tieout.relations.judge import JudgeSettings, judge


@dataclass(frozen=True)
class CheckSettings:
    """What a user may choose for a run. `only`/`skip` are codes or beginnings of codes ("G", "F1").

    `thresholds` maps a check's module name to values of its Settings that are not the usual ones.
    """

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    tick_chance: float = JudgeSettings().tick_chance
    thresholds: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))


SUPPORT_CODE = "S1001"
"""Decided after the judge, in `supporting`, by no room."""

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


@paused_collector()
def check_documents(
    subject: ReadResult, sources: Sequence[tuple[str, ReadResult]] = (), settings: CheckSettings | None = None
) -> Workpaper:
    """Check documents that are already read."""
    settings = settings or CheckSettings()
    subject = _borrow_year_end(subject, sources)
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
    relations, crashed = _propose(paper, rooms, settings.thresholds)
    given = frozenset(key for key, role in roles.items() if role != "subject")
    copies = find_copies([d for d in paper.documents if d.id not in given])
    decided = judge(paper.figures, relations, JudgeSettings(settings.tick_chance, given, copies), paper.tables)
    names = {room.CODE: room.NAME for room in rooms}
    subjects = {d.id for d in subject.documents}
    told = [f for f in write_findings(decided, paper.figures, names) if f.document in subjects]
    states = {k: o for k, o in decided.outcomes.items() if paper.figures[k].document in subjects}
    findings, outcomes = doubt_recognised(told, states, paper.figures)
    return Workpaper(
        version=__version__,
        inputs=tuple(inputs),
        paper=paper,
        outcomes=MappingProxyType(outcomes),
        findings=name_findings(findings, paper),
        ticks=tuple(t for t in decided.ticks if t.document in subjects),
        relations=tuple(r for r, _ in decided.fits),
        problems=(*problems, *crashed),
        settings=MappingProxyType(
            {
                "only": settings.only,
                "skip": settings.skip,
                "tick_chance": str(settings.tick_chance),
                "thresholds": {room: {k: str(v) for k, v in own.items()} for room, own in settings.thresholds.items()},
            }
        ),
    )


def _borrow_year_end(subject: ReadResult, sources: Sequence[tuple[str, ReadResult]]) -> ReadResult:
    """A text without tables that does not say when its years end means the years of its sources: "fiscal 2023" is theirs."""
    ends = {d.year_end for role, result in sources if role == "against" for d in result.documents}
    if len(ends) != 1 or ends == {CALENDAR}:
        return subject
    end = next(iter(ends))
    own = (d if d.tables or d.year_end != CALENDAR else replace(d, year_end=end) for d in subject.documents)
    return replace(subject, documents=tuple(own))


def _as_list(paths: Paths) -> list[str]:
    if isinstance(paths, (str, os.PathLike)):
        return [os.fspath(paths)]
    return [os.fspath(p) for p in paths]


def guess_name(name: str, known: Sequence[str], cutoff: float) -> str:
    """The nearest right name, whatever its case; all of them where none is near."""
    folded = {one.lower(): one for one in reversed(known)}
    near = get_close_matches(name.lower(), list(folded), 1, cutoff)
    return f"did you mean {folded[near[0]]!r}?" if near else f"known are {', '.join(known)}"


def guess_code(code: str, codes: Sequence[str]) -> str:
    """The nearest code; the letters codes begin with where none is near: a hundred codes are no answer."""
    letters = ", ".join(sorted({known[0] for known in codes}))
    near = any(known[0] == code[:1] for known in codes)
    return guess_name(code, codes, 0) if near else f"codes begin with {letters}: docs/reference/checks.md lists them"


def _chosen_rooms(settings: CheckSettings) -> list[ModuleType]:
    rooms = list(find_checks())
    codes = [*(room.CODE for room in rooms), SUPPORT_CODE]
    for code in (*settings.only, *settings.skip):
        if not any(known.startswith(code) for known in codes):
            raise UsageError(f"no check has the code {code!r}; {guess_code(code, codes)}")
    if settings.only:
        rooms = [r for r in rooms if r.CODE.startswith(settings.only)]
    return [r for r in rooms if not (settings.skip and r.CODE.startswith(settings.skip))]


def _propose(
    paper: Paper, rooms: Sequence[ModuleType], thresholds: Mapping[str, Mapping[str, Any]]
) -> tuple[list[Relation], list[Problem]]:
    """Relations of every room; a room that crashes becomes a problem and the others still run."""
    relations: list[Relation] = []
    problems: list[Problem] = []
    for room in rooms:
        try:
            relations.extend(_of_room(paper, room, thresholds.get(room_name(room), {})))
        except Exception as error:  # a crashing check must not take the run down: it is reported instead
            problems.append(Problem("", f"check {room.CODE} ({room.NAME}) stopped: {type(error).__name__}: {error}"))
    return relations, problems


def room_name(room: ModuleType) -> str:
    """What a check is called in settings: its module's name."""
    return room.__name__.rsplit(".", 1)[-1]


def _of_room(paper: Paper, room: ModuleType, thresholds: Mapping[str, Any]) -> Iterator[Relation]:
    seen: set[tuple[object, ...]] = set()
    for relation in room.propose(paper, room.Settings(**thresholds)):
        key = (relation.code, relation.formula, relation.result, relation.terms, relation.span)
        if key not in seen:
            seen.add(key)
            yield relation
