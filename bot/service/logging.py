"""Structured logs to stderr; libraries' warnings go the same way.

Every line is redacted as a whole, after it was put together: no field, message or trace, ours
or a library's, gets past that.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

from bot.service.redaction import plain_fields, redacted, redacted_line

_OURS = ("bot", "content", "storage")


def configure(form: str, level: str) -> None:
    """``form`` is "console" or "json"; ``level`` a lower-case level name."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _sentences,
    ]
    # Plain traces: rich ones would show local variables, and tokens are among them.
    ending: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if form == "json"
        else [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    wanted = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        # What is below the level costs nothing: it is dropped before anything is put together.
        wrapper_class=structlog.make_filtering_bound_logger(wanted),
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                plain_fields,
                *ending,
                redacted_line,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(wanted, logging.WARNING))
    for name in _OURS:
        logging.getLogger(name).setLevel(wanted)
    sys.excepthook = _crashed


def _sentences(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An error that says in one sentence what to do (a full disk) is told without its trace."""
    found = event.get("exc_info")
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if getattr(error, "explains_itself", False):
        del event["exc_info"]
        event["reason"] = str(error)
    return event


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What nothing caught goes to stderr without passing a logger."""
    sys.stderr.write(redacted("".join(traceback.format_exception(kind, error, trace))))
