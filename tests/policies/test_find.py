"""Policies of invented notes: tree, spans, standards, references, parameters, lost lists."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.policies.documents import CHINESE, ENGLISH, make_document
from tieout.model import Policy
from tieout.model.block import BlockKind
from tieout.structure.policies import find_policies


@pytest.fixture(scope="module")
def english() -> dict[str, Policy]:
    return {p.id: p for p in find_policies(make_document(ENGLISH))}


@pytest.fixture(scope="module")
def chinese() -> dict[str, Policy]:
    return {p.id: p for p in find_policies(make_document(CHINESE, "年度報告"))}


def _values(policy: Policy, name: str) -> list[tuple[Decimal | str, str | None]]:
    return [(p.value, p.unit) for p in policy.parameters if p.name == name]


def test_tree_of_letters_items_and_headings(english: dict[str, Policy]) -> None:
    """Letters, nested numerals and an unlettered heading; a list in a sentence makes no policy."""
    assert list(english) == ["a", "b", "b:as-a-lessee", "c", "c(i)", "c(ii)", "d", "e"]
    assert english["c(ii)"].parent == "c"
    assert english["b:as-a-lessee"].label == ""
    assert english["c(i)"].title == "Credit losses from charterers"


def test_spans_cover_the_text_and_leave_furniture_out(english: dict[str, Policy]) -> None:
    """Start and end are those of the policy's lines; the running head lies between two segments."""
    span = english["a"].span
    assert ENGLISH[span.start : span.end] == span.quote
    assert span.quote.startswith("(a) Boats")
    assert span.quote.endswith("two captains.")
    assert len(span.segments) == 2
    assert not any("Continued" in ENGLISH[s.start : s.end] for s in span.segments)
    assert english["c"].span.end == english["c(ii)"].span.end


def test_every_place_rereads(english: dict[str, Policy]) -> None:
    """Parameters, references and lost lists quote the text at their offsets, inside their policy."""
    for policy in english.values():
        places = [p.span for p in policy.parameters] + [r.span for r in policy.references] + list(policy.missing_spans)
        for place in places:
            assert ENGLISH[place.start : place.end] == place.quote
            assert policy.span.start <= place.start <= place.end <= policy.span.end


def test_standards_by_subject_and_by_name(english: dict[str, Policy]) -> None:
    """A policy follows the standard of its subject, named or not, and those its text names."""
    assert english["a"].standards == ("IAS 16",)
    assert english["b"].standards == ("IFRS 16",)
    assert english["c(i)"].standards == ("IFRS 9",)
    assert english["c(ii)"].standards == ("IAS 36",)
    assert english["d"].standards == ("IFRS 15",)


def test_references_resolve_or_lead_outside(english: dict[str, Policy]) -> None:
    """A reference to an item of the note is that policy's id; one to another note leads outside."""
    found = [(r.text, r.target, r.resolves) for p in english.values() for r in p.references]
    assert found == [("Note 2(c)(ii)", "c(ii)", True), ("Note 31", "Note 31", False), ("Note 2(d)", "d", True)]


def test_parameters_are_typed(english: dict[str, Policy]) -> None:
    """Thresholds and periods are numbers with units, methods and bases words of a closed list."""
    assert _values(english["b"], "short_term_lease") == [(Decimal(12), "months")]
    assert _values(english["c(i)"], "significant_increase_presumption") == [(Decimal(45), "days")]
    assert _values(english["d"], "warranty_period") == [("2-4", "years")]
    assert _values(english["a"], "depreciation_method") == [("straight-line", None)]
    assert _values(english["d"], "revenue_timing") == [("over time", None)]
    assert _values(english["b"], "discount_rate") == [("incremental borrowing rate", None)]


def test_lost_list_is_reported_and_a_present_one_is_not(english: dict[str, Policy]) -> None:
    """Words that announce a list after which the page goes on with something else are reported as missing."""
    assert len(english["a"].missing) == 1
    assert english["a"].missing[0].endswith("as follows:")
    assert english["d"].missing == ()


def test_a_list_whose_lines_were_joined_is_no_lost_list() -> None:
    """Items run together, with capitals that nothing leads up to, are the list; a sentence about the Group is none."""
    head = "2 Material accounting policies\n(a) Cost of sales\n"
    joined = "Freight from quays Tar and rope Harbour dues Wages of captains who sail for more than half of the year."
    sentence = "The Group reviews them with the Board and the Captains of the Harbour at the end of every year."
    lost = [
        find_policies(make_document(f"{head}Costs of boats sold include:\n{text}"))[0].missing
        for text in (joined, sentence)
    ]
    assert lost == [(), ("Costs of boats sold include:",)]


