"""The event loop that the bot runs on: uvloop where it is installed (the extra ``fast``)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from bot.adapters.common.json import is_fast

T = TypeVar("T")

new_event_loop: Callable[[], asyncio.AbstractEventLoop] | None = None
"""uvloop's, or None for Python's own."""
try:
    import uvloop
except ImportError:  # not installed, or not made for this system
    pass
else:
    new_event_loop = uvloop.new_event_loop


def run(work: Coroutine[Any, Any, T]) -> T:
    """What ``work`` returns; raises what it raises."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(work)


def accelerators() -> tuple[str, ...]:
    """The names of those optional packages that are in use, for the doctor."""
    return (
        *(("uvloop",) if new_event_loop is not None else ()),
        *(("orjson",) if is_fast() else ()),
    )
