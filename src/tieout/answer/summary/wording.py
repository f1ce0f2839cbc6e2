"""How values, periods and changes are written in the document's language: printed digits with unit and scale in words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tieout.concepts import split_names
from tieout.model import Period, Quantity

_EN_MONEY = {"CNY": "RMB ", "HKD": "HK$", "USD": "US$", "EUR": "€", "GBP": "£", "JPY": "JPY "}
_EN_SCALE = {0: "", 3: " thousand", 4: " ten thousand", 6: " million", 8: " hundred million", 9: " billion"}
_ZH_SCALE = {0: "", 3: "千", 4: "万", 6: "百万", 8: "亿", 9: "十亿"}
_ZH_MONEY = {
    "CNY": ("人民币", "元"),
    "HKD": ("", "港元"),
    "USD": ("", "美元"),
    "EUR": ("", "欧元"),
    "GBP": ("", "英镑"),
    "JPY": ("", "日元"),
}
_CENTS = {
    "HKD": ("HK cents", "港仙"),
    "USD": ("US cents", "美仙"),
    "CNY": ("RMB cents", "分人民币"),
    "EUR": ("euro cents", "欧分"),
    "SGD": ("Singapore cents", "新加坡分"),
    "AUD": ("Australian cents", "澳分"),
    "GBP": ("pence", "便士"),
    "MYR": ("sen", "仙"),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_COUNTS = {3: "three", 6: "six", 9: "nine", 12: "twelve"}
_ZH_COUNTS = {3: "三", 6: "六", 9: "九", 12: "十二"}
_TRADITIONAL = str.maketrans(
    "币万亿个为较减变书当务总计产东应关于则营业对与标动绩财状况员战发现风险项资续权贷联购处环净亏损轻银额积极据数览说问开际区报销费周类场时间来机构众讯键级创达组织条约东结终经规证认过还进远连边钱镑欧这种质点",
    "幣萬億個為較減變書當務總計產東應關於則營業對與標動績財狀況員戰發現風險項資續權貸聯購處環淨虧損輕銀額積極據數覽說問開際區報銷費週類場時間來機構眾訊鍵級創達組織條約東結終經規證認過還進遠連邊錢鎊歐這種質點",
)
_LABEL_LEAD = re.compile(
    r"^(?:(?:less|add|plus|including|of which|減|减|加|其中)\s*[:：]\s*|[-–—•·*#†‡]+\s*|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\divx]{1,4}[)）]\s*|\d{1,2}[.、]\s*)",
    re.I,
)
_LABEL_TAIL = re.compile(
    r"\s*(?:[(（]\s*(?:notes?\b[^()]*(?:\([^()]*\))?|附[註注][^)）]*|[a-z\d]{1,2}|人民[幣币][^)）]*元|[千百万萬]*元|元/股|單位[^)）]*|单位[^)）]*|rmb[^)）]*|hk\$[^)）]*|us\$[^)）]*|(?:[a-z]+ )?cents?|pence|sen|港?仙|分|[人名位]|in (?:millions|thousands)[^)）]*|%)\s*[)）]|[:：*†‡#]|\s\d{1,2}\s?,?)+\s*$",
    re.I,
)
_ACRONYM = re.compile(
    r"\b(?:ebitda|ebita?|eps|gaap|ifrss?|r&d|fvtpl|fvtoci|fvoci|vat|a?ffo|roe|roa|hk\$|us\$|rmb|ppe|ipo|esg|ads|sbc)(?![a-z])"
)
_SIGN_REMARK = re.compile(r"[（(][^（()）]{0,40}号填列[）)]|[（(][^（()）]{0,40}號填列[）)]")
"""（亏损以"－"号填列）: tells how a negative value is written, not what it is."""
_PREPOSITION = re.compile(
    r"\b(?:of|in|from|for|on|to|at|before|after|per|attributable|less|used|generated|provided|paid|declared|received|by)\b|[(]|, net",
    re.I,
)


def is_chinese(language: str | None) -> bool:
    """True for a Chinese edition."""
    return bool(language) and str(language).startswith("zh")


def in_script(text: str, language: str) -> str:
    """Our own Chinese words in the document's script; they are written in simplified characters."""
    return text.translate(_TRADITIONAL) if language.lower() in {"zh-hant", "zh-hk", "zh-tw"} else text


