"""What every suite may use: how much to try, and the table of faults at the end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults import tally
from tests.postgresql import database, postgresql, schema

__all__ = ["database", "postgresql", "schema"]

ROOT = Path(__file__).parents[1]
# Processes that tests start run this checkout, wherever they are started and whichever checkout
# the environment's editable install points to.
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--full",
        action="store_true",
        help="try faults at full length (make test-faults); otherwise the short version",
    )


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether to try everything, or as much as fits into every run of all tests."""
    return bool(request.config.getoption("--full"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found = [
        value
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, value in getattr(report, "user_properties", ())
        if name == tally.PROPERTY
    ]
    if found:
        terminalreporter.section("faults")
        for line in tally.table(found):
            terminalreporter.write_line(line)
