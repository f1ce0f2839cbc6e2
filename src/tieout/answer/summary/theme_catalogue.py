"""The catalogue of themes: which concepts, ratios and words belong to each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the catalogue."""

    id: str
    en: str
    zh: str
    concepts: tuple[str, ...]
    ratios: tuple[tuple[str, str, str, str, bool], ...]
    words: frozenset[str]
    words_zh: tuple[str, ...]
    headings: re.Pattern[str]
    key: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    quotes: int


@cache
def all_themes() -> tuple[Theme, ...]:
    """The catalogue of themes, in the order in which they are shown."""
    rows = yaml.safe_load((resources.files("tieout.answer.summary") / "themes.yml").read_text("utf-8"))
    return tuple(
        Theme(
            row["id"], row["en"], row["zh"], tuple(row["concepts"]), tuple((*r[:4], len(r) > 4) for r in row.get("ratios", ())),
            frozenset(row["words"].split()), tuple(row["words_zh"].split()), re.compile(row["headings"], re.I),
            re.compile(row["key"], re.I) if "key" in row else None,
            re.compile(row["needs"], re.I) if "needs" in row else None, row["quotes"],
        )
        for row in rows
    )  # fmt: skip
