"""Companies side by side over concepts and years, as filed beside what the concept is called here."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request

from tieout.library.companies import group_companies
from tieout.web.desk import Desk
from tieout.web.figures import show_figures
from tieout.web.shown import Value, get_company, show_company_row

_MOST = 5
_YEARS = 3
_NAMES = ("concept", "label", "label_zh")


def show_peers(desk: Desk, request: Request) -> Value:
    """`company` given up to five times: a row a concept, for each company its last years."""
    names = list(dict.fromkeys(name for name in request.query_params.getlist("company") if name))
    if len(names) > _MOST:
        raise HTTPException(400, f"company: at most {_MOST} stand side by side; {len(names)} were named.")
    chosen = [get_company(desk, name) for name in names]
    tables = [show_figures(desk, company) for company in chosen]
    concepts: dict[str, Value] = {}
    for table in tables:
        concepts |= {row["concept"]: {name: row[name] for name in _NAMES} for row in table["rows"]}
    shared = [
        c for c in concepts if sum(any(r["concept"] == c for r in t["rows"]) for t in tables) > 1 or len(chosen) == 1
    ]
    return {
        "chosen": [
            {**show_company_row(company), "periods": table["periods"][-_YEARS:]}
            for company, table in zip(chosen, tables, strict=True)
        ],
        "rows": [
            {**concepts[concept], "companies": [_cells(table, concept) for table in tables]}
            for concept in (*shared, *(c for c in concepts if c not in shared))
        ],
        "shared": len(shared),
        "companies": [show_company_row(c) for c in group_companies(desk.documents())],
    }


def _cells(table: Value, concept: str) -> dict[str, Any]:
    """A company's cells of one concept for the years shown, and what its newest document calls it."""
    row = next((r for r in table["rows"] if r["concept"] == concept), None)
    years = len(table["periods"][-_YEARS:])
    cells = row["cells"][-years:] if row and years else [None] * years
    newest = next((cell for cell in reversed(cells) if cell), None)
    return {"unit": row["unit"] if row else "", "as_filed": newest["label"] if newest else None, "cells": cells}
