"""Which figure of a failing sum is named: what mends most and breaks least, then what other places print."""

from __future__ import annotations

from decimal import Decimal

from tieout.model import Cell, Column, Figure, Quantity, Relation, Row, Segment, Span, Table, Term
from tieout.relations.findings import write_findings
from tieout.relations.judge import Judgement, JudgeSettings, judge
from tieout.web.say_zh import say_finding


def _figures(**printed: str) -> dict[str, Figure]:
    """Figures by name, as printed."""
    found = {}
    for k, (key, text) in enumerate(printed.items()):
        number = Decimal(text.replace(",", "").strip("()"))
        number = -number if text.startswith("(") else number
        decimals = max(0, -int(number.as_tuple().exponent))
        span = Span("l", text, (Segment(20 * k, 20 * k + len(text)),))
        found[key] = Figure(key, "d", span, Quantity(number, decimals))
    return found


def _sum(result: str, *terms: str) -> Relation:
    return Relation("F101", "sum", tuple(Term(t) for t in terms), "test", result=result)


def _equal(result: str, term: str) -> Relation:
    return Relation("A501", "equal", (Term(term),), "test", result=result)


def _row_table(*rows: tuple[Figure, ...]) -> Table:
    cells = tuple(tuple(Cell(f.span.quote, "value", f.span, f) for f in row) for row in rows)
    columns = tuple(Column((), "value") for _ in rows[0])
    return Table("t", "d", "", rows[0][0].span, columns, tuple(Row("", ()) for _ in rows), cells)


def _judge(figures: dict[str, Figure], *relations: Relation, tables: tuple[Table, ...] = ()) -> Judgement:
    return judge(figures, relations, JudgeSettings(), tables)


def _named(figures: dict[str, Figure], *relations: Relation, tables: tuple[Table, ...] = ()) -> set[str]:
    return set(_judge(figures, *relations, tables=tables).failures)


def test_what_two_failing_sums_share_is_named_once() -> None:
    """A line that is off breaks the subtotal and the total over it: it is named for both, and neither sum is."""
    figures = _figures(sub="7,314", a="4,120", b="3,187", total="9,528", c="2,214", a_again="4,120")
    relations = [_sum("sub", "a", "b"), _sum("total", "a", "b", "c"), _equal("a", "a_again")]
    assert _named(figures, *relations) == {"b"}


def test_what_holds_all_the_same_clears_nobody() -> None:
    """A line told in words in millions holds for the wrong value too, and is no safer than one told nowhere."""
    figures = _figures(
        total="(24,501)", a="20,878", b="(43,162)", c="(2,211)", a_again="20,878", total_again="(24,501)"
    )
    figures["told"] = Figure("told", "d", figures["b"].span, Quantity(Decimal(43), 0, None, 3))
    relations = [
        _sum("total", "a", "b", "c"),
        Relation("A501", "equal", (Term("b", Decimal(-1)),), "test", result="told"),
        _equal("a", "a_again"),
        _equal("total", "total_again"),
    ]
    failure = next(f for found in _judge(figures, *relations).failures.values() for f in found)
    assert {failure.culprit, *failure.others} == {"b", "c"}


def test_the_value_that_the_sum_wants_stands_elsewhere() -> None:
    """Of lines that nothing else tests, the one is named of which another place prints what the sum wants."""
    figures = _figures(total="88,213", a="41,307", b="28,454", c="18,459", note="28,447")
    assert _named(figures, _sum("total", "a", "b", "c")) == {"b"}


def test_a_row_that_stands_twice_clears_its_figure() -> None:
    """A line whose row another table prints again, this year and last, is not named; that only its value occurs proves nothing."""
    figures = _figures(total="59,768", a="41,307", b="18,454", a_prior="39,211", a_again="41,307", prior_again="39,211")
    twin = _row_table((figures["a"], figures["a_prior"]), (figures["a_again"], figures["prior_again"]))
    relations = [_sum("total", "a", "b"), _equal("total", "t2")]
    figures |= _figures(t2="59,768")
    assert _named(figures, *relations, tables=(twin,)) == {"b"}
    failure = next(f for found in _judge(figures, *relations).failures.values() for f in found)
    assert {failure.culprit, *failure.others} == {"a", "b"}


def test_a_round_value_with_a_digit_put_in_is_named() -> None:
    """Where nothing else tells, the line is named that would end in zeros; not where another line is printed more coarsely."""
    figures = _figures(total="84,657,731.05", a="14,397,511.01", b="43,260,220.04", c="27,000,000.05")
    assert _named(figures, _sum("total", "a", "b", "c")) == {"c"}
    figures["total"] = Figure("total", "d", figures["total"].span, Quantity(Decimal("84.7"), 1, None, 6))
    figures["a"] = Figure("a", "d", figures["a"].span, Quantity(Decimal("14899999.01"), 2))
    assert _named(figures, _sum("total", "a", "b", "c")) == {"total"}


def test_a_small_figure_is_no_sign_lost() -> None:
    """A figure smaller than the rounding of its sum looks turned by chance, and is not named for it."""
    figures = _figures(total="3,120", a="1,398", b="1,114", c="2", d="611", a2="1,398", b2="1,114", t2="3,120")
    equal = [_equal("a", "a2"), _equal("b", "b2"), _equal("total", "t2")]
    failure = next(iter(_judge(figures, _sum("total", "a", "b", "c", "d"), *equal).failures.values()))[0]
    assert {failure.culprit, *failure.others} == {"c", "d"}
    turned = _figures(total="2,507", a="1,398", b="1,114", c="5", t2="2,507")
    assert _named(turned, _sum("total", "a", "b", "c"), _equal("total", "t2")) == {"c"}


def test_a_sum_that_takes_a_figure_twice_names_its_result() -> None:
    """Where a figure stands in a sum twice no single correction is known, and the result is named."""
    figures = _figures(total="9,310", a="4,120", b="1,187")
    assert _named(figures, _sum("total", "a", "a", "b")) == {"total"}


def test_figures_as_likely_are_told() -> None:
    """Where nothing tells which figure is wrong, the finding says which others are as likely, in both languages."""
    figures = _figures(total="10,072", a="7,286", b="1,812", c="411", d="566")
    finding = write_findings(_judge(figures, _sum("total", "a", "b", "c", "d")), figures, {})[0]
    assert finding.span.quote == "10,072"
    assert finding.message.endswith(" Just as likely: 7,286, 1,812, 411 and 1 more.")
    assert say_finding(finding.message).endswith("同样可能的是 7,286、1,812、411 等 4 个。")
    said = say_finding(
        "Total (2024): the lines add up to 10,075; 10,072 is printed (difference 3, tolerance 1.50)."
        " The figure least supported elsewhere is 411. Just as likely: 7,286, 1,812, 566 and 1 more."
    )
    assert said.endswith("其中别处佐证最少的是 411。同样可能的是 7,286、1,812、566 等 4 个。")
