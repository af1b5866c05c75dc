"""Logs: one line an event, plain or JSON, and never a secret in them."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from bot.service import logging as log
from storage.errors import DiskFull

TOKEN = "xoxb-very-secret"


def fail(token: str) -> None:
    raise RuntimeError("it broke")


@pytest.mark.parametrize("form", ["console", "json"])
def test_a_trace_shows_no_local_variables(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.configure(form, "info")
    try:
        fail(TOKEN)
    except RuntimeError:
        structlog.get_logger("bot.somewhere").exception("failed", job="tick")
        logging.getLogger("somebody.else").exception("failed as well")
    printed = capsys.readouterr().err
    assert "RuntimeError: it broke" in printed and "somewhere" not in TOKEN
    assert "very-secret" not in printed
    assert "UserWarning" not in printed


@pytest.mark.parametrize("form", ["console", "json"])
def test_an_error_that_explains_itself_is_one_line(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure(form, "info")
    try:
        raise DiskFull("There is no room left: free some space on that disk.")
    except DiskFull:
        structlog.get_logger("bot.core").exception("tick failed")
        logging.getLogger("library").exception("failed as well")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert all("There is no room left: free some space" in line for line in lines)


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("json", "info")
    structlog.get_logger("bot.core").info("answered", ms=3)
    logging.getLogger("library").warning("careful: %s", "hot")
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (first["event"], first["ms"], first["level"]) == ("answered", 3, "info")
    assert (second["event"], second["level"]) == ("careful: hot", "warning")
    assert "timestamp" in first and "timestamp" in second


@pytest.mark.parametrize(
    ("level", "said"),
    [("debug", 3), ("info", 3), ("warning", 2), ("error", 0)],
)
def test_libraries_say_only_warnings(
    level: str, said: int, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("console", level)
    logging.getLogger("library").info("chatter")
    logging.getLogger("library").warning("careful")
    structlog.get_logger("bot.core").info("answered")
    structlog.get_logger("bot.core").warning("late")
    assert len(capsys.readouterr().err.splitlines()) == said
