"""The catalogues of policies: topics with their standards, and parameter patterns. Data files beside this module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_FRAMEWORKS = {
    "us-gaap": re.compile(r"(?<!HK )\bGAAP\b|generally accepted accounting principles|\bASC\b|\bASU\b|\bFASB\b"),
    "frs 102": re.compile(r"\bFRS 102\b|Financial Reporting Standard 102"),
    "hkfrs": re.compile(r"HKFRS|HKAS|HKICPA|香港(?:財務報告|會計|财务报告|会计)"),
    "cas": re.compile(r"企[業业](?:會計|会计)[準准][則则]|财政部"),
    "ifrs": re.compile(
        r"\bIFRSs?\b|\bIAS\b|International (?:Financial Reporting|Accounting)|[國国][際际](?:財務|會計|财务|会计)"
    ),
}
_SENTENCE = re.compile(r"(?<=[.;])\s|[。；]")
_FIRST_CHARACTERS = 80
_REGIONAL = (
    ("公允价值", "(?:公允价值|公平价?值)"),
    ("摊余成本", "(?:摊余成本|摊[销余]成本)"),
    ("对价", "(?:对价|代价)"),
    ("当期损益", "(?:当期)?损益(?:表|账)?"),
    ("终止确认", "(?:终止|取消|撇除)确认"),
)
_OPEN_END = re.compile(r"\{0,(\d+)\}\)*$")
_CJK = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Topic:
    """A subject of policies. `names` are patterns for titles; `governing` pairs a framework with its standards."""

    name: str
    title: str
    names: tuple[re.Pattern[str], ...]
    governing: tuple[tuple[str, tuple[str, ...]], ...]
    covers: tuple[str, ...] = ()

    def standards(self, framework: str) -> tuple[str, ...]:
        """The standards that govern the subject in a framework ("ifrs", "hkfrs", "us-gaap", "cas", "frs 102")."""
        if framework == "frs 102":
            return ("FRS 102",)
        return next((found for name, found in self.governing if name == framework), ())


@dataclass(frozen=True)
class Pattern:
    """A parameter pattern. `value` may name groups of the match in braces; `near` must and `unless` must not be met.

    Both are looked for in the sentence around the match (in the data: `near_zh` and `unless_zh` for Chinese). `topics` limits it to policies on these subjects. `once`
    keeps only the first place of a policy: for words a policy on the subject uses all the time.
    """

    name: str
    value: str
    unit: str | None
    pattern: re.Pattern[str]
    topics: frozenset[str]
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    once: bool = False

    @property
    def tail_characters(self) -> int:
        """Characters of the limited run of anything it ends in; 0 when it ends otherwise. A match may stop within."""
        found = _OPEN_END.search(self.pattern.pattern)
        return int(found.group(1)) if found else 0


@cache
def load_topics() -> tuple[Topic, ...]:
    """Every topic in the catalogue's order, which is also the order of matrix rows."""
    entries = _load("topics.yml")["topics"]
    return tuple(
        Topic(
            entry["name"],
            entry["title"],
            tuple(re.compile(p, re.I) for p in (entry.get("en"), entry.get("zh")) if p),
            tuple((k, tuple(str(s) for s in v)) for k, v in _governing(entry).items()),
            tuple(entry.get("covers", ())),
        )
        for entry in entries
    )


@cache
def load_patterns(chinese: bool) -> tuple[Pattern, ...]:
    """Every parameter pattern of English or of Chinese (written in simplified characters; fold the text first)."""
    patterns = []
    for resource in sorted(files(__package__).joinpath("parameters").iterdir(), key=lambda r: r.name):
        if not resource.name.endswith(".yml"):
            continue
        whole = yaml.safe_load(resource.read_text("utf-8"))
        macros = {**_load("macros.yml"), **whole.get("macros", {})}
        for entry in whole["parameters"]:
            patterns += _patterns(entry, macros, chinese)
    return tuple(patterns)


@cache
def _asset_classes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = _load("asset_classes.yml")["classes"]
    return tuple((e["name"], re.compile(f"{e['en']}|{e['zh']}", re.I)) for e in entries)


