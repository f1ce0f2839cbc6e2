"""The viewer's own words: every one of them has its Chinese, and none stands there unused."""

from __future__ import annotations

import json
import re
from importlib.resources import files

ROOM = files("tieout.present.viewer")
WORDS: dict[str, str] = json.loads(ROOM.joinpath("words_zh.json").read_text("utf-8"))
FROM_THE_FILING = {"debit", "credit", "instant", "duration"}
COUNTS = {
    "{0} fact",
    "{0} facts",
    "{0} statement or note",
    "{0} statements and notes",
    "{0} of {1} tags refused",
    "{0} remark on the reading",
    "{0} remarks on the reading",
    "Made by tieout {0}",
}


def said_by_scripts() -> set[str]:
    """What the scripts hand to t(), and the names of the menu's parts."""
    scripts = "".join(f.read_text("utf-8") for f in ROOM.iterdir() if f.name.endswith(".js"))
    groups = re.search(r"const GROUPS = (\[.*?\])", scripts)
    assert groups is not None
    chosen = set(re.findall(r't\(\w+ === "\w+" \? "([^"]+)"', scripts))
    return set(re.findall(r'\bt\("([^"]+)"', scripts)) | set(json.loads(groups[1])) | chosen


def said_by_the_page() -> set[str]:
    """Texts and hints of the template, without what it fills in."""
    page = ROOM.joinpath("viewer.html").read_text("utf-8")
    page = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<noscript>.*?</noscript>", "", page.partition("<body>")[2])
    hints = set(re.findall(r'(?:title|placeholder|aria-label)="([^"]+)"', page))
    texts = {t.strip() for t in re.findall(r">([^<>]+)<", re.sub(r"<(kbd|b)>.*?</\1>", "", page))}
    return {t for t in hints | texts if re.search("[A-Za-z]{2}", t)} - {"中文 / English", "Made by tieout"}


def test_every_word_has_its_chinese() -> None:
    """A text added to the page or to a script must be added to the words."""
    assert said_by_scripts() | said_by_the_page() <= WORDS.keys()


def test_no_word_is_left_over() -> None:
    """A text that was reworded must not leave its old Chinese behind."""
    assert WORDS.keys() <= said_by_scripts() | said_by_the_page() | COUNTS | FROM_THE_FILING


def test_what_is_filled_in_stands_in_both_languages() -> None:
    """The same places for numbers and names, and Chinese characters outside them."""
    for english, chinese in WORDS.items():
        assert sorted(re.findall(r"\{\d\}", english)) == sorted(re.findall(r"\{\d\}", chinese)), english
        assert re.search("[\u4e00-\u9fff]", chinese), english
