"""Writes ``fixtures/<newest migration>.sql``: a small, full database as this version makes it.

Run it once for each new migration, before a release, and commit what it wrote:

    python -m tests.storage.make_fixture

A released fixture is never made again: it is what people's files look like.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.model import ChannelRef, MessageRef
from bot.runtime.clock import from_millis, millis
from bot.study.delivery import DeliveryKind, NewDelivery
from bot.study.recall import DEFAULTS
from bot.study.reminders import Occasion, Reminder
from storage.migrations import STEPS
from tests.features.bench import Bench, shown
from tests.features.course import full

FIXTURES = Path(__file__).with_name("fixtures")
KINDS = (
    DeliveryKind.CONCEPT,
    DeliveryKind.GOODBYE,
    DeliveryKind.WEEK,
    DeliveryKind.OPENING,
    DeliveryKind.SHARE,
)
"""Posts that stay planned, being sent, sent, skipped and failed."""


async def _study(path: Path) -> None:
    """Two weeks of a group that uses everything, and one more group beside it."""
    course = full()
    bench = Bench(path, {course.slug: course})
    await bench.start()
    await bench.set_up()
    for day, who in (("23", bench.ana), ("24", bench.ben), ("25", bench.cleo)):
        await bench.at(f"2026-11-{day} 09:05")
        await bench.answer(bench.ana, right=True)
        await bench.answer(bench.ben, right=who is bench.ben, sure=False)
    await bench.store.people.set_preferences((await bench.person(bench.ben)).id, hidden=True)
    step = await bench.say(bench.cleo, "/quiz 2")
    await bench.answer_at(bench.cleo, step, True)
    await _withdraw(bench)
    await bench.at("2026-11-26 09:05")
    await bench.choose(bench.dan)
    await bench.at("2026-11-27 09:05")
    await _checkpoint(bench)
    offer = await _late(bench)
    await bench.answer_at(bench.eva, offer, True)
    await bench.skip()
    await bench.at("2026-12-02 09:05")
    await bench.answer(bench.ana, right=False)
    await bench.choose(bench.finn, right=False)
    await _exams(bench)
    await bench.preview(where=bench.general)  # a draft of a set-up that nobody finished
    await _corners(bench)
    await bench.stop()


async def _exams(bench: Bench) -> None:
    """One exam is over, another is under way; an exam date."""
    step = await bench.say(bench.cleo, "/exam short")
    step = await bench.answer_at(bench.cleo, step, True)
    sure = shown(await bench.chat.press(bench.cleo, step, "Overview"))
    sure = shown(await bench.chat.press(bench.cleo, sure, "Submit"))
    await bench.chat.press(bench.cleo, sure, "Submit")
    step = await bench.say(bench.dan, "/exam short")
    await bench.answer_at(bench.dan, step, True)
    await bench.chat.press(bench.dan, step, "Flag")
    await bench.say(bench.dan, "/exam 2027-01-20")


async def _checkpoint(bench: Bench) -> None:
    """Ben answers two of its questions, Cleo one."""
    for who, answers in ((bench.ben, 2), (bench.cleo, 1)):
        for _ in range(answers):
            post = bench.last("Checkpoint")
            step = shown(await bench.chat.press(who, post, "Take the checkpoint"))
            await bench.answer_at(who, step, who is bench.ben)


async def _withdraw(bench: Bench) -> None:
    ask = await bench.say(bench.ana, "/study withdraw")
    await bench.chat.press(bench.ana, ask, "Withdraw")
    await bench.settle()


async def _late(bench: Bench) -> object:
    results = [m for m in bench.chat.posts() if m.text.startswith("Results")][-1]
    return shown(await bench.chat.press(bench.eva, results, "I haven't answered yet"))


async def _corners(bench: Bench) -> None:
    """What a fortnight does not bring by itself: every state of a post, notes, notices."""
    store, group, now = bench.store, await bench.group(), millis(bench.clock.now())
    other = await bench.set_up_elsewhere()
    person = await bench.person(bench.ana)
    await store.groups.add_organizer(group.id, (await bench.person(bench.ben)).id)
    await store.people.remember_group(person.id, bench.study.workspace, group.id)
    await store.groups.add_notice(group.id, "Something that organisers must hear.", now)
    for notice_id, *_ in await store.groups.untried_notices(5):
        await store.groups.try_notice(notice_id, now)
    await store.groups.add_notice(group.id, "Something that nobody has been told.", now)
    await store.groups.set_free_dates(group.id, frozenset({"2026-12-25", "2027-01-01"}))
    await store.notes.put("playground:file", "F123")
    await store.claims.claim("playground:i1", now)
    await store.leases.hold("outbox", "a process", now, now + 30_000)
    await store.memories.set_parameters(group.id, DEFAULTS, answers=1000, now=now)
    _, sending, sent, skipped, failed = KINDS
    await _reminders(bench, now)
    for kind in KINDS:
        await store.deliveries.plan(group.id, [_post(bench.study, kind, now)])
    rows = {row.kind: row.id for row in await store.deliveries.of_day(group.id, "2026-12-03")}
    for kind in (sending, sent, failed):
        await store.deliveries.begin(rows[kind], now)
    await store.deliveries.sent(rows[sent], MessageRef(bench.study, "m-1"), now)
    await store.deliveries.skip(rows[skipped], "too late")
    await store.deliveries.fail(rows[failed], "refused")
    await store.groups.set_problem((await store.groups.channels(other.id))[0].channel, "no rights")


async def _reminders(bench: Bench, now: int) -> None:
    """A reminder in every state, and a row in every state."""
    choices, posts = bench.store.reminders, bench.store.reminder_posts
    at = from_millis(now)
    people = (bench.ana, bench.ben, bench.cleo, bench.dan, bench.eva)
    for member in people:
        person = await bench.person(member)
        chosen = Reminder(person.id, member, 1080, "Europe/Berlin", next_at=now)
        await choices.turn_on(chosen, now)
    due = Occasion("2026-12-02", at, at + timedelta(hours=9))
    await choices.plan_due(now, 10, lambda _: (due, now + 86_400_000))
    rows = await posts.next_due(now, 10, platform="playground", edits=False, after="", besides=())
    _, sending, sent, skipped, failed = rows
    for row in (sending, sent, failed):
        await posts.begin(row.id, now)
    await choices.keep_conversation(bench.ana, bench.study)
    await posts.sent(sent.id, MessageRef(bench.study, "m-2"), now)
    await posts.skip(skipped.id, "nothing to show")
    await posts.fail(failed.id, "refused")
    await choices.turn_off((await bench.person(bench.dan)).id)
    await choices.close((await bench.person(bench.eva)).id, "closed")


def _post(channel: ChannelRef, kind: DeliveryKind, now: int) -> NewDelivery:
    return NewDelivery(
        channel=channel,
        kind=kind,
        local_date="2026-12-03",
        sequence=0,
        due_at=now + 86_400_000,
        key=f"key-of-{kind}",
        subject="c1",
    )


def dump(path: Path) -> str:
    """The whole file as SQL, without the moment at which it was made."""
    with closing(sqlite3.connect(path)) as db:
        empty = [name for name in tables(db) if not db.execute(f"SELECT 1 FROM {name}").fetchone()]
        assert not empty, f"nothing in {empty}: a fixture has rows in every table"
        db.execute("UPDATE _sqlite_migrations SET applied_at = '2026-12-02 08:05:00+00:00'")
        return "\n".join(db.iterdump()) + "\n"


def tables(db: sqlite3.Connection) -> list[str]:
    found = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite@_%' "
        "ESCAPE '@' ORDER BY name"
    )
    return [row[0] for row in found]


def main() -> None:
    target = FIXTURES / f"{STEPS[-1][0]}.sql"
    assert not target.exists(), f"{target} is there already, and what was released stays"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.db"
        asyncio.run(_study(path))
        FIXTURES.mkdir(exist_ok=True)
        target.write_text(dump(path), encoding="utf-8")
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
