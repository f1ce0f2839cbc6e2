"""What the full-text index is asked, independent of its dialect."""

from __future__ import annotations

from dataclasses import dataclass, field

from tieout.library.rows import Filters

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Passages that hold any of `wanted` (the more and the rarer, the better), at least one of every group in
    `required`, and none of `excluded`. A phrase is terms in a row. Amount terms are phrases of one term.
    Without `ranked` the passages added last come first: to rank by words that stand everywhere takes long and tells little.
    """

    wanted: tuple[Phrase, ...]
    required: tuple[tuple[Phrase, ...], ...] = ()
    excluded: tuple[Phrase, ...] = ()
    filters: Filters = field(default_factory=Filters)
    ranked: bool = True

    @property
    def is_empty(self) -> bool:
        """Nothing to look for."""
        return not self.wanted and not self.required
