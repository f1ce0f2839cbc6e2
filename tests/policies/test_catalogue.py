"""The catalogues: every pattern compiles and belongs to a known subject."""

from __future__ import annotations

import pytest

from tieout.structure.policies.catalogue import find_framework, find_topics, fold, load_patterns, load_topics

_TOPICS = {topic.name for topic in load_topics()}


@pytest.mark.parametrize("chinese", [False, True])
def test_patterns_belong_to_known_subjects(chinese: bool) -> None:
    """A pattern's topics are topics of the catalogue, and its value names only groups it has."""
    patterns = load_patterns(chinese)
    assert len(patterns) > 200
    for pattern in patterns:
        assert pattern.topics <= _TOPICS, pattern.name
        if pattern.value.startswith("{"):
            assert pattern.value.strip("{}") in pattern.pattern.groupindex, pattern.name


def test_topics_of_titles_in_three_scripts() -> None:
    """The same subject is named by English, traditional and simplified titles."""
    for title in ("Property, plant and equipment", "物業、廠房及設備", "固定资产"):
        assert find_topics(title)[0].name == "property"
    for title in ("Leased assets", "租賃", "使用权资产"):
        assert find_topics(title)[0].name == "leases"
    assert find_topics("Ropes") == ()


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        ("prepared in accordance with HKFRSs issued by the HKICPA", "hkfrs"),
        ("accounting principles of U.S. GAAP, see ASC 606", "us-gaap"),
        ("根据《企业会计准则第14号》", "cas"),
        ("IFRS 9 requires", "ifrs"),
        ("FRS 102 applies", "frs 102"),
        ("nothing is named", "ifrs"),
    ],
)
def test_frameworks(text: str, framework: str) -> None:
    """The framework is the one the text names most often."""
    assert find_framework(text) == framework


def test_folding_keeps_offsets() -> None:
    """Every character stays at its place, in any mixture of scripts."""
    text = "固定資產 Fixed assets 乾隆 里 裏 麵 ①"
    assert len(fold(text)) == len(text)
