"""Reminders: found by their time alone, one row a day, paused, closed, turned off, put back."""

from __future__ import annotations

import pytest

from bot.model.refs import ChannelRef, MemberRef, MessageRef
from bot.study.delivery import DeliveryState
from bot.study.reminders import (
    PAUSE_AFTER,
    Occasion,
    Reminder,
    ReminderPost,
    ReminderState,
    ReminderText,
    address,
)
from storage.repositories.reminders import FAR
from storage.rewind import RESTORED_AT
from storage.sharing import Leases
from tests.storage.house import CHANNEL, House, occasion_on

ANN = MemberRef("here", "Ann")
DAY = 86_400_000
MESSAGE = MessageRef(ChannelRef(CHANNEL.workspace, "D1", direct=True), "m1")


async def turn_on(house: House, *, now: int = 1, next_at: int = 10) -> None:
    await house.store.reminders.turn_on(
        Reminder(house.ann.id, ANN, 540, "UTC", next_at=next_at), now
    )


async def plan(house: House, day: str, at: int, now: int | None = None) -> int:
    """Plans Ann's reminder of a day; how many reminders were looked at."""
    return await house.store.reminders.plan_due(
        at if now is None else now, 5, lambda _: (occasion_on(day, at), at + DAY)
    )


async def rows(house: House) -> tuple[ReminderPost, ...]:
    return await house.store.reminder_posts.of_person(house.ann.id)


async def due(house: House, now: int = 10**13) -> tuple[ReminderPost, ...]:
    return await house.store.reminder_posts.next_due(
        now, 50, platform="here", edits=False, after="", besides=()
    )


async def send(house: House, row: ReminderPost, at: int) -> None:
    assert await house.store.reminder_posts.begin(row.id, at)
    await house.store.reminder_posts.sent(row.id, MESSAGE, at)


async def state(house: House) -> ReminderState | None:
    found = await house.store.reminders.of(house.ann.id)
    return found.state if found else None


async def test_what_is_chosen_is_kept(house: House) -> None:
    choices = house.store.reminders
    assert await choices.of(house.ann.id) is None
    await choices.turn_on(Reminder(house.ann.id, ANN, 540, "Asia/Tokyo", day="d", next_at=7), 1)
    assert await choices.of(house.ann.id) == Reminder(
        house.ann.id, ANN, 540, "Asia/Tokyo", ReminderState.ON, "d", 7
    )
    await choices.turn_off(house.ann.id)
    found = await choices.of(house.ann.id)
    assert found is not None and (found.state, found.next_at) == (ReminderState.OFF, None)
    assert (found.minutes, found.zone) == (540, "Asia/Tokyo")


async def test_one_look_says_whether_there_is_anything_to_do(house: House) -> None:
    choices = house.store.reminders
    assert await choices.look(10) == await choices.look(10**13)
    await turn_on(house)
    assert not (await choices.look(9)).due and (await choices.look(10)).due
    await plan(house, "2026-11-02", 10)
    look = await choices.look(10)
    assert (look.due, look.posts) == (False, True)
    (row,) = await due(house)
    assert await house.store.reminder_posts.begin(row.id, 10)
    assert (await choices.look(10)).posts, "it may have to be looked up"
    await house.store.reminder_posts.sent(row.id, MESSAGE, 11)
    assert not (await choices.look(10)).posts


async def test_a_day_has_one_row_whoever_plans_it_again(house: House) -> None:
    await turn_on(house)
    assert await plan(house, "2026-11-02", 10) == 1
    assert await plan(house, "2026-11-02", 10) == 0, "it is not due any more"
    (row,) = await rows(house)
    assert (row.channel, row.due_at, row.state) == (address(ANN), 10, DeliveryState.PLANNED)
    await send(house, row, 10)
    await turn_on(house, next_at=11)
    assert await plan(house, "2026-11-02", 11) == 1
    assert [row.due_at for row in await rows(house)] == [10]


