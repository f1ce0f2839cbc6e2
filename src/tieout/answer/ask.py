"""Answers from facts: the printed value, a change, a ratio with its calculation, a breakdown; never without a citation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from tieout.answer.ask_question import Question, names_in
from tieout.answer.ask_values import Desk, Found, Worked, is_sized, work_out
from tieout.answer.summary.compose import compose_measure
from tieout.answer.summary.measures import Measure, rank_measures
from tieout.answer.summary.segments import find_breakdowns, keep_distinct
from tieout.answer.summary.wording import clean_label, in_script, is_chinese, show_period, show_quantity
from tieout.concepts import get_concept
from tieout.model.summary import Answer, Citation


def answer_figures(question: Question, desk: Desk, language: str) -> Answer | None:
    """The answer from figures; None when the question does not ask for one that the catalogue or a row can name."""
    if question.wanted == "formula" and question.formula is not None:
        return _answer_formula(question, desk, language)
    if question.wanted == "list":
        return _answer_list(question, desk, language)
    if not question.concepts or (question.average and question.wanted != "value"):
        return None
    concept_id = question.concepts[0]
    year = max(question.years) if question.years else desk.latest_year(question.concepts)
    if year is None:
        return None
    if question.wanted in {"change", "difference"}:
        return _answer_change(question, desk, concept_id, year, language)
    if question.average and len(question.years) > 1:
        return _answer_average(question, desk, concept_id, language)
    found = desk.look_up(concept_id, year, question.narrowing)
    return _missing(question, concept_id, year, language) if found is None else _answer_value(question, found, language)


def _citation(found: Found | tuple[Measure, object]) -> Citation:
    assert isinstance(found, Found)
    span = found.value.span
    return Citation(found.measure.document, span.page, span)


def _told(measure: Measure, value: Decimal) -> Decimal:
    return abs(value) if measure.concept is not None and is_sized(measure.concept.id) else value


def _plain(value: Decimal) -> str:
    return format(value.normalize() if value == value.to_integral() else value, "f")


def _period_text(found: Found) -> str | None:
    return str(found.value.period) if found.value.period is not None else None


def _plain_name(name: str) -> str:
    """A catalogue's name as a person reads it: its braces mark words that other words may stand for."""
    return name.replace("{period}", "the period").translate(str.maketrans("", "", "{}"))


def _missing(question: Question, concept_id: str, year: int, language: str) -> Answer:
    concept = get_concept(concept_id)
    name = concept.names_zh[0].lstrip("-=") if is_chinese(language) and concept.names_zh else _plain_name(concept.name)
    if is_chinese(language):
        text = in_script(f"在所给文件的表格中没有找到{year}年的{name}。", language)
    else:
        text = f"No {name} for {year} was found in the tables of the documents."
    return Answer(question.text, text, "unavailable", looked_at=(f"rows of tables that name {name}, for {year}",))


def _answer_value(question: Question, found: Found, language: str) -> Answer:
    value, measure = found.value, found.measure
    if found.rival is not None:
        return _ambiguous(question, found, language)
    sentence = compose_measure(measure, value.period, language)
    text = (
        sentence.text
        if sentence is not None
        else f"{clean_label(measure.label, language)}: {show_quantity(value.quantity, language)}"
    )
    return Answer(
        question.text, text, "answered", _plain(_told(measure, value.quantity.value)), value.quantity.unit, _period_text(found), "",
        (_citation(found), *(c for c in (sentence.citations if sentence else ()) if c.span != value.span)),
    )  # fmt: skip


def _ambiguous(question: Question, found: Found, language: str) -> Answer:
    assert found.rival is not None
    pairs = [(found.measure, found.value), found.rival]
    shown = [f"{clean_label(m.label, language)} {show_quantity(v.quantity, language)}" for m, v in pairs]
    text = in_script("有不止一个数值符合：", language) + "；".join(shown) + "。" if is_chinese(language) else (
        "More than one value fits: " + "; ".join(shown) + "."
    )  # fmt: skip
    citations = tuple(Citation(m.document, v.span.page, v.span) for m, v in pairs)
    return Answer(question.text, text, "ambiguous", citations=citations)


