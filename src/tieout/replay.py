"""An independent kernel: reads an evidence bundle again and redoes every tick. Standard library only; shares no code.

It trusts nothing but the text layers: every member must have the hash the manifest states, every place must re-read to
its quote, every number must be the one its quote prints, and every tick's arithmetic must come out as the tick says.
It does not judge whether the relations are the right ones to test, nor units, scales and words like "about".

    python replay.py BUNDLE        exit 0: everything holds; 1: something does not, each said in a line; 2: no bundle
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from decimal import Decimal, InvalidOperation, localcontext
from typing import Any

SCHEMA = "tieout/bundle/1"
LIMIT_BYTES = 1 << 30
STATES = ("tied", "rounding", "differs", "question", "unsupported", "untested")
LISTS = ("figures", "relations", "ticks", "findings")
Range = tuple[Decimal, Decimal]
Record = dict[str, Any]
Records = dict[str, Record]
INFINITY, ZERO, MARKS = Decimal("Infinity"), Decimal(0), re.compile("(?<=[0-9])[⁰¹²³⁴-⁹]+")
NO_RELATION: Record = {"code": None, "result": None, "terms": ()}


class Rejected(Exception):
    """The bundle cannot be replayed at all; the reason is one sentence. For what is no bundle it is an OSError."""


BROKEN = (Rejected, OSError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError)


def replay(path: str) -> tuple[list[str], dict[str, int]]:
    """What does not hold (empty: everything does) and what was counted; raises Rejected for what is no bundle."""
    members = read_members(path)
    evidence = load(members, "evidence.json")
    lists = {name: load(members, f"{name}.json") for name in LISTS}
    texts = read_layers(members, evidence)
    wrong, figures, in_words = list[str](), Records(), 0
    for figure in lists["figures"]:
        if figure["id"] in figures:
            wrong.append(f"figure {figure['id']} stands twice")
        figures[figure["id"]] = figure
        told, read = check_number(figure)
        wrong += check_place(texts, figure, f"figure {figure['id']}") + told
        in_words += not read
    wrong += check_ticks(lists["ticks"], lists["relations"], figures)
    wrong += check_findings(lists["findings"], lists["relations"], figures, texts)
    wrong += check_states(lists["ticks"], lists["findings"], figures)
    wrong += check_evidence(evidence, figures, lists["findings"], members)
    counts = {name: len(lists[name]) for name in LISTS if name != "relations"}
    return wrong, counts | {"layers": len(texts), "in words": in_words}


def read_members(path: str) -> dict[str, bytes]:
    """Every member of the archive, its hash compared with the manifest; nothing more and nothing less than it lists."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            twice = len({e.filename for e in entries}) != len(entries)
            if twice or sum(e.file_size for e in entries) > LIMIT_BYTES:
                raise Rejected("a member stands twice in the archive, or it unpacks to more than 1 GiB")
            members = {e.filename: archive.read(e) for e in entries}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, struct.error) as error:
        with open(path, "rb") as file:
            if file.read(2) != b"PK":
                raise OSError(f"{path} is no evidence bundle: write one with check --format bundle") from None
        raise Rejected(f"the archive cannot be read ({type(error).__name__})") from None
    if not members.keys() & {"manifest.json", "evidence.json", "ticks.json"}:
        raise OSError(f"{path} is no evidence bundle: write one with check --format bundle")
    manifest = load(members, "manifest.json")
    if manifest.get("schema") != SCHEMA:
        raise Rejected(f"the manifest's schema is not {SCHEMA}")
    listed = manifest.get("members", {})
    found = {name: hashlib.sha256(body).hexdigest() for name, body in members.items() if name != "manifest.json"}
    if changed := sorted(name for name in {*listed, *found} if listed.get(name) != found.get(name)):
        raise Rejected(f"{changed[0]}: it is not what the manifest lists")
    return members