async def test_another_time_takes_the_place_of_one_that_still_waits(house: House) -> None:
    await turn_on(house)
    await plan(house, "2026-11-02", 10)
    assert await house.store.reminders.last_day(house.ann.id) == ""
    await turn_on(house, next_at=20)
    assert await rows(house) == ()
    await plan(house, "2026-11-02", 20)
    (row,) = await rows(house)
    assert row.due_at == 20
    await send(house, row, 20)
    assert await house.store.reminders.last_day(house.ann.id) == "2026-11-02"


async def test_one_that_a_clock_ahead_put_off_is_found_again(house: House) -> None:
    await turn_on(house, next_at=FAR + 100)
    assert not (await house.store.reminders.look(100)).due
    assert (await house.store.reminders.look(99)).due
    assert await plan(house, "2026-11-02", 50, now=99) == 1


async def test_only_those_of_a_platform_and_none_that_is_left_out(house: House) -> None:
    await turn_on(house)
    await plan(house, "2026-11-02", 10)
    posts, key = house.store.reminder_posts, address(ANN).key
    given = {"edits": False, "after": ""}
    assert len(await posts.next_due(10, 5, platform="here", besides=(), **given)) == 1
    assert not await posts.next_due(9, 5, platform="here", besides=(), **given)
    assert not await posts.next_due(10, 5, platform="her", besides=(), **given)
    assert not await posts.next_due(10, 5, platform="here", besides=(key,), **given)
    assert not await posts.next_due(10, 5, platform="here", edits=True, after="", besides=())


async def unanswered(house: House, count: int, first: int = 1) -> None:
    for number in range(first, first + count):
        await plan(house, f"2026-11-{number:02}", number * DAY, now=number * DAY)
        (row,) = await due(house)
        assert row.subject == ReminderText.TODAY, number
        await send(house, row, number * DAY + 5)


async def test_seven_unanswered_and_the_next_one_says_that_it_pauses(house: House) -> None:
    await turn_on(house)
    await unanswered(house, PAUSE_AFTER)
    await plan(house, "2026-11-08", 8 * DAY)
    (row,) = await due(house)
    assert row.subject == ReminderText.PAUSE
    assert await state(house) == ReminderState.ON
    await send(house, row, 8 * DAY)
    assert await state(house) == ReminderState.PAUSED
    assert not (await house.store.reminders.look(99 * DAY)).due
    await turn_on(house, now=9 * DAY, next_at=10 * DAY)
    await unanswered(house, PAUSE_AFTER, first=10)


async def test_an_answer_begins_the_count_anew(house: House) -> None:
    await turn_on(house)
    await unanswered(house, PAUSE_AFTER)
    daily = await house.daily("1970-01-08")
    await house.answer(daily, house.ann, at=7 * DAY + 50, today="1970-01-08")
    assert await house.store.reminders.answered_since(house.ann.id, 7 * DAY + 5)
    assert not await house.store.reminders.answered_since(house.ann.id, 7 * DAY + 50)
    await unanswered(house, 1, first=8)


async def test_somebody_elses_answer_does_not(house: House) -> None:
    await turn_on(house)
    await unanswered(house, PAUSE_AFTER)
    daily = await house.daily("1970-01-08")
    await house.answer(daily, house.ben, at=7 * DAY + 50, today="1970-01-08")
    assert not await house.store.reminders.answered_since(house.ann.id, 5)


async def test_what_was_not_sent_does_not_count(house: House) -> None:
    await turn_on(house)
    await unanswered(house, PAUSE_AFTER - 1)
    await plan(house, "2026-11-07", 7 * DAY)
    (row,) = await due(house)
    await house.store.reminder_posts.skip(row.id, "nothing to show")
    await unanswered(house, 1, first=8)


async def test_going_on_before_the_pause_is_told_stays_on(house: House) -> None:
    await turn_on(house)
    await unanswered(house, PAUSE_AFTER)
    await plan(house, "2026-11-08", 8 * DAY)
    (row,) = await due(house)
    assert await house.store.reminder_posts.begin(row.id, 8 * DAY)
    await turn_on(house, now=8 * DAY + 1, next_at=9 * DAY)
    await house.store.reminder_posts.sent(row.id, MESSAGE, 8 * DAY + 2)
    assert await state(house) == ReminderState.ON


