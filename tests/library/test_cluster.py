"""A cluster adds what one process adds: workers on loopback, one of them killed, the library row for row the same."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from tests.library.test_add import QUICK, write_reports
from tieout.cli.add import command
from tieout.engine.shelf import Library
from tieout.engine.shelf_add import AddSettings
from tieout.engine.shelf_cluster import add_on_cluster
from tieout.errors import UsageError

TABLES = {
    "document": "id, name, sha256, title, kind, company, codes, cik, language, published, period_end, page_count, byte_count",
    "page": 'document, number, text, layer, label, printed, "offset", features',
    "passage": "document, page, first, last, heading, kind, terms::text",
    "tokens": "document, vocabulary, tokens, starts",
    "vectors": "document, model, passage_count, codes, vectors",
    "reading": "document, reader, version, settings",
    "fact": "document, ordinal, concept, label, value, decimals, unit, period_start, period_end, dimensions, origin",
    "derived": "(SELECT document FROM reading WHERE id = reading), kind, row_count, body",
    "refusal": "path, reason",
    "original": "sha256, byte_count, content",
}
"""All that a library holds but serial numbers and times of day."""


def make_database(server: Any, name: str) -> str:
    """An empty database of the server."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
        connection.execute(f"CREATE DATABASE {name}".encode())
    return str(server.get_uri(database=name))


def read_rows(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows in an order of their own."""
    with psycopg.connect(address) as connection:
        return {
            table: sorted(connection.execute(f"SELECT {columns} FROM {table}".encode()).fetchall(), key=repr)
            for table, columns in TABLES.items()
        }


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two worker processes that speak TCP on loopback."""
    distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running


@pytest.mark.slow
def test_a_cluster_adds_row_for_row_the_same(cluster: Any, postgres_server: Any, tmp_path: Path) -> None:
    """Documents, pages, passages, vectors, facts, findings, refusals and originals; one worker dies on the way."""
    write_reports(tmp_path / "in", 10)
    (tmp_path / "in" / "empty.pdf").write_bytes(b"")
    alone, together = make_database(postgres_server, "alone"), make_database(postgres_server, "together")
    with Library.open(alone) as library:
        list(library.add_many([tmp_path / "in"], AddSettings()))
    outcomes = []
    for outcome in add_on_cluster(cluster.scheduler_address, together, [tmp_path / "in"]):
        outcomes.append(outcome.outcome)
        if len(outcomes) == 3:
            os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
    assert sorted(outcomes)[-1] == "refused"
    assert len(outcomes) == 11
    one, many = read_rows(alone), read_rows(together)
    for table in TABLES:
        assert one[table] == many[table], table
    assert len(one["document"]) == 10
    again = [outcome.outcome for outcome in add_on_cluster(cluster.scheduler_address, together, [tmp_path / "in"])]
    assert sorted(again) == ["refused", *["unchanged"] * 10]


@pytest.mark.slow
def test_the_command_adds_on_a_cluster(cluster: Any, postgres_server: Any, tmp_path: Path) -> None:
    """And says what it says without one."""
    write_reports(tmp_path / "in", 2)
    where = ["--library", make_database(postgres_server, "commanded"), "--cluster", cluster.scheduler_address]
    result = CliRunner().invoke(command, [*where, "--no-check", "--no-embeddings", str(tmp_path / "in")])
    assert result.stdout.startswith("2 added, 0 already there, 0 refused"), result.output


def test_a_cluster_needs_a_server_and_a_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder is refused, and so is an address where nobody answers: one sentence each."""
    with pytest.raises(UsageError, match="postgresql://"):
        next(add_on_cluster("tcp://127.0.0.1:9", str(tmp_path), [tmp_path], QUICK))
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    monkeypatch.setattr("tieout.engine.shelf_cluster._CONNECT_SECONDS", 0.5)
    with pytest.raises(UsageError, match="no scheduler answers"):
        next(add_on_cluster("tcp://127.0.0.1:9", "postgresql://127.0.0.1/x", [tmp_path], QUICK))
