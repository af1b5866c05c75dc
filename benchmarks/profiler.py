"""Where the CPU of an answer goes: ``python -m benchmarks --profile slack``.

In the measured process each thread runs under cProfile from its first line, timed by the thread's
own CPU, so that waiting (for the disk, for the interpreter's lock) counts for nothing. Calls are
dearer than they are without it; what the profiler adds to a call is measured and taken off. The
shares show where to look, and the first line of what is printed says what an answer costs without
a profiler.

Only on Python 3.11, where each thread has a profile of its own.
"""

from __future__ import annotations

import cProfile
import gc
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

TOP = 40
LOOP = "event loop"
OTHER = "other"

GROUPS: tuple[tuple[str, str], ...] = (
    ("SQL", r"sqlite3|'Cursor'|'Connection' objects"),
    ("JSON", r"/json/|_json|orjson"),
    ("sockets", r"_socket\.socket|_ssl|/ssl\.py|/socket\.py"),
    ("rendering", r"/bot/adapters/[^/]+/(render|verdicts|error_codes)"),
    ("our reading", r"/bot/adapters/[^/]+/(incoming|intake|reading|frames|payloads)"),
    ("our adapters", r"/bot/adapters/"),
    ("texts (Fluent)", r"/fluent/|/bot/i18n|/babel/"),
    ("features", r"/bot/features/"),
    ("study, FSRS", r"/bot/study/|/fsrs/"),
    ("model", r"/bot/model/"),
    ("metrics", r"/monitor/|/prometheus_client/|/meter\.py"),
    ("logging", r"/structlog/|/logging/|/bot/log\.|/logging\.py|/redact"),
    ("dispatch", r"/bot/"),
    ("courses", r"/content/"),
    ("storage", r"/storage/|queue"),
    ("SDK", r"/discord/|/slack_bolt/|/slack_sdk/"),
    ("aiosqlite", r"/aiosqlite/"),
    ("aiohttp", r"/aiohttp/|/yarl/|/multidict/|/aiosignal/|/frozenlist/|/propcache/|aiohttp\."),
    ("asyncio", r"/asyncio/|_asyncio|/selectors\.py|select\.epoll|uvloop|_contextvars"),
    ("pydantic", r"pydantic"),
    ("benchmark", r"/benchmarks/"),
)
"""The first that fits what a function is called; a builtin that fits none is its caller's."""


@dataclass
class Line:
    """One function in one thread."""

    calls: int
    own: float
    """CPU seconds without what it called."""


Snapshot = dict[str, Any]


class Profiler:
    """In the measured process: profiles the main thread and every thread begun from now on."""

    def __init__(self) -> None:
        if sys.version_info >= (3, 12):
            raise SystemExit("The profile needs Python 3.11: run it with a Python 3.11 of .venv.")
        self._profiles: dict[str, list[cProfile.Profile]] = {}
        self._collecting: dict[int, float] = {}
        self._collected = 0.0
        run = threading.Thread.run

        def profiled(thread: threading.Thread) -> None:
            if thread.name == "bench":
                run(thread)
                return
            name = re.sub(r"[-_ ]?\d+.*$", "", thread.name) or "others"
            profile = self._new(name)
            profile.enable()
            try:
                run(thread)
            finally:
                profile.disable()

        threading.Thread.run = profiled  # type: ignore[method-assign,assignment]
        gc.callbacks.append(self._collector)
        self._new(LOOP).enable()

    def _new(self, thread: str) -> cProfile.Profile:
        profile = cProfile.Profile(timer=time.thread_time)
        self._profiles.setdefault(thread, []).append(profile)
        return profile

    def _collector(self, phase: str, _: Any) -> None:
        me = threading.get_ident()
        if phase == "start":
            self._collecting[me] = time.thread_time()
        else:
            self._collected += time.thread_time() - self._collecting.pop(me, time.thread_time())

    def snapshot(self) -> Snapshot:
        """All up to now: function, thread and whose builtin, with calls and own seconds."""
        rows: dict[tuple[str, str, str], list[float]] = {}
        for thread, profiles in self._profiles.items():
            for profile in profiles:
                for entry in profile.getstats():
                    _add(rows, thread, entry)
        told = [[*key, calls, own] for key, (calls, own) in rows.items()]
        taken = [1e6 * overhead(kind).outside + 1e6 * overhead(kind).inside for kind in KINDS]
        return {"rows": told, "collected": self._collected, "overhead": taken}