@pytest.mark.parametrize("begun", [False, True])
async def test_turned_off_nothing_that_is_planned_goes_out(house: House, begun: bool) -> None:
    await turn_on(house)
    await plan(house, "2026-11-02", 10)
    (row,) = await due(house)
    if begun:
        assert await house.store.reminder_posts.begin(row.id, 10)
    await house.store.reminders.turn_off(house.ann.id)
    assert await due(house) == ()
    (row,) = await rows(house)
    assert row.state == (DeliveryState.SENDING if begun else DeliveryState.SKIPPED)


async def test_closed_doors_are_told_once(house: House) -> None:
    choices = house.store.reminders
    await turn_on(house)
    await plan(house, "2026-11-02", 10)
    await choices.keep_conversation(ANN, CHANNEL)
    await choices.close(house.ann.id, "closed")
    assert await state(house) == ReminderState.CLOSED
    assert await choices.conversation(ANN) is None
    assert (await choices.look(10)).news == {ANN.key}
    assert await choices.take_news(ANN) and not await choices.take_news(ANN)
    assert not (await choices.look(10)).news
    (row,) = await rows(house)
    assert (row.state, row.error) == (DeliveryState.FAILED, "closed")


async def test_a_conversation_belongs_to_its_account(house: House) -> None:
    choices = house.store.reminders
    await turn_on(house)
    await choices.keep_conversation(ANN, CHANNEL)
    assert await choices.conversation(ANN) == CHANNEL
    await turn_on(house)
    assert await choices.conversation(ANN) == CHANNEL
    other = MemberRef("there", "Ann")
    await choices.turn_on(Reminder(house.ann.id, other, 540, "UTC", next_at=5), 2)
    assert await choices.conversation(other) is None


async def test_old_rows_go(house: House) -> None:
    await turn_on(house)
    await plan(house, "2026-01-02", DAY)
    await send(house, (await due(house))[0], DAY)
    await turn_on(house, next_at=2 * DAY)
    await plan(house, "2026-04-12", 2 * DAY)
    await send(house, (await due(house))[0], DAY)
    assert [row.local_date for row in await rows(house)] == ["2026-01-02", "2026-04-12"]
    await turn_on(house, next_at=3 * DAY)
    await plan(house, "2026-04-13", 3 * DAY)
    assert [row.local_date for row in await rows(house)] == ["2026-04-12", "2026-04-13"]


async def test_after_a_backup_was_put_back_it_is_looked_up_first(house: House) -> None:
    await house.store.notes.put(RESTORED_AT, "50")
    await turn_on(house)
    await plan(house, "2026-11-02", 10)
    (row,) = await house.store.reminder_posts.interrupted()
    assert (row.state, row.sending_at, row.attempts) == (DeliveryState.SENDING, 10, 0)
    await house.store.reminder_posts.retry(row.id, row.due_at, "not posted", posted=True)
    await turn_on(house, next_at=60)
    await plan(house, "2026-11-03", 60)
    assert [row.local_date for row in await due(house)] == ["2026-11-03"]


async def test_a_process_without_the_lease_begins_none(house: House) -> None:
    await turn_on(house)
    await plan(house, "2026-11-02", 10)
    (row,) = await due(house)
    leases: Leases = house.store.leases
    assert await leases.hold("posts", "a", 10, 100)
    assert not await house.store.fenced_reminders("posts", "b").begin(row.id, 20)
    assert not await house.store.fenced_reminders("posts", "a").begin(row.id, 100)
    assert await house.store.fenced_reminders("posts", "a").begin(row.id, 20)


async def test_each_is_planned_on_its_own_word(house: House) -> None:
    """What ``decide`` says counts: nothing is due, only the next look."""
    await turn_on(house)

    def later(reminder: Reminder) -> tuple[Occasion | None, int]:
        return None, 77

    assert await house.store.reminders.plan_due(10, 5, later) == 1
    assert await rows(house) == ()
    found = await house.store.reminders.of(house.ann.id)
    assert found is not None and found.next_at == 77