def _answer_change(question: Question, desk: Desk, concept_id: str, year: int, language: str) -> Answer:
    before = min(question.years) if len(question.years) > 1 else year - 1
    now, then = (desk.look_up(concept_id, y, question.narrowing) for y in (year, before))
    if now is None or then is None:
        return _missing(question, concept_id, year if now is None else before, language)
    if now.rival is not None or then.rival is not None:
        return _ambiguous(question, now if now.rival else then, language)
    a, b = now.value.quantity, then.value.quantity
    citations = (_citation(now), _citation(then))
    label = clean_label(now.measure.label, language)
    assert now.value.period is not None
    assert then.value.period is not None
    instant = get_concept(concept_id).period_type == "instant"
    when = [show_period(p, language, instant=instant) for p in (now.value.period, then.value.period)]
    calculation = f"{now.value.span.quote.strip()} / {then.value.span.quote.strip()} - 1"
    if is_sized(concept_id) or (a.value < 0 and b.value < 0):
        a, b = (replace(q, number=abs(q.number)) for q in (a, b))
    if question.wanted == "difference" or b.value == 0 or (a.value < 0) != (b.value < 0):
        gap = a.value - b.value
        text = f"{label}: {show_quantity(a, language)} {when[0]}; {show_quantity(b, language)} {when[1]}."
        calculation = f"{now.value.span.quote.strip()} - {then.value.span.quote.strip()}"
        return Answer(question.text, text, "answered", _plain(gap), a.unit, _period_text(now), calculation, citations)
    exact = (a.value - b.value) / abs(b.value) * 100
    places = question.places if question.places is not None else 1
    rate = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    told = rate if question.places is not None else exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if is_chinese(language):
        text = in_script(
            f"{when[0]}，{label}为{show_quantity(a, language)}，较{when[1].removeprefix('于')}的{show_quantity(b, language)}",
            language,
        )
        text += in_script("增加" if exact > 0 else "减少", language) + f"{abs(rate)}%。"
    else:
        verb = "up" if exact > 0 else "down"
        text = f"{label}: {show_quantity(a, language)} {when[0]}, {verb} {abs(rate)}% from {show_quantity(b, language)} {when[1]}."
    return Answer(
        question.text, text, "answered", _plain(told), "%", _period_text(now), f"{calculation} = {rate}%", citations
    )


def _answer_average(question: Question, desk: Desk, concept_id: str, language: str) -> Answer:
    rows = [desk.look_up(concept_id, y, question.narrowing) for y in question.years]
    if any(r is None for r in rows):
        return _missing(question, concept_id, question.years[rows.index(None)], language)
    found = [r for r in rows if r is not None]
    mean = sum((r.value.quantity.value for r in found), Decimal(0)) / len(found)
    calculation = f"({' + '.join(r.value.span.quote.strip() for r in found)}) / {len(found)}"
    label = clean_label(found[0].measure.label, language)
    shown = mean.scaleb(-found[0].value.quantity.scale).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    text = f"{label}, average of {min(question.years)} to {max(question.years)}: {shown:,}."
    return Answer(
        question.text,
        text,
        "answered",
        _plain(mean),
        found[0].value.quantity.unit,
        None,
        calculation,
        tuple(map(_citation, found)),
    )


def _answer_formula(question: Question, desk: Desk, language: str) -> Answer | None:
    assert question.formula is not None
    expression = question.formula.expression
    latest = desk.latest_year(names_in(expression))
    years = question.years or ((latest,) if latest is not None else ())
    if not years:
        return None
    if question.changes:
        return _answer_formula_change(question, desk, max(years), min(years) if len(years) > 1 else max(years) - 1)
    asked = years if question.average and len(years) > 1 else (max(years),)
    worked: list[Worked] = []
    for year in asked:
        result = work_out(desk, expression, year)
        if isinstance(result, tuple) and question.formula.instead is not None:
            result = work_out(desk, question.formula.instead, year)
        if isinstance(result, tuple):
            return _printed_instead(question, desk, max(years), language) or _missing(
                question, *_known(result), language
            )
        worked.append(result)
    value = sum((w.value for w in worked), Decimal(0)) / len(worked)
    used = {(_f.value.span.layer, _f.value.span.start): _f for w in worked for _f in w.used}
    citations = tuple(_citation(f) for f in used.values())
    calculation = "; ".join(w.calculation for w in worked)
    if len(worked) > 1:
        calculation = f"average of: {calculation}"
    return _say_formula(question, value, calculation, citations, list(used.values()), language)


