"""Vocabulary of numbers: currencies, scale words, number words, approximations. English and Chinese, both scripts."""

from __future__ import annotations

import re

from tieout.model import Approximation

CURRENCIES: dict[str, str] = {
    "RMB": "CNY", "CNY": "CNY", "人民币": "CNY", "人民幣": "CNY", "Renminbi": "CNY", "yuan": "CNY", "￥": "CNY",
    "HK$": "HKD", "HKD": "HKD", "港元": "HKD", "港币": "HKD", "港幣": "HKD", "HK dollars": "HKD",
    "US$": "USD", "USD": "USD", "$": "USD", "美元": "USD", "美金": "USD", "U.S. dollars": "USD", "US dollars": "USD",
    "EUR": "EUR", "€": "EUR", "欧元": "EUR", "歐元": "EUR",
    "GBP": "GBP", "£": "GBP", "英镑": "GBP", "英鎊": "GBP",
    "JPY": "JPY", "日元": "JPY", "日圓": "JPY", "¥": "CNY",
    "SGD": "SGD", "S$": "SGD", "新加坡元": "SGD", "TWD": "TWD", "NT$": "TWD", "新台币": "TWD", "新臺幣": "TWD",
    "AUD": "AUD", "A$": "AUD", "澳元": "AUD", "CAD": "CAD", "C$": "CAD", "加元": "CAD", "CHF": "CHF",
    "MOP": "MOP", "澳门元": "MOP", "澳門元": "MOP", "KRW": "KRW", "韩元": "KRW", "韓元": "KRW", "INR": "INR", "₹": "INR",
    "MYR": "MYR", "RM": "MYR", "THB": "THB", "泰铢": "THB", "泰銖": "THB", "NZ$": "NZD", "NZD": "NZD", "ZAR": "ZAR",
    "SEK": "SEK", "NOK": "NOK", "DKK": "DKK", "BRL": "BRL", "R$": "BRL", "MXN": "MXN", "AED": "AED",
}  # fmt: skip

SCALES: dict[str, int] = {
    "thousand": 3, "thousands": 3, "k": 3, "million": 6, "millions": 6, "mn": 6, "mil": 6, "mm": 6, "m": 6,
    "billion": 9, "billions": 9, "bn": 9, "b": 9, "trillion": 12, "trillions": 12, "tn": 12, "trn": 12,
    "hundred": 2, "百": 2, "千": 3, "万": 4, "萬": 4, "十万": 5, "十萬": 5, "百万": 6, "百萬": 6, "千万": 7, "千萬": 7,
    "亿": 8, "億": 8, "十亿": 9, "十億": 9, "百亿": 10, "百億": 10, "千亿": 11, "千億": 11, "兆": 12, "万亿": 12, "萬億": 12,
}  # fmt: skip

RAISED = dict(zip("0123456789abcde", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ", strict=True))
"""Digits and letters as they are written raised: exponents, and marks that refer to footnotes. They are part of no number."""
_RAISABLE = re.compile(r"\s*\d{1,2}(?:\s*,\s*\d{1,2}){0,3}\s*|\s*[a-e]\s*")


def write_raised(text: str) -> str | None:
    """A short number or single letter that is printed raised, as raised characters ("2" -> "²"); None for other text."""
    return "".join(RAISED.get(c, c) for c in text) if _RAISABLE.fullmatch(text) else None


LETTER_SCALES = frozenset({"k", "m", "b", "mm"})
"""Scale words that are one or two letters: they count only beside a currency."""

NUMBER_WORDS: dict[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip

APPROXIMATIONS: dict[str, Approximation] = {
    "about": "about", "approximately": "about", "approx.": "about", "approx": "about", "around": "about",
    "roughly": "about", "circa": "about", "some": "about", "c.": "about", "~": "about", "≈": "about",
    "约": "about", "約": "about", "大约": "about", "大約": "about", "约为": "about", "約為": "about",
    "over": "over", "more than": "over", "above": "over", "exceeding": "over", "exceeded": "over",
    "in excess of": "over", "at least": "over", "no less than": "over", "not less than": "over", "surpassing": "over",
    "surpassed": "over", "greater than": "over", ">": "over", "≥": "over", "逾": "over", "超过": "over", "超過": "over",
    "超": "over", "多于": "over", "多於": "over", "不少于": "over", "不少於": "over", "至少": "over",
    "nearly": "under", "almost": "under", "close to": "under", "less than": "under", "under": "under",
    "below": "under", "up to": "under", "at most": "under", "no more than": "under", "not more than": "under",
    "fewer than": "under", "<": "under", "≤": "under", "近": "under", "将近": "under", "將近": "under",
    "接近": "under", "不足": "under", "少于": "under", "少於": "under", "不超过": "under", "不超過": "under",
}  # fmt: skip

COUNT_NOUNS: dict[str, str] = {
    "share": "shares", "shares": "shares", "股": "shares", "ordinary shares": "shares", "common shares": "shares",
    "preference shares": "shares", "preferred shares": "shares", "class a shares": "shares", "class b shares": "shares",
    "A shares": "shares", "H shares": "shares", "B shares": "shares", "domestic shares": "shares", "units": "units", "unit": "units",
    "employee": "people", "employees": "people", "people": "people", "persons": "people", "staff": "people",
    "personnel": "people", "名": "people", "人": "people", "customers": "customers", "customer": "customers",
    "day": "days", "days": "days", "天": "days", "日": "days", "month": "months", "months": "months",
    "year": "years", "years": "years", "GPUs": "GPUs", "vehicles": "vehicles", "cities": "cities", "models": "models",
    "stores": "stores", "countries": "countries", "subsidiaries": "subsidiaries", "members": "members",
    "meetings": "meetings", "patents": "patents", "tons": "tons", "tonnes": "tons", "kWh": "kWh", "MWh": "MWh",
    "sq.m.": "sqm", "hours": "hours", "家": "entities", "台": "units", "辆": "vehicles", "輛": "vehicles",
    "套": "units", "件": "units", "项": "items", "項": "items", "個": "items", "个": "items", "次": "times_count",
    "吨": "tons", "噸": "tons", "平方米": "sqm", "座": "units", "款": "models", "宗": "items", "间": "entities",
    "間": "entities", "位": "people",
}  # fmt: skip

NILS = frozenset({"-", "–", "—", "−", "―", "--", "nil", "Nil", "NIL", "無", "无", "－", "‑"})
UNAVAILABLE = frozenset(
    {"n/a", "na", "n.a.", "n/m", "nm", "n.m.", "nmf", "*", "**", "***", "不适用", "不適用", "不詳", "不详", "未披露"}
)
