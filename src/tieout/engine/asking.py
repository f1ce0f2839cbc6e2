"""Questions to documents or a library: figures first, then policies, then passages; "unavailable" rather than a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tieout.answer.ask import answer_figures
from tieout.answer.ask_cells import index_cells, names_row
from tieout.answer.ask_lines import find_line_facts
from tieout.answer.ask_operation import asks_rows, fits_question, only_rows, sums_years
from tieout.answer.ask_passages import answer_passages
from tieout.answer.ask_question import Formula, Question, find_formulas, read_question
from tieout.answer.ask_returns import answer_return
from tieout.answer.ask_rows import answer_row
from tieout.answer.ask_sentences import answer_told
from tieout.answer.ask_shares import answer_share, asks_share, name_share
from tieout.answer.ask_told import index_told
from tieout.answer.ask_typos import correct_typos
from tieout.answer.ask_values import Desk
from tieout.answer.summary.measures import Measure, find_measures
from tieout.answer.summary.sentences import content_words, join_lines, split_sentences
from tieout.answer.summary.wording import in_script, is_chinese
from tieout.concepts.words import fold
from tieout.engine.beside import is_beside, leave_out_own, names_another, names_part
from tieout.engine.extracting import extract
from tieout.engine.measured import BREAKDOWN, MEASURE, PERIOD, join_desks, lay_out, rows_to_desk
from tieout.engine.originals import open_original, read_again
from tieout.errors import TieoutError, UsageError
from tieout.library.companies import find_named, group_companies, leave_out_names
from tieout.library.rows import Filters
from tieout.model import Document, Fact, Period, Policy, Span, Table
from tieout.model.summary import Answer, Citation, Sentence
from tieout.read.source import make_layer
from tieout.structure.policies import find_policies

if TYPE_CHECKING:
    from tieout.answer.search import Hit
    from tieout.engine.shelf import Library
    from tieout.library.rows import DocumentRow

_HAN = re.compile(r"[\u4e00-\u9fff]")
_NO_AMOUNT = re.compile(
    r"^\s*(?:who|whose|whom|when|where|why|did|does|is|are|has|have|was|were)\b|^\s*which (?!(?:fiscal )?years?\b|period)|^\s*how (?:is|are)\b|哪(?:个|一个|種|种|款|類|类|項|项)|哪家|哪位|谁|誰|何时|何時|什么时候|為什麼|为什么|为何|是否",
    re.I,
)
_PASSAGE_SHARE = 0.5
_DOCUMENTS, _KEPT_DOCUMENTS = 12, 60
_QUOTED = 3
_SHORTEST_POLICY = 80
"""Characters; what is shorter is a heading."""


def require_question(question: str) -> None:
    """Raises UsageError where there is nothing to answer."""
    if not any(c.isalpha() for c in question):
        raise UsageError(
            f"the question {question!r} has no words: ask for a figure, a change, a ratio, a list or a policy"
        )


def ask_documents(question: str, documents: Sequence[Document]) -> Answer:
    """Answer from documents that are read. Raises UsageError for a question without a word."""
    require_question(question)
    from tieout.engine.reading import ReadResult
    from tieout.engine.shelf import Library
    from tieout.engine.shelf_entry import make_entries

    index, paper = index_cells(documents), extract(documents)
    labels = {c.name for c in index.cells}
    asked = correct_typos(question, labels, " ".join(d.text for d in documents)) if labels else question
    parsed, language = read_question(asked), "zh-Hans" if _HAN.search(asked) else "en"
    if parsed.compares:
        compared = answer_figures(parsed, _lay_out(documents), _script_of(language, documents))
        if compared is not None and compared.verdict == "answered":
            return replace(compared, question=question)
    amount = parsed.wanted != "policy" and not _NO_AMOUNT.search(asked)
    printed = parsed.formula is not None and parsed.formula.id != "defined" and names_row(index, asked)
    own = leave_out_own(asked, documents)
    sentences, share = index_told(documents, paper.figures), asks_share(asked)
    told = answer_return(asked, index) if amount else None
    if told is not None:
        return replace(told, question=question)
    if amount and (parsed.wanted not in {"list", "formula"} or asks_rows(asked) or share or printed):
        told = (
            answer_share(asked, index, sentences)
            if share
            else answer_row(asked if printed or sums_years(asked) else parsed.plain, index)
        )
        if told is not None and fits_question(told, asked) and not names_another(told, index, parsed, asked):
            return replace(told, question=question)
    shared = name_share(asked) if share and parsed.formula is None else None
    if shared is not None:
        parsed = replace(parsed, wanted="formula", formula=Formula("defined", shared, "percent"), narrowing=())
    found = None
    if amount and not only_rows(asked) and not (share and parsed.formula is None) and not names_part(parsed, own):
        found = answer_figures(parsed, _lay_out(documents), _script_of(language, documents))
    if parsed.wanted == "policy":
        found = _answer_policy(parsed, documents)
    if found is not None and found.value is not None and is_beside(found, index, own):
        found = None
    if found is not None and found.verdict != "unavailable" and fits_question(found, asked):
        return replace(found, question=question)
    told = answer_told(asked, index, sentences) if amount and parsed.wanted != "list" else None
    if told is not None and fits_question(told, asked):
        return replace(told, question=question)
    passage = answer_passages(asked, documents, tuple(paper.figures.values()))
    if passage is not None and not (
        parsed.formula is not None and parsed.formula.id not in find_formulas(passage.text)
    ):
        return replace(passage, question=question)
    if found is not None and found.verdict == "unavailable":
        return replace(found, question=question)
    if any(is_chinese(d.language) == is_chinese(language) for d in documents):
        return _unavailable(question, language, tuple(d.title or d.id for d in documents[:_DOCUMENTS]))
    with Library.memory() as library:
        library.store.add_together(make_entries(ReadResult(tuple(documents), (), ()), None, checked=False))
        return _answer_passage(replace(parsed, text=question), library.search(asked, limit=5), language, None)


def ask_library(library: Library, question: str, document: str | None = None, filters: Filters | None = None) -> Answer:
    """Answer from a library: its documents are narrowed to the companies the question names, or else to those the search
    finds, then asked for figures and passages. Companies that would answer differently are told beside one another.
    Raises UsageError for a question without a word."""
    require_question(question)
    language = "zh-Hans" if _HAN.search(question) else "en"
    rows = [library.document(document)] if document else _without_superseded(library.documents(filters))
    named = () if document else find_named(group_companies(rows), question)
    if named:
        rows = [row for company in named for row in company.documents]
        filters = replace(filters or Filters(), documents=tuple(row.id for row in rows))
    parsed = replace(read_question(leave_out_names(question, named)), text=question)
    hits = library.search(question, document=rows[0].id if document else None, limit=8, filters=filters)
    rows = _narrow(library, rows, [hit.document for hit in hits], bool(named))
    if parsed.wanted not in {"passage", "policy"}:
        told = _ask_companies(library, parsed, rows, language)
        if told is not None:
            return told
    return _answer_passage(parsed, hits[:5], language, None)


def _narrow(library: Library, rows: list[DocumentRow], found: Sequence[str], named: bool) -> list[DocumentRow]:
    """All documents of a small library whose measures are kept; else as many as are read in a bearable time, those that the
    search found first, and others only of companies that the question names."""
    if len(rows) <= _DOCUMENTS or (len(rows) <= _KEPT_DOCUMENTS and all(_is_kept(library, row) for row in rows)):
        return rows
    others = [row for row in rows if named and row.id not in found]
    return [*map(library.document, dict.fromkeys(found)), *others][:_DOCUMENTS]


def _is_kept(library: Library, row: DocumentRow) -> bool:
    return MEASURE in library.store.count_derived(row.id)


def _without_superseded(rows: Sequence[DocumentRow]) -> list[DocumentRow]:
    """Of a document that was added anew only the newest version answers."""
    superseded = {row.predecessor for row in rows}
    return [row for row in rows if row.id not in superseded]


def _ask_companies(library: Library, question: Question, rows: Sequence[DocumentRow], language: str) -> Answer | None:
    """The figures of each company's documents by themselves: a value of one company is none of another's."""
    answers = []
    for company in group_companies(rows):
        own = sorted(company.documents, key=lambda row: is_chinese(row.language) != is_chinese(language))
        answer = answer_figures(question, _lay_out_rows(library, own), language)
        if answer is not None:
            names = sorted(company.names, key=lambda name: bool(_HAN.search(name)) != is_chinese(language))
            answers.append((next(iter(names), own[0].title or own[0].name), answer))
    told = [(name, answer) for name, answer in answers if answer.verdict == "answered"]
    if len({(answer.value, answer.unit) for _, answer in told}) > 1:
        return replace(
            told[0][1], text="\n".join(f"{name}: {answer.text}" for name, answer in told), verdict="ambiguous",
            value=None, unit=None, period=None, calculation="", citations=tuple(c for _, a in told for c in a.citations),
        )  # fmt: skip
    return next((answer for _, answer in (*told, *answers)), None)


def phrase_answer(answer: Answer, llm: str | None) -> Answer:
    """The answer in the words of the model at an address where they tie, with a remark; value, unit and citations stay as they are."""
    if llm is None or answer.verdict != "answered":
        return answer
    from tieout.answer.phrase import ModelError, phrase_sentences
    from tieout.engine.model_endpoint import Endpoint

    endpoint = Endpoint(llm)
    try:
        phrased = phrase_sentences([Sentence(answer.text, answer.citations)], endpoint.ask)
    except ModelError as error:
        return replace(answer, remark=f"{error} The answer is the plain one.")
    if phrased.reworded:
        return replace(answer, text=phrased.sentences[0].text, remark=f"Phrased by {endpoint.name}.")
    told = "did not tie" if phrased.put_back else "changed nothing"
    return replace(answer, remark=f"The words of {endpoint.name} {told}; the answer is the plain one.")


def _script_of(language: str, documents: Sequence[Document]) -> str:
    if not is_chinese(language):
        return language
    return next((d.language for d in documents if is_chinese(d.language) and d.language), language)


def _lay_out(documents: Sequence[Document]) -> Desk:
    return join_desks(lay_out(document, extract((document,))) for document in documents)


def _lay_out_rows(library: Library, rows: Sequence[DocumentRow]) -> Desk:
    """What a library's documents are asked from; of those asked last it stays in memory."""
    desks = []
    for row in rows:
        key = (library.where, row.state)
        desks.append(_LAID_OUT.get(key) or _lay_out_row(library, row))
        if library.where is not None:
            _LAID_OUT[key] = desks[-1]
            for oldest in list(_LAID_OUT)[:-_LAID_OUT_DOCUMENTS]:
                _LAID_OUT.pop(oldest, None)
    return join_desks(desks)