def _answer_formula_change(question: Question, desk: Desk, year: int, before: int) -> Answer | None:
    """The change of a ratio between two years, in points or times; None for the rate of its change, or where a part is missing."""
    formula = question.formula
    assert formula is not None
    now, then = work_out(desk, formula.expression, year), work_out(desk, formula.expression, before)
    if isinstance(now, tuple) or isinstance(then, tuple) or question.average or formula.form in {"money", "days"}:
        return None
    scale = 100 if formula.form == "percent" else 1
    gap = ((now.value - then.value) * scale).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    unit, mark = ("pp", " percentage points") if scale == 100 else ("x", "")
    calculation = f"{now.calculation} - {then.calculation}"
    citations = tuple(
        {(f.value.span.layer, f.value.span.start): _citation(f) for f in (*now.used, *then.used)}.values()
    )
    return Answer(
        question.text, f"{gap:,}{mark} = {calculation}", "answered", _plain(gap), unit, None, calculation, citations
    )


def _known(missing: tuple[str, int]) -> tuple[str, int]:
    concept_id, year = missing
    return (concept_id if concept_id.isidentifier() else names_in(concept_id)[0]), year


def _printed_instead(question: Question, desk: Desk, year: int, language: str) -> Answer | None:
    """The ratio as a row prints it, where its parts are not printed."""
    for concept_id in question.concepts:
        found = desk.look_up(concept_id, year)
        if (
            found is not None
            and found.value.quantity.unit in {"%", "x", None}
            and get_concept(concept_id).unit_kind in {"percent", "ratio", "days"}
        ):
            return _answer_value(question, found, language)
    return None


def _say_formula(
    question: Question,
    value: Decimal,
    calculation: str,
    citations: tuple[Citation, ...],
    used: Sequence[Found],
    language: str,
) -> Answer:
    assert question.formula is not None
    form, places = question.formula.form, question.places
    if form == "percent" and not question.percent and places is not None and places >= 2:
        form = "times"
    period = _period_text(used[0]) if used else None
    if form == "money":
        like = used[0].value.quantity
        shown = f"{value.scaleb(-like.scale):,f}"
        unit: str | None = like.unit
        text = f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown}"
        scale = {0: "", 3: " thousand", 6: " million", 9: " billion"}.get(like.scale, f" x 10^{like.scale}")
        return Answer(
            question.text,
            f"{unit or ''} {text}{scale} = {calculation}".strip(),
            "answered",
            _plain(value),
            unit,
            period,
            calculation,
            citations,
        )
    scaled = value * 100 if form == "percent" else value
    digits = places if places is not None else 1 if form == "percent" else 2
    rounded = scaled.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    mark = {"percent": "%", "times": "", "days": " days" if not is_chinese(language) else "天"}[form]
    unit = {"percent": "%", "times": "x", "days": "days"}[form]
    return Answer(
        question.text,
        f"{rounded:,}{mark} = {calculation}",
        "answered",
        _plain(rounded),
        unit,
        period,
        calculation,
        citations,
    )


def _answer_list(question: Question, desk: Desk, language: str) -> Answer | None:
    """The parts of a total that add up to it."""
    concept_id = question.concepts[0] if question.concepts else "revenue"
    year = max(question.years) if question.years else desk.latest_year((concept_id,))
    period = next((p for p in desk.periods.values() if p is not None and p.end.year == year), None)
    if period is None:
        return None
    whole = next((m for m in rank_measures(desk.measures, concept_id) if m.at(period) is not None), None)
    rows = find_breakdowns(desk.measures, whole, period) if whole else ()
    across = [b for b in desk.parts if concept_id == "revenue" and b.total.at(period) is not None]
    found = keep_distinct(rows, period, 1) or keep_distinct(across, period)
    shown, citations = [], []
    for breakdown in found:
        parts = [(m, v) for m in breakdown.parts if (v := m.at(period)) is not None]
        told = "; ".join(f"{clean_label(m.label, language)} {show_quantity(v.quantity, language)}" for m, v in parts)
        colon, end = ("：", "。") if is_chinese(language) else (": ", ".")
        lead = f"{clean_label(breakdown.total.label, language)}{colon}" if breakdown.total.concept is not None else ""
        shown.append(f"{lead}{told}{end}")
        citations += [Citation(m.document, v.span.page, v.span) for m, v in parts]
    if not shown:
        return None
    text = ("" if is_chinese(language) else " ").join(shown)
    return Answer(question.text, text, "answered", None, None, str(period), "", tuple(citations))