def load(members: dict[str, bytes], name: str) -> Any:
    """A member as JSON; a key that stands twice is refused."""

    def pairs(items: list[tuple[str, Any]]) -> Record:
        if len({key for key, _ in items}) != len(items):
            raise Rejected(f"{name}: a key stands twice")
        return dict(items)

    if name not in members:
        raise Rejected(f"{name} is missing")
    try:
        return json.loads(members[name].decode("utf-8"), object_pairs_hook=pairs)
    except ValueError:
        raise Rejected(f"{name} is not JSON") from None


def read_layers(members: dict[str, bytes], evidence: Record) -> dict[str, str]:
    """Every text layer by id; its id must be the hash of its text."""
    texts = {}
    for document in evidence["documents"]:
        for layer in document["layers"]:
            body = members.get(f"layers/{layer['id']}.txt")
            digest = hashlib.sha256(body or b"").hexdigest()
            if body is None or digest != layer["sha256"] or not layer["id"].startswith(digest[:16]):
                raise Rejected(f"layer {layer['id']}: the text is not the one that was read")
            texts[layer["id"]] = body.decode("utf-8", "surrogatepass")
    return texts


def check_place(texts: dict[str, str], thing: Record, name: str) -> list[str]:
    """The quote must be the layer's text from the first segment to the last."""
    text, segments = texts.get(thing["layer"]), thing["segments"]
    if text is None or not segments or any(not 0 <= start <= end <= len(text) for start, end in segments):
        return [f"{name}: its place is in no layer"]
    again = text[segments[0][0] : segments[-1][1]]
    return [] if again == thing["quote"] else [f"{name}: its place re-reads {again!r}, not {thing['quote']!r}"]


def check_number(figure: Record) -> tuple[list[str], bool]:
    """The number must be the one digit run its quote prints; False where it is written otherwise (in words)."""
    quote, number = unicodedata.normalize("NFKC", MARKS.sub(" ", figure["quote"])), Decimal(figure["number"])
    runs = list(re.finditer(r"\.?\d(?:[\d,.'’\s]*\d)?", quote))
    if len(runs) != 1:
        return [], False
    wrong, shown = list[str](), len(figure["number"].partition(".")[2])
    coarse = figure["decimals"] < 0 == shown and number % Decimal(1).scaleb(-figure["decimals"]) == 0  # trailing zeros
    if abs(number) not in readings(runs[0].group()) or not (coarse or figure["claimed"] or shown == figure["decimals"]):
        wrong.append(f"figure {figure['id']}: {figure['quote']!r} does not print {figure['number']}")
    minus = any(sign in quote[: runs[0].start()] for sign in "(-−–‐‑—△▲")
    if number != 0 and (number < 0) != (minus != figure["negated"]):
        wrong.append(f"figure {figure['id']}: the sign of {figure['number']} is not that of {figure['quote']!r}")
    return wrong, True


def readings(run: str) -> set[Decimal]:
    """A run of digits read with points or with commas as the decimal mark, and with neither."""
    bare = re.sub(r"[\s'’]", "", run)
    texts = (bare.replace(",", ""), bare.replace(".", "").replace(",", "."), re.sub(r"[.,]", "", bare))
    return {Decimal(text) for text in texts if text.count(".") <= 1}


def check_ticks(ticks: list[Record], relations: list[Record], figures: Records) -> list[str]:
    """Each tick names a relation that holds its figure and partners and whose arithmetic gives the tick's verdict."""
    wrong = []
    for number, tick in enumerate(ticks):
        name = f"tick {number} ({tick['code']})"
        relation = relations[tick["relation"]] if 0 <= tick["relation"] < len(relations) else NO_RELATION
        inside = sorted([*([relation["result"]] if relation["result"] else []), *(t[0] for t in relation["terms"])])
        if relation["code"] != tick["code"] or sorted({tick["figure"], *tick["partners"]}) != sorted(set(inside)):
            wrong.append(f"{name}: its figures are not those of its relation")
        elif any(member not in figures for member in inside):
            wrong.append(f"{name}: a figure is missing")
        elif tick["verdict"] not in ("agrees", "rounding") or redo(relation, figures) != tick["verdict"]:
            wrong.append(f"{name}: the arithmetic gives {redo(relation, figures)}, the tick says {tick['verdict']}")
    return wrong


