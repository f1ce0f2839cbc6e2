"""Footing by hand: a total and its parts by their places, added on the printed digits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.engine.footing import foot_by_hand
from tieout.web.desk import Desk
from tieout.web.shown import Value, get_document

_PARTS_LIMIT = 500

Numbers = Mapping[str, Mapping[str, Any]]


def show_footing(desk: Desk, request: Request) -> Value:
    """`total`, and any number of `part` and `minus`, each a place written PAGE:START (no page: ":START")."""
    row, asked = get_document(desk, request.path_params["id"]), request.query_params
    numbers: Numbers = {_name(n["place"]): n for n in desk.derived(row.id, "number") if n.get("place")}
    signed = [(place, 1) for place in asked.getlist("part")] + [(place, -1) for place in asked.getlist("minus")]
    if len(signed) > _PARTS_LIMIT:
        raise HTTPException(400, f"part: at most {_PARTS_LIMIT} parts are added at once; {len(signed)} were sent.")
    total = _find(numbers, "total", asked.get("total", ""))
    return foot_by_hand(total, [(_find(numbers, "part", place), sign) for place, sign in signed])


def _name(place: Mapping[str, Any]) -> str:
    return f"{place.get('page') or ''}:{place.get('start')}"


def _find(numbers: Numbers, field: str, place: str) -> Mapping[str, Any]:
    found = numbers.get(place) or numbers.get(f":{place.rpartition(':')[2]}")
    if found is None:
        raise HTTPException(400, f"{field}: no number of this document stands at {place!r}.")
    return found
