"""Words for the use of proceeds, and for what a sentence says of an amount of them."""

from __future__ import annotations

import re

PROCEEDS = re.compile(r"proceeds|所得款|募集[资資]金", re.I)
USED = re.compile(
    r"(?<!un)(?<!un-)(?:utili[sz]ed|utili[sz]ation|\bused\b|\buse\b|\bapplied\b)|[已實实][际際]?(?:動用|动用|使用|運用|运用)",
    re.I,
)
LEFT = re.compile(
    r"\bun-?(?:utili[sz]|us)ed|remaining|not\s+yet|balance|intended|planned|propos|expected|未|尚|擬|拟|計劃|计划|預|预",
    re.I,
)
TOLD_AFTER = re.compile(
    r"^[^.;|]{0,40}?\b(?:ha[ds]|have|was|were)\s+(?:already\s+)?(?:been\s+)?(?:fully\s+)?(?:utili[sz]ed|used|applied)\b"
    r"|^[^。；，|]{0,12}(?:已|獲|获)(?:動用|动用|使用|運用|运用)",
    re.I,
)
TOLD_BEFORE = re.compile(
    r"\b(?:ha[ds]|have)\s+(?:utili[sz]ed|used|applied)\s+(?:approximately\s+|about\s+)?(?:the\s+)?$"
    r"|已(?:累[計计])?(?:動用|动用|使用|運用|运用)[^。；，\d]{0,10}$",
    re.I,
)  # fmt: skip
LEFT_AFTER = re.compile(
    r"^[^.;|]{0,40}?\b(?:(?:remain(?:s|ed)?|was|were|is|are)\s+(?:still\s+|to\s+be\s+)?(?:un-?(?:utili[sz]|us)ed|unspent|utili[sz]ed(?=\s*$)|unapplied)|ha[ds]\s+(?:not|yet)\s+(?:yet\s+)?(?:to\s+be\s+|been\s+)?(?:utili[sz]ed|used|applied))"
    r"|^[^。；，|]{0,12}(?:尚未|仍未|未)(?:動用|动用|使用|運用|运用)",
    re.I,
)
"""An amount that a sentence says is not used yet."""
LEFT_BEFORE = re.compile(
    r"\bun-?(?:utili[sz]ed|used|spent)\s+(?:net\s+)?(?:proceeds|balance|amount)\s+(?:of|was|were|is|amounted\s+to|stood\s+at)\s+(?:approximately\s+|about\s+)?$"
    r"|(?:尚未|未)(?:動用|动用|使用|運用|运用)的?(?:所得款項?|所得款项?|[餘余][額额]|[結结][餘余])?(?:淨額|净额)?(?:為|为|約為|约为|約|约)?$",
    re.I,
)
UNUSED = re.compile(
    r"\bun-?(?:utili[sz]ed|used|spent|applied)|remaining|not\s+yet\s+(?:utili[sz]ed|used)|(?:尚未|未)(?:動用|动用|使用|運用|运用)|[結结][餘余]",
    re.I,
)
WHOLE = re.compile(r"\bnet\s+proceeds\b|\ballocat|所得款|分配|計劃|计划|募集[资資]金", re.I)
"""Headings of what is left of proceeds, and of the whole of them."""
