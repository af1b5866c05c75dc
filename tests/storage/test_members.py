"""Who takes part in a group, who stands on its boards, and points begun anew."""

from __future__ import annotations

import pytest

from bot.model.refs import ChannelRef, MemberRef, WorkspaceRef
from storage.protocols import Store
from tests.storage.house import (
    CHANNEL,
    COURSE,
    MONDAY,
    SCHEDULE,
    TUESDAY,
    WORKSPACE,
    House,
    rebuild,
)

OTHER = WorkspaceRef("here", "w2")


async def names(house: House, period: str = "all") -> list[str]:
    return [
        line.name for line in (await house.store.boards.board(house.group.id, period, None)).top
    ]


async def test_who_acts_in_the_channel_takes_part(house: House) -> None:
    members, group = house.store.members, house.group.id
    assert await house.store.groups.of_person(house.ben.id) == ()
    await members.join(group, house.ben.id, 5)
    await members.join(group, house.ben.id, 9)
    found = await members.of(group, house.ben.id)
    assert found is not None
    assert (found.name, found.since, found.away, found.organizer) == ("Ben", 5, False, False)
    assert await house.store.groups.of_person(house.ben.id) == (house.group,)


async def test_the_roll_has_organizers_hidden_members_and_those_with_one_name(
    house: House,
) -> None:
    members, people, group = house.store.members, house.store.people, house.group.id
    second = await people.ensure(MemberRef("here", "ben2"), "ben", 1, WORKSPACE)
    await people.set_preferences(house.cleo.id, hidden=True)
    for at, person in enumerate((house.ben, house.cleo, second), 1):
        await members.join(group, person.id, at)
    roll = await members.roll(group)
    assert [(m.name, m.account, m.hidden, m.organizer) for m in roll] == [
        ("Ann", "here:Ann", False, True),
        ("Ben", "here:Ben", False, False),
        ("ben", "here:ben2", False, False),
        ("Cleo", "here:Cleo", True, False),
    ]


@pytest.mark.parametrize("how", ["left", "removed"])
async def test_who_left_or_was_removed_is_off_the_boards_and_back_with_the_points(
    house: House, how: str
) -> None:
    members, group = house.store.members, house.group.id
    monday, tuesday = await house.daily(), await house.daily(TUESDAY, "q2")
    await house.answer(monday, house.ann, points=10)
    await house.answer(monday, house.ben, points=20)
    assert await names(house) == ["Ben", "Ann"]

    async def off(gone: bool) -> None:
        if how == "left":
            await members.seen(group, house.ben.id, away=gone, now=50)
        else:
            await members.remove(group, house.ben.id, removed=gone)

    await off(True)
    assert await names(house) == await names(house, "2026-W45") == ["Ann"]
    assert await house.store.groups.of_person(house.ben.id) == ()
    await house.store.people.set_preferences(house.ben.id, hidden=True)
    await house.store.people.set_preferences(house.ben.id, hidden=False)
    await house.answer(tuesday, house.ben, points=10, today=TUESDAY)
    assert await names(house) == ["Ann"]
    assert await house.store.verify(rebuild) == []
    await off(False)
    assert await names(house) == ["Ben", "Ann"]
    own = (await house.store.boards.board(group, "all", house.ben.id)).own
    assert own is not None
    assert own.points == 30
    assert await house.store.verify(rebuild) == []


async def test_who_comes_back_to_the_channel_is_there_at_once_but_removed_stays_removed(
    house: House,
) -> None:
    members, group = house.store.members, house.group.id
    await house.answer(await house.daily(), house.ben)
    await members.seen(group, house.ben.id, away=True, now=50)
    await members.join(group, house.ben.id, 60)
    assert await names(house) == ["Ben"]
    await members.remove(group, house.ben.id)
    await members.join(group, house.ben.id, 70)
    assert await names(house) == []


