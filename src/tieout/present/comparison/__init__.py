"""A comparison of two drafts or editions, on every surface with the same order and words."""

from tieout.present.comparison.as_json import comparison_to_json
from tieout.present.comparison.page import comparison_to_html
from tieout.present.comparison.plain import comparison_to_markdown, comparison_to_text
from tieout.present.comparison.workbook import comparison_to_xlsx

__all__ = [
    "comparison_to_html",
    "comparison_to_json",
    "comparison_to_markdown",
    "comparison_to_text",
    "comparison_to_xlsx",
]