def redo(relation: Record, figures: Records) -> str:
    """The verdict of a relation by interval arithmetic on the printed digits: agrees, rounding, differs or unknown."""
    with localcontext() as context:
        context.prec = 60
        try:
            computed, reach = compute(relation, figures)
        except (ZeroDivisionError, InvalidOperation, IndexError, KeyError, TypeError):
            return "unknown"
        result = figures[relation["result"]]
        value, printed = value_of(result), range_of(result)
        if relation["magnitude"] and value != 0 and (computed < 0) != (value < 0):
            computed, reach = -computed, (-reach[1], -reach[0])
        if printed[0] <= computed <= printed[1] or (relation["formula"] == "equal" and reach[0] <= value <= reach[1]):
            return "agrees"
        return "rounding" if printed[0] <= reach[1] and reach[0] <= printed[1] else "differs"


def compute(relation: Record, figures: Records) -> tuple[Decimal, Range]:
    """What the terms come to, from the printed values and as a range; per cent for percentages."""
    formula, unit = relation["formula"], figures[relation["result"]]["unit"]
    if formula in ("count", "stated"):
        expected = Decimal(relation["expected"])
        return expected, (expected, expected)
    terms = [(figures[f], Decimal(c)) for f, c in relation["terms"]]
    rough = len(terms) > 1 and any(f["approximation"] for f, _ in terms)
    values, ranges = [value_of(f) for f, _ in terms], [range_of(f, rough) for f, _ in terms]
    if formula in ("sum", "equal"):
        parts = [sorted(ZERO if c == 0 else edge * c for edge in r) for r, (_, c) in zip(ranges, terms, strict=True)]
        total = sum((v * c for v, (_, c) in zip(values, terms, strict=True)), ZERO)
        return total, (sum((p[0] for p in parts), ZERO), sum((p[1] for p in parts), ZERO))
    (a_low, a_high), (b_low, b_high) = ranges[0], ranges[1]
    if formula in ("points", "difference"):
        factor = Decimal(100 if unit == "bp" and formula == "points" else 1)
        return (values[0] - values[1]) * factor, ((a_low - b_high) * factor, (a_high - b_low) * factor)
    times: Decimal = {"growth": Decimal(1), "ratio": terms[0][1], "multiple": Decimal(1)}[formula]
    if b_low <= 0 <= b_high:
        raise ZeroDivisionError
    quotients = [ZERO if b.is_infinite() else a / b for a in (a_low, a_high) for b in (b_low, b_high)]
    less, factor = Decimal(formula == "growth"), Decimal({"%": 100, "pp": 100, "bp": 10_000}.get(unit, 1)) * times
    low, high = sorted((q - less) * factor for q in (min(quotients), max(quotients)))
    return (values[0] / values[1] - less) * factor, (low, high)


def value_of(figure: Record) -> Decimal:
    """The printed value in whole units."""
    return Decimal(figure["number"]).scaleb(figure["scale"])


def range_of(figure: Record, rough: bool = False) -> Range:
    """All values the digits may stand for: half a unit of the last to each side, wider if approximate or `rough`."""
    value, number = value_of(figure), Decimal(figure["number"])
    half = Decimal(1).scaleb(figure["scale"] - figure["decimals"]) / 2
    told = "about" if rough else figure["approximation"]
    if told == "about":
        exponent = int(number.normalize().as_tuple().exponent) if number else 0
        half = max(half, Decimal(1).scaleb(exponent + figure["scale"]) / 2)
    return (-INFINITY if told == "under" else value - half, INFINITY if told == "over" else value + half)


