"""Persons and what they prefer."""

from __future__ import annotations

import asyncio

from bot.model.refs import MemberRef, WorkspaceRef
from storage.protocols import Store
from tests.storage.house import WORKSPACE, House

MEMBER = MemberRef("here", "U1")


async def test_a_member_is_one_person_and_the_name_stays_current(store: Store) -> None:
    first = await store.people.ensure(MEMBER, "Ann", 1, WORKSPACE)
    again = await store.people.ensure(MEMBER, "Ann de Vries", 2, WORKSPACE)
    assert (again.id, again.name) == (first.id, "Ann de Vries")
    assert await store.people.by_member(MEMBER, WORKSPACE) == again
    assert await store.people.members(first.id) == (MEMBER,)


async def test_a_name_stays_in_the_workspace_that_it_came_from(store: Store) -> None:
    there = WorkspaceRef("here", "w2")
    here = await store.people.ensure(MEMBER, "Ann", 1, WORKSPACE)
    other = await store.people.ensure(MEMBER, "Dr. A. de Vries", 2, there)
    assert (here.id, here.name) == (other.id, "Ann")
    for workspace, name in ((WORKSPACE, "Ann"), (there, "Dr. A. de Vries"), (None, "")):
        known = await store.people.by_member(MEMBER, workspace)
        assert known is not None
        assert known.name == name
    unnamed = await store.people.ensure(MEMBER, "Anna", 3)
    assert unnamed.name == ""


async def test_first_sight_by_many_at_once_makes_one_person(store: Store) -> None:
    people = await asyncio.gather(*(store.people.ensure(MEMBER, "Ann", 1) for _ in range(20)))
    assert len({person.id for person in people}) == 1


async def test_nobody_is_found_where_nobody_is(store: Store) -> None:
    assert await store.people.get(99) is None
    assert await store.people.by_member(MEMBER) is None
    assert await store.people.members(99) == ()


async def test_preferences_change_one_at_a_time(store: Store) -> None:
    person = await store.people.ensure(MEMBER, "Ann", 1)
    await store.people.set_preferences(person.id, hidden=True)
    await store.people.set_preferences(person.id, straight=True)
    changed = await store.people.get(person.id)
    assert changed is not None
    assert (changed.hidden, changed.straight) == (True, True)
    await store.people.set_preferences(person.id, hidden=False)
    changed = await store.people.get(person.id)
    assert changed is not None
    assert (changed.hidden, changed.straight) == (False, True)


async def test_the_welcome_is_shown_exactly_once(store: Store) -> None:
    person = await store.people.ensure(MEMBER, "Ann", 1)
    shown = await asyncio.gather(*(store.people.welcome(person.id) for _ in range(10)))
    assert shown.count(True) == 1
    assert await store.people.welcome(person.id) is False


async def test_the_group_meant_last_is_remembered_per_workspace(house: House) -> None:
    people, ann = house.store.people, house.ann
    assert await people.remembered_group(ann.id, WORKSPACE) is None
    await people.remember_group(ann.id, WORKSPACE, house.group.id)
    await people.remember_group(ann.id, WORKSPACE, house.group.id)
    assert await people.remembered_group(ann.id, WORKSPACE) == house.group.id
    assert await people.remembered_group(ann.id, WorkspaceRef("here", "w2")) is None
