"""Accounting policies as data: from the blocks of any document to a tree of typed policies."""

from tieout.structure.policies.compare import PolicySet, compare_policies
from tieout.structure.policies.find import find_policies

__all__ = ["PolicySet", "compare_policies", "find_policies"]
