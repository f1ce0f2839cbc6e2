"""An HTML tree to text with places, blocks and grids. No room: readers of HTML and of inline filings build on it.

`walk(root)` gives a `Walked`: one layer, its blocks, its pages, and the text range of any element.
"""

from tieout.read._html.walk import Ranges, Walked, walk

__all__ = ["Ranges", "Walked", "walk"]
