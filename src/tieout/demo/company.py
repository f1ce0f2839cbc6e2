"""Who the invented company is: names, people, places, industry. Any likeness to a real one is accidental."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from tieout.demo.words import load_words

Pair = tuple[str, str]
"""The same words in English and in traditional Chinese."""

_FIRST = [
    ("Lan", "嵐"),
    ("Yun", "昀"),
    ("Heng", "珩"),
    ("Rui", "睿"),
    ("Qi", "祺"),
    ("Mu", "沐"),
    ("Jin", "瑾"),
    ("Shuo", "朔"),
]
_SECOND = [
    ("xu", "旭"),
    ("chuan", "川"),
    ("ting", "庭"),
    ("ze", "澤"),
    ("yao", "曜"),
    ("lin", "霖"),
    ("fan", "帆"),
    ("he", "禾"),
]
_SURNAMES = [
    ("Mo", "莫"),
    ("Qiu", "邱"),
    ("Shang", "尚"),
    ("Yan", "閻"),
    ("Pei", "裴"),
    ("Ji", "嵇"),
    ("Lu", "逯"),
    ("Tan", "覃"),
]
_GIVEN = [
    ("Weilan", "蔚嵐"),
    ("Zhiyuan", "致遠"),
    ("Suqing", "素清"),
    ("Haoran", "浩然"),
    ("Minghe", "鳴鶴"),
    ("Ruolin", "若琳"),
    ("Yichen", "逸塵"),
    ("Boqian", "伯謙"),
    ("Jingshu", "靜姝"),
    ("Tianyou", "天佑"),
]
_REGIONS = [
    ("Mainland China", "中國內地"),
    ("Southeast Asia", "東南亞"),
    ("Europe", "歐洲"),
    ("North America", "北美"),
    ("Others", "其他"),
]


@dataclass(frozen=True)
class Metric:
    """An operating measure: its labels in tables, and the range of its first value in the label's unit.

    A unit in brackets at the end of a label ("(thousand units)") scales the number in tables; prose prints it beside
    the number.
    """

    english: str
    chinese: str
    low: int
    high: int

    @property
    def scale(self) -> int:
        """Power of ten of the unit in the label."""
        return 3 if "(thousand" in self.english else 6 if "(million" in self.english else 0

    @property
    def label(self) -> Pair:
        """Both labels as tables print them."""
        return self.english, self.chinese

    @property
    def name(self) -> Pair:
        """Both labels without a unit."""
        return self.english.split(" (")[0], self.chinese.split("（")[0]

    @property
    def unit(self) -> Pair:
        """What stands after the number in prose: " thousand", "千台"."""
        if not self.scale:
            return "", ""
        english = self.english.split("(")[1].rstrip(")").split(" ", 1)
        return " " + " ".join(english), self.chinese.split("（")[1].rstrip("）")


@dataclass(frozen=True)
class Company:
    """The invented company and the year it reports. `year_end` is the reporting date; `seed` made it."""

    seed: int
    short: Pair
    name: Pair
    code: str
    industry: str
    business: Pair
    segments: tuple[Pair, ...]
    regions: tuple[Pair, ...]
    metrics: tuple[Metric, ...]
    reasons_up: tuple[Pair, ...]
    reasons_down: tuple[Pair, ...]
    people: tuple[Pair, ...]
    year_end: date
    ratios: tuple[tuple[str, Decimal], ...]
    script: str = "hant"

    @property
    def year(self) -> int:
        """The calendar year of the reporting date."""
        return self.year_end.year

    def ratio(self, name: str) -> Decimal:
        """A ratio of the company's business model; raises KeyError when there is none of that name."""
        return dict(self.ratios)[name]


def invent_company(seed: int, script: str | None) -> Company:
    """The company of a seed."""
    rng = Random(f"{seed}:company")
    industries: dict[str, Any] = load_words("industries")
    key = rng.choice(sorted(industries))
    words = industries[key]
    first, second = rng.choice(_FIRST), rng.choice(_SECOND)
    short = (first[0] + second[0], first[1] + second[1])
    tail = rng.choice(
        [("Holdings Limited", "控股有限公司"), ("Group Limited", "集團有限公司"), ("Co., Ltd.", "股份有限公司")]
    )
    surnames, given = rng.sample(_SURNAMES, 7), rng.sample(_GIVEN, 7)
    ranges = ("revenue", "gross_margin", "selling", "research", "administrative")
    segments = [tuple(s) for s in words["segments"]]
    return Company(
        seed=seed,
        short=short,
        name=(f"{short[0]} {words['suffix'][0]} {tail[0]}", f"{short[1]}{words['suffix'][1]}{tail[1]}"),
        code=f"9{rng.randrange(1000, 9999)}",
        industry=key,
        business=(words["business"][0], words["business"][1]),
        segments=tuple((en, zh) for en, zh in segments),
        regions=tuple(_REGIONS[: rng.choice([3, 4])] + _REGIONS[-1:]),
        metrics=tuple(Metric(en, zh, low, high) for en, zh, low, high in words["metrics"]),
        reasons_up=tuple((en, zh) for en, zh in words["reasons_up"]),
        reasons_down=tuple((en, zh) for en, zh in words["reasons_down"]),
        people=tuple((f"{g[0]} {s[0]}", s[1] + g[1]) for s, g in zip(surnames, given, strict=True)),
        year_end=date(rng.choice([2022, 2023, 2024]), *rng.choice([(12, 31), (12, 31), (12, 31), (3, 31), (6, 30)])),
        ratios=tuple((n, Decimal(str(round(rng.uniform(*words[n]), 4)))) for n in ranges),
        script=script or rng.choice(["hant", "hans"]),
    )
