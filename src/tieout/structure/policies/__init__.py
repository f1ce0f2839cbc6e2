"""Accounting policies as data: from the blocks of any document to a tree of typed policies."""

from tieout.structure.policies.find import find_policies

__all__ = ["find_policies"]
