"""The process that is measured: Studyhall as people run it, a bare handler, or a peer.

Started by ``benchmarks.process`` as a script, so that ``bot``, ``content`` and ``storage`` come
from the checkout on PYTHONPATH and ``benchmarks`` from beside this file. Everything here is seen
from outside the event loop: a thread waits for questions on stdin and costs nothing meanwhile.
Whatever the program starts for itself (its loop, its collector policy, its threads) is its own.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import os
import resource
import runpy
import signal
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

HERE = Path(__file__).resolve().parent
WATCH_EVERY = 0.005
"""Seconds between two looks at whether the loop comes round."""
_FRAME = ("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "--")
"""How statements begin that only frame a transaction, and a trigger's own."""


def memory_mb() -> float:
    """Resident memory of this process in MB (Linux)."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def own_package() -> None:
    """Imports ``benchmarks`` from here, whatever checkout PYTHONPATH names."""
    sys.path.insert(0, str(HERE.parent))
    importlib.import_module("benchmarks")
    sys.path.pop(0)


class Loops:
    """The event loop of the program, and how long it was held."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._watching = False
        self._held: list[float] = []
        run = asyncio.Runner.run

        def noted(runner: Any, main: Coroutine[Any, Any, Any], **more: Any) -> Any:
            self.loop = runner.get_loop()
            return run(runner, main, **more)

        asyncio.Runner.run = noted  # type: ignore[method-assign,assignment]

    def watch(self) -> dict[str, Any]:
        """From now on, until ``watched``."""
        loop = self.loop
        assert loop is not None
        self._held, self._watching = [], True

        def look(due: float) -> None:
            now = time.perf_counter()
            self._held.append(now - due)
            if self._watching:
                loop.call_later(WATCH_EVERY, look, now + WATCH_EVERY)

        loop.call_soon_threadsafe(lambda: look(time.perf_counter()))
        return {}

    def watched(self) -> dict[str, Any]:
        """The worst and the hundredth worst wait, in milliseconds."""
        self._watching = False
        held = sorted(self._held) or [0.0]
        return {"held_ms": 1000 * held[-1], "held_p99_ms": 1000 * held[int(0.99 * len(held))]}


class Counts:
    """Statements that SQLite is given, and answers that other threads hand to the loop."""

    def __init__(self, loops: Loops) -> None:
        self._loops = loops
        self._connections: list[sqlite3.Connection] = []
        self._statements: list[str] = []
        self._hops = 0
        self._soon: Any = None
        connect = sqlite3.connect

        def noted(*args: Any, **more: Any) -> sqlite3.Connection:
            more["check_same_thread"] = False  # only so that this thread may set the trace
            connection = connect(*args, **more)
            self._connections.append(connection)
            return connection

        sqlite3.connect = noted  # type: ignore[assignment]
        sqlite3.dbapi2.connect = noted  # type: ignore[attr-defined]

    def count(self) -> dict[str, Any]:
        """From now on, until ``uncount``."""
        loop = self._loops.loop
        assert loop is not None
        kind = type(loop)
        thread = threading.main_thread().ident
        self._soon = soon = kind.call_soon_threadsafe

        def noted(its: Any, *args: Any, **more: Any) -> Any:
            if threading.get_ident() != thread:
                self._hops += 1
            return soon(its, *args, **more)

        kind.call_soon_threadsafe = noted  # type: ignore[method-assign]
        self._trace(self._told)
        return {}

    def counted(self) -> dict[str, Any]:
        """What there was since the last time."""
        found = {"statements": self._statements, "hops": self._hops}
        self._statements, self._hops = [], 0
        return found

    def uncount(self) -> dict[str, Any]:
        self._trace(None)
        type(self._loops.loop).call_soon_threadsafe = self._soon  # type: ignore[method-assign]
        return {}

    def _told(self, sql: str) -> None:
        if not sql.lstrip().upper().startswith(_FRAME):
            self._statements.append(sql)

    def _trace(self, told: Callable[[str], None] | None) -> None:
        for connection in self._connections:
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile
                connection.set_trace_callback(told)


def usage() -> dict[str, Any]:
    """CPU seconds of all threads together and of each, resident MB."""
    threads: dict[str, float] = {}
    for thread in threading.enumerate():
        try:
            assert thread.ident is not None
            spent = time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
        except (AssertionError, AttributeError, OSError):
            continue
        threads[thread.name] = threads.get(thread.name, 0.0) + spent
    return {"cpu": time.process_time(), "rss_mb": memory_mb(), "threads": threads}


def collected() -> dict[str, Any]:
    """The collector's settings, as the program left them."""
    return {"threshold": gc.get_threshold(), "frozen": gc.get_freeze_count()}


def answering(told: TextIO, questions: dict[str, Callable[[], dict[str, Any]]]) -> None:
    """Answers questions on stdin; its end is the end of the program."""
    for line in sys.stdin:
        try:
            answer = questions[line.strip()]()
        except Exception as error:  # or whoever asked would wait for ever
            answer = {"failed": repr(error)}
        print(json.dumps(answer), file=told, flush=True)
    os.kill(os.getpid(), signal.SIGTERM)


async def until_stopped(mode: str, config: dict[str, Any]) -> None:
    """A bare handler or a peer, until SIGTERM."""
    if mode.startswith("peer"):
        from benchmarks.peers import MODES
    else:
        from benchmarks.bots import MODES
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with MODES[mode](config):
        print("ready", file=sys.stderr, flush=True)
        await stop.wait()


def main() -> None:
    mode, config, wanted = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:]
    own_package()
    # Only answers go where they are waited for; whatever else is printed joins the log.
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    loops = Loops()
    counts = Counts(loops)
    questions = {
        "cpu": usage,
        "collector": collected,
        "watch": loops.watch,
        "watched": loops.watched,
        "count": counts.count,
        "counted": counts.counted,
        "uncount": counts.uncount,
    }
    if "profile" in wanted:
        from benchmarks.profiler import Profiler

        questions["profile"] = Profiler().snapshot
    threading.Thread(target=answering, args=(told, questions), name="bench", daemon=True).start()
    if mode == "studyhall":
        sys.argv = ["studyhall", "run"]
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    else:
        asyncio.run(until_stopped(mode, config))


if __name__ == "__main__":
    main()