def _add(rows: dict[tuple[str, str, str], list[float]], thread: str, entry: Any) -> None:
    """A function's own time; that of builtins and small helpers by who called them."""
    caller = _called(entry.code)
    if group_of(caller) != OTHER:
        found = rows.setdefault((thread, caller, ""), [0, 0.0])
        found[0] += entry.callcount
        spent = entry.inlinetime - entry.callcount * overhead(_python).inside
        for callee in entry.calls or ():
            kind = _builtin if isinstance(callee.code, str) else _python
            spent -= callee.callcount * overhead(kind).outside
        found[1] += max(0.0, spent)
    for callee in entry.calls or ():
        function = _called(callee.code)
        if group_of(function) == OTHER:
            kind = _builtin if isinstance(callee.code, str) else _python
            found = rows.setdefault((thread, function, caller), [0, 0.0])
            found[0] += callee.callcount
            found[1] += max(0.0, callee.inlinetime - callee.callcount * overhead(kind).inside)


CALIBRATED = 10_000


class Overhead(NamedTuple):
    """Seconds that the profiler adds to a function for each call of it, and to its caller."""

    inside: float
    outside: float


def _nothing() -> None:
    pass


def _python() -> None:
    for _ in range(CALIBRATED):
        _nothing()


def _builtin() -> None:
    for _ in range(CALIBRATED):
        len("")


KINDS = (_python, _builtin)


@cache
def overhead(calling: Callable[[], None]) -> Overhead:
    """The least of several tries, half of an unprofiled call taken off either side."""
    tries = [_tried(calling) for _ in range(7)]
    return Overhead(*(max(0.0, min(each)) for each in zip(*tries, strict=True)))


def _tried(calling: Callable[[], None]) -> tuple[float, float]:
    begun = time.thread_time()
    calling()
    bare = (time.thread_time() - begun) / CALIBRATED / 2
    profile = cProfile.Profile(timer=time.thread_time)
    profile.enable()
    calling()
    profile.disable()
    own = {_called(e.code).split()[-1]: e.inlinetime / CALIBRATED for e in profile.getstats()}
    inside = next(own[name] for name in own if name in ("_nothing", "builtins.len>"))
    return inside - bare, own[calling.__name__] - bare


def _called(code: Any) -> str:
    if isinstance(code, str):
        return code
    return f"{code.co_filename}:{code.co_firstlineno} {code.co_name}"


Lines = Mapping[tuple[str, str, str], Line]


def between(before: Snapshot, after: Snapshot) -> dict[tuple[str, str, str], Line]:
    """What was spent from one snapshot to the other."""
    earlier = {tuple(row[:3]): row[3:] for row in before["rows"]}
    found = {}
    for thread, function, caller, calls, own in after["rows"]:
        key = (thread, function, caller)
        calls0, own0 = earlier.get(key, (0, 0.0))
        if calls > calls0:
            found[key] = Line(calls - calls0, own - own0)
    return found


@cache
def group_of(function: str, caller: str = "") -> str:
    for name in filter(None, (function, caller)):
        for group, pattern in GROUPS:
            if re.search(pattern, name):
                return group
    return OTHER


def summed(lines: Lines, key: Callable[[str, str, str], str]) -> Counter[str]:
    """Own seconds by ``key`` of thread, function and caller."""
    found: Counter[str] = Counter()
    for (thread, function, caller), line in lines.items():
        found[key(thread, function, caller)] += line.own  # type: ignore[assignment]
    return found


def short(function: str) -> str:
    """Without the folders that everybody's path has."""
    return re.sub(
        r"^.*/(site-packages/|python3\.\d+/|(?=(bot|storage|content|benchmarks)/))", "", function
    )
