"""The Workpaper as JSON keeps the contract."""

from __future__ import annotations

import json
from typing import Any

from tests.present.invented import make_workpaper
from tieout.present.json import dump_json, to_json

FIELDS = {
    "findings": "id code check verdict message document place printed expected difference tolerance formula partners",
    "documents": ("id input title kind company language publisher published period_end currency start end pages"),
    "ticks": "code document place partners",
    "numbers": "id document place value unit state reason relations",
}
PLACE = {"quote", "start", "end", "page", "box", "boxes", "xpath", "sheet", "cell", "turn"}


def find_places(value: Any) -> list[dict[str, Any]]:
    """Every PLACE in a JSON value."""
    if isinstance(value, dict):
        own = [value["place"]] if isinstance(value.get("place"), dict) else []
        return own + [p for v in value.values() for p in find_places(v)]
    return [p for v in value for p in find_places(v)] if isinstance(value, list) else []


def test_fields_are_those_of_the_contract() -> None:
    """Every field the contract names is there, under its name."""
    paper = to_json(make_workpaper(), numbers=True, ticks=True)
    assert paper["schema"] == "tieout/workpaper/1"
    for name, fields in FIELDS.items():
        assert paper[name]
        assert all(set(fields.split()) <= set(entry) for entry in paper[name])
    assert paper["problems"] == [
        {
            "input": "annex.bin",
            "document": None,
            "place": None,
            "message": "annex.bin: not a format that can be read",
        }
    ]


def test_every_place_rereads_to_its_quote() -> None:
    """A place's quote is the layer's text at its offsets, for numbers, findings, partners and ticks."""
    workpaper = make_workpaper()
    texts = {d.id: d.layers[0].text for d in workpaper.documents}
    paper = to_json(workpaper, numbers=True, ticks=True)
    owners = [
        *paper["numbers"],
        *paper["findings"],
        *paper["ticks"],
        *(p for f in paper["findings"] for p in f["partners"]),
    ]
    assert len(owners) > 30
    for owner in owners:
        place = owner["place"]
        assert set(place) == PLACE
        assert texts[owner["document"]][place["start"] : place["end"]] == place["quote"]
    assert len(find_places(paper)) > len(owners)


def test_coverage_adds_up() -> None:
    """Every figure is in one of the six states and the reasons add to the untested."""
    coverage = to_json(make_workpaper())["coverage"]
    states = ("tied", "rounding", "differs", "question", "unsupported", "untested")
    assert coverage["numbers"] == sum(coverage[s] for s in states) == 22
    assert sum(coverage["untested_by_reason"].values()) == coverage["untested"]
    assert (coverage["differs"], coverage["question"]) == (2, 1)


def test_lists_only_when_asked() -> None:
    """Numbers and ticks are left out unless asked for; findings never."""
    paper = to_json(make_workpaper())
    assert "numbers" not in paper
    assert "ticks" not in paper
    assert len(paper["findings"]) == 3


def test_amounts_are_plain_decimals_in_the_printed_unit() -> None:
    """RMB 1,204.5 million has the value "1204.5" and the scale 6."""
    numbers = to_json(make_workpaper(), numbers=True)["numbers"]
    first = numbers[0]
    assert (first["value"], first["unit"], first["scale"]) == ("1204.5", "CNY", 6)
    assert [n["value"] for n in numbers if n["place"]["quote"] == "(782.8)"] == ["-782.8"]


def test_boxes_are_given_for_pages() -> None:
    """A place on a page has its page, its box and the boxes of its segments."""
    numbers = to_json(make_workpaper(paged=True), numbers=True)["numbers"]
    place = numbers[0]["place"]
    assert place["page"] == 1
    assert place["boxes"] == [place["box"]]
    assert place["box"][0] < place["box"][2]


def test_same_workpaper_same_bytes() -> None:
    """Two runs give the same bytes, and they are one JSON document."""
    first, second = (dump_json(to_json(make_workpaper(), numbers=True, ticks=True)) for _ in range(2))
    assert first == second
    assert json.loads(first)["schema"] == "tieout/workpaper/1"
