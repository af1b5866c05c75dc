"""Which posts there must be, by the groups' schedules, and which the platforms show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.adapters.discord.marker import Marker
from bot.model import ChannelRef
from bot.runtime.clock import millis
from bot.study import calendar
from bot.study.course_plan import opening_of
from bot.study.delivery import DeliveryKind
from bot.study.group import Group, Rhythm, Schedule
from bot.study.planning.closing import WAITS
from bot.study.planning.post_rows import post_key
from storage.store import SqliteStore
from tests.contract.driver import SeenMessage
from tests.e2e.stage import Side
from tests.faults.kill_house import START, ZONE, KillHouse
from tests.features.bench import filled, shown
from tests.inside import add_channel
from tests.servers.slack.state import Message as SlackMessage

TIMES = {Rhythm.MORNING: ("9:00",), Rhythm.SPREAD: ("9:00", "12:30", "17:00")}
FIRST = START.astimezone(ZONE).date()

Name = tuple[str, str, str]
"""Channel, kind and local date: what may be there once."""


@dataclass(frozen=True)
class Study:
    """One group, from ``FIRST`` on, every day. The first channel is where it was set up."""

    group: int
    course: str
    rhythm: str
    channels: tuple[ChannelRef, ...]

    def at(self, day: date, which: int) -> datetime:
        """The moment of the day's post number ``which``."""
        hour, minute = TIMES[self.rhythm][which].split(":")
        return datetime.combine(day, time(int(hour), int(minute)), ZONE)

    def moments(self, day: date) -> list[datetime]:
        return [self.at(day, which) for which in range(len(TIMES[self.rhythm]))]

    def key(self, channel: ChannelRef, kind: str, day: str) -> str:
        group = Group(self.group, "", Schedule("", (), "", ()), "active", 0, None)
        return post_key(group.id, channel, kind, day, 1 if kind == DeliveryKind.OPENING else 0)


async def found(house: KillHouse, side: Side, channel: ChannelRef, rhythm: str) -> None:
    """Sets a group up as its organizer does: form, preview, Start."""
    driver = side.driver
    form = (await driver.command(side.ana, "/study setup", where=channel)).form
    assert form is not None
    times = ", ".join(TIMES[rhythm])
    values = filled(form, zone="Berlin", days="1 2 3 4 5 6 7", rhythm=rhythm, times=times)
    preview = shown(await driver.submit(side.ana, form, values))
    assert "is set up" in (await side.press(side.ana, preview, "Start")).text


async def join(house: KillHouse, channel: ChannelRef, *others: ChannelRef) -> None:
    """Gives the channel's group more channels; no bot may run."""
    store = await SqliteStore.open(house.database)
    try:
        group = await store.groups.by_channel(channel)
        assert group is not None
        for other in others:
            await add_channel(store, group.id, other)
    finally:
        await store.close()


def studies(house: KillHouse) -> list[Study]:
    """The groups as the database knows them; the first channel is the oldest."""
    found = []
    for group, course, rhythm in house.rows("SELECT id, course, rhythm FROM groups ORDER BY id"):
        keys = house.rows(
            "SELECT channel FROM channels WHERE group_id = ? ORDER BY position", (group,)
        )
        channels = tuple(ChannelRef.parse(key) for (key,) in keys)
        found.append(Study(group, course, rhythm, channels))
    return found


def expected(house: KillHouse) -> list[Name]:
    """Every post that was due by now; talks only where somebody answered in time."""
    names: list[Name] = []
    for study in studies(house):
        if opening_of(house.courses[study.course]):
            names.append((study.channels[0].key, DeliveryKind.OPENING, FIRST.isoformat()))
        day = FIRST
        while study.at(day, 0) <= house.now():
            names += _of_day(house, study, day)
            day += timedelta(days=1)
    return names


def _of_day(house: KillHouse, study: Study, day: date) -> Iterator[Name]:
    local, now = day.isoformat(), house.now()
    spread = study.rhythm == Rhythm.SPREAD
    asked_at = study.at(day, 1 if spread else 0)
    closed_at = study.at(day, 2) if spread else study.at(day + timedelta(days=1), 0)
    for channel in study.channels:
        yield channel.key, DeliveryKind.CONCEPT, local
        if day.isoweekday() == 1 and _scored(house, study, day - timedelta(days=7)):
            yield channel.key, DeliveryKind.WEEK, local
        if asked_at <= now:
            yield channel.key, DeliveryKind.QUESTION, local
            if _mixed(house, study, local):
                yield channel.key, DeliveryKind.CHECKPOINT, local
        if closed_at <= now:
            yield channel.key, DeliveryKind.RESULTS, local
            if _talked(house, study, local, closed_at):
                yield channel.key, DeliveryKind.DISCUSS, local


