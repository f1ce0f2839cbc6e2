"""The evidence bundle: everything a stranger needs to redo every tick, in one zip; `tieout replay` reads it.

Members: `manifest.json` (the hash of every other member), `evidence.json` (inputs with hashes, settings, versions,
documents, coverage, problems), `layers/<id>.txt` (the texts as read, UTF-8), `figures.json`, `relations.json`,
`ticks.json` and `findings.json`. Amounts are strings. The same workpaper gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import unicodedata
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tieout.model import Figure, Finding, Quantity, Relation, Span, TickMark, Workpaper
from tieout.present.json import document_to_json, waiver_to_json
from tieout.present.sums import members
from tieout.relations.fit import Fit, fit_relation

SCHEMA = "tieout/bundle/1"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MINUS_SIGNS = "(-−–‐‑—△▲"


def to_bundle(workpaper: Workpaper) -> bytes:
    """The evidence as the bytes of a zip."""
    contents = _make_contents(workpaper)
    signoffs = [s for s in workpaper.signoffs if s.holds]
    if signoffs:
        rows = [{"role": s.role, "by": s.by, "at": s.at, "evidence": s.evidence} for s in signoffs]
        contents["signoffs.json"] = _dump(rows)
    hashes = {name: hashlib.sha256(body).hexdigest() for name, body in sorted(contents.items())}
    contents["manifest.json"] = _dump({"schema": SCHEMA, "version": workpaper.version, "members": hashes})
    return _pack(contents)


def hash_evidence(workpaper: Workpaper) -> str:
    """What a sign-off signs: the SHA-256 of the names and hashes of all members but the sign-offs themselves."""
    contents = sorted(_make_contents(workpaper).items())
    lines = "".join(f"{name} {hashlib.sha256(body).hexdigest()}\n" for name, body in contents)
    return hashlib.sha256(lines.encode()).hexdigest()


def _make_contents(workpaper: Workpaper) -> dict[str, bytes]:
    figures = workpaper.paper.figures
    fits = [fit_relation(r, figures) if _is_known(r, figures) else None for r in workpaper.relations]
    contents = {
        "evidence.json": _dump(_make_evidence(workpaper)),
        "figures.json": _dump(_make_figures(workpaper)),
        "relations.json": _dump([_relation(r) for r in workpaper.relations]),
        "ticks.json": _dump(_make_ticks(workpaper, fits)),
        "findings.json": _dump(_make_findings(workpaper, fits)),
    }
    for document in workpaper.documents:
        for layer in document.layers:
            contents[f"layers/{layer.id}.txt"] = _encode(layer.text)
    return contents


def _pack(contents: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, contents[name], compresslevel=6)
    return buffer.getvalue()


def _dump(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=str)
    return _encode(text)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _make_evidence(workpaper: Workpaper) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": workpaper.version,
        "inputs": [
            {"path": i.path, "sha256": i.sha256, "bytes": i.bytes, "reader": i.reader} for i in workpaper.inputs
        ],
        "settings": dict(workpaper.settings),
        "materiality": str(workpaper.materiality.amount) if workpaper.materiality else None,
        "documents": [
            document_to_json(d)
            | {
                "sha256": d.sha256,
                "reader": d.reader,
                "layers": [
                    {"id": layer.id, "sha256": hashlib.sha256(_encode(layer.text)).hexdigest(), "page": layer.page}
                    for layer in d.layers
                ],
            }
            for d in workpaper.documents
        ],
        "coverage": workpaper.coverage,
        "problems": [{"input": p.input, "document": p.document, "message": p.message} for p in workpaper.problems],
    }


def _place(span: Span) -> dict[str, Any]:
    return {"layer": span.layer, "segments": [[s.start, s.end] for s in span.segments], "quote": span.quote}


def _make_figures(workpaper: Workpaper) -> list[dict[str, Any]]:
    """Every figure with a state, and those of source documents that a relation names, which have none."""
    figures = workpaper.paper.figures
    named = {member for relation in workpaper.relations for member in members(relation)}
    sources = [i for i in figures if i in named and i not in workpaper.outcomes]
    return [_figure(figures[i], workpaper) for i in (*workpaper.outcomes, *sources)]


def _figure(figure: Figure, workpaper: Workpaper) -> dict[str, Any]:
    quantity, outcome = figure.quantity, workpaper.outcomes.get(figure.id)
    return {
        "id": figure.id,
        "document": figure.document,
        **_place(figure.span),
        "number": format(quantity.number, "f"),
        "decimals": quantity.decimals,
        "unit": quantity.unit,
        "scale": quantity.scale,
        "approximation": quantity.approximation,
        "negated": _is_negated(figure),
        "claimed": _is_claimed(quantity),
        "state": outcome.state if outcome else None,
        "reason": outcome.reason if outcome else None,
    }


def _is_claimed(quantity: Quantity) -> bool:
    """True where the format states that fewer digits count than are printed (`decimals` of a tag)."""
    places = max(-int(quantity.number.as_tuple().exponent), 0)
    if quantity.decimals >= places:
        return False
    return places > 0 or quantity.number % Decimal(1).scaleb(-quantity.decimals) != 0


def _is_negated(figure: Figure) -> bool:
    """True where the sign is not the printed one but stated by the format (the sign attribute of a tag)."""
    quote = unicodedata.normalize("NFKC", figure.span.quote)
    first = next((k for k, character in enumerate(quote) if character.isdecimal()), len(quote))
    minus = any(sign in quote[:first] for sign in _MINUS_SIGNS)
    return figure.quantity.number != 0 and (figure.quantity.number < 0) != minus


def _relation(relation: Relation) -> dict[str, Any]:
    return {
        "code": relation.code,
        "formula": relation.formula,
        "result": relation.result,
        "terms": [[t.figure, format(t.coefficient, "f")] for t in relation.terms],
        "expected": None if relation.expected is None else format(relation.expected, "f"),
        "magnitude": relation.magnitude,
        "explanation": relation.explanation,
        "firmness": relation.firmness,
        "candidates": relation.candidates,
        "why": relation.why,
    }


def _is_known(relation: Relation, figures: Mapping[str, Figure]) -> bool:
    return all(member in figures for member in members(relation))


def _make_ticks(workpaper: Workpaper, fits: list[Fit | None]) -> list[dict[str, Any]]:
    """Ticks with the index of the relation each one stands for."""
    homes: dict[tuple[str, frozenset[str], str], list[int]] = defaultdict(list)
    for index, (relation, fit) in enumerate(zip(workpaper.relations, fits, strict=True)):
        if fit is not None:
            homes[relation.code, frozenset(members(relation)), fit.verdict].append(index)
    return [_tick(tick, homes) for tick in workpaper.ticks]


def _tick(tick: TickMark, homes: Mapping[tuple[str, frozenset[str], str], list[int]]) -> dict[str, Any]:
    key = (tick.code, frozenset((tick.figure, *tick.partners)), tick.verdict)
    return {
        "code": tick.code,
        "figure": tick.figure,
        "partners": list(tick.partners),
        "verdict": tick.verdict,
        "chance": tick.chance,
        "relation": homes[key][0] if homes.get(key) else -1,
    }


def _make_findings(workpaper: Workpaper, fits: list[Fit | None]) -> list[dict[str, Any]]:
    """Findings with the indices of the relations of their codes that fail at their figure."""
    failed: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (relation, fit) in enumerate(zip(workpaper.relations, fits, strict=True)):
        if fit is not None and fit.verdict == "differs" and relation.result is not None:
            for member in set(members(relation)):
                failed[relation.code, member].append(index)
    waivers = {w.finding.id: w.waiver for w in workpaper.waived}
    found = []
    for finding in (*workpaper.findings, *(w.finding for w in workpaper.waived)):
        codes = sorted({finding.code, *finding.relations})
        fails = [i for code in codes for i in failed.get((code, finding.figure or ""), ())]
        found.append(_finding(finding, sorted(fails)) | {"waiver": waiver_to_json(waivers.get(finding.id))})
    return found


def _finding(finding: Finding, fails: list[int]) -> dict[str, Any]:
    return {
        "id": finding.id,
        "code": finding.code,
        "check": finding.check,
        "verdict": finding.verdict,
        "message": finding.message,
        "document": finding.document,
        **_place(finding.span),
        "figure": finding.figure,
        "printed": finding.printed,
        "expected": finding.expected,
        "difference": finding.difference,
        "tolerance": finding.tolerance,
        "partners": [{"document": d, **_place(s)} for d, s in finding.partners],
        "fails": fails,
    }