async def test_those_asked_about_longest_ago_come_first_and_only_if_they_have_points(
    house: House,
) -> None:
    members, group = house.store.members, house.group.id
    monday = await house.daily()
    await house.answer(monday, house.ann)
    await house.answer(monday, house.ben)
    await members.join(group, house.cleo.id, 1)
    assert len(await members.unseen(1_000, 10)) == 2
    await members.seen(group, house.ann.id, away=None, now=500)
    await members.seen(group, house.ben.id, away=True, now=400)
    assert await members.unseen(1_000, 1) == ((group, house.ben.id),)
    assert await members.unseen(450, 10) == ((group, house.ben.id),)
    await members.remove(group, house.ben.id)
    assert await members.unseen(1_000, 10) == ((group, house.ann.id),)


async def test_the_same_person_has_another_name_in_another_workspaces_group(
    store: Store,
) -> None:
    member = MemberRef("here", "dee")
    dee = await store.people.ensure(member, "Dee", 1, WORKSPACE)
    groups = [
        await store.groups.create(
            channel=ChannelRef(workspace, "c"),
            organizer=dee.id,
            course=COURSE,
            schedule=SCHEDULE,
            due_at=None,
            now=1,
        )
        for workspace in (WORKSPACE, OTHER)
    ]
    for group, name in zip(groups, ("Dee", ""), strict=True):
        assert [p.name for p in await store.groups.organizers(group.id)] == [name]
        assert await store.members.name(group.id, dee.id) == name
    await store.people.ensure(member, "Captain", 1, OTHER)
    assert await store.members.name(groups[0].id, dee.id) == "Dee"
    house = House(store, groups[1], dee, dee, dee)
    await house.answer(await house.daily(), dee)
    assert await names(house) == ["Captain"]


async def test_points_begun_anew_count_from_nothing_and_the_ledger_stays(house: House) -> None:
    members, group = house.store.members, house.group.id
    monday, tuesday = await house.daily(), await house.daily(TUESDAY, "q2")
    await house.answer(monday, house.ann, points=10)
    await house.answer(monday, house.ben, points=10)
    await house.answer(tuesday, house.ann, points=20, today=TUESDAY)
    assert await members.begin_anew(group) == 2
    assert await names(house) == await names(house, "2026-W45") == []
    assert await house.store.verify(rebuild) == []
    await house.answer(tuesday, house.ben, points=20, today=TUESDAY)
    assert await names(house) == ["Ben"]
    for round_ in (monday, tuesday):  # from before, and from both sides
        await house.store.rounds.void(round_.id, 90, [])
        assert await house.store.verify(rebuild) == []
    assert await names(house) == []
    assert (await house.store.stats())["answers"] == 8  # type: ignore[attr-defined]


async def test_another_groups_points_are_not_begun_anew(house: House) -> None:
    other = await house.store.groups.create(
        channel=ChannelRef(WORKSPACE, "else"),
        organizer=house.ann.id,
        course=COURSE,
        schedule=SCHEDULE,
        due_at=None,
        now=1,
    )
    await house.answer(await house.daily(MONDAY), house.ann)
    await house.store.members.begin_anew(other.id)
    assert await names(house) == ["Ann"]
    assert await house.store.verify(rebuild) == []


async def test_what_is_known_of_a_channel(house: House) -> None:
    groups = house.store.groups
    [channel] = await groups.channels(house.group.id)
    assert (channel.private, channel.shown) == (None, "")
    assert await groups.open_in(WORKSPACE) == ()
    await groups.look(CHANNEL, False, "#general", 70)
    assert await groups.open_in(WORKSPACE) == (house.group,)
    await groups.look(CHANNEL, None, "", 80)
    [channel] = await groups.channels(house.group.id)
    assert (channel.private, channel.shown, channel.looked_at) == (False, "#general", 80)
    assert await groups.unseen_channels(80, 5) == ()
    assert await groups.unseen_channels(81, 5) == (channel,)
    await groups.look(CHANNEL, True, "", 90)
    assert await groups.open_in(WORKSPACE) == ()
    await groups.look(CHANNEL, False, "", 95)
    await groups.move_channel(house.group.id, CHANNEL, ChannelRef(WORKSPACE, "new"))
    assert await groups.open_in(WORKSPACE) == (), "a new place is looked at anew"
