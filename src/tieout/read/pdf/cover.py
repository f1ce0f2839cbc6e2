"""What the first pages say of the document: kind, company, codes, period, currency, language, title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tieout.model import Company, Kind
from tieout.numbers.periods import find_periods
from tieout.read.pdf.compose import ComposedPage, Look

COVER_PAGES = 4
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"form\s+10-q|quarterly\s+report|第[一三]季度报告|季度報告", "quarterly_report"),
    (r"form\s+8-k", "announcement"),
    (
        r"(?:annual|final|full[- ]year)\s+results?\b(?!\s+summary)|"
        r"(?:report|announce)s\s+(?:fiscal|full)[\w\s-]{0,16}results|"
        r"年度(?:及第.季)?(?:業績|业绩)|"
        r"results\s+for\s+the\s+(?:financial\s+)?year\s+ended|"
        r"全年業績|年度業績|全年业绩|年度业绩|末期業績",
        "annual_results",
    ),
    (r"interim\s+results?|中期業績|中期业绩|半年度业绩", "interim_results"),
    (
        r"(?:first|second|third|fourth|q[1-4]|quarter(?:ly)?)[\s\w-]{0,24}\bresults|季度業績|季度业绩|季度.{0,8}業績",
        "quarterly_results",
    ),
    (r"form\s+(?:10-k|20-f|40-f)|annual\s+report|年\s*度\s*报\s*告|年\s*報|年\s*报|年度報告", "annual_report"),
    (r"interim\s+report|half[- ]year(?:ly)?\s+report|中期報告|中期报告|半年度报告", "interim_report"),
    (r"prospectus|招股(?:章程|说明书|說明書)|global\s+offering", "prospectus"),
    (r"\bcircular\b|通函", "circular"),
    (r"announcement|公告", "announcement"),
)
_CODE = re.compile(
    r"(?:股份代號|股份代号|stock\s+code|stock\s+short\s+name\s+and\s+code)\s*[:：]?\s*(\d{1,5})(?!\d)", re.I
)
_A_CODE = re.compile(r"(?:公司代码|股票代码|证券代码|股票代碼)\s*[:：]?\s*(\d{6})(?!\d)")
_US_CODE = re.compile(r"\b(?:NYSE|NASDAQ|Nasdaq)(?:\s+\w+)?\s*[:：]\s*([A-Z]{1,5})\b")
_NAME = re.compile(
    r"[A-Z][\w&.,’'()\- ]{2,70}?\b(?:Limited|LIMITED|"
    r"Ltd\.?|LTD\.?|Inc\.?|INC\.?|Incorporated|INCORPORATED|Corporation|CORPORATION|"
    r"Corp\.?|plc|PLC|Company|COMPANY|Co\.|N\.V\.|S\.A\.)(?![\w])"
)
_ZH_NAME = re.compile(r"[\u4e00-\u9fff（）()]{2,24}?(?:股份有限公司|集團有限公司|集团有限公司|有限公司)")
_SKIP_NAME = re.compile(
    r"stock\s+exchange|clearing|securities\s+and|交易所|結算|联合|聯合交易|commission|auditor|exact\s+name|registrant",
    re.I,
)
_NO_NAME = re.compile(
    r"^[於于本]|期間|期间|註冊成立|注册成立|"
    r"\b(?:the|this|our|board|holding) company$|^During|of the Company$|^Additional|[：:]",
    re.I,
)
_NO_TITLE = re.compile(
    r"^(?:contents|目錄|目录)|united\s+states\s+securities|^form\s+\d|^\W*$|閣下|香港交易及結算", re.I
)
_TOLD = re.compile(
    rf"(?:(?:19|20)\d\d\s+)?(?:{'|'.join(words for words, _ in _KINDS)})(?:\s+(?:19|20)\d\d(?:[/-]\d\d)?)?", re.I
)
_SPLIT_DAY = re.compile(r"(?<=[年月]) ?(\d) (\d) ?(?=[月日])")
"""A day whose digits are set apart: "1 2月3 1日"."""
_OWN_CODE = re.compile(r"\(?(?:stock code|股份代[號号])\s*[:：]?\s*(\d{1,5})\)?", re.I)
_CODE_PAGES = 12
_ENDED = re.compile(
    r"(?:years?|months|period|quarter|weeks)\s+(?:\([^()]{2,30}\)\s+)?ended\s+[\w\s,]{6,24}?(?:19|20)\d\d|截\s*至.{4,16}?止|(?:19|20)\d\d\s*年\s*(?:年度|半年度)"
)
FIRST_YEAR = 1990
"""Years before this on a cover belong to statutes."""
_MONEY = (
    ("CNY", r"人民[币幣]|RMB|CNY"),
    ("HKD", r"HK\$|港元|港幣|港币"),
    ("USD", r"US\$|美元|U\.S\. dollars"),
    ("SGD", r"S\$|SGD"),
    ("EUR", r"€|EUR\b"),
    ("GBP", r"£|GBP\b"),
    ("JPY", r"JPY|日圓|日元"),
    ("CAD", r"CAD\b|C\$"),
)
_HAN, _LATIN = re.compile("[\u4e00-\u9fff]"), re.compile("[A-Za-z]")
_SIMPLE, _TRADITIONAL = "国会实业报东与为产资负债权动润现张", "國會實業報東與為產資負債權動潤現張"


@dataclass(frozen=True, slots=True)
class Cover:
    """What was found; None or empty where nothing was."""

    kind: Kind
    title: str
    company: Company
    period_end: date | None
    currency: str | None
    language: str | None


def read_cover(pages: Sequence[ComposedPage]) -> Cover:
    """Reads the cover and the pages after it; nothing is guessed from the file's name."""
    texts = [page.layer.text.replace("\t", " ") for page in pages[:COVER_PAGES]]
    first = next((t for t in texts if t.strip()), "")
    head = "\n".join(texts)
    language = find_language(pages)
    running = " ".join(span.quote for page in pages for span, _ in page.margins)
    kind = _find_kind(first) or _find_kind(running) or _find_kind(head) or "other"
    company = _find_company(pages, head)
    title, period_end = _find_title(pages, company), _find_period_end(pages)
    return Cover(kind, title, company, period_end, _find_currency(pages), language)