def check_findings(findings: list[Record], relations: list[Record], figures: Records, texts: Record) -> list[str]:
    """Each finding's place re-reads, what it calls printed is its figure's number, and its relations really fail."""
    wrong = []
    for finding in findings:
        name = f"finding {finding['id']}"
        for thing in (finding, *finding["partners"]):
            wrong += check_place(texts, thing, name if thing is finding else f"a partner of {name}")
        printed, expected, difference = (amount(finding[k]) for k in ("printed", "expected", "difference"))
        figure = figures.get(finding["figure"] or "")
        if finding["figure"] and (figure is None or printed not in (None, Decimal(figure["number"]))):
            wrong.append(f"{name}: {finding['printed']} is not what its figure prints")
        for index in finding["fails"]:
            if not 0 <= index < len(relations) or redo(relations[index], figures) not in ("differs", "unknown"):
                wrong.append(f"{name}: the relation it calls failed holds")
        if figure is not None and printed is not None and expected is not None and difference is not None:
            gap = abs(abs(printed - expected) - abs(difference))
            if gap > Decimal(1).scaleb(-max(figure["decimals"], 0)):
                wrong.append(f"{name}: the difference is not printed less expected")
    return wrong


def amount(text: str | None) -> Decimal | None:
    """A plain decimal; None for words and for nothing."""
    return Decimal(text) if text and re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def check_states(ticks: list[Record], findings: list[Record], figures: Records) -> list[str]:
    """Tied needs an exact tick, rounding a tick that is none, a failing state a finding with that verdict."""
    ticked: dict[str, set[str]] = {}
    for tick in ticks:
        ticked.setdefault(tick["figure"], set()).add(tick["verdict"])
    told = {(f["figure"], f["verdict"]) for f in findings}
    wrong = []
    for name, figure in figures.items():
        state, marks = figure["state"], ticked.get(name, set())
        due = "tied" if "agrees" in marks else "rounding" if marks else "untested"
        fails = state in ("differs", "question", "unsupported") and ((name, state) in told or state == "unsupported")
        if state != due and not fails and (state is not None or marks):
            wrong.append(f"figure {name}: {state}, but its ticks and findings say otherwise")
    return wrong


def check_evidence(evidence: Record, figures: Records, findings: list[Any], members: dict[str, bytes]) -> list[str]:
    """Counts are those of the figures; places lie in their documents, documents in inputs; what was signed is here."""
    states = [f["state"] for f in figures.values() if f["state"] is not None]
    reasons = Counter(f["reason"] for f in figures.values() if f["state"] == "untested")
    due = {"numbers": len(states), **{s: states.count(s) for s in STATES}, "untested_by_reason": dict(reasons)}
    wrong = [] if evidence["coverage"] == due else ["coverage: its counts are not those of the figures"]
    layers = {d["id"]: {layer["id"] for layer in d["layers"]} for d in evidence["documents"]}
    strays = [t["id"] for t in (*figures.values(), *findings) if t["layer"] not in layers.get(t["document"], ())]
    strays += [d["id"] for d in evidence["documents"] if d["input"] not in [i["path"] for i in evidence["inputs"]]]
    wrong += [f"{name}: it is in no document or input that is listed" for name in strays]
    own = sorted((name, body) for name, body in members.items() if name not in ("manifest.json", "signoffs.json"))
    lines = "".join(f"{name} {hashlib.sha256(body).hexdigest()}\n" for name, body in own)
    signed = load(members, "signoffs.json") if "signoffs.json" in members else []
    digest = hashlib.sha256(lines.encode()).hexdigest()
    return wrong + [f"{s['by']} signed another bundle as {s['role']}" for s in signed if s["evidence"] != digest]


def main(path: str) -> int:
    """Replay and say what came of it; 0 when everything holds, 1 when something does not, 2 for what is no bundle."""
    try:
        wrong, counts = replay(path)
    except BROKEN as error:
        told = isinstance(error, (Rejected, OSError))
        print(f"rejected: {error if told else f'malformed evidence ({type(error).__name__})'}")
        return 2 if isinstance(error, OSError) else 1
    said = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    print(*wrong[:50], sep="\n", end="\n" if wrong else "")
    print(f"{'rejected' if wrong else 'accepted'}: {said}; {len(wrong):,} do not hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
