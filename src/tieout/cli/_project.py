"""The project's settings for a command: tieout.toml and the options that override it, laid over a workpaper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tieout.engine.reading import ReadResult
    from tieout.engine.run import CheckSettings
    from tieout.engine.settings import ProjectSettings
    from tieout.model import Workpaper


@dataclass(frozen=True)
class Decisions:
    """The options of a command that decide what is said and kept, as the user wrote them."""

    baseline: str | None = None
    write_baseline: str | None = None
    materiality: str | None = None
    signoffs: str | None = None
    signatures: tuple[str, ...] = ()


def load_project(config: str | None, paths: Sequence[str]) -> ProjectSettings:
    """The file named with --config, else the one found upward from the inputs; usual settings without one."""
    from tieout.engine.settings import ProjectSettings, find_settings_file, read_settings

    found = Path(config) if config else find_settings_file([Path(p) for p in paths if p != "-"])
    return read_settings(found) if found is not None else ProjectSettings()


def choose_checks(project: ProjectSettings, only: str | None, skip: str | None) -> CheckSettings:
    """The checks to run: options override the file, and what the file switches off stays off unless asked for."""
    from tieout.engine.run import SUPPORT_CODE
    from tieout.engine.settling import switched_off
    from tieout.registry import find_checks

    wanted, left = _codes(only), _codes(skip)
    codes = [*(room.CODE for room in find_checks()), SUPPORT_CODE]
    off = tuple(c for c in switched_off(codes, project.severities) if not (wanted and c.startswith(wanted)))
    return replace(
        project.check, only=wanted or project.check.only, skip=(*(left if only or skip else project.check.skip), *off)
    )


def _codes(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip().upper() for part in text.split(",") if part.strip()) if text else ()


def with_language(subject: ReadResult, language: str | None) -> ReadResult:
    """The documents in the language the project says they are in."""
    if language is None:
        return subject
    return replace(subject, documents=tuple(replace(d, language=language) for d in subject.documents))


def settle(paper: Workpaper, project: ProjectSettings, decisions: Decisions) -> Workpaper:
    """Severities, waivers, baseline, materiality and sign-offs; writes the files that options ask for."""
    from tieout.engine import baseline as kept
    from tieout.engine.settings import read_materiality
    from tieout.engine.settling import apply_baseline, apply_materiality, apply_severities, apply_waivers
    from tieout.engine.waivers import find_inline_waivers
    from tieout.errors import UsageError
    from tieout.present.words import count_of

    originals = read_originals(paper)
    inline, problems = find_inline_waivers(paper.documents, originals)
    paper = apply_severities(replace(paper, problems=(*paper.problems, *problems)), project.severities)
    paper = apply_waivers(paper, (*project.waivers, *inline), datetime.now(UTC).date())
    amount = read_materiality(decisions.materiality, None, "--materiality") if decisions.materiality else None
    paper = apply_materiality(paper, amount or project.materiality)
    accepted = decisions.baseline or project.baseline
    if decisions.write_baseline:
        count = kept.write_baseline(paper, decisions.write_baseline)
        return replace(
            paper, notes=(*paper.notes, f"{count_of(count, 'finding')} accepted in {decisions.write_baseline}.")
        )
    if accepted:
        paper = apply_baseline(paper, kept.read_baseline(accepted), accepted)
    signoffs = decisions.signoffs or project.signoffs
    if decisions.signatures and not signoffs:
        raise UsageError("--sign needs a file that keeps the sign-offs: name it with --signoffs FILE")
    return _sign(paper, signoffs, decisions.signatures) if signoffs else paper


def _sign(paper: Workpaper, path: str, signatures: Sequence[str]) -> Workpaper:
    from tieout.engine.signing import read_signature, read_signoffs, sign, write_signoffs

    now = datetime.now(UTC).isoformat(timespec="seconds")
    paper = sign(paper, read_signoffs(path), [read_signature(s) for s in signatures], now)
    if signatures:
        write_signoffs(paper.signoffs, path)
    return paper


def read_originals(paper: Workpaper) -> dict[str, bytes]:
    """The inputs that are files, by path."""
    return {i.path: Path(i.path).read_bytes() for i in paper.inputs if Path(i.path).is_file()}
