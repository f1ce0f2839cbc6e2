"""The same invented report as the summaries use."""

from tests.summary.conftest import report, report_path

__all__ = ["report", "report_path"]
