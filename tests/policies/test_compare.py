"""Comparison of sets of policies over years, and across languages by topic."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

from openpyxl import load_workbook

from tests.policies.documents import CHINESE, ENGLISH, NEXT_YEAR, make_document
from tieout.present.policies import to_comparison_json, to_comparison_markdown, to_comparison_text, to_policies_json
from tieout.present.policies_xlsx import to_policies_xlsx
from tieout.structure.policies import PolicySet, compare_policies, find_policies, part_by_language
from tieout.structure.policies.catalogue import find_asset_class


def _set(text: str, name: str, title: str = "Material accounting policies") -> PolicySet:
    document = make_document(text, title, name)
    return PolicySet(document, find_policies(document))


_OLD, _NEW, _ZH = _set(ENGLISH, "old"), _set(NEXT_YEAR, "new"), _set(CHINESE, "zh", "年度報告")


def test_what_changed_between_two_years() -> None:
    """A policy added, one reworded and a threshold changed; nothing else, though a letter moved on."""
    changes = compare_policies([_NEW, _OLD]).changes
    subjects = [c.after or c.before for c in changes]
    kinds = [(c.kind, p.title) for c, p in zip(changes, subjects, strict=True) if p is not None]
    assert kinds == [
        ("reworded", "Credit losses from charterers"),
        ("parameter_changed", "Credit losses from charterers"),
        ("added", "Borrowing costs"),
    ]
    changed = changes[1]
    assert [p.value for p in changed.old_values] == [Decimal(45)]
    assert [p.value for p in changed.new_values] == [Decimal(30)]


def test_a_set_compared_with_itself_has_no_change() -> None:
    """The same policies on both sides give no change and no row that differs."""
    comparison = compare_policies([_OLD, _OLD])
    assert comparison.changes == ()
    assert not any(row.differs for row in comparison.matrix)


def test_dropped_is_the_mirror_of_added() -> None:
    """Turned round, what was added is dropped."""
    assert [c.kind for c in compare_policies([_OLD, _NEW]).changes].count("dropped") == 1


def test_languages_line_up_by_topic() -> None:
    """The short-term lease limit of an English and a Chinese set stand in one row and agree."""
    matrix = {(r.topic, r.parameter): r for r in compare_policies([_NEW, _ZH]).matrix}
    row = matrix["leases", "short_term_lease"]
    assert [[(p.value, p.unit) for p in values] for values in row.values] == [[(Decimal(12), "months")]] * 2
    assert not row.differs
    assert matrix["property", "depreciation_method"].values[1]


def test_a_bilingual_document_is_set_against_itself() -> None:
    """English and Chinese policies of one document become two sets with ids of their own; one language stays one."""
    both = PolicySet(_NEW.document, (*_NEW.policies, *_ZH.policies))
    parts = part_by_language(both)
    assert [(p.language, p.policies) for p in parts] == [("English", _NEW.policies), ("Chinese", _ZH.policies)]
    halves = [replace(one, language=part.language) for one, part in zip((_NEW, _ZH), parts, strict=True)]
    assert [i for i, _ in compare_policies(halves).documents] == ["new:English", "zh:Chinese"]
    assert part_by_language(_NEW) == (_NEW,)


def test_across_languages_shared_parameters_decide_the_pair() -> None:
    """Of two policies on one topic, the one that states the same is the partner, whatever their order."""
    pairs = [(c.before, c.after) for c in compare_policies([_NEW, _ZH]).changes if c.before and c.after]
    assert all(a.topics[:1] == b.topics[:1] for a, b in pairs)


def test_json_has_the_contract_fields() -> None:
    """Each policy, reference and parameter has the fields of the contract, amounts as strings."""
    first = to_policies_json(_OLD.policies)[0]
    assert {"id", "label", "title", "parent", "start", "end", "standards", "references", "parameters"} <= set(first)
    assert set(first["references"][0]) >= {"text", "target", "resolves", "start", "end"}
    lease = next(
        p for one in to_policies_json(_OLD.policies) for p in one["parameters"] if p["name"] == "short_term_lease"
    )
    assert (lease["value"], lease["unit"], lease["quote"]) == ("12", "months", "12 months or less")


def test_renderings_say_the_change_with_both_values() -> None:
    """Text, Markdown, JSON and the workbook's matrix hold both thresholds."""
    comparison = compare_policies([_NEW, _OLD])
    assert "45 days → 30 days" in to_comparison_text(comparison)
    assert "45 days → 30 days" in to_comparison_markdown(comparison)
    assert any(c["kind"] == "parameter_changed" for c in to_comparison_json(comparison)["changes"])
    book = load_workbook(io.BytesIO(to_policies_xlsx(_NEW.policies, comparison)))
    assert book.sheetnames == ["Matrix", "Changes", "Policies", "Parameters", "References"]
    rows = [[c.value for c in row] for row in book["Matrix"].iter_rows()]
    assert any("30 days" in row and "45 days" in row and "differs" in row for row in rows)


def test_classes_of_assets_line_up() -> None:
    """Lives of buildings stand in one row, whatever the language names them; an unknown class keeps its name."""
    assert find_asset_class("房屋及建築物") == find_asset_class("Buildings") == "buildings"
    assert find_asset_class("運輸工具") == find_asset_class("Motor vehicles") == "motor vehicles"
    assert find_asset_class("Lighthouses") == "Lighthouses"
