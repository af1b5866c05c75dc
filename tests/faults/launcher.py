"""Starts bots for the kill tests: ``python -m tests.faults.launcher``.

Everything is imported once; each order on stdin (a line of JSON) forks a process that runs
``studyhall run`` and nothing else: its own process, its own connections, real files, ended by
``SIGKILL`` from outside. A child tells over a socket of its own what it does. It differs from a
plain start in that it ticks more often, waits for no rate limits and slows no member down, and
in what the order says: a moved clock, a step at which to stand still, faults built in on
purpose, which the suite must notice.
"""

from __future__ import annotations

import functools
import gc
import json
import mmap
import os
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from content import knowledge, loader
from content.model import Course

Order = dict[str, Any]

# Whoever imports these from here on reads the unchanged course files, and looks their words up,
# once, not once a start.
loader.load_courses = functools.cache(loader.load_courses)
_learn, _learned = knowledge.learn, list[Course]()


def _learn_once(courses: Iterable[Course]) -> None:
    new = [course for course in courses if not any(course is known for known in _learned)]
    _learn(new)
    _learned.extend(new)


knowledge.learn = _learn_once


class Notes:
    """Lines to the test; the end of the connection tells that the process is dead."""

    def __init__(self, address: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(address)
        self.say("here")

    def say(self, word: str) -> None:
        self._socket.sendall(f"{word}\n".encode())

    def stand_still(self, *, whole: bool) -> NoReturn:
        """Says so and waits for the end; ``whole`` holds the program, else only this thread."""
        self.say("stopped")
        while True:
            signal.pause() if whole else threading.Event().wait()


def main() -> None:
    for name in ("bot.cli.main", "bot.cli.run", "bot.adapters.slack.adapter"):
        import_module(name)
    import_module("bot.adapters.discord.adapter")
    _tell(0, os.getpid())
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            _tell(order["number"], os.waitstatus_to_exitcode(status))
            continue
        knowledge.learn(loader.load_courses(Path(order["env"]["STUDYHALL_COURSES"])).values())
        gc.freeze()  # a child need not walk through it
        child = os.fork()
        if child == 0:
            _become_a_bot(order)
        _tell(order["number"], child)


def _tell(number: int, outcome: int) -> None:
    """The pid of what was started, or how the one waited for has ended."""
    print(json.dumps({"number": number, "outcome": outcome}), flush=True)


def _become_a_bot(order: Order) -> NoReturn:
    code: object = 1
    try:
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for number, to in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
            os.dup2(to, number)
        os.chdir(order["home"])
        os.environ.update(order["env"])
        notes = Notes(order["notes"])
        _move_clock(order["clock"])
        _tick_every(order["every"], notes)
        _hurry()
        for fault in order.get("broken", ()):
            BROKEN[fault]()
        if order.get("extra_migration"):
            _add_migration()
        if order.get("stop"):
            _stop_at(notes, **order["stop"])
        if order.get("commits"):
            _count_commits(order["commits"])
        sys.argv = ["studyhall", "run"]
        import_module("bot.cli.main").main()
        code = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code if isinstance(code, int) else 1)


def _move_clock(path: str) -> None:
    """The bot's time is the system's plus the seconds in a file that the test writes."""
    from bot.runtime.clock import SystemClock

    with Path(path).open("rb") as file:
        shared = mmap.mmap(file.fileno(), 8, access=mmap.ACCESS_READ)

    def now(_: SystemClock) -> datetime:
        (offset,) = struct.unpack("d", shared[:8])
        return datetime.now(UTC) + timedelta(seconds=offset)

    SystemClock.now = now  # type: ignore[method-assign]


def _count_commits(path: str) -> None:
    """Two numbers in a file that the test shares: how many groups of writes were committed, and
    after how many more the process kills itself (-1: never; 0: before the next one)."""
    from storage.writer import Writer

    with Path(path).open("r+b") as file:
        shared = mmap.mmap(file.fileno(), 16)
    outcomes = Writer._outcomes

    def counted(self: Any, group: Any) -> Any:
        done, left = struct.unpack("qq", shared[:16])
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        before = self._connection.total_changes
        outcome = outcomes(self, group)
        if self._connection.total_changes == before:
            return outcome  # it only looked
        left -= left > 0
        shared[:16] = struct.pack("qq", done + 1, left)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome

    Writer._outcomes = counted  # type: ignore[method-assign]


def _tick_every(seconds: float, notes: Notes) -> None:
    from bot.delivery.ticker import Ticker
    from bot.service.app import App

    make, tick = Ticker.__init__, App.tick

    def often(self: Ticker, work: Any, *, every: float = seconds) -> None:
        make(self, work, every=every)

    async def told(self: App) -> None:
        await tick(self)
        notes.say("tick")

    Ticker.__init__ = often  # type: ignore[method-assign]
    App.tick = told  # type: ignore[method-assign]