_LAID_OUT: dict[tuple[str | None, tuple[str, str, str]], Desk] = {}
_LAID_OUT_DOCUMENTS = 2 * _KEPT_DOCUMENTS


def _lay_out_row(library: Library, row: DocumentRow) -> Desk:
    """Measures of one document as they were kept when it was added; else it is read again from the original, or, where only
    pages are kept, from their text."""
    if _is_kept(library, row):
        kept = {kind: library.store.derived(row.id, kind) for kind in (MEASURE, PERIOD, BREAKDOWN)}
        return rows_to_desk(row.id, kept)
    documents = _read_again(library, row)
    if documents:
        return _lay_out(documents)
    facts, tables = _read_lines(library, row)
    period = _period_of(find_measures(facts, tables, None, row.currency))
    return Desk(list(find_measures(facts, tables, period, row.currency)), {row.id: period})


def _read_again(library: Library, row: DocumentRow) -> tuple[Document, ...]:
    try:
        return (read_again(open_original(library.store, row), row)[0],)
    except TieoutError:
        return ()


def _read_lines(library: Library, row: DocumentRow) -> tuple[list[Fact], dict[str, Table]]:
    facts: list[Fact] = []
    tables: dict[str, Table] = {}
    for page in library.store.pages(row.id):
        found = find_line_facts(row.id, make_layer(page.text, page.printed or page.number), page.number)
        if found is not None:
            tables[found[0].id] = found[0]
            facts += found[1]
    return facts, tables


