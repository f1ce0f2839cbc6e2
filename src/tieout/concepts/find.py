"""Which concept a label names, and which concepts running prose mentions. Precision first: no name, no concept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tieout.concepts.catalogue import Concept
from tieout.concepts.names import Entry, chinese_names, compact, english_names, read_tokens
from tieout.concepts.words import Token, blank_signs, fold, word_set

_LEAD = re.compile(
    r"^\s*(?:[(（]?(?:\d{1,2}|[ivx]{1,5}|[a-h]|[一二三四五六七八九十]{1,3})[)）.、．:：]\s*"
    r"|(?:less|add|plus|其中|减|減|加)\s*[:：]\s*|(?:non[\s-](?:IFRS|GAAP|HKFRS)s?|非[^:：]{2,12}准则|非[^:：]{2,12}準則)[^:：]{0,10}[:：]\s*|[•·●▪*†‡#\-–—]+\s*)",
    re.I,
)
_TAIL = re.compile(
    r"\s*(?:[(（]\s*(?:notes?\s*[\w(). ]{0,8}|附[注註][^)）]{0,8}|[\da-z]{1,2}|[ivx]{1,5}|(?:un)?audited"
    r"|(?:as )?restated|unaudited and restated|note|未经审核|未經審核|经审核|經審核|经重列|經重列|重述|已重列|%"
    r"|times?|days?|倍|天|日|元|元/股"
    r"|(?:in\s+)?(?:[A-Z]{0,3}[$€£¥]|RMB|CNY|USD|HKD|EUR|GBP|HK|US)?"
    r"\s*(?:['’‘]?000|millions?|thousands?|billions?|cents?|yuan)?"
    r"|(?:人民币|人民幣|港|美)?[千百万萬亿億]*元)\s*[)）]"
    r"|\s*[(（](?:in (?:\w+\.? ?){1,3} per (?:ordinary |common )?(?:share|unit|ads)"
    r"|in (?:shares|units|percent|percentages|days)|as a percent(?:age)?)[)）]"
    r"|[*†‡#^\u00b9\u00b2\u00b3\u2070-\u2079]+|(?<=[a-z\u4e00-\u9fff])\s?\d{1,2}(?=\s*$)|\s*[(（]以[^()（）]{1,14}列示[)）]|[:：.。])\s*$",
    re.I,
)
_DATED = re.compile(
    r"\s+(?:ended|ending|as (?:at|of)|at) (?:\d{1,2} [A-Z]\w+|[A-Z]\w+\.? \d{1,2})(?:,? \d{4})?$",
    re.I,
)
_LEADING_NEUTRAL = word_set("total group our consolidated its company aggregate reported overall")
_TRAILING_NEUTRAL = (
    ("for", "period"), ("at", "end", "of", "period"), ("end", "of", "period"), ("of", "group"), ("during", "period"),
    ("total",), ("at", "period", "end"), ("of", "period"), ("as", "reported"), ("in", "total"),
)  # fmt: skip
_HEAD_ENDS = word_set(
    "of for from on in to by per attributable under with at before after as excluding including due held related"
    " relating arising generated derived"
)
_ZH_LEADING = (
    "本集团", "本公司", "集团", "我们", "公司", "合并", "总", "本期", "本年度", "报告期内", "期内", "年内",
    "全年实现", "全年录得", "全年", "实现", "录得",
)  # fmt: skip
_ZH_TRAILING = ("合计", "总计", "总额", "小计", "金额")
_PARENTHETIC_LOSS = re.compile(r"[(（]\s*(?:loss|losses|亏损|虧損)\s*[)）]", re.I)

_HAN, _LATIN = r"[\u4e00-\u9fff][\u4e00-\u9fff（）()、，／/－\-]*", r"[A-Za-z][A-Za-z&,'’()/\- ]{2,}"
_HALVES = re.compile(rf"(?P<zh>{_HAN})[\s/／|]+(?P<en>{_LATIN})|(?P<en_first>{_LATIN}?)[\s/／|]+(?P<zh_last>{_HAN})")
_RAISED = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079\u1d43\u1d47\u1d48\u1d49\u1d9c]+\s*$")


@dataclass(frozen=True, slots=True)
class Match:
    """A label's concept. `sign` -1: the label counts it downwards ("loss for the year", "net cash used in"): a positive
    number means a negative value, see `orient`. `qualifiers`: what the label says beyond the concept's name."""

    concept: Concept
    sign: int = 1
    qualifiers: tuple[str, ...] = ()


def orient(sign: int, value: int | Decimal) -> int:
    """Which way a printed number counts: +1 or -1 to multiply it by.

    A loss printed as 120 and a loss printed in brackets as (120) are both -120: under a label of sign -1 a negative
    number is already turned round. `value` is the number or its sign.
    """
    return -1 if sign < 0 and value > 0 else 1


def find_concept(label: str, *, instant: bool | None = None, per_cent: bool | None = None) -> Concept | None:
    """The concept a label names and nothing else; None when a word is left over or the name has several meanings.

    `instant` says whether the value beside the label is a balance (True) or a flow (False), `per_cent` whether it is
    a percentage, where that is known: "Gross margin" names the amount or the rate.
    """
    match = match_label(label, instant=instant, per_cent=per_cent)
    return match.concept if match is not None and not match.qualifiers else None


def find_qualified(
    label: str, *, instant: bool | None = None, per_cent: bool | None = None
) -> tuple[Concept, tuple[str, ...]] | None:
    """The concept at the head of a label and the words that narrow it ("revenue", ("smart", "city"))."""
    match = match_label(label, instant=instant, per_cent=per_cent)
    return None if match is None else (match.concept, match.qualifiers)