def _hurry() -> None:
    """The local platforms allow as many calls a second as there come, and so does the bot: the
    suite's members press faster than any person."""
    from bot.adapters.common.rate_limiter import MinimumGaps, RateLimiter
    from bot.interactions.throttle import MemberThrottle

    async def at_once(*_: object) -> None:
        pass

    def as_you_like(*_: object, **__: object) -> None:
        pass

    RateLimiter.ticket = RateLimiter.turn = MinimumGaps.near = MinimumGaps.turn = at_once  # type: ignore
    MemberThrottle.take = as_you_like  # type: ignore


# standing still at a step


def _stop_at(notes: Notes, at: str, *, nth: int = 1, about: str = "") -> None:
    """``at`` is "before" or "after" and the path of a function, such as
    "after storage.repositories.deliveries.DeliveriesTable.begin"; its ``nth`` call counts
    whose arguments name ``about``."""
    when, _, path = at.partition(" ")
    owner, name = _found(path)
    call = getattr(owner, name)
    calls = 0

    def is_it(*given: Any, **named: Any) -> bool:
        nonlocal calls
        calls += about in f"{given} {named}"
        return calls == nth and about in f"{given} {named}"

    async def in_the_loop(*given: Any, **named: Any) -> Any:
        fatal = is_it(*given, **named)
        if fatal and when == "before":
            notes.stand_still(whole=True)
        outcome = await call(*given, **named)
        if fatal:
            notes.stand_still(whole=True)
        return outcome

    def beside_it(*given: Any, **named: Any) -> Any:
        fatal = is_it(*given, **named)
        if fatal and when == "before":
            notes.stand_still(whole=False)
        outcome = call(*given, **named)
        if fatal:
            notes.stand_still(whole=False)
        return outcome

    in_loop = hasattr(call, "__code__") and call.__code__.co_flags & 0x80  # a coroutine function
    setattr(owner, name, in_the_loop if in_loop else beside_it)


def _found(path: str) -> tuple[Any, str]:
    """The module or class in which the last part of a dotted path is defined."""
    parts = path.split(".")
    for at in range(len(parts) - 1, 0, -1):
        try:
            owner: Any = import_module(".".join(parts[:at]))
        except ModuleNotFoundError:
            continue
        for part in parts[at:-1]:
            owner = getattr(owner, part)
        return owner, parts[-1]
    raise LookupError(path)


def _add_migration() -> None:
    """An upgrade of a database that holds something."""
    from storage import database, store

    def apply(db: Any) -> None:
        db.execute("CREATE TABLE kill_test (word TEXT NOT NULL)")
        db.execute("INSERT INTO kill_test VALUES ('whole')")
        half_way()

    steps = (*database.STEPS, ("m9999_kill_test", apply))
    store.prepare = functools.partial(database.prepare, steps=steps)  # type: ignore[assignment]


def half_way() -> None:
    """A migration has done its work and is not committed yet."""


# bots that are broken on purpose


def _no_look_up() -> None:
    from bot.adapters.discord.adapter import DiscordAdapter
    from bot.adapters.slack.adapter import SlackAdapter

    async def find(*_: object) -> None:
        return None

    DiscordAdapter.find = SlackAdapter.find = find  # type: ignore


def _post_before_the_row() -> None:
    from storage.repositories.deliveries import DeliveriesTable

    async def begin(*_: object) -> bool:
        return True

    DeliveriesTable.begin = begin  # type: ignore


def _answer_before_the_write() -> None:
    """An act that records an answer is undone, told as done, and done half a second later."""
    import asyncio

    from storage import engine as access
    from storage.repositories.answers import AnswersTable

    recorded = False  # acts run one at a time, in the writer's thread
    act, record = access.Access.act, AnswersTable.record

    class Early(Exception):
        pass

    async def noted(self: Any, given: Any, decide: Any) -> Any:
        nonlocal recorded
        recorded = True
        return await record(self, given, decide)

    async def early(self: Any, work: Any) -> Any:
        if access._inside.get() is not None:
            return await act(self, work)

        async def undone() -> Any:
            nonlocal recorded
            recorded = False
            outcome = await work()
            if recorded:
                raise Early(outcome)
            return outcome

        async def late() -> None:
            await asyncio.sleep(0.5)
            await act(self, work)

        try:
            return await act(self, undone)
        except Early as told:
            self.writer.late = asyncio.ensure_future(late())
            return told.args[0]

    access.Access.act = early  # type: ignore[method-assign]
    AnswersTable.record = noted  # type: ignore[method-assign]


BROKEN: dict[str, Callable[[], None]] = {
    "no look-up": _no_look_up,
    "post before the row": _post_before_the_row,
    "answer before the write": _answer_before_the_write,
}

if __name__ == "__main__":
    main()