def find_asset_class(label: str) -> str:
    """One name for a class of assets in any language ("房屋及建築物" and "Buildings"); the label itself when unknown."""
    folded = fold(label)
    return next((name for name, pattern in _asset_classes() if pattern.search(folded)), label)


def find_topics(title: str) -> tuple[Topic, ...]:
    """The topics a title names, in the catalogue's order; () when it names none."""
    folded = fold(title)
    found = [topic for topic in load_topics() if any(p.search(folded) for p in topic.names)]
    covered = {name for topic in found for name in topic.covers}
    return tuple([t for t in found if t.name not in covered] + [t for t in found if t.name in covered])


def find_first_topic(text: str) -> tuple[Topic, ...]:
    """The topic named earliest in a text's first sentence, as one tuple; () when it names none."""
    folded = fold(_SENTENCE.split(text, maxsplit=1)[0][:_FIRST_CHARACTERS])
    places = [
        (match.start(), rank, topic)
        for rank, topic in enumerate(load_topics())
        for pattern in topic.names
        if (match := pattern.search(folded)) is not None
    ]
    return (min(places, key=lambda p: p[:2])[2],) if places else ()


def find_governing(topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """The topics without those a narrower one among them covers: whose standards apply."""
    covered = {name for topic in topics for name in topic.covers}
    return tuple(topic for topic in topics if topic.name not in covered)


def find_framework(text: str) -> str:
    """The framework the text names most often; "ifrs" when it names none."""
    counts = {name: len(pattern.findall(text)) for name, pattern in _FRAMEWORKS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else "ifrs"


def is_chinese(text: str) -> bool:
    """True when at least a fifth of the text's letters are Chinese characters."""
    cjk = len(_CJK.findall(text))
    return cjk * 5 >= max(1, sum(c.isalpha() for c in text))


@cache
def _folder() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """Traditional characters to simplified, one for one, so that offsets stay; other text unchanged."""
    if not _CJK.search(text):
        return text
    whole = str(_folder().convert(text))
    if len(whole) == len(text):
        return whole
    return "".join(c if len(s := str(_folder().convert(c))) != 1 else s for c in text)


def _load(name: str) -> dict[str, Any]:
    loaded = yaml.safe_load(files(__package__).joinpath(name).read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def _governing(entry: dict[str, Any]) -> dict[str, list[str]]:
    """IFRS numbers serve HKFRS too: Hong Kong's standards carry the same numbers."""
    standards: dict[str, list[str]] = {k: list(v) for k, v in entry.get("standards", {}).items()}
    if "ifrs" in standards:
        renamed = [s.replace("IFRS ", "HKFRS ").replace("IAS ", "HKAS ") for s in standards["ifrs"]]
        standards.setdefault("hkfrs", renamed)
    return standards


def _patterns(entry: dict[str, Any], macros: dict[str, str], chinese: bool) -> list[Pattern]:
    sources = entry.get("zh" if chinese else "en", [])
    near, unless = ("near_zh", "unless_zh") if chinese else ("near", "unless")
    found = []
    for source in [sources] if isinstance(sources, str) else sources:
        found.append(
            Pattern(
                entry["name"],
                str(entry["value"]),
                entry.get("unit"),
                _compile(_with_regional_words(source) if chinese else source, macros),
                frozenset(entry.get("topics", ())),
                _compile(entry[near], macros) if near in entry else None,
                _compile(entry[unless], macros) if unless in entry else None,
                bool(entry.get("once", False)),
            )
        )
    return found


def _with_regional_words(source: str) -> str:
    """Hong Kong and the mainland name the same things differently; a pattern is written in one way and means both."""
    for word, both in _REGIONAL:
        source = source.replace(word, both)
    return source


def _compile(source: str, macros: dict[str, str]) -> re.Pattern[str]:
    """Macros in angle brackets are put in; a blank stands for any run of blanks (a wrapped line too)."""
    for _ in range(3):
        source = re.sub(r"(?<!\?P)<(\w+)>", lambda m: f"(?:{macros[m.group(1)]})", source)
    return re.compile(re.sub(r" +", r"\\s+", re.sub(r" \?", r"\\s*", source.strip())), re.I)
