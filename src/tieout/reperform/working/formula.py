"""Expressions to spreadsheet formulas: operands that stand in a cell become references, the rest is written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from tieout.model.reperformance import Address, Formula, Range
from tieout.reperform.working.expression import Expression

Places = Mapping[int, Address]
"""Where expressions stand, by identity."""

_BINDING = {"=": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3, "^": 4}
_ATOM = 9
_MOST_TOKENS = 2000


def to_formula(expression: Expression, places: Places) -> Formula:
    """The formula of an expression that has operands; its own place is not used.

    >>> from tieout.reperform.working.expression import number
    >>> to_formula(number(2) * (number(3) + 1), {})
    ('2*(3+1)',)
    """
    tokens = _merge(_write(expression, places, 0))
    assert len(tokens) <= _MOST_TOKENS, "an intermediate result of a long formula has no cell of its own"
    return tokens


def _merge(tokens: Sequence[str | Address | Range]) -> Formula:
    merged: list[str | Address | Range] = []
    for token in tokens:
        if isinstance(token, str) and merged and isinstance(merged[-1], str):
            merged[-1] += token
        else:
            merged.append(token)
    return tuple(merged)


def _operand(expression: Expression, places: Places, binding: int) -> list[str | Address | Range]:
    place = places.get(id(expression))
    return [place] if place is not None else _write(expression, places, binding)


def _write(expression: Expression, places: Places, binding: int) -> list[str | Address | Range]:
    operator, operands = expression.operator, expression.operands
    if operator == "constant":
        return _write_constant(expression.value, binding)
    if operator in _BINDING:
        own = _BINDING[operator]
        left = _operand(operands[0], places, own if operator != "^" else own + 1)
        right = _operand(operands[1], places, own + 1)
        tokens = [*left, operator, *right]
        return tokens if own >= binding else ["(", *tokens, ")"]
    if operator == "neg":
        return (
            ["(-", *_operand(operands[0], places, _ATOM), ")"]
            if binding > 1
            else ["-", *_operand(operands[0], places, _ATOM)]
        )
    if operator == "RATIO":
        top, bottom = _operand(operands[0], places, 3), _operand(operands[1], places, 4)
        return ["IF(", *bottom, '=0,"n/a",', *top, "/", *bottom, ")"]
    if operator == "DISCOUNT":
        return _write_discount(operands, places)
    if operator == "SUMPRODUCT":
        return _write_products(operands, places)
    if operator == "SUM":
        return _call("SUM", _runs(operands, places))
    return _call(operator, [_operand(o, places, 0) for o in operands])


def _write_constant(value: object, binding: int) -> list[str | Address | Range]:
    if isinstance(value, bool):
        return ["TRUE" if value else "FALSE"]
    if isinstance(value, Decimal):
        text = format(value, "f")
        return [f"({text})"] if value < 0 and binding else [text]
    if isinstance(value, date):
        return [f"DATE({value.year},{value.month},{value.day})"]
    return ['"' + str(value).replace('"', '""') + '"']


def _call(name: str, arguments: list[list[str | Address | Range]]) -> list[str | Address | Range]:
    tokens: list[str | Address | Range] = [name, "("]
    for index, argument in enumerate(arguments):
        tokens += [",", *argument] if index else argument
    return [*tokens, ")"]


def _runs(operands: Sequence[Expression], places: Places) -> list[list[str | Address | Range]]:
    """Operands as arguments, with neighbours in a column or row joined into ranges."""
    arguments: list[list[str | Address | Range]] = []
    for operand in operands:
        place = places.get(id(operand))
        if place is None:
            arguments.append(_write(operand, places, 0))
            continue
        last = arguments[-1][0] if arguments and len(arguments[-1]) == 1 else None
        if isinstance(last, Address) and _is_next(last, last, place):
            arguments[-1] = [Range(last, place)]
        elif isinstance(last, Range) and _is_next(last.first, last.last, place):
            arguments[-1] = [Range(last.first, place)]
        else:
            arguments.append([place])
    return arguments


def _is_next(first: Address, last: Address, place: Address) -> bool:
    if place.table != last.table:
        return False
    down = place.column == last.column == first.column and place.row == last.row + 1
    across = place.row == last.row == first.row and place.column == last.column + 1
    return down or across


def _one_range(operands: Sequence[Expression], places: Places) -> Range | Address | None:
    runs = _runs(operands, places)
    token = runs[0][0] if len(runs) == 1 and len(runs[0]) == 1 else None
    return token if isinstance(token, Range | Address) else None


def _write_products(operands: Sequence[Expression], places: Places) -> list[str | Address | Range]:
    half = len(operands) // 2
    left, right = _one_range(operands[:half], places), _one_range(operands[half:], places)
    if left is not None and right is not None:
        return ["SUMPRODUCT(", left, ",", right, ")"]
    tokens: list[str | Address | Range] = []
    for index, (a, b) in enumerate(zip(operands[:half], operands[half:], strict=True)):
        tokens += ["+"] if index else []
        tokens += [*_operand(a, places, 3), "*", *_operand(b, places, 4)]
    return ["(", *tokens, ")"]


def _write_discount(operands: Sequence[Expression], places: Places) -> list[str | Address | Range]:
    half = (len(operands) - 1) // 2
    rate = _operand(operands[0], places, 3)
    flows, times = _one_range(operands[1 : 1 + half], places), _one_range(operands[1 + half :], places)
    if flows is not None and times is not None:
        return ["SUMPRODUCT(", flows, ",(1+", *rate, ")^(-(", times, ")))"]
    tokens: list[str | Address | Range] = []
    for index, (flow, time) in enumerate(zip(operands[1 : 1 + half], operands[1 + half :], strict=True)):
        tokens += ["+"] if index else []
        tokens += [*_operand(flow, places, 3), "/(1+", *rate, ")^", *_operand(time, places, 5)]
    return ["(", *tokens, ")"]
