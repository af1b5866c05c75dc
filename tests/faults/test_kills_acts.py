"""Killed after each commit of each act: done or not begun, and done once when done again.

The acts are found by walking through the bot (``acts_walk``), so a new command, button or form
is swept without being listed here.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.features.quiz.cards import NEXT, SUMMARY
from bot.interactions.button_codec import decode
from bot.runtime.clock import from_millis
from content.model import Course
from tests.contract.driver import SeenMessage
from tests.faults.acts_walk import DIRECT, Found, Player, Twin, walk
from tests.faults.conftest import OpenTally
from tests.features.bench import Bench
from tests.features.conftest import OpenBench, open_bench
from tests.features.course import full as whole_course
from tests.features.course import only
from tests.features.test_crashes import Killed, killed_during
from tests.features.test_crashes import Reaper as Steps
from tests.inside import idle, latest_daily

__all__ = ["open_bench"]

LEFT_OUT = {"drafts", "claims", "notes", "leases", "remembered_groups"}
"""Tables of the moment: what waits to be gone on with, what was just delivered."""
NOT_COMPARED = ("id", "at", "key", "message", "target", "attempts", "since", "settings", "of")
"""Ends of column names that differ from one life to another: ids, moments, addresses."""


Picture = dict[str, list[object]]


class Reaper:
    """Lets ``left`` commits happen; from then on nothing leaves the process any more."""

    def __init__(self, bench: Bench, left: int) -> None:
        self.commits = 0
        self._left = left
        self.dead = False
        adapter: Any = bench.app.connections.adapter("playground")
        writer: Any = bench.store._access.writer
        writer.run = self._commit(writer.run)
        for name in ("post", "edit", "delete", "defer", "respond"):
            setattr(adapter, name, self._leaving(getattr(adapter, name)))

    def _commit(self, run: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def watched(job: Any, **named: Any) -> Any:
            self._alive()
            if self.commits == self._left:
                self.dead = True
                raise Killed
            self.commits += 1
            done = await run(job, **named)
            if self.commits == self._left:
                self.dead = True
                raise Killed
            return done

        return watched

    def _leaving(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def watched(*args: Any, **named: Any) -> Any:
            self._alive()
            return await call(*args, **named)

        return watched

    def _alive(self) -> None:
        if self.dead:
            raise Killed


@dataclass(frozen=True)
class Scene:
    """``where`` is the channel in which people act."""

    course: Callable[[], Course]
    life: Callable[[Bench], Awaitable[None]]
    where: str = "study"


async def open_question(bench: Bench) -> None:
    """A morning with an open question; Cleo has answered it, Dan has chosen."""
    await bench.set_up()
    await bench.at("2026-11-23 10:00")
    await bench.answer(bench.cleo)
    await bench.choose(bench.dan)


async def the_next_day(bench: Bench) -> None:
    """Yesterday's question is closed, another one is open; Ben has answered neither."""
    await open_question(bench)
    await bench.at("2026-11-24 10:00")


async def paused(bench: Bench) -> None:
    await open_question(bench)
    await bench.say(bench.ana, "/study pause")


async def two_groups(bench: Bench) -> None:
    """Two in one workspace; in their conversation with the bot, people must say which."""
    await open_question(bench)
    preview = await bench.preview(where=bench.general)
    await bench.chat.press(bench.ana, preview, "Start")
    await bench.settle()


async def half_a_quiz(bench: Bench) -> None:
    await open_question(bench)
    await bench.answer_at(bench.ben, await bench.say(bench.ben, "/quiz 3"), True)


async def a_quiz_with_a_miss(bench: Bench) -> None:
    await open_question(bench)
    verdict = await bench.answer_at(bench.ben, await bench.say(bench.ben, "/quiz 1"), False)
    following = next(c for c in verdict.controls if decode(c.action)[0] in (NEXT, SUMMARY))
    await bench.chat.press_action(bench.ben, verdict, following.action)


async def a_checkpoint(bench: Bench) -> None:
    """The fifth study day; Cleo has taken a part of its checkpoint."""
    await bench.set_up()
    await bench.at("2026-11-27 10:00")
    begun = await bench.chat.press(bench.cleo, bench.last("Checkpoint"), "Take the checkpoint")
    await bench.answer_at(bench.cleo, begun.replies[0], True)


async def a_crowd(bench: Bench) -> None:
    """More members and courses than a menu can show."""
    for number in range(30):
        other = whole_course(f"course{number:02}", f"Course {number:02}")
        bench.courses[other.slug] = other
    await bench.restart()
    await open_question(bench)
    for number in range(30):
        await bench.grant(f"Member{number:02}", 10)


