"""What a clause speaks of: its words up to the first verb or figure, without who acts, when, and how the clause is tied on.

All patterns meet skeletons (see `sentences`), so that no digit stands in their way.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tieout.concepts.phrases import VERB


class Subject(NamedTuple):
    """The words, and whether the clause itself says that the figure after them is theirs ("recorded revenue of ⟦A1⟧")."""

    text: str
    told: bool = False


DEALT = r"(?:handled|transported|carried|shipped|delivered|processed|treated|welcomed|attracted|produced|sold|employed)"
"""Verbs of which a quantity is the object: "the terminals handled 5 million TEU"."""
_SUBJECT_END = re.compile(
    rf"\b(?:{VERB}|compared)\b|\b{DEALT}(?=\s+(?:about\s+|approximately\s+|around\s+|some\s+|a\s+total\s+of\s+)?⟦A)|\b(?:falling|rising|growing|climbing|dropping|surging|jumping|sliding|slipping|easing|shrinking|moving|coming)(?=\s+(?:\w+ly\s+|up\s+|down\s+)?(?:to|by|from)\b)|(?<!attributable )\b(?:from|to|by|up|down)\b(?=[^⟦⟧,]{{0,14}}⟦)|⟦[APQX]|為|为|约|約|达|達|同比|较|較|由|从|從|(?<!新)增(?!值)|[減减](?!值|免)|下(?!半|属|屬)|上升",
    re.I,
)
LEADS_TO = r"(?:thereby\s+|thus\s+)?(?:leaving|giving|yielding|resulting\s+in|leading\s+to|(?:helped|aided|supported|boosted|lifted|driven|underpinned|weighed\s+down|held\s+back)\s+by)"
"""How a clause goes on from one item to another: "..., leaving total equity of ⟦A1⟧"."""
_LEAD_IN = re.compile(
    r"^[\s,]*(?:as\s+)?(?:compared\s+(?:with|to)|against|versus|from)\s+[^⟦⟧,]{0,30}⟦\w+⟧[^⟦⟧,]{0,14}(?:⟦[TR]\d+⟧)?[^⟦⟧,]{0,6},\s*(?:our|the|its)?\s*"
    r"|^[\s,]*(?:(?:in|for|during|as\s+(?:of|at)|at|by)\s+(?:the\s+)?(?:year\s+|period\s+)?⟦[TR]\d+⟧[\s,]*)+|^[\s,]*(?:and|with|while|whereas|(?:even\s+)?though|although|but|as|the|yet|still|thus|hence)\s+"
    r"|^[\s,]*(?:in|during|for|at|as\s+(?:of|at)|by|throughout)\s+(?:the\s+)?(?:(?:year|period|half-year|half|quarter|months|review|end|reporting|under|first|second|third|fourth|financial|six|nine|of|the|ended|⟦[TR]\d+⟧)[\s,]+)+"
    rf"|^[\s,]*{LEADS_TO}\s+(?:an?\s+|the\s+)?(?=[a-z])"
    r"|^[\s,]*at\s+⟦A\d+⟧,\s+(?=[a-z])|^\W*(?:let\s+(?:me|us)|turning|moving|now|next)\b[^⟦⟧:.]{0,60}:\s+"
    r"|^[\s,]*(?:meanwhile|however|overall|in\s+addition|additionally|moreover|furthermore|in\s+total|notably|similarly|correspondingly|accordingly),\s+"
    r"|^[\s，,]*(?:截至|於|于|在)?\s*⟦[TR]\d+⟧(?:止年度|止六[個个]月|止)?\s*[，,]\s*|^[\s，,]*(?:其中|此外|同時|同时|另外|當中|当中|[连連]同|[报報]告期末|[年期季]末|年底|[報报]告期[內内]|期[內内])\s*[，,：:]?\s*"
    r"|^[\s，,]*(?:投入|[财財][务務]|[业業][绩績]|整[体體]|[费費]用|支出|成本|盈利|利[润潤]|[现現]金流|[资資][产產]|[负負][债債]|[资資]金|[股派]息|[员員]工)(?:方面|上|而言|[来來]看)\s*[，,：:]\s*",
    re.I,
)
_OWNER = re.compile(
    r"^\s*(?:the\s+)?(?:(?:group|company|corporation|bank)['’]s\s+(?=\w)|group\s+(?=(?:total\s+|net\s+|operating\s+|gross\s+)?(?:revenue|turnover|sales|profit|loss|earnings|margin)\b))",
    re.I,
)
_WHO = r"(?:the\s+)?(?:company|group|bank|we|it|they|board(?:\s+of\s+directors)?|directors|management)"
_ACTS = (
    r"saw|reported|recorded|records|achieved|had|has|have|held|generated|delivered|posted|incurred|serves|served|earned|booked|realised|realized|registered"
    r"|(?:recommend|propose|declare)(?:d|s|ed)?|resolved\s+to\s+(?:declare|pay|recommend)|paid"
)
_ACTOR = re.compile(
    rf"^{_WHO}(?:['’]s)?\s+(?:has\s+|have\s+|had\s+|also\s+|further\s+)*(?:{_ACTS})\s+(?:(?:the\s+)?payment\s+of\s+)?(?:an?\s+|the\s+|its\s+|total\s+)*",
    re.I,
)
_OTHER_ACTOR = re.compile(
    r"^(?:the\s+)?(?P<who>[A-Z0-9][\w&'’.-]*(?:\s+[\w&'’.-]+){0,3}?)\s+(?:reported|recorded|achieved|generated|delivered|posted|earned|booked|registered|contributed|brought\s+in|yielded)\s+"
    r"(?:an?\s+|total\s+)?(?P<what>[a-z][a-z-]*(?:\s+[a-z-]+){0,2})\s+of\s+(?:approximately\s+|about\s+|around\s+)?(?=⟦A\d+⟧\s*(?:[.,;()]|$|⟦|in\s+(?:⟦|the\s+(?:year|period|half|quarter)\b)|(?:for|during|compared|against|versus|up|down)\b))"
)
_HAN_ACTOR = re.compile(
    r"^(?:本集[團团]|集[團团]|本公司|公司|本行|[該该]行|我們|我们|董事[會会])"
    r"(?:[實实][現现]|[錄录]得|[擁拥]有|共有|建[議议](?:派[發发付]|宣派)?|[擬拟]派[發发]?|宣(?:派|[佈布]派[發发]?)|派[發发付])?(?:的)?(?=[\u4e00-\u9fff⟦])"
)
_HAN_TAIL = re.compile(
    r"(?:[則则也亦仍已]|合共|共[計计]?|合[計计]|[總总][計计]|每股|[錄录]得|[實实][現现])+$|(?<=[一-鿿])[於于在]$"
)
_NET_OF = re.compile(r",\s*(?:net\s+of|after|before|less)\s+(?:[a-z-]+\s*){1,5}$", re.I)
"""What was taken off the item, told between it and its value: "trade receivables, net of allowance, were"."""
_TRAIL = re.compile(
    r"(?:[\s,]+(?:for|in|of|as|at|during|on|by|the|and|both|a|an|also|has|had|have|been|will|be))+$|[於于在]$", re.I
)
_OF = re.compile(
    r"\bof\s+(?:approximately\s+|about\s+|around\s+|some\s+|a\s+total\s+of\s+)?⟦[AP]\d+⟧"
    r"(?=\s*(?:[.,;()]|$|⟦|in\s+⟦|(?:for|during|compared|against|versus|as\s+compared|up|down|per)\b))",
    re.I,
)
"""The value of an act and nothing else: not of one event ("when ...") or part ("in connection with ...")."""
_COUNTED = re.compile(
    r"^(?:(?:the\s+)?(?:company|group|bank|we|it)\s+(?:has\s+|have\s+|also\s+)*(?:had|has|have|employed|employs|operated|operates|served|serves)|there\s+were|there\s+are)\s+"
    r"(?:an?\s+total\s+of\s+|a\s+total\s+of\s+|approximately\s+|about\s+|around\s+|some\s+)?⟦A\d+⟧\s+(?P<noun>(?:full-time\s+|active\s+)?[a-z]+)"
    r"(?=\s*(?:[,.;(（]|$|⟦[TR]|(?:as\s+(?:of|at)|at|in|by|on)\s+(?:the\s+end|⟦[TR])|and\b|compared|against|versus|up\b|down\b|worldwide|in\s+total))",
    re.I,
)
"""A count whose noun follows it: "the Group had 3,406 employees"."""
_PEOPLE = frozenset({"people", "persons", "staff", "personnel", "individuals", "workers"})
_HAN_COUNTED = re.compile(
    r"^(?:本集[團团]|集[團团]|本公司|公司|本行|我們|我们)?(?:共有|共[僱雇]用|[擁拥]有|[僱雇]用|[聘]用|有)(?:[約约])?⟦A\d+⟧\s*[名位間间家個个]?(?P<noun>[\u4e00-\u9fff]{2,6}?)(?=[,，。;；(（及和與与]|$)"
)


def find_subject(piece: str) -> Subject:
    """What a clause speaks of; empty where nothing stands before its first figure."""
    text = piece
    for _ in range(3):
        text = _LEAD_IN.sub("", text)
    text = _OWNER.sub("", text)
    for pattern in (_COUNTED, _HAN_COUNTED):
        if counted := pattern.match(text.strip()):
            return Subject("employees" if counted["noun"].lower() in _PEOPLE else counted["noun"], True)
    if (other := _OTHER_ACTOR.match(text)) and not re.match(_WHO, other["who"], re.I):
        return Subject(f"{other['who']} {other['what']}", True)
    acted = _ACTOR.match(text) or _HAN_ACTOR.match(text)
    if acted is not None:
        text = text[acted.end() :]
    end = _SUBJECT_END.search(text)
    words = text[: end.start()] if end else text
    bare = re.sub(r"⟦\w+⟧", " ", words).strip(" ,-–，")
    bare = _NET_OF.sub("", bare)
    found = re.sub(r"^an?\s+", "", _HAN_TAIL.sub("", _TRAIL.sub("", bare).strip(" ,-–，")), flags=re.I)
    of = _OF.search(text)
    return Subject(found, acted is not None and of is not None and "⟦" not in text[: of.start()])
