"""Input files: JSON or YAML to plain values, every number exact, nothing said twice."""

from __future__ import annotations

import json
from collections.abc import Hashable
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from tieout.errors import InputError, UnreadableError

MOST_BYTES = 5_000_000
_MOST_DEPTH = 8
_Pairs = list[tuple[str, Any]]


def read_inputs(content: bytes, path: str) -> dict[str, Any]:
    """The mapping a file holds; raises UnreadableError when it is neither JSON nor YAML, or no mapping."""
    if len(content) > MOST_BYTES:
        raise UnreadableError(path, f"{len(content)} bytes; an input file has at most {MOST_BYTES}")
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(path, "not UTF-8 text") from error
    if not words.strip():
        raise UnreadableError(path, "the file is empty")
    given = _read_json(words, path) if words.lstrip().startswith(("{", "[")) else _read_yaml(words, path)
    if not isinstance(given, dict):
        raise UnreadableError(path, "the file holds no mapping of field names to values")
    return given


def _read_json(words: str, path: str) -> Any:
    try:
        return json.loads(
            words, parse_float=_number, parse_int=_number, parse_constant=_refuse, object_pairs_hook=_no_doubles
        )
    except RecursionError as error:
        raise UnreadableError(path, "nested too deeply") from error
    except ValueError as error:
        raise UnreadableError(path, f"not valid JSON: {error}") from error


def _number(words: str) -> Decimal:
    if len(words) > 60:
        raise ValueError(f"a number of {len(words)} characters")
    return Decimal(words)


def _refuse(words: str) -> Any:
    raise ValueError(f"{words} is not a number")


def _no_doubles(pairs: _Pairs) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for key, value in pairs:
        if key in made:
            raise InputError(key, value, "one value; the field is given twice")
        made[key] = value
    return made


class _ExactLoader(yaml.SafeLoader):
    """YAML without aliases, with decimals for numbers."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise yaml.YAMLError("nested too deeply")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        pairs = [(str(self.construct_object(k, deep=True)), self.construct_object(v, deep=True)) for k, v in node.value]
        return _no_doubles(pairs)


def _construct_number(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    words = str(loader.construct_scalar(node)).replace("_", "")
    try:
        return _number(words)
    except (InvalidOperation, ValueError) as error:
        raise yaml.YAMLError(f"{words} is not a plain decimal number") from error


_ExactLoader.add_constructor("tag:yaml.org,2002:int", _construct_number)
_ExactLoader.add_constructor("tag:yaml.org,2002:float", _construct_number)


def _read_yaml(words: str, path: str) -> Any:
    try:
        return yaml.load(words, Loader=_ExactLoader)
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        shown = reason if len(reason) <= 300 else f"{reason[:300]}…"
        raise UnreadableError(path, f"not valid YAML: {shown}") from error
