"""Concept names in running prose, each with the words beside it that narrow its meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tieout.concepts.catalogue import Concept
from tieout.concepts.names import Entry, chinese_names, compact, english_names, read_tokens
from tieout.concepts.words import Token, blank_signs, fold, word_set

_OPENERS = word_set(
    """our group company its his their total consolidated overall aggregate annual quarterly interim reported recorded
    record records recording generated generate achieved achieve posted delivered had has have was were is are be and or
    of in to for from with by that which while as than whose unaudited audited also both this these those such we it
    increase increased decrease decreased decline declined growth grew rise rose fall fell drop change changes changed
    higher lower strong stronger solid robust record recognised incurred reduced reduce improved improve improvement
    expect expected expects driven drove including excluding on at into between against compared versus over under
    period same corresponding current prior previous last first second third fourth full half quarter month six nine
    three twelve year fiscal actual plus less minus our's when where if because due not no all any each more no s about
    approximately amounted represented accounted contributed contributing mainly primarily"""
)
"""Words that may stand before a name without narrowing it. Any other word narrows it: "segment revenue"."""

_NARROWING_BEFORE = word_set(
    """adjusted unadjusted normalised normalized combined restricted deferred accrued unrealised realised unrealized
    realized impaired unallocated allocated leased related unearned discontinued operating remaining recurring existing
    underlying"""
)
"""Participles that narrow a name; other words in -ed, -ing and -ly before one are verbs and adverbs."""

_NARROWING_AFTER = word_set(
    """from per by growth margin ratio rate recognition recognised recognized stream streams share sharing mix base
    target targets guidance forecast outlook contribution generated derived attributable attributed related under model
    contract contracts cost costs expense expenses multiple before after excluding net forgone loss losses income policy
    policies tax day turn turnover program plan authorisation agreement facility"""
)
"""Words after a name that narrow or change it: "revenue from", "revenue per customer", "revenue growth"."""

_STANDARDS = frozenset({"gaap", "ifr", "hkfr"})
_PREPOSITIONS = frozenset({"of", "for"})
_OF_NEUTRAL = word_set(
    """group company period our approximately about over nearly around some more less rmb hkd usd us hk eur first second
    third fourth fiscal full year quarter month six nine three twelve both current prior previous last same entire"""
)
_NUMBER = re.compile(r"\d[\d,.]*\s*(?P<rate>%|％|per\s?cent|percentage|basis|bps|个百分点|個百分點)?", re.I)
_NEAR_CHARACTERS = 80
_STOPS = frozenset(".;:!?。；：！？\n")
_ZH_OPENERS = frozenset(
    "的之团司及和与或年度期月日内现录得为是约达至比较因而且其总共均若将被从来自由在于元亿万千百该本"
    '0123456789、，,。；：:！!？?（(）)“”"%％ \t\n'
)
_ZH_OWNERS = ("集团", "公司", "我们", "本期", "期内", "年内", "年度", "期间", "实现", "录得")
_ZH_AFTER = (
    "增长率", "增速", "占比", "比例", "确认", "来源", "率", "净额", "分成", "预测", "目标", "来自", "中的", "结构",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept's name in a text, from `start` to `end`. `sign` -1: named by its loss or outflow.

    `qualifiers` are the words beside it that narrow it, so that the figure near it may be another one's; empty when
    the concept is meant as such.
    """

    start: int
    end: int
    concept: Concept
    sign: int = 1
    qualifiers: tuple[str, ...] = ()


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Names of concepts in order, longest first where they overlap, at word boundaries."""
    latin = any(c.isascii() and c.isalpha() for c in text)
    chinese = any("\u4e00" <= c <= "\u9fff" for c in text)
    found: list[Mention] = []
    if latin:
        found += _find_english(text)
    if chinese:
        taken = [(m.start, m.end) for m in found]
        found += [m for m in _find_chinese(text) if all(m.end <= a or m.start >= b for a, b in taken)]
    return tuple(sorted(found, key=lambda m: m.start))


def _find_english(text: str) -> list[Mention]:
    tokens = read_tokens(text)
    lengths, names = english_names().lengths, english_names()
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        sizes = lengths.get(tokens[at][0])
        size = 0
        if sizes is not None:
            for size in sizes:
                entry = (
                    names.get(" ".join([t[0] for t in tokens[at : at + size]])) if at + size <= len(tokens) else None
                )
                meaning = None if entry is None else _meaning_in_prose(entry, text, tokens[at + size - 1][2])
                if meaning is not None:
                    concept, sign = meaning
                    around = (*_words_before(tokens, at), *_words_after(tokens, at + size))
                    found.append(Mention(tokens[at][1], tokens[at + size - 1][2], concept, sign, around))
                    break
            else:
                size = 0
        at += size or 1
    return found


def _meaning_in_prose(entry: Entry, text: str, end: int) -> tuple[Concept, int] | None:
    """The only meaning of a name; of an amount and a rate of one name, the one the next number fits."""
    if not entry.in_prose or len(entry.meanings) == 1:
        return entry.meanings[0] if entry.in_prose else None
    number = _NUMBER.search(text, end, end + _NEAR_CHARACTERS)
    if number is None:
        return None
    rate = number.group("rate") is not None
    fitting = [m for m in entry.meanings if (m[0].unit_kind == "percent") == rate]
    return fitting[0] if len(fitting) == 1 else None


def _words_before(tokens: list[Token], at: int) -> tuple[str, ...]:
    """The word right before a name unless it opens a phrase; a comma in between is not seen, so lists stay plain."""
    if at == 0:
        return ()
    word, _, end = tokens[at - 1]
    apart = tokens[at][1] - end > 1
    if word in _STANDARDS and not apart:
        return ("non", word) if at > 1 and tokens[at - 2][0] == "non" else ()
    if word in _NARROWING_BEFORE and not apart:
        return (word,)
    if word in _OPENERS or word in _STOPS or apart or not word[0].isalpha() or word.endswith(("ed", "ing", "ly")):
        return ()
    return (word,)


def _words_after(tokens: list[Token], at: int) -> tuple[str, ...]:
    if at >= len(tokens):
        return ()
    word, start, _ = tokens[at]
    if start - tokens[at - 1][2] > 1:
        return ()
    following = tokens[at + 1][0] if at + 1 < len(tokens) else ""
    if word in _NARROWING_AFTER:
        return (word, following) if following else (word,)
    if word in _PREPOSITIONS and following not in _OF_NEUTRAL and following[:1].isalpha():
        return (
            () if len(following) <= 4 and following in {"rmb", "hkd", "usd", "us", "hk", "eur"} else (word, following)
        )
    return ()


def _find_chinese(text: str) -> list[Mention]:
    characters, offsets = compact(blank_signs(fold(text)))
    lengths, names = chinese_names().lengths, chinese_names()
    found: list[Mention] = []
    at = 0
    while at < len(characters):
        sizes = lengths.get(characters[at])
        step = 1
        for size in sizes or ():
            if at + size > len(characters):
                continue
            entry = names.get(characters[at : at + size])
            meaning = None if entry is None else _meaning_in_prose(entry, text, offsets[at + size - 1] + 1)
            if meaning is None:
                continue
            concept, sign = meaning
            around = _chinese_around(characters, at, at + size, text, offsets)
            if size > 2 or not around:
                found.append(Mention(offsets[at], offsets[at + size - 1] + 1, concept, sign, around))
            step = size
            break
        at += step
    return found


def _chinese_around(characters: str, start: int, end: int, text: str, offsets: list[int]) -> tuple[str, ...]:
    """A character right before that opens no phrase, or a word right after that changes the meaning."""
    around: list[str] = []
    if start:
        joined = offsets[start] - offsets[start - 1] == 1 and characters[start - 1] not in _ZH_OPENERS
        owned = text[offsets[start] - 1] in "的之" and not characters[:start].endswith(_ZH_OWNERS)
        if joined or owned:
            around.append(characters[max(0, start - 4) : start])
    rest = characters[end : end + 4]
    changed = next((w for w in _ZH_AFTER if rest.startswith(w)), None)
    if changed is not None:
        around.append(changed)
    return tuple(around)
