"""Over a whole library: which documents may hold the answer, by name, by year, by words and by meaning."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tieout.answer.search_intents import find_intent
from tieout.answer.search_question import Phrase, SearchQuestion
from tieout.library.match import Match
from tieout.library.rows import DocumentRow
from tieout.library.sql_store import SqlStore
from tieout.library.terms import fold, index_terms
from tieout.library.vectors import LEAST_LIKENESS, Embedder

CANDIDATE_PASSAGES = 200
_READ_PASSAGES = 8_000
"""The rarest words of a query are looked up first, until the passages that hold them add up to this many; words more
common than that only help to rank, so a query stays quick in a library of millions."""
_RANKED_PASSAGES = 50_000
"""A word that more passages hold is no help to rank them, and weighing it means to count them all."""
_PASSAGES_PER_PAGE = 5
_COUNTED_PASSAGES = 3
"""A document is as good as its best few passages, however long it is."""
_RANK_OFFSET = 60.0
"""Reciprocal rank fusion's usual constant (Cormack, Clarke and Buettcher, SIGIR 2009)."""
_NAME_WEIGHT = 1.6
_YEAR_WEIGHT = 0.5
_YEAR = re.compile(r"(?:19|20)\d\d")
_SQUASH = re.compile(r"[\W_]+")
_LEAST_SQUASHED_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document with its evidence; `score` is added to the score of each of its pages, and what `passages` tells to
    those passages (by id, 0 to 1)."""

    document: DocumentRow
    score: float
    passages: Mapping[int, float]


def find_candidates(store: SqlStore, embedder: Embedder | None, question: SearchQuestion) -> list[Candidate]:
    """Documents in order of evidence; those without any are left out."""
    documents = {row.id: row for row in store.find_documents(question.filters)}
    if not documents:
        return []
    fused = find_passages(store, embedder, question)
    owners = store.owners(fused)
    own: dict[str, dict[int, float]] = {}
    best = max(fused.values(), default=1.0)
    for number, score in fused.items():
        if number in owners:
            own.setdefault(owners[number], {})[number] = score / best
    by_words = {name: sum(sorted(scores.values())[-_COUNTED_PASSAGES:]) for name, scores in own.items()}
    names = score_names(question, documents.values())
    strict = bool(question.required or question.excluded)
    most = max(by_words.values(), default=0.0) or 1.0
    found = []
    for row in documents.values():
        words = by_words.get(row.id, 0.0) / most
        if words == 0.0 and (strict or names.get(row.id, 0.0) == 0.0):
            continue
        found.append(Candidate(row, words + names.get(row.id, 0.0), own.get(row.id, {})))
    found.sort(key=lambda candidate: (-candidate.score, candidate.document.id))
    return found


def find_passages(store: SqlStore, embedder: Embedder | None, question: SearchQuestion) -> dict[int, float]:
    """Passage ids with their fused score: by words, and by meaning where the library keeps vectors."""
    lists = []
    for match in make_matches(store, question):
        lists.append([number for number, _ in store.find_passages(match, CANDIDATE_PASSAGES)])
    if embedder is not None and store.semantic and question.text and not (question.required or question.excluded):
        vector = embedder.embed([question.text])[0]
        near = store.find_similar(vector, embedder.name, CANDIDATE_PASSAGES, question.filters)
        lists.append([number for number, likeness in near if likeness >= LEAST_LIKENESS])
    return fuse(lists)


def fuse(lists: Iterable[Sequence[int]]) -> dict[int, float]:
    """Reciprocal rank fusion of ranked lists."""
    scores: dict[int, float] = {}
    for ranked in lists:
        for place, number in enumerate(ranked):
            scores[number] = scores.get(number, 0.0) + 1.0 / (_RANK_OFFSET + place + 1)
    return scores


def make_matches(store: SqlStore, question: SearchQuestion) -> list[Match]:
    """What the index is asked: the question's words, the words the catalogue adds, its amounts (which count twice)."""
    required, excluded, filters = question.required, question.excluded, question.filters
    if required:
        return [Match((), required, excluded, filters)]
    words = _count_phrases(store, question.phrases)
    matches = [Match(choose_rare(words), (), excluded, filters)]
    if not matches[0].wanted and words:
        joint = choose_joint(words, sum(row.page_count for row in store.find_documents()) * _PASSAGES_PER_PAGE)
        ranked = max(count for count, phrase in words if phrase in joint) <= _RANKED_PASSAGES
        matches = [Match((), tuple((phrase,) for phrase in joint), excluded, filters, ranked)]
    more = choose_rare(_count_phrases(store, find_intent(question.text).phrases))
    amounts = choose_rare(_count_phrases(store, [(term,) for group in question.amounts for term in group]))
    matches += [Match(phrases, (), excluded, filters) for phrases in (more, amounts, amounts)]
    return [match for match in matches if not match.is_empty]


