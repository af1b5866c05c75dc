"""Ctrl-C, SIGTERM and SIGHUP, on every system that Python runs on."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable


def stop_signal() -> asyncio.Event:
    """Set by Ctrl-C and SIGTERM. Call it in the main thread, inside the running loop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        _on(number, stop.set)
    return stop


def on_hangup(call: Callable[[], object]) -> None:
    """``call`` at each SIGHUP; a system without that signal never sends it."""
    number = getattr(signal, "SIGHUP", None)
    if number is not None:
        _on(number, call)


def _on(number: signal.Signals, call: Callable[[], object]) -> None:
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(number, call)
    except NotImplementedError:
        # Windows: Python calls back between two steps of the loop, which a call wakes up.
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(call))
