"""Invented listed companies with consistent books, what they publish, and mistakes planted in it.

`generate(seed, options)` gives the documents and the plants; the same seed and options give the same bytes.
Nothing here shares number handling with the checks: a fault in one cannot hide a fault in the other.
"""

from tieout.demo.generate import DemoCompany, DemoDocument, generate
from tieout.demo.kinds import KINDS
from tieout.demo.options import DemoOptions
from tieout.demo.plant import Plant, Spot

__all__ = ["KINDS", "DemoCompany", "DemoDocument", "DemoOptions", "Plant", "Spot", "generate"]