def test_chinese_policies(chinese: dict[str, Policy]) -> None:
    """Traditional characters, numbers with commas, and the end of the note at the next one."""
    assert list(chinese) == ["1", "2", "3", "4", "5"]
    assert _values(chinese["1"], "depreciation_method") == [("straight-line", None)]
    assert _values(chinese["1"], "useful_life") == [("20-30", "years")]
    assert _values(chinese["1"], "residual_value_rate") == [(Decimal(5), "%")]
    assert _values(chinese["2"], "measurement") == [("lower of cost and net realisable value", None)]
    assert _values(chinese["2"], "cost_formula") == [("weighted average", None)]
    assert _values(chinese["3"], "short_term_lease") == [(Decimal(12), "months")]
    assert _values(chinese["4"], "variable_consideration_method") == [("most likely amount", None)]
    assert {v for v, _ in _values(chinese["4"], "revenue_timing")} == {"over time", "point in time"}
    assert _values(chinese["5"], "functional_currency") == [("RMB", None)]


def test_documents_without_policies_have_none() -> None:
    """A text on something else, an empty one and a heading with nothing under it give no policies."""
    assert find_policies(make_document("Cargo list\n(a) Ropes\nThere are many ropes.", "Cargo")) == ()
    assert find_policies(make_document("", "Empty")) == ()
    assert find_policies(make_document("2 Significant accounting policies\n3 Revenue\n", "Contents")) == ()


def test_unlettered_policies_and_items_under_them() -> None:
    """Where headings have no letters they are the policies, and small numerals list items under one of them."""
    long = " ".join(["The ferries of the island are counted by hand before they leave the harbour."] * 3)
    titles = ["Ferries", "Financial assets", "(i) Credit losses", "(ii) Write-off policy", "Inventories", "Goodwill"]
    text = "\n".join(["Significant accounting policies", *(line for title in titles for line in (title, long))])
    found = [(p.id, p.parent) for p in find_policies(make_document(text, "Annual report"))]
    assert found == [
        ("ferries", None),
        ("financial-assets", None),
        ("financial-assets(i)", "financial-assets"),
        ("financial-assets(ii)", "financial-assets"),
        ("inventories", None),
        ("goodwill", None),
    ]


def test_titles_that_open_their_paragraph() -> None:
    """A lettered or unlettered title may stand in the paragraph it opens; its parameters are found there too."""
    tail = "are kept in the shed behind the harbour, where the captains look after them from spring until autumn."
    lettered = [
        f"(a) Inventories: Inventories {tail} Cost is calculated using the weighted average method.",
        f"(b) Leases - Quays {tail}",
    ]
    text = "\n".join(
        ["2 Significant accounting policies", *lettered, f"2(c) Goodwill\nBoats {tail}", f"(d) Boats\nThey {tail}"]
    )
    found = find_policies(make_document(text, "Annual report"))
    assert [(p.id, p.title) for p in found] == [
        ("a", "Inventories"),
        ("b", "Leases"),
        ("c", "Goodwill"),
        ("d", "Boats"),
    ]
    assert _values(found[0], "cost_formula") == [("weighted average", None)]
    plain = [f"{title}: They {tail}" for title in ("Inventories", "Leases", "Goodwill", "Income taxes", "Revenue")]
    found = find_policies(make_document("\n".join(["Significant accounting policies", *plain]), "Annual report"))
    assert [p.title for p in found] == ["Inventories", "Leases", "Goodwill", "Income taxes", "Revenue"]


def test_blocks_named_by_the_page_and_by_themselves() -> None:
    """A page with a block a policy prints each name twice; the block's own heading counts, the levels part them."""
    tail = "are kept in the shed behind the harbour, where the captains look after them from spring until autumn."
    rows: list[tuple[str, int]] = []
    for label, title in (("a", "Inventories"), ("b", "Leases"), ("c", "Goodwill"), ("d", "Income taxes")):
        rows += [(title, 2), (f"({label}) {title}", 3), (f"{title} {tail}", 0)]
    text = "\n".join(line for line, _ in rows)
    document = make_document(text, "Material accounting policies (Policies)")
    blocks = tuple(
        replace(block, kind="heading" if level else "paragraph", level=level)
        for block, (_, level) in zip(document.blocks, rows, strict=True)
    )
    found = find_policies(replace(document, kind="r_page", blocks=blocks))
    assert [(p.id, p.parent) for p in found] == [("a", None), ("b", None), ("c", None), ("d", None)]
    assert found[0].span.quote == f"(a) Inventories\nInventories {tail}"


def test_references_of_mainland_notes() -> None:
    """ "附注五、2" in note 五 is its item 2; one to another note leads outside."""
    text = CHINESE.replace("每月清點一次。", "每月清點一次，詳見附註五、3及附註七、1。")
    found = [(r.target, r.resolves) for p in find_policies(make_document(text, "年報")) for r in p.references]
    assert found == [("3", True), ("Note 七、1", False)]


