"""What looks like a number and is not a figure: dates, years, notes, citations, codes, names of standards and products."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout.numbers.chinese import NUMERALS

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_NUMBERED = (
    r"(?i:notes?|sections?|chapters?|rules?|articles?|appendix|appendices|paragraphs?|paras?\.?|schedules?|pages?|tables?|figures?"
    r"|exhibits?|clauses?|code\s+provisions?|annex(?:es)?|levels?|tiers?|stages?|phases?|versions?|footnotes?|steps?|volumes?)"
    r"|Items?|Parts?|Forms?|Interpretations?|Practice\s+Statements?|pp\.|p\.|Types?|Categor(?:y|ies)|Class(?:es)?|Series|No\.|Nos\.|Vol\.|Cap\.|Scope|Round|Group|Lot"
    r"|Block|Room|Unit|Suite|Flat|Building|Tower|Standards?|IAS|IFRS|HKAS|HKFRS|IFRIC|SIC|ASC|ASU|FRS|SFAS|CAS|ISA|HKSA|PN"
    r"|Pillar|Topic|Question|Q|Principle|Goal|SDG|Model|Mark"
)

_PATTERNS: tuple[tuple[str, str, int], ...] = (
    ("citation", r"\[\d{1,4}(?:\s*[,\-–]\s*\d{1,4})*\]", 0),
    ("citation", r"\[\d{1,3}\s*[,，:：;；]\s*(?:pages?|pp?\.?)\s*\d{1,4}\]", re.I),
    ("citation", r"\(index=\d+&type=\w+(?:&id=(?:[^()]|\([^()]*\))*)?\)", 0),
    ("address", r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+", 0),
    ("time", r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)(?:\s*[ap]\.?m\.?)?", re.I),
    ("date", rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{{1,2}})?(?:,?\s+{_YEAR})?(?!\d|,\d{{3}})", 0),
    ("date", rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?(?![A-Za-z\d])", 0),
    ("date", rf"{_MONTH}\s*,?\s+{_YEAR}(?!\d)", 0),
    ("date", rf"(?<!\d){_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?!\d)|(?<!\d)\d{{1,2}}/\d{{1,2}}/(?:{_YEAR}|\d\d)(?!\d)", 0),
    ("date", rf"(?:{_YEAR}|[二○〇零一二三四五六七八九]{{4}})\s*年(?:\s*(?:\d{{1,2}}|[十一二三四五六七八九]{{1,3}})\s*月)?"
     r"(?:\s*(?:\d{1,2}|[十一二三四五六七八九]{1,3})\s*日)?(?:度|底|末|初)?", 0),
    ("date", r"(?<![\d.,])\d{1,2}\s*月\s*\d{1,2}\s*日|(?<![\d.,])\d{1,2}\s*月份?(?!\d)", 0),
    ("date", r"[十一二三四五六七八九]{1,3}月[十一二三四五六七八九]{1,3}日", 0),
    ("year", rf"(?<![\d,.A-Za-z]){_YEAR}\s*[-–/]\s*(?:{_YEAR}|\d\d)(?![\d,]|\.\d)", 0),
    ("period", rf"(?<![A-Za-z\d])(?:FY|CY|F)\s?(?:{_YEAR}|\d\d)(?:/\d\d)?(?:\s?Q[1-4])?(?![\d.,])", re.I),
    ("period", rf"(?<![A-Za-z\d])(?:[1-4]Q|Q[1-4]|[12]H|H[12]|9M|6M|3M)(?:\s?(?:FY)?\s?'?(?:{_YEAR}|\d\d))?(?![A-Za-z\d,])", re.I),
    ("period", rf"(?<!\d){_YEAR}\s?(?:Q[1-4]|H[12])(?!\d)", re.I),
    ("period", r"\b(?:\d{1,2}|three|six|nine|twelve)[\s-]+(?:months?|weeks?)(?:\s+periods?)?\s+(?:ended|ending)", re.I),
    ("period", r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:個|个)月(?:期間|期间|止)?", 0),
    ("period", r"第[一二三四1-4]\s*季度?|[一二三四]季度", 0),
    ("standard", r"\b(?:ISO|IEC|GB/?T?|BS|SAE|ISAE|EN|UL|CMMI|ASIL|ASPICE|PCAOB|SOC|RFC)(?:[/\s-]*(?:IEC|SAE|TS|TR|AS|CL|Level))*[\s-]?"
     r"[A-Z]?\d+(?:[-:.]\d+)*\b", 0),
    ("reference", rf"(?<![A-Za-z])(?:{_NUMBERED})\s?\(?[A-Z]?\d+(?:[.\-]\d+)*[A-Za-z]?(?:\([a-z\dA-Z]+\))*\)?"
     r"(?:\s*(?:,|and|&|to|or|-|–)\s*\(?\d+(?:\.\d+)*[A-Z]?(?:\([a-z\d]+\))*(?![\d%]|,\d|\s*(?:%|million|billion|per)))*(?![\d%]|,\d)", 0),
    ("reference", r"(?:附註|附注|註釋|注释|附录|附錄|章程細則|细则|細則|附件|图|圖|表|情景|方案|阶段|階段)\s*[（(]?(?:\d+(?:\.\d+)*|[一二三四五六七八九十]+)(?:、\d+)*"
     r"(?:[（(][a-z\d]+[）)])*[）)]?(?![\d,.%])", 0),
    ("reference", r"第\s*(?:\d+(?:\.\d+)*[A-Z]?(?:\s?[（(]\w{1,3}[)）])*|[一二三四五六七八九十百千零〇]+)\s*(?:號|号|條|条|章|節|节|頁|页|級|级|層|层|屆|届|次|款|項|项|期|代|類|类|部|階段|阶段)", 0),
    ("ordinal", r"(?<![\d.,])\d+(?:st|nd|rd|th)(?![A-Za-z])|第[一二三四五六七八九十]+(?!季)", 0),
    ("code", r"(?:stock|share|security|securities)\s+codes?\s*[:：]?\s*\d{3,6}(?:\s*\([^)]*\d+[^)]*\))?", re.I),
    ("code", r"(?:股份|股票|證券|证券)代[號号碼码]\s*[:：]?\s*\d{4,6}(?:\s*[（(][^)）]*\d+[^)）]*[)）])?", 0),
    ("code", r"(?<![\d.,A-Za-z])\d{4,6}\.(?:HK|SH|SZ|SS|N|O|US)(?![A-Za-z])|\b(?:HKEX|SEHK|NYSE|NASDAQ|SSE|SZSE)\s*:\s*\w+", re.I),
    ("code", r"[(（]\s*0\d{3,4}\s*(?:\.HK)?\s*[)）]", re.I),
    ("telephone", r"(?:\+|tel(?:ephone)?\.?\s*:?\s*|fax\s*:?\s*)\(?\d[\d\s()-]{6,}\d", re.I),
    ("telephone", r"(?<![\d.,-])(?:1-)?\d{3}-\d{3,4}-\d{4}(?!\d)|(?<!\d)\(\d{2,4}\)\s?\d{3,4}[-\s]\d{4}(?!\d)", 0),
    ("name", r"\b10-?[KQ](?:/A)?\b|\b8-?K\b|\b6-?K\b|\b(?:20|40)-?F\b|\bS-1\b|\bF-1\b|\bDEF\s?14A\b|\b401\(k\)", 0),
    ("name", r"(?<![A-Za-z\d])[A-Za-z]+(?:-[A-Za-z]+){0,8}[-‑]\d+(?:\.\d+)?[A-Za-z]*(?:[-‑]\w+)*(?![\d%]|,\d)", 0),
    ("name", r"(?<![A-Za-z\d$])(?!(?:RMB|CNY|HKD|USD|EUR|GBP|JPY|SGD|TWD|AUD|CAD|CHF|MOP|US|HK|RM|Rs|x|c)\d)[A-Za-z]+\d+(?:\.\d+)?"
     r"[A-Za-z+]*(?:[-‑]\w+)*\+*(?![A-Za-z0-9_%]|,\d{3}|\.\d)", 0),
    ("reference", r"(?<![\d.,$€£¥])\d{1,3}\.\s*(?=[\u4e00-\u9fff])|^\s*\d\s+(?=[A-Z][a-z]|[於于])|^\s*\d{1,2}(?:、|\s+(?=[A-Z]{3,}))", 0),
    ("reference", r"(?:^|(?<=[)）]))\s*\d{1,3}\.\d{1,2}\s?[#*+†]{0,2}\s+(?=[A-Z][a-z]+\s+[A-Za-z])(?!(?:Million|Billion|Per)\b)", re.M),
    ("date", r"(?<![\d.,])\d{1,2}\s*[-—–~至]\s*\d{1,2}\s*月(?![\d])", 0),
    ("code", r"(?:公司|\bLtd\.?|\bLimited|\bInc\.?)\s*[（(]\d{1,5}[)）]", 0),
    ("unit", r"['’‘`＇]\s?000(?![\d,])", 0),
    ("reference", r"(?<=[\u4e00-\u9fff；;，,、：:])[（(]\d{1,2}[)）](?=[\u4e00-\u9fff])(?![）)]?(?:[十百千万萬亿億]|[港美日]?元|個|个|倍|名|股))", 0),
    ("name", r"(?<![\d.,A-Za-z$])\d{1,3}(?:D|G|K|P|nm|C|V|W)(?![A-Za-z\d])(?:[-‑]\w+)*", 0),
    ("name", r"\b(?=[A-Za-z]*[a-z][A-Z])[A-Z][A-Za-z]+\s+\d{1,2}(?:\.\d{1,2})?(?![\d,%.]|\s*(?:%|million|billion|thousand|per|x\b))", 0),
    ("name", r"\b(?:GPT|BERT|Windows|iPhone|Android|Bluetooth|Wi-?Fi|Web|Industry|HTML|USB|PM|CO|Covid|COVID)[\s-]?\d+(?:\.\d+)?(?![\d,%])", 0),
    ("name", r"\b[Vv](?:ersion|er)?\.?\s?\d+(?:\.\d+)+\b|\b[Vv]\d+\b", 0),
    ("list", r"(?:(?<=\n)|^)[ \t]*\(?\d{1,3}(?:\.\d{1,3})*[.)、）](?=\s)", 0),
    ("list", r"(?:^|(?<=[\n。；;：:，,\s]))[（(]\d{1,2}[)）](?=\s*[\u4e00-\u9fff])(?!\s*(?:[十百千万萬亿億]|[港美日]?元|個|个|倍|名|股))", 0),
    ("list", r"(?:^|(?<=[\n。；;：:\s]))\d{1,2}(?:[．、]|[)）]、?)\s*(?=[\u4e00-\u9fff])", 0),
    ("ordinal", r"前\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[名大位]", 0),
    ("reference", r"[一二三四五六七八九十]{1,3}、\s*\d{1,3}(?:[、.]\d{1,2})*(?=[”\"）)、])", 0),
    ("reference", r"第\s*\d+\s*(?:至|到|-|–)\s*第?\s*\d+\s*[頁页條条]|(?<![\d.])\d{1,3}[（(]\d{1,2}[)）]\s*[條条]", 0),
    ("code", r"[〔\[（(]\d{1,4}[〕\])）]\s*\d*\s*[号號](?:文|令)?", 0),
    ("reference", r"(?:\.{4,}|…{2,}|·{4,})\s*\d{1,3}(?!\d)", 0),
    ("reference", r"(?<=[)）]\*)\s*\d{1,3}(?:\.\d{1,2})?(?=\s+[A-Z][a-z]+)|(?<![\d.,])\d(?=\s+Effective\s+for\s+annual)", 0),
    ("code", r"(?<=[\u4e00-\u9fffA-Z])[（(]\d{4,5}[)）](?=\s*(?:[-–—\n]|$))", 0),
    ("period", r"^\s*less\s+than\s+\d{1,2}\s+months\s*$|\b\d{1,2}\s+months\s+or\s+(?:greater|longer|more)\b", re.I),
    ("telephone", r"\(\s?\d{2,4}\s?\)\s?\d{3,4}[-\s]\d{4}(?!\d)", 0),
    ("standard", r"\b(?:HKSAE|HKSRE|HKSRS|HKSQC|ISQC|ISRE|SSAE|SRS)\s?\d{1,4}|Engagements?\s+\d{4}(?=\s*\(Revised\))", 0),
    ("list", r"(?<=[\s;:：；,，])\(\d{1,2}\)(?=\s?[A-Za-z\u4e00-\u9fff])", 0),
)  # fmt: skip

_COMPILED = tuple((kind, re.compile(pattern, flags)) for kind, pattern, flags in _PATTERNS)
_BARE_YEAR = re.compile(rf"(?<![\d,.$€£¥A-Za-z])(?<!RMB )(?<!HKD )(?<!USD ){_YEAR}(?!\d|,\d{{3}}|\.\d|\s*(?:%|％|million|billion|thousand"
                        r"|mn\b|bn\b|shares?\b|units?\b|employees?\b|people\b|persons?\b|customers?\b|stores?\b|vehicles?\b|days\b"
                        r"|times\b|GPUs?\b|hours?\b|tons?\b|tonnes?\b|MW|GW|kWh|个|個|家|名|人|股|萬|万|億|亿|元|台|輛|辆|套|項|项))")  # fmt: skip
_ANY_DIGIT = re.compile(rf"[\d{NUMERALS}]")


def find_not_figures(text: str) -> tuple[tuple[int, int, str], ...]:
    """Every run of text that holds digits but prints no figure: (start, end, kind), in order, not overlapping.

    Kinds: citation, address, time, date, year, period, standard, reference, ordinal, code, telephone, name, list.
    """
    if not _ANY_DIGIT.search(text):
        return ()
    return tuple(sorted(_merge(_matches(text))))


def _matches(text: str) -> Iterator[tuple[int, int, str]]:
    for kind, pattern in _COMPILED:
        for found in pattern.finditer(text):
            yield found.start(), found.end(), kind
    for found in _BARE_YEAR.finditer(text):
        yield found.start(), found.end(), "year"


def _merge(matches: Iterator[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Longest match first; a match that overlaps a longer one is dropped."""
    kept: list[tuple[int, int, str]] = []
    last = -1
    for start, end, kind in sorted(matches, key=lambda m: (m[0], -m[1])):
        if start >= last:
            kept.append((start, end, kind))
            last = end
        elif end > last:
            previous = kept[-1]
            kept[-1] = (previous[0], end, previous[2])
            last = end
    return kept
