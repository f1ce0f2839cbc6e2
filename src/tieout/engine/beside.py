"""Answers that are beside the question: another quarter, part, item or company than the one asked for. Which error is worse: a wrong answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tieout.answer.ask_cells import CellIndex
from tieout.answer.ask_operation import OPERATING
from tieout.answer.ask_question import Question, find_formulas, read_question, stand_ins
from tieout.answer.ask_words import plain_letters, split_words
from tieout.concepts import find_concept, find_mentions
from tieout.library.companies import Company, leave_out_names
from tieout.model import Document
from tieout.model.summary import Answer

_QUARTER = re.compile(r"\b(?:first|second|third|fourth)\s+quarter|\bq[1-4]\b|第?[一二三四]季", re.I)
_IN_TIME = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|year|ended|quarter|full|annual|last|latest|recent|compared?"
    r"|consolidated|group|company|statements?|reports?|report|total|basis|(?:half|same|prior|previous) (?:year|period)?)\b",
    re.I,
)
_MONTH = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_QUARTER_DAYS = 100


def names_another(found: Answer, index: CellIndex, question: Question, asked: str) -> bool:
    """True where the row that answers is another item of the catalogue than the one asked for: issued capital is no expenditure."""
    place = found.citations[0].span
    cell = index.cell_at((place.layer, place.start))
    if cell is None or not question.concepts or plain_letters(cell.name) in plain_letters(asked):
        return False
    concept, asked_words = find_concept(cell.name), set(split_words(asked))
    if all(w in asked_words for w in split_words(cell.name)):
        return False
    return concept is not None and not any(concept.id in stand_ins(c) for c in question.concepts)


def speaks_of(passage: Answer, question: Question) -> bool:
    """Whether a passage names the ratio or the item of the catalogue that is asked for."""
    if question.formula is not None and question.formula.id != "defined":
        return question.formula.id in find_formulas(passage.text)
    if not question.concepts or question.wanted in {"policy", "passage", "list"}:
        return True
    told = {m.concept.id for m in find_mentions(passage.text)}
    return any(told & set(stand_ins(c)) for c in question.concepts)


def names_part(question: Question, own: str) -> bool:
    """True where a ratio is asked of something else than the company: of a product or segment; `own` is the question without its names."""
    if question.formula is None:
        return False
    return bool(read_question(own).narrowing)


def leave_out_own(question: str, documents: Sequence[Document]) -> str:
    """The question without the names of the companies that the documents are of."""
    names = [{n for n in (d.company.name, *(name for _, name in d.company.names)) if n} for d in documents]
    own = [
        Company(d.id, frozenset({d.id}), tuple(sorted(told)), d.company.codes, None, ())
        for d, told in zip(documents, names, strict=True)
        if told or d.company.codes
    ]
    return leave_out_names(question, own)


def is_beside(found: Answer, index: CellIndex, question: str) -> bool:
    """True where the question names a quarter, row or column that the answer leaves out: a total is no answer for a part."""
    months = set(_MONTH.findall(question))
    if _MONTH.search(found.text) and months - set(
        _MONTH.findall(found.text)
    ):  # dates of other periods than those answered
        return True
    if _QUARTER.search(question) and found.period is not None:
        start, _, end = found.period.partition("/")
        return not end or (date.fromisoformat(end) - date.fromisoformat(start)).days > _QUARTER_DAYS
    place = found.citations[0].span
    if _names_more(found, index, question):
        return True
    return index.is_outdone((place.layer, place.start), question, frozenset(split_words(question)))


def _names_more(found: Answer, index: CellIndex, question: str) -> bool:
    """True where the question goes on after the item with words that tables use but the answer's cell does not stand under: "revenue
    in Canada" is not revenue."""
    mentions = list(find_mentions(question))
    after = question[mentions[0].end :] if mentions else ""
    rest = re.split(r"[?？.,;，；]", after)[0]
    words = {
        w for w in split_words(OPERATING.sub(" ", _IN_TIME.sub(" ", rest))) if not w.isdigit() and w in index.weight
    }
    place = found.citations[0].span
    cell = index.cell_at((place.layer, place.start))
    return cell is not None and bool(words) and not words & (cell.label | cell.header | cell.above | cell.caption)
