"""A sentence that tells the change of what the sentence before it told: "Commitments were 237.9. This was an increase of 35.2 %"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tieout.facts.sentences import Clause
from tieout.model import Claim

_THIS = re.compile(
    r"^\W*(?:this|that|it)\s+(?:is|was|represent(?:s|ed)|mark(?:s|ed)|means|meant|equals|corresponds\s+to)\b"
    r"(?!\s+(?:not|only|due|because|mainly|primarily))",
    re.I,
)


def tie_back(claim: Claim, clause: Clause, before: Sequence[Claim]) -> Claim:
    """The change with the value, and the earlier one, of the sentence before it, where that told one value and no change."""
    told = [c for c in before if c.figure("current") is not None]
    lone = claim.kind == "change" and claim.figure("change") is not None and claim.figure("current") is None
    if not (lone and clause.first and _THIS.match(clause.skeleton)) or len(told) != 1 or told[0].figure("change"):
        return claim
    value = told[0]
    roles = {"current": value.figure("current"), "prior": value.figure("prior"), **dict(claim.roles)}
    own = claim.figure("prior") is not None
    return replace(
        claim,
        subject=value.subject,
        concept=value.concept,
        roles=tuple((role, key) for role, key in roles.items() if key is not None),
        period=value.period,
        prior_period=claim.prior_period if own else value.prior_period,
        prior_dated=claim.prior_dated if own else value.prior_dated,
        dated=value.dated,
        linked=value.linked,
    )
