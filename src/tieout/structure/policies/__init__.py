"""Accounting policies as data: from the blocks of any document to a tree of typed policies."""

from tieout.structure.policies.compare import PolicySet, compare_policies, part_by_language
from tieout.structure.policies.find import find_policies

__all__ = ["PolicySet", "compare_policies", "find_policies", "part_by_language"]
