"""Words of change and comparison in English and Chinese."""

from __future__ import annotations

import re

UP = (
    r"increas(?:e|es|ed|ing)|r(?:ise|ises|ose|isen|ising)|gr(?:ow|ows|ew|own|owing|owth)|climb(?:s|ed|ing)?|surg(?:e|es|ed|ing)"
    r"|jump(?:s|ed|ing)?|soar(?:s|ed|ing)?|gained|expanded|expanding|widen(?:s|ed|ing)?|(?:higher|up)(?=\s+(?:from|by|than|to)\b|\s*⟦)"
    r"|uplift|lengthened|advanced|(?<=an )advance|went\s+up|edged\s+up|improv(?:es|ed|ing|ement)|doubled|tripled|rebounded|recovered(?=\s+(?:by|to|from)\b|\s*⟦)"
    r"|增加|增长|增長|上升|上涨|上漲|提升|提高|升至|扩大|擴大|增至|攀升|升"
)
DOWN = (
    r"decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|f(?:all|alls|ell|allen|alling)|drop(?:s|ped|ping)?|reduced|reduction(?=\s+(?:of|from|by|in\s+\w+)\b|\s+compared)"
    r"|narrow(?:s|ed|ing)?|shr(?:inks|ank|unk|inking)|lowered|(?:lower|down)(?=\s+(?:from|by|than|to)\b|\s*⟦)|contracted(?=\s+(?:by|from|to\s+[^a-z]|[a-z]+ly\b|⟦))|slumped|diminished"
    r"|slid|slipped|dip(?:ped)?|eased|went\s+down|edged\s+down|plunged|tumbled|deteriorat(?:e|ed|ing|ion)|receded|shortened"
    r"|减少|減少|下降|下跌|下滑|降低|降至|减至|減至|收窄|跌至|缩减|縮減|回落|跌|降"
)
FLAT = (
    r"remain(?:s|ed|ing)?\s+(?:\w+\s+)?(?:stable|flat|unchanged|steady|constant|similar)|(?:was|were|is|broadly|largely|relatively)\s+"
    r"(?:stable|flat|unchanged)|unchanged|持平|保持稳定|保持穩定|不变|不變"
)
IMPROVE = re.compile(r"improv", re.I)

DIRECTION = re.compile(
    rf"(?P<up>(?<![A-Za-z])(?:{UP})(?![A-Za-z]))|(?P<down>(?<![A-Za-z])(?:{DOWN})(?![A-Za-z]))|(?P<flat>(?<![A-Za-z])(?:{FLAT})(?![A-Za-z]))",
    re.I,
)
NOT_CHANGE = re.compile(
    r"(?:increase|decrease|reduction|growth|change|rise)s?\s+in\s+(?:the\s+)?(?:fair\s+value|deposits|inventor|trade|prepay|provision)"
    r"|increases?\s+in\s+credit\s+risk|set\s+up|follow(?:ed)?\s+up|start(?:ed)?[\s-]up|made\s+up|up\s+to|build\s+up|ramp\s+up|lower\s+of|higher\s+of|break\s*down|lower\s+than|higher\s+than"
    r"|further\s+expand|capital\s+increase|growth\s+(?:strategy|capital|engine|drivers?)|high[\s-]growth",
    re.I,
)
LOSS = re.compile(
    r"\bloss(?:es)?\b|\bexpens|\bcosts?\b|\bused\s+in\b|\bdeficit\b|\bimpairment|虧損|亏损|開支|开支|費用|费用|成本",
    re.I,
)
TRUE_LOSS = re.compile(r"\bloss(?:es)?\b|\bdeficit\b|虧損|亏损", re.I)
GAIN = re.compile(
    r"\bmargins?\b|\bprofits?\b|\bearnings\b|\bEBITDA?\b|\breturn\s+on\b|毛利率|利[润潤]率|溢利|[净淨]利|利[润潤]", re.I
)
"""Things of which more is better."""
BURDEN = re.compile(
    r"\b(?:injury|accident|fatality)(?:\s+(?:frequency|severity|incidence|incident))?\s+(?:rate|frequency|ratio)\b|\b(?:TRIFR|LTIFR)\b|\b(?:churn|attrition|defect|delinquency|complaints?)\s+rates?\b"
    r"|\b(?:non-performing|bad)\s+loans?\s+ratio\b|\bNPL\s+ratio\b|\bcost[\s-]to[\s-]income\s+ratio\b|\bcombined\s+ratio\b",
    re.I,
)
"""Rates of which less is better."""

VERB = (
    r"was|were|is|are|amounted|totall?ed|reached|stood|recorded|reported|increas\w+|decreas\w+|declin\w+|grew|rose|fell|dropp\w+|remain\w+"
    r"|reduc\w+|improv\w+|narrow\w+|widen\w+|surg\w+|contribut\w+|account\w+|represent\w+|generat\w+(?!\s+(?:from|by))|went|ha[ds]|achiev\w+|expand\w+|climb\w+"
    r"|exceed\w+|compris\w+|includ\w+|serv(?:e|es|ed|ing)|held|totaling|reaching|came|swung|edged|slipped|slid|jumped|soared|eased|advanced|dipped|shrank|returned"
    r"|rebounded|recovered|receded|shortened|lengthened|doubled|tripled|halved|worked\s+out|ended|closed|numbered"
)
COMPARED = re.compile(
    r"compared\s+(?:to|with)|comparing\s+(?:to|with)|as\s+compared\s+(?:to|with)|versus|\bvs\.?|as\s+against|against|as\s+opposed\s+to|in\s+comparison\s+(?:to|with)"
    r"|(?<=⟧ )on(?=\s+(?:the|its)\s+⟦A)|(?:slightly|just|well|marginally)\s+(?:above|below)|from|(?:up|down)\s+from|(?<!more )(?<!less )(?<!rather )than|較|较|比|相比|對比|对比|上年同期|去年同期|同期",
    re.I,
)
SHARE_OF = re.compile(
    r"(?:account(?:s|ed|ing)?\s+for|represent(?:s|ed|ing)?|contribut(?:es|ed|ing)|compris(?:es|ed|ing)|constitut(?:es|ed|ing)|equivalent\s+to|or|mak(?:es|ing)\s+up)"
    r"|占|佔",
    re.I,
)
WHOLE = re.compile(
    r"^[^⟦⟧,;.]{0,12}?\b(?:of|to)\s+(?:the\s+)?(?:group['’]?s?\s+|company['’]?s?\s+|its\s+|our\s+|overall\s+)*(?P<whole>total\s+[a-z-]+(?:\s+[a-z-]+){0,2}|revenues?|sales|turnover|(?:all\s+)?employees|total)"
    r"|^的?(?P<zh>总|總|占|佔)",
    re.I,
)
