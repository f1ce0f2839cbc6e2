"""The catalogue of financial concepts and its look-up: labels to concepts, mentions in prose. Reads only its own files.

A concept is what is measured, under all its names; a segment's or customer's name is a label and no concept.
"""

from tieout.concepts.catalogue import Concept, UnitKind, all_concepts, find_element, get_concept
from tieout.concepts.find import Match, find_concept, find_qualified, match_label, orient, split_names
from tieout.concepts.mentions import Mention, find_mentions

__all__ = [
    "Concept",
    "Match",
    "Mention",
    "UnitKind",
    "all_concepts",
    "find_concept",
    "find_element",
    "find_mentions",
    "find_qualified",
    "get_concept",
    "match_label",
    "orient",
    "split_names",
]