def _talked(house: KillHouse, study: Study, local: str, closed_at: datetime) -> bool:
    """Whether there is a thread by now: it waits, for a day, until nobody near by has the same
    question open."""
    if not _answered(house, study, local):
        return False
    sql = (
        "SELECT o.opened_at, o.closes_at FROM rounds r JOIN rounds o ON o.kind = 'daily' "
        "AND o.question_id = r.question_id AND o.group_id <> r.group_id AND EXISTS ("
        "SELECT 1 FROM channels a JOIN channels b ON a.workspace = b.workspace "
        "WHERE a.group_id = r.group_id AND b.group_id = o.group_id) "
        "WHERE r.kind = 'daily' AND r.group_id = ? AND r.local_date = ? ORDER BY o.closes_at"
    )
    opens = closed = millis(closed_at)
    for opened, closes in house.rows(sql, (study.group, local)):
        if opened <= opens < closes:
            opens = closes
    return opens <= min(closed + WAITS, millis(house.now()))


def _answered(house: KillHouse, study: Study, local: str) -> bool:
    sql = (
        "SELECT COUNT(*) FROM answers a JOIN rounds r ON r.id = a.round_id "
        "WHERE r.group_id = ? AND r.local_date = ? AND r.kind = 'daily' AND a.kind = 'daily'"
    )
    return bool(house.rows(sql, (study.group, local))[0][0])


def _mixed(house: KillHouse, study: Study, local: str) -> bool:
    """Whether the day has a checkpoint."""
    sql = "SELECT COUNT(*) FROM checkpoints WHERE group_id = ? AND local_date = ?"
    return bool(house.rows(sql, (study.group, local))[0][0])


def _scored(house: KillHouse, study: Study, day: date) -> bool:
    sql = "SELECT COUNT(*) FROM totals WHERE group_id = ? AND period = ?"
    return bool(house.rows(sql, (study.group, calendar.periods(day)[0]))[0][0])


def there(house: KillHouse) -> list[Name]:
    """Every message of the bot in a group's channels and threads, by the mark it carries."""
    names: list[Name] = []
    for study in studies(house):
        for channel in study.channels:
            names += _in_channel(house, study, channel)
    return names


def _in_channel(house: KillHouse, study: Study, channel: ChannelRef) -> Iterator[Name]:
    side = next(side for side in house.sides if side.name == channel.platform)
    last = (house.now().astimezone(ZONE).date() - FIRST).days
    known = {
        _mark(channel, study.key(channel, kind, day)): (kind, day)
        for kind in (
            DeliveryKind.OPENING,
            DeliveryKind.CONCEPT,
            DeliveryKind.QUESTION,
            DeliveryKind.CHECKPOINT,
            DeliveryKind.RESULTS,
            DeliveryKind.WEEK,
        )
        for day in [(FIRST + timedelta(days=n)).isoformat() for n in range(last + 1)]
    }
    asked: dict[str, str] = {}
    for post in side.driver.posts(channel):
        mark = _mark_on(side, post)
        if post.thread is None:
            kind, day = known.get(mark, ("unknown", post.text))
            if kind == DeliveryKind.QUESTION:
                asked[post.id] = day
                if post.text.startswith("Results"):
                    yield channel.key, DeliveryKind.RESULTS, day
        else:
            place, day = replace(channel, thread=post.thread), asked.get(post.thread, "")
            ours = mark == _mark(place, study.key(place, DeliveryKind.DISCUSS, day))
            kind, day = (DeliveryKind.DISCUSS, day) if ours else ("unknown", post.text)
        yield channel.key, kind, day


def _mark(place: ChannelRef, key: str) -> object:
    """What a post with this key carries on its platform."""
    return key if place.platform == "slack" else Marker.of(place, key).ids


def _mark_on(side: Side, post: SeenMessage) -> object:
    if isinstance(post.raw, SlackMessage):
        return ((post.raw.metadata or {}).get("event_payload") or {}).get("key")
    message = side.driver.world.find_message(post.id)  # type: ignore[attr-defined]
    mark = Marker.read(message.components)
    return mark.ids if mark else None