@lru_cache(maxsize=20_000)
def match_label(label: str, *, instant: bool | None = None, per_cent: bool | None = None) -> Match | None:
    """The concept, sign and qualifiers of a label; None when no concept's name is its head."""
    text = _strip_marks(unicodedata.normalize("NFKC", _RAISED.sub("", label)))
    if not text:
        return None
    if any("\u4e00" <= c <= "\u9fff" for c in text):
        known = _Known(instant, per_cent)
        return _match_both(text, known) or _match_chinese(text, known)
    match = _match_english(text, _Known(instant, per_cent))
    if match is not None and match.sign < 0 and _PARENTHETIC_LOSS.search(blank_signs(text)):
        return Match(match.concept, 1, match.qualifiers)
    return match


def _strip_marks(label: str) -> str:
    text = label.strip()
    for pattern in (_LEAD, _TAIL, _DATED, _TAIL):
        before = None
        while before != text:
            before, text = text, pattern.sub("", text).strip()
    return text


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the value beside a label."""

    instant: bool | None = None
    per_cent: bool | None = None

    def without_instant(self) -> _Known:
        return _Known(None, self.per_cent)


def _choose(entry: Entry | None, known: _Known) -> tuple[Concept, int] | None:
    if entry is None:
        return None
    wanted = entry.meanings
    if known.instant is not None:
        wanted = tuple(m for m in wanted if (m[0].period_type == "instant") == known.instant)
    if known.per_cent is not None:
        wanted = tuple(m for m in wanted if (m[0].unit_kind == "percent") == known.per_cent)
    return wanted[0] if len(wanted) == 1 else None


def _match_english(text: str, known: _Known) -> Match | None:
    tokens = [t for t in read_tokens(text) if t[0][0].isalnum() or t[0] == "%"]
    words = [t[0] for t in tokens]
    ends = any(words[k : k + 2] == ["end", "of"] or words[k : k + 2] == ["beginning", "of"] for k in range(len(words)))
    kept = _trim(words)
    known_here = known.without_instant() if ends else known
    found = _choose(english_names().get(" ".join(kept)), known_here)
    if found is None and kept[:1] == ["net"]:
        found = _choose(english_names().get(" ".join([*kept[1:], "net"])), known_here)  # "net other losses"
    if found is not None:
        return Match(*found)
    return _match_head(tokens, kept, known) if " ".join(kept) not in english_names() else None


def _trim(words: list[str]) -> list[str]:
    """Words without neutral ones at the ends, as far as needed to find a name; else all neutral ones gone."""
    for _ in range(6):
        if " ".join(words) in english_names():
            return words
        tail = next((t for t in _TRAILING_NEUTRAL if tuple(words[-len(t) :]) == t and len(words) > len(t)), None)
        if len(words) > 1 and words[0] in _LEADING_NEUTRAL:
            words = words[1:]
        elif tail is not None:
            words = words[: -len(tail)]
        else:
            break
    return words


def _match_head(tokens: list[Token], kept: list[str], known: _Known) -> Match | None:
    """The longest name that starts in the head of the phrase, before the first preposition; the rest qualifies."""
    head = next((k for k, w in enumerate(kept) if w in _HEAD_ENDS and k > 0), len(kept))
    best: tuple[int, int, tuple[Concept, int]] | None = None
    for start in range(head):
        for size in english_names().lengths.get(kept[start], ()):
            if start + size > len(kept) or (start + size < head and start + size != len(kept)):
                continue
            found = _choose(english_names().get(" ".join(kept[start : start + size])), known)
            if found is not None and (best is None or size > best[1]):
                best = (start, size, found)
    if best is None:
        return None
    start, size, (concept, sign) = best
    return Match(concept, sign, (*kept[:start], *kept[start + size :]))


def _match_chinese(text: str, known: _Known) -> Match | None:
    name = compact(blank_signs(fold(text)))[0].strip("：:。.")
    trimmed = _trim_chinese(name)
    entry = chinese_names().get(trimmed)
    if entry is not None:
        found = _choose(entry, known.without_instant() if trimmed[0] in "期年" else known)
        return None if found is None else Match(*found)
    for whole in dict.fromkeys((name, trimmed)):
        for start in range(1, len(whole)):
            found = _choose(chinese_names().get(whole[start:]), known)
            if found is not None:
                return Match(*found, (whole[:start],))
    return None


def _match_both(text: str, known: _Known) -> Match | None:
    """A label printed in Chinese and in English ("收入 Revenue") where both halves name one concept and nothing else."""
    halves = _cut_scripts(text)
    if halves is None:
        return None
    chinese, english = halves
    first, second = _match_chinese(chinese, known), _match_english(english, known)
    if first is None or second is None or first.qualifiers or second.qualifiers or first != second:
        return None
    return first


def _cut_scripts(text: str) -> tuple[str, str] | None:
    halves = _HALVES.fullmatch(text)
    if halves is None:
        return None
    return (halves["zh"], halves["en"]) if halves["zh"] else (halves["zh_last"], halves["en_first"])


def split_names(label: str) -> tuple[str, str] | None:
    """(Chinese, English) of a label that names one concept in both ("收入 Revenue"); None for any other ("SenseCore 收入")."""
    halves = _cut_scripts(" ".join(label.split()))
    return halves if halves is not None and _match_both(" ".join(halves), _Known()) is not None else None


def _trim_chinese(name: str) -> str:
    for _ in range(4):
        if name in chinese_names():
            return name
        lead = next((x for x in _ZH_LEADING if name.startswith(x) and len(name) > len(x)), "")
        tail = next((x for x in _ZH_TRAILING if name.endswith(x) and len(name) > len(x)), "")
        if not lead and not tail:
            break
        shorter = name[len(lead) :] if lead else name[: -len(tail)]
        name = shorter
    return name