def find_language(pages: Sequence[ComposedPage]) -> str | None:
    """ "en", "zh-Hans" or "zh-Hant": the language most of the text is in; None without letters."""
    latin = chinese = simple = traditional = 0
    for page in pages[:: max(1, len(pages) // 40)]:
        han = _HAN.findall(page.layer.text)
        chinese += len(han)
        simple += sum(map(_SIMPLE.__contains__, han))
        traditional += sum(map(_TRADITIONAL.__contains__, han))
        latin += len(_LATIN.findall(page.layer.text))
    if not latin and not chinese:
        return None
    if chinese * 3 < latin:
        return "en"
    return "zh-Hans" if simple > traditional else "zh-Hant"


def _find_kind(text: str) -> Kind | None:
    """The kind whose words stand first on the cover."""
    found = [(m.start(), n, kind) for n, (words, kind) in enumerate(_KINDS) if (m := re.search(words, text, re.I))]
    if not found:
        return None
    specific = [f for f in found if f[2] not in {"announcement", "circular"}]
    return min(specific or found, key=lambda f: f[1])[2]


def _find_title(pages: Sequence[ComposedPage], company: Company) -> str:
    """The largest lines of the first page that say something of this document; else the company's name."""
    for page in pages[:2]:
        sized: list[tuple[Look, str]] = [
            (look, block.text)
            for block, look in zip(page.blocks, page.looks, strict=True)
            if block.kind != "table" and 3 < len(block.text) < 150 and any(c.isalpha() for c in block.text)
        ]
        sized = [(look, text) for look, text in sized if not _NO_TITLE.search(text)]
        if sized:
            largest = max(look.size for look, _ in sized)
            title = " ".join(" ".join(text for look, text in sized if look.size >= 0.97 * largest)[:200].split())
            break
    else:
        title = company.name or ""
    title = _SPLIT_DAY.sub(r"\1\2", title)
    if company.name and title.casefold() == company.name.casefold() and (told := _find_kind_told(pages)):
        return f"{title} – {told}"
    return title


def _find_kind_told(pages: Sequence[ComposedPage]) -> str:
    """What a document calls itself that prints its company's name largest: "Annual Report 2022", "Form 10-K"."""
    first = next((p.layer.text for p in pages[:COVER_PAGES] if p.layer.text.strip()), "")
    running = [span.quote for page in pages for span, _ in page.margins]
    for lines in (first.splitlines(), running):
        told = Counter(" ".join(m[0].split()) for line in lines if len(line) < 120 and (m := _TOLD.search(line)))
        if told:
            return told.most_common(1)[0][0]
    return ""


def _find_company(pages: Sequence[ComposedPage], head: str) -> Company:
    """The company whose name the first pages and the running lines repeat most, in each language."""
    running = "\n".join(span.quote for page in pages for span, _ in page.margins)
    names: list[tuple[str, str]] = []
    for pattern, language in ((_NAME, "en"), (_ZH_NAME, "zh")):
        counts: Counter[str] = Counter()
        for place, name in enumerate(_names(pattern, head)):
            counts[name] += 2 if place == 0 else 1
        counts.update(_names(pattern, running))
        if counts:
            name = counts.most_common(1)[0][0]
            if language == "zh":
                simple = sum(c in _SIMPLE for c in head) > sum(c in _TRADITIONAL for c in head)
                language = "zh-Hans" if simple else "zh-Hant"
            names.append((language, name))
    codes = [f"HK:{m.zfill(5)}" for m in _CODE.findall(head) or _find_own_codes(pages)]
    codes += [f"{'SH' if m[0] in '69' else 'SZ' if m[0] in '023' else 'BJ'}:{m}" for m in _A_CODE.findall(head)]
    codes += [f"US:{m}" for m in _US_CODE.findall(head)]
    return Company(names[0][1] if names else None, tuple(names), tuple(dict.fromkeys(codes)))


def _find_own_codes(pages: Sequence[ComposedPage]) -> list[str]:
    """The code that stands in a line of its own, as corporate information prints it; in sentences others' codes are told."""
    lines = (line.strip() for page in pages[:_CODE_PAGES] for line in page.layer.text.splitlines())
    return list(dict.fromkeys(m[1] for line in lines if (m := _OWN_CODE.fullmatch(line))))[:1]


def _names(pattern: re.Pattern[str], text: str) -> list[str]:
    found = []
    for line in re.split(r"\n|\s--+\s?|\s[–—-]\s|,\s(?=[A-Z][\w ]+\d{4})", text):
        line = re.sub(r"^(?:ANNUAL|INTERIM) REPORT [\d/]+\s*", "", line)
        if not _SKIP_NAME.search(line):
            found += [" ".join(m[0].split()).strip("（）() ") for m in pattern.finditer(line)]
    return [name for name in found if not _NO_NAME.search(name) and 2 <= len(name.split()) + 2 * (name[0] > "z") <= 9]


def _find_period_end(pages: Sequence[ComposedPage]) -> date | None:
    """The end of the period that "year ended ..." or "截至...止" names most: on the first pages, else anywhere."""
    for part in (pages[:COVER_PAGES], pages):
        counts: Counter[date] = Counter()
        for page in part:
            for match in _ENDED.finditer(page.layer.text):
                ends = [f.period.end for f in find_periods(match[0]) if f.period is not None]
                counts.update(end for end in ends if end.year > FIRST_YEAR)
        if counts:
            most = counts.most_common(1)[0][1]
            return max(end for end, count in counts.items() if count * 2 > most)
    text = "\n".join(page.layer.text for page in pages[:COVER_PAGES])
    ends = [f.period.end for f in find_periods(text[:6000]) if f.period is not None and f.period.end.year > FIRST_YEAR]
    return max(ends, default=None)


def _find_currency(pages: Sequence[ComposedPage]) -> str | None:
    """The currency the tables' units name most; dollars without a country count as US dollars."""
    counts: Counter[str] = Counter()
    for page in pages:
        for block in page.blocks:
            if block.grid is None:
                continue
            header = " ".join(c.text for row in block.grid.rows[:6] for c in row if c is not None)
            text = f"{block.grid.unit_hint} {block.grid.caption} {header}"
            named = [code for code, words in _MONEY if re.search(words, text)]
            if named:
                counts[named[0]] += 1
            elif "$" in text:
                counts["USD"] += 1
    if not counts:
        text = " ".join(page.layer.text for page in pages[:20])
        counts.update({code: len(re.findall(words, text)) for code, words in _MONEY if re.search(words, text)})
    return counts.most_common(1)[0][0] if counts else None