def _period_of(measures: Sequence[Measure]) -> Period | None:
    """The latest period that statements print: full years before parts."""
    flows = [
        v.period
        for m in measures
        if m.concept is not None and m.table
        for v in m.values[:1]
        if v.period is not None and v.period.days >= 80
    ]
    if not flows:
        return None
    common = [p for p in set(flows) if flows.count(p) * 3 >= len(flows)] or flows
    return max(common, key=lambda p: (p.end, p.days))


def _answer_policy(question: Question, documents: Sequence[Document]) -> Answer | None:
    words = content_words(question.text) - content_words(
        "accounting policy policies how what does the company recognised measured 会计政策如何确认计量"
    )
    best: tuple[float, Document, Policy] | None = None
    for document in documents:
        for policy in find_policies(document):
            if len(policy.span.quote) < _SHORTEST_POLICY:
                continue
            title = content_words(policy.title) | content_words(" ".join(policy.topics))
            shared = len(words & title)
            score = shared + 0.3 * len(words & content_words(policy.span.quote[:600])) if shared else 0.0
            if score and (best is None or score > best[0]):
                best = (score, document, policy)
    if best is None:
        return None
    _, document, policy = best
    spans = [(a, b) for a, b in split_sentences(policy.span.quote) if b - a > 30]
    ranked = sorted(spans, key=lambda s: -len(words & content_words(policy.span.quote[s[0] : s[1]])))[:_QUOTED] or [
        (0, min(400, len(policy.span.quote)))
    ]
    layer = document.layer(policy.span.layer)
    places: list[Span] = [layer.span(policy.span.start + a, policy.span.start + b) for a, b in sorted(ranked)]
    text = " ".join(join_lines(p.quote) for p in places)
    return Answer(
        question.text,
        f"{policy.label} {policy.title}: {text}".strip(),
        "answered",
        citations=tuple(Citation(document.id, p.page, p) for p in places),
    )


