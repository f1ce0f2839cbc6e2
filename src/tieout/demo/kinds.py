"""All kinds of mistakes: name, letter of the check family first to see it, proposer, and the scope it must need."""

from __future__ import annotations

from tieout.demo.draft import Draft
from tieout.demo.mistakes import (
    Proposer,
    change_digit,
    find_identities,
    find_keyed,
    find_members,
    find_row_sums,
    find_told,
    propose_both,
    propose_citation,
    propose_count,
    propose_dropped_row,
    propose_lost_sign,
    propose_stale,
    propose_swapped_columns,
    propose_swapped_rows,
    propose_transposition,
    propose_word,
)
from tieout.demo.mistakes_unit import (
    propose_currency,
    propose_label,
    propose_points,
    propose_scale_lost,
    propose_scale_word,
    propose_shift,
    propose_story,
    propose_table_unit,
)


def _totals(draft: Draft) -> set[str]:
    return find_members(draft, "F", "result")


def _items(draft: Draft) -> set[str]:
    return find_members(draft, "F", "term")


def _movements(draft: Draft) -> set[str]:
    return find_members(draft, "R", "term") | find_members(draft, "R", "result")


KINDS: dict[str, tuple[str, Proposer, str]] = {
    "total_wrong": ("F", change_digit(_totals), ""),
    "item_wrong": ("F", change_digit(_items), ""),
    "transposed_digits": ("F", propose_transposition, ""),
    "dropped_row": ("F", propose_dropped_row, ""),
    "sign_lost": ("U", propose_lost_sign, ""),
    "cross_footing": ("F", change_digit(find_row_sums), ""),
    "growth_wrong": ("G", change_digit(find_keyed("growth|")), ""),
    "share_wrong": ("P", change_digit(find_keyed("share|")), ""),
    "margin_wrong": ("P", change_digit(find_keyed("margin|")), ""),
    "points_wrong": ("P", change_digit(find_keyed("points|")), ""),
    "ratio_wrong": ("P", change_digit(find_keyed("ratio|")), ""),
    "per_share_wrong": ("P", change_digit(find_keyed("eps_")), ""),
    "rollforward_wrong": ("R", change_digit(_movements), ""),
    "text_value_wrong": ("A", change_digit(find_told), ""),
    "note_vs_face": ("A", propose_both, ""),
    "stale_value": ("A", propose_stale, ""),
    "across_documents": ("A", propose_story, "across"),
    "between_languages": ("A", propose_story, "languages"),
    "prior_year": ("A", propose_story, "prior"),
    "scale_word": ("U", propose_scale_word, ""),
    "scale_lost": ("U", propose_scale_lost, ""),
    "unit_in_header": ("U", propose_table_unit, ""),
    "percent_for_points": ("U", propose_points, ""),
    "currency_wrong": ("U", propose_currency, ""),
    "decimal_shift": ("U", propose_shift, ""),
    "direction_word": ("L", propose_word("direction"), ""),
    "degree_word": ("L", propose_word("degree"), ""),
    "count_wrong": ("L", propose_count, ""),
    "wrong_label": ("L", propose_label, ""),
    "swapped_columns": ("L", propose_swapped_columns, ""),
    "swapped_rows": ("L", propose_swapped_rows, ""),
    "identity_wrong": ("I", change_digit(find_identities), ""),
    "citation_wrong": ("S", propose_citation, ""),
}
