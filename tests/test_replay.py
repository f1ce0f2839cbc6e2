"""The independent kernel accepts every bundle we write and rejects every changed one."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import random
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.test_cases import check_texts
from tests.present.invented import make_workpaper
from tieout import replay
from tieout.cli.replay import command
from tieout.engine.signing import sign
from tieout.model import Figure, Formula, Quantity, Relation, Segment, Span, Term
from tieout.present.bundle import to_bundle
from tieout.relations.fit import fit_relation

KERNEL = Path(replay.__file__)
Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def bundle() -> bytes:
    """The invented results as a bundle."""
    return to_bundle(make_workpaper())


def unpack(bundle: bytes) -> dict[str, bytes]:
    """Members by name."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(members: dict[str, bytes], *, reseal: bool) -> bytes:
    """A bundle of the members; `reseal` makes the manifest fit again."""
    if reseal:
        manifest = json.loads(members["manifest.json"])
        own = {name: body for name, body in members.items() if name != "manifest.json"}
        manifest["members"] = {name: hashlib.sha256(body).hexdigest() for name, body in own.items()}
        members = own | {"manifest.json": json.dumps(manifest).encode()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def run(content: bytes, folder: Path) -> int:
    """The kernel's exit code for these bytes."""
    path = folder / "bundle.zip"
    path.write_bytes(content)
    return replay.main(str(path))


@pytest.mark.parametrize("paged", [False, True])
def test_our_bundles_are_accepted(tmp_path: Path, paged: bool) -> None:
    """What we write replays, with or without pages, and the same workpaper gives the same bytes."""
    content = to_bundle(make_workpaper(paged=paged))
    assert run(content, tmp_path) == 0
    assert to_bundle(make_workpaper(paged=paged)) == content


def test_command_exits_0_and_1(tmp_path: Path, bundle: bytes) -> None:
    """`tieout replay` says what it counted and exits 0; 1 for a bundle cut short."""
    (tmp_path / "good.zip").write_bytes(bundle)
    (tmp_path / "bad.zip").write_bytes(bundle[:-40])
    good = CliRunner().invoke(command, [str(tmp_path / "good.zip")])
    assert (good.exit_code, good.output.split(":")[0]) == (0, "accepted")
    assert "22 figures, 14 ticks, 3 findings" in good.output
    bad = CliRunner().invoke(command, [str(tmp_path / "bad.zip")])
    assert (bad.exit_code, bad.output.split(":")[0]) == (1, "rejected")


@pytest.mark.parametrize("content", [b"not a zip", b"", pack({"a.txt": b"x"}, reseal=False)])
def test_what_is_no_bundle_exits_2(tmp_path: Path, content: bytes) -> None:
    """One sentence that names the file and how a bundle is made; so does a file that is not there."""
    (tmp_path / "other.zip").write_bytes(content)
    told = CliRunner().invoke(command, [str(tmp_path / "other.zip")])
    assert told.exit_code == 2
    assert "no evidence bundle" in told.output
    assert replay.main(str(tmp_path / "absent.zip")) == 2


def test_signed_bundles_replay_and_a_moved_signature_does_not(tmp_path: Path) -> None:
    """A sign-off holds for the evidence it names: copied into another bundle it is rejected, hashes made to fit or not."""
    paper = make_workpaper()
    signed = sign(paper, [], [("preparer", "A. Chan"), ("reviewer", "B. Wong")], "2026-01-31T10:00:00+00:00")
    content = to_bundle(signed)
    assert run(content, tmp_path) == 0
    members = unpack(content)
    assert [s["by"] for s in json.loads(members["signoffs.json"])] == ["A. Chan", "B. Wong"]
    other = unpack(to_bundle(replace(paper, version="9.9.9")))
    assert run(pack(other | {"signoffs.json": members["signoffs.json"]}, reseal=True), tmp_path) == 1
    assert to_bundle(replace(paper, signoffs=())) == to_bundle(paper)


def test_kernel_is_small_and_alone() -> None:
    """At most 300 lines; imports nothing but the standard library, nothing of ours."""
    source = KERNEL.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            assert all(name.name.split(".")[0] in sys.stdlib_module_names for name in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert (node.module or "").split(".")[0] in sys.stdlib_module_names


def test_kernel_knows_every_formula_that_ticks() -> None:
    """A formula the model gains must be taught to the kernel: each one but direction words, which leave no tick."""
    source = KERNEL.read_text("utf-8")
    assert [f for f in get_args(Formula) if f'"{f}"' not in source] == ["direction"]


quantities = st.builds(
    Quantity,
    number=st.decimals(-9999, 9999, places=1),
    decimals=st.just(1),
    unit=st.sampled_from([None, "CNY", "%", "pp", "bp", "x"]),
    scale=st.sampled_from([0, 0, 0, 3]),
    approximation=st.sampled_from([None, None, None, "about", "over", "under"]),
)


@given(
    formula=st.sampled_from(["sum", "equal", "difference", "points", "growth", "ratio", "multiple", "stated"]),
    drawn=st.lists(quantities, min_size=3, max_size=4),
    coefficients=st.lists(st.sampled_from(["1", "1", "-1", "0.5"]), min_size=4, max_size=4),
    magnitude=st.booleans(),
    near=st.integers(-2, 2),
)
@settings(max_examples=600, deadline=None)
def test_the_kernel_and_the_judge_agree(
    formula: Formula, drawn: list[Quantity], coefficients: list[str], magnitude: bool, near: int
) -> None:
    """On relations that hold, nearly hold or fail, the two pieces of arithmetic, which share no code, say the same."""
    result, *parts = drawn
    if formula not in ("sum", "equal"):
        parts = parts[:2]
    terms = tuple(Term(str(k), Decimal(c)) for k, (_, c) in enumerate(zip(parts, coefficients, strict=False)))
    relation = Relation("F101", formula, terms, "why", "r", expected=Decimal(5), magnitude=magnitude)
    figures = {str(k): make_figure(str(k), q) for k, q in enumerate(parts)}
    first = fit_relation(relation, figures | {"r": make_figure("r", result)})
    if first is not None and first.computed.is_finite():
        printed = round(first.computed.scaleb(-result.scale), 1) + Decimal(near) / 10
        result = replace(result, number=printed)
    figures["r"] = make_figure("r", result)
    fit = fit_relation(relation, figures)
    records = {name: make_record(figure) for name, figure in figures.items()}
    told = {
        "formula": formula, "result": "r", "terms": [[t.figure, str(t.coefficient)] for t in terms],
        "expected": "5", "magnitude": magnitude, "explanation": None,
    }  # fmt: skip
    verdict = replay.redo(told, records)
    assert verdict == ("unknown" if fit is None else fit.verdict)


def make_figure(name: str, quantity: Quantity) -> Figure:
    """A figure anywhere."""
    return Figure(name, "d", Span("l", "q", (Segment(0, 1),)), quantity)


def make_record(figure: Figure) -> dict[str, Any]:
    """The figure as a bundle states it."""
    quantity = figure.quantity
    return {
        "number": format(quantity.number, "f"), "decimals": quantity.decimals, "unit": quantity.unit,
        "scale": quantity.scale, "approximation": quantity.approximation,
    }  # fmt: skip


def test_any_changed_byte_of_any_member_is_rejected(tmp_path: Path, bundle: bytes) -> None:
    """One byte changed in a member, the manifest left alone: rejected, for 40 seeded places in every member."""
    members = unpack(bundle)
    dice = random.Random(11)
    for name, body in members.items():
        for _ in range(40):
            at = dice.randrange(len(body))
            changed = body[:at] + bytes([body[at] ^ (1 << dice.randrange(8))]) + body[at + 1 :]
            unchanged = name == "manifest.json" and b'"version"' in body[max(0, at - 14) : at + 20]
            assert run(pack(members | {name: changed}, reseal=False), tmp_path) == 1 or unchanged, (name, at)


def test_any_changed_byte_of_the_archive_is_rejected_or_means_nothing(tmp_path: Path, bundle: bytes) -> None:
    """A byte changed in the zip itself is rejected unless every member still reads the same."""
    dice = random.Random(12)
    for _ in range(300):
        at = dice.randrange(len(bundle))
        changed = bundle[:at] + bytes([bundle[at] ^ (1 << dice.randrange(8))]) + bundle[at + 1 :]
        if run(changed, tmp_path) == 0:
            assert unpack(changed) == unpack(bundle)


def entry(items: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The first entry with these fields."""
    return next(i for i in items if all(i[k] == v for k, v in wanted.items()))


def bump(text: str) -> str:
    """The text with its last digit changed."""
    return text[:-1] + str((int(text[-1]) + 3) % 10)


CHANGES: dict[str, tuple[str, Change]] = {
    "a number": ("figures", lambda f: entry(f, quote="804.1").update(number="814.1")),
    "a sign": ("figures", lambda f: entry(f, quote="(782.8)").update(number="782.8")),
    "decimals": ("figures", lambda f: entry(f, quote="1,204.5").update(decimals=-2)),
    "a scale": ("figures", lambda f: entry(f, quote="1,204.5").update(scale=3)),
    "an approximation": ("figures", lambda f: entry(f, quote="373.0").update(approximation="under")),
    "a quote": ("figures", lambda f: entry(f, quote="804.1").update(quote="804.7", number="804.7")),
    "a place": ("figures", lambda f: entry(f, quote="804.1").update(segments=[[0, 5]])),
    "a layer": ("figures", lambda f: f[0].update(layer="0" * 16)),
    "a document": ("figures", lambda f: f[0].update(document=f[-1]["document"])),
    "untested made tied": ("figures", lambda f: entry(f, state="untested").update(state="tied")),
    "differs made tied": ("figures", lambda f: entry(f, state="differs").update(state="tied")),
    "rounding made tied": ("figures", lambda f: entry(f, state="rounding").update(state="tied")),
    "tied made untested": ("figures", lambda f: entry(f, state="tied").update(state="untested")),
    "a reason": ("figures", lambda f: entry(f, state="untested").update(reason="nobody asked")),
    "a figure dropped": ("figures", lambda f: f.pop()),
    "a figure doubled": ("figures", lambda f: f.append(dict(f[0]))),
    "a coefficient": ("relations", lambda r: r[0]["terms"][0].__setitem__(1, "-1")),
    "a formula": ("relations", lambda r: entry(r, formula="growth").update(formula="ratio")),
    "an unknown formula": ("relations", lambda r: r[0].update(formula="magic")),
    "a term dropped": ("relations", lambda r: r[0]["terms"].pop()),
    "a term changed": ("relations", lambda r: r[0]["terms"][0].__setitem__(0, r[1]["terms"][1][0])),
    "a result": ("relations", lambda r: r[0].update(result=r[1]["result"])),
    "a code": ("relations", lambda r: r[0].update(code="F109")),
    "relations dropped": ("relations", lambda r: r.clear()),
    "a tick's verdict": ("ticks", lambda t: entry(t, verdict="rounding").update(verdict="agrees")),
    "a tick's other verdict": ("ticks", lambda t: entry(t, verdict="agrees").update(verdict="rounding")),
    "a tick's code": ("ticks", lambda t: t[0].update(code="G201")),
    "a tick's figure": ("ticks", lambda t: t[0].update(figure=t[3]["figure"])),
    "a tick's partners": ("ticks", lambda t: t[0]["partners"].pop()),
    "a tick's relation": ("ticks", lambda t: t[0].update(relation=len(t))),
    "a tick for a failure": ("ticks", lambda t: t[0].update(relation=1)),
    "ticks dropped": ("ticks", lambda t: t.clear()),
    "a finding dropped": ("findings", lambda f: f.pop(0)),
    "a finding's verdict": ("findings", lambda f: entry(f, verdict="differs").update(verdict="question")),
    "a finding's printed number": ("findings", lambda f: f[0].update(printed=bump(f[0]["printed"]))),
    "a finding's expected number": ("findings", lambda f: f[0].update(expected=bump(f[0]["expected"]))),
    "a finding's difference": ("findings", lambda f: f[0].update(difference=bump(f[0]["difference"]))),
    "a finding's place": ("findings", lambda f: f[0]["segments"][0].__setitem__(0, 3)),
    "a finding's partner": ("findings", lambda f: f[0]["partners"][0].update(quote="9")),
    "a finding for what holds": ("findings", lambda f: f[0].update(fails=[0])),
    "coverage": ("evidence", lambda e: e["coverage"].update(tied=e["coverage"]["tied"] + 1)),
    "an input": ("evidence", lambda e: e["inputs"].pop()),
    "a layer's hash": ("evidence", lambda e: e["documents"][0]["layers"][0].update(sha256="0" * 64)),
    "a document dropped": ("evidence", lambda e: e["documents"].pop()),
    "the evidence emptied": ("evidence", lambda e: e.clear()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_meaning_is_rejected_even_with_a_new_manifest(tmp_path: Path, bundle: bytes, name: str) -> None:
    """What was changed is found by re-reading and by arithmetic alone: the hashes were made to fit again."""
    member, change = CHANGES[name]
    members = unpack(bundle)
    value = json.loads(members[f"{member}.json"])
    change(value)
    body = json.dumps(value).encode()
    assert json.loads(body) != json.loads(members[f"{member}.json"])
    assert run(pack(members | {f"{member}.json": body}, reseal=True), tmp_path) == 1


def test_any_changed_digit_of_a_text_is_rejected_even_with_a_new_manifest(tmp_path: Path, bundle: bytes) -> None:
    """A digit changed in a text layer no longer has the layer's hash in its id."""
    members = unpack(bundle)
    layers = [name for name in members if name.startswith("layers/")]
    assert len(layers) == 2
    for name in layers:
        body = members[name].replace(b"1,204.5", b"1,204.6").replace(b"1,245.0", b"1,245.1")
        assert run(pack(members | {name: body}, reseal=True), tmp_path) == 1


def test_members_added_removed_or_doubled_are_rejected(tmp_path: Path, bundle: bytes) -> None:
    """The archive holds what the manifest lists: nothing more, less or twice."""
    members = unpack(bundle)
    assert run(pack(members | {"more.txt": b"x"}, reseal=False), tmp_path) == 1
    for name in members:
        assert run(pack({k: v for k, v in members.items() if k != name}, reseal=False), tmp_path) == 1
    buffer = io.BytesIO(bundle)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("ticks.json", members["ticks.json"])
    assert run(buffer.getvalue(), tmp_path) == 1


JUNK: list[Any] = [None, -1, 10**9, "", "x", [], {}, True, 1.5, "NaN", "Infinity", "9e999999", ["x"], {"a": 1}]


def put_junk(value: Any, dice: random.Random) -> Any:
    """The JSON value with one leaf or branch replaced by something of another kind."""
    if isinstance(value, dict) and value and dice.random() < 0.85:
        key = dice.choice(sorted(value))
        return value | {key: put_junk(value[key], dice)}
    if isinstance(value, list) and value and dice.random() < 0.85:
        at = dice.randrange(len(value))
        return [*value[:at], put_junk(value[at], dice), *value[at + 1 :]]
    return dice.choice([junk for junk in JUNK if junk != value])


def test_malformed_evidence_never_ends_in_a_traceback(tmp_path: Path, bundle: bytes) -> None:
    """Any value of any member replaced by one of another kind, hashes made to fit: 0 or 1, never an exception."""
    members = unpack(bundle)
    dice = random.Random(13)
    codes = []
    for _ in range(400):
        name = dice.choice([n for n in members if n.endswith(".json")])
        body = json.dumps(put_junk(json.loads(members[name]), dice)).encode()
        try:
            sealed = pack(members | {name: body}, reseal=name != "manifest.json")
        except (AttributeError, TypeError):
            continue
        codes.append(run(sealed, tmp_path))
    assert set(codes) <= {0, 1}
    assert codes.count(1) > 250
    deep = pack(members | {"ticks.json": b"[" * 100_000 + b"]" * 100_000}, reseal=True)
    assert run(deep, tmp_path) == 1


def test_a_reason_is_printed(tmp_path: Path, bundle: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    """Each thing that does not hold is one line that names it."""
    members = unpack(bundle)
    figures = json.loads(members["figures.json"])
    entry(figures, quote="804.1")["number"] = "814.1"
    assert run(pack(members | {"figures.json": json.dumps(figures).encode()}, reseal=True), tmp_path) == 1
    said = capsys.readouterr().out
    assert "'804.1' does not print 814.1" in said
    assert "the arithmetic gives differs, the tick says agrees" in said


def test_ticks_and_findings_of_every_check_replay(tmp_path: Path) -> None:
    """The bundle of every case of every check is accepted: no kind of tick or finding is unknown to the kernel."""
    rooms = set()
    for file in sorted((Path(__file__).parent / "cases").glob("*.yml")):
        for case, body in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if "text" not in body:
                continue
            texts = body["text"] if isinstance(body["text"], list) else [body["text"]]
            paper = check_texts(*texts, ledger=body.get("ledger"))
            rooms |= {t.code for t in paper.ticks} | {f.code for f in paper.findings}
            assert run(to_bundle(paper), tmp_path) == 0, f"{file.stem}: {case}"
    assert len(rooms) > 25
