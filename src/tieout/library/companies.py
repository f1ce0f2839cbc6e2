"""Companies of a library: documents that share a code, a CIK or a name belong to one company."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tieout.concepts.company_names import fold_name, without_legal_form
from tieout.library.rows import DocumentRow
from tieout.library.terms import HAN, fold

NO_COMPANY = "unnamed"
"""The key of documents that name no company."""
_WORD = re.compile(rf"[^\W_{HAN}]+")
_HAN_RUN = re.compile(rf"[{HAN}]{{2,}}")
_SHORTEST_WORD = 3
_ANY_COMPANY = frozenset(
    ("inc", "incorporated", "corp", "corporation", "company", "companies", "limited", "ltd", "llc", "plc", "group",
     "holdings", "holding", "international", "the", "and", "trust", "partners")
)  # fmt: skip
"""Words of names that tell no company from another."""
_ANY_COMPANY_ZH = re.compile(r"股份|有限|责任|公司|集团|控股|[()（）]")


@dataclass(frozen=True, slots=True)
class Company:
    """One company and its documents, newest first; `key` is its address, `keys` all addresses that lead to it."""

    key: str
    keys: frozenset[str]
    names: tuple[str, ...]
    codes: tuple[str, ...]
    cik: str | None
    documents: tuple[DocumentRow, ...]

    @property
    def name(self) -> str:
        """Its fullest name."""
        return self.names[0] if self.names else (self.codes[0] if self.codes else "")


def to_key(text: str) -> str:
    """A name or code as part of an address: letters and digits of any script, the rest as single hyphens."""
    return fold_name(text)


def group_companies(rows: Sequence[DocumentRow]) -> tuple[Company, ...]:
    """The companies of documents given newest first, by name; documents without a company come last, as one."""
    groups = _join(rows)
    unnamed = groups.pop("", None)
    companies = [_make(documents) for documents in groups.values()]
    companies.sort(key=lambda company: company.name.casefold())
    if unnamed:
        companies.append(Company(NO_COMPANY, frozenset({NO_COMPANY}), (), (), None, tuple(unnamed)))
    return tuple(companies)


def _join(rows: Sequence[DocumentRow]) -> dict[str, list[DocumentRow]]:
    """Documents that share a key directly or over others, under one of their keys; "" for those without any.

    Names that differ by their legal form only are one company's, unless codes tell two companies apart.
    """
    above: dict[str, str] = {}

    def find_top(key: str) -> str:
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    keys = {row.id: sorted(_keys_of(row)) for row in rows}
    for first, *others in filter(None, keys.values()):
        for other in others:
            above[find_top(other)] = find_top(first)
    bare: dict[str, set[str]] = {}
    for row in rows:
        for name in (row.company, *row.names):
            if (plain := without_legal_form(name or "")) and keys[row.id]:
                bare.setdefault(plain, set()).add(find_top(keys[row.id][0]))
    coded = {find_top(keys[row.id][0]) for row in rows if row.codes or row.cik}
    for tops in bare.values():
        if len(tops & coded) <= 1:
            first, *others = sorted({find_top(top) for top in tops})
            for other in others:
                above[other] = first
    groups: dict[str, list[DocumentRow]] = {}
    for row in rows:
        own = keys[row.id]
        groups.setdefault(find_top(own[0]) if own else "", []).append(row)
    return groups


def matches(company: Company, text: str) -> bool:
    """Whether a text is a part of one of its names, one of its codes (with or without exchange and zeros) or its CIK."""
    wanted = fold(text).strip()
    if not wanted:
        return False
    plain = to_key(text)
    codes = {to_key(code) for code in company.codes} | {_bare(code) for code in company.codes}
    return (
        any(wanted in fold(name) for name in company.names)
        or plain in codes
        or plain.lstrip("0") in (codes | {company.cik})
    )


def find_company(rows: Sequence[DocumentRow], key: str) -> Company | None:
    """The company that any of its names, codes or its CIK leads to; a code also without exchange and zeros, where one has it."""
    wanted = to_key(key)
    companies = group_companies(rows)
    exact = next((company for company in companies if wanted in company.keys), None)
    bare = [c for c in companies if any(_bare(code) == wanted.lstrip("0") for code in c.codes)]
    return exact or (bare[0] if len(bare) == 1 else None)


def find_named(companies: Sequence[Company], text: str) -> tuple[Company, ...]:
    """The companies that a text names: by a word of a name that no other of these companies has, or by a code.

    Where the text has capitals, a word counts only with one: "the target for 2025" names no company Target.
    """
    words = {company.key: _words_of(company) for company in companies}
    shared = Counter(word for own in words.values() for word in own)
    plain, any_case = fold(text), text == text.lower()
    told = {fold(word) for word in _WORD.findall(text) if any_case or not word[0].islower()}
    told |= {code.lstrip("0") for code in told}
    return tuple(
        company
        for company in companies
        if any(shared[w] == 1 and (w in told or (_HAN_RUN.match(w) and w in plain)) for w in words[company.key])
    )


def leave_out_names(text: str, companies: Iterable[Company]) -> str:
    """The text without the companies' names, codes and what tells them from others: what is asked of them."""
    for company in companies:
        told = sorted({*map(fold, company.names), *_words_of(company)}, key=len, reverse=True)
        words = "|".join(re.escape(w) if _HAN_RUN.match(w) else rf"\b{re.escape(w)}\b(?:['’]s)?" for w in told)
        named = re.compile(words)
        for found in reversed(list(named.finditer(fold(text)))):
            text = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(text.split())


def _words_of(company: Company) -> set[str]:
    """What tells a company from others: its codes, the words of its names, a Chinese name without what any is called."""
    words = {_bare(code) for code in company.codes} - {""}
    for name in map(fold, company.names):
        words |= {w for w in _WORD.findall(name) if len(w) >= _SHORTEST_WORD} - _ANY_COMPANY
        words |= set(_HAN_RUN.findall(_ANY_COMPANY_ZH.sub(" ", name)))
    return words


def find_key(row: DocumentRow) -> str:
    """An address of the document's company."""
    first = row.codes[0] if row.codes else row.cik or row.company or ""
    return to_key(first) or NO_COMPANY


def _bare(code: str) -> str:
    return to_key(code.rpartition(":")[2]).lstrip("0")


def _keys_of(row: DocumentRow) -> set[str]:
    return {key for key in map(to_key, (*row.codes, row.cik or "", row.company or "", *row.names)) if key}


def _make(documents: Sequence[DocumentRow]) -> Company:
    keys = {key for document in documents for key in _keys_of(document)}
    told = _unique(d.company for d in documents if d.company)
    names = (
        *sorted(told, key=len, reverse=True),
        *(n for n in _unique(n for d in documents for n in d.names) if n not in told),
    )
    codes = _unique(code for d in documents for code in d.codes)
    cik = next((d.cik for d in documents if d.cik), None)
    key = to_key(codes[0] if codes else cik or names[0])
    return Company(key, frozenset(keys), names, codes, cik, tuple(documents))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
