"""Words by which tables show their structure: totals, parts, changes, shares, notes. English and Chinese."""

from __future__ import annotations

import re

TOTAL = re.compile(
    r"^(?:grand\s+|sub[\s-]?)?totals?\b|^(?:合\s*[计計]|总\s*[计計]|總\s*[计計]|小\s*[计計]|共\s*[计計]|合共|总额|總額)"
    r"|(?:合计|合計|总计|總計|小计|小計|总额|總額|总数|總數)$|\btotal$",
    re.I,
)
"""Labels of rows that sum others. 按组合计提 holds 合计 and is none: the word must stand at an end."""

SUBTOTAL = re.compile(r"^sub[\s-]?total|小\s*[计計]", re.I)
LESS = re.compile(r"^(?:less|minus|deduct(?:ing)?)\b\s*[:：-]?|^(?:减|減|扣除)\s*[：:]?", re.I)
OF_WHICH = re.compile(r"^(?:of\s+which|including|in\s+which|comprising|representing)\b|^(?:其中|包括|当中|當中)", re.I)

CHANGE = re.compile(
    r"\bchanges?\b|\bgrowth\b|\byoy\b|y-o-y|year[\s-]on[\s-]year|year[\s-]over[\s-]year|\bvariance\b|\bmovement\s*%"
    r"|(?:increase|decrease)s?\b|\bqoq\b|[∆Δ△]\s*[%％]|变动|變動|變化|变化|增减|增減|同比|环比|環比|增长|增長|增幅|升幅|跌幅",
    re.I,
)
MOVEMENT = re.compile(
    r"价值变动|價值變動|fair\s+value\s+changes?|changes?\s+in\s+(?:the\s+)?fair\s+value|本(?:期|年)(?:增减)?(?:变动|變動)|增减变动(?:金额|情况)?$",
    re.I,
)
"""Headers that hold a word for a change and head amounts of the period, not a comparison of two columns."""
OTHER_BASIS = re.compile(
    r"constant\s+(?:currency|exchange)|\bcomparable\b|\borganic|like[\s-]for[\s-]like|\bbetter\b|\bworse\b|\bfavou?rable\b|\bcore\b|固定(?:汇率|匯率)|不变汇率|不變匯率",
    re.I,
)
"""Headers of changes that do not follow from the columns beside them, or whose sign says good or bad."""
SHARE = re.compile(
    r"%\s*of\b|(?<!per\s)\bshare\b(?!s|holder|-based| capital| option| premium| award| price)|\bproportion\b|\bpercentage\s+of\b|\bas\s+a\s+%|\bmix\b|\bcontribution\b|\bweight(?:ing)?\b"
    r"|占比|佔比|比重|[占佔].{0,12}百分比|[占佔].{0,8}[%％]|比例",
    re.I,
)
PORTION = re.compile(r"%\s*of\b|\bpercentage\s+of\b|\bproportion\s+of\b|\bas\s+a\s+%", re.I)
"""A share told over several header lines."""
NOTE = re.compile(
    r"^(?:notes?|pages?)\s*\.?(?:\s*(?:no\.?|numbers?))?$|^[頁页](?:[次碼码數数])?$|^附\s*[注註]$|^註?釋?$|^附注號$|^ref\.?$",
    re.I,
)
PER_SHARE = re.compile(
    r"per\s+(?:ordinary\s+|common\s+|diluted\s+|basic\s+|class\s+\w+\s+)?(?:share|ads|unit|RSU)\b|\bper\s+(?:\w+\s+){1,3}unit\b|\beps\b|每股",
    re.I,
)
RATIO = re.compile(
    r"\bmargin\b|\bratio\b|\brate\b|\byield\b|\bas\s+%|\bpercentage\b|%|\breturn\s+on\b|率$|比率|百分比|收益率|比例",
    re.I,
)
COUNT = re.compile(
    r"\bnumbers?\s+of\b|\bunit\s+sales\b|\bunits\s+sold\b|(?<!\bto\s)(?<!\bfrom\s)(?<!\bwith\s)(?<!\bby\s)(?<!\bexternal\s)(?<!\boutside\s)(?<!\bparty\s)\bcustomers?$|\bemployees$|\bheadcount\b|\bcount$|(?<!\d )\bdays$|\bcities\b|\bvehicles\s+(?:delivered|sold)"
    r"|人数|人數|数量|數量|天数|天數|股数|股數|数目|數目",
    re.I,
)
"""Labels of counts, which a header's scale of money does not reach. "Restricted stock units" and "31 to 90 days" are none."""

OPENING = re.compile(
    r"(?:beginning|opening|brought\s+forward)|\bat\s+(?:1\s+january|january\s+1|1\s+april|april\s+1|1\s+july|july\s+1)\b"
    r"|^(?:balances?\s+)?(?:as\s+)?at\s+\d{1,2}\s+\w+(?:\s+\d{4})?\s*$|期初|年初|于.{0,12}1月1日|於.{0,12}一月一日",
    re.I,
)
CLOSING = re.compile(
    r"(?:\bend(?:ing)?\b(?!ed)|closing|carried\s+forward)|\bat\s+(?:31\s+december|december\s+31|30\s+june|june\s+30|31\s+march|march\s+31)\b"
    r"|期末|年末|十二月三十一日|12月31日|六月三十日|6月30日",
    re.I,
)

STATEMENT = re.compile(
    r"statements?\s+of\s+(?:\w+\s+){0,3}(?:profit|loss|income|comprehensive|financial\s+position|cash\s+flows?|changes\s+in\s+equity|operations|earnings)"
    r"|balance\s+sheets?|income\s+statements?|key\s+figures|highlights|(?:five|four|three)[\s-]year|financial\s+summary"
    r"|損益|损益|利润表|財務狀況表|财务状况表|资产负债表|資產負債表|現金流量表|现金流量表|權益變動表|权益变动表|財務摘要|财务摘要|主要会计数据|全面收益",
    re.I,
)
"""Titles of primary statements and summaries: their rows are the group's own items."""

RESTATED = re.compile(r"restated|re-?presented|reclassified|重列|重述|重新分[类類]|调整后|調整後", re.I)
"""What a caption or header says of figures that no longer are those first printed."""

OPENS_RANGE = re.compile(r"\d\S*\s*(?:\bto|至)\s*$", re.I)
"""A cell that opens a range ("HK$27 to"): the number in the cell below ends it and is no value of its row."""