async def one_taken_off(bench: Bench) -> None:
    """An organizer took the only other member off the boards."""
    await open_question(bench)
    person = await bench.person(bench.cleo)
    await bench.store.members.remove((await bench.group()).id, person.id)


async def a_closed_channel(bench: Bench) -> None:
    await open_question(bench)
    bench.chat.deny_posts(bench.general)


async def nothing_yet(bench: Bench) -> None:
    """No group at all."""


SCENES = {
    "open question": Scene(partial(only, "single"), open_question),
    "another channel": Scene(partial(only, "single"), open_question, "general"),
    "a form's question": Scene(partial(only, "matching"), open_question),
    "the next day": Scene(partial(only, "single"), the_next_day),
    "the next day, a form": Scene(partial(only, "matching"), the_next_day),
    "one taken off": Scene(partial(only, "single"), one_taken_off),
    "paused": Scene(whole_course, paused),
    "half a quiz": Scene(whole_course, half_a_quiz),
    "a quiz with a miss": Scene(partial(only, "single"), a_quiz_with_a_miss),
    "a checkpoint": Scene(partial(only, "single", concepts=7, each=3), a_checkpoint),
    "a checkpoint with forms": Scene(partial(only, "matching", concepts=7, each=3), a_checkpoint),
    "a crowd": Scene(whole_course, a_crowd),
    "a closed channel": Scene(partial(only, "single"), a_closed_channel, "general"),
    "two groups": Scene(partial(only, "single"), two_groups, DIRECT),
    "nothing yet": Scene(partial(only, "single"), nothing_yet),
}
QUICK = ("open question", "another channel")
"""Scenes played in every run of all tests; the others with ``--full``."""
NOT_HERE = {
    "again": "only a platform that shows no errors inside a form needs it",
    "pick-option": "no command has a choice that it cannot do without",
    "pick-option-form": "as above",
    "pick-zone": "forms are filled in with a place that has one clock; it does what the form does",
    "pick-group-page": "it takes 26 groups in one workspace, and turns a page",
    "home": "only a platform with a page of one's own has it, and it only reads",
    "share-streak": "it takes 30 study days: tests/features/test_milestones.py kills it",
}


async def picture(bench: Bench) -> Picture:
    """The database without ids and moments, and what everybody sees in the channels."""
    found = tables(bench.path, LEFT_OUT)
    for channel in (bench.study, bench.general):
        posts = bench.chat.posts(channel)
        found[f"posts {channel.id}"] = [words_of(m) for m in posts if m.thread is None]
        found[f"threads {channel.id}"] = [words_of(m) for m in posts if m.thread is not None]
    return found


_COUNTER = re.compile(r" · \d+ answered")


def words_of(message: SeenMessage) -> str:
    """A post's words without its counter, which a crash may leave behind until it is edited."""
    return _COUNTER.sub("", message.text)


def tables(path: Path, left_out: Collection[str], drawn: Collection[str] = ()) -> Picture:
    """What is in the database, without what differs from one life to another.

    ``drawn`` names columns that chance fills anew where the clock runs on.
    """
    found: Picture = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in names:
            if table in left_out or table.startswith(("sqlite_", "_")):
                continue
            columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            kept = [c for c in columns if not c.endswith(NOT_COMPARED) and c not in drawn]
            if kept:
                rows = db.execute(f"SELECT {', '.join(kept)} FROM {table}").fetchall()
                found[table] = sorted(rows, key=repr)
    return found


async def rest(bench: Bench) -> None:
    bench.pass_seconds(20)
    await bench.settle()


async def uninterrupted(twin: Twin, where: str, found: Found) -> tuple[Picture, int]:
    """What the act leads to, and how many commits it takes."""
    bench = await twin()
    player = Player(bench, where)
    await player.play(*found.before)
    reaper = Reaper(bench, left=-1)
    await player.play(found.act)
    await idle(bench.app.dispatcher)
    commits = reaper.commits
    await rest(bench)
    seen = await picture(bench)
    await bench.close()
    return seen, commits


async def killed_and_done_again(
    twin: Twin, where: str, found: Found, commits: int
) -> tuple[Picture, list[str]]:
    """Dies after so many commits of the act; the person does it again with the next bot."""
    bench = await twin()
    player = Player(bench, where)
    await player.play(*found.before)
    Reaper(bench, commits)
    exchange = player.begin(found.act)
    await idle(bench.app.dispatcher)
    await bench.kill()
    await bench.start()
    if not exchange.settled.is_set() or commits == 0:
        await player.play(found.act)
    await rest(bench)
    seen, wrong = await picture(bench), await bench.verify()
    await bench.close()
    return seen, wrong


