"""Facts as Parquet: values as text (exact) and as decimal128 where they fit."""

from __future__ import annotations

import io
from collections.abc import Iterable
from decimal import Decimal

from tieout.model import Fact
from tieout.present.facts_rows import COLUMNS, fact_to_row

_PRECISION, _SCALE = 38, 10


def to_facts_parquet(facts: Iterable[Fact]) -> bytes:
    """A Parquet file; `number` is decimal128(38, 10), null where the value is text, nil or does not fit exactly."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    listed = list(facts)
    rows = [fact_to_row(f) for f in listed]
    whole = {"decimals", "start", "end", "page"}
    columns = {
        name: pa.array([r[name] for r in rows], pa.int64() if name in whole else pa.string()) for name in COLUMNS
    }
    columns["number"] = pa.array([_fit(f.value) for f in listed], pa.decimal128(_PRECISION, _SCALE))
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression="zstd")
    return out.getvalue()


def _fit(value: Decimal | str | None) -> Decimal | None:
    if not isinstance(value, Decimal) or value.adjusted() >= _PRECISION - _SCALE:
        return None
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -_SCALE else None
