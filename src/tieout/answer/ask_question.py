"""A question taken apart: what is asked for, of which years, as a value, a change, a ratio, a list, a policy or a passage."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from tieout.concepts import all_concepts, find_concept, find_mentions, get_concept
from tieout.concepts.words import fold
from tieout.numbers.chinese import parse_numeral

Wanted = Literal["value", "change", "difference", "formula", "list", "policy", "passage"]
Form = Literal["percent", "times", "money", "days"]
_YEAR = re.compile(r"(?:\b(?:fy|cy)\s?'?)?(?<![\d.])((?:19|20)\d\d)(?!\d|[.,]\d)", re.I)
_SHORT_YEAR = re.compile(r"\bfy\s?'?(\d\d)\b", re.I)
_ZH_YEAR = re.compile(r"([二一][零〇○九0][零〇○一二三四五六七八九]{2})年")
_GROWTH = re.compile(
    r"year[- ]over[- ]year|\byoy\b|\bgrowth\b|\bgrow\b|\bgrew\b|rate of (?:increase|change)|how fast did|增长|增長|增幅|同比|变动率",
    re.I,
)
_CHANGE = re.compile(
    r"how much did .{2,80}\b(?:change|grow|increase|decrease|rise|fall|drop|decline|improve)|increase|decrease|change in|changed?\b|difference|by how much (?:did|has)|decline|变动|变化|下降|上升|增加|减少|差额",
    re.I,
)
_COMPARES = re.compile(
    r"^\s*(?:please )?compare\b|^\s*(?:did|has|have|was|were|is|are)\b.{3,90}\b(?:increase|decrease|rise|fall|grow|decline|improve|go (?:up|down)|higher|lower)\b"
    r"|^\s*(?:请)?(?:比较|对比)|是否(?:增加|增长|减少|下降|上升|提高|高于|低于)|(?:增加|上升|增长|提高)(?:了)?还是(?:减少|下降|降低)",
    re.I,
)
"""Two years side by side, and which way it went."""
_COMPARE_WORDS = re.compile(
    r"\b(?:please|compared?|comparison|increased?|decreased?|rise|fall|grow|decline|improve|go (?:up|down)|higher|lower|or|than)\b"
    r"|(?:19|20)\d\d年度?|[和与及的了]|比较|对比|是否|增加|增长|减少|下降|上升|提高|降低|高于|低于|还是|请",
    re.I,
)
_THAN = re.compile(r"\bthan\b", re.I)
_AVERAGE = re.compile(
    r"(?:\d|two|three|four|five)[- ]year average|(?<!weighted )(?<!weighted-)\baverage\b(?! (?:number|price|life|share|rate|cost))|平均",
    re.I,
)
_LIST = re.compile(
    r"^\s*(?:list|name|enumerate)\b|分(?:地区|产品|行业|业务).{0,4}收入|收入.{0,2}(?:分布|来自哪)|(?:revenue|sales) by \w+|what (?:are|were) (?:the|its|their) .{0,30}(?:segments|regions|products|subsidiaries|business lines)|breakdown|by segment|by region|(?:收入|分部).{0,4}按.{1,6}(?:列示|划分|分类)|哪些(?:分部|业务|产品|地区)|列出|分部收入|构成",
    re.I,
)
_POLICY = re.compile(
    r"accounting polic|polic(?:y|ies) (?:on|for|regarding|about|concerning)\b|(?:how|when) (?:is|are|does|do) .{0,60}(?:recogni[sz]|measur|depreciat|amorti[sz]|account(?:ed)? for|impair|valued\b|stated\b|carried\b|translated\b|capitali[sz])|会计政策|如何(?:确认|计量|计价|折旧|摊销|核算)|折旧方法|useful li[fv]e",
    re.I,
)
_NUMERIC = re.compile(
    r"how (?:much|many)|what (?:is|was|were|are) .{0,80}|amount|ratio|margin|rate|多少|几|金额|比率|率", re.I
)
_DEFINED = re.compile(
    r"(?:is|are)? ?(?:defined as|define[sd]? .{3,40}? as|计算公式为|公式[:：])\s*[:：]?\s*(?P<formula>[^?？]+?)(?:\.\s+(?=[A-Z])|\.?$|。)",
    re.I,
)
_MARGIN = re.compile(r"(?:percentage|percent|share|%) (?:of|margin)|百分比|占", re.I)
"""A share of something, not its growth."""
_PERCENT = re.compile(r"%|percent|margin|百分|率", re.I)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PREPOSITIONS = frozenset(
    [
        "for",
        "from",
        "in",
        "of",
        "to",
        "at",
        "by",
        "as",
        "is",
        "was",
        "were",
        "are",
        "on",
        "between",
        "during",
        "under",
        "with",
        "fy",
    ]
)
_NAMES = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of the catalogue, or one the question defines; `expression` over concept ids, `instead` where a row of it is not printed."""

    id: str
    expression: str
    form: Form
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a question asks. `concepts` in order of mention; `narrowing` words; `years` as named; `plain` is the text with
    short forms written out."""

    text: str
    wanted: Wanted
    concepts: tuple[str, ...]
    narrowing: tuple[str, ...]
    years: tuple[int, ...]
    formula: Formula | None = None
    average: bool = False
    percent: bool = False
    numeric: bool = False
    places: int | None = None
    changes: bool = False
    plain: str = ""
    compares: bool = False


@cache
def _catalogue() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((resources.files("tieout.answer") / "ask_formulas.yml").read_text("utf-8"))
    return loaded


def stand_ins(concept_id: str) -> tuple[str, ...]:
    """Concepts that may be shown where a document prints no row of the one asked for."""
    return (concept_id, *_catalogue()["stand_ins"].get(concept_id, ()))


def read_question(text: str) -> Question:
    """Take a question apart; anything may be typed."""
    plain = _write_out(text[:2000])
    folded = fold(plain)
    years = _find_years(fold(_asked_part(plain))) or _find_years(folded)
    formula = _find_formula(plain, folded)
    asked = _asked_part(plain)
    compares = _COMPARES.search(folded) is not None and formula is None
    if compares:
        asked = _COMPARE_WORDS.sub(" ", fold(asked))
        years = (years[0] + 1, years[0]) if len(years) == 1 and _THAN.search(folded) else years
    mentions = list(find_mentions(asked))
    concepts = tuple(dict.fromkeys(m.concept.id for m in mentions))
    narrowing = _narrowing(mentions[0].qualifiers) if mentions else ()
    places = re.search(r"round\w* (?:your answer |answer |it )?to (one|two|three|\d) decimal", plain, re.I)
    count = None if places is None else {"one": 1, "two": 2, "three": 3}.get(places[1].lower()) or int(places[1])
    bare = asked
    for mention in reversed(mentions):
        bare = bare[: mention.start] + " " + bare[mention.end :]
    if concepts and _HEAD.search(fold(asked[: mentions[0].start])) and formula is None:
        concepts = ()
    wanted = "change" if compares and concepts else _choose(folded, fold(bare), concepts, formula)
    return Question(
        text, wanted, concepts, narrowing, years, formula, bool(_AVERAGE.search(fold(asked))), bool(_PERCENT.search(folded)),
        bool(_NUMERIC.search(folded)), count, _CHANGE.search(fold(bare)) is not None,
        plain, compares and bool(concepts),
    )  # fmt: skip


_HEAD = re.compile(
    r"\b(?:loss(?:es)?|gains?|impairments?|depreciation|amorti[sz]ation|charges?|fees?|interest|income|expenses?|costs?|provisions?|allowances?|write-?downs?|additions?|disposals?"
    r"|proceeds|returns?|yields?|tax(?:es)?|effects?|impacts?|premiums?|discounts?|adjustments?)\b(?: \w+){0,5}? (?:on|from|of|to|for|in|against|related to|associated with)(?: (?:the|its|their|our|certain|company's))*\s*$",
    re.I,
)
"""What stands before a concept and is itself the thing asked for: an "impairment loss on" property, plant and equipment."""
_IDLE = frozenset(
    [
        "net",
        "total",
        "year",
        "end",
        "annual",
        "unadjusted",
        "gross",
        "our",
        "its",
        "the",
        "company",
        "group",
        "full",
        "reported",
        "consolidated",
        "shown",
        "amount",
        "fiscal",
        "ratio",
        "margin",
        "average",
        "annual",
        "change",
        "percentage",
        "did",
        "does",
        "do",
        "has",
        "have",
        "had",
        "much",
        "many",
    ]
)


def _asked_part(plain: str) -> str:
    """The question itself, without what leads up to it, brackets, and a definition that follows."""
    part = re.split(r"\b(?:is|are)?\s*defined as\b|\bdefine\b", plain, flags=re.I)[0]
    opened = list(re.finditer(r"\b(?:what|how|which)\b", part, re.I))
    part = part[opened[-1].start() :] if opened and not _HAN.search(part) else part
    return re.sub(r"\([^)]*\)", " ", part)


def _narrowing(qualifiers: tuple[str, ...]) -> tuple[str, ...]:
    """Words that narrow the concept: those before a preposition that are not idle."""
    kept: list[str] = []
    for word in qualifiers:
        if word in _PREPOSITIONS or not word[:1].isalnum():
            break
        if word not in _IDLE:
            kept.append(word)
    return tuple(kept)


def _write_out(text: str) -> str:
    for pattern, words in _catalogue()["short_forms"]:
        text = re.sub(pattern, words, text, flags=re.I if pattern.islower() else 0)
    return " ".join(text.split())


def _find_years(text: str) -> tuple[int, ...]:
    years = [(m.start(), int(m[1])) for m in _YEAR.finditer(text)]
    years += [(m.start(), 2000 + int(m[1])) for m in _SHORT_YEAR.finditer(text)]
    years += [(m.start(), int(str(parse_numeral(m[1].replace("○", "〇")) or 0))) for m in _ZH_YEAR.finditer(text)]
    named = list(dict.fromkeys(y for _, y in sorted(years) if 1900 <= y <= 2100))
    span = re.search(r"((?:19|20)\d\d)\s*(?:-|–|to|至|through)\s*(?:FY)?\s*((?:19|20)\d\d)", text)
    if span and int(span[1]) < int(span[2]) <= int(span[1]) + 10 and _AVERAGE.search(text):
        named = list(range(int(span[1]), int(span[2]) + 1))
    return tuple(named)


def _find_formula(plain: str, folded: str) -> Formula | None:
    defined = _DEFINED.search(plain)
    known = next((f for f in _catalogue()["formulas"] if re.search(f["names"], folded, re.I)), None)
    form: Form = known["as"] if known else ("percent" if _PERCENT.search(folded) else "times")
    if defined is not None and (known is None or re.search(known["names"], _defined_name(plain, defined), re.I)):
        expression = _read_definition(defined["formula"])
        if expression is not None:
            return Formula(known["id"] if known else "defined", expression, form)
    return None if known is None else Formula(known["id"], known["formula"], form, known.get("else"))


def find_formulas(text: str) -> tuple[str, ...]:
    """The ids of the ratios that a text names."""
    folded = fold(text)
    return tuple(f["id"] for f in _catalogue()["formulas"] if re.search(f["names"], folded, re.I))


def name_formula_parts(text: str) -> tuple[str, ...]:
    """The names of the amounts a ratio named in a text is worked out from: "gross margin" gives gross profit and revenue."""
    formula = _find_formula(text, fold(text))
    known = set(all_concepts())
    if formula is None:
        return ()
    concepts = [get_concept(c) for c in names_in(formula.expression) if c in known]
    if _HAN.search(text):
        return tuple(name.lstrip("-=") for c in concepts for name in c.names_zh[:2])
    return tuple(c.name for c in concepts)


def _defined_name(plain: str, defined: re.Match[str]) -> str:
    """What a definition names: the words before "is defined as" in its sentence, or between "define" and "as"."""
    before = re.split(r"[.?:](?:\s|$)", plain[: defined.start()])[-1]
    return f"{before} {plain[defined.start() : defined.start('formula')]}"


def _read_definition(text: str) -> str | None:
    """A definition in words as an expression; None where a part of it is no known concept."""
    text = re.sub(r"\[[^\]]*\]", " ", text)
    made: list[str] = []
    for part in re.split(r"([()/*+×÷]|\s[-–]\s)", text):
        piece = part.strip()
        if not piece:
            continue
        if piece in "()/*+×÷-–":
            made.append({"×": "*", "÷": "/", "–": "-"}.get(piece, piece))
            continue
        item = _read_item(piece)
        if item is None:
            return None
        made.append(item)
    expression = "".join(made)
    try:
        ast.parse(expression, mode="eval")
    except SyntaxError:
        return None
    return expression if any(c in expression for c in "/+-") else None


def _read_item(piece: str) -> str | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", piece):
        return piece
    words = re.sub(r"\b(?:between|from)\s+(?:fy|fiscal|\d).*$", " ", piece, flags=re.I)
    words = " ".join(re.sub(r"\b(?:fy|fiscal year|year)?\s*'?(?:19|20)\d\d\b", " ", words, flags=re.I).split())
    mode = "avg" if re.match(r"average\b", words, re.I) else "change" if re.match(r"change in\b", words, re.I) else ""
    words = re.sub(r"^(?:average|change in)\s+", "", words, flags=re.I)
    concept = find_concept(words)
    if concept is None:
        mentions = find_mentions(words)
        concept = mentions[0].concept if len(mentions) == 1 else None
    if concept is None:
        return None
    return f"{mode}({concept.id})" if mode else concept.id


def _choose(folded: str, asked: str, concepts: tuple[str, ...], formula: Formula | None) -> Wanted:
    """`asked` is the question without the names of the concepts: a "net decrease in cash" asks for no decrease."""
    if _POLICY.search(folded):
        return "policy"
    if _LIST.search(folded) and formula is None:
        return "list"
    if formula is not None:
        return "formula"
    if not concepts:
        return "passage"
    changes = _CHANGE.search(asked) is not None
    if _GROWTH.search(asked) or (changes and _PERCENT.search(asked) and not _MARGIN.search(asked)):
        return "change"
    if changes:
        return "difference"
    return "value"


def names_in(expression: str) -> tuple[str, ...]:
    """The concept ids an expression names, in order."""
    return tuple(dict.fromkeys(n for n in _NAMES.findall(expression) if n not in {"avg", "change"}))