SIDE_BY_SIDE: tuple[tuple[str, BlockKind, int], ...] = (
    ("1. ADOPTION OF NEW STANDARDS", "heading", 2),
    ("2. MATERIAL ACCOUNTING POLICIES", "heading", 2),
    ("1. 採納新準則", "heading", 3),
    ("Boats and vessels in property and equipment", "heading", 3),
    (
        "Boats are stated at cost less accumulated depreciation and impairment losses, every one of the nine.",
        "paragraph",
        0,
    ),
    ("船隻及設備之物業及設備", "heading", 4),
    ("船隻按成本減累計折舊及減值虧損列賬，九艘船隻亦復如此，並每年查看一次，記入船冊之內，以備查考。", "paragraph", 0),
    ("Inventories", "heading", 4),
    (
        "Inventories are carried at the lower of cost and net realisable value. Nets are counted at every full moon.",
        "paragraph",
        0,
    ),
    ("存貨", "heading", 4),
    (
        "存貨按成本與可變現淨值孰低計量，漁網於每個滿月清點，繩索則於船隻返港之後清點，並不因季節而有所不同。",
        "paragraph",
        0,
    ),
    ("Leases", "heading", 4),
    (
        "Leases of quays with a lease term of 12 months or less are expensed as incurred by the harbour office.",
        "paragraph",
        0,
    ),
    ("租賃", "heading", 4),
    (
        "短期租賃是指租賃期不超過12個月的租賃，碼頭的租賃多屬此類，租金於發生時計入損益之內，由港務長記錄。",
        "paragraph",
        0,
    ),
    ("Government grants", "heading", 4),
    (
        "Grants are recognised when there is reasonable assurance that they will be received by the lighthouse.",
        "paragraph",
        0,
    ),
    ("政府補助", "heading", 4),
    (
        "與資產相關的政府補助確認為遞延收益，於燈塔的使用年期內攤銷，燈塔之補助每年由港務長及兩名船長複核。",
        "paragraph",
        0,
    ),
)


def test_two_languages_side_by_side_have_an_outline_each() -> None:
    """English and Chinese policies of one note do not nest in each other; headings of notes are no items."""
    text = "\n".join(line for line, _, _ in SIDE_BY_SIDE)
    document = make_document(text, "Annual report 2024")
    blocks = [
        replace(block, kind=kind, level=level)
        for block, (_, kind, level) in zip(document.blocks, SIDE_BY_SIDE, strict=True)
    ]
    found = find_policies(replace(document, blocks=tuple(blocks)))
    assert [p.title for p in found] == [
        "Boats and vessels in property and equipment",
        "Inventories",
        "Leases",
        "Government grants",
        "船隻及設備之物業及設備",
        "存貨",
        "租賃",
        "政府補助",
    ]
    assert {p.parent for p in found} == {None}
    assert {p.topics[0] for p in found} == {"property", "inventories", "leases", "grants"}


def test_a_title_printed_again_as_continued_is_cut_off_its_paragraph() -> None:
    """A heading joined to its paragraph is known by its repetition on the next page."""
    title = "Impairment of boats, quays and lighthouses other than goodwill"
    body = "An impairment loss is recognised if the carrying amount of a boat exceeds its recoverable amount by far."
    text = f"2 Material accounting policies\n(a) Inventories\nInventories are carried at cost.\n{title} {body}\n"
    text += f"{title} (Continued)\nThe recoverable amount is the greater of its value in use and its fair value less costs of disposal."
    text += (
        " " * 3
        + "It is told by two captains who have sailed for at least twenty years and by nobody else at all, as the island requires."
    )
    found = find_policies(make_document(text))
    assert [p.title for p in found] == ["Inventories", title]
    assert _values(found[0], "recoverable_amount")


def test_a_continued_title_that_wraps_before_its_mark_opens_no_policy() -> None:
    """Both halves of the repeated title are furniture; a table's head that ends in "for" is no title."""
    text = (
        "2 Material accounting policies\n(a) Inventories\nInventories are carried at cost.\nEffective for\n"
        "Boats that were bought before the island had a harbour are written down over twenty years.\n"
        "Impairment of boats and quays\nAn impairment loss is recognised if the carrying amount of a boat exceeds its recoverable amount.\n"
        "Impairment of boats\nand quays (Continued)\nThe recoverable amount is the greater of its value in use and its fair value less costs."
    )
    found = find_policies(make_document(text))
    assert [p.title for p in found] == ["Inventories", "Impairment of boats and quays"]
    assert "recoverable amount is the greater" in found[1].span.quote


def test_quotes_end_with_their_clause() -> None:
    """A pattern's limit does not cut a quote in two: it ends with its clause, or before an open bracket."""
    words = (
        "2 Material accounting policies\n(a) Losses\nWhen the share of losses exceeds its interest in the harbour, the "
        "Company's interest is reduced to nil and recognition of further losses is discontinued except to the extent that "
        "the Company has incurred legal or constructive obligations on behalf of the harbour.\n(b) Contract liabilities\n"
        "A contract liability is recognised when the customer pays non-refundable consideration before the Group "
        "recognises the related revenue (see Note 2(a)). " + "Captains are told of it at once and write it down. " * 5
    )
    found = {p.id: p for p in find_policies(make_document(words))}
    quotes = [q.span.quote for p in found.values() for q in p.parameters]
    assert quotes
    assert all(q.count("(") == q.count(")") and not q.endswith((" the", " of", " and", "(see")) for q in quotes)


def test_a_heading_over_items_follows_their_standards(english: dict[str, Policy]) -> None:
    """Losses of charterers and of boats: the heading above both names the standards of both."""
    assert set(english["c"].standards) == {"IFRS 9", "IAS 36"}
