"""Groups, their channels and organizers."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.model.refs import ChannelRef, MessageRef
from bot.study.group import Schedule
from bot.study.group_settings import GroupSettings
from storage.errors import Conflict, Missing
from tests.inside import add_channel
from tests.storage.house import (
    CHANNEL,
    COURSE,
    MONDAY,
    OTHER_CHANNEL,
    SCHEDULE,
    WORKSPACE,
    House,
    planned,
)

SECOND = ChannelRef(WORKSPACE, "second")


async def make(house: House, channel: ChannelRef, due_at: int | None = None) -> int:
    group = await house.store.groups.create(
        channel=channel, organizer=house.ben.id, course="x", schedule=SCHEDULE, due_at=due_at, now=2
    )
    return group.id


async def test_a_group_comes_back_as_it_was_made(house: House) -> None:
    found = await house.store.groups.get(house.group.id)
    assert found == house.group
    assert found is not None
    assert (found.course, found.schedule, found.state) == (COURSE, SCHEDULE, "active")
    assert (found.due_at, found.position, found.season, found.created_at) == (100, 0, 1, 1)
    assert [row.channel for row in await house.store.groups.channels(found.id)] == [CHANNEL]
    assert await house.store.groups.get(99) is None


async def test_a_thread_belongs_to_its_channels_group(house: House) -> None:
    thread = replace(CHANNEL, thread="123.4")
    assert await house.store.groups.by_channel(CHANNEL) == house.group
    assert await house.store.groups.by_channel(thread) == house.group
    assert await house.store.groups.by_channel(SECOND) is None


async def test_a_channel_has_one_group(house: House) -> None:
    made = await asyncio.gather(*(make(house, SECOND) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(one, int) for one in made) == 1
    assert sum(isinstance(one, Conflict) for one in made) == 7
    assert len(await house.store.groups.all()) == 2, "a refused group leaves nothing behind"
    with pytest.raises(Conflict):
        await add_channel(house.store, house.group.id, SECOND)


async def test_groups_of_a_workspace_and_of_a_person(house: House) -> None:
    groups = house.store.groups
    await add_channel(house.store, house.group.id, SECOND)
    other = await make(house, OTHER_CHANNEL)
    assert [g.id for g in await groups.in_workspace(WORKSPACE)] == [house.group.id]
    assert [g.id for g in await groups.in_workspace(OTHER_CHANNEL.workspace)] == [other]
    assert [g.id for g in await groups.of_person(house.ben.id)] == [other]
    assert await groups.of_person(house.cleo.id) == ()
    await house.answer(await house.daily(), house.ben)
    assert [g.id for g in await groups.of_person(house.ben.id)] == [house.group.id, other]


async def test_changes_to_a_group(house: House) -> None:
    groups, mine = house.store.groups, house.group.id
    spread = Schedule("Asia/Tokyo", (6, 7), "spread", (540, 750, 1020))
    await groups.set_schedule(mine, spread, 7)
    await groups.set_state(mine, "paused", paused_until="2026-12-01", due_at=None)
    await groups.change_settings(mine, lambda s: replace(s, since=5))
    await groups.change_settings(mine, lambda s: replace(s, others={"thread": "é"}))
    found = await groups.get(mine)
    assert found is not None
    assert (found.schedule, found.state, found.paused_until) == (spread, "paused", "2026-12-01")
    assert (found.due_at, found.settings) == (None, GroupSettings(since=5, others={"thread": "é"}))
    await groups.set_course(mine, "cheese", 9)
    found = await groups.get(mine)
    assert found is not None
    assert (found.course, found.season, found.position, found.due_at) == ("cheese", 2, 0, 9)


async def test_a_state_that_does_not_exist_is_refused(house: House) -> None:
    with pytest.raises(Conflict):
        await house.store.groups.set_state(house.group.id, "asleep", paused_until=None, due_at=1)
    with pytest.raises(Missing):
        await house.store.groups.set_due(99, 1)


async def test_due_groups_come_longest_due_first(house: House) -> None:
    groups = house.store.groups
    second = await make(house, SECOND, due_at=50)
    await make(house, OTHER_CHANNEL, due_at=None)
    assert await groups.due(49, 10) == ()
    assert [g.id for g in await groups.due(100, 10)] == [second, house.group.id]
    assert [g.id for g in await groups.due(100, 1)] == [second]
    await groups.set_due(second, 200)
    assert [g.id for g in await groups.due(100, 10)] == [house.group.id]


async def test_a_moved_channel_takes_along_what_is_not_sent(house: House) -> None:
    store, mine = house.store, house.group.id
    thread = replace(CHANNEL, thread="1")
    await store.deliveries.plan(
        mine,
        [
            planned("concept"),
            planned("question"),
            planned("discuss", channel=thread),
            planned("question", channel=SECOND),
        ],
    )
    sent = await house.post("results", MONDAY)
    await store.deliveries.begin(sent.id, 5)
    await store.groups.set_problem(CHANNEL, "may not write")
    await store.groups.move_channel(mine, CHANNEL, SECOND)
    assert await store.groups.by_channel(CHANNEL) is None
    assert (await store.groups.channels(mine))[0].problem == ""
    day = await store.deliveries.of_day(mine, MONDAY)
    assert [(row.kind, row.channel, row.state) for row in day] == [
        ("concept", SECOND, "planned"),
        ("question", CHANNEL, "skipped"),
        ("discuss", thread, "planned"),
        ("question", SECOND, "planned"),
        ("results", CHANNEL, "sending"),
    ]


async def test_a_channel_moves_to_free_channels_only(house: House) -> None:
    await make(house, SECOND)
    with pytest.raises(Conflict):
        await house.store.groups.move_channel(house.group.id, CHANNEL, SECOND)
    with pytest.raises(Missing):
        await house.store.groups.move_channel(
            house.group.id, OTHER_CHANNEL, ChannelRef(WORKSPACE, "x")
        )
    assert await house.store.groups.by_channel(CHANNEL) == house.group


async def test_a_problem_is_news_once(house: House) -> None:
    groups = house.store.groups
    assert await groups.set_problem(CHANNEL, "may not write", notice="It may not write") is True
    assert await groups.set_problem(CHANNEL, "may not write", notice="It may not write") is False
    assert [words for _, words in await groups.notices(house.group.id)] == ["It may not write"]
    assert (await groups.channels(house.group.id))[0].problem == "may not write"
    assert await groups.set_problem(CHANNEL, "") is True
    assert await groups.set_problem(CHANNEL, "") is False


async def test_the_last_organiser_stays(house: House) -> None:
    groups, mine = house.store.groups, house.group.id
    assert [p.name for p in await groups.organizers(mine)] == ["Ann"]
    assert await groups.remove_organizer(mine, house.ann.id) is False
    await groups.add_organizer(mine, house.ben.id)
    await groups.add_organizer(mine, house.ben.id)
    gone = await asyncio.gather(
        groups.remove_organizer(mine, house.ann.id), groups.remove_organizer(mine, house.ben.id)
    )
    assert sorted(gone) == [False, True]
    assert len(await groups.organizers(mine)) == 1


async def test_free_dates_are_replaced_as_a_whole(house: House) -> None:
    groups, mine = house.store.groups, house.group.id
    await groups.set_free_dates(mine, frozenset({"2026-12-25", "2026-12-26"}))
    await groups.set_free_dates(mine, frozenset({"2026-12-26", "2027-01-01"}))
    assert await groups.free_dates(mine) == {"2026-12-26", "2027-01-01"}


async def test_a_notice_is_tried_in_private_once_and_waits_until_it_is_dropped(
    house: House,
) -> None:
    groups, mine = house.store.groups, house.group.id
    await groups.add_notice(mine, "the course ends soon", 1)
    ((notice, group_id, words),) = await groups.untried_notices(5)
    assert (group_id, words) == (mine, "the course ends soon")
    assert await groups.try_notice(notice, 2)
    assert not await groups.try_notice(notice, 3)
    assert await groups.untried_notices(5) == ()
    assert len(await groups.notices(mine)) == 1


async def test_the_same_notice_waits_only_once(house: House) -> None:
    groups, mine = house.store.groups, house.group.id
    await groups.add_notice(mine, "cannot post", 1)
    await groups.add_notice(mine, "cannot post", 2)
    await groups.add_notice(mine, "course has ended", 3)
    notices = await groups.notices(mine)
    assert [words for _, words in notices] == ["cannot post", "course has ended"]
    await groups.drop_notice(notices[0][0])
    await groups.add_notice(mine, "cannot post", 4)
    assert [words for _, words in await groups.notices(mine)] == ["course has ended", "cannot post"]


async def test_a_channels_new_id_goes_for_all_that_is_and_was_there(house: House) -> None:
    store, mine = house.store, house.group.id
    thread = replace(CHANNEL, thread="1")
    sent = await house.post("question", MONDAY)
    message = MessageRef(CHANNEL, "1")
    await store.deliveries.begin(sent.id, 5)
    await store.deliveries.sent(sent.id, message, 6)
    edit = replace(planned("results"), target=message)
    await store.deliveries.plan(mine, [edit, planned("discuss", channel=thread)])
    await store.groups.set_problem(CHANNEL, "gone")
    assert await store.groups.rename_channel(CHANNEL, SECOND) is True
    assert await store.groups.by_channel(CHANNEL) is None
    assert (await store.groups.channels(mine))[0].problem == ""
    assert await store.groups.by_channel(SECOND) == house.group
    day = await store.deliveries.of_day(mine, MONDAY)
    assert [(row.kind, row.channel) for row in day] == [
        ("question", SECOND),
        ("results", SECOND),
        ("discuss", replace(SECOND, thread="1")),
    ]
    assert day[0].message == MessageRef(SECOND, "1") and day[1].target == MessageRef(SECOND, "1")
    assert await store.groups.rename_channel(CHANNEL, SECOND) is False, "told twice"


async def test_a_new_id_that_another_group_has_changes_nothing(house: House) -> None:
    await make(house, SECOND)
    assert await house.store.groups.rename_channel(CHANNEL, SECOND) is False
    assert await house.store.groups.by_channel(CHANNEL) == house.group