def _answer_passage(question: Question, hits: Sequence[Hit], language: str, before: Answer | None) -> Answer:
    """The sentences that hold most of the question's words; unavailable when none holds half of them."""
    words = content_words(question.text) - _ASKING
    best: list[tuple[float, Hit, int, int]] = []
    for rank, hit in enumerate(hits):
        for start, end in split_sentences(hit.place.quote) or [(0, min(400, len(hit.place.quote)))]:
            text = hit.place.quote[start:end]
            score = len(words & content_words(text)) / max(1, len(words)) - 0.02 * rank
            best.append((score, hit, start, end))
    best.sort(key=lambda b: -b[0])
    looked = tuple(f"{h.title or h.document}{f', page {h.page}' if h.page else ''}" for h in hits)
    if not best or best[0][0] < _PASSAGE_SHARE:
        if before is not None:
            return before
        return _unavailable(question.text, language, looked)
    chosen = [b for b in best[:_QUOTED] if b[0] >= best[0][0] * 0.8]
    places = [(hit, _cut(hit.place, start, end)) for _, hit, start, end in chosen]
    text = " ".join(join_lines(p.quote) for _, p in places)
    return Answer(
        question.text,
        text,
        "answered",
        citations=tuple(Citation(h.document, p.page, p) for h, p in places),
        looked_at=looked,
    )


def _unavailable(question: str, language: str, looked: tuple[str, ...]) -> Answer:
    text = in_script("所给文件没有说明。", language) if is_chinese(language) else "The documents do not say."
    return Answer(question, text, "unavailable", looked_at=looked)


_ASKING = content_words(
    "what which when where does did have were that this with from there their company please tell about much many"
) | content_words(fold("什么多少哪些是否请问"))


def _cut(place: Span, start: int, end: int) -> Span:
    first = place.segments[0]
    segment = replace(first, start=place.start + start, end=place.start + end, box=None)
    return Span(place.layer, place.quote[start:end], (segment,))
