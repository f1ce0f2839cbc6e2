"""The standards a policy follows: those its text names and those that govern its subject matter."""

from __future__ import annotations

import re

from tieout.structure.policies.catalogue import Topic, find_governing

_NAMED = re.compile(r"\b(IFRS|IAS|HKFRS|HKAS|IFRIC|SIC|HK\(IFRIC\)|HK-Int)(?:[- ]Int)?[\s\u00a0]*(\d{1,2})\b")
_ASC = re.compile(r"\b(?:ASC(?: Topic)?|Topic)[\s\u00a0]+(\d{3})\b")
_CHINESE = (
    (re.compile(r"香港(?:財務報告|财务报告)[準准]則?则?第?\s*(\d{1,2})\s*[號号]"), "HKFRS"),
    (re.compile(r"香港(?:會計|会计)[準准][則则]第?\s*(\d{1,2})\s*[號号]"), "HKAS"),
    (re.compile(r"[國国][際际](?:財務報告|财务报告)(?:會計|会计)?[準准][則则]第?\s*(\d{1,2})\s*[號号]"), "IFRS"),
    (re.compile(r"[國国][際际](?:會計|会计)[準准][則则]第?\s*(\d{1,2})\s*[號号]"), "IAS"),
    (re.compile(r"企[業业](?:會計|会计)[準准][則则]第?\s*(\d{1,2})\s*[號号]"), "CAS"),
)


def find_named_standards(text: str) -> tuple[str, ...]:
    """Standards the text names, in the order met: "IFRS 16", "HKAS 12", "ASC 842", "CAS 14"."""
    found = [(m.start(), f"{m.group(1)} {m.group(2)}") for m in _NAMED.finditer(text)]
    found += [(m.start(), f"ASC {m.group(1)}") for m in _ASC.finditer(text)]
    for pattern, name in _CHINESE:
        found += [(m.start(), f"{name} {m.group(1)}") for m in pattern.finditer(text)]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def find_standards(text: str, topics: tuple[Topic, ...], framework: str) -> tuple[str, ...]:
    """Named standards first, then those of the subject in the document's framework; () for an unknown framework."""
    governing = [standard for topic in find_governing(topics) for standard in topic.standards(framework)]
    return tuple(dict.fromkeys((*find_named_standards(text), *governing)))
