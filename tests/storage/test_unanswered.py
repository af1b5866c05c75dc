"""Which daily questions are still secret to whom."""

from __future__ import annotations

from bot.model.refs import ChannelRef, WorkspaceRef
from bot.study.group import Group
from bot.study.person import Person
from bot.study.round import Round
from tests.storage.house import (
    COURSE,
    MONDAY,
    OTHER_CHANNEL,
    SCHEDULE,
    TUESDAY,
    WORKSPACE,
    House,
    question,
    settle,
)


async def another_group(house: House, channel: ChannelRef) -> Group:
    return await house.store.groups.create(
        channel=channel,
        organizer=house.cleo.id,
        course=COURSE,
        schedule=SCHEDULE,
        due_at=None,
        now=1,
    )


async def daily_of(house: House, group: Group, name: str) -> Round:
    return await house.store.rounds.open_daily(
        group.id, question(name), local_date=MONDAY, opened_at=10, closes_at=1_000
    )


async def secrets(house: House, person: Person) -> set[str]:
    found = await house.store.rounds.unanswered(person.id, house.group.id)
    return {name for name, _ in found}


async def test_an_open_question_is_secret_until_it_is_answered_or_over(house: House) -> None:
    monday = await house.daily(MONDAY)
    assert await secrets(house, house.ann) == {"q1"}
    await house.store.answers.choose(monday.id, house.ann.id, "a", 15)
    assert await secrets(house, house.ann) == {"q1"}
    await house.answer(monday, house.ann)
    assert await secrets(house, house.ann) == set()
    assert await secrets(house, house.ben) == {"q1"}
    await house.daily(TUESDAY, "q2")
    assert await secrets(house, house.ben) == {"q1", "q2"}
    await house.store.rounds.close(monday.id, 90, settle(monday), [])
    assert await secrets(house, house.ben) == {"q2"}


async def test_other_groups_of_the_workspace_count(house: House) -> None:
    near = await another_group(house, ChannelRef(WORKSPACE, "random"))
    await daily_of(house, near, "q7")
    assert await secrets(house, house.ben) == {"q7"}


async def test_groups_elsewhere_count_for_those_who_are_in_them(house: House) -> None:
    far = await another_group(house, OTHER_CHANNEL)
    nearby = ChannelRef(WorkspaceRef("there", "w2"), "nebenan")
    await daily_of(house, await another_group(house, nearby), "q8")
    monday = await daily_of(house, far, "q7")
    assert await secrets(house, house.ben) == set()
    assert await secrets(house, house.cleo) == {"q7", "q8"}  # she organises there
    await house.answer(monday, house.ben, correct=False)
    assert await secrets(house, house.ben) == {"q8"}  # answering has made him a member
    await house.store.people.remember_group(house.ann.id, OTHER_CHANNEL.workspace, far.id)
    assert await secrets(house, house.ann) == {"q7", "q8"}


async def test_who_answered_it_elsewhere_meanwhile_knows_it(house: House) -> None:
    near = await another_group(house, ChannelRef(WORKSPACE, "random"))
    mine, theirs = await house.daily(MONDAY, "q1"), await daily_of(house, near, "q1")
    assert await secrets(house, house.ben) == {"q1"}
    await house.answer(mine, house.ben)
    assert await secrets(house, house.ben) == set()
    assert await house.store.answers.of(theirs.id, house.ben.id) is None