def show_quantity(quantity: Quantity, language: str, *, magnitude: bool = False) -> str:
    """A printed quantity as a person writes it: same digits and scale, with the unit in words."""
    number = abs(quantity.number) if magnitude else quantity.number
    digits = f"{number:,.{max(quantity.decimals, 0)}f}"
    unit = quantity.unit or ""
    if unit in {"%", "pp", "x", "bp"}:
        return digits + _point_word(unit, language)
    if quantity.scale == -2 and unit in _CENTS:
        return (
            f"{digits}{in_script(_CENTS[unit][1], language)}" if is_chinese(language) else f"{digits} {_CENTS[unit][0]}"
        )
    money = len(unit) == 3 and unit.isupper()
    if is_chinese(language):
        before, after = _ZH_MONEY.get(unit, (unit if money else "", "")) if money else ("", "")
        return in_script(f"{before}{digits}{_ZH_SCALE.get(quantity.scale, '')}{after}", language)
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    before = _EN_MONEY.get(unit, f"{unit} ") if money else ""
    return f"{sign}{before}{digits}{_EN_SCALE.get(quantity.scale, '')}"


def _point_word(unit: str, language: str) -> str:
    if is_chinese(language):
        return in_script({"%": "%", "pp": "个百分点", "x": "倍", "bp": "个基点"}[unit], language)
    return {"%": "%", "pp": " percentage points", "x": " times", "bp": " basis points"}[unit]


def has_words(quantity: Quantity, language: str) -> bool:
    """True when the scale has a word, so that the quantity can be written without changing its digits."""
    if quantity.scale == -2:
        return quantity.unit in _CENTS
    return quantity.scale in (_ZH_SCALE if is_chinese(language) else _EN_SCALE)


def show_day(day: date, language: str) -> str:
    """A day in words."""
    if is_chinese(language):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def show_period(period: Period, language: str, *, instant: bool) -> str:
    """A period with its preposition: "in 2022", "for the six months ended 30 June 2023", "at 31 December 2022"."""
    chinese, end = is_chinese(language), show_day(period.end, language)
    if instant or period.is_instant:
        return in_script(f"于{end}", language) if chinese else f"at {end}"
    if period.start is not None and (period.start.month, period.start.day, period.end.month, period.end.day) == (
        1,
        1,
        12,
        31,
    ):
        return f"{period.end.year}年" if chinese else f"in {period.end.year}"
    months = round(period.days / 30.44)
    if period.days % 7 == 0 and abs(period.days - months * 30.44) > 3 and period.days < 360:
        weeks = period.days // 7
        return in_script(f"截至{end}止{weeks}周", language) if chinese else f"for the {weeks} weeks ended {end}"
    if 350 <= period.days <= 380:
        return in_script(f"截至{end}止年度", language) if chinese else f"for the year ended {end}"
    if months in _MONTH_COUNTS:
        if chinese:
            return in_script(f"截至{end}止{_ZH_COUNTS[months]}个月", language)
        return f"for the {_MONTH_COUNTS[months]} months ended {end}"
    start = show_day(period.start, language) if period.start else ""
    return f"{start}至{end}" if chinese else f"from {start} to {end}"


def drop_sign_remark(label: str) -> str:
    """A label without the remark how a negative value is written."""
    return _SIGN_REMARK.sub("", label)


def clean_label(label: str, language: str) -> str:
    """A row's label without notes, units and marks; in capitals only it is brought to sentence case."""
    text = drop_sign_remark(" ".join(label.split()))
    for _ in range(3):
        text = _LABEL_TAIL.sub("", _LABEL_LEAD.sub("", text)).strip()
    halves = split_names(text)
    text = text if halves is None else halves[0 if is_chinese(language) else 1]
    if not is_chinese(language):
        if text.isupper() and len(text) > 5:
            text = _ACRONYM.sub(lambda m: m[0].upper(), text.lower())
        text = text[:1].upper() + text[1:]
    return text or label


def be(label: str) -> str:
    """ "were" after a plural label, else "was"."""
    head = _PREPOSITION.split(label, maxsplit=1)[0].strip().split()
    last = head[-1].lower().rstrip("/╱") if head else ""
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is", "eps"))
    return "were" if plural else "was"


def show_rate(rate: Decimal, decimals: int) -> str:
    """A rate of change without its sign."""
    return f"{abs(rate):,.{decimals}f}%"


def start_small(label: str) -> str:
    """A label within a sentence: its first letter small unless the label is written in capitals or title case."""
    words = label.split()
    titled = len(words) > 1 and words[1][:1].isupper()
    return label if titled or words[0].isupper() else label[:1].lower() + label[1:]