def choose_rare(counted: Sequence[tuple[int, Phrase]]) -> tuple[Phrase, ...]:
    """The rarest phrases, as long as the passages that hold any of them stay few."""
    chosen: list[Phrase] = []
    total = 0
    for count, phrase in counted:
        total += count
        if total > _READ_PASSAGES:
            break
        chosen.append(phrase)
    return tuple(chosen)


def choose_joint(counted: Sequence[tuple[int, Phrase]], size: int) -> tuple[Phrase, ...]:
    """Where every phrase is common: the rarest ones, so many that few of about `size` passages should hold them all."""
    chosen: list[Phrase] = []
    expected = float(size)
    for count, phrase in counted:
        chosen.append(phrase)
        expected *= min(1.0, count / max(1, size))
        if expected <= _READ_PASSAGES:
            break
    return tuple(chosen)


def _count_phrases(store: SqlStore, phrases: Iterable[Phrase]) -> list[tuple[int, Phrase]]:
    """The phrases whose words all stand somewhere, with the count of their rarest word, rarest first."""
    known = [phrase for phrase in phrases if phrase]
    counts = store.count_terms(sorted({term for phrase in known for term in phrase}))
    return sorted((min(counts[t] for t in p), p) for p in known if all(t in counts for t in p))


def score_names(question: SearchQuestion, documents: Iterable[DocumentRow]) -> dict[str, float]:
    """How well each document's name, title, company, kind and period fit the words and years of the question."""
    rows = list(documents)
    identities = {
        row.id: _identity_terms(row.name, row.title, row.company, row.kind, row.codes, row.names) for row in rows
    }
    frequency = Counter(term for terms in identities.values() for term in terms)
    asked = set(index_terms(question.text))
    squashed = _SQUASH.sub("", fold(question.text))
    scores: dict[str, float] = {}
    for row in rows:
        shared = asked & identities[row.id]
        weight = sum(_rarity(frequency[term], len(rows)) for term in shared)
        weight += sum(
            _rarity(frequency[term], len(rows))
            for term in identities[row.id] - asked
            if len(term) >= _LEAST_SQUASHED_LETTERS and term.isalpha() and term in squashed
        )
        scores[row.id] = weight
    most = max(scores.values(), default=0.0)
    result = {}
    for row in rows:
        name = _NAME_WEIGHT * scores[row.id] / most if most else 0.0
        if name and question.years and _years_of(row).intersection(question.years):
            name += _YEAR_WEIGHT
        if name:
            result[row.id] = name
    return result


@lru_cache(maxsize=50_000)
def _identity_terms(
    name: str, title: str, company: str | None, kind: str, codes: tuple[str, ...], names: tuple[str, ...]
) -> frozenset[str]:
    file = name.rsplit("/", 1)[-1].replace("_", " ")
    terms = index_terms(" ".join((file, title, company or "", kind.replace("_", " "), *codes, *names)))
    return frozenset(term for term in terms if not _YEAR.fullmatch(term))


def _years_of(row: DocumentRow) -> set[int]:
    years = {int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", f"{row.name} {row.title}")}
    return years | {day.year for day in (row.period_end,) if day}


def _rarity(count: int, size: int) -> float:
    return math.log(1 + (size - count + 0.5) / (count + 0.5))