def differences(expected: Picture, seen: Picture) -> str:
    """What is missing and what is too much, a line each; empty where both are the same."""
    lines: list[str] = []
    for name, rows in expected.items():
        had, has = Counter(map(repr, rows)), Counter(map(repr, seen[name]))
        lines += [f"  lost from {name}: {row}" for row in had - has]
        lines += [f"  too much in {name}: {row}" for row in has - had]
    return "\n".join(lines)


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.timeout(300)
async def test_an_act_is_done_or_not_begun(
    open_bench: OpenBench, name: str, tally: OpenTally, full: bool
) -> None:
    if not full and name not in QUICK:
        pytest.skip("with --full")
    asyncio.get_running_loop().set_debug(False)
    scene = SCENES[name]
    start = await open_bench(scene.course())
    await scene.life(start)
    counted = tally("kill -9 after each commit of each act")

    async def twin() -> Bench:
        return await open_bench(like=start)

    failed: list[str] = []
    async for found in walk(twin, scene.where):
        expected, commits = await uninterrupted(twin, scene.where, found)
        # Killed before its first commit an act has not begun, which takes no hundreds of tries.
        for after in range(0 if full else 1, commits + 1):
            seen, wrong = await killed_and_done_again(twin, scene.where, found, after)
            counted.kills += 1
            lost = differences(expected, seen)
            if lost or wrong:
                dead = f"killed after {after} of {commits} commits"
                failed.append(f"{found}\n{dead}:\n{lost}{wrong or ''}")
    assert not failed, "\n\n".join(failed)


LIVES = {
    "morning": (partial(only, "single", concepts=2), {}),
    "spread": (
        partial(only, "single", concepts=2),
        {"rhythm": "spread", "times": "9:00, 12:30, 17:00"},
    ),
    "questions": (whole_course, {"rhythm": "questions", "times": "9:00"}),
}
DAYS = 6


@pytest.mark.parametrize("rhythm", LIVES)
@pytest.mark.timeout(300)
async def test_a_tick_is_done_or_not_begun(
    open_bench: OpenBench, rhythm: str, tally: OpenTally, full: bool
) -> None:
    """Each moment of a group's life at which anything is due, killed at each step of its tick."""
    if not full and rhythm == "questions":
        pytest.skip("with --full")
    asyncio.get_running_loop().set_debug(False)
    make, values = LIVES[rhythm]
    bench = await open_bench(make())
    await bench.set_up(**values)
    counted = tally("kill -9 after each commit of each tick")
    end = bench.clock.now() + timedelta(days=DAYS if not full else 45)
    moments = 0
    while (due := await next_due(bench)) is not None and due <= end:
        before = bench
        calm = await open_bench(like=before)
        calm.clock.set(due)
        await rest(calm)
        expected = await picture(calm)
        for fatal in range(1, 200):
            dying = await open_bench(like=before)
            dying.clock.set(due)
            steps = Steps(dying, fatal)
            await killed_during(dying.app.tick())
            over = steps.count < fatal
            await dying.kill()
            await dying.start()
            await rest(dying)
            counted.kills += 1
            seen = await picture(dying)
            # A notice cut off while it was told in private waits for the next command as well.
            seen["notices"] = [row for row in seen["notices"] if row in expected["notices"]]
            wrong = differences(expected, seen)
            assert not wrong, f"{due}: killed at step {fatal}:\n{wrong}"
            assert await dying.verify() == []
            await dying.close()
            if over:
                break
        bench = calm
        moments += 1
        if await an_open_question(bench):
            await bench.answer(bench.ben)
    assert moments > DAYS / 2


async def next_due(bench: Bench) -> datetime | None:
    dues = [g.due_at for g in await bench.store.groups.all() if g.due_at is not None]
    return from_millis(min(dues)) if dues else None


async def an_open_question(bench: Bench) -> bool:
    posed = await latest_daily(bench.store.rounds, 1)
    if posed is None or posed.state != "open":
        return False
    person = await bench.store.people.by_member(bench.ben)
    return person is None or await bench.store.answers.of(posed.id, person.id) is None


@pytest.mark.timeout(300)
async def test_no_act_is_left_out(open_bench: OpenBench, full: bool) -> None:
    if not full:
        pytest.skip("with --full")
    asyncio.get_running_loop().set_debug(False)
    found: set[str] = set()
    for scene in SCENES.values():
        start = await open_bench(scene.course())
        await scene.life(start)

        async def twin(start: Bench = start) -> Bench:
            return await open_bench(like=start)

        found |= {act.route async for act in walk(twin, scene.where)}
        declared = start.app.router.routes
    missing = " ".join(sorted(declared - found - set(NOT_HERE)))
    assert missing == "", missing
