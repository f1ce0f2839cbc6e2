"""The whole API under generated requests: whatever is asked, no answer is a fault of the server."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from starlette.testclient import TestClient

from tests.web.conftest import REPORT, upload
from tieout.engine.shelf import Library
from tieout.web import make_app

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
pytestmark = pytest.mark.slow

_LIBRARY = Library.memory()
_APP = make_app(_LIBRARY)
_HOME = "http://127.0.0.1:8420"
schema = schemathesis.openapi.from_dict(TestClient(_APP, base_url=_HOME).get("/api/openapi.json").json())
schema.app = _APP


@pytest.fixture(scope="module", autouse=True)
def _filled() -> None:
    upload(TestClient(_APP, base_url=_HOME), "report.md", REPORT)


@schema.parametrize()  # type: ignore[untyped-decorator]
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_breaks_the_server(case: object) -> None:
    """Every status is one the description names or a refusal, and none is 5xx."""
    reply = case.call(base_url=_HOME)  # type: ignore[attr-defined]
    assert reply.status_code < 500, reply.text[:300]
