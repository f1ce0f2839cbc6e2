"""Measurements performed again: a form for each, with its schedule and a chart."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from tieout.errors import InputError
from tieout.reperform import describe, find_measurements, get_measurement, perform
from tieout.reperform.formats.as_json import to_json
from tieout.reperform.formats.markdown import to_markdown
from tieout.reperform.formats.workbook import to_workbook
from tieout.web.charts import draw_table
from tieout.web.desk import Desk
from tieout.web.sent import Sent
from tieout.web.shown import Value

_ROWS_LIMIT = 500
_NAME = re.compile(r"([a-z0-9_]+)(?:\.(\d{1,3})\.([a-z0-9_]+))?")
_FLAGS = {"true": True, "false": False}


def show_measurements(desk: Desk, request: Request) -> Value:
    """Every measurement with the standard it follows."""
    return {
        "measurements": [
            {"name": name, "title": room.TITLE, "standard": room.STANDARD, "address": f"/reperform/{name}"}
            for name, room in find_measurements().items()
        ]
    }


def show_form(desk: Desk, request: Request) -> Value:
    """A measurement's fields, filled with its example."""
    room = _find(request)
    return _show(room, dict(room.EXAMPLE))


def perform_form(desk: Desk, request: Request, sent: Sent) -> Value:
    """Performed from what was sent: `inputs` as one object from a program, else the fields of the form.

    A wrong input is told beside the form, not as an error page.
    """
    room = _find(request)
    given = sent.fields.get("inputs")
    inputs = _exact(given) if isinstance(given, dict) else _read_form(describe(room.NAME), sent.fields)
    try:
        result = perform(room.NAME, inputs)
    except InputError as error:
        return {**_show(room, inputs), "error": str(error)}
    return {
        **_show(room, inputs),
        "result": {**to_json(result), "charts": [c for t in result.tables if (c := draw_table(t))]},
    }


def send_workbook(desk: Desk, request: Request, sent: Sent) -> Response:
    """The working as a workbook with live formulas, or as Markdown, from the fields of the form."""
    room = _find(request)
    result = perform(room.NAME, _read_form(describe(room.NAME), sent.fields))
    if request.path_params["ending"] == "xlsx":
        media, content = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_workbook(result)
    else:
        media, content = "text/markdown; charset=utf-8", to_markdown(result).encode()
    name = f"{room.NAME}.{request.path_params['ending']}"
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _find(request: Request) -> Any:
    try:
        return get_measurement(request.path_params["model"])
    except InputError as error:
        raise HTTPException(404, str(error)) from None


def _show(room: Any, inputs: Mapping[str, Any]) -> Value:
    return {
        "name": room.NAME,
        "title": room.TITLE,
        "standard": room.STANDARD,
        "fields": [_fill(field, inputs) for field in describe(room.NAME)],
        "inputs": json.loads(json.dumps(inputs, default=str)),
        "error": None,
        "result": None,
    }


def _fill(field: Value, inputs: Mapping[str, Any]) -> Value:
    """A field with what stands in it; of a list, each entry's cells."""
    if field["shape"] != "rows":
        return {**field, "default": _tell(field.get("default")), "given": _tell(inputs.get(field["name"]))}
    entries = inputs.get(field["name"])
    known = [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []
    rows = [[_tell(entry.get(cell["name"])) for cell in field["rows"]] for entry in known]
    return {**field, "given": rows}


def _tell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _read_form(fields: Sequence[Value], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs a form holds: what is empty is left out, numbers are exact, rows stand as `field.3.cell`."""
    known = {field["name"]: field for field in fields}
    inputs: dict[str, Any] = {}
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for name, text in sent.items():
        match = _NAME.fullmatch(name)
        if match is None or match[1] not in known or not isinstance(text, str):
            raise InputError(name, str(text)[:80], "a field of this measurement")
        if not text.strip():
            continue
        field = known[match[1]]
        if match[2] is None:
            inputs[name] = _read_value(field, text.strip())
            continue
        cell = next((c for c in field.get("rows", ()) if c["name"] == match[3]), None)
        if cell is None or int(match[2]) >= _ROWS_LIMIT:
            raise InputError(name, text[:80], "a field of this measurement")
        rows.setdefault(match[1], {}).setdefault(int(match[2]), {})[match[3]] = _read_value(cell, text.strip())
    return {**inputs, **{name: [entries[k] for k in sorted(entries)] for name, entries in rows.items()}}


def _read_value(field: Value, text: str) -> Any:
    """A number or a flag where the field is one and the text says one; else the text, which the measurement refuses."""
    if field["shape"] == "flag":
        return _FLAGS.get(text, text)
    if field["shape"] == "number":
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            return text
        return number if number.is_finite() and len(text) <= 60 else text
    return text


def _exact(given: Any) -> Any:
    """Numbers of a program's JSON as exact decimals of what it wrote."""
    if isinstance(given, bool) or given is None or isinstance(given, str):
        return given
    if isinstance(given, (int, float)):
        return Decimal(str(given))
    if isinstance(given, list):
        return [_exact(item) for item in given]
    return {str(key): _exact(value) for key, value in given.items()}
